"""What files of networks say of nodes and edges beside their names and weights, in one table for all formats."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from kg.export.network import CLOSED, OPEN, Edge, Node

__all__ = ["EDGE_ATTRIBUTES", "NODE_ATTRIBUTES", "Attribute", "Of", "single_line"]

Of = TypeVar("Of")


@dataclass(frozen=True, slots=True)
class Attribute(Generic[Of]):
    """A named value of nodes or edges: its type in files (`string`, `integer`), and its text; None where it lacks."""

    name: str
    type: str
    value: Callable[[Of], str | None]


def single_line(text: str) -> str:
    """Return text with every run of white space as one space, as an `xs:token` must have it.

    >>> single_line("  Meeting of\\n two ")
    'Meeting of two'
    """
    return " ".join(text.split())


def _bound(day: str) -> str | None:
    """Return a bound; None where it is open."""
    return None if day in (OPEN, CLOSED) else day


NODE_ATTRIBUTES: tuple[Attribute[Node], ...] = (
    Attribute("iri", "string", lambda node: node.iri),
    Attribute("class", "string", lambda node: node.class_),
    Attribute("type", "string", lambda node: node.kind and single_line(node.kind)),
    Attribute("states", "string", lambda node: single_line("; ".join(node.states)) or None),
    Attribute("posts", "string", lambda node: single_line("; ".join(node.posts)) or None),
)
EDGE_ATTRIBUTES: tuple[Attribute[Edge], ...] = (
    Attribute("relation", "string", lambda edge: edge.relation),
    Attribute("documents", "integer", lambda edge: str(edge.documents)),
    Attribute("passages", "integer", lambda edge: str(edge.passages)),
    Attribute("ties", "string", lambda edge: " ".join(tie.id for tie in edge.ties)),
    Attribute("names", "string", lambda edge: single_line("; ".join(tie.label for tie in edge.ties))),
    Attribute("dates", "string", lambda edge: single_line("; ".join(tie.when for tie in edge.ties))),
    Attribute("statuses", "string", lambda edge: single_line("; ".join(sorted({tie.status for tie in edge.ties})))),
    Attribute("beginEarliest", "string", lambda edge: _bound(edge.period.begin_earliest)),
    Attribute("beginLatest", "string", lambda edge: _bound(edge.period.begin_latest)),
    Attribute("endEarliest", "string", lambda edge: _bound(edge.period.end_earliest)),
    Attribute("endLatest", "string", lambda edge: _bound(edge.period.end_latest)),
)
