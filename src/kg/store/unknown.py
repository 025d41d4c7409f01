"""Finds terms in a query that the graph does not hold, such as a misspelt property, which would match nothing.

Only terms of the project's own namespaces are judged. A query may mean a term that is not there, so that the findings
are warnings.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode

from kg.errors import Finding, closest
from kg.sparql import declared_prefixes, place_of, tokens
from kg.terms import ANY, DATA, NS, PREFIXES, RDF_TYPE, expand

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pyoxigraph import Store

    from kg.sparql import Token

__all__ = ["unknown_terms"]

_SCHEMA = ("owl:Class", "owl:ObjectProperty", "owl:DatatypeProperty", "owl:AnnotationProperty")
_NAMES = ("skos:prefLabel", "dcterms:title")  # what has one is named by people; facts are named by a hash


def unknown_terms(store: Store, sparql: str, origin: str = "query") -> list[Finding]:
    """Return a warning for each term that the graph does not hold, with its first place and the nearest known term.

    >>> from pyoxigraph import Store
    >>> print(unknown_terms(Store(), "SELECT ?x { ?x dkg:heldby :iran, 'dkg:text' }")[0])
    query:1:16: warning: nothing here is called dkg:heldby
    """
    prefixes = dict(PREFIXES)
    declared = declared_prefixes(sparql)
    prefixes.update((prefix, iri.text[1:-1]) for prefix, iri in declared.items())
    skipped = {iri.start for iri in declared.values()}
    seen: set[str] = set()
    found = []
    for token in _judged(sparql):
        iri = _iri(token, prefixes)
        if token.start in skipped or iri in seen or not iri.startswith((NS, DATA)) or iri in (NS, DATA, ANY.value):
            continue
        seen.add(iri)
        if not _knows(store, iri):
            message = f"nothing here is called {token.text}"
            place = place_of(sparql, token.start, origin)
            found.append(Finding(place, message, "warning", _remedy(store, iri, prefixes)))
    return found


def _judged(sparql: str) -> Iterator[Token]:
    """Return the IRIs and prefixed names of a query, but those of the template of a CONSTRUCT, which may coin terms."""
    constructs, depth = False, 0  # in a template, the depth counts its braces
    for token in tokens(sparql):
        if token.kind == "quote":  # what follows may be meant as text
            return
        if depth:
            depth += {"{": 1, "}": -1}.get(token.text, 0)
        elif constructs and token.text == "{":
            constructs, depth = False, 1
        elif token.kind in ("iri", "name"):
            yield token
        elif token.kind == "word":
            constructs = token.text.upper() == "CONSTRUCT"


def _iri(token: Token, prefixes: dict[str, str]) -> str:
    """Return the IRI that a token stands for; nothing for an unknown prefix, and for one without a name after it."""
    if token.kind == "iri":
        return token.text[1:-1]
    prefix, _, local = token.text.partition(":")
    if "\\" in local:
        local = re.sub(r"\\(.)", r"\1", local)
    return prefixes[prefix] + local if local and prefix in prefixes else ""


def _knows(store: Store, iri: str) -> bool:
    """Tell whether any statement has a term."""
    try:
        node = NamedNode(iri)
    except ValueError:  # such as a lone percent sign, which the parser refuses or not, but no data has
        return False
    found = (
        store.quads_for_pattern(node, None, None, None),
        store.quads_for_pattern(None, None, node, None),
        store.quads_for_pattern(None, node, None, None),
    )
    return any(next(quads, None) for quads in found)


def _remedy(store: Store, iri: str, prefixes: dict[str, str]) -> str:
    """Suggest the term of that name in the other namespace, or the nearest of the same, upper and lower case alike."""
    own, other = (NS, DATA) if iri.startswith(NS) else (DATA, NS)
    local = iri.removeprefix(own)
    if _knows(store, other + local):
        return f"did you mean {_short(other + local, prefixes)}?"
    known = {name.casefold(): name for name in sorted(_listed(store, own))}
    near = closest(local.casefold(), known)
    if near:
        return f"did you mean {_short(own + known[near], prefixes)}?"
    return "`kg search` finds names" if own == DATA else ""


def _listed(store: Store, namespace: str) -> Iterable[str]:
    """Return the local names of a namespace that a user may mean."""
    if namespace == NS:
        found = (quad for kind in _SCHEMA for quad in store.quads_for_pattern(None, RDF_TYPE, expand(kind), None))
    else:
        found = (quad for name in _NAMES for quad in store.quads_for_pattern(None, expand(name), None, None))
    return {
        quad.subject.value.removeprefix(namespace)
        for quad in found
        if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(namespace)
    }


def _short(iri: str, prefixes: dict[str, str]) -> str:
    """Return a term as this query can write it."""
    for prefix, start in prefixes.items():
        if start in (NS, DATA) and iri.startswith(start):
            return f"{prefix}:{iri.removeprefix(start)}"
    return f"<{iri}>"
