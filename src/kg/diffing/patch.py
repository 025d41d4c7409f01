"""The difference of two graphs as RDF Patch (`kg.rdfpatch`), and what a patch makes of a graph.

Blank nodes have the names that their content gives them (`blank`): a program that applies the patch must name those of
its graph in the same way, as `apply_patch` does.
"""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Quad

from kg.diffing.blank import named
from kg.diffing.reading import Side
from kg.errors import Place, UnusableError
from kg.rdfpatch import BEGIN, END, body, read_row

__all__ = ["apply_patch", "patch"]


def patch(before: Side, after: Side) -> str:
    """Return the patch that leads from one side to the other: `D` lines, then `A` lines, each sorted."""
    return "".join([BEGIN, *body(before.quads - after.quads, after.quads - before.quads), END])


def apply_patch(text: str, quads: Iterable[Quad]) -> frozenset[Quad]:
    """Return the statements that a patch makes of others; `UnusableError` where a line is none of a patch.

    >>> from pyoxigraph import NamedNode
    >>> node = NamedNode("urn:n")
    >>> apply_patch("TX .\\nD <urn:n> <urn:n> <urn:n> .\\nTC .\\n", [Quad(node, node, node)])
    frozenset()
    """
    found = set(named(quads))
    for number, line in enumerate(text.split("\n"), 1):
        if line.partition(" ")[0] in ("", "TX", "TC"):
            continue
        row = read_row(line)
        if row is None:
            raise UnusableError("this is no line of a patch", place=Place("patch", number), remedy="make it anew")
        letter, quad = row
        found.add(quad) if letter == "A" else found.discard(quad)
    return frozenset(found)
