"""After any change, what is kept up to date is what would be derived from all facts."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad, Store

from kg.reason import asserted, derive
from kg.reason.maintenance import maintain
from kg.reason.ruleplan import RulePlan, compile_rules
from kg.reason.rules import Rule
from kg.sparql.trees import Unreadable
from kg.store.overlay import Overlay
from kg.terms import DATA, RDF_TYPE, entity
from reason import naive
from reason.graphs import rules, sample, store_of
from reason.test_naive import facts, quad
from support import graph


@cache
def plan() -> RulePlan:
    return compile_rules(rules(), store_of(()))


def closed(statements: set[Quad]) -> Store:
    store = store_of(statements)
    derive(store, rules())
    return store


def changed(before: set[Quad], after: set[Quad]) -> Overlay:
    """Return the graph of some facts with the change to other facts laid over it, kept up to date."""
    over = Overlay(closed(before))
    for each in before - after:
        over.remove(each)
    for each in after - before:
        over.add(each)
    maintain(plan(), over)
    return over


def seen(over: Overlay) -> set[Quad]:
    return set(over.quads_for_pattern(None, None, None))


@st.composite
def two(draw: st.DrawFn) -> tuple[set[Quad], set[Quad]]:
    """Return the facts before and after a change; bounds follow from dates."""
    given_ = sorted(fact for fact in draw(facts()) if fact[1] not in naive.BOUNDS)
    other = sorted(fact for fact in draw(facts()) if fact[1] not in naive.BOUNDS)
    gone = draw(st.sets(st.sampled_from(given_), max_size=6))
    come = draw(st.sets(st.sampled_from(other), max_size=6))
    # Two classes, kinds or dates of one thing are refused by the shapes, and what follows from them is not settled.
    single = {(s, p) for s, p, _ in set(given_) - gone if p in ("edtf", "reading", "kind", "status", "inEvent")}
    # That a thing is of a class, and of one above it, are one statement: what is stated of the other is not kept.
    single |= {(s, p) for s, p, _ in given_ if p == "type"}
    come = {fact for fact in come if (fact[0], fact[1]) not in single}
    once = {(s, p): (s, p, o) for s, p, o in come if p in ("type", "edtf", "reading")}
    come = {fact for fact in come if once.get((fact[0], fact[1]), fact) == fact}
    after = {*given_} - gone | come
    return set(map(quad, given_)), set(map(quad, after))


@settings(suppress_health_check=list(HealthCheck), deadline=None)
@given(two())
def test_as_everything_derived_anew(both: tuple[set[Quad], set[Quad]]) -> None:
    before, after = both
    try:
        over = changed(before, after)
    except Unreadable:  # events in each other's circle may not settle; then all is derived anew
        reject()
    assert seen(over) == set(closed(after))


@settings(max_examples=15, suppress_health_check=list(HealthCheck), deadline=None)
@given(st.data())
def test_on_the_real_graph(data: st.DataObject) -> None:
    store = real()
    known = list(asserted(store))
    of_facts = sorted((q for q in known if isinstance(q.subject, NamedNode) and DATA in q.subject.value), key=str)
    over = Overlay(store)
    for _ in range(data.draw(st.integers(1, 5))):
        one = data.draw(st.sampled_from(of_facts))
        like = [q for q in of_facts if q.predicate == one.predicate]
        if data.draw(st.booleans()) or one.predicate == RDF_TYPE:
            over.remove(one)
        else:
            over.add(Quad(one.subject, one.predicate, data.draw(st.sampled_from(like)).object))
    whole = Store()
    whole.bulk_extend(q for q in known if q not in over.removed)
    whole.extend(over.added)
    derive(whole, rules())
    maintain(plan(), over)
    assert seen(over) == set(whole)


@cache
def real() -> Store:
    store = Store()
    store.bulk_extend(graph().store)
    return store


def test_taking_a_change_back_gives_the_graph_as_it_was() -> None:
    before = set(sample())
    without = {each for each in before if each.subject != entity("congress")}
    there = changed(before, without)
    assert there.removed
    assert seen(changed(without, before)) == set(closed(before))


def test_parts_of_each_other_lend_each_other_nothing() -> None:
    """What two events have from each other alone goes with what it rested on."""
    claims = [("one", "other"), ("other", "one")]
    stated = {
        ("a", "type", "Person"), ("p", "type", "Participation"), ("p", "inEvent", "one"), ("p", "participant", "a"),
        ("p", "role", "role-speaker"),
    }  # fmt: skip
    for n, (part, whole) in enumerate(claims):
        stated |= {(part, "type", "Meeting"), (f"s{n}", "type", "Claim"), (f"s{n}", "claimOf", part)}
        stated |= {(f"s{n}", "claimProperty", "status"), (f"s{n}", "claimValue", "status-held")}
        stated |= {(f"c{n}", "type", "Claim"), (f"c{n}", "claimOf", part), (f"c{n}", "claimProperty", "subEventOf")}
        stated |= {(f"c{n}", "claimValue", whole)}
    before = set(map(quad, stated))
    after = {each for each in before if each.subject != entity("p")}
    assert seen(changed(before, after)) == set(closed(after))


@pytest.mark.parametrize(
    "query",
    [
        "CONSTRUCT { ?a ?p ?b } WHERE { ?a ?p ?b }",
        "CONSTRUCT { ?a <urn:p> ?b . ?b <urn:p> ?a } WHERE { ?a <urn:q> ?b }",
        "CONSTRUCT { ?a <urn:p> ?b } WHERE { GRAPH ?g { ?a <urn:q> ?b } }",
    ],
)
def test_a_rule_that_cannot_be_followed(query: str) -> None:
    with pytest.raises(Unreadable):
        compile_rules([Rule("10-x", 1, query, "x")], Store())
