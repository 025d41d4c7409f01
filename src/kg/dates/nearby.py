"""Wordings that count from the day at which a text speaks, or from the date before them: yesterday, next spring."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from kg.dates.calendars import When
from kg.dates.context import Context
from kg.dates.days import Days
from kg.dates.edtf import parse_edtf
from kg.dates.grammar import MONTHS, SEASONS, SHIFTS, WEEKDAYS, Candidates, Record, count_of

__all__ = ["NEAR"]

_DAYS_AWAY = {"yesterday": -1, "today": 0, "tomorrow": 1}


def _day(context: Context, away: int) -> Candidates:
    """Return the day some days from today, where today is known."""
    return (When(parse_edtf(f"{context.today + timedelta(days=away)}")),) if context.today else ()


def _chosen(found: Iterable[When], shift: int, now: Days) -> Candidates:
    """Return the last of some dates that is over by now, the first that has not begun, or that of this year."""
    if shift < 0:
        return tuple([when for when in found if when.edtf.last < now.first][-1:])
    if shift > 0:
        return tuple([when for when in found if when.edtf.first > now.last][:1])
    return tuple([when for when in found if when.edtf.first.year == now.last.year][:1])


def _around(now: Days) -> range:
    """Return the years from two before now to two after it."""
    return range(max(1, now.last.year - 2), min(9999, now.last.year + 2) + 1)


def _day_near(match: re.Match[str], context: Context) -> Candidates:
    return _day(context, _DAYS_AWAY[match[0].lower()])


def _weekday(match: re.Match[str], context: Context) -> Candidates:
    """Read a day of the week as the latest or the next one; "last" and "next" leave today out."""
    number = next(at for at, name in enumerate(WEEKDAYS) if name.lower() == match["weekday"].lower())
    shift = SHIFTS.get((match["which"] or "").lower(), 0)
    if shift:
        return replace(context, ahead=shift > 0).weekday(number, strictly=True)[:1]
    return context.weekday(number)


def _week_or_month(match: re.Match[str], context: Context) -> Candidates:
    shift = SHIFTS[match["which"].lower()]
    if match["unit"].lower() == "week":
        return context.week(shift)
    return () if context.keeps_iranian_years else context.months_from_now(shift)


def _ago(match: re.Match[str], context: Context) -> Candidates:
    """Read "three days ago" as a day, weeks as a week, months as a month, years as a year."""
    count, unit = count_of(match["number"]), match["unit"].lower().rstrip("s")
    if unit == "year":
        return tuple(year.when() for year in context.years(-count, iranian=context.keeps_iranian_years))
    if unit == "day":
        return _day(context, -count)
    return context.week(-count) if unit == "week" else context.months_from_now(-count)


def _season_near(match: re.Match[str], context: Context) -> Candidates:
    """Read the last such season that is over, the next to begin, or that of this year."""
    if not context.days or context.keeps_iranian_years:
        return ()
    code = 20 + SEASONS[match["season"].lower()]
    seasons = [When(parse_edtf(f"{year:04}-{code}")) for year in _around(context.days)]
    return _chosen(seasons, SHIFTS[match["which"].lower()], context.days)


def _named_month(match: re.Match[str], context: Context) -> Candidates:
    """Read "last December" as the latest one that is over, "next May" as the first that has not begun."""
    if not context.days or context.keeps_iranian_years:
        return ()
    number = next(n for n, name in enumerate(MONTHS, 1) if match["month"][:3].lower() == name[:3].lower())
    months = [When(parse_edtf(f"{year:04}-{number:02}")) for year in _around(context.days)]
    return _chosen(months, SHIFTS[match["which"].lower()], context.days)


def _day_after(match: re.Match[str], context: Context) -> Candidates:
    return _day(context, SHIFTS[match["which"].lower()])


def _years_after(match: re.Match[str], context: Context) -> Candidates:
    """Read "six years later": in running text it counts from the date before it, as "the following year" does."""
    count = 1 if match["number"].lower() in ("a", "an") else count_of(match["number"])
    shift = count if match["which"].lower() == "later" else -count
    return tuple(year.when() for year in context.years(shift, iranian=context.keeps_iranian_years))


def _this_day(_: re.Match[str], context: Context) -> Candidates:
    return _day(context, 0)


NEAR = (
    Record("month near", r"(?P<which>last|past|this|next) (?P<month><month>)", _named_month),
    Record("season near", r"(?P<which>last|this|next) (?P<season>spring|summer|autumn|fall|winter)", _season_near),
    Record("day after", r"(?:the )?(?P<which>same|next|following|previous|preceding) day", _day_after),
    Record("years after", r"(?P<number><number>|an?) years? (?P<which>later|earlier)", _years_after),
    Record("part of today", r"this (?:morning|afternoon|evening)|tonight", _this_day),
    Record("ago", r"(?P<number><number>) (?P<unit>days?|weeks?|months?|years?) ago", _ago),
    Record(
        "week or month",
        r"(?:the )?(?P<which>last|past|previous|this|current|next|coming) (?P<unit>week|month)",
        _week_or_month,
    ),
    Record("day of the week", r"(?:(?P<which>last|past|this|next|coming) )?(?P<weekday><weekday>)", _weekday),
    Record("yesterday", r"yesterday", _day_near),
    # "Today" in running text is as often "nowadays": it counts only as the words of a record.
    Record("today", r"today|tomorrow", _day_near, needs_preposition=True),
)
