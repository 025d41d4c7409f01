"""The embedded store: one Oxigraph directory a build, and a pointer to the current one.

A build writes a new directory and then swaps the pointer, so that readers see the old graph or the new one and never
half of either; a build that fails leaves the last good graph. A change is put into the current directory, in one
transaction: a reader that has it open keeps what it saw. One process writes at a time.
"""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import Store

from kg.errors import KgError, UnusableError
from kg.store.origin import mark
from kg.store.seal import read_through, seal, suspect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from io import TextIOWrapper
    from pathlib import Path
    from types import TracebackType

    from pyoxigraph import Quad

    from kg.rdfpatch import Delta

__all__ = ["Opened", "UnsettledError", "Writing", "current", "digest", "open_current", "open_marked"]

_POINTER = "current"
_GRAPH = "graph-"
_ATTEMPTS = 20
_LOCK = "lock"
_PAUSE = 0.05  # seconds between attempts to open a store that a writer is replacing


def current(folder: Path) -> Path | None:
    """Return the directory of the current graph, or None where nothing was built yet.

    `UnusableError` where the pointer names no graph, or cannot be read.
    """
    try:
        name = (folder / _POINTER).read_bytes().decode("ascii", "replace").strip()
    except FileNotFoundError:
        return None
    except OSError as error:
        what = "is a folder" if isinstance(error, IsADirectoryError) else (error.strerror or str(error)).lower()
        remedy = (
            "remove it, and run `kg build`"
            if (folder / _POINTER).is_dir()
            else "mend its rights, or remove it and run `kg build`"
        )
        message = f"the graph cannot be opened ({folder.name}/{_POINTER}: {what})"
        raise UnusableError(message, remedy=remedy) from None
    if not (name.startswith(_GRAPH) and name.replace("-", "").isalnum()):
        message = f"the graph cannot be opened ({folder.name}/{_POINTER} names none)"
        raise UnusableError(message, remedy="run `kg build`")
    return folder / name


def open_current(folder: Path) -> Store:
    """Open the current graph for reading; `UnusableError` where there is none or it is damaged."""
    for attempt in range(_ATTEMPTS):
        path = current(folder)
        if path is None:
            raise UnusableError("there is no graph here yet", remedy="run `kg build`")
        try:
            store = Store.read_only(str(path))
        except (OSError, RuntimeError) as error:  # the second where a file is damaged
            if attempt + 1 == _ATTEMPTS:
                raise UnusableError(f"the graph cannot be opened ({error})", remedy="run `kg build`") from None
            time.sleep(_PAUSE)
            continue
        try:
            if suspect(path):
                read_through(store)
        except (OSError, RuntimeError) as error:
            raise UnusableError(f"the graph is damaged ({error})", remedy="run `kg build`") from None
        return store
    raise AssertionError  # the loop returns or raises


class Opened(NamedTuple):
    """A graph that is open for reading, and a mark of what it held; None where it has none."""

    store: Store
    mark: tuple[str, int, int] | None


def open_marked(folder: Path) -> Opened:
    """Open the current graph for reading, as `open_current` does, so that it can be told later whether it still is."""
    path = current(folder)
    seen = mark(path) if path else None  # before it is opened, lest it is taken for newer than it is
    return Opened(open_current(folder), seen)


class UnsettledError(KgError):
    """A change that is in the graph, of which the disk has not said that it keeps it."""


class Writing:
    """The right to write the graph of a folder, held by one process at a time; a context manager.

    Where another process holds it, the second waits so many seconds, and is then told who does: `KgError`. The system
    takes the right back when a process ends, however it ends; what the lock file says counts only while it is held.

    With `keep` the graph is opened once for all changes that are made meanwhile, in `kept`: it is as it is now.
    """

    def __init__(self, folder: Path, wait: float = 0.0, *, keep: bool = False) -> None:
        self._folder, self._wait, self._keep = folder, wait, keep
        self.kept: Store | None = None
        self._lock: TextIOWrapper | None = None

    def __enter__(self) -> Writing:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._lock = (self._folder / _LOCK).open("a+", encoding="utf-8", errors="replace")
            if not _locked(self._lock, self._wait):
                raise KgError(f"{_holder(self._lock)} writes this graph", remedy="wait until it has ended")
            _sign(self._lock)
        except KgError:
            self._release()
            raise
        except OSError as error:
            self._release()
            raise _cannot_write(error) from None
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        import gc

        try:
            path = current(self._folder) if self.kept else None
            if path:
                self.kept = None  # which ends what the store does in the background,
                gc.collect()  # unless something that is not needed any more still holds it
                seal(path)
                _remove_reports(path)
        except OSError as failure:
            raise UnsettledError(_cannot_write(failure).message) from None
        finally:
            self._release()

    def change(self, delta: Delta, committed: Callable[[Path], None] = lambda _: None) -> None:
        """Put a change into the current graph, all of it or nothing, in one transaction.

        Where it fails, the graph stays as it was. When the change is in, it is made to outlive a loss of power, and
        `committed` is called with the directory of the graph: `UnsettledError` where one of these fails.
        """
        path = current(self._folder)
        if path is None:
            raise UnusableError("there is no graph here yet", remedy="run `kg build`")
        store, self.kept = self.kept or _open_to_write(path), None  # where anything fails, it is opened anew
        if not delta.is_empty:
            _commit(store, delta)
        try:
            store.flush()
            if self._keep:
                self.kept = store
            else:
                del store  # which ends what it does in the background
                seal(path)
            committed(path)
        except OSError as error:
            raise UnsettledError(_cannot_write(error).message) from None
        if not self._keep:
            _remove_reports(path)

    def replace(self, quads: Iterable[Quad], name: str, last: Callable[[Path], None] = lambda _: None) -> Path:
        """Write a graph into a new directory and make it the current one; `KgError` where it cannot be written.

        `name` tells graphs apart, and is best a digest of what they hold. `last` is called with the directory of the
        new graph when that is complete and not yet current: where it fails, the old one stays. Directories of earlier
        graphs are removed after the swap; a reader that has one open keeps it.
        """
        target = _free(self._folder, name)
        try:
            _fill(target, quads)
            seal(target)
            last(target)
            _point(self._folder, target.name)
        except BaseException as error:
            _remove([target])
            if isinstance(error, OSError):
                raise _cannot_write(error) from None
            raise
        _remove(path for path in self._folder.glob("graph-*") if path != target)
        return target

    def _release(self) -> None:
        if self._lock is not None:
            self._lock.close()
            self._lock = None


def _open_to_write(path: Path) -> Store:
    try:
        return Store(str(path))
    except (OSError, RuntimeError) as error:
        raise UnusableError(f"the graph cannot be opened ({error})", remedy="run `kg build`") from None


def _locked(lock: TextIOWrapper, wait: float) -> bool:
    """Take the lock, waiting so many seconds for whoever holds it; tell whether that went well."""
    import fcntl

    until = time.monotonic() + wait
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= until:
                return False
            time.sleep(_PAUSE)
        else:
            return True


def _sign(lock: TextIOWrapper) -> None:
    """Write into the lock who holds it; it is held all the same where the disk is full."""
    import os
    from contextlib import suppress
    from pathlib import Path

    program = Path(sys.argv[0]).name
    command = " ".join(["kg", *sys.argv[1:2]]) if program in ("kg", "cli.py") else program or "python"
    with suppress(OSError):
        lock.truncate(0)
        lock.write(f"{os.getpid()} {command}\n")
        lock.flush()


def _holder(lock: TextIOWrapper) -> str:
    lock.seek(0)
    process, _, command = lock.readline().strip().partition(" ")
    return f"process {process} ({command})" if process.isdecimal() and command else "another process"


def _commit(store: Store, delta: Delta) -> None:
    """Remove and add statements: one update is one transaction (SPARQL 1.1 Update, section 2.2, and Oxigraph)."""
    removed, added = ("".join(f"{triple} .\n" for triple in each) for each in (delta.removed, delta.added))
    store.update(f"DELETE DATA {{\n{removed}}} ;\nINSERT DATA {{\n{added}}}")


def digest(lines: Iterable[str]) -> str:
    """Return a short digest of the statements of a graph, given as sorted N-Triples lines."""
    import hashlib

    hashed = hashlib.sha256()
    for line in lines:
        hashed.update(line.encode())
        hashed.update(b"\n")
    return hashed.hexdigest()[:16]


def _fill(target: Path, quads: Iterable[Quad]) -> None:
    """Write a store and close it, so that all of it is on disk."""
    store = Store(str(target))
    store.bulk_extend(quads)
    store.optimize()
    store.flush()


def _free(folder: Path, name: str) -> Path:
    """Return a directory that is not there yet: a graph is never written over another."""
    numbered = (folder / f"graph-{name}{f'-{n}' if n else ''}" for n in range(10_000))
    return next(path for path in numbered if not path.exists())


def _point(folder: Path, name: str) -> None:
    import os

    from kg.files import sync_folder

    beside = folder / f"{_POINTER}.new"
    with beside.open("w", encoding="utf-8") as file:
        file.write(name + "\n")
        file.flush()
        os.fsync(file.fileno())
    beside.replace(folder / _POINTER)
    sync_folder(folder)  # before what it pointed to is removed


def _remove_reports(graph: Path) -> None:
    """Remove what the store told of earlier openings: it would keep a thousand such files, of 140 kB each."""
    from contextlib import suppress

    for path in graph.glob("LOG.old.*"):
        with suppress(OSError):
            path.unlink()


def _remove(directories: Iterable[Path]) -> None:
    import shutil

    for directory in directories:
        shutil.rmtree(directory, ignore_errors=True)


def _cannot_write(error: OSError) -> KgError:
    import errno

    remedy = {
        errno.ENOSPC: "make room",
        errno.EDQUOT: "make room",
        errno.EACCES: "run kg in a folder of your own, or name a project there with --project",
        errno.EISDIR: "remove this folder: a file belongs there",
        errno.EEXIST: "remove this file: a folder belongs there",
        errno.ENOTDIR: "remove the file that stands where a folder belongs",
        errno.EROFS: "run kg in a folder that can be written, or name a project there with --project",
    }.get(error.errno or 0, "make room, or mend the rights of the folder")
    named = error.filename2 or error.filename
    where = f": {named}" if named else ""
    return KgError(f"the graph cannot be written ({error.strerror or error}{where})", remedy=remedy)
