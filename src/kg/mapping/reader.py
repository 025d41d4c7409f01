"""Reads the records of a mapping: YAML maps → checked values of `records`.

Form and controlled values are checked here; whether slugs exist and passages show what is said is checked later, when
every document has been read.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kg.errors import did_you_mean
from kg.mapping.forms import check_bounds, read_amount
from kg.mapping.keys import RELATED, KeyReader
from kg.mapping.nodes import Map, Node, Scalar, Seq
from kg.mapping.records import (
    Act,
    ActorRef,
    Agreement,
    Clause,
    Dated,
    Event,
    Figure,
    Life,
    Membership,
    Position,
    Record,
    Tenure,
)  # fmt: skip
from kg.terms import entity

__all__ = ["ROLES", "Reader"]

_EVENTS = {
    "meeting": "Meeting", "visit": "Visit", "process": "Process", "publication": "Publication", "event": "Event",
}  # fmt: skip
_EVENT_KINDS = {"Meeting": "meeting", "Visit": "visit"}
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


@dataclass(frozen=True, slots=True)
class Reader(KeyReader):
    """Reads records, collecting what is wrong with them."""

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

    # One method a kind of record

    def _event(self, node: Map) -> Event:
        key = str(node.first())
        return self.event(node, _EVENTS[key], self.slug(node, key))

    def event(self, node: Map, class_name: str, slug: Scalar) -> Event:
        """Read the keys of an event."""
        return Event(
            head=self.head(node),
            slug=slug,
            class_name=class_name,
            name=node.scalar("name"),
            kind=self.kind(node, "kind", _EVENT_KINDS.get(class_name, "event")),
            status=self.kind(node, "status", "status"),
            places=node.scalars("place"),
            about=node.scalars("about"),
            related=self.related(node, tuple(RELATED)),
            roles=tuple(
                (entity(f"role-{role}"), self.actor(ref)) for key, role in ROLES.items() for ref in node.scalars(key)
            ),
            called=node.scalars("called"),
            spellings=node.scalars("spellings"),
            preferred=node.scalar("preferred"),
        )

    def _agreement(self, node: Map) -> Agreement:
        acts = [act for key in _ACTS if (given := node.take(key)) is not None and (act := self._act(key, given))]
        return Agreement(
            head=self.head(node, dated=False),
            slug=self.slug(node, "agreement"),
            name=node.scalar("name"),
            kind=self.kind(node, "kind", "agreement"),
            parties=node.scalars("parties"),
            status=self.kind(node, "status", "status"),
            about=node.scalars("about"),
            acts=tuple(acts),
            called=node.scalars("called"),
            spellings=node.scalars("spellings"),
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
            status=self.kind(given, "status", "status"),
            dated=dated,
            related=self.related(given, ("during", "on-sidelines-of", "following", "result-of")),
            preferred=self.preferred(given, dated),
        )
        given.finish()
        return act

    def _clause(self, node: Map) -> Clause | None:
        key = next((key for key in _CLAUSES if key in node), None)
        slug, of = self.slug(node, "clause"), self.slug(node, "of")
        head, about = self.head(node, dated=False), node.scalars("about")
        if key is None:
            self.problems.error(node.place, "a clause that says nothing", f"add one of: {', '.join(_CLAUSES)}")
            return None
        return Clause(head, slug, of, entity(f"clause-{key}"), self.summary(node, key), about)

    def _position(self, node: Map) -> Position:
        stance = str(node.first())
        named = node.scalars("holder")
        holders = tuple(self.actor(holder) for holder in named if holder != "none")
        question = stance == "asks" and not named  # asking is no stance: nobody holds it unless the record says who
        if len(holders) < len(named) > 1:
            self.problems.error(named[0].place, "held by none and by someone", "leave out `none`, or all the others")
        return Position(
            head=self.head(node, dated=False),
            stance=entity(f"stance-{stance}"),
            summary=self.summary(node, stance),
            holders=holders,
            unheld=question or (bool(named) and not holders),
            mode=self.kind(node, "mode", "mode") or (entity("mode-asked") if stance == "asks" else None),
            about=node.scalars("about"),
            toward=node.scalars("toward"),
            issue=node.scalar("issue"),
        )

    def _figure(self, node: Map) -> Figure | None:
        measure, unit = self.kind(node, "figure", "measure"), self.kind(node, "unit", "unit")
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
        preferred = self.preferred(node, head.dated or former)
        ref = self.actor(written) if written else None
        if ref is None or ref.post is None:
            self.problems.error(node.place, "a tenure without a post", "write `tenure: person as post`")
            return None
        self._check_term(ref, head.dated)
        return Tenure(head, ref, former, preferred)

    def _check_term(self, ref: ActorRef, dated: Dated | None) -> None:
        """Report a term that is named by another year than that in which its dates begin."""
        begin, slash, _ = str(dated.value.edtf).partition("/") if dated else ("", "", "")
        if ref.term and slash and begin[:4].isdigit() and begin[:4] != ref.term:
            message = f"the term begins in {begin[:4]} and not in {ref.term}"
            self.problems.error(ref.term.place, message, "mend `from`, or the date")

    def _membership(self, node: Map) -> Membership | None:
        member, body, kind = (
            self.slug(node, "membership"),
            self.slug(node, "in"),
            self.kind(node, "as", "membership"),
        )
        head = self.head(node)
        preferred = self.preferred(node, head.dated)
        if kind is None:
            self.problems.error(node.place, "a membership without a status", "add `as: full-member` or another")
            return None
        return Membership(head, member, body, kind, preferred)

    def _life(self, node: Map) -> Life:
        life = Life(self.head(node), self.slug(node, "life"), node.scalar("preferred"))
        if life.head.dated is None:
            self.problems.error(
                node.place, "a life without a date", "write `when: 1934/2017-01-08`, or `/…` for an end alone"
            )
        return life
