"""Offers for each sentence the anchor that a curator would write, and proves it by locating it.

An anchor of three first and two last words reads best; more are taken where those are not unique, and words before the
sentence where its own do not tell it from another.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from kg.texts.anchors import MAX_WORDS, Anchor, AnchorError, locate, parse_anchor
from kg.texts.documents import SourceText, find_words
from kg.texts.sentences import Sentence

__all__ = ["offer_anchor"]

_SHORT = 4  # a sentence of so few words is written whole
_LONGEST = 160  # characters: text without spaces would else be copied whole
_FARTHEST = 200  # characters before a sentence in which its context words are looked for
_USUAL = 5


def _shapes() -> tuple[tuple[int, int, int], ...]:
    """Return how many words of context, start and end to try, the most readable shape first."""
    counts = [
        (context, first, last)
        for context in range(MAX_WORDS - 1)
        for first in range(1, MAX_WORDS)
        for last in range(1, MAX_WORDS)
        if context + first + last <= MAX_WORDS
    ]
    return tuple(sorted(counts, key=lambda n: (n[0], abs(n[1] + n[2] - _USUAL), abs(n[1] - n[2] - 1), n)))


_SHAPES = _shapes()


def offer_anchor(text: SourceText, sentence: Sentence) -> tuple[str, str]:
    """Return an anchor that marks exactly a sentence, or an empty string; and why there is none.

    >>> from kg.texts.sentences import split_sentences
    >>> text = SourceText("a.txt", "It rained all day in Oslo. It rained all day in Riga.")
    >>> offer_anchor(text, split_sentences(text)[1])
    ('(Oslo.) It rained all … in Riga.', '')
    """
    end = sentence.start + len(text.text[sentence.start : sentence.end].rstrip())
    span = sentence.start, end
    for context, first, last in _candidates(text, sentence.start, end):
        start = f"{context} {first}" if context else first
        if not _stands_once(text.folded, start):
            continue
        anchor = (f"({context}) " if context else "") + first + (f" … {last}" if last else "")
        if len(anchor) <= _LONGEST and _marks(text, anchor, Anchor(context, first, last), span):
            return anchor, ""
    return "", _reason(text, sentence.start, end)


def _candidates(text: SourceText, start: int, end: int) -> Iterator[tuple[str, str, str]]:
    """Yield context, first and last words, the most readable first; a sentence of a few words whole."""
    words = text.text[start:end].split()
    before = text.text[max(0, start - _FARTHEST) : start].split()
    contexts = [" ".join(before[len(before) - n :]) for n in range(min(len(before), MAX_WORDS) + 1)]
    whole = [(context, " ".join(words), "") for context in contexts[: MAX_WORDS - min(len(words), MAX_WORDS) + 1]]
    if len(words) <= _SHORT:
        yield from whole
    for n_context, n_first, n_last in _SHAPES:
        if n_context < len(contexts) and n_first + n_last < len(words):
            yield contexts[n_context], " ".join(words[:n_first]), " ".join(words[-n_last:])
    yield from whole


def _stands_once(folded: str, words: str) -> bool:
    return len(list(islice(find_words(folded, words), 2))) == 1


def _marks(text: SourceText, written: str, meant: Anchor, span: tuple[int, int]) -> bool:
    """Tell whether an anchor is read as it is meant (the text may hold brackets and dots too) and marks the span."""
    try:
        anchor = parse_anchor(written)
        passage = locate(text, anchor) if anchor == meant else None
    except AnchorError:
        return False
    return passage is not None and (passage.start, passage.end) == span


def _reason(text: SourceText, start: int, end: int) -> str:
    words = text.text[start:end].split()
    if "…" in words[0] or "…" in words[-1]:
        return "an anchor cannot hold the ellipsis in its first or last word"
    if max(map(len, words)) > _LONGEST // 2:
        return "its words are not separated by spaces"
    if any(_stands_once(text.folded, f"{c} {f}".strip()) for c, f, _ in _candidates(text, start, end)):
        return "its last words stand again before its paragraph ends"
    return "its first words stand elsewhere too, after the same words"
