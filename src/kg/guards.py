"""Looks at what somebody gives before a parser does: whether it is whole, and whether it would break the parser.

Oxigraph takes the beginning of an XML file for all of it, expands entities without end, and recurses into JSON and
SPARQL until the process dies. Expat and a count of brackets find these first. It knows texts, not what they mean.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from pyoxigraph import RdfFormat

from kg.errors import Place, UnusableError

__all__ = ["check_depth", "check_file", "check_length", "check_xml"]

_DEEPEST = 1_000
_MOST = 2_500  # operators of a query: some five thousand in a row overflow the stack of Oxigraph
_OPERATORS = re.compile(
    r"""(?:\"(?:[^"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|<[^<>"{}|^`\\\s]*>|\#[^\n]*|[?$]\w+|(?P<word>\w[\w.:-]*)
    |(?P<sign>&&|\|\||!(?!=)|[-+*/|^.;]))""",
    re.VERBOSE,
)
_WORDS = {"UNION", "OPTIONAL", "MINUS", "FILTER", "BIND", "EXISTS", "GRAPH", "SERVICE"}
_ESCAPE = re.compile(r"\\u[dD][89abAB]..\\u[dD][c-fC-F]..|(\\u[dD][89a-fA-F]..)|\\.", re.DOTALL)
_PIECES = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}()]', re.DOTALL)


def check_file(read: Callable[[], bytes], form: RdfFormat, file: str) -> None:
    """Raise `UnusableError` where a file of RDF would break the parser of its format, or be taken for whole.

    `read` gives what is in the file; it is called for the formats alone that need it.
    """
    if form == RdfFormat.RDF_XML:
        check_xml(read(), file)
    elif form == RdfFormat.JSON_LD:
        text = read().decode(errors="replace")
        check_depth(text, file)
        _check_escapes(text, file)


def check_xml(data: bytes, file: str) -> None:
    """Raise `UnusableError`, with line and column, where XML is not whole, or its entities grow beyond measure."""
    from xml.parsers.expat import ExpatError, ParserCreate

    try:
        ParserCreate().Parse(data, True)
    except ExpatError as error:
        place = Place(file, error.lineno, error.offset + 1)
        message = str(error).partition(":")[0]
        raise UnusableError(f"not XML: {message}", place=place, remedy="mend the file") from None
    except LookupError as error:  # of the encoding that it names
        remedy = "save it as UTF-8, and say so in its first line"
        raise UnusableError(f"not XML: {error}", place=Place(file, 1), remedy=remedy) from None


def _check_escapes(text: str, file: str) -> None:
    """Raise `UnusableError` where JSON escapes half a character alone, which is no text (RFC 8259, section 8.2)."""
    lone = next((each for each in _ESCAPE.finditer(text) if each[1]), None) if "\\ud" in text.lower() else None
    if lone:
        place = Place(file, text.count("\n", 0, lone.start()) + 1, lone.start() - text.rfind("\n", 0, lone.start()))
        raise UnusableError(
            f"{lone[0]} is half a character, without its other half", place=place, remedy="write the character itself"
        )


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


def check_length(sparql: str, file: str) -> None:
    """Raise `UnusableError` where a query chains more operators than Oxigraph, which recurses into each, bears.

    >>> check_length(f"ASK {{ FILTER({'!' * 9999}true) }}", "query")
    Traceback (most recent call last):
    kg.errors.UnusableError: query: it chains more than 2500 operators; make it shorter, or list values in VALUES
    """
    if len(sparql) <= _MOST:
        return
    found = 0
    for each in _OPERATORS.finditer(sparql):
        word = each["word"]
        found += (word.upper() in _WORDS) if word else bool(each["sign"])
        if found > _MOST:
            message = f"it chains more than {_MOST} operators"
            raise UnusableError(message, place=Place(file), remedy="make it shorter, or list values in VALUES")
