"""The tree of what a query or a shape reads: triple patterns, and what stands in negations and branches.

It knows neither SPARQL nor SHACL: `kg.sparql.patterns` reads a query into such a tree.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from pyoxigraph import NamedNode

from kg.sparql.paths import Path, reverse

__all__ = [
    "BACKWARDS",
    "Aside",
    "Branches",
    "Group",
    "Link",
    "Node",
    "Order",
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
    """A triple pattern; `verb` is the variable that stands for its property, if one does, `back` its path reversed."""

    subject: Node
    path: Path
    object: Node
    verb: str = ""
    back: Path = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "back", reverse(self.path))


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
    """Parts that all must match; `order` says how they are read one after the other."""

    parts: tuple[Part, ...]
    order: Order = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "order", Order(self.parts))


Part = Link | Values | Branches | Aside | Group


@dataclass(frozen=True, slots=True)
class Query:
    """What a query reads: the `template` of a CONSTRUCT, its WHERE, and whether more facts only mean more rows."""

    template: tuple[Link, ...]
    where: Group
    monotone: bool


BACKWARDS = 2  # the rank of a pattern of which only the end is known


class Order:
    """In which order the parts of a group are read: first what is told by most, and last what need not match.

    `parts` are all but the Values, which stand in `domains`: what variables may be, where that is told of each row.
    What comes next depends on which variables are known, not on their values, so it is found once for each set of them.
    """

    __slots__ = ("_next", "domains", "parts")

    def __init__(self, parts: Iterable[Part]) -> None:
        self.parts: list[Part] = []
        self.domains: dict[str, frozenset[NamedNode]] = {}
        for part in parts:
            if isinstance(part, Values):
                self.domains |= _domains(part)
            else:
                self.parts.append(part)
        self._next: dict[tuple[tuple[int, ...], frozenset[str]], tuple[int, tuple[int, ...]]] = {}

    def next(self, pending: tuple[int, ...], known: frozenset[str]) -> tuple[int, tuple[int, ...]]:
        """Return the rank of the parts to read next, and which of the pending ones have it."""
        found = self._next.get((pending, known))
        if found is None:
            ranks = [_rank(self.parts[at], known) for at in pending]
            best = min(ranks)
            chosen = tuple(at for at, rank in zip(pending, ranks, strict=True) if rank == best)
            found = self._next[pending, known] = best, chosen
        return found


def _rank(part: Part, known: frozenset[str]) -> int:
    match part:
        case Link(subject, _, value):
            begins, ends = (isinstance(node, NamedNode) or node in known for node in (subject, value))
            fixed = isinstance(subject, NamedNode), isinstance(value, NamedNode)
            if begins and ends and not all(fixed):
                return 4 if fixed[1] and subject not in known else 0
            if begins:
                return 1
            return BACKWARDS if ends and not fixed[1] else 6 if fixed[1] else 7
        case Group():
            return 3 if _touches(part, known) else 5
        case Branches(groups):
            return 3 if all(_touches(group, known) for group in groups) else 5
        case _:
            return 8


def _touches(group: Group, known: frozenset[str]) -> bool:
    """Tell whether a group has a pattern of a variable that is known."""
    for part in group.parts:
        match part:
            case Link(subject, _, value) if subject in known or value in known:
                return True
            case Group() if _touches(part, known):
                return True
            case Branches(groups) if all(_touches(each, known) for each in groups):
                return True
    return False


def _domains(values: Values) -> dict[str, frozenset[NamedNode]]:
    """Return what variables may be, where that is told of each row."""
    columns = zip(values.names, zip(*values.rows, strict=True), strict=False) if values.rows else ()
    return {name: frozenset(filter(None, column)) for name, column in columns if None not in column}


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
