"""A rule's query taken apart: the statements that it makes, and the groups, patterns and expressions that it reads.

Groups are told apart by their text, so that expressions can be given to the store as they stand; triples are read by
rdflib, which knows paths. The module looks at no data.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from pyoxigraph import Literal, NamedNode

from kg.sparql.groups import Element, Group, groups
from kg.terms import Term

if TYPE_CHECKING:
    from kg.reason.rules import Rule

__all__ = ["Clause", "Path", "Pattern", "Query", "Step", "Subquery", "Variable", "read_query", "variables_in"]

_VARIABLE = re.compile(r"\?(\w+)")
_AS = re.compile(r"\sAS\s+\?(\w+)\s*$", re.IGNORECASE)
_GROUP_BY = re.compile(r"GROUP\s+BY\s+((?:\?\w+\s*)+)", re.IGNORECASE)
_AGGREGATE = re.compile(r"\b(?:COUNT|SUM|MIN|MAX|AVG|SAMPLE|GROUP_CONCAT)\s*\(", re.IGNORECASE)


class Variable(str):
    """A variable of a query, without its question mark; also a blank node of a pattern."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Path:
    """A property path (SPARQL 1.1, section 9): how its parts are put together, and the parts.

    `kind` is one of `/`, `|`, `^`, `+`, `*`, `?` and `!`.
    """

    kind: str
    parts: tuple[Step, ...]


Step = NamedNode | Path


class Pattern(NamedTuple):
    """A triple pattern; the predicate may be a path."""

    subject: Term | Variable
    predicate: NamedNode | Path | Variable
    object: Term | Variable


@dataclass(frozen=True, slots=True)
class Clause:
    """One element of a group: `kind` as `kg.sparql.groups` names it, its text, its patterns and the groups in it."""

    kind: str
    text: str
    patterns: tuple[Pattern, ...] = ()
    groups: tuple[Subquery | tuple[Clause, ...], ...] = ()
    spans: tuple[tuple[int, int], ...] = ()  # of the groups, in the text


@dataclass(frozen=True, slots=True)
class Subquery:
    """A SELECT inside a group: what it projects, what it groups by, and whether it puts rows together."""

    projection: str
    names: tuple[str, ...]
    keys: tuple[str, ...]
    tail: str
    aggregates: bool
    where: tuple[Clause, ...]
    reads: frozenset[str]  # variables of its expressions


@dataclass(frozen=True, slots=True)
class Query:
    """What a rule makes, and what it reads; the head stands before every expression that is given to a store."""

    template: tuple[Pattern, ...]
    where: Subquery | tuple[Clause, ...]
    prologue: str


def variables_in(text: str) -> frozenset[str]:
    """Return the names of the variables that a piece of a query mentions.

    >>> sorted(variables_in("FILTER(?b > ?a)"))
    ['a', 'b']
    """
    return frozenset(_VARIABLE.findall(text))


@lru_cache(maxsize=256)
def read_query(rule: Rule) -> Query:
    """Take the query of a rule apart."""
    text = re.sub(r"^\s*#.*$", "", rule.query, flags=re.MULTILINE)
    template, where = groups(text)
    prologue = text[: text.upper().index("CONSTRUCT")]
    reader = _Reader(text, prologue)
    made = tuple(pattern for element in template.elements for pattern in reader.patterns(element))
    return Query(made, reader.group(where), prologue)


class _Reader:
    """Goes through the groups of one query."""

    def __init__(self, text: str, prologue: str) -> None:
        self._text, self._prologue = text, prologue

    def group(self, group: Group) -> Subquery | tuple[Clause, ...]:
        if group.select is None:
            return tuple(self._clause(element) for element in group.elements)
        (where,) = group.elements
        projection = self._text[group.select + len("SELECT") : where.start]
        projection = re.sub(r"\bWHERE\s*$", "", projection, flags=re.IGNORECASE).strip()
        tail = self._text[where.end : group.end - 1].strip()
        found = _GROUP_BY.search(tail)
        keys = tuple(_VARIABLE.findall(found[1])) if found else ()
        inner = self.group(where.groups[0])
        assert isinstance(inner, tuple)
        plain, computed = _projected(projection)
        return Subquery(
            projection, (*plain, *computed), keys, tail, bool(keys or _AGGREGATE.search(projection)), inner,
            variables_in(projection) | variables_in(tail),
        )  # fmt: skip

    def _clause(self, element: Element) -> Clause:
        text = self._text[element.start : element.end]
        if element.kind == "triples":
            return Clause(element.kind, text, self.patterns(element))
        inner = tuple(self.group(group) for group in element.groups)
        spans = tuple((group.start - element.start, group.end - element.start) for group in element.groups)
        return Clause(element.kind, text, (), inner, spans)

    def patterns(self, element: Element) -> tuple[Pattern, ...]:
        """Read the triples of an element."""
        from rdflib.plugins.sparql.algebra import translateQuery
        from rdflib.plugins.sparql.parser import parseQuery

        text = self._text[element.start : element.end]
        algebra: Any = translateQuery(parseQuery(f"{self._prologue} SELECT * {{ {text}\n }}")).algebra
        return tuple(Pattern(_term(s), _predicate(p), _term(o)) for s, p, o in _triples(algebra))


def _projected(projection: str) -> tuple[list[str], list[str]]:
    """Return the variables that are projected as they are, and those that are computed."""
    depth, outside, inside, computed = 0, "", "", []
    for mark in projection:
        depth += (mark == "(") - (mark == ")")
        if depth == 0 and mark == ")":
            if found := _AS.search(inside):
                computed.append(found[1])
            inside = ""
        elif depth:
            inside += mark
        else:
            outside += mark
    return _VARIABLE.findall(outside), computed


def _triples(part: Any) -> list[tuple[Any, Any, Any]]:
    """Gather the triples of an algebra that is nothing but one pattern of them."""
    if part.name == "BGP":
        # rdflib sorts them by how much they leave open; the text's order is lost, and explanations sort anew
        return list(part.triples)
    found: list[tuple[Any, Any, Any]] = []
    for name in ("p", "p1", "p2"):
        if name in part:
            found += _triples(part[name])
    return found


def _term(term: Any) -> Term | Variable:
    import rdflib

    if isinstance(term, rdflib.Variable | rdflib.BNode):
        return Variable(term)
    if isinstance(term, rdflib.Literal):
        if term.language:
            return Literal(str(term), language=term.language)
        return Literal(str(term), datatype=NamedNode(str(term.datatype))) if term.datatype else Literal(str(term))
    return NamedNode(str(term))


def _predicate(term: Any) -> NamedNode | Path | Variable:
    import rdflib

    if isinstance(term, rdflib.Variable):
        return Variable(term)
    return _step(term)


def _step(path: Any) -> Step:
    import rdflib.paths as of

    match path:
        case of.SequencePath():
            return Path("/", tuple(map(_step, path.args)))
        case of.AlternativePath():
            return Path("|", tuple(map(_step, path.args)))
        case of.InvPath():
            return Path("^", (_step(path.arg),))
        case of.MulPath():
            return Path(path.mod, (_step(path.path),))
        case of.NegatedPath():
            return Path("!", tuple(map(_step, path.args)))
    return NamedNode(str(path))
