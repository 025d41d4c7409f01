"""Which blank nodes stand as `[ … ]` or `( … )` where they are referred to, and which need a label.

A blank node is nested when one statement refers to it and it does not contain itself. Whether it is depends on the
graph alone, never on labels or order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from kg.terms import PREFIXES
from kg.turtle.statements import Tokens, is_blank

__all__ = ["NIL", "Graph", "Nesting"]

Graph = Mapping[str, Sequence[Tokens]]
"""Statements by subject."""

_RDF = PREFIXES["rdf"]
_FIRST, _REST, NIL = f"<{_RDF}first>", f"<{_RDF}rest>", f"<{_RDF}nil>"
_DEEPEST = 16  # Readers recurse, and so does the writer; deeper nodes get a label.


@dataclass(slots=True)
class Nesting:
    """What to do with each blank node of a graph; `lists` gives the cells of a list by its first one.

    The graph needs to hold the statements about blank nodes only, as subject or object.
    """

    graph: Graph
    lists: dict[str, list[str]] = field(default_factory=dict)
    nested: set[str] = field(default_factory=set)
    references: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, graph: Graph) -> Nesting:
        """Return the nesting of a graph."""
        self = cls(graph)
        holders: dict[str, tuple[str, str]] = {}
        for subject, predicate, value in chain.from_iterable(graph.values()):
            if is_blank(value):
                self.references[value] += 1
                holders[value] = subject, predicate
        self._find_lists(holders)
        self._nest()
        return self

    @property
    def labelled(self) -> set[str]:
        """The blank nodes that other statements refer to by a label."""
        return self.references.keys() - self.nested

    def items(self, head: str) -> list[str]:
        """Return the members of a list."""
        statements = chain.from_iterable(self.graph[cell] for cell in self.lists[head])
        return [value for _, predicate, value in statements if predicate == _FIRST]

    def _is_cell(self, node: str) -> bool:
        """Tell whether a node is a cell of a list and nothing else, and one statement refers to it."""
        predicates = sorted(predicate for _, predicate, _ in self.graph[node])
        return is_blank(node) and self.references[node] == 1 and predicates == [_FIRST, _REST]

    def _find_lists(self, holders: Mapping[str, tuple[str, str]]) -> None:
        """Find well-formed lists, each from its last cell upwards."""
        for node, statements in self.graph.items():
            if (node, _REST, NIL) in statements and self._is_cell(node):
                cells = [node]
                while (up := holders[cells[-1]])[1] == _REST and self._is_cell(up[0]):
                    cells.append(up[0])
                self.lists[cells[-1]] = cells[::-1]

    def _nest(self) -> None:
        """Nest whatever is referred to once and can be reached from what is not, no deeper than readers bear."""
        once = {node for node, count in self.references.items() if count == 1}
        inner = {cell for head, cells in self.lists.items() for cell in cells if cell != head}
        self.nested = set(inner)
        todo = [(node, 0) for node in self.graph if node not in once]
        while todo:
            node, depth = todo.pop()
            for value in self._parts(node):
                if value in once and depth < _DEEPEST:
                    self.nested.add(value)
                    todo.append((value, depth + 1))
                elif value in once:
                    cells = self._label(value)
                    once.difference_update(cells)
                    todo += [(cell, 0) for cell in cells]
        # What no root leads to lies on a cycle, or hangs from one.
        for node in once - self.nested:
            self._label(node)

    def _parts(self, node: str) -> Iterable[str]:
        """Return what is written within a node."""
        if node in self.lists:
            return self.items(node)
        return [value for _, _, value in self.graph.get(node, ())]

    def _label(self, node: str) -> list[str]:
        """Give a node a label instead of nesting it, and so to each cell of a list; return the nodes concerned."""
        cells = self.lists.pop(node, [node])
        self.nested.difference_update(cells)
        return cells
