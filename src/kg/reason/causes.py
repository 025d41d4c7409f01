"""The usual causes of a contradiction, found without a reasoner, each with the facts and axioms that make it.

Classes of a thing are gathered from what is asserted, from domains and ranges, along superclasses and superproperties,
inverses and symmetry, each by a shortest way; then classes are looked for that exclude one another, and properties
that are used as they must not be. What it finds is a candidate, on which HermiT has the last word; what needs more of
OWL than this, it does not find.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store, Triple

from kg.reason.axioms import Axiom
from kg.reason.derived import Screen
from kg.terms import RDF_TYPE, Term, expand

__all__ = ["Contradiction", "Ground", "find_contradictions"]

_NOTHING, _NIL = expand("owl:Nothing"), expand("rdf:nil")


class Ground(NamedTuple):
    """Facts and axioms from which something follows."""

    facts: tuple[Triple, ...] = ()
    axioms: tuple[Axiom, ...] = ()

    def __add__(self, other: object) -> Ground:
        assert isinstance(other, Ground)
        return Ground(tuple(dict.fromkeys(self.facts + other.facts)), tuple(dict.fromkeys(self.axioms + other.axioms)))

    @property
    def size(self) -> int:
        """How many facts and axioms it takes."""
        return len(self.facts) + len(self.axioms)


class Contradiction(NamedTuple):
    """Facts that cannot be true together with axioms; `about` is the thing that they are about, if it is one.

    `minimal` tells whether nothing of it can be left out.
    """

    about: Term | None
    facts: tuple[Triple, ...]
    axioms: tuple[Axiom, ...]
    minimal: bool = True


class _Edge(NamedTuple):
    """That a thing has another as a property, and from what it follows."""

    property: NamedNode
    value: Term
    ground: Ground


def find_contradictions(store: Store, axioms: Iterable[Axiom], things: Iterable[Term]) -> Iterator[Contradiction]:
    """Yield the contradictions about some things; each set of facts once."""
    finder = _Finder(store, axioms)
    seen: set[frozenset[Triple]] = set()
    for thing in things:
        for ground in sorted(finder.clashes(thing), key=lambda each: each.size):
            facts = frozenset(ground.facts)
            if facts and not any(known <= facts for known in seen):
                seen.add(facts)
                yield Contradiction(thing, ground.facts, ground.axioms)


class _Finder:
    """Looks for the usual causes in one store."""

    def __init__(self, store: Store, axioms: Iterable[Axiom]) -> None:
        self._store, self._screen = store, Screen(store)
        self._of: dict[tuple[str, Term], list[Axiom]] = defaultdict(list)
        self._excluding: dict[Term, dict[Term, Axiom]] = defaultdict(dict)
        self._negative: list[Axiom] = []
        self._different: dict[frozenset[Term], Axiom] = {}
        for axiom in axioms:
            self._file(axiom)

    def _file(self, axiom: Axiom) -> None:
        match axiom.kind:
            case "disjointWith" | "complementOf" | "AllDisjointClasses":
                one, other = axiom.terms
                self._excluding[one].setdefault(other, axiom)
                self._excluding[other].setdefault(one, axiom)
            case "NegativePropertyAssertion":
                self._negative.append(axiom)
            case "differentFrom" | "AllDifferent":
                self._different.setdefault(frozenset(axiom.terms), axiom)
            case "inverseOf" | "equivalentClass" | "equivalentProperty" | "propertyDisjointWith":
                for term in axiom.terms:
                    self._of[axiom.kind, term].append(axiom)
            case _ if axiom.terms:
                self._of[axiom.kind, axiom.terms[0]].append(axiom)

    # What follows of a thing

    def types(self, thing: Term) -> dict[Term, Ground]:
        """Return the named classes of a thing, each with what makes it so."""
        found: dict[Term, Ground] = {}
        for given in (self._given(thing), self._implied_classes(thing)):
            open_ = deque(given)
            while open_:
                class_, ground = open_.popleft()
                if class_ in found:
                    continue
                found[class_] = ground
                for kind in ("subClassOf", "equivalentClass"):
                    for axiom in self._of[kind, class_]:
                        above = next((term for term in axiom.terms if term != class_), class_)
                        open_.append((above, ground + Ground(axioms=(axiom,))))
        return found

    def _given(self, thing: Term) -> Iterator[tuple[Term, Ground]]:
        """Yield the classes that are asserted of a thing."""
        for fact in self._facts(thing, RDF_TYPE):
            if not self._screen.derived(Quad(*fact)):
                yield fact.object, Ground((fact,))

    def _implied_classes(self, thing: Term) -> Iterator[tuple[Term, Ground]]:
        """Yield the classes that its properties give to a thing."""
        for kind, edges in (("domain", self._edges(thing)), ("range", self._edges(thing, backwards=True))):
            for edge in edges:
                for axiom in self._of[kind, edge.property]:
                    yield axiom.terms[1], edge.ground + Ground(axioms=(axiom,))

    def _facts(self, thing: Term, predicate: NamedNode | None = None, *, backwards: bool = False) -> list[Triple]:
        """Return the facts about a thing, those first that no rule derived."""
        if isinstance(thing, Literal) and not backwards:
            return []
        subject, object_ = (None, thing) if backwards else (thing, None)
        assert not isinstance(subject, Literal)
        found = self._store.quads_for_pattern(subject, predicate, object_, DefaultGraph())
        told = sorted((self._screen.derived(quad), str(quad), quad.triple) for quad in found)
        return [triple for _, _, triple in told]

    def _edges(self, thing: Term, *, backwards: bool = False) -> list[_Edge]:
        """Return what a thing has as which property, or of what it is that, superproperties and inverses included."""
        found: dict[tuple[NamedNode, Term], _Edge] = {}
        open_ = deque(self._own(thing, backwards))
        seen = {(edge.property, edge.value, is_turned) for edge, is_turned in open_}
        while open_:
            edge, is_turned = open_.popleft()
            if not is_turned:
                found.setdefault((edge.property, edge.value), edge)
            for further in self._implied(edge, is_turned):
                role = (further[0].property, further[0].value, further[1])
                if role not in seen:
                    seen.add(role)
                    open_.append(further)
        return list(found.values())

    def _own(self, thing: Term, backwards: bool) -> Iterator[tuple[_Edge, bool]]:
        """Yield the edges that stand in the store: as they are, and turned where the thing is at the other end."""
        for way in (backwards, not backwards):
            for fact in self._facts(thing, backwards=way):
                if fact.predicate != RDF_TYPE:
                    value = fact.subject if way else fact.object
                    yield _Edge(fact.predicate, value, Ground((fact,))), way != backwards

    def _implied(self, edge: _Edge, is_turned: bool) -> Iterator[tuple[_Edge, bool]]:
        for kind in ("subPropertyOf", "equivalentProperty", "inverseOf", "SymmetricProperty"):
            for axiom in self._of[kind, edge.property]:
                other = next((term for term in axiom.terms if term != edge.property), edge.property)
                if isinstance(other, NamedNode):
                    ground = edge.ground + Ground(axioms=(axiom,))
                    turns = kind in ("inverseOf", "SymmetricProperty")
                    yield _Edge(other, edge.value, ground), is_turned != turns

    # What must not be

    def clashes(self, thing: Term) -> Iterator[Ground]:
        """Yield what makes a thing impossible."""
        types = {} if isinstance(thing, Literal) else self.types(thing)
        yield from self._classes(types)
        if isinstance(thing, Literal):
            return
        edges = self._edges(thing)
        for edge in edges:
            yield from self._improper(thing, edge)
        yield from self._several(edges, "FunctionalProperty")
        yield from self._several(self._edges(thing, backwards=True), "InverseFunctionalProperty")
        yield from self._denied(thing, edges)

    def _classes(self, types: dict[Term, Ground], others: dict[Term, Ground] | None = None) -> Iterator[Ground]:
        """Yield classes that exclude one another; a union is excluded where each of its members is."""
        if others is None and _NOTHING in types:
            yield types[_NOTHING]
        for one, ground in types.items():
            for other, axiom in self._excluding.get(one, {}).items():
                if (second := (types if others is None else others).get(other)) is not None:
                    yield ground + second + Ground(axioms=(axiom,))
        for union, ground in types.items():
            members = self._members(union)
            told = [next(self._exclusions(member, others or types), None) for member in members]
            if members and all(told):
                yield sum((each for each in told if each), ground)

    def _exclusions(self, class_: Term, types: dict[Term, Ground]) -> Iterator[Ground]:
        """Yield what excludes a class, of classes that a thing has."""
        for other, axiom in self._excluding.get(class_, {}).items():
            if other in types:
                yield types[other] + Ground(axioms=(axiom,))

    def _members(self, union: Term) -> list[Term]:
        """Return the classes of a union that has no name; none, where the node is something else."""
        found: list[Term] = []
        if isinstance(union, BlankNode):
            node = next((fact.object for fact in self._facts(union, expand("owl:unionOf"))), _NIL)
            while isinstance(node, BlankNode):
                found += [fact.object for fact in self._facts(node, expand("rdf:first"))]
                node = next((fact.object for fact in self._facts(node, expand("rdf:rest"))), _NIL)
        return found

    def _improper(self, thing: Term, edge: _Edge) -> Iterator[Ground]:
        for axiom in self._of["IrreflexiveProperty", edge.property]:
            if edge.value == thing:
                yield edge.ground + Ground(axioms=(axiom,))
        for axiom in self._of["AsymmetricProperty", edge.property]:
            for back in self._edges(edge.value) if not isinstance(edge.value, Literal) else ():
                if back.property == edge.property and back.value == thing:
                    yield edge.ground + back.ground + Ground(axioms=(axiom,))
        for axiom in self._of["propertyDisjointWith", edge.property]:
            for second in self._edges(thing):
                if second.value == edge.value and {edge.property, second.property} == set(axiom.terms):
                    yield edge.ground + second.ground + Ground(axioms=(axiom,))

    def _several(self, edges: list[_Edge], kind: str) -> Iterator[Ground]:
        """Yield values of a property that allows one, and that cannot be the same."""
        by_property: dict[NamedNode, list[_Edge]] = defaultdict(list)
        for edge in edges:
            by_property[edge.property].append(edge)
        for property_, same in by_property.items():
            for axiom in self._of[kind, property_]:
                for number, one in enumerate(same):
                    for other in same[number + 1 :]:
                        for ground in self._distinct(one.value, other.value):
                            yield one.ground + other.ground + ground + Ground(axioms=(axiom,))

    def _distinct(self, one: Term, other: Term) -> Iterator[Ground]:
        if isinstance(one, Literal) or isinstance(other, Literal):
            if one != other and isinstance(one, Literal) and isinstance(other, Literal):
                yield Ground()
            return
        if axiom := self._different.get(frozenset((one, other))):
            yield Ground(axioms=(axiom,))
        yield from self._classes(self.types(one), self.types(other))

    def _denied(self, thing: Term, edges: list[_Edge]) -> Iterator[Ground]:
        """Yield what a negative assertion denies; and what is said to be one with what it differs from."""
        for axiom in self._negative:
            said = {triple.predicate: triple.object for triple in axiom.triples}
            target = said.get(expand("owl:targetIndividual"), said.get(expand("owl:targetValue")))
            if said.get(expand("owl:sourceIndividual")) != thing:
                continue
            for edge in edges:
                if edge.property == said.get(expand("owl:assertionProperty")) and edge.value == target:
                    yield edge.ground + Ground(axioms=(axiom,))
        for axiom in self._of["sameAs", thing]:
            if (differing := self._different.get(frozenset(axiom.terms))) is not None:
                yield Ground(axiom.triples, (differing,))
