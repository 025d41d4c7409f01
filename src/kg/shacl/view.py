"""The neighbourhood of a node in a store: what the interpreter may look at, and nothing else.

It reads the default graph, remembers what it has read, and is thrown away after one validation.
"""

from __future__ import annotations

from pyoxigraph import DefaultGraph, Literal, NamedNode

from kg.shacl.given import Given
from kg.sparql.walk import Source
from kg.terms import RDF_TYPE, Term, expand

__all__ = ["View"]

_BELOW = expand("rdfs:subClassOf")


class View:
    """Statements of the default graph of a store, by node; literals as they were given, where that is known."""

    __slots__ = ("_above", "_classes", "_given", "_out", "store")

    def __init__(self, store: Source, given: Given | None = None) -> None:
        self.store, self._given = store, given or None
        self._out: dict[Term, dict[NamedNode, list[Term]]] = {}
        self._above: dict[Term, frozenset[Term]] = {}
        self._classes: dict[Term, frozenset[Term]] = {}

    def properties(self, node: Term) -> dict[NamedNode, list[Term]]:
        """Return what is said of a node: the values of each of its properties."""
        found = self._out.get(node)
        if found is None:
            found = self._out[node] = {}
            if not isinstance(node, Literal):
                for quad in self.store.quads_for_pattern(node, None, None, DefaultGraph()):
                    values = found.setdefault(quad.predicate, [])
                    if self._given:
                        values += self._given.originals(node, quad.predicate, quad.object)
                    else:
                        values.append(quad.object)
        return found

    def objects(self, node: Term, predicate: NamedNode) -> list[Term]:
        """Return the values of one property of a node."""
        return self.properties(node).get(predicate, [])

    def subjects(self, predicate: NamedNode, value: Term) -> list[Term]:
        """Return the nodes that have a value for a property."""
        kept = self._given.stored(value) if self._given else value
        found = self.store.quads_for_pattern(None, predicate, kept, DefaultGraph())
        return [quad.subject for quad in found if kept == value or value in self.objects(quad.subject, predicate)]

    def is_instance(self, node: Term, cls: Term) -> bool:
        """Tell whether a node is a SHACL instance of a class: of it or of a class below it (SHACL, section 1.1)."""
        return cls in self.classes(node)

    def classes(self, node: Term) -> frozenset[Term]:
        """Return the classes of a node, and all above them."""
        found = self._classes.get(node)
        if found is None:
            found = frozenset(above for each in self.objects(node, RDF_TYPE) for above in self._superclasses(each))
            self._classes[node] = found
        return found

    def _superclasses(self, cls: Term) -> frozenset[Term]:
        """Return a class and all above it."""
        found = self._above.get(cls)
        if found is None:
            seen, border = {cls}, [cls]
            while border:
                for upper in self.objects(border.pop(), _BELOW):
                    if upper not in seen:
                        seen.add(upper)
                        border.append(upper)
            found = self._above[cls] = frozenset(seen)
        return found
