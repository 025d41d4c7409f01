"""A part of the graph that stands alone: the facts of a document, those that mention an actor, or both.

Which facts belong to a part is decided on the whole graph; `keep` may then leave statements out, as those that rules
derived. What a part names without describing it has its types, names and kind there, so that the part can be read and
loaded without the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from kg.terms import RDF_TYPE, dkg, expand

__all__ = ["WHOLE", "Part", "select"]

Keep = Callable[[Iterable[Quad]], Iterable[Quad]]
"""Returns the statements to keep of those about one subject after another."""

_FACT, _EVIDENCE, _IN_DOCUMENT, _CLAIM_OF = dkg("Fact"), dkg("evidence"), dkg("inDocument"), dkg("claimOf")
_NAMES = ("rdfs:label", "skos:prefLabel", "skos:altLabel", "dcterms:title")
_KINDS = ("dkg:kind", "dkg:ofState", "dkg:postIn", "dkg:speaksFor", "dkg:pairOf")
_NAMING = frozenset({RDF_TYPE, *map(expand, (*_NAMES, *_KINDS))})  # what remains of a thing that is only mentioned


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of the graph is meant: the facts of a document, of an actor, without what rules derived."""

    document: NamedNode | None = None
    actor: NamedNode | None = None
    asserted: bool = False

    @property
    def whole(self) -> bool:
        """Whether nothing is left out for the sake of a document or an actor."""
        return self.document is None and self.actor is None


WHOLE = Part()


def select(store: Store, part: Part, keep: Keep = iter) -> Iterator[Quad]:
    """Yield the statements of a part, those about one subject together; it must name a document or an actor.

    A fact belongs to a document where it has a citation in it, and to an actor where it, or a fact that it is a claim
    about, has a statement with the actor as object. With both, it must do both. Selected facts are given whole, and so
    are the facts that they refer to, their citations, the documents and references cited, and the actor. Of a fact with
    citations in the document, the others are left out. All else that is mentioned, classes and properties too, keeps
    its types and names, and what tells which it is: its kind, its state, the body and the mandate of a post, the two of
    a pair. The names of what is selected are held in memory.
    """
    yield from _Selection(store, part, keep).statements()


class _Selection:
    def __init__(self, store: Store, part: Part, keep: Keep) -> None:
        self._store, self._part, self._keep = store, part, keep
        self._cited = self._subjects(_IN_DOCUMENT, part.document) if part.document else set()

    def statements(self) -> Iterator[Quad]:
        """Yield first what is given whole, then what is only mentioned."""
        whole: set[NamedNode] = set()
        mentioned: set[NamedNode] = set()
        todo = self._facts() | {node for node in (self._part.actor, self._part.document) if node}
        while todo:
            whole |= todo
            found: set[NamedNode] = set()
            for node in sorted(todo, key=str):
                for quad in self._keep(self._about(node)):
                    yield quad
                    mentioned |= _names(quad)
                    if isinstance(quad.object, NamedNode) and self._goes_along(quad):
                        found.add(quad.object)
            todo = found - whole
        yield from self._names_of(mentioned - whole, whole)

    def _names_of(self, todo: set[NamedNode], known: set[NamedNode]) -> Iterator[Quad]:
        """Yield what names nodes, and what is mentioned there, and so on."""
        while todo:
            known |= todo
            found: set[NamedNode] = set()
            for node in sorted(todo, key=str):
                naming = [quad for quad in self._statements(node) if quad.predicate in _NAMING]
                for quad in self._keep(naming):
                    yield quad
                    found |= _names(quad)
            todo = found - known

    def _facts(self) -> set[NamedNode]:
        """Return the facts that the part is made of."""
        by_document = {fact for cite in self._cited for fact in self._subjects(_EVIDENCE, cite)}
        if self._part.actor is None:
            return by_document
        mentions = {fact for fact in self._subjects(None, self._part.actor) if self._is_fact(fact)}
        mentions |= {claim for fact in mentions for claim in self._subjects(_CLAIM_OF, fact)}
        return mentions if self._part.document is None else mentions & by_document

    def _about(self, node: NamedNode) -> list[Quad]:
        """Return what is said of a node: of a fact with citations in the document, without the others."""
        found = self._statements(node)
        if any(quad.predicate == _EVIDENCE and quad.object in self._cited for quad in found):
            return [quad for quad in found if quad.predicate != _EVIDENCE or quad.object in self._cited]
        return found

    def _goes_along(self, quad: Quad) -> bool:
        """Tell whether the object of a statement is given whole: evidence, its document, or another fact."""
        return quad.predicate in (_EVIDENCE, _IN_DOCUMENT) or self._is_fact(quad.object)

    def _is_fact(self, node: object) -> bool:
        return isinstance(node, NamedNode) and Quad(node, RDF_TYPE, _FACT) in self._store

    def _statements(self, node: NamedNode) -> list[Quad]:
        return list(self._store.quads_for_pattern(node, None, None, DefaultGraph()))

    def _subjects(self, predicate: NamedNode | None, value: NamedNode) -> set[NamedNode]:
        found = self._store.quads_for_pattern(None, predicate, value, DefaultGraph())
        return {quad.subject for quad in found if isinstance(quad.subject, NamedNode)}


def _names(quad: Quad) -> set[NamedNode]:
    """Return what a statement mentions."""
    return {quad.predicate, quad.object} if isinstance(quad.object, NamedNode) else {quad.predicate}
