"""A knowledge graph of diplomacy: actors, meetings, agreements and positions, each fact with its source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.version import __version__

if TYPE_CHECKING:
    from pathlib import Path

    from kg.graph import Graph

__all__ = ["__version__", "open"]


def open(folder: str | Path | None = None) -> Graph:
    """Open the built graph of a project: the folder, or the nearest project around the current one.

    Raises `kg.errors.UnusableError` where nothing was built yet.
    """
    from pathlib import Path

    from kg.graph import open_graph

    return open_graph(Path(folder) if folder is not None else None)
