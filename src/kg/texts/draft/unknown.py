"""Guesses at names that the graph does not know: runs of capitalised words, and what cue words say that they name.

A run is cut at titles ("Foreign Minister Anna Berg" is a person and the words of a post), and words that have capitals
for another reason are taken off it. What is left is a candidate for a curator, never more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from kg.texts.draft.known import KnownNames
from kg.texts.draft.model import Name
from kg.texts.draft.words import (
    AGREEMENTS,
    CALENDAR,
    COUNTRIES,
    DEMONYMS,
    EVENTS,
    FUNCTION,
    ORGANIZATIONS,
    PARTICLES,
    PLACES,
    SUBJECTS,
    TITLE_MODIFIERS,
    TITLES,
)

__all__ = ["UnknownNames"]

_TOKEN = re.compile(
    r"(?:Mr|Mrs|Ms|Dr|Prof|Gen|St)\.|(?:[A-ZÀ-Þ]\.)+(?!\w)|[^\W\d_]\w*(?:[-’'](?!s\b)\w+)*|\d+(?:[-.,]\w+)*"
)
_ARABIC = re.compile(r"(?:al|el|ad|an|ar|as|ash|at|ul)[-’'][^\W\d_a-z]")
_ROMAN = re.compile(r"[IVXLC]+\Z")
_OPENS = re.compile(r"(?:\A|[.!?:]|\A\d{1,2}[.)]|[-–•])[\s“\"'‘(\[„«]*\Z|[“\"„«]\Z")
_INSIDE = re.compile(r"\b(?:in|near|at|outside|around|across|via)(?: the)?\s\Z", re.IGNORECASE)
_SPEAKS = re.compile(
    r",? (?:said|says|told|added|noted|stated|stressed|explained|warned|announced|argued|wrote|asked)\b"
)
_DATELINE = re.compile(r", \w+ \w+ |\s?[—–(]| - ")
_LOWER_TITLE = re.compile(r"((?:[A-Z]\w+ )?(?:[a-z][\w-]* ){0,4})\Z")
_COURTESIES = frozenset({"mr", "mrs", "ms", "dr", "prof", "sir", "lady"})
_IS_POST = "is a post"  # in place of the words of a post: the run names no one but the post itself
_JOINING = frozenset({"of", "for", "on"})
_CUES = (("agreement", AGREEMENTS), ("organization", ORGANIZATIONS), ("place", PLACES), ("event", EVENTS))
_NAMING = ORGANIZATIONS | PLACES | AGREEMENTS | EVENTS


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    text: str

    @property
    def key(self) -> str:
        return self.text.rstrip(".").lower()

    @property
    def capital(self) -> bool:
        return self.text[0].isupper() or _ARABIC.match(self.text) is not None

    @property
    def is_title(self) -> bool:
        return self.key in TITLES


_Run = tuple[_Token, ...]


class UnknownNames:
    """Finds candidates in the sentences of one text, remembering the full names of persons for later surnames."""

    def __init__(self, known: KnownNames, sentences: Iterable[tuple[str, tuple[Name, ...]]]) -> None:
        """`sentences` are all of the text, each with its known names, so that a first word can be judged."""
        self._known = known
        self._full: dict[str, str] = {}
        given = list(sentences)
        self._lower = frozenset(word for words, _ in given for word in re.findall(r"(?<![\w-])[a-z]{2,}(?!\w)", words))
        self._inside: frozenset[str] = frozenset()
        first_look = [name for words, names in given for name in self._candidates(words, names)]
        self._inside = frozenset(name.written for name in first_look if " " not in name.written)
        for name in first_look:
            if name.kind == "person" and " " in name.written:
                self._full.setdefault(name.written.split()[-1], name.written)

    def find(self, words: str, known: tuple[Name, ...]) -> tuple[Name, ...]:
        """Return the unknown names of a sentence, in order, none of them a known one."""
        found: list[Name] = []
        for name in self._candidates(words, known):
            found.append(_explained(name, (*known, *found), words))
        return tuple(found)

    def _candidates(self, words: str, known: tuple[Name, ...]) -> Iterator[Name]:
        letters = [c for c in words if c.isalpha()]
        if sum(c.isupper() for c in letters) > len(letters) * 0.6:
            return  # in a line of capitals they tell nothing
        for run in _runs(words, known):
            for part, post in self._parts(run, words, known):
                if name := self._name(part, post, words):
                    yield name

    def _parts(self, run: _Run, words: str, known: tuple[Name, ...]) -> Iterator[tuple[_Run, str]]:
        """Cut a run at its titles and known names; yield what may be a name, with the words of a post before it."""
        run = self._without_opening(run, words)
        free = [not _covered(token, known) for token in run]
        named_for = [token for token, is_free in zip(run, free, strict=True) if is_free]
        is_body = any(t.key in ORGANIZATIONS for t in named_for) and not any(t.is_title for t in run)
        if is_body and not any(n.kind == "Post" and _overlaps(n, run[0].start, run[-1].end) for n in known):
            yield run, ""  # "the Estonian Foreign Ministry" is one name, though Estonia is known by its adjective
            return
        head = _title_end(run)
        post = words[run[0].start : run[head - 1].end] if head else ""
        rest = [(token, is_free) for token, is_free in zip(run, free, strict=True)][head:]
        if head == len(run) > 1 and not any(
            n.kind == "Post" and _overlaps(n, run[0].start, run[-1].end) for n in known
        ):
            yield run, _IS_POST
            return
        if not head and sum(named.key in _NAMING for named in named_for) == len(named_for) == 1:
            yield run, ""  # the Iran Deal: the known name alone says something else
            return
        part: list[_Token] = []
        for token, is_free in [*rest, (None, False)]:
            if token is not None and is_free:
                part.append(token)
            elif part:
                yield tuple(part), post
                part, post = [], ""

    def _without_opening(self, run: _Run, words: str) -> _Run:
        """Take off the first word of a sentence where it has its capital from there alone."""
        first = run[0]
        opens = _OPENS.search(words[: first.start]) is not None
        common = first.key in FUNCTION or (opens and first.key in self._lower and not first.is_title)
        adverb = opens and first.key.endswith("ly") and len(run) > 1
        return run[1:] if common or adverb else run

    def _name(self, part: _Run, post: str, words: str) -> Name | None:
        part = _trimmed(part)
        if not part or all(_is_demonym(token) for token in part if token.capital):
            return None
        start, end = part[0].start, part[-1].end
        written, before = words[start:end], words[:start]
        if len(part) == 1 and not self._is_single(part[0], before, post):
            return None
        if post is _IS_POST:
            return Name(start, end, written, "post")
        post = post or _post_before(before)
        kind = "person" if post else self._guess(part, before, words[end:])
        person = kind == "person"
        full = self._full.get(written, "") if len(part) == 1 else ""
        post = "" if post.rstrip(".").lower() in _COURTESIES else post
        like = self._known.resembling(written) if person or full else ""
        return Name(start, end, written, "person" if full else kind, full=full, post=post, like=like)

    def _is_single(self, token: _Token, before: str, post: str) -> bool:
        """Tell whether one capitalised word can be a name: at the start of a sentence only where seen elsewhere too."""
        common = token.key in FUNCTION or token.key in TITLES | TITLE_MODIFIERS | SUBJECTS
        if len(token.text) < 2 or common or token.text in CALENDAR or _ROMAN.match(token.text) or not token.capital:
            return False
        if post or token.text in COUNTRIES or token.text.isupper() or _OPENS.search(before) is None:
            return True
        return token.text in self._full or token.text in self._inside

    def _guess(self, part: _Run, before: str, after: str) -> str:
        written = " ".join(token.text for token in part)
        if written in COUNTRIES:
            return "state"
        keys = [token.key for token in part if not _ROMAN.match(token.text)] or [part[0].key]
        for kind, cues in _CUES:  # the last word before "of" tells what a name names: the Gulf of Riga
            if keys[-1] in cues or any(k in cues and n in _JOINING for k, n in pairwise(keys)):
                return kind
        for kind, cues in _CUES[1:3]:
            if any(key in cues for key in keys):
                return kind
        if not before and _DATELINE.match(after) and all(token.text.isupper() for token in part):
            return "place"
        if len(part) == 1 and part[0].text.isupper():
            return "organization"
        if _SPEAKS.match(after):
            return "person"
        if _INSIDE.search(before):
            return "place"
        return "person" if len(part) in range(2, 6) and all(map(self._in_person, part)) else ""

    def _in_person(self, token: _Token) -> bool:
        """Tell whether a word can belong to a person's name: it is no word that the text writes in lower case too."""
        if token.key in PARTICLES:
            return True
        return token.capital and token.key not in self._lower | SUBJECTS and token.text not in DEMONYMS


def _explained(name: Name, others: tuple[Name, ...], words: str) -> Name:
    """Give an abbreviation in brackets what the name before it tells: its kind, or whom it resembles."""
    long = next((n for n in others if n.end == name.start - 2), None)
    if long is None or words[name.start - 2 : name.start] != " (":
        return name
    return replace(name, like=long.slug) if long.known else replace(name, kind=long.kind)


def _is_demonym(token: _Token) -> bool:
    return all(piece in DEMONYMS for piece in re.split(r"[-–]", token.text))


def _runs(words: str, known: tuple[Name, ...]) -> Iterator[_Run]:
    """Yield the runs of capitalised words of a sentence, joined over "of" and particles where names are."""
    tokens = [_Token(m.start(), m.end(), m.group()) for m in _TOKEN.finditer(words)]
    run: list[_Token] = []
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


def _joins(run: list[_Token], ahead: list[_Token], words: str, known: tuple[Name, ...]) -> bool:
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
    heads = _NAMING | TITLES | {"republic", "kingdom", "states", "faculty"}
    if small in _JOINING or (small == "the" and run[-1].text in _JOINING):
        return all(word == "the" for word in between) and any(key in heads for key in keys)
    joined = small == "and" and any(key in _JOINING for key in keys) and not between
    return joined and following.key in SUBJECTS and not _covered(following, known)


def _title_end(run: _Run) -> int:
    """Return how many words of a run belong to a post: up to its last title and what that is of."""
    titles = [index for index, token in enumerate(run) if token.is_title]
    if not titles:
        return 0
    end = titles[-1] + 1
    if end < len(run) and run[end].text in _JOINING:
        end += 1
        while end < len(run) and (not run[end].capital or run[end].key in SUBJECTS | ORGANIZATIONS):
            end += 1
        if end < len(run) and run[end - 1].key not in SUBJECTS | ORGANIZATIONS:
            end += 1  # "President of Norland Anna Berg": the country is one word as a rule
    return end


def _trimmed(part: _Run) -> _Run:
    """Take small words off both ends, and adjectives of countries off the front of a person's name."""
    items = list(part)
    while items and not items[-1].capital:
        items.pop()
    while items and (
        not items[0].capital or (len(items) == 3 and items[0].text in DEMONYMS - {"East", "West", "North", "South"})
    ):
        if items[0].capital and items[-1].key in _NAMING | TITLES:
            break
        items.pop(0)
    return tuple(items)


def _post_before(before: str) -> str:
    """Return the words of a post in lower case directly before a name: "the deputy trade minister Jan Berg"."""
    match = _LOWER_TITLE.search(before)
    taken = match[1].split() if match else []
    if not taken or taken[-1].lower() not in TITLES:
        return ""
    first = len(taken) - 1
    while first and (taken[first - 1].lower() in TITLE_MODIFIERS or taken[first - 1] in DEMONYMS):
        first -= 1
    return " ".join(taken[first:])


def _covered(token: _Token, known: tuple[Name, ...]) -> bool:
    return any(_overlaps(name, token.start, token.end) for name in known)


def _overlaps(name: Name, start: int, end: int) -> bool:
    return name.start < end and start < name.end
