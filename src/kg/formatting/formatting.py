"""Formats a Turtle text, and proves that the result says what the text said.

pyoxigraph reads both: it is the judge of the tokens, and of what a name or an IRI is. Without sorting, statements
nearly always come in the same order from both, and blank nodes correspond in the order in which they appear, so that
the proof takes no longer than reading. Else the two graphs are compared in canonical form.
"""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Triple

from kg.errors import KgError, Place
from kg.formatting import tree
from kg.formatting.layout import layout
from kg.formatting.sorting import in_order
from kg.formatting.tokens import comments
from kg.parsing import decode, parser, said
from kg.turtle import sorted_lines

if TYPE_CHECKING:
    from collections.abc import Iterator


__all__ = ["decode", "format_turtle"]

# Where relative IRIs are resolved for the comparison alone: the text keeps them as they are written.
_BASE = "https://base.invalid/1/2/3/4/5/6/7/8/9/"


def format_turtle(text: str, file: str = "text", *, sort: bool = False) -> str:
    """Return a Turtle text laid out as the export is: comments, names, and forms of literals stay as they are.

    Lines end as the first one does, in LF or CRLF. With `sort`, statements are sorted as the export does, within the
    sections that comments between blocks make. `UnusableError` with the place where the text is no Turtle 1.1, or where
    sorting would take a comment from its place; `file` is the name in messages.

    >>> print(format_turtle("@prefix : <urn:x:>.\\n:b :q 2,07 . # seven"), end="")
    @prefix : <urn:x:> .
    <BLANKLINE>
    :b :q 2, 07 .  # seven
    """
    document = tree.parse(text, file)
    statements = list(_statements(text, file))
    if sort:
        document = in_order(document, text, file)
    formatted = layout(document, _line_end(text))
    again = list(_statements(formatted, file))
    same = _same_order(statements, again) or sorted_lines(statements) == sorted_lines(again)
    if not same or comments(text) != comments(formatted):
        raise KgError("the result would not say the same; nothing is written", place=Place(file), remedy="report this")
    return formatted


def _line_end(text: str) -> str:
    first = re.search(r"\r?\n", text)
    return first[0] if first else "\n"


def _statements(text: str, file: str) -> Iterator[Triple]:
    """Yield what a text says; `UnusableError` where it is no Turtle."""
    try:
        for quad in parser(text, "turtle", base=_BASE):
            yield quad.triple
    except (SyntaxError, MemoryError) as error:
        said(error, "turtle", file)


def _same_order(one: list[Triple], other: list[Triple]) -> bool:
    """Tell whether two lists say the same in the same order, but for the names of blank nodes."""
    numbers: tuple[dict[str, int], dict[str, int]] = {}, {}

    def plain(term: object, known: dict[str, int]) -> object:
        return known.setdefault(term.value, len(known)) if isinstance(term, BlankNode) else term

    return all(
        mine is not None
        and yours is not None
        and all(plain(a, numbers[0]) == plain(b, numbers[1]) for a, b in zip(mine, yours, strict=True))
        for mine, yours in zip_longest(one, other)
    )
