"""Writes files whole or not at all: a reader never sees half a file. It knows nothing of what is written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

__all__ = ["replacing", "replacing_text"]


@contextmanager
def replacing(target: Path) -> Iterator[Path]:
    """Give the path of a file beside the target, which takes its place when all went well."""
    beside = target.with_name(f"{target.name}.part")
    try:
        yield beside
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


@contextmanager
def replacing_text(target: Path) -> Iterator[TextIO]:
    """Open a file for UTF-8 text, with only the line ends that are written; as `replacing`."""
    with replacing(target) as beside, beside.open("w", encoding="utf-8", newline="") as out:
        yield out
