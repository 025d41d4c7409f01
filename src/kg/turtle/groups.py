"""Statements, from wherever they come, as groups: all statements about one subject, and each subject once.

A store is written by Oxigraph itself as N-Quads and split as it is written: no statement is made into Python objects,
and no more than a piece of the graph is in memory. A store on disk keeps the statements of one subject together, one in
memory does not: whoever knows says so, and other statements are sorted first, on disk where they are many.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import IO, cast

from pyoxigraph import Quad, RdfFormat, Store, serialize

from kg.turtle.runs import Runs
from kg.turtle.statements import Statement, Tokens, tokens_of

__all__ = ["Group", "Source", "Take", "each_group", "grouped", "needs_names"]

Group = list[Tokens]
"""The statements about one subject."""

Take = Callable[[Group], None]
_PIECE = 1_000_000  # bytes that are split at a time
_SUBJECT = itemgetter(0)


def _nobody(_: int) -> None:
    """Watch nothing."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where statements come from.

    `grouped` says that those of one subject follow one another and none comes twice, as in a store on disk.
    `watch` is told now and then how many were read. Runs that do not fit in memory lie in the folder `scratch`.
    """

    statements: Store | Iterable[Statement]
    grouped: bool = False
    watch: Callable[[int], None] = _nobody
    scratch: Path | None = None

    @classmethod
    def of(cls, given: Source | Store | Iterable[Statement]) -> Source:
        """Return a source, made from statements where they are given."""
        return given if isinstance(given, Source) else cls(given)


def each_group(source: Source, take: Take) -> None:
    """Call a function with each group of statements of a source.

    Raises `KgError` as `tokens_of` does; what the function raises passes through.
    """
    if source.grouped:
        gathered = _Gatherer(take)
        with _Splitter(gathered, source.watch) as out:
            _write(source.statements, out)
        gathered.end()
        return
    with Runs[Tokens](source.scratch) as runs:
        with _Splitter(runs.extend, source.watch) as out:
            _write(source.statements, out)
        for group in grouped(runs.merged()):
            take(group)


def grouped(in_order: Iterable[Tokens]) -> Iterator[Group]:
    """Yield the groups of statements that come in order, without duplicates."""
    for _, group in groupby(in_order, _SUBJECT):
        yield list(dict.fromkeys(group))


def needs_names(group: Group) -> bool:
    """Tell whether a group has blank nodes, which cannot be written before all that is said of them is known."""
    return group[0][0][0] == "_" or any(value[0] == "_" for _, _, value in group)


def _write(statements: Store | Iterable[Statement], out: _Splitter) -> None:
    file = cast("IO[bytes]", out)
    if isinstance(statements, Store):
        statements.dump(file, RdfFormat.N_QUADS)
    else:
        # N-Quads takes triples, quads, or both in turn; pyoxigraph's annotation knows only the first two.
        serialize(cast("Iterable[Quad]", statements), file, RdfFormat.N_QUADS)


class _Gatherer:
    """Gathers pieces of statements into groups: the last subject of a piece may go on in the next one."""

    def __init__(self, take: Take) -> None:
        self._take = take
        self._last: Group = []

    def __call__(self, piece: Group, _: int) -> None:
        """Take a piece."""
        last = self._last
        for subject, following in groupby(piece, _SUBJECT):
            if last and last[0][0] == subject:
                last += following
                continue
            if last:
                self._take(last)
            last = list(following)
        self._last = last

    def end(self) -> None:
        """Hand on the last group."""
        if self._last:
            self._take(self._last)


class _Splitter:
    """A file to which N-Quads are written, and which hands them on as tokens, a piece at a time."""

    def __init__(self, take: Callable[[Group, int], None], watch: Callable[[int], None]) -> None:
        self._take, self._watch = take, watch
        self._pieces: list[bytes] = []
        self._size = self._count = 0

    def __enter__(self) -> _Splitter:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._split(last=True)

    def write(self, data: bytes) -> int:
        """Take bytes, as pyoxigraph's writer hands them over."""
        self._pieces.append(data)
        self._size += len(data)
        if self._size >= _PIECE:
            self._split()
        return len(data)

    def flush(self) -> None:
        """Do nothing: what is written so far may end within a line."""

    def _split(self, *, last: bool = False) -> None:
        text = b"".join(self._pieces)
        end = len(text) if last else text.rfind(b"\n") + 1
        self._pieces = [text[end:]]
        self._size = len(text) - end
        found = tokens_of(text[:end].decode())
        if found:
            self._take(found, end)
            self._count += len(found)
            self._watch(self._count)
