"""Shapes as plain values: what was read from the files of `shapes/`, ready to be turned into queries.

A `Shape` is a node shape, or a property shape where it has a path. A `Constraint` is one use of a SHACL Core
component, a `Sparql` one use of a query: as SPARQL-based constraint, or as validator of a component of one's own.
Nothing here knows Turtle, queries or results.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.errors import KgError
from kg.shacl.paths import Path
from kg.terms import PREFIXES, Term, expand, shrink

__all__ = [
    "SHAPES", "SPARQL_COMPONENT", "TARGETS", "Constraint", "Severity", "Shape", "Shapes", "ShapesError", "Sparql",
    "Target", "shape_name",
]  # fmt: skip

SHAPES = "https://w3id.org/dkg/shapes#"
SPARQL_COMPONENT = expand("sh:SPARQLConstraintComponent")
TARGETS = ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")


def shape_name(shape: NamedNode | BlankNode) -> str:
    """Return the name of a shape as people write it: `dks:act-kind`."""
    if isinstance(shape, BlankNode):
        return "a shape without a name"
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

    @classmethod
    def of(cls, node: Term) -> Severity:
        """Return the severity of a term; one that SHACL does not know is as grave as a violation."""
        return next((severity for severity in cls if severity.node == node), cls.VIOLATION)


@dataclass(frozen=True, slots=True)
class Target:
    """What a shape is about; `kind` is one of `TARGETS`."""

    kind: str
    term: Term


@dataclass(frozen=True, slots=True)
class Constraint:
    """One Core constraint: its parameter ("class", "minCount"), and what it was given.

    For "qualifiedMinCount" and "qualifiedMaxCount" the first of `shapes` is the qualified one, and the others are those
    of sibling shapes, to which a value that counts may not conform.
    """

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
    """One query that looks for breaches, with its prefixes written out.

    A SELECT yields a row for each breach; an ASK (`ask`) tells of one value whether it is acceptable. `parameters` are
    what a component of one's own was given; `node` is what holds the query in the shapes graph.
    """

    query: str
    node: Term
    messages: tuple[Literal, ...] = ()
    component: NamedNode = SPARQL_COMPONENT
    parameters: tuple[tuple[str, Term], ...] = ()
    ask: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape with all that hangs on it.

    `node` stands for it in the shapes graph; `name` is its IRI, or that of the nearest shape above it that has one.
    """

    node: NamedNode | BlankNode
    name: NamedNode | BlankNode
    path: Path | None = None
    severity: NamedNode = Severity.VIOLATION.node
    messages: tuple[Literal, ...] = ()
    targets: tuple[Target, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    sparql: tuple[Sparql, ...] = ()
    properties: tuple[Shape, ...] = ()

    def parts(self) -> Iterator[Shape]:
        """Yield the shape and every shape in it."""
        yield self
        for part in [*self.properties, *(shape for constraint in self.constraints for shape in constraint.shapes)]:
            yield from part.parts()


@dataclass(frozen=True, slots=True)
class Shapes:
    """All shapes of a project: `roots` have targets; `names` can stand in a report; `triples` are all statements."""

    roots: tuple[Shape, ...]
    names: tuple[NamedNode, ...]
    triples: tuple[Triple, ...] = field(repr=False)
