"""Files that are written whole or not at all. It knows nothing of what is written."""

from __future__ import annotations

import os
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TextIO, cast

from kg.errors import KgError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from gzip import GzipFile

__all__ = ["Target", "replacing", "sync_folder", "whole", "write_durably"]

Target = str | os.PathLike[str]
"""A path, as Python users give it."""


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """Give the path of a file beside the target, which takes its place when all went well."""
    beside = target.with_name(f"{target.name}.part")
    try:
        yield beside
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


def write_durably(target: Path, text: str) -> None:
    """Write a file whole or not at all, so that it outlives a loss of power; `OSError` where it cannot be written."""
    with replacing(target) as beside, beside.open("w", encoding="utf-8", newline="") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Make sure that the names in a folder outlive a loss of power."""
    at = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(at)
    finally:
        os.close(at)


@contextmanager
def whole(target: Target) -> Iterator[TextIO]:
    """Open a file for UTF-8 text, line ends as they are written; it takes its name when all of it is there.

    Until then a reader sees the file that was there before. What is called `.gz` is packed. `KgError` where it cannot
    be written.
    """
    path = Path(target)
    with replacing(path) as beside:
        try:
            raw = beside.open("wb")
        except OSError as error:
            remedy = "name a file in a folder of yours"
            raise KgError(f"{path} cannot be written ({error.strerror})", remedy=remedy) from None
        with raw, _packed(raw) if path.suffix.lower() == ".gz" else _plain(raw) as out:
            yield out


def _plain(raw: BinaryIO | GzipFile) -> TextIOWrapper:
    return TextIOWrapper(cast("BinaryIO", raw), encoding="utf-8", newline="")


@contextmanager
def _packed(raw: BinaryIO) -> Iterator[TextIO]:
    """Open a packed file in another: without its name and the time, so that the same data gives the same bytes."""
    from gzip import GzipFile

    with GzipFile(filename="", mode="wb", fileobj=raw, compresslevel=6, mtime=0) as packed, _plain(packed) as out:
        yield out
