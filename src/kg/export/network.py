"""Networks of actors: who met whom, and who is party with whom, with dates, weights and the number of sources.

A network holds what took place: meetings that were held, as the rules derive their participants, and agreements that
were concluded. Two actors have one edge, however often they met. It knows the graph and no file format.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import QuerySolutions

from kg.errors import KgError, did_you_mean
from kg.export import network_queries as queries
from kg.store.answers import answer
from kg.terms import DATA, is_slug

if TYPE_CHECKING:
    from pyoxigraph import Store

__all__ = ["CLOSED", "NETWORKS", "OPEN", "Edge", "Network", "Node", "Period", "Tie", "network"]

OPEN, CLOSED = "0001-01-01", "9999-12-31"
"""The days that stand for an open begin and an open end."""

_CLASSES = ("Person", "State", "Organization", "Group", "Collective", "Actor")


class Period(NamedTuple):
    """The four bounds of something: first and last day of its begin, first and last day of its end, in ISO form."""

    begin_earliest: str = OPEN
    begin_latest: str = CLOSED
    end_earliest: str = OPEN
    end_latest: str = CLOSED

    @property
    def possible(self) -> tuple[str | None, str | None]:
        """The days between which it fell, both inclusive; None where a side is open.

        Where it is only known to have been under way on some days, as with an attested date, those days stand for the
        side that is open.

        >>> Period("2013-01-01", "2013-12-31", "2013-01-01", "2013-12-31").possible
        ('2013-01-01', '2013-12-31')
        >>> Period(begin_latest="2014-09-12", end_earliest="2014-09-12").possible
        ('2014-09-12', '2014-09-12')
        >>> Period(begin_latest="2017-05-31", end_latest="2017-05-31").possible
        (None, '2017-05-31')
        """
        attested = self.begin_latest <= self.end_earliest
        begin = self.begin_latest if attested and self.begin_earliest == OPEN else self.begin_earliest
        end = self.end_earliest if attested and self.end_latest == CLOSED else self.end_latest
        return (None if begin == OPEN else begin), (None if end == CLOSED else end)


class Tie(NamedTuple):
    """What joins two actors once: a meeting or an agreement, its name, date, period, and status."""

    id: str
    label: str
    date: str | None
    period: Period
    status: str

    @property
    def when(self) -> str:
        """The date as it is known: EDTF, or the days between which it lies.

        >>> Tie("", "", None, Period("0001-01-01", "2013-04-23", "0001-01-01", "2013-04-23"), "").when
        '[..2013-04-23]'
        """
        begin, end = self.period.begin_earliest, self.period.end_latest
        if self.date or (begin, end) == (OPEN, CLOSED):
            return self.date or "unknown"
        return f"[{'' if begin == OPEN else begin}..{'' if end == CLOSED else end}]"


@dataclass(frozen=True, slots=True)
class Node:
    """An actor: its slug (an IRI elsewhere), name, class, kind, the states it belongs to or speaks for, its posts."""

    id: str
    iri: str
    label: str
    class_: str
    kind: str | None
    states: tuple[str, ...]
    posts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edge:
    """Two actors, how and by what they are joined, in the order of time, and how many documents and passages say so."""

    one: str
    other: str
    relation: str
    ties: tuple[Tie, ...]
    documents: int
    passages: int

    @property
    def weight(self) -> int:
        """How often the two are joined."""
        return len(self.ties)

    @property
    def period(self) -> Period:
        """Between which days the first tie began, and between which the last one ended."""
        bounds = list(zip(*(tie.period for tie in self.ties), strict=True))
        return Period(min(bounds[0]), min(bounds[1]), max(bounds[2]), max(bounds[3]))

    @property
    def spells(self) -> tuple[tuple[str, str], ...]:
        """The possible days of the ties that are dated on both sides, those that overlap joined into one."""
        spans = sorted((begin, end) for begin, end in map(_possible, self.ties) if begin and end)
        joined: list[tuple[str, str]] = []
        for begin, end in spans:
            if joined and begin <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
            else:
                joined.append((begin, end))
        return tuple(joined)


@dataclass(frozen=True, slots=True)
class Network:
    """A network: its name, what it holds, its nodes by id and its edges by their ends."""

    name: str
    description: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


class _Passage(NamedTuple):
    """A passage of a document; a reference is its own document."""

    document: str
    start: str
    end: str


NETWORKS: Mapping[str, queries.Definition] = {each.name: each for each in queries.DEFINITIONS}
"""The networks that can be drawn, by name."""


def network(store: Store, name: str) -> Network:
    """Return a network of `NETWORKS` out of a built graph; `KgError` for an unknown name."""
    if name not in NETWORKS:
        raise KgError(
            f"there is no network {name!r}", remedy=did_you_mean(name, NETWORKS) or f"use one of {', '.join(NETWORKS)}"
        )
    definition = NETWORKS[name]
    joined = _joined(store, definition)
    ties, sources = _ties(store, definition), _sources(store, definition)
    edges = tuple(
        _edge(pair, definition.relation, [ties[event] for event in events],
              set[_Passage]().union(*(sources[event, end] for event in events for end in pair)))
        for pair, events in sorted(joined.items())
    )  # fmt: skip
    nodes = tuple(_nodes(store, {end for pair in joined for end in pair}))
    return Network(name, definition.description, nodes, edges)


def identifier(iri: str) -> str:
    """Return how files name a thing: by its slug, or by its IRI where it has none.

    >>> identifier("https://w3id.org/dkg/id/iran")
    'iran'
    """
    slug = iri.removeprefix(DATA)
    return slug if slug != iri and is_slug(slug) else iri


def _possible(tie: Tie) -> tuple[str | None, str | None]:
    return tie.period.possible


def _edge(ends: tuple[str, str], relation: str, ties: list[Tie], passages: set[_Passage]) -> Edge:
    one, other = map(identifier, ends)
    in_time = tuple(sorted(ties, key=lambda tie: (tie.period.begin_earliest, tie.period.end_latest, tie.id)))
    return Edge(one, other, relation, in_time, len({passage.document for passage in passages}), len(passages))


def _joined(store: Store, definition: queries.Definition) -> dict[tuple[str, str], set[str]]:
    """Return what joins each two actors; of a meeting and its parts that they both attended only the whole."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for event, one, other in _rows(store, definition.pairs):
        found[one, other].add(event)
    wholes: dict[str, set[str]] = defaultdict(set)
    for part, whole in _rows(store, queries.PARTS):
        wholes[part].add(whole)
    return {ends: {event for event in events if not wholes[event] & events} for ends, events in found.items()}


def _ties(store: Store, definition: queries.Definition) -> dict[str, Tie]:
    """Return each meeting or agreement; an agreement is dated by the act that concluded it."""
    found: dict[str, Tie] = {}
    for event, label, status, date, *bounds in _rows(store, definition.ties):
        period = Period(*bounds) if all(bounds) else Period()
        if event not in found:  # the first row of an agreement is that of the act that counts
            found[event] = Tie(identifier(event), label, date or None, period, status)
    return found


def _sources(store: Store, definition: queries.Definition) -> Mapping[tuple[str, str], set[_Passage]]:
    """Return the passages for what an actor has to do with a meeting or an agreement."""
    found: dict[tuple[str, str], set[_Passage]] = defaultdict(set)
    for event, actor, *passage in _rows(store, definition.sources):
        found[event, actor].add(_Passage(*passage))
    return found


def _nodes(store: Store, ends: Iterable[str]) -> Iterator[Node]:
    """Yield the actors in the order of their names in files."""
    classes, kinds, labels = defaultdict[str, set[str]](set), dict[str, str](), dict[str, str]()
    for actor, label, class_, kind in _rows(store, queries.ACTORS):
        labels[actor] = label
        classes[actor].add(class_)
        if kind:
            kinds[actor] = kind
    states, posts = _gathered(store, queries.STATES), _gathered(store, queries.POSTS)
    for iri in sorted(ends, key=identifier):
        class_ = next((name for name in _CLASSES if name in classes[iri]), "Actor")
        label = labels.get(iri, identifier(iri))
        yield Node(identifier(iri), iri, label, class_, kinds.get(iri), states[iri], posts[iri])


def _gathered(store: Store, query: str) -> Mapping[str, tuple[str, ...]]:
    """Return the values that a query gives to each actor, sorted."""
    found: dict[str, set[str]] = defaultdict(set)
    for actor, value in _rows(store, query):
        found[actor].add(value)
    return defaultdict(tuple, {actor: tuple(sorted(values)) for actor, values in found.items()})


def _rows(store: Store, query: str) -> Iterator[tuple[str, ...]]:
    """Yield the values of a query's rows, an empty string for what is unbound."""
    solutions = answer(store, query)
    assert isinstance(solutions, QuerySolutions)
    for row in solutions:
        yield tuple("" if term is None else getattr(term, "value", str(term)) for term in row)
