"""What relative words count from: the date that a text speaks at, and the years that its words name.

"Last year" is a year of the calendar that the text keeps, before the year in which it speaks. This module holds that
arithmetic; which English words mean what stands in `kg.dates.wording`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from kg.dates.calendars import When, Year
from kg.dates.days import OPEN_BEGIN, OPEN_END, Days, calendar_months
from kg.dates.edtf import days_edtf, parse_edtf

__all__ = ["Context"]

# A text speaks at a day, in a month or a year. Of a longer stretch nobody can say which year was its last.
_LONGEST_NOW = 366
_YEARS_BETWEEN_LEAP_DAYS = 8


@dataclass(frozen=True, slots=True)
class Context:
    """What is known when a phrase is read: `now`, the calendar, a year that a parenthesis has just told, and whether
    the phrase speaks of what is to come.
    """

    now: When | None = None
    iranian: bool = False
    told: Year | None = None
    ahead: bool = False

    @property
    def days(self) -> Days | None:
        """The days of `now`, None where it is missing or too long to count from."""
        if self.now is None or self.now.edtf.first == OPEN_BEGIN or self.now.edtf.last == OPEN_END:
            return None
        days = Days(self.now.edtf.first, self.now.edtf.last)
        return days if (days.last - days.first).days < _LONGEST_NOW else None

    @property
    def keeps_iranian_years(self) -> bool:
        """Whether "the year" is an Iranian one: the text keeps them, or `now` was given in one."""
        return self.iranian or (self.now is not None and self.now.solar_hijri_year is not None)

    def years(self, shift: int, *, iranian: bool) -> tuple[Year, ...]:
        """Return the year some years from now: two where `now` reaches into two years, the later first."""
        if self.told and self.told.iranian is iranian:
            return (self.told,)
        if not self.days:
            return ()
        held = (Year.holding(day, iranian=iranian) for day in (self.days.last, self.days.first))
        return tuple(dict.fromkeys(Year(year.number + shift, iranian) for year in held))

    def month(self, month: int) -> tuple[When, ...]:
        """Return the latest such month that has begun by now, then the next one; of what is to come, the next first."""
        return tuple(When(parse_edtf(f"{first.year:04}-{first.month:02}")) for first in self._nearest(month, 1))

    def day(self, month: int, day: int) -> tuple[When, ...]:
        """Return the latest such day not after now, then the next one; of what is to come, the next first."""
        return tuple(When(parse_edtf(f"{found}")) for found in self._nearest(month, day))

    @property
    def today(self) -> date | None:
        """The day of `now`, None where it is longer than a day."""
        return self.days.first if self.days and self.days.first == self.days.last else None

    def weekday(self, number: int, *, strictly: bool = False) -> tuple[When, ...]:
        """Return the latest such day of the week (Monday is 0) by today, or before it where `strictly`, and the next
        one; of what is to come, the next first.
        """
        if not self.today:
            return ()
        back, step = (self.today.weekday() - number) % 7, 7 if strictly else 0
        past = self.today - timedelta(days=back or step)
        following = self.today + timedelta(days=7 - back if back else step)
        days = (following, past) if self.ahead else (past, following)
        return tuple(When(parse_edtf(f"{day}")) for day in dict.fromkeys(days))

    def week(self, shift: int) -> tuple[When, ...]:
        """Return the week, Monday to Sunday, some weeks from today."""
        if not self.today:
            return ()
        monday = self.today - timedelta(days=self.today.weekday()) + timedelta(weeks=shift)
        return (When(days_edtf(monday, monday + timedelta(days=6))),)

    def months_from_now(self, shift: int) -> tuple[When, ...]:
        """Return the Gregorian month some months from the month of now."""
        days = self.days
        if not days or (days.first.year, days.first.month) != (days.last.year, days.last.month):
            return ()
        count = 12 * days.first.year + days.first.month - 1 + shift
        return (When(parse_edtf(f"{count // 12:04}-{count % 12 + 1:02}")),)

    def past(self, years: int) -> tuple[When, ...]:
        """Return the stretch of so many years that ends now: to the day as far as `now` is, then in whole years."""
        if not self.days or not self.now:
            return ()
        first, last = self.days.first, self.days.last
        if years >= first.year:
            return ()
        whole = When(parse_edtf(f"{last.year - years:04}/{last.year:04}"))
        if self.now.solar_hijri_year and self.days == Year(self.now.solar_hijri_year, iranian=True).days:
            begin = Year(self.now.solar_hijri_year - years, iranian=True).days.first
            return (When(days_edtf(begin, last)), whole)
        if self.days == Year(first.year).days:
            return (whole,)
        then = calendar_months(first.year - years, first.month)
        begin = min(then.last, then.first + timedelta(days=first.day - 1))  # 29 February becomes the 28th
        return (When(days_edtf(begin, last)), whole)

    def _nearest(self, month: int, day: int) -> Iterator[date]:
        """Yield the last such day not after now and the first after it (29 February may be years away)."""
        if not self.days:
            return
        now = self.days.last
        around = range(now.year - _YEARS_BETWEEN_LEAP_DAYS, now.year + _YEARS_BETWEEN_LEAP_DAYS + 1)
        days = [date(year, month, day) for year in around if 1 <= year <= 9999 and _exists(year, month, day)]
        past, coming = [found for found in days if found <= now][-1:], [found for found in days if found > now][:1]
        yield from (*coming, *past) if self.ahead else (*past, *coming)


def _exists(year: int, month: int, day: int) -> bool:
    return 1 <= day <= calendar_months(year, month).last.day
