"""Validates a graph: candidates are found by queries, and the interpreter looks at each of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from pyoxigraph import Literal, Store, Triple

from kg.shacl.candidates import all_candidates, focus_nodes
from kg.shacl.given import Given
from kg.shacl.interpreter import Breach, Interpreter
from kg.shacl.labels import labels_of
from kg.shacl.model import SPARQL_COMPONENT, Severity, Shapes, shape_name
from kg.shacl.report import Origin, Report, Result
from kg.shacl.screens import Classes
from kg.terms import Term

__all__ = ["Label", "result_of", "validate"]

Label = Callable[[Term], str]
_VARIABLE = re.compile(r"\{[?$](\w+)\}")


def validate(store: Store, shapes: Shapes, *, label: Label | None = None, statements: Iterable[Triple] = ()) -> Report:
    """Check the default graph of a store, which must hold facts, derived statements and the ontology.

    `label` says what a node is called in messages; left out, names are looked up in the store. `statements` are those
    of the store as they were given, so that what is wrong with the text of a literal is seen.
    """
    return Report.of(_results(store, shapes, label or labels_of(store), Given(statements)))


def _results(store: Store, shapes: Shapes, label: Label, given: Given) -> Iterator[Result]:
    classes, interpreter = Classes(store), Interpreter(store, shapes, given)
    # Queries see what the store keeps: where that is not what was given, they cannot tell who breaks a shape.
    nodes = (
        (focus_nodes(root, store, classes) for root in shapes.roots)
        if given
        else all_candidates(shapes.roots, store, classes)
    )
    for root, found in zip(shapes.roots, nodes, strict=True):
        for focus in found:
            yield from (result_of(breach, label) for breach in interpreter.breaches(root, focus))


def result_of(breach: Breach, label: Label) -> Result:
    """Return a breach as a result that people read: its message filled in, and its nodes by their names."""
    shape, value = breach.shape, breach.value
    messages = _messages(breach)
    filled = [
        _VARIABLE.sub(lambda found: label(breach.bindings[found[1]]) if found[1] in breach.bindings else found[0], text)
        for text in (message.value for message in messages)
    ]
    return Result(
        Severity.of(shape.severity),
        breach.focus,
        label(breach.focus),
        breach.path.text if breach.path else "",
        value,
        label(value) if value is not None else "",
        " ".join(filled[0].split()) if filled else f"breaches {shape_name(shape.name)}",
        shape.name,
        breach.component,
        Origin(shape.node, shape.severity, breach.path, _constraint(breach)),
        tuple(Literal(text, language=m.language) for text, m in zip(filled, messages, strict=True)),
    )


def _constraint(breach: Breach) -> Term | None:
    """Return the node of a SPARQL-based constraint; a component of one's own is named by itself."""
    return breach.source.node if breach.source and breach.component == SPARQL_COMPONENT else None


def _messages(breach: Breach) -> list[Literal]:
    """Return what is said of a breach, English first: by the query's row, by the query, or by the shape."""
    row = breach.bindings.get("message")
    source = breach.source.messages if breach.source else ()
    given = [row] if breach.source and isinstance(row, Literal) else [*(source or breach.shape.messages)]
    return sorted(given, key=lambda message: (message.language or "en") != "en")
