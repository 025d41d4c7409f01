"""SHACL Core constraints on many values at once: what to take away from a set of values, so that breaches are left.

A `Way` is one way to break a constraint. Its text follows a pattern that binds a variable, and lets only the values
through that break the constraint so. Classes and fixed values are taken away as sets (MINUS), which is a scan and a
look-up in memory for each value; all else is an expression of `screens`, evaluated for each value.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pyoxigraph import BlankNode

from kg.shacl.model import Constraint, Shape
from kg.shacl.screens import Classes, Untranslatable, accepted, conforms, written
from kg.terms import Term, expand

__all__ = ["OF_TEXT", "Way", "ways"]

OF_TEXT = frozenset(("pattern", "minLength", "maxLength"))
_STRING = expand("xsd:string")
_SCAN = 1 / 60  # what reading one statement of a scan costs, against one EXISTS in an expression


class Way(NamedTuple):
    """A way to break a constraint: be in none of some sets, and make some expressions false."""

    without: str = ""
    false: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """What follows the pattern that binds the variable."""
        return " ".join([self.without, *(f"FILTER(!({each}))" for each in self.false)])

    def both(self, other: Way) -> Way:
        """Return the way to break this and another at once."""
        return Way(f"{self.without} {other.without}".strip(), self.false + other.false)


def ways(constraints: tuple[Constraint, ...], var: str, classes: Classes, values: int) -> list[Way]:
    """Return the ways in which a value breaks one of some constraints; about so many `values` are looked at."""
    found = list(_Ways(var, classes, values).of_constraints(constraints))
    plain = [each.false[0] for each in found if not each.without and len(each.false) == 1]
    rest = [each for each in found if each.without or len(each.false) != 1]
    return [*rest, Way(false=(" && ".join(f"({each})" for each in plain),))] if plain else rest


class _Ways:
    """Finds the ways for the values of one variable."""

    def __init__(self, var: str, classes: Classes, values: int) -> None:
        self._var, self._classes, self._values = var, classes, values

    def of_constraints(self, constraints: tuple[Constraint, ...]) -> Iterator[Way]:
        of_text = [c for c in constraints if c.parameter in OF_TEXT]
        is_string = [c for c in constraints if c.parameter == "datatype" and c.term == _STRING] if of_text else []
        for c in constraints:
            if is_string and c in of_text:  # which is an error for all but a string, so that its text is read once
                yield Way(false=(accepted(c, f"STRDT({self._var}, {_STRING})", self._classes),))
            elif c not in is_string:
                yield from self._of_constraint(c)

    def _of_constraint(self, c: Constraint) -> Iterator[Way]:
        match c.parameter:
            case "class" if self._is_cheap(c.term):
                yield self._no_instance(c.term)
            case "and" | "node":
                for shape in c.shapes:
                    yield from self._of_shape(shape)
            case "or" if c.shapes:
                yield from self._none_of(c.shapes)
            case "xone" if (tops := [_only_class(shape) for shape in c.shapes]) and all(map(self._is_cheap, tops)):
                yield from self._none_of(c.shapes)
                yield self._two_of(tops)
            case _:
                yield Way(false=(accepted(c, self._var, self._classes),))

    def _of_shape(self, shape: Shape) -> Iterator[Way]:
        if shape.sparql:
            raise Untranslatable("sh:sparql inside a shape")
        if shape.path is None:
            yield from self.of_constraints(shape.constraints)
            for part in shape.properties:
                yield from self._of_shape(part)
        elif shape.path.predicate is not None and _only(shape, "hasValue"):
            path = shape.path.sparql
            yield from (Way(f"MINUS {{ {self._var} {path} {written(c.term)} }}") for c in shape.constraints)
        else:
            yield Way(false=(conforms(shape, self._var, self._classes),))

    def _none_of(self, shapes: tuple[Shape, ...]) -> Iterator[Way]:
        """Yield the way to break every one of some shapes, none where one of them cannot be broken."""
        found = Way()
        for shape in shapes:
            each = list(self._of_shape(shape))
            if not each:
                return
            whole = each[0] if len(each) == 1 else Way(false=(conforms(shape, self._var, self._classes),))
            found = found.both(whole)
        yield found

    def _no_instance(self, cls: Term) -> Way:
        return Way(" ".join(f"MINUS {{ {self._var} a {each} }}" for each in self._classes.stated(cls)))

    def _two_of(self, tops: list[Term]) -> Way:
        """Return the way to be an instance of two classes, of those below each too."""
        rows = " ".join(f"({each} {n})" for n, cls in enumerate(tops) for each in self._classes.stated(cls))
        counted = f"GROUP BY {self._var} HAVING(COUNT(DISTINCT ?top_) > 1)"
        listed = f"VALUES (?class_ ?top_) {{ {rows} }} {self._var} a ?class_"
        return Way(f"{{ SELECT {self._var} {{ {listed} }} {counted} }}")

    def _is_cheap(self, cls: Term) -> bool:
        """Tell whether reading all instances of a class costs less than asking for each value whether it is one."""
        return cls is not _NONE and self._classes.size(cls) * _SCAN <= self._values


_NONE = BlankNode("none")


def _only_class(shape: Shape) -> Term:
    """Return the class that is all a node shape demands, if so."""
    if shape.path is None and not shape.properties and not shape.sparql and _only(shape, "class"):
        return shape.constraints[0].term if len(shape.constraints) == 1 else _NONE
    return _NONE


def _only(shape: Shape, parameter: str) -> bool:
    return bool(shape.constraints) and not shape.properties and all(c.parameter == parameter for c in shape.constraints)
