"""Validates a change: only the shapes and focus nodes that it can matter to, in its neighbourhood.

A `Plan` is compiled once from the shapes. For each statement that is added or taken away it walks from there to the
focus nodes whose shapes read it, forwards and backwards; the interpreter then looks at these alone, on the graph with
the change laid over it. A query of a shape runs on a small store of what it can read around its focus nodes. Where that
cannot be told, all nodes that the shape is about are looked at, and its queries see the whole graph: slow, but right.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode, QuerySolutions, Store

from kg.shacl.candidates import by_query
from kg.shacl.functions import FUNCTIONS
from kg.shacl.given import Given
from kg.shacl.interpreter import Interpreter
from kg.shacl.model import Shape, Shapes, Sparql, Target
from kg.shacl.reads import FOCUS, query_reads, shape_reads
from kg.shacl.report import Report
from kg.shacl.screens import Untranslatable
from kg.shacl.validation import Label, result_of
from kg.shacl.view import View
from kg.sparql.patterns import Group, Unreadable
from kg.sparql.walk import Reads, Walk
from kg.store.overlay import Overlay, Whole
from kg.terms import Term, expand

__all__ = ["Affected", "Plan", "affected", "compile_plan", "validate_change"]

Affected = Mapping[int, frozenset[Term]]  # the focus nodes of a root shape, by its place among the roots
_BELOW = expand("rdfs:subClassOf")


@dataclass(frozen=True, slots=True)
class Plan:
    """Shapes with what each of them reads; None where that cannot be told. `by_property` names the shapes to ask."""

    shapes: Shapes
    reads: tuple[Reads | None, ...]
    by_property: Mapping[NamedNode | None, tuple[int, ...]]
    queries: Mapping[int, Group | None]  # of each query of a root shape, by its identity

    @property
    def unreadable(self) -> tuple[Shape, ...]:
        """The shapes whose nodes are all looked at after any change."""
        return tuple(root for root, reads in zip(self.shapes.roots, self.reads, strict=True) if reads is None)


def compile_plan(shapes: Shapes) -> Plan:
    """Return what the shapes read."""
    reads = tuple(_reads(root) for root in shapes.roots)
    places: dict[NamedNode | None, list[int]] = defaultdict(list)
    for number, each in enumerate(reads):
        for name in each.names if each else ():
            places[name].append(number)
    queries = {
        id(sparql): _query(shape, sparql) for root in shapes.roots for shape in root.parts() for sparql in shape.sparql
    }
    return Plan(shapes, reads, {name: tuple(found) for name, found in places.items()}, queries)


def _reads(root: Shape) -> Reads | None:
    try:
        return Reads(shape_reads(root), (FOCUS,))
    except Unreadable:
        return None


def _query(shape: Shape, sparql: Sparql) -> Group | None:
    try:
        return query_reads(shape, sparql)
    except Unreadable:
        return None


def affected(plan: Plan, over: Overlay) -> Affected:
    """Return the focus nodes of each root shape that the change of an overlay can matter to; all that it is about
    where that cannot be told.
    """
    changed = [*over.added, *over.removed]
    if not changed:
        return {}
    walk, view = Walk(Whole(over)), View(over)
    found: dict[int, set[Term]] = defaultdict(set)
    everything = {number for number, reads in enumerate(plan.reads) if reads is None}
    if any(quad.predicate == _BELOW for quad in changed):
        everything = set(range(len(plan.reads)))
    for quad in changed:
        for number in (*plan.by_property.get(quad.predicate, ()), *plan.by_property.get(None, ())):
            reads = plan.reads[number]
            if number in everything or reads is None:
                continue
            try:
                for env in reads.of(quad, walk):
                    found[number] |= env[FOCUS]
            except Unreadable:
                everything.add(number)
    kept = {}
    for number in sorted(found.keys() | everything):
        root = plan.shapes.roots[number]
        nodes = _all(root, over) if number in everything else found[number]
        if foci := frozenset(node for node in nodes if _is_focus(root, node, view)):
            kept[number] = foci
    return kept


def validate_change(plan: Plan, over: Overlay, pairs: Affected, label: Label, given: Given | None = None) -> Report:
    """Check the focus nodes of some shapes on the graph that an overlay shows; `label` names nodes in messages."""
    interpreter = Interpreter(over, plan.shapes, given, _Near(plan, over, pairs))
    return Report.of(
        result_of(breach, label)
        for number, foci in pairs.items()
        for focus in foci
        for breach in interpreter.breaches(plan.shapes.roots[number], focus)
    )


def _is_focus(root: Shape, node: Term, view: View) -> bool:
    return any(_is_target(target, node, view) for target in root.targets)


def _is_target(target: Target, node: Term, view: View) -> bool:
    match target.kind, target.term:
        case "targetNode", term:
            return node == term
        case "targetClass", term:
            return view.is_instance(node, term)
        case "targetSubjectsOf", NamedNode() as term:
            return bool(view.objects(node, term))
        case _, NamedNode() as term:
            return bool(view.subjects(term, node))
    return False


def _all(root: Shape, over: Overlay) -> Iterator[Term]:
    """Yield every node that a shape may be about."""
    for target in root.targets:
        if target.kind == "targetNode":
            yield target.term
            continue
        assert isinstance(target.term, NamedNode)
        predicate = expand("rdf:type") if target.kind == "targetClass" else target.term
        for quad in over.quads_for_pattern(None, predicate, None):
            yield quad.object if target.kind == "targetObjectsOf" else quad.subject


class _Near:
    """The stores that queries run on: what each of them can read around its focus nodes."""

    def __init__(self, plan: Plan, over: Overlay, pairs: Affected) -> None:
        self._plan, self._over, self._walk = plan, over, Walk(over)
        self._foci: dict[int, frozenset[Term]] = {}
        for number, foci in pairs.items():
            root = plan.shapes.roots[number]
            for shape in (root, *(part for part in root.properties)):
                if shape is root or root.path is None:
                    self._foci |= {id(sparql): foci for sparql in shape.sparql}
        self._candidates: dict[int, tuple[Store, frozenset[Term]] | None] = {}
        self._whole: Store | None = None

    def store(self, shape: Shape, sparql: Sparql, bound: Mapping[str, Term]) -> Store | None:
        """Return what a query has to look at where some variables are bound, or None where it has no rows."""
        group = self._plan.queries.get(id(sparql))
        if group is None:
            return self.whole()
        foci = self._foci.get(id(sparql))
        try:
            if foci is None or sparql.ask or sparql.parameters:
                return self._around(group, {name: frozenset((term,)) for name, term in bound.items()}, sparql.ask)
            if id(sparql) not in self._candidates:
                self._candidates[id(sparql)] = self._screened(shape, sparql, group, foci)
        except Unreadable:
            return self.whole()
        found = self._candidates[id(sparql)]
        return found[0] if found and bound[FOCUS] in found[1] else None

    def _screened(
        self, shape: Shape, sparql: Sparql, group: Group, foci: frozenset[Term]
    ) -> tuple[Store, frozenset[Term]] | None:
        """Return what a query reads around all its focus nodes, and those of them for which it may have rows."""
        store = self._around(group, {FOCUS: foci}, False)
        if store is None:
            return None
        named = [node for node in foci if isinstance(node, NamedNode)]
        if len(named) < len(foci):
            return store, foci
        try:
            query = by_query(sparql, shape, f"VALUES ?this {{ {' '.join(map(str, named))} }}")
        except Untranslatable:
            return store, foci
        rows = store.query(query, custom_functions=dict(FUNCTIONS))
        assert isinstance(rows, QuerySolutions)
        return store, frozenset(row["this"] for row in rows)

    def _around(self, group: Group, known: Mapping[str, frozenset[Term]], always: bool) -> Store | None:
        walk = Walk(self._over)
        if walk.read(group, known) is None and not always:
            return None
        store = Store()
        store.extend(walk.quads)
        return store

    def whole(self) -> Store:
        """Return a store of the whole graph with the change."""
        if self._whole is None:
            self._whole = Store()
            self._whole.bulk_extend(self._over.quads_for_pattern(None, None, None))
        return self._whole
