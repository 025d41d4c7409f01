"""Shapes as plain values: what was read from the files of `shapes/`, ready to be turned into queries.

A `Shape` is a node shape, or a property shape where it has a path. A `Constraint` is one use of a SHACL Core
component, a `Sparql` one SPARQL-based constraint. Nothing here knows Turtle, queries or results.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from pyoxigraph import NamedNode, Triple

from kg.errors import KgError
from kg.terms import PREFIXES, Term, expand, shrink

__all__ = [
    "SHAPES", "TARGETS", "Constraint", "Path", "Severity", "Shape", "Shapes", "ShapesError", "Sparql", "Target",
    "shape_name",
]  # fmt: skip

SHAPES = "https://w3id.org/dkg/shapes#"
TARGETS = ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")


def shape_name(shape: NamedNode) -> str:
    """Return the name of a shape as people write it: `dks:act-kind`."""
    local = shape.value.removeprefix(SHAPES)
    return f"dks:{local}" if local != shape.value else shrink(shape)


class ShapesError(KgError):
    """A file of shapes that cannot be used."""


class Severity(StrEnum):
    """How grave a result is; only violations make a graph unacceptable."""

    VIOLATION = "violation"
    WARNING = "warning"
    INFO = "info"

    @property
    def node(self) -> NamedNode:
        """The term of SHACL: sh:Violation, sh:Warning, sh:Info."""
        return expand(f"sh:{self.value.capitalize()}")

    @property
    def rank(self) -> int:
        """Its place in a report: violations come first."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Path:
    """A property path, as SPARQL writes it and as people read it; `predicate` where it is a single property."""

    sparql: str
    text: str
    predicate: NamedNode | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """What a shape is about; `kind` is one of `TARGETS`."""

    kind: str
    term: Term


@dataclass(frozen=True, slots=True)
class Constraint:
    """One Core constraint: its parameter ("class", "minCount"), and what it was given."""

    parameter: str
    terms: tuple[Term, ...] = ()
    shapes: tuple[Shape, ...] = ()
    flags: str = ""

    @property
    def component(self) -> NamedNode:
        """The constraint component, sh:ClassConstraintComponent for "class"."""
        return NamedNode(f"{PREFIXES['sh']}{self.parameter[0].upper()}{self.parameter[1:]}ConstraintComponent")

    @property
    def term(self) -> Term:
        """What it was given, where that is one term."""
        return self.terms[0]

    @property
    def number(self) -> int:
        """What it was given, where that is a number."""
        return int(str(getattr(self.term, "value", self.term)))


@dataclass(frozen=True, slots=True)
class Sparql:
    """One SPARQL-based constraint: the SELECT with its prefixes written out, and a message of its own if it has one."""

    select: str
    message: str = ""


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape with all that hangs on it; `name` is its IRI, or that of the nearest shape above it that has one."""

    name: NamedNode
    path: Path | None = None
    severity: Severity = Severity.VIOLATION
    message: str = ""
    targets: tuple[Target, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    sparql: tuple[Sparql, ...] = ()
    properties: tuple[Shape, ...] = ()


@dataclass(frozen=True, slots=True)
class Shapes:
    """All shapes of a project.

    `roots` have targets; `fallback` are those of them that need pyshacl, because they use a component that has no
    translation; `names` are the shapes that can stand in a report; `triples` are all statements as read.
    """

    roots: tuple[Shape, ...]
    fallback: tuple[Shape, ...]
    names: tuple[NamedNode, ...]
    triples: tuple[Triple, ...] = field(repr=False)
