"""A generated document and what it states: passages, facts that cite them, claims, entities.

It makes statements of the model's form and mints names as the model demands; what is stated is up to `scenes` and
`faults`. There is no text behind a document: its hash and those of its passages are those of their names.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from pyoxigraph import NamedNode, Quad

from kg.generator.dice import Dice
from kg.terms import DATA, RDF_TYPE, Term, dkg, entity, expand, integer, mint, slugify, text

__all__ = ["Pair", "Sheet"]

Pair = tuple[str, Term]
"""A property, as a prefixed name, and its value."""

_BASES = (("stated", 75.0), ("context", 17.0), ("quoted", 6.5), ("outside", 1.5))
_UNDEFINING = {"dkg:preferredBecause", "dkg:beginEarliest", "dkg:beginLatest", "dkg:endEarliest", "dkg:endLatest"}
_HEDGES = ("inferred", "garbled", "apparent", "approximate", "unofficial", "estimated")


class Sheet:
    """The statements of one document; `length` is where its text ends so far."""

    def __init__(self, slug: str, dice: Dice) -> None:
        self.node, self.slug, self.dice = entity(slug), slug, dice
        self.quads: list[Quad] = []
        self.length = 0
        self._cited: dict[NamedNode, list[Pair]] = {}
        self._passage: tuple[NamedNode, ...] = ()

    def add(self, node: NamedNode, class_name: str, pairs: Iterable[Pair]) -> NamedNode:
        """Add a node with its class and other statements."""
        self.quads.append(Quad(node, RDF_TYPE, dkg(class_name)))
        self.quads += [Quad(node, expand(name), value) for name, value in pairs]
        return node

    def entity(self, class_name: str, label: str, *pairs: Pair) -> NamedNode:
        """Add an entity named by its label."""
        return self.add(entity(slugify(label)), class_name, [("skos:prefLabel", text(label, "en")), *pairs])

    def add_statement(self, node: NamedNode, pair: Pair) -> None:
        """Add a statement about a node."""
        self.quads.append(Quad(node, expand(pair[0]), pair[1]))

    # Evidence

    def passage(self) -> tuple[NamedNode, ...]:
        """Go on to the next passage, which later facts cite, at times with another one as its context."""
        basis = self.dice.weighted(_BASES)
        cites = [self.cite(basis, noted=basis in ("context", "outside") or self.dice.chance(0.3))]
        if self.dice.chance(0.4):
            cites.append(self.cite("context", noted=self.dice.chance(0.5)))
        self._passage = tuple(cites)
        return self._passage

    def cite(self, basis: str, *, noted: bool) -> NamedNode:
        """Return the citation of the next stretch of text; it is written when a fact rests on it."""
        start = self.length + self.dice.number(1, 60)
        self.length = end = start + self.dice.number(30, 240)
        node = NamedNode(f"{DATA}cite-{self.slug}-{start}-{end}")
        pairs: list[Pair] = [
            ("dkg:inDocument", self.node),
            ("dkg:startOffset", integer(start)),
            ("dkg:endOffset", integer(end)),
            ("dkg:sha256", text(sha256(node.value.encode()).hexdigest())),
            ("dkg:basis", entity(f"basis-{basis}")),
        ]
        if noted:
            pairs.append(("skos:note", text(f"Shown by what stands before {end}.", "en")))
        if self.dice.chance(0.13):
            pairs.append(("dkg:hedge", entity(f"hedge-{self.dice.one(_HEDGES)}")))
        if self.dice.chance(0.1):
            pairs.append(("dkg:asWritten", text(f"in the year {self.dice.number(1990, 2025)}")))
        self._cited[node] = pairs
        return node

    def cited(self, cites: Iterable[NamedNode]) -> list[Pair]:
        """Return what makes citations the evidence of a fact, and write those that were not cited yet."""
        found = list(cites)
        for cite in found:
            if pairs := self._cited.pop(cite, None):
                self.add(cite, "Citation", pairs)
        return [("dkg:evidence", cite) for cite in found]

    def changed_citation(self, without: Iterable[str], *more: Pair) -> NamedNode:
        """Return a citation, not cited yet, of which some properties are left out and others added."""
        node, left_out = self.cite("stated", noted=False), set(without)
        self._cited[node] = [pair for pair in self._cited[node] if pair[0] not in left_out] + list(more)
        return node

    # Facts

    def fact(self, class_name: str, pairs: Iterable[Pair], *, node: NamedNode | None = None) -> NamedNode:
        """Add a fact that rests on the passage; it is named by a hash of what defines it, unless a name is given."""
        stated = list(pairs)
        evidence = self.cited(self._passage or self.passage())
        named = node or mint(class_name, (pair for pair in stated if pair[0] not in _UNDEFINING))
        return self.add(named, class_name, [*stated, *evidence])

    def claim(self, node: NamedNode, name: str, value: Term, *more: Pair) -> NamedNode:
        """Claim a value of a property."""
        claimed: list[Pair] = [("dkg:claimOf", node), ("dkg:claimProperty", dkg(name)), ("dkg:claimValue", value)]
        return self.fact("Claim", [*claimed, *more])

    def date(self, node: NamedNode, edtf: str, reading: str, *more: Pair) -> NamedNode:
        """Claim a date."""
        claimed: list[Pair] = [("dkg:claimOf", node), ("dkg:claimProperty", dkg("edtf"))]
        dated: list[Pair] = [("dkg:edtf", text(edtf)), ("dkg:reading", entity(f"reading-{reading}"))]
        return self.fact("Claim", [*claimed, *dated, *more])

    def participation(self, event: NamedNode, actor: NamedNode, role: str, *more: Pair) -> NamedNode:
        """Let an actor take part in an event."""
        taken: list[Pair] = [("dkg:inEvent", event), ("dkg:participant", actor), ("dkg:role", entity(f"role-{role}"))]
        return self.fact("Participation", [*taken, *more])
