"""Walks what a query reads in a graph: from known nodes to all that it can touch.

`Walk.read` finds which statements can take part in the answers to a query where some variables are known, and rather
more: a store of these alone gives the same answers. The cost follows from the neighbourhood of what is known, and not
from the size of the graph.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Protocol

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from kg.sparql.paths import Choice, Path, Repeat, Step, Way
from kg.sparql.trees import BACKWARDS, Aside, Branches, Group, Link, Node, Order, Part, Unreadable, Values

__all__ = ["Environment", "Source", "Term", "Walk"]

Subject = NamedNode | BlankNode | Triple
Term = Subject | Literal
Environment = Mapping[str, frozenset[Term]]
_FEW = 4  # nodes at one end of a statement that are looked for one by one
_MANY = 64  # nodes at one end that are rather looked at from the other
_LIMIT = 200_000  # statements that one walk may read before the whole graph is the better way


class Source(Protocol):
    """What gives statements by pattern: a store, or one with a change laid over it."""

    def quads_for_pattern(
        self,
        subject: Subject | None,
        predicate: NamedNode | None,
        value: Term | None,
        graph: NamedNode | BlankNode | DefaultGraph | None = None,
        /,
    ) -> Iterator[Quad]:
        """Yield the statements that match."""


class Walk:
    """Walks in one graph, which must not change meanwhile, and keeps what it has read."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._out: dict[tuple[NamedNode | None, Term], tuple[Term, ...]] = {}
        self._into: dict[tuple[NamedNode | None, Term], tuple[Term, ...]] = {}
        self.quads: set[Quad] = set()

    def read(self, group: Group, known: Environment, wanted: frozenset[str] | None = None) -> Environment | None:
        """Read what a group can match where some variables are known; None where it cannot match at all.

        With `wanted` it stops as soon as these variables are known. `Unreadable` where nothing leads to a pattern.
        """
        env, order = dict(known), group.order
        pending, names = tuple(range(len(order.parts))), frozenset(env)
        while pending and not (wanted and wanted <= names):
            rank, best = order.next(pending, names)
            at = best[0] if len(best) == 1 or rank != BACKWARDS else self._narrowest(best, order, env)
            pending = tuple(each for each in pending if each != at)
            found = self._part(order.parts[at], env, order.domains, wanted)
            if found is None:
                return None
            if found is not env:
                env, names = found, frozenset(found)
        return env

    def _narrowest(self, best: tuple[int, ...], order: Order, env: Environment) -> int:
        """Return the pattern to whose known end the fewest statements lead: the one that is first at an end."""
        leading = [(at, self._leading(order.parts[at], env)) for at in best]
        for _ in range(_MANY):
            for at, found in leading:
                if found is not None and next(found, None) is None:
                    return at
        return best[0]

    def _leading(self, part: Part, env: Environment) -> Iterator[Quad] | None:
        """Return the statements that lead to the known end of a pattern; None where that is no matter of one step."""
        assert isinstance(part, Link)
        if not isinstance(part.path, Step) or part.path.backwards:
            return None
        ends = env[part.object] if isinstance(part.object, str) else ()
        found = (self._source.quads_for_pattern(None, part.path.predicate, end, None) for end in ends)
        return chain.from_iterable(found)

    def _part(
        self, part: Part, env: dict[str, frozenset[Term]], domains: Environment, wanted: frozenset[str] | None
    ) -> dict[str, frozenset[Term]] | None:
        match part:
            case Link():
                return self._link(part, env, domains)
            case Group():
                found = self.read(part, env, wanted)
                return None if found is None else {**env, **found}
            case Branches(groups):
                return self._branches(groups, env, wanted)
            case Aside(inner):
                self.read(inner, env)
                return env
            case Values():
                return env

    def _branches(
        self, groups: tuple[Group, ...], env: dict[str, frozenset[Term]], wanted: frozenset[str] | None
    ) -> dict[str, frozenset[Term]] | None:
        found = [each for each in (self.read(group, env, wanted) for group in groups) if each is not None]
        if not found:
            return None
        names = set.intersection(*(set(each) for each in found))
        return {name: frozenset().union(*(each[name] for each in found)) for name in names}

    def _link(
        self, link: Link, env: dict[str, frozenset[Term]], domains: Environment
    ) -> dict[str, frozenset[Term]] | None:
        """Read the statements of a triple pattern, and keep of its variables what takes part in one."""
        starts, ends = _known(link.subject, env), _known(link.object, env)
        path, here, there = link.path, link.subject, link.object
        if starts is None or (ends is not None and _MANY < len(starts) > len(ends) and isinstance(there, str)):
            path, here, there, starts, ends = link.back, there, here, ends, starts
        if starts is None:
            raise Unreadable("nothing leads to a pattern")
        found = {start: reached for start in starts if (reached := self._reached(path, start, ends))}
        if here == there:
            found = {start: {start} for start, reached in found.items() if start in reached}
        env = dict(env)
        for node, values in ((here, frozenset(found)), (there, frozenset().union(*found.values()))):
            if isinstance(node, str):
                env[node] = values & domains[node] if node in domains else values
            if not values or (isinstance(node, str) and not env[node]):
                return None
        return env

    def _reached(self, path: Path, start: Term, ends: frozenset[Term] | None) -> set[Term]:
        if isinstance(path, Step) and ends is not None and len(ends) <= _FEW:
            return {end for end in ends if self._test(path, start, end)}
        reached = set(self.ends(path, start))
        return reached if ends is None else reached & ends

    def _test(self, step: Step, start: Term, end: Term) -> bool:
        """Look for a statement between two nodes, without reading all that is said of either."""
        subject, value = (end, start) if step.backwards else (start, end)
        if isinstance(subject, Literal):
            return False
        quads = list(self._source.quads_for_pattern(subject, step.predicate, value, None))
        self._keep(quads)
        return bool(quads)

    def ends(self, path: Path, start: Term) -> Iterable[Term]:
        """Return the nodes at the end of a path."""
        if isinstance(path, Step):  # as most are
            steps = self._into if path.backwards else self._out
            found = steps.get((path.predicate, start))
            return self._stepped(path, start) if found is None else found
        match path:
            case Way(parts):
                reached: Iterable[Term] = (start,)
                for part in parts:
                    reached = {end for each in reached for end in self.ends(part, each)}
                return reached
            case Choice(parts):
                return {end for part in parts for end in self.ends(part, start)}
            case Repeat():
                return self._repeated(path, start)

    def _repeated(self, path: Repeat, start: Term) -> set[Term]:
        found, border = ({start} if path.zero else set()), {start}
        while border:
            border = {end for each in border for end in self.ends(path.part, each)} - found
            found |= border
            if not path.many:
                break
        return found

    def _stepped(self, step: Step, start: Term) -> tuple[Term, ...]:
        """Read the statements of a step from a node."""
        predicate = step.predicate
        if step.backwards:
            quads = list(self._source.quads_for_pattern(None, predicate, start, None))
            found = self._into[predicate, start] = tuple([quad.subject for quad in quads])
        else:
            quads = (
                [] if isinstance(start, Literal) else [*self._source.quads_for_pattern(start, predicate, None, None)]
            )
            found = self._out[predicate, start] = tuple([quad.object for quad in quads])
        self._keep(quads)
        return found

    def _keep(self, quads: list[Quad]) -> None:
        self.quads.update(quads)
        if len(self.quads) > _LIMIT:
            raise Unreadable("a neighbourhood as large as a graph")


def _known(node: Node, env: Environment) -> frozenset[Term] | None:
    return frozenset((node,)) if isinstance(node, NamedNode) else env.get(node)
