"""Finds candidates of positions: quotations and reporting verbs, with who probably holds them.

A text is read in order, since "he added" and the second sentence of a quotation have the holder of a sentence before
them: such a holder is never sure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kg.texts.draft.antecedents import Antecedents
from kg.texts.draft.interviews import Turn
from kg.texts.draft.model import Name, PositionCandidate
from kg.texts.draft.quotes import Quotes, Stretch, brought_by, inside, is_statement
from kg.texts.draft.subjects import (
    SPEAKER,
    Subject,
    find_subject,
    following_subject,
    joined_subject,
    opening_subject,
)
from kg.texts.draft.verbs import AMBIGUOUS, FIRST_PERSON, NEGATED, SAYING, VERB, negated_stance, stance_of

__all__ = ["Positions"]

_ACCORDING = re.compile(r"\b(?:[Aa]ccording to|[Ii]n the (?:view|opinion|words) of)(?= )")
_OPINION = re.compile(r"\b[Ii]n (?P<whose>his|her|their) (?:opinion|view|words|judg(?:e)?ment)\b")
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being|not|never|n[’']t|the|a|an|this|as|by) (?:\w+ly )?\Z")
# "Has Norland replied?" reports nothing; "concluded a pact" is no speech.
_INVERTED = re.compile(
    r"\A(?:[\w.’' -]{1,40}: )?(?:Has|Have|Had|Did|Does|Do|Is|Are|Was|Were|Will|Would|Can|Could|Should)\b.*\?"
)
_DONE = re.compile(r"concluded (?:an?|its|their|the|talks|negotiations|with|in|on)\b|reported to\b")
_COORDINATED = re.compile(r"\b(?:and|but|then) (?:also |\w+ly )?\Z")
_FIRST = tuple(
    (stance, mode, re.compile(rf"\b(?:I|[Ww]e) (?:(?:also|really|\w+ly|can only|would|do|must) )?(?P<verb>{form})\b"))
    for stance, mode, form in FIRST_PERSON
)
_FORGOTTEN = 6  # sentences after which a quotation is no longer taken for that of the last holder
_Found = tuple[Stretch, PositionCandidate]


class Positions:
    """Reads the sentences of a text in order."""

    def __init__(self, antecedents: Antecedents, author: Name | None = None) -> None:
        """`author` is who says "I" outside quotations and interviews, where the text names one."""
        self._antecedents = antecedents
        self._author = author
        self._quotes = Quotes()
        self._last: tuple[Name, ...] = ()
        self._age = 0

    def paragraph(self) -> None:
        """Say that a paragraph ends."""
        self._quotes.paragraph()

    def find(self, words: str, names: tuple[Name, ...], turn: Turn | None = None) -> tuple[PositionCandidate, ...]:
        """Return the candidates of the next sentence, one for each stance and holder."""
        self._age = 0 if self._quotes.left_open else self._age + 1
        if self._age >= _FORGOTTEN:
            self._last = ()
        quotes = self._quotes.find(words)
        outside = tuple(n for n in names if not inside(n.start, quotes))
        reported = [*self._according(words, outside), *self._reported(words, outside, quotes)]
        found = _with_quotations(words, quotes, reported)
        quoted = any(is_statement(words[a:b]) for a, b in quotes)
        if quoted and not any(c.quoted for c in found) and not reported:
            found = [PositionCandidate("affirms", "quotation", self._last, sure=False, quoted=True)]
        found += self._spoken(words, quotes, turn, alone=not found)
        self._read(words, outside, found)
        return _merged(found)

    def _read(self, words: str, names: tuple[Name, ...], found: list[PositionCandidate]) -> None:
        """Remember whom the sentence is about: its holders, its subject, then all that it names."""
        opening = joined_subject(words, names) or opening_subject(words, names).names
        holders = next((c.holders for c in reversed(found) if c.holders and c.cue not in ("?", "turn")), ())
        self._antecedents.reads(holders if len(holders) > 1 or not opening else opening, names)
        if last := holders or tuple(n for n in opening if n.is_person):
            self._last, self._age = last, 0

    def _according(self, words: str, names: tuple[Name, ...]) -> Iterator[_Found]:
        for match in _ACCORDING.finditer(words):
            holder = following_subject(words, match.end(), names)
            yield match.span(), self._candidate("affirms", "", match.group(), holder, names)
        for match in _OPINION.finditer(words):
            holder = Subject(pronoun=match["whose"])
            yield match.span(), self._candidate("affirms", "assessment", match.group(), holder, ())

    def _reported(self, words: str, names: tuple[Name, ...], quotes: tuple[Stretch, ...]) -> Iterator[_Found]:
        before, reported = Subject(), False
        if _INVERTED.match(words):
            return
        for match in VERB.finditer(words):
            if (
                inside(match.start(), quotes)
                or _PASSIVE.search(words[: match.start()])
                or _DONE.match(words, match.start())
            ):
                continue
            stance, mode = stance_of(match.group())
            subject = self._subject(words, match, names)
            if not subject.sure and not subject.pronoun and _COORDINATED.search(words[: match.start()]):
                subject = replace(before, sure=False) if before.names or before.pronoun else subject
            before = subject
            if subject.pronoun == SPEAKER or not (subject.names or subject.pronoun or match.group() in SAYING):
                continue
            reported = True
            yield match.span(), self._candidate(stance, mode, match.group(), subject, names)
        for match in NEGATED.finditer(words):
            if reported:
                continue  # "he added that Norland could not accept it" is one statement
            subject = find_subject(words, match.start(), names)
            if not inside(match.start(), quotes) and (subject.sure or subject.pronoun not in ("", SPEAKER)):
                stance, mode = negated_stance(match["verb"])
                yield match.span(), self._candidate(stance, mode, match.group(), subject, names)

    def _subject(self, words: str, match: re.Match[str], names: tuple[Name, ...]) -> Subject:
        """Return the subject of a verb; one that follows it only where the verb follows a quotation or a comma."""
        if match.group().endswith("ing"):
            return opening_subject(words, names, before=match.start())
        subject = find_subject(words, match.start(), names)
        if subject.pronoun == "you" or (
            match.group() in AMBIGUOUS and not (subject.sure or subject.pronoun or subject.near)
        ):
            return Subject(pronoun=SPEAKER)
        if match.group() in SAYING and not (subject.sure or subject.pronoun):
            inverted = re.search(r"[,”\"»?!]\s*\Z", words[: match.start()])
            after = following_subject(words, match.end(), names) if inverted else Subject()
            return after if after.names or after.pronoun else subject
        return subject

    def _candidate(
        self, stance: str, mode: str, cue: str, subject: Subject, names: tuple[Name, ...]
    ) -> PositionCandidate:
        holders = subject.names
        if subject.pronoun:
            own = tuple(n for n in names if n.end <= subject.at)
            holders = self._antecedents.find(subject.pronoun, own)
        return PositionCandidate(stance, cue, holders, sure=subject.sure and bool(holders), mode=mode)

    def _spoken(
        self, words: str, quotes: tuple[Stretch, ...], turn: Turn | None, *, alone: bool
    ) -> Iterator[PositionCandidate]:
        """Yield what a sentence asks, says in the first person, or says in somebody's turn of an interview."""
        name = turn.name if turn else self._author
        holders = (name,) if name else ()
        if words.rstrip('"”’)').endswith("?") and (alone or turn):
            yield PositionCandidate("asks", "?", holders if turn else (), sure=bool(turn and holders), mode="asked")
            return
        for stance, mode, pattern in _FIRST:
            match = pattern.search(words)
            if match and not inside(match.start(), quotes):
                yield PositionCandidate(stance, match["verb"], holders, sure=bool(holders), mode=mode)
                return
        if turn and not turn.asks and alone:
            yield PositionCandidate("affirms", "turn", holders, sure=bool(holders))


def _with_quotations(words: str, quotes: tuple[Stretch, ...], found: list[_Found]) -> list[PositionCandidate]:
    """Mark the candidates whose verbs bring a quotation."""
    verbs = sorted(span for span, _ in found)
    bringing = {brought_by(quote, verbs) for quote in quotes if is_statement(words[quote[0] : quote[1]])}
    return [replace(candidate, quoted=span in bringing) for span, candidate in sorted(found, key=lambda item: item[0])]


def _merged(found: list[PositionCandidate]) -> tuple[PositionCandidate, ...]:
    """Return one candidate for each stance and holder, quoted where one of them is."""
    merged: dict[tuple[str, tuple[str, ...]], PositionCandidate] = {}
    for one in found:
        key = one.stance, tuple(n.shown for n in one.holders)
        merged[key] = replace(merged[key], quoted=merged[key].quoted or one.quoted) if key in merged else one
    return tuple(merged.values())
