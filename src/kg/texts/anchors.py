"""Finds passages by their first and last words.

An anchor is `first words … last words`, or all the words of a short passage, with context words in parentheses before
it where the start alone is not unique. White space is folded and nothing else is: an anchor is found exactly once, or
it is an error that says what to change. There is no fuzzy matching; only suggestions look for near misses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.errors import KgError
from kg.texts.documents import SourceText, digest, find_words, fold

__all__ = ["MAX_WORDS", "Anchor", "AnchorError", "Passage", "locate", "parse_anchor"]

MAX_WORDS = 8
_ELLIPSIS = "…"
_LOOKALIKES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "–": "-", "—": "-", "−": "-"})


class AnchorError(KgError, ValueError):
    """An anchor that is malformed, or not found exactly once."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """The words that mark a passage; `last` is empty where `first` is the whole of it."""

    context: str
    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a text: offsets in code points (end exclusive), SHA-256, and its words where the text is at hand."""

    start: int
    end: int
    sha256: str
    text: str | None = None


def parse_anchor(written: str) -> Anchor:
    """Parse an anchor.

    >>> parse_anchor("(in Moscow.) In addition, … the aforesaid meeting.")
    Anchor(context='in Moscow.', first='In addition,', last='the aforesaid meeting.')
    """
    words = fold(written).strip()
    context = ""
    if match := re.match(r"\((?P<context>[^()…]+)\) (?P<rest>.+)\Z", words):
        context, words = match["context"], match["rest"]
    first, dots, last = (part.strip() for part in words.partition(_ELLIPSIS))
    if not first or (dots and not last) or _ELLIPSIS in last:
        raise AnchorError(f"{written!r} is no anchor", remedy="write `first words … last words`")
    count = len(re.findall(r"\w+(?:['’.-]\w+)*", f"{context} {first} {last}"))
    if count > MAX_WORDS:
        raise AnchorError(f"the anchor has {count} words of the text", remedy=f"use at most {MAX_WORDS}")
    return Anchor(context, first, last)


def locate(text: SourceText, anchor: Anchor, *, across_paragraphs: bool = False) -> Passage:
    """Find the one passage that an anchor marks.

    The start must be unique in the text; the end unique between the start and the end of its paragraph, or of the
    paragraph where it first stands, if the passage goes across paragraphs. Raises `AnchorError`.
    """
    start, first_end = _find_start(text, anchor)
    if not anchor.last:
        return _passage(text, start, first_end)
    ends = [m for m in find_words(text.folded, anchor.last) if m[0] >= first_end]
    limit = text.paragraph_end(text.offset(ends[0][0] if ends and across_paragraphs else start))
    stop = text.folded_index(limit - 1) + 1
    ends = [m for m in ends if m[1] <= stop]
    if not ends:
        where = "the text" if across_paragraphs else "the paragraph"
        raise AnchorError(
            f"the end {anchor.last!r} is not found in the rest of {where}", remedy=_near(text, anchor.last)
        )
    if len(ends) > 1:
        raise AnchorError(
            f"the end {anchor.last!r} is found {len(ends)} times before the paragraph ends",
            remedy="take more of the last words",
        )
    return _passage(text, start, ends[0][1])


def _find_start(text: SourceText, anchor: Anchor) -> tuple[int, int]:
    wanted = f"{anchor.context} {anchor.first}" if anchor.context else anchor.first
    starts = list(find_words(text.folded, wanted))
    if not starts:
        raise AnchorError(f"{wanted!r} is not found", remedy=_near(text, wanted))
    if len(starts) > 1:
        raise AnchorError(
            f"{wanted!r} is found {len(starts)} times",
            remedy="take more of the first words, or put the words before it in parentheses",
        )
    begin, end = starts[0]
    return begin + (len(anchor.context) + 1 if anchor.context else 0), end


def _passage(text: SourceText, start: int, end: int) -> Passage:
    begin, stop = text.offset(start), text.offset(end - 1) + 1
    words = text.text[begin:stop]
    return Passage(begin, stop, digest(words), words)


def _near(text: SourceText, words: str) -> str:
    """Suggest the words as the text has them, where they differ in case, quotation marks or dashes alone."""
    at = _plain(text.folded).find(_plain(words))
    if at >= 0:
        return f"the text has {text.folded[at : at + len(words)]!r}"
    return "write … for what is left out" if "..." in words else "copy the words from the text"


def _plain(words: str) -> str:
    """Return words with plain marks and in small letters, character by character, so that places stay the same."""
    return "".join(low if len(low := c.lower()) == 1 else c for c in words.translate(_LOOKALIKES))
