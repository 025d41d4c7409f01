"""One side of a comparison as a store: what each thing is, what is asserted of it, and how it is called.

The vocabulary of the project is at hand for words and for what is derived, and is no part of what is compared.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from pyoxigraph import BlankNode, NamedNode, Quad, Store, Triple

from kg.diffing.reading import Side
from kg.export.void import DATASET
from kg.names import label_of
from kg.reason import Screen
from kg.terms import NS, RDF_TYPE, Term, dkg, expand, local_name, shrink
from kg.wording import SECTIONS, Values, Words

__all__ = ["SUBJECTS", "Half", "Subject"]

Subject = NamedNode | BlankNode | Triple
# The entity under whose name a class of facts stands.
SUBJECTS = {
    "Tenure": ("holder",), "Membership": ("member",), "Participation": ("inEvent",), "Act": ("ofAgreement",),
    "Clause": ("ofAgreement",), "Position": ("heldBy", "statedBy"), "Figure": ("about",), "Claim": ("claimOf",),
}  # fmt: skip
# Properties of other vocabularies that are met often.
_NAMES = {
    "skos:altLabel": "other name",
    "skos:definition": "definition",
    "skos:broader": "broader",
    "rdfs:label": "label",
}
_LABELS = frozenset(map(expand, ("skos:prefLabel", "rdfs:label", "dcterms:title")))
_ONE = {"Tenure": "post", "Membership": "membership", "Act": "act"}  # what claims may date


class Half(Words):
    """One side, in words."""

    def __init__(self, side: Side, vocabulary: Iterable[Quad]) -> None:
        super().__init__(Store())
        self.side = side
        named = {quad.subject for quad in side.quads if quad.predicate in _LABELS}
        self.store.extend(q for q in vocabulary if q.predicate not in _LABELS or q.subject not in named)
        self.store.extend(Quad(*quad.triple) for quad in side.quads)
        self.screen = Screen(self.store)
        self.other: Store | None = None
        self.asserted: dict[Subject, list[Quad]] = defaultdict(list)
        self.types: dict[Subject, set[str]] = defaultdict(set)
        for quad in side.quads:
            if not self.derived(quad):
                self.asserted[quad.subject].append(quad)
            if quad.predicate == RDF_TYPE and isinstance(quad.object, NamedNode):
                self.types[quad.subject].add(quad.object.value)

    def derived(self, quad: Quad) -> bool:
        """Tell whether a statement of this side follows from others, as the description of the graph does too."""
        about = quad.subject.value if isinstance(quad.subject, NamedNode) else ""
        return about.startswith(DATASET.value) or self.screen.derived(Quad(*quad.triple))

    def label(self, term: Term) -> str:
        """Return the label of a node, from the other side where this one has none, or its prefixed name."""
        found = Words.label(self, term)
        if isinstance(term, NamedNode) and self.other is not None and found == shrink(term):
            return label_of(self.other, term, self.languages)
        return found

    def property(self, predicate: NamedNode) -> str:
        """Return a property in words."""
        key = _key(predicate)
        return _NAMES.get(key) or self.words(key)

    def fact_kind(self, node: Subject) -> str:
        """Return the class of a fact, or an empty string for what is none."""
        types = self.types.get(node, ())
        return next((name for name in SECTIONS if NS + name in types), "")

    def is_a(self, node: Subject, name: str) -> bool:
        """Tell whether something is of a class of the ontology."""
        return NS + name in self.types.get(node, ())

    def is_entity(self, node: Subject) -> bool:
        """Tell whether something is of any class of the ontology."""
        return isinstance(node, NamedNode) and any(each.startswith(NS) for each in self.types.get(node, ()))

    def kinds(self, node: NamedNode) -> str:
        """Return the classes of an entity in words, the most special ones."""
        return ", ".join(self.label(each) for each in self.classes(node))

    def said_of(self, node: Subject) -> dict[NamedNode, set[Term]]:
        """Return what is asserted of something, by property."""
        found: dict[NamedNode, set[Term]] = defaultdict(set)
        for quad in self.asserted.get(node, ()):
            found[quad.predicate].add(quad.object)
        return found

    def entity(self, fact: NamedNode) -> tuple[NamedNode, str]:
        """Return the entity that a fact stands under, and what stands before its words: the fact that a claim is of."""
        above = self._above(fact)
        if above is None:
            return fact, ""
        if not self._is_below(above):
            return above, ""
        before = f"{_ONE.get(self.fact_kind(above), 'fact')} {self.said(above)}: "
        seen = {fact}  # facts may stand under one another in a circle: then the last one before it closes counts
        while self._is_below(above) and (higher := self._above(above)) and higher not in seen:
            seen.add(above)
            above = higher
        return above, before

    def _is_below(self, node: NamedNode) -> bool:
        """Tell whether something is a fact that stands under another thing; claims of claims end there."""
        return self.fact_kind(node) not in ("", "Claim")

    def _above(self, fact: NamedNode) -> NamedNode | None:
        """Return what a fact is of, if anything that has a name."""
        for name in SUBJECTS[self.fact_kind(fact)]:
            for quad in sorted(self.store.quads_for_pattern(fact, dkg(name), None), key=str):
                if isinstance(quad.object, NamedNode):
                    return quad.object
        return None

    def source(self, cite: Term) -> str:
        """Return a citation or a reference in words."""
        if not isinstance(cite, NamedNode):
            return str(cite)
        values = self.values(cite)
        place = f"{self.labels(values, 'startOffset')}–{self.labels(values, 'endOffset')}"
        return f"{self.labels(values, 'inDocument')} {place}" if "inDocument" in values else self.label(cite)

    def period(self, fact: NamedNode) -> str:
        """Return when a fact held, in words; what claims of it say where it has no date of its own."""
        kind, values = self.fact_kind(fact), self.values(fact)
        if kind == "Claim":
            return ""
        if "calendarYear" in values:
            return self.labels(values, "calendarYear")
        when = self.when(values) or ", ".join(sorted(filter(None, map(self._claimed_date, self._claims(fact)))))
        found = re.fullmatch(r"(.*?)(\S+)/(\S+)", when)
        if not found:
            return when
        reading, begin, end = found.groups()
        words = [f"from {begin}" if begin != ".." else "", f"until {end}" if end != ".." else ""]
        return f"{reading}{' '.join(filter(None, words))}"

    def _claims(self, fact: NamedNode) -> Iterable[NamedNode]:
        found = (quad.subject for quad in self.store.quads_for_pattern(None, dkg("claimOf"), fact))
        return (claim for claim in found if isinstance(claim, NamedNode))

    def _claimed_date(self, claim: NamedNode) -> str:
        values: Values = self.values(claim)
        return self.when(values) if dkg("edtf") in values.get("claimProperty", ()) else ""


def _key(predicate: NamedNode) -> str:
    return local_name(predicate) if predicate.value.startswith(NS) else shrink(predicate)
