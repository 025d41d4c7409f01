"""Finds the dates of a text by its sentences; the verbs near a date without a year say whether it is still to come."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta

from kg.dates import When, find, resolve
from kg.texts.documents import SourceText, fold
from kg.texts.draft.model import FoundDate
from kg.texts.sentences import Sentence

__all__ = ["DateSpan", "find_dates"]

_TO_COME = re.compile(
    r"\b(?:will|would|shall|won[’']t|to be|(?:is|are) (?:not )?(?:to|about to|going to)|(?:is|are) (?:due|set)"
    r"|(?:were|was|been|is|are) scheduled|(?<!been )plan(?:s|ned|ning)?|expect\w*|hopes?|intends?|invit\w+|propos\w+"
    r"|agreed to|upcoming|next|forthcoming|coming|no later than)\b"
)
_IS_OVER = re.compile(
    r"\b(?:was|were|had|has|have|did|said|says|told|met|held|took|made|began|came|went|left|gave|brought|wrote|since"
    r"|sent|rose|fell|grew|won|lost|ago"
    r"|(?<!be )(?!need|indeed|agreed to|expected|scheduled|planned|proposed|invited)\w{2,}ed)\b"
)
_CLAUSE = re.compile(r"[;:—]|[”\"],? |, (?:but|while|whereas|which|who|and)\b|\b(?:but|while|whereas|although)\b")
_SOME_DAYS, _WEEKS, _MOST_OF_A_YEAR = timedelta(days=10), timedelta(weeks=8), timedelta(days=300)
DateSpan = tuple[int, int, FoundDate]


def find_dates(text: SourceText, sentences: Iterable[Sentence], now: When | None) -> dict[Sentence, list[DateSpan]]:
    """Return the dates of each sentence with their offsets in its folded words.

    They are found in the whole text, since "the same year" counts from a date before it.
    """
    found: dict[Sentence, list[DateSpan]] = {}
    dates = list(find(text.text, now=now))
    for sentence in sentences:
        words = fold(text.text[sentence.start : sentence.end]).strip()
        for start, end, when in dates:
            if sentence.start <= start and end <= sentence.end:
                begin = len(fold(text.text[sentence.start : start]))
                written = fold(text.text[start:end])
                span = begin, begin + len(written)
                found.setdefault(sentence, []).append((*span, _meant(written, words, span, (when, now))))
    return found


def _meant(written: str, words: str, span: tuple[int, int], counted: tuple[When, When | None]) -> FoundDate:
    """Return what a date means: of two in question the one that the verbs speak of, and the other one beside it."""
    when, now = counted
    meanings = resolve(written, now=now) or ()
    ahead = resolve(written, now=now, ahead=True) or ()
    in_question = meanings[:1] == (when,) and ahead[:1] not in ((), (when,))
    if not in_question or when == now:  # of today nobody need ask
        return FoundDate(written, str(when))
    near = _nearest((when, ahead[0]), now)
    if near == ahead[0] or (near is None and is_to_come(words, span)):
        return FoundDate(written, str(ahead[0]), str(when))
    return FoundDate(written, str(when), str(ahead[0]) if near is None and _TO_COME.search(words) else "")


def _nearest(days: tuple[When, When], now: When | None) -> When | None:
    """Return the one of two days that is weeks from now where the other is most of a year: nobody then gives a year."""
    if now is None or any(day.edtf.last - day.edtf.first > _SOME_DAYS for day in days):
        return None
    past, ahead = now.edtf.first - days[0].edtf.last, days[1].edtf.first - now.edtf.last
    if min(past, ahead) <= _WEEKS and max(past, ahead) >= _MOST_OF_A_YEAR:
        return days[0] if past < ahead else days[1]
    return None


def is_to_come(words: str, span: tuple[int, int]) -> bool:
    """Tell whether the verb nearest before a place in a sentence, or else after it, speaks of what is to come.

    >>> is_to_come("The pact was adopted in March and will be reviewed in July.", (24, 29))
    False
    """
    if re.search(r"\bsince(?: the)? \Z", words[: span[0]]):
        return False
    starts = [m.end() for m in _CLAUSE.finditer(words, 0, span[0])]
    clause = max(starts, default=0)
    for begin in dict.fromkeys((clause, 0)):
        before = [
            (m.end(), to_come)
            for pattern, to_come in ((_IS_OVER, False), (_TO_COME, True))
            for m in pattern.finditer(words, begin, span[0])
        ]
        if before:
            return max(before)[1]
        if begin == clause:
            after = [
                (m.start(), not to_come)
                for pattern, to_come in ((_IS_OVER, False), (_TO_COME, True))
                for m in [pattern.search(words, span[1])]
                if m
            ]
            if after:
                return not min(after)[1]
    return False
