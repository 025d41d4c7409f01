"""Reads a mapping file: its header, its speeches and its passages."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from pyoxigraph import NamedNode

from kg.dates import OPEN_END, Calendar, When
from kg.errors import Place, did_you_mean
from kg.mapping.forms import is_address, is_language, is_name
from kg.mapping.nodes import Map, Scalar, plain
from kg.mapping.reader import ROLES, Reader
from kg.mapping.records import ActorRef, Event, Head, Record, Tenure
from kg.terms import entity

__all__ = ["REASONS", "Entry", "Header", "MappingFile", "Speech", "read_document"]

REASONS = ("heading", "boilerplate", "repetition", "rhetoric")
_CALENDARS = ("gregorian", "solar-hijri")


@dataclass(frozen=True, slots=True)
class Header:
    """What a mapping says of its document as a whole."""

    slug: str
    title: Scalar
    text: Scalar
    sha256: Scalar
    address: Scalar | None
    language: str
    published: When | None
    now: When | None
    calendar: Calendar
    complete: bool
    garbled: bool
    publication: Event
    publisher: ActorRef | None
    author: ActorRef | None
    publication_at: Scalar | None
    published_at: Scalar | None
    voice: Scalar | None
    mode: NamedNode
    event: Scalar | None
    place: Place
    aliases: Mapping[str, tuple[Scalar, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Speech:
    """Someone speaking in an event; its anchor is the evidence that they did, and in which post."""

    ref: ActorRef
    at: Scalar
    event: Scalar | None
    role: NamedNode
    head: Head
    digest: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A passage and what it says, or why it says nothing."""

    at: Scalar
    spans: bool
    nothing: Scalar | None
    left_open: bool
    records: tuple[Record, ...]
    speech: Speech | None
    digest: str


@dataclass(frozen=True, slots=True)
class MappingFile:
    """A mapping as read."""

    shown: str
    header: Header
    header_digest: str
    entries: tuple[Entry, ...]

    def speeches(self) -> Iterator[Speech]:
        """The speeches, each once, in order."""
        last = None
        for entry in self.entries:
            if entry.speech is not None and entry.speech is not last:
                last = entry.speech
                yield last

    def anchors(self) -> Iterator[tuple[Scalar, bool]]:
        """Every anchor of the file, and whether its passage may go across paragraphs."""
        if self.header.publication_at:
            yield self.header.publication_at, False
        if self.header.published_at:
            yield self.header.published_at, False
        yield from ((anchor, False) for anchor in self.header.publication.head.context)
        for speech in self.speeches():
            yield speech.at, False
            yield from ((anchor, False) for anchor in speech.head.context)
        for entry in self.entries:
            yield entry.at, entry.spans
            for record in entry.records:
                yield from ((anchor, False) for anchor in record.head.context)

    def digests(self) -> tuple[str, ...]:
        """One digest for the header, each speech and each passage, in order."""
        return (self.header_digest, *(s.digest for s in self.speeches()), *(e.digest for e in self.entries))


def read_document(node: Map, shown: str, reader: Reader) -> MappingFile:
    """Read a mapping; what is wrong in it is collected in the reader's problems."""
    header_digest = _digest({key: plain(value) for key, value in node.entries.items() if key != "passages"})
    header = _header(node, reader)
    entries: list[Entry] = []
    for passage in node.maps("passages"):
        if "speech" in passage:
            entries.extend(_speech(passage, reader))
        else:
            entries.append(_entry(passage, None, reader))
    node.finish()
    if header.garbled:
        _refuse_quotations(entries, reader)
    if header.now is None or header.now.edtf.last == OPEN_END:
        _refuse_former(entries, reader)
    return MappingFile(shown, header, header_digest, tuple(entries))


def _refuse_quotations(entries: list[Entry], reader: Reader) -> None:
    """A damaged rewording quotes nobody, whatever quotation marks it has."""
    for entry in entries:
        for record in entry.records:
            if record.head.basis == "quoted":
                message = "a garbled text is never a quotation"
                reader.problems.error(record.head.place, message, "leave out `basis: quoted`")


def _refuse_former(entries: list[Entry], reader: Reader) -> None:
    """What is former was over by the day of the text, which must be known."""
    for entry in entries:
        for record in entry.records:
            if isinstance(record, Tenure) and record.former:
                message = "former by which day? The text has none"
                reader.problems.error(record.former.place, message, "add `now:` to the header, or leave out `former`")


def _header(node: Map, reader: Reader) -> Header:
    missing = Scalar.at("", node.place)
    slug = node.scalar("document", required=True) or missing
    if slug and not is_name(slug):
        remedy = "use lower-case letters, digits and single hyphens"
        reader.problems.error(slug.place, f"{slug!r} cannot name a document", remedy)
    if not is_name(slug):
        slug = Scalar.at("unnamed", slug.place)
    published, now = node.scalar("published"), node.scalar("now")
    calendar, mode = node.scalar("calendar"), node.scalar("mode")
    if calendar and calendar not in _CALENDARS:
        hint = did_you_mean(calendar, _CALENDARS) or f"one of: {', '.join(_CALENDARS)}"
        reader.problems.error(calendar.place, f"{calendar} is no calendar", hint)
    published_when = reader.when(published) if published else None
    publication = node.map("publication") or Map({}, {}, node.place, reader.problems)
    publisher, author = publication.scalar("publisher"), publication.scalar("author")
    if published and "published-at" not in node and "note" not in publication:
        hint = "add `published-at:` with the passage that says so, or a `note:` to the publication"
        reader.problems.error(published.place, "where does the day of publication come from?", hint)
    return Header(
        slug=str(slug),
        title=node.scalar("title", required=True) or missing,
        text=node.scalar("text", required=True) or missing,
        sha256=node.scalar("sha256", required=True) or missing,
        address=_address(node, reader),
        language=_language(node, reader),
        published=published_when,
        now=reader.when(now) if now else published_when,
        calendar="solar-hijri" if calendar == "solar-hijri" else "gregorian",
        complete=node.flag("complete", default=True),
        garbled=node.flag("garbled", default=False),
        publisher=reader.actor(publisher) if publisher else None,
        author=reader.actor(author) if author else None,
        publication_at=publication.scalar("at"),
        published_at=node.scalar("published-at"),
        publication=_publication(publication, slug, reader),
        voice=node.scalar("voice"),
        mode=(reader.vocabulary.kind("mode", mode, reader.problems) if mode else None) or entity("mode-asserted"),
        event=node.scalar("event"),
        place=node.place,
        aliases=_aliases(node),
    )


def _address(node: Map, reader: Reader) -> Scalar | None:
    address = node.scalar("address")
    if address and not is_address(address):
        remedy = "write it in full, with https:// and without spaces"
        reader.problems.error(address.place, f"{address} is no address", remedy)
    return address


def _language(node: Map, reader: Reader) -> str:
    language = node.scalar("language")
    if language and not is_language(language):
        reader.problems.error(language.place, f"{language} is no language tag", "write `en`, `fa` or `ru`")
    return str(language or "en")


def _publication(node: Map, document: Scalar, reader: Reader) -> Event:
    slug = Scalar.at(f"publication-of-{document}", node.place)
    event = reader.event(node, "Publication", slug)
    for key in ("name", "when", "called"):
        if key in node:
            place = node.keys[key].place
            reader.problems.error(place, f"a publication takes no {key}", "give `title:` and `published:` above")
    if node.entries and "at" not in node and event.head.basis != "outside":
        reader.problems.error(node.place, "nothing shows the publication", "add `at:`, or `basis: outside` and a note")
    node.finish(also=("publisher", "author", "at"))
    return event


def _aliases(node: Map) -> dict[str, tuple[Scalar, ...]]:
    given = node.map("aliases")
    return {phrase: given.scalars(phrase) for phrase in given.entries} if given else {}


def _speech(node: Map, reader: Reader) -> list[Entry]:
    who = node.scalar("speech", required=True)
    role = node.scalar("role")
    at = node.scalar("at", required=True)
    event = node.scalar("in")
    head = reader.head(node, dated=False)
    passages = node.maps("passages")
    node.finish()
    if who is None or at is None:
        return []
    if not passages:
        reader.problems.error(node.place, "a speech without passages", "add `passages:`, or record a participation")
    speech = Speech(
        ref=reader.actor(who),
        at=at,
        event=event,
        role=_role(role, reader),
        head=head,
        digest=_digest({key: plain(value) for key, value in node.entries.items() if key != "passages"}),
    )
    return [_entry(passage, speech, reader) for passage in passages]


def _role(role: Scalar | None, reader: Reader) -> NamedNode:
    known = set(ROLES.values())
    if role and role not in known:
        reader.problems.error(role.place, f"{role} is no role", did_you_mean(role, known))
        role = None
    return entity(f"role-{role or 'speaker'}")


def _entry(node: Map, speech: Speech | None, reader: Reader) -> Entry:
    at = node.scalar("at", required=True) or Scalar.at("", node.place)
    nothing, says = node.scalar("nothing"), node.maps("says")
    if nothing and nothing not in REASONS:
        hint = did_you_mean(nothing, REASONS) or f"one of: {', '.join(REASONS)}"
        reader.problems.error(nothing.place, f"{nothing} is no reason to say nothing", hint)
    left_open = node.take("open") is not None  # what a draft found: the curator turns it into records
    if [bool(nothing), bool(says), left_open].count(True) != 1:
        reader.problems.error(node.place, "a passage says something or nothing", "give either `says:` or `nothing:`")
    if left_open:
        reader.problems.warning(node.place, "left open", "turn `open:` into `says:` or `nothing:`")
    records = tuple(record for item in says if (record := reader.record(item)))
    spans = node.scalar("spans") is not None
    node.finish()
    said = plain(node) if speech is None else [speech.digest, plain(node)]  # another speaker says another thing
    return Entry(at, spans, nothing, left_open, records, speech, _digest(said))


def _digest(value: object) -> str:
    canonical = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()[:16]
