"""SHACL Core: for each parameter of a constraint what breaks it, one record a component (SHACL, section 4).

A check is given a focus node and its value nodes, and yields a pair for each breach: the path where that is not the
shape's, and the value where the breach is one value's. `Judge` compares as SPARQL does, by asking Oxigraph: so checks
and queries cannot disagree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Protocol

from pyoxigraph import BlankNode, Literal, NamedNode, Store

from kg.shacl.lexical import is_well_formed
from kg.shacl.model import Constraint, Shape
from kg.shacl.paths import Path
from kg.shacl.view import View
from kg.terms import PREFIXES, Term

__all__ = ["CHECKS", "Judge"]

_LANGUAGE_STRING = f"{PREFIXES['rdf']}langString"
_KINDS: Mapping[str, tuple[type, ...]] = {
    "IRI": (NamedNode,),
    "BlankNode": (BlankNode,),
    "Literal": (Literal,),
    "BlankNodeOrIRI": (BlankNode, NamedNode),
    "BlankNodeOrLiteral": (BlankNode, Literal),
    "IRIOrLiteral": (NamedNode, Literal),
}
Found = tuple[Path | None, Term | None]


class Judge:
    """Compares terms with Oxigraph; what cannot be compared is not so."""

    __slots__ = ("_known", "_store")

    def __init__(self) -> None:
        self._store = Store()
        self._known: dict[str, bool] = {}

    def holds(self, expression: str) -> bool:
        """Tell whether an expression of SPARQL is true; an error in it is not."""
        found = self._known.get(expression)
        if found is None:
            found = self._known[expression] = bool(self._store.query(f"ASK {{ FILTER({expression}) }}"))
        return found

    def compare(self, one: Term, sign: str, other: Term) -> bool:
        """Tell whether two literals stand in an order: "<", "<=", ">" or ">="."""
        if not (isinstance(one, Literal) and isinstance(other, Literal)):
            return False
        return self.holds(f"{one} {sign} {other}")

    def matches(self, value: Term, pattern: Term, flags: str) -> bool:
        """Tell whether the text of a value has a pattern in it."""
        if isinstance(value, BlankNode):
            return False
        written = f", {Literal(flags)}" if flags else ""
        return self.holds(f"REGEX({_text(value)}, {pattern}{written})")


class Run(Protocol):
    """What a check may ask of the interpreter."""

    view: View

    @property
    def judge(self) -> Judge:
        """What compares values."""

    def conforms(self, shape: Shape, node: Term) -> bool:
        """Tell whether a node breaks nothing of a shape."""


Check = Callable[[Run, Constraint, Term, Sequence[Term]], Iterable[Found]]
Good = Callable[[Run, Constraint, Term], bool]


def _text(value: Term) -> Literal:
    return Literal(value.value if isinstance(value, NamedNode | Literal) else "")


def _each(good: Good) -> Check:
    """Make a check of what is to be said of each value by itself."""

    def check(run: Run, c: Constraint, _: Term, values: Sequence[Term]) -> Iterator[Found]:
        return ((None, value) for value in values if not good(run, c, value))

    return check


def _datatype(_: Run, c: Constraint, value: Term) -> bool:
    return isinstance(value, Literal) and value.datatype == c.term and is_well_formed(value)


def _node_kind(_: Run, c: Constraint, value: Term) -> bool:
    return isinstance(value, _KINDS[getattr(c.term, "value", "").removeprefix(PREFIXES["sh"])])


def _length(run: Run, c: Constraint, value: Term) -> bool:
    if isinstance(value, BlankNode):
        return False
    length = len(_text(value).value)
    return length >= c.number if c.parameter == "minLength" else length <= c.number


def _language_in(_: Run, c: Constraint, value: Term) -> bool:
    if not isinstance(value, Literal) or not value.language:
        return False
    language = value.language.lower()
    ranges = (term.value.lower() for term in c.terms if isinstance(term, Literal))
    return any(each in ("*", language) or language.startswith(f"{each}-") for each in ranges)


def _compared(sign: str) -> Check:
    return _each(lambda run, c, value: run.judge.compare(value, sign, c.term))


def _some(least: int, most: int | None) -> Check:
    """Make a check of how many of the shapes each value must conform to; 0 and None stand for all of them."""

    def good(run: Run, c: Constraint, value: Term) -> bool:
        fitting = sum(run.conforms(shape, value) for shape in c.shapes)
        return fitting >= (least or len(c.shapes)) and (most is None or fitting <= most)

    return _each(good)


def _count(run: Run, c: Constraint, _: Term, values: Sequence[Term]) -> Iterator[Found]:
    if len(values) < c.number if c.parameter == "minCount" else len(values) > c.number:
        yield None, None


def _unique_lang(run: Run, c: Constraint, _: Term, values: Sequence[Term]) -> Iterator[Found]:
    used = Counter(value.language.lower() for value in values if isinstance(value, Literal) and value.language)
    return ((None, None) for times in used.values() if times > 1)


def _has_value(run: Run, c: Constraint, _: Term, values: Sequence[Term]) -> Iterator[Found]:
    if c.term not in values:
        yield None, None


def _others(run: Run, c: Constraint, focus: Term) -> list[Term]:
    assert isinstance(c.term, NamedNode)
    return run.view.objects(focus, c.term)


def _equals(run: Run, c: Constraint, focus: Term, values: Sequence[Term]) -> Iterator[Found]:
    others = _others(run, c, focus)
    yield from ((None, value) for value in values if value not in others)
    yield from ((None, value) for value in others if value not in values)


def _disjoint(run: Run, c: Constraint, focus: Term, values: Sequence[Term]) -> Iterator[Found]:
    others = _others(run, c, focus)
    return ((None, value) for value in values if value in others)


def _less(run: Run, c: Constraint, focus: Term, values: Sequence[Term]) -> Iterator[Found]:
    sign = "<" if c.parameter == "lessThan" else "<="
    pairs = product(values, _others(run, c, focus))
    return ((None, value) for value, other in pairs if not run.judge.compare(value, sign, other))


def _closed(run: Run, c: Constraint, _: Term, values: Sequence[Term]) -> Iterator[Found]:
    for node in values:
        for predicate, objects in run.view.properties(node).items():
            if predicate not in c.terms:
                yield from ((Path("predicate", predicate), value) for value in objects)


def _qualified(run: Run, c: Constraint, _: Term, values: Sequence[Term]) -> Iterator[Found]:
    shape, *siblings = c.shapes
    fitting = [
        value
        for value in values
        if run.conforms(shape, value) and not any(run.conforms(sibling, value) for sibling in siblings)
    ]
    if len(fitting) < c.number if c.parameter == "qualifiedMinCount" else len(fitting) > c.number:
        yield None, None


CHECKS: Mapping[str, Check] = {
    "class": _each(lambda run, c, value: run.view.is_instance(value, c.term)),
    "datatype": _each(_datatype),
    "nodeKind": _each(_node_kind),
    "minCount": _count,
    "maxCount": _count,
    "minInclusive": _compared(">="),
    "maxInclusive": _compared("<="),
    "minExclusive": _compared(">"),
    "maxExclusive": _compared("<"),
    "minLength": _each(_length),
    "maxLength": _each(_length),
    "pattern": _each(lambda run, c, value: run.judge.matches(value, c.term, c.flags)),
    "languageIn": _each(_language_in),
    "uniqueLang": _unique_lang,
    "equals": _equals,
    "disjoint": _disjoint,
    "lessThan": _less,
    "lessThanOrEquals": _less,
    "not": _each(lambda run, c, value: not run.conforms(c.shapes[0], value)),
    "and": _some(0, None),
    "or": _some(1, None),
    "xone": _some(1, 1),
    "node": _some(0, None),
    "qualifiedMinCount": _qualified,
    "qualifiedMaxCount": _qualified,
    "closed": _closed,
    "hasValue": _has_value,
    "in": _each(lambda run, c, value: value in c.terms),
}
