"""Which statements are derived: decided by the vocabulary alone, from the ontology that lies in the store.

`dkg:derivedOn` names the classes on whose members a property is derived and never asserted; `owl:Thing` means always.
A class is derived where the thing also has one below it. No list of statements is kept anywhere: asserted and derived
are told apart by these two sentences. The module runs no rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, QuerySolutions, Store, Triple

from kg.terms import RDF_TYPE, dkg, expand

__all__ = ["Screen", "Vocabulary", "asserted", "asserted_of", "derived_properties", "forget", "is_derived"]

_THING = expand("owl:Thing")
_BOUNDS = frozenset(map(dkg, ("beginEarliest", "beginLatest", "endEarliest", "endLatest")))
_DERIVED_ON = """
    PREFIX dkg: <https://w3id.org/dkg/ns#>
    PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
    SELECT ?key ?class WHERE { ?key dkg:derivedOn ?declared . ?class rdfs:subClassOf* ?declared }
"""
_BELOW = """
    PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
    SELECT ?key ?class WHERE { ?class rdfs:subClassOf+ ?key FILTER(isIRI(?class) && isIRI(?key) && ?class != ?key) }
"""

_Classes = frozenset[NamedNode]
_Subject = NamedNode | BlankNode | Triple


def derived_properties(store: Store) -> dict[NamedNode, frozenset[NamedNode]]:
    """Return the properties that are derived, each with the classes, subclasses included, where it is so."""
    return _classes(store, _DERIVED_ON)


def is_derived(store: Store, quad: Quad) -> bool:
    """Tell whether a statement about something in the store is derived; the statement itself need not be in it."""
    classes = Vocabulary.of(store).classes(quad)
    return _THING in classes or any(Quad(quad.subject, RDF_TYPE, class_) in store for class_ in classes)


def asserted(store: Store) -> Iterator[Quad]:
    """Yield the statements of the default graph that are not derived, ontology included, in the order of the store."""
    told = Screen(store)
    return (quad for quad in _default_graph(store) if not told.derived(quad))


def asserted_of(store: Store, quads: Iterable[Quad]) -> Iterator[Quad]:
    """Yield those of statements about things in a store that are not derived.

    All types of a subject must be among them, and statements about one subject must follow one another, as in a store
    on disk: nothing but these is held.
    """
    vocabulary = Vocabulary.of(store)
    for _, about in groupby(quads, key=attrgetter("subject")):
        group = list(about)
        types = {quad.object for quad in group if quad.predicate == RDF_TYPE}
        yield from (quad for quad in group if not vocabulary.derives(quad, types))


def forget(store: Store) -> int:
    """Remove what rules have derived, so that they can start afresh; return how many statements that were.

    The bounds of a fact with a date of its own stay, although derived: they come from its date and reading, and no
    rule makes them.
    """
    told = Screen(store)
    facts = told.members(_classes(store, _BELOW).get(dkg("Fact"), frozenset()))
    dates = store.quads_for_pattern(None, dkg("edtf"), None, DefaultGraph())
    dated = facts & {quad.subject for quad in dates if not told.derived(quad)}
    derived = [
        quad
        for quad in _default_graph(store)
        if told.derived(quad) and not (quad.predicate in _BOUNDS and quad.subject in dated)
    ]
    for quad in derived:
        store.remove(quad)
    return len(derived)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the ontology in a store says: where each property is derived, and which classes lie below each class."""

    derived_on: Mapping[NamedNode, _Classes]
    below: Mapping[NamedNode, _Classes]

    @classmethod
    def of(cls, store: Store) -> Vocabulary:
        """Read it from a store."""
        return cls(_classes(store, _DERIVED_ON), _classes(store, _BELOW))

    def classes(self, quad: Quad) -> _Classes:
        """Return the classes that make a statement a derived one where its subject has one of them."""
        if quad.predicate != RDF_TYPE:
            return self.derived_on.get(quad.predicate, frozenset())
        return self.below.get(quad.object, frozenset()) if isinstance(quad.object, NamedNode) else frozenset()

    def derives(self, quad: Quad, types: Set[object]) -> bool:
        """Tell whether a statement about something with types is derived."""
        classes = self.classes(quad)
        return bool(classes) and (_THING in classes or not classes.isdisjoint(types))


class Screen:
    """Tells derived statements of one store apart; it looks up the members of a set of classes once."""

    def __init__(self, store: Store) -> None:
        """Read what the ontology in a store says."""
        self._store, self._vocabulary = store, Vocabulary.of(store)
        self._members: dict[_Classes, frozenset[_Subject]] = {}

    def derived(self, quad: Quad) -> bool:
        """Tell whether a statement is derived."""
        classes = self._vocabulary.classes(quad)
        return bool(classes) and (_THING in classes or quad.subject in self.members(classes))

    def members(self, classes: _Classes) -> frozenset[_Subject]:
        """Return the things that have one of the classes."""
        if classes not in self._members:
            self._members[classes] = frozenset(
                quad.subject
                for class_ in classes
                for quad in self._store.quads_for_pattern(None, RDF_TYPE, class_, DefaultGraph())
            )
        return self._members[classes]


def _classes(store: Store, query: str) -> dict[NamedNode, _Classes]:
    """Gather the classes that a query gives to each key."""
    rows = store.query(query)
    assert isinstance(rows, QuerySolutions)
    found: dict[NamedNode, set[NamedNode]] = {}
    for row in rows:
        key, class_ = row["key"], row["class"]
        if isinstance(key, NamedNode) and isinstance(class_, NamedNode):
            found.setdefault(key, set()).add(class_)
    return {key: frozenset(classes) for key, classes in found.items()}


def _default_graph(store: Store) -> Iterator[Quad]:
    return store.quads_for_pattern(None, None, None, DefaultGraph())
