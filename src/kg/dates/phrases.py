"""Dates as English prose writes them: what a phrase can mean, where a text has one, whether a date is what it says.

A wording that is not in the table (`kg.dates.wording`) is not guessed: None is the answer. The calendar of the text and
the date that its relative words count from are given by the caller; neither is taken from a clock.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Literal, NamedTuple

from kg.dates.calendars import When, parse_when
from kg.dates.context import Context
from kg.dates.days import EdtfError
from kg.dates.edtf import Edtf, parse_edtf
from kg.dates.grammar import compiled
from kg.dates.wording import RECORDS, candidates

__all__ = ["Calendar", "Found", "agrees", "find", "resolve"]

Calendar = Literal["gregorian", "solar-hijri"]

_LEADS = "on|in|at|by|of|for|to|as of|up to|since|during|over|from|until|till|dated"
_LEAD = re.compile(rf"(?P<lead>{_LEADS}) (?P<rest>.+)", re.IGNORECASE)
_PREPOSITION = re.compile(r"\b(?:in|of|by|for|before|after|since|until|during|from|to|last|this)\s+\Z", re.IGNORECASE)
_LONGEST_PREPOSITION = 12
_POINTS_BACK = re.compile(
    r"\b(?:same|following|previous|preceding)\s+(?:\w+\s+){0,2}year\b|\bday\Z|\byears?\s+(?:later|earlier)\Z",
    re.IGNORECASE,
)
# A pattern that ignores case takes these four letters for i, s and k, which no table of English words does.
_FOREIGN = dict.fromkeys(map(ord, "\u0130\u0131\u017f\u212a"), "\ufffd")
_VERB = re.compile(r"\b(?:may|march)\b")


class Found(NamedTuple):
    """A date expression in a text: code points from `start` to `end` (exclusive), and what it means."""

    start: int
    end: int
    when: When


def resolve(
    phrase: str, *, now: Edtf | When | None = None, calendar: Calendar = "gregorian", ahead: bool = False
) -> tuple[When, ...] | None:
    """Return what an English phrase can mean, likeliest first, or None where it is not understood.

    `now` is the day, month or year that relative words count from: without it "last year" is not understood.
    `calendar` tells which years the text keeps. A month or a day without its year is the latest one not after `now`;
    the next one follows as second candidate, or comes first where the phrase speaks of what is to come (`ahead`); so
    with the days of the week. "Since 2012" is 2012, and as second candidate open from then on. The case
    of letters, white space, brackets around the phrase and prepositions before it do not matter. No errors.

    >>> [str(when) for when in resolve("late\\u2000February 2013") or ()]
    ['2013-02-21/2013-02-28']
    >>> [str(when) for when in resolve("February 15", now=parse_when("2018-04-09")) or ()]
    ['2018-02-15', '2019-02-15']
    >>> resolve("in recent years") is None
    True
    """
    text = " ".join(phrase.translate(_FOREIGN).split()).strip(" .,;:")
    if text.startswith("("):
        text = text[1:].removesuffix(")")
    opened = ""
    while lead := _LEAD.fullmatch(text):
        text = lead["rest"]
        opened = lead["lead"].lower()
    context = replace(_context(now, calendar), ahead=ahead)
    try:
        found = candidates(text, context) or (parse_when(text),)
    except (EdtfError, OverflowError):  # the day after the last one that Python knows
        return None
    return found + _opened(found[0], opened)


def find(text: str, *, now: Edtf | When | None = None, calendar: Calendar = "gregorian") -> Iterator[Found]:
    """Yield the date expressions of a text in its order; where two overlap, only the longer. No errors.

    A month alone counts only after a preposition and with a capital ("in May"). "The same year", "the next
    day" and "two years later" count from the date before them in the text, everything else from `now`, as in `resolve`.

    >>> [(found.start, str(found.when)) for found in find("Held on 9 April 2018, and again in May 2019.")]
    [(8, '2018-04-09'), (35, '2019-05')]
    """
    text = text.translate(_FOREIGN)
    taken: list[Found] = []
    spans = sorted(_matches(text, _context(now, calendar)), key=lambda found: (found.start - found.end, found.start))
    for found in spans:
        if all(found.end <= other.start or other.end <= found.start for other in taken):
            taken.append(found)
    previous: When | None = None
    for start, end, when in sorted(taken, key=lambda found: found.start):
        if _POINTS_BACK.search(text, start, end):
            meant = resolve(text[start:end], now=previous, calendar=calendar)
            if meant is None:
                continue
            previous = meant[0]
        else:
            previous = when
        yield Found(start, end, previous)


def agrees(
    phrase: str,
    when: Edtf | When,
    *,
    now: Edtf | When | None = None,
    calendar: Calendar = "gregorian",
    ahead: bool = False,
) -> bool:
    """Tell whether a date is what a phrase says: the same first and the same last day; False also where the phrase is
    not understood.

    Qualifiers and the form do not matter: `[a..b]`, `a/b` and a part of a month with these days are equal. Of several
    candidates only the first counts and those that share a day with it. The others are the same date in another year,
    and a slip of the year is what this check is there to find.

    >>> agrees("late February 2013", parse_edtf("[2013-02-21..2013-02-28]"))
    True
    >>> agrees("late February 2013", parse_edtf("2012-02"))
    False
    """
    found = resolve(phrase, now=now, calendar=calendar, ahead=ahead) or ()
    edtf = _edtf(when)
    return any(
        (said.edtf.first, said.edtf.last) == (edtf.first, edtf.last)
        for said in found
        if said.edtf.first <= found[0].edtf.last and found[0].edtf.first <= said.edtf.last
    )


def _edtf(when: Edtf | When) -> Edtf:
    return when.edtf if isinstance(when, When) else when


def _context(now: Edtf | When | None, calendar: Calendar) -> Context:
    return Context(When(now) if isinstance(now, Edtf) else now, calendar == "solar-hijri")


def _opened(when: When, lead: str) -> tuple[When, ...]:
    """Return a plain date as the begin or end of an open interval, where a preposition says so."""
    forms = {"since": "{}/..", "until": "../{}", "till": "../{}", "by": "[..{}]"}
    if lead not in forms or "/" in when.edtf.text:
        return ()
    return (When(parse_edtf(forms[lead].format(when.edtf))),)


def _matches(text: str, context: Context) -> Iterator[Found]:
    for record in RECORDS:
        for match in compiled(record.template, running=True).finditer(text):
            start, end = match.span()
            if _VERB.search(match[0]) or (record.needs_preposition and not _introduced(text, start)):
                continue
            try:
                meanings = record.read(match, context)
            except (EdtfError, OverflowError):
                continue
            if meanings:
                yield Found(start, end, meanings[0])


def _introduced(text: str, start: int) -> bool:
    before = text[max(0, start - _LONGEST_PREPOSITION) : start]
    return text[start].isupper() and _PREPOSITION.search(before) is not None
