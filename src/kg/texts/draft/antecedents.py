"""Remembers who a text speaks of, for "she", "they" and "the minister": the nearest antecedent that fits.

Courtesies tell who is a he or a she, posts who is "the minister", the first two states of a text who are "the parties".
What is found so is a guess, and never sure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from kg.texts.draft.model import Name

__all__ = ["Antecedents"]

_MALE = re.compile(r"\b(?:Mr\.?|Sir|Lord|King|Prince|Sheikh) (?:\w+ )?\Z|\b(?:spokesman|chairman)\W(?:\w+ )?\Z")
_FEMALE = re.compile(
    r"\b(?:Mrs\.?|Ms\.?|Miss|Lady|Dame|Queen|Princess) (?:\w+ )?\Z|\b(?:spokes|chair)woman\W(?:\w+ )?\Z"
)
_TWO_STATES = re.compile(r"sides|parties|countries|delegations|governments|states|neighbours")
_CHIEFS = ("president", "premier", "chancellor", "minister", "king", "leader", "emir")
_REMEMBERED = 8  # sentences
_PAIR_WITHIN = 4  # opening sentences in which the two parties of a text are named


class Antecedents:
    """What has been read of one text so far; what holds of all of it is read at once."""

    def __init__(self, sentences: Iterable[tuple[str, tuple[Name, ...]]]) -> None:
        """`sentences` are all of the text in order, headings included."""
        given = list(sentences)
        self._gender: dict[str, str] = {}
        self._posts: dict[str, str] = {}
        for words, names in given:
            for name in (n for n in names if n.is_person):
                before = words[: name.start]
                gender = "he" if _MALE.search(before) else "she" if _FEMALE.search(before) else ""
                if gender:
                    self._gender.setdefault(name.shown, gender)
                if name.post:
                    self._posts.setdefault(name.shown, name.post.lower())
        states = [n for _, names in given[:_PAIR_WITHIN] for n in names if n.kind in ("State", "state")]
        pair = list({n.shown: n for n in states}.values())
        self._pair = tuple(pair) if len(pair) == 2 else ()
        self._persons: list[tuple[Name, int]] = []
        self._collective: tuple[Name, ...] = ()
        self._group: tuple[Name, ...] = ()
        self._group_at = -_REMEMBERED
        self._at = 0

    def reads(self, subject: tuple[Name, ...], names: Iterable[Name]) -> None:
        """Take in a sentence: those it is about, then all that it names."""
        self._at += 1
        persons = [n for n in (*subject, *names) if n.is_person]
        recent = list({n.shown: (n, self._at) for n in reversed(persons)}.values())[::-1]
        seen = {n.shown for n, _ in recent}
        self._persons = [*recent, *((n, at) for n, at in self._persons if n.shown not in seen)]
        if len(subject) > 1:
            self._group, self._group_at = subject, self._at
        elif subject and not subject[0].is_person:
            self._collective = subject

    def find(self, word: str, sentence: Iterable[Name] = ()) -> tuple[Name, ...]:
        """Return whom a pronoun or "the minister" means; `sentence` are the names before it in its own sentence."""
        key = word.lower()
        if key == "somebody":
            return ()
        own = [n for n in sentence if n.is_person]
        if key in ("he", "she", "him", "her", "his"):
            gender = "she" if key in ("she", "her") else "he"
            return self._first(own, lambda n: self._gender.get(n.shown, gender) == gender)
        if key in ("it", "its", "who"):
            return self._collective
        if key in ("they", "them", "their"):
            return self._group if self._at - self._group_at < _REMEMBERED else self._collective
        noun = key.rsplit(maxsplit=1)[-1]
        if _TWO_STATES.fullmatch(noun):
            return self._pair
        if noun.endswith("s"):
            return self._several(noun.removesuffix("s"))
        holding = tuple(n for n in (*own, *(n for n, _ in self._persons)) if noun in self._posts.get(n.shown, ""))
        return holding[:1] or self._first(own, lambda n: n.shown not in self._posts)

    def _first(self, own: Iterable[Name], fits: Callable[[Name], bool]) -> tuple[Name, ...]:
        recent = [n for n, at in self._persons if self._at - at < _REMEMBERED]
        return tuple(n for n in (*own, *recent) if fits(n))[:1]

    def _several(self, noun: str) -> tuple[Name, ...]:
        """Return the last two who hold such a post: "the ministers"; any heads for "the leaders"."""
        nouns = _CHIEFS if noun in ("leader", "head", "chief") else (noun,)
        holding = [n for n, _ in self._persons if any(each in self._posts.get(n.shown, "") for each in nouns)]
        return tuple(holding[:2]) if len(holding) > 1 else ()
