"""How English prose words a date: a table of wordings, each with the function that reads it.

A new wording is a new record. Its function gets the match of its template (`kg.dates.grammar`) and what the text counts
from, and returns the candidates, likeliest first, or nothing where it cannot tell. It may raise `EdtfError` (30
February): the wording then is not understood. Normalising, searching and comparing is the work of `kg.dates.phrases`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from kg.dates.calendars import THIRDS, When, Year
from kg.dates.context import Context
from kg.dates.days import Days
from kg.dates.edtf import days_edtf, parse_edtf
from kg.dates.grammar import MONTHS, ORDINALS, SEASONS, SHIFTS, Candidates, Record, compiled, count_of
from kg.dates.nearby import NEAR

__all__ = ["RECORDS", "candidates"]

# A bare number below this is likelier a count than a year, unless the text keeps Iranian years.
_EARLIEST_BARE_YEAR = 1500
_IRANIAN_YEARS = range(1200, 1500)
_YEAR = "<year>"
_THE_YEAR = "the (?:Iranian )?(?:calendar )?year"


def candidates(phrase: str, context: Context) -> Candidates:
    """Return what the first wording that fits the whole phrase makes of it; nothing where none does."""
    for record in RECORDS:
        if (match := compiled(record.template).fullmatch(phrase)) and (found := record.read(match, context)):
            return found
    return ()


def _years(text: str, context: Context) -> tuple[Year, ...]:
    """Return the years that a wording of one year can mean: a number, or words that count from now."""
    words = text.lower().split()
    named = "iranian" in words
    if words[-1].isdigit():
        number = int(words[-1])
        iranian = named or (context.keeps_iranian_years and number in _IRANIAN_YEARS)
        bare = len(words) == 1 and not iranian
        return () if bare and number < _EARLIEST_BARE_YEAR else (Year(number, iranian),)
    shift = next((SHIFTS[word] for word in words if word in SHIFTS), 0)
    return context.years(shift, iranian=named or context.keeps_iranian_years)


def _year(match: re.Match[str], context: Context) -> Candidates:
    return tuple(year.when() for year in _years(match[0], context))


def _calendar_date(match: re.Match[str], context: Context) -> Candidates:
    """Read a month, a month and a year, a month and a day, or all three, in any order."""
    text = match[0]
    month = next(number for number, name in enumerate(MONTHS, 1) if re.search(rf"\b{name[:3]}", text, re.IGNORECASE))
    year, day = re.search(r"\d{4}", text), re.search(r"(?<!\d)\d{1,2}(?!\d)", text)
    if year is None:
        return context.day(month, int(day[0])) if day else context.month(month)
    return (When(parse_edtf(f"{year[0]}-{month:02}" + (f"-{int(day[0]):02}" if day else ""))),)


def _iso(match: re.Match[str], _: Context) -> Candidates:
    return (When(parse_edtf(match[0])),)


def _iso_month(match: re.Match[str], context: Context) -> Candidates:
    """Read `2001-05` as a month and as the years 2001 to 2005; `2012-17` can only be the latter."""
    first, last = match["first"], match["first"][:2] + match["last"]
    month = (When(parse_edtf(f"{first}-{match['last']}")),) if 1 <= int(match["last"]) <= 12 else ()
    return month + (_between(first, last, context) if first < last else ())


def _span(match: re.Match[str], context: Context) -> Candidates:
    """Read a range whose two ends may share a month before them or a month and year after them."""
    shared = match.groupdict()
    head, tail = shared.get("head") or "", shared.get("tail") or ""
    return _between(head + match["a"] + tail, head + match["b"] + tail, context)


def _between(left: str, right: str, context: Context) -> Candidates:
    begins, ends = candidates(left, context), candidates(right, context)
    if not begins or not ends:
        return ()
    pairs = ((begin, end) for begin in begins for end in ends if begin.edtf.first <= end.edtf.last)
    begin, end = next(pairs, (begins[0], ends[0]))  # of two days without a year, the second follows the first
    if begin.solar_hijri_year or end.solar_hijri_year:
        return (When(days_edtf(begin.edtf.first, end.edtf.last)),)
    return (When(parse_edtf(f"{begin}/{end}")),)


def _third(match: re.Match[str], context: Context) -> Candidates:
    """Read early, mid and late of a year, a month or a decade."""
    part, of = match["part"].lower(), match["of"]
    if decade := re.search(r"(\d{3})0\W?s$", of):
        first, last = ((0, 3), (4, 6), (7, 9))[THIRDS.index(part)]
        return (When(parse_edtf(f"{decade[1]}{first}/{decade[1]}{last}")),)
    if compiled(_YEAR).fullmatch(of):
        return tuple(year.third(part) for year in _years(of, context))
    return tuple(Year(month.edtf.first.year).third(part, month.edtf.first.month) for month in candidates(of, context))


def _edge(match: re.Match[str], context: Context) -> Candidates:
    """Read the first or last days of a year as its first or last month, of a month as its early or late days."""
    late = re.search("clos|last|final|end", match["edge"], re.IGNORECASE) is not None
    if not compiled(_YEAR).fullmatch(match["of"]):
        months = candidates(match["of"].lower().replace("the month", "this month"), context)
        if not months:
            return ()
        month = months[0].edtf.first
        return (Year(month.year).third("late" if late else "early", month.month),)
    return tuple(_month(year, 12 if late else 1) for year in _years(match["of"], context))


def _month(year: Year, month: int) -> When:
    if year.iranian:
        return year.when(year.months(month, month))
    return When(parse_edtf(f"{year.number:04}-{month:02}"))


def _month_near(match: re.Match[str], context: Context) -> Candidates:
    """Read "January last year"; a month of an Iranian year would have another name."""
    month = next(n for n, name in enumerate(MONTHS, 1) if match["month"][:3].lower() == name[:3].lower())
    return tuple(_month(year, month) for year in _years(match["of"], context) if not year.iranian)


def _first_months(match: re.Match[str], context: Context) -> Candidates:
    count = count_of(match["number"])
    if not 2 <= count <= 12:
        return ()
    return tuple(
        year.when(year.months(1, count))
        if year.iranian
        else When(parse_edtf(f"{year.number:04}-01/{year.number:04}-{count:02}"))
        for year in _years(match["of"], context)
    )


def _week_of(match: re.Match[str], context: Context) -> Candidates:
    return tuple(week for day in candidates(match["of"], context) for week in replace(context, now=day).week(0))


def _fraction(match: re.Match[str], context: Context) -> Candidates:
    """Read a quarter or a half of a year; of "the year" it is the latest one that has begun by now."""
    unit, word = (match["unit"] or "quarter").lower(), (match["nth"] or match["q"]).lower()
    size = 6 if unit == "half" else 3
    nth = 12 // size if word in {"last", "final"} else _ordinal(word)
    if not 1 <= nth <= 12 // size:
        return ()
    years = _years(match["of"], context)
    if compiled(_THE_YEAR).fullmatch(match["of"]):
        years += tuple(Year(year.number - 1, year.iranian) for year in years)
    found = [year.when(year.months(size * (nth - 1) + 1, size * nth)) for year in dict.fromkeys(years)]
    if context.days and len(found) > 1 and not context.ahead:
        now = context.days.last
        found = [when for when in found if when.edtf.first <= now]
    return tuple(found)


def _season(match: re.Match[str], context: Context) -> Candidates:
    """Read a season; the winter of 2013 is the one that begins in it, or else the one that ends in it."""
    number = SEASONS[match["season"].lower()]
    found: list[When] = []
    for year in _years(match["of"], context):
        if year.iranian:
            found.append(year.when(year.months(3 * number - 2, 3 * number)))
        else:
            begun = (year.number, year.number - 1) if number == 4 else (year.number,)
            found += [When(parse_edtf(f"{numeral:04}-{20 + number}")) for numeral in begun]
    return tuple(found)


def _decade(match: re.Match[str], _: Context) -> Candidates:
    return (When(parse_edtf(f"{match['decade']}0/{match['decade']}9")),)


def _century(match: re.Match[str], _: Context) -> Candidates:
    """Read a century as historians count it, 1701 to 1800, or else by its digits, 17XX."""
    nth = _ordinal(match["nth"])
    strict = When(parse_edtf(f"{100 * nth - 99:04}/{100 * nth:04}"))
    return (strict, When(parse_edtf(f"{nth - 1:02}XX")))


def _ordinal(word: str) -> int:
    word = word.lower()
    return ORDINALS.index(word) + 1 if word in ORDINALS else int(word.rstrip("stndrh"))


def _past(match: re.Match[str], context: Context) -> Candidates:
    """Read a stretch of years that ends now; "the past year" may also be the calendar year before."""
    if match["year"]:
        year = context.years(-1, iranian=context.keeps_iranian_years)
        return context.past(1) + tuple(found.when() for found in year)
    count, unit = count_of(match["number"] or "one"), (match["unit"] or "decades").lower()
    return context.past(count if unit == "years" else 10 * count)


def _ended(match: re.Match[str], context: Context) -> Candidates:
    """Read what ended on the last day of an Iranian year as that year, then as the day."""
    days = candidates(match["full"], context)
    year = Year.holding(days[0].edtf.last, iranian=True)
    return (year.when(), *days) if year.days.last == days[0].edtf.last else days


def _explained(match: re.Match[str], context: Context) -> Candidates:
    """Read words with a parenthesis that tells their year, or repeats them in another calendar; both must agree."""
    told = candidates(match["told"].strip(), context)
    if not told:
        return ()
    days = Days(told[0].edtf.first, told[0].edtf.last)
    middle = days.first + timedelta(days=(days.last - days.first).days // 2)
    year = Year.holding(middle, iranian=bool(told[0].solar_hijri_year) or days != Year(middle.year).days)
    if year.days != days:
        return ()
    inside = candidates(match["what"], replace(context, told=year))
    return tuple(when for when in inside if when.edtf.first in days and when.edtf.last in days)


RECORDS = (
    Record("explained", r"(?P<what>(?:(?:the )?\w+ (?:\w+ )?of )?<year>)\s*\((?P<told>[^()]{4,60})\)", _explained),
    Record("range", r"(?P<a><date>)(?:<dash>| to | until | through )(?P<b><date>)", _span),
    Record("between", r"between (?P<a><date>) and (?P<b><date>)", _span),
    Record("days of a month", r"(?P<a><day>)(?:<dash>| to | and )(?P<b><day>)(?P<tail> <month>(?:,? <y4>)?)", _span),
    Record(
        "month and days",
        r"(?P<head><month> )(?P<a><day>)(?:<dash>| to | and )(?P<b><day>)(?P<tail>(?:,? <y4>)?)",
        _span,
    ),
    Record("range in a year", r"(?P<a><monthday>|<month>)<dash>(?P<b><monthday>|<month>)(?P<tail>,? <y4>)", _span),
    Record("full date", r"<full>", _calendar_date),
    Record("ISO date", r"\d{4}-\d\d-\d\d", _iso),
    Record("ISO month, years", r"(?P<first>(?:1[5-9]|20)\d\d)<dash>(?P<last>\d\d)", _iso_month),
    Record("month", r"<month>,? (?:of )?<y4>", _calendar_date),
    Record("month of a year near", r"(?P<month><month>) (?:of )?(?P<of><year>)", _month_near),
    Record("months of a year", r"(?:the )?first (?P<number><number>) months of (?P<of><year>)", _first_months),
    Record("week of a day", r"(?:the )?week of (?P<of><full>|<monthday>)", _week_of),
    Record(
        "third",
        r"(?:the )?(?P<part>early|mid|late)(?:<dash>| )(?P<of><month>,? <y4>|<month>|(?:the )?\d{3}0\W?s|<year>)",
        _third,
    ),
    Record(
        "edge",
        r"(?P<edge>(?:the )?(?:(?:closing|last|final|opening|first) (?:days|weeks)|beginning|start|end|close))"
        r" of (?P<of><month>,? <y4>|<year>|(?:the|last|this|next) month)",
        _edge,
    ),
    Record(
        "fraction",
        r"(?:(?:the )?(?P<nth><ordinal>|last|final) (?P<unit>quarter|half) of|Q(?P<q>[1-4])(?: of)?)"
        r" (?P<of><year>)",
        _fraction,
    ),
    Record("season", r"(?:the )?(?P<season>spring|summer|autumn|fall|winter)(?:,| of)? (?P<of><year>)", _season),
    Record("decade", r"(?:the )?(?P<decade>[1-9]\d\d)0['’]?s", _decade),
    Record("century", r"(?:the )?(?P<nth><ordinal>) century(?! BC)", _century),
    Record(
        "past years",
        r"(?:the )?(?:(?:past|last|previous) (?:(?P<number><number>) (?P<unit>years|decades)|decade)"
        r"|past (?P<year>year))",
        _past,
    ),
    Record("ended", r"end(?:ed|ing) (?:on )?(?P<full><full>)", _ended),
    Record("year", r"<year>", _year),
    Record("day without year", r"<monthday>", _calendar_date),
    *NEAR,
    Record("month alone", r"<month>", _calendar_date, needs_preposition=True),
)
