"""HTML that notebooks show: tables and texts, everything in them escaped. It knows text alone."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["Cell", "Shown", "paragraph", "table"]


class Cell(NamedTuple):
    """The text of a cell, and what appears where the mouse rests on it."""

    text: str
    title: str = ""


class Shown(str):
    """A text that Python and notebooks show as it reads, with its lines, not as a literal."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str(self)

    def _repr_html_(self) -> str:
        return f'<pre dir="auto">{escape(self)}</pre>'


def table(head: Sequence[str], rows: Iterable[Sequence[Cell]], caption: str = "") -> str:
    """Return a table; each cell takes its direction from its text, so that Persian and English stand side by side.

    >>> table(("who",), [(Cell("<b>"),)])
    '<table><thead><tr><th>who</th></tr></thead><tbody><tr><td dir="auto">&lt;b&gt;</td></tr></tbody></table>'
    """
    heads = "".join(f"<th>{escape(name)}</th>" for name in head)
    body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
    below = paragraph(caption) if caption else ""
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>{below}"


def paragraph(text: str) -> str:
    """Return a paragraph of plain text."""
    return f'<p dir="auto">{escape(text)}</p>'


def _cell(cell: Cell) -> str:
    title = f' title="{escape(cell.title)}"' if cell.title else ""
    return f'<td dir="auto"{title}>{escape(cell.text)}</td>'
