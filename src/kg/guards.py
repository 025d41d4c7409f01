"""Looks at what somebody gives before a parser does: whether it is whole, and whether it would break the parser.

Oxigraph takes the beginning of an XML file for all of it, expands entities without end, and recurses into JSON and
SPARQL until the process dies. Expat and a count of brackets find these first. It knows texts, not what they mean.
"""

from __future__ import annotations

import re

from kg.errors import Place, UnusableError

__all__ = ["check_depth", "check_xml"]

_DEEPEST = 1_000
_PIECES = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}()]', re.DOTALL)


def check_xml(data: bytes, file: str) -> None:
    """Raise `UnusableError`, with line and column, where XML is not whole, or its entities grow beyond measure."""
    from xml.parsers.expat import ExpatError, ParserCreate

    try:
        ParserCreate().Parse(data, True)
    except ExpatError as error:
        place = Place(file, error.lineno, error.offset + 1)
        message = str(error).partition(":")[0]
        raise UnusableError(f"not XML: {message}", place=place, remedy="mend the file") from None


def check_depth(text: str, file: str) -> None:
    """Raise `UnusableError` where brackets are nested deeper than any reader bears.

    >>> check_depth("[" * 2000, "x.json")
    Traceback (most recent call last):
    kg.errors.UnusableError: x.json: brackets are nested deeper than 1000 levels; make it flatter
    """
    if sum(map(text.count, "[{(")) <= _DEEPEST:
        return
    depth = 0
    for piece in _PIECES.finditer(text):
        mark = piece[0]
        depth += (mark in "[{(") - (mark in "]})")
        if depth > _DEEPEST:
            message = f"brackets are nested deeper than {_DEEPEST} levels"
            raise UnusableError(message, place=Place(file), remedy="make it flatter")
