"""Does a graph, or a change of it, contradict the ontology; and if so, which few facts and axioms do?

HermiT has the last word. For a change it is given the module that the change concerns: the ontology, all that is known
of what the change says something new about, and what its neighbours are. Usual causes are found beforehand; where
HermiT finds a contradiction and they do not explain it, the facts and then the axioms are divided until nothing can be
left out (QuickXplain; Junker, 2004).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store, Triple

from kg.errors import KgError
from kg.reason.axioms import Axiom, is_axiom, read_axioms, read_declarations
from kg.reason.causes import Contradiction, find_contradictions
from kg.reason.hermit import classify, consistent
from kg.terms import DATA, PREFIXES, RDF_TYPE, Term, expand

__all__ = ["Consistency", "check_consistency", "module_of"]

_SHOWN = 10  # contradictions that HermiT is asked about one by one
_HUB = 200  # of more statements about one neighbour, those that name the things concerned are enough
_BUILTIN = tuple(PREFIXES[name] for name in ("owl", "rdf", "rdfs", "xsd"))
_FIRST = 16  # of statements that are sorted by how likely they matter, so many are tried first
_ANNOTATING = ("rdfs:label", "rdfs:comment", "skos:prefLabel", "skos:altLabel", "skos:definition", "skos:note")
_EXEMPLAR = NamedNode(f"{DATA}exemplar--of-a-class")

Progress = Callable[[str], None]
_Unit = tuple[Triple, ...]


@dataclass(frozen=True, slots=True)
class Consistency:
    """What was found: contradictions, classes that can have no member, and how many statements HermiT was given.

    `more` counts the likely contradictions that were not looked at one by one.
    """

    contradictions: tuple[Contradiction, ...]
    impossible: tuple[tuple[NamedNode, Contradiction], ...]
    statements: int
    more: int = 0

    @property
    def consistent(self) -> bool:
        """Whether all can be true together, and every class can have a member."""
        return not self.contradictions and not self.impossible


class _Clock(NamedTuple):
    """Until when HermiT may run."""

    end: float

    @property
    def is_over(self) -> bool:
        return time.monotonic() >= self.end

    def left(self) -> float:
        """Return how many seconds are left; `KgError` where none are."""
        left = self.end - time.monotonic()
        if left <= 0:
            raise KgError("the time for reasoning is over", remedy="give it more with --timeout")
        return left


def check_consistency(
    store: Store,
    new: Sequence[Triple] | None = None,
    *,
    whole: bool = False,
    timeout: float = 600,
    progress: Progress = lambda _: None,
) -> Consistency:
    """Tell whether a graph contradicts its ontology; with `new`, whether these of its statements do.

    `new` are all statements that a change brings, derived ones too; the graph without them is taken to be sound.
    HermiT is given the module that they concern, or, with `whole`, everything. `timeout` is in seconds, for all of it.
    Raises `KgError` where Java is not installed, HermiT fails, or time is over.
    """
    clock = _Clock(time.monotonic() + timeout)
    axioms = read_axioms(store)
    changed = None if new is None else [triple for triple in new if not is_axiom(triple)]
    ontology_changed = new is None or len(changed or ()) < len(new)
    module = tuple(_told(store)) if changed is None or whole or ontology_changed else module_of(store, changed)
    impossible: tuple[tuple[NamedNode, Contradiction], ...] = ()
    if ontology_changed:
        progress("HermiT looks at the classes of the ontology")
        impossible = tuple(_impossible(store, axioms, clock))
    progress("looking for the usual causes")
    things = _things(changed if changed is not None and not ontology_changed else module)
    likely = list(find_contradictions(store, axioms, things))
    judge = _Judge(store, axioms, clock)
    progress(f"HermiT looks at {len(module)} statements")
    if consistent(map(_quad, module), timeout=clock.left()):
        return Consistency((), impossible, len(module))
    found = tuple(each for each in likely[:_SHOWN] if judge.refutes(each))
    if not found:
        progress("looking for the few statements that contradict the ontology")
        found = (judge.narrow(module, set(new or ())),)
    return Consistency(found, impossible, len(module), max(len(likely) - _SHOWN, 0))


def module_of(store: Store, changed: Iterable[Triple]) -> tuple[Triple, ...]:
    """Return the ontology, with what a change may contradict.

    That is each statement about a thing that the change says something of, in either direction, and what is said of
    the things that those statements name; of a neighbour about which very much is said, its classes are enough.
    """
    things = _things(changed)
    found = dict.fromkeys(_ontology(store))
    near: dict[Term, None] = {}
    for thing in things:
        about, of = list(_about(store, thing)), sorted(_of(store, thing), key=str)
        found.update(dict.fromkeys(about))
        found.update(dict.fromkeys(of if len(of) <= _HUB else _sample(of)))
        near.update(dict.fromkeys(triple.object for triple in about))
        near.update(dict.fromkeys(triple.subject for triple in of[:_HUB]))
    for thing in near:
        if isinstance(thing, NamedNode | BlankNode) and thing not in things:
            about = list(_about(store, thing))
            found.update(dict.fromkeys(about if len(about) <= _HUB else _about(store, thing, RDF_TYPE)))
    found.update(dict.fromkeys(changed))
    return tuple(found)


def _sample(of: list[Triple]) -> Iterator[Triple]:
    """Yield some statements of each property: its range is all that the others add."""
    counts: dict[NamedNode, int] = {}
    for triple in of:
        counts[triple.predicate] = counts.get(triple.predicate, 0) + 1
        if counts[triple.predicate] <= 5:
            yield triple


def _told(store: Store) -> Iterator[Triple]:
    """Yield what a reasoner can use: no names, notes and texts, which no axiom is about."""
    annotating = {expand(name) for name in _ANNOTATING}
    declared = store.quads_for_pattern(None, RDF_TYPE, expand("owl:AnnotationProperty"), DefaultGraph())
    annotating |= {quad.subject for quad in declared if isinstance(quad.subject, NamedNode)}
    for quad in store.quads_for_pattern(None, None, None, DefaultGraph()):
        if quad.predicate not in annotating:
            yield quad.triple


def _ontology(store: Store) -> Iterator[Triple]:
    """Yield the statements of the ontology: about what does not lie in the data, and its own values."""
    values = {
        quad.subject
        for name in ("dkg:Kind", "dkg:Topic", "dkg:Issue")
        for quad in store.quads_for_pattern(None, RDF_TYPE, expand(name), DefaultGraph())
    }
    for triple in _told(store):
        subject = triple.subject
        if is_axiom(triple) or subject in values or _of_terms(subject):
            yield triple


def _of_terms(subject: Term) -> bool:
    return isinstance(subject, NamedNode) and subject.value.startswith(PREFIXES["dkg"])


def _about(store: Store, thing: Term, predicate: NamedNode | None = None) -> Iterator[Triple]:
    assert isinstance(thing, NamedNode | BlankNode)
    return (quad.triple for quad in store.quads_for_pattern(thing, predicate, None, DefaultGraph()))


def _of(store: Store, thing: Term) -> Iterator[Triple]:
    return (
        quad.triple
        for quad in store.quads_for_pattern(None, None, thing, DefaultGraph())
        if quad.predicate != RDF_TYPE and not is_axiom(quad.triple)
    )


def _things(statements: Iterable[Triple]) -> list[Term]:
    """Return the things that statements are about, in a stable order; a class is no thing."""
    found: set[Term] = set()
    for triple in statements:
        if not is_axiom(triple):
            found.add(triple.subject)
            if triple.predicate != RDF_TYPE and not isinstance(triple.object, Literal):
                found.add(triple.object)
    return sorted(found, key=str)


def _impossible(store: Store, axioms: Sequence[Axiom], clock: _Clock) -> Iterator[tuple[NamedNode, Contradiction]]:
    """Yield the classes that can have no member, each with the axioms that exclude one."""
    ontology = [*read_declarations(store), *(triple for axiom in axioms for triple in axiom.triples)]
    found = classify(map(_quad, dict.fromkeys(ontology)), timeout=clock.left())
    for class_ in sorted(found.unsatisfiable, key=str):
        member = Triple(_EXEMPLAR, RDF_TYPE, class_)
        alone = Store()
        alone.extend(map(_quad, (*ontology, member)))
        judge = _Judge(alone, axioms, clock)
        likely = find_contradictions(alone, axioms, [_EXEMPLAR])
        told = next((each for each in likely if judge.refutes(each)), None) or judge.narrow((*ontology, member), set())
        yield class_, told._replace(about=class_, facts=tuple(f for f in told.facts if f.subject != _EXEMPLAR))


def _quad(triple: Triple) -> Quad:
    return Quad(*triple)


def _terms(unit: _Unit) -> set[Term]:
    """Return what statements name, without the vocabulary of RDF and OWL, and without nodes that have no name."""
    named = (term for triple in unit for term in triple if isinstance(term, NamedNode))
    return {term for term in named if not term.value.startswith(_BUILTIN)}


def _by_relevance(module: Iterable[Triple], new: set[Triple]) -> list[_Unit]:
    """Return facts: new ones, what names the same terms, what is said of what these name, and the rest."""
    seeds = _terms(tuple(new))
    facts = sorted((triple for triple in module if not is_axiom(triple)), key=str)
    near = {fact for fact in facts if fact in new or not seeds.isdisjoint(_terms((fact,)))}
    things = {term for fact in near for term in (fact.subject, fact.object)}

    def rank(fact: Triple) -> int:
        far = 0 if fact in new else 1 if fact in near else 2 if fact.subject in things else 4
        return far + (far >= 2 and fact.predicate != RDF_TYPE)

    return [(fact,) for fact in sorted(facts, key=rank)]


def _by_distance(laws: Sequence[_Unit], facts: Iterable[_Unit]) -> list[_Unit]:
    """Return axioms by how many others lie between them and the terms of some facts."""
    known = {term for unit in facts for term in _terms(unit)}
    left, ordered = [(unit, _terms(unit)) for unit in laws], list[_Unit]()
    while left:
        near = [unit for unit, terms in left if not known.isdisjoint(terms)] or [unit for unit, _ in left]
        ordered += near
        taken = set(near)
        known = known.union(*(terms for unit, terms in left if unit in taken))
        left = [each for each in left if each[0] not in taken]
    return ordered


class _Judge:
    """Asks HermiT about few statements, beside the declarations without which they mean nothing."""

    def __init__(self, store: Store, axioms: Sequence[Axiom], clock: _Clock) -> None:
        self._declared, self._axioms, self._clock = read_declarations(store), axioms, clock

    def refutes(self, likely: Contradiction) -> bool:
        """Tell whether some facts do contradict some axioms."""
        return self._contradict([likely.facts, *(axiom.unit for axiom in likely.axioms)])

    def _contradict(self, units: Iterable[_Unit]) -> bool:
        triples = dict.fromkeys([*self._declared, *(triple for unit in units for triple in unit)])
        return not consistent(map(_quad, triples), timeout=self._clock.left())

    def narrow(self, module: Sequence[Triple], new: set[Triple]) -> Contradiction:
        """Return statements of a module that contradict one another, and of which none can be left out.

        New facts are kept before known ones. When time is over, the facts are returned if they are found, else nothing.
        """
        by_unit = {axiom.unit: axiom for axiom in reversed(self._axioms)}
        laws = list(by_unit)
        facts = _by_relevance(module, new)
        kept, is_minimal = facts, False
        try:
            kept = self._smallest(laws, facts)
            laws = self._smallest(kept, _by_distance(laws, kept))
            is_minimal = True
        except KgError:
            if not self._clock.is_over:
                raise
            if kept is facts:
                return Contradiction(None, (), (), minimal=False)
        told = tuple(unit[0] for unit in kept)
        about = {fact.subject for fact in told}
        return Contradiction(
            about.pop() if len(about) == 1 else None, told, tuple(map(by_unit.__getitem__, laws)), is_minimal
        )

    def _smallest(self, fixed: Sequence[_Unit], units: Sequence[_Unit]) -> list[_Unit]:
        """Return the fewest of some units, in their order, that contradict what is fixed."""
        if self._contradict(fixed):
            return []
        size = _FIRST
        while size < len(units) and not self._contradict([*fixed, *units[:size]]):
            size *= 4
        return self._divide(list(fixed), False, list(units[:size]))

    def _divide(self, fixed: list[_Unit], has_grown: bool, units: list[_Unit]) -> list[_Unit]:
        if has_grown and self._contradict(fixed):
            return []
        if len(units) == 1:
            return units
        half = len(units) // 2
        first, second = units[:half], units[half:]
        of_second = self._divide(fixed + first, bool(first), second)
        of_first = self._divide(fixed + of_second, bool(of_second), first)
        return of_first + of_second
