"""SPARQL-based constraints as searches over a whole graph: `$this` is free, and bound by the pattern of a target.

The pattern is put at the beginning of the query, and of each group in it (a UNION branch, an OPTIONAL) that does not
begin with `$this` itself. What counts, cuts off or hides `$this` cannot be run so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from pyoxigraph import NamedNode, QuerySolutions, Store

from kg.shacl.functions import FUNCTIONS
from kg.shacl.joins import as_sets
from kg.shacl.model import Shape, Sparql
from kg.shacl.prebinding import with_path
from kg.shacl.screens import Untranslatable
from kg.shacl.searches import Aim, Search, of_properties

__all__ = ["Barred", "by_query", "query_search"]

_SKIPPED = re.compile(r'<[^<>\s]*>|"""(?:.|\n)*?"""|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|#[^\n]*')
_SELECT = re.compile(r"\bSELECT\b", re.IGNORECASE)
_BY_NODE = re.compile(r"\b(?:LIMIT|OFFSET)\b|[$?](?:currentShape|shapesGraph)\b", re.IGNORECASE)
_AGGREGATE = re.compile(r"\b(?:HAVING|COUNT|SUM|MIN|MAX|AVG|SAMPLE|GROUP_CONCAT)\b", re.IGNORECASE)
_BY_THIS = re.compile(r"\bGROUP\s+BY\s(?:\s*[$?]\w+)*?\s*[$?]this\b", re.IGNORECASE)
_GROUP = re.compile(r"(\bEXISTS\s*)?\{(?=\s*([$?]this\s|SELECT\s)?)", re.IGNORECASE)
_CHANGING = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID|BNODE)\b", re.IGNORECASE)
_PROPERTIES = re.compile(r"\{\s*[$?]this\s+\?(\w+)\s+\?(\w+)\s*\.?\s*FILTER\s*\(([^{}]*)\)\s*\}\s*$", re.IGNORECASE)


def query_search(sparql: Sparql, shape: Shape, aim: Aim) -> Search:
    """Return the search for a SPARQL-based constraint; `Untranslatable` where it must run node by node."""
    select, blanked = _together(sparql, shape)
    start = _SELECT.search(blanked)
    assert start is not None
    prefixes = select[: start.start()]
    if found := _about_properties(select, blanked, prefixes, aim):
        return found
    return as_sets(select, prefixes, aim) or Search(_with_target(select, blanked, aim.pattern))


def by_query(sparql: Sparql, shape: Shape) -> tuple[str, ...]:
    """Return the pieces of the query of a constraint, between which a pattern goes that binds the nodes to look at.

    `Untranslatable` where the query must run node by node.
    """
    return _pieces(*_together(sparql, shape))


def _together(sparql: Sparql, shape: Shape) -> tuple[str, str]:
    """Return a query that may run for several nodes at once, and the same without strings, comments and IRIs."""
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
    return select, blanked


class Barred:
    """The properties that a node may not have, for a query that says nothing else.

    Each property is asked about once: the answer follows from the query alone.
    """

    __slots__ = ("_head", "_known", "_name", "_test")

    def __init__(self, head: str, name: str, test: str) -> None:
        self._head, self._name, self._test = head, name, test
        self._known: dict[NamedNode, bool] = {}

    @classmethod
    def of(cls, sparql: Sparql, shape: Shape) -> Barred | None:
        """Read a query of a shape; None for any other, and for one whose answer may be another one next time."""
        try:
            select, blanked = _together(sparql, shape)
        except Untranslatable:
            return None
        start, found = _SELECT.search(blanked), _property_test(blanked)
        if start is None or found is None or _CHANGING.search(blanked):
            return None
        return cls(select[: start.start()], found[1], select[found.start(3) : found.end(3)])

    def any(self, properties: Iterable[NamedNode]) -> bool:
        """Tell whether one of some properties is barred."""
        asked = frozenset(properties)
        if new := asked - self._known.keys():
            values = " ".join(map(str, new))
            query = f"{self._head} SELECT ?{self._name} {{ VALUES ?{self._name} {{ {values} }} FILTER({self._test}) }}"
            rows = Store().query(query, custom_functions=dict(FUNCTIONS))
            assert isinstance(rows, QuerySolutions)
            barred = {row[self._name] for row in rows}
            self._known |= {each: each in barred for each in new}
        return any(self._known[each] for each in asked)


def _property_test(blanked: str) -> re.Match[str] | None:
    """Find in a query that says nothing else what tells which properties `$this` may not have."""
    found = _PROPERTIES.search(blanked)
    if not found or set(re.findall(r"[$?](\w+)", found[3])) != {found[1]} or "{" in blanked[: found.start()]:
        return None
    return found


def _about_properties(select: str, blanked: str, prefixes: str, aim: Aim) -> Search | None:
    """Return the search for a query that says nothing but which properties `$this` may not have."""
    found = _property_test(blanked)
    return of_properties(aim, select[found.start(3) : found.end(3)], prefixes, found[1]) if found else None


def _with_target(select: str, blanked: str, target: str) -> str:
    return f" {target} ".join(_pieces(select, blanked))


def _pieces(select: str, blanked: str) -> tuple[str, ...]:
    groups = list(_GROUP.finditer(blanked))
    unbound = [groups[0].end(), *(group.end() for group in groups[1:] if not any(group.groups()))]
    return tuple(select[i:j] for i, j in zip([0, *unbound], [*unbound, len(select)], strict=True))
