"""The routes of many queries in one table: from a statement that comes or goes to what each of them is about.

Queries are told apart by their places in a list; sets of them are masks of bits. What they are for is not known here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from pyoxigraph import NamedNode, Quad

from kg.sparql.paths import Begin, Path, begin
from kg.sparql.reads import Lead, Reads
from kg.sparql.walk import Source, Term, Walk

__all__ = ["ALL", "Leads", "Surroundings", "bits"]

ALL = -1  # the mask of all queries


class Surroundings(Source, Protocol):
    """Statements by pattern, where of some nodes it is known what surrounds them."""

    def around(self, node: Term, /) -> tuple[Collection[NamedNode], Collection[NamedNode]] | None:
        """Return all properties that lead from a node, and to it; None where it would have to be looked up."""


class Start(NamedTuple):
    """Where a statement begins a route: along which path, by its number, and for which queries.

    `subject` is what the statement must have there, None for anything.
    """

    subject: NamedNode | None
    from_object: bool
    path: int
    queries: int


@dataclass(frozen=True, slots=True)
class Leads:
    """The places where queries of one wanted variable read.

    `starts` has what begins with a statement, by its property and then by its object. None stands there for the
    properties that are not named, and for any object. `paths` are those of the routes, each of them once, and `begins`
    tells how they begin. `unled` has, by property, the queries that read at places without a route.
    """

    paths: tuple[Path, ...]
    begins: tuple[Begin | None, ...]
    starts: Mapping[NamedNode | None, Mapping[Term | None, tuple[Start, ...]]]
    unled: Mapping[NamedNode | None, tuple[int, ...]]

    @classmethod
    def of(cls, queries: Sequence[Reads | None]) -> Leads:
        """Put together the routes of queries; None is one of which nothing is known."""
        found: dict[NamedNode | None, dict[Lead, int]] = defaultdict(lambda: defaultdict(int))
        unled: dict[NamedNode | None, list[int]] = defaultdict(list)
        for number, each in enumerate(queries):
            for name, leads in each.leads.items() if each else ():
                for lead in leads:
                    found[name][lead] |= 1 << number
            for name in each.unled if each else ():
                unled[name].append(number)
        paths: dict[Path, int] = {}
        starts: dict[NamedNode | None, dict[Term | None, tuple[Start, ...]]] = {}
        anything = dict(found[None])
        for name, places in found.items():
            at: dict[Term | None, list[Start]] = defaultdict(list)
            for lead in anything | places:
                (route,) = lead.routes
                path = paths.setdefault(route.path, len(paths))
                mask = places.get(lead, 0) | anything.get(lead, 0)
                at[lead.object].append(Start(lead.subject, route.from_object, path, mask))
            starts[name] = {term: tuple(each) for term, each in at.items()}
        return cls(tuple(paths), tuple(map(begin, paths)), starts, {name: tuple(each) for name, each in unled.items()})

    def follow(self, changed: Iterable[tuple[Quad, int]], whole: Surroundings) -> dict[Term, int]:
        """Return the nodes to which changed statements lead, each with the queries that may be about it.

        With each statement come the queries that are asked for. What is walked through must hold all that was there
        before or is there after the change.
        """
        places: dict[tuple[int, Term], int] = defaultdict(int)
        anywhere = self.starts[None]
        for quad, asked in changed:
            at = self.starts.get(quad.predicate, anywhere)
            for subject, from_object, path, queries in (*at.get(None, ()), *at.get(quad.object, ())):
                if queries & asked and (subject is None or subject == quad.subject):
                    places[path, quad.object if from_object else quad.subject] |= queries & asked
        walk, masks = Walk(whole), defaultdict[Term, int](int)
        near = {node: whole.around(node) for _, node in places}
        for (path, node), queries in places.items():
            first, around = self.begins[path], near[node]
            if first and around and first.on.isdisjoint(around[0]) and first.back.isdisjoint(around[1]):
                continue
            for end in walk.ends(self.paths[path], node):
                masks[end] |= queries
        return masks

    def others(self, quad: Quad) -> tuple[int, ...]:
        """Return the queries that read a statement at places without a route."""
        return (*self.unled.get(quad.predicate, ()), *self.unled.get(None, ())) if self.unled else ()


def bits(mask: int) -> Iterator[int]:
    """Yield the places of the bits that are set.

    >>> list(bits(0b10100))
    [2, 4]
    """
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low
