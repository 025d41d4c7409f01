"""What a shape reads of a graph, as the pattern tree of a query about its focus node.

Nothing in it must match, since a shape also looks for what is missing: each part stands aside, inside of what leads to
it. The tree tells which focus nodes a change can matter to, and never too few.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import count

from pyoxigraph import NamedNode

from kg.shacl.model import Constraint, Shape, Sparql, Target
from kg.shacl.paths import Path
from kg.shacl.prebinding import with_path
from kg.sparql.paths import ANY_STEP, Choice, Repeat, Step, Way, reverse
from kg.sparql.paths import Path as Steps
from kg.sparql.patterns import read_query
from kg.sparql.trees import Aside, Group, Link, Part, Unreadable, renamed
from kg.terms import RDF_TYPE, expand

__all__ = ["FOCUS", "query_reads", "shape_reads", "steps"]

FOCUS = "this"
_ON_FOCUS = ("equals", "disjoint", "lessThan", "lessThanOrEquals")
_REPEATED = {"zeroOrMore": (True, True), "oneOrMore": (False, True), "zeroOrOne": (True, False)}


def shape_reads(shape: Shape) -> Group:
    """Return all that a shape reads, its targets included; `Unreadable` where a query in it cannot be followed."""
    fresh = (f"{number}:" for number in count(1))
    targets = (_of_target(target, next(fresh)) for target in shape.targets if target.kind != "targetNode")
    return Group((*(_aside(link) for link in targets), *_of_shape(shape, FOCUS, fresh)))


def query_reads(shape: Shape, sparql: Sparql) -> Group:
    """Return what a query of a shape reads, its focus node being `FOCUS` and the value it is asked about `value`."""
    if "shapesGraph" in sparql.query or "currentShape" in sparql.query:
        raise Unreadable("a query that looks at the shapes")
    return read_query(with_path(sparql.query, shape.path.sparql) if shape.path else sparql.query).where


def steps(path: Path) -> Steps:
    """Return a SHACL path as steps to be walked."""
    if path.predicate is not None:
        return Step(path.predicate)
    parts = tuple(steps(part) for part in path.parts)
    if path.kind == "inverse":
        return reverse(parts[0])
    if path.kind in _REPEATED:
        return Repeat(parts[0], *_REPEATED[path.kind])
    return Way(parts) if path.kind == "sequence" else Choice(parts)


def _of_target(target: Target, other: str) -> Link:
    assert isinstance(target.term, NamedNode)
    if target.kind == "targetClass":
        return Link(FOCUS, _class_path(), other)
    if target.kind == "targetSubjectsOf":
        return Link(FOCUS, Step(target.term), other)
    return Link(other, Step(target.term), FOCUS)


def _of_shape(shape: Shape, node: str, fresh: Iterator[str]) -> Iterator[Part]:
    if shape.path is None:
        yield from _of_values(shape, node, node, fresh)
        return
    value = next(fresh)
    yield Aside(Group((Link(node, steps(shape.path), value), *_of_values(shape, node, value, fresh))))


def _of_values(shape: Shape, node: str, value: str, fresh: Iterator[str]) -> Iterator[Part]:
    for constraint in shape.constraints:
        yield from _of_constraint(constraint, node, value, fresh)
    for sparql in shape.sparql:
        names = {FOCUS: node, "value": value} if sparql.ask else {FOCUS: node}
        yield Aside(renamed(query_reads(shape, sparql), _within(names, next(fresh))))
    for part in shape.properties:
        yield from _of_shape(part, value, fresh)


def _of_constraint(constraint: Constraint, node: str, value: str, fresh: Iterator[str]) -> Iterator[Part]:
    if constraint.parameter == "class":
        yield _aside(Link(value, _class_path(), next(fresh)))
    elif constraint.parameter == "closed":
        yield _aside(Link(value, ANY_STEP, next(fresh)))
    elif constraint.parameter in _ON_FOCUS:
        assert isinstance(constraint.term, NamedNode)
        yield _aside(Link(node, Step(constraint.term), next(fresh)))
    for shape in constraint.shapes:
        yield Aside(Group(tuple(_of_shape(shape, value, fresh))))


def _class_path() -> Steps:
    return Way((Step(RDF_TYPE), Repeat(Step(expand("rdfs:subClassOf")), zero=True, many=True)))


def _aside(link: Link) -> Aside:
    return Aside(Group((link,)))


def _within(names: Mapping[str, str], prefix: str) -> Callable[[str], str]:
    """Return what names the variables of a query inside of a shape: some are those of the shape, the rest its own."""
    return lambda each: names.get(each, prefix + each)
