"""Searches: for each Core constraint of a shape the queries that find the nodes of a whole graph that may break it.

A search never misses a node that the shape is about, and may find too many, never one that it is not about. Reading a
property from end to end costs a tenth of a microsecond or so a statement, a look-up some microseconds. So where there
are many focus nodes a search looks at all values of a property, and joins what is left with the target; before that, a
**probe** asks whether anything is left. The probe knows no target, so that shapes share it, and mostly settles the
matter. Where a shape is about few nodes, a search begins at these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from pyoxigraph import BlankNode

from kg.shacl.model import Constraint, Shape
from kg.shacl.paths import Path
from kg.shacl.screens import FOCUS, VALUE, Classes, Untranslatable, conforms, written
from kg.shacl.sets import OF_TEXT, ways
from kg.terms import Term, expand

__all__ = ["Aim", "Search", "core_searches", "of_properties"]

MOST = 20  # so many wrong values are looked for one by one
_IRI = expand("sh:IRI")
_LOOK_UP = 8  # what looking up a focus node costs, against reading one statement of a scan


class Search(NamedTuple):
    """A query for candidates, ?this; and one, if any, that has a row wherever the first has one.

    Where the rows of the probe are the nodes or the values that are wrong, `narrow` is a query for the candidates that
    are or have one of them: a text in which these stand for `{}`. With `link`, it finds what has one property and not
    the other.
    """

    text: str
    probe: str = ""
    narrow: str = ""
    link: tuple[str, str] | None = None

    def after(self, rows: Sequence[Term]) -> str:
        """Return the query that is left after the rows of the probe are known, or nothing."""
        if self.probe and not rows:
            return ""
        if not self.narrow or len(rows) >= MOST or any(isinstance(row, BlankNode) for row in rows):
            return self.text
        return self.narrow.replace("{}", " ".join(map(str, rows)), 1)


class Aim(NamedTuple):
    """What a shape is about, and how many nodes these are at most.

    `pattern` binds ?this to each focus node once, `rows` may do so more often; `has` is a path that leads to something
    from each focus node. `subjects` tells that something is said of each, which is not said of literals.
    """

    pattern: str
    rows: str
    size: int
    classes: Classes
    has: str = ""
    subjects: bool = True

    @property
    def among(self) -> str:
        """The query for the focus nodes among some nodes, which stand for `{}`."""
        return f"SELECT DISTINCT ?this {{ VALUES ?this {{ {{}} }} {self.rows} }}"

    def few(self, path: Path) -> bool:
        """Tell whether beginning at the focus nodes costs less than reading all that the path may lead through."""
        predicate = _step(path)
        most = self.size * _LOOK_UP
        return not predicate or self.classes.count(f"?s {predicate} ?o", most + 1) > most

    def joined(self, found: str) -> Search:
        """Return the search for the focus nodes among what a pattern finds."""
        text = f"SELECT DISTINCT ?this {{ {{ SELECT DISTINCT ?this {{ {self.pattern} }} }} {found} }}"
        return Search(text, f"SELECT ?this {{ {found} }} LIMIT {MOST}", self.among)


def core_searches(shape: Shape, aim: Aim) -> Iterator[Search]:
    """Yield the searches for the Core constraints of a shape; `Untranslatable` where there is none for one of them."""
    if shape.path is None:
        of_value = tuple(c for c in shape.constraints if c.parameter != "closed")
        if aim.subjects and any(c.parameter in OF_TEXT for c in of_value):  # which a blank node breaks as well
            of_value = tuple(c for c in of_value if (c.parameter, c.term) != ("nodeKind", _IRI))
        yield from (_closed(c, aim) for c in shape.constraints if c.parameter == "closed")
        for way in ways(of_value, "?this", aim.classes, aim.size):
            yield Search(f"SELECT DISTINCT ?this {{ {aim.rows} {way.text} }}")
        return
    if unknown := [c.parameter for c in shape.constraints if c.parameter not in FOCUS and c.parameter not in VALUE]:
        raise Untranslatable(f"sh:{unknown[0]}")
    few = aim.few(shape.path)
    for c in shape.constraints:
        if c.parameter in FOCUS:
            yield from _of_focus(c, aim, shape.path, few)
    of_value = tuple(c for c in shape.constraints if c.parameter in VALUE)
    yield from _of_values(of_value, aim, shape.path.sparql, few)
    for part in shape.properties:
        expression = conforms(part, "?value", aim.classes)
        text = f"{aim.pattern} ?this {shape.path.sparql} ?value FILTER(!({expression}))"
        yield Search(f"SELECT DISTINCT ?this {{ {text} }}")


def _step(path: Path) -> str:
    """Return the property of a path that is a property, or one walked backwards."""
    if path.kind == "inverse":
        path = path.parts[0]
    return str(path.predicate or "")


def _of_values(constraints: tuple[Constraint, ...], aim: Aim, path: str, few: bool) -> Iterator[Search]:
    values = f"{{ SELECT ?value {{ ?this {path} ?value }} GROUP BY ?value }}"  # a filter would be pushed into DISTINCT
    for way in ways(constraints, "?value", aim.classes, aim.size):
        if few:
            yield Search(f"SELECT DISTINCT ?this {{ {aim.pattern} ?this {path} ?value {way.text} }}")
        else:
            bad = f"{{ SELECT ?value {{ {values} {way.text} }} }}"
            found = f"{{ SELECT ?this ?value {{ ?this {path} ?value }} }} {bad}"
            narrow = f"SELECT DISTINCT ?this {{ VALUES ?value {{ {{}} }} ?this {path} ?value . {aim.rows} }}"
            yield Search(aim.joined(found).text, f"SELECT ?value {{ {values} {way.text} }} LIMIT {MOST}", narrow)


def _of_focus(c: Constraint, aim: Aim, path: Path, few: bool) -> Iterator[Search]:
    if c.parameter == "closed":
        yield _closed(c, aim, path)
    elif c.parameter in _MISSING:
        if c.parameter == "hasValue" or c.number > (path.sparql == aim.has):
            yield _missing(c, aim, path, few)
    elif few:
        yield Search(f"SELECT DISTINCT ?this {{ {_FOUND[c.parameter](c, aim.pattern, path.sparql)} }}")
    elif not (c.parameter == "maxCount" and c.number > 0 and path.predicate and aim.classes.is_single(path.predicate)):
        yield aim.joined(_FOUND[c.parameter](c, "", path.sparql))


# -- what is missing: focus nodes without something


def _missing(c: Constraint, aim: Aim, path: Path, few: bool) -> Search:
    text = _MISSING[c.parameter](c, aim, path.sparql, few)
    if aim.has and path.predicate and c.parameter == "minCount" and c.number == 1:
        return Search(text, f"{text} LIMIT 1", link=(aim.has, path.sparql))
    return Search(text)


def _without(aim: Aim, pattern: str, few: bool) -> str:
    if few:
        return f"SELECT ?this {{ {aim.rows} FILTER NOT EXISTS {{ {pattern} }} }}"
    return f"SELECT ?this {{ {{ SELECT ?this {{ {aim.rows} }} }} MINUS {{ SELECT ?this {{ {pattern} }} }} }}"


def _min_count(c: Constraint, aim: Aim, path: str, few: bool) -> str:
    if c.number == 1:
        return _without(aim, f"?this {path} ?value", few)
    having = f"GROUP BY ?this HAVING(COUNT(DISTINCT ?value) < {c.number})"
    return f"SELECT ?this {{ {aim.pattern} OPTIONAL {{ ?this {path} ?value }} }} {having}"


def _has_value(c: Constraint, aim: Aim, path: str, few: bool) -> str:
    return _without(aim, f"?this {path} {written(c.term)}", few)


_MISSING: Mapping[str, Callable[[Constraint, Aim, str, bool], str]] = {"minCount": _min_count, "hasValue": _has_value}

# -- what should not be there: patterns that find it, of the nodes at the beginning, or of all


def _max_count(c: Constraint, start: str, path: str) -> str:
    having = f"GROUP BY ?this HAVING(COUNT(DISTINCT ?value) > {c.number})"
    return f"{{ SELECT ?this {{ {start} ?this {path} ?value }} {having} }}"


def _unique_lang(_: Constraint, start: str, path: str) -> str:
    tagged = 'BIND(LCASE(LANG(?value)) AS ?language) FILTER(?language != "")'
    having = "GROUP BY ?this ?language HAVING(COUNT(DISTINCT ?value) > 1)"
    return f"{{ SELECT ?this {{ {start} ?this {path} ?value {tagged} }} {having} }}"


def _equals(c: Constraint, start: str, path: str) -> str:
    here, there = f"?this {path} ?value", f"?this {c.term} ?value"
    sign = "FILTER NOT EXISTS" if start else "MINUS"
    return f"{{ {start} {here} {sign} {{ {there} }} }} UNION {{ {start} {there} {sign} {{ {here} }} }}"


def _disjoint(c: Constraint, start: str, path: str) -> str:
    return f"{start} ?this {path} ?value . ?this {c.term} ?value ."


def _pair(sign: str) -> Callable[[Constraint, str, str], str]:
    def found(c: Constraint, start: str, path: str) -> str:
        both = f"{start} ?this {path} ?value . ?this {c.term} ?other"
        if not start:
            there = f"{{ SELECT ?this ?other {{ ?this {c.term} ?other }} }}"
            both = f"{{ SELECT ?this ?value {{ ?this {path} ?value }} }} {there}"
        return f"{both} FILTER(!COALESCE(?value {sign} ?other, false))"

    return found


_FOUND: Mapping[str, Callable[[Constraint, str, str], str]] = {
    "maxCount": _max_count,
    "uniqueLang": _unique_lang,
    "equals": _equals,
    "disjoint": _disjoint,
    "lessThan": _pair("<"),
    "lessThanOrEquals": _pair("<="),
}


def _closed(c: Constraint, aim: Aim, path: Path | None = None) -> Search:
    allowed = ", ".join(written(term) for term in c.terms)
    expression = f"?path NOT IN ({allowed})" if allowed else "true"
    if path is None:
        return of_properties(aim, expression)
    statement = f"?this {path.sparql} ?value . ?value ?path ?other"
    return Search(f"SELECT DISTINCT ?this {{ {aim.pattern} {statement} FILTER({expression}) }}")


def of_properties(aim: Aim, expression: str, head: str = "", path: str = "path") -> Search:
    """Return the search for focus nodes that have a property for which an expression is true.

    `head` are the prefixes that the expression needs, `path` is what the property is called in it.
    """
    statement = f"{aim.pattern} ?this ?{path} ?any_"
    listed = f"{{ SELECT ?{path} {{ {statement} }} GROUP BY ?{path} }}"
    text = f"{head}SELECT DISTINCT ?this {{ {statement} FILTER({expression}) }}"
    return Search(text, f"{head}SELECT ?{path} {{ {listed} FILTER({expression}) }} LIMIT 1")
