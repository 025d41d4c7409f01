"""Canonical N-Triples, sorted; of a graph without a name, N-Quads are the same."""

from __future__ import annotations

from pathlib import Path
from typing import TextIO

from kg.turtle.groups import Group
from kg.turtle.named import Subjects

__all__ = ["LinesWriter"]


class LinesWriter(Subjects):
    """Takes groups of statements, a subject each, and writes them as sorted lines; a context manager.

    Blank nodes are named by content. No subject may come twice.
    """

    def __init__(self, scratch: Path | None = None) -> None:
        super().__init__(_told, scratch)

    def finish(self, out: TextIO) -> None:
        """Write all that was taken."""
        out.writelines(self.texts())


def _told(group: Group) -> tuple[str, str]:
    # A subject ends with the space that follows it, and has none: so subjects sort as their lines do.
    return f"{group[0][0]} ", "".join(
        sorted(f"{subject} {predicate} {value} .\n" for subject, predicate, value in group)
    )
