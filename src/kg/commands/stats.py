"""Count what the graph holds, and name the mappings that it was built from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.arguments import rows_format as arguments
from kg.terminal import CLEAN, open_graph, write_rows

if TYPE_CHECKING:
    from argparse import Namespace

__all__ = ["EXAMPLE", "arguments", "run"]

EXAMPLE = "kg stats --format json"


def run(args: Namespace) -> int:
    """Do what the command does and return its exit code."""
    from kg.stats import count
    from kg.store.local import current
    from kg.store.origin import read_origin

    graph = open_graph(args)
    built = current(graph.project.store)
    write_rows(count(graph.store, read_origin(built) if built else None), args)
    return CLEAN
