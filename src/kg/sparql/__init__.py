"""Tokens of SPARQL, enough to tell code from what may say anything: strings, comments and IRIs.

It reads queries, malformed ones too, and knows neither stores nor the terms of the project.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.errors import Place

__all__ = ["PIECE", "TOKEN", "Token", "declared_prefixes", "place_of", "tokens"]

# Sections 19.2 to 19.8 of SPARQL 1.1. A `name` may have an empty prefix or an empty local part, and any local part may
# hold escapes, so that a quote in it opens no string. A `quote` is one that is never closed.
TOKEN = re.compile(
    r"""(?P<iri><[^<>"{}|^`\\\s]*>)"""
    r'''|(?P<string>"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^'\\]|\\.|'(?!''))*\'\'\''''
    r"""|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')"""
    r"""|(?P<comment>\#[^\n]*)"""
    r"""|\$(?P<parameter>\w+)"""
    r"""|(?P<variable>\?\w+)"""
    r"""|(?P<blank>_:[\w.-]*)"""
    r"""|(?P<tag>@\w[\w-]*)"""
    r"""|(?P<name>(?:[^\W\d_][\w.-]*)?:(?:[\w:%-]|\\.|\.+(?=[\w:%\\-]))*)"""
    r"""|(?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)"""
    r"""|(?P<word>[^\W\d]\w*)"""
    r"""|(?P<bracket>[(){}\[\]])"""
    r"""|(?P<quote>["'])""",
    re.DOTALL,
)

PIECE = re.compile(TOKEN.pattern + r"|(?P<mark>[^\s])", re.DOTALL)  # a token, or a sign that is none


class Token(NamedTuple):
    """A token: its kind, which is a group of `TOKEN`, its text, and where it starts."""

    kind: str
    text: str
    start: int


def tokens(sparql: str) -> Iterator[Token]:
    """Return the tokens of a query; operators and punctuation are left out.

    >>> [token.text for token in tokens("SELECT ?x { ?x :is 'a :b' } # :c")]
    ['SELECT', '?x', '{', '?x', ':is', "'a :b'", '}', '# :c']
    """
    return (Token(match.lastgroup or "", match.group(), match.start()) for match in TOKEN.finditer(sparql))


def declared_prefixes(sparql: str) -> dict[str, Token]:
    """Return the prefixes that a query declares, each with the token of its IRI.

    >>> [(name, iri.text) for name, iri in declared_prefixes("PREFIX a: <urn:b> ASK {}").items()]
    [('a', '<urn:b>')]
    """
    found: dict[str, Token] = {}
    if "prefix" not in sparql.lower():
        return found
    code = [token for token in tokens(sparql) if token.kind != "comment"]
    for keyword, name, iri in zip(code, code[1:], code[2:], strict=False):
        if keyword.text.upper() == "PREFIX" and (name.kind, iri.kind) == ("name", "iri"):
            found[name.text.removesuffix(":")] = iri
    return found


def place_of(sparql: str, start: int, origin: str) -> Place:
    """Return the line and column of an offset."""
    from kg.errors import Place

    return Place(origin, sparql.count("\n", 0, start) + 1, start - sparql.rfind("\n", 0, start))
