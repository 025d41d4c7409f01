"""The build: all or nothing, the same bytes whatever the seed, readable by others; and the check of the content."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import RdfFormat, Store

import kg
from kg.building import build, derive, examine
from kg.checking import check
from kg.errors import FindingsError, KgError
from kg.interop import from_rdflib
from kg.mapping.lock import lock_path
from kg.project import Project
from kg.reason import is_derived, read_rules
from kg.store.local import Writing, current
from kg.turtle import sorted_lines
from support import ROOT, built, environment, graph, run_kg

DIALOGUE = "000-valdai-dialogue-2018"
PLACES, TOPICS = "mappings/authorities/places.yaml", "ontology/topics.ttl"


def state(root: Path) -> dict[str, str]:
    """Return what a refused build must leave alone: every file of the project, by its hash."""
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.name != "lock"
    }


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def append(path: Path, text: str) -> None:
    with path.open("a", encoding="utf-8") as file:
        file.write(text)


def exported(root: Path, form: str = "graph.nt") -> str:
    target = root.parent / f"exported-{form}"
    with target.open("w", encoding="utf-8", newline="") as out:
        kg.open(root).export(out, form, described=False)
    return target.read_text(encoding="utf-8")


@pytest.fixture
def copy(tmp_path: Path) -> Project:
    """A built copy of the project that a test may change."""
    root = tmp_path / "project"
    shutil.copytree(built(), root)
    return Project(root=root, packaged=root)


# What a build makes


def test_a_build_counts_what_it_made(project: Project) -> None:
    summary = build(project)
    counts = dict(summary.counts)
    assert counts["Document"] == 5
    assert all(counts[name] > 0 for name in counts)
    assert summary.path == current(project.store)
    store = kg.open(project.root).store
    assert len(store) >= summary.asserted + summary.derived
    assert summary.derived > 1_000


def test_a_second_build_makes_the_same_graph(copy: Project) -> None:
    before = exported(copy.root)
    old = current(copy.store)
    build(copy)
    assert current(copy.store) != old
    assert exported(copy.root) == before
    assert len(list(copy.store.glob("graph-*"))) == 1


# What refuses a build

FAULTS: dict[str, tuple[Callable[[Path], object], int, str]] = {
    "broken YAML": (
        lambda root: append(root / f"mappings/{DIALOGUE}.yaml", "\n  - ["),
        2, rf"mappings/{DIALOGUE}\.yaml:\d+:\d+: not YAML",
    ),
    "unknown kind in a mapping": (
        lambda root: edit(root / f"mappings/{DIALOGUE}.yaml", "kind: dialogue", "kind: dialog"),
        1, rf"mappings/{DIALOGUE}\.yaml:\d+:\d+: dialog is no .*did you mean dialogue\?",
    ),
    "a mapping changed without the texts": (
        lambda root: edit(root / f"mappings/{DIALOGUE}.yaml", "in Tehran, 2018", "in Tehran"),
        1, rf"mappings/{DIALOGUE}\.yaml:\d+:\d+: changed since it was checked",
    ),
    "damaged lock": (
        lambda root: (root / f"mappings/{DIALOGUE}.lock.json").write_text("{"),
        1, rf"mappings/{DIALOGUE}\.lock\.json: a damaged lock",
    ),
    "violated shape, in an authority": (
        lambda root: edit(root / PLACES, "name: Tehran,", "name: Tehran, spellings: [Tehran],"),
        1, r"mappings/authorities/places\.yaml:\d+:\d+: Tehran: This spelling is the name itself",
    ),
    "violated shape, in the ontology": (
        lambda root: append(root / TOPICS, '\n:some-topic a dkg:Topic ; skos:prefLabel "A"@en , "B"@en .\n'),
        1, r"ontology/topics\.ttl:\d+:1: A: Two names in one language",
    ),
    "syntax of the ontology": (
        lambda root: append(root / "ontology/topics.ttl", '\n:some-topic a dkg:Topic oops .\n'),
        2, r"ontology/topics\.ttl:\d+:\d+: not Turtle: (?!Parser)",
    ),
    "syntax of a shape": (
        lambda root: append(root / "shapes/label.ttl", "\ndks:x a sh:NodeShape oops .\n"),
        2, r"shapes/label\.ttl:\d+:\d+: not Turtle",
    ),
    "syntax of a rule": (
        lambda root: (root / "ontology/rules/99-broken.rq").write_text("# Broken\nCONSTRUCT { ?s ?p } WHERE {"),
        2, r"ontology/rules/99-broken\.rq:\d+:\d+: does not parse",
    ),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_refused_build_changes_nothing_and_says_where(copy: Project, fault: str) -> None:
    plant, code, message = FAULTS[fault]
    plant(copy.root)
    before = state(copy.root)
    done = run_kg(copy.root, "build")
    assert done.returncode == code, done.stderr
    assert re.search(message, done.stderr, re.MULTILINE), done.stderr
    assert str(copy.root) not in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert state(copy.root) == before
    assert run_kg(copy.root, "ask", "who-met", "-p", "actor=mehdi-sanaei").returncode == 0


def test_a_lock_that_cannot_be_written_leaves_the_old_graph(copy: Project, sources: Path) -> None:
    stale = lock_path(copy.root / f"mappings/{DIALOGUE}.yaml")
    stale.unlink()
    stale.mkdir()
    before = state(copy.root)
    with pytest.raises(KgError, match="cannot be written"):
        build(copy._replace(sources=sources))
    assert state(copy.root) == before


def test_the_texts_renew_the_locks(copy: Project, sources: Path) -> None:
    lock = lock_path(copy.root / f"mappings/{DIALOGUE}.yaml")
    before = lock.read_bytes()
    lock.unlink()
    with pytest.raises(FindingsError):
        build(copy)
    build(copy._replace(sources=sources))
    assert lock.read_bytes() == before
    assert not list(copy.root.rglob("*.new"))


def test_the_second_of_two_builds_is_told(copy: Project) -> None:
    before = state(copy.root)
    with Writing(copy.store):
        done = run_kg(copy.root, "build")
    assert done.returncode == 2
    assert re.fullmatch(r"kg: process \d+ \(.+\) writes this graph; wait until it has ended\n", done.stderr)
    assert state(copy.root) == before


def test_of_two_builds_at_once_one_at_least_ends_well_and_none_breaks_the_graph(copy: Project) -> None:
    command = [sys.executable, "-m", "kg.cli", "build"]
    started = [
        subprocess.Popen(
            command, cwd=copy.root, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    said = [process.communicate(timeout=120)[1] for process in started]
    codes = sorted(process.returncode for process in started)
    assert codes in ([0, 2], [0, 0]), said
    if codes == [0, 2]:
        assert any("(kg build) writes this graph" in each for each in said)
    assert len(list(copy.store.glob("graph-*"))) == 1
    assert exported(copy.root) == exported(built())


@pytest.mark.parametrize("after", [0.05, 0.4, 0.8, 1.1, 1.4])
def test_a_build_that_is_killed_leaves_a_graph_that_answers(copy: Project, after: float) -> None:
    append(copy.root / "ontology/topics.ttl", "\n# another byte\n")
    locks = {path: path.read_bytes() for path in copy.root.rglob("*.lock.json")}
    with subprocess.Popen(
        [sys.executable, "-m", "kg.cli", "build"],
        cwd=copy.root, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        time.sleep(after)
        os.kill(process.pid, signal.SIGKILL)
    assert exported(copy.root) == exported(built())
    assert {path: path.read_bytes() for path in copy.root.rglob("*.lock.json")} == locks
    build(copy)
    assert len(list(copy.store.glob("graph-*"))) == 1


def test_a_reader_keeps_its_graph_while_another_is_built(copy: Project) -> None:
    reader = kg.open(copy.root)
    edit(copy.root / "ontology/kinds.ttl", '"Mooted"@en', '"Talked about"@en')
    build(copy)
    kind = reader.find("status-mooted")
    assert "Mooted" in reader.show(kind.value)
    assert "Talked about" in kg.open(copy.root).show(kind.value)


# The same bytes, and what others read


def test_the_seed_of_hashes_does_not_show(copy: Project) -> None:
    seen = set()
    for seed in range(5):
        assert run_kg(copy.root, "build", seed=str(seed)).returncode == 0
        for form in ("turtle", "ntriples", "jsonld"):
            done = run_kg(copy.root, "export", "--format", form, seed=str(seed))
            seen.add((form, hashlib.sha256(done.stdout.encode()).hexdigest()))
    assert len(seen) == 3


def test_the_graph_has_the_same_bytes_with_the_texts_and_without(copy: Project, sources: Path) -> None:
    build(copy._replace(sources=sources))
    assert exported(copy.root, "graph.ttl") == exported(built(), "graph.ttl")
    assert exported(copy.root) == exported(built())


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real graph in every format."""
    folder = tmp_path_factory.mktemp("exports")
    for name in ("graph.ttl", "graph.nt", "graph.jsonld"):
        with (folder / name).open("w", encoding="utf-8", newline="") as out:
            graph().export(out, name, described=False)
    return folder


@pytest.fixture(scope="module")
def canonical() -> list[str]:
    return list(sorted_lines(graph().statements()))


@pytest.mark.parametrize("name", ["graph.ttl", "graph.nt", "graph.jsonld"])
def test_rdflib_reads_the_graph_back(files: Path, canonical: list[str], name: str) -> None:
    normalizing, rdflib.NORMALIZE_LITERALS = rdflib.NORMALIZE_LITERALS, False
    try:
        read = rdflib.Graph().parse(files / name)
        assert list(sorted_lines(from_rdflib(read))) == canonical
    finally:
        rdflib.NORMALIZE_LITERALS = normalizing


@pytest.mark.parametrize(
    ("name", "form"),
    [("graph.ttl", RdfFormat.TURTLE), ("graph.nt", RdfFormat.N_TRIPLES), ("graph.jsonld", RdfFormat.JSON_LD)],
)
def test_oxigraph_reads_the_graph_back(files: Path, canonical: list[str], name: str, form: RdfFormat) -> None:
    read = Store()
    read.bulk_load(path=str(files / name), format=form)
    assert list(sorted_lines(read)) == canonical


@pytest.mark.parametrize(("name", "form"), [("graph.ttl", "turtle"), ("graph.nt", "ntriples")])
def test_raptor_reads_the_graph_back(files: Path, canonical: list[str], name: str, form: str) -> None:
    if shutil.which("rapper") is None and not os.environ.get("CI"):
        pytest.skip("rapper is missing: install raptor2-utils")
    done = subprocess.run(
        ["rapper", "-q", "-i", form, "-o", "ntriples", str(files / name)], capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == b""
    read = Store()
    read.bulk_load(input=done.stdout, format=RdfFormat.N_TRIPLES)
    assert list(sorted_lines(read)) == canonical


def test_what_is_asserted_gives_the_whole_graph_again(canonical: list[str]) -> None:
    whole = graph()
    asserted = list(whole.statements(asserted=True))
    assert not any(is_derived(whole.store, quad) for quad in asserted)
    assert len(asserted) < len(canonical)
    again = Store()
    again.bulk_extend(asserted)
    assert derive(again, read_rules(ROOT / "ontology/rules")) > 1_000
    assert list(sorted_lines(again)) == canonical
    assert derive(again, read_rules(ROOT / "ontology/rules")) == 0


def test_statements_are_in_one_default_graph() -> None:
    assert not list(graph().store.named_graphs())


# The check


def test_the_content_is_clean(project: Project, sources: Path) -> None:
    assert check(project._replace(sources=sources)) == ()


def test_a_check_writes_nothing(copy: Project) -> None:
    edit(copy.root / "ontology/kinds.ttl", '"Mooted"@en', '"Talked about"@en')
    before = state(copy.root)
    assert check(copy) == ()
    assert state(copy.root) == before


def test_a_check_finds_a_stale_lock(copy: Project, sources: Path) -> None:
    edit(copy.root / f"mappings/{DIALOGUE}.lock.json", '"start": 0', '"start": 1')
    (finding,) = check(copy._replace(sources=sources))
    assert str(finding) == (
        f"mappings/{DIALOGUE}.yaml: the lock is not up to date; run `kg build` with the texts to renew it"
    )


def test_a_check_finds_a_sentence_without_fact_or_reason(copy: Project, sources: Path) -> None:
    edit(copy.root / f"mappings/{DIALOGUE}.yaml", "- at: List of speakers\n  nothing: heading\n", "")
    found = [str(f) for f in check(copy._replace(sources=sources))]
    place = f"mappings/{DIALOGUE}.yaml: no fact and no reason for the sentence at "
    assert any(f.startswith(place) and "List of speakers" in f for f in found), found
    assert any("the lock is not up to date" in f for f in found)


def test_a_passage_that_is_not_found_is_reported_once(copy: Project, sources: Path) -> None:
    edit(copy.root / f"mappings/{DIALOGUE}.yaml", "- at: List of speakers\n", "- at: List of bakers\n")
    found = [str(f) for f in check(copy._replace(sources=sources))]
    assert [f for f in found if "List of bakers" in f] and not [f for f in found if "no fact" in f], found


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("# Nothing\n# Example:\n\nSELECT ?x { ?x a dkg:Nothing }", "queries/q.rq: its example has no answer"),
        ("# Broken\n# Example:\n\nSELECT ?x {", "queries/q.rq:4:11: not SPARQL: this { is never closed"),
        ("# Ask\n# Example:\n\nASK {}", "queries/q.rq: it is no SELECT query"),
        ("# Slip\n# $actor (actor): who\n# Example: actor=iran\n\nSELECT ?x { ?x ?y $acter }",
         "queries/q.rq: its head and its query differ in $acter"),
        ("# Unknown\n# $actor (actor): who\n# Example: actor=irann\n\nSELECT ?x { ?x ?y $actor }",
         "queries/q.rq: nothing here is called 'irann'; did you mean iran"),
        ("# Missing\n# $actor (actor): who\n# Example:\n\nSELECT ?x { ?x ?y $actor }", "queries/q.rq: q needs actor"),
        ("# Type\n# $actor (actr): who\n\nSELECT ?x { ?x ?y $actor }", "queries/q.rq:2: actr is no type"),
        ("# Line\n# $actor actor, who\n\nSELECT ?x {}", "queries/q.rq:2: a parameter that cannot be read"),
        ("SELECT ?x {}", "queries/q.rq:1: a question without a title"),
    ],
)  # fmt: skip
def test_a_check_tries_the_questions(copy: Project, text: str, message: str) -> None:
    (copy.root / "queries/q.rq").write_text(text, encoding="utf-8")
    found = [str(finding) for finding in check(copy)]
    assert len(found) == 1
    assert found[0].startswith(message)


def test_a_check_shows_all_errors_of_a_build(copy: Project) -> None:
    plant, _, message = FAULTS["violated shape, in an authority"]
    plant(copy.root)
    found = [str(f) for f in check(copy)]
    assert any(re.match(message, f) for f in found)
    assert [str(f) for f in examine(copy).errors] == found
