"""Tells whose turn each paragraph of an interview is, by labels, or without them by its questions.

Without labels a question is a paragraph that ends with a question mark, what follows is the answer, and who answers and
who asks stands in the sentences before the first question.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.texts.draft.model import Name
from kg.texts.draft.verbs import SAYING

__all__ = ["Paragraph", "Turn", "begins_turn", "find_author", "find_turns"]

_LABEL = re.compile(r"(?P<label>[A-ZÀ-Þ][\w.’' -]{0,40}?)(?: \((?P<who>[^()]{2,60})\))?:\s+(?=\S)")
_ASKS = frozenset({"Q", "Question", "Interviewer", "Correspondent", "Journalist", "Reporter"})
_ANSWERS = frozenset({"A", "Answer"})
_ASKER = re.compile(r"(?:\b(?:by|[Ii]nterview(?:er)?|[Qq]uestions|asked|talks to|speaks to|spoke to))(?: ?:)?\s\Z")
_GUEST = re.compile(r"\b(?:[Ii]nterview|[Cc]onversation|[Tt]alk(?:ed|s)?|[Ss]poke|[Ss]peaks|[Ss]at down) (?:with|to)\b")
_BYLINE = re.compile(r"\A[Bb]y ")
_FEWEST = 3  # questions that make a text an interview
_SAID = "|".join(sorted(SAYING))


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose turn it is to speak in an interview: a name, or nobody known; `asks` for the interviewer's."""

    name: Name | None
    asks: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph with its white space folded, and the sentences in it, each with its names."""

    words: str
    sentences: tuple[tuple[str, tuple[Name, ...]], ...]


def find_turns(paragraphs: Sequence[Paragraph]) -> tuple[Turn | None, ...]:
    """Return the turn of each paragraph, None for one that is nobody's."""
    labels = Counter(m["label"] for p in paragraphs if (m := _LABEL.match(p.words)))
    if any(count > 1 for count in labels.values()):
        return tuple(_by_labels(paragraphs, labels))
    asked = [at for at, paragraph in enumerate(paragraphs) if paragraph.words.endswith("?")]
    if len(asked) < _FEWEST or 4 * len(asked) < len(paragraphs) - asked[0]:
        return (None,) * len(paragraphs)
    guest, asker = _who_talks(paragraphs[: asked[0]])
    spoken = [Turn(asker, asks=True) if p.words.endswith("?") else Turn(guest) for p in paragraphs[asked[0] :]]
    return (*((None,) * asked[0]), *spoken)


def begins_turn(words: str) -> bool:
    """Tell whether a line opens with what may be a label."""
    return _LABEL.match(words) is not None


def find_author(paragraphs: Sequence[Paragraph]) -> Name | None:
    """Return the person of the byline."""
    for paragraph in paragraphs[:4]:
        for words, names in paragraph.sentences:
            if _BYLINE.match(words) and (persons := [n for n in names if n.is_person]):
                return persons[0]
    return None


def _by_labels(paragraphs: Sequence[Paragraph], labels: Counter[str]) -> Iterator[Turn | None]:
    turn: Turn | None = None
    for paragraph in paragraphs:
        match = _LABEL.match(paragraph.words)
        if match is None:
            turn = None if turn and _tells_of(paragraph, turn) else turn
        else:
            turn = _labelled(paragraph, match, labels) or turn
        yield turn


def _labelled(paragraph: Paragraph, match: re.Match[str], labels: Counter[str]) -> Turn | None:
    """Return the turn that a label opens, or None where it is no label."""
    label, names = match["label"], paragraph.sentences[0][1] if paragraph.sentences else ()
    if label in _ASKS:
        introduced = re.compile(r"\A[^?]{0,80}?\Z")  # "Q: Anna Berg, Harbour News." names who asks
        opening = [n for n in names if n.is_person and n.start in (match.end(), match.start("who"))]
        named = opening and (match["who"] or introduced.match(paragraph.sentences[0][0][opening[0].end :]))
        return Turn(opening[0] if named else None, asks=True)
    if label in _ANSWERS:
        return Turn(None)
    actors = [n for n in names if n.is_actor and n.end <= len(label)]
    if actors and (labels[label] > 1 or actors[-1].is_person):
        return Turn(actors[-1])
    return Turn(None, asks=True) if labels[label] > 2 else None


def _tells_of(paragraph: Paragraph, turn: Turn) -> bool:
    """Tell whether a paragraph without a label speaks of who had the turn: then the text itself goes on."""
    surname = re.escape(turn.name.written.split()[-1]) if turn.name else "(?!)"
    subject = rf"(?:[Hh]e|[Ss]he|{surname}|[Tt]he [\w-]*(?:spokes\w+|minister|ambassador|president|secretary))"
    return re.search(rf"\b{subject} (?:\w+ )?(?:{_SAID})\b", paragraph.words, re.IGNORECASE) is not None


def _who_talks(header: Sequence[Paragraph]) -> tuple[Name | None, Name | None]:
    """Return who answers and who asks, as the sentences before the first question tell."""
    guest = asker = first = None
    for words, names in (sentence for paragraph in header for sentence in paragraph.sentences):
        for name in (n for n in names if n.is_person):
            if _ASKER.search(words[: name.start]):
                asker = asker or name
            elif guest is None and _GUEST.search(words[: name.start]):
                guest = name
            else:
                first = first or name
    return guest or first, asker
