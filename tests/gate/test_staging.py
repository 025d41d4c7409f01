"""A change that is laid over the graph is judged, and followed by, just what the whole graph would say."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad, Store, Triple

from kg.building import read_project_rules, read_project_shapes
from kg.errors import Place
from kg.gate import Given, Rulebook, follow, stage_change, staging
from kg.rdfpatch import Delta
from kg.reason import asserted, derive
from kg.shacl import Report, validate
from kg.terms import DATA, RDF_TYPE, Term
from support import graph

Key = tuple[object, ...]


@cache
def known() -> Store:
    store = Store()
    store.bulk_extend(graph().store)
    return store


@cache
def book() -> Rulebook:
    project = graph().project
    return Rulebook.of(read_project_rules(project), read_project_shapes(project), known())


@cache
def facts() -> list[Quad]:
    found = (q for q in asserted(known()) if isinstance(q.subject, NamedNode) and DATA in q.subject.value)
    return sorted(found, key=str)


@cache
def values() -> dict[NamedNode, list[Term]]:
    found: dict[NamedNode, list[Term]] = {}
    for quad in facts():
        found.setdefault(quad.predicate, []).append(quad.object)
    return found


def results(report: Report) -> Counter[Key]:
    return Counter((r.shape, r.focus, r.component, r.path, r.value) for r in report.results)


@st.composite
def changes(draw: st.DrawFn) -> tuple[list[Triple], list[Triple]]:
    """Return statements to add and to take away."""
    added, removed = [], []
    for quad in draw(st.lists(st.sampled_from(facts()), min_size=1, max_size=4)):
        if draw(st.booleans()) or quad.predicate == RDF_TYPE:
            removed.append(quad.triple)
        else:
            added.append(Triple(quad.subject, quad.predicate, draw(st.sampled_from(values()[quad.predicate]))))
    return added, removed


@settings(max_examples=10, suppress_health_check=list(HealthCheck), deadline=None)
@given(changes())
def test_as_the_whole_graph_says(change: tuple[list[Triple], list[Triple]]) -> None:
    added, removed = change
    file = Given("new.ttl", tuple(added), dict.fromkeys(added, Place("new.ttl", 1, 1)))
    staged = stage_change(known(), book(), [file], removed)
    gone = {Quad(*triple) for triple in removed} - {Quad(*triple) for triple in added}
    whole = Store()
    whole.bulk_extend(quad for quad in asserted(known()) if quad not in gone)
    whole.extend(Quad(*triple) for triple in added)
    derive(whole, book().rules)
    now, then = {quad.triple for quad in whole}, {quad.triple for quad in known()}
    assert {*staged.asserted.added, *staged.derived.added} == now - then
    assert {*staged.asserted.removed, *staged.derived.removed} == then - now
    assert results(staged.verdict.report) == results(validate(whole, book().shapes))  # there were none before


@settings(max_examples=5, suppress_health_check=list(HealthCheck), deadline=None)
@given(changes())
def test_another_engine_is_asked_about_the_whole(change: tuple[list[Triple], list[Triple]]) -> None:
    added, removed = change
    file = Given("new.ttl", tuple(added), {})
    one = stage_change(known(), book(), [file], removed)
    other = stage_change(known(), book(), [file], removed, check=validate)
    assert results(one.verdict.report) == results(other.verdict.report)
    assert one[1:] == other[1:]


@settings(max_examples=5, suppress_health_check=list(HealthCheck), deadline=None)
@given(changes())
def test_a_large_change_is_judged_with_the_whole_graph(change: tuple[list[Triple], list[Triple]]) -> None:
    added, removed = change
    file = Given("new.ttl", tuple(added), dict.fromkeys(added, Place("new.ttl", 1, 1)))
    small = stage_change(known(), book(), [file], removed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(staging, "_MANY", -1)
        patch.setattr(staging, "_NEIGHBOURHOOD", 10**9)
        large = stage_change(known(), book(), [file], removed)
    assert large.verdict.faults == small.verdict.faults
    assert large[1:] == small[1:]


def test_what_cannot_be_told_is_derived_anew() -> None:
    removed = [quad.triple for quad in facts() if quad.predicate.value.endswith("claimOf")][:3]
    blind = Rulebook(book().rules, book().shapes, None, book().checks, book().vocabulary)
    assert follow(known(), blind, Delta((), tuple(removed))) == follow(known(), book(), Delta((), tuple(removed)))
