"""Parts a sentence into runs of capitalised words, the raw material of names, and cuts runs at titles.

A run goes on over "of" and particles where names do: "Ministry of Trade", "Ursula von der Leyen".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kg.texts.draft.model import Name
from kg.texts.draft.words import (
    AGREEMENTS,
    CALENDAR,
    DEMONYMS,
    EVENTS,
    ORGANIZATIONS,
    PARTICLES,
    PLACES,
    SUBJECTS,
    TITLES,
)

__all__ = ["JOINING", "NAMING", "Run", "Token", "covered", "overlaps", "runs", "title_end", "trimmed"]

_TOKEN = re.compile(
    r"(?:Mr|Mrs|Ms|Dr|Prof|Gen|St)\.|(?:[A-ZÀ-Þ]\.)+(?!\w)|[^\W\d_]\w*(?:[-’'](?!s\b)\w+)*|\d+(?:[-.,]\w+)*"
)
_ARABIC = re.compile(r"(?:al|el|ad|an|ar|as|ash|at|ul)[-’'][^\W\d_a-z]")
JOINING = frozenset({"of", "for", "on"})
NAMING = ORGANIZATIONS | PLACES | AGREEMENTS | EVENTS


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a number of a sentence with its offsets."""

    start: int
    end: int
    text: str

    @property
    def key(self) -> str:
        """The word as the lists of words have it."""
        return self.text.rstrip(".").lower()

    @property
    def capital(self) -> bool:
        """Whether it is written as names are."""
        return self.text[0].isupper() or _ARABIC.match(self.text) is not None

    @property
    def is_title(self) -> bool:
        """Whether it is a title or the head of a post."""
        return self.key in TITLES


Run = tuple[Token, ...]


def runs(words: str, known: tuple[Name, ...]) -> Iterator[Run]:
    """Yield the runs of capitalised words of a sentence, joined over "of" and particles where names are."""
    tokens = [Token(m.start(), m.end(), m.group()) for m in _TOKEN.finditer(words)]
    run: list[Token] = []
    for index, token in enumerate(tokens):
        near = bool(run) and words[run[-1].end : token.start] == " "
        if token.capital and token.text not in CALENDAR and token.text != "I":
            if run and not near:
                yield tuple(run)
                run = []
            run.append(token)
        elif run and near and _joins(run, tokens[index : index + 3], words, known):
            run.append(token)
        elif run:
            yield tuple(run)
            run = []
    if run:
        yield tuple(run)


def _joins(run: list[Token], ahead: list[Token], words: str, known: tuple[Name, ...]) -> bool:
    """Tell whether a small word goes on with the name before it: "Ministry of Trade", "Ursula von der Leyen"."""
    small = ahead[0].text
    following = next((t for t in ahead[1:] if t.capital), None)
    if (
        following is None
        or words[run[-1].end : following.start].count(" ") > 3
        or "," in words[run[-1].end : following.start]
    ):
        return False
    between = [t.text for t in ahead[1:] if t.start < following.start]
    if small in PARTICLES or run[-1].text in PARTICLES:
        return all(word in PARTICLES for word in between)
    keys = [token.key for token in run]
    heads = NAMING | TITLES | {"republic", "kingdom", "states", "faculty"}
    if small in JOINING or (small == "the" and run[-1].text in JOINING):
        return all(word == "the" for word in between) and any(key in heads for key in keys)
    joined = small == "and" and any(key in JOINING for key in keys) and not between
    return joined and following.key in SUBJECTS and not covered(following, known)


def title_end(run: Run) -> int:
    """Return how many words of a run belong to a post: up to its last title and what that is of."""
    titles = [index for index, token in enumerate(run) if token.is_title]
    if not titles:
        return 0
    end = titles[-1] + 1
    if end < len(run) and run[end].text in JOINING:
        end += 1
        while end < len(run) and (not run[end].capital or run[end].key in SUBJECTS | ORGANIZATIONS):
            end += 1
        if end < len(run) and run[end - 1].key not in SUBJECTS | ORGANIZATIONS:
            end += 1  # "President of Norland Anna Berg": the country is one word as a rule
    return end


def trimmed(part: Run) -> Run:
    """Take small words off both ends, and adjectives of countries off the front of a person's name."""
    items = list(part)
    while items and not items[-1].capital:
        items.pop()
    while items and (
        not items[0].capital or (len(items) == 3 and items[0].text in DEMONYMS - {"East", "West", "North", "South"})
    ):
        if items[0].capital and items[-1].key in NAMING | TITLES:
            break
        items.pop(0)
    return tuple(items)


def covered(token: Token, known: tuple[Name, ...]) -> bool:
    """Tell whether a word belongs to a known name."""
    return any(overlaps(name, token.start, token.end) for name in known)


def overlaps(name: Name, start: int, end: int) -> bool:
    """Tell whether a name and a stretch share a character."""
    return name.start < end and start < name.end
