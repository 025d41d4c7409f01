"""What a node is called in a message: its English name, or what a fact is about.

Facts have no names. A curator recognises one by whom and what it joins, so a participation is called
"participation: Ann Ash, Talks of 2020".
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.sparql.walk import Source
from kg.terms import RDF_TYPE, Term, dkg, expand, local_name, shrink

__all__ = ["labels_of", "plain"]

_NAMES = tuple(expand(name) for name in ("skos:prefLabel", "dcterms:title", "rdfs:label"))
_TELLING = tuple(
    dkg(name)
    for name in (
        "holder", "post", "member", "memberOf", "participant", "inEvent", "heldBy", "kind", "ofAgreement", "summary",
        "measure", "claimOf", "claimProperty", "inDocument", "startOffset",
    )
)  # fmt: skip
_LONGEST = 60


def plain(term: Term) -> str:
    """Return a term as a message shows it where it has no name: a prefixed name, or the text of a literal."""
    match term:
        case NamedNode():
            return shrink(term)
        case Literal(value=value):
            return value if len(value) <= _LONGEST else value[: _LONGEST - 1] + "…"
        case BlankNode():
            return "a node without a name"
    return str(term)


def labels_of(store: Source) -> Callable[[Term], str]:
    """Return what looks up the name of a node in a store; each node is looked up once."""
    return cache(_Names(store).label)


class _Names:
    """Names in one store."""

    def __init__(self, store: Source) -> None:
        self._store = store

    def label(self, term: Term) -> str:
        """Return the name of a node, else what it is and whom it joins, else its prefixed name."""
        if not isinstance(term, NamedNode | BlankNode):
            return plain(term)
        return self._name(term) or self._description(term) or plain(term)

    def _values(self, node: NamedNode | BlankNode, property_: NamedNode) -> list[Term]:
        return sorted((quad.object for quad in self._store.quads_for_pattern(node, property_, None, None)), key=str)

    def _name(self, node: NamedNode | BlankNode) -> str:
        texts = [text for name in _NAMES for text in self._values(node, name) if isinstance(text, Literal)]
        texts.sort(key=lambda text: (text.language or "en") != "en")
        return texts[0].value if texts else ""

    def _description(self, node: NamedNode | BlankNode) -> str:
        joined = [
            (self._name(term) if isinstance(term, NamedNode) else "") or plain(term)
            for property_ in _TELLING
            for term in self._values(node, property_)
        ]
        classes = [local_name(term) for term in self._values(node, RDF_TYPE) if isinstance(term, NamedNode)]
        kind = next((name for name in classes if name != "Fact"), "fact")
        return f"{kind.lower()}: {', '.join(joined)}" if joined else ""
