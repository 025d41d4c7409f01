"""Turns checked records into statements, each record into the facts that it calls for.

It is given passages already found and slugs already checked; what it makes is asserted, and rules derive the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from pyoxigraph import NamedNode, Quad

from kg.dates import Reading, parse_when
from kg.errors import Place
from kg.mapping.document import Entry, MappingFile, Speech
from kg.mapping.header import Header
from kg.mapping.ledger import Ledger, date_bounds, date_pairs, state_reading
from kg.mapping.lock import Lock
from kg.mapping.nodes import Scalar
from kg.mapping.publication import add_document, publication_evidence, voice_of
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
from kg.terms import Term, boolean, decimal, entity, local_name, text

__all__ = ["document_facts"]

_HELD = entity("status-held")


def document_facts(file: MappingFile, lock: Lock) -> tuple[set[Quad], dict[NamedNode, Place]]:
    """Return the statements of one mapping, and for each entity and fact the place of the record that made it."""
    ledger = Ledger(file.header, lock, file.header.place)
    facts = _Facts(ledger)
    add_document(ledger)
    for speech in file.speeches():
        ledger.place = speech.at.place
        facts.speech(speech)
    for entry in file.entries:
        for record in entry.records:
            ledger.place = record.head.place
            facts.record(record, entry)
    return ledger.quads, ledger.places


@dataclass(slots=True)
class _Facts:
    ledger: Ledger
    _mentioned: set[str] = field(default_factory=set)

    @property
    def header(self) -> Header:
        return self.ledger.header

    # Speeches and records

    def speech(self, speech: Speech) -> NamedNode:
        event = speech.event or self.header.event or self.header.publication.slug
        return self.ledger.participation(
            speech.ref, entity(event), speech.role, self.ledger.evidence(speech.at, speech.head)
        )

    def record(self, record: Record, entry: Entry) -> None:
        match record:
            case Event():
                self._event(record, entry.at)
            case Agreement():
                self._agreement(record, entry.at)
            case Clause():
                self._clause(record, entry.at)
            case Position():
                self._position(record, entry)
            case Figure():
                self._figure(record, entry.at)
            case Tenure() | Membership() | Life():
                self._standing(record, entry.at)

    def _event(self, record: Event, at: Scalar) -> None:
        slug, cites = str(record.slug), self.ledger.evidence(at, record.head)
        self.ledger.entity(slug, record.class_name, str(record.name or ""), record.kind, record.spellings)
        if record.status or slug not in self._mentioned:  # the first mention in a document says that it was held
            self.ledger.claim(
                slug, "status", record.status or _HELD, cites, record.preferred if record.status else None
            )
        self._mentioned.add(slug)
        if dated := record.head.dated:
            dating = self.ledger.dating(at, record.head, dated)
            self.ledger.date_claim(entity(slug), dated, dating, record.preferred)
        self.ledger.links(record, cites)
        for role, ref in record.roles:
            self.ledger.participation(ref, entity(slug), role, cites)

    def _agreement(self, record: Agreement, at: Scalar) -> None:
        slug, cites = str(record.slug), self.ledger.evidence(at, record.head)
        self.ledger.entity(slug, "Agreement", str(record.name or ""), record.kind, record.spellings)
        for party in record.parties:
            self.ledger.claim(slug, "party", entity(party), cites, record.preferred)
        if record.status:
            self.ledger.claim(slug, "status", record.status, cites, record.preferred)
        for about in record.about:
            self.ledger.claim(slug, "about", entity(about), cites, record.preferred)
        for act in record.acts:
            self._act(act, record, at)

    def _act(self, act: Act, record: Agreement, at: Scalar) -> None:
        cites = self.ledger.evidence(at, record.head)
        signers = tuple(ActorRef(party) for party in record.parties) if act.name == "signed" else ()
        by = act.by or signers
        capacity = [("dkg:inCapacity", self.ledger.tenure(ref, cites)) for ref in by if ref.post]
        node = self.ledger.fact(
            entity(f"{record.slug}--{act.name}"),
            "Act",
            cites,
            ("dkg:ofAgreement", entity(record.slug)),
            ("dkg:kind", act.kind),
            ("dkg:status", act.status or _HELD),
            *(("dkg:by", entity(ref.actor)) for ref in by),
            *capacity,
            *((f"dkg:{name}", entity(event)) for name, event in act.related),
        )
        if act.dated:
            dating = self.ledger.dating(at, record.head, act.dated)
            self.ledger.date_claim(node, act.dated, dating, act.preferred)

    def _clause(self, record: Clause, at: Scalar) -> None:
        self.ledger.fact(
            entity(record.slug),
            "Clause",
            self.ledger.evidence(at, record.head),
            ("dkg:ofAgreement", entity(record.of)),
            ("dkg:kind", record.kind),
            ("dkg:summary", text(record.summary)),
            *(("dkg:about", entity(about)) for about in record.about),
        )

    def _position(self, record: Position, entry: Entry) -> None:
        stated_in, speaker = self._stated_in(entry)
        cites = self.ledger.evidence(entry.at, record.head)
        for ref in record.holders:
            if ref.post:
                self.ledger.tenure(ref, cites)
        named: list[Scalar | None] = [ref.actor for ref in record.holders]
        for holder in named or [None if record.unheld else speaker]:
            self._held_position(record, holder, stated_in, cites, bool(entry.speech))

    def _held_position(
        self,
        record: Position,
        holder: Scalar | None,
        stated_in: NamedNode | None,
        cites: tuple[NamedNode, ...],
        spoken: bool,
    ) -> None:
        default = entity("mode-asserted") if spoken else self.header.mode
        self.ledger.minted(
            "Position",
            cites,
            *((("dkg:heldBy", entity(holder)),) if holder else ()),
            *((("dkg:statedIn", stated_in),) if stated_in else ()),
            ("dkg:stance", record.stance),
            ("dkg:mode", record.mode or default),
            ("dkg:summary", text(record.summary)),
            *(("dkg:about", entity(about)) for about in record.about),
            *(("dkg:toward", entity(actor)) for actor in record.toward),
            *((("dkg:onIssue", entity(record.issue)),) if record.issue else ()),
        )

    def _stated_in(self, entry: Entry) -> tuple[NamedNode | None, Scalar | None]:
        """Return the participation in which a passage speaks, and who speaks."""
        if entry.speech:
            return self.speech(entry.speech), entry.speech.ref.actor
        if voice := voice_of(self.header):
            role, ref = voice
            cites = publication_evidence(self.ledger)
            return self.ledger.participation(ref, entity(self.header.publication.slug), role, cites), ref.actor
        return None, None

    def _figure(self, record: Figure, at: Scalar) -> None:
        dated = record.head.dated
        amounts: list[tuple[str, Term]] = []
        for amount in record.amounts:
            name = {"value": "value", "more-than": "lowerBound", "at-least": "lowerBound"}.get(amount.key, "upperBound")
            amounts.append((f"dkg:{name}", decimal(amount.value)))
            if amount.key != "value":
                amounts.append(("dkg:strict", boolean(amount.key in ("more-than", "less-than"))))
        cites = self.ledger.evidence(at, record.head, dated.written if dated and not dated.at else None)
        self.ledger.minted(
            "Figure",
            (*cites, *self.ledger.showing(dated)) if dated and dated.at else cites,
            ("dkg:measure", record.measure),
            ("dkg:unit", record.unit),
            *(("dkg:about", entity(about)) for about in record.about),
            *amounts,
            *((("dkg:asOf", text(record.as_of)),) if record.as_of else ()),
            *(date_pairs(dated, Reading.EXACTLY) if dated else ()),
            more=date_bounds(dated, Reading.EXACTLY) if dated else (),
        )

    def _standing(self, record: Tenure | Membership | Life, at: Scalar) -> None:
        node = self._lasting(record, self.ledger.evidence(at, record.head))
        for dated in self._dates(record):
            dating = self.ledger.dating(at, record.head, dated)
            self.ledger.date_claim(node, dated, dating, record.preferred)

    def _dates(self, record: Tenure | Membership | Life) -> Iterator[Dated]:
        """Yield what a record says of when something lasted."""
        if dated := record.head.dated:
            yield dated if isinstance(record, Life) else _of_state(dated)
        if isinstance(record, Tenure) and record.former and self.header.now:
            until = Scalar.at(f"../{self.header.now.edtf.last.isoformat()}", record.former.place)
            yield Dated(until, parse_when(until), record.former, Reading.WITHIN, None, None)

    def _lasting(self, record: Tenure | Membership | Life, cites: tuple[NamedNode, ...]) -> NamedNode:
        """Add what a record dates, and return it: an actor who lived is there already."""
        if isinstance(record, Life):
            return entity(record.actor)
        if isinstance(record, Tenure):
            return self.ledger.tenure(record.ref, cites)
        kind = local_name(record.kind).removeprefix("membership-")
        return self.ledger.fact(
            entity(f"{record.member}--{record.body}--{kind}"),
            "Membership",
            cites,
            ("dkg:member", entity(record.member)),
            ("dkg:memberOf", entity(record.body)),
            ("dkg:kind", record.kind),
        )


def _of_state(dated: Dated) -> Dated:
    """Read a date as that of a state where nothing says how it is meant."""
    return replace(dated, reading=dated.reading or dated.value.reading or state_reading(dated.when))
