"""A store with a change laid over it: what it would hold, while nothing is written.

Like a store it gives statements by pattern, of the default graph alone. It answers no queries.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, Store, Triple

from kg.terms import Term

__all__ = ["Overlay", "Whole"]

_GRAPH = DefaultGraph()
Subject = NamedNode | BlankNode | Triple
Graph = NamedNode | BlankNode | DefaultGraph


class Overlay:
    """A store, statements that are added to it, and statements that are taken away.

    >>> from kg.terms import dkg
    >>> a, b = (Quad(dkg("x"), dkg("p"), dkg(name)) for name in "ab")
    >>> base = Store(); base.add(a)
    >>> over = Overlay(base)
    >>> over.add(b), over.remove(a)
    (True, True)
    >>> list(over.quads_for_pattern(dkg("x"), None, None)) == [b]
    True
    """

    __slots__ = ("_about", "_to", "added", "base", "removed")

    def __init__(self, base: Store) -> None:
        self.base = base
        self.added: set[Quad] = set()
        self.removed: set[Quad] = set()
        self._about: dict[Term, set[Quad]] = defaultdict(set)
        self._to: dict[Term, set[Quad]] = defaultdict(set)

    def __contains__(self, quad: Quad) -> bool:
        return quad in self.added or (quad not in self.removed and quad in self.base)

    def add(self, quad: Quad) -> bool:
        """Add a statement of the default graph, and tell whether it was not there."""
        if quad in self.removed:
            self.removed.discard(quad)
            return True
        if quad in self.added or quad in self.base:
            return False
        self.added.add(quad)
        self._about[quad.subject].add(quad)
        self._to[quad.object].add(quad)
        return True

    def remove(self, quad: Quad) -> bool:
        """Take a statement away, and tell whether it was there."""
        if quad in self.added:
            self.added.discard(quad)
            self._about[quad.subject].discard(quad)
            self._to[quad.object].discard(quad)
            return True
        if quad in self.removed or quad not in self.base:
            return False
        self.removed.add(quad)
        return True

    def quads_for_pattern(
        self, subject: Subject | None, predicate: NamedNode | None, value: Term | None, graph: Graph | None = None
    ) -> Iterator[Quad]:
        """Yield the statements that match, as `Store.quads_for_pattern` does."""
        hidden = self.removed
        for quad in self.base.quads_for_pattern(subject, predicate, value, _GRAPH):
            if not hidden or quad not in hidden:
                yield quad
        yield from matching(self._near(subject, value), subject, predicate, value)

    def _near(self, subject: Term | None, value: Term | None) -> Iterable[Quad]:
        if subject is not None:
            return self._about.get(subject, ())
        return self._to.get(value, ()) if value is not None else self.added


class Whole:
    """What an overlay holds together with what it takes away: all that was or will be."""

    __slots__ = ("_over",)

    def __init__(self, over: Overlay) -> None:
        self._over = over

    def quads_for_pattern(
        self, subject: Subject | None, predicate: NamedNode | None, value: Term | None, graph: Graph | None = None
    ) -> Iterator[Quad]:
        """Yield the statements that match."""
        over = self._over
        yield from over.base.quads_for_pattern(subject, predicate, value, _GRAPH)
        yield from matching(over._near(subject, value), subject, predicate, value)


def matching(
    quads: Iterable[Quad], subject: Term | None, predicate: NamedNode | None, value: Term | None
) -> Iterator[Quad]:
    """Yield those of some statements that match a pattern."""
    return (
        quad
        for quad in tuple(quads)
        if (subject is None or quad.subject == subject)
        and (predicate is None or quad.predicate == predicate)
        and (value is None or quad.object == value)
    )
