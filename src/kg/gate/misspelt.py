"""Terms of the project's vocabulary that the ontology does not have, each with the nearest that it has.

A slip that leaves hardly a doubt goes on as the term that is meant, so that it is told once: the shapes then look at
what remains when it is mended so, and neither miss the property that was misspelt nor find it out of place. Where the
nearest term is not that near, the statement stays as it is; what the shapes say of an unknown word is left out then.
Classes are looked at first, because a property is sought among those that the class of the node may have.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from pyoxigraph import NamedNode, Store, Triple

from kg.errors import closest
from kg.gate.admission import INSTEAD
from kg.gate.draft import Draft, Node, Said
from kg.terms import NS, RDF_TYPE, dkg, expand, local_name, shrink

__all__ = ["has_term", "mend_terms"]

_HINTS = 50  # words that the nearest term is looked for: each takes some hundredths of a second
_ALIKE = 0.65  # how near a word is, from 0 to 1, to the term that is suggested
_SURE = 0.8  # how near a word is, from 0 to 1, that goes on as the term
_DOMAIN = expand("rdfs:domain")
_CLASSES = (expand("owl:Class"),)
_PROPERTIES = tuple(map(expand, ("owl:ObjectProperty", "owl:DatatypeProperty", "rdf:Property")))
_SHORT = {"evidence": None, "post": "Person", "holder": "Post"}  # what else the short form has: of anything, of a class


def has_term(known: Store, term: NamedNode) -> bool:
    """Tell whether a term of the project's vocabulary is in the ontology; of words of others it is not asked."""
    return not term.value.startswith(NS) or next(known.quads_for_pattern(term, None, None, None), None) is not None


def mend_terms(draft: Draft) -> frozenset[NamedNode]:
    """Blame each term that the ontology does not have, go on with what is meant, and return those that stay."""
    described = frozenset(triple.subject for file in draft.files for triple in file.triples)
    terms = _Terms(draft, described)
    for of_types in (True, False):
        said = [terms.mended(each) if (each.triple.predicate == RDF_TYPE) is of_types else each for each in draft.said]
        if said != draft.said:
            draft.replace(said)
    return frozenset(terms.left)


@dataclass(slots=True)
class _Terms:
    """The terms of the ontology, and what was found for words that are none."""

    draft: Draft
    described: frozenset[object]  # what the files describe themselves: the gate refuses it, a reasoner is asked of it
    left: set[NamedNode] = field(default_factory=set)
    _is_known: dict[NamedNode, bool] = field(default_factory=dict)
    _near: dict[tuple[NamedNode, frozenset[str]], str | None] = field(default_factory=dict)
    _names: dict[tuple[NamedNode, ...], list[str]] = field(default_factory=dict)
    _domains: dict[str, frozenset[str]] = field(default_factory=dict)

    def mended(self, said: Said) -> Said:
        """Return a statement as it is meant; blame it where one of its terms is unknown."""
        node, predicate, value = said.triple
        of_type = predicate == RDF_TYPE
        term = value if of_type else predicate
        if not isinstance(term, NamedNode) or self._knows(term):
            return said
        near = self._nearest(term, node, of_type=of_type)
        is_sure = near is not None and self._is_sure(local_name(term), near, node, of_type=of_type)
        hint = f"did you mean dkg:{near}?" if near else "use one of its terms"
        if not is_sure and local_name(term) in INSTEAD:  # a word of another vocabulary, under our prefix
            hint = f"write {INSTEAD[local_name(term)]}"
        self.draft.blame(said, f"the ontology has no {shrink(term)}; {hint}")
        if near is None or not is_sure:
            self.left.add(term)
            return said
        meant = Triple(node, RDF_TYPE, dkg(near)) if of_type else Triple(node, dkg(near), value)
        return said._replace(triple=meant)

    def _knows(self, term: NamedNode) -> bool:
        if term not in self._is_known:
            self._is_known[term] = has_term(self.draft.known, term) or term in self.described
        return self._is_known[term]

    def _nearest(self, term: NamedNode, node: Node, *, of_type: bool) -> str | None:
        """Return the nearest class, or the nearest property that such a node may have, else the nearest of all."""
        classes = frozenset[str]() if of_type else self.draft.classes(node)
        if (term, classes) not in self._near:
            if len(self._near) >= _HINTS:
                return None
            every = self._all(_CLASSES if of_type else _PROPERTIES)
            fitting = every if of_type else [name for name in every if self._fits(name, classes)]
            word = local_name(term)
            same = next((name for name in every if name.lower() == word.lower()), None)
            self._near[term, classes] = same or closest(word, fitting, _ALIKE) or closest(word, every, _ALIKE)
        return self._near[term, classes]

    def _is_sure(self, word: str, near: str, node: Node, *, of_type: bool) -> bool:
        if not of_type and not self._fits(near, self.draft.classes(node)):
            return False
        return SequenceMatcher(None, word.lower(), near.lower()).ratio() >= _SURE

    def _all(self, kinds: tuple[NamedNode, ...]) -> list[str]:
        if kinds not in self._names:
            self._names[kinds] = sorted(set(self._named(kinds)))
        return self._names[kinds]

    def _named(self, kinds: tuple[NamedNode, ...]) -> Iterator[str]:
        for kind in kinds:
            for quad in self.draft.known.quads_for_pattern(None, RDF_TYPE, kind, None):
                if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(NS):
                    yield local_name(quad.subject)

    def _fits(self, name: str, classes: frozenset[str]) -> bool:
        """Tell whether a property may stand on a node of some classes, as far as its domain tells."""
        if name not in self._domains:
            found = self.draft.known.quads_for_pattern(dkg(name), _DOMAIN, None, None)
            self._domains[name] = frozenset(local_name(q.object) for q in found if isinstance(q.object, NamedNode))
        domains = self._domains[name]
        if not classes or not domains or domains & classes:
            return True
        return name in _SHORT and (_SHORT[name] is None or _SHORT[name] in classes)
