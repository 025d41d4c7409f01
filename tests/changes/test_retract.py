"""`kg retract`: a document's citations go, then the facts that nothing else supports; a build takes the same away."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Store

import kg
from changes.worlds import (
    MEETING,
    PARTICIPATION,
    PERSON,
    POST,
    SIGNED,
    SOURCE,
    TENURE,
    exported,
    given,
    rebuilt,
    state,
)
from kg.building import build
from kg.changes import RefusedError, plan_retraction, retract, undo
from kg.errors import KgError
from kg.project import Project
from kg.terms import dkg, entity, expand
from support import built, graph, run_kg

DOCUMENTS = ("valdai-dialogue-report", "crossroads-report", "dedov-interview", "iran-relations-with-russia")
OTHER = """
:gazette-8 a dkg:Reference ; dcterms:title "Gazette 8"@en ; dcterms:publisher "Port of Lisk" ;
    dcterms:date "2026-01-31"^^xsd:date ; schema:url <https://example.org/gazette/8> .
"""


def test_a_reference_takes_its_facts_with_it(project: Project) -> None:
    given(project, PERSON, POST)
    before = exported(project)
    given(project, SOURCE, TENURE, MEETING, PARTICIPATION)
    plan, accepted = retract(project, "gazette", SIGNED)
    assert (plan.citations, plan.facts, plan.kept, plan.others) == (0, 4, 0, 1)
    assert accepted.change.head.retracts == entity("gazette").value
    assert exported(project) == before == rebuilt(project)  # the meeting went, the person and the post stay


def test_a_fact_on_other_evidence_stays(project: Project) -> None:
    given(project, SOURCE, OTHER, PERSON, POST, TENURE, ":paul-port--harbour-master dkg:evidence :gazette-8 .")
    plan, _ = retract(project, "gazette", SIGNED)
    assert (plan.facts, plan.kept) == (0, 1)
    (source,) = kg.open(project.root)["paul-port--harbour-master"].sources
    assert source.title == "Gazette 8"
    after = exported(project)
    assert rebuilt(project) == after


def test_a_fact_that_stays_and_names_one_that_goes_is_told(project: Project) -> None:
    given(project, SOURCE, OTHER, PERSON, POST, TENURE)
    given(project, (MEETING + PARTICIPATION).replace(":gazette", ":gazette-8"))
    before = state(project)
    with pytest.raises(RefusedError) as caught:
        retract(project, "gazette", SIGNED)
    told = "nothing would be known of :paul-port--harbour-master, which it names; take this away too"
    assert any(fault.message == told for fault in caught.value.verdict.faults)
    assert state(project) == before


def test_a_retraction_can_be_undone_and_done_again(project: Project) -> None:
    given(project, SOURCE, PERSON, POST, TENURE, MEETING, PARTICIPATION)
    before = exported(project)
    retract(project, "gazette", SIGNED)
    after = exported(project)
    undo(project, None, SIGNED)
    assert exported(project) == before
    retract(project, "gazette", SIGNED)
    assert exported(project) == after == rebuilt(project)


def test_a_dry_run_changes_nothing_and_counts_the_same(project: Project) -> None:
    given(project, SOURCE, PERSON, POST, TENURE)
    before = state(project)
    would = run_kg(project.root, "retract", "gazette", "--dry-run")
    assert would.returncode == 0
    assert state(project) == before
    done = run_kg(project.root, "retract", "gazette", "--author", "Ann")
    assert done.returncode == 0, done.stderr
    assert would.stdout.removeprefix("would go: ") == done.stderr.removeprefix("gone: ")
    assert "takes away gazette, with 1 fact (" in done.stdout


def test_only_sources_can_be_retracted(project: Project) -> None:
    for name in ("ida-marell", "nobody"):
        with pytest.raises(KgError):
            retract(project, name, SIGNED)


# The five documents


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    root = tmp_path_factory.mktemp("retract") / "project"
    shutil.copytree(built(), root)
    yield Project(root=root, packaged=root)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_what_stays_is_what_others_state(copied: Project, name: str) -> None:
    """Told by SPARQL from the graph as it was: facts with other evidence, with all that is asserted of them."""
    before = kg.open(copied.root)
    others = f"FILTER NOT EXISTS {{ ?cite dkg:inDocument :{name} }}"
    expected = {row[0] for row in before.run(f"SELECT ?fact {{ ?fact dkg:evidence ?cite {others} }}")}
    asserted = {quad.triple for quad in before.statements(asserted=True)}
    _, accepted = retract(copied, name, SIGNED)
    after = kg.open(copied.root)
    assert {row[0] for row in after.run("SELECT ?fact { ?fact dkg:evidence ?cite }")} == expected
    assert not list(after.run(f"SELECT ?x {{ ?x ?p :{name} }}")) + list(after.run(f"SELECT ?o {{ :{name} ?p ?o }}"))
    assert {quad.triple for quad in after.statements(asserted=True)} == asserted - set(accepted.change.delta.removed)
    of_facts = [triple for triple in accepted.change.delta.removed if triple.subject in expected]
    assert {triple.predicate for triple in of_facts} <= {dkg("evidence")}
    undo(copied, None, SIGNED)
    assert exported(copied) == exported(Project(root=built(), packaged=built()))


def test_without_a_document_the_graph_is_as_if_it_had_not_been_mapped(copied: Project, tmp_path: Path) -> None:
    """Its facts and citations are those of a build without the mapping; and a build with it takes the same away."""
    name = "crossroads-report"
    root = tmp_path / "without"
    shutil.copytree(built(), root, ignore=shutil.ignore_patterns(".kg"))
    mappings = (root / "mappings").glob("*.yaml")
    (mapping,) = [path for path in mappings if f"document: {name}\n" in path.read_text(encoding="utf-8")]
    mapping.unlink()
    build(Project(root=root, packaged=root))
    retract(copied, name, SIGNED)
    assert _facts(kg.open(copied.root).store) == _facts(kg.open(root).store)
    after = exported(copied)
    assert rebuilt(copied) == after
    undo(copied, None, SIGNED)


def _facts(store: Store) -> set[str]:
    """Return what facts and citations say, in lines."""
    about = {q.subject for p in ("evidence", "inDocument") for q in store.quads_for_pattern(None, dkg(p), None, None)}
    return {str(q.triple) for node in about for q in store.quads_for_pattern(node, None, None, None)}


def test_a_document_that_others_need_stays_and_what_is_lacking_is_said(copied: Project) -> None:
    before = state(copied)
    done = run_kg(copied.root, "retract", "iran-russia-nexus", "--author", "Ann")
    assert done.returncode == 1
    assert re.search(r"violation: .* \(:jcpoa\): An agreement has parties", done.stdout)
    assert done.stderr.endswith("kg: nothing was changed; first add what would be lacking, from another source\n")
    assert state(copied) == before


def test_no_statement_of_the_ontology_goes() -> None:
    plan = plan_retraction(graph().store, "iran-russia-nexus")
    subjects = {triple.subject for triple in plan.statements}
    kinds = {quad.subject for quad in graph().store.quads_for_pattern(None, expand("skos:inScheme"), None, None)}
    assert kinds
    assert not subjects & kinds
