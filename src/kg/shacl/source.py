"""The graph of all shape files, and where in them each shape is written.

It knows Turtle and files, and which terms SHACL has; what the terms mean is the business of `reader`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from kg.errors import Place, did_you_mean
from kg.shacl.components import PARAMETERS
from kg.shacl.model import TARGETS, ShapesError
from kg.terms import PREFIXES, Term, expand

__all__ = ["UNTRANSLATED", "Source", "local"]

SH = PREFIXES["sh"]
# Terms of shapes that need another processor.
UNTRANSLATED = {"qualifiedValueShape", "target", "js", "expression", "reifierShape"}
_TERMS = {
    *PARAMETERS, *TARGETS, *UNTRANSLATED,
    "path", "property", "severity", "message", "name", "description", "order", "group", "defaultValue", "deactivated",
    "flags", "ignoredProperties", "sparql", "select", "ask", "prefixes", "declare", "prefix", "namespace",
    "inversePath", "alternativePath", "zeroOrMorePath", "oneOrMorePath", "zeroOrOnePath",
    "qualifiedMinCount", "qualifiedMaxCount", "qualifiedValueShapesDisjoint", "rule", "values", "entailment",
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

    def load(self, file: Path) -> None:
        """Add the statements of a file; `ShapesError` where it is no Turtle or has a sh: term that does not exist."""
        try:
            statements = list(parse(path=file, format=RdfFormat.TURTLE, rename_blank_nodes=True))
        except SyntaxError as error:
            place = Place(str(file), error.lineno or 0, error.offset or 0)
            raise ShapesError(f"not Turtle: {error.msg}", place=place, remedy="mend the file") from error
        for quad in statements:
            self.triples.append(quad.triple)
            self.graph[quad.subject][quad.predicate].append(quad.object)
            self._files.setdefault(quad.subject, file)
        for predicate in dict.fromkeys(quad.predicate for quad in statements):
            name = local(predicate)
            if name != predicate.value and name not in _TERMS:
                raise ShapesError(
                    f"sh:{name} is no term of SHACL",
                    place=_line(file, rf"\bsh:{re.escape(name)}\b"),
                    remedy=did_you_mean(name, _TERMS).replace("mean ", "mean sh:"),
                )

    def place(self, node: Term) -> Place:
        """Return where a shape is written: the first line that begins with its name; the file, where it has none."""
        file = self._files.get(node)
        if file is None or not isinstance(node, NamedNode):
            return Place(str(file or "shapes"))
        return _line(file, rf"^\S*[:#/]{re.escape(re.split('[#/]', node.value)[-1])}[\s>]")

    def all(self, node: Term, name: str) -> list[Term]:
        """Return the values of a term of SHACL."""
        return sorted(self.graph[node][NamedNode(SH + name)], key=str) if node in self.graph else []

    def one(self, node: Term, name: str) -> Term | None:
        """Return the first of the values, or None."""
        return next(iter(self.all(node, name)), None)

    def text(self, node: Term, name: str) -> str:
        """Return a text, in English where there are several; empty where there is none."""
        found = [term for term in self.all(node, name) if isinstance(term, Literal)]
        found.sort(key=lambda term: (term.language or "en") != "en")
        return found[0].value if found else ""

    def members(self, node: Term) -> Iterator[Term]:
        """Yield the members of a list."""
        end = expand("rdf:nil")
        while node != end:
            links = self.graph[node]
            yield from links[expand("rdf:first")]
            node = next(iter(links[expand("rdf:rest")]), end)

    def prefixes(self, ontologies: list[Term]) -> str:
        """Return the PREFIX lines that some ontologies declare, and those that they import."""
        found = list(ontologies)
        for ontology in found:
            found += [each for each in self.graph[ontology][expand("owl:imports")] if each not in found]
        declared = [each for ontology in found for each in self.all(ontology, "declare")]
        lines = {f"PREFIX {self.text(each, 'prefix')}: <{self.text(each, 'namespace')}>\n" for each in declared}
        return "".join(sorted(lines))

    def own_parameters(self) -> set[Term]:
        """Return the parameters of the constraint components that the files define themselves."""
        parameter = NamedNode(f"{SH}parameter")
        declared = [each for links in list(self.graph.values()) for each in links.get(parameter, ())]
        return {path for each in declared for path in self.all(each, "path")}


def _line(file: Path, pattern: str) -> Place:
    lines = enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
    return Place(str(file), next((number for number, line in lines if re.search(pattern, line)), 0))
