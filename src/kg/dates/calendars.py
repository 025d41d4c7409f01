"""Years of the Gregorian and the Solar Hijri calendar, and the short forms in which a mapping writes a date.

An Iranian year begins at the March equinox, so that "1391" is no Gregorian year but an interval of days, 2012-03-20 to
2013-03-20. The rules are those of jdatetime, imported where they are needed only. It knows nothing of prose.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from kg.dates.days import Days, EdtfError, calendar_months
from kg.dates.edtf import Edtf, days_edtf, parse_edtf
from kg.dates.readings import Bounds, Reading, bounds

__all__ = ["THIRDS", "When", "Year", "parse_when", "solar_hijri_year_of"]

# Between these years the rule of jdatetime (8 leap years in 33) gives the same days as the equinox itself. They also
# catch a Gregorian year that is marked SH by mistake.
_FIRST_SH, _LAST_SH = 1178, 1633
_SH = re.compile(r"(?P<year>\d{3,4})(?:-(?:Q(?P<quarter>\d)|(?P<month>\d\d)(?:-(?P<day>\d\d))?))?\s+SH")
_MONTH = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d\d))?")
_PART = re.compile(r"(?P<part>early|mid|late)[\s-]+(?P<of>.+)", re.IGNORECASE)
THIRDS = ("early", "mid", "late")


@dataclass(frozen=True, slots=True)
class When:
    """A date as a mapping means it: EDTF, the Iranian year it was given in, and a reading where one was said.

    `solar_hijri_year` is the year that a text in the Solar Hijri calendar names, None for any other text.
    """

    edtf: Edtf
    solar_hijri_year: int | None = None
    reading: Reading | None = None

    def __str__(self) -> str:
        return str(self.edtf)

    def bounds(self, default: Reading = Reading.WITHIN) -> Bounds:
        """Return the four bounds, by its own reading or else the default."""
        return bounds(self.edtf, self.reading or default)


@dataclass(frozen=True, slots=True)
class Year:
    """A year of either calendar; its parts are runs of Gregorian days. `EdtfError` outside the years that are known.

    >>> str(Year(1391, iranian=True).when())
    '2012-03-20/2013-03-20'
    """

    number: int
    iranian: bool = False

    def __post_init__(self) -> None:
        if self.iranian and not _FIRST_SH <= self.number <= _LAST_SH:
            raise EdtfError(
                f"{self.number} SH is no year of the Solar Hijri calendar between {_FIRST_SH} and {_LAST_SH}",
                remedy="write a Gregorian year without SH",
            )
        if not 1 <= self.number <= 9999:
            raise EdtfError(f"{self.number} lies outside the years 0001 to 9999", remedy="leave the date out")

    @classmethod
    def holding(cls, day: date, *, iranian: bool = False) -> Year:
        """Return the year that holds a day."""
        return cls(solar_hijri_year_of(day) if iranian else day.year, iranian)

    @property
    def days(self) -> Days:
        """The days of the whole year."""
        return self.months(1, 12)

    def months(self, first: int, last: int) -> Days:
        """Return the days from one month to another, both included."""
        if not self.iranian:
            return calendar_months(self.number, first, last - first + 1)
        following = _gregorian(self.number, last + 1, 1) if last < 12 else _gregorian(self.number + 1, 1, 1)
        return Days(_gregorian(self.number, first, 1), following - timedelta(days=1))

    def when(self, days: Days | None = None) -> When:
        """Return the year, or some days of it, as a date."""
        if self.iranian:
            days = days or self.days
            return When(days_edtf(days.first, days.last), self.number)
        return When(days_edtf(days.first, days.last) if days else parse_edtf(f"{self.number:04}"))

    def third(self, part: str, month: int | None = None) -> When:
        """Return the early, mid or late days of the year (four months each) or of one of its months.

        A month has ten early days, ten in the middle, and the rest: no standard says where late February begins.
        """
        index = THIRDS.index(part.lower())
        if month is None:
            return self.when(self.months(4 * index + 1, 4 * index + 4))
        days = self.months(month, month)
        first = days.first + timedelta(days=10 * index)
        return self.when(Days(first, days.last if index == 2 else first + timedelta(days=9)))


def solar_hijri_year_of(day: date) -> int:
    """Return the Iranian year that holds a day; `EdtfError` outside 1178 to 1633 SH (1799 to 2255).

    >>> solar_hijri_year_of(date(2013, 3, 20)), solar_hijri_year_of(date(2013, 3, 21))
    (1391, 1392)
    """
    import jdatetime

    # Nowruz falls on one of four days in March: the bounds of the known years follow from those of the calendar.
    if not _gregorian(_FIRST_SH, 1, 1) <= day < _gregorian(_LAST_SH + 1, 1, 1):
        raise EdtfError(f"{day} lies outside the known years of the Solar Hijri calendar", remedy="use EDTF")
    return int(jdatetime.date.fromgregorian(date=day).year)


def parse_when(text: str) -> When:
    """Read a date as mappings write it; `EdtfError` where it is none of these forms or names no day.

    EDTF; `1391 SH`, `1391-Q4 SH`, `1391-10 SH`, `1391-12-30 SH`; `early`, `mid` or `late` before a year or a month
    (`late 2013-02`, `early 1391 SH`); `a..b`, short for `[a..b]`.

    >>> str(parse_when("1391-Q4 SH")), str(parse_when("late 2013-02")), str(parse_when("2013-02-21..2013-04-23"))
    ('2012-12-21/2013-03-20', '2013-02-21/2013-02-28', '[2013-02-21..2013-04-23]')
    """
    text = text.strip()
    if part := _PART.fullmatch(text):
        return _read_third(text, part["part"], part["of"])
    if solar := _SH.fullmatch(text):
        return _read_solar(solar)
    if ".." in text and "/" not in text and text[0] not in "[{":
        text = f"[{text}]"
    return When(parse_edtf(text))


def _read_third(text: str, part: str, of: str) -> When:
    solar = _SH.fullmatch(of)
    found = solar or _MONTH.fullmatch(of)
    if not found or (solar and (solar["quarter"] or solar["day"])):
        raise EdtfError(f"{text!r} is not understood", remedy=f"write {part.lower()} before a year or a month: 2013-02")
    year = Year(int(found["year"]), iranian=bool(solar))
    return year.third(part, _month(found["month"], text) if found["month"] else None)


def _read_solar(found: re.Match[str]) -> When:
    year = Year(int(found["year"]), iranian=True)
    if found["quarter"]:
        quarter = int(found["quarter"])
        if not 1 <= quarter <= 4:
            raise EdtfError(f"{found[0]!r} has no such quarter", remedy="quarters are Q1 to Q4")
        return year.when(year.months(3 * quarter - 2, 3 * quarter))
    if not found["month"]:
        return year.when()
    month = _month(found["month"], found[0])
    if not found["day"]:
        return year.when(year.months(month, month))
    day = _gregorian(year.number, month, int(found["day"]))
    return year.when(Days(day, day))


def _month(text: str, whole: str) -> int:
    if not 1 <= int(text) <= 12:
        raise EdtfError(f"{whole!r} has no such month: {text}", remedy="months are 01 to 12")
    return int(text)


def _gregorian(year: int, month: int, day: int) -> date:
    """Return the Gregorian day of a Solar Hijri one; jdatetime refuses 30 Esfand of a common year, and so do we."""
    import jdatetime

    try:
        found = jdatetime.date(year, month, day).togregorian()
    except ValueError as error:
        raise EdtfError(
            f"the Solar Hijri calendar has no day {year}-{month:02}-{day:02}",
            remedy="months 1 to 6 have 31 days, 7 to 11 have 30, the twelfth 29, or 30 in a leap year",
        ) from error
    return date(found.year, found.month, found.day)
