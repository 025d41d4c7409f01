"""The known name that is nearest to one that is not known: first among what may stand there, then among all.

What may stand there follows from the range of the property (RDF Schema 1.1, section 3.1).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from pyoxigraph import NamedNode, Quad, Store

from kg.errors import closest
from kg.terms import DATA, NS, RDF_TYPE, expand

__all__ = ["Nearby"]

_HINTS = 50  # names that the nearest known is looked for: each takes some hundredths of a second
_ALIKE = 0.67  # how near a name is that is suggested; below it short names are near to anything
_RANGE = expand("rdfs:range")


@dataclass(slots=True)
class Nearby:
    """The names of a graph, and what was found for those that it does not have."""

    known: Store
    _names: dict[NamedNode | None, list[str]] = field(default_factory=dict)
    _found: dict[tuple[NamedNode, NamedNode], NamedNode | None] = field(default_factory=dict)

    def nearest(self, node: NamedNode, predicate: NamedNode) -> NamedNode | None:
        """Return what is called nearly like a value of a property that is not known, for some dozens at most."""
        key = (node, predicate)
        if key not in self._found:
            self._found[key] = self._look(node, predicate) if len(self._found) < _HINTS else None
        return self._found[key]

    def _look(self, node: NamedNode, predicate: NamedNode) -> NamedNode | None:
        ranges = [quad.object for quad in self.known.quads_for_pattern(predicate, _RANGE, None, None)]
        classes = [each for each in ranges if isinstance(each, NamedNode) and each.value.startswith(NS)]
        for class_ in (*classes, None):
            if found := closest(node.value.removeprefix(DATA), self._called(class_), _ALIKE):
                return NamedNode(DATA + found)
        return None

    def _called(self, class_: NamedNode | None) -> list[str]:
        """Return the local names of the members of a class, or of all that the graph describes."""
        if class_ not in self._names:
            quads: Iterable[Quad] = self.known.quads_for_pattern(None, RDF_TYPE, class_, None) if class_ else self.known
            named = {quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)}
            self._names[class_] = sorted(name.removeprefix(DATA) for name in named if name.startswith(DATA))
        return self._names[class_]
