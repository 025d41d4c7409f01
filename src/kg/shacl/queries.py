"""The plan of a validation: for each constraint of each shape the queries that find its breaches.

Queries run over the whole graph at once. `$this` is free in them and bound by the pattern of a target, which is put at
the beginning of the query, and of each group in it (a UNION branch, an OPTIONAL) that does not begin with `$this`
itself: that comes to the same as running a SHACL-SPARQL constraint node by node. A query with a sub-select may count or
cut off what it finds, and is run node by node.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pyoxigraph import NamedNode, QuerySolutions, Store, Variable

from kg.shacl.components import FOCUS, VALUE, Classes, conforms
from kg.shacl.functions import FUNCTIONS
from kg.shacl.model import Constraint, Path, Shape, Target
from kg.terms import PREFIXES, Term

__all__ = ["SPARQL_COMPONENT", "Query", "Row", "plan", "rows"]

SPARQL_COMPONENT = NamedNode(f"{PREFIXES['sh']}SPARQLConstraintComponent")
_SKIPPED = re.compile(r'<[^<>\s]*>|"""(?:.|\n)*?"""|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|#[^\n]*')
_SELECT = re.compile(r"\bSELECT\b", re.IGNORECASE)
_GROUP = re.compile(r"(\bEXISTS\s*)?\{(?=\s*([$?]this\s|SELECT\s)?)", re.IGNORECASE)
Row = dict[str, Term]


@dataclass(frozen=True, slots=True)
class Query:
    """A query and what a row of it means; `focus` finds the focus nodes of one that runs node by node."""

    text: str
    shape: Shape
    component: NamedNode
    message: str
    focus: str = ""


def plan(root: Shape, classes: Classes) -> Iterator[Query]:
    """Yield the queries of a shape and of its property shapes, for each of its targets."""
    for target in root.targets:
        pattern = _pattern(target, classes)
        for shape in (root, *root.properties):
            for constraint in shape.constraints:
                text = _core(constraint, shape.path, pattern, classes)
                if text:
                    yield Query(text, shape, constraint.component, shape.message)
            for sparql in shape.sparql:
                yield _by_query(sparql.select, sparql.message or shape.message, shape, pattern)


def rows(query: Query, store: Store) -> Iterator[Row]:
    """Run a query; each row names `this` and, where they apply, `value`, `path` and other variables."""
    functions = dict(FUNCTIONS)
    if not query.focus:
        yield from _rows(store.query(query.text, custom_functions=functions))
        return
    for node in {row["this"]: None for row in _rows(store.query(query.focus))}:
        for row in _rows(store.query(query.text, custom_functions=functions, substitutions={Variable("this"): node})):
            yield {"this": node, **row}


def _rows(solutions: object) -> Iterator[Row]:
    if not isinstance(solutions, QuerySolutions):
        return
    names = [variable.value for variable in solutions.variables]
    for solution in solutions:
        yield {name: term for name in names if (term := solution[name]) is not None}


def _pattern(target: Target, classes: Classes) -> str:
    match target.kind:
        case "targetClass":
            return classes.instances(target.term)
        case "targetSubjectsOf":
            return f"{{ SELECT DISTINCT ?this {{ ?this {target.term} ?any_ }} }}"
        case "targetObjectsOf":
            return f"{{ SELECT DISTINCT ?this {{ ?any_ {target.term} ?this }} }}"
    return f"VALUES ?this {{ {target.term} }}"


def _core(c: Constraint, path: Path | None, target: str, classes: Classes) -> str:
    if c.parameter == "minCount" and c.number == 0:
        return ""
    if c.parameter == "closed" or (path is not None and c.parameter in FOCUS):
        return FOCUS[c.parameter](c, target, path.sparql if path else "")
    if path is None:
        expression = conforms(Shape(NamedNode("urn:x"), constraints=(c,)), "?this", classes)
        value = "" if c.parameter == "hasValue" else "(?this AS ?value)"
        return f"SELECT ?this {value} WHERE {{ {target} FILTER(!({expression})) }}"
    expression = VALUE[c.parameter](c, "?value", classes)
    return f"SELECT ?this ?value WHERE {{ {target} ?this {path.sparql} ?value FILTER(!({expression})) }}"


def _by_query(select: str, message: str, shape: Shape, target: str) -> Query:
    if shape.path is not None:
        select = re.sub(r"[$?]PATH\b", lambda _: shape.path.sparql if shape.path else "", select)
    blanked = _SKIPPED.sub(lambda found: " " * len(found[0]), select)
    groups = list(_GROUP.finditer(blanked))
    unbound = [groups[0].end(), *(group.end() for group in groups[1:] if not any(group.groups()))]
    pieces = [select[i:j] for i, j in zip([0, *unbound], [*unbound, len(select)], strict=True)]
    by_node = len(_SELECT.findall(blanked)) > 1
    focus = f"SELECT ?this WHERE {{ {target} }}" if by_node else ""
    return Query(f" {target} ".join(pieces), shape, SPARQL_COMPONENT, message, focus)
