"""A store with a change laid over it: what it would hold, while nothing is written.

Like a store it gives statements by pattern, of the default graph alone. It answers no queries. The store must not
change meanwhile: what was read of it is kept, and what it does not know is not looked for in it again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import chain

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, Store, Triple

from kg.terms import Term

__all__ = ["Overlay", "Whole"]

_GRAPH = DefaultGraph()
Subject = NamedNode | BlankNode | Triple
Graph = NamedNode | BlankNode | DefaultGraph
_Near = dict[NamedNode, list[Quad]]  # statements that share an end, by property
_Pattern = tuple[Subject | None, NamedNode | None, Term | None]


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

    __slots__ = ("_about", "_read", "_silent", "_to", "_unused", "added", "base", "removed")

    def __init__(self, base: Store) -> None:
        self.base = base
        self.added: set[Quad] = set()
        self.removed: set[Quad] = set()
        self._about: dict[Term, _Near] = {}
        self._to: dict[Term, _Near] = {}
        self._silent: set[Term | None] = set()  # subjects of which the store says nothing
        self._unused: set[Term | None] = set()  # subjects that it does not name as objects
        self._read: dict[_Pattern, tuple[Quad, ...]] = {}

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
        if quad.subject not in self._about:
            self._meet(quad.subject)
        self._about[quad.subject].setdefault(quad.predicate, []).append(quad)
        self._to.setdefault(quad.object, {}).setdefault(quad.predicate, []).append(quad)
        return True

    def remove(self, quad: Quad) -> bool:
        """Take a statement away, and tell whether it was there."""
        if quad in self.added:
            self.added.discard(quad)
            for near, node in ((self._about, quad.subject), (self._to, quad.object)):
                near[node][quad.predicate].remove(quad)
                if not near[node][quad.predicate]:
                    del near[node][quad.predicate]
            return True
        if quad in self.removed or quad not in self.base:
            return False
        self.removed.add(quad)
        return True

    def _meet(self, node: Subject) -> None:
        """Look whether the store knows a node of which something is added."""
        self._about[node] = {}
        if next(self.base.quads_for_pattern(node, None, None, _GRAPH), None) is None:
            self._silent.add(node)
        if next(self.base.quads_for_pattern(None, None, node, _GRAPH), None) is None:
            self._unused.add(node)

    def quads_for_pattern(
        self, subject: Subject | None, predicate: NamedNode | None, value: Term | None, graph: Graph | None = None
    ) -> Iterator[Quad]:
        """Yield the statements that match, as `Store.quads_for_pattern` does."""
        found = self._below(subject, predicate, value)
        if self.removed and found:
            hidden = self.removed
            found = (quad for quad in found if quad not in hidden)
        new = self._above(subject, predicate, value)
        return chain(found, new) if new else iter(found)

    def _below(self, subject: Subject | None, predicate: NamedNode | None, value: Term | None) -> Iterable[Quad]:
        """Return what the store has of a pattern. Of what begins at a node all is read at once, and of the rest as
        much as is asked for.
        """
        if subject in self._silent or value in self._unused:
            return ()
        pattern = subject, predicate, value
        known = self._read.get(pattern)
        if known is not None:
            return known
        found = self.base.quads_for_pattern(subject, predicate, value, _GRAPH)
        if subject is not None:
            known = self._read[pattern] = tuple(found)
            return known
        return self._kept(pattern, found) if value is not None else found

    def _kept(self, pattern: _Pattern, found: Iterable[Quad]) -> Iterator[Quad]:
        """Yield statements, and keep them if all were asked for."""
        read = []
        for quad in found:
            read.append(quad)
            yield quad
        self._read[pattern] = tuple(read)

    def _above(self, subject: Subject | None, predicate: NamedNode | None, value: Term | None) -> Sequence[Quad]:
        """Return what is added of a pattern."""
        if subject is None and value is None:
            return [quad for quad in self.added if predicate in (None, quad.predicate)]
        near = self._about.get(subject) if subject is not None else self._to.get(value)  # type: ignore[arg-type]
        if not near:
            return ()
        found = tuple(near.get(predicate, ())) if predicate is not None else tuple(chain(*near.values()))
        return [quad for quad in found if quad.object == value] if subject is not None and value is not None else found


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
        return chain(over._below(subject, predicate, value), over._above(subject, predicate, value))

    def around(self, node: Term) -> tuple[Collection[NamedNode], Collection[NamedNode]] | None:
        """Return all properties that lead from a node, and to it; None for one that the store knows."""
        over = self._over
        if node not in over._silent or node not in over._unused:
            return None
        return over._about.get(node, {}).keys(), over._to.get(node, {}).keys()
