"""The difference of two graphs as RDF Patch: `D` lines take statements out, `A` lines add them, between `TX` and `TC`.

The format is that of https://afs.github.io/rdf-delta/rdf-patch.html. Blank nodes have the names that their content
gives them (`blank`): a program that applies the patch must name those of its graph in the same way, as `apply_patch`
does.
"""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Quad, RdfFormat, parse

from kg.diffing.blank import named
from kg.diffing.reading import Side
from kg.errors import Place, UnusableError

__all__ = ["apply_patch", "patch"]


def patch(before: Side, after: Side) -> str:
    """Return the patch that leads from one side to the other: `D` lines, then `A` lines, each sorted."""
    gone = sorted(f"D {quad} .\n" for quad in before.quads - after.quads)
    come = sorted(f"A {quad} .\n" for quad in after.quads - before.quads)
    return "".join(["TX .\n", *gone, *come, "TC .\n"])


def apply_patch(text: str, quads: Iterable[Quad]) -> frozenset[Quad]:
    """Return the statements that a patch makes of others; `UnusableError` where a line is none of a patch.

    >>> from pyoxigraph import NamedNode
    >>> node = NamedNode("urn:n")
    >>> apply_patch("TX .\\nD <urn:n> <urn:n> <urn:n> .\\nTC .\\n", [Quad(node, node, node)])
    frozenset()
    """
    found = set(named(quads))
    for number, line in enumerate(text.split("\n"), 1):
        kind, _, statement = line.partition(" ")
        if kind in ("", "TX", "TC"):
            continue
        try:
            (quad,) = parse(statement, RdfFormat.N_QUADS)
        except (SyntaxError, ValueError):
            quad = None
        if kind not in ("A", "D") or quad is None:
            raise UnusableError("this is no line of a patch", place=Place("patch", number), remedy="make it anew")
        found.add(quad) if kind == "A" else found.discard(quad)
    return frozenset(found)
