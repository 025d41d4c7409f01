from __future__ import annotations

import pytest
from pyoxigraph import NamedNode, Quad, Store

from kg.reason import asserted, derived_properties, forget, infer, is_derived
from kg.terms import dkg, expand
from reason.graphs import ontology, rules, sample, store_of, turtle

BOUNDS = {dkg(name) for name in ("beginEarliest", "beginLatest", "endEarliest", "endLatest")}


@pytest.fixture(scope="module")
def inferred() -> Store:
    return store_of(sample(), strata=range(10))


def test_all_that_rules_derive_is_derived(inferred):
    new = set(inferred) - set(ontology()) - set(sample())
    assert new
    assert not [quad for quad in new if not is_derived(inferred, quad)]


def test_what_the_sample_asserts_is_not_derived_but_for_bounds(inferred):
    derived = {quad for quad in sample() if is_derived(inferred, quad)}
    assert {quad.predicate for quad in derived} == BOUNDS
    assert derived == {quad for quad in sample() if quad.predicate in BOUNDS}


@pytest.mark.parametrize("strata", [(), range(10)])
def test_asserted_leaves_derived_statements_out(strata):
    store = store_of(sample(), strata=strata)
    expected = set(ontology()) | {quad for quad in sample() if quad.predicate not in BOUNDS}
    found = list(asserted(store))
    assert set(found) == expected
    assert len(found) == len(expected)
    assert all(not is_derived(store, quad) for quad in found)


def test_the_ontology_alone_is_asserted():
    assert set(asserted(store_of(()))) == set(ontology())


def test_properties_are_derived_on_subclasses_too():
    properties = derived_properties(store_of(()))
    assert properties[dkg("met")] == {expand("owl:Thing")}
    assert properties[dkg("inCapacity")] == {dkg("Position")}
    assert properties[dkg("status")] == {
        dkg(name) for name in ("Agreement", "Event", "Meeting", "Process", "Publication", "Visit")
    }
    assert dkg("heldBy") not in properties


def test_a_class_is_derived_where_one_below_it_is_given():
    store = store_of(turtle(":a a dkg:State . :e a dkg:Event ."))
    node = NamedNode("https://w3id.org/dkg/id/a")
    type_ = expand("rdf:type")
    assert is_derived(store, Quad(node, type_, dkg("Actor")))
    assert not is_derived(store, Quad(node, type_, dkg("State")))
    assert not is_derived(store, Quad(NamedNode("https://w3id.org/dkg/id/e"), type_, dkg("Event")))


def test_a_store_without_ontology_holds_asserted_statements_only():
    store = Store()
    store.extend(sample())
    assert set(asserted(store)) == set(sample())
    assert forget(store) == 0


def test_forgetting_undoes_inferring():
    store = store_of(sample())
    before = set(store)
    added = sum(count for _, count in infer(store, rules()))
    assert forget(store) == added
    assert set(store) == before


def test_forgetting_lets_a_status_change():
    store = store_of(sample(), strata=range(10))
    cancelled = turtle("""
        :late a dkg:Claim ; dkg:claimOf :quiet-meeting ; dkg:claimProperty dkg:status ;
            dkg:claimValue :status-cancelled ; dkg:preferredBecause "The host said so." .
    """)
    store.extend(cancelled)
    forget(store)
    infer(store, rules())
    meeting = NamedNode("https://w3id.org/dkg/id/quiet-meeting")
    statuses = [quad.object for quad in store.quads_for_pattern(meeting, dkg("status"), None)]
    assert statuses == [NamedNode("https://w3id.org/dkg/id/status-cancelled")]
    assert not list(store.quads_for_pattern(meeting, dkg("hasParticipant"), None))
