"""Reads a mapping file: its speeches and its passages, below the header."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pyoxigraph import NamedNode

from kg.dates import OPEN_END
from kg.errors import did_you_mean
from kg.mapping.header import Header, read_header
from kg.mapping.nodes import Map, Scalar, plain
from kg.mapping.reader import ROLES, Reader
from kg.mapping.records import ActorRef, Agreement, Head, Record, Tenure
from kg.terms import entity

__all__ = ["REASONS", "Entry", "MappingFile", "Speech", "read_document"]

REASONS = ("heading", "boilerplate", "repetition", "rhetoric")


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
        yield from ((anchor, False) for dated in self.header.dates.values() for anchor in dated.at)
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
    header = read_header(node, reader)
    reader = replace(reader, dates=header.dates)
    entries: list[Entry] = []
    for passage in node.maps("passages"):
        if "speech" in passage:
            entries.extend(_speech(passage, reader))
        else:
            entries.append(_entry(passage, None, reader))
    node.finish()
    _warn_of_unused_dates(header, entries, reader)
    if header.garbled:
        _refuse_quotations(entries, reader)
    if header.now is None or header.now.edtf.last == OPEN_END:
        _refuse_former(entries, reader)
    return MappingFile(shown, header, header_digest, tuple(entries))


def _warn_of_unused_dates(header: Header, entries: list[Entry], reader: Reader) -> None:
    records = [record for entry in entries for record in entry.records]
    used = {record.head.dated.at for record in records if record.head.dated}
    used |= {act.dated.at for record in records if isinstance(record, Agreement) for act in record.acts if act.dated}
    for name, dated in header.dates.items():
        if dated.at not in used:
            reader.problems.warning(dated.when.place, f"nothing is dated {name}", "remove it, or use it")


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
