"""Puts new statements beside what a graph knows, infers what follows, and validates the whole; nothing is written.

What was wrong before is not held against what is new: results that the graph gives without it are left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store, Triple

from kg.errors import Place, closest, did_you_mean
from kg.gate.expectations import Expectations
from kg.gate.reading import Given
from kg.gate.verdict import Fault, Verdict
from kg.reason import Screen, asserted
from kg.shacl import Report, Result, Severity, Shapes, validate
from kg.shacl.model import shape_name
from kg.terms import DATA, NS, RDF_TYPE, local_name, shrink

__all__ = ["stage", "stage_alone"]

_HINTS = 50  # names that the nearest known is looked for: each takes some hundredths of a second
Derive = Callable[[Store], int]
Check = Callable[[Store, Shapes], Report]


def stage(known: Store, derive: Derive, shapes: Shapes, files: Sequence[Given], *, check: Check = validate) -> Verdict:
    """Validate new statements together with a graph that is built.

    `derive` adds to a store what follows from it; `check` validates, and may be another engine.
    """
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
        *_unknown(known, files),
        *_derived(staged, new, files),
        *_dangling(known, new, files),
        *_faults(report, staged, shapes, files),
    ]
    return Verdict(tuple(sorted(dict.fromkeys(faults), key=Fault.key)), report, len(new), max(derived, 0))


def stage_alone(shapes: Shapes, files: Sequence[Given], *, check: Check | None = None) -> Verdict:
    """Validate statements by themselves: nothing is known, and nothing is inferred; `check` as for `stage`."""
    store = Store()
    given = _new(files, store)
    store.extend(Quad(t.subject, t.predicate, t.object) for t in given)
    report = check(store, shapes) if check else validate(store, shapes, statements=given)
    faults = tuple(sorted(_faults(report, store, shapes, files), key=Fault.key))
    return Verdict(faults, report, len(given), 0)


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
    hints: dict[NamedNode, str] = {}
    for file in files:
        for triple in file.triples:
            term = triple.object if triple.predicate == RDF_TYPE else triple.predicate
            if not isinstance(term, NamedNode) or not term.value.startswith(NS):
                continue
            if term not in terms:
                if term not in hints:
                    near = did_you_mean(local_name(term), names) if len(hints) < _HINTS else ""
                    hints[term] = near.replace("mean ", "mean dkg:") or "use its terms, or another namespace"
                message = f"the ontology has no {shrink(term)}; {hints[term]}"
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
    hints: dict[NamedNode, str | None] = {}
    for triple in new:
        term = triple.object
        if not isinstance(term, NamedNode) or not term.value.startswith(DATA) or term in described:
            continue
        if next(known.quads_for_pattern(term, None, None, None), None) is not None:
            continue
        if term not in hints:
            named = (q.subject.value for q in known if isinstance(q.subject, NamedNode))
            names = names or sorted({name for name in named if name.startswith(DATA)})
            hints[term] = closest(term.value, names) if len(hints) < _HINTS else None
        near = hints[term]
        hint = f"did you mean {shrink(NamedNode(near))}?" if near else "describe it, or mend its name"
        message = f"nothing is known of {shrink(term)}; {hint}"
        yield _of_statement(triple, files, Severity.VIOLATION, message)._replace(found=shrink(term))


def _of_statement(triple: Triple, files: Sequence[Given], severity: Severity, message: str) -> Fault:
    """Return a fault of a statement by itself, at its place in one of the files."""
    place = next((file.places[triple] for file in files if triple in file.places), Place(files[0].file))
    about = shrink(triple.subject) if isinstance(triple.subject, NamedNode) else "a node without a name"
    return Fault(place, severity, about, about, message, shrink(triple.predicate))


def _faults(report: Report, staged: Store, shapes: Shapes, files: Sequence[Given]) -> Iterator[Fault]:
    expectations = Expectations(staged, shapes)
    return (_fault(result, expectations, files) for result in report.results)


def _fault(result: Result, expectations: Expectations, files: Sequence[Given]) -> Fault:
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
        expectations.found(result),
        result.value_label,
        shape_name(result.shape),
        shrink(result.component),
        expectations.expected(result),
    )
