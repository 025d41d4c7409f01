"""Finds amounts: numbers with a unit or a counted noun, their bounds and hedges. Dates and labels are no amounts.

A number is kept as the text gives it (`5.3 billion`), a number in words as digits. What has no unit is an amount only
with a scale, as in "trade reached 5.3 billion".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kg.texts.draft.model import Amount
from kg.texts.draft.units import CURRENCIES, MEASURES, SCALES
from kg.texts.draft.words import DEMONYMS

__all__ = ["find_amounts"]

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORDS = {word: n for n, word in enumerate(_ONES)} | {word: 10 * n for n, word in enumerate(_TENS, 2)}
_BOUNDS = {
    "at-least": "at least|no (?:fewer|less) than|not less than|a minimum of",
    "at-most": "at most|(?:no|not) more than|a maximum of|up to|as (?:much|many) as",
    "more-than": "more than|over|above|in excess of|exceed(?:s|ed|ing)?|upwards of",
    "less-than": "less than|under|below|fewer than",
}
_HEDGES = {
    "approximate": "about|around|approximately|roughly|some|nearly|almost|close to|nearing|just (?:under|over)",
    "estimated": "an estimated|estimated",
}
# Words that a counted noun cannot be or go across.
_STOP = (
    "was|is|has|his|its|this|us|as|does|plus|versus|or|of|the|an?|in|on|at|to|for|from|by|with|per|that|which|who|were|"
    "are|have|had|will|but|than|after|before|between|since|also|times|percent|[mb]illion|years?"
)
_ANY_CURRENCY = "|".join(CURRENCIES.values())
_SAID = f"(?i:{'|'.join([*_BOUNDS.values(), *_HEDGES.values()])})"
_DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_SPELT = (
    rf"(?i:(?:{'|'.join(_TENS)})-(?:{'|'.join(_ONES[1:10])})|{'|'.join([*reversed(_ONES), *_TENS])})(?![\w-]*\w\w-\w)"
)
_ARTICLE = r"an?(?=[ -](?:[mbtr]+illion)\b)"
_BEFORE_NOUN = rf"(?:(?!(?:{_STOP})\b)[a-z][\w-]*|{'|'.join(sorted(DEMONYMS))})"
_NOUN = rf"(?:{_BEFORE_NOUN} ){{0,4}}?(?!(?:{_STOP})\b)(?:[a-z][a-z-]+s|people|men|women|children|troops)"
_AMOUNT = re.compile(
    rf"(?<![\w.,/-])(?<![\w)][-–])(?:(?P<said>{_SAID}) )?(?:(?P<more>{_SAID}) )?"
    rf"(?:(?P<sign>{_ANY_CURRENCY}) ?)?"
    rf"(?P<number>{_DIGITS}|(?:{_SPELT}|{_ARTICLE})(?!\w))"
    rf"(?:(?: ?[-–] ?| to |(?P<and> and ))(?:{_ANY_CURRENCY})?(?P<second>{_DIGITS}))?"
    r"(?:[ -](?P<scale>thousand|million|billion|trillion)(?!\w)|(?P<short>bn|mn|tn|m|k)(?!\w))?"
    rf"(?:[ -]?(?:(?P<unit>{_ANY_CURRENCY})(?!\w)|(?P<measure>{'|'.join(MEASURES.values())})(?!\w))"
    rf"| (?P<noun>{_NOUN})(?!\w))?"
    r"(?!\w|[.,]\d)"
)
_LABEL = re.compile(r"(?:\b(?:Nos?\.|articles?|chapter|section|paragraph|page|item|[A-Z]\w*) )\Z")
_DEFINITE = re.compile(r"\b(?:the|both|these|those|our|their|other|of) \Z", re.IGNORECASE)
# "Add up to 5", "over the next five years", "2 years ago": neither a bound nor a figure.
_ADDS_UP = re.compile(
    r"\b(?:add|adds|added|adding|rise|rose|risen|grow|grew|grown|amount\w*|[ck][ao]me) \Z", re.IGNORECASE
)
_STRETCH = re.compile(r"\b(?:next|last|past|coming|previous|first|every) \Z", re.IGNORECASE)
_NEAR = re.compile(r" (?:ago|later|earlier|in a row|old)\b")
_TIMES = frozenset({"years", "months", "weeks", "days", "hours"})
_PRONOUNS = frozenset({"one", "two", "zero"})
# Counted in words, these are a turn of speech: "two neighbours", "three main factors".
_VAGUE = re.compile(
    r"\b(?:aspects|centuries|copies|countries|decades|languages|factors|issues|levels|nations|neighbou?rs|parties|parts|peoples|players|"
    r"points|questions|reasons|sides|stages|states|steps|systems|things|times|ways|words)\Z"
)


def find_amounts(words: str, taken: Iterable[tuple[int, int]] = ()) -> tuple[Amount, ...]:
    """Return the amounts of a sentence in order; a number in one of the stretches `taken`, its dates, is none.

    >>> [(a.numbers, a.unit) for a in find_amounts("Nearly USD 3 billion, a 40-percent share of over 50 deals.")]
    [((('value', '3 billion'),), 'usd'), ((('value', '40'),), 'percent'), ((('more-than', '50'),), 'count')]
    """
    return tuple(_amounts(words, tuple(taken)))


def _amounts(words: str, taken: tuple[tuple[int, int], ...]) -> Iterator[Amount]:
    for match in _AMOUNT.finditer(words):
        start, end = match.span("number")
        in_date = any(a < end and start < b for a, b in taken)
        unit = _unit(match)
        if not in_date and unit is not None and _is_amount(match, words, unit):
            written = words[match.start() : match.end()].strip()
            yield Amount(written, _numbers(match, words), unit, _named(_HEDGES, match))


def _unit(match: re.Match[str]) -> str | None:
    """Return the unit, an empty one where a scale stands without a unit, or None where this is no amount."""
    for table, written in ((CURRENCIES, match["sign"] or match["unit"]), (MEASURES, match["measure"])):
        if written:
            return next(unit for unit, form in table.items() if re.fullmatch(form, written))
    if match["noun"]:
        return "count"
    return "" if match["scale"] else None


def _is_amount(match: re.Match[str], words: str, unit: str) -> bool:
    """Tell an amount from a label ("Article 5"), a year ("2013 talks") and a pair already named ("the two sides")."""
    before = words[: match.start("number")]
    if unit in _TIMES and (_STRETCH.search(before) or _NEAR.match(words[match.end() :])):
        return False
    if unit not in ("count", "") or match["said"] or match["scale"]:
        return True
    number = match["number"].lower()
    if number == "one" or (number in _PRONOUNS and _DEFINITE.search(before)):
        return False
    if number[0].isalpha() and _VAGUE.search(match["noun"] or ""):
        return False
    return not number[0].isdigit() or not (_LABEL.search(before) or (number.isdigit() and len(number) == 4))


def _numbers(match: re.Match[str], words: str) -> tuple[tuple[str, str], ...]:
    """Return the number with its bound; of a range both ends, of "3 and 5 percent" without "between" the last."""
    scale = match["scale"] or SCALES.get(match["short"] or "", "")
    first, second = _digits(match["number"]), match["second"]
    if second and match["and"] and not re.search(r"\bbetween \Z", words[: match.start()], re.IGNORECASE):
        first, second = second, None
    if second:
        return ("at-least", f"{first} {scale}".strip()), ("at-most", f"{second} {scale}".strip())
    bound = "" if _ADDS_UP.search(words[: match.start()]) else _named(_BOUNDS, match)
    return ((bound or "value", f"{first} {scale}".strip()),)


def _digits(number: str) -> str:
    if number[0].isdigit():
        return number
    tens, _, ones = number.lower().partition("-")
    return "1" if tens in ("a", "an") else str(_WORDS[tens] + _WORDS.get(ones, 0))


def _named(table: dict[str, str], match: re.Match[str]) -> str:
    """Return which bound or hedge the words before a number say, or an empty string."""
    said = [words for words in (match["said"], match["more"]) if words]
    return next((key for key, form in table.items() for words in said if re.fullmatch(form, words, re.IGNORECASE)), "")
