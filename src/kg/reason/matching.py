"""Finds the facts that match a triple pattern or a path, among those that a graph held at a given moment."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Store, Triple

from kg.reason.clauses import Path, Pattern, Step, Variable
from kg.terms import RDF_TYPE, Term

__all__ = ["Bindings", "Moment", "Walk", "bind", "cost", "instantiate", "match"]

Bindings = Mapping[str, Term]
_Subject = NamedNode | BlankNode


class Walk(NamedTuple):
    """A way through the graph: where it begins and ends, and the facts on it."""

    start: Term
    end: Term
    facts: tuple[Triple, ...]


class Moment(NamedTuple):
    """A graph as it was: what a store holds, without what was derived at a step or later."""

    store: Store
    step_of: Callable[[Triple], int]
    step: int

    def facts(self, subject: Term | None, predicate: NamedNode | None, object_: Term | None) -> Iterator[Triple]:
        """Yield the facts of a pattern, asserted ones first, in a stable order."""
        if subject is not None and not isinstance(subject, NamedNode | BlankNode):
            return
        found = [
            (step, str(quad), quad.triple)
            for quad in self.store.quads_for_pattern(subject, predicate, object_, DefaultGraph())
            if (step := self.step_of(quad.triple)) < self.step
        ]
        yield from (triple for _, _, triple in sorted(found, key=lambda each: each[:2]))


def bind(bindings: Bindings, *pairs: tuple[Term | Variable, Term]) -> dict[str, Term] | None:
    """Return bindings with variables bound to terms, or None where one of them is another term already.

    >>> bind({"x": NamedNode("urn:a")}, (Variable("x"), NamedNode("urn:b"))) is None
    True
    """
    made = dict(bindings)
    for slot, term in pairs:
        if not isinstance(slot, Variable):
            if slot != term:
                return None
        elif made.setdefault(slot, term) != term:
            return None
    return made


def instantiate(slot: Term | Path | Variable, bindings: Bindings) -> Term | Path | None:
    """Return what stands in a place of a pattern: a term or a path, or None where a variable is still open."""
    return bindings.get(slot) if isinstance(slot, Variable) else slot


def match(moment: Moment, pattern: Pattern, bindings: Bindings) -> Iterator[tuple[dict[str, Term], tuple[Triple, ...]]]:
    """Yield the bindings under which a pattern holds, each with the facts that make it hold."""
    subject, object_ = instantiate(pattern.subject, bindings), instantiate(pattern.object, bindings)
    assert not isinstance(subject, Path)
    assert not isinstance(object_, Path)
    if isinstance(pattern.predicate, Path):
        for walk in _walks(moment, subject, pattern.predicate, object_):
            made = bind(bindings, (pattern.subject, walk.start), (pattern.object, walk.end))
            if made is not None:
                yield made, walk.facts
        return
    predicate = instantiate(pattern.predicate, bindings)
    if predicate is not None and not isinstance(predicate, NamedNode):
        return
    for fact in moment.facts(subject, predicate, object_):
        pairs = ((pattern.subject, fact.subject), (pattern.predicate, fact.predicate), (pattern.object, fact.object))
        made = bind(bindings, *pairs)
        if made is not None:
            yield made, (fact,)


def cost(pattern: Pattern, bindings: Bindings) -> int:
    """Return how many facts a pattern may match, roughly: the less the better to begin with."""
    subject = instantiate(pattern.subject, bindings) is not None
    object_ = instantiate(pattern.object, bindings) is not None
    if subject or object_:
        broad = not subject and pattern.predicate == RDF_TYPE
        return 3 if broad else 2 - subject - (subject and object_)
    return 5 if isinstance(pattern.predicate, Path) else 4


def _walks(moment: Moment, start: Term | None, step: Step, end: Term | None) -> Iterator[Walk]:
    """Yield the ways along a path from a start to an end, either of which may be open."""
    if isinstance(step, NamedNode):
        yield from (Walk(t.subject, t.object, (t,)) for t in moment.facts(start, step, end))
        return
    match step.kind:
        case "/":
            yield from _sequence(moment, start, step.parts, end)
        case "|":
            for part in step.parts:
                yield from _walks(moment, start, part, end)
        case "^":
            for walk in _walks(moment, end, step.parts[0], start):
                yield Walk(walk.end, walk.start, walk.facts)
        case "!":
            excluded = set(step.parts)
            for fact in moment.facts(start, None, end):
                if fact.predicate not in excluded:
                    yield Walk(fact.subject, fact.object, (fact,))
        case _:
            yield from _repeated(moment, start, step, end)


def _sequence(moment: Moment, start: Term | None, parts: tuple[Step, ...], end: Term | None) -> Iterator[Walk]:
    """Walk the parts from whichever side is known."""
    if len(parts) == 1:
        yield from _walks(moment, start, parts[0], end)
    elif start is None and end is not None:
        for last in _walks(moment, None, parts[-1], end):
            for first in _sequence(moment, None, parts[:-1], last.start):
                yield Walk(first.start, last.end, first.facts + last.facts)
    else:
        for first in _walks(moment, start, parts[0], None):
            for last in _sequence(moment, first.end, parts[1:], end):
                yield Walk(first.start, last.end, first.facts + last.facts)


def _repeated(moment: Moment, start: Term | None, step: Path, end: Term | None) -> Iterator[Walk]:
    """Walk a part once or more (`+`), any number of times (`*`), or at most once (`?`); the shortest ways."""
    (part,) = step.parts
    if start is None and end is not None:
        for walk in _repeated(moment, end, Path(step.kind, (Path("^", (part,)),)), None):
            yield Walk(walk.end, walk.start, tuple(reversed(walk.facts)))
        return
    if start is None:
        starts = dict.fromkeys(walk.start for walk in _walks(moment, None, part, None))
        for each in starts:
            yield from _repeated(moment, each, step, end)
        return
    if step.kind != "+" and end in (None, start):
        yield Walk(start, start, ())
    for walk in _further(moment, start, step):
        if end is None or end == walk.end:
            yield walk


def _further(moment: Moment, start: Term, step: Path) -> Iterator[Walk]:
    """Yield a shortest way from a start to each end that repeating a part reaches, by length."""
    seen = set() if step.kind == "+" else {start}
    open_ = deque([Walk(start, start, ())])
    while open_:
        so_far = open_.popleft()
        for walk in _walks(moment, so_far.end, step.parts[0], None):
            if walk.end not in seen:
                seen.add(walk.end)
                further = Walk(start, walk.end, so_far.facts + walk.facts)
                if step.kind != "?":
                    open_.append(further)
                yield further
