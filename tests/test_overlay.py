"""An overlay gives what a store would hold, whatever was read of it before; `Whole` gives what was there besides."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.sparql.leads import Leads
from kg.sparql.patterns import read_query
from kg.sparql.reads import Reads
from kg.sparql.walk import Walk
from kg.store.overlay import Overlay, Whole

NODES = [NamedNode(f"urn:{name}") for name in "abcd"]
PROPERTIES = [NamedNode(f"urn:{name}") for name in "pq"]
VALUES = [*NODES, Literal("a"), Literal(7)]
QUERIES = [
    "?x <urn:p> ?y . ?y <urn:q>/<urn:p>* ?z",
    "?y <urn:p> ?x FILTER NOT EXISTS { ?x ?any <urn:a> }",
    "{ ?x ^<urn:q> ?y } UNION { ?x <urn:q>|^<urn:p> <urn:b> } <urn:a> <urn:q> ?x",
    "?x <urn:p>+ ?y OPTIONAL { ?z <urn:q> ?y ; <urn:p>? ?x }",
]
quads = st.builds(Quad, st.sampled_from(NODES), st.sampled_from(PROPERTIES), st.sampled_from(VALUES))
steps = st.lists(st.tuples(st.booleans(), quads, st.booleans()), max_size=12)
patterns = list(product([None, *NODES], [None, *PROPERTIES], [None, *VALUES]))


@given(st.sets(quads, max_size=12), steps)
def test_an_overlay_gives_what_a_store_gives(data: set[Quad], changes: list[tuple[bool, Quad, bool]]) -> None:
    base, same = Store(), Store()
    base.extend(data)
    over = Overlay(base)
    same.extend(data)
    for adds, quad, looks in changes:
        assert (over.add if adds else over.remove)(quad) == ((quad in same) != adds)
        (same.add if adds else same.remove)(quad)
        assert (quad in over) == adds
        if looks:
            compared(over, same, data)
    compared(over, same, data)
    assert set(base) == data, "nothing is written"


def compared(over: Overlay, same: Store, before: set[Quad]) -> None:
    whole = Store()
    whole.extend(before | set(same))
    for pattern in patterns:
        for shown, expected in ((over, same), (Whole(over), whole)):
            found = list(shown.quads_for_pattern(*pattern))
            assert sorted(found, key=str) == sorted(expected.quads_for_pattern(*pattern, None), key=str)


@given(st.lists(st.sampled_from(QUERIES), min_size=1, max_size=4), st.sets(quads, max_size=12), st.sets(quads))
def test_a_table_of_routes_leads_where_each_query_alone_does(
    queries: list[str], data: set[Quad], added: set[Quad]
) -> None:
    base = Store()
    base.extend(data)
    over = Overlay(base)
    for quad in added:
        over.add(quad)
    reads = [Reads(read_query(f"SELECT * {{ {query} }}").where, ("x",)) for query in queries]
    table = Leads.of(reads)
    asked = {quad: hash(quad) for quad in over.added}
    found = table.follow(asked.items(), Whole(over))
    after = Store()
    after.extend(data | added)
    for number, each in enumerate(reads):
        alone = {term for quad, mask in asked.items() if mask >> number & 1 for term in led(each, quad, after)}
        assert {term for term, mask in found.items() if mask >> number & 1} == alone


def led(reads: Reads, quad: Quad, store: Store) -> set[object]:
    """Return what the routes of a query lead to."""
    walk = Walk(store)
    leads = (*reads.leads.get(quad.predicate, ()), *reads.leads.get(None, ()))
    return {term for lead in leads if lead.fits(quad) for term in lead.routes[0].values(quad, walk)}
