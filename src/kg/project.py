"""Finds a project and its content: ontology, mappings, shapes and questions.

A project is the nearest folder with a `kg.toml`, or the current one. Its own files lie over the packaged ones: a file
of the same relative name replaces the packaged file, any other is added; `kg.toml` can leave the packaged documents
out. It reads no file but `kg.toml`, and that only for what builds or checks.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from kg.errors import Place, UnusableError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["CONTENT", "SETTINGS", "Own", "Project", "find_project", "locate_project", "read_own", "refuse_unfit"]

CONTENT = ("ontology", "mappings", "shapes", "queries")
SETTINGS = "kg.toml"
_EITHER = ("all", "own")  # what `documents` and `authorities` can be
_SETTINGS = ("name", "sources", "documents", "authorities")


class Own(NamedTuple):
    """Whether the documents and the authorities of a project are its own alone, without the packaged ones."""

    documents: bool = False
    authorities: bool = False


class Project(NamedTuple):
    """Where a project lies, where the packaged content lies, where the texts are, if at hand, and what is left out."""

    root: Path
    packaged: Path
    sources: Path | None = None
    own: Own = Own()

    @property
    def store(self) -> Path:
        """The folder of the built graph."""
        return self.root / ".kg"

    def files(self, kind: str, pattern: str, *, own: bool = False) -> tuple[Path, ...]:
        """Return the content files of a kind, the project's own over the packaged ones, sorted by relative name.

        With `own` the packaged ones are left out.
        """
        found: dict[str, Path] = {}
        for base in (self.root / kind,) if own else (self.packaged / kind, self.root / kind):
            if base.is_dir():
                found |= {path.relative_to(base).as_posix(): path for path in base.glob(pattern)}
        return tuple(found[name] for name in sorted(found))

    def documents(self, pattern: str = "*.yaml") -> tuple[Path, ...]:
        """Return the mappings of documents."""
        return self.files("mappings", pattern, own=self.own.documents)

    def authorities(self, pattern: str = "*.yaml") -> tuple[Path, ...]:
        """Return the files of authorities."""
        return self.files("mappings", f"authorities/{pattern}", own=self.own.authorities)

    def holds(self, path: Path) -> bool:
        """Tell whether a file is the project's own; in a checkout of `kg` all are."""
        return path.is_relative_to(self.root)

    def shown(self, path: Path) -> str:
        """Return a path as messages name it: relative to the project where it lies in it."""
        for base in (self.root, self.packaged):
            if path.is_relative_to(base):
                return path.relative_to(base).as_posix()
        return str(path)


def find_project(start: Path | None = None, *, sources: Path | None = None) -> Project:
    """Return the project that holds a folder (the current one by default), where its texts are, and what it leaves out.

    `sources`, where given, must be a folder with the texts; else `sources` of `kg.toml` counts, relative to that file.
    Raises `UnusableError` for a folder that is not there and for a `kg.toml` that cannot be read.
    """
    project = locate_project(start)
    file = project.root / SETTINGS
    settings = _settings(file)
    if sources is not None and not sources.is_dir():
        raise UnusableError(
            f"there is no folder {sources}", remedy="name the folder of the texts with --sources or KG_SOURCES"
        )
    named = settings.get("sources")
    if sources is None and named:
        sources = file.parent / named
        if not sources.is_dir():
            remedy = f"mend `sources`, which is read from the folder of {SETTINGS}, or name another with --sources"
            raise UnusableError(f"there is no folder {sources}", place=_place(file, "sources"), remedy=remedy)
    return project._replace(sources=sources.resolve() if sources else None, own=_own(settings, file))


def refuse_unfit(project: Project) -> None:
    """Refuse to put a graph where nobody wants one: into a home or the root of a file system that is no project."""
    if (project.root / SETTINGS).is_file():
        return
    kept = {Path(project.root.anchor): "the root of the files", _home(): "the home folder"}
    if project.root in kept:
        remedy = "`kg init DIR` makes a project, and --project DIR names one"
        raise UnusableError(f"{project.root} is {kept[project.root]}, and no project", remedy=remedy)


def _home() -> Path | None:
    try:
        return Path("~").expanduser().resolve()
    except RuntimeError:  # a user without an entry, as in a container
        return None


def read_own(root: Path) -> Own:
    """Return what the settings of the project in a folder leave out; `UnusableError` where they cannot be read."""
    file = root / SETTINGS
    return _own(_settings(file), file)


def locate_project(start: Path | None = None) -> Project:
    """Return the project that holds a folder, without its texts: enough to read a graph that is built.

    Raises `UnusableError` for a folder that is not there.
    """
    here = (start or Path.cwd()).resolve()
    if not here.is_dir():
        raise UnusableError(f"there is no folder {here}", remedy="name the folder of a project")
    root = next((folder for folder in (here, *here.parents) if (folder / SETTINGS).is_file()), here)
    return Project(root=root, packaged=_packaged())


def _settings(file: Path) -> Mapping[str, str]:
    """Read the settings of a project; none where the file is not there."""
    if not file.is_file():
        return {}
    import tomllib

    try:
        settings = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UnusableError(f"not TOML ({error})", place=Place(file.name), remedy="mend or remove the file") from None
    for key, value in settings.items():
        if key not in _SETTINGS:
            hint = did_you_mean(key, _SETTINGS) or f"known settings: {', '.join(_SETTINGS)}"
            raise UnusableError(f"unknown setting {key}", place=_place(file, key), remedy=hint)
        if not isinstance(value, str):
            raise UnusableError(f"{key} is no text", place=_place(file, key), remedy=f'write `{key} = "…"`')
    return settings


def _own(settings: Mapping[str, str], file: Path) -> Own:
    for key in ("documents", "authorities"):
        if settings.get(key, "all") not in _EITHER:
            hint = did_you_mean(settings[key], _EITHER) or 'write "all" or "own"'
            raise UnusableError(f"{key} cannot be {settings[key]!r}", place=_place(file, key), remedy=hint)
    found = Own(*(settings.get(key) == "own" for key in ("documents", "authorities")))
    if found.authorities and not found.documents:
        remedy = 'write `documents = "own"` too: the packaged documents name the packaged authorities'
        raise UnusableError("documents are not left out", place=_place(file, "authorities"), remedy=remedy)
    return found


def _place(file: Path, key: str) -> Place:
    """Return the line of a setting: the parser of TOML tells none."""
    lines = file.read_text(encoding="utf-8").splitlines()
    heads = ("".join(line.partition("=")[0].split()).strip("\"'[]") for line in lines)
    return Place(file.name, next((number for number, head in enumerate(heads, 1) if head == key), 0))


def _packaged() -> Path:
    """Return the folder of the packaged content: inside the package when installed, else the checkout."""
    package = Path(__file__).resolve().parent
    inside = package / "content"
    return inside if inside.is_dir() else package.parent.parent
