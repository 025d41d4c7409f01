"""The graph of all shape files, and where in them each shape is written.

It knows Turtle and files, and which terms SHACL has; what the terms mean is the business of `reader`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from kg.errors import Place, did_you_mean
from kg.shacl.checks import CHECKS
from kg.shacl.model import TARGETS, ShapesError
from kg.terms import PREFIXES, Term, expand

__all__ = ["ADVANCED", "Source", "local"]

SH = PREFIXES["sh"]
# Terms of SHACL Advanced Features, SHACL-JS and SHACL 1.2, which are not run: a check would silently be missing.
ADVANCED = {"target", "js", "expression", "reifierShape", "rule", "values"}
_TERMS = {
    *CHECKS, *TARGETS, *ADVANCED, "qualifiedValueShape",
    "path", "property", "severity", "message", "name", "description", "order", "group", "defaultValue", "deactivated",
    "flags", "ignoredProperties", "sparql", "select", "ask", "prefixes", "declare", "prefix", "namespace",
    "inversePath", "alternativePath", "zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath",
    "qualifiedValueShapesDisjoint", "entailment", "detail", "nodeShape",
    "parameter", "validator", "nodeValidator", "propertyValidator", "optional", "labelTemplate",
    "shapesGraph", "suggestedShapesGraph",
}  # fmt: skip


def local(predicate: NamedNode) -> str:
    """Return the name of a term of SHACL, or the whole IRI of another term."""
    return predicate.value.removeprefix(SH)


class Source:
    """The statements of the files read so far, and look-ups among them, each sorted."""

    def __init__(self) -> None:
        self.triples: list[Triple] = []
        self.graph: dict[Term, dict[NamedNode, list[Term]]] = defaultdict(lambda: defaultdict(list))
        self._files: dict[Term, Path] = {}
        self._begins: dict[Path, dict[str, int]] = {}

    def load(self, file: Path) -> None:
        """Add the statements of a file; `ShapesError` where it is no Turtle."""
        try:
            statements = list(
                parse(path=file, format=RdfFormat.TURTLE, base_iri=file.resolve().as_uri(), rename_blank_nodes=True)
            )
        except SyntaxError as error:
            place = Place(str(file), error.lineno or 0, error.offset or 0)
            raise ShapesError(f"not Turtle: {error.msg}", place=place, remedy="mend the file") from error
        for quad in statements:
            self.triples.append(quad.triple)
            self.graph[quad.subject][quad.predicate].append(quad.object)
            self._files.setdefault(quad.subject, file)

    def check_terms(self, node: Term) -> None:
        """Refuse terms of SHACL that do not exist, and those that are not run, on a shape or what hangs on it."""
        for predicate in self.graph.get(node, ()):
            name = local(predicate)
            if name == predicate.value or (name in _TERMS and name not in ADVANCED):
                continue
            file = self._files[node]
            place = _line(file, rf"\bsh:{re.escape(name)}\b")
            if name in ADVANCED:
                remedy = "say it with SHACL Core or sh:sparql"
                raise ShapesError(f"sh:{name} is not run here", place=place, remedy=remedy)
            remedy = did_you_mean(name, _TERMS).replace("mean ", "mean sh:") or "see the SHACL recommendation"
            raise ShapesError(f"sh:{name} is no term of SHACL", place=place, remedy=remedy)

    def place(self, node: Term) -> Place:
        """Return where a shape is written: the first line that begins with its name; the file, where it has none."""
        file = self._files.get(node)
        if file is None or not isinstance(node, NamedNode):
            return Place(str(file or "shapes"))
        if file not in self._begins:
            self._begins[file] = _first_lines(file)
        return Place(str(file), self._begins[file].get(re.split("[#/]", node.value)[-1], 0))

    def all(self, node: Term, name: str) -> list[Term]:
        """Return the values of a term of SHACL."""
        found = self.graph[node].get(NamedNode(SH + name), ()) if node in self.graph else ()
        return sorted(found, key=str) if len(found) > 1 else list(found)

    def one(self, node: Term, name: str) -> Term | None:
        """Return the first of the values, or None."""
        return next(iter(self.all(node, name)), None)

    def text(self, node: Term, name: str) -> str:
        """Return a text, in English where there are several; empty where there is none."""
        found = [term for term in self.all(node, name) if isinstance(term, Literal)]
        found.sort(key=lambda term: (term.language or "en") != "en")
        return found[0].value if found else ""

    def members(self, node: Term, name: Term) -> list[Term]:
        """Return the members of a list; `ShapesError`, at a name, where it is none that ends (SHACL, section 1.1)."""
        first, rest, end = expand("rdf:first"), expand("rdf:rest"), expand("rdf:nil")
        found, seen = [], set[Term]()
        while node != end:
            links = self.graph.get(node, {})
            if node in seen or len(links.get(first, ())) != 1 or len(links.get(rest, ())) != 1:
                raise ShapesError("a list is not well formed", place=self.place(name), remedy="write it as ( … )")
            seen.add(node)
            found.append(links[first][0])
            node = links[rest][0]
        return found

    def prefixes(self, ontologies: list[Term]) -> str:
        """Return the PREFIX lines that some ontologies declare, and those that they import."""
        found = list(ontologies)
        for ontology in found:
            found += [each for each in self.graph[ontology][expand("owl:imports")] if each not in found]
        declared = [each for ontology in found for each in self.all(ontology, "declare")]
        lines = {f"PREFIX {self.text(each, 'prefix')}: <{self.text(each, 'namespace')}>\n" for each in declared}
        return "".join(sorted(lines))

    def literals(self, node: Term, name: str) -> tuple[Literal, ...]:
        """Return the texts of a term of SHACL, English first."""
        found = [term for term in self.all(node, name) if isinstance(term, Literal)]
        return tuple(sorted(found, key=lambda term: (term.language or "en") != "en"))

    def components(self) -> list[NamedNode]:
        """Return the constraint components that the files define themselves, sorted (SHACL, section 6.2)."""
        parameter = NamedNode(f"{SH}parameter")
        found = [node for node, links in self.graph.items() if parameter in links and isinstance(node, NamedNode)]
        return sorted(found, key=str)


def _first_lines(file: Path) -> dict[str, int]:
    """Return the first line that begins with each name."""
    found: dict[str, int] = {}
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if begin := re.match(r"\S*[:#/]([^\s:#/>]*)(?:[\s>]|$)", line):
            found.setdefault(begin[1], number)
    return found


def _line(file: Path, pattern: str) -> Place:
    lines = enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
    return Place(str(file), next((number for number, line in lines if re.search(pattern, line)), 0))
