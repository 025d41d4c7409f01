"""Names for blank nodes from what is said of them, so that a node has one name in both graphs where nothing changed.

Blank nodes that are linked with one another are named together: the statements about them in canonical form give a
hash, and the canonical order gives each its number. Where a graph says the same twice of different nodes, a count tells
them apart. A change in one such group leaves the names of all others.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import cast

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple, parse

from kg.errors import UnusableError
from kg.turtle import canonical

__all__ = ["named"]

_Node = NamedNode | BlankNode | Literal | Triple

_IN = "urn:kg:in:"  # stands for a predicate and the name of a graph: the canonical form knows triples alone


def named(quads: Iterable[Quad]) -> frozenset[Quad]:
    """Return statements with blank nodes named by content; isomorphic graphs give equal sets.

    >>> p, one, other = NamedNode("urn:p"), BlankNode("one"), BlankNode("other")
    >>> named([Quad(one, p, p)]) == named([Quad(other, p, p)])
    True
    """
    plain, about = set[Quad](), list[Quad]()
    for quad in quads:
        if isinstance(quad.graph_name, BlankNode):
            raise UnusableError("a graph named by a blank node cannot be compared", remedy="give it an IRI")
        touched = isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode)
        about.append(quad) if touched else plain.add(quad)
    seen = Counter[str]()
    for group in _groups(about):
        lines, places = _canonical(group)
        digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]
        seen[digest] += 1
        prefix = f"b{digest}x{seen[digest]}x"
        for quad in parse("\n".join(lines), RdfFormat.N_TRIPLES):
            predicate, graph = places.get(quad.predicate, (quad.predicate, DefaultGraph()))
            subject, value = _renamed(quad.subject, prefix), _renamed(quad.object, prefix)
            plain.add(Quad(cast("NamedNode | BlankNode", subject), predicate, value, graph))
    return frozenset(plain)


def _canonical(group: list[Quad]) -> tuple[list[str], dict[NamedNode, tuple[NamedNode, NamedNode]]]:
    """Return the statements of a group in canonical form, sorted, and what their stand-in predicates mean."""
    places: dict[NamedNode, tuple[NamedNode, NamedNode]] = {}
    tokens = list[tuple[str, str, str]]()
    for quad in group:
        predicate = quad.predicate
        if isinstance(quad.graph_name, NamedNode):
            both = f"{predicate} {quad.graph_name}"
            predicate = NamedNode(_IN + hashlib.sha256(both.encode()).hexdigest())
            places[predicate] = quad.predicate, quad.graph_name
        tokens.append((str(quad.subject), str(predicate), str(quad.object)))
    return sorted(f"{s} {p} {o} ." for s, p, o in canonical(tokens)), places


def _groups(quads: list[Quad]) -> list[list[Quad]]:
    """Part statements by the blank nodes that they link, directly or through others."""
    above: dict[str, str] = {}

    def top(node: str) -> str:
        while (up := above.setdefault(node, node)) != node:
            above[node] = above.setdefault(up, up)
            node = up
        return node

    for quad in quads:
        ends = [term.value for term in (quad.subject, quad.object) if isinstance(term, BlankNode)]
        above[top(ends[0])] = top(ends[-1])
    groups = defaultdict[str, list[Quad]](list)
    for quad in quads:
        node = quad.subject if isinstance(quad.subject, BlankNode) else quad.object
        assert isinstance(node, BlankNode)
        groups[top(node.value)].append(quad)
    return list(groups.values())


def _renamed(term: _Node, prefix: str) -> _Node:
    return BlankNode(prefix + term.value) if isinstance(term, BlankNode) else term
