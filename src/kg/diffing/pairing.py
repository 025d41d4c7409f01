"""Which lost fact and which gained fact are the same one with another value.

Facts named by a hash of what defines them have another name where a value changes. A lost and a gained one are paired
where all that defines them is equal but for one thing that may well change while the fact stays what it is, and where
no other fact would do as well. That is a guess, and is told as one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from pyoxigraph import NamedNode

from kg.diffing.half import Half
from kg.terms import NS, RDF_TYPE, expand

__all__ = ["ASIDE", "pair"]

_AMOUNT = ("value", "lowerBound", "upperBound", "strict")
_DATE = ("edtf", "reading", "calendarYear")
# By class: the things that may change, each a property or several that say it together.
_VARIABLE: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "Membership": (("kind",),),
    "Participation": (("role",), ("inCapacity",)),
    "Position": (("stance",), ("mode",), ("summary",), ("onIssue",), ("toward",), ("about",), ("statedIn",)),
    "Figure": (_AMOUNT, ("unit",), ("asOf",)),
    "Claim": (("claimValue",), _DATE),
}
_SINGLE = frozenset(NS + name for name in ("status", "heldAt", "edtf"))  # what an entity has one of, most often
# What defines no fact: its evidence, and remarks on it.
ASIDE = frozenset(
    [NamedNode(NS + name) for name in ("evidence", "hedge", "basis", "preferredBecause", "preferred")]
    + [RDF_TYPE, *map(expand, ("rdfs:label", "skos:note", "skos:prefLabel", "rdfs:comment"))]
)

_Signature = tuple[object, ...]


def pair(old: Half, lost: Iterable[NamedNode], new: Half, gained: Iterable[NamedNode]) -> dict[NamedNode, NamedNode]:
    """Return the gained fact for each lost one that has a single counterpart."""
    before, after = _index(old, lost), _index(new, gained)
    partners: dict[NamedNode, set[NamedNode]] = defaultdict(set)
    owners: dict[NamedNode, set[NamedNode]] = defaultdict(set)
    for signature in before.keys() & after.keys():
        for one in before[signature]:
            partners[one] |= after[signature]
        for other in after[signature]:
            owners[other] |= before[signature]
    found = {one: next(iter(others)) for one, others in partners.items() if len(others) == 1}
    return {one: other for one, other in found.items() if len(owners[other]) == 1}


def _index(half: Half, facts: Iterable[NamedNode]) -> dict[_Signature, set[NamedNode]]:
    """Return facts by what defines them without one thing that may change."""
    found: dict[_Signature, set[NamedNode]] = defaultdict(set)
    for fact in facts:
        kind = half.fact_kind(fact)
        said = {p.value.removeprefix(NS): frozenset(v) for p, v in half.said_of(fact).items() if p not in ASIDE}
        claimed = {str(each) for each in said.get("claimProperty", ())}
        if kind == "Claim" and not claimed <= {f"<{iri}>" for iri in _SINGLE}:
            continue
        for thing in _VARIABLE.get(kind, ()):
            rest = frozenset((name, values) for name, values in said.items() if name not in thing)
            found[kind, thing, rest].add(fact)
    return found
