"""The JSON-LD context of the graph, made from the ontology and the shapes, so that our JSON-LD reads as plain JSON.

The vocabulary is the ontology, the base is where the data lies: `{"id": "minsk-2014", "type": "Meeting"}`. A property
has the type of its values where the ontology or a shape fixes it, so that `"heldAt": "minsk"` is a node and
`"beginEarliest": "2014-09-05"` a day. Texts in several languages are objects with a key for each language.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from kg.project import locate_project
from kg.terms import DATA, NS, PREFIXES, expand, local_name
from kg.turtle import Statement

__all__ = ["Context", "Term", "known_context", "make_context", "written"]

Term = Mapping[str, str]
Context = Mapping[str, str | Term]

_FILE = "context.jsonld"
# Texts of other vocabularies: their specifications, not our ontology, say that their values are texts.
_TEXTS = (
    "rdfs:label", "rdfs:comment", "skos:prefLabel", "skos:altLabel", "skos:definition", "skos:note", "dcterms:title",
    "dcterms:description",
)  # fmt: skip
_STRINGS = {PREFIXES["xsd"] + "string"}
_LANGUAGES = PREFIXES["rdf"] + "langString"


def make_context(statements: Iterable[Statement]) -> Context:
    """Return the context of an ontology and the shapes of its data.

    >>> from pyoxigraph import Triple
    >>> made = make_context([Triple(expand("dkg:heldAt"), expand("rdf:type"), expand("owl:ObjectProperty"))])
    >>> made["heldAt"]
    {'@id': 'dkg:heldAt', '@type': '@id'}
    """
    store = Store()
    store.extend(Quad(each.subject, each.predicate, each.object) for each in statements)
    prefixes = {prefix: namespace for prefix, namespace in PREFIXES.items() if prefix}
    kinds = {
        **dict.fromkeys(_subjects(store, "rdf:type", expand("owl:ObjectProperty")), "@id"),
        **dict(sorted(_ranges(store), key=str)),
        **dict(sorted(_shaped(store), key=str)),
        **dict.fromkeys(map(expand, _TEXTS), _LANGUAGES),
    }
    terms: dict[str, Term] = {}
    for property_ in sorted(kinds, key=lambda each: (not each.value.startswith(NS), each.value)):
        name = local_name(property_)
        if name not in terms and name not in prefixes:
            terms[name] = _term(property_, kinds[property_])
    return {
        "@version": 1.1,  # type: ignore[dict-item]  # a number, as JSON-LD 1.1 demands
        "@base": DATA, "@vocab": NS, **dict(sorted(prefixes.items())), "id": "@id", "type": "@type",
        **dict(sorted(terms.items())),
    }  # fmt: skip


@cache
def known_context() -> Context:
    """Return the context that the project ships, made from its ontology and shapes."""
    file = locate_project().packaged / "schemas" / _FILE
    found: Context = json.loads(file.read_text(encoding="utf-8"))["@context"]
    return found


def written(context: Context) -> str:
    """Return a context as JSON, an entry a line."""
    entries = (f"  {json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}" for key, value in context.items())
    return "{\n" + ",\n".join(entries) + "\n}"


def _ranges(store: Store) -> Iterable[tuple[NamedNode, str]]:
    """Yield the datatypes that the ontology gives to properties."""
    for quad in store.quads_for_pattern(None, expand("rdfs:range"), None, DefaultGraph()):
        if isinstance(quad.object, NamedNode) and quad.object.value.startswith(PREFIXES["xsd"]):
            yield _named(quad), quad.object.value


def _shaped(store: Store) -> Iterable[tuple[NamedNode, str]]:
    """Yield what shapes demand of all values of a property: a datatype, or a node."""
    for path in store.quads_for_pattern(None, expand("sh:path"), None, DefaultGraph()):
        if not isinstance(path.object, NamedNode):
            continue
        for quad in store.quads_for_pattern(path.subject, None, None, DefaultGraph()):
            if quad.predicate == expand("sh:datatype") and isinstance(quad.object, NamedNode):
                yield path.object, quad.object.value
            elif quad.predicate == expand("sh:class") or quad.object == expand("sh:IRI"):
                yield path.object, "@id"


def _subjects(store: Store, predicate: str, value: NamedNode) -> Iterable[NamedNode]:
    return [_named(quad) for quad in store.quads_for_pattern(None, expand(predicate), value, DefaultGraph())]


def _named(quad: Quad) -> NamedNode:
    assert isinstance(quad.subject, NamedNode)  # properties have names
    return quad.subject


def _term(property_: NamedNode, kind: str) -> Term:
    """Return the definition of a property."""
    prefix, namespace = next(item for item in PREFIXES.items() if item[0] and property_.value.startswith(item[1]))
    name = {"@id": f"{prefix}:{property_.value.removeprefix(namespace)}"}
    if kind == _LANGUAGES:
        return {**name, "@container": "@language"}
    if kind in _STRINGS:
        return name
    return {**name, "@type": f"xsd:{local_name(NamedNode(kind))}" if kind != "@id" else kind}
