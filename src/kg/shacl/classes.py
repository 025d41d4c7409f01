"""What a store has of classes and properties: which classes lie below one, and how much there is of each.

Counts choose between queries that find the same; where a count is 0, no query is needed. It knows no shapes.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from kg.terms import RDF_TYPE, Term, expand

__all__ = ["Classes"]

_CHOICE = re.compile(r"\?s \(?(\^?<[^<>]*>(?:\|\^?<[^<>]*>)*)\)? \?o")  # one of some properties, either way


class _Counted(NamedTuple):
    """How many statements match a pattern, of how many subjects; counting ended at `most`."""

    statements: int
    subjects: int
    most: int


class Classes:
    """The classes of a store, which must not change meanwhile; without a store there is nothing of anything."""

    def __init__(self, store: Store | None = None) -> None:
        self._store = store
        self._below: dict[Term, set[Term]] = {}
        self._stated: dict[Term, list[str]] = {}
        self._sizes: dict[str, int] | None = None
        self._counted: dict[str, _Counted] = {}
        for quad in store.quads_for_pattern(None, expand("rdfs:subClassOf"), None, None) if store else ():
            self._below.setdefault(quad.object, set()).add(quad.subject)

    def below(self, cls: Term) -> list[str]:
        """Return a class and all below it, itself first; blank nodes have no instances of their own."""
        found, open_ = [cls], [cls]
        while open_:
            for lower in sorted(self._below.get(open_.pop(), ()), key=str):
                if lower not in found and isinstance(lower, NamedNode):
                    found.append(lower)
                    open_.append(lower)
        return [str(each) for each in found]

    def stated(self, cls: Term) -> list[str]:
        """Return the classes that make something an instance: the class alone, where it is stated of all instances."""
        found = self._stated.get(cls)
        if found is None:
            found = [each for at, each in enumerate(self.below(cls)) if not at or self._size(each)]
            if len(found) > 1 and self._all_typed(found):
                found = found[:1]
            self._stated[cls] = found
        return found

    def instances(self, cls: Term) -> str:
        """Return a pattern that binds ?this to each instance, more than once where several classes say so."""
        found = self.stated(cls)
        if len(found) == 1:
            return f"?this a {found[0]} ."
        return f"{{ SELECT ?this {{ VALUES ?class_ {{ {' '.join(found)} }} ?this a ?class_ }} }}"

    def size(self, cls: Term) -> int:
        """Return how often something is stated to be an instance: 0 where there is none."""
        return sum(map(self._size, self.stated(cls)))

    def count(self, pattern: str, most: int) -> int:
        """Return how many statements a triple pattern without prefixes matches, `?s <p> ?o`; it may end at `most`."""
        if pattern.startswith(f"?s {RDF_TYPE} "):
            cls = pattern.rpartition(" ")[2]
            return sum(self._instances().values()) if cls == "?o" else self._size(cls)
        if choice := _CHOICE.fullmatch(pattern):
            return sum(self._matches(f"?s {each.removeprefix('^')} ?o", most) for each in choice[1].split("|"))
        return self._matches(pattern, most)

    def is_single(self, predicate: Term) -> bool:
        """Tell whether no node has two values of a property, where its statements were counted to the last."""
        found = self._counted.get(f"?s {predicate} ?o")
        return found is not None and found.statements < found.most and found.statements == found.subjects

    def _matches(self, pattern: str, most: int) -> int:
        found = self._counted.get(pattern, _Counted(0, 0, 0))
        if found.statements == found.most < most:
            subjects = "(COUNT(DISTINCT ?s) AS ?m)" if pattern.startswith("?s ") else "(0 AS ?m)"
            counted = f"SELECT (COUNT(*) AS ?n) {subjects} {{ SELECT ?s {{ {pattern} }} LIMIT {most} }}"
            statements, nodes = next(iter(self._rows(counted)), (0, None))
            found = self._counted[pattern] = _Counted(statements, int(getattr(nodes, "value", 0)), most)
        return found.statements

    def _size(self, cls: str) -> int:
        return self._instances().get(cls, 0)

    def _instances(self) -> dict[str, int]:
        """Return how many nodes are stated to be of each class."""
        if self._sizes is None:
            rows = self._rows("SELECT (COUNT(*) AS ?n) ?class { ?x a ?class } GROUP BY ?class")
            self._sizes = {str(row[1]): row[0] for row in rows}
        return self._sizes

    def _all_typed(self, found: list[str]) -> bool:
        """Tell whether the superclass is stated wherever a subclass is, as after inference."""
        query = f"ASK {{ VALUES ?c {{ {' '.join(found[1:])} }} ?x a ?c MINUS {{ ?x a {found[0]} }} }}"
        return self._store is not None and not bool(self._store.query(query))

    def _rows(self, query: str) -> list[tuple[int, Term]]:
        """Return the rows of a query whose first column is a count."""
        solutions = self._store.query(query) if self._store else ()
        assert isinstance(solutions, QuerySolutions | tuple)
        rows = [tuple(row) for row in solutions]
        return [(int(row[0].value), row[-1]) for row in rows if isinstance(row[0], Literal) and row[-1] is not None]
