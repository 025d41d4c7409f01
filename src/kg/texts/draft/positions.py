"""Finds candidates of positions: quotations and reporting verbs, with who probably holds them.

A text is read in order, since "he added" and the second sentence of a quotation have the holder of a sentence before
them: such a holder is never sure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from kg.texts.draft.model import Name, PositionCandidate
from kg.texts.draft.subjects import Subject, find_subject, following_subject, opening_subject
from kg.texts.draft.verbs import AMBIGUOUS, FIRST_PERSON, SAYING, VERB, stance_of

__all__ = ["Positions", "Turn"]

_ACCORDING = re.compile(r"\b(?:[Aa]ccording to|[Ii]n the (?:view|opinion|words) of)(?= )")
_OPINION = re.compile(r"\b[Ii]n (?:his|her|their) (?:opinion|view|words|judg(?:e)?ment)\b")
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being|not|never|n[’']t|the|a|an|this|as|by) (?:\w+ly )?\Z")
_COORDINATED = re.compile(r"\b(?:and|but|then) (?:also |\w+ly )?\Z")
_FIRST = tuple(
    (stance, mode, re.compile(rf"\b(?:I|[Ww]e) (?:(?:also|really|\w+ly|can only|would|do|must) )?(?P<verb>{form})\b"))
    for stance, mode, form in FIRST_PERSON
)
_QUOTED_WORDS = 4  # a shorter quotation is a term, not a statement
_OPENING, _CLOSING = "“„«", "”»"
_FORGOTTEN = 6  # sentences after which a quotation is no longer taken for that of the last holder


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose turn it is to speak in an interview: a name, or nobody known; `asks` for the interviewer's."""

    name: Name | None
    asks: bool = False


class Positions:
    """Reads the sentences of a text in order."""

    def __init__(self) -> None:
        self._last: tuple[Name, ...] = ()
        self._last_person: tuple[Name, ...] = ()
        self._open_quote = False
        self._age = 0

    def paragraph(self) -> None:
        """Say that a paragraph ends: a quotation left open does not go on."""
        self._open_quote = False

    def find(self, words: str, names: tuple[Name, ...], turn: Turn | None = None) -> tuple[PositionCandidate, ...]:
        """Return the candidates of the next sentence, one for each stance and holder."""
        self._age = 0 if self._open_quote else self._age + 1
        if self._age >= _FORGOTTEN:
            self._last = self._last_person = ()
        quotes = tuple(self._quotes(words))
        if opening := opening_subject(words, tuple(n for n in names if not _inside(n.start, quotes))).names:
            self._remember(opening)
        quoted = any(len(words[a:b].split()) >= _QUOTED_WORDS for a, b in quotes)
        found = [replace(c, quoted=quoted) for c in self._reported(words, names, quotes)]
        if not found and quoted:
            found = [
                PositionCandidate("affirms", "quotation", self._last_person or self._last, sure=False, quoted=True)
            ]
        if turn or not found:
            spoken = tuple(self._spoken(words, turn))
            found = [*found, *(c for c in spoken if c.stance not in {f.stance for f in found})]
        return tuple({(c.stance, c.holders): c for c in reversed(found)}.values())[::-1]

    def _quotes(self, words: str) -> Iterator[tuple[int, int]]:
        """Yield the stretches between quotation marks; one may begin or end in another sentence of the paragraph."""
        start = 0 if self._open_quote else None
        low = False
        for index, character in enumerate(words):
            opens = character in _OPENING or character == '"'
            if opens and start is None:
                start, low = index + 1, character == "„"
            elif start is not None and (character in _CLOSING or character == '"' or (low and character == "“")):
                yield start, index
                start = None
        if start is not None:
            yield start, len(words)
        self._open_quote = start is not None

    def _reported(
        self, words: str, names: tuple[Name, ...], quotes: tuple[tuple[int, int], ...]
    ) -> Iterator[PositionCandidate]:
        outside = [n for n in names if not _inside(n.start, quotes)]
        for match in _ACCORDING.finditer(words):
            holder = following_subject(words, match.end(), tuple(outside))
            if candidate := self._candidate("affirms", "", match.group(), holder):
                yield candidate
        for match in _OPINION.finditer(words):
            if candidate := self._candidate("affirms", "assessment", match.group(), Subject(pronoun="person")):
                yield candidate
        before = Subject()
        for match in VERB.finditer(words):
            if _inside(match.start(), quotes) or _PASSIVE.search(words[: match.start()]):
                continue
            stance, mode = stance_of(match.group())
            subject = self._subject(words, match, tuple(outside))
            if not subject.sure and _COORDINATED.search(words[: match.start()]):
                subject = replace(before, sure=False) if before.names or before.pronoun else subject
            before = subject
            if candidate := self._candidate(stance, mode, match.group(), subject):
                yield candidate

    def _subject(self, words: str, match: re.Match[str], names: tuple[Name, ...]) -> Subject:
        """Return the subject of a verb; one that follows it only where the verb follows a quotation or a comma."""
        if match.group().endswith("ing"):
            return opening_subject(words, names, before=match.start())
        subject = find_subject(words, match.start(), names)
        if match.group() in AMBIGUOUS and not (subject.sure or subject.pronoun):
            return Subject()
        if match.group() in SAYING and not (subject.sure or subject.pronoun):
            inverted = re.search(r"[,”\"»?!]\s*\Z", words[: match.start()])
            after = following_subject(words, match.end(), names) if inverted else Subject()
            return after if after.names else subject
        return subject

    def _candidate(self, stance: str, mode: str, cue: str, subject: Subject) -> PositionCandidate | None:
        """Make a candidate and remember its holder; None where neither a holder nor a verb of saying shows one."""
        holders = subject.names
        if subject.pronoun:
            many = self._last if len(self._last) > 1 else ()
            holders = {"person": self._last_person, "any": self._last, "many": many}[subject.pronoun]
        if not holders and not subject.pronoun and cue not in SAYING:
            return None
        if holders:
            self._remember(holders)
        return PositionCandidate(stance, cue, holders, sure=subject.sure and bool(holders), mode=mode)

    def _remember(self, holders: tuple[Name, ...]) -> None:
        self._last, self._age = holders, 0
        if all(holder.is_person for holder in holders):
            self._last_person = holders

    def _spoken(self, words: str, turn: Turn | None) -> Iterator[PositionCandidate]:
        """Yield what a sentence says in the first person, asks, or says in somebody's turn of an interview."""
        holders = (turn.name,) if turn and turn.name else ()
        sure = bool(holders)
        if words.rstrip('"”’)').endswith("?"):
            yield PositionCandidate("asks", "?", holders, sure=sure, mode="asked")
            return
        for stance, mode, pattern in _FIRST:
            if match := pattern.search(words):
                yield PositionCandidate(stance, match["verb"], holders, sure=sure, mode=mode)
                return
        if turn and not turn.asks:
            yield PositionCandidate("affirms", "turn", holders, sure=sure)


def _inside(offset: int, stretches: Iterable[tuple[int, int]]) -> bool:
    return any(a <= offset < b for a, b in stretches)
