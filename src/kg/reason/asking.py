"""Which statement is meant: from `SUBJECT PROPERTY VALUE`, in slugs, labels or IRIs, to statements of a store.

Labels have spaces, so each way to part the words into three is tried; the property decides, as there are few.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store, Triple

from kg.errors import KgError, UnusableError, did_you_mean
from kg.names import find_entity, label_of
from kg.terms import DATA, NS, RDF_TYPE, Term, expand, local_name, shrink
from kg.wording import Words

__all__ = ["find_statements"]


def find_statements(store: Store, words: Sequence[str]) -> tuple[Triple, ...]:
    """Return the statements that some words name, in a stable order: one, or all about a thing where it is named alone.

    `UnusableError` where nothing is called so, and where the graph does not say it.
    """
    parts = list(words) if len(words) == 3 else " ".join(words).rstrip(" .").split()
    properties = _properties(store)
    if not parts:
        raise UnusableError("no statement is named", remedy="write SUBJECT PROPERTY VALUE")
    if (node := _entity(store, " ".join(parts))) is not None:
        return _about(store, node)
    read: list[str] = []
    unknown = ""
    things = {q.subject for q in store.quads_for_pattern(None, RDF_TYPE, expand("owl:ObjectProperty"), DefaultGraph())}
    for subject, property_, value in _readings(parts, properties):
        predicate = properties[_fold(property_)]
        node = _entity(store, subject)
        if node is None:
            continue
        other = _entity(store, value)
        if other is None and predicate in things:
            unknown = unknown or value
        read.append(f"{label_of(store, node)}: {property_} {label_of(store, other) if other else value}")
        found = [each for each in _facts(store, node, predicate) if _means(store, each.object, value)]
        if found:
            return tuple(found)
    if unknown and len(read) == 1:
        raise UnusableError(f"nothing here is called “{unknown}”", remedy="`kg search` finds names")
    if read:
        raise UnusableError(f"the graph does not say “{read[0]}”", remedy="`kg show` tells what it says of a thing")
    if len(parts) > 2 and not any(_fold(" ".join(parts[i:j])) in properties for i, j in _spans(len(parts))):
        near = did_you_mean(parts[1] if len(parts) == 3 else parts[-2], {local_name(p) for p in properties.values()})
        raise UnusableError(
            f"no property is named in “{' '.join(parts)}”", remedy=near or "write SUBJECT PROPERTY VALUE"
        )
    raise UnusableError(f"nothing here is called “{' '.join(parts)}”", remedy="`kg search` finds names")


def _about(store: Store, node: NamedNode) -> tuple[Triple, ...]:
    return tuple(sorted((q.triple for q in store.quads_for_pattern(node, None, None, DefaultGraph())), key=str))


def _facts(store: Store, node: NamedNode, predicate: NamedNode) -> list[Triple]:
    return sorted((q.triple for q in store.quads_for_pattern(node, predicate, None, DefaultGraph())), key=str)


def _spans(length: int) -> Iterator[tuple[int, int]]:
    return ((i, j) for i in range(1, length - 1) for j in range(i + 1, length))


def _readings(parts: Sequence[str], known: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """Yield the ways to part words into a subject, a property that is known, and a value; long properties first."""
    names = set(known)
    for i, j in sorted(_spans(len(parts)), key=lambda span: span[0] - span[1]):
        if _fold(" ".join(parts[i:j])) in names:
            yield " ".join(parts[:i]), " ".join(parts[i:j]), " ".join(parts[j:])


def _properties(store: Store) -> dict[str, NamedNode]:
    """Return the properties of the graph by all that they may be called."""
    found: dict[str, NamedNode] = {"a": RDF_TYPE, "is a": RDF_TYPE, "is an": RDF_TYPE, "type": RDF_TYPE}
    words = Words(store)
    ours = {node for node in _declared(store) if node.value.startswith(NS)}
    others = {expand(name) for name in ("rdfs:label", "skos:prefLabel", "skos:broader", "dcterms:title")}
    for node in sorted(ours | others, key=str):
        for name in (node.value, f"<{node.value}>", shrink(node), local_name(node)):
            found.setdefault(_fold(name), node)
    for node in sorted(ours, key=str):
        found.setdefault(_fold(words.words(local_name(node))), node)
    return found


def _declared(store: Store) -> Iterator[NamedNode]:
    for class_ in ("owl:ObjectProperty", "owl:DatatypeProperty"):
        for quad in store.quads_for_pattern(None, RDF_TYPE, expand(class_), DefaultGraph()):
            if isinstance(quad.subject, NamedNode):
                yield quad.subject


def _entity(store: Store, name: str) -> NamedNode | None:
    try:
        return find_entity(store, name.strip())
    except KgError:
        return None


def _means(store: Store, term: Term, value: str) -> bool:
    """Tell whether a value is what somebody wrote."""
    if isinstance(term, Literal):
        return value.strip().strip('"') == term.value or value == str(term)
    if not isinstance(term, NamedNode):
        return False
    names = {term.value, f"<{term.value}>", shrink(term), term.value.removeprefix(DATA), local_name(term)}
    return value in names or _fold(value) == _fold(label_of(store, term)) or _entity(store, value) == term


def _fold(name: str) -> str:
    return name if name.startswith(("<", "http")) else name.casefold()
