"""Turtle 1.1 as tokens that lose nothing: each with its place, the comments around it, and whether a blank line is.

Names in brackets are productions of the grammar (https://www.w3.org/TR/turtle/#sec-grammar). What a token means is not
known here; whether an IRI is one, or an escape, is left to the parser that every result is compared with.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from kg.errors import Place, UnusableError

__all__ = ["Comment", "Token", "comments", "place_at", "tokenize"]

# PN_CHARS_BASE [163s], and what PN_CHARS_U [164s] and PN_CHARS [166s] add.
_LETTER = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_CHAR = rf"{_LETTER}_0-9\u00b7\u0300-\u036f\u203f\u2040\-"
_PLX = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%]"
_PREFIX = rf"(?:[{_LETTER}](?:\.*[{_CHAR}])*)?:"
_LOCAL = rf"(?:[{_LETTER}_0-9:]|{_PLX})(?:\.*(?:[{_CHAR}:]|{_PLX}))*"
_EXPONENT = r"[eE][+-]?[0-9]+"
_TOKEN = re.compile(
    rf"""
    [\x20\t\r\n]*(?:
      (?P<comment>\#[^\r\n]*)
    | (?P<iri><(?:[^\x00-\x20<>"{{}}|^`\\]|\\u[0-9A-Fa-f]{{4}}|\\U[0-9A-Fa-f]{{8}})*>)
    | (?P<string>\"\"\"[^"\\]*(?:(?:\\.|"{{1,2}}(?!"))[^"\\]*)*\"\"\"
        | '''[^'\\]*(?:(?:\\.|'{{1,2}}(?!'))[^'\\]*)*'''
        | "(?!\"\")[^"\\\r\n]*(?:\\.[^"\\\r\n]*)*"
        | '(?!'')[^'\\\r\n]*(?:\\.[^'\\\r\n]*)*'
        | ""(?!") | ''(?!'))
    | (?P<label>_:[{_LETTER}_0-9](?:\.*[{_CHAR}])*)
    | (?P<name>{_PREFIX}(?:{_LOCAL})?)
    | (?P<at>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    | (?P<number>[+-]?(?:[0-9]+(?:\.[0-9]*)?{_EXPONENT}|\.[0-9]+{_EXPONENT}|[0-9]*\.[0-9]+|[0-9]+))
    | (?P<word>[A-Za-z]+)
    | (?P<mark>\^\^|[.;,()\[\]])
    | (?P<end>\Z))
    """,
    re.VERBOSE | re.DOTALL,
)
_BRACE = re.compile(r"[\x20\t\r\n]*(?P<mark>[{}])")
_LINE_END = re.compile(r"\r\n|\r|\n")
_CLOSING = {'"': "quote", "'": "quote", "<": ">"}


class Comment(NamedTuple):
    """A comment on a line of its own, with its `#`; `gap` tells whether a blank line stands before it."""

    text: str
    gap: bool


class Token:
    """A token, the comments on the lines before it, and the one that follows it on its line."""

    __slots__ = ("after", "before", "gap", "kind", "start", "text")

    def __init__(self, kind: str, text: str, start: int, gap: bool, before: tuple[Comment, ...]) -> None:
        self.kind, self.text, self.start, self.gap, self.before = kind, text, start, gap, before
        self.after = ""

    def __repr__(self) -> str:
        return f"Token({self.kind!r}, {self.text!r})"


def tokenize(text: str, file: str = "text", *, braces: bool = False) -> Iterator[Token]:
    """Yield the tokens of a text; the last is of the kind `end`, is empty, and holds the comments that remain.

    With `braces`, these are marks too, as in TriG.

    `UnusableError` where no token begins. The comment after a token is known when the next one is read. Each character
    is looked at a bounded number of times.

    >>> [(token.kind, token.text, token.after) for token in list(tokenize("<s> a 07 . # 7"))][2:]
    [('number', '07', ''), ('mark', '.', '# 7'), ('end', '', '')]
    """
    position, before = 0, list[Comment]()
    last: Token | None = None
    while last is None or last.kind != "end":
        found = _TOKEN.match(text, position) or (_BRACE.match(text, position) if braces else None)
        if found is None:
            raise _no_token(text, position, file)
        kind = found.lastgroup or ""
        start, end = found.span(kind)
        # A lone CR ends a line too; where LF does, CR says nothing more.
        lines = text.count("\n", position, start) or text.count("\r", position, start) if start > position else 0
        position = end
        if kind != "comment":
            last = Token(kind, text[start:end], start, lines > 1, tuple(before) if before else ())
            before.clear()
            yield last
        elif last is not None and not lines and not before:
            last.after = text[start:end].rstrip()
        else:
            before.append(Comment(text[start:end].rstrip(), lines > 1))


def comments(text: str) -> Counter[str]:
    """Return the comments of a text that `tokenize` can read, counted."""
    return Counter(found[0].strip() for found in _TOKEN.finditer(text) if found.lastgroup == "comment")


def place_at(text: str, position: int, file: str) -> Place:
    """Return a place of a text as line and column, both from one."""
    line, begin = 1, 0
    for end in _LINE_END.finditer(text, 0, position):
        line, begin = line + 1, end.end()
    return Place(file, line, position - begin + 1)


def _no_token(text: str, position: int, file: str) -> UnusableError:
    """Say why no token begins at a place."""
    position += len(text) - position - len(text[position:].lstrip(" \t\r\n"))
    mark, place = text[position], place_at(text, position, file)
    if mark in _CLOSING:
        what = "this IRI" if mark == "<" else "this string"
        remedy = (
            "a character in it is not allowed, or its > is missing" if mark == "<" else "give it its closing quotes"
        )
        return UnusableError(f"{what} has no end", place=place, remedy=remedy)
    shown = mark if mark.isprintable() else f"U+{ord(mark):04X}"
    return UnusableError(f"{shown} cannot begin anything in Turtle", place=place, remedy="take it out or quote it")
