"""Guesses at names that the graph does not know: runs of capitalised words, and what cue words say that they name.

A run is cut at titles ("Foreign Minister Anna Berg" is a person and the words of a post), and words that have capitals
for another reason are taken off it. What is left is a candidate for a curator, never more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from kg.texts.draft.known import KnownNames
from kg.texts.draft.model import Name
from kg.texts.draft.runs import JOINING, NAMING, Run, Token, covered, overlaps, runs, title_end, trimmed
from kg.texts.draft.words import (
    AGREEMENTS,
    CALENDAR,
    COUNTRIES,
    COURTESIES,
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

_ROMAN = re.compile(r"[IVXLC]+\Z")
_OPENS = re.compile(r"(?:\A|[.!?:]|\A\d{1,2}[.)]|[-–•])[\s“\"'‘(\[„«]*\Z|[“\"„«]\Z")
_INSIDE = re.compile(
    r"\b(?:in|near|at|off|outside|around|across|via|left for|(?:travel|fl[ey]|went|go|c[ao]me|return|drove|visit|trip"
    r"|tour|journey|move|border)\w* (?:to|with))(?: the)?\s\Z",
    re.IGNORECASE,
)
_ITS_MEETING = re.compile(r" (?:summit|bloc|member states|secretariat|parliament|commission)\b")
_SPEAKS = re.compile(
    r",? (?:said|says|told|added|noted|stated|stressed|explained|warned|announced|argued|wrote|asked)\b"
)
_INTRODUCED = re.compile(
    r"\b(?:newspaper|daily|weekly|magazine|journal|broadcaster|website|station|agency|company|firm|operator|party) \Z"
)
_DATELINE = re.compile(r", \w+ \w+ |\s?[—–(]| - ")
_IS_POST = "is a post"  # in place of the words of a post: the run names no one but the post itself
_CUES = (("agreement", AGREEMENTS), ("organization", ORGANIZATIONS), ("place", PLACES), ("event", EVENTS))


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
        for full in list(self._full.values()):  # surnames come first in some countries
            self._full.setdefault(full.split()[0], full)
        self._kinds = _kinds(first_look)
        self._short = {short: long for words, names in given for short, long in self._abbreviated(words, names)}

    def find(self, words: str, known: tuple[Name, ...]) -> tuple[Name, ...]:
        """Return the unknown names of a sentence, in order, none of them a known one."""
        found: list[Name] = []
        for name in self._candidates(words, known):
            found.append(self._explained(name, (*known, *found), words))
        return tuple(found)

    def _explained(self, name: Name, others: tuple[Name, ...], words: str) -> Name:
        """Give a name what other places tell: the name that it abbreviates, its kind, that of its neighbour."""
        if long := self._short.get(name.written):
            if long.known:
                return replace(name, like=long.slug)
            return (
                name if words[name.start - 1 : name.start] == "(" else replace(name, kind=long.kind, full=long.written)
            )
        if name.kind == "" and name.written in self._kinds:
            return replace(name, kind=self._kinds[name.written])
        joined = any(n.kind in ("Place", "place") and words[n.end : name.start] == " and " for n in others)
        return replace(name, kind="place") if joined and name.kind == "" else name

    def _abbreviated(self, words: str, known: tuple[Name, ...]) -> Iterator[tuple[str, Name]]:
        """Yield the abbreviations in brackets, each with the name before them."""
        names = [*known, *self._candidates(words, known)]
        for name in names:
            long = next((n for n in names if n.end == name.start - 2 and n.is_actor), None)
            if long and not name.known and " " not in name.written and words[name.start - 2 : name.start] == " (":
                yield name.written, long

    def _candidates(self, words: str, known: tuple[Name, ...]) -> Iterator[Name]:
        letters = [c for c in words if c.isalpha()]
        if sum(c.isupper() for c in letters) > len(letters) * 0.6:
            return  # in a line of capitals they tell nothing
        for run in runs(words, known):
            for part, post in self._parts(run, words, known):
                if name := self._name(part, post, words):
                    yield name

    def _parts(self, run: Run, words: str, known: tuple[Name, ...]) -> Iterator[tuple[Run, str]]:
        """Cut a run at its titles and known names; yield what may be a name, with the words of a post before it."""
        run = self._without_opening(run, words)
        free = [not covered(token, known) for token in run]
        named_for = [token for token, is_free in zip(run, free, strict=True) if is_free]
        is_body = any(t.key in ORGANIZATIONS for t in named_for) and not any(t.is_title for t in run)
        if is_body and not any(n.kind == "Post" and overlaps(n, run[0].start, run[-1].end) for n in known):
            yield run, ""  # "the Estonian Foreign Ministry" is one name, though Estonia is known by its adjective
            return
        head = title_end(run)
        post = words[run[0].start : run[head - 1].end] if head else ""
        rest = [(token, is_free) for token, is_free in zip(run, free, strict=True)][head:]
        if head == len(run) > 1 and not any(n.kind == "Post" and overlaps(n, run[0].start, run[-1].end) for n in known):
            yield run, _IS_POST
            return
        if not head and sum(named.key in NAMING for named in named_for) == len(named_for) == 1:
            yield run, ""  # the Iran Deal: the known name alone says something else
            return
        part: list[Token] = []
        for token, is_free in [*rest, (None, False)]:
            if token is not None and is_free:
                part.append(token)
            elif part:
                yield tuple(part), post
                part, post = [], ""

    def _without_opening(self, run: Run, words: str) -> Run:
        """Take off the first word of a sentence where it has its capital from there alone."""
        first = run[0]
        opens = _OPENS.search(words[: first.start]) is not None
        common = first.key in FUNCTION or (opens and first.key in self._lower and not first.is_title)
        adverb = opens and first.key.endswith("ly") and len(run) > 1
        return run[1:] if common or adverb else run

    def _name(self, part: Run, post: str, words: str) -> Name | None:
        part = trimmed(part)
        if not part or all(_is_demonym(token) for token in part if token.capital):
            return None
        start, end = part[0].start, part[-1].end
        written, before = words[start:end], words[:start]
        if len(part) == 1 and not self._is_single(part[0], before, post):
            return None
        if post is _IS_POST:
            return Name(start, end, written, "post")
        kind = "person" if post else self._guess(part, before, words[end:])
        person = kind == "person"
        full = self._full.get(written, "") if len(part) == 1 else ""
        post = "" if post.rstrip(".").lower() in COURTESIES else post
        like = self._known.resembling(written) if person or full else ""
        return Name(start, end, written, "person" if full else kind, full=full, post=post, like=like)

    def _is_single(self, token: Token, before: str, post: str) -> bool:
        """Tell whether one capitalised word can be a name: at the start of a sentence only where seen elsewhere too."""
        common = token.key in FUNCTION or token.key in TITLES | TITLE_MODIFIERS | SUBJECTS
        if len(token.text) < 2 or common or token.text in CALENDAR or _ROMAN.match(token.text) or not token.capital:
            return False
        if post or token.text in COUNTRIES or token.text.isupper() or _OPENS.search(before) is None:
            return True
        return token.text in self._full or token.text in self._inside

    def _guess(self, part: Run, before: str, after: str) -> str:
        written = " ".join(token.text for token in part)
        if written in COUNTRIES:
            return "state"
        if kind := _by_cue(part):
            return kind
        if not before and _DATELINE.match(after) and all(token.text.isupper() for token in part):
            return "place"
        if len(part) == 1 and part[0].text.isupper():
            return "organization"
        if _SPEAKS.match(after):
            return "person"
        if _ITS_MEETING.match(after) or _INTRODUCED.search(before):
            return "organization"
        if _INSIDE.search(before):
            return "place"
        return "person" if len(part) in range(2, 6) and all(map(self._in_person, part)) else ""

    def _in_person(self, token: Token) -> bool:
        """Tell whether a word can belong to a person's name: it is no word that the text writes in lower case too."""
        if token.key in PARTICLES:
            return True
        return token.capital and token.key not in self._lower | SUBJECTS and token.text not in DEMONYMS


def _by_cue(part: Run) -> str:
    """Return what the words of a name say that it names, or an empty string."""
    keys = [token.key for token in part if not _ROMAN.match(token.text)] or [part[0].key]
    for kind, cues in _CUES:  # the last word before "of" tells what a name names: the Gulf of Riga
        if keys[-1] in cues or any(k in cues and n in JOINING for k, n in pairwise(keys)):
            return kind
    return next((kind for kind, cues in _CUES[1:3] if any(key in cues for key in keys)), "")


def _kinds(names: Iterable[Name]) -> dict[str, str]:
    """Return the kind of each name that has one and the same wherever the text gives one away."""
    kinds: dict[str, set[str]] = {}
    for name in names:
        kinds.setdefault(name.written, set()).add(name.kind)
    return {written: (found - {""}).pop() for written, found in kinds.items() if len(found - {""}) == 1}


def _is_demonym(token: Token) -> bool:
    return all(piece in DEMONYMS for piece in re.split(r"[-–]", token.text))
