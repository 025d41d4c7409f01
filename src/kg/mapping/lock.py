"""The lock beside a mapping: where its passages are, and what was checked against the text.

With the texts at hand it is written; without them it is all that is known of the text. A digest of each passage's
records lets nothing change unchecked.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from kg.errors import Place, UnusableError
from kg.texts.anchors import Passage

__all__ = ["Lock", "lock_path", "read_lock"]


@dataclass(frozen=True, slots=True)
class Lock:
    """The hash and length of a text, its passages by anchor, and the digests of what was checked."""

    sha256: str
    length: int
    passages: Mapping[str, Passage]
    digests: tuple[str, ...]

    def render(self) -> str:
        """Return the lock as JSON, one passage or digest a line."""
        anchors = ",\n".join(
            "    " + json.dumps({"at": at, "start": p.start, "end": p.end, "sha256": p.sha256}, ensure_ascii=False)
            for at, p in self.passages.items()
        )
        digests = ",\n".join(f'    "{d}"' for d in self.digests)
        return (
            f'{{\n  "sha256": "{self.sha256}",\n  "length": {self.length},\n'
            f'  "anchors": [\n{anchors}\n  ],\n  "checked": [\n{digests}\n  ]\n}}\n'
        )


def lock_path(mapping: Path) -> Path:
    """Return the path of the lock beside a mapping."""
    return mapping.with_suffix(".lock.json")


def read_lock(mapping: Path, shown: str) -> Lock | None:
    """Read the lock of a mapping, or None where there is none; `UnusableError` where it is damaged."""
    path = lock_path(mapping)
    if not path.is_file():
        return None
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        passages = {a["at"]: Passage(int(a["start"]), int(a["end"]), str(a["sha256"])) for a in data["anchors"]}
        return Lock(str(data["sha256"]), int(data["length"]), passages, tuple(map(str, data["checked"])))
    except (ValueError, KeyError, TypeError) as error:
        raise UnusableError(
            f"a damaged lock ({error})",
            place=Place(shown.removesuffix(".yaml") + ".lock.json"),
            remedy="remove it and run `kg build --sources DIR`",
        ) from None
