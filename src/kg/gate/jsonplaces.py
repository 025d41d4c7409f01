"""Sees statements in JSON-LD, each where its value stands (https://www.w3.org/TR/json-ld11/).

The contexts are read by rdflib; what a property means is looked up as it stands there, and what is rarely written
(lists, reversed properties, maps by index, JSON literals) is not seen. The text was read by a parser already.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from kg.gate.jsontree import Array, Lines, Object, Scalar, Value, parse, plain
from kg.gate.matching import BLANK, Key, Seen, literal, number
from kg.terms import PREFIXES

if TYPE_CHECKING:
    from rdflib.plugins.shared.jsonld.context import Context, Term

__all__ = ["in_jsonld"]

_TYPE = f"{PREFIXES['rdf']}type"
_GRAPH, _INCLUDED = "@graph", "@included"


def in_jsonld(text: str, base: str | None = None) -> Iterator[Seen]:
    """Yield the statements that are seen in a text; `base` is what its relative IRIs are resolved against."""
    from rdflib.plugins.shared.jsonld.context import Context

    try:
        tree = parse(text)
        yield from _Reader(text).nodes(tree, Context(base=base))
    except (ValueError, RecursionError, _UnknownError):
        return  # what was seen until here is held against the parser's statements too


class _UnknownError(Exception):
    """A context that is not at hand."""


class _Reader:
    def __init__(self, text: str) -> None:
        self._lines = Lines(text)

    def nodes(self, value: Value, context: Context) -> Iterator[Seen]:
        """Yield the statements of nodes that stand in no property."""
        if isinstance(value, Array):
            for item in value.items:
                yield from self.nodes(item, context)
        elif isinstance(value, Object):
            yield from self._node(value, context)

    def _node(self, node: Object, context: Context) -> Iterator[Seen]:
        context = _within(node, context)
        subject = _iri(node, context)
        for key, value in node.members:
            term = context.terms.get(key)
            meaning = key if key[:1] == "@" else term.id if term is not None else context.expand(key)
            if meaning in (_GRAPH, _INCLUDED):
                yield from self.nodes(value, context)
            elif meaning in ("@type", _TYPE):
                for each in _each(value):
                    if isinstance(each, Scalar) and isinstance(each.value, str):
                        yield self._seen(subject, _TYPE, ("iri", _absolute(context, each.value, vocabulary=True)), each)
            elif isinstance(meaning, str) and ":" in meaning and not (term is not None and term.reverse):
                yield from self._property(subject, meaning, value, context, term)

    def _property(
        self, subject: str, meaning: str, value: Value, context: Context, term: Term | None
    ) -> Iterator[Seen]:
        inner = context.get_context_for_term(term) if term is not None and _is_here(term.context) else context
        container = set(getattr(term, "container", ()) or ())
        if "@language" in container and isinstance(value, Object):
            for language, texts in value.members:
                for each in _each(texts):
                    if isinstance(each, Scalar) and isinstance(each.value, str):
                        yield self._seen(subject, meaning, literal(each.value, language.replace("@none", "")), each)
            return
        if container - {"@set"}:
            return
        for each in _each(value):
            key = _key(each, inner, term)
            if key is not None:
                yield self._seen(subject, meaning, key, each)
            if isinstance(each, Object) and not any(name.startswith("@value") for name, _ in each.members):
                yield from self._node(each, inner)

    def _seen(self, subject: str, predicate: str, value: Key, at: Value) -> Seen:
        return Seen(subject, predicate, value, *self._lines.at(at.start))


def _within(node: Object, context: Context) -> Context:
    """Return the context of a node: what stands in it, and what its types bring."""
    for key, value in node.members:
        if key == "@context":
            source = plain(value)
            if not _is_here(source):
                raise _UnknownError
            context = context.subcontext(source)
    types = {key: plain(value) for key, value in node.members if _of_type(key, context)}
    return context.get_context_for_type(types) or context


def _of_type(key: str, context: Context) -> bool:
    return key == "@type" or key in context.get_keys("@type")


def _is_here(source: Any) -> bool:
    """Tell whether a context is written out: nothing is fetched."""
    if isinstance(source, list):
        return all(map(_is_here, source))
    if isinstance(source, dict):
        scoped = (each["@context"] for each in source.values() if isinstance(each, dict) and "@context" in each)
        return "@import" not in source and all(map(_is_here, scoped))
    return source is None


def _each(value: Value) -> list[Value]:
    """Return the values of a property, those of a set by themselves."""
    if isinstance(value, Array):
        return [each for item in value.items for each in _each(item)]
    if isinstance(value, Object) and len(value.members) == 1 and value.members[0][0] == "@set":
        return _each(value.members[0][1])
    return [value]


def _iri(node: Object, context: Context) -> str:
    """Return the IRI of a node, nothing for a blank one."""
    keys = set(context.get_keys("@id"))
    found = next((value.value for key, value in node.members if key in keys and isinstance(value, Scalar)), None)
    return _absolute(context, found) if isinstance(found, str) else ""


def _absolute(context: Context, name: str, *, vocabulary: bool = False) -> str:
    iri = context.expand(name) if vocabulary else context.resolve(name)
    return "" if iri is None or iri.startswith("_:") else str(iri)


def _key(value: Value, context: Context, term: Term | None) -> Key | None:
    """Return what a value of a property is known by; None where it is not seen."""
    coercion = getattr(term, "type", None)
    if isinstance(value, Scalar):
        if value.number:
            return number(value.number)
        if isinstance(value.value, bool):
            return literal(str(value.value).lower())
        if value.value is None:
            return None
        if coercion in ("@id", "@vocab"):
            iri = _absolute(context, value.value, vocabulary=coercion == "@vocab")
            return ("iri", iri) if iri else BLANK
        return literal(value.value, "" if coercion else _language(context, term))
    if isinstance(value, Object):
        given = {context.expand(key) if not key.startswith("@") else key: each for key, each in value.members}
        if "@value" in given:
            return _written(given, context)
        if "@list" in given or "@set" in given:
            return None
        iri = _iri(value, context)
        return ("iri", iri) if iri else BLANK
    return None


def _written(given: dict[str | None, Value], context: Context) -> Key | None:
    value, language = given["@value"], given.get("@language")
    if not isinstance(value, Scalar):
        return None
    if value.number:
        return number(value.number)
    tag = language.value if isinstance(language, Scalar) and isinstance(language.value, str) else ""
    text = str(value.value).lower() if isinstance(value.value, bool) else str(value.value)
    return literal(text, tag)


def _language(context: Context, term: Term | None) -> str:
    """Return the language of a string: of the property where it gives one, else of the context."""
    own = getattr(term, "language", None)
    return own if isinstance(own, str) else "" if own is None and term is not None else context.language or ""
