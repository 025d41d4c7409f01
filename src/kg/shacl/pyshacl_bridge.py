"""The bridge to pyshacl: a second opinion.

pyshacl asks the graph anew for each node and is slow on large graphs. It is imported, as rdflib is, inside the
functions. What it reports becomes the results of our own reports, with the messages of the shapes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from pyoxigraph import BlankNode, Literal, NamedNode, Store

from kg.interop import from_rdflib, term_from_rdflib, term_to_rdflib, to_rdflib
from kg.shacl.functions import FUNCTIONS
from kg.shacl.labels import labels_of
from kg.shacl.model import Severity, Shape, Shapes
from kg.shacl.report import Report, Result
from kg.terms import PREFIXES, Term, expand, shrink

if TYPE_CHECKING:
    import rdflib

__all__ = ["second_opinion"]

Label = Callable[[Term], str]


def second_opinion(store: Store, shapes: Shapes, *, label: Label | None = None) -> Report:
    """Validate a store with pyshacl alone; slow, and meant for small graphs and for tests."""
    return Report.of(_results(store, shapes, label or labels_of(store)))


def _results(store: Store, shapes: Shapes, label: Label) -> Iterator[Result]:
    """Yield what pyshacl finds."""
    import pyshacl

    data = to_rdflib(store.quads_for_pattern(None, None, None, None))
    with _functions():
        _, report, _ = pyshacl.validate(
            data,
            shacl_graph=to_rdflib(shapes.triples),
            inference="none",
            meta_shacl=False,
            advanced=False,
            inplace=True,
        )
    found: dict[Term, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for triple in from_rdflib(report):
        found[triple.subject][triple.predicate.value.removeprefix(PREFIXES["sh"])].append(triple.object)
    listed = [node for fields in list(found.values()) for node in fields["result"]]
    named = {shape.node: shape for root in shapes.roots for shape in root.parts()}
    for node in listed:
        yield _result(found[node], named, label)


def _result(fields: dict[str, list[Term]], named: dict[NamedNode | BlankNode, Shape], label: Label) -> Result:
    def one(field: str) -> Term | None:
        return next(iter(fields[field]), None)

    focus, value, source, path = one("focusNode"), one("value"), one("sourceShape"), one("resultPath")
    texts = sorted(term.value for term in fields["resultMessage"] if isinstance(term, Literal))
    severity = next((s for s in Severity if s.node == one("resultSeverity")), Severity.VIOLATION)
    shape = source if isinstance(source, NamedNode | BlankNode) else expand("sh:Shape")
    written = named[shape].path.text if shape in named and named[shape].path else ""  # type: ignore[union-attr]
    return Result(
        severity,
        focus,  # type: ignore[arg-type]  # a report has a focus node in each result
        label(focus) if focus is not None else "",
        shrink(path) if isinstance(path, NamedNode) else written,
        value,
        label(value) if value is not None else "",
        " ".join((texts or [""])[0].split()),
        shape,
        one("sourceConstraintComponent"),  # type: ignore[arg-type]  # and a component
    )


@contextmanager
def _functions() -> Iterator[None]:
    """Let rdflib know the functions of our queries for a while."""
    from rdflib import URIRef
    from rdflib.plugins.sparql.operators import register_custom_function, unregister_custom_function

    wrapped = {URIRef(name.value): _wrapped(function) for name, function in FUNCTIONS.items()}
    for name, function in wrapped.items():
        register_custom_function(name, function)
    try:
        yield
    finally:
        for name, function in wrapped.items():
            unregister_custom_function(name, function)


def _wrapped(function: Callable[..., Term | None]) -> Callable[..., rdflib.term.Identifier]:
    def call(*given: Any) -> rdflib.term.Identifier:
        from rdflib.plugins.sparql.sparql import SPARQLError

        found = function(*(term_from_rdflib(term) for term in given))
        if found is None:
            raise SPARQLError("no value")
        return term_to_rdflib(found)

    return call
