"""On random graphs and random shapes: screens miss nothing, and pyshacl finds what we find, result by result."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, Store

from kg.shacl import Report, Shapes, read_shapes, validate
from kg.shacl.candidates import candidates, focus_nodes
from kg.shacl.interpreter import Interpreter
from kg.shacl.pyshacl_bridge import second_opinion
from kg.shacl.screens import Classes
from kg.terms import PREFIXES
from shacl.examples import shown, simple, written

HEAD = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())
HEAD += "@prefix ex: <http://example.org/> .\n"

nodes = st.sampled_from(["ex:a", "ex:b", "ex:c", "ex:d", "_:x"])
predicates = st.sampled_from(["ex:p", "ex:q", "ex:r"])
classes = st.sampled_from(["ex:C", "ex:D", "ex:E"])
literals = st.sampled_from(
    ['1', '2', '3', '1.5', '"a"', '"abc"', '"a"@en', '"b"@en', '"a"@de-AT', '"2013-01-01"^^xsd:date',
     '"2014-05-06"^^xsd:date', '"not a day"^^xsd:date', '"x"^^xsd:integer', '""',
     '"2013-01-01T00:00:00Z"^^xsd:dateTime']
)  # fmt: skip
# Where SPARQL cannot compare, pyshacl compares IRIs by their text and fails on blank nodes and on a date and a number.
ordered = st.sampled_from(["1", "2", "1.5", "3"])
statements = st.one_of(
    st.builds("{} {} {} .".format, nodes, st.sampled_from(["ex:m", "ex:n"]), ordered),
    st.builds("{} {} {} .".format, nodes, predicates, st.one_of(nodes, literals)),
    st.builds("{} a {} .".format, nodes, classes),
)
graphs = st.lists(statements, max_size=16).map(lambda lines: "ex:D rdfs:subClassOf ex:C .\n" + "\n".join(lines))

numbers = st.integers(0, 3)
datatypes = st.sampled_from(["xsd:integer", "xsd:string", "xsd:date", "rdf:langString", "xsd:boolean"])
of_values = st.one_of(
    st.builds("sh:class {}".format, classes),
    st.builds("sh:datatype {}".format, datatypes),
    st.sampled_from(["IRI", "Literal", "BlankNode", "BlankNodeOrIRI", "IRIOrLiteral"]).map("sh:nodeKind sh:{}".format),
    st.builds("sh:in ( {} {} )".format, st.one_of(nodes.filter(lambda n: n != "_:x"), literals), literals),
    st.sampled_from(["^a", "b", "A$", "."]).map('sh:pattern "{}"'.format),
    st.builds("sh:minLength {}".format, st.integers(1, 3)),  # pyshacl lets blank nodes pass where it is 0
    st.builds("sh:maxLength {}".format, numbers),
    st.builds("sh:minInclusive {}".format, numbers),
    st.builds("sh:maxExclusive {}".format, numbers),
    st.just('sh:minExclusive "2013-06-01"^^xsd:date'),
    st.just('sh:languageIn ( "en" "de" )'),
    st.builds("sh:hasValue {}".format, st.one_of(st.just("ex:a"), literals)),
)  # fmt: skip
of_focus = st.one_of(
    st.builds("sh:minCount {}".format, numbers),
    st.builds("sh:maxCount {}".format, numbers),
    st.just("sh:uniqueLang true"),
    st.builds("sh:equals {}".format, predicates),
    st.builds("sh:disjoint {}".format, predicates),
)
paths = st.recursive(
    predicates,
    lambda inner: st.one_of(
        st.builds("[ sh:inversePath {} ]".format, inner),
        st.builds("( {} {} )".format, inner, inner),
        st.builds("[ sh:alternativePath ( {} {} ) ]".format, inner, inner),
        st.builds("[ sh:zeroOrMorePath {} ]".format, inner),
        st.builds("[ sh:oneOrMorePath {} ]".format, inner),
        st.builds("[ sh:zeroOrOnePath {} ]".format, inner),
    ),
    max_leaves=3,
)


def _joined(parts: list[str]) -> str:
    once = {part.split()[0]: part for part in parts}
    return " ; ".join(once.values())


def _bodies(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    shapes = inner.map("[ {} ]".format)
    properties = st.builds(
        "sh:property [ sh:path {} ; {} ]".format,
        paths,
        st.lists(st.one_of(of_values, of_focus, inner), min_size=1, max_size=2).map(_joined),
    )
    qualified = st.builds(
        "sh:property [ sh:path {} ; sh:qualifiedValueShape {} ; sh:qualifiedMinCount {} ; "
        "sh:qualifiedMaxCount {} ]".format,
        predicates, shapes, numbers, numbers,
    )  # fmt: skip
    pairs = st.sampled_from(["lessThan", "lessThanOrEquals"]).map("sh:property [ sh:path ex:m ; sh:{} ex:n ]".format)
    return st.one_of(
        properties,
        pairs,
        qualified,
        st.builds("sh:node {}".format, shapes),
        st.builds("sh:not {}".format, shapes),
        st.builds("sh:or ( {} {} )".format, shapes, shapes),
        st.builds("sh:and ( {} {} )".format, shapes, shapes),
        st.builds("sh:xone ( {} {} )".format, shapes, shapes),
    )


bodies = st.recursive(of_values, _bodies, max_leaves=4)
targets = st.one_of(
    st.builds("sh:targetClass {}".format, classes),
    st.builds("sh:targetNode {}".format, st.sampled_from(["ex:a", "ex:nowhere", '"a"'])),
    st.builds("sh:targetSubjectsOf {}".format, predicates),
    st.builds("sh:targetObjectsOf {}".format, predicates),
)


def read(data: str, shape: str) -> tuple[Store, Shapes]:
    store = Store()
    store.load((HEAD + data).encode(), format=RdfFormat.TURTLE)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "shapes.ttl")
        path.write_text(HEAD + shape, encoding="utf-8")
        return store, read_shapes([path])


def counted(report: Report) -> Counter[tuple[str, ...]]:
    return Counter((written(r.focus), r.component.value, simple(r.path), shown(r.value)) for r in report.results)


@given(graphs, targets, bodies)
def test_screens_miss_nothing(data: str, target: str, body: str) -> None:
    store, shapes = read(data, f"ex:S a sh:NodeShape ; {target} ; {body} .")
    (root,) = shapes.roots
    interpreter, tree = Interpreter(store, shapes), Classes(store)
    breaking = {node for node in focus_nodes(root, store, tree) if not interpreter.conforms(root, node)}
    assert breaking <= set(candidates(root, store, tree))


@pytest.mark.filterwarnings("ignore")
@settings(max_examples=60)
@given(graphs, targets, bodies)
def test_pyshacl_finds_the_same(data: str, target: str, body: str) -> None:
    # In a qualified shape pyshacl takes a date and a number, which cannot be compared, for being in order.
    assume("qualified" not in body or "sh:minExclusive" not in body)
    store, shapes = read(data, f"ex:S a sh:NodeShape ; {target} ; {body} .")
    assert counted(validate(store, shapes)) == counted(second_opinion(store, shapes))
