"""What a change can matter to, found once from the shapes: a `Plan`.

It says where shapes read, how statements there lead to focus nodes, which shapes are about a node, and what is known of
their queries before they run. It knows no graph until it is asked about one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import NamedTuple

from pyoxigraph import NamedNode, Quad

from kg.shacl.model import TARGETS, Shape, Shapes, Sparql
from kg.shacl.queries import by_query
from kg.shacl.reads import FOCUS, query_reads, shape_reads
from kg.shacl.screens import Untranslatable
from kg.shacl.view import View
from kg.sparql.paths import Begin, Path, begin
from kg.sparql.reads import Lead, Reads
from kg.sparql.trees import Group, Unreadable
from kg.sparql.walk import Walk
from kg.store.overlay import Overlay, Whole
from kg.terms import Term

__all__ = ["Focus", "Leads", "Plan", "Planned", "compile_plan"]


@dataclass(frozen=True, slots=True)
class Plan:
    """Shapes with what each of them reads; None where that cannot be told.

    `leads` has the places where shapes read and from which routes lead to their focus nodes; `others` has, by property,
    the shapes that read at places without a route. `queries` has what is known of each query of a shape, by its
    identity.
    """

    shapes: Shapes
    reads: tuple[Reads | None, ...]
    leads: Leads
    others: Mapping[NamedNode | None, tuple[int, ...]]
    queries: Mapping[int, Planned]
    focus: Focus

    @property
    def unreadable(self) -> tuple[Shape, ...]:
        """The shapes whose nodes are all looked at after any change."""
        return tuple(root for root, reads in zip(self.shapes.roots, self.reads, strict=True) if reads is None)


def compile_plan(shapes: Shapes) -> Plan:
    """Return what the shapes read."""
    reads = tuple(_reads(root) for root in shapes.roots)
    others: dict[NamedNode | None, list[int]] = defaultdict(list)
    for number, each in enumerate(reads):
        for name in each.unled if each else ():
            others[name].append(number)
    parts = [shape for root in shapes.roots for shape in root.parts()]
    return Plan(
        shapes,
        reads,
        Leads.of(reads),
        {name: tuple(found) for name, found in others.items()},
        {id(sparql): Planned.of(shape, sparql) for shape in parts for sparql in shape.sparql},
        Focus.of(shapes),
    )


def _reads(root: Shape) -> Reads | None:
    try:
        return Reads(shape_reads(root), (FOCUS,))
    except Unreadable:
        return None


class Start(NamedTuple):
    """Where a statement that comes or goes begins a route, of a path by its number, and for which shapes (a mask).

    `subject` is what the statement must have there, None for anything.
    """

    subject: NamedNode | None
    from_object: bool
    path: int
    shapes: int


@dataclass(frozen=True, slots=True)
class Leads:
    """The routes to the focus nodes of all shapes.

    `starts` has what begins with a statement, by its property and then by its object. None stands there for the
    properties that are not named, and for any object. `paths` are those of the routes, each of them once, and `begins`
    tells how they begin.
    """

    paths: tuple[Path, ...]
    begins: tuple[Begin | None, ...]
    starts: Mapping[NamedNode | None, Mapping[Term | None, tuple[Start, ...]]]

    @classmethod
    def of(cls, reads: Iterable[Reads | None]) -> Leads:
        """Put together the routes of shapes, by their places among the roots."""
        found: dict[NamedNode | None, dict[Lead, int]] = defaultdict(lambda: defaultdict(int))
        for number, each in enumerate(reads):
            for name, leads in each.leads.items() if each else ():
                for lead in leads:
                    found[name][lead] |= 1 << number
        paths: dict[Path, int] = {}
        starts: dict[NamedNode | None, dict[Term | None, dict[Start, None]]] = {}
        anything = dict(found[None])
        for name, places in found.items():
            at = starts[name] = defaultdict(dict)
            for lead in anything | places:
                (route,) = lead.routes
                shapes = places.get(lead, 0) | anything.get(lead, 0)
                path = paths.setdefault(route.path, len(paths))
                at[lead.object][Start(lead.subject, route.from_object, path, shapes)] = None
        sorted_ = {name: {term: tuple(each) for term, each in at.items()} for name, at in starts.items()}
        return cls(tuple(paths), tuple(map(begin, paths)), sorted_)

    def follow(self, changed: Iterable[Quad], over: Overlay) -> dict[Term, int]:
        """Return the nodes to which changed statements lead, each with the shapes for which they do.

        It looks at what an overlay holds, and at what it takes away.
        """
        walk, places = Walk(Whole(over)), defaultdict[tuple[int, Term], int](int)
        anywhere = self.starts.get(None, {})
        for quad in changed:
            at = self.starts.get(quad.predicate, anywhere)
            for subject, from_object, path, shapes in (*at.get(None, ()), *at.get(quad.object, ())):
                if subject is None or subject == quad.subject:
                    places[path, quad.object if from_object else quad.subject] |= shapes
        near = {node: over.around(node) for _, node in places}
        masks: dict[Term, int] = defaultdict(int)
        for (path, node), shapes in places.items():
            first, around = self.begins[path], near[node]
            if first and around and first.on.isdisjoint(around[0]) and first.back.isdisjoint(around[1]):
                continue
            for end in walk.ends(self.paths[path], node):
                masks[end] |= shapes
        return masks


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

    `group` is what it reads, `pieces` its text, between whose parts goes what binds several focus nodes at once.
    """

    group: Group | None
    pieces: tuple[str, ...] | None

    @classmethod
    def of(cls, shape: Shape, sparql: Sparql) -> Planned:
        """Read a query of a shape."""
        group, pieces = None, None
        with suppress(Unreadable):
            group = query_reads(shape, sparql)
        with suppress(Untranslatable):
            pieces = by_query(sparql, shape)
        return cls(group, pieces)
