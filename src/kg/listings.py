"""Lists that a notebook shows as tables: the named questions, and what a search found."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kg.errors import UnknownNameError, did_you_mean
from kg.markup import Cell, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.entities import Entity
    from kg.questions import Parameter, Question

__all__ = ["Match", "Matches", "Questions"]


class Questions:
    """The named questions: `for question in g.questions`, `g.questions["who-met"].parameters`.

    >>> len(g.questions) >= 30, "who-met" in g.questions
    (True, True)
    """

    __slots__ = ("_by_name",)

    def __init__(self, questions: Iterable[Question]) -> None:
        self._by_name = {question.name: question for question in questions}

    def __iter__(self) -> Iterator[Question]:
        return iter(self._by_name.values())

    def __len__(self) -> int:
        return len(self._by_name)

    def __contains__(self, name: object) -> bool:
        return name in self._by_name

    def __getitem__(self, name: str) -> Question:
        """Return a question; `UnknownNameError`, which is a `KeyError`, where there is none of that name."""
        if name not in self._by_name:
            hint = did_you_mean(name, self._by_name) or "`g.questions` lists them"
            raise UnknownNameError(f"there is no question {name}", remedy=hint)
        return self._by_name[name]

    def _ipython_key_completions_(self) -> list[str]:
        return list(self._by_name)

    def __repr__(self) -> str:
        width = max(map(len, self._by_name), default=0)
        return "\n".join(f"{each.name:<{width}}  {each.title}{_needs(each)}" for each in self)

    def _repr_html_(self) -> str:
        rows = (
            (Cell(each.name), Cell(each.title, each.about), Cell(", ".join(_parameter(p) for p in each.parameters)))
            for each in self
        )
        return table(("question", "title", "parameters"), rows)


def _needs(question: Question) -> str:
    """Name the parameters that have no default."""
    names = ", ".join(f"{each.name}=…" for each in question.parameters if each.default is None)
    return f"  ({names})" if names else ""


def _parameter(each: Parameter) -> str:
    return f"{each.name}=…" if each.default is None else f"[{each.name}=…]"


class Match(NamedTuple):
    """What a search found, by which of its names, and how near: 1 is the name itself."""

    entity: Entity
    name: str
    score: float


class Matches(tuple[Match, ...]):
    """What a search found, the nearest first."""

    __slots__ = ()

    def __repr__(self) -> str:
        lines = (f"{each.entity.label}  {each.entity.slug}{_by(each)}" for each in self)
        return "\n".join(lines) or "nothing is called like that"

    def _repr_html_(self) -> str:
        rows = (
            (Cell(m.entity.label, m.entity.iri), Cell(m.entity.slug), Cell(m.entity.kind), Cell(m.name)) for m in self
        )
        return table(("name", "slug", "kind", "found by"), rows)


def _by(match: Match) -> str:
    return "" if match.name in (match.entity.label, match.entity.slug) else f"  ({match.name})"
