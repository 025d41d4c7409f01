"""The ledger that records are written into: entities, claims, participations, and the citations that they rest on.

It makes statements of a given shape and mints names; which statements a record calls for is up to `facts`. Bounds are
computed here because they follow from a date and its reading alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from pyoxigraph import NamedNode, Quad

from kg.dates import Bounds, Reading, bounds
from kg.dates import Kind as DateKind
from kg.errors import Place
from kg.mapping.citations import Qualities, cited
from kg.mapping.header import Header
from kg.mapping.lock import Lock
from kg.mapping.nodes import Scalar
from kg.mapping.records import ActorRef, Dated, Event, Head
from kg.terms import RDF_TYPE, Term, date, dkg, entity, mint, text, triple

__all__ = ["Ledger", "Pairs", "date_bounds", "date_pairs", "event_reading", "state_reading"]

Pairs = tuple[tuple[str, Term], ...]  # prefixed property and value


@dataclass(slots=True)
class Ledger:
    """The statements of one mapping, and for each entity and fact the place of the record that made it first."""

    header: Header
    lock: Lock
    place: Place
    quads: set[Quad] = field(default_factory=set)
    places: dict[NamedNode, Place] = field(default_factory=dict)
    _citations: dict[NamedNode, Pairs] = field(default_factory=dict)

    def add(self, node: NamedNode, *pairs: tuple[str, Term]) -> None:
        """Add statements about a node."""
        self.places.setdefault(node, self.place)
        self.quads.update(triple(node, name, value) for name, value in pairs)

    def fact(
        self, node: NamedNode, class_name: str, evidence: tuple[NamedNode, ...], *pairs: tuple[str, Term]
    ) -> NamedNode:
        """Add a fact with its evidence."""
        self.quads.add(Quad(node, RDF_TYPE, dkg(class_name)))
        self.add(node, *pairs, *(("dkg:evidence", cite) for cite in evidence))
        for cite in evidence:
            self.quads.add(Quad(cite, RDF_TYPE, dkg("Citation")))
            self.add(cite, *self._citations[cite])
        return node

    def minted(
        self,
        class_name: str,
        evidence: tuple[NamedNode, ...],
        *pairs: tuple[str, Term],
        more: Pairs = (),
    ) -> NamedNode:
        """Add a fact that is named by a hash of its pairs; `more` does not define it."""
        return self.fact(mint(class_name, pairs), class_name, evidence, *pairs, *more)

    # Evidence

    def evidence(self, at: Scalar, head: Head, written: Scalar | None = None) -> tuple[NamedNode, ...]:
        """Cite a passage and its context."""
        main = self.cite(at, head.basis, head.hedges, head.note, written)
        return (main, *(self.cite(anchor, "context") for anchor in head.context))

    def dating(self, at: Scalar, head: Head, dated: Dated) -> tuple[NamedNode, ...]:
        """Cite the passage of what is dated as the date's own; for a date of the header as context of those that show
        the date.
        """
        if not dated.at:
            return self.evidence(at, head, dated.written)
        basis = "context" if head.basis == "stated" else head.basis
        return (self.cite(at, basis, dated.hedges, dated.note), *self.showing(dated))

    def showing(self, dated: Dated) -> tuple[NamedNode, ...]:
        """Cite the passages that show a date of the header; the first has its words."""
        first, *more = dated.at
        return (self.cite(first, "context", written=dated.written), *(self.cite(anchor, "context") for anchor in more))

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
        qualities = Qualities(basis, hedges, note, written)
        node, pairs = cited(self.header.slug, start, end, sha256, qualities)
        self._citations[node] = pairs  # written when a fact rests on it
        return node

    # Entities and claims

    def entity(
        self, slug: str, class_name: str, name: str, kind: NamedNode | None, spellings: tuple[Scalar, ...] = ()
    ) -> None:
        """Add an entity with its class, names and kind."""
        node = entity(slug)
        self.quads.add(Quad(node, RDF_TYPE, dkg(class_name)))
        if name:
            self.add(node, ("skos:prefLabel", text(name, "en")))
        self.add(node, *(("skos:altLabel", text(spelling, "en")) for spelling in spellings))
        if kind:
            self.add(node, ("dkg:kind", kind))

    def claim(
        self, slug: str, name: str, value: Term, cites: tuple[NamedNode, ...], preferred: Scalar | None = None
    ) -> None:
        """Add the claim that a property of an entity has a value."""
        self.minted(
            "Claim",
            cites,
            ("dkg:claimOf", entity(slug)),
            ("dkg:claimProperty", dkg(name)),
            ("dkg:claimValue", value),
            more=preferred_pairs(preferred),
        )

    def links(self, record: Event, cites: tuple[NamedNode, ...]) -> None:
        """Add the claims of where an event was, what it was about, and how it hangs together with others."""
        links = [*(("heldAt", place) for place in record.places), *(("about", about) for about in record.about)]
        for name, value in (*links, *record.related):
            self.claim(record.slug, name, entity(value), cites, record.preferred)

    def date_claim(
        self, node: NamedNode, dated: Dated, cites: tuple[NamedNode, ...], preferred: Scalar | None = None
    ) -> None:
        """Add the claim that an entity, tenure, membership or act has a date, read as that of an event by default."""
        self.minted(
            "Claim",
            cites,
            ("dkg:claimOf", node),
            ("dkg:claimProperty", dkg("edtf")),
            *date_pairs(dated, event_reading(dated)),
            more=(*date_bounds(dated, event_reading(dated)), *preferred_pairs(preferred)),
        )

    def participation(
        self, ref: ActorRef, event: NamedNode, role: NamedNode, cites: tuple[NamedNode, ...]
    ) -> NamedNode:
        """Add the participation of an actor in an event, in a post where one is given; return it."""
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
        """Add the tenure of an actor in a post; return it."""
        post = str(ref.post)
        node = entity(f"{ref.actor}--{post}" + (f"--{ref.term}" if ref.term else ""))
        return self.fact(node, "Tenure", cites, ("dkg:holder", entity(ref.actor)), ("dkg:post", entity(post)))


def event_reading(dated: Dated) -> Reading:
    """An event on one day or in a written interval took just that; one in a month or year took place within it."""
    one_day = dated.value.edtf.kind is DateKind.DATE and dated.value.edtf.first == dated.value.edtf.last
    return Reading.EXACTLY if one_day or "/" in dated.when else Reading.WITHIN


def state_reading(dated: Dated) -> Reading:
    """A state with a written interval lasts just that long; on any other date it is only attested."""
    return Reading.EXACTLY if "/" in dated.when else Reading.ATTESTED


def date_pairs(dated: Dated, default: Reading) -> Pairs:
    """Return a date, its reading, and the year of its calendar where that is not the Gregorian."""
    reading = dated.reading or dated.value.reading or default
    year = dated.value.solar_hijri_year
    calendar = (("dkg:calendarYear", entity(f"solar-hijri-{year}")),) if year else ()
    return (("dkg:edtf", text(str(dated.value.edtf))), ("dkg:reading", entity(f"reading-{reading}")), *calendar)


def date_bounds(dated: Dated, default: Reading) -> Pairs:
    """Return the four bounds of a date under its reading."""
    found: Bounds = bounds(dated.value.edtf, dated.reading or dated.value.reading or default)
    return (
        ("dkg:beginEarliest", date(found.begin_earliest.isoformat())),
        ("dkg:beginLatest", date(found.begin_latest.isoformat())),
        ("dkg:endEarliest", date(found.end_earliest.isoformat())),
        ("dkg:endLatest", date(found.end_latest.isoformat())),
    )


def preferred_pairs(reason: Scalar | None) -> Pairs:
    return (("dkg:preferredBecause", text(reason)),) if reason else ()
