"""Finds amounts: numbers with a unit or a counted noun, their bounds and hedges. Dates and labels are no amounts.

A number is kept as the text gives it (`5.3 billion`), a number in words as digits. What has no unit is an amount only
with a scale, as in "trade reached 5.3 billion".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.texts.draft.model import Amount

__all__ = ["find_amounts"]

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORDS = {word: n for n, word in enumerate(_ONES)} | {word: 10 * n for n, word in enumerate(_TENS, 2)}
_SCALES = {"thousand": "thousand", "million": "million", "billion": "billion", "trillion": "trillion", "mn": "million",
           "m": "million", "bn": "billion", "b": "billion", "tn": "trillion", "k": "thousand"}  # fmt: skip
_CURRENCIES = {
    "usd": r"US ?\$|USD|\$|(?:US |American )?dollars?", "eur": "EUR|€|euros?", "gbp": "GBP|£|pounds sterling|pounds?",
    "jpy": "JPY|yen", "cny": "CNY|RMB|yuan", "rub": "RUB|r(?:o)?ubles?", "inr": "INR|rupees?", "try": "liras?",
    "chf": "CHF|(?:Swiss )?francs?", "irr": "rials?", "sek": "SEK|kronor|kroner|krona",
}  # fmt: skip
_MEASURES = {
    "percentage-points": r"percentage points?", "percent": r"per ?cent|percent|%",
    "kilometres": "kilomet(?:re|er)s?|km", "years": "years?", "months": "months?", "weeks": "weeks?", "days": "days?",
    "hours": "hours?", "tonnes": "(?:metric )?(?:tonnes?|tons?)", "barrels": "barrels?", "megawatts": "megawatts?|MW",
    "cubic-metres": "cubic met(?:re|er)s", "hectares": "hectares?",
}  # fmt: skip
_BOUNDS = {
    "at-least": "at least|no (?:fewer|less) than|not less than|a minimum of|as much as|as many as",
    "at-most": "at most|no more than|not more than|a maximum of|up to",
    "more-than": "more than|over|above|in excess of|exceed(?:s|ed|ing)?|upwards of",
    "less-than": "less than|under|below|fewer than",
}
_HEDGES = {
    "approximate": "about|around|approximately|roughly|some|nearly|almost|close to|nearing|circa|just under|just over",
    "estimated": "an estimated|estimated",
}
_BOUNDS["at-least"] = _BOUNDS["at-least"].removesuffix("|as much as|as many as")
_BOUNDS["at-most"] += "|as much as|as many as"
_DIGITS = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_SPELT = "|".join([rf"(?:{'|'.join(_TENS)})-(?:{'|'.join(_ONES[1:10])})", *reversed(_ONES), *_TENS])
_SCALE = rf"(?:[ -](?P<scale>thousand|million|billion|trillion)|(?P<short>bn|mn|tn|m|k)(?!\w))"
_BEFORE = "|".join([*_BOUNDS.values(), *_HEDGES.values()])
_NOUNS = r"(?P<noun>(?:(?!(?:{stop})\b)[A-Za-z][\w-]*\s){{0,4}}?(?!(?:{stop})\b)[a-z][a-z-]*(?:s|people|men|women|children|personnel|troops))"
_STOP = (
    "was|is|has|his|its|this|us|as|does|plus|versus|years?|and|or|of|the|a|an|in|on|at|to|for|from|by|with|per|that|"
    "which|who|were|are|have|had|will|but|than|after|before|between|since|also|times|percent|billion|million"
)
_AMOUNT = re.compile(
    rf"(?<![\w.,/-])(?:(?P<bound>{_BEFORE})\s)?(?P<bound2>(?:{_BEFORE})\s)?"
    rf"(?P<sign>(?:{'|'.join(c for c in _CURRENCIES.values())})\s?)?"
    rf"(?P<number>{_DIGITS}|(?:{_SPELT})(?!\w)|(?<=[ ])an?(?=\s(?:million|billion|trillion)))"
    rf"(?:\s?(?P<to>-|–|to|and)\s?(?:{'|'.join(c for c in _CURRENCIES.values())})?(?P<second>{_DIGITS}))?"
    rf"{_SCALE}?"
    rf"(?:(?:\s|-|\s?(?=%)|(?=[€£]))(?:(?P<currency>{'|'.join(_CURRENCIES.values())})|"
    rf"(?P<measure>{'|'.join(_MEASURES.values())})(?![\w])|{_NOUNS.format(stop=_STOP)}))?(?![\w])(?!\.\d)",
)
_LABELLED = re.compile(r"\b(?:No|Nos|Article|Articles|Chapter|Section|paragraph|page|Resolution|Flight|Figure|Table|[A-Z]\w*)\.?\s\Z")
_DEFINITE = re.compile(r"\b(?:the|both|these|those|our|their|other|of)\s\Z", re.IGNORECASE)
_SMALL = {"zero", "one", "two"}


def find_amounts(words: str, taken: list[tuple[int, int]]) -> tuple[Amount, ...]:
    """Return the amounts of a sentence in order; what overlaps the stretches in `taken`, its dates, is none.

    >>> find_amounts("Trade rose to nearly USD 3 billion, and 40-percent of it is gas.", [])[0].numbers
    (('value', '3 billion'),)
    """
    return tuple(_amounts(words, taken))


def _amounts(words: str, taken: list[tuple[int, int]]) -> Iterator[Amount]:
    for match in _AMOUNT.finditer(words):
        start, end = match.span()
        if any(a < match.end("number") and match.start("number") < b for a, b in taken):
            continue
        unit = _unit(match)
        if not unit or not _counts(match, words[: match.start("sign") if match["sign"] else match.start("number")], unit):
            continue
        yield Amount(words[start:end].strip(), _numbers(match), unit.removesuffix("?"), _hedge(match))


def _unit(match: re.Match[str]) -> str:
    """Return the unit; `?` where a scale stands without one, and nothing where this is no amount."""
    for table, written in ((_CURRENCIES, match["sign"] or match["currency"]), (_MEASURES, match["measure"])):
        if written:
            return next(unit for unit, form in table.items() if re.fullmatch(form, written.strip()))
    return "count" if match["noun"] else "?" if match["scale"] or match["short"] else ""


def _counts(match: re.Match[str], before: str, unit: str) -> bool:
    """Tell whether this is an amount, and no label ("Article 5"), year ("2013 talks") or definite pair ("the two sides")."""
    number = match["number"]
    plain = unit == "count" and not match["bound"] and not match["scale"]
    if unit == "?" and match["short"]:
        return False
    if number.lower() in _SMALL and (plain and (number == "one" or _DEFINITE.search(before))):
        return False
    if plain and number.isdigit() and len(number) == 4:
        return False
    return not (unit in ("count", "?") and not match["bound"] and not match["scale"] and _LABELLED.search(before))


def _numbers(match: re.Match[str]) -> tuple[tuple[str, str], ...]:
    scale = _SCALES.get(match["scale"] or match["short"] or "", "")
    first = f"{_digits(match['number'])} {scale}".strip()
    if match["second"]:
        return ("at-least", first), ("at-most", f"{match['second']} {scale}".strip())
    key = next((k for k, form in _BOUNDS.items() if any(_is(form, said) for said in _said(match))), "value")
    return ((key, first),)


def _digits(number: str) -> str:
    if number[0].isdigit():
        return number
    tens, _, ones = number.lower().partition("-")
    return "1" if tens in ("a", "an") else str(_WORDS[tens] + (_WORDS[ones] if ones else 0))


def _hedge(match: re.Match[str]) -> str:
    return next((k for k, form in _HEDGES.items() if any(_is(form, said) for said in _said(match))), "")


def _said(match: re.Match[str]) -> list[str]:
    return [said.strip() for said in (match["bound"], match["bound2"]) if said]


def _is(form: str, said: str) -> bool:
    return re.fullmatch(form, said, re.IGNORECASE) is not None
