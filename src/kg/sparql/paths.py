"""Property paths as steps to be walked, in either direction, one change of a statement at a time.

An inverse is pushed down to the single steps, so that a path is walked backwards by walking its reverse. What may be
any property (a variable, a negated set) is a step without a name. Nothing here knows stores.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from pyoxigraph import NamedNode

__all__ = [
    "ANY_STEP",
    "Begin",
    "Choice",
    "Path",
    "Repeat",
    "Site",
    "Step",
    "Way",
    "begin",
    "joined",
    "reverse",
    "sites",
]


@dataclass(frozen=True, slots=True)
class Step:
    """One statement, from its subject to its object, or `backwards`; of any property where none is named."""

    predicate: NamedNode | None
    backwards: bool = False


@dataclass(frozen=True, slots=True)
class Way:
    """Paths one after the other; without any, the node itself."""

    parts: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """Either of several paths."""

    parts: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """A path walked again and again, or once at most; `zero` where it need not be walked at all."""

    part: Path
    zero: bool
    many: bool


Path = Step | Way | Choice | Repeat
ANY_STEP = Step(None)
_HERE = Way(())


class Site(NamedTuple):
    """A step in a path, with the way that leads from it back to the beginning, and the way on to the end."""

    step: Step
    back: Path
    on: Path


class Begin(NamedTuple):
    """The properties of which a path must walk one first: `on` from the subject, or `back` from the object."""

    on: frozenset[NamedNode]
    back: frozenset[NamedNode]


def begin(path: Path) -> Begin | None:
    """Return how a path begins; None where it may begin with any property, or end where it begins.

    >>> p, q = Step(NamedNode("urn:p")), Step(NamedNode("urn:q"), backwards=True)
    >>> begin(Choice((p, Way((q, p))))) == Begin(frozenset([p.predicate]), frozenset([q.predicate]))
    True
    """
    match path:
        case Step(NamedNode() as predicate, backwards):
            here, none = frozenset((predicate,)), frozenset[NamedNode]()
            return Begin(none, here) if backwards else Begin(here, none)
        case Way(parts) if parts:
            return begin(parts[0])
        case Choice(parts):
            found = [begin(part) for part in parts]
            known = [each for each in found if each is not None]
            if len(known) < len(found):
                return None
            return Begin(*(frozenset().union(*sides) for sides in zip(*known, strict=True)))
        case Repeat(part, False, _):
            return begin(part)
    return None


def reverse(path: Path) -> Path:
    """Return the path from the end to the beginning.

    >>> p, q = Step(NamedNode("urn:p")), Step(NamedNode("urn:q"))
    >>> reverse(Way((p, q))) == Way((Step(q.predicate, True), Step(p.predicate, True)))
    True
    """
    match path:
        case Step(predicate, backwards):
            return Step(predicate, not backwards)
        case Way(parts):
            return Way(tuple(reverse(part) for part in reversed(parts)))
        case Choice(parts):
            return Choice(tuple(reverse(part) for part in parts))
        case Repeat(part, zero, many):
            return Repeat(reverse(part), zero, many)


def sites(path: Path) -> Iterator[Site]:
    """Yield each step of a path with what leads to it and what follows.

    >>> p, q = Step(NamedNode("urn:p")), Step(NamedNode("urn:q"))
    >>> [(site.back, site.on) for site in sites(Way((p, q)))] == [(_HERE, Way((q,))), (Way((reverse(p),)), _HERE)]
    True
    """
    match path:
        case Step():
            yield Site(path, _HERE, _HERE)
        case Way(parts):
            for at, part in enumerate(parts):
                before, after = reverse(Way(parts[:at])), Way(parts[at + 1 :])
                yield from (Site(s.step, joined(s.back, before), joined(s.on, after)) for s in sites(part))
        case Choice(parts):
            for part in parts:
                yield from sites(part)
        case Repeat(part, _, many):
            again = Repeat(part, True, True)
            back, on = (reverse(again), again) if many else (_HERE, _HERE)
            yield from (Site(s.step, joined(s.back, back), joined(s.on, on)) for s in sites(part))


def joined(one: Path, other: Path) -> Path:
    """Return one path and then another."""
    if one == _HERE:
        return other
    if other == _HERE:
        return one
    parts = [each.parts if isinstance(each, Way) else (each,) for each in (one, other)]
    return Way(parts[0] + parts[1])
