"""Turtle files of shapes, read into values; every slip is an error with file and line.

All files are one graph, so that a shape may refer to another file. What no processor would notice is an error here,
because a check would silently be missing: a term of SHACL that does not exist, a query that is none, a shape that is
not well formed (SHACL, appendix A) or that refers to itself, of which SHACL does not say what it means.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import BlankNode, NamedNode

from kg.shacl.checks import CHECKS
from kg.shacl.model import TARGETS, Constraint, Severity, Shape, Shapes, ShapesError, Target
from kg.shacl.paths import Path as PropertyPath
from kg.shacl.paths import PathError, read_path
from kg.shacl.source import Source
from kg.shacl.sparql import Queries
from kg.shacl.wellformed import check_parameter
from kg.terms import RDF_TYPE, Term, expand

__all__ = ["read_shapes"]

_LISTS = {"and", "or", "xone", "in", "languageIn"}
_OF_SHAPES = {"and", "or", "xone", "not", "node"}
_QUALIFIED = ("qualifiedMinCount", "qualifiedMaxCount")


def read_shapes(directories: Iterable[Path | str]) -> Shapes:
    """Read all `*.ttl` of some directories; a file in a later one replaces the file of that name before it.

    A single file may stand for a directory. `ShapesError` where a file is no Turtle, a query no SPARQL, a shape not
    well formed, a term no term of SHACL, or where there is no shape.
    """
    given = [Path(directory) for directory in directories]
    listed = [sorted(path.glob("*.ttl")) if path.is_dir() else [path] for path in given]
    source = Source()
    for file in {file.name: file for files in listed for file in files}.values():
        source.load(file)
    reader = _Reader(source)
    roots = tuple(sorted(reader.roots(), key=lambda shape: str(shape.name)))
    if not roots and not reader.targeted:
        raise ShapesError(f"no shapes in {', '.join(map(str, given)) or 'no directory'}", remedy="check the directory")
    names = {name for root in roots for name in _reported(root)}
    return Shapes(roots, tuple(sorted(names, key=str)), tuple(source.triples))


class _Reader:
    """Makes shapes of the nodes of a source; each node is read once."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self._queries = Queries(source)
        self._open: list[Term] = []
        self._read: dict[tuple[Term, Term], Shape | None] = {}
        self.targeted = False

    def roots(self) -> Iterator[Shape]:
        """Yield every shape that has a target and is not deactivated."""
        shapes = {expand("sh:NodeShape"), expand("sh:PropertyShape")}
        for node in list(self.source.graph):
            if any(self._targets(node)):
                self.targeted = True
                shape = self._shape(node, node)
                if shape is not None:
                    yield shape
            elif shapes.intersection(self.source.graph[node].get(RDF_TYPE, ())):
                self.source.check_terms(node)  # a target may be misspelt

    def _targets(self, node: Term) -> Iterator[Target]:
        for kind in TARGETS:
            yield from (Target(kind, term) for term in self.source.all(node, kind))
        types = self.source.graph[node].get(RDF_TYPE, ()) if node in self.source.graph else ()
        is_shape = any(expand(name) in types for name in ("sh:NodeShape", "sh:PropertyShape"))
        if is_shape and (expand("rdfs:Class") in types or expand("owl:Class") in types):
            yield Target("targetClass", node)

    def _shape(self, node: Term, above: Term) -> Shape | None:
        name = node if isinstance(node, NamedNode) else above
        if node in self._open:
            raise ShapesError("the shape refers to itself", place=self.source.place(name), remedy="break the circle")
        if not isinstance(node, NamedNode | BlankNode) or not isinstance(name, NamedNode | BlankNode):
            raise ShapesError(f"{node} is no shape", place=self.source.place(above), remedy="name a shape")
        if (node, name) not in self._read:
            self.source.check_terms(node)
            self._open.append(node)
            self._read[node, name] = None if self._is_off(node) else self._whole(node, name)
            self._open.pop()
        return self._read[node, name]

    def _is_off(self, node: Term) -> bool:
        return self.source.text(node, "deactivated") == "true"

    def _whole(self, node: NamedNode | BlankNode, name: NamedNode | BlankNode) -> Shape:
        path = self._path(node, name)
        return Shape(
            node,
            name,
            path,
            self._severity(node, name),
            self.source.literals(node, "message"),
            tuple(self._targets(node)),
            tuple(self._constraints(node, name, path)),
            tuple(self._queries.of(node, name, path)),
            self._parts(self.source.all(node, "property"), name, of_properties=True),
        )

    def _parts(self, nodes: Iterable[Term], above: Term, *, of_properties: bool = False) -> tuple[Shape, ...]:
        nodes = list(nodes)
        if of_properties and any(not self.source.all(node, "path") for node in nodes):
            place = self.source.place(above)
            raise ShapesError("what sh:property names has no sh:path", place=place, remedy="give it a path")
        return tuple(shape for node in nodes if (shape := self._shape(node, above)) is not None)

    def _path(self, node: Term, name: Term) -> PropertyPath | None:
        starts = self.source.all(node, "path")
        place = self.source.place(name)
        if len(starts) > 1:
            raise ShapesError("a shape has one sh:path", place=place, remedy="make a shape of each")
        try:
            return (
                read_path(starts[0], self.source.graph, lambda start: self.source.members(start, name))
                if starts
                else None
            )
        except PathError as error:
            raise ShapesError(str(error), place=place, remedy="write a path of SHACL") from error

    def _severity(self, node: Term, name: Term) -> NamedNode:
        given = self.source.all(node, "severity")
        if not given:
            return Severity.VIOLATION.node
        if len(given) > 1 or not isinstance(given[0], NamedNode):
            place = self.source.place(name)
            raise ShapesError("a shape has one severity, an IRI", place=place, remedy="give one of sh:Violation …")
        return given[0]

    def _constraints(self, node: Term, name: Term, path: PropertyPath | None) -> Iterator[Constraint]:
        for parameter in CHECKS:
            given = self.source.all(node, parameter)
            if not given:
                continue
            if problem := check_parameter(parameter, given, has_path=path is not None):
                remedy = "see the SHACL recommendation, appendix A"
                raise ShapesError(problem, place=self.source.place(name), remedy=remedy)
            for value in given:
                yield from self._constraint(parameter, value, node, name)

    def _constraint(self, parameter: str, value: Term, node: Term, name: Term) -> Iterator[Constraint]:
        members = tuple(self.source.members(value, name)) if parameter in _LISTS else (value,)
        if parameter in _OF_SHAPES:
            shapes = self._parts(members, name)
            if len(shapes) == len(members):
                yield Constraint(parameter, shapes=shapes)
            else:
                yield from self._without(parameter, shapes, len(members))
        elif parameter in _QUALIFIED:
            yield from self._qualified(parameter, value, node, name)
        elif parameter == "closed":
            yield from self._closed(node, value, name)
        elif parameter != "uniqueLang" or getattr(value, "value", "") == "true":
            yield Constraint(parameter, members, flags=self.source.text(node, "flags"))

    def _without(self, parameter: str, shapes: tuple[Shape, ...], members: int) -> Iterator[Constraint]:
        """Yield a constraint on shapes of which some are deactivated: to these every node conforms."""
        everything = Shape(BlankNode("everything"), BlankNode("everything"))
        yield Constraint(parameter, shapes=(*shapes, *(everything for _ in range(members - len(shapes)))))

    def _qualified(self, parameter: str, value: Term, node: Term, name: Term) -> Iterator[Constraint]:
        for shape in self._parts(self.source.all(node, "qualifiedValueShape"), name):
            yield Constraint(parameter, (value,), (shape, *self._others(shape, node, name)))

    def _others(self, shape: Shape, node: Term, name: Term) -> Iterator[Shape]:
        disjoint = self.source.text(node, "qualifiedValueShapesDisjoint") == "true"
        siblings = self._parts(self._siblings(node), name) if disjoint else ()
        return (each for each in siblings if each.node != shape.node)

    def _siblings(self, node: Term) -> list[Term]:
        """Return the qualified shapes beside that of a property shape (SHACL, section 4.7.3)."""
        parts = (self.source.all(parent, "property") for parent in list(self.source.graph))
        beside = {each for properties in parts if node in properties for each in properties}
        return sorted({shape for each in beside for shape in self.source.all(each, "qualifiedValueShape")}, key=str)

    def _closed(self, node: Term, given: Term, name: Term) -> Iterator[Constraint]:
        if getattr(given, "value", "") == "true":
            own = [self.source.one(part, "path") for part in self.source.all(node, "property")]
            lists = self.source.all(node, "ignoredProperties")
            allowed = [*own, *(term for start in lists for term in self.source.members(start, name))]
            yield Constraint("closed", tuple(term for term in allowed if isinstance(term, NamedNode)))


def _reported(shape: Shape) -> Iterator[NamedNode]:
    """Yield the names that can stand in a report: of shapes that demand something themselves."""
    if (shape.constraints or shape.sparql) and isinstance(shape.name, NamedNode):
        yield shape.name
    for part in shape.properties:
        yield from _reported(part)
