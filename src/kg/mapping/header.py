"""Reads the header of a mapping: what it says of its document as a whole, and the dates and aliases that it names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from pyoxigraph import NamedNode

from kg.dates import Calendar, When
from kg.errors import Place, did_you_mean
from kg.mapping.forms import is_address, is_language, is_name
from kg.mapping.nodes import Map, Scalar
from kg.mapping.reader import Reader
from kg.mapping.records import ActorRef, Dated, Event
from kg.terms import entity

__all__ = ["Header", "read_header"]

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
    dates: Mapping[str, Dated] = field(default_factory=dict)


def read_header(node: Map, reader: Reader) -> Header:
    """Read the keys of a mapping above its passages."""
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
        dates=_dates(node, reader),
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
    for key in ("name", "when", "called", "spellings"):
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


def _dates(node: Map, reader: Reader) -> dict[str, Dated]:
    """Read the dates that a document names: each with the anchor that shows it."""
    found: dict[str, Dated] = {}
    given = node.map("dates")
    for name in given.entries if given else ():
        child = given.map(name) if given else None
        if child is None:
            continue
        if not re.fullmatch("[a-z]+(-[a-z]+)+", name):
            remedy = "use two or more lower-case words, joined by hyphens"
            reader.problems.error(child.place, f"{name!r} cannot name a date", remedy)
        dated, at, head = reader.dated(child), child.scalars("at"), reader.head(child, dated=False)
        if not at:
            reader.problems.error(child.place, f"nothing shows {name}", "add `at:` with the passage that does")
        if dated is None and "when" not in child:
            reader.problems.error(child.place, f"{name} has no date", "add `when:` and `written:`")
        if dated and at:
            found[str(name)] = replace(dated, at=at, hedges=head.hedges, note=head.note)
        child.finish()
    return found
