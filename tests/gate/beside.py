"""A small graph of invented things, and what the gate makes of Turtle beside it."""

from __future__ import annotations

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, Triple, parse

from kg.building import read_ontology, read_project_rules
from kg.gate import Expanded, Given, Intake, expand
from kg.project import Project
from kg.reason import derive
from kg.terms import shrink
from support import ROOT

HEAD = """@prefix : <https://w3id.org/dkg/id/> .
@prefix dkg: <https://w3id.org/dkg/ns#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix schema: <https://schema.org/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
PEOPLE = """
:ann a dkg:Person ; skos:prefLabel "Ann Alpha"@en . :bob a dkg:Person ; skos:prefLabel "Bob Beta"@en .
:north a dkg:State ; skos:prefLabel "North"@en . :south a dkg:State ; skos:prefLabel "South"@en .
:envoy a dkg:Post ; skos:prefLabel "Envoy"@en ; dkg:postIn :north ; dkg:speaksFor :north .
:port a dkg:Place ; skos:prefLabel "Port"@en . :trade a dkg:Topic ; skos:prefLabel "Trade"@en .
:summit a dkg:Meeting ; skos:prefLabel "Summit"@en . :journey a dkg:Visit ; skos:prefLabel "Journey"@en .
:round a dkg:Meeting ; skos:prefLabel "Round"@en . :pact a dkg:Agreement ; skos:prefLabel "Pact"@en .
:gazette a dkg:Reference ; dcterms:title "Gazette"@en ; dcterms:publisher "Port" ; schema:url <https://example.org/> ;
    dcterms:date "2026-01-31"^^xsd:date .
"""
PROJECT = Project(root=ROOT, packaged=ROOT)
RULES = read_project_rules(PROJECT)
ONTOLOGY = read_ontology(PROJECT)


def statements(text: str) -> list[Triple]:
    return [quad.triple for quad in parse(HEAD + text, RdfFormat.TURTLE)]


def known(text: str = PEOPLE) -> Store:
    store = Store()
    store.extend(ONTOLOGY)
    store.extend(Quad(*triple) for triple in statements(text))
    derive(store, RULES)
    return store


KNOWN = known()


def expanded(text: str, beside: Store = KNOWN, **intake) -> Expanded:
    return expand(beside, [Given("new.ttl", tuple(statements(text)), {})], Intake(**intake))


def facts(text: str, beside: Store = KNOWN, **intake) -> set[Triple]:
    return {triple for file in expanded(text, beside, **intake).files for triple in file.triples}


def faults(text: str, beside: Store = KNOWN, **intake) -> list[str]:
    return [fault.message for fault in expanded(text, beside, **intake).faults]


def inferred(triples: set[Triple], beside: Store = KNOWN) -> Store:
    store = Store()
    store.extend(beside)
    store.extend(Quad(*triple) for triple in triples)
    derive(store, RULES)
    return store


def turtle(triple: Triple) -> str:
    return " ".join(shrink(t) if isinstance(t, NamedNode) else str(t) for t in triple)
