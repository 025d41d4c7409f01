"""Statements as N-Triples tokens: what Turtle 1.1 can say, split, without duplicates.

Tokens keep the brackets and quotes of N-Triples (`<IRI>`, `_:label`, `"text"@en`), so that the first character tells
the kind of term.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from io import BytesIO
from typing import cast

from pyoxigraph import Quad, RdfFormat, Triple, parse, serialize

from kg.errors import KgError
from kg.terms import PREFIXES
from kg.turtle.canonical import canonical

__all__ = [
    "IRI", "Statement", "Tokens", "about_blank", "is_blank", "literal", "relabel", "sorted_lines", "split", "tokens_of",
]  # fmt: skip

Statement = Triple | Quad
Tokens = tuple[str, str, str]

IRI = r'<[^\x00-\x20<>"{}|^`\\]*>'
# A line of N-Quads that is also a statement of RDF 1.1 in the default graph. Quotes within a string are escaped, hence
# the last one ends it, and what follows is a language tag without base direction, or a datatype.
_LINE = re.compile(
    rf'^({IRI}|_:\S+) ({IRI}) ({IRI}|_:\S+|"[^\n]*"(?:@[a-zA-Z]+(?:-[a-zA-Z0-9]+)*|\^\^{IRI})?) \.$', re.MULTILINE
)

_STRING = PREFIXES["xsd"] + "string"
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_ESCAPED = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f", '"': '"', "'": "'", "\\": "\\"}


def is_blank(token: str) -> bool:
    """Tell whether a token is a blank node."""
    return token.startswith("_:")


def about_blank(tokens: Iterable[Tokens]) -> set[Tokens]:
    """Return the statements that have a blank node as subject or object."""
    return {each for each in tokens if each[0][0] == "_" or each[2][0] == "_"}


def literal(token: str) -> tuple[str, str, str]:
    """Return the value, datatype and language of a literal; the datatype is empty where there is a language.

    >>> literal('"5"^^<http://www.w3.org/2001/XMLSchema#integer>')
    ('5', 'http://www.w3.org/2001/XMLSchema#integer', '')
    >>> literal('"a\\\\nb"@en')
    ('a\\nb', '', 'en')
    """
    end = token.rindex('"')
    value, rest = token[1:end], token[end + 1 :]
    if "\\" in value:
        value = _ESCAPE.sub(_unescaped, value)
    if rest.startswith("@"):
        return value, "", rest[1:]
    return value, rest[3:-1] if rest else _STRING, ""


def _unescaped(escape: re.Match[str]) -> str:
    """Return the character of an escape of N-Triples (ECHAR [153s], UCHAR [10])."""
    number = escape[1] or escape[2]
    return chr(int(number, 16)) if number else _ESCAPED[escape[3]]


def tokens_of(lines: str) -> list[Tokens]:
    """Return lines of N-Quads as tokens.

    Raises `KgError` for a statement of a named graph, for terms of RDF 1.2 (triple terms, base directions), and for an
    IRI with characters that RDF 1.1 forbids, which lenient parsing lets in.
    """
    found: list[Tokens] = _LINE.findall(lines)
    if len(found) != lines.count("\n"):
        bad = next(line for line in lines.split("\n") if not _LINE.match(line))
        raise KgError(_reason(bad), remedy="leave the statement out, or write N-Quads with pyoxigraph")
    return found


def split(statements: Iterable[Statement]) -> set[Tokens]:
    """Return the distinct statements as tokens. Raises `KgError` as `tokens_of` does."""
    buffer = BytesIO()
    # N-Quads takes triples, quads, or both in turn; pyoxigraph's annotation knows only the first two.
    serialize(cast("Iterable[Quad]", statements), buffer, RdfFormat.N_QUADS)
    return set(tokens_of(buffer.getvalue().decode()))


def _reason(line: str) -> str:
    """Say what Turtle 1.1 cannot express in a line of N-Quads."""
    if "<<(" in line:
        return f"triple terms are RDF 1.2 and cannot be written: {line}"
    if re.search(r'"@[\w-]+--\w+ ', line):
        return f"base directions are RDF 1.2 and cannot be written: {line}"
    if _LINE.match(f"{line.rsplit(' ', 2)[0]} ."):  # All is well but for the fourth term.
        return f"named graphs cannot be written, only the default graph: {line}"
    return f"an IRI has characters that RDF does not allow: {line}"


def sorted_lines(statements: Iterable[Statement]) -> list[str]:
    """Return statements as sorted lines of canonical N-Triples, blank nodes named by content, no line twice.

    Raises `KgError` as `split` does.

    >>> from pyoxigraph import BlankNode, Literal, NamedNode
    >>> sorted_lines([Triple(BlankNode("x"), NamedNode("http://example.org/p"), Literal("a"))])
    ['_:c14n0 <http://example.org/p> "a" .']
    """
    tokens = split(statements)
    blank = about_blank(tokens)
    return sorted(f"{subject} {predicate} {value} ." for subject, predicate, value in tokens - blank | canonical(blank))


def relabel(statements: Iterable[Statement]) -> list[Triple]:
    """Return statements sorted, without duplicates, blank nodes named `c14n0`, `c14n1`, … by what is said of them.

    Isomorphic graphs give equal lists. Raises `KgError` as `split` does.
    """
    text = "\n".join(sorted_lines(statements))
    return [each.triple for each in parse(text, RdfFormat.N_TRIPLES)]
