"""Turns checked records into statements: entities, facts, and the citations that they rest on.

It is given passages already found and slugs already checked. What it makes is asserted; bounds are computed here
because they follow from a date and its reading alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pyoxigraph import NamedNode, Quad

from kg.dates import Bounds, Reading, bounds
from kg.dates import Kind as DateKind
from kg.errors import Place
from kg.mapping.document import Entry, Header, MappingFile, Speech
from kg.mapping.lock import Lock
from kg.mapping.nodes import Scalar
from kg.mapping.records import (
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
from kg.mapping.registry import Registry
from kg.terms import RDF_TYPE, Term, boolean, date, decimal, dkg, entity, integer, local_name, mint, text, triple

__all__ = ["document_facts"]

_HELD = entity("status-held")


def document_facts(file: MappingFile, lock: Lock, registry: Registry) -> tuple[set[Quad], dict[NamedNode, Place]]:
    """Return the statements of one mapping, and for each entity and fact the place of the record that made it."""
    facts = _Facts(file, lock, registry, file.header.place)
    facts.document()
    for speech in file.speeches():
        facts.place = speech.at.place
        facts.speech(speech)
    for entry in file.entries:
        for record in entry.records:
            facts.place = record.head.place
            facts.record(record, entry)
    return facts.quads, facts.places


@dataclass(slots=True)
class _Facts:
    file: MappingFile
    lock: Lock
    registry: Registry
    place: Place
    quads: set[Quad] = field(default_factory=set)
    places: dict[NamedNode, Place] = field(default_factory=dict)
    _mentioned: set[str] = field(default_factory=set)

    @property
    def header(self) -> Header:
        return self.file.header

    def add(self, node: NamedNode, *pairs: tuple[str, Term]) -> None:
        self.places.setdefault(node, self.place)
        self.quads.update(triple(node, name, value) for name, value in pairs)

    def fact(
        self, node: NamedNode, class_name: str, evidence: tuple[NamedNode, ...], *pairs: tuple[str, Term]
    ) -> NamedNode:
        """Add a fact with its evidence."""
        self.quads.add(Quad(node, RDF_TYPE, dkg(class_name)))
        self.add(node, *pairs, *(("dkg:evidence", cite) for cite in evidence))
        return node

    def minted(
        self,
        class_name: str,
        evidence: tuple[NamedNode, ...],
        *pairs: tuple[str, Term],
        more: tuple[tuple[str, Term], ...] = (),
    ) -> NamedNode:
        """Add a fact that is named by a hash of its pairs; `more` does not define it."""
        return self.fact(mint(class_name, pairs), class_name, evidence, *pairs, *more)

    # Evidence

    def evidence(self, at: Scalar, head: Head, written: Scalar | None = None) -> tuple[NamedNode, ...]:
        """Cite a passage and its context."""
        main = self.cite(at, head.basis, head.hedges, head.note, written)
        return (main, *(self.cite(anchor, "context") for anchor in head.context))

    def cite(
        self,
        at: Scalar | None,
        basis: str,
        hedges: tuple[NamedNode, ...] = (),
        note: Scalar | None = None,
        written: Scalar | None = None,
    ) -> NamedNode:
        """Add a citation of a passage, or of the whole text where there is no anchor."""
        passage = self.lock.passages[at] if at else None
        start, end = (passage.start, passage.end) if passage else (0, self.lock.length)
        sha256 = passage.sha256 if passage else self.lock.sha256
        qualified: list[tuple[str, Term]] = [("dkg:basis", entity(f"basis-{basis}"))]
        qualified += [("dkg:hedge", hedge) for hedge in hedges]
        if note:
            qualified.append(("skos:note", text(note, "en")))
        if written:
            qualified.append(("dkg:asWritten", text(written)))
        name = f"cite-{self.header.slug}-{start}-{end}"
        if basis != "stated" or len(qualified) > 1:
            name += "-" + local_name(mint("Citation", qualified)).removeprefix("citation-")[:8]
        node = entity(name)
        self.quads.add(Quad(node, RDF_TYPE, dkg("Citation")))
        self.add(
            node,
            ("dkg:inDocument", entity(self.header.slug)),
            ("dkg:startOffset", integer(start)),
            ("dkg:endOffset", integer(end)),
            ("dkg:sha256", text(sha256)),
            *qualified,
        )
        return node

    # The document and its publication

    def document(self) -> None:
        header, node = self.header, entity(self.header.slug)
        self.quads.add(Quad(node, RDF_TYPE, dkg("Document")))
        self.add(
            node,
            ("dcterms:title", text(header.title, header.language)),
            ("dcterms:language", text(header.language)),
            ("dkg:sha256", text(self.lock.sha256)),
            ("dkg:endOffset", integer(self.lock.length)),
            ("schema:releasedEvent", entity(header.publication.slug)),
        )
        if header.address:
            self.add(node, ("schema:url", NamedNode(_normal(header.address))))
        for ref, key in ((header.publisher, "dcterms:publisher"), (header.author, "dcterms:creator")):
            if ref:
                self.add(node, (key, entity(ref.actor)))
        if header.published:
            self.add(node, ("dcterms:issued", text(str(header.published.edtf))))
        self._publication()

    def _publication(self) -> None:
        header, record = self.header, self.header.publication
        cites = self._publication_evidence()
        self.entity(record.slug, "Publication", f"Publication of “{header.title}”", record.kind)
        self.add(entity(record.slug), ("dkg:inDocument", entity(header.slug)))
        self.claim(record.slug, "status", record.status or _HELD, cites)
        if header.published:
            dated = Dated(Scalar.at("", header.place), header.published, None, None, None, None)
            self.date_claim(record.slug, dated, cites, record.preferred)
        for about in record.about:
            self.claim(record.slug, "about", entity(about), cites)
        for role, ref in self._publication_roles():
            self.participation(ref, entity(record.slug), role, cites)

    def _publication_evidence(self) -> tuple[NamedNode, ...]:
        head, at = self.header.publication.head, self.header.publication_at
        basis = head.basis if at else "outside"
        main = self.cite(at, basis, head.hedges, head.note)
        return (main, *(self.cite(anchor, "context") for anchor in head.context))

    def _publication_roles(self) -> Iterator[tuple[NamedNode, ActorRef]]:
        if self.header.author:
            yield entity("role-author"), self.header.author
        if self.header.publisher:
            yield entity("role-publisher"), self.header.publisher
        yield from self.header.publication.roles

    def _voice(self) -> tuple[NamedNode, ActorRef] | None:
        named = [(role, ref) for role, ref in self._publication_roles() if ref.actor == self.header.voice]
        return next(iter(named or self._publication_roles()), None)

    # Entities and claims

    def entity(self, slug: str, class_name: str, name: str, kind: NamedNode | None) -> None:
        node = entity(slug)
        self.quads.add(Quad(node, RDF_TYPE, dkg(class_name)))
        if name:
            self.add(node, ("skos:prefLabel", text(name, "en")))
        if kind:
            self.add(node, ("dkg:kind", kind))

    def claim(
        self, slug: str, name: str, value: Term, cites: tuple[NamedNode, ...], preferred: Scalar | None = None
    ) -> None:
        self.minted(
            "Claim",
            cites,
            ("dkg:claimOf", entity(slug)),
            ("dkg:claimProperty", dkg(name)),
            ("dkg:claimValue", value),
            more=_preferred(preferred),
        )

    def date_claim(
        self, slug: str, dated: Dated, cites: tuple[NamedNode, ...], preferred: Scalar | None = None
    ) -> None:
        self.minted(
            "Claim",
            cites,
            ("dkg:claimOf", entity(slug)),
            ("dkg:claimProperty", dkg("edtf")),
            *_date(dated, _event_reading(dated)),
            more=(*_bounds(dated, _event_reading(dated)), *_preferred(preferred)),
        )

    def participation(
        self, ref: ActorRef, event: NamedNode, role: NamedNode, cites: tuple[NamedNode, ...]
    ) -> NamedNode:
        capacity = (("dkg:inCapacity", self.tenure(ref, cites)),) if ref.post else ()
        return self.minted(
            "Participation",
            cites,
            ("dkg:inEvent", event),
            ("dkg:participant", entity(ref.actor)),
            ("dkg:role", role),
            *capacity,
        )

    def tenure(self, ref: ActorRef, cites: tuple[NamedNode, ...]) -> NamedNode:
        post = str(ref.post)
        node = entity(f"{ref.actor}--{post}")
        return self.fact(node, "Tenure", cites, ("dkg:holder", entity(ref.actor)), ("dkg:post", entity(post)))

    # Speeches and records

    def speech(self, speech: Speech) -> NamedNode:
        event = speech.event or self.header.event or self.header.publication.slug
        return self.participation(speech.ref, entity(event), speech.role, self.evidence(speech.at, speech.head))

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
        slug, cites = str(record.slug), self.evidence(at, record.head)
        self.entity(slug, record.class_name, str(record.name or ""), record.kind)
        if record.status or slug not in self._mentioned:  # the first mention in a document says that it was held
            self.claim(slug, "status", record.status or _HELD, cites, record.preferred if record.status else None)
        self._mentioned.add(slug)
        if dated := record.head.dated:
            self.date_claim(slug, dated, self.evidence(at, record.head, dated.written), record.preferred)
        for place in record.places:
            self.claim(slug, "heldAt", entity(place), cites)
        for about in record.about:
            self.claim(slug, "about", entity(about), cites)
        for name, event in record.related:
            self.claim(slug, name, entity(event), cites)
        for role, ref in record.roles:
            self.participation(ref, entity(slug), role, cites)

    def _agreement(self, record: Agreement, at: Scalar) -> None:
        slug, cites = str(record.slug), self.evidence(at, record.head)
        self.entity(slug, "Agreement", str(record.name or ""), record.kind)
        for party in record.parties:
            self.claim(slug, "party", entity(party), cites)
        if record.status:
            self.claim(slug, "status", record.status, cites, record.preferred)
        for about in record.about:
            self.claim(slug, "about", entity(about), cites)
        for act in record.acts:
            self._act(act, record, at)

    def _act(self, act: Act, record: Agreement, at: Scalar) -> None:
        cites = self.evidence(at, record.head, act.dated.written if act.dated else None)
        signers = tuple(ActorRef(party) for party in record.parties) if act.name == "signed" else ()
        by = act.by or signers
        capacity = [("dkg:inCapacity", self.tenure(ref, cites)) for ref in by if ref.post]
        self.fact(
            entity(f"{record.slug}--{act.name}"),
            "Act",
            cites,
            ("dkg:ofAgreement", entity(record.slug)),
            ("dkg:kind", act.kind),
            ("dkg:status", act.status or _HELD),
            *(("dkg:by", entity(ref.actor)) for ref in by),
            *capacity,
            *((f"dkg:{name}", entity(event)) for name, event in act.related),
            *(_dated(act.dated, _event_reading(act.dated)) if act.dated else ()),
        )

    def _clause(self, record: Clause, at: Scalar) -> None:
        self.fact(
            entity(record.slug),
            "Clause",
            self.evidence(at, record.head),
            ("dkg:ofAgreement", entity(record.of)),
            ("dkg:kind", record.kind),
            ("dkg:summary", text(record.summary)),
            *(("dkg:about", entity(about)) for about in record.about),
        )

    def _position(self, record: Position, entry: Entry) -> None:
        stated_in, speaker = self._stated_in(entry)
        holder = record.holder.actor if record.holder else None if record.unheld else speaker
        cites = self.evidence(entry.at, record.head)
        if record.holder and record.holder.post:
            self.tenure(record.holder, cites)
        default = entity("mode-asserted") if entry.speech else self.header.mode
        self.minted(
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
        if voice := self._voice():
            role, ref = voice
            cites = self._publication_evidence()
            return self.participation(ref, entity(self.header.publication.slug), role, cites), ref.actor
        return None, None

    def _figure(self, record: Figure, at: Scalar) -> None:
        dated = record.head.dated
        amounts: list[tuple[str, Term]] = []
        for amount in record.amounts:
            name = {"value": "value", "more-than": "lowerBound", "at-least": "lowerBound"}.get(amount.key, "upperBound")
            amounts.append((f"dkg:{name}", decimal(amount.value)))
            if amount.key != "value":
                amounts.append(("dkg:strict", boolean(amount.key in ("more-than", "less-than"))))
        written = dated.written if dated else None
        self.minted(
            "Figure",
            self.evidence(at, record.head, written or record.amounts[0].written),
            ("dkg:measure", record.measure),
            ("dkg:unit", record.unit),
            *(("dkg:about", entity(about)) for about in record.about),
            *amounts,
            *((("dkg:asOf", text(record.as_of)),) if record.as_of else ()),
            *(_date(dated, Reading.EXACTLY) if dated else ()),
            more=_bounds(dated, Reading.EXACTLY) if dated else (),
        )

    def _standing(self, record: Tenure | Membership | Life, at: Scalar) -> None:
        dated = record.head.dated
        cites = self.evidence(at, record.head, dated.written if dated else None)
        if isinstance(record, Life):
            if dated:
                self.date_claim(record.actor, dated, cites, record.preferred)
            return
        when = _dated(dated, _state_reading(dated)) if dated else ()
        if isinstance(record, Tenure):
            self.add(self.tenure(record.ref, cites), *when)
            return
        kind = local_name(record.kind).removeprefix("membership-")
        self.fact(
            entity(f"{record.member}--{record.body}--{kind}"),
            "Membership",
            cites,
            ("dkg:member", entity(record.member)),
            ("dkg:memberOf", entity(record.body)),
            ("dkg:kind", record.kind),
            *when,
        )


def _event_reading(dated: Dated) -> Reading:
    """An event on one day or in a written interval took just that; one in a month or year took place within it."""
    one_day = dated.value.edtf.kind is DateKind.DATE and dated.value.edtf.first == dated.value.edtf.last
    return Reading.EXACTLY if one_day or "/" in dated.when else Reading.WITHIN


def _state_reading(dated: Dated) -> Reading:
    """A state with a written interval lasts just that long; on any other date it is only attested."""
    return Reading.EXACTLY if "/" in dated.when else Reading.ATTESTED


def _date(dated: Dated, default: Reading) -> tuple[tuple[str, Term], ...]:
    reading = dated.reading or dated.value.reading or default
    year = dated.value.solar_hijri_year
    calendar = (("dkg:calendarYear", entity(f"solar-hijri-{year}")),) if year else ()
    return (("dkg:edtf", text(str(dated.value.edtf))), ("dkg:reading", entity(f"reading-{reading}")), *calendar)


def _bounds(dated: Dated, default: Reading) -> tuple[tuple[str, Term], ...]:
    found: Bounds = bounds(dated.value.edtf, dated.reading or dated.value.reading or default)
    return (
        ("dkg:beginEarliest", date(found.begin_earliest.isoformat())),
        ("dkg:beginLatest", date(found.begin_latest.isoformat())),
        ("dkg:endEarliest", date(found.end_earliest.isoformat())),
        ("dkg:endLatest", date(found.end_latest.isoformat())),
    )


def _dated(dated: Dated, default: Reading) -> tuple[tuple[str, Term], ...]:
    return (*_date(dated, default), *_bounds(dated, default))


def _preferred(reason: Scalar | None) -> tuple[tuple[str, Term], ...]:
    return (("dkg:preferredBecause", text(reason)),) if reason else ()


def _normal(address: str) -> str:
    """Decode percent-encoded unreserved characters, which name the same address (RFC 3986, section 6.2.2.2)."""
    return re.sub(
        r"%([0-9A-Fa-f]{2})",
        lambda m: c if re.fullmatch(r"[\w.~-]", c := chr(int(m[1], 16)), re.ASCII) else m.group(),
        address,
    )
