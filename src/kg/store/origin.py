"""What a graph was built from: its content files, by name, size, time and digest; and whether they have changed since.

A build notes it in the directory of the graph. Whoever opens the graph compares names, sizes and times, which takes a
millisecond; only where these differ, as after a checkout, are the contents compared. Of the accepted changes the last
is noted, in a file of its own that each new one renews: its digest covers those before it. It must not know what the
files say. Shapes and questions are no part of it: they do not change what a graph holds.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from kg.errors import KgError
from kg.project import SETTINGS, Own, read_own
from kg.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from kg.project import Project

__all__ = ["Origin", "Source", "applied", "mark", "note_change", "outdated", "read_origin", "write_origin"]

_FILE = "built-from"
_LAST = "last-change"  # beside it
_CHANGES, _CHANGE = "changes", ".rdfp"
_FOLDERS = (  # folders of content, and the ends of the names that count
    ("ontology", (".ttl",)),
    ("ontology/rules", (".rq",)),
    ("mappings", (".yaml", ".lock.json")),
    ("mappings/authorities", (".yaml",)),
)
_LENT = ("mappings", "mappings/authorities")  # in the order of `Own`
_NOT_READ = ("ontology/alignments.ttl",)


class Source(NamedTuple):
    """A content file as it was at a build: size in bytes, time in nanoseconds, SHA-256."""

    size: int
    changed: int
    sha256: str = ""


class Origin(NamedTuple):
    """What a graph was built from: the version of `kg`, what the settings leave out, and the files by relative name."""

    version: str
    own: Own
    sources: Mapping[str, Source]


def write_origin(graph: Path, project: Project) -> None:
    """Note in the directory of a graph what the project's content is now."""
    lines = [__version__, " ".join(str(int(flag)) for flag in project.own)]
    for name, (path, size, changed) in sorted(_present(project, project.own).items()):
        lines.append(f"{size} {changed} {_sha256(path)} {name}")
    (graph / _FILE).write_text("\n".join(lines) + "\n", encoding="utf-8")
    last = _last_change(project)
    note_change(graph, project, last[0] if last else None)


def note_change(graph: Path, project: Project, name: str | None) -> None:
    """Note in the directory of a graph that it holds all changes up to that of a name, such as changes/0004.rdfp."""
    line = ""
    if name:
        path = project.root / name
        seen = path.stat()
        line = f"{seen.st_size} {seen.st_mtime_ns} {_sha256(str(path))} {name}\n"
    beside = graph / f"{_LAST}.new"
    beside.write_text(line, encoding="utf-8")
    beside.replace(graph / _LAST)


def mark(graph: Path) -> tuple[str, int, int] | None:
    """Return what differs whenever a graph has taken in another change, or was built again; None where it is not told.

    Whoever notes it, and then opens the graph, knows later whether that was the last word.
    """
    try:
        seen = (graph / _LAST).stat()
    except OSError:
        return None
    return str(graph), seen.st_ino, seen.st_mtime_ns


def applied(graph: Path, project: Project) -> int | None:
    """Return how many changes a graph holds, or None where these are not the changes that the project has now.

    The graph is a directory of the store.
    """
    noted = _noted(graph)
    if noted is None:
        return 0
    name, then = noted
    path = project.root / name
    try:
        seen = path.stat()
        if _differs((str(path), seen.st_size, seen.st_mtime_ns), then):
            return None
        return int(path.stem)
    except (OSError, ValueError):
        return None


def read_origin(graph: Path) -> Origin | None:
    """Return what a graph was built from, or None where that was not noted, or cannot be read."""
    try:
        version, flags, *lines = (graph / _FILE).read_text(encoding="utf-8").splitlines()
        documents, authorities = flags.split()
        sources = {}
        for line in lines:
            size, changed, sha256, name = line.split(" ", 3)
            sources[name] = Source(int(size), int(changed), sha256)
        return Origin(version, Own(documents == "1", authorities == "1"), sources)
    except (OSError, ValueError):
        return None


def outdated(graph: Path, project: Project) -> str | None:
    """Say in what a graph is older than the content that the project has now; None where it is not.

    The graph is a directory of the store. Times alone never count: a file that was written anew with the same content
    has not changed.
    """
    origin = read_origin(graph)
    if origin is None:
        return "the graph was built by an earlier version of kg"
    if origin.version != __version__:
        return f"the graph was built by kg {origin.version}, and this is {__version__}"
    now = _present(project, origin.own)
    changed = [name for name in now if name not in origin.sources or _differs(now[name], origin.sources[name])]
    changed += [name for name in origin.sources if name not in now]
    if SETTINGS in changed and _own_now(project) in (origin.own, None):
        changed.remove(SETTINGS)  # its other settings make no other graph
    changed += _changed_since(graph, project)
    if not changed:
        return None
    first, more = min(changed, key=lambda name: (name.endswith(".lock.json"), name)), len(changed) - 1
    return f"the graph is older than {first}{f' and {more} more' if more else ''}"


def _present(project: Project, own: Own) -> dict[str, tuple[str, int, int]]:
    """Return the content files that a build would read: their paths, sizes and times by relative name."""
    found: dict[str, tuple[str, int, int]] = {}
    alone = dict(zip(_LENT, own, strict=True))
    for folder, ends in _FOLDERS:
        for base in (project.root,) if alone.get(folder) else (project.packaged, project.root):
            found.update(_listed(f"{base}/{folder}", f"{folder}/", ends))
    found.update(_listed(str(project.root), "", (SETTINGS,)))
    for name in _NOT_READ:
        found.pop(name, None)
    return found


def _last_change(project: Project) -> tuple[str, tuple[str, int, int]] | None:
    """Return the newest change, as `_present` has files; numbers of more than four digits come after those of four."""
    found = list(_listed(str(project.root / _CHANGES), f"{_CHANGES}/", (_CHANGE,)))
    return max(found, key=lambda each: (len(each[0]), each[0]), default=None)


def _changed_since(graph: Path, project: Project) -> list[str]:
    """Return the change that a graph lacks, or that it holds otherwise than the project does now."""
    last, noted = _last_change(project), _noted(graph)
    if last and noted and last[0] == noted[0]:
        return [last[0]] if _differs(last[1], noted[1]) else []
    return [max(filter(None, (last and last[0], noted and noted[0])))] if last or noted else []


def _noted(graph: Path) -> tuple[str, Source] | None:
    try:
        size, changed, sha256, name = (graph / _LAST).read_text(encoding="utf-8").rstrip("\n").split(" ", 3)
        return name, Source(int(size), int(changed), sha256)
    except (OSError, ValueError):
        return None


def _listed(path: str, folder: str, ends: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, int, int]]]:
    try:
        entries = list(os.scandir(path))
    except OSError:
        return
    for entry in entries:
        if entry.name.endswith(ends) and entry.is_file():
            seen = entry.stat()
            yield folder + entry.name, (entry.path, seen.st_size, seen.st_mtime_ns)


def _differs(now: tuple[str, int, int], then: Source) -> bool:
    path, size, changed = now
    return size != then.size or (changed != then.changed and _sha256(path) != then.sha256)


def _own_now(project: Project) -> Own | None:
    """Return what the settings leave out, or None where they cannot be read: the next build says why."""
    try:
        return read_own(project.root)
    except KgError:
        return None


def _sha256(path: str) -> str:
    from hashlib import sha256

    with open(path, "rb") as file:  # noqa: PTH123 (a path as a string: this is called for every file of a checkout)
        return sha256(file.read()).hexdigest()
