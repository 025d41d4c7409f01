"""What HermiT prints, read into terms and closed under the hierarchies that it prints along.

HermiT lists subclass and subproperty axioms that are not implied by others, the direct types of individuals, and the
values of each property except those that follow from a subproperty; of equivalent properties it lists the values of
one. Here the hierarchies are followed to the top, through equivalences and inverses. Builtins of OWL are dropped. The
module runs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from pyoxigraph import NamedNode, Triple

from kg.errors import KgError
from kg.terms import PREFIXES, RDF_TYPE

__all__ = ["Answer", "read_answer"]

_OWL = PREFIXES["owl"]
_NOTHING = NamedNode(_OWL + "Nothing")
_AXIOM = re.compile(r"(\w+)\( (.*) \)\s*")
_TERM = re.compile(r"(ObjectInverseOf\( )?<([^>]+)>")
_VALUES = re.compile(r"<([^>]+)> \(known instances:(.*?)\| possible instances:(.*)\)\s*")
_PAIR = re.compile(r"\(<([^>]+)>, <([^>]+)>\)")

_Node = TypeVar("_Node", bound=Hashable)
# A property and whether its inverse is meant.
_Role = tuple[NamedNode, bool]


@dataclass(frozen=True, slots=True)
class Answer:
    """What HermiT found: edges upwards between classes and between properties, types and property values."""

    classes: dict[NamedNode, set[NamedNode]] = field(default_factory=dict)
    roles: dict[_Role, set[_Role]] = field(default_factory=dict)
    unsatisfiable: set[NamedNode] = field(default_factory=set)
    types: set[tuple[NamedNode, NamedNode]] = field(default_factory=set)
    values: dict[NamedNode, list[tuple[NamedNode, NamedNode]]] = field(default_factory=dict)

    def subclasses(self) -> Iterator[tuple[NamedNode, NamedNode]]:
        """Yield each named class with every named class above it."""
        for class_ in self.classes:
            yield from ((class_, above) for above in _above(class_, self.classes) if above != class_)

    def triples(self) -> Iterator[Triple]:
        """Yield the types and property values of named individuals, closed upwards; some more than once."""
        for thing, class_ in self.types:
            yield from (Triple(thing, RDF_TYPE, above) for above in _above(class_, self.classes))
        for property_, pairs in self.values.items():
            for above, inverse in _above((property_, False), self.roles):
                yield from (Triple(b, above, a) if inverse else Triple(a, above, b) for a, b in pairs)


def read_answer(output: str) -> Answer:
    """Read what HermiT printed; `KgError` where it left open whether a property has some value."""
    answer = Answer()
    for line in output.splitlines():
        if values := _VALUES.fullmatch(line):
            _read_values(values, answer)
        elif axiom := _AXIOM.fullmatch(line):
            _read_axiom(axiom[1], axiom[2], answer)
    return answer


def _read_values(values: re.Match[str], answer: Answer) -> None:
    property_, known, possible = values.groups()
    if _PAIR.search(possible):
        raise KgError(f"HermiT left values of {property_} open", remedy="see whether the ontology has disjunctions")
    answer.values[NamedNode(property_)] = [(NamedNode(a), NamedNode(b)) for a, b in _PAIR.findall(known)]


def _read_axiom(kind: str, terms: str, answer: Answer) -> None:
    roles: list[_Role] = [(NamedNode(iri), bool(inverse)) for inverse, iri in _TERM.findall(terms)]
    names = [name for name, _ in roles]
    match kind:
        case "Type":
            answer.types.update([] if _builtin(names[1]) else [(names[0], names[1])])
        case "EquivalentClasses" if _NOTHING in names:
            answer.unsatisfiable.update(name for name in names if not _builtin(name))
        case "SubClassOf" | "EquivalentClasses":
            _add_edges(kind, [name for name in names if not _builtin(name)], answer.classes)
        case "SubObjectPropertyOf" | "EquivalentObjectProperties":
            named = [role for role in roles if not _builtin(role[0])]
            _add_edges(kind, named, answer.roles)
            _add_edges(kind, [(name, not inverse) for name, inverse in named], answer.roles)


def _add_edges(kind: str, nodes: list[_Node], edges: dict[_Node, set[_Node]]) -> None:
    """Add the edges of an axiom: upwards from the first of two, or in a ring through all that are equivalent."""
    ring = kind.startswith("Equivalent")
    following = nodes[1:] + nodes[:1] if ring else nodes[1:]
    for low, high in zip(nodes, following, strict=False):
        edges.setdefault(low, set()).add(high)


def _above(node: _Node, edges: Mapping[_Node, Iterable[_Node]]) -> set[_Node]:
    """Return a node and all that can be reached from it."""
    seen, open_ = {node}, [node]
    while open_:
        fresh = set(edges.get(open_.pop(), ())) - seen
        seen |= fresh
        open_ += fresh
    return seen


def _builtin(name: NamedNode) -> bool:
    return name.value.startswith(_OWL)
