"""A small project of invented countries for tests of changes, and facts to add to it."""

from __future__ import annotations

import atexit
import functools
import hashlib
import io
import shutil
import tempfile
from pathlib import Path

import kg
from kg.building import build
from kg.changes import Accepted, Signature, add
from kg.gate import read_file
from kg.newproject import begin_project
from kg.project import Project, find_project

SIGNED = Signature("2026-01-31T12:00:00Z", "Ann Alpha", "a change")
HEAD = """@prefix : <https://w3id.org/dkg/id/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix dkg: <https://w3id.org/dkg/ns#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
SOURCE = """
:gazette a dkg:Reference ; dcterms:title "Gazette 7"@en ; dcterms:publisher "Port of Lisk" ;
    dcterms:date "2026-01-31"^^xsd:date ; schema:url <https://example.org/gazette/7> .
"""
PERSON = ':paul-port a dkg:Person ; skos:prefLabel "Paul Port"@en .\n'
POST = ':harbour-master a dkg:Post ; skos:prefLabel "Harbour Master"@en ; dkg:postIn :arvenia .\n'
TENURE = """
:paul-port--harbour-master a dkg:Tenure ; dkg:holder :paul-port ; dkg:post :harbour-master ; dkg:evidence :gazette .
"""
MEETING = """
:talks-in-lisk a dkg:Meeting ; skos:prefLabel "Talks in Lisk"@en .
:talks-in-lisk--date a dkg:Claim ; dkg:claimOf :talks-in-lisk ; dkg:claimProperty dkg:edtf ;
    dkg:edtf "2026-01-12" ; dkg:reading :reading-exactly ; dkg:evidence :gazette .
:talks-in-lisk--status a dkg:Claim ; dkg:claimOf :talks-in-lisk ; dkg:claimProperty dkg:status ;
    dkg:claimValue :status-held ; dkg:evidence :gazette .
"""
PARTICIPATION = """
:talks-in-lisk--port a dkg:Participation ; dkg:inEvent :talks-in-lisk ; dkg:participant :paul-port ;
    dkg:role :role-participant ; dkg:inCapacity :paul-port--harbour-master ; dkg:evidence :gazette .
"""
BROKEN = ":nobody--harbour-master a dkg:Tenure ; dkg:holder :nobody .\n"


@functools.cache
def _built() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="kg-small-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    begin_project(folder / "small", own=True)
    build(find_project(folder / "small"))
    return folder / "small"


def small(folder: Path) -> Project:
    """Return a copy of a small project that is built."""
    shutil.copytree(_built(), folder / "small")
    return find_project(folder / "small")


def write(project: Project, *texts: str, name: str = "new.ttl") -> Path:
    """Write facts into a file beside a project."""
    path = project.root.parent / name
    path.write_text(HEAD + "".join(texts), encoding="utf-8")
    return path


def given(project: Project, *texts: str, signature: Signature = SIGNED) -> Accepted | None:
    """Add facts to a project."""
    return add(project, [read_file(str(write(project, *texts)))], signature)


def exported(project: Project) -> str:
    """Return the graph of a project as Turtle, to the byte."""
    out = io.StringIO(newline="")
    kg.open(project.root).export(out, "turtle", described=False)
    return out.getvalue()


def state(project: Project) -> dict[str, str]:
    """Return what a change that was refused must leave alone: every file outside the store, and the graph."""
    files = {
        path.relative_to(project.root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(project.root.rglob("*"))
        if path.is_file() and project.store not in path.parents
    }
    return files | {"export": exported(project)}


def rebuilt(project: Project) -> str:
    """Build a project anew and return its export."""
    build(project)
    return exported(project)
