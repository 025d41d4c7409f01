"""Wordings that count from the day at which a text speaks, or from the date before them: yesterday, next spring."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from kg.dates.calendars import When
from kg.dates.context import Context
from kg.dates.edtf import parse_edtf
from kg.dates.grammar import MONTHS, SEASONS, SHIFTS, WEEKDAYS, Candidates, Record, count_of

__all__ = ["NEAR"]

_SINGLE_SHIFTS = {"last": -1, "past": -1, "previous": -1, "this": 0, "current": 0, "next": 1, "coming": 1}
_DAYS_AWAY = {"yesterday": -1, "today": 0, "tomorrow": 1}


def _day_near(match: re.Match[str], context: Context) -> Candidates:
    away = timedelta(days=_DAYS_AWAY[match[0].lower()])
    return (When(parse_edtf(f"{context.today + away}")),) if context.today else ()


def _weekday(match: re.Match[str], context: Context) -> Candidates:
    """Read a day of the week as the latest or the next one; "last" and "next" leave today out."""
    number = next(at for at, name in enumerate(WEEKDAYS) if name.lower() == match["weekday"].lower())
    shift = _SINGLE_SHIFTS.get((match["which"] or "").lower(), 0)
    if shift:
        return replace(context, ahead=shift > 0).weekday(number, strictly=True)[:1]
    return context.weekday(number)


def _week_or_month(match: re.Match[str], context: Context) -> Candidates:
    shift = _SINGLE_SHIFTS[match["which"].lower()]
    if match["unit"].lower() == "week":
        return context.week(shift)
    return () if context.keeps_iranian_years else context.months_from_now(shift)


def _ago(match: re.Match[str], context: Context) -> Candidates:
    """Read "three days ago" as a day, weeks as a week, months as a month, years as a year."""
    count, unit = count_of(match["number"]), match["unit"].lower().rstrip("s")
    if unit == "year":
        return tuple(year.when() for year in context.years(-count, iranian=context.keeps_iranian_years))
    if unit == "day":
        return (When(parse_edtf(f"{context.today - timedelta(days=count)}")),) if context.today else ()
    return context.week(-count) if unit == "week" else context.months_from_now(-count)


def _season_near(match: re.Match[str], context: Context) -> Candidates:
    """Read the last such season that is over, the next to begin, or that of this year."""
    if not context.days or context.keeps_iranian_years:
        return ()
    name, shift = match["season"].lower(), _SINGLE_SHIFTS[match["which"].lower()]
    years = range(context.days.last.year - 2, context.days.last.year + 3)
    seasons = [When(parse_edtf(f"{year:04}-{20 + SEASONS[name]}")) for year in years if 1 <= year <= 9999]
    if shift < 0:
        return tuple([found for found in seasons if found.edtf.last < context.days.first][-1:])
    if shift > 0:
        return tuple([found for found in seasons if found.edtf.first > context.days.last][:1])
    return tuple(found for found in seasons if found.edtf.first.year == context.days.last.year)[:1]


def _named_month(match: re.Match[str], context: Context) -> Candidates:
    """Read "last December" as the latest one that is over, "next May" as the first that has not begun."""
    number = next(n for n, name in enumerate(MONTHS, 1) if match["month"][:3].lower() == name[:3].lower())
    shift, days = _SINGLE_SHIFTS[match["which"].lower()], context.days
    if not days or context.keeps_iranian_years:
        return ()
    if shift == 0:
        return (When(parse_edtf(f"{days.last.year:04}-{number:02}")),)
    years = range(max(1, days.last.year - 2), min(9999, days.last.year + 2) + 1)
    months = [When(parse_edtf(f"{year:04}-{number:02}")) for year in years]
    if shift < 0:
        return tuple([found for found in months if found.edtf.last < days.first][-1:])
    return tuple([found for found in months if found.edtf.first > days.last][:1])


def _day_after(match: re.Match[str], context: Context) -> Candidates:
    away = timedelta(days=SHIFTS[match["which"].lower()])
    return (When(parse_edtf(f"{context.today + away}")),) if context.today else ()


def _years_after(match: re.Match[str], context: Context) -> Candidates:
    """Read "six years later": in running text it counts from the date before it, as "the following year" does."""
    count = 1 if match["number"].lower() in ("a", "an") else count_of(match["number"])
    shift = count if match["which"].lower() == "later" else -count
    return tuple(year.when() for year in context.years(shift, iranian=context.keeps_iranian_years))


def _this_day(_: re.Match[str], context: Context) -> Candidates:
    return (When(parse_edtf(f"{context.today}")),) if context.today else ()


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
