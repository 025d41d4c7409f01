"""Names for blank nodes that depend on the graph alone.

RDFC-1.0 (https://www.w3.org/TR/rdf-canon/) names blank nodes by their content, but takes minutes over a mere chain of a
thousand, since it looks one step around a node before it begins to try permutations. Hence each node is first coloured
by its surroundings, as far as they reach (colour refinement), and the colour is added as one more statement: RDFC-1.0
then has real work only for true symmetries. Its worst case stays exponential (a clique of ten blank nodes).
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    parse,
)

__all__ = ["canonical"]

_COLOUR = NamedNode("urn:kg:colour")


def canonical(tokens: Iterable[tuple[str, str, str]]) -> set[tuple[str, str, str]]:
    """Return statements about blank nodes with these named `_:c14n0`, `_:c14n1`, …; isomorphic input gives equal sets.

    >>> canonical([("_:x", "<urn:p>", "_:y")]) == canonical([("_:n", "<urn:p>", "_:m")])
    True
    """
    statements = list(tokens)
    if not statements:
        return set()
    lines = "".join(f"{s} {p} {o} .\n" for s, p, o in statements)
    dataset = Dataset(parse(lines, RdfFormat.N_TRIPLES))
    for label, colour in _colours(statements).items():
        dataset.add(Quad(BlankNode(label[2:]), _COLOUR, Literal(colour), _COLOUR))
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    named = dataset.quads_for_graph_name(DefaultGraph())
    return {(str(each.subject), str(each.predicate), str(each.object)) for each in named}


def _colours(statements: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    """Return a hash of the surroundings of each blank node, refined until no two nodes can be told apart any more."""
    edges: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for subject, predicate, value in statements:
        if subject.startswith("_:"):
            edges[subject].append((f"> {predicate}", value))
        if value.startswith("_:"):
            edges[value].append((f"< {predicate}", subject))
    colours = dict.fromkeys(edges, "")
    known = 0
    while (count := len(set(colours.values()))) > known:
        known = count
        colours = {node: _digest(node, around, colours) for node, around in edges.items()}
    return colours


def _digest(node: str, around: list[tuple[str, str]], colours: dict[str, str]) -> str:
    """Return the next colour of a node: a hash of its own and of its neighbours' ones."""
    parts = sorted(f"{edge} {colours.get(other, other)}" for edge, other in around)
    return hashlib.sha256("\n".join([colours[node], *parts]).encode()).hexdigest()
