"""The tree of what a query or a shape reads: triple patterns, and what stands in negations and branches.

It knows neither SPARQL nor SHACL: `kg.sparql.patterns` reads a query into such a tree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from pyoxigraph import NamedNode

from kg.sparql.paths import Path

__all__ = [
    "Aside",
    "Branches",
    "Group",
    "Link",
    "Node",
    "Part",
    "Query",
    "Unreadable",
    "Values",
    "renamed",
    "variables",
]

Node = NamedNode | str  # a constant, or the name of a variable


class Unreadable(Exception):  # noqa: N818 — it is no fault of anyone
    """What a query reads cannot be told."""


@dataclass(frozen=True, slots=True)
class Link:
    """A triple pattern; `verb` is the variable that stands for its property, if one does."""

    subject: Node
    path: Path
    object: Node
    verb: str = ""


@dataclass(frozen=True, slots=True)
class Values:
    """What some variables may be; None for anything."""

    names: tuple[str, ...]
    rows: tuple[tuple[NamedNode | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Branches:
    """Groups of which one must match: UNION."""

    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Aside:
    """A group that need not match: what is OPTIONAL, excluded by MINUS, or asked for in an expression."""

    group: Group


@dataclass(frozen=True, slots=True)
class Group:
    """Parts that all must match."""

    parts: tuple[Part, ...]


Part = Link | Values | Branches | Aside | Group


@dataclass(frozen=True, slots=True)
class Query:
    """What a query reads: the `template` of a CONSTRUCT, its WHERE, and whether more facts only mean more rows."""

    template: tuple[Link, ...]
    where: Group
    monotone: bool


def variables(group: Group) -> Iterator[Node]:
    """Yield the ends of all triple patterns in a group, those in negations left out.

    >>> from kg.sparql.paths import ANY_STEP
    >>> inner = Group((Link("b", ANY_STEP, "c"),))
    >>> list(variables(Group((Link("a", ANY_STEP, "b"), Aside(inner)))))
    ['a', 'b']
    """
    for part in group.parts:
        match part:
            case Link(subject, _, value):
                yield from (subject, value)
            case Group():
                yield from variables(part)
            case Branches(groups):
                for each in groups:
                    yield from variables(each)


def renamed(group: Group, name: Callable[[str], str]) -> Group:
    """Return a group whose variables have other names, given by a function of their own.

    >>> from kg.sparql.paths import ANY_STEP
    >>> renamed(Group((Link("a", ANY_STEP, "b"),)), str.upper).parts[0].object
    'B'
    """

    def node(each: Node) -> Node:
        return each if isinstance(each, NamedNode) else name(each)

    def of(each: Part) -> Part:
        match each:
            case Link(subject, path, value, verb):
                return Link(node(subject), path, node(value), name(verb) if verb else "")
            case Values(names, _):
                return replace(each, names=tuple(map(name, names)))
            case Branches(found):
                return Branches(tuple(renamed(one, name) for one in found))
            case Aside(inner):
                return Aside(renamed(inner, name))
            case Group():
                return renamed(each, name)

    return Group(tuple(of(one) for one in group.parts))
