"""Lays a change over what a graph knows, infers what follows, and validates what it can matter to; nothing is written.

A change is what files state and what is taken away. What was wrong before is not held against it: results that the
graph gives without it are left out. Where it cannot be told what a change can matter to, everything is derived and
looked at again: slow, but right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from pyoxigraph import Quad, Store, Triple

from kg.gate.consequences import told_with
from kg.gate.expansion import Expanded, expand
from kg.gate.expectations import Expectations
from kg.gate.findings import dangling, of_report, orphaned, unknown, without_statements
from kg.gate.reading import Given
from kg.gate.rulebook import Rulebook
from kg.gate.verdict import Fault, Verdict
from kg.rdfpatch import Delta
from kg.reason import asserted, derive
from kg.reason.maintenance import maintain
from kg.shacl import Report, Shapes, labels_of, validate
from kg.shacl.given import Given as Lexical
from kg.shacl.incremental import affected, is_about, validate_change
from kg.sparql.trees import Unreadable
from kg.store.overlay import Overlay
from kg.terms import RDF_TYPE, Term

__all__ = ["Check", "Staged", "follow", "stage", "stage_alone", "stage_change"]

Check = Callable[[Store, Shapes], Report]
_MANY = 1_000  # so many changed statements are many
_NEIGHBOURHOOD = 15  # what looking at one of them costs, against one statement of the whole graph


class Staged(NamedTuple):
    """What the gate says of a change, and what it would do to a graph: what is asserted, and what follows."""

    verdict: Verdict
    asserted: Delta
    derived: Delta


def stage(known: Store, book: Rulebook, files: Sequence[Given] | Expanded, *, check: Check | None = None) -> Verdict:
    """Validate new statements, expanded into facts, together with a graph that is built.

    `check` validates the whole instead, and may be another engine.
    """
    given = files if isinstance(files, Expanded) else expand(known, files)
    return stage_change(known, book, given, check=check).verdict


def stage_change(
    known: Store,
    book: Rulebook,
    given: Sequence[Given] | Expanded,
    removed: Iterable[Triple] = (),
    *,
    check: Check | None = None,
) -> Staged:
    """Validate a graph that is built as it would be with new statements, and without others; as `stage` does.

    What the vocabulary calls derived is no part of what the change asserts. Statements that were not expanded are
    facts already, as those of a mapping or of an earlier change are.
    """
    expanded = given if isinstance(given, Expanded) else None
    files = expanded.files if expanded else tuple(given)  # type: ignore[arg-type]
    new = _new(files, known)
    over, facts = _laid(known, book, Delta(tuple(new), tuple(removed)))
    is_large = _is_large(over)
    derived = _derive(book, over, facts, is_large=is_large)
    report = _judged(book, over, new, check, is_large=is_large)
    expectations = Expectations(over, book.shapes)
    untold = [result for result in report.results if not (expanded and expanded.told(result))]
    nameless, results = told_with(dangling(known, new, files), untold, expectations)
    faults = [
        *(expanded.faults if expanded else ()),
        *unknown(known, files, expanded.strange if expanded else frozenset()),
        *nameless,
        *orphaned(over, book.vocabulary, new, facts.removed),
        *of_report(results, expectations, files),
    ]
    if expanded:
        faults += expanded.unkept(over, {fault.place for fault in faults})
    found = tuple(sorted(dict.fromkeys(faults), key=Fault.key))
    remark = expanded.remark if expanded else ""
    return Staged(Verdict(found, report, len(new), len(derived.added), files, remark), facts, derived)


def follow(known: Store, book: Rulebook, delta: Delta) -> tuple[Delta, Delta]:
    """Return what a change asserts anew, and what follows from it, without judging it: it was accepted before."""
    over, facts = _laid(known, book, delta)
    return facts, _derive(book, over, facts, is_large=_is_large(over))


def stage_alone(shapes: Shapes, files: Sequence[Given], *, check: Check | None = None) -> Verdict:
    """Validate statements by themselves: nothing is known, and nothing is inferred; `check` as for `stage`."""
    store = Store()
    given = _new(files, store)
    store.extend(map(_quad, given))
    report = check(store, shapes) if check else validate(store, shapes, statements=given)
    faults = [*without_statements(files), *of_report(report.results, Expectations(store, shapes), files)]
    return Verdict(tuple(sorted(faults, key=Fault.key)), report, len(given), 0, tuple(files))


def _new(files: Sequence[Given], known: Store) -> list[Triple]:
    given = dict.fromkeys(triple for file in files for triple in file.triples)
    return [triple for triple in given if _quad(triple) not in known]


def _laid(known: Store, book: Rulebook, delta: Delta) -> tuple[Overlay, Delta]:
    """Lay a change over a graph, and return what it asserts, in the lexical forms that the store keeps, sorted."""
    over = Overlay(known)
    types: dict[Term, set[Term]] = {}
    for triple in delta.added:
        if triple.predicate == RDF_TYPE:
            types.setdefault(triple.subject, set()).add(triple.object)

    def derives(quad: Quad) -> bool:
        had = known.quads_for_pattern(quad.subject, RDF_TYPE, None, None)
        return book.vocabulary.derives(quad, types.get(quad.subject, set()) | {each.object for each in had})

    for quad in map(_quad, delta.removed):
        if not derives(quad):
            over.remove(quad)
    kept = Store()
    kept.extend(quad for quad in map(_quad, delta.added) if not derives(quad))
    for quad in kept:
        over.add(quad)
    return over, Delta(_sorted(over.added), _sorted(over.removed))


def _derive(book: Rulebook, over: Overlay, facts: Delta, *, is_large: bool) -> Delta:
    """Bring what follows in line with the change of an overlay, and return what that changes, sorted."""
    try:
        if book.derivations is None or is_large:
            raise Unreadable("a rule, or too much")
        maintain(book.derivations, over)
    except Unreadable:
        _derive_all(book, over, facts)
    added, removed = set(facts.added), set(facts.removed)
    return Delta(
        tuple(triple for triple in _sorted(over.added) if triple not in added),
        tuple(triple for triple in _sorted(over.removed) if triple not in removed),
    )


def _is_large(over: Overlay) -> bool:
    """Tell whether a change is so large that looking at the whole graph costs less than at the neighbourhood of all."""
    changed = len(over.added) + len(over.removed)
    return changed > _MANY and changed * _NEIGHBOURHOOD > len(over.base)


def _derive_all(book: Rulebook, over: Overlay, facts: Delta) -> None:
    """Derive everything again, and lay what that changes over the graph."""
    staged = Store()
    staged.bulk_extend(asserted(over.base))
    for triple in facts.removed:
        staged.remove(_quad(triple))
    staged.extend(map(_quad, facts.added))
    derive(staged, book.rules)
    for quad in [quad for quad in over.quads_for_pattern(None, None, None) if quad not in staged]:
        over.remove(quad)
    for quad in staged:
        over.add(quad)


def _judged(book: Rulebook, over: Overlay, new: Sequence[Triple], check: Check | None, *, is_large: bool) -> Report:
    """Return the results that the graph gives with a change and not without it."""
    if check or is_large:
        staged = Store()
        staged.bulk_extend(over.quads_for_pattern(None, None, None))
        report = check(staged, book.shapes) if check else validate(staged, book.shapes, statements=new)
        if not report.results:
            return report
        return _without(report, (check or validate)(over.base, book.shapes))
    pairs = affected(book.checks, over)
    report = validate_change(book.checks, over, pairs, labels_of(over), Lexical(new))
    if not report.results:
        return report
    before = Overlay(over.base)
    return _without(
        report, validate_change(book.checks, before, is_about(book.checks, before, pairs), labels_of(before))
    )


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


def _quad(triple: Triple) -> Quad:
    return Quad(triple.subject, triple.predicate, triple.object)


def _sorted(quads: Iterable[Quad]) -> tuple[Triple, ...]:
    return tuple(sorted((quad.triple for quad in quads), key=str))
