"""Splits a text into sentences, for the rule that a passage is at most a sentence and for coverage.

A paragraph ends a sentence, and so does `.`, `!` or `?` (in Persian `؟`) with what closes it and the number of a
footnote, before white space and whatever is no small letter; abbreviations and initials do not.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from kg.texts.documents import SourceText

__all__ = ["Sentence", "sentence_at", "split_sentences"]

_END = re.compile(r"[.!?؟]+[\"'”’»)\]]*\d{0,2}(?=\s+[\"'“‘„«(\[]*(?P<next>\w))")
_ABBREVIATION = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Prof|St|Sen|Rep|Gov|Rev|Hon|Lt|Col|Capt|Maj|Nos?(?=\.\s*\d)|vs|etc|cf|al|Jr|Sr|Gen|Sok|Tel|Fax|Jan|Feb|Aug|Sept|Oct|Nov|Dec|Intl"
    r"|i\.e|e\.g|[A-Z](?:\.[A-Z])*)\.(?=\s)"
)
_LOOK_BACK, _LOOK_AHEAD = 12, 8


@dataclass(frozen=True, slots=True, order=True)
class Sentence:
    """A sentence by its offsets in code points, end exclusive."""

    start: int
    end: int


def split_sentences(text: SourceText) -> tuple[Sentence, ...]:
    """Return the sentences of a text in order; white space between them belongs to none."""
    found: list[Sentence] = []
    for begin, end in text.paragraphs:
        start = begin
        for match in _END.finditer(text.text, begin, end):
            if match["next"].islower() or _abbreviated(text.text, start, match.end()):
                continue
            found.append(_trimmed(text.text, start, match.end()))
            start = match.end()
        if text.text[start:end].strip():
            found.append(_trimmed(text.text, start, end))
    return tuple(found)


def sentence_at(sentences: tuple[Sentence, ...], offset: int) -> int | None:
    """Return the index of the sentence that holds an offset, or None between sentences."""
    index = bisect_right(sentences, Sentence(offset, 2**62)) - 1
    return index if index >= 0 and offset < sentences[index].end else None


def _abbreviated(text: str, start: int, end: int) -> bool:
    """Tell whether the words before a full stop are an abbreviation."""
    around = _ABBREVIATION.finditer(text, max(start, end - _LOOK_BACK), end + _LOOK_AHEAD)
    return any(match.end() == end for match in around)


def _trimmed(text: str, start: int, end: int) -> Sentence:
    while start < end and text[start].isspace():
        start += 1
    return Sentence(start, end)
