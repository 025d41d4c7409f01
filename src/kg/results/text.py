"""Rows for people: tables of a terminal and of Markdown."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import chain, islice
from typing import TextIO

from pyoxigraph import Literal, NamedNode

from kg.results.rows import Row, Source
from kg.terms import PREFIXES, Term, shrink

__all__ = ["display_width", "plain", "write_markdown", "write_table"]


def plain(term: Term | None) -> str:
    """Return a term as people read it: a prefixed name, the text of a literal, nothing where there is no term.

    >>> plain(NamedNode("https://w3id.org/dkg/ns#Meeting")), plain(Literal("встреча", language="ru"))
    ('dkg:Meeting', 'встреча')
    """
    if isinstance(term, Literal):
        return term.value
    if isinstance(term, NamedNode):
        return shrink(term)
    return "" if term is None else str(term)


def display_width(text: str) -> int:
    """Return the columns that a text takes in a terminal: two for East Asian wide characters, none for marks.

    >>> display_width("Минск"), display_width("東京"), display_width("می\u200cشود")
    (5, 4, 5)
    """
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _one_line(text: str) -> str:
    """Return a text on one line, without control characters that could drive the terminal."""
    if text.isprintable():
        return text
    # What overrides the direction of text would reorder the columns beside it; joiners within words stay.
    return "".join(each for each in " ".join(text.split()) if not _CONTROL.match(each))


_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


_SAMPLE = 1_000


def write_table(source: Source, out: TextIO, *, width: int | None = None) -> int:
    """Write aligned columns, numbers to the right, and return how many cells were cut.

    The widest cells are cut with … until lines fit into `width`; without it none is. Columns keep at least eight
    characters, so that lines of very many columns may still be longer. The first 1,000 rows decide how wide columns
    are and which hold numbers; the others are written as they come.
    """
    rows = iter(source.rows)
    first = list(islice(rows, _SAMPLE))
    cells = [list(map(_one_line, source.variables)), *map(_cells, first)]
    widths = [max(map(display_width, column)) for column in zip(*cells, strict=True)]
    if width is not None:
        limit = _limit(widths, width - 2 * (len(widths) - 1))
        widths = [min(each, limit) for each in widths]
    right = [all(map(_is_number, column)) for column in zip(*first, strict=True)] or [False] * len(widths)
    cells.insert(1, ["─" * each for each in widths])
    cut = 0
    for row in chain(cells, map(_cells, rows)):
        fitted = list(map(_fit, row, widths, right)) if width is not None else list(map(_pad, row, widths, right))
        out.write("  ".join(fitted).rstrip() + "\n")
        if width is not None:
            cut += sum(display_width(cell) > room for cell, room in zip(row, widths, strict=True))
    return cut


def _cells(row: Row) -> list[str]:
    return [_one_line(plain(term)) for term in row]


def _pad(text: str, width: int, flush_right: bool) -> str:
    """Pad a text to a number of columns; one that is wider stays whole."""
    missing = " " * (width - display_width(text))
    return missing + text if flush_right else text + missing


def _limit(widths: Sequence[int], room: int) -> int:
    """Return the greatest width of a column with which all fit into the room, or eight."""
    for limit in range(max(widths, default=0), 8, -1):
        if sum(min(each, limit) for each in widths) <= room:
            return limit
    return 8


def _fit(text: str, width: int, flush_right: bool) -> str:
    """Cut or pad a text to a number of columns."""
    if display_width(text) <= width:
        return _pad(text, width, flush_right)
    kept, taken = [], 1  # One column is for the ellipsis.
    for character in text:
        taken += _columns(character)
        if taken > width:
            break
        kept.append(character)
    return "".join(kept) + "…"


_NUMERIC = {f"{PREFIXES['xsd']}{name}" for name in ("integer", "decimal", "double", "float")}


def _is_number(term: Term | None) -> bool:
    return term is None or (isinstance(term, Literal) and term.datatype.value in _NUMERIC)


_MARKUP = re.compile(r"([\\`*_\[\]<>|&~])")


def write_markdown(source: Source, out: TextIO) -> None:
    """Write a table of GitHub's Markdown, as rows come."""
    out.write(_markdown(source.variables))
    out.write("|" + " --- |" * len(source.variables) + "\n")
    out.writelines(_markdown([plain(term) for term in row]) for row in source.rows)


def _markdown(cells: Iterable[str]) -> str:
    return "| " + " | ".join(_MARKUP.sub(r"\\\1", _one_line(cell)) for cell in cells) + " |\n"
