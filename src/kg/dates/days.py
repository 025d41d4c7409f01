"""One date as EDTF writes it, and the days that it can mean.

It reads a single date (`2012`, `2012-04-XX`, `2013-24`, `?2004-06-~11`) and knows nothing of intervals and sets, which
`kg.dates.edtf` builds from it. A date is a template: an `X` stands for any digit. What the template can mean is found
by trying its values in order from both ends, so that `XXXX-02-29` begins and ends in leap years.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from typing import NoReturn

from kg.errors import KgError

__all__ = ["OPEN_BEGIN", "OPEN_END", "Days", "EdtfError", "Extent", "calendar_months", "read_date"]

OPEN_BEGIN = date(1, 1, 1)
OPEN_END = date(9999, 12, 31)

_FORMS = "write 2013, 2013-02, 2013-02-23, 2013-02-21/2013-02-28 or another form of EDTF"
_DATE = re.compile(
    r"[?~%]?(?P<year>[0-9X]{4})[?~%]?(?:-[?~%]?(?P<month>[0-9X]{2})[?~%]?(?:-[?~%]?(?P<day>[0-9X]{2})[?~%]?)?)?"
)
_UNPADDED = re.compile(r"\d{4}-\d{1,2}(?:-\d{1,2})?")
# First month and number of months by EDTF code. The specification gives the seasons no months: these are the
# meteorological ones of the northern half of the earth, named by the year they begin in. The codes 25 to 32, seasons by
# hemisphere, are left out: two texts for the same days would hide a slip (2014-21 and 2014-31).
_STRETCHES: dict[int, tuple[int, int]] = {
    **{month: (month, 1) for month in range(1, 13)},
    **{21: (3, 3), 22: (6, 3), 23: (9, 3), 24: (12, 3)},
    **{33: (1, 3), 34: (4, 3), 35: (7, 3), 36: (10, 3), 37: (1, 4), 38: (5, 4), 39: (9, 4), 40: (1, 6), 41: (7, 6)},
}


class EdtfError(KgError, ValueError):
    """A date that cannot be read, or that no calendar has."""


@dataclass(frozen=True, slots=True, order=True)
class Days:
    """A closed run of days; `EdtfError` where the first comes after the last.

    >>> date(2013, 2, 21) in Days(date(2013, 2, 1), date(2013, 2, 28))
    True
    """

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.first > self.last:
            raise EdtfError(f"{self.first} comes after {self.last}", remedy="write the earlier day first")

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Extent:
    """The days on which something may begin and may end, and how sure the source is of them."""

    begin: Days
    end: Days
    approximate: bool = False
    uncertain: bool = False

    @property
    def touched(self) -> Days:
        """Every day that it can touch."""
        return Days(self.begin.first, self.end.last)


def read_date(text: str) -> Extent:
    """Read one EDTF date, level 0 to 2, within the years 0001 to 9999; `EdtfError` where it is none.

    Spec: https://www.loc.gov/standards/datetime/ (ISO 8601-2:2019, annex A). Times of day, exponents and significant
    digits are not read; a qualifier counts for the whole date, wherever it stands.

    >>> read_date("2012-04").begin == Days(date(2012, 4, 1), date(2012, 4, 1))
    True
    >>> read_date("2012-04-XX").begin == Days(date(2012, 4, 1), date(2012, 4, 30))
    True
    """
    found = _DATE.fullmatch(text)
    if not found:
        _refuse_form(text)
    year, month, day = found["year"], found["month"], found["day"]
    first = next(_meanings(year, month, day), None)
    last = next(_meanings(year, month, day, backwards=True), None)
    if first is None or last is None:
        _refuse_value(text, month, day)
    return Extent(
        begin=Days(first.first, last.first),
        end=Days(first.last, last.last),
        approximate=bool(set(text) & set("~%")),
        uncertain=bool(set(text) & set("?%")),
    )


def calendar_months(year: int, month: int, count: int = 1) -> Days:
    """Return the days of one or more months; a stretch that would pass the year 9999 ends with it.

    >>> calendar_months(2013, 12, 3).last
    datetime.date(2014, 2, 28)
    """
    years, months = divmod(month - 1 + count, 12)
    after = year + years
    last = date(after, months + 1, 1) - timedelta(days=1) if after <= OPEN_END.year else OPEN_END
    return Days(date(year, month, 1), last)


def _meanings(year: str, month: str | None, day: str | None, *, backwards: bool = False) -> Iterator[Days]:
    """Yield what a template can mean, in order; nothing where no calendar has it."""
    for y in _values(year, backwards=backwards):
        if y == 0:
            continue
        if month is None:
            yield calendar_months(y, 1, 12)
            continue
        for m in _values(month, backwards=backwards):
            if m not in _STRETCHES or ("X" in month and m > 12):
                continue
            if day is None:
                yield calendar_months(y, *_STRETCHES[m])
                continue
            for d in _values(day, backwards=backwards):
                with suppress(ValueError):
                    yield Days(date(y, m, d), date(y, m, d))


def _values(template: str, *, backwards: bool) -> Iterable[int]:
    digits = "9876543210" if backwards else "0123456789"
    choices = [digits if char == "X" else char for char in template]
    return (int("".join(chosen)) for chosen in product(*choices))


def _refuse_form(text: str) -> NoReturn:
    if re.match(r"Y|[-+]?\d{5}|-", text):
        _refuse_year(text)
    if re.match(r"\d{4}-\d{2}-\d{2}T", text):
        raise EdtfError(f"{text!r} has a time of day", remedy="write the day only")
    if _UNPADDED.fullmatch(text):
        padded = "-".join(part.zfill(2) for part in text.split("-"))
        raise EdtfError(f"{text!r} lacks a leading zero", remedy=f"write {padded}")
    if re.search(r"[xuU]", text) and _DATE.fullmatch(re.sub("[xuU]", "X", text)):
        raise EdtfError(f"{text!r} is not EDTF", remedy="write an unspecified digit as a capital X")
    raise EdtfError(f"{text!r} is not a date of EDTF", remedy=_FORMS)


def _refuse_value(text: str, month: str | None, day: str | None) -> NoReturn:
    if re.match(r"[?~%]?0000", text):
        _refuse_year(text)
    if month and "X" not in month and int(month) not in (_STRETCHES if day is None else range(1, 13)):
        months = "01 to 12" if day else "01 to 12, seasons 21 to 24, quarters 33 to 36"
        raise EdtfError(f"{text!r} has no such month: {month}", remedy=f"months are {months}")
    raise EdtfError(f"the calendar has no day {text}", remedy="check the day against the length of the month")


def _refuse_year(text: str) -> NoReturn:
    raise EdtfError(f"{text!r} lies outside the years 0001 to 9999", remedy="leave the date out, or say it in a note")
