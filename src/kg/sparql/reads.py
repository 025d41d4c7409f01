"""Where a query reads: from a statement that comes or goes to the values of a variable that it can matter to.

Each triple pattern is a place where a statement can take part. From there a route leads through the patterns that must
match with it to each variable that is wanted; routes are found once for a query. They look at less than the query
does, so they lead to more values rather than fewer.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import count
from typing import NamedTuple

from pyoxigraph import NamedNode, Quad

from kg.sparql.paths import Choice, Path, Repeat, Site, Step, Way, joined, reverse, sites
from kg.sparql.trees import Aside, Branches, Group, Link, Node, Part, Unreadable, Values
from kg.sparql.walk import Environment, Term, Walk

__all__ = ["Lead", "Reads", "Route"]


_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")


class Route(NamedTuple):
    """A way from a statement to a variable: along a path, from its object or from its subject."""

    from_object: bool
    path: Path

    def values(self, quad: Quad, walk: Walk) -> Iterable[Term]:
        """Return the nodes to which the way leads from a statement."""
        return walk.ends(self.path, quad.object if self.from_object else quad.subject)


class Lead(NamedTuple):
    """A place where statements take part in a query, with a route to each variable that is wanted.

    `subject` and `object` are what a statement must have there, None for anything.
    """

    subject: NamedNode | None
    object: NamedNode | None
    routes: tuple[Route, ...]

    def fits(self, quad: Quad) -> bool:
        """Tell whether a statement can take part here."""
        return self.subject in (None, quad.subject) and self.object in (None, quad.object)


class _Place(NamedTuple):
    """A step of a pattern in a query, and the group of all that must match together with it."""

    site: Site
    link: Link
    context: Group


class Reads:
    """The places where a query reads, by property, and how they lead to some of its variables.

    `names` are the properties; None stands for any. `leads` are the places with routes, by property. From the other
    places the patterns around them are walked through.
    """

    def __init__(self, group: Group, wanted: tuple[str, ...]) -> None:
        self.group, self.wanted = group, wanted
        self._places: dict[NamedNode | None, list[_Place]] = defaultdict(list)
        self._others: dict[NamedNode | None, list[_Place]] = defaultdict(list)
        leads: dict[NamedNode | None, dict[Lead, None]] = defaultdict(dict)
        for link, context in _links(group, ()):
            for site in sites(link.path):
                place = _Place(site, link, context)
                self._places[site.step.predicate].append(place)
                lead = _lead(place, wanted)
                if lead is None:
                    self._others[site.step.predicate].append(place)
                else:
                    leads[site.step.predicate][lead] = None
        self.leads: Mapping[NamedNode | None, tuple[Lead, ...]] = {name: tuple(each) for name, each in leads.items()}
        self.names = frozenset(self._places)

    @property
    def unled(self) -> frozenset[NamedNode | None]:
        """The properties that are read at places without routes."""
        return frozenset(self._others)

    def of(self, quad: Quad, walk: Walk) -> Iterator[Environment]:
        """Yield what the variables may be in answers that a statement takes part in, once for each place of it.

        The walk must see the statement, and all else that is there before or after a change. `Unreadable` where
        nothing leads to a variable.
        """
        for lead in (*self.leads.get(quad.predicate, ()), *self.leads.get(None, ())):
            if lead.fits(quad):
                found = [frozenset(route.values(quad, walk)) for route in lead.routes]
                if all(found):
                    yield dict(zip(self.wanted, found, strict=True))
        yield from self.elsewhere(quad, walk)

    def elsewhere(self, quad: Quad, walk: Walk) -> Iterator[Environment]:
        """Yield what `of` does for the places without routes."""
        wanted = frozenset(self.wanted)
        for place in (*self._others.get(quad.predicate, ()), *self._others.get(None, ())):
            env = _at(place, quad, walk)
            found = None if env is None else walk.read(place.context, env, wanted)
            if found is None:
                continue
            if not wanted <= found.keys():
                raise Unreadable("nothing leads to what the query is about")
            yield {name: found[name] for name in self.wanted}

    def at(self, quads: Iterable[Quad], walk: Walk) -> Iterator[Environment]:
        """Yield what is known in answers that statements take part in: the ends of each pattern that some match."""
        by_property: dict[NamedNode | None, list[Quad]] = defaultdict(list)
        for quad in quads:
            by_property[quad.predicate].append(quad)
            by_property[None].append(quad)
        for name, places in self._places.items():
            for place in places if name in by_property else ():
                found = [env for quad in by_property[name] if (env := _at(place, quad, walk)) is not None]
                if found:
                    yield {node: frozenset().union(*(env[node] for env in found)) for node in found[0]}


def _lead(place: _Place, wanted: tuple[str, ...]) -> Lead | None:
    """Find the routes of a place, the shortest ones; None where there is none to some variable."""
    site, link = place.site, place.link
    turned = site.step.backwards
    ends = ((link.subject, site.back, turned), (link.object, site.on, not turned))
    routes = _routes(ends, list(_flat(place.context)))
    if not all(name in routes for name in wanted):
        return None
    fixed = [node if isinstance(node, NamedNode) and path == Way(()) else None for node, path, _ in ends]
    if turned:
        fixed.reverse()
    return Lead(fixed[0], fixed[1], tuple(routes[name] for name in wanted))


def _routes(ends: Iterable[tuple[Node, Path, bool]], links: list[Link]) -> dict[str, Route]:
    """Return the cheapest route to each variable that triple patterns lead to."""
    order = count()  # so that paths are never compared
    heap = [
        (_cost(path) + 2 * from_object, next(order), node, Route(from_object, path))
        for node, path, from_object in ends
        if isinstance(node, str)
    ]
    heapq.heapify(heap)
    found: dict[str, Route] = {}
    while heap:
        cost, _, name, route = heapq.heappop(heap)
        if name in found:
            continue
        found[name] = Route(route.from_object, _same(route.path))
        for link in links:
            for here, there, path in (
                (link.subject, link.object, link.path),
                (link.object, link.subject, reverse(link.path)),
            ):
                if here == name and isinstance(there, str) and there not in found:
                    further = Route(route.from_object, joined(route.path, path))
                    heapq.heappush(heap, (cost + _cost(path), next(order), there, further))
    return found


@cache
def _same(path: Path) -> Path:
    """Return one object for all equal paths."""
    return path


def _cost(path: Path) -> int:
    """Return how dear a path is: many statements lead to a node, and few lead from one."""
    match path:
        case Step(predicate, backwards):
            return (50 if predicate == _TYPE else 4) if backwards else 1
        case Way(parts):
            return sum(map(_cost, parts))
        case Choice(parts):
            return sum(map(_cost, parts))
        case Repeat(part):
            return 2 * _cost(part)


def _flat(group: Group) -> Iterator[Link]:
    """Yield the triple patterns that must match where a group does."""
    for part in group.parts:
        if isinstance(part, Link):
            yield part
        elif isinstance(part, Group):
            yield from _flat(part)


def _at(place: _Place, quad: Quad, walk: Walk) -> dict[str, frozenset[Term]] | None:
    """Return what is known where a statement takes part in a pattern, or None where it cannot."""
    begin, end = (quad.object, quad.subject) if place.site.step.backwards else (quad.subject, quad.object)
    env: dict[str, frozenset[Term]] = {}
    for node, path, start in ((place.link.subject, place.site.back, begin), (place.link.object, place.site.on, end)):
        found = frozenset(walk.ends(path, start))
        if isinstance(node, NamedNode):
            if node not in found:
                return None
            continue
        env[node] = env[node] & found if node in env else found
        if not env[node]:
            return None
    return env


def _links(group: Group, around: tuple[Part, ...]) -> Iterator[tuple[Link, Group]]:
    """Yield each triple pattern with what must match together with it: its own group, and those that hold it."""
    for part in group.parts:
        beside = tuple(each for each in group.parts if each is not part and not isinstance(each, Aside)) + around
        match part:
            case Link():
                yield part, Group(beside)
            case Group():
                yield from _links(part, beside)
            case Aside(inner):
                yield from _links(inner, beside)
            case Branches(groups):
                for each in groups:
                    yield from _links(each, beside)
            case Values():
                pass
