"""A small reader of EDTF, the Extended Date/Time Format: text to the days that it can mean.

It covers levels 0 and 1 and of level 2 what dates of diplomacy need: dates, intervals, and sets. It knows no calendar
but the Gregorian, no prose, and not how a fact uses a date: that is a reading (`kg.dates.readings`).

Each text becomes two runs of days: on which days the thing may begin, and on which it may end. That is all that the
bounds of a fact need, and it keeps two things apart that one pair of days mixes up: `2012` is the whole year, begun on
1 January for certain; `2012/2013` begins on some day of 2012.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from kg.dates.days import OPEN_BEGIN, OPEN_END, Days, EdtfError, Extent, read_date

__all__ = ["Edtf", "Kind", "days_edtf", "parse_edtf"]


class Kind(StrEnum):
    """What an EDTF text is: a date, an interval, or a set of which one or all members count."""

    DATE = "date"
    INTERVAL = "interval"
    ONE_OF = "one of"
    ALL_OF = "all of"


@dataclass(frozen=True, slots=True)
class Edtf:
    """An EDTF value: its canonical text, and the days on which it may begin and may end.

    `approximate` (`~`, `%`) and `uncertain` (`?`, `%`) tell whether any part of the text is so qualified; a qualifier
    moves no day, because no specification says how far it reaches.
    """

    text: str
    kind: Kind
    begin: Days
    end: Days
    approximate: bool = False
    uncertain: bool = False

    def __str__(self) -> str:
        return self.text

    @property
    def first(self) -> date:
        """The first day that it can touch."""
        return self.begin.first

    @property
    def last(self) -> date:
        """The last day that it can touch."""
        return self.end.last

    @property
    def qualified(self) -> bool:
        """Whether any part of it is approximate or uncertain."""
        return self.approximate or self.uncertain


@lru_cache(maxsize=4096)
def parse_edtf(text: str) -> Edtf:
    """Read EDTF; `EdtfError` where the text is none, names no day of the calendar, or ends before it begins.

    Spec: https://www.loc.gov/standards/datetime/ (ISO 8601-2:2019). An open end (`..`) and an unknown one (nothing)
    both leave the bound on that side open: `2012-03/..` does not say that a thing lasts for ever. Where the two ends of
    an interval overlap, each is held inside the other, since nothing ends before it begins.

    >>> value = parse_edtf("2012-03/2013")
    >>> str(value.begin.last), str(value.end.first)
    ('2012-03-31', '2013-01-01')
    >>> parse_edtf("2013-02-30")
    Traceback (most recent call last):
    ...
    kg.dates.days.EdtfError: the calendar has no day 2013-02-30; check the day against the length of the month
    """
    text = text.strip()
    if text[:1] in {"[", "{"}:
        return _read_set(text)
    if "/" in text:
        return _read_interval(text)
    return _edtf(text, Kind.DATE, read_date(text))


def days_edtf(first: date, last: date) -> Edtf:
    """Return the EDTF of a run of days; `EdtfError` where they are in the wrong order.

    >>> str(days_edtf(date(2013, 2, 21), date(2013, 2, 28)))
    '2013-02-21/2013-02-28'
    """
    days = Days(first, last)
    return parse_edtf(f"{first}" if first == last else f"{days.first}/{days.last}")


def _edtf(text: str, kind: Kind, extent: Extent) -> Edtf:
    return Edtf(text, kind, extent.begin, extent.end, extent.approximate, extent.uncertain)


def _read_interval(text: str) -> Edtf:
    ends = text.split("/")
    if len(ends) != 2:
        raise EdtfError(f"{text!r} has more than one slash", remedy="write begin/end")
    left, right = (None if end in {"", ".."} else read_date(end) for end in ends)
    if left is None and right is None:
        raise EdtfError(f"{text!r} names no day", remedy="leave the date out")
    return _edtf(text, Kind.INTERVAL, _between(text, left, right))


def _between(text: str, left: Extent | None, right: Extent | None) -> Extent:
    """Return the extent from one date to another; None is an open or unknown end."""
    first = left.touched.first if left else OPEN_BEGIN
    last = right.touched.last if right else OPEN_END
    if first > last:
        raise EdtfError(f"{text!r} ends before it begins", remedy="write the earlier date first")
    given = [extent for extent in (left, right) if extent]
    return Extent(
        begin=Days(first, min(left.touched.last, last) if left else last),
        end=Days(max(right.touched.first, first) if right else first, last),
        approximate=any(extent.approximate for extent in given),
        uncertain=any(extent.uncertain for extent in given),
    )


def _read_set(text: str) -> Edtf:
    brackets, inside = text[0] + text[-1], text[1:-1]
    if brackets not in {"[]", "{}"} or not inside.strip():
        raise EdtfError(f"{text!r} is not a set of EDTF", remedy="write [a,b] or [a..b] for one of, {a,b} for all of")
    texts = re.sub(r"\s*(,|\.\.)\s*", r"\1", inside.strip()).split(",")
    members = [_read_member(member, index == 0, index == len(texts) - 1) for index, member in enumerate(texts)]
    approximate, uncertain = any(m.approximate for m in members), any(m.uncertain for m in members)
    canonical = f"{text[0]}{','.join(texts)}{text[-1]}"
    if brackets == "[]":
        days = Days(min(m.begin.first for m in members), max(m.end.last for m in members))
        return Edtf(canonical, Kind.ONE_OF, days, days, approximate, uncertain)
    begin = Days(min(m.begin.first for m in members), min(m.begin.last for m in members))
    end = Days(max(m.end.first for m in members), max(m.end.last for m in members))
    return Edtf(canonical, Kind.ALL_OF, begin, end, approximate, uncertain)


def _read_member(text: str, is_first: bool, is_last: bool) -> Extent:
    """Read a member of a set: a date, or a range that may be open at the outer ends of the set only."""
    left, dots, right = text.partition("..")
    if not dots:
        return read_date(text)
    if (not left and not is_first) or (not right and not is_last) or not (left or right):
        raise EdtfError(f"{text!r} is open inside a set", remedy="write .. at the outer ends of a set only")
    begin, end = (read_date(side) if side else None for side in (left, right))
    extent = _between(text, begin, end)
    # All dates from a to b begin where a begins, not on any day of a: a range in a set is a list, not an interval.
    return Extent(
        begin.begin if begin else extent.begin, end.end if end else extent.end, extent.approximate, extent.uncertain
    )
