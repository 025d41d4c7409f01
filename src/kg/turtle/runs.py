"""Sorts more than memory holds: sorted runs go to files, and are merged as they are read.

The files lie in the folder of temporary files (`TMPDIR`) or in one that is given, and have no name there: the system
takes them away when the process ends, however it ends. Records are tuples that can be compared.
"""

from __future__ import annotations

import heapq
import pickle
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, Generic, TypeVar

__all__ = ["Runs"]

_Record = TypeVar("_Record", bound=tuple[object, ...])
_MOST = 32_000_000  # characters of text in memory; what Python needs for each record comes on top
_BATCH = 1_000  # records read from a run at a time
_OPEN = 100  # runs on disk at most; then they are merged into one, since files that are open are limited


class Runs(Generic[_Record]):
    """Records that come in any order and are read sorted; a context manager.

    >>> with Runs[tuple[str, int]]() as runs:
    ...     runs.add(("b", 1), 2)
    ...     runs.add(("a", 2), 2)
    ...     list(runs.merged())
    [('a', 2), ('b', 1)]
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._held: list[_Record] = []
        self._size = 0
        self._files: list[IO[bytes]] = []

    def __enter__(self) -> Runs[_Record]:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        for file in self._files:
            file.close()

    def add(self, record: _Record, size: int) -> None:
        """Take a record; `size` is how many characters of text it has."""
        self._held.append(record)
        self._grow(size)

    def extend(self, records: Iterable[_Record], size: int) -> None:
        """Take several records of a size together."""
        self._held.extend(records)
        self._grow(size)

    def merged(self) -> Iterator[_Record]:
        """Yield all records, sorted; may be read again."""
        self._held.sort()
        if not self._files:
            return iter(self._held)
        return heapq.merge(*map(_read, self._files), self._held)

    def _grow(self, size: int) -> None:
        self._size += size
        if self._size > _MOST:
            self._spill()

    def _spill(self) -> None:
        """Write what is held as a run."""
        self._held.sort()
        run = _write(self._held, self._folder)
        self._held, self._size = [], 0
        self._files.append(run)
        if len(self._files) == _OPEN:
            merged = _write(heapq.merge(*map(_read, self._files)), self._folder)
            for file in self._files:
                file.close()
            self._files = [merged]


def _write(records: Iterable[_Record], folder: Path | None) -> IO[bytes]:
    """Write records into a file without a name."""
    file = tempfile.TemporaryFile(dir=folder, prefix="kg-")  # noqa: SIM115  # Runs closes it
    batch: list[_Record] = []
    for record in records:
        batch.append(record)
        if len(batch) == _BATCH:
            pickle.dump(batch, file, pickle.HIGHEST_PROTOCOL)
            batch = []
    pickle.dump(batch, file, pickle.HIGHEST_PROTOCOL)
    file.flush()
    return file


def _read(file: IO[bytes]) -> Iterator[_Record]:
    """Yield the records of a run."""
    file.seek(0)
    while True:
        batch: list[_Record] = pickle.load(file)
        yield from batch
        if len(batch) < _BATCH:
            return
