"""Begins a project of one's own: settings, a first mapping with its text, and the schemas for editors.

The files lie in `starter/` of the package as they are written, so that they can be read and tried there. Nothing that
exists is written over.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

from kg.building import read_ontology
from kg.errors import UnusableError
from kg.mapping.schema import write_schemas
from kg.mapping.vocabulary import read_vocabulary
from kg.project import SETTINGS, locate_project

__all__ = ["Begun", "begin_project"]

_STARTER = Path(__file__).resolve().parent / "starter"
_FILES = (SETTINGS, "README.md", ".gitignore")
_EXAMPLE = ("texts/example.txt", "mappings/authorities/example.yaml", "mappings/example.yaml")
_STORED = {".gitignore": "dot-gitignore"}  # under its own name it would be one of the package


class Begun(NamedTuple):
    """What was written, and what was there already, relative to the folder; whether there is an example to try."""

    folder: Path
    written: tuple[str, ...]
    left: tuple[str, ...]
    example: bool


def begin_project(folder: Path, *, own: bool = False, bare: bool = False) -> Begun:
    """Make a folder a project; what is there already stays as it is.

    `own` leaves out the documents that come with kg, `bare` the example, which a folder with mappings never gets.
    Raises `UnusableError` where the folder is a file, and `OSError` where it cannot be written.
    """
    if folder.exists() and not folder.is_dir():
        raise UnusableError(f"{folder} is no folder", remedy="name one, or a new one")
    example = not bare and not any((folder / "mappings").glob("**/*.y*ml"))
    written: list[str] = []
    left: list[str] = []
    for name in (*_FILES, *(_EXAMPLE if example else ())):
        text = (_STARTER / _STORED.get(name, name)).read_text(encoding="utf-8")
        if name == SETTINGS:
            text = _settings(text, folder.resolve().name, own)
        (written if _write_new(folder / name, text) else left).append(name)
    for name in ("texts", "mappings"):
        (folder / name).mkdir(exist_ok=True)
    project = locate_project(folder)
    write_schemas(project.store / "schemas", read_vocabulary(read_ontology(project)))
    return Begun(folder, tuple(written), tuple(left), example)


def _settings(text: str, name: str, own: bool) -> str:
    text = text.replace('"my graph"', json.dumps(name or "my graph", ensure_ascii=False))
    return text.replace('documents = "all"', 'documents = "own"') if own else text


def _write_new(path: Path, text: str) -> bool:
    """Write a file that is not there yet; tell whether it was written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            try:
                file.write(text)
                file.flush()
            except OSError:
                path.unlink()  # half a file would be left as it is the next time
                raise
    except FileExistsError:
        return False
    return True
