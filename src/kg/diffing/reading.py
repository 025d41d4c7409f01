"""One side of a comparison: the statements of a file in any format of RDF, or of a graph.

Lexical forms stay as they are written. Relative IRIs are resolved against one base for both sides, and are shown
without it, so that no path of a machine comes in.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath

from pyoxigraph import Quad, RdfFormat, Triple, parse

from kg.diffing.blank import named
from kg.errors import Place, UnusableError
from kg.guards import check_file
from kg.terms import PREFIXES

__all__ = ["BASE", "Side", "read_side"]

BASE = "https://base.invalid/"
_FORMATS: Mapping[str, RdfFormat] = {
    ".ttl": RdfFormat.TURTLE, ".trig": RdfFormat.TRIG, ".nt": RdfFormat.N_TRIPLES, ".nq": RdfFormat.N_QUADS,
    ".jsonld": RdfFormat.JSON_LD, ".json": RdfFormat.JSON_LD,
    ".rdf": RdfFormat.RDF_XML, ".owl": RdfFormat.RDF_XML, ".xml": RdfFormat.RDF_XML,
}  # fmt: skip


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
    form = RdfFormat.TURTLE if name == "-" else _FORMATS.get(PurePath(name).suffix.lower())
    if form is None:
        known = ", ".join(_FORMATS)
        raise UnusableError(f"{name} has no extension of an RDF format", remedy=f"name it with one of {known}")
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        check_file(lambda: data, form, name)
        reader = parse(data.removeprefix(b"\xef\xbb\xbf"), form, base_iri=BASE)
        quads = list(reader)
    except SyntaxError as error:
        place = Place("stdin" if name == "-" else name, error.lineno or 0, error.offset or 0)
        message = re.sub(r"^(Parser error at line.*?: )", "", error.msg or "it cannot be read")
        raise UnusableError(message[:1].lower() + message[1:], place=place, remedy="mend the file") from None
    except MemoryError as error:  # what Oxigraph says of a token that it does not hold
        raise UnusableError(f"{name} cannot be read: {error}", remedy="shorten its texts") from None
    except (OSError, ValueError) as error:
        if isinstance(error, OSError) and error.strerror:
            raise UnusableError(f"{name}: {error.strerror.lower()}", remedy="name a file of RDF") from None
        raise UnusableError(f"{name} cannot be read: {error}", remedy="mend the file") from None
    return Side.of(quads, reader.prefixes)
