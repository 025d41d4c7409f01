"""What the mappings declare: events, agreements, clauses and documents, by slug, across all documents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.errors import Place, did_you_mean
from kg.mapping.authorities import ACTORS, Authorities
from kg.mapping.document import MappingFile
from kg.mapping.nodes import Problems, Scalar
from kg.mapping.records import Agreement, Clause, Event, Record
from kg.mapping.vocabulary import Vocabulary

__all__ = ["Declared", "Registry", "build_registry"]

EVENTS = frozenset({"Meeting", "Visit", "Process", "Event", "Publication"})


@dataclass(slots=True)
class Declared:
    """An entity that mappings declare: its class, its name, what texts call it, and the anchors that declare it."""

    slug: str
    class_name: str
    place: Place
    name: str = ""
    called: set[str] = field(default_factory=set)
    anchors: dict[str, set[str]] = field(default_factory=dict)  # document → anchors


@dataclass(frozen=True, slots=True)
class Registry:
    """Everything that a slug can name."""

    authorities: Authorities
    vocabulary: Vocabulary
    declared: dict[str, Declared]

    def class_of(self, slug: str) -> str | None:
        """Return the class of a slug: an authority's, Topic, Issue or that of a declared entity."""
        if slug in self.authorities:
            return self.authorities[slug].class_name
        if slug in self.vocabulary.topics:
            return "Topic"
        if slug in self.vocabulary.issues:
            return "Issue"
        if slug in self.vocabulary.kinds:
            return "Kind"
        return self.declared[slug].class_name if slug in self.declared else None

    def name_of(self, slug: str) -> str:
        """Return the English name of a slug, or the slug where it has none."""
        if slug in self.authorities:
            return self.authorities[slug].name
        if slug in self.declared:
            return self.declared[slug].name or slug
        return self.vocabulary.labels.get(slug, slug)

    def expect(self, slug: Scalar, classes: Iterable[str], what: str, problems: Problems) -> bool:
        """Report a slug that names nothing of the wanted classes."""
        wanted = set(classes)
        if self.class_of(slug) in wanted:
            return True
        known = [*self.authorities, *self.vocabulary.topics, *self.vocabulary.issues, *self.declared]
        near = did_you_mean(slug, [k for k in known if self.class_of(k) in wanted])
        problems.error(slug.place, f"{slug} is no known {what}", near or "declare it, or mend the slug")
        return False

    def check(self, files: Iterable[MappingFile], problems: Problems) -> None:
        """Report every slug of the mappings that names nothing, or something of the wrong class."""
        for file in files:
            self._check_header(file, problems)
            for entry in file.entries:
                for record in entry.records:
                    self._check_record(record, problems)

    def _check_record(self, record: Record, problems: Problems) -> None:
        for mention in record.mentions():
            classes, what = _EXPECTED.get(mention.kind, (frozenset[str](), ""))
            if classes:
                self.expect(mention.value, classes, what, problems)
        issue = getattr(record, "issue", None)
        if issue:
            self.expect(issue, {"Issue"}, "issue", problems)

    def _check_header(self, file: MappingFile, problems: Problems) -> None:
        header = file.header
        for ref in (header.publisher, header.author, *(s.ref for s in file.speeches())):
            if ref:
                self.expect(ref.actor, ACTORS, "actor", problems)
                if ref.post:
                    self.expect(ref.post, {"Post"}, "post", problems)
        self._check_record(header.publication, problems)
        for slug in (header.event, *(s.event for s in file.speeches())):
            if slug:
                self.expect(slug, EVENTS, "event", problems)
        for actors in header.aliases.values():
            for actor in actors:
                self.expect(actor, ACTORS, "actor", problems)
        voices = [ref.actor for ref in (header.author, header.publisher) if ref]
        if header.voice and header.voice not in voices:
            hint = f"one of: {', '.join(voices)}"
            problems.error(header.voice.place, f"the voice {header.voice} is neither author nor publisher", hint)


_EXPECTED = {
    "actor": (ACTORS, "actor"),
    "post": (frozenset({"Post"}), "post"),
    "place": (frozenset({"Place"}), "place"),
    "event": (EVENTS, "event"),
    "agreement": (frozenset({"Agreement"}), "agreement"),
    "about": (
        ACTORS | EVENTS | {"Topic", "Agreement", "Clause", "Pair", "Post", "Place"},
        "topic, actor, event or agreement",
    ),
}


def build_registry(
    files: Iterable[MappingFile], authorities: Authorities, vocabulary: Vocabulary, problems: Problems
) -> Registry:
    """Collect what the mappings declare; one slug names one thing of one class, under one name."""
    declared: dict[str, Declared] = {}
    registry = Registry(authorities, vocabulary, declared)
    for file in files:
        document = file.header.slug
        _declare_document(registry, file, problems)
        title = f"Publication of “{file.header.title}”"
        _declare(registry, file.header.publication, title, (document, ""), problems)
        for entry in file.entries:
            for record in entry.records:
                if isinstance(record, Event | Agreement):
                    _declare(registry, record, str(record.name or ""), (document, str(entry.at)), problems)
                elif isinstance(record, Clause):
                    _declare(registry, record, str(record.summary), (document, str(entry.at)), problems)
    for item in declared.values():
        if not item.name:
            problems.error(item.place, f"{item.slug} has no name", "add `name:` at its first mention")
    return registry


def _declare_document(registry: Registry, file: MappingFile, problems: Problems) -> None:
    slug, place = file.header.slug, file.header.place
    if known := registry.class_of(slug):
        problems.error(place, f"{slug} names a {known} already", "choose another slug for the document")
        return
    registry.declared[slug] = Declared(slug, "Document", place, str(file.header.title))


def _declare(
    registry: Registry, record: Event | Agreement | Clause, name: str, anchor: tuple[str, str], problems: Problems
) -> None:
    """Note that a record declares an entity at an anchor of a document."""
    slug, class_name = str(record.slug), getattr(record, "class_name", type(record).__name__)
    known = registry.class_of(slug)
    if known is not None and known != class_name:
        problems.error(record.slug.place, f"{slug} names a {known} already", "choose another slug")
        return
    item = registry.declared.setdefault(slug, Declared(slug, class_name, record.slug.place))
    if name and item.name and name != item.name:
        problems.error(record.slug.place, f"{slug} is named {item.name!r} at {item.place} already", "keep one name")
    item.name = item.name or name
    for key in ("called", "spellings"):
        item.called |= set(map(str, getattr(record, key, ())))
    item.anchors.setdefault(anchor[0], set()).add(anchor[1])
