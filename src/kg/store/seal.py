"""What the files of a graph were when they were written: their sizes, times and checksums, in a file beside them.

The store checks a block when it reads it, but a search over a damaged block may never end. The table files (`*.sst`)
are hardly ever written again once they are there, so whoever opens the graph compares their sizes and times, and the
checksums only where a time differs, as after a copy. Where a file is another one, all that the store holds is read in
an order that ends at a damaged block, before anything is asked of it. A file that has gone is the store's own business,
and one that is not listed was written by a process that came to no end. It knows nothing of what the graph says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import DefaultGraph

if TYPE_CHECKING:
    from pathlib import Path

    from pyoxigraph import Store

__all__ = ["read_through", "seal", "suspect"]

_FILE = "sealed"
_TABLES = "*.sst"
_PIECE = 1 << 20  # bytes that are read at once


def seal(graph: Path) -> None:
    """Note what the files of a graph are now; `OSError` where it cannot be written."""
    known, lines = _noted(graph), []
    for path in sorted(graph.glob(_TABLES)):
        try:
            seen = path.stat()
            then = known.get(path.name)
            same = then is not None and then[:2] == (seen.st_size, seen.st_mtime_ns)
            checksum = then[2] if then and same else _checksum(path)
        except FileNotFoundError:  # the store has merged it into another
            continue
        lines.append(f"{seen.st_size} {seen.st_mtime_ns} {checksum} {path.name}\n")
    beside = graph / f"{_FILE}.new"
    beside.write_text("".join(lines), encoding="utf-8")
    beside.replace(graph / _FILE)


def suspect(graph: Path) -> bool:
    """Tell whether a file is not as it was noted: it is damaged, or the store has used its name again."""
    for name, (size, changed, checksum) in _noted(graph).items():
        path = graph / name
        try:
            seen = path.stat()
            if seen.st_size != size or (seen.st_mtime_ns != changed and _checksum(path) != checksum):
                return True
        except FileNotFoundError:
            continue
    return False


def read_through(store: Store) -> None:
    """Read all that a store holds, along each of its indexes, which ends at the first block that is damaged.

    `RuntimeError` or `OSError`, of the store, where one is.
    """
    predicates, objects = set(), set()
    for quad in store.quads_for_pattern(None, None, None, DefaultGraph()):
        predicates.add(quad.predicate)
        objects.add(quad.object)
    for predicate in predicates:
        for _ in store.quads_for_pattern(None, predicate, None, DefaultGraph()):
            pass
    for value in objects:
        for _ in store.quads_for_pattern(None, None, value, DefaultGraph()):
            pass


def _noted(graph: Path) -> dict[str, tuple[int, int, int]]:
    found: dict[str, tuple[int, int, int]] = {}
    try:
        for line in (graph / _FILE).read_text(encoding="utf-8").splitlines():
            size, changed, checksum, name = line.split(" ", 3)
            found[name] = int(size), int(changed), int(checksum)
    except (OSError, ValueError):  # as of an earlier version, or damaged itself: then nothing is known
        return {}
    return found


def _checksum(path: Path) -> int:
    from zlib import crc32

    checksum = 0
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            checksum = crc32(piece, checksum)
    return checksum
