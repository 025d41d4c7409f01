"""Tells what was changed, when, by whom and what for; which changes were taken back since, and which count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kg.errors import UnusableError
from kg.journal import Change, Journal
from kg.markup import Cell, paragraph, table

__all__ = ["Entry", "Log", "find", "live", "log", "undone_by"]


class Entry(NamedTuple):
    """A change as the log tells it; `undone_by` is the number of the change that took it back, if one did."""

    number: int
    time: str
    author: str
    message: str
    added: int
    removed: int
    undoes: int | None
    undone_by: int | None
    retracts: str | None

    @classmethod
    def of(cls, change: Change, undone: int | None) -> Entry:
        """Return the entry of a change."""
        head, delta = change.head, change.delta
        counts = len(delta.added), len(delta.removed)
        return cls(change.number, head.time, head.author, head.message, *counts, head.undoes, undone, head.retracts)

    def __str__(self) -> str:
        state = f" (undone by {self.undone_by})" if self.undone_by else ""
        return f"{self.number}  {self.time}  {self.author}  {self.message}  +{self.added} −{self.removed}{state}"


@dataclass(frozen=True, slots=True, repr=False)
class Log(Sequence[Entry]):
    """The changes of a project, newest first; prints as a list, and notebooks show it as a table."""

    entries: tuple[Entry, ...]

    def __getitem__(self, index: int) -> Entry:  # type: ignore[override]
        return self.entries[index]

    def __len__(self) -> int:
        return len(self.entries)

    def __iter__(self) -> Iterator[Entry]:
        return iter(self.entries)

    def __str__(self) -> str:
        return "\n".join(map(str, self.entries))

    __repr__ = __str__

    def _repr_html_(self) -> str:
        rows = [[Cell("" if value is None else str(value)) for value in entry] for entry in self.entries]
        return table(Entry._fields, rows) if rows else paragraph("nothing was changed yet")


def log(journal: Journal) -> Log:
    """Return the log of a journal; `UnusableError` where that is damaged."""
    changes = list(journal.changes())
    undone = undone_by(changes)
    return Log(tuple(Entry.of(change, undone.get(change.number)) for change in reversed(changes)))


def undone_by(changes: Iterable[Change]) -> Mapping[int, int]:
    """Return for each change that is taken back the one that did so; an undo that was undone itself does not count."""
    found: dict[int, int] = {}
    for change in sorted(changes, key=lambda each: each.number, reverse=True):
        if change.head.undoes and change.number not in found:
            found.setdefault(change.head.undoes, change.number)
    return found


def live(changes: Sequence[Change]) -> list[Change]:
    """Return the changes that have an effect: neither taken back, nor mere undoing."""
    undone = undone_by(changes)
    return [each for each in changes if each.number not in undone and not each.head.undoes]


def find(journal: Journal, number: int) -> Change:
    """Return a change; `UnusableError` where there is none of that number."""
    count = journal.count()
    if not 1 <= number <= count:
        known = f"the last is {count}" if count else "nothing was changed yet"
        raise UnusableError(f"there is no change {number}", remedy=f"{known}; `kg log` lists them")
    return journal.read(number)
