"""What a draft holds, as frozen values. Offsets of names count in the sentence with its white space folded."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "Amount", "Draft", "DraftSentence", "EventCandidate", "FoundDate", "KnownName", "Name", "PositionCandidate",
]  # fmt: skip

_ACTORS = frozenset({"State", "Person", "Organization", "Group"})
_GUESSED_ACTORS = frozenset({"person", "organization", "state", ""})


@dataclass(frozen=True, slots=True)
class KnownName:
    """Something that the graph knows: its slug, its class, and every spelling that shows it."""

    slug: str
    class_name: str
    shown_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a sentence: a known one has a slug and a class; of an unknown one `kind` is a guess, or empty.

    `full` is the longer name that an earlier sentence gave; `post` the words before the name that say in which post;
    `like` the slug of someone known whose name it resembles.
    """

    start: int
    end: int
    written: str
    kind: str
    slug: str = ""
    full: str = ""
    post: str = ""
    like: str = ""

    @property
    def known(self) -> bool:
        """Whether the graph knows what bears this name."""
        return bool(self.slug)

    @property
    def is_actor(self) -> bool:
        """Whether it can act and hold positions, by its class or as a guess."""
        return self.kind in (_ACTORS if self.slug else _GUESSED_ACTORS)

    @property
    def is_person(self) -> bool:
        """Whether it is a person, by its class or as a guess."""
        return self.kind in ("Person", "person")

    @property
    def shown(self) -> str:
        """The name by which it is known, or else the longest one that the text gives."""
        return self.slug or self.full or self.written


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date as written, and as EDTF (or a date of the Iranian calendar).

    `other` is the next such date, where the year is not written and the sentence speaks of what is to come.
    """

    written: str
    when: str
    other: str = ""


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount as written: its numbers, each with its bound (`value`, `more-than`, `at-least`, …), unit and hedge."""

    written: str
    numbers: tuple[tuple[str, str], ...]
    unit: str
    hedge: str = ""


@dataclass(frozen=True, slots=True)
class EventCandidate:
    """A meeting, visit or agreement that a sentence may speak of; `act` is what is done to an agreement."""

    key: str
    kind: str
    cue: str
    act: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class PositionCandidate:
    """A stance that a sentence may report; `sure` where its grammar, and no guess, names the holders."""

    stance: str
    cue: str
    holders: tuple[Name, ...] = ()
    sure: bool = True
    quoted: bool = False
    mode: str = ""


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """A sentence by its offsets in the text, and what the rules found in it.

    `anchor` is empty where none marks exactly this sentence: `problem` then says why. `nothing` is `heading` or
    `boilerplate` where the sentence says nothing.
    """

    start: int
    end: int
    anchor: str
    problem: str = ""
    nothing: str = ""
    names: tuple[Name, ...] = ()
    dates: tuple[FoundDate, ...] = ()
    amounts: tuple[Amount, ...] = ()
    events: tuple[EventCandidate, ...] = ()
    positions: tuple[PositionCandidate, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """The sentences of a text in order, and its title and author where lines look like them."""

    title: str
    sentences: tuple[DraftSentence, ...]
    author: str = ""
