"""Differences as algebra: a graph has none from itself, and a patch leads from one graph to the other."""

from __future__ import annotations

import rdflib
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, serialize
from rdflib.compare import isomorphic

from kg.diffing import Side, apply_patch, compare, patch
from kg.terms import RDF_TYPE, dkg

IRIS = [NamedNode(f"urn:x:{name}") for name in "ab"] + [dkg("Tenure"), dkg("Person")]
BLANKS = [BlankNode(name) for name in "klmn"]
VERBS = [NamedNode("urn:x:p"), RDF_TYPE, dkg("holder"), dkg("evidence"), dkg("claimOf"), dkg("value")]
LITERALS = [Literal("7"), Literal("07", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#integer")),
            Literal('two\n"lines"', language="en")]  # fmt: skip
GRAPHS = [DefaultGraph(), DefaultGraph(), NamedNode("urn:x:g")]

QUADS = st.builds(
    Quad,
    st.sampled_from([*IRIS, *BLANKS]), st.sampled_from(VERBS), st.sampled_from([*IRIS, *BLANKS, *LITERALS]),
    st.sampled_from(GRAPHS),
)  # fmt: skip
GRAPH = st.sets(QUADS, max_size=12)


def renamed(quads: set[Quad]) -> set[Quad]:
    """Return the same graph with other names of blank nodes."""

    def other(term: object) -> object:
        return BlankNode(f"other{term.value}") if isinstance(term, BlankNode) else term

    return {Quad(other(q.subject), q.predicate, other(q.object), q.graph_name) for q in quads}


def in_rdflib(quads: frozenset[Quad] | set[Quad], graph: object) -> rdflib.Graph:
    """Return one graph of some statements as rdflib reads it, and not with our own names of blank nodes."""
    lines = serialize([q.triple for q in quads if q.graph_name == graph], format=RdfFormat.N_TRIPLES)
    return rdflib.Graph().parse(data=lines, format="nt")


@given(GRAPH)
def test_a_graph_has_no_difference_from_itself(quads: set[Quad]) -> None:
    one, other = Side.of(quads), Side.of(renamed(quads))
    assert one.quads == other.quads
    assert not compare(one, other)
    assert patch(one, other) == "TX .\nTC .\n"


@given(GRAPH, GRAPH)
def test_a_patch_leads_from_one_graph_to_the_other(before: set[Quad], after: set[Quad]) -> None:
    old, new = Side.of(before), Side.of(after)
    made = apply_patch(patch(old, new), renamed(before))
    assert made == new.quads
    for graph in (DefaultGraph(), NamedNode("urn:x:g")):
        assert isomorphic(in_rdflib(made, graph), in_rdflib(after, graph))


@given(GRAPH, GRAPH)
def test_no_difference_is_silent(before: set[Quad], after: set[Quad]) -> None:
    old, new = Side.of(before), Side.of(after)
    assert bool(compare(old, new)) == (old.quads != new.quads)


@given(GRAPH, GRAPH)
def test_the_patch_back_is_the_patch_turned_around(before: set[Quad], after: set[Quad]) -> None:
    there, back = patch(Side.of(before), Side.of(after)), patch(Side.of(after), Side.of(before))
    turned = {
        line.replace("A ", "D ", 1) if line[:2] == "A " else line.replace("D ", "A ", 1) for line in there.split("\n")
    }
    assert turned == set(back.split("\n"))
