"""SHACL property paths: read from a shapes graph, walked in a graph, written as SPARQL and as triples of a report.

Paths are values; what they walk is a `View`. See SHACL, section 2.3.1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, NamedNode, Triple

from kg.errors import KgError
from kg.terms import PREFIXES, Term, expand, shrink

if TYPE_CHECKING:
    from kg.shacl.view import View

__all__ = ["Path", "PathError", "read_path"]

Graph = Mapping[Term, Mapping[NamedNode, list[Term]]]
Members = Callable[[Term], Iterable[Term]]
_SIGNS = {"sequence": "/", "alternative": "|"}
_SUFFIXES = {"zeroOrMore": "*", "oneOrMore": "+", "zeroOrOne": "?"}
_PREDICATE, _INVERSE = "predicate", "inverse"


class PathError(KgError):
    """A node that is no path."""


@dataclass(frozen=True, slots=True)
class Path:
    """A property path: one property, or what is made of other paths.

    `kind` is "predicate", "inverse", "sequence", "alternative", "zeroOrMore", "oneOrMore" or "zeroOrOne".

    >>> p = Path("predicate", NamedNode("https://w3id.org/dkg/ns#met"))
    >>> Path("oneOrMore", parts=(Path("inverse", parts=(p,)),)).text
    '(^dkg:met)+'
    """

    kind: str
    predicate: NamedNode | None = None
    parts: tuple[Path, ...] = ()

    @property
    def sparql(self) -> str:
        """The path as a SPARQL property path with whole IRIs."""
        return self._written(str)

    @property
    def text(self) -> str:
        """The path as people read it, with prefixed names."""
        return self._written(shrink)

    def _written(self, name: Callable[[NamedNode], str]) -> str:
        if self.predicate is not None:
            return name(self.predicate)
        if self.kind in _SIGNS:
            return f"({_SIGNS[self.kind].join(part._written(name) for part in self.parts)})"
        inner = self.parts[0]._written(name)
        if self.parts[0].kind not in (_PREDICATE, *_SIGNS):
            inner = f"({inner})"
        return f"^{inner}" if self.kind == _INVERSE else inner + _SUFFIXES[self.kind]

    def values(self, view: View, node: Term, *, backwards: bool = False) -> list[Term]:
        """Return the nodes at the other end of the path, each once; `backwards` walks from its end to its beginning."""
        if self.predicate is not None:
            return view.subjects(self.predicate, node) if backwards else view.objects(node, self.predicate)
        if self.kind == _INVERSE:
            return self.parts[0].values(view, node, backwards=not backwards)
        if self.kind == "alternative":
            return list(dict.fromkeys(v for part in self.parts for v in part.values(view, node, backwards=backwards)))
        if self.kind == "sequence":
            found = [node]
            for part in reversed(self.parts) if backwards else self.parts:
                found = list(dict.fromkeys(v for each in found for v in part.values(view, each, backwards=backwards)))
            return found
        return self._repeated(view, node, backwards)

    def _repeated(self, view: View, node: Term, backwards: bool) -> list[Term]:
        inner = self.parts[0]
        found = {} if self.kind == "oneOrMore" else {node: None}
        border = [node]
        while border:
            steps = (v for each in border for v in inner.values(view, each, backwards=backwards))
            border = [v for v in dict.fromkeys(steps) if v not in found]
            found |= dict.fromkeys(border)
            if self.kind == "zeroOrOne":
                break
        return list(found)

    def predicates(self) -> Iterator[NamedNode]:
        """Yield every property in the path."""
        if self.predicate is not None:
            yield self.predicate
        for part in self.parts:
            yield from part.predicates()

    def triples(self, blank: Callable[[], BlankNode]) -> tuple[NamedNode | BlankNode, list[Triple]]:
        """Return the node that stands for the path in a report, and the statements that describe it."""
        if self.predicate is not None:
            return self.predicate, []
        ends = [part.triples(blank) for part in self.parts]
        statements = [each for _, described in ends for each in described]
        if self.kind == "sequence":
            start, cells = _list([node for node, _ in ends], blank)
            return start, statements + cells
        node = blank()
        value: NamedNode | BlankNode = ends[0][0]
        if self.kind == "alternative":
            value, cells = _list([each for each, _ in ends], blank)
            statements += cells
        return node, [*statements, Triple(node, expand(f"sh:{self.kind}Path"), value)]


def _list(members: list[NamedNode | BlankNode], blank: Callable[[], BlankNode]) -> tuple[BlankNode, list[Triple]]:
    cells = [blank() for _ in members]
    rests: list[NamedNode | BlankNode] = [*cells[1:], expand("rdf:nil")]
    statements = []
    for cell, rest, member in zip(cells, rests, members, strict=True):
        statements += [Triple(cell, expand("rdf:first"), member), Triple(cell, expand("rdf:rest"), rest)]
    return cells[0], statements


def read_path(node: Term, graph: Graph, members: Members) -> Path:
    """Return the path that a node of the shapes graph stands for; `members` walks a list. `PathError` for any other."""
    return _read(node, graph, members, ())


def _read(node: Term, graph: Graph, members: Members, above: tuple[Term, ...]) -> Path:
    if isinstance(node, NamedNode):
        return Path(_PREDICATE, node)
    if node in above:
        raise PathError("sh:path contains itself")
    links, within = graph.get(node, {}), (*above, node)

    def parts(start: Term) -> tuple[Path, ...]:
        found = tuple(_read(part, graph, members, within) for part in members(start))
        if len(found) < 2:
            raise PathError("a path of one part alone needs no list: name the part")
        return found

    if expand("rdf:first") in links:
        return Path("sequence", parts=parts(node))
    known = {p.value.removeprefix(PREFIXES["sh"]).removesuffix("Path"): values for p, values in links.items()}
    found = [kind for kind in ("alternative", _INVERSE, *_SUFFIXES) if kind in known]
    if len(found) != 1 or len(known[found[0]]) != 1:
        raise PathError("sh:path is no path")
    (value,) = known[found[0]]
    inner = parts(value) if found[0] == "alternative" else (_read(value, graph, members, within),)
    return Path(found[0], parts=inner)
