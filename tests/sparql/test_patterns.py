"""The patterns that are read from a query are those that rdflib's parser finds; walks see all that answers rest on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad, Store
from pyparsing import ParseException
from rdflib import URIRef, Variable
from rdflib.paths import Path as RdflibPath
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue

from kg.questions import read_question
from kg.shacl import read_shapes
from kg.sparql.paths import Choice, Repeat, Step, Way
from kg.sparql.paths import Path as Steps
from kg.sparql.patterns import read_query
from kg.sparql.reads import Reads
from kg.sparql.trees import Aside, Branches, Group, Link, Unreadable
from kg.sparql.walk import Walk
from kg.terms import PREFIXES

ROOT = Path(__file__).resolve().parents[2]
Pattern = tuple[str, frozenset[str], str]


def shape_queries() -> list[str]:
    shapes = read_shapes([ROOT / "shapes"])
    return sorted({each.query for root in shapes.roots for part in root.parts() for each in part.sparql})


def all_queries() -> list[str]:
    questions = (read_question(path).query.replace("$", "?") for path in sorted((ROOT / "queries").glob("*.rq")))
    rules = (path.read_text(encoding="utf-8") for path in sorted((ROOT / "ontology/rules").glob("*.rq")))
    return [*shape_queries(), *rules, *questions]


def ours(group: Group) -> Iterator[Pattern]:
    for part in group.parts:
        match part:
            case Link(subject, path, value):
                yield name(subject), frozenset(predicates(path)), name(value)
            case Branches(groups):
                for each in groups:
                    yield from ours(each)
            case Aside(inner):
                yield from ours(inner)
            case Group():
                yield from ours(part)


def name(node: NamedNode | str) -> str:
    """Return the name of a variable; those of sub-selects lose their prefix, what stands for a literal its number."""
    if isinstance(node, NamedNode):
        return node.value
    last = node.rpartition(".")[2]
    return "*" if last.isdigit() else last


def predicates(path: Steps) -> Iterator[str]:
    match path:
        case Step(predicate):
            yield predicate.value if predicate else "*"
        case Way(parts) | Choice(parts):
            for part in parts:
                yield from predicates(part)
        case Repeat(part):
            yield from predicates(part)


def theirs(node: object) -> Iterator[Pattern]:
    if isinstance(node, CompValue):
        for triple in node.get("triples") or () if node.name == "BGP" else ():
            yield plain(triple[0]), frozenset(paths(triple[1])), plain(triple[2])
        for terms in node.get("triples") or () if node.name == "TriplesBlock" else ():  # as in EXISTS
            for at in range(0, len(terms), 3):
                yield plain(terms[at]), frozenset(paths(terms[at + 1])), plain(terms[at + 2])
        for value in node.values():
            yield from theirs(value)
    elif isinstance(node, list | tuple) and not isinstance(node, str):
        for each in node:
            yield from theirs(each)


def plain(term: object) -> str:
    return str(term) if isinstance(term, URIRef | Variable) else "*"


def paths(predicate: object) -> Iterator[str]:
    if isinstance(predicate, CompValue | list):
        for part in predicate.values() if isinstance(predicate, CompValue) else predicate:
            yield from paths(part)
    elif isinstance(predicate, RdflibPath):
        parts = getattr(predicate, "args", None)
        for part in parts if parts is not None else [getattr(predicate, "arg", None) or predicate.path]:
            yield from paths(part)
    else:
        yield plain(predicate) if isinstance(predicate, URIRef) else "*"


@pytest.mark.parametrize("query", all_queries(), ids=range(len(all_queries())))
def test_as_rdflib_reads_it(query: str) -> None:
    try:
        prepared = prepareQuery(query, initNs={} if "PREFIX :" in query else PREFIXES).algebra
    except ParseException:
        pytest.skip("rdflib does not parse it")
    found = Counter(theirs([prepared.p, prepared.get("where") or ()]))
    mine = Counter(ours(read_query(query, PREFIXES).where))
    # A sequence is cut into its steps, and a sub-select read twice, so the properties and the variables are compared.
    assert {p for _, ps, _ in mine for p in ps} == {p for _, ps, _ in found for p in ps}
    assert {n for s, _, o in mine for n in (s, o)} <= {n for s, _, o in found for n in (s, o)} | {"*"}


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?a { GRAPH ?g { ?a ?b ?c } }",
        "SELECT ?a { SERVICE <urn:s> { ?a ?b ?c } }",
        "SELECT ?a { ?a <urn:p> (1 2) }",
        "SELECT ?a { ?a unknown:p ?c }",
    ],
)
def test_what_cannot_be_told(query: str) -> None:
    with pytest.raises(Unreadable):
        read_query(query)


@pytest.mark.parametrize(
    "query",
    [
        "ASK { ?a <urn:p> 1, -2.5e3, 'x'@en, '''y'''^^<urn:t>, true ; <urn:q> [ <urn:r> ?b ; ] . [] <urn:p> ?a }",
        "SELECT (COUNT(?a) AS ?n) { ?a ^(<urn:p>|^<urn:q>)/!(<urn:r>|^a)? ?b } GROUP BY ?b HAVING(COUNT(?a) > 1)",
        "SELECT * { { SELECT ?a (MAX(?x) AS ?m) { ?a <urn:p> ?x } GROUP BY ?a } FILTER(EXISTS { ?a <urn:q> ?x }||1<2)"
        " VALUES (?a ?b) { (<urn:a> UNDEF) (<urn:b> 1) } OPTIONAL { ?a a ?c BIND(STR(?c) AS ?d) } MINUS {?a <urn:r> 2}"
        " }",
    ],
)
def test_forms_of_the_grammar(query: str) -> None:
    Store().query(query)  # is SPARQL
    assert list(ours(read_query(query).where))


def test_variables_of_a_sub_select_are_its_own() -> None:
    (inner, link) = read_query("SELECT * { { SELECT ?a { ?a <urn:p> ?x } } ?a <urn:q> ?x }").where.parts
    assert isinstance(inner, Group)
    assert isinstance(link, Link)
    (within,) = inner.parts
    assert isinstance(within, Link)
    assert (within.subject, link.subject) == ("a", "a")
    assert within.object != link.object


NODES = [NamedNode(f"urn:{each}") for each in "abcd"]
quads = st.builds(
    Quad, st.sampled_from(NODES), st.sampled_from([NamedNode(f"urn:p{n}") for n in range(3)]), st.sampled_from(NODES)
)
shapes_of_queries = st.sampled_from(
    [
        "?x <urn:p0> ?y . ?y <urn:p1> ?z",
        "?x <urn:p0>/<urn:p1>* ?y FILTER NOT EXISTS { ?y <urn:p2> ?z }",
        "{ ?x <urn:p0> ?y } UNION { ?y (<urn:p1>|^<urn:p2>)+ ?x } ?y ?any ?z",
        "?x <urn:p0> ?y OPTIONAL { ?y <urn:p1> ?x } MINUS { ?x <urn:p2> ?y }",
        "?x !<urn:p0> ?y . { SELECT ?y (COUNT(?w) AS ?z) { ?y <urn:p1>? ?w } GROUP BY ?y }",
    ]
)


@given(shapes_of_queries, st.sets(quads, max_size=12), quads)
def test_what_is_read_gives_the_same_answers(body: str, data: set[Quad], changed: Quad) -> None:
    query = f"SELECT ?x ?y {{ {body} }}"
    before, after = Store(), Store()
    before.extend(data - {changed})
    after.extend(data | {changed})
    reads = Reads(read_query(query).where, ("x",))
    concerned = {term for env in reads.of(changed, Walk(after)) for term in env["x"]}
    rows = [{(row["x"], row["y"]) for row in store.query(query)} for store in (before, after)]
    assert {x for x, _ in rows[0] ^ rows[1]} <= concerned
    walk = Walk(after)
    near = Store()
    if walk.read(reads.group, {"x": frozenset(NODES[:2])}) is not None:
        near.extend(walk.quads)
    here = {(row["x"], row["y"]) for row in near.query(query)}
    assert {row for row in here if row[0] in NODES[:2]} == {row for row in rows[1] if row[0] in NODES[:2]}
