"""What was expected where a result says that it is not there, and what was found along its path.

It looks up the constraint that a result is of, and asks `kg.shacl.words` for what that says.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cache

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.shacl import Result, Shapes, labels_of
from kg.shacl.model import Constraint, Shape
from kg.shacl.view import View
from kg.shacl.words import Speaker, expected
from kg.sparql.walk import Source
from kg.terms import PREFIXES, Term, expand, shrink

__all__ = ["Expectations"]

_COUNTS = ("MinCountConstraintComponent", "MaxCountConstraintComponent")
_UNIQUE = "UniqueLangConstraintComponent"
_TELLING = ("class", "datatype", "nodeKind", "in", "hasValue", "or", "xone", "node", "languageIn")
_MOST = 5  # values that are shown of those that are too many


class Expectations:
    """What the shapes expect, in words, beside the graph that was validated."""

    def __init__(self, store: Source, shapes: Shapes) -> None:
        self._view = View(store)
        self._speaker = Speaker(labels_of(store), cache(self._members))
        self._constraints = defaultdict[tuple[Term, NamedNode], list[tuple[Constraint, Shape]]](list)
        for shape in {id(part): part for root in shapes.roots for part in root.parts()}.values():
            for constraint in shape.constraints:
                self._constraints[shape.node, constraint.component].append((constraint, shape))

    def expected(self, result: Result) -> str:
        """Return what was expected; empty where a query says it in its message."""
        node = result.origin.shape if result.origin else result.shape
        of = self._constraints.get((node, result.component), [])
        words = " and ".join(dict.fromkeys(expected(constraint, shape, self._speaker) for constraint, shape in of))
        if of and result.component.value.endswith(_COUNTS[0]) and (kind := self._kind(of[0][1])):
            return f"{words}: {kind}"
        return words

    def _kind(self, shape: Shape) -> str:
        """Return what a value must be that is missing, as far as the same shape says so."""
        telling = [each for each in shape.constraints if each.parameter in _TELLING]
        return " and ".join(dict.fromkeys(expected(each, shape, self._speaker) for each in telling))

    def found(self, result: Result) -> str:
        """Return what was found, as Turtle writes it: the value in question, or those that are too few or too many."""
        if result.value is not None:
            return _turtle(result.value)
        local = result.component.value.removeprefix(PREFIXES["sh"])
        if local not in (*_COUNTS, _UNIQUE) or result.origin is None or result.origin.path is None:
            return ""
        found = list(result.origin.path.values(self._view, result.focus))
        values = sorted(map(_turtle, found if local in _COUNTS else _in_one_language(found)))
        more = [f"{len(values) - _MOST} more"] if len(values) > _MOST else []
        return ", ".join([*values[:_MOST], *more])

    def _members(self, scheme: Term) -> tuple[Term, ...]:
        found = self._view.store.quads_for_pattern(None, expand("skos:inScheme"), scheme, None)
        return tuple(sorted((quad.subject for quad in found), key=str))


def _in_one_language(values: Sequence[Term]) -> list[Term]:
    """Return the texts whose language another one has too."""
    languages = Counter(value.language.lower() for value in values if isinstance(value, Literal) and value.language)
    return [v for v in values if isinstance(v, Literal) and v.language and languages[v.language.lower()] > 1]


def _turtle(term: Term) -> str:
    """Return a term as Turtle writes it, a datatype by its prefix."""
    if isinstance(term, NamedNode):
        return shrink(term)
    if isinstance(term, BlankNode):
        return "a node without a name"
    if isinstance(term, Literal) and not term.language and term.datatype.value != f"{PREFIXES['xsd']}string":
        if term.datatype == expand("xsd:integer") and term.value.lstrip("+-").isdecimal():
            return term.value
        return f"{Literal(term.value)}^^{shrink(term.datatype)}"
    return str(term)
