"""Reads the numbers of a text by value: 2,500, 5.3 billion, 40-percent, forty-five, the 10th, three decades.

A number is what the text says, not a part of it: "5.3 billion" shows neither 5.3 nor 3, "forty-five" neither forty nor
five. Digits that stand at the end of a word or a quotation are the mark of a footnote, and no number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

__all__ = ["numbers_in"]

_UNITS = "one two three four five six seven eight nine".split()
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_NTH_UNITS = "first second third fourth fifth sixth seventh eighth ninth".split()
_NTH_TEENS = (
    "tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth".split()
)
_NTH_TENS = [f"{ten[:-1]}ieth" for ten in _TENS]
_VALUES = {
    **{word: n for words in (_UNITS, _NTH_UNITS) for n, word in enumerate(words, 1)},
    **{word: n for words in (_TEENS, _NTH_TEENS) for n, word in enumerate(words, 10)},
    **{word: 10 * n for words in (_TENS, _NTH_TENS) for n, word in enumerate(words, 2)},
    **{"zero": 0, "a": 1, "once": 1, "twice": 2, "both": 2},
}
_SCALES = {
    "dozen": 12,
    "decade": 10,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
}
_UNREMARKABLE = frozenset({"one", "two", "both", "first", "second", "once"})  # too common in prose to be a figure

_DIGITS = re.compile(
    r"(?<![\w.,!?;”’)\]])(?<!\S[\"'])(?P<digits>\d++(?:[.,]\d++)*+)(?=(?:st|nd|rd|th)?(?!\w))"
    r"(?P<groups>(?: \d{3}(?!\w|[.,]\d))*)"
)
_SMALL = (
    rf"(?:(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join((*_UNITS, *_NTH_UNITS))}))?"
    rf"|{'|'.join((*_TEENS, *_UNITS, *_NTH_TEENS, *_NTH_TENS, *_NTH_UNITS, 'zero', 'once', 'twice', 'both'))})"
)
_WORDS = re.compile(
    rf"(?<!\w)(?:(?P<hundreds>a|{'|'.join(_UNITS)})[- ]hundred(?:(?: and)? (?P<rest>{_SMALL}))?"
    rf"|(?P<small>{_SMALL}))(?!\w)"
)
_SCALE = re.compile(rf"(?<!\w)(?P<scale>{'|'.join(_SCALES)})(?P<many>s?)(?!\w)")
_LINK = re.compile(r" ?(?:and|or|to|–|-) ?")


@dataclass(frozen=True, slots=True)
class _Quantity:
    """A number at a place of a text; `word` where it is a single word of `_UNREMARKABLE`."""

    start: int
    end: int
    values: tuple[Decimal, ...]
    word: str = ""


def numbers_in(text: str, *, prose: bool = False) -> frozenset[Decimal]:
    """Return the numbers that a text shows in digits or words; in `prose`, without words such as "one" and "first".

    >>> sorted(numbers_in("three agreements, 2,500 men, a 40-percent drop, forty-five guests, the 10th meeting"))
    [Decimal('3'), Decimal('10'), Decimal('40'), Decimal('45'), Decimal('2500')]
    >>> numbers_in("5.3 billion") == {Decimal(5_300_000_000)}
    True
    """
    lower = text.lower()
    found = _scaled(lower, sorted((*_in_digits(lower), *_in_words(lower)), key=lambda q: q.start))
    return frozenset(v for q in found if not (prose and q.word in _UNREMARKABLE) for v in q.values)


def _in_digits(text: str) -> Iterator[_Quantity]:
    for match in _DIGITS.finditer(text):
        values = _values(match["digits"])
        values += tuple(map(Decimal, match["groups"].split()))
        if match["groups"] and re.fullmatch(r"\d{1,3}", match["digits"]):  # 40 000 may be one number or two
            values += (Decimal("".join(match.group().split())),)
        if re.search(r"(?:\A|[\s(])[-−]\Z", text[max(0, match.start() - 2) : match.start()]):
            values += tuple(-value for value in values)
        yield _Quantity(match.start(), match.end(), values)


def _values(digits: str) -> tuple[Decimal, ...]:
    """Return what digits with commas and points can mean: one number, or a list without spaces."""
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", digits):
        return (Decimal(digits.replace(",", "")),)
    if re.fullmatch(r"\d+(?:\.\d+)?", digits):
        return (Decimal(digits),)
    if re.fullmatch(r"\d{1,3}(?:\.\d{3}){2,}", digits):
        return (Decimal(digits.replace(".", "")),)
    parts = tuple(Decimal(part) for part in re.split("[.,]", digits))
    return (*parts, Decimal(digits.replace(",", "."))) if re.fullmatch(r"\d+,\d+", digits) else parts


def _in_words(text: str) -> Iterator[_Quantity]:
    for match in _WORDS.finditer(text):
        small = match["rest"] or match["small"] or "zero"
        value = sum(_VALUES[word] for word in re.split("[- ]", small))
        value += 100 * _VALUES[match["hundreds"]] if match["hundreds"] else 0
        yield _Quantity(match.start(), match.end(), (Decimal(value),), match.group())


def _scaled(text: str, found: list[_Quantity]) -> list[_Quantity]:
    """Multiply what stands before a scale: "5.3 billion", "twenty to forty thousand", "three decades", "a dozen"."""
    made: list[_Quantity] = list(found)
    for match in _SCALE.finditer(text):
        factor, before = _SCALES[match["scale"]], [n for n, q in enumerate(found) if q.end <= match.start()]
        nearest = before[-1] if before else None
        if nearest is None or text[found[nearest].end : match.start()] not in (" ", "-"):
            if not match["many"] and (factor < 100 or re.search(r"(?<!\w)a \Z", text[: match.start()])):
                made.append(_Quantity(match.start(), match.end(), (Decimal(factor),)))
            continue
        made[nearest] = _times(found[nearest], factor)
        while nearest and _LINK.fullmatch(text, found[nearest - 1].end, found[nearest].start):
            nearest -= 1
            made.append(_times(found[nearest], factor))
    return made


def _times(quantity: _Quantity, factor: int) -> _Quantity:
    return replace(quantity, values=tuple(value * factor for value in quantity.values), word="")
