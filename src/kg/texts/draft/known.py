"""Finds the names that the graph knows: the longest first, none overlapping, as whole words in their own case."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kg.texts.draft.model import KnownName, Name

__all__ = ["KnownNames"]

_ACTORS = frozenset({"State", "Person", "Organization", "Group"})
_FOUND = _ACTORS | {"Post", "Place"}
_INSIDE = re.compile(r"\b(?:in|at|near|outside|around|across)(?: (?:the|and))?\s\Z", re.IGNORECASE)
_REACHED = re.compile(
    r"\b(?:visit(?:ed|s|ing)?|left|via|through"
    r"|(?:travel|fl[ey]|went|go|c[ao]me|return|drove|trip|tour)\w* (?:to|from))\s\Z",
    re.IGNORECASE,
)
_TOWARDS = re.compile(r"\b(?:to|from)\s\Z", re.IGNORECASE)
# These make another name of the name of a country: Latin America, North Korea.
_TURNING = re.compile(
    r"\b(?:Latin|North|South|East|West|New|Central|Northern|Southern|Eastern|Western|Inner|Upper)\s\Z"
)


class KnownNames:
    """Every spelling of what the graph knows, ready to be found in sentences."""

    def __init__(self, entries: Iterable[KnownName]) -> None:
        self._bearers: dict[str, list[KnownName]] = {}
        for entry in entries:
            if entry.class_name in _FOUND:
                for spelling in dict.fromkeys(" ".join(s.split()) for s in entry.shown_by):
                    if spelling:
                        self._bearers.setdefault(spelling, []).append(entry)
        longest_first = sorted(self._bearers, key=lambda s: (-len(s), s))
        alternatives = "|".join(map(re.escape, longest_first)) or r"(?!)"
        self._pattern = re.compile(rf"(?<!\w)(?=({alternatives})(?!\w))")
        self._surnames = self._last_words()

    def find(self, words: str) -> tuple[Name, ...]:
        """Return the known names in a sentence, in order; one that can be an actor or a place may give both."""
        return tuple(name for span in sorted(self._cover(words, 0, len(words))) for name in self._names(words, span))

    def resembling(self, written: str) -> str:
        """Return the slug of the one known person with the same last word in the name, or an empty string."""
        return self._surnames.get(written.rsplit(maxsplit=1)[-1], "")

    def _last_words(self) -> dict[str, str]:
        slugs: dict[str, set[str]] = {}
        for spelling, bearers in self._bearers.items():
            for entry in bearers:
                if entry.class_name == "Person":
                    slugs.setdefault(spelling.split()[-1], set()).add(entry.slug)
        return {word: min(found) for word, found in slugs.items() if len(found) == 1}

    def _cover(self, words: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield the longest name between two offsets, and then what stands before and after it."""
        spans = [(m.start(1), m.end(1)) for m in self._pattern.finditer(words, start, end)]
        spans = [span for span in spans if span[1] <= end]
        if not spans:
            return
        best = max(spans, key=lambda span: (span[1] - span[0], -span[0]))
        yield best
        yield from self._cover(words, start, best[0])
        yield from self._cover(words, best[1], end)

    def _names(self, words: str, span: tuple[int, int]) -> Iterator[Name]:
        start, end = span
        written, before = words[start:end], words[:start]
        bearers = self._bearers[written]
        if _TURNING.search(before) and all(entry.class_name in ("State", "Place") for entry in bearers):
            return
        actors = [entry for entry in bearers if entry.class_name in _ACTORS]
        places = [entry for entry in bearers if entry.class_name == "Place"]
        if actors and places:  # a capital is a place after "in", both after "to", else its government
            if _INSIDE.search(before) or _REACHED.search(before):
                actors = []
            elif not _TOWARDS.search(before):
                places = []
        posts = [entry for entry in bearers if entry.class_name == "Post"]
        for entry in (*actors, *posts, *places):
            yield Name(start, end, written, entry.class_name, entry.slug)
