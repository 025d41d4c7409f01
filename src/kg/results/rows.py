"""Rows of an answer: held in memory, read as they come, or cut at a limit.

It knows terms, not where rows come from nor how they are written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, Protocol

from pyoxigraph import QuerySolutions

from kg.errors import KgError, damage
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
        """Return the solutions of a SELECT query as they come; `KgError` where the query fails on the way."""
        return cls(tuple(each.value for each in solutions.variables), _each(solutions))


def _each(solutions: QuerySolutions) -> Iterator[Row]:
    try:
        for solution in solutions:
            yield tuple(solution)
    except (RuntimeError, OSError) as error:  # such as a server that SERVICE asks and that does not answer
        if damaged := damage(error):
            raise damaged from None
        remedy = "mend the query, or what it asks"
        raise KgError(f"the query stopped: {' '.join(str(error).split())}", remedy=remedy) from None


class Limited:
    """The first rows of another answer, or all of them; once they are read, `cut` tells whether there were more.

    >>> from pyoxigraph import Literal
    >>> few = Limited(Rows(("n",), ((Literal(1),), (Literal(2),))), 1)
    >>> len(list(few.rows)), few.cut, few.read
    (1, True, 1)
    """

    __slots__ = ("_source", "cut", "most", "read", "variables")

    def __init__(self, source: Source, most: int | None = None) -> None:
        self._source, self.most, self.cut, self.read = source, most, False, 0
        self.variables = source.variables

    @property
    def rows(self) -> Iterator[Row]:
        """The rows, of which no more are asked for than one beyond the limit."""
        for row in self._source.rows:
            if self.read == self.most:
                self.cut = True
                return
            self.read += 1
            yield row
