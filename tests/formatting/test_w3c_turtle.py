"""The W3C Turtle suite: files are read or refused as it demands, and what is read survives `kg fmt`."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
import rdflib
from pyoxigraph import NamedNode, RdfFormat, Store, parse
from rdflib.compare import isomorphic

from kg.errors import UnusableError
from kg.formatting import decode, format_turtle
from kg.turtle import sorted_lines

SUITE = Path(__file__).resolve().parents[3] / "shared" / "w3c" / "rdf-turtle"
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
RDFT = "http://www.w3.org/ns/rdftest#"
FEWEST = 300  # tests that the suite has at least; a manifest that is read in part must not pass
LEFT_OUT: dict[str, str] = {}
"""Tests that are not met, by name, each with the reason: there is none."""


class Case(NamedTuple):
    """One test of the manifest."""

    name: str
    kind: str
    file: Path
    base: str
    result: Path | None


def cases() -> list[Case]:
    """Return the tests of the manifest in its order of names; none where the suite is not at hand."""
    manifest = SUITE / "manifest.ttl"
    if not manifest.exists():
        return []
    store = Store()
    store.load(path=manifest, format=RdfFormat.TURTLE, base_iri=manifest.as_uri())
    (assumed,) = (q.object.value for q in store.quads_for_pattern(None, NamedNode(f"{MF}assumedTestBase"), None))
    found = []
    for quad in store.quads_for_pattern(None, NamedNode(f"{MF}action"), None):
        (kind,) = (q.object.value for q in store.quads_for_pattern(quad.subject, NamedNode(_TYPE), None))
        results = [q.object for q in store.quads_for_pattern(quad.subject, NamedNode(f"{MF}result"), None)]
        action = Path(quad.object.value.removeprefix("file://"))
        result = Path(results[0].value.removeprefix("file://")) if results else None
        name = quad.subject.value.partition("#")[2]
        found.append(Case(name, kind.removeprefix(RDFT), action, assumed + action.name, result))
    return sorted(found)


CASES = cases()
NEGATIVE = [case for case in CASES if "Negative" in case.kind]
POSITIVE = [case for case in CASES if "Negative" not in case.kind]

pytestmark = pytest.mark.skipif(not CASES, reason="the W3C suites are not beside the checkout")


def graph(text: str, base: str) -> list[str]:
    return sorted_lines(parse(text, RdfFormat.TURTLE, base_iri=base))


def known(case: Case) -> str:
    return case.name


def test_the_whole_manifest_is_run() -> None:
    assert len(CASES) >= FEWEST
    assert {case.kind for case in CASES} == {
        "TestTurtleEval", "TestTurtlePositiveSyntax", "TestTurtleNegativeSyntax",
    }  # fmt: skip
    assert set(LEFT_OUT) <= {case.name for case in CASES}


@pytest.mark.parametrize("case", NEGATIVE, ids=known)
def test_what_is_no_turtle_is_refused_with_its_place(case: Case) -> None:
    with pytest.raises(UnusableError) as refusal:
        format_turtle(decode(case.file.read_bytes(), case.name), case.name)
    assert refusal.value.place
    assert refusal.value.place.line >= 1
    assert refusal.value.place.column >= 1
    assert refusal.value.remedy


@pytest.mark.parametrize("case", POSITIVE, ids=known)
def test_what_is_turtle_has_the_graph_that_is_demanded_and_keeps_it(case: Case) -> None:
    text = decode(case.file.read_bytes(), case.name)
    demanded = graph(text, case.base)
    if case.result:
        assert demanded == sorted_lines(parse(case.result.read_text(encoding="utf-8"), RdfFormat.N_TRIPLES))
    for sort in (False, True):
        formatted = format_turtle(text, case.name, sort=sort)
        assert graph(formatted, case.base) == demanded
        assert format_turtle(formatted, case.name, sort=sort) == formatted


@pytest.mark.parametrize("case", POSITIVE, ids=known)
def test_rdflib_reads_the_same_graph_from_what_is_formatted(case: Case) -> None:
    text = decode(case.file.read_bytes(), case.name)
    before = rdflib.Graph().parse(data=text, format="turtle", publicID=case.base)
    after = rdflib.Graph().parse(data=format_turtle(text, case.name), format="turtle", publicID=case.base)
    assert isomorphic(before, after)
