"""Files that are written whole or not at all. It knows nothing of what is written."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from kg.errors import KgError

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Target", "whole"]

Target = str | os.PathLike[str]
"""A path, as Python users give it."""


@contextmanager
def whole(target: Target) -> Iterator[TextIO]:
    """Open a file for UTF-8 text, line ends as they are written; it takes its name when all of it is there.

    Until then a reader sees the file that was there before. `KgError` where it cannot be written.
    """
    path = Path(target)
    beside = path.with_name(path.name + ".part")
    try:
        out = beside.open("w", encoding="utf-8", newline="")
    except OSError as error:
        raise KgError(
            f"{path} cannot be written ({error.strerror})", remedy="name a file in a folder of yours"
        ) from None
    try:
        with out:
            yield out
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
