"""Reads what a curator would find in the texts of the trial of drafts, and what a draft found, in one form.

Both become `Item`s: what must agree for a find to be right, in alternatives, and what may then still be wrong in it
(the holder of a position, the status of an event). It compares nothing; `draft.py` does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from kg.dates import parse_when
from kg.texts.documents import SourceText, find_words, fold, read_text
from kg.texts.draft import Draft, DraftSentence, Name, PositionCandidate
from kg.texts.sentences import split_sentences

__all__ = ["DETAILS", "KINDS", "Annotated", "Item", "Region", "read_annotated", "regions_of_draft"]

KINDS = ("known", "unknown", "posts", "dates", "amounts", "positions", "events", "agreements", "headings")
# What a find that is right so far may still get wrong, each a row of its own in the evaluation.
DETAILS = {
    "unknown": ("guess",), "dates": ("edtf",), "positions": ("stance", "holder", "quoted"),
    "events": ("status",), "agreements": ("act",),
}  # fmt: skip
_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_LEADING = re.compile(
    r"(?:(?:the|an?|in|on|at|by|from|since|until|before|after|between|during|over|as of|former|its|her|his|their)\s+"
    r"|\w+['’]s?\s+)",
    re.IGNORECASE,
)
_Raw = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Item:
    """A thing to find, or found: what it is in alternatives, its details in alternatives, and how it reads."""

    alike: tuple[str, ...]
    details: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    maybe: bool = False
    words: str = ""  # of what is found, as written: an annotation may say that they do not count

    def __str__(self) -> str:
        """Return it for the list of misses."""
        details = ", ".join(f"{key} {'|'.join(values) or '–'}" for key, values in self.details.items())
        return "|".join(self.alike) + (f" ({details})" if details else "")


@dataclass(frozen=True, slots=True)
class Region:
    """A sentence, or the part of one after a heading, with its items by kind and the words that do not count."""

    start: int
    items: Mapping[str, tuple[Item, ...]]
    maybe: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Annotated:
    """A text of the trial with what stands in each of its regions."""

    name: str
    genre: str
    held_out: bool
    published: str
    text: SourceText
    regions: tuple[Region, ...]


def read_annotated(path: Path) -> Annotated:
    """Read an annotation and its text; raises `ValueError` where it names words that the text does not hold."""
    raw = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    text = read_text(path.parent, raw["text"])
    starts: dict[int, _Raw] = {}
    after = 0
    for sentence in raw["sentences"]:
        found = next((start for start, _ in find_words(text.folded, sentence["at"]) if start >= after), None)
        if found is None:
            raise ValueError(f"{path.name}: {sentence['at']!r} does not follow the sentence before it")
        starts[text.offset(found)] = sentence
        after = found + 1
    every = sorted(starts.keys() | {s.start for s in split_sentences(text)})
    ends = [*every[1:], len(text.text)]
    regions = [_annotated(start, starts.get(start, {})) for start in every]
    for region, end in zip(regions, ends, strict=True):
        _prove(path.name, starts.get(region.start, {}), fold(text.text[region.start : end]))
    return Annotated(path.stem, raw["genre"], raw["part"] == "held-out", raw["published"], text, tuple(regions))


def regions_of_draft(draft: Draft, annotated: Annotated) -> tuple[Region, ...]:
    """Return what a draft found, by the regions of the annotation: a sentence belongs where it ends."""
    starts = [region.start for region in annotated.regions]
    found: dict[int, list[DraftSentence]] = {start: [] for start in starts}
    for sentence in draft.sentences:
        found[max(start for start in starts if start < sentence.end)].append(sentence)
    return tuple(Region(start, _found(found[start])) for start in starts)


# What is annotated


def _annotated(start: int, raw: _Raw) -> Region:
    items: dict[str, tuple[Item, ...]] = {
        "known": tuple(Item(_options(slug)) for slug in raw.get("known", [])),
        "unknown": tuple(
            Item(tuple(map(_name, _options(name))), {"guess": _options(kind)})
            for name, kind in raw.get("unknown", {}).items()
        ),
        "posts": tuple(Item(tuple(map(_name, _options(post)))) for post in raw.get("posts", [])),
        "dates": tuple(
            Item(tuple(map(_name, _options(written))), {"edtf": tuple(map(_days, _options(when)))})
            for written, when in raw.get("dates", {}).items()
        ),
        "amounts": tuple(Item((_number(amount),)) for amount in raw.get("amounts", [])),
        "positions": tuple(map(_position, raw.get("positions", []))),
        "events": tuple(
            Item(tuple(f"{key} {cue.lower()}" for cue in _options(cues)), {"status": _options("".join(status))})
            for key, cues, *status in raw.get("events", [])
        ),
        "agreements": tuple(
            Item(tuple(cue.lower() for cue in _options(cues)), {"act": _options(act)})
            for cues, act in raw.get("agreements", [])
        ),
        "headings": (Item(("heading",)),) if "nothing" in raw else (),
    }  # fmt: skip
    return Region(start, items, tuple(raw.get("maybe", [])))


def _position(raw: list[str]) -> Item:
    stances, cues, holders, *flags = raw
    details = {
        "stance": _options(stances),
        "holder": tuple(_holders(options.split(" & ")) for options in _options(holders)),
        "quoted": ("quoted" if "quoted" in flags else "",),
    }
    return Item(tuple(cue.lower() for cue in _options(cues)), details, maybe="maybe" in flags)


def _options(written: str) -> tuple[str, ...]:
    return tuple(option.strip() for option in written.split("|"))


def _prove(name: str, raw: _Raw, words: str) -> None:
    """Refuse an annotation whose words do not stand in its sentence; a name may be given in full."""
    low = words.lower()
    written = [*raw.get("dates", {}), *raw.get("posts", []), *(cues for cues, _ in raw.get("agreements", []))]
    written += [cues for _, cues, *_ in [*raw.get("events", []), *raw.get("positions", [])]]
    written += ["|".join(name.replace("|", " ").split()) for name in raw.get("unknown", {})]
    for options in written:
        if not any(option.lower() in low for option in _options(options)):
            raise ValueError(f"{name}: {options!r} does not stand in {words[:60]!r}")


# What is found


def _found(sentences: Iterable[DraftSentence]) -> dict[str, tuple[Item, ...]]:
    said = list(sentences)
    names = [name for sentence in said for name in sentence.names]
    return {
        "known": _unique(Item((name.slug,)) for name in names if name.known),
        "unknown": _unique(
            Item((_name(name.full or name.written),), {"guess": (name.kind,)})
            for name in names
            if not name.known and name.kind != "post"
        ),
        "posts": _unique(Item((_name(post),)) for name in names for post in _posts(name, names)),
        "dates": _each(said, lambda s: (Item((_name(d.written),), {"edtf": (_days(d.when),)}) for d in s.dates)),
        "amounts": _each(said, lambda s: (Item((_amount(a.numbers, a.unit),), words=a.written) for a in s.amounts)),
        "positions": _each(said, lambda s: map(_found_position, s.positions)),
        "events": _each(
            said,
            lambda s: (
                Item((f"{e.key} {e.cue.lower()}",), {"status": (e.status,)}) for e in s.events if e.key != "agreement"
            ),
        ),
        "agreements": _each(
            said,
            lambda s: (
                Item((e.cue.lower(),), {"act": (f"{e.act} {e.status}".strip(),)})
                for e in s.events
                if e.key == "agreement"
            ),
        ),
        "headings": (Item(("heading",)),) if any(s.nothing for s in said) else (),
    }


def _each(sentences: Iterable[DraftSentence], items: Callable[[DraftSentence], Iterable[Item]]) -> tuple[Item, ...]:
    return tuple(item for sentence in sentences for item in items(sentence))


def _unique(items: Iterable[Item]) -> tuple[Item, ...]:
    found: list[Item] = []
    for item in items:
        if item not in found:
            found.append(item)
    return tuple(found)


def _posts(name: Name, names: Iterable[Name]) -> Iterator[str]:
    """Yield the post that a name has or is, where it is no known one."""
    if name.post and not any(n.kind == "Post" and n.written == name.post for n in names):
        yield name.post
    if name.kind == "post":
        yield name.written


def _found_position(found: PositionCandidate) -> Item:
    details = {
        "stance": (found.stance,),
        "holder": (_holders(name.shown for name in found.holders),),
        "quoted": ("quoted" if found.quoted else "",),
    }
    return Item((found.cue.lower(),), details)


# One form for both


def _name(words: str) -> str:
    """Return words in lower case without what may or may not be counted as their beginning."""
    words = words.strip()
    while match := _LEADING.match(words):
        words = words[match.end() :]
    return words.lower()


def _days(when: str) -> str:
    """Return the first and the last day of a date: `2027-33` and `2027-07-01/2027-09-30` are equal."""
    edtf = parse_when(when.replace("..", "/") if not when.startswith("/") else f"..{when}").edtf
    return f"{edtf.first}/{edtf.last}"


def _holders(names: Iterable[str]) -> str:
    given = sorted({_name(name) for name in names} - {"none"})
    return " & ".join(given) or "none"


def _amount(numbers: Iterable[tuple[str, str]], unit: str) -> str:
    return _number(" ".join(f"{bound} {number}" for bound, number in numbers) + f" {unit or '?'}")


def _number(written: str) -> str:
    """Return an amount with its numbers in full: `value 1.2 billion usd` → `value 1200000000 usd`."""
    made: list[str] = []
    for word in written.replace(",", "").split():
        if word in _SCALES:
            made[-1] = f"{Decimal(made[-1]) * _SCALES[word]:f}"
        else:
            made.append(f"{Decimal(word).normalize():f}" if word[0].isdigit() else word)
    return " ".join(f"{Decimal(word).normalize():f}" if word[0].isdigit() else word for word in made)
