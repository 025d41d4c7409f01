"""Finds the statements of a parser among those that were seen in a text, each with its place.

The reader that sees them need not know all of a format: what it sees is held against what the parser read, and a
statement that it did not see, or that may stand in several places, has no place rather than a wrong one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kg.errors import Place

__all__ = ["BLANK", "Key", "Seen", "literal", "matched", "number"]

Key = tuple[str, ...]
BLANK: Key = ("blank",)


class Seen(NamedTuple):
    """A statement as it stands in a text; a blank node is any blank node, and empty text says that of a subject."""

    subject: str
    predicate: str
    value: Key
    line: int
    column: int


def literal(text: str, language: str = "") -> Key:
    """Return what a literal is known by; its datatype follows from the property, or does not matter here."""
    return ("literal", text, language.lower())


def number(value: float | str) -> Key:
    """Return what a number is known by that stands in a text without quotes."""
    return ("number", repr(float(value)))


def matched(quads: Sequence[Quad], seen: Iterable[Seen], file: str) -> list[Place | None]:
    """Return the place of each statement of a parser, None where it cannot be told."""
    places: dict[tuple[str, str, Key], Place | None] = {}
    for each in seen:
        key = (each.subject, each.predicate, each.value)
        ambiguous = key in places and _is_vague(key)
        places[key] = None if ambiguous else places.get(key) or Place(file, each.line, each.column)
    keys = [[(_subject(quad), quad.predicate.value, value) for value in _values(quad.object)] for quad in quads]
    times = Counter(key for several in keys for key in several)
    return [
        next((places[key] for key in several if key in places and not (_is_vague(key) and times[key] > 1)), None)
        for several in keys
    ]


def _is_vague(key: tuple[str, str, Key]) -> bool:
    """Tell whether several statements of a graph may have the same key."""
    return not key[0] or key[2] == BLANK


def _subject(quad: Quad) -> str:
    return quad.subject.value if isinstance(quad.subject, NamedNode) else ""


def _values(term: NamedNode | BlankNode | Literal | Triple) -> list[Key]:
    match term:
        case NamedNode(value=iri):
            return [("iri", iri)]
        case Literal():
            found = [literal(term.value, term.language or "")]
            try:
                return [*found, number(term.value)]
            except ValueError:
                return found
    return [BLANK]
