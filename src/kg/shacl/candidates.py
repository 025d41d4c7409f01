"""Which nodes a shape is about, and which of them may break it: found by queries over the whole graph at once.

Each constraint of a shape becomes a query, its screen, that finds the nodes that may break it; a graph without breaches
costs a few hundred queries with empty answers. `$this` is free in them and bound by the pattern of a target, which is
put at the beginning of the query of a SPARQL-based constraint, and of each group in it (a UNION branch, an OPTIONAL)
that does not begin with `$this` itself. What counts, cuts off or hides `$this` cannot be run so: then all nodes that
the shape is about are candidates, as they are where a Core constraint has no screen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from pyoxigraph import NamedNode, QuerySolutions, Store

from kg.shacl.functions import FUNCTIONS
from kg.shacl.model import Constraint, Shape, Sparql, Target
from kg.shacl.paths import Path
from kg.shacl.prebinding import with_path
from kg.shacl.screens import FOCUS, VALUE, Classes, Untranslatable, check, conforms
from kg.terms import Term

__all__ = ["by_query", "candidates", "focus_nodes", "screens"]

_SKIPPED = re.compile(r'<[^<>\s]*>|"""(?:.|\n)*?"""|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|#[^\n]*')
_SELECT = re.compile(r"\bSELECT\b", re.IGNORECASE)
_BY_NODE = re.compile(r"\b(?:LIMIT|OFFSET)\b|[$?](?:currentShape|shapesGraph)\b", re.IGNORECASE)
_AGGREGATE = re.compile(r"\b(?:HAVING|COUNT|SUM|MIN|MAX|AVG|SAMPLE|GROUP_CONCAT)\b", re.IGNORECASE)
_BY_THIS = re.compile(r"\bGROUP\s+BY\s(?:\s*[$?]\w+)*?\s*[$?]this\b", re.IGNORECASE)
_GROUP = re.compile(r"(\bEXISTS\s*)?\{(?=\s*([$?]this\s|SELECT\s)?)", re.IGNORECASE)
_ANY = NamedNode("urn:kg:shape")


def focus_nodes(shape: Shape, store: Store, classes: Classes) -> dict[Term, None]:
    """Return the nodes that a shape is about (SHACL, section 2.1.3), each once."""
    return dict.fromkeys(chain.from_iterable(_nodes(target, store, classes) for target in shape.targets))


def candidates(shape: Shape, store: Store, classes: Classes) -> dict[Term, None]:
    """Return the nodes that a shape is about and may break it: all that do, and perhaps others."""
    found: dict[Term, None] = {}
    for target in shape.targets:
        if target.kind == "targetNode":  # which need not occur in the graph, where no query finds it
            found[target.term] = None
            continue
        try:
            queries = list(_screens(shape, target, classes))
        except Untranslatable:
            found |= dict.fromkeys(_nodes(target, store, classes))
        else:
            found |= dict.fromkeys(chain.from_iterable(_this(store, query) for query in queries))
    return found


def screens(shape: Shape, classes: Classes) -> Iterator[str]:
    """Yield the queries that find the candidates of a shape; `Untranslatable` where there is none for a constraint."""
    targets = (target for target in shape.targets if target.kind != "targetNode")
    return chain.from_iterable(_screens(shape, target, classes) for target in targets)


def _screens(root: Shape, target: Target, classes: Classes) -> Iterator[str]:
    check(root)
    pattern = _pattern(target, classes)
    for shape in (root, *root.properties):
        for constraint in shape.constraints:
            text = _core(constraint, shape.path, pattern, classes)
            if text:
                yield text
        for sparql in shape.sparql:
            yield by_query(sparql, shape, pattern)


def _this(store: Store, query: str) -> Iterator[Term]:
    solutions = store.query(query, custom_functions=dict(FUNCTIONS))
    assert isinstance(solutions, QuerySolutions)
    return (solution["this"] for solution in solutions)


def _nodes(target: Target, store: Store, classes: Classes) -> Iterator[Term]:
    if target.kind == "targetNode":
        return iter([target.term])
    return _this(store, f"SELECT DISTINCT ?this {{ {_pattern(target, classes)} }}")


def _pattern(target: Target, classes: Classes) -> str:
    match target.kind:
        case "targetClass":
            return classes.instances(target.term)
        case "targetSubjectsOf":
            return f"{{ SELECT DISTINCT ?this {{ ?this {target.term} ?any_ }} }}"
        case _:
            return f"{{ SELECT DISTINCT ?this {{ ?any_ {target.term} ?this }} }}"


def _core(c: Constraint, path: Path | None, target: str, classes: Classes) -> str:
    if c.parameter == "minCount" and c.number == 0:
        return ""
    if c.parameter == "closed" or (path is not None and c.parameter in FOCUS):
        return FOCUS[c.parameter](c, target, path.sparql if path else "")
    if path is None:
        expression = conforms(Shape(_ANY, _ANY, constraints=(c,)), "?this", classes)
        return f"SELECT ?this WHERE {{ {target} FILTER(!({expression})) }}"
    if c.parameter not in VALUE:
        raise Untranslatable(f"sh:{c.parameter}")
    expression = VALUE[c.parameter](c, "?value", classes)
    return f"SELECT DISTINCT ?this WHERE {{ {target} ?this {path.sparql} ?value FILTER(!({expression})) }}"


def by_query(sparql: Sparql, shape: Shape, target: str) -> str:
    """Return the query of a constraint for all nodes that a pattern binds; `Untranslatable` where it runs by node."""
    select = with_path(sparql.query, shape.path.sparql) if shape.path else sparql.query
    blanked = _SKIPPED.sub(lambda found: " " * len(found[0]), select)
    head = re.split(r"\{", blanked, maxsplit=1)[0]
    if (
        sparql.ask
        or sparql.parameters
        or len(_SELECT.findall(blanked)) > 1
        or _BY_NODE.search(blanked)
        or (_AGGREGATE.search(blanked) and not _BY_THIS.search(blanked))
        or not re.search(r"[$?]this\b", head)
    ):
        raise Untranslatable("a query that must run node by node")
    groups = list(_GROUP.finditer(blanked))
    unbound = [groups[0].end(), *(group.end() for group in groups[1:] if not any(group.groups()))]
    pieces = [select[i:j] for i, j in zip([0, *unbound], [*unbound, len(select)], strict=True)]
    return f" {target} ".join(pieces)
