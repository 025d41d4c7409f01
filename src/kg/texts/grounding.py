"""Tells what a passage shows: names, numbers and capitalised words.

Names are compared as whole words with white space folded; numbers by their value, whether in digits or in words. It
knows nothing of records: the mapping asks, and says what a missing thing means.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import cached_property

from kg.texts.documents import find_words, fold
from kg.texts.quantities import numbers_in

__all__ = ["Shown", "capitalised", "numbers_in"]

_WORD = re.compile(r"(?<!\w)(?<!\w['’])[^\W\d_]\w*(?:['’](?!s\b)\w+)*")
_FUNCTION_WORDS = frozenset(
    "a an the it its they their he his she her no not nothing none neither both all each some any many most more less "
    "this that these those there here in on at by for from of to with without under over after before during since "
    "until as if when where while whether what who how why and or but although because is are was were be only such "
    "every other another".split()
)


def capitalised(text: str) -> list[tuple[str, bool]]:
    """Return the words of a text with a capital, and for each whether it opens a sentence.

    >>> capitalised("Relations of Iran and Russia's ally")
    [('Relations', True), ('Iran', False), ('Russia', False)]
    """
    found = []
    for match in _WORD.finditer(text):
        word = match.group()
        if word == word.lower():
            continue
        before = text[: match.start()].rstrip(" “‘\"'(")
        found.append((word, not before or before[-1] in ".!?:"))
    return found


class Shown:
    """What one or more stretches of text show together."""

    def __init__(self, texts: Iterable[str], *, lower_case_words: frozenset[str] = frozenset()) -> None:
        """`lower_case_words` are words known to be no names; one of them may open a sentence."""
        self.text = " \n ".join(fold(text) for text in texts)
        self._common = lower_case_words

    @cached_property
    def numbers(self) -> frozenset[Decimal]:
        """The numbers that stand here, in digits or words."""
        return numbers_in(self.text)

    @cached_property
    def _caseless(self) -> str:
        return self.text.casefold()

    def name(self, spelling: str) -> bool:
        """Tell whether a spelling stands here as whole words."""
        return _stands(fold(spelling), self.text)

    def phrase(self, words: str) -> bool:
        """Tell whether words stand here as whole words, whatever their case."""
        return _stands(fold(words).casefold(), self._caseless)

    def word(self, word: str, *, opening: bool) -> bool:
        """Tell whether a capitalised word stands here, or opens a sentence and is known to be no name."""
        if self.name(word):
            return True
        return opening and (word.lower() in _FUNCTION_WORDS or word.lower() in self._common)

    def number(self, value: Decimal) -> bool:
        """Tell whether a number stands here, in digits or words."""
        return value in self.numbers


def _stands(words: str, text: str) -> bool:
    return next(find_words(text, words), None) is not None
