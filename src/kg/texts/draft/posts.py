"""Finds the posts of persons: the words before a name, or between commas before or after it, that hold a title.

"Foreign Minister Anna Berg", "the deputy trade minister Jan Berg", "Norland's ambassador, Jan Berg,", "Jan Berg, head
of the Port Authority". The words stay as written, without the article; a courtesy ("Mr", "Dr.") is no post.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from kg.texts.draft.model import Name
from kg.texts.draft.words import COURTESIES, DEMONYMS, ORGANIZATIONS, TITLE_MODIFIERS, TITLES

__all__ = ["with_posts"]

_COURTESY = re.compile(r"(?:\b(?:Mrs?|Ms|Miss|Dr|Prof|Sir|Dame|Lady|Lord)\.?|\bH\. ?E\.) \Z")
_MOST_WORDS = 14
_PHRASE_END = re.compile(
    r"[,;:.()“”\"—]|\s[-–]\s|\b(?:who|whom|which|that|and (?:also|the|its|his|her)|was|is|were|are|has|had|will|would"
    r"|\w{2,}ed|said|says|told|met|spoke|speaks|talks|wrote|argues|warns|believes|thinks)\b"
)
_START = re.compile(
    r"\A(?:(?:[Tt]he|[Aa]n?|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir|[Oo]ur|and|but|with|then|former|current|new)\s+"
    r"|[A-ZÀ-Þ][\w-]*[’']s?\s+)+"
)
_APPOSED = re.compile(r", (?!and\b|but\b|with\b|then\b)")
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_OF = frozenset({"of", "for", "to", "at", "on", "in"})


def with_posts(words: str, names: Iterable[Name]) -> tuple[Name, ...]:
    """Return the names of a sentence with the posts of persons; a post that a person has is no name of its own.

    >>> name = Name(0, 8, "Jan Berg", "person")
    >>> with_posts("Jan Berg, head of the Port Authority, left.", [name])[0].post
    'head of the Port Authority'
    """
    given = list(names)
    found = [replace(n, post=_post(words, n, given)) if n.is_person else n for n in given]
    taken = [n.post for n in found if n.post]
    return tuple(n for n in found if n.kind != "post" or not any(n.written in post for post in taken))


def _post(words: str, name: Name, names: list[Name]) -> str:
    before = words[: name.start]
    while courtesy := _COURTESY.search(before):
        before = before[: courtesy.start()]
    direct = _directly_before(before)
    if direct or name.post:
        return max(direct, name.post, key=len) if direct.endswith(name.post) else name.post
    after = words[name.end :]
    if _APPOSED.match(after) and (phrase := _phrase(after[2:])) and not _holds_person(names, name, phrase):
        return phrase
    if before.endswith(", "):
        begins = [m.end() for m in re.finditer(r"[,;:.(—“]\s|\A", before[:-2])]
        start = max([*begins, *(n.end + 1 for n in names if n.is_person and n.end < name.start)])
        # "…the chief negotiator for the treaty, Anna Berg": the phrase goes up to the comma, and holds no verb
        return _phrase(before[start:-2], whole=True)
    return ""


def _directly_before(before: str) -> str:
    """Return the words of a post that end right before a name: its title and what says more of that."""
    taken: list[str] = []
    for match in reversed(list(_WORD.finditer(before))):
        word, key = match.group(), match.group().lower()
        if " ".join(before[match.end() :].split()) != " ".join(taken) or not before[match.end() :].startswith(" "):
            break  # something else stands between
        title = key in TITLES and key not in COURTESIES
        more = key in TITLE_MODIFIERS or word in DEMONYMS or (word[0].isupper() and key in ORGANIZATIONS)
        joins = key == "and" and bool(taken)
        capital = bool(taken) and word.isupper() and len(word) > 1
        if not (title or (taken and (more or joins or capital))):
            break
        taken.insert(0, word)
    while taken and taken[0].lower() == "and":
        taken.pop(0)
    return " ".join(taken)


def _phrase(words: str, *, whole: bool = False) -> str:
    """Return the words of a post with which a phrase opens; with `whole`, only where it goes to the end of them."""
    rest = words[match.end() :] if (match := _START.match(words)) else words
    end = _PHRASE_END.search(rest)
    if whole and end:
        return ""
    said = rest[: end.start()].strip() if end else rest.strip()
    tokens = said.split()
    head = next((i for i, token in enumerate(tokens) if token.lower() in _OF), len(tokens))
    titles = [token for token in tokens[:head] if token.lower() in TITLES - COURTESIES]
    return said if titles and len(tokens) <= _MOST_WORDS and head <= 6 else ""


def _holds_person(names: list[Name], name: Name, phrase: str) -> bool:
    """Tell whether a phrase after a name is the post of the next person in a list."""
    return any(n.is_person and name.end < n.start <= name.end + len(phrase) + 8 for n in names)
