"""Authorities: every actor, post, place and pair once, with every name by which the texts call it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from pyoxigraph import NamedNode, Quad

from kg.errors import Place, did_you_mean
from kg.mapping.forms import is_address, is_day, is_name
from kg.mapping.nodes import Map, Problems, Scalar
from kg.mapping.vocabulary import Vocabulary
from kg.terms import RDF_TYPE, date, dkg, entity, text, triple

__all__ = ["ACTORS", "Authorities", "Authority", "read_authorities"]

_SECTIONS = {
    "states": "State",
    "persons": "Person",
    "organizations": "Organization",
    "groups": "Group",
    "posts": "Post",
    "places": "Place",
    "pairs": "Pair",
    "references": "Reference",
}
ACTORS = frozenset({"State", "Person", "Organization", "Group"})
_COLLECTIVES = frozenset({"State", "Organization", "Group"})
_LANGUAGES = ("fa", "ru")
_LINKS = {  # key → (property, classes of the value)
    "of": ("dkg:ofState", frozenset({"State"})),
    "in": ("dkg:postIn", _COLLECTIVES),
    "speaks-for": ("dkg:speaksFor", _COLLECTIVES),
}
_LINK_KEYS = {"Organization": ("of",), "Group": ("of",), "Post": ("in", "speaks-for")}


@dataclass(frozen=True, slots=True)
class Authority:
    """One entry: its class, names, and what else grounds a mention of it."""

    slug: str
    class_name: str
    name: str
    place: Place
    spellings: tuple[str, ...] = ()
    stands_for: tuple[str, ...] = ()
    names: tuple[tuple[str, str], ...] = ()  # (language, name)
    kind: NamedNode | None = None
    links: tuple[tuple[str, Scalar], ...] = ()  # (key, slug)
    pair: tuple[Scalar, ...] = ()
    reference: tuple[tuple[str, str], ...] = ()
    wikidata: tuple[str, str] | None = None  # item, data in which it was checked

    @property
    def shown_by(self) -> tuple[str, ...]:
        """Everything that grounds a mention, names first."""
        return (self.name, *self.spellings, *(name for _, name in self.names), *self.stands_for)


class Authorities(Mapping[str, Authority]):
    """The entries by slug."""

    def __init__(self, entries: Iterable[Authority]) -> None:
        self._entries = {entry.slug: entry for entry in entries}

    def __getitem__(self, slug: str) -> Authority:
        return self._entries[slug]

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def find(self, slug: Scalar, classes: frozenset[str], what: str, problems: Problems) -> Authority | None:
        """Return the entry that a mapping names, or report that there is none of the wanted classes."""
        entry = self._entries.get(slug)
        if entry and entry.class_name in classes:
            return entry
        known = [e.slug for e in self._entries.values() if e.class_name in classes]
        hint = did_you_mean(slug, known) or "add it to the authorities"
        problems.error(slug.place, f"{slug} is no known {what}", hint)
        return None

    def quads(self, slugs: Iterable[str]) -> Iterator[Quad]:
        """Return the statements about some of the entries."""
        for slug in sorted(slugs):
            yield from _quads(self._entries[slug])


def read_authorities(files: Iterable[Map], vocabulary: Vocabulary, problems: Problems) -> Authorities:
    """Read authority files; a second entry for a slug, without a name, adds spellings to the first."""
    entries: dict[str, Authority] = {}
    additions: list[Authority] = []
    for file in files:
        for section, class_name in _SECTIONS.items():
            for slug, node in (file.map(section) or _nothing(file)).entries.items():
                if not isinstance(node, Map):
                    problems.error(node.place, f"{slug} must be a map", "write `slug: {name: …}`")
                    continue
                entry = _entry(slug, class_name, node, vocabulary, problems)
                if not entry.name:
                    additions.append(entry)
                elif slug in entries:
                    problems.error(
                        entry.place,
                        f"{slug} stands at {entries[slug].place} too",
                        "keep one; without `name:` it adds spellings to the other",
                    )
                else:
                    entries[slug] = entry
        file.finish()
    for extra in additions:
        _merge(entries, extra, problems)
    authorities = Authorities(entries.values())
    _check(authorities, vocabulary, problems)
    return authorities


def _nothing(file: Map) -> Map:
    return Map({}, {}, file.place, file.problems)


def _entry(slug: str, class_name: str, node: Map, vocabulary: Vocabulary, problems: Problems) -> Authority:
    if not is_name(slug):
        problems.error(
            node.place, f"{slug!r} cannot name an entity", "use lower-case letters, digits and single hyphens"
        )
    kind = node.scalar("kind") if class_name in ("Organization", "Group") else None
    wikidata, checked = node.scalar("wikidata"), node.scalar("checked-in")
    if wikidata and not (checked and re.fullmatch(r"Q[1-9]\d*", wikidata)):
        problems.error(
            wikidata.place, f"{wikidata} is not a checked Wikidata item", "write `wikidata: Q…` and `checked-in: …`"
        )
    is_reference = class_name == "Reference"
    if is_reference:
        _check_reference(node, problems)
    entry = Authority(
        slug=slug,
        class_name=class_name,
        name=str(node.scalar("title" if is_reference else "name") or ""),
        place=node.place,
        spellings=tuple(map(str, node.scalars("spellings"))),
        stands_for=tuple(map(str, node.scalars("stands-for"))),
        names=tuple((lang, str(name)) for lang in _LANGUAGES if (name := node.scalar(lang))),
        kind=vocabulary.kind("organization", kind, problems) if kind else None,
        links=tuple((key, value) for key in _LINK_KEYS.get(class_name, ()) if (value := node.scalar(key))),
        pair=node.scalars("of") if class_name == "Pair" else (),
        reference=tuple(
            (key, str(node.scalar(key, required=True) or ""))
            for key in ("publisher", "address", "checked")
            if is_reference
        ),
        wikidata=(str(wikidata), str(checked)) if wikidata and checked else None,
    )
    node.finish()
    return entry


def _check_reference(node: Map, problems: Problems) -> None:
    address, checked = node.scalar("address"), node.scalar("checked")
    if address and not is_address(address):
        problems.error(address.place, f"{address} is no address", "write it in full, with https:// and without spaces")
    if checked and not is_day(checked):
        problems.error(checked.place, f"{checked} is no day", "write the day of the check as 2026-01-31")


def _merge(entries: dict[str, Authority], extra: Authority, problems: Problems) -> None:
    known = entries.get(extra.slug)
    if known is None:
        problems.error(extra.place, f"{extra.slug} has no name", "add `name:`, or mend the slug")
        return
    if extra != Authority(extra.slug, known.class_name, "", extra.place, extra.spellings, extra.stands_for):
        remedy = "only spellings and stands-for can be added under the same heading"
        problems.error(extra.place, f"{extra.slug} is a {known.class_name} at {known.place} already", remedy)
    more = tuple(s for s in extra.spellings if s not in known.spellings)
    stands = tuple(s for s in extra.stands_for if s not in known.stands_for)
    entries[extra.slug] = replace(known, spellings=known.spellings + more, stands_for=known.stands_for + stands)


def _check(authorities: Authorities, vocabulary: Vocabulary, problems: Problems) -> None:
    _check_shared_names(authorities, problems)
    for entry in authorities.values():
        if entry.slug in vocabulary.topics | vocabulary.issues | vocabulary.kinds:
            problems.error(entry.place, f"{entry.slug} names a topic, issue or kind already", "choose another slug")
        for key, value in entry.links:
            authorities.find(value, _LINKS[key][1], "state or organization", problems)
        if entry.class_name == "Post" and not any(key == "in" for key, _ in entry.links):
            problems.error(entry.place, f"the post {entry.slug} is in no collective", "add `in:`")
        for value in entry.pair:
            authorities.find(value, _COLLECTIVES, "collective", problems)
        if entry.class_name == "Pair" and len(set(entry.pair)) != 2:
            problems.error(entry.place, f"{entry.slug} is no pair", "write `of: [a, b]` with two different actors")


def _check_shared_names(authorities: Authorities, problems: Problems) -> None:
    """Warn of a name that two persons bear: a passage that shows it shows neither of them for certain."""
    bearers: dict[str, Authority] = {}
    for entry in authorities.values():
        if entry.class_name != "Person":
            continue
        for name in dict.fromkeys((entry.name, *entry.spellings)):
            first = bearers.setdefault(name, entry)
            if first is not entry:
                remedy = "write longer spellings, and say in `context:` who is meant"
                problems.warning(entry.place, f"{name} is the name of {first.slug} too", remedy)


def _quads(entry: Authority) -> Iterator[Quad]:
    node = entity(entry.slug)
    yield Quad(node, RDF_TYPE, dkg(entry.class_name))
    if entry.class_name == "Reference":
        given = dict(entry.reference)
        yield triple(node, "dcterms:title", text(entry.name, "en"))
        yield triple(node, "dcterms:publisher", text(given["publisher"]))
        yield triple(node, "schema:url", NamedNode(given["address"]))
        yield triple(node, "dcterms:date", date(given["checked"]))
        return
    yield triple(node, "skos:prefLabel", text(entry.name, "en"))
    for language, name in entry.names:
        yield triple(node, "skos:prefLabel", text(name, language))
    for spelling in entry.spellings:
        yield triple(node, "skos:altLabel", text(spelling, "en"))
    if entry.kind:
        yield triple(node, "dkg:kind", entry.kind)
    for key, value in entry.links:
        yield triple(node, _LINKS[key][0], entity(value))
    for member in entry.pair:
        yield triple(node, "dkg:pairOf", entity(member))
    if entry.wikidata:
        yield triple(node, "schema:sameAs", NamedNode(f"http://www.wikidata.org/entity/{entry.wikidata[0]}"))
        yield triple(node, "skos:note", text(f"Wikidata item checked in {entry.wikidata[1]}", "en"))
