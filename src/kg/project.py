"""Finds a project and its content: ontology, mappings, shapes and questions.

A project is the nearest folder with a `kg.toml`, or the current one. Its own files lie over the packaged ones: a file
of the same relative name replaces the packaged file, any other is added. It reads no file but `kg.toml`, and that only
for what needs the texts.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from kg.errors import Place, UnusableError, did_you_mean

__all__ = ["CONTENT", "Project", "find_project", "locate_project"]

CONTENT = ("ontology", "mappings", "shapes", "queries")
_SETTINGS = ("name", "sources")


class Project(NamedTuple):
    """Where a project lies, where the packaged content lies, and where the texts are, if at hand."""

    root: Path
    packaged: Path
    sources: Path | None = None

    @property
    def store(self) -> Path:
        """The folder of the built graph."""
        return self.root / ".kg"

    def files(self, kind: str, pattern: str) -> tuple[Path, ...]:
        """Return the content files of a kind, the project's own over the packaged ones, sorted by relative name."""
        found: dict[str, Path] = {}
        for base in (self.packaged / kind, self.root / kind):
            if base.is_dir():
                found |= {path.relative_to(base).as_posix(): path for path in base.glob(pattern)}
        return tuple(found[name] for name in sorted(found))

    def shown(self, path: Path) -> str:
        """Return a path as messages name it: relative to the project where it lies in it."""
        for base in (self.root, self.packaged):
            if path.is_relative_to(base):
                return path.relative_to(base).as_posix()
        return str(path)


def find_project(start: Path | None = None, *, sources: Path | None = None) -> Project:
    """Return the project that holds a folder (the current one by default), and where its texts are.

    `sources`, where given, must be a folder with the texts; else `sources` of `kg.toml` counts, relative to that file.
    Raises `UnusableError` for a folder that is not there and for a `kg.toml` that cannot be read.
    """
    project = locate_project(start)
    chosen = sources or _configured_sources(project.root / "kg.toml")
    if chosen is not None and not chosen.is_dir():
        raise UnusableError(
            f"there is no folder {chosen}", remedy="name the folder of the texts with --sources or KG_SOURCES"
        )
    return project._replace(sources=chosen.resolve() if chosen else None)


def locate_project(start: Path | None = None) -> Project:
    """Return the project that holds a folder, without its texts: enough to read a graph that is built.

    Raises `UnusableError` for a folder that is not there.
    """
    here = (start or Path.cwd()).resolve()
    if not here.is_dir():
        raise UnusableError(f"there is no folder {here}", remedy="name the folder of a project")
    root = next((folder for folder in (here, *here.parents) if (folder / "kg.toml").is_file()), here)
    return Project(root=root, packaged=_packaged())


def _configured_sources(file: Path) -> Path | None:
    if not file.is_file():
        return None
    import tomllib

    try:
        settings = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UnusableError(f"not TOML ({error})", place=Place(file.name), remedy="mend or remove the file") from None
    for key in settings:
        if key not in _SETTINGS:
            hint = did_you_mean(key, _SETTINGS) or f"known settings: {', '.join(_SETTINGS)}"
            raise UnusableError(f"unknown setting {key}", place=Place(file.name), remedy=hint)
    named = settings.get("sources")
    return file.parent / str(named) if named else None


def _packaged() -> Path:
    """Return the folder of the packaged content: inside the package when installed, else the checkout."""
    package = Path(__file__).resolve().parent
    inside = package / "content"
    return inside if inside.is_dir() else package.parent.parent
