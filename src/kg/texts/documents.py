"""Reads source texts exactly as received: UTF-8, no newline translation, offsets in Unicode code points."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePath

from kg.errors import KgError

__all__ = ["SourceText", "digest", "find_words", "fold", "read_text"]

_LONG_LINE = 200  # a text with a longer line is not wrapped: each of its lines is a paragraph


def digest(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, in lower-case hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def fold(text: str) -> str:
    """Return a text with every run of white space (line breaks, NBSP, U+2000 among them) as one space."""
    return re.sub(r"\s+", " ", text)


def find_words(text: str, words: str) -> Iterator[tuple[int, int]]:
    """Yield where words stand in a text as whole words; overlapping occurrences all count.

    A number is whole too: neither "5.3" nor "3" stands in "15.35".

    >>> list(find_words("15.3 and 5.3, Iran’s and Iranian", "5.3")), list(find_words("Iran’s and Iranian", "Iran"))
    ([(9, 12)], [(0, 4)])
    """
    start = text.find(words) if words else -1
    while start >= 0:
        end = start + len(words)
        if not (_joined(text, start) or _joined(text, end)):
            yield start, end
        start = text.find(words, start + 1)


def _joined(text: str, at: int) -> bool:
    """Tell whether the characters before and after a place belong to one word, number or letter with marks."""
    before, after = text[at - 1 : at], text[at : at + 1]
    if not before or not after:
        return False
    if unicodedata.combining(after) or (_in_word(before) and _in_word(after)):
        return True
    if before in ".,":
        return after.isdigit() and text[at - 2 : at - 1].isdigit()
    return after in ".," and before.isdigit() and text[at + 1 : at + 2].isdigit()


def _in_word(character: str) -> bool:
    return character.isalnum() or character == "_" or unicodedata.combining(character) != 0


@dataclass(frozen=True)
class SourceText:
    """A text, and the same text with every run of white space folded to one space, for finding words in it."""

    name: str
    text: str

    @cached_property
    def sha256(self) -> str:
        """The SHA-256 of the whole text."""
        return digest(self.text)

    @cached_property
    def folded(self) -> str:
        """The text as `fold` makes it."""
        return fold(self.text)

    @cached_property
    def _offsets(self) -> list[int]:
        """The offset in the text of each character of `folded`."""
        offsets = [match.start() for match in re.finditer(r"\s+|\S", self.text)]
        return [*offsets, len(self.text)]

    def offset(self, folded_index: int) -> int:
        """Return the offset in the text of a character of `folded`."""
        return self._offsets[folded_index]

    def folded_index(self, offset: int) -> int:
        """Return the index in `folded` of the character at an offset of the text."""
        return max(bisect_right(self._offsets, offset) - 1, 0)

    @cached_property
    def paragraphs(self) -> tuple[tuple[int, int], ...]:
        """The paragraphs as (start, end) offsets: lines where lines are long, else blocks between blank lines."""
        long = max((len(line) for line in self.text.split("\n")), default=0) > _LONG_LINE
        pattern = r"[^\n]*\S[^\n]*" if long else r"\S(?:.*?\S)?(?=\s*\n[^\S\n]*\n|\s*\Z)"
        return tuple(m.span() for m in re.finditer(pattern, self.text, re.DOTALL))

    def paragraph_end(self, offset: int) -> int:
        """Return the end of the paragraph that holds an offset."""
        starts = [start for start, _ in self.paragraphs]
        index = bisect_right(starts, offset) - 1
        return self.paragraphs[index][1] if index >= 0 else len(self.text)


def read_text(folder: Path, name: str) -> SourceText:
    """Read a text by its file name; `KgError` where it is not there or not UTF-8."""
    path = folder / name
    if ".." in PurePath(name).parts or PurePath(name).is_absolute():
        remedy = "put it there, and give its name alone"
        raise KgError(f"{name} lies outside the folder of the texts", remedy=remedy)
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return SourceText(name, file.read())
    except OSError:
        raise KgError(f"there is no {name} in {folder}", remedy="name the folder of the texts with --sources") from None
    except UnicodeDecodeError as error:
        raise KgError(f"{name} is not UTF-8 at byte {error.start}", remedy="save it as UTF-8") from None
