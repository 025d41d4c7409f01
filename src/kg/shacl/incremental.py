"""Validates a change: only the shapes and focus nodes that it can matter to, in its neighbourhood.

A `Plan` was compiled from the shapes (`kg.shacl.plan`). For each statement that is added or taken away it leads to the
focus nodes whose shapes read it, forwards and backwards; the interpreter then looks at these alone, on the graph with
the change laid over it. A query of a shape runs on a small store of what it can read around its focus nodes. Where that
cannot be told, all nodes that the shape is about are looked at, and its queries see the whole graph: slow, but right.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from kg.shacl.functions import FUNCTIONS
from kg.shacl.given import Given
from kg.shacl.interpreter import Interpreter
from kg.shacl.model import Shape, Sparql
from kg.shacl.plan import Plan, Planned, compile_plan
from kg.shacl.reads import FOCUS
from kg.shacl.report import Report
from kg.shacl.validation import Label, result_of
from kg.shacl.view import View
from kg.sparql.leads import ALL, bits
from kg.sparql.trees import Unreadable
from kg.sparql.walk import Walk
from kg.store.overlay import Overlay, Whole
from kg.terms import Term, expand

__all__ = ["Affected", "Plan", "affected", "compile_plan", "is_about", "validate_change"]

Affected = Mapping[int, frozenset[Term]]  # the focus nodes of a root shape, by its place among the roots
_BELOW = expand("rdfs:subClassOf")


def affected(plan: Plan, over: Overlay) -> Affected:
    """Return the focus nodes of each root shape that the change of an overlay can matter to; all that it is about
    where that cannot be told.
    """
    changed = [*over.added, *over.removed]
    if not changed:
        return {}
    whole = Whole(over)
    walk = Walk(whole)
    everything = sum(1 << number for number, reads in enumerate(plan.reads) if reads is None)
    if any(quad.predicate == _BELOW for quad in changed):
        everything = (1 << len(plan.reads)) - 1
    masks = plan.leads.follow(((quad, ALL) for quad in changed), whole)
    for quad in changed:
        for number in plan.leads.others(quad):
            reads = plan.reads[number]
            assert reads is not None
            try:
                for env in reads.elsewhere(quad, walk):
                    for node in env[FOCUS]:
                        masks[node] |= 1 << number
            except Unreadable:
                everything |= 1 << number
    return _by_root(plan, masks, everything, over)


def _by_root(plan: Plan, masks: Mapping[Term, int], everything: int, over: Overlay) -> Affected:
    """Return the nodes of each shape that is about them."""
    view = View(over)
    found: dict[int, set[Term]] = defaultdict(set)
    for node, mask in masks.items():
        for number in bits(mask & plan.focus.mask(node, view)):
            found[number].add(node)
    for number in bits(everything):
        for node in _all(plan.shapes.roots[number], over):
            if plan.focus.mask(node, view) >> number & 1:
                found[number].add(node)
    return {number: frozenset(found[number]) for number in sorted(found)}


def is_about(plan: Plan, over: Overlay, pairs: Affected) -> Affected:
    """Return those of some pairs whose node the shape is about in the graph that an overlay shows."""
    view = View(over)
    masks = {node: plan.focus.mask(node, view) for foci in pairs.values() for node in foci}
    return {number: frozenset(n for n in foci if masks[n] >> number & 1) for number, foci in pairs.items()}


def validate_change(plan: Plan, over: Overlay, pairs: Affected, label: Label, given: Given | None = None) -> Report:
    """Check the focus nodes of some shapes on the graph that an overlay shows; `label` names nodes in messages."""
    near = _Near(plan, over, pairs)
    interpreter = Interpreter(over, plan.shapes, given, near)
    return Report.of(
        result_of(breach, label)
        for number, foci in pairs.items()
        for focus in near.open(plan.shapes.roots[number], foci)
        for breach in interpreter.breaches(plan.shapes.roots[number], focus)
    )


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
    """The stores that queries run on: what they can read around their focus nodes.

    What all queries of the root shapes read around all their focus nodes lies in one store.
    """

    def __init__(self, plan: Plan, over: Overlay, pairs: Affected) -> None:
        self._plan, self._over, self._walk = plan, over, Walk(over)
        self._functions = dict(FUNCTIONS)
        self._whole: Store | None = None
        self._near = Store()
        self._asked: dict[int, frozenset[Term]] = defaultdict(frozenset)  # shapes may share a query
        for number, foci in pairs.items():
            for sparql in _directly(plan.shapes.roots[number]):
                self._asked[id(sparql)] |= foci
        left = {query: self._read(plan.queries[query], foci) for query, foci in self._asked.items()}
        self._near.extend(self._walk.quads)
        self._candidates = {
            query: self._screened(plan.queries[query], foci) for query, foci in left.items() if foci is not None
        }

    def _read(self, query: Planned, foci: frozenset[Term]) -> frozenset[Term] | None:
        """Read what a query can read around those of its focus nodes for which it may have rows, and return these.

        None where it cannot be told what that is.
        """
        if query.barred:
            foci = frozenset(node for node in foci if query.barred.any(self._properties(node)))
        if not foci:
            return foci
        if query.group is None:
            return None
        try:
            return foci if self._walk.read(query.group, {FOCUS: foci}) is not None else frozenset()
        except Unreadable:
            return None

    def _properties(self, node: Term) -> Iterator[NamedNode]:
        if not isinstance(node, Literal):
            yield from (quad.predicate for quad in self._over.quads_for_pattern(node, None, None))

    def open(self, root: Shape, foci: frozenset[Term]) -> frozenset[Term]:
        """Return those of the focus nodes of a shape that may break it, as far as its queries tell."""
        if root.constraints or root.properties:
            return foci
        return foci & frozenset().union(*(self._candidates.get(id(sparql), foci) for sparql in root.sparql))

    def store(self, shape: Shape, sparql: Sparql, bound: Mapping[str, Term]) -> Store | None:
        """Return what a query has to look at where some variables are bound, or None where it has no rows."""
        candidates = self._candidates.get(id(sparql))
        if candidates is not None and bound[FOCUS] in self._asked[id(sparql)]:
            return self._near if bound[FOCUS] in candidates else None
        group = self._plan.queries[id(sparql)].group
        if group is None:
            return self.whole()
        walk = Walk(self._over)
        try:
            matched = walk.read(group, {name: frozenset((term,)) for name, term in bound.items()})
        except Unreadable:
            return self.whole()
        if matched is None and not sparql.ask:
            return None
        store = Store()
        store.extend(walk.quads)
        return store

    def _screened(self, query: Planned, foci: frozenset[Term]) -> frozenset[Term]:
        """Return those of some focus nodes for which a query may have rows."""
        pieces = query.pieces
        if not foci or pieces is None or not all(isinstance(node, NamedNode) for node in foci):
            return foci
        target = f" VALUES ?this {{ {' '.join(map(str, foci))} }} "
        rows = self._near.query(target.join(pieces), custom_functions=self._functions)
        assert isinstance(rows, QuerySolutions)
        return frozenset(row["this"] for row in rows)

    def whole(self) -> Store:
        """Return a store of the whole graph with the change."""
        if self._whole is None:
            self._whole = Store()
            self._whole.bulk_extend(self._over.quads_for_pattern(None, None, None))
        return self._whole


def _directly(root: Shape) -> Iterator[Sparql]:
    """Yield the queries about the focus nodes of a root shape themselves: its own, and those of its properties."""
    for shape in (root, *(root.properties if root.path is None else ())):
        yield from (sparql for sparql in shape.sparql if not sparql.ask and not sparql.parameters)
