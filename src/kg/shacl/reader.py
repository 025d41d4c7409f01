"""Turtle files of shapes, read into values; every slip is an error with file and line.

All files are one graph, so that a shape may refer to another file. What no processor would notice is an error here,
because a check would silently be missing: a term of SHACL that does not exist, a query that is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import NamedNode, Store

from kg.shacl.components import PARAMETERS, Untranslatable, check
from kg.shacl.functions import FUNCTIONS
from kg.shacl.model import TARGETS, Constraint, Severity, Shape, Shapes, ShapesError, Sparql, Target
from kg.shacl.model import Path as PropertyPath
from kg.shacl.paths import PathError, read_path
from kg.shacl.source import UNTRANSLATED, Source, local
from kg.terms import RDF_TYPE, Term, expand

__all__ = ["read_shapes"]

_LISTS = {"and", "or", "xone", "in", "languageIn"}
_OF_SHAPES = {"and", "or", "xone", "not", "node"}
_FORBIDDEN = re.compile(r"\b(?:MINUS|VALUES|SERVICE)\b(?=\s*[{(?$<])|[$?](?:shapesGraph|currentShape)\b", re.IGNORECASE)


def read_shapes(directories: Iterable[Path | str]) -> Shapes:
    """Read all `*.ttl` of some directories; a file in a later one replaces the file of that name before it.

    A single file may stand for a directory. `ShapesError` where a file is no Turtle, a query no SPARQL, a term no term
    of SHACL, or where there is no shape.
    """
    given = [Path(directory) for directory in directories]
    listed = [sorted(path.glob("*.ttl")) if path.is_dir() else [path] for path in given]
    reader = _Reader()
    for file in {file.name: file for files in listed for file in files}.values():
        reader.source.load(file)
    roots = tuple(sorted(reader.roots(), key=lambda shape: shape.name.value))
    if not roots:
        raise ShapesError(f"no shapes in {', '.join(map(str, given)) or 'no directory'}", remedy="check the directory")
    fallback = tuple(root for root in roots if not reader.translatable(root))
    names = {name for root in roots for name in _reported(root)}
    return Shapes(roots, fallback, tuple(sorted(names, key=str)), tuple(reader.source.triples))


class _Reader:
    """Makes shapes of the nodes of a source."""

    def __init__(self) -> None:
        self.source = Source()
        self._open: list[Term] = []
        self._foreign: set[NamedNode] = set()
        self._empty = Store()

    def roots(self) -> Iterator[Shape]:
        """Yield every shape that has a target and is not deactivated."""
        own = self.source.own_parameters()
        for node in list(self.source.graph):
            if not any(self._targets(node)):
                continue
            if not isinstance(node, NamedNode):
                raise ShapesError(
                    "a shape with targets has no name", place=self.source.place(node), remedy="give it an IRI"
                )
            shape = self._shape(node, node, own)
            if shape is not None:
                yield shape

    def translatable(self, root: Shape) -> bool:
        """Tell whether all of a shape has a translation; pyshacl takes the others."""
        try:
            check(root)
        except Untranslatable:
            return False
        return not self._foreign.intersection(_names(root))

    def _targets(self, node: Term) -> Iterator[Target]:
        for kind in TARGETS:
            yield from (Target(kind, term) for term in self.source.all(node, kind))
        types = self.source.graph[node][RDF_TYPE]
        if expand("sh:NodeShape") in types and expand("rdfs:Class") in types:
            yield Target("targetClass", node)

    def _shape(self, node: Term, above: NamedNode, own: set[Term]) -> Shape | None:
        name = node if isinstance(node, NamedNode) else above
        if node in self._open:
            raise ShapesError("the shape refers to itself", place=self.source.place(name), remedy="break the circle")
        if self.source.text(node, "deactivated") == "true":
            return None
        used = set(self.source.graph[node])
        if UNTRANSLATED & {local(term) for term in used} or own & used:
            self._foreign.add(name)
        self._open.append(node)
        shape = Shape(
            name,
            self._path(node, name),
            self._severity(node, name),
            self.source.text(node, "message"),
            tuple(self._targets(node)),
            tuple(self._constraints(node, name, own)),
            tuple(self._sparql(constraint, name) for constraint in self.source.all(node, "sparql")),
            self._parts(self.source.all(node, "property"), name, own),
        )
        self._open.pop()
        return shape

    def _parts(self, nodes: Iterable[Term], above: NamedNode, own: set[Term]) -> tuple[Shape, ...]:
        return tuple(shape for node in nodes if (shape := self._shape(node, above, own)) is not None)

    def _path(self, node: Term, name: NamedNode) -> PropertyPath | None:
        start = self.source.one(node, "path")
        try:
            return read_path(start, self.source.graph, self.source.members) if start is not None else None
        except PathError as error:
            raise ShapesError(str(error), place=self.source.place(name), remedy="write a path of SHACL") from error

    def _severity(self, node: Term, name: NamedNode) -> Severity:
        given = self.source.one(node, "severity")
        for severity in Severity:
            if given in (severity.node, None):
                return severity
        remedy = "use sh:Violation, sh:Warning or sh:Info"
        raise ShapesError(f"{given} is no severity", place=self.source.place(name), remedy=remedy)

    def _constraints(self, node: Term, name: NamedNode, own: set[Term]) -> Iterator[Constraint]:
        for parameter in PARAMETERS:
            for given in self.source.all(node, parameter):
                members = tuple(self.source.members(given)) if parameter in _LISTS else (given,)
                if parameter in _OF_SHAPES:
                    yield Constraint(parameter, shapes=self._parts(members, name, own))
                elif parameter == "closed":
                    yield from self._closed(node, given)
                elif parameter != "uniqueLang" or getattr(given, "value", "") == "true":
                    yield Constraint(parameter, members, flags=self.source.text(node, "flags"))

    def _closed(self, node: Term, given: Term) -> Iterator[Constraint]:
        if getattr(given, "value", "") == "true":
            own = [self.source.one(part, "path") for part in self.source.all(node, "property")]
            lists = self.source.all(node, "ignoredProperties")
            allowed = [*own, *(term for start in lists for term in self.source.members(start))]
            yield Constraint("closed", tuple(term for term in allowed if isinstance(term, NamedNode)))

    def _sparql(self, node: Term, name: NamedNode) -> Sparql:
        select = self.source.text(node, "select")
        if found := _FORBIDDEN.search(select):
            place = self.source.place(name)
            raise ShapesError(f"{found[0]} may not stand in sh:select", place=place, remedy="say it in another way")
        query = self.source.prefixes(self.source.all(node, "prefixes")) + select
        try:
            self._empty.query(re.sub(r"[$?]PATH\b", "<urn:path>", query), custom_functions=dict(FUNCTIONS))
        except SyntaxError as error:
            place = self.source.place(name)
            raise ShapesError(f"sh:select is no SPARQL: {error}", place=place, remedy="mend the query") from error
        return Sparql(query, self.source.text(node, "message"))


def _names(shape: Shape) -> Iterator[NamedNode]:
    yield shape.name
    for part in [*shape.properties, *(s for c in shape.constraints for s in c.shapes)]:
        yield from _names(part)


def _reported(shape: Shape) -> Iterator[NamedNode]:
    """Yield the names that can stand in a report: of shapes that demand something themselves."""
    if shape.constraints or shape.sparql:
        yield shape.name
    for part in shape.properties:
        yield from _reported(part)
