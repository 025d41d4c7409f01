"""Searches on random graphs: whichever form a search takes, it misses no node, and finds none that it is not about."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, Store

from kg.shacl import joins, searches, sets
from kg.shacl.candidates import by_node, candidates, focus_nodes
from kg.shacl.interpreter import Interpreter
from kg.shacl.screens import Classes
from kg.shacl.triples import patterns
from shacl.test_random import HEAD, bodies, classes, literals, nodes, predicates, read, targets

PREFIXED = "PREFIX ex: <http://example.org/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>"
TERMS = st.one_of(st.sampled_from(["?v", "?w", "$this", "ex:a"]), literals)
VERBS = st.one_of(predicates, st.sampled_from(["a", "(ex:p|ex:q)", "^ex:p", "ex:p/ex:q"]))
SUBJECTS = st.sampled_from(["$this", "?v", "?w"])
TRIPLES = st.lists(st.builds("{} {} {} .".format, SUBJECTS, VERBS, TERMS), min_size=1, max_size=3).map(" ".join)
FILTERS = st.one_of(
    st.builds("FILTER NOT EXISTS {{ {} }}".format, TRIPLES),
    st.builds("FILTER NOT EXISTS {{ {} FILTER(?v != ?w) }}".format, TRIPLES),
    st.builds("FILTER NOT EXISTS {{ {} FILTER(STR(?v) != 'a') }}".format, TRIPLES),
    st.builds("FILTER EXISTS {{ {} }}".format, TRIPLES),
    st.builds("FILTER(?v = {})".format, st.one_of(nodes.filter(lambda n: n != "_:x"), literals)),
    st.builds("FILTER({} IN ({}, ex:a))".format, st.sampled_from(["?v", "?w", "$this"]), predicates),
    st.sampled_from(["FILTER(?v != $this)", "FILTER(isLiteral($this))", "FILTER(BOUND(?w))"]),
    st.builds("OPTIONAL {{ $this {} ?w }}".format, predicates),
)
MAYBE = st.one_of(st.just(""), FILTERS)
BRANCHES = st.builds("{{ {} {} }}".format, st.one_of(st.just("$this ?v ?w ."), TRIPLES), MAYBE)
GROUPS = st.one_of(
    st.builds("{} {} {}".format, TRIPLES, st.one_of(MAYBE, st.just("BIND(1 AS ?one) FILTER(?one = ?v)")), MAYBE),
    st.builds("{} {} BIND(STR(?v) AS ?w) FILTER(BOUND(?w))".format, TRIPLES, MAYBE).filter(
        lambda text: "?w" not in text.partition("BIND")[0]
    ),
    st.builds("{} UNION {}".format, BRANCHES, BRANCHES),
    st.builds("{} {} UNION {}".format, TRIPLES, BRANCHES, BRANCHES),
    st.builds("$this ?p ?o . FILTER(?p NOT IN ({}, {}))".format, predicates, predicates),
)
# Duplicates in several texts (of which the store keeps one value), blank nodes, literals as focus nodes, empty classes.
STATEMENTS = st.one_of(
    st.builds("{} {} {} .".format, nodes, predicates, st.one_of(nodes, literals, st.sampled_from(["1", "01", "1.0"]))),
    st.builds("{} a {} .".format, nodes, classes),
)
GRAPHS = st.lists(STATEMENTS, min_size=3, max_size=20).map(
    lambda lines: "ex:D rdfs:subClassOf ex:C . ex:E rdfs:subClassOf ex:D .\n" + "\n".join(lines)
)
CORE = st.one_of(
    st.just("sh:nodeKind sh:IRI ; sh:pattern '[ab]'"),
    bodies,
    st.just("sh:closed true ; sh:ignoredProperties ( rdf:type ex:p )"),
    st.builds("sh:property [ sh:path {} ; sh:closed true ; sh:ignoredProperties ( ex:q ) ]".format, predicates),
    st.builds("sh:xone ( [ sh:class {} ] [ sh:class {} ] )".format, classes, classes),
    st.builds("sh:or ( [ sh:class {} ] [ sh:property [ sh:path {} ; sh:hasValue 1 ] ] )".format, classes, predicates),
    st.builds("sh:property [ sh:path {} ; sh:property [ sh:path {} ; sh:minCount 1 ] ]".format, predicates, predicates),
    st.builds("sh:property [ sh:path {} ; sh:minCount 1 ; sh:or ( [ sh:class {} ] [ sh:class {} ] ) ]".format,
              predicates, classes, classes),
    st.builds("sh:property [ sh:path {} ; sh:node [ sh:property [ sh:path {} ; sh:hasValue ex:a ] ] ]".format,
              predicates, predicates),
    st.builds("sh:property [ sh:path [ sh:inversePath {} ] ; sh:minCount 1 ; sh:maxCount 1 ]".format, predicates),
)  # fmt: skip


@pytest.fixture(params=[0, 8, 10**6], ids=["node by node", "as it is", "as sets"], autouse=True)
def cost(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Takes each form in turn, whatever is cheaper."""
    for module, name in ((searches, "_LOOK_UP"), (joins, "_JOIN"), (joins, "_EXISTS")):
        monkeypatch.setattr(module, name, request.param)
    monkeypatch.setattr(sets, "_SCAN", 1 / (request.param + 1))


def assert_finds(data: str, shape: str) -> None:
    store, shapes = read(data, shape)
    for root in shapes.roots:
        interpreter, tree = Interpreter(store, shapes), Classes(store)
        about, found = focus_nodes(root, store, tree), candidates(root, store, tree)
        assert {node for node in about if not interpreter.conforms(root, node)} <= set(found) <= set(about)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(GRAPHS, targets, targets, CORE)
def test_core(data: str, one: str, other: str, body: str) -> None:
    assert_finds(data, f"ex:S a sh:NodeShape ; {one} ; {other} ; {body} .")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(GRAPHS, targets, GROUPS)
def test_queries(data: str, target: str, group: str) -> None:
    query = f"{PREFIXED} SELECT $this WHERE {{ {group} }}"
    assert_finds(data, f"ex:S a sh:NodeShape ; {target} ; sh:sparql [ sh:select '''{query}''' ] .")


def test_triples_are_told_from_what_is_none() -> None:
    assert patterns('$this ex:p "a;b"@en , "1"^^xsd:date ; (ex:p|^ex:q)/a ?v . ?v <urn:x> true') is None
    found = patterns('$this ex:p "a;b"@en , "1"^^xsd:date ; (ex:p|^ex:q)/a ?v . ?v <urn:x> 1.5')
    assert [" ".join(each) for each in found or ()] == [
        '$this ex:p "a;b"@en', '$this ex:p "1"^^xsd:date', "$this (ex:p|^ex:q)/a ?v", "?v <urn:x> 1.5",
    ]  # fmt: skip
    for text in ("$this ex:p [ ex:q 1 ]", "$this ex:p _:b", "$this ex:p* ?v", "$this (ex:p)? ?v", "$this ?p ?v ; ex:q"):
        assert patterns(text) is None


def test_what_runs_node_by_node_is_said() -> None:
    query = "SELECT $this WHERE { $this ?p ?v } LIMIT 1"
    _, shapes = read("", f"ex:S a sh:NodeShape ; sh:targetClass ex:C ; sh:sparql [ sh:select '{query}' ] .")
    ((shape, reason),) = by_node(shapes.roots, Classes())
    assert shape is shapes.roots[0]
    assert "node by node" in reason


def test_a_graph_of_one_class_alone_has_no_searches_for_others() -> None:
    store = Store()
    store.load((HEAD + "ex:a a ex:C .").encode(), format=RdfFormat.TURTLE)
    _, shapes = read("", "ex:S a sh:NodeShape ; sh:targetClass ex:D ; sh:nodeKind sh:Literal .")
    assert candidates(shapes.roots[0], store, Classes(store)) == {}
