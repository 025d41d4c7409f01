"""Holds records against their passages: what a record claims must stand there, or in a passage of its context.

It asks `kg.texts.grounding` what a passage shows, and says in a curator's words what is missing and how to mend it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from kg.mapping.dating import date_findings, day_findings, publication_findings, years_of
from kg.mapping.document import Entry, MappingFile, Speech
from kg.mapping.header import Header
from kg.mapping.nodes import Problems, Scalar
from kg.mapping.records import Agreement, Clause, Event, Figure, Mention, Position, Record
from kg.mapping.registry import Registry
from kg.mapping.vocabulary import Vocabulary
from kg.texts.anchors import Passage
from kg.texts.documents import SourceText
from kg.texts.grounding import Shown, capitalised, numbers_in

__all__ = ["Known", "check_grounds", "common_words"]

_YEAR = re.compile(r"(?<!\d)(?:1[0-9]{3}|20[0-9]{2})(?!\d)")


@dataclass(frozen=True, slots=True)
class Known:
    """What is known across documents: every slug, and the words that are no names."""

    registry: Registry
    lower_case: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Claimed:
    """A record with what its passages show, and what needs no showing."""

    shown: Shown
    anchors: frozenset[str]
    names: Shown  # names of what the record refers to: its prose may use them
    assumed: frozenset[str]  # actors shown by the anchor of the speech, or as the document's voice
    years: frozenset[int]


@dataclass(frozen=True, slots=True)
class _Grounds:
    file: MappingFile
    text: SourceText
    passages: Mapping[str, Passage]
    registry: Registry
    problems: Problems
    lower_case: frozenset[str]
    whole: Shown
    _seen: dict[tuple[str, ...], Shown] = field(default_factory=dict)  # passages that several records share

    @property
    def header(self) -> Header:
        return self.file.header

    # What a record is held against

    def check_entry(self, entry: Entry) -> None:
        for record in entry.records:
            if record.head.basis == "outside" or not self._located((entry.at, *record.head.context)):
                continue
            claimed = self._claimed(entry, record)
            for mention in record.mentions():
                self._check(mention, claimed)
            if isinstance(record, Event | Agreement | Clause):
                self._check_slug(record.slug, claimed)
            if isinstance(record, Event | Agreement):
                self._check_in_text((*record.called, *record.spellings))
            if isinstance(record, Figure) and record.as_of:
                self.problems.findings.extend(day_findings(record.as_of, claimed.shown, self.header))

    def check_speech(self, speech: Speech) -> None:
        if speech.head.basis == "outside" or not self._located((speech.at, *speech.head.context)):
            return
        anchors = (speech.at, *speech.head.context)
        self._check_all((Mention("actor", speech.ref.actor), *_post(speech.ref.post)), anchors)
        if speech.event:
            self._check_declared_here(speech.event)

    def check_header(self) -> None:
        header = self.header
        self._check_in_text(Scalar.at(phrase, header.place) for phrase in header.aliases)
        if header.event:
            self._check_declared_here(header.event)
        for dated in header.dates.values():
            if self._located(dated.at):
                self.problems.findings.extend(date_findings(dated, self._shown(dated.at), header))
        if header.published_at and self._located((header.published_at,)):
            shown = self._shown((header.published_at,))
            self.problems.findings += publication_findings(header.published_at, shown, header)
        if header.publication_at is None:
            return
        anchors = (header.publication_at, *header.publication.head.context)
        if header.publication.head.basis == "outside" or not self._located(anchors):
            return
        for ref in (header.author, header.publisher):
            if ref:
                self._check_all((Mention("actor", ref.actor), *_post(ref.post)), anchors)
        self._check_all(header.publication.mentions(), anchors)

    def _check_all(self, mentions: Iterable[Mention], anchors: tuple[Scalar, ...]) -> None:
        """Check mentions against passages that must show every one of them."""
        shown = self._shown(anchors)
        claimed = _Claimed(shown, frozenset(map(str, anchors)), shown, frozenset(), frozenset())
        for mention in mentions:
            self._check(mention, claimed)

    def _check_in_text(self, phrases: Iterable[Scalar]) -> None:
        for phrase in phrases:
            if not self.whole.phrase(phrase):
                self.problems.error(phrase.place, f"the text never says {phrase!r}", "copy the words of the text")

    def _check_declared_here(self, slug: Scalar) -> None:
        item = self.registry.declared.get(slug)
        if item and self.header.slug not in item.anchors:
            self.problems.error(
                slug.place, f"{slug} is not declared in this document", "record the event, or mend the slug"
            )

    def _located(self, anchors: Iterable[Scalar]) -> bool:
        return all(anchor in self.passages for anchor in anchors)  # a missing one has been reported

    def _shown(self, anchors: tuple[Scalar, ...]) -> Shown:
        if anchors not in self._seen:
            texts = [self.text.text[p.start : p.end] for p in (self.passages[a] for a in anchors)]
            self._seen[anchors] = Shown(texts, lower_case_words=self.lower_case)
        return self._seen[anchors]

    def _claimed(self, entry: Entry, record: Record) -> _Claimed:
        anchors = (entry.at, *record.head.context)
        shown = self._shown(anchors)
        assumed = self._assumed(entry)
        slugs = {str(m.value) for m in record.mentions() if m.kind not in ("amount", "prose", "date", "words")}
        slugs |= {str(a) for phrase, actors in self.header.aliases.items() if shown.phrase(phrase) for a in actors}
        names = Shown([name for slug in sorted(slugs) for name in self._names(slug)])
        return _Claimed(shown, frozenset(map(str, anchors)), names, assumed, years_of(record))

    def _assumed(self, entry: Entry) -> frozenset[str]:
        speaker = entry.speech.ref.actor if entry.speech else self.header.voice
        return frozenset((str(speaker),) if speaker else ())

    def _names(self, slug: str) -> tuple[str, ...]:
        if slug in self.registry.authorities:
            entry = self.registry.authorities[slug]
            members = [name for member in entry.pair for name in self._names(member)]
            return (*entry.shown_by, *members)
        item = self.registry.declared.get(slug)
        return (item.name, *sorted(item.called)) if item else (self.registry.name_of(slug),)

    # One check a kind of mention

    def _check(self, mention: Mention, claimed: _Claimed) -> None:
        value = mention.value
        match mention.kind:
            case "actor" | "post" | "place":
                self._check_name(value, claimed)
            case "event" | "agreement":
                self._check_reference(value, claimed)
            case "about":
                self._check_about(value, claimed)
            case "amount":
                self._check_amount(value, mention.amount or Decimal(0), claimed)
            case "prose":
                self._check_prose(value, claimed)
            case "words":
                if not claimed.shown.phrase(value):
                    self.problems.error(
                        value.place, f"the passage does not show {value!r}", "copy the words of the text"
                    )
            case "date":
                if mention.dated and not mention.dated.at:  # those of the header are checked with it
                    self.problems.findings.extend(
                        date_findings(mention.dated, claimed.shown, self.header, ahead=mention.ahead)
                    )

    def _check_name(self, slug: Scalar, claimed: _Claimed) -> None:
        entry = self.registry.authorities.get(slug)
        if entry is None or slug in claimed.assumed or self._by_alias(slug, claimed.shown):
            return
        if not any(claimed.shown.name(name) for name in entry.shown_by):
            self.problems.error(
                slug.place,
                f"the passage does not show {slug} ({entry.name})",
                "add `context:` with the passage that names it, or a spelling to the authorities",
            )

    def _by_alias(self, slug: str, shown: Shown) -> bool:
        return any(slug in actors and shown.phrase(phrase) for phrase, actors in self.header.aliases.items())

    def _check_reference(self, slug: Scalar, claimed: _Claimed) -> None:
        item = self.registry.declared.get(slug)
        if item is None or item.anchors.get(self.header.slug, set()) & claimed.anchors:
            return
        if not any(claimed.shown.name(name) for name in (item.name, *item.called)):
            self.problems.error(
                slug.place,
                f"the passage does not show {slug} ({item.name})",
                "add `context:` with the passage that declares it, or `called:` to its record",
            )

    def _check_about(self, slug: Scalar, claimed: _Claimed) -> None:
        entry = self.registry.authorities.get(slug)
        if entry is None:
            self._check_reference(slug, claimed)
        elif entry.class_name == "Pair":
            for member in entry.pair:
                self._check_name(Scalar.at(str(member), slug.place), claimed)
        else:
            self._check_name(slug, claimed)

    def _check_amount(self, written: Scalar, value: Decimal, claimed: _Claimed) -> None:
        if not claimed.shown.number(value):
            self.problems.error(
                written.place, f"the passage does not show the number {written}", "read the passage again"
            )

    def _check_prose(self, prose: Scalar, claimed: _Claimed) -> None:
        for number in sorted(numbers_in(prose, prose=True)):
            if not (claimed.shown.number(number) or claimed.names.number(number) or number in claimed.years):
                self.problems.error(
                    prose.place, f"the passage does not show the number {number}", "leave it out, or cite it"
                )
        for word, opening in capitalised(prose):
            if not (claimed.shown.word(word, opening=opening) or claimed.names.name(word)):
                self.problems.error(
                    prose.place, f"the passage does not show the name {word}", "leave it out, or refer to what it names"
                )

    def _check_slug(self, slug: Scalar, claimed: _Claimed) -> None:
        for year in map(int, _YEAR.findall(slug)):
            if (
                year not in claimed.years
                and not claimed.shown.number(Decimal(year))
                and not self._dated_elsewhere(slug, year)
            ):
                self.problems.error(
                    slug.place, f"the year in {slug} is not that of its date", "mend the slug or the date"
                )

    def _dated_elsewhere(self, slug: str, year: int) -> bool:
        records = (r for e in self.file.entries for r in e.records if isinstance(r, Event | Agreement))
        return any(r.slug == slug and year in years_of(r) for r in records)


def common_words(files: Iterable[MappingFile], vocabulary: Vocabulary) -> frozenset[str]:
    """Return the words of summaries and kinds in lower case: no names, so that they may open a sentence."""
    prose = [str(r.summary) for f in files for e in f.entries for r in e.records if isinstance(r, Position | Clause)]
    labels = [vocabulary.labels.get(kind, "") for kind in vocabulary.kinds]
    return _lower_case(" ".join([*prose, *(label[:1].lower() + label[1:] for label in labels)]))


def _lower_case(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"(?<!\w)[a-z]+(?!\w)", text))


def check_grounds(
    file: MappingFile, text: SourceText, passages: Mapping[str, Passage], known: Known, problems: Problems
) -> None:
    """Check every record of a mapping against the passages of its text; what is missing is collected as errors.

    What other documents hold does not matter, their summaries and the events that they declare apart.
    """
    common = known.lower_case | _lower_case(text.text)
    grounds = _Grounds(file, text, passages, known.registry, problems, common, Shown([text.folded]))
    grounds.check_header()
    for speech in file.speeches():
        grounds.check_speech(speech)
    for entry in file.entries:
        grounds.check_entry(entry)


def _post(post: Scalar | None) -> tuple[Mention, ...]:
    return (Mention("post", post),) if post else ()
