"""The embedded store: one Oxigraph directory a build, and a pointer to the current one.

A build writes a new directory and then swaps the pointer, so that readers see the old graph or the new one and never
half of either; a build that fails leaves the last good graph.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from pyoxigraph import Quad, Store

from kg.errors import KgError, UnusableError

__all__ = ["current", "digest", "open_current", "replace"]

_POINTER = "current"
_ATTEMPTS = 20
_PAUSE = 0.05  # seconds between attempts to open a store that a writer is replacing


def current(folder: Path) -> Path | None:
    """Return the directory of the current graph, or None where nothing was built yet."""
    try:
        name = (folder / _POINTER).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    return folder / name


def open_current(folder: Path) -> Store:
    """Open the current graph for reading; `UnusableError` where there is none or it is damaged."""
    for attempt in range(_ATTEMPTS):
        path = current(folder)
        if path is None:
            raise UnusableError("there is no graph here yet", remedy="run `kg build`")
        try:
            return Store.read_only(str(path))
        except OSError as error:
            if attempt + 1 == _ATTEMPTS:
                raise UnusableError(f"the graph cannot be opened ({error})", remedy="run `kg build`") from None
            time.sleep(_PAUSE)
    raise AssertionError  # the loop returns or raises


def replace(folder: Path, quads: Iterable[Quad], name: str) -> Path:
    """Write a graph into a new directory and make it the current one; `KgError` where it cannot be written.

    `name` tells graphs apart, and is best a digest of what they hold. Directories of earlier graphs are removed after
    the swap; a reader that has one open keeps it.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with _lock(folder):
            target = _free(folder, name)
            store = Store(str(target))
            store.bulk_extend(quads)
            store.optimize()
            store.flush()
            del store
            _point(folder, target.name)
            for old in folder.glob("graph-*"):
                if old != target:
                    shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        raise KgError(
            f"the graph cannot be written ({error})", remedy="make room, or mend the rights of the folder"
        ) from None
    return target


def digest(lines: Iterable[str]) -> str:
    """Return a short digest of the statements of a graph, given as sorted N-Triples lines."""
    hashed = hashlib.sha256()
    for line in lines:
        hashed.update(line.encode())
        hashed.update(b"\n")
    return hashed.hexdigest()[:16]


def _free(folder: Path, name: str) -> Path:
    """Return a directory that is not there yet: a graph is never written over another."""
    numbered = (folder / f"graph-{name}{f'-{n}' if n else ''}" for n in range(10_000))
    return next(path for path in numbered if not path.exists())


def _point(folder: Path, name: str) -> None:
    beside = folder / f"{_POINTER}.new"
    with beside.open("w", encoding="utf-8") as file:
        file.write(name + "\n")
        file.flush()
        os.fsync(file.fileno())
    beside.replace(folder / _POINTER)


@contextlib.contextmanager
def _lock(folder: Path) -> Iterator[None]:
    """Hold the folder against other writers; the system frees the lock when the process ends, however it ends."""
    import fcntl

    with (folder / "lock").open("w", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise KgError("another process writes this graph", remedy="wait until it has ended") from None
        yield
