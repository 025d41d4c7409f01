"""Finds quotations, which may run from one sentence of a paragraph to another, and the verbs that bring them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

__all__ = ["Quotes", "Stretch", "brought_by", "inside", "is_statement"]

_OPENING, _CLOSING = "“„«", "”»"
_FEWEST_WORDS = 3  # a shorter quotation is a term, unless it is a sentence of its own
Stretch = tuple[int, int]


class Quotes:
    """Reads the sentences of a text in order."""

    def __init__(self) -> None:
        self.left_open = False

    def paragraph(self) -> None:
        """Say that a paragraph ends: a quotation left open does not go on."""
        self.left_open = False

    def find(self, words: str) -> tuple[Stretch, ...]:
        """Return the stretches between quotation marks in the next sentence."""
        return tuple(self._stretches(words))

    def _stretches(self, words: str) -> Iterator[Stretch]:
        start = 0 if self.left_open else None
        low = False
        for index, character in enumerate(words):
            opens = character in _OPENING or character == '"'
            if opens and start is None:
                start, low = index + 1, character == "„"
            elif start is not None and (character in _CLOSING or character == '"' or (low and character == "“")):
                yield start, index
                start = None
        if start is not None:
            yield start, len(words)
        self.left_open = start is not None


def inside(offset: int, stretches: Iterable[Stretch]) -> bool:
    """Tell whether an offset lies in one of the stretches."""
    return any(a <= offset < b for a, b in stretches)


def is_statement(quoted: str) -> bool:
    """Tell a statement from a term in quotation marks.

    >>> is_statement("Nobody came."), is_statement("open skies")
    (True, False)
    """
    count = len(quoted.split())
    whole = quoted[:1].isupper() and re.search(r"[.,!?]\Z", quoted.strip()) is not None
    return count >= _FEWEST_WORDS or (whole and count > 1)


def brought_by(quote: Stretch, verbs: Sequence[Stretch]) -> Stretch | None:
    """Return the verb that brings a quotation: the last one before it, after one that opens the sentence the first."""
    before = [verb for verb in verbs if verb[1] <= quote[0]]
    after = [verb for verb in verbs if verb[0] >= quote[1]]
    if quote[0] <= 1 and after:
        return after[0]
    return before[-1] if before else after[0] if after else None
