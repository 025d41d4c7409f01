"""Walks what a query reads in a graph: from known nodes to all that it can touch.

`Walk.read` finds which statements can take part in the answers to a query where some variables are known, and rather
more: a store of these alone gives the same answers. The cost follows from the neighbourhood of what is known, and not
from the size of the graph.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import Protocol

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Triple

from kg.sparql.paths import Choice, Path, Repeat, Step, Way, reverse
from kg.sparql.trees import Aside, Branches, Group, Link, Node, Part, Unreadable, Values

__all__ = ["Environment", "Source", "Term", "Walk"]

Subject = NamedNode | BlankNode | Triple
Term = Subject | Literal
Environment = Mapping[str, frozenset[Term]]
_BACKWARDS = 2  # the rank of a pattern of which only the end is known
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
        env, domains = dict(known), dict[str, frozenset[Term]]()
        for part in group.parts:
            if isinstance(part, Values):
                domains |= _domains(part)
        pending: list[Part] = [part for part in group.parts if not isinstance(part, Values)]
        while pending and not (wanted and wanted <= env.keys()):
            part = self._next(pending, env)
            pending.remove(part)
            found = self._part(part, env, domains, wanted)
            if found is None:
                return None
            env = found
        return env

    def _next(self, pending: list[Part], env: Environment) -> Part:
        """Return the part to read next: what is told by most, and last what need not match."""
        ranked = [(_rank(part, env), part) for part in pending]
        best = min(rank for rank, _ in ranked)
        found = [part for rank, part in ranked if rank == best]
        return found[0] if len(found) == 1 or best != _BACKWARDS else min(found, key=lambda each: self._fan(each, env))

    def _fan(self, part: Part, env: Environment) -> int:
        """Return how many statements lead to the known end of a pattern; a few more than can be told are many."""
        assert isinstance(part, Link)
        if not isinstance(part.path, Step) or part.path.backwards:
            return _MANY
        ends = env[part.object] if isinstance(part.object, str) else ()
        found = (self._source.quads_for_pattern(None, part.path.predicate, end, None) for end in ends)
        return sum(1 for _ in islice(chain.from_iterable(found), _MANY))

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
            path, here, there, starts, ends = reverse(path), there, here, ends, starts
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
        match path:
            case Step(predicate, backwards):
                return self._step(predicate, start, backwards)
            case Way(parts):
                found: Iterable[Term] = (start,)
                for part in parts:
                    found = {end for each in found for end in self.ends(part, each)}
                return found
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

    def _step(self, predicate: NamedNode | None, start: Term, backwards: bool) -> tuple[Term, ...]:
        steps = self._into if backwards else self._out
        found = steps.get((predicate, start))
        if found is None:
            found = steps[predicate, start] = self._stepped(predicate, start, backwards)
        return found

    def _stepped(self, predicate: NamedNode | None, start: Term, backwards: bool) -> tuple[Term, ...]:
        if backwards:
            quads = list(self._source.quads_for_pattern(None, predicate, start, None))
            self._keep(quads)
            return tuple(quad.subject for quad in quads)
        if isinstance(start, Literal):
            return ()
        quads = list(self._source.quads_for_pattern(start, predicate, None, None))
        self._keep(quads)
        return tuple(quad.object for quad in quads)

    def _keep(self, quads: list[Quad]) -> None:
        self.quads.update(quads)
        if len(self.quads) > _LIMIT:
            raise Unreadable("a neighbourhood as large as a graph")


def _rank(part: Part, env: Environment) -> int:
    match part:
        case Link(subject, _, value):
            begins, ends = (_known(node, env) is not None for node in (subject, value))
            fixed = isinstance(subject, NamedNode), isinstance(value, NamedNode)
            if begins and ends and not all(fixed):
                return 4 if fixed[1] and subject not in env else 0
            if begins:
                return 1
            return _BACKWARDS if ends and not fixed[1] else 6 if fixed[1] else 7
        case Group():
            return 3 if _touches(part, env) else 5
        case Branches(groups):
            return 3 if all(_touches(group, env) for group in groups) else 5
        case _:
            return 8


def _touches(group: Group, env: Environment) -> bool:
    """Tell whether a group has a pattern of a variable that is known."""
    for part in group.parts:
        match part:
            case Link(subject, _, value) if subject in env or value in env:
                return True
            case Group() if _touches(part, env):
                return True
            case Branches(groups) if all(_touches(each, env) for each in groups):
                return True
    return False


def _known(node: Node, env: Environment) -> frozenset[Term] | None:
    return frozenset((node,)) if isinstance(node, NamedNode) else env.get(node)


def _domains(values: Values) -> dict[str, frozenset[Term]]:
    """Return what variables may be, where that is told of each row."""
    columns = zip(values.names, zip(*values.rows, strict=True), strict=False) if values.rows else ()
    return {name: frozenset(filter(None, column)) for name, column in columns if None not in column}
