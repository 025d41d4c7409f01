"""The vocabulary of dates in English, and the small language in which wordings are written as patterns.

In a template `<month>` and the like stand for the fragments below and a space for any white space, a line break or
U+2000 included. Templates are compiled when a phrase is first read, not when the package is imported.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from kg.dates.calendars import When
from kg.dates.context import Context

__all__ = [
    "MONTHS", "NUMBERS", "ORDINALS", "SEASONS", "SHIFTS", "TENS", "WEEKDAYS", "Candidates", "Record", "compiled",
    "count_of",
]  # fmt: skip

Candidates = tuple[When, ...]

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
    "twentieth", "twenty-first",
)  # fmt: skip
NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
SEASONS = {"spring": 1, "summer": 2, "autumn": 3, "fall": 3, "winter": 4}
TENS = {"fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}
# By how many years a word counts from now.
SHIFTS = {
    **dict.fromkeys(("last", "past", "previous", "preceding"), -1),
    **dict.fromkeys(("this", "current", "present", "same", "new"), 0),
    **dict.fromkeys(("next", "following", "coming"), 1),
}

_FRAGMENTS = {
    "month": "(?:" + "|".join([*MONTHS, *(rf"{name[:3]}\b\.?" for name in MONTHS), r"Sept\b\.?"]) + ")",
    "day": r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?",
    "weekday": "(?:" + "|".join(WEEKDAYS) + ")",
    "y4": r"[1-9]\d{3}",
    # U+1300 is an en dash between spaces whose UTF-16 bytes slipped by one, as some PDF extractions leave it.
    "dash": r"\s*[-\u2010-\u2015\u2212\u1300]\s*",
    "ordinal": "(?:" + "|".join(reversed(ORDINALS)) + r"|\d{1,2}(?:st|nd|rd|th))",
    "number": "(?:" + "|".join([*reversed(NUMBERS), *TENS]) + r"|\d{1,3})",
    "year": r"(?:(?:the )?(?:Iranian )?(?:calendar )?year \d{4}"
    + rf"|(?:the )?(?:{'|'.join(SHIFTS)}) (?:Iranian )?(?:calendar )?year"
    + r"|the (?:Iranian )?(?:calendar )?year|(?:1[2-9]|20)\d\d)",
}
_FRAGMENTS["full"] = "(?:<month> <day>,? <y4>|<day> (?:of )?<month>,? <y4>)"
_FRAGMENTS["date"] = "(?:<full>|<month>,? <y4>|(?:1[2-9]|20)\\d\\d)"
_FRAGMENTS["monthday"] = "(?:<month> <day>|<day> (?:of )?<month>)"


@cache
def compiled(template: str, *, running: bool = False) -> re.Pattern[str]:
    """Return the pattern of a template; in running text it must not be a part of a longer word or number.

    >>> compiled("<month> <y4>").fullmatch("Feb.\u20002013") is not None
    True
    >>> compiled("<y4>", running=True).search("12,2013 x2013 20134") is None
    True
    """
    while (expanded := re.sub(r"(?<!\?P)<([a-z0-9]+)>", lambda match: _FRAGMENTS[match[1]], template)) != template:
        template = expanded
    pattern = template.replace(" ", r"\s+")
    if running:
        pattern = rf"(?<!\w)(?<!\d[.,])(?:{pattern})(?!\w)(?![.,]\d)"
    return re.compile(pattern, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Record:
    """A way to word a date: its template, its reader, and whether running text must introduce it by a preposition."""

    name: str
    template: str
    read: Callable[[re.Match[str], Context], Candidates]
    needs_preposition: bool = False


def count_of(word: str) -> int:
    """Return the number that a match of `<number>` says."""
    word = word.lower()
    return int(word) if word.isdigit() else TENS.get(word) or NUMBERS.index(word) + 1
