"""Chance that is the same everywhere: numbers, choices and days that follow from a seed alone.

Only `Random.random` is used, whose numbers Python promises never to change; its other methods may change.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import TypeVar

__all__ = ["Dice"]

_T = TypeVar("_T")


class Dice:
    """Chance that a seed determines."""

    def __init__(self, seed: object) -> None:
        self._next = Random(str(seed)).random

    def number(self, least: int, most: int) -> int:
        """Return a whole number, both ends included.

        >>> Dice("seed").number(1, 6) == Dice("seed").number(1, 6)
        True
        """
        return least + int(self._next() * (most - least + 1))

    def chance(self, share: float) -> bool:
        """Return true in this share of cases."""
        return self._next() < share

    def one(self, of: Sequence[_T]) -> _T:
        """Return one of several."""
        return of[int(self._next() * len(of))]

    def some(self, of: Sequence[_T], most: int) -> list[_T]:
        """Return so many different ones of several, or all where there are fewer, in any order."""
        left, found = list(of), list[_T]()
        while left and len(found) < most:
            found.append(left.pop(int(self._next() * len(left))))
        return found

    def weighted(self, of: Sequence[tuple[_T, float]]) -> _T:
        """Return one of several, each with its weight."""
        rest = self._next() * sum(weight for _, weight in of)
        for each, weight in of:
            rest -= weight
            if rest < 0:
                return each
        return of[-1][0]

    def day(self, first: date, last: date) -> date:
        """Return a day, both ends included."""
        return first + timedelta(days=self.number(0, max(0, (last - first).days)))
