"""The axioms of an ontology as they stand in RDF: each with the statements that make it up, and in words.

An axiom is the unit in which a contradiction is told (OWL 2 Mapping to RDF Graphs, section 3). Those of the usual
kinds are read for what they say; of the others only the statements are known.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Store, Triple

from kg.names import label_of
from kg.terms import PREFIXES, RDF_TYPE, Term, expand, shrink

__all__ = ["Axiom", "article", "is_axiom", "read_axioms", "read_declarations"]

_OWL, _RDF, _RDFS = (PREFIXES[name] for name in ("owl", "rdf", "rdfs"))
_DECLARING = frozenset(
    expand(f"owl:{name}")
    for name in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty", "NamedIndividual", "Ontology")
)
_LINKS = frozenset(
    [expand(f"rdfs:{name}") for name in ("subClassOf", "subPropertyOf", "domain", "range")]
    + [
        expand(f"owl:{name}")
        for name in (
            "equivalentClass", "disjointWith", "equivalentProperty", "propertyDisjointWith", "inverseOf",
            "propertyChainAxiom", "disjointUnionOf", "hasKey", "complementOf", "unionOf", "intersectionOf", "oneOf",
            "sameAs", "differentFrom",
        )
    ]
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Axiom:
    """One axiom: its kind (`subClassOf`, `domain` …, as in OWL), what it is about, its statements, and its words."""

    kind: str
    terms: tuple[Term, ...]
    triples: tuple[Triple, ...]
    words: str

    def __str__(self) -> str:
        return f"{self.words} ({self.turtle})" if self.words else self.turtle

    @property
    def unit(self) -> tuple[Triple, ...]:
        """The statements that say it and no more: of classes that are all disjoint, this pair alone."""
        link = {"AllDisjointClasses": "owl:disjointWith", "AllDifferent": "owl:differentFrom"}.get(self.kind)
        if link is None:
            return self.triples
        one, other = self.terms
        assert isinstance(one, NamedNode | BlankNode)
        return (Triple(one, expand(link), other),)

    @property
    def turtle(self) -> str:
        """The axiom as Turtle writes its head; what has no name is left out."""
        head = self.triples[0]
        if isinstance(head.subject, BlankNode):
            return f"owl:{self.kind}"
        terms = (shrink(term) if isinstance(term, NamedNode) else "[…]" for term in head)
        return " ".join(terms).replace("rdf:type", "a")


def is_axiom(triple: Triple) -> bool:
    """Tell whether a statement belongs to an ontology rather than to facts: by its predicate, or the class it gives."""
    if triple.predicate == RDF_TYPE:
        return isinstance(triple.object, NamedNode) and triple.object.value.startswith((_OWL, _RDFS, _RDF))
    return triple.predicate in _LINKS or triple.predicate.value.startswith((_OWL, f"{_RDF}first", f"{_RDF}rest"))


def read_declarations(store: Store) -> tuple[Triple, ...]:
    """Return what says that something is a class, a property or an ontology: no axiom is understood without it."""
    return tuple(
        quad.triple
        for class_ in sorted(_DECLARING, key=str)
        for quad in sorted(store.quads_for_pattern(None, RDF_TYPE, class_, DefaultGraph()), key=str)
        if isinstance(quad.subject, NamedNode)
    )


def read_axioms(store: Store) -> tuple[Axiom, ...]:
    """Return the axioms of the ontology in a store, in a stable order."""
    return tuple(sorted(_Reader(store).axioms(), key=lambda axiom: (axiom.kind, axiom.words, axiom.turtle)))


class _Reader:
    """Reads the axioms of one store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._label: Callable[[Term], str] = lambda term: (
            label_of(store, term) if isinstance(term, NamedNode) else "something that it describes"
        )

    def axioms(self) -> Iterator[Axiom]:
        for link in sorted(_LINKS, key=str):
            for triple in self._facts(None, link, None):
                if isinstance(triple.subject, NamedNode):
                    yield self._link(triple)
        for triple in self._facts(None, RDF_TYPE, None):
            class_ = triple.object
            if not isinstance(class_, NamedNode) or not class_.value.startswith(_OWL) or class_ in _DECLARING:
                continue
            if isinstance(triple.subject, NamedNode):
                yield self._characteristic(triple)
            elif self._is_root(triple.subject):
                yield from self._unnamed(triple)
        for triple in self._facts(None, RDF_TYPE, expand("owl:Class")):
            if isinstance(triple.subject, BlankNode) and self._is_root(triple.subject):
                yield from self._unnamed(triple)

    def _facts(self, subject: Term | None, predicate: NamedNode | None, object_: Term | None) -> list[Triple]:
        found = self._store.quads_for_pattern(subject, predicate, object_, DefaultGraph())  # type: ignore[arg-type]
        return sorted((quad.triple for quad in found), key=str)

    def _is_root(self, node: Term) -> bool:
        return next(self._store.quads_for_pattern(None, None, node, DefaultGraph()), None) is None

    def _link(self, triple: Triple) -> Axiom:
        kind = triple.predicate.value.rpartition("#")[2]
        one, other = self._label(triple.subject), self._label(triple.object)
        words = {
            "subClassOf": f"every {one} is {article(other)}",
            "equivalentClass": f"{one} is the same as {other}",
            "disjointWith": f"nothing is both {article(one)} and {article(other)}",
            "complementOf": f"nothing is both {article(one)} and {article(other)}",
            "domain": f"what has something as “{one}” is {article(other)}",
            "range": f"what stands as “{one}” of something is {article(other)}",
            "subPropertyOf": f"what has something as “{one}” has it as “{other}”",
            "equivalentProperty": f"“{one}” and “{other}” are the same",
            "inverseOf": f"“{one}” is the inverse of “{other}”",
            "propertyDisjointWith": f"nothing has one thing as “{one}” and as “{other}”",
            "sameAs": f"{one} and {other} are one",
            "differentFrom": f"{one} and {other} are different",
        }.get(kind, "")
        unnamed = isinstance(triple.object, BlankNode)
        if unnamed and kind == "range" and (union := self._union(triple.object)):
            words = f"what stands as “{one}” of something is {' or '.join(article(each) for each in union)}"
        elif unnamed:
            words = f"{one} is further described" if kind == "subClassOf" else ""
        return Axiom(kind, (triple.subject, triple.object), (triple, *self._below(triple.object)), words)

    def _union(self, node: Term) -> list[str]:
        return [
            self._label(member)
            for triple in self._facts(node, expand("owl:unionOf"), None)
            for member in self._members(triple.object)
        ]

    def _characteristic(self, triple: Triple) -> Axiom:
        name = self._label(triple.subject)
        kind = shrink(triple.object).removeprefix("owl:") if isinstance(triple.object, NamedNode) else ""
        words = {
            "FunctionalProperty": f"nothing has more than one “{name}”",
            "InverseFunctionalProperty": f"nothing is “{name}” of more than one thing",
            "SymmetricProperty": f"“{name}” holds both ways",
            "AsymmetricProperty": f"“{name}” never holds both ways",
            "IrreflexiveProperty": f"nothing has itself as “{name}”",
            "ReflexiveProperty": f"everything has itself as “{name}”",
            "TransitiveProperty": f"“{name}” reaches on",
        }.get(kind, "")
        return Axiom(kind, (triple.subject,), (triple,), words)

    def _unnamed(self, head: Triple) -> Iterator[Axiom]:
        """Yield what a node without a name says: each pair of classes that are disjoint, or one other axiom."""
        kind = shrink(head.object).removeprefix("owl:") if isinstance(head.object, NamedNode) else ""
        triples = (head, *(each for each in self._below(head.subject) if each != head))
        if kind not in ("AllDisjointClasses", "AllDifferent"):
            named = [each for each in triples if each.subject == head.subject and each.predicate in _LINKS]
            terms = tuple(each.object for each in triples if isinstance(each.object, NamedNode))
            if kind == "Class" and not any(each.predicate == expand("rdfs:subClassOf") for each in named):
                return
            words = "" if kind == "NegativePropertyAssertion" else "a class without a name is described"
            yield Axiom(kind, terms, triples, words)
            return
        lists = [
            each.object for each in triples if each.predicate.value in (f"{_OWL}members", f"{_OWL}distinctMembers")
        ]
        for node in lists:
            for one, other in combinations(self._members(node), 2):
                told = (self._label(one), self._label(other))
                if kind == "AllDisjointClasses":
                    words = f"nothing is both {article(told[0])} and {article(told[1])}"
                else:
                    words = f"{told[0]} and {told[1]} are different"
                yield Axiom(kind, (one, other), triples, words)

    def _members(self, node: Term) -> Iterator[Term]:
        while isinstance(node, BlankNode):
            yield from (each.object for each in self._facts(node, expand("rdf:first"), None))
            node = next((each.object for each in self._facts(node, expand("rdf:rest"), None)), expand("rdf:nil"))

    def _below(self, node: Term) -> Iterable[Triple]:
        """Yield the statements of a node without a name and of those in it."""
        open_, seen = [node], set[Term]()
        while open_:
            each = open_.pop()
            if not isinstance(each, BlankNode) or each in seen:
                continue
            seen.add(each)
            for triple in self._facts(each, None, None):
                open_.append(triple.object)
                yield triple


def article(name: str) -> str:
    """Return a name of a class with its article.

    >>> article("event"), article("state")
    ('an event', 'a state')
    """
    return name if name.startswith("something ") else f"{'an' if name[:1].lower() in 'aeio' else 'a'} {name}"
