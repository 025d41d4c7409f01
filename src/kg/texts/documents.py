"""Reads source texts exactly as received: UTF-8, no newline translation, offsets in Unicode code points."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kg.errors import KgError

__all__ = ["SourceText", "digest", "read_text"]

_LONG_LINE = 200  # a text with a longer line is not wrapped: each of its lines is a paragraph


def digest(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8, in lower-case hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


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
        """The text with every run of white space (line breaks, NBSP, U+2000 among them) as one space."""
        return re.sub(r"\s+", " ", self.text)

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
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return SourceText(name, file.read())
    except FileNotFoundError:
        raise KgError(f"there is no {name} in {folder}", remedy="name the folder of the texts with --sources") from None
    except UnicodeDecodeError as error:
        raise KgError(f"{name} is not UTF-8 at byte {error.start}", remedy="save it as UTF-8") from None
