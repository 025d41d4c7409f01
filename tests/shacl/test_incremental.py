"""Validating a change finds what validating the whole graph finds: on random shapes, and on the project's own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad, RdfFormat, Store

from kg.building import read_project_shapes
from kg.shacl import Report, Shapes, validate
from kg.shacl.candidates import focus_nodes
from kg.shacl.incremental import affected, compile_plan, validate_change
from kg.shacl.interpreter import Interpreter
from kg.shacl.labels import labels_of
from kg.shacl.screens import Classes
from kg.shacl.validation import result_of
from kg.shacl.view import View
from kg.store.overlay import Overlay
from kg.terms import DATA, NS
from shacl.test_random import HEAD, bodies, graphs, read, statements, targets
from support import graph

Key = tuple[object, ...]


def results(report: Report) -> Counter[Key]:
    return Counter((r.shape, r.focus, r.component, r.path, r.value, r.message) for r in report.results)


def quads(lines: Iterable[str]) -> list[Quad]:
    store = Store()
    store.load((HEAD + "\n".join(lines)).encode(), format=RdfFormat.TURTLE)
    return [Quad(q.subject, q.predicate, q.object) for q in store if "Blank" not in repr(q)]


def by_change(shapes: Shapes, over: Overlay) -> Counter[Key]:
    """Return the results after a change: those of the pairs that it concerns, and those of the others before it."""
    plan = compile_plan(shapes)
    pairs = affected(plan, over)
    interpreter, classes = Interpreter(over.base, shapes), Classes(over.base)
    others = [
        result_of(breach, labels_of(over))
        for number, root in enumerate(shapes.roots)
        for focus in (focus_nodes(root, over.base, classes).keys() - pairs.get(number, frozenset()))
        if plan.focus.mask(focus, View(over)) >> number & 1
        for breach in interpreter.breaches(root, focus)
    ]
    return results(validate_change(plan, over, pairs, labels_of(over))) + results(Report.of(others))


def by_all(shapes: Shapes, over: Overlay) -> Counter[Key]:
    after = Store()
    after.bulk_extend(over.quads_for_pattern(None, None, None))
    return results(validate(after, shapes))


@cache
def known() -> tuple[Store, Shapes]:
    """Return the graph of the project, in memory, and its shapes."""
    store = Store()
    store.bulk_extend(graph().store)
    return store, read_project_shapes(graph().project)


queries = st.sampled_from(
    [
        "SELECT $this ?value { $this ex:p ?value . FILTER NOT EXISTS { ?value ex:q ?any } }",
        "SELECT DISTINCT $this { ?one ex:p+ $this . $this ex:q|^ex:r ?two . FILTER(?one != ?two) }",
        "SELECT $this ?path ?value { $this ?path ?value . FILTER(?path != rdf:type && isLiteral(?value)) }",
        "SELECT $this ?path ?value { $this ?path ?value . FILTER(?path NOT IN (rdf:type, ex:p)) }",
        "SELECT $this (COUNT(?value) AS ?n) { $this ex:p ?value } GROUP BY $this HAVING(COUNT(?value) > 1)",
        "SELECT DISTINCT $this { { $this ex:p/ex:q ?value } UNION { ?value ex:r $this OPTIONAL { ?value ex:p ?n } } "
        "FILTER(!isLiteral(?value)) }",
        "SELECT DISTINCT $this ?value { $this ^ex:p ?other . ?other a ?class ; ex:p ?value . FILTER(?value != $this) }",
        "SELECT DISTINCT $this { $this !(rdf:type|ex:p) ?value . ?value ex:q* ?end . FILTER(?end != $this) }",
    ]
)
by_query = queries.map(lambda query: f'sh:sparql [ sh:prefixes ex:prefixes ; sh:select """{query}""" ]')
DECLARED = (
    "ex:prefixes sh:declare [ sh:prefix 'ex' ; sh:namespace 'http://example.org/'^^xsd:anyURI ] , "
    "[ sh:prefix 'rdf' ; sh:namespace 'http://www.w3.org/1999/02/22-rdf-syntax-ns#'^^xsd:anyURI ] .\n"
)
both = st.one_of(bodies, by_query, st.builds("{} ; sh:property [ sh:path ex:p ; {} ]".format, by_query, by_query))


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(graphs, targets, both, st.lists(statements, max_size=4), st.sets(st.integers(0, 15), max_size=4))
def test_a_change_is_validated_as_the_whole(
    data: str, target: str, body: str, more: list[str], without: set[int]
) -> None:
    store, shapes = read(data, f"{DECLARED} ex:S a sh:NodeShape ; {target} ; {body} .")
    over = Overlay(store)
    for number, quad in enumerate(sorted(store, key=str)):
        if number in without:
            over.remove(quad)
    for quad in quads(more):
        over.add(quad)
    assert by_change(shapes, over) == by_all(shapes, over)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(graphs, targets, targets, by_query, st.lists(statements, min_size=1, max_size=6))
def test_a_query_that_several_shapes_share(data: str, one: str, other: str, query: str, more: list[str]) -> None:
    shared = f"ex:Q sh:path ex:q ; {query} . "
    roots = f"ex:S a sh:NodeShape ; {one} ; sh:property ex:Q . ex:T a sh:NodeShape ; {other} ; sh:property ex:Q , "
    store, shapes = read(data, f"{DECLARED} {shared} {roots} [ sh:path ex:p ; sh:property ex:Q ] .")
    over = Overlay(store)
    for quad in quads(more):
        over.add(quad)
    assert by_change(shapes, over) == by_all(shapes, over)


@settings(max_examples=12, suppress_health_check=list(HealthCheck), deadline=None)
@given(st.data())
def test_the_project_s_shapes(data: st.DataObject) -> None:
    built_store, shapes = known()
    facts = [q for q in sorted(built_store, key=str) if isinstance(q.subject, NamedNode) and DATA in q.subject.value]
    properties = sorted({q.predicate for q in facts if q.predicate.value.startswith(NS)}, key=str)
    some = st.sampled_from(facts)
    over = Overlay(built_store)
    for _ in range(data.draw(st.integers(1, 5))):
        one, other = data.draw(some), data.draw(some)
        match data.draw(st.sampled_from(["without", "value", "subject", "property"])):
            case "without":
                over.remove(one)
            case "value":
                over.add(Quad(one.subject, one.predicate, other.object))
            case "subject":
                over.add(Quad(other.subject, one.predicate, one.object))
            case _:
                over.add(Quad(one.subject, data.draw(st.sampled_from(properties)), other.object))
    plan = compile_plan(shapes)
    found = validate_change(plan, over, affected(plan, over), labels_of(over))
    assert results(found) == by_all(shapes, over)  # there were none before


def test_a_tenure_leads_to_those_who_act_in_it() -> None:
    built_store, project_shapes = known()
    query = """PREFIX : <https://w3id.org/dkg/id/> PREFIX dkg: <https://w3id.org/dkg/ns#> SELECT ?acting ?tenure {
        ?acting dkg:inCapacity ?tenure ; dkg:inEvent/dkg:status :status-held } ORDER BY ?acting LIMIT 1"""
    acting, tenure = next(iter(built_store.query(query)))
    over = Overlay(built_store)
    for bound in built_store.quads_for_pattern(tenure, NamedNode(f"{NS}endLatest"), None, None):
        over.remove(bound)
    plan = compile_plan(project_shapes)
    names = {
        project_shapes.roots[number].name.value.partition("#")[2]
        for number, foci in affected(plan, over).items()
        if acting in foci
    }
    assert {"capacity-dates", "capacity-maybe-dates"} <= names


def test_nothing_changed_concerns_nobody() -> None:
    store, shapes = known()
    assert affected(compile_plan(shapes), Overlay(store)) == {}


def test_every_shape_of_the_project_can_be_followed() -> None:
    assert compile_plan(known()[1]).unreadable == ()
