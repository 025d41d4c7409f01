"""What the graph really holds: which classes its properties join, counted, with what the ontology says of each.

Pictures and tables of the model are made from this, so that they cannot say anything else than the graph does.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeGuard

from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.terms import NS, RDF_TYPE, expand, local_name, shrink

_LITERALS = {
    "string": "text", "langString": "text", "integer": "integer", "nonNegativeInteger": "integer", "decimal": "number",
    "boolean": "true, false", "date": "day",
}  # fmt: skip


class Link(NamedTuple):
    """A property that joins members of a class to others, or to literals."""

    source: str  # a class, by its local name
    property: str  # as prefixed names write it, dkg: left out
    targets: tuple[str, ...]  # classes by their local names, or kinds of literals
    statements: int
    derived: bool


class Ends(NamedTuple):
    """What a property is declared to join."""

    source: str
    target: str


class Term(NamedTuple):
    """A class or property of the ontology."""

    name: str
    label: str
    definition: str


class Measured:
    """The classes, properties and links of a graph."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.parents = self._parents()
        self.classes = self._terms("Class")
        self.properties = {
            name: term
            for kind in ("ObjectProperty", "DatatypeProperty", "AnnotationProperty")
            for name, term in self._terms(kind).items()
        }
        self._derived = self._derived_on()
        self._counts = self._count()
        self._unused = self._declared_alone()

    def below(self, name: str) -> tuple[str, ...]:
        """Return a class and its subclasses, the narrower after the broader, by name."""
        children = sorted(child for child, parent in self.parents.items() if parent == name)
        return (name, *(each for child in children for each in self.below(child)))

    def links(self, box: str, boxes: Iterable[str]) -> tuple[Link, ...]:
        """Return the links of a class and its subclasses; targets are folded into the narrowest class of `boxes`."""
        members = set(self.below(box))
        within = {
            each: name for name in sorted(boxes, key=lambda name: -len(self.below(name))) for each in self.below(name)
        }
        found: defaultdict[str, Counter[str]] = defaultdict(Counter)
        sources: defaultdict[str, set[str]] = defaultdict(set)
        for (source, linked, target), count in self._counts.items():
            if source in members:
                found[linked][within.get(target, target)] += count
                sources[linked].add(source)
        used = {
            name: Link(box, name, _ordered(counts), counts.total(), self._is_derived(sources[name], name))
            for name, counts in found.items()
        }
        unused = {
            name: Link(box, name, (ends.target,), 0, False) for name, ends in self._unused.items() if ends.source == box
        }
        return tuple(link for _, link in sorted((used | unused).items()))

    def _is_derived(self, sources: set[str], linked: str) -> bool:
        on = self._derived.get(linked, set())
        if "Thing" in on:
            return True
        return bool(on) and all(any(source in self.below(each) for each in on) for source in sources)

    def _terms(self, kind: str) -> dict[str, Term]:
        found = {}
        for quad in self._store.quads_for_pattern(None, RDF_TYPE, expand(f"owl:{kind}"), None):
            if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(NS):
                name = quad.subject.value.removeprefix(NS)
                found[name] = Term(
                    name, self._text(quad.subject, "rdfs:label"), self._text(quad.subject, "skos:definition")
                )
        return dict(sorted(found.items()))

    def _text(self, node: NamedNode, linked: str) -> str:
        return next(
            (
                q.object.value
                for q in self._store.quads_for_pattern(node, expand(linked), None, None)
                if isinstance(q.object, Literal)
            ),
            "",
        )

    def _parents(self) -> Mapping[str, str]:
        quads = self._store.quads_for_pattern(None, expand("rdfs:subClassOf"), None, None)
        ends = ((quad.subject, quad.object) for quad in quads)
        return {local_name(child): local_name(parent) for child, parent in ends if _ours(child) and _ours(parent)}

    def _derived_on(self) -> Mapping[str, set[str]]:
        found: defaultdict[str, set[str]] = defaultdict(set)
        for quad in self._store.quads_for_pattern(None, expand("dkg:derivedOn"), None, None):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
                found[_short(quad.subject)].add(local_name(quad.object))
        return found

    def _count(self) -> Counter[tuple[str, str, str]]:
        kinds = self._kinds()
        found: Counter[tuple[str, str, str]] = Counter()
        for quad in self._store:
            source = kinds.get(quad.subject)
            if source and quad.predicate != RDF_TYPE:
                found[source, _short(quad.predicate), self._target(quad, kinds)] += 1
        return found

    def _declared_alone(self) -> Mapping[str, Ends]:
        """Return the properties that the ontology declares and nothing in the graph has yet, by domain and range."""
        found = {}
        for name in self.properties.keys() - {linked for _, linked, _ in self._counts}:
            domain, target = (self._one(f"dkg:{name}", linked) for linked in ("rdfs:domain", "rdfs:range"))
            if domain:
                found[name] = Ends(domain, _LITERALS.get(target, target))
        return found

    def _one(self, name: str, linked: str) -> str:
        quads = self._store.quads_for_pattern(expand(name), expand(linked), None, None)
        return next((local_name(quad.object) for quad in quads if isinstance(quad.object, NamedNode)), "")

    def _kinds(self) -> Mapping[object, str]:
        """Return the narrowest class of each node of the data."""
        found: dict[object, str] = {}
        for quad in self._store.quads_for_pattern(None, RDF_TYPE, None, None):
            if _ours(quad.object):
                name, known = local_name(quad.object), found.get(quad.subject)
                if known is None or name in self.below(known):
                    found[quad.subject] = name
        return found

    def _target(self, quad: Quad, kinds: Mapping[object, str]) -> str:
        if isinstance(quad.object, Literal):
            return _LITERALS[local_name(quad.object.datatype)]
        if quad.object in kinds:
            return kinds[quad.object]
        if _ours(quad.object):
            return "property"
        return "scheme" if str(quad.predicate.value).endswith(("inScheme", "topConceptOf")) else "address"


def _ordered(counts: Counter[str]) -> tuple[str, ...]:
    return tuple(sorted(counts, key=lambda each: (-counts[each], each)))


def _ours(node: object) -> TypeGuard[NamedNode]:
    return isinstance(node, NamedNode) and node.value.startswith(NS)


def _short(node: NamedNode) -> str:
    return shrink(node).removeprefix("dkg:")
