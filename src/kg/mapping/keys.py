"""Reads the keys that many records share: evidence, dates, actors, kinds, links to events.

`reader` puts them together to records.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from pyoxigraph import NamedNode

from kg.dates import Reading, When, parse_when
from kg.errors import KgError
from kg.mapping.forms import is_name
from kg.mapping.nodes import Map, Problems, Scalar
from kg.mapping.records import AboutEvent, ActorRef, Dated, Head
from kg.mapping.vocabulary import Vocabulary

__all__ = ["MAX_SUMMARY", "RELATED", "KeyReader"]

MAX_SUMMARY = 25  # words
RELATED = {
    "part-of": "subEventOf",
    "during": "during",
    "on-sidelines-of": "onSidelinesOf",
    "following": "following",
    "result-of": "resultOf",
}
_BASES = ("quoted", "stated", "context", "outside")


@dataclass(frozen=True, slots=True)
class KeyReader:
    """Reads keys with the controlled values at hand, collecting what is wrong."""

    vocabulary: Vocabulary
    problems: Problems
    dates: Mapping[str, Dated] = field(default_factory=dict)  # those that the document names

    def head(self, node: Map, *, dated: bool = True) -> Head:
        """Read the keys that go with every record."""
        basis, note = node.scalar("basis"), node.scalar("note")
        if basis and basis not in _BASES:
            self.problems.error(basis.place, f"{basis} is no basis", f"one of: {', '.join(_BASES)}")
        if not note and (basis == "outside" or (basis == "context" and "context" not in node)):
            remedy = "say in `note:` where it comes from" + (", or give `context:`" if basis == "context" else "")
            self.problems.error(node.place, f"basis: {basis} needs a note", remedy)
        return Head(
            place=node.place,
            context=node.scalars("context"),
            basis=str(basis or "stated"),
            hedges=tuple(
                kind for hedge in node.scalars("hedge") if (kind := self.vocabulary.kind("hedge", hedge, self.problems))
            ),
            note=note,
            dated=self.dated(node) if dated else None,
        )

    def dated(self, node: Map) -> Dated | None:
        """Read the date keys of a map."""
        when, written, origin = node.scalar("when"), node.scalar("written"), node.scalar("from")
        reading = node.scalar("reading")
        if when is None:
            for stray in (written, origin, reading):
                if stray:
                    self.problems.error(stray.place, "there is no `when` for this", "add `when:` with the date as EDTF")
            return None
        if named := self.dates.get(when):
            return self._named_date(named, when, reading, (written, origin))
        value = self.when(when)
        if reading and str(reading) not in [r.value for r in Reading]:
            self.problems.error(reading.place, f"{reading} is no reading", f"one of: {', '.join(Reading)}")
            reading = None
        start = self.when(origin) if origin else None
        chosen = Reading(str(reading)) if reading else None
        return Dated(when, value, written, chosen, start, origin.place if origin else None) if value else None

    def _named_date(
        self, named: Dated, name: Scalar, reading: Scalar | None, strays: tuple[Scalar | None, ...]
    ) -> Dated:
        """Return a date of the header as that of a record, which may read it in its own way."""
        for stray in strays:
            if stray:
                self.problems.error(stray.place, f"{name} has its words already", "remove this, or write another date")
        if reading and str(reading) in [r.value for r in Reading]:
            named = replace(named, reading=Reading(str(reading)))
        return replace(named, when=Scalar.at(str(named.when), name.place))

    def when(self, written: Scalar) -> When | None:
        """Read a date; report one that is none."""
        try:
            return parse_when(written)
        except KgError as error:
            self.problems.error(written.place, error.message, error.remedy)
            return None

    def actor(self, written: Scalar) -> ActorRef:
        """Read `actor`, `actor as post`, or `actor as post from 2012` where someone had the post more than once."""
        actor, _, office = written.partition(" as ")
        post, _, term = office.partition(" from ")
        place = written.place
        if term and not re.fullmatch(r"[0-9]{4}", term.strip()):
            self.problems.error(place, f"{term.strip()!r} is no year in which a term began", "write `from 2012`")
            term = ""
        given = [Scalar.at(part.strip(), place) if part else None for part in (post, term)]
        return ActorRef(Scalar.at(actor.strip(), place), *given)

    def slug(self, node: Map, key: str) -> Scalar:
        """Read the name of an entity; `unnamed` stands for what is none, which is reported."""
        slug = node.scalar(key, required=True) or Scalar.at("unnamed", node.place)
        if not is_name(slug):
            remedy = "use lower-case letters, digits and single hyphens"
            self.problems.error(slug.place, f"{slug!r} cannot name an entity", remedy)
            return Scalar.at("unnamed", slug.place)
        return slug

    def kind(self, node: Map, key: str, scheme: str) -> NamedNode | None:
        """Read a controlled value of a scheme."""
        value = node.scalar(key)
        return self.vocabulary.kind(scheme, value, self.problems) if value else None

    def summary(self, node: Map, key: str) -> Scalar:
        """Read a summary in the curator's own words."""
        summary = node.scalar(key, required=True) or Scalar.at("", node.place)
        if (count := len(summary.split())) > MAX_SUMMARY:
            self.problems.error(summary.place, f"the summary has {count} words", f"use at most {MAX_SUMMARY}")
        return summary

    def preferred(self, node: Map, dated: Dated | Scalar | None) -> Scalar | None:
        """Read why a date is preferred, where the date is all that can have rivals."""
        reason = node.scalar("preferred")
        if reason and dated is None:
            self.problems.error(reason.place, "there is no date to prefer", "add `when:`, or remove `preferred:`")
        return reason

    def related(self, node: Map, keys: tuple[str, ...]) -> tuple[AboutEvent, ...]:
        """Read links to events."""
        return tuple((RELATED[key], slug) for key in keys for slug in node.scalars(key))
