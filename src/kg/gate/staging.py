"""Puts a change beside what a graph knows, infers what follows, and validates the whole; nothing is written.

A change is what files state and what is taken away. What was wrong before is not held against it: results that the
graph gives without it are left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from pyoxigraph import NamedNode, Quad, Store, Triple

from kg.errors import Place, closest, did_you_mean
from kg.gate.reading import Given
from kg.gate.verdict import Fault, Verdict
from kg.rdfpatch import Delta
from kg.reason import Screen, asserted
from kg.shacl import Report, Result, Severity, Shapes, validate
from kg.shacl.model import shape_name
from kg.terms import DATA, NS, RDF_TYPE, Term, local_name, shrink

__all__ = ["Staged", "follow", "stage", "stage_alone", "stage_change"]

Derive = Callable[[Store], int]
Check = Callable[[Store, Shapes], Report]


class Staged(NamedTuple):
    """What the gate says of a change, and what it would do to a graph: what is asserted, and what follows."""

    verdict: Verdict
    asserted: Delta
    derived: Delta


def stage(known: Store, derive: Derive, shapes: Shapes, files: Sequence[Given], *, check: Check = validate) -> Verdict:
    """Validate new statements together with a graph that is built.

    `derive` adds to a store what follows from it; `check` validates, and may be another engine.
    """
    return stage_change(known, derive, shapes, files, check=check).verdict


def stage_change(  # noqa: PLR0913 — what is known, by what it is judged, and the two halves of a change
    known: Store,
    derive: Derive,
    shapes: Shapes,
    files: Sequence[Given],
    removed: Iterable[Triple] = (),
    *,
    check: Check = validate,
) -> Staged:
    """Validate a graph that is built as it would be with new statements, and without others; as `stage` does.

    What the vocabulary calls derived is no part of what the change asserts, though it is judged when it is given.
    """
    before = Store()
    before.bulk_extend(asserted(known))
    gone = _known(removed, before)
    new = _new(files, before)
    staged = _with(before, new, gone)
    derived = len(staged)
    derive(staged)
    derived = len(staged) - derived - (len(known) - len(before))
    report = check(staged, shapes)
    if report.results:
        report = _without(report, check(known, shapes))
    faults = [
        *_unknown(known, files),
        *_derived(staged, new, files),
        *_dangling(known, new, files),
        *_orphaned(before, new, gone),
        *(_fault(result, files) for result in report.results),
    ]
    verdict = Verdict(tuple(sorted(dict.fromkeys(faults), key=Fault.key)), report, len(new), max(derived, 0))
    screen = Screen(staged)
    kept = [t for t in new if not screen.derived(_quad(t))]
    if len(kept) < len(new):
        staged = _with(before, kept, gone)
        derive(staged)
    return Staged(verdict, *_deltas(known, before, staged, kept, gone))


def follow(known: Store, derive: Derive, delta: Delta) -> tuple[Delta, Delta]:
    """Return what a change asserts anew, and what follows from it, without judging it: it was accepted before."""
    before = Store()
    before.bulk_extend(asserted(known))
    gone = _known(delta.removed, before)
    staged = _with(before, delta.added, gone)
    derive(staged)
    return _deltas(known, before, staged, delta.added, gone)


def _with(before: Store, new: Iterable[Triple], gone: Iterable[Triple]) -> Store:
    staged = Store()
    staged.bulk_extend(before)
    for triple in gone:
        staged.remove(_quad(triple))
    staged.extend(map(_quad, new))
    return staged


def _deltas(
    known: Store, before: Store, staged: Store, new: Iterable[Triple], gone: Sequence[Triple]
) -> tuple[Delta, Delta]:
    """Return what is asserted, in the lexical forms that the store keeps, and what follows: each sorted."""
    kept = Store()
    kept.extend(map(_quad, new))
    added = [quad.triple for quad in kept if quad not in before]
    then = ({quad.triple for quad in known} - set(gone)) | set(added)
    now = {quad.triple for quad in staged}
    return Delta(_sorted(added), _sorted(set(gone) - set(added))), Delta(_sorted(now - then), _sorted(then - now))


def _sorted(triples: Iterable[Triple]) -> tuple[Triple, ...]:
    return tuple(sorted(triples, key=str))


def _quad(triple: Triple) -> Quad:
    return Quad(triple.subject, triple.predicate, triple.object)


def _known(removed: Iterable[Triple], before: Store) -> list[Triple]:
    return [triple for triple in dict.fromkeys(removed) if _quad(triple) in before]


def stage_alone(shapes: Shapes, files: Sequence[Given], *, check: Check | None = None) -> Verdict:
    """Validate statements by themselves: nothing is known, and nothing is inferred; `check` as for `stage`."""
    store = Store()
    given = _new(files, store)
    store.extend(map(_quad, given))
    report = check(store, shapes) if check else validate(store, shapes, statements=given)
    faults = tuple(sorted((_fault(result, files) for result in report.results), key=Fault.key))
    return Verdict(faults, report, len(given), 0)


def _new(files: Sequence[Given], known: Store) -> list[Triple]:
    given = dict.fromkeys(triple for file in files for triple in file.triples)
    return [t for t in given if _quad(t) not in known]


def _without(report: Report, before: Report) -> Report:
    """Return the results that were not there before, counting those that are the same."""
    known = Counter(result.key() for result in before.results)
    kept = []
    for result in report.results:
        if known[result.key()]:
            known[result.key()] -= 1
        else:
            kept.append(result)
    return Report.of(kept)


def _unknown(known: Store, files: Sequence[Given]) -> Iterator[Fault]:
    """Yield a fault for each term of the project's vocabulary that the ontology does not have."""
    terms = {
        quad.subject for quad in known if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(NS)
    }
    names = sorted(local_name(term) for term in terms if isinstance(term, NamedNode))
    for file in files:
        for triple in file.triples:
            term = triple.object if triple.predicate == RDF_TYPE else triple.predicate
            if not isinstance(term, NamedNode) or not term.value.startswith(NS):
                continue
            if term not in terms:
                hint = did_you_mean(local_name(term), names).replace("mean ", "mean dkg:")
                message = f"the ontology has no {shrink(term)}; {hint or 'use its terms, or another namespace'}"
                yield _of_statement(triple, [file], Severity.VIOLATION, message)


def _derived(staged: Store, new: Sequence[Triple], files: Sequence[Given]) -> Iterator[Fault]:
    """Yield a fault for each statement that rules make, and that nobody asserts of such a thing."""
    screen = Screen(staged)
    for triple in new:
        quad = Quad(triple.subject, triple.predicate, triple.object)
        if triple.predicate == RDF_TYPE or not triple.predicate.value.startswith(NS) or not screen.derived(quad):
            continue
        message = f"{shrink(triple.predicate)} is derived: give the fact that it follows from"
        yield _of_statement(triple, files, Severity.WARNING, message)


def _dangling(known: Store, new: Sequence[Triple], files: Sequence[Given]) -> Iterator[Fault]:
    """Yield a fault for each of the project's names that is said something with, and of which nothing is known."""
    described = {triple.subject for triple in new}
    names: list[str] = []
    for triple in new:
        term = triple.object
        if not isinstance(term, NamedNode) or not term.value.startswith(DATA) or term in described:
            continue
        if next(known.quads_for_pattern(term, None, None, None), None) is not None:
            continue
        names = names or sorted({q.subject.value for q in known if isinstance(q.subject, NamedNode)})
        near = closest(term.value, [name for name in names if name.startswith(DATA)])
        hint = f"did you mean {shrink(NamedNode(near))}?" if near else "describe it, or mend its name"
        message = f"nothing is known of {shrink(term)}; {hint}"
        yield _of_statement(triple, files, Severity.VIOLATION, message)._replace(found=shrink(term))


def _orphaned(before: Store, new: Sequence[Triple], gone: Sequence[Triple]) -> Iterator[Fault]:
    """Yield a fault for each asserted statement that names something of which nothing would be asserted any more."""
    taken, described = set(gone), {triple.subject for triple in new}
    for node in dict.fromkeys(t.subject for t in gone if isinstance(t.subject, NamedNode)):
        if node in described or any(q.triple not in taken for q in before.quads_for_pattern(node, None, None, None)):
            continue
        for quad in before.quads_for_pattern(None, None, node, None):
            if quad.triple not in taken:
                message = f"nothing would be known of {shrink(node)}, which it names; take this away too"
                yield _of_statement(quad.triple, [], Severity.VIOLATION, message)._replace(found=shrink(node))


def _of_statement(triple: Triple, files: Sequence[Given], severity: Severity, message: str) -> Fault:
    """Return a fault of a statement by itself, at its place in one of the files."""
    at = (file.places[triple] for file in files if triple in file.places)
    place = next(at, Place(files[0].file if files else "graph"))
    about = shrink(triple.subject) if isinstance(triple.subject, NamedNode) else "a node without a name"
    return Fault(place, severity, about, about, message, shrink(triple.predicate))


def _fault(result: Result, files: Sequence[Given]) -> Fault:
    path = result.origin.path if result.origin else None
    predicates = frozenset(path.predicates()) if path else frozenset()
    places = (file.place(result.focus, predicates, result.value) for file in files)
    place = next((place for place in places if place), Place(files[0].file if files else "graph"))
    return Fault(
        place,
        result.severity,
        result.focus_label,
        shrink(result.focus) if isinstance(result.focus, NamedNode) else str(result.focus),
        result.message,
        result.path,
        _turtle(result.value),
        result.value_label,
        shape_name(result.shape),
        shrink(result.component),
    )


def _turtle(term: Term | None) -> str:
    return "" if term is None else shrink(term) if isinstance(term, NamedNode) else str(term)
