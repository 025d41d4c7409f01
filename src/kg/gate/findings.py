"""What is wrong with statements: with themselves, with what they name, and by the shapes; each at its place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

from pyoxigraph import NamedNode, Quad, Store, Triple

from kg.errors import Place
from kg.gate.expectations import Expectations
from kg.gate.misspelt import has_term
from kg.gate.nearby import Nearby
from kg.gate.reading import Given
from kg.gate.verdict import Fault
from kg.reason import Vocabulary
from kg.shacl import Result, Severity
from kg.shacl.model import shape_name
from kg.store.overlay import Overlay, Whole
from kg.terms import DATA, RDF_TYPE, Term, shrink

__all__ = ["dangling", "of_report", "orphaned", "unknown", "without_statements"]


def without_statements(files: Iterable[Given]) -> Iterator[Fault]:
    """Yield a warning for each file that holds nothing, which is seldom what its author thinks."""
    for file in files:
        if not file.triples:
            is_json = file.file.lower().removesuffix(".gz").endswith((".jsonld", ".json"))
            remedy = (
                "give it an @context, without which keys say nothing" if is_json else "is it the one that you mean?"
            )
            message = f"it holds no statement; {remedy}"
            yield Fault(Place(file.file), Severity.WARNING, "the file", "the file", message)


def unknown(known: Store, files: Sequence[Given], told: Set[NamedNode]) -> Iterator[Fault]:
    """Yield a fault for each term of the project's vocabulary that the ontology does not have, but for those `told`."""
    has: dict[NamedNode, bool] = {}
    for file in files:
        for triple in file.triples:
            term = triple.object if triple.predicate == RDF_TYPE else triple.predicate
            if not isinstance(term, NamedNode) or term in told:
                continue
            if term not in has:
                has[term] = has_term(known, term)
            if not has[term]:
                yield _of_statement(triple, [file], f"the ontology has no {shrink(term)}; use one of its terms")


def dangling(known: Store, new: Sequence[Triple], files: Sequence[Given]) -> Mapping[Triple, Fault]:
    """Return a fault for each statement that names something of the project's of which nothing is known."""
    faults: dict[Triple, Fault] = {}
    described = {triple.subject for triple in new}
    nearby = Nearby(known)
    for triple in new:
        term = triple.object
        if not isinstance(term, NamedNode) or not term.value.startswith(DATA) or term in described:
            continue
        if next(known.quads_for_pattern(term, None, None, None), None) is not None:
            continue
        origin = next((file.origins[triple] for file in files if triple in file.origins), triple)
        near = nearby.nearest(term, (origin if has_term(known, origin.predicate) else triple).predicate)
        hint = f"did you mean {shrink(near)}?" if near else "describe it, or mend its name"
        fault = _of_statement(triple, files, f"nothing is known of {shrink(term)}; {hint}")
        faults[triple] = fault._replace(found=shrink(term))
    return faults


def orphaned(over: Overlay, vocabulary: Vocabulary, new: Sequence[Triple], gone: Sequence[Triple]) -> Iterator[Fault]:
    """Yield a fault for each asserted statement that names something of which nothing would be asserted any more."""

    def asserts(quad: Quad) -> bool:
        types = {each.object for each in Whole(over).quads_for_pattern(quad.subject, RDF_TYPE, None)}
        return not vocabulary.derives(quad, types)

    described = {triple.subject for triple in new}
    for node in dict.fromkeys(t.subject for t in gone if isinstance(t.subject, NamedNode)):
        if node in described or any(map(asserts, over.quads_for_pattern(node, None, None))):
            continue
        for quad in sorted(over.quads_for_pattern(None, None, node), key=str):
            if asserts(quad):
                message = f"nothing would be known of {shrink(node)}, which it names; take this away too"
                yield _of_statement(quad.triple, [], message)._replace(found=shrink(node))


def of_report(results: Iterable[Result], expectations: Expectations, files: Sequence[Given]) -> Iterator[Fault]:
    """Yield a fault for each result of a validation, with what was found and what was expected."""
    return (_of_result(result, expectations, files) for result in results)


def _of_statement(triple: Triple, files: Sequence[Given], message: str) -> Fault:
    """Return a fault of a statement by itself, at its place in one of the files."""
    at = (file.places[triple] for file in files if triple in file.places)
    place = next(at, Place(files[0].file if files else "graph"))
    triple = next((file.origins[triple] for file in files if triple in file.origins), triple)
    about = shrink(triple.subject) if isinstance(triple.subject, NamedNode) else "a node without a name"
    return Fault(place, Severity.VIOLATION, about, about, message, shrink(triple.predicate))


def _of_result(result: Result, expectations: Expectations, files: Sequence[Given]) -> Fault:
    path = result.origin.path if result.origin else None
    predicates = frozenset(path.predicates()) if path else frozenset()
    places = (file.place(result.focus, predicates, result.value) for file in files)
    place = next((place for place in places if place), Place(files[0].file if files else "graph"))
    called = _called(result.focus, files)
    return Fault(
        place,
        result.severity,
        result.focus_label,
        called,
        result.message,
        result.path,
        called if result.value == result.focus else expectations.found(result),
        result.value_label,
        shape_name(result.shape),
        shrink(result.component),
        expectations.expected(result),
    )


def _called(node: Term, files: Sequence[Given]) -> str:
    """Return what the files call a node, or what it was made from, where they call it anything."""
    found = next((file.called[node] for file in files if node in file.called), node)
    return shrink(found) if isinstance(found, NamedNode) else str(found)
