"""Reads the records of a mapping: YAML maps → checked values of `records`.

Form and controlled values are checked here; whether slugs exist and passages show what is said is checked later, when
every document has been read.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.dates import Reading, When, parse_when
from kg.errors import KgError, did_you_mean
from kg.mapping.forms import check_bounds, is_name, read_amount
from kg.mapping.nodes import Map, Node, Problems, Scalar, Seq
from kg.mapping.records import (
    AboutEvent,
    Act,
    ActorRef,
    Agreement,
    Clause,
    Dated,
    Event,
    Figure,
    Head,
    Life,
    Membership,
    Position,
    Record,
    Tenure,
)  # fmt: skip
from kg.mapping.vocabulary import Vocabulary
from kg.terms import entity

__all__ = ["MAX_SUMMARY", "ROLES", "Reader"]

MAX_SUMMARY = 25  # words
_EVENTS = {
    "meeting": "Meeting", "visit": "Visit", "process": "Process", "publication": "Publication", "event": "Event",
}  # fmt: skip
_EVENT_KINDS = {"Meeting": "meeting", "Visit": "visit"}
_RELATED = {
    "part-of": "subEventOf",
    "during": "during",
    "on-sidelines-of": "onSidelinesOf",
    "following": "following",
    "result-of": "resultOf",
}
ROLES = {
    "host": "host", "guest": "guest", "participants": "participant", "speakers": "speaker", "moderators": "moderator",
    "chairs": "chair", "organisers": "organiser", "interviewers": "interviewer", "interviewees": "interviewee",
    "authors": "author", "publishers": "publisher", "concerned": "mentioned",
}  # fmt: skip
_ACTS = {
    "proposed": "proposed", "negotiated": "negotiated", "agreed": "agreed", "signed": "signed",
    "effective": "effective", "refused": "refused", "withdrawn": "withdrawn", "revised": "revised",
}  # fmt: skip
_STANCES = ("affirms", "welcomes", "calls-for", "notes", "asks", "doubts", "criticises", "warns", "rejects")
_CLAUSES = ("obliges", "permits", "forbids", "provides")
_AMOUNTS = ("value", "more-than", "at-least", "less-than", "at-most")
_BASES = ("quoted", "stated", "context", "outside")


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads records with the controlled values at hand, collecting what is wrong."""

    vocabulary: Vocabulary
    problems: Problems

    def record(self, node: Map) -> Record | None:
        """Read one record; None where it cannot be read, which has been reported."""
        key = node.first()
        if key is None:
            self.problems.error(node.place, "an empty record", "say what the passage says, or remove it")
            return None
        reading = self._readers().get(key)
        if reading is None:
            hint = did_you_mean(key, self._readers()) or f"records: {', '.join(sorted(self._readers()))}"
            self.problems.error(key.place, f"{key} is no kind of record", hint)
            return None
        record = reading(node)
        node.finish()
        return record

    def _readers(self) -> dict[str, Callable[[Map], Record | None]]:
        plain: dict[str, Callable[[Map], Record | None]] = {
            "agreement": self._agreement,
            "clause": self._clause,
            "figure": self._figure,
            "tenure": self._tenure,
            "membership": self._membership,
            "life": self._life,
        }
        return plain | dict.fromkeys(_EVENTS, self._event) | dict.fromkeys(_STANCES, self._position)

    # What goes with every record

    def head(self, node: Map, *, dated: bool = True) -> Head:
        """Read the keys that go with every record."""
        basis, note = node.scalar("basis"), node.scalar("note")
        if basis and basis not in _BASES:
            self.problems.error(basis.place, f"{basis} is no basis", f"one of: {', '.join(_BASES)}")
        if not note and (basis == "outside" or (basis == "context" and "context" not in node)):
            remedy = "say in `note:` where it comes from" + (", or give `context:`" if basis == "context" else "")
            self.problems.error(node.place, f"basis: {basis} needs a note", remedy)
        return Head(
            place=node.place,
            context=node.scalars("context"),
            basis=str(basis or "stated"),
            hedges=tuple(
                kind for hedge in node.scalars("hedge") if (kind := self.vocabulary.kind("hedge", hedge, self.problems))
            ),
            note=note,
            dated=self.dated(node) if dated else None,
        )

    def dated(self, node: Map) -> Dated | None:
        """Read the date keys of a map."""
        when, written, origin = node.scalar("when"), node.scalar("written"), node.scalar("from")
        reading = node.scalar("reading")
        if when is None:
            for stray in (written, origin, reading):
                if stray:
                    self.problems.error(stray.place, "there is no `when` for this", "add `when:` with the date as EDTF")
            return None
        value = self.when(when)
        if reading and str(reading) not in [r.value for r in Reading]:
            self.problems.error(reading.place, f"{reading} is no reading", f"one of: {', '.join(Reading)}")
            reading = None
        start = self.when(origin) if origin else None
        chosen = Reading(str(reading)) if reading else None
        return Dated(when, value, written, chosen, start, origin.place if origin else None) if value else None

    def when(self, written: Scalar) -> When | None:
        """Read a date; report one that is none."""
        try:
            return parse_when(written)
        except KgError as error:
            self.problems.error(written.place, error.message, error.remedy)
            return None

    def actor(self, written: Scalar) -> ActorRef:
        """Read `actor`, `actor as post`, or `actor as post from 2012` where someone had the post more than once."""
        actor, _, office = written.partition(" as ")
        post, _, term = office.partition(" from ")
        place = written.place
        if term and not re.fullmatch(r"[0-9]{4}", term.strip()):
            self.problems.error(place, f"{term.strip()!r} is no year in which a term began", "write `from 2012`")
            term = ""
        given = [Scalar.at(part.strip(), place) if part else None for part in (post, term)]
        return ActorRef(Scalar.at(actor.strip(), place), *given)

    def _slug(self, node: Map, key: str) -> Scalar:
        slug = node.scalar(key, required=True) or Scalar.at("unnamed", node.place)
        if not is_name(slug):
            remedy = "use lower-case letters, digits and single hyphens"
            self.problems.error(slug.place, f"{slug!r} cannot name an entity", remedy)
            return Scalar.at("unnamed", slug.place)
        return slug

    def _kind(self, node: Map, key: str, scheme: str) -> NamedNode | None:
        value = node.scalar(key)
        return self.vocabulary.kind(scheme, value, self.problems) if value else None

    def _summary(self, node: Map, key: str) -> Scalar:
        summary = node.scalar(key, required=True) or Scalar.at("", node.place)
        if (count := len(summary.split())) > MAX_SUMMARY:
            self.problems.error(summary.place, f"the summary has {count} words", f"use at most {MAX_SUMMARY}")
        return summary

    def _preferred(self, node: Map, dated: Dated | Scalar | None) -> Scalar | None:
        """Read why a date is preferred, where the date is all that can have rivals."""
        reason = node.scalar("preferred")
        if reason and dated is None:
            self.problems.error(reason.place, "there is no date to prefer", "add `when:`, or remove `preferred:`")
        return reason

    def _related(self, node: Map, keys: tuple[str, ...]) -> tuple[AboutEvent, ...]:
        return tuple((_RELATED[key], slug) for key in keys for slug in node.scalars(key))

    # One method a kind of record

    def _event(self, node: Map) -> Event:
        key = str(node.first())
        return self.event(node, _EVENTS[key], self._slug(node, key))

    def event(self, node: Map, class_name: str, slug: Scalar) -> Event:
        """Read the keys of an event."""
        return Event(
            head=self.head(node),
            slug=slug,
            class_name=class_name,
            name=node.scalar("name"),
            kind=self._kind(node, "kind", _EVENT_KINDS.get(class_name, "event")),
            status=self._kind(node, "status", "status"),
            places=node.scalars("place"),
            about=node.scalars("about"),
            related=self._related(node, tuple(_RELATED)),
            roles=tuple(
                (entity(f"role-{role}"), self.actor(ref)) for key, role in ROLES.items() for ref in node.scalars(key)
            ),
            called=node.scalars("called"),
            preferred=node.scalar("preferred"),
        )

    def _agreement(self, node: Map) -> Agreement:
        acts = [act for key in _ACTS if (given := node.take(key)) is not None and (act := self._act(key, given))]
        return Agreement(
            head=self.head(node, dated=False),
            slug=self._slug(node, "agreement"),
            name=node.scalar("name"),
            kind=self._kind(node, "kind", "agreement"),
            parties=node.scalars("parties"),
            status=self._kind(node, "status", "status"),
            about=node.scalars("about"),
            acts=tuple(acts),
            called=node.scalars("called"),
            preferred=node.scalar("preferred"),
        )

    def _act(self, key: str, given: Node) -> Act | None:
        if isinstance(given, Seq):  # they would be one act, with the dates of both
            self.problems.error(given.place, f"{key} more than once", "record the agreement again for another act")
            return None
        kind = entity(f"act-{_ACTS[key]}")
        if isinstance(given, Scalar):
            value = None if given == "yes" else self.when(given)
            dated = Dated(given, value, None, None, None, None) if value else None
            return Act(given.place, kind, key, (), None, dated, ())
        dated = self.dated(given)
        act = Act(
            place=given.place,
            kind=kind,
            name=key,
            by=tuple(self.actor(ref) for ref in given.scalars("by")),
            status=self._kind(given, "status", "status"),
            dated=dated,
            related=self._related(given, ("during", "on-sidelines-of", "following", "result-of")),
            preferred=self._preferred(given, dated),
        )
        given.finish()
        return act

    def _clause(self, node: Map) -> Clause | None:
        key = next((key for key in _CLAUSES if key in node), None)
        slug, of = self._slug(node, "clause"), self._slug(node, "of")
        head, about = self.head(node, dated=False), node.scalars("about")
        if key is None:
            self.problems.error(node.place, "a clause that says nothing", f"add one of: {', '.join(_CLAUSES)}")
            return None
        return Clause(head, slug, of, entity(f"clause-{key}"), self._summary(node, key), about)

    def _position(self, node: Map) -> Position:
        stance = str(node.first())
        named = node.scalars("holder")
        holders = tuple(self.actor(holder) for holder in named if holder != "none")
        if len(holders) < len(named) > 1:
            self.problems.error(named[0].place, "held by none and by someone", "leave out `none`, or all the others")
        return Position(
            head=self.head(node, dated=False),
            stance=entity(f"stance-{stance}"),
            summary=self._summary(node, stance),
            holders=holders,
            unheld=bool(named) and not holders,
            mode=self._kind(node, "mode", "mode"),
            about=node.scalars("about"),
            toward=node.scalars("toward"),
            issue=node.scalar("issue"),
        )

    def _figure(self, node: Map) -> Figure | None:
        measure, unit = self._kind(node, "figure", "measure"), self._kind(node, "unit", "unit")
        amounts = tuple(
            amount
            for key in _AMOUNTS
            if (given := node.scalar(key)) and (amount := read_amount(key, given, self.problems))
        )
        check_bounds(amounts, node.place, self.problems)
        head, about, as_of = self.head(node), node.scalars("about"), node.scalar("as-of")
        if as_of:
            value = self.when(as_of)
            as_of = Scalar.at(str(value.edtf), as_of.place) if value else None
        if not amounts or unit is None or not about:
            missing = "a value" if not amounts else "`unit:`" if unit is None else "`about:`"
            self.problems.error(node.place, f"a figure without {missing}", f"add {missing}")
        return Figure(head, measure, about, amounts, unit, as_of) if measure and unit else None

    def _tenure(self, node: Map) -> Tenure | None:
        written = node.scalar("tenure", required=True)
        head, former = self.head(node), node.scalar("former")
        if former == "yes":
            former = Scalar.at("former", former.place)
        preferred = self._preferred(node, head.dated or former)
        ref = self.actor(written) if written else None
        if ref is None or ref.post is None:
            self.problems.error(node.place, "a tenure without a post", "write `tenure: person as post`")
            return None
        return Tenure(head, ref, former, preferred)

    def _membership(self, node: Map) -> Membership | None:
        member, body, kind = (
            self._slug(node, "membership"),
            self._slug(node, "in"),
            self._kind(node, "as", "membership"),
        )
        head = self.head(node)
        preferred = self._preferred(node, head.dated)
        if kind is None:
            self.problems.error(node.place, "a membership without a status", "add `as: full-member` or another")
            return None
        return Membership(head, member, body, kind, preferred)

    def _life(self, node: Map) -> Life:
        life = Life(self.head(node), self._slug(node, "life"), node.scalar("preferred"))
        if life.head.dated is None:
            self.problems.error(
                node.place, "a life without a date", "write `when: 1934/2017-01-08`, or `/…` for an end alone"
            )
        return life
