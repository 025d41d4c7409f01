"""One side of a comparison: the statements of a file in any format of RDF, or of a graph.

Lexical forms stay as they are written. Relative IRIs are resolved against one base for both sides, and are shown
without it, so that no path of a machine comes in.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import Quad, Triple

from kg.diffing.blank import named
from kg.errors import UnusableError
from kg.parsing import decode_rdf, format_of, guard, parser, read_bytes, said
from kg.terms import PREFIXES

__all__ = ["BASE", "Side", "read_side"]

BASE = "https://base.invalid/"


@dataclass(frozen=True, slots=True)
class Side:
    """Statements with blank nodes named by content, and the prefixes that they came with."""

    quads: frozenset[Quad]
    prefixes: Mapping[str, str]

    @classmethod
    def of(cls, quads: Iterable[Quad], prefixes: Mapping[str, str] = PREFIXES) -> Side:
        """Return a side of statements; `UnusableError` for triple terms and for graphs named by blank nodes."""
        found = frozenset(quads)
        for quad in found:
            if isinstance(quad.object, Triple):
                raise UnusableError(f"a triple term cannot be compared: {quad}", remedy="leave the statement out")
        return cls(named(found), dict(prefixes))


def read_side(name: str) -> Side:
    """Read a file by its extension, or Turtle from stdin for `-`; the null device is an empty graph, as in git.

    `UnusableError` where there is no such file, where its extension is unknown, or where it cannot be read.
    """
    if name == os.devnull:
        return Side.of((), {})
    form, shown = format_of(name), "stdin" if name == "-" else name
    data = read_bytes(name)
    guard(lambda: data, form, shown)
    try:
        reader = parser(decode_rdf(data, form, shown), form, base=BASE)
        quads = list(reader)  # the parser knows the prefixes of what it has read
        return Side.of(quads, reader.prefixes)
    except (SyntaxError, MemoryError) as error:
        said(error, form, shown)
