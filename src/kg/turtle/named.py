"""Texts of subjects, sorted: what writers of formats share that give every blank node a name.

A subject is written as soon as all statements about it are there, and texts are sorted, on disk where they are many.
Statements about blank nodes, and all about what refers to them, are held in memory until everything else is written,
because the name of a blank node depends on all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from kg.turtle.canonical import canonical
from kg.turtle.groups import Group, grouped, needs_names
from kg.turtle.runs import Runs
from kg.turtle.statements import Tokens, about_blank

__all__ = ["Subjects"]


class Subjects:
    """Takes groups of statements, a subject each, and gives their texts sorted; a context manager, made for inheriting.

    `told` returns the text of a subject and what it is sorted by. No subject may come twice.
    """

    def __init__(self, told: Callable[[Group], tuple[str, str]], scratch: Path | None = None) -> None:
        self._told = told
        self._runs: Runs[tuple[str, str]] = Runs(scratch)
        self._aside: list[Tokens] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._runs.__exit__(kind, error, at)

    def take(self, group: Group) -> None:
        """Take the statements about a subject."""
        if needs_names(group):
            self._aside += group
        else:
            self._place(group)

    def texts(self) -> Iterator[str]:
        """Return the texts of all that was taken; blank nodes are named `_:c14n0`, `_:c14n1`, … by content.

        All are written when this returns: nothing is raised any more.
        """
        statements = set(self._aside)
        blank = about_blank(statements)
        for group in grouped(sorted(statements - blank | canonical(blank))):
            self._place(group)
        self._aside = []
        return (text for _, text in self._runs.merged())

    def _place(self, group: Group) -> None:
        record = self._told(group)
        self._runs.add(record, len(record[1]))
