"""Rows of an answer: held in memory, read as they come, or cut at a limit.

It knows terms, not where rows come from nor how they are written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

from pyoxigraph import QuerySolutions

from kg.terms import Term

__all__ = ["Limited", "Row", "Rows", "Source", "Stream"]

Row = Sequence[Term | None]


class Source(Protocol):
    """What can be written: names of variables without `?`, and rows with a term or None for each."""

    @property
    def variables(self) -> Sequence[str]:
        """The names of the columns."""

    @property
    def rows(self) -> Iterable[Row]:
        """The rows, in order."""


class Rows:
    """An answer held in memory.

    >>> from pyoxigraph import NamedNode
    >>> from kg.results.text import plain
    >>> rows = Rows(("who",), ((NamedNode("https://w3id.org/dkg/id/sergei-lavrov"),), (None,)))
    >>> len(rows), [plain(row[0]) for row in rows]
    (2, [':sergei-lavrov', ''])
    """

    __slots__ = ("rows", "variables")

    def __init__(self, variables: tuple[str, ...], rows: tuple[tuple[Term | None, ...], ...]) -> None:
        self.variables, self.rows = variables, rows

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Rows) and (self.variables, self.rows) == (other.variables, other.rows)

    def __hash__(self) -> int:
        return hash((self.variables, self.rows))

    @classmethod
    def from_solutions(cls, solutions: QuerySolutions) -> Rows:
        """Return all solutions of a SELECT query."""
        return cls(tuple(each.value for each in solutions.variables), tuple(tuple(each) for each in solutions))

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[tuple[Term | None, ...]]:
        return iter(self.rows)


class Stream(NamedTuple):
    """An answer that is read while it is written, once."""

    variables: tuple[str, ...]
    rows: Iterable[Row]

    @classmethod
    def of(cls, solutions: QuerySolutions) -> Stream:
        """Return the solutions of a SELECT query as they come."""
        return cls(tuple(each.value for each in solutions.variables), (tuple(each) for each in solutions))


class Limited:
    """The first rows of another answer; once they are read, `cut` tells whether there were more.

    >>> from pyoxigraph import Literal
    >>> few = Limited(Rows(("n",), ((Literal(1),), (Literal(2),))), 1)
    >>> len(list(few.rows)), few.cut
    (1, True)
    """

    __slots__ = ("_source", "cut", "most", "variables")

    def __init__(self, source: Source, most: int) -> None:
        self._source, self.most, self.cut = source, most, False
        self.variables = source.variables

    @property
    def rows(self) -> Iterator[Row]:
        """The rows, of which no more are asked for than one beyond the limit."""
        for number, row in enumerate(self._source.rows):
            if number == self.most:
                self.cut = True
                return
            yield row
