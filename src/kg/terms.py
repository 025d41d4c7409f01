"""RDF terms of the project: namespaces, typed literals, and names minted for entities and facts.

It knows pyoxigraph's terms and nothing of files, stores or the mapping language. Names of facts are hashes of what
defines them, so that two documents that state one fact give one fact with two citations.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from kg.errors import KgError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from decimal import Decimal

__all__ = [
    "ANY", "DATA", "NS", "PREFIXES", "RDF_TYPE", "Term", "boolean", "date", "decimal", "dkg", "entity", "expand",
    "integer", "is_slug", "local_name", "mint", "shrink", "slugify", "text", "triple",
]  # fmt: skip

NS = "https://w3id.org/dkg/ns#"
DATA = "https://w3id.org/dkg/id/"
PREFIXES: Mapping[str, str] = {
    "": DATA,
    "dcterms": "http://purl.org/dc/terms/",
    "dkg": NS,
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
Term = NamedNode | Literal | BlankNode | Triple
RDF_TYPE = NamedNode(PREFIXES["rdf"] + "type")
ANY = NamedNode(f"{NS}any")  # stands in a question for a name that is left out, and nowhere in the data

_SLUG = re.compile(r"[a-z0-9]+(?:-+[a-z0-9]+)*\Z")


@lru_cache(maxsize=4096)
def expand(name: str) -> NamedNode:
    """Return the node of a prefixed name.

    >>> expand("skos:prefLabel").value
    'http://www.w3.org/2004/02/skos/core#prefLabel'
    """
    prefix, colon, local = name.partition(":")
    if not colon or prefix not in PREFIXES:
        raise KgError(f"{name} is not a prefixed name", remedy=f"known prefixes: {', '.join(sorted(PREFIXES))}")
    return NamedNode(PREFIXES[prefix] + local)


def shrink(node: NamedNode) -> str:
    """Return a node as a prefixed name where a prefix fits, else as `<IRI>`.

    >>> shrink(NamedNode("https://w3id.org/dkg/ns#heldBy"))
    'dkg:heldBy'
    """
    for prefix, base in PREFIXES.items():
        local = node.value.removeprefix(base)
        if local != node.value and re.fullmatch(r"[\w-]+", local):
            return f"{prefix}:{local}"
    return f"<{node.value}>"


def dkg(local: str) -> NamedNode:
    """Return a term of the project's ontology."""
    return NamedNode(NS + local)


def entity(slug: str) -> NamedNode:
    """Return the data node of a slug; `KgError` where the slug is not lower-case ASCII words joined by hyphens."""
    if not is_slug(slug):
        raise KgError(f"{slug!r} cannot name an entity", remedy="use lower-case letters, digits and hyphens")
    return NamedNode(DATA + slug)


def is_slug(text_: str) -> bool:
    """Tell whether a string may name an entity.

    >>> is_slug("sergei-lavrov"), is_slug("Sergei Lavrov"), is_slug("a/b")
    (True, False, False)
    """
    return _SLUG.match(text_) is not None


def slugify(label: str) -> str:
    """Return the slug of an English label.

    >>> slugify("Chairman of the Board (Foundation)")
    'chairman-of-the-board-foundation'
    """
    return re.sub(r"[^a-z0-9]+", "-", label.lower()).strip("-")


def local_name(node: NamedNode) -> str:
    """Return what follows the last `#` or `/` of an IRI."""
    return re.split(r"[#/]", node.value)[-1]


def text(value: str, language: str | None = None) -> Literal:
    """Return a string literal, with a language tag where one is given."""
    return Literal(value, language=language) if language else Literal(value)


def decimal(value: Decimal) -> Literal:
    """Return an xsd:decimal in the canonical form of XML Schema 1.1 (no exponent, no trailing zeros).

    >>> from decimal import Decimal
    >>> decimal(Decimal("5300000000.0")).value
    '5300000000'
    """
    plain = format(value, "f")
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return Literal(plain, datatype=expand("xsd:decimal"))


def integer(value: int) -> Literal:
    """Return an xsd:integer."""
    return Literal(str(value), datatype=expand("xsd:integer"))


def boolean(value: bool) -> Literal:
    """Return an xsd:boolean."""
    return Literal("true" if value else "false", datatype=expand("xsd:boolean"))


def date(iso: str) -> Literal:
    """Return an xsd:date from its ISO form."""
    return Literal(iso, datatype=expand("xsd:date"))


def triple(subject: NamedNode, predicate: str, value: Term) -> Quad:
    """Return a statement of the default graph; the predicate is a prefixed name."""
    return Quad(subject, expand(predicate), value)


def mint(class_name: str, defining: Iterable[tuple[str, Term]]) -> NamedNode:
    """Return the name of a fact: its class and a hash of its defining property and value pairs.

    The pairs are sorted and written as JSON, so that neither their order nor the hash seed matters. Evidence, notes,
    hedges, labels and derived values do not define a fact and must not be given.
    """
    import hashlib
    import json

    pairs = sorted([name, str(value)] for name, value in defining)
    canonical = json.dumps([class_name, pairs], ensure_ascii=False, separators=(",", ":"))
    return NamedNode(f"{DATA}{class_name.lower()}-{hashlib.sha256(canonical.encode()).hexdigest()[:16]}")
