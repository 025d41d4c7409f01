"""Puts new statements beside what a graph knows, infers what follows, and validates the whole; nothing is written.

What was wrong before is not held against what is new: results that the graph gives without it are left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store, Triple

from kg.errors import Place, closest, did_you_mean
from kg.gate.expansion import Expanded, expand
from kg.gate.reading import Given
from kg.gate.verdict import Fault, Verdict
from kg.reason import asserted
from kg.shacl import Report, Result, Severity, Shapes, validate
from kg.shacl.model import shape_name
from kg.terms import DATA, NS, RDF_TYPE, Term, local_name, shrink

__all__ = ["stage", "stage_alone"]

Derive = Callable[[Store], int]
Check = Callable[[Store, Shapes], Report]


def stage(
    known: Store,
    derive: Derive,
    shapes: Shapes,
    given: Sequence[Given] | Expanded,
    *,
    check: Check = validate,
) -> Verdict:
    """Validate new statements, expanded into facts, together with a graph that is built.

    `derive` adds to a store what follows from it; `check` validates, and may be another engine.
    """
    expanded = given if isinstance(given, Expanded) else expand(known, given)
    files = expanded.files
    before = Store()
    before.bulk_extend(asserted(known))
    staged = Store()
    staged.bulk_extend(before)
    new = _new(files, before)
    staged.extend(Quad(t.subject, t.predicate, t.object) for t in new)
    derived = len(staged)
    derive(staged)
    derived = len(staged) - derived - (len(known) - len(before))
    report = check(staged, shapes)
    if report.results:
        report = _without(report, check(known, shapes))
    faults = [
        *expanded.faults,
        *_unknown(known, files),
        *_dangling(known, new, files),
        *(_fault(result, files) for result in report.results if not expanded.told(result)),
    ]
    faults += expanded.unkept(staged, {fault.place for fault in faults})
    return Verdict(tuple(sorted(dict.fromkeys(faults), key=Fault.key)), report, len(new), max(derived, 0), files)


def stage_alone(shapes: Shapes, files: Sequence[Given], *, check: Check | None = None) -> Verdict:
    """Validate statements by themselves: nothing is known, and nothing is inferred; `check` as for `stage`."""
    store = Store()
    given = _new(files, store)
    store.extend(Quad(t.subject, t.predicate, t.object) for t in given)
    report = check(store, shapes) if check else validate(store, shapes, statements=given)
    faults = tuple(sorted((_fault(result, files) for result in report.results), key=Fault.key))
    return Verdict(faults, report, len(given), 0, tuple(files))


def _new(files: Sequence[Given], known: Store) -> list[Triple]:
    given = dict.fromkeys(triple for file in files for triple in file.triples)
    return [t for t in given if Quad(t.subject, t.predicate, t.object, DefaultGraph()) not in known]


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
                message = f"the ontology has no {shrink(term)}; {hint or 'use one of its terms'}"
                yield _of_statement(triple, [file], Severity.VIOLATION, message)


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


def _of_statement(triple: Triple, files: Sequence[Given], severity: Severity, message: str) -> Fault:
    """Return a fault of a statement by itself, at its place in one of the files."""
    place = next((file.places[triple] for file in files if triple in file.places), Place(files[0].file))
    triple = next((file.origins[triple] for file in files if triple in file.origins), triple)
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
        _called(result.focus, files),
        result.message,
        result.path,
        _turtle(result.value),
        result.value_label,
        shape_name(result.shape),
        shrink(result.component),
    )


def _called(node: Term, files: Sequence[Given]) -> str:
    """Return what the files call a node, or what it was made from, where they call it anything."""
    found = next((file.called[node] for file in files if node in file.called), node)
    return shrink(found) if isinstance(found, NamedNode) else str(found)


def _turtle(term: Term | None) -> str:
    return "" if term is None else shrink(term) if isinstance(term, NamedNode) else str(term)
