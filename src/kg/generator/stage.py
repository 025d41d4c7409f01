"""What the scenes of one document share: who deals with whom, when, about what, and who speaks in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from typing import NamedTuple

from pyoxigraph import NamedNode

from kg.generator.dice import Dice
from kg.generator.sheet import Pair, Sheet
from kg.generator.words import invented
from kg.generator.world import FIRST, LAST, Counters, Country, Official, World
from kg.terms import entity, integer, slugify, text

__all__ = ["Stage", "When", "close", "open_stage"]

_GENRES = ("article", "report", "interview", "policy-brief")


class When(NamedTuple):
    """A date as EDTF, how it is read, and the first and last day that it can mean."""

    edtf: str
    reading: str
    first: date
    last: date

    @classmethod
    def on(cls, first: date, last: date | None = None) -> When:
        """Return the date of a day, or of some days in a row."""
        return cls(f"{first}/{last}" if last else str(first), "exactly", first, last or first)


@dataclass(slots=True)
class Stage:
    """A document in the making: on two countries, published on a day, in the voice of its author."""

    sheet: Sheet
    dice: Dice
    counters: Counters
    world: World
    topics: Sequence[NamedNode]
    home: Country
    other: Country
    published: date
    voice: NamedNode  # the participation of the author
    author: NamedNode
    issues: Sequence[NamedNode]

    @property
    def sides(self) -> tuple[Country, Country]:
        """The two countries."""
        return self.home, self.other

    @property
    def pair(self) -> NamedNode:
        """The two states, taken together."""
        return self.world.pairs[frozenset((self.home.node, self.other.node))]

    def title(self, word: str) -> str:
        """Return a name for an event or agreement of the two that nothing else bears."""
        return f"{word} {self.counters.next(word) + 1} of {self.home.name} and {self.other.name}"

    def day(self) -> date:
        """Return a day on which something happened that the document tells of."""
        earliest = max(FIRST, self.published - timedelta(days=4500))
        return self.dice.day(earliest, self.published - timedelta(days=20))

    def when(self) -> When:
        """Return a date before the publication: a day, a month, a year or some days."""
        day, kind = self.day(), self.dice.number(1, 20)
        if kind > 10:
            return When.on(day)
        if kind > 7:
            return When.on(day, day + timedelta(days=self.dice.number(1, 3)))
        if kind > 2:
            first = day.replace(day=1)
            return When(
                f"{day:%Y-%m}", "within", first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
            )
        return When(f"{day:%Y}", "within", date(day.year, 1, 1), date(day.year, 12, 31))

    def official(self, country: Country, when: When) -> Official:
        """Return someone who held a post of a country all that time; at times, and where nobody did, an expert."""
        found = country.officials(when.first, when.last)
        return self.dice.one(found) if found and self.dice.chance(0.8) else self.dice.one(country.experts)

    def subjects(self, most: int) -> list[Pair]:
        """Return what something is about: topics, and at times a state or the pair."""
        found = self.dice.some(self.topics, self.dice.number(1, most))
        if self.dice.chance(0.25):
            found.append(self.dice.one((self.home.node, self.other.node, self.pair)))
        return [("dkg:about", each) for each in found]

    def summary(self) -> str:
        """Return a sentence of a curator."""
        verb = self.dice.one(("deepen", "widen", "review", "settle", "expand", "coordinate", "limit", "discuss"))
        thing = self.dice.one(("their trade", "transit", "their security talks", "visas", "energy projects", "loans"))
        return f"{self.home.name} and {self.other.name} should {verb} {thing}, point {self.counters.next('point') + 1}."


def open_stage(
    sheet: Sheet, counters: Counters, world: World, sides: tuple[Country, Country], topics: Sequence[NamedNode]
) -> Stage:
    """Begin a document on two countries: what it is, who wrote and published it, and when."""
    dice, (home, other) = sheet.dice, sides
    published = dice.day(date(2006, 1, 1), LAST)
    number, genre = counters.next("document"), dice.one(_GENRES)
    title = f"Notes on {home.name} and {other.name}, {invented(number)}"
    publication = sheet.entity("Publication", f"Publication of {title}", ("dkg:kind", entity(f"event-{genre}")))
    sheet.add(sheet.node, "Document", [
        ("dcterms:title", text(title, "en")), ("dcterms:language", text("en")), ("dcterms:publisher", home.agency),
        ("dcterms:issued", text(str(published))), ("dkg:sha256", text(sha256(title.encode()).hexdigest())),
        ("schema:releasedEvent", publication), ("schema:url", NamedNode(f"https://example.org/{sheet.slug}")),
    ])  # fmt: skip
    sheet.add_statement(publication, ("dkg:inDocument", sheet.node))
    sheet.passage()
    sheet.claim(publication, "status", entity("status-held"))
    sheet.date(publication, str(published), "exactly")
    author = dice.one(home.experts)
    capacity: list[Pair] = [("dkg:inCapacity", author.tenure)] if dice.chance(0.3) else []
    voice = sheet.participation(publication, author.person, "author", *capacity)
    sheet.participation(publication, home.agency, "publisher")
    stage = Stage(sheet, dice, counters, world, topics, home, other, published, voice, author.person, ())
    stage.issues = [_issue(stage) for _ in range(dice.number(0, 2))]
    return stage


def _issue(stage: Stage) -> NamedNode:
    label = stage.summary()
    pairs: list[Pair] = [
        ("skos:inScheme", entity("issues")),
        ("skos:prefLabel", text(label, "en")),
        *stage.subjects(1)[:1],
    ]
    return stage.sheet.add(entity(slugify(label)), "Issue", pairs)


def close(stage: Stage) -> None:
    """End a document: its length is known now."""
    stage.sheet.add_statement(stage.sheet.node, ("dkg:endOffset", integer(stage.sheet.length + 40)))
