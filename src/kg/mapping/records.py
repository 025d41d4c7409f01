"""What a mapping can record, as checked, frozen values; and what each record mentions, which its passage must show.

It knows no YAML, no text and no RDF beyond the nodes of kinds: `reader` makes these values, `grounds` holds them
against their passage, `facts` turns them into statements.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from pyoxigraph import NamedNode

from kg.dates import Reading, When
from kg.errors import Place
from kg.mapping.nodes import Scalar
from kg.terms import entity

__all__ = [
    "AboutEvent", "Act", "ActorRef", "Agreement", "Amount", "Clause", "Dated", "Event", "Figure", "Head", "Life",
    "Membership", "Mention", "MentionKind", "Position", "Record", "Tenure",
]  # fmt: skip

MentionKind = Literal["actor", "post", "place", "event", "agreement", "about", "amount", "prose", "date", "words"]
AboutEvent = tuple[str, Scalar]  # property local name such as onSidelinesOf, slug of an event


@dataclass(frozen=True, slots=True)
class Dated:
    """A date of a record: its value, its words in the text, and what those count from.

    A date that the header of the document names has the anchors that show it, its own hedges and note.
    """

    when: Scalar
    value: When
    written: Scalar | None
    reading: Reading | None
    origin: When | None
    origin_place: Place | None
    at: tuple[Scalar, ...] = ()
    hedges: tuple[NamedNode, ...] = ()
    note: Scalar | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """What goes with every record."""

    place: Place
    context: tuple[Scalar, ...] = ()
    basis: str = "stated"
    hedges: tuple[NamedNode, ...] = ()
    note: Scalar | None = None
    dated: Dated | None = None


@dataclass(frozen=True, slots=True)
class ActorRef:
    """An actor, the post in which they appear where the text gives one, and which of several terms in it."""

    actor: Scalar
    post: Scalar | None = None
    term: Scalar | None = None  # the year in which the term begins


@dataclass(frozen=True, slots=True)
class Mention:
    """Something that a passage must show."""

    kind: MentionKind
    value: Scalar
    dated: Dated | None = None
    amount: Decimal | None = None
    ahead: bool = False  # of a date: of what was still to come


@dataclass(frozen=True, slots=True)
class Event:
    """A meeting, visit, process, publication or other event."""

    head: Head
    slug: Scalar
    class_name: str
    name: Scalar | None
    kind: NamedNode | None
    status: NamedNode | None
    places: tuple[Scalar, ...]
    about: tuple[Scalar, ...]
    related: tuple[AboutEvent, ...]
    roles: tuple[tuple[NamedNode, ActorRef], ...]
    called: tuple[Scalar, ...]
    spellings: tuple[Scalar, ...]
    preferred: Scalar | None

    def mentions(self) -> Iterator[Mention]:
        """What the passage must show."""
        yield from _prose(self.name)
        yield from (Mention("place", place) for place in self.places)
        yield from (Mention("about", about) for about in self.about)
        yield from (Mention("event", event) for _, event in self.related)
        for _, ref in self.roles:
            yield from _actor(ref)
        yield from _date(self.head.dated, self.status)


@dataclass(frozen=True, slots=True)
class Act:
    """Something done to an agreement."""

    place: Place
    kind: NamedNode
    name: str
    by: tuple[ActorRef, ...]
    status: NamedNode | None
    dated: Dated | None
    related: tuple[AboutEvent, ...]
    preferred: Scalar | None = None


@dataclass(frozen=True, slots=True)
class Agreement:
    """An instrument, its parties and what was done to it."""

    head: Head
    slug: Scalar
    name: Scalar | None
    kind: NamedNode | None
    parties: tuple[Scalar, ...]
    status: NamedNode | None
    about: tuple[Scalar, ...]
    acts: tuple[Act, ...]
    called: tuple[Scalar, ...]
    spellings: tuple[Scalar, ...]
    preferred: Scalar | None

    def mentions(self) -> Iterator[Mention]:
        """What the passage must show."""
        yield from _prose(self.name)
        yield from (Mention("actor", party) for party in self.parties)
        yield from (Mention("about", about) for about in self.about)
        for act in self.acts:
            for ref in act.by:
                yield from _actor(ref)
            yield from (Mention("event", event) for _, event in act.related)
            yield from _date(act.dated, act.status)


@dataclass(frozen=True, slots=True)
class Clause:
    """What an agreement provides, as reported."""

    head: Head
    slug: Scalar
    of: Scalar
    kind: NamedNode
    summary: Scalar
    about: tuple[Scalar, ...]

    def mentions(self) -> Iterator[Mention]:
        """What the passage must show."""
        yield Mention("agreement", self.of)
        yield from _prose(self.summary)
        yield from (Mention("about", about) for about in self.about)


@dataclass(frozen=True, slots=True)
class Position:
    """A stance in a statement, one for each holder; held by nobody where there is none and `unheld` is true."""

    head: Head
    stance: NamedNode
    summary: Scalar
    holders: tuple[ActorRef, ...]
    unheld: bool
    mode: NamedNode | None
    about: tuple[Scalar, ...]
    toward: tuple[Scalar, ...]
    issue: Scalar | None

    def mentions(self) -> Iterator[Mention]:
        """What the passage must show; a holder that is left out is shown by the anchor of the speech."""
        yield from _prose(self.summary)
        for holder in self.holders:
            yield from _actor(holder)
        yield from (Mention("actor", actor) for actor in self.toward)
        yield from (Mention("about", about) for about in self.about)


@dataclass(frozen=True, slots=True)
class Amount:
    """One number of a figure: `value`, `more-than`, `at-least`, `less-than` or `at-most`."""

    key: str
    written: Scalar
    value: Decimal


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured quantity."""

    head: Head
    measure: NamedNode
    about: tuple[Scalar, ...]
    amounts: tuple[Amount, ...]
    unit: NamedNode
    as_of: Scalar | None

    def mentions(self) -> Iterator[Mention]:
        """What the passage must show."""
        yield from (Mention("about", about) for about in self.about)
        yield from (Mention("amount", amount.written, amount=amount.value) for amount in self.amounts)
        yield from _date(self.head.dated)


@dataclass(frozen=True, slots=True)
class Tenure:
    """Someone holds a post, or held it before the day of the text, which says `former`."""

    head: Head
    ref: ActorRef
    former: Scalar | None
    preferred: Scalar | None

    def mentions(self) -> Iterator[Mention]:
        """What the passage must show."""
        yield from _actor(self.ref)
        yield from _date(self.head.dated)
        if self.former:
            yield Mention("words", self.former)


@dataclass(frozen=True, slots=True)
class Membership:
    """An actor belongs to a collective."""

    head: Head
    member: Scalar
    body: Scalar
    kind: NamedNode
    preferred: Scalar | None

    def mentions(self) -> Iterator[Mention]:
        """What the passage must show."""
        yield Mention("actor", self.member)
        yield Mention("actor", self.body)
        yield from _date(self.head.dated)


@dataclass(frozen=True, slots=True)
class Life:
    """The span in which an actor exists."""

    head: Head
    actor: Scalar
    preferred: Scalar | None

    def mentions(self) -> Iterator[Mention]:
        """What the passage must show."""
        yield Mention("actor", self.actor)
        yield from _date(self.head.dated)


_AHEAD = tuple(entity(f"status-{name}") for name in ("planned", "called-for", "mooted", "cancelled"))
Record = Event | Agreement | Clause | Position | Figure | Tenure | Membership | Life


def _actor(ref: ActorRef) -> Iterator[Mention]:
    yield Mention("actor", ref.actor)
    if ref.post:
        yield Mention("post", ref.post)


def _prose(words: Scalar | None) -> Iterator[Mention]:
    if words:
        yield Mention("prose", words)


def _date(dated: Dated | None, status: NamedNode | None = None) -> Iterator[Mention]:
    if dated:
        yield Mention("date", dated.when, dated=dated, ahead=status in _AHEAD)
