"""The graph in rdflib: the same statements, and what works on rdflib graphs works on this one."""

from __future__ import annotations

import networkx
import pyshacl
import pytest
import rdflib
from rdflib.extras.external_graph_libs import rdflib_to_networkx_digraph, rdflib_to_networkx_multidigraph

from kg.interop import from_rdflib
from kg.terms import DATA, NS
from kg.turtle import sorted_lines
from support import graph

D, I = rdflib.Namespace(NS), rdflib.Namespace(DATA)  # noqa: E741


@pytest.fixture(scope="module")
def copy() -> rdflib.Graph:
    return graph().rdflib()


def test_the_statements_are_the_same(copy: rdflib.Graph) -> None:
    assert type(copy) is rdflib.Graph
    assert list(sorted_lines(from_rdflib(copy))) == list(sorted_lines(graph().statements()))
    asserted = graph().rdflib(asserted=True)
    assert list(sorted_lines(from_rdflib(asserted))) == list(sorted_lines(graph().statements(asserted=True)))


def test_no_literal_is_one_that_rdflib_would_not_find(copy: rdflib.Graph) -> None:
    assert not [each for each in copy.objects() if getattr(each, "datatype", None) == rdflib.XSD.string]
    assert (None, D.asWritten, rdflib.Literal("the year 2012")) in copy
    assert (I.iran, rdflib.SKOS.prefLabel, rdflib.Literal("ایران", lang="fa")) in copy


def test_rdflib_reads_from_its_own_text_what_it_holds(copy: rdflib.Graph) -> None:
    again = rdflib.Graph().parse(data=copy.serialize(format="nt"), format="nt")
    assert {each for each in again if not any(isinstance(term, rdflib.BNode) for term in each)} == {
        each for each in copy if not any(isinstance(term, rdflib.BNode) for term in each)
    }


QUERIES = [
    "SELECT ?visit ?day { ?visit a dkg:Visit ; dkg:endLatest ?day }",
    "SELECT ?a ?b { ?a dkg:met ?b }",
    "SELECT ?c (COUNT(*) AS ?n) { ?c dkg:asWritten ?w FILTER(STRSTARTS(?w, 'the')) } GROUP BY ?c",
    "SELECT ?topic { ?topic skos:broader+ :security }",
    "SELECT ?f ?v { ?f dkg:value ?v FILTER(?v > 1000000000) }",
    "SELECT ?e { ?e dkg:beginEarliest ?b FILTER(?b >= '2018-01-01'^^xsd:date) }",
]


@pytest.mark.parametrize("sparql", QUERIES)
def test_rdflib_answers_as_the_store_does(copy: rdflib.Graph, sparql: str) -> None:
    answer = graph().select(sparql)
    theirs = sorted(tuple(str(cell) for cell in row) for row in copy.query(sparql))
    ours = sorted(tuple(getattr(term, "value", "") for term in row) for row in answer.terms.rows)
    assert theirs == ours != []


def test_a_copy_may_be_changed() -> None:
    first, second = graph().rdflib(), graph().rdflib()
    first.add((I.a, D.b, I.c))
    assert len(first) == len(second) + 1


def test_networkx_takes_it(copy: rdflib.Graph) -> None:
    assert rdflib_to_networkx_multidigraph(copy).number_of_edges() == len(copy)
    met = graph().construct("CONSTRUCT { ?a dkg:met ?b } WHERE { ?a dkg:met ?b }").rdflib()
    drawn = rdflib_to_networkx_digraph(met)
    assert drawn.number_of_edges() == len(met)
    assert networkx.is_directed(drawn)
    assert set(drawn[I["mehdi-sanaei"]]) == set(copy.objects(I["mehdi-sanaei"], D.met))


SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix dkg: <https://w3id.org/dkg/ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
[] a sh:NodeShape ; sh:targetClass dkg:Visit ;
  sh:property [ sh:path dkg:beginEarliest ; sh:datatype xsd:date ; sh:minCount 1 ; sh:maxCount 1 ] ;
  sh:property [ sh:path dkg:heldAt ; sh:minCount 1 ] .
[] a sh:NodeShape ; sh:targetClass dkg:Citation ;
  sh:property [ sh:path dkg:asWritten ; sh:datatype xsd:string ] ;
  sh:property [ sh:path dkg:inDocument ; sh:class dkg:Document ; sh:minCount 1 ] .
"""


def test_pyshacl_takes_it(copy: rdflib.Graph) -> None:
    shapes = rdflib.Graph().parse(data=SHAPES, format="turtle")
    conforms, report, _ = pyshacl.validate(copy, shacl_graph=shapes)
    found = {str(each).removeprefix(DATA) for each in report.objects(None, rdflib.SH.focusNode)}
    nowhere = graph().select("SELECT ?v { ?v a dkg:Visit MINUS { ?v dkg:heldAt ?place } }")
    assert found == {row.v.slug for row in nowhere} != set()
    assert not conforms
