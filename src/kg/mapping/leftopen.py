"""Counts what a draft leaves to the curator, for the summary that `kg draft` prints beside the mapping."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.texts.draft import Draft, DraftSentence, PositionCandidate

__all__ = ["LeftOpen", "lacking_unit", "left_open"]


@dataclass(frozen=True, slots=True)
class LeftOpen:
    """What stands open in a draft: each count with what it counts; and the kinds that the ontology lacks."""

    counts: tuple[tuple[int, str], ...]
    lacking: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return it as lines for a person, without what is counted nought."""
        lines = [f"  {what}: {count}" for count, what in self.counts if count]
        if self.lacking:
            lines.append(f"  kinds to add to a file in ontology/, or units to convert: {', '.join(self.lacking)}")
        return "\n".join(["left open:", *lines, "  who published the text, and what shows it"])


def lacking_unit(unit: str, kinds: frozenset[str]) -> str:
    """Return the kind that a unit would need and the ontology lacks, or an empty string; nothing where none are known.

    >>> lacking_unit("tonnes", frozenset({"unit-usd"})), lacking_unit("usd", frozenset({"unit-usd"}))
    ('unit-tonnes', '')
    """
    return f"unit-{unit}" if kinds and unit and f"unit-{unit}" not in kinds else ""


def left_open(draft: Draft, kinds: frozenset[str]) -> LeftOpen:
    """Count what is open in a draft; `kinds` are those of the ontology."""
    sentences = [s for s in draft.sentences if not s.nothing]
    units = [lacking_unit(amount.unit, kinds) for s in sentences for amount in s.amounts]
    counts = (
        (len(sentences), "sentences to be turned into records, or listed as nothing"),
        (sum(not s.anchor for s in draft.sentences), "sentences without an anchor"),
        (len({name.shown for s in sentences for name in s.names if not name.known}), "unknown names"),
        (sum(1 for _ in _positions(sentences)), "positions without a summary"),
        (sum(bool(p.holders) and not p.sure for p in _positions(sentences)), "of these with a holder that is a guess"),
        (sum(not p.holders and p.stance != "asks" for p in _positions(sentences)), "of these without a holder"),
        (sum(len(s.events) for s in sentences), "meetings, visits and agreements without a slug"),
        (sum(bool(date.other) for s in sentences for date in s.dates), "dates unsure"),
        (sum(len(s.amounts) for s in sentences), "amounts without a measure"),
    )
    return LeftOpen(counts, tuple(sorted(set(units) - {""})))


def _positions(sentences: Iterable[DraftSentence]) -> Iterator[PositionCandidate]:
    for sentence in sentences:
        yield from sentence.positions
