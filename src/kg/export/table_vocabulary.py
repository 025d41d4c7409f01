"""What tables are made from: classes, properties and their definitions in the ontology, and what the shapes allow once.

It reads the ontology out of the graph and the shapes out of their files. It knows nothing of rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, RdfFormat, Store

from kg.store.answers import answer
from kg.terms import NS, PREFIXES, Term, expand, local_name

__all__ = ["Vocabulary", "column_name", "table_name"]

_OTHER_CLASSES: Mapping[NamedNode, str] = {expand("skos:ConceptScheme"): "A list of kinds or topics."}
_OTHER_PROPERTIES: Mapping[str, str] = {
    "rdfs:label": "The name in English, or what the names of its parts make up.",
    "skos:prefLabel": "The usual name.",
    "skos:altLabel": "Another name or spelling.",
    "skos:definition": "What it means, in one sentence.",
    "skos:note": "A remark of the curator.",
    "skos:notation": "A number by which kinds are ordered.",
    "skos:inScheme": "The list that a kind or topic belongs to.",
    "skos:broader": "The broader kind or topic.",
    "skos:related": "The kind that goes with a kind.",
    "skos:topConceptOf": "The list at whose top a topic stands.",
    "dcterms:title": "The title of a text.",
    "dcterms:creator": "Who wrote a text.",
    "dcterms:publisher": "Who published a text.",
    "dcterms:issued": "When a text was published, in the Extended Date/Time Format.",
    "dcterms:date": "The day on which a source was checked.",
    "dcterms:language": "The language of a text, as a tag of BCP 47.",
    "schema:url": "The address of a text.",
    "schema:releasedEvent": "The publication by which a text became public.",
    "schema:sameAs": "The same thing in other data.",
}
_SUBCLASSES = "SELECT ?class ?above { ?class rdfs:subClassOf+ ?above FILTER(isIRI(?class) && isIRI(?above)) }"
_CLASSES = "SELECT ?class { ?class a owl:Class FILTER(isIRI(?class)) }"
_DEFINITIONS = "SELECT ?term ?definition { ?term skos:definition ?definition FILTER(STRSTARTS(STR(?term), STR(dkg:))) }"
_RANGES = "SELECT ?property ?range { ?property rdfs:range ?range FILTER(isIRI(?range)) }"
_DERIVED = "SELECT ?property ?class { ?property dkg:derivedOn ?class }"
_TERMS = """
SELECT DISTINCT ?term {
  { ?term a ?type FILTER(STRSTARTS(STR(?type), STR(owl:))) } UNION { ?term dkg:derivedOn ?class }
}
"""
_NESTED = "SELECT ?node ?inner { ?node ?property ?inner FILTER(isBlank(?inner)) }"
_ONCE = """
SELECT DISTINCT ?property ?class WHERE {
  ?shape sh:property ?part .
  ?part sh:path ?property ; sh:maxCount 1 .
  FILTER(isIRI(?property))
  { ?shape sh:targetClass ?class } UNION { ?shape sh:targetSubjectsOf ?property BIND(owl:Thing AS ?class) }
}
"""
_THING = expand("owl:Thing")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Classes with those above them, definitions, ranges, what is derived, and what shapes allow once on a class."""

    above: Mapping[NamedNode, frozenset[NamedNode]]
    definitions: Mapping[NamedNode, str]
    ranges: Mapping[NamedNode, NamedNode]
    derived_on: Mapping[NamedNode, frozenset[NamedNode]]
    once_on: Mapping[NamedNode, frozenset[NamedNode]]
    own: frozenset[Term]

    @classmethod
    def of(cls, store: Store, shapes: Iterable[Path]) -> Vocabulary:
        """Return the vocabulary of a graph, and of Turtle files with shapes."""
        above = {each: frozenset[NamedNode]() for each in (*_nodes(store, _CLASSES), *_OTHER_CLASSES)}
        definitions = dict(_OTHER_CLASSES) | {expand(name): text for name, text in _OTHER_PROPERTIES.items()}
        for node, found in _gathered(store, _DEFINITIONS).items():
            if isinstance(node, NamedNode):
                definitions[node] = min(each.value for each in found if isinstance(each, Literal))
        held = Store()
        for path in shapes:
            held.load(path=str(path), format=RdfFormat.TURTLE)
        return cls(
            above | _nodes(store, _SUBCLASSES),
            definitions,
            {node: min(found, key=str) for node, found in _nodes(store, _RANGES).items()},
            _nodes(store, _DERIVED),
            _nodes(held, _ONCE),
            _own(store),
        )

    def narrowest(self, types: Iterable[Term]) -> NamedNode | None:
        """Return the class that decides the table of a thing: the narrowest of its classes, the first by name."""
        known = {each for each in types if isinstance(each, NamedNode) and each in self.above}
        wider = frozenset[NamedNode]().union(*(self.above[each] for each in known))
        return min(known - wider, key=str, default=None)

    def implied(self, class_: NamedNode, type_: Term) -> bool:
        """Tell whether a type is the class of a thing or follows from it."""
        return type_ == class_ or type_ in self.above[class_]

    def is_leaf(self, class_: NamedNode) -> bool:
        """Tell whether a class has none below it, so that all its members stand in one table."""
        return class_ in self.above and not any(class_ in above for above in self.above.values())

    def once(self, class_: NamedNode, property_: NamedNode) -> bool:
        """Tell whether a shape allows no more than one value of a property on the members of a class."""
        return self._holds(self.once_on, class_, property_)

    def derived(self, class_: NamedNode, property_: NamedNode) -> bool:
        """Tell whether a property is derived by rules on the members of a class."""
        return self._holds(self.derived_on, class_, property_)

    def definition(self, term: NamedNode) -> str:
        """Return the definition of a term; its IRI where there is none."""
        return self.definitions.get(term, f"<{term.value}>")

    def _holds(self, on: Mapping[NamedNode, frozenset[NamedNode]], class_: NamedNode, property_: NamedNode) -> bool:
        return bool(on.get(property_, frozenset()) & {class_, _THING, *self.above[class_]})


def table_name(class_: NamedNode) -> str:
    """Return the name of the table of a class: its plural.

    >>> from kg.terms import dkg
    >>> table_name(dkg("Person")), table_name(dkg("Process")), table_name(dkg("Agency"))
    ('persons', 'processes', 'agencies')
    """
    name = column_name(class_)
    if re.search(r"[^aeiou]y\Z", name):
        return f"{name[:-1]}ies"
    return f"{name}es" if name.endswith(("s", "x", "ch", "sh")) else f"{name}s"


def column_name(property_: NamedNode, *, full: bool = False) -> str:
    """Return the name of the column of a property; with its prefix where the name alone is taken.

    >>> from kg.terms import dkg
    >>> column_name(dkg("beginEarliest")), column_name(expand("schema:url"), full=True)
    ('begin_earliest', 'schema_url')
    """
    name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", local_name(property_)).lower()
    name = re.sub(r"[^a-z0-9]+", "_", name).strip("_") or "value"
    prefix = next((key for key, base in PREFIXES.items() if key and property_.value.startswith(base)), "x")
    return f"{prefix}_{name}" if full else name


def _own(store: Store) -> frozenset[Term]:
    """Return what belongs to the ontology itself, blank nodes and all, and is no data."""
    inner = _gathered(store, _NESTED)
    waiting: list[Term] = list(_gathered(store, _TERMS))
    found: set[Term] = {NamedNode(NS.rstrip("#"))}
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting.extend(each for each in inner.get(node, ()) if isinstance(each, BlankNode))
    return frozenset(found)


def _nodes(store: Store, query: str) -> dict[NamedNode, frozenset[NamedNode]]:
    """Gather the nodes that a query gives to each node."""
    return {
        key: frozenset(each for each in found if isinstance(each, NamedNode))
        for key, found in _gathered(store, query).items()
        if isinstance(key, NamedNode)
    }


def _gathered(store: Store, query: str) -> dict[Term, set[Term]]:
    """Gather what a query's second column gives to each term of its first."""
    solutions = answer(store, query)
    assert isinstance(solutions, QuerySolutions)
    found: dict[Term, set[Term]] = {}
    for row in solutions:
        key, *rest = tuple(row)
        if key is not None:
            found.setdefault(key, set()).update(each for each in rest if each is not None)
    return found
