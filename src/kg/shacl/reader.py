"""Turtle files of shapes, read into values; every slip is an error with file and line.

All files are one graph, so that a shape may refer to another file. A term of SHACL that does not exist is an error
here, because a processor would pass over it and the check would silently be missing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path as File

from pyoxigraph import BlankNode, NamedNode, RdfFormat, Store, Triple, parse

from kg.errors import Place, did_you_mean
from kg.shacl.components import PARAMETERS, Untranslatable, check
from kg.shacl.functions import FUNCTIONS
from kg.shacl.model import TARGETS, Constraint, Path, Severity, Shape, Shapes, ShapesError, Sparql, Target
from kg.shacl.paths import PathError, read_path
from kg.terms import PREFIXES, RDF_TYPE, Term, expand, shrink

__all__ = ["read_shapes"]

SH = PREFIXES["sh"]
_LISTS = {"and", "or", "xone", "in", "languageIn"}
_SHAPES = {"and", "or", "xone", "not", "node"}
_DESCRIBING = {
    "path", "property", "severity", "message", "name", "description", "order", "group", "defaultValue", "deactivated",
    "flags", "ignoredProperties", "sparql", "select", "prefixes", "declare", "prefix", "namespace",
    "inversePath", "alternativePath", "zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath", *TARGETS,
}  # fmt: skip
_ELSEWHERE = {
    "qualifiedValueShape", "qualifiedMinCount", "qualifiedMaxCount", "qualifiedValueShapesDisjoint", "ask", "rule",
    "target", "js", "expression", "values", "reifierShape", "parameter", "validator", "nodeValidator",
    "propertyValidator", "optional", "labelTemplate", "entailment", "shapesGraph", "suggestedShapesGraph",
}  # fmt: skip
_NEEDS_PYSHACL = {"qualifiedValueShape", "target", "js", "expression", "reifierShape"}
_FORBIDDEN = re.compile(r"\b(MINUS|VALUES|SERVICE)\b\s*[{(?$<]", re.IGNORECASE)


def read_shapes(directories: Iterable[File | str]) -> Shapes:
    """Read all `*.ttl` of some directories; a file in a later one replaces the file of that name before it.

    `ShapesError` where a file is no Turtle, a query no SPARQL, a term no term of SHACL, or where there is no shape.
    """
    folders = [File(directory) for directory in directories]
    files = {file.name: file for folder in folders for file in sorted(folder.glob("*.ttl"))}
    reader = _Reader()
    for file in files.values():
        reader.load(file)
    roots = tuple(sorted(reader.roots(), key=lambda shape: shape.name.value))
    if not roots:
        raise ShapesError(f"no shapes in {', '.join(str(folder) for folder in folders) or 'no directory'}")
    fallback = tuple(root for root in roots if not reader.translatable(root))
    return Shapes(roots, fallback, tuple(sorted(reader.reported, key=str)), tuple(reader.triples))


class _Reader:
    """The graph of all shape files, and the shapes made of it so far."""

    def __init__(self) -> None:
        self.triples: list[Triple] = []
        self.reported: set[NamedNode] = set()
        self._graph: dict[Term, dict[NamedNode, list[Term]]] = defaultdict(lambda: defaultdict(list))
        self._files: dict[Term, File] = {}
        self._open: list[Term] = []
        self._foreign: set[NamedNode] = set()
        self._empty = Store()

    # -- loading

    def load(self, file: File) -> None:
        """Add the statements of one file."""
        try:
            statements = list(parse(path=file, format=RdfFormat.TURTLE, rename_blank_nodes=True))
        except SyntaxError as error:
            place = Place(str(file), error.lineno or 0, error.offset or 0)
            raise ShapesError(f"not Turtle: {error.msg}", place=place, remedy="mend the file") from error
        for quad in statements:
            self.triples.append(quad.triple)
            self._graph[quad.subject][quad.predicate].append(quad.object)
            self._files.setdefault(quad.subject, file)
        for subject, predicate in dict.fromkeys((quad.subject, quad.predicate) for quad in statements):
            self._check_term(subject, predicate)

    def _check_term(self, subject: Term, predicate: NamedNode) -> None:
        local = predicate.value.removeprefix(SH)
        known = _DESCRIBING | _ELSEWHERE | set(PARAMETERS)
        if local != predicate.value and local not in known:
            remedy = did_you_mean(local, known).replace("mean ", "mean sh:")
            raise ShapesError(f"sh:{local} is no term of SHACL", place=self._place(subject), remedy=remedy)

    def _place(self, node: Term) -> Place:
        """Return where a shape is written: the line that begins with its name."""
        named = [n for n in [*self._open[::-1], node] if isinstance(n, NamedNode) and n in self._files]
        if not named:
            file = self._files.get(node)
            return Place(str(file) if file else "shapes")
        at = node if isinstance(node, NamedNode) and node in self._files else named[0]
        local = re.escape(re.split(r"[#/]", str(at.value))[-1])
        lines = self._files[at].read_text(encoding="utf-8").splitlines()
        found = (n for n, line in enumerate(lines, 1) if re.match(rf"(\S*:|<\S*){local}[\s>]", line))
        return Place(str(self._files[at]), next(found, 0))

    # -- the graph

    def _all(self, node: Term, local: str) -> list[Term]:
        return sorted(self._graph[node][NamedNode(SH + local)], key=str) if node in self._graph else []

    def _one(self, node: Term, local: str) -> Term | None:
        return next(iter(self._all(node, local)), None)

    def _text(self, node: Term, local: str) -> str:
        """Return a text, in English where there are several."""
        found = self._all(node, local)
        found.sort(key=lambda term: (getattr(term, "language", None) or "en") != "en")
        return str(getattr(found[0], "value", "")) if found else ""

    def _list(self, node: Term) -> Iterator[Term]:
        while node != expand("rdf:nil"):
            links = self._graph[node]
            yield from links[expand("rdf:first")]
            node = next(iter(links[expand("rdf:rest")]), expand("rdf:nil"))

    # -- shapes

    def roots(self) -> Iterator[Shape]:
        """Yield every shape that has a target and is not deactivated."""
        for node in list(self._graph):
            if any(self._targets(node)):
                shape = self._shape(node, None)
                if shape is not None:
                    self._report(shape)
                    yield shape

    def _report(self, shape: Shape) -> None:
        if shape.constraints or shape.sparql:
            self.reported.add(shape.name)
        for part in shape.properties:
            self._report(part)

    def _targets(self, node: Term) -> Iterator[Target]:
        for kind in TARGETS:
            yield from (Target(kind, term) for term in self._all(node, kind))
        types = self._graph[node][RDF_TYPE]
        if expand("sh:NodeShape") in types and expand("rdfs:Class") in types:
            yield Target("targetClass", node)

    def _shape(self, node: Term, above: NamedNode | None) -> Shape | None:
        if node in self._open:
            raise ShapesError("the shape refers to itself", place=self._place(node), remedy="break the circle")
        if self._text(node, "deactivated") == "true":
            return None
        name = node if isinstance(node, NamedNode) else above
        if name is None:
            raise ShapesError("a shape with targets has no name", place=self._place(node), remedy="give it an IRI")
        if _NEEDS_PYSHACL & {p.value.removeprefix(SH) for p in self._graph[node]}:
            self._foreign.add(name)
        self._open.append(node)
        shape = Shape(
            name,
            self._path(node),
            self._severity(node),
            self._text(node, "message"),
            tuple(self._targets(node)),
            tuple(self._constraints(node, name)),
            tuple(self._sparql(constraint) for constraint in self._all(node, "sparql")),
            tuple(self._parts(self._all(node, "property"), name)),
        )
        self._open.pop()
        return shape

    def _parts(self, nodes: Iterable[Term], above: NamedNode) -> list[Shape]:
        return [shape for node in nodes if (shape := self._shape(node, above)) is not None]

    def _path(self, node: Term) -> Path | None:
        start = self._one(node, "path")
        try:
            return read_path(start, self._graph, self._list) if start is not None else None
        except PathError as error:
            raise ShapesError(str(error), place=self._place(node), remedy="write a path of SHACL") from error

    def _severity(self, node: Term) -> Severity:
        given = self._one(node, "severity")
        for severity in Severity:
            if given in (severity.node, None):
                return severity
        raise ShapesError(
            f"{given} is no severity", place=self._place(node), remedy="use sh:Violation, sh:Warning or sh:Info"
        )

    def _constraints(self, node: Term, name: NamedNode) -> Iterator[Constraint]:
        for parameter in PARAMETERS:
            for given in self._all(node, parameter):
                members = tuple(self._list(given)) if parameter in _LISTS else (given,)
                if parameter in _SHAPES:
                    yield Constraint(parameter, shapes=tuple(self._parts(members, name)))
                elif parameter == "closed":
                    yield from self._closed(node, given)
                elif parameter != "uniqueLang" or getattr(given, "value", "") == "true":
                    yield Constraint(parameter, members, flags=self._text(node, "flags"))

    def _closed(self, node: Term, given: Term) -> Iterator[Constraint]:
        if getattr(given, "value", "") == "true":
            own = [self._one(part, "path") for part in self._all(node, "property")]
            ignored = [term for start in self._all(node, "ignoredProperties") for term in self._list(start)]
            yield Constraint("closed", tuple(term for term in [*own, *ignored] if isinstance(term, NamedNode)))

    def _sparql(self, node: Term) -> Sparql:
        select = self._text(node, "select")
        lines = [
            f"PREFIX {self._text(declared, 'prefix')}: <{self._text(declared, 'namespace')}>"
            for ontology in self._all(node, "prefixes")
            for declared in self._all(ontology, "declare")
        ]
        if found := _FORBIDDEN.search(select):
            place = self._place(self._open[-1])
            raise ShapesError(f"{found[1].upper()} may not stand in sh:select", place=place, remedy="use NOT EXISTS")
        query = "\n".join([*sorted(lines), select])
        try:
            self._empty.query(query, custom_functions=dict(FUNCTIONS))
        except SyntaxError as error:
            place = self._place(self._open[-1])
            raise ShapesError(f"sh:select is no SPARQL: {error}", place=place, remedy="mend the query") from error
        return Sparql(query, self._text(node, "message"))

    def translatable(self, root: Shape) -> bool:
        """Tell whether all of a shape has a translation; pyshacl takes the others."""
        try:
            check(root)
        except Untranslatable:
            return False
        return not self._foreign & set(_names(root))


def _names(shape: Shape) -> Iterator[NamedNode]:
    yield shape.name
    for part in [*shape.properties, *(s for c in shape.constraints for s in c.shapes)]:
        yield from _names(part)
