"""Tells what a passage shows: names, numbers and capitalised words.

Names are compared as whole words with white space folded; numbers by their value, whether in digits or in words. It
knows nothing of records: the mapping asks, and says what a missing thing means.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

__all__ = ["Shown", "capitalised", "numbers_in"]

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
).split()
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
_WORDS = {word: Decimal(n) for n, word in enumerate(_UNITS)}
_WORDS |= {word: Decimal(n + 1) for n, word in enumerate(_ORDINALS)}
_WORDS |= {word: Decimal(n * 10) for n, word in enumerate("thirty forty fifty sixty seventy eighty ninety".split(), 3)}
_WORDS |= {"both": Decimal(2), "dozen": Decimal(12), "decade": Decimal(10), "once": Decimal(1), "twice": Decimal(2)}
_PLURALS = {
    "decades": Decimal(10),
    "dozens": Decimal(12),
    "dozen": Decimal(12),
    "hundred": Decimal(100),
    "thousand": Decimal(1000),
}
_UNREMARKABLE = {"one", "two", "both", "first", "second", "once"}  # too common in prose to be a figure
_NUMERAL = re.compile(r"(?<![\w.,])\d[\d,]*(?:\.\d+)?(?=(?:st|nd|rd|th)?(?!\w)|[-–%])|(?<=\W)\d+(?=[-–])")
_CAPITALISED = re.compile(r"(?<![\w’'])[^\W\d_a-zà-ÿ][\w]*(?:['’](?!s\b)\w+)*")
_FUNCTION_WORDS = frozenset(
    "a an the it its they their he his she her no not nothing none neither both all each some any many most more less "
    "this that these those there here in on at by for from of to with without under over after before during since "
    "until as if when where while whether what who how why and or but although because is are was were be only such "
    "every other another".split()
)


def numbers_in(text: str, *, prose: bool = False) -> frozenset[Decimal]:
    """Return the numbers that a text shows in digits or words; in `prose`, without words such as "one" and "first".

    >>> sorted(numbers_in("three agreements, 2,500 men, 5.3 billion, a 40-percent drop, the 10th meeting"))
    [Decimal('3'), Decimal('5.3'), Decimal('10'), Decimal('40'), Decimal('2500')]
    """
    found = {Decimal(m.group().replace(",", "")) for m in _NUMERAL.finditer(text)}
    words = re.findall(r"[a-z]+", text.lower())
    found |= {_WORDS[word] for word in words if word in _WORDS and not (prose and word in _UNREMARKABLE)}
    found |= {_WORDS[word] * _PLURALS[more] for word, more in pairwise(words) if word in _WORDS and more in _PLURALS}
    return frozenset(found)


def capitalised(text: str) -> list[tuple[str, bool]]:
    """Return the capitalised words of a text, and for each whether it opens a sentence.

    >>> capitalised("Relations of Iran and Russia's ally")
    [('Relations', True), ('Iran', False), ('Russia', False)]
    """
    found = []
    for match in _CAPITALISED.finditer(text):
        before = text[: match.start()].rstrip(" “\"'(")
        found.append((match.group(), not before or before[-1] in ".!?:"))
    return found


class Shown:
    """What one or more stretches of text show together."""

    def __init__(self, texts: Iterable[str], *, lower_case_words: frozenset[str] = frozenset()) -> None:
        """`lower_case_words` are words known to be no names; one of them may open a sentence."""
        self.text = " \n ".join(_fold(text) for text in texts)
        self._common = lower_case_words | _FUNCTION_WORDS
        self.numbers = numbers_in(self.text)

    def name(self, spelling: str) -> bool:
        """Tell whether a spelling stands here as whole words."""
        return _pattern(_fold(spelling)).search(self.text) is not None

    def phrase(self, words: str) -> bool:
        """Tell whether words stand here, whatever their case."""
        return _fold(words).casefold() in self.text.casefold()

    def word(self, word: str, *, opening: bool) -> bool:
        """Tell whether a capitalised word stands here, or opens a sentence and is known to be no name."""
        if self.name(word):
            return True
        return opening and word.lower() in self._common

    def number(self, value: Decimal) -> bool:
        """Tell whether a number stands here, in digits or words."""
        return value in self.numbers


@lru_cache(maxsize=8192)
def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")


def _fold(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
