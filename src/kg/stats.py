"""Counts what a graph holds: things by class, facts and citations by document, meetings by year, and its mappings.

It reads a store and the note of what that was built from; it must not know how the counts are printed.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, QuerySolutions

from kg.results.rows import Rows
from kg.store.answers import answer
from kg.terms import NS, RDF_TYPE, integer, local_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import Store

    from kg.store.origin import Origin
    from kg.terms import Term

__all__ = ["count"]

_GROUPS = ("Actor", "Event", "Fact")
_BY_DOCUMENT = "SELECT ?document (COUNT(DISTINCT ?x) AS ?n) { %s ?document } GROUP BY ?document"
_MEETINGS = "SELECT ?m ?date { ?m a dkg:Meeting ; dkg:status :status-held OPTIONAL { ?m dkg:edtf ?date } }"
_YEAR = re.compile(r"(?<![0-9])-?[0-9]{4}(?![0-9])")


def count(store: Store, origin: Origin | None) -> Rows:
    """Return what a graph holds as rows of a group, a name and a number.

    A class that has others below it counts what is in them. A meeting counts in the year of its date, or in two
    (“2012–2013”) where the date leaves open which. Mappings have no number.
    """
    found: list[tuple[str, str, int | None]] = [("graph", "statements", len(store))]
    found += _classes(store)
    found += (("facts by document", *row) for row in _by_document(store, "?x dkg:evidence/dkg:inDocument"))
    found += (("citations by document", *row) for row in _by_document(store, "?x a dkg:Citation ; dkg:inDocument"))
    found += (("meetings by year", *row) for row in _meetings(store))
    if origin:
        mappings = (name for name in origin.sources if name.startswith("mappings/") and name.endswith(".yaml"))
        found += (("built from", name, None) for name in mappings)
    return Rows(("group", "name", "count"), tuple(map(_row, found)))


def _classes(store: Store) -> list[tuple[str, str, int]]:
    """Return the classes by group, the widest of each group first."""
    numbers: Counter[str] = Counter()
    for quad in store.quads_for_pattern(None, RDF_TYPE, None, None):  # a query would take five times as long
        if isinstance(quad.object, NamedNode) and quad.object.value.startswith(NS):
            numbers[local_name(quad.object)] += 1
    group_of: dict[str, str] = {}
    for group in _GROUPS:
        for (below,) in _solutions(store, f"SELECT ?c {{ ?c rdfs:subClassOf* dkg:{group} FILTER(isIRI(?c)) }}"):
            if isinstance(below, NamedNode):
                group_of[local_name(below)] = group
    found = [(group_of.get(name, "other"), name, number) for name, number in numbers.items()]
    order = (*_GROUPS, "other")
    return sorted(found, key=lambda row: (order.index(row[0]), row[1] != row[0], row[1]))


def _by_document(store: Store, pattern: str) -> list[tuple[str, int]]:
    return sorted(
        (local_name(document), int(number.value))
        for document, number in _solutions(store, _BY_DOCUMENT % pattern)
        if isinstance(document, NamedNode) and isinstance(number, Literal)
    )


def _meetings(store: Store) -> list[tuple[str, int]]:
    """Return the number of held meetings by year, those without a date last."""
    years: Counter[str] = Counter()
    for _, date in _solutions(store, _MEETINGS):
        named = sorted(set(_YEAR.findall(date.value))) if isinstance(date, Literal) else []
        years["–".join(dict.fromkeys((named[0], named[-1]))) if named else "undated"] += 1
    return sorted(years.items(), key=lambda row: (row[0] == "undated", row[0]))


def _solutions(store: Store, sparql: str) -> Iterator[tuple[Term | None, ...]]:
    found = answer(store, sparql, "stats")
    if isinstance(found, QuerySolutions):
        yield from (tuple(each) for each in found)


def _row(row: tuple[str, str, int | None]) -> tuple[Term | None, ...]:
    group, name, number = row
    return Literal(group), Literal(name), None if number is None else integer(number)
