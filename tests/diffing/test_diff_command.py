"""`kg diff`: formats of files, exit codes, streams, the graph of the project, git's null device."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import rdflib

from support import ROOT, built, environment, run_kg

TURTLE = """@prefix : <https://w3id.org/dkg/id/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

:x a <https://w3id.org/dkg/ns#Person> ;
    skos:prefLabel "X"@en ;
    skos:related [ skos:note "blank" ] .
"""
FORMATS = {"ttl": "turtle", "nt": "nt", "nq": "nquads", "trig": "trig", "jsonld": "json-ld", "rdf": "pretty-xml"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one graph in every format, written by rdflib, and another one."""
    graph = rdflib.Dataset()
    graph.default_graph.parse(data=TURTLE, format="turtle")
    for extension, form in FORMATS.items():
        source = graph if form in ("nquads", "trig") else graph.default_graph
        source.serialize(tmp_path / f"a.{extension}", format=form, encoding="utf-8")
    (tmp_path / "b.ttl").write_text(TURTLE.replace('"X"', '"Y"'), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("extension", FORMATS)
def test_a_graph_is_the_same_in_every_format(folder: Path, extension: str) -> None:
    done = run_kg(folder, "diff", "a.ttl", f"a.{extension}")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    done = run_kg(folder, "diff", f"a.{extension}", "b.ttl")
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout == "Y  :x\n  ~ renamed from X to Y\n\n1 changed\n"


def test_json_and_patch(folder: Path) -> None:
    (change,) = json.loads(run_kg(folder, "diff", "a.ttl", "b.ttl", "--format", "json").stdout)["changes"]
    assert (change["entity"], change["how"], change["words"]) == (":x", "changed", "renamed from X to Y")
    label = "<https://w3id.org/dkg/id/x> <http://www.w3.org/2004/02/skos/core#prefLabel>"
    done = run_kg(folder, "diff", "a.ttl", "b.ttl", "--format", "turtle-patch")
    assert (done.returncode, done.stdout) == (1, f'TX .\nD {label} "X"@en .\nA {label} "Y"@en .\nTC .\n')


def test_what_is_the_same_is_said_to_programs_too(folder: Path) -> None:
    done = run_kg(folder, "diff", "a.ttl", "a.nt", "--format", "json")
    assert (done.returncode, json.loads(done.stdout)) == (0, {"changes": [], "derived": []})
    done = run_kg(folder, "diff", "a.ttl", "a.nt", "--format", "turtle-patch")
    assert (done.returncode, done.stdout) == (0, "TX .\nTC .\n")


def test_git_tells_news_with_the_driver_of_the_documentation(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "howto" / "turtle-by-hand.md").read_text(encoding="utf-8")
    (configured,) = re.findall(r"^git config (diff\.kg\.command) (.*)$", page, re.MULTILINE)
    command = shlex.split(configured[1])[0].replace("kg diff", f"{shlex.quote(sys.executable)} -m kg.cli diff", 1)
    identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"]

    def git(*arguments: str) -> str:
        done = subprocess.run(
            ["git", *identity, *arguments], cwd=tmp_path, env=environment(), capture_output=True, encoding="utf-8",
            timeout=60, check=True,
        )  # fmt: skip
        return done.stdout

    git("init", "-q")
    (tmp_path / ".gitattributes").write_text("*.ttl diff=kg\n", encoding="utf-8")
    (tmp_path / "a b.ttl").write_text(TURTLE, encoding="utf-8")
    git("add", ".")
    git("commit", "-qm", "one")
    (tmp_path / "a b.ttl").write_text(TURTLE.replace('"X"', '"Y"'), encoding="utf-8")
    (tmp_path / "new.ttl").write_text("<urn:s> <urn:p> 1 .\n", encoding="utf-8")
    git("add", ".")
    git("config", configured[0], command)
    assert git("diff", "HEAD") == ("Y  :x\n  ~ renamed from X to Y\n\n1 changed\n<urn:s>\n  + <urn:p> 1\n\n1 gained\n")


def test_the_graph_of_the_project_is_the_other_side(tmp_path: Path) -> None:
    graph = tmp_path / "graph.ttl"
    run_kg(built(), "export", str(graph))
    done = run_kg(built(), "diff", str(graph))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    text = graph.read_text(encoding="utf-8").replace('"Sergei Lavrov"@en', '"Sergey Lavrov"@en')
    graph.write_text(text, encoding="utf-8")
    done = run_kg(built(), "diff", str(graph))
    assert done.returncode == 1
    assert done.stdout.startswith("Sergei Lavrov  :sergei-lavrov\n  ~ renamed from Sergey Lavrov to Sergei Lavrov\n")


def test_the_same_words_whatever_the_seed(folder: Path) -> None:
    (folder / "empty.ttl").write_text("", encoding="utf-8")
    outputs = {run_kg(folder, "diff", "a.ttl", "empty.ttl", seed=seed).stdout for seed in ("0", "1", "2")}
    assert len(outputs) == 1


def test_streams_and_the_null_device(folder: Path) -> None:
    assert run_kg(folder, "diff", "-", "a.ttl", stdin=TURTLE).returncode == 0
    done = run_kg(folder, "diff", "/dev/null", "a.ttl")
    assert done.returncode == 1
    assert done.stdout.startswith("X  :x\n  + is new (person)\n  + skos:related: _:b")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["none.ttl", "a.ttl"], "kg: there is no file none.ttl; mend its name, or give - for stdin\n"),
        (["a.ttl", "a.txt"], "kg: a.txt names no format of RDF; did you mean .ttl?"),
        (["bad.ttl", "a.ttl"], "kg: bad.ttl:1:9: "),
        (["-", "-"], "kg: stdin can be read once only; name a file\n"),
        (["bad.jsonld", "a.ttl"], "kg: bad.jsonld"),
        (["latin.ttl", "a.ttl"], "kg: latin.ttl"),
    ],
)
def test_what_cannot_be_compared(folder: Path, arguments: list[str], message: str) -> None:
    (folder / "bad.ttl").write_text("<a> <b> .", encoding="utf-8")
    (folder / "bad.jsonld").write_text("{", encoding="utf-8")
    (folder / "latin.ttl").write_bytes(b"<a> <b> '\xe9' .")
    done = run_kg(folder, "diff", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(message)
    assert len(done.stderr.splitlines()) == 1
