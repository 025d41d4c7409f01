"""What reasoning says of a graph or of a change, in words: each contradiction with its facts, their places and axioms.

It puts new statements beside those that are known and lets them follow; whether anything contradicts, `consistency`
finds out. It reads no files and writes no store.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from pyoxigraph import DefaultGraph, Quad, Store, Triple

from kg.errors import Place
from kg.reason.axioms import article
from kg.reason.causes import Contradiction
from kg.reason.consistency import Consistency, Progress, check_consistency
from kg.reason.derived import asserted
from kg.reason.provenance import Explanation, History
from kg.reason.rules import Rule
from kg.reason.telling import Teller

__all__ = ["Change", "Opinion", "opinion_of"]

_SHOWN = 20  # axioms of one contradiction


class Change(NamedTuple):
    """New statements with their places, and what adds to a store what follows from it.

    With `whole`, HermiT looks at everything that is known, and not only at what the statements concern.
    """

    given: Mapping[Triple, Place]
    derive: Callable[[Store], object]
    whole: bool = False


@dataclass(frozen=True, repr=False)
class Opinion:
    """Whether a graph contradicts its ontology, and the contradictions; `str` tells them."""

    found: Consistency
    store: Store
    rules: Sequence[Rule]
    places: Mapping[Triple, Place]

    @property
    def consistent(self) -> bool:
        """Whether all can be true together, and every class can have a member."""
        return self.found.consistent

    @property
    def contradictions(self) -> tuple[Contradiction, ...]:
        """What contradicts, each with a smallest set of facts and axioms."""
        return self.found.contradictions

    @property
    def summary(self) -> str:
        """What was found, in one line."""
        number, impossible = len(self.contradictions), len(self.found.impossible)
        looked = f"HermiT looked at {self.found.statements} statements"
        told = [f"{number} contradiction{'' if number == 1 else 's'}"] if number else []
        told += [f"{impossible} class{'' if impossible == 1 else 'es'} that can have no member"] if impossible else []
        if self.found.more:
            told.append(f"{self.found.more} more are likely")
        return f"{', '.join(told) or 'nothing contradicts the ontology'}; {looked}"

    def __str__(self) -> str:
        return "\n".join([*self.lines(), self.summary])

    def __repr__(self) -> str:
        return f"Opinion({self.summary!r})"

    @cached_property
    def _teller(self) -> Teller:
        return Teller(self.store, self.places)

    @cached_property
    def _history(self) -> History:
        return History(self.store, self.rules)

    def lines(self) -> Iterator[str]:
        """Yield the contradictions in words."""
        for class_, contradiction in self.found.impossible:
            yield f"Nothing can be {article(self._teller.name(class_))}:"
            yield from self._because(contradiction)
        for contradiction in self.contradictions:
            about = "These facts" if contradiction.about is None else self._teller.name(contradiction.about)
            yield f"{about} contradict{'' if contradiction.about is None else 's'} the ontology:"
            yield from self._because(contradiction)

    def _because(self, contradiction: Contradiction) -> Iterator[str]:
        for fact in contradiction.facts:
            yield from (f"  {line}" for line in self._teller.lines(self._why(fact)))
        if contradiction.axioms:
            yield "  the ontology says that"
        for axiom in contradiction.axioms[:_SHOWN]:
            place = self.places.get(axiom.triples[0])
            yield f"    {axiom}{f' [{place}]' if place else ''}"
        if (left := len(contradiction.axioms) - _SHOWN) > 0:
            yield f"    and {left} axioms more"
        if not contradiction.minimal:
            yield "  time was over before it was clear which statements matter; give it more with --timeout"

    def _why(self, fact: Triple) -> Explanation:
        """Return why a statement is there; one that only a reasoner derives stands for itself."""
        return self._history.explain(fact) or Explanation(fact, "asserted")

    def value(self) -> dict[str, Any]:
        """Return all of it as objects of JSON."""
        return {
            "consistent": self.consistent,
            "statements": self.found.statements,
            "more": self.found.more,
            "contradictions": [{"about": self._iri(each.about), **self._told(each)} for each in self.contradictions],
            "impossible": [{"class": class_.value, **self._told(each)} for class_, each in self.found.impossible],
        }

    def _iri(self, about: object) -> str | None:
        return getattr(about, "value", None)

    def _told(self, contradiction: Contradiction) -> dict[str, Any]:
        facts = []
        for fact in contradiction.facts:
            told = self._teller.value(self._why(fact))
            if place := self.places.get(fact):
                told["place"] = {"file": place.file, "line": place.line or None, "column": place.column or None}
            facts.append(told)
        axioms = [{"words": each.words, "turtle": each.turtle} for each in contradiction.axioms]
        return {"facts": facts, "axioms": axioms, "minimal": contradiction.minimal}


def opinion_of(
    known: Store,
    rules: Sequence[Rule],
    change: Change | None = None,
    *,
    timeout: float,
    progress: Progress = lambda _: None,
) -> Opinion:
    """Tell whether a graph contradicts its ontology, or, with a change, whether its statements do beside the graph.

    `timeout` is in seconds; raises `KgError` as `check_consistency` does.
    """
    if change is None:
        return Opinion(check_consistency(known, timeout=timeout, progress=progress), known, rules, {})
    staged = Store()
    staged.bulk_extend(asserted(known))
    staged.extend(Quad(*triple) for triple in change.given)
    change.derive(staged)
    brought = sorted(_brought(staged, known), key=str)
    found = check_consistency(staged, brought, whole=change.whole, timeout=timeout, progress=progress)
    return Opinion(found, staged, rules, change.given)


def _brought(staged: Store, known: Store) -> Iterable[Triple]:
    """Return what a store holds that another does not."""
    return (quad.triple for quad in staged.quads_for_pattern(None, None, None, DefaultGraph()) if quad not in known)
