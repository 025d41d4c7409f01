"""What a change can matter to, found once from the shapes: a `Plan`.

It says where shapes read, how statements there lead to focus nodes, which shapes are about a node, and what is known of
their queries before they run. It knows no graph until it is asked about one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.shacl.model import TARGETS, Shape, Shapes, Sparql
from kg.shacl.queries import Barred, by_query
from kg.shacl.reads import FOCUS, query_reads, shape_reads
from kg.shacl.screens import Untranslatable
from kg.shacl.view import View
from kg.sparql.leads import Leads
from kg.sparql.reads import Reads
from kg.sparql.trees import Group, Unreadable
from kg.terms import Term

__all__ = ["Focus", "Plan", "Planned", "compile_plan"]


@dataclass(frozen=True, slots=True)
class Plan:
    """Shapes with what each of them reads; None where that cannot be told.

    `leads` has the places where shapes read, with routes to their focus nodes, and `queries` what is known of each
    query of a shape, by its identity.
    """

    shapes: Shapes
    reads: tuple[Reads | None, ...]
    leads: Leads
    queries: Mapping[int, Planned]
    focus: Focus

    @property
    def unreadable(self) -> tuple[Shape, ...]:
        """The shapes whose nodes are all looked at after any change."""
        return tuple(root for root, reads in zip(self.shapes.roots, self.reads, strict=True) if reads is None)


def compile_plan(shapes: Shapes) -> Plan:
    """Return what the shapes read."""
    reads = tuple(_reads(root) for root in shapes.roots)
    parts = [shape for root in shapes.roots for shape in root.parts()]
    return Plan(
        shapes,
        reads,
        Leads.of(reads),
        {id(sparql): Planned.of(shape, sparql) for shape in parts for sparql in shape.sparql},
        Focus.of(shapes),
    )


def _reads(root: Shape) -> Reads | None:
    try:
        return Reads(shape_reads(root), (FOCUS,))
    except Unreadable:
        return None


@dataclass(frozen=True, slots=True)
class Focus:
    """Which shapes are about a node, as a mask of bits: by its class, by name, or by what is said with it."""

    by_class: Mapping[Term, int]
    by_node: Mapping[Term, int]
    by_subject: tuple[tuple[NamedNode, int], ...]
    by_object: tuple[tuple[NamedNode, int], ...]

    @classmethod
    def of(cls, shapes: Shapes) -> Focus:
        """Return what the targets of shapes say."""
        found: dict[str, dict[Term, int]] = {kind: defaultdict(int) for kind in TARGETS}
        for number, root in enumerate(shapes.roots):
            for target in root.targets:
                found[target.kind][target.term] |= 1 << number
        subjects, objects = (
            tuple((term, mask) for term, mask in found[kind].items() if isinstance(term, NamedNode))
            for kind in ("targetSubjectsOf", "targetObjectsOf")
        )
        return cls(found["targetClass"], found["targetNode"], subjects, objects)

    def mask(self, node: Term, view: View) -> int:
        """Return the shapes that are about a node."""
        found = self.by_node.get(node, 0)
        for term in view.classes(node):
            found |= self.by_class.get(term, 0)
        for predicate, mask in self.by_subject:
            if mask & ~found and view.objects(node, predicate):
                found |= mask
        for predicate, mask in self.by_object:
            if mask & ~found and view.subjects(predicate, node):
                found |= mask
        return found


@dataclass(frozen=True, slots=True)
class Planned:
    """What is known of a query of a shape before it runs; each is None where that cannot be told.

    `group` is what it reads, `pieces` its text, between whose parts goes what binds several focus nodes at once, and
    `barred` the properties that it forbids, if that is all.
    """

    group: Group | None
    pieces: tuple[str, ...] | None
    barred: Barred | None

    @classmethod
    def of(cls, shape: Shape, sparql: Sparql) -> Planned:
        """Read a query of a shape."""
        group, pieces = None, None
        with suppress(Unreadable):
            group = query_reads(shape, sparql)
        with suppress(Untranslatable):
            pieces = by_query(sparql, shape)
        return cls(group, pieces, Barred.of(sparql, shape))
