"""What a node is called in a message: its English name, or what a fact is about.

Facts have no names. A curator recognises one by whom and what it joins, so a participation is called
"participation: Ann Ash, Talks of 2020".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

from pyoxigraph import BlankNode, Literal, NamedNode, Store

from kg.terms import PREFIXES, RDF_TYPE, Term, dkg, expand, shrink

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


def labels_of(store: Store) -> Callable[[Term], str]:
    """Return what looks up the name of a node in a store."""

    def values(node: NamedNode | BlankNode, property_: NamedNode) -> list[Term]:
        return sorted((quad.object for quad in store.quads_for_pattern(node, property_, None, None)), key=str)

    def name(node: NamedNode | BlankNode) -> str:
        for property_ in _NAMES:
            texts = [term for term in values(node, property_) if isinstance(term, Literal)]
            texts.sort(key=lambda text: (text.language or "en") != "en")
            if texts:
                return texts[0].value
        return ""

    def parts(node: NamedNode | BlankNode) -> Iterator[str]:
        for property_ in _TELLING:
            for term in values(node, property_):
                yield (name(term) if isinstance(term, NamedNode) else "") or plain(term)

    @cache
    def label(term: Term) -> str:
        if not isinstance(term, NamedNode | BlankNode):
            return plain(term)
        found = name(term)
        described = [] if found else list(parts(term))
        if described:
            classes = [
                t.value.removeprefix(PREFIXES["dkg"]) for t in values(term, RDF_TYPE) if isinstance(t, NamedNode)
            ]
            kinds = [c for c in classes if c != "Fact" and "/" not in c]
            found = f"{kinds[0].lower() if kinds else 'fact'}: {', '.join(described)}"
        return found or plain(term)

    return label
