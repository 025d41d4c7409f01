"""A knowledge graph of diplomacy: actors, meetings, agreements and positions, each fact with its source.

>>> import kg
>>> g = kg.open()
>>> g["tehran"].label
'Tehran'
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.version import __version__

if TYPE_CHECKING:
    from os import PathLike

    from kg.graph import Graph

__all__ = ["__version__", "open"]


def open(path: str | PathLike[str] | None = None) -> Graph:
    """Open a graph for reading: the built graph of a project, or one that lies in a file of RDF.

    `path` is a folder of the project, by default the current one, or the file. A graph needs no closing. Raises
    `kg.errors.UnusableError` where nothing was built yet, where the file cannot be read, and for a server's address.

    >>> import kg
    >>> kg.open().ask("who-met", actor="mehdi-sanaei").variables
    ('who', 'meeting', 'date', 'capacity', 'sources')
    """
    from pathlib import Path

    from kg.graph import open_graph

    if isinstance(path, str) and path.startswith(("http://", "https://")):
        from kg.errors import UnusableError

        raise UnusableError(
            f"{path} is a server, and only graphs in files can be opened", remedy="name a folder or a file"
        )
    return open_graph(Path(path) if path is not None else None)
