"""SHACL property paths, written as SPARQL property paths."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from pyoxigraph import NamedNode

from kg.errors import KgError
from kg.shacl.model import Path
from kg.terms import PREFIXES, Term, expand, shrink

__all__ = ["PathError", "read_path"]

Graph = Mapping[Term, Mapping[NamedNode, list[Term]]]
Members = Callable[[Term], Iterable[Term]]
_SUFFIXES = {"zeroOrMorePath": "*", "oneOrMorePath": "+", "zeroOrOnePath": "?"}


class PathError(KgError):
    """A node that is no path."""


def read_path(node: Term, graph: Graph, members: Members) -> Path:
    """Return the path that a node of the shapes graph stands for; `members` walks a list."""
    if isinstance(node, NamedNode):
        return Path(str(node), shrink(node), node)
    links = graph[node]
    if expand("rdf:first") in links:
        return _join([read_path(part, graph, members) for part in members(node)], "/")
    for property_, values in links.items():
        local, value = property_.value.removeprefix(PREFIXES["sh"]), values[0]
        if local == "alternativePath":
            return _join([read_path(part, graph, members) for part in members(value)], "|")
        if local == "inversePath":
            inner = read_path(value, graph, members)
            return Path(f"^{inner.sparql}", f"^{inner.text}")
        if local in _SUFFIXES:
            inner = read_path(value, graph, members)
            return Path(inner.sparql + _SUFFIXES[local], inner.text + _SUFFIXES[local])
    raise PathError("sh:path is no path")


def _join(parts: list[Path], sign: str) -> Path:
    return Path(f"({sign.join(p.sparql for p in parts)})", f"({sign.join(p.text for p in parts)})")
