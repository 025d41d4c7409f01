"""Puts the accepted changes of a project onto statements, and tells which change said what.

A change that takes away what nothing states is a warning: most often a mapping was changed since.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad, Store, Triple

from kg.errors import Finding, Place
from kg.journal import Change
from kg.terms import Term, shrink

__all__ = ["Replayed", "replay"]


@dataclass(frozen=True, slots=True)
class Replayed:
    """What changes did to a store: what was odd, by how many statements it grew, and who stated what last."""

    findings: tuple[Finding, ...]
    grown: int
    _places: dict[Term, dict[Triple, Place]]

    def place(self, focus: Term, predicates: frozenset[NamedNode], value: Term | None) -> Place | None:
        """Return where a change states what a finding is about, with just that value; None where none does."""
        about = self._places.get(focus, {})
        return next((at for t, at in about.items() if t.predicate in predicates and t.object == value), None)

    def about(self, focus: Term, predicates: frozenset[NamedNode]) -> Place | None:
        """Return where a change says something of a thing: by one of the predicates, else by any."""
        about = self._places.get(focus, {})
        near = next((at for t, at in about.items() if t.predicate in predicates), None)
        return near or next(iter(about.values()), None)


def replay(store: Store, changes: Iterable[Change]) -> Replayed:
    """Put changes onto a store, one after the other."""
    findings: list[Finding] = []
    places: dict[Term, dict[Triple, Place]] = defaultdict(dict)
    before = len(store)
    for change in changes:
        idle = [t for t in change.delta.removed if _quad(t) not in store]
        if idle:
            more = f" and {len(idle) - 1} more statements" if len(idle) > 1 else ""
            what = f"it takes away what nothing states: {shrink(idle[0].predicate)} of {_name(idle[0])}{more}"
            remedy = "nothing to do where a mapping was changed since"
            findings.append(Finding(change.place(idle[0]), what, "warning", remedy))
        for triple in change.delta.removed:
            store.remove(_quad(triple))
            places[triple.subject].pop(triple, None)
        store.extend(map(_quad, change.delta.added))
        for triple in change.delta.added:
            places[triple.subject][triple] = change.place(triple)
    return Replayed(tuple(findings), len(store) - before, dict(places))


def _quad(triple: Triple) -> Quad:
    return Quad(triple.subject, triple.predicate, triple.object)


def _name(triple: Triple) -> str:
    return shrink(triple.subject) if isinstance(triple.subject, NamedNode) else str(triple.subject)
