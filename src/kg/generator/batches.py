"""The whole graph, batch by batch: ontology, what is asserted, and what the rules derive from both.

A batch is some documents about some states. What is derived of it follows from the batch, the ontology and the first
states, which take part in all batches and whose dates nothing can change: so the rules can be run batch by batch, in
bounded memory, and derive what they would derive from the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from kg.building import read_ontology, read_project_rules
from kg.errors import UnusableError
from kg.generator.dice import Dice
from kg.generator.faults import FAULTS, Expected, commit
from kg.generator.scenes import SCENES, views
from kg.generator.sheet import Sheet
from kg.generator.stage import Stage, close, open_stage
from kg.generator.world import Counters, World, add_country, add_league, add_pairs
from kg.project import Project, locate_project
from kg.reason import Rule, derive
from kg.terms import RDF_TYPE, dkg
from kg.turtle import relabel

__all__ = ["Batch", "fill", "generate"]

_ASSERTED = 28_000  # statements of a batch before rules are run
_SHARE = 0.62  # of the statements of a batch are asserted, about
_DOCUMENT = 2_500  # statements that a document asserts, about
_STATE = 9_000  # statements for each further state
_LEAST = 3_500  # statements beside the ontology, the first states among them


class Batch(NamedTuple):
    """Statements, sorted, and what shapes find in them."""

    quads: Sequence[Quad]
    expected: Sequence[Expected]


def generate(size: int, *, seed: int = 0, faults: int = 0, project: Project | None = None) -> Iterator[Batch]:
    """Yield a graph of about so many statements, with so many faults; the same arguments give the same graph.

    It holds the ontology of the project (by default the one around this folder), facts and what the rules of the
    project derive from them. `UnusableError` for a size that does not hold the ontology and some facts.
    """
    project = project or locate_project()
    return _Generation(size, seed, faults, read_ontology(project), read_project_rules(project)).batches()


def fill(store: Store, size: int, *, seed: int = 0, faults: int = 0) -> list[Expected]:
    """Add a generated graph to a store; return what shapes find in it."""
    expected: list[Expected] = []
    for batch in generate(size, seed=seed, faults=faults):
        store.bulk_extend(batch.quads)
        expected += batch.expected
    return expected


class _Generation:
    """The state of one run: how far it is, what is known everywhere, and which faults are still to come."""

    def __init__(self, size: int, seed: int, faults: int, ontology: Sequence[Quad], rules: Sequence[Rule]) -> None:
        self.size, self.seed, self.rules, self.done = size, seed, rules, 0
        self.counters, self.dice = Counters(), Dice(f"{seed}/faults")
        topics = [quad.subject for quad in ontology if (quad.predicate, quad.object) == (RDF_TYPE, dkg("Topic"))]
        self.topics = sorted((topic for topic in topics if isinstance(topic, NamedNode)), key=str)
        self.faults = self._plan(faults)
        self.base = self._derived([], [Quad(*each) for each in relabel(ontology)])
        least = len(self.base) + _LEAST
        if size < least:
            raise UnusableError(f"{size} statements are too few", remedy=f"ask for {least} or more")

    def _plan(self, faults: int) -> list[tuple[float, int]]:
        """Return where in the graph each fault comes, in order; each kind comes once before one comes again."""
        kinds: list[int] = []
        while len(kinds) < faults:
            kinds += self.dice.some(range(len(FAULTS)), faults - len(kinds))
        share = 0.9 / max(1, faults)
        return sorted((0.05 + number * share, kind) for number, kind in enumerate(kinds))

    def batches(self) -> Iterator[Batch]:
        """Yield the ontology and the first states, and then batches until the graph is large enough."""
        sheet = self._sheet("handbook")
        leagues = [add_league(sheet, self.counters) for _ in range(2)]
        first = [add_country(sheet, self.counters, leagues, lasting=True) for _ in range(2)]
        pairs = add_pairs(sheet, first, {})
        stage = self._stage(sheet, World(first, pairs, leagues))
        views(stage)
        close(stage)
        self.base = self._derived(sheet.quads, self.base)
        self.done = len(self.base)
        yield Batch(sorted(self.base, key=str), ())
        known = set(self.base)
        lasting = {quad.subject for quad in known}  # two of these can meet in several batches
        share = _SHARE
        while (left := self.size - self.done) > self.size / 400:
            asserted = int(left * share)
            quads, expected = self._documents(
                World(first, pairs, leagues), min(_ASSERTED, asserted), last=asserted <= _ASSERTED
            )
            new = sorted(set(self._derived(quads, self.base)) - known, key=str)
            known.update(quad for quad in new if quad.subject in lasting and quad.object in lasting)
            share, self.done = len(quads) / len(new), self.done + len(new)
            yield Batch(new, expected)

    def _documents(self, world: World, asserted: int, *, last: bool) -> tuple[list[Quad], list[Expected]]:
        """Return so many statements of documents, and the faults among them."""
        quads: list[Quad] = []
        expected: list[Expected] = []
        countries, pairs = list(world.countries), world.pairs
        while (left := asserted - len(quads)) > 0:
            sheet = self._sheet("notes")
            if left + len(quads) > _STATE * (len(countries) - len(world.countries) + 1):
                countries.append(add_country(sheet, self.counters, world.leagues))
                pairs = add_pairs(sheet, countries, pairs)
            stage = self._stage(sheet, World(countries, pairs, world.leagues))
            while len(sheet.quads) < min(left, _DOCUMENT):
                sheet.dice.weighted(SCENES)(stage)
                at = (self.done + (len(quads) + len(sheet.quads)) / _SHARE) / self.size
                expected += self._due(stage, at)
            if last and len(quads) + len(sheet.quads) >= asserted:
                expected += self._due(stage, 1.0)
            close(stage)
            quads += sheet.quads
        return quads, expected

    def _due(self, stage: Stage, at: float) -> Iterator[Expected]:
        """Commit the faults that are due at some share of the whole."""
        while self.faults and self.faults[0][0] <= at:
            _, kind = self.faults.pop(0)
            yield commit(stage, FAULTS[kind])

    def _sheet(self, series: str) -> Sheet:
        number = self.counters.next("sheet") + 1
        return Sheet(f"{series}-{number}", Dice(f"{self.seed}/{number}"))

    def _stage(self, sheet: Sheet, world: World) -> Stage:
        """Open a document on two of the states."""
        home = sheet.dice.one(world.countries)
        other = sheet.dice.one([each for each in world.countries if each is not home])
        return open_stage(sheet, self.counters, world, (home, other), self.topics)

    def _derived(self, asserted: Iterable[Quad], base: Iterable[Quad]) -> list[Quad]:
        """Return what is given and what follows from it."""
        store = Store()
        store.bulk_extend(base)
        store.bulk_extend(asserted)
        derive(store, self.rules)
        return list(store.quads_for_pattern(None, None, None, DefaultGraph()))
