"""Markdown that the generated pages are made of. It knows nothing of what they say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

GENERATED = "<!-- Made by `python -m pages`; change what it is made from, not this page. -->"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    r"""Return a table.

    >>> print(table(["a", "b"], [["1 | 2", "two\nlines"]]))
    | a | b |
    | --- | --- |
    | 1 \| 2 | two lines |
    """
    lines = [list(head), ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(map(_cell, line))} |" for line in lines)


def code(text: str) -> str:
    """Return a text in code font."""
    return f"`{text}`"


def page(title: str, *parts: str) -> str:
    """Return a page of parts that blank lines part."""
    return "\n\n".join([f"# {title}", GENERATED, *(part.strip() for part in parts if part.strip())]) + "\n"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
