"""The exact interpreter: what one node breaks of one shape. Nothing else in the package emits breaches.

It looks at the neighbourhood of the node alone (a `View`), whatever the size of the graph. The Core components are
records of `checks`; the rest is here: property shapes, which look at each value in turn, and queries.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple, Protocol

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, Store

from kg.shacl.checks import CHECKS, Judge
from kg.shacl.given import Given
from kg.shacl.model import Shape, Shapes, ShapesError, Sparql
from kg.shacl.paths import Path
from kg.shacl.prebinding import ask, select, with_path
from kg.shacl.view import View
from kg.sparql.walk import Source
from kg.terms import Term, boolean

__all__ = ["Breach", "Interpreter"]

_SHAPES_GRAPH = NamedNode("urn:kg:shapes")


class Breach(NamedTuple):
    """One breach of one constraint by one node; `bindings` are what its message may name, `source` the query if any."""

    shape: Shape
    component: NamedNode
    focus: Term
    path: Path | None
    value: Term | None
    bindings: Mapping[str, Term]
    source: Sparql | None = None


class Near(Protocol):
    """What queries run on where the graph is no store: a part of it that gives the same answers."""

    def store(self, shape: Shape, sparql: Sparql, bound: Mapping[str, Term], /) -> Store | None:
        """Return what a query has to look at where some variables are bound, or None where it has no rows."""

    def whole(self) -> Store:
        """Return the whole graph."""


class Interpreter:
    """Runs shapes on nodes of one graph, which must not change meanwhile; `near` where that is no store."""

    def __init__(self, graph: Source, shapes: Shapes, given: Given | None = None, near: Near | None = None) -> None:
        self.view = View(graph, given)
        self._near = near or _Itself(graph)
        self._shapes = shapes
        self._judge = Judge()
        self._known: dict[tuple[int, Term], bool] = {}
        self._with_shapes: Store | None = None

    def breaches(self, shape: Shape, focus: Term) -> Iterator[Breach]:
        """Yield what a node breaks of a shape and of the property shapes in it."""
        values = [focus] if shape.path is None else shape.path.values(self.view, focus)
        for constraint in shape.constraints:
            for path, value in CHECKS[constraint.parameter](self, constraint, focus, values):
                bindings = {} if value is None else {"value": value}
                yield Breach(shape, constraint.component, focus, path or shape.path, value, {"this": focus, **bindings})
        for sparql in shape.sparql:
            yield from self._asked(shape, sparql, focus, values) if sparql.ask else self._selected(shape, sparql, focus)
        for part in shape.properties:
            for value in values:
                yield from self.breaches(part, value)

    def conforms(self, shape: Shape, node: Term) -> bool:
        """Tell whether a node breaks nothing of a shape."""
        key = id(shape), node
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = next(self.breaches(shape, node), None) is None
        return found

    @property
    def judge(self) -> Judge:
        """What compares values as SPARQL does."""
        return self._judge

    def _selected(self, shape: Shape, sparql: Sparql, focus: Term) -> Iterator[Breach]:
        given = self._given(shape, sparql, focus)
        store = self._store(shape, sparql, given)
        for row in select(store, self._query(shape, sparql), given) if store is not None else ():
            if row.get("failure") == boolean(True):
                raise ShapesError(f"the query of {shape.name} says that it failed", remedy="mend the data or the query")
            value = row.get("value", focus if shape.path is None else None)
            path = row.get("path")
            along = Path("predicate", path) if isinstance(path, NamedNode) else shape.path
            yield Breach(shape, sparql.component, focus, along, value, given | row, sparql)

    def _asked(self, shape: Shape, sparql: Sparql, focus: Term, values: list[Term]) -> Iterator[Breach]:
        query, given = self._query(shape, sparql), self._given(shape, sparql, focus)
        for value in values:
            bindings = given | {"value": value}
            store = self._store(shape, sparql, bindings)
            if store is None or not ask(store, query, bindings):
                yield Breach(shape, sparql.component, focus, shape.path, value, bindings, sparql)

    def _query(self, shape: Shape, sparql: Sparql) -> str:
        return with_path(sparql.query, shape.path.sparql) if shape.path else sparql.query

    def _given(self, shape: Shape, sparql: Sparql, focus: Term) -> dict[str, Term]:
        given: dict[str, Term] = {"this": focus, **dict(sparql.parameters)}
        if "currentShape" in sparql.query:
            given["currentShape"] = shape.node
        if "shapesGraph" in sparql.query:
            given["shapesGraph"] = _SHAPES_GRAPH
        return given

    def _store(self, shape: Shape, sparql: Sparql, bound: Mapping[str, Term]) -> Store | None:
        """Return the store that a query runs on: a copy with the shapes beside the data, where it looks at them."""
        if "shapesGraph" not in sparql.query:
            return self._near.store(shape, sparql, bound)
        if self._with_shapes is None:
            self._with_shapes = Store()
            self._with_shapes.extend(self._near.whole().quads_for_pattern(None, None, None, DefaultGraph()))
            self._with_shapes.extend(
                Quad(t.subject, t.predicate, t.object, _SHAPES_GRAPH)
                for t in self._shapes.triples
                if isinstance(t.subject, NamedNode | BlankNode)
            )
        return self._with_shapes


class _Itself:
    """A store, on which queries run as it is."""

    def __init__(self, store: Source) -> None:
        self._store = store

    def store(self, _: Shape, __: Sparql, ___: Mapping[str, Term]) -> Store:
        return self.whole()

    def whole(self) -> Store:
        assert isinstance(self._store, Store)
        return self._store
