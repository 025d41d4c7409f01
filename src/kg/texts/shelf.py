"""The texts in a folder, each known by its SHA-256 whatever its file is called."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from kg.texts.documents import SourceText

__all__ = ["Shelf"]

_LARGEST = 50_000_000  # bytes of a file that may be a text


@dataclass(frozen=True, slots=True)
class Shelf:
    """A folder of texts; each of its files is read once, when it is first sought in."""

    folder: Path
    _paths: dict[str, Path] = field(init=False, default_factory=dict, repr=False, compare=False)
    _texts: dict[str, SourceText] = field(init=False, default_factory=dict, repr=False, compare=False)

    def text(self, digests: Collection[str]) -> SourceText | None:
        """Return the text that has one of some SHA-256s, in lower-case hexadecimal; None where no file has."""
        if not self._paths:
            self._look()
        found = next((digest for digest in sorted(digests) if digest in self._paths), None)
        if found is None:
            return None
        if found not in self._texts:
            path = self._paths[found]
            try:
                text = SourceText(path.name, path.read_bytes().decode())
            except (UnicodeDecodeError, OSError):
                return None
            self._texts[found] = text
        return self._texts[found]

    def _look(self) -> None:
        """Take the digest of each file; of two that hold the same, the first by its name counts."""
        for path in sorted(self.folder.iterdir()):
            try:
                if path.is_file() and path.stat().st_size <= _LARGEST:
                    self._paths.setdefault(hashlib.sha256(path.read_bytes()).hexdigest(), path)
            except OSError:
                continue
