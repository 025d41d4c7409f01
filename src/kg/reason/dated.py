"""The four bounds of what has a date of its own, from its EDTF and its reading: what follows without any rule."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Quad, Store

from kg.dates import Reading, bounds, parse_edtf
from kg.sparql.walk import Source
from kg.terms import Term, date, dkg, local_name

__all__ = ["BOUNDS", "add_bounds", "bounds_of", "first_of"]

BOUNDS = ("beginEarliest", "beginLatest", "endEarliest", "endLatest")


def bounds_of(node: NamedNode, edtf: Term, reading: Term) -> Iterator[Quad]:
    """Yield the bounds of a date in a reading; none where either cannot be read, which the shapes say.

    >>> from kg.terms import entity
    >>> found = bounds_of(entity("x"), Literal("2013-02"), entity("reading-within"))
    >>> [(local_name(quad.predicate), quad.object.value) for quad in found][::3]
    [('beginEarliest', '2013-02-01'), ('endLatest', '2013-02-28')]
    """
    if not (isinstance(edtf, Literal) and isinstance(reading, NamedNode)):
        return
    try:
        found = bounds(parse_edtf(edtf.value), Reading(local_name(reading).removeprefix("reading-")))
    except ValueError:
        return
    days = (found.begin_earliest, found.begin_latest, found.end_earliest, found.end_latest)
    yield from (Quad(node, dkg(name), date(day.isoformat())) for name, day in zip(BOUNDS, days, strict=True))


def add_bounds(store: Store) -> None:
    """Add the bounds of all that has a date and a reading, and no bounds yet."""
    dates = store.quads_for_pattern(None, dkg("edtf"), None, None)
    for node in {quad.subject for quad in dates}:
        if not isinstance(node, NamedNode) or next(store.quads_for_pattern(node, dkg("beginEarliest"), None), None):
            continue
        edtf, reading = first_of(store, node, "edtf"), first_of(store, node, "reading")
        if edtf is not None and reading is not None:
            store.extend(bounds_of(node, edtf, reading))


def first_of(graph: Source, node: NamedNode, name: str) -> Term | None:
    """Return the value of a property of the project; where it has several, which is wrong, the first by its text."""
    return min((quad.object for quad in graph.quads_for_pattern(node, dkg(name), None)), key=str, default=None)
