"""The bridge to pyshacl: for shapes that have no translation, and as a second opinion on all of them.

pyshacl asks the graph anew for each node and is slow on large graphs. It is imported, as rdflib is, inside the
functions. What it reports becomes the results of our own reports, with the messages of the shapes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from pyoxigraph import Literal, NamedNode, Store

from kg.interop import from_rdflib, term_from_rdflib, term_to_rdflib, to_rdflib
from kg.shacl.functions import FUNCTIONS
from kg.shacl.labels import labels_of
from kg.shacl.model import Severity, Shape, Shapes
from kg.shacl.report import Report, Result
from kg.terms import PREFIXES, Term, expand, shrink

if TYPE_CHECKING:
    import rdflib

__all__ = ["pyshacl_results", "second_opinion"]

Label = Callable[[Term], str]


def second_opinion(store: Store, shapes: Shapes, *, label: Label | None = None) -> Report:
    """Validate a store with pyshacl alone; slow, and meant for small graphs and for tests."""
    return Report.of(pyshacl_results(store, shapes, shapes.roots, label or labels_of(store)))


def pyshacl_results(store: Store, shapes: Shapes, roots: Sequence[Shape], label: Label) -> Iterator[Result]:
    """Yield what pyshacl finds for some of the shapes."""
    import pyshacl

    data = to_rdflib(store.quads_for_pattern(None, None, None, None))
    with _functions():
        _, report, _ = pyshacl.validate(
            data,
            shacl_graph=to_rdflib(shapes.triples),
            use_shapes=[root.name.value for root in roots],
            inference="none",
            meta_shacl=False,
            advanced=False,
            inplace=True,
        )
    found: dict[Term, dict[str, list[Term]]] = {}
    for triple in from_rdflib(report):
        local = triple.predicate.value.removeprefix(PREFIXES["sh"])
        found.setdefault(triple.subject, {}).setdefault(local, []).append(triple.object)
    named = {shape.name: shape for root in roots for shape in (root, *root.properties)}
    for fields in found.values():
        if "focusNode" in fields:
            yield _result(fields, named, label)


def _result(fields: dict[str, list[Term]], named: dict[NamedNode, Shape], label: Label) -> Result:
    def one(field: str) -> Term | None:
        return next(iter(fields.get(field, [])), None)

    focus, value, source, path = one("focusNode"), one("value"), one("sourceShape"), one("resultPath")
    texts = sorted(term.value for term in fields.get("resultMessage", []) if isinstance(term, Literal))
    severity = next((s for s in Severity if s.node == one("resultSeverity")), Severity.VIOLATION)
    shape = source if isinstance(source, NamedNode) else expand("sh:Shape")
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
    from rdflib.plugins.sparql.operators import register_custom_function, unregister_custom_function

    wrapped = {term_to_rdflib(name): _wrapped(function) for name, function in FUNCTIONS.items()}
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
