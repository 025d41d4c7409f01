"""Runs the plan of all shapes over a store and makes results of the rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from pyoxigraph import NamedNode, Store

from kg.shacl.components import Classes
from kg.shacl.labels import labels_of
from kg.shacl.model import Shapes, shape_name
from kg.shacl.queries import SPARQL_COMPONENT, Query, Row, plan, rows
from kg.shacl.report import Report, Result
from kg.terms import Term, shrink

__all__ = ["Label", "validate"]

Label = Callable[[Term], str]
_VARIABLE = re.compile(r"\{[?$](\w+)\}")


def validate(store: Store, shapes: Shapes, *, label: Label | None = None) -> Report:
    """Check the default graph of a store, which must hold facts, derived statements and the ontology.

    `label` says what a node is called in messages; left out, names are looked up in the store.
    """
    return Report.of(_results(store, shapes, label or labels_of(store)))


def _results(store: Store, shapes: Shapes, label: Label) -> Iterator[Result]:
    classes = Classes(store)
    for root in shapes.roots:
        if root not in shapes.fallback:
            for query in plan(root, classes):
                for row in rows(query, store):
                    yield _result(query, row, label)
    if shapes.fallback:
        from kg.shacl.pyshacl_bridge import pyshacl_results

        yield from pyshacl_results(store, shapes, shapes.fallback, label)


def _result(query: Query, row: Row, label: Label) -> Result:
    shape, focus, path = query.shape, row["this"], row.get("path")
    by_default = focus if query.component == SPARQL_COMPONENT and shape.path is None else None
    value = row.get("value", by_default)
    message = _VARIABLE.sub(lambda found: label(row[found[1]]) if found[1] in row else found[0], query.message)
    shown = shrink(path) if isinstance(path, NamedNode) else shape.path.text if shape.path else ""
    return Result(
        shape.severity,
        focus,  # type: ignore[arg-type]  # a triple is no focus node
        label(focus),
        shown,
        value,
        label(value) if value is not None else "",
        " ".join(message.split()) or f"breaches {shape_name(shape.name)}",
        shape.name,
        query.component,
    )
