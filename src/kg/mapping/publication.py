"""Turns the header of a mapping into statements: the document, and the publication in which its own voice speaks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pyoxigraph import NamedNode, Quad

from kg.mapping.header import Header
from kg.mapping.ledger import Ledger
from kg.mapping.nodes import Scalar
from kg.mapping.records import ActorRef, Dated
from kg.terms import RDF_TYPE, dkg, entity, integer, text

__all__ = ["add_document", "publication_evidence", "voice_of"]


_VOICES = tuple(entity(f"role-{role}") for role in ("author", "publisher", "interviewer"))


def add_document(ledger: Ledger) -> None:
    """Add the document with what describes it, and its publication."""
    header, node = ledger.header, entity(ledger.header.slug)
    ledger.quads.add(Quad(node, RDF_TYPE, dkg("Document")))
    ledger.add(
        node,
        ("dcterms:title", text(header.title, header.language)),
        ("dcterms:language", text(header.language)),
        ("dkg:sha256", text(ledger.lock.sha256)),
        ("dkg:endOffset", integer(ledger.lock.length)),
        ("schema:releasedEvent", entity(header.publication.slug)),
    )
    if header.address:
        ledger.add(node, ("schema:url", NamedNode(_normal(header.address))))
    for ref, key in ((header.publisher, "dcterms:publisher"), (header.author, "dcterms:creator")):
        if ref:
            ledger.add(node, (key, entity(ref.actor)))
    if header.published:
        ledger.add(node, ("dcterms:issued", text(str(header.published.edtf))))
    _add_publication(ledger)


def publication_evidence(ledger: Ledger) -> tuple[NamedNode, ...]:
    """Cite where the text shows who wrote and published it; the text as a whole, from outside, where it does not."""
    head, at = ledger.header.publication.head, ledger.header.publication_at
    main = ledger.cite(at, head.basis if at else "outside", head.hedges, head.note)
    return (main, *(ledger.cite(anchor, "context") for anchor in head.context))


def voice_of(header: Header) -> tuple[NamedNode, ActorRef] | None:
    """Return who speaks outside the speeches, and in which role of the publication."""
    speaking = [(role, ref) for role, ref in _roles(header) if role in _VOICES]
    named = [(role, ref) for role, ref in speaking if ref.actor == header.voice]
    return next(iter(named or speaking), None)


def _add_publication(ledger: Ledger) -> None:
    header, record = ledger.header, ledger.header.publication
    cites = publication_evidence(ledger)
    ledger.entity(record.slug, "Publication", f"Publication of “{header.title}”", record.kind)
    ledger.add(entity(record.slug), ("dkg:inDocument", entity(header.slug)))
    status = record.status or entity("status-held")
    ledger.claim(record.slug, "status", status, cites, record.preferred if record.status else None)
    if header.published:
        dated = Dated(Scalar.at("", header.place), header.published, None, None, None, None)
        ledger.date_claim(entity(record.slug), dated, _date_evidence(ledger), record.preferred)
    ledger.links(record, cites)
    for role, ref in _roles(header):
        ledger.participation(ref, entity(record.slug), role, cites)


def _date_evidence(ledger: Ledger) -> tuple[NamedNode, ...]:
    """Cite where the text says when it was published; where it does not, the text as a whole, from outside."""
    at, head = ledger.header.published_at, ledger.header.publication.head
    if at:
        return (ledger.cite(at, "stated", written=at),)
    return (ledger.cite(None, "outside", head.hedges, head.note),)


def _roles(header: Header) -> Iterator[tuple[NamedNode, ActorRef]]:
    if header.author:
        yield entity("role-author"), header.author
    if header.publisher:
        yield entity("role-publisher"), header.publisher
    yield from header.publication.roles


def _normal(address: str) -> str:
    """Decode percent-encoded unreserved characters, which name the same address (RFC 3986, section 6.2.2.2)."""
    return re.sub(
        r"%([0-9A-Fa-f]{2})",
        lambda m: c if re.fullmatch(r"[\w.~-]", c := chr(int(m[1], 16)), re.ASCII) else m.group(),
        address,
    )
