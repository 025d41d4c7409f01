"""A disk that is really full, and stores whose files are damaged: said in one sentence, and mended by `kg build`."""

from __future__ import annotations

import errno
import os
import random
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from changes.worlds import MEETING, PERSON, POST, SOURCE, TENURE, exported, given, rebuilt, small, state, write
from kg.building import build
from kg.journal import Journal
from support import run_kg

LONG = settings.default is not None and settings.default.max_examples >= settings.get_profile("long").max_examples
OTHER = ':lee-lock a dkg:Person ; skos:prefLabel "Lee Lock"@en .\n'
SIGNS = ("--author", "Ann Alpha", "--time", "2026-01-31T12:00:00Z")
ALL = "SELECT * { ?s ?p ?o FILTER(!ISBLANK(?s) && !ISBLANK(?o)) } ORDER BY ?s ?p ?o"


def one_sentence(said: str) -> bool:
    """Tell whether the last line is what is wrong, and no other but a warning or what goes on."""
    lines = [line for line in said.splitlines() if line.startswith("kg: ") and " older than " not in line]
    return len(lines) == 1 and "Traceback" not in said and ";" in lines[0]


# A full disk


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 16 MB of its own; only the superuser may mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    try:
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", folder], capture_output=True, timeout=30, check=False
        )
    except OSError:
        pytest.skip("there is no mount here")
    if done.returncode:
        pytest.skip("a file system cannot be mounted here")
    yield folder
    subprocess.run(["umount", "-l", folder], timeout=30, check=False)


def fill(disk: Path, free: int) -> Path:
    """Leave so many bytes free on a disk, and return the file that takes the rest."""
    path = disk / "ballast"
    with path.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError as error:
            assert error.errno == errno.ENOSPC
    os.truncate(path, max(path.stat().st_size - free, 0))
    return path


@pytest.mark.parametrize("command", ["add", "undo", "build"])
@pytest.mark.parametrize("free", [0, 4, 12, 40, 100, 160, 220, 300, 500, 800, 1_200, 2_000] if LONG else [0, 160, 500])
def test_a_disk_without_room_keeps_the_old_state_or_the_new(disk: Path, command: str, free: int) -> None:
    project = small(disk)
    given(project, SOURCE, PERSON)
    given(project, POST, TENURE)
    path = write(project, MEETING)
    before, count = state(project), Journal(project.root).count()
    ballast = fill(disk, free * 1024)
    done = run_kg(
        project.root, command, *([str(path)] if command == "add" else []), *(SIGNS if command != "build" else ())
    )
    assert done.returncode in (0, 2), done.stderr
    assert not done.returncode or one_sentence(done.stderr), done.stderr
    if command == "build" or (done.returncode and " stands in " not in done.stderr):
        assert state(project) == before
    else:
        assert Journal(project.root).count() == count + 1
    if not done.returncode:
        assert done.stdout
    ballast.unlink()
    assert given(project, OTHER) is not None
    after = exported(project)
    assert rebuilt(project) == after
    assert not [each for each in project.root.rglob("*") if each.name.endswith((".part", ".new"))]


# A damaged store


def damaged(content: bytes, how: str, chance: random.Random) -> bytes | None:
    """Return what becomes of a file; None where it is gone."""
    if how == "gone":
        return None
    if how == "cut":
        return content[: chance.randrange(len(content))]
    at = chance.randrange(len(content))
    return content[:at] + bytes([content[at] ^ (1 << chance.randrange(8))]) + content[at + 1 :]


HOW = ("gone", "cut", "flipped")


@pytest.mark.parametrize("turn", range(12 if LONG else 1))
def test_a_damaged_file_of_the_store_is_said_and_mended(tmp_path: Path, turn: int) -> None:
    """Each command says so, or answers as before, where the file does not matter to it."""
    project = small(tmp_path)
    given(project, SOURCE, PERSON)
    given(project, POST, TENURE)
    path = write(project, MEETING)
    whole, graph, chance = exported(project), next(project.store.glob("graph-*")), random.Random(turn)
    answered = run_kg(project.root, "query", ALL).stdout
    names = sorted(each.name for each in graph.iterdir() if each.stat().st_size and not each.name.startswith("LOG"))
    for number, name in enumerate(names if LONG else names[::2], turn):
        graph = next(project.store.glob("graph-*"))
        file, how = graph / name, HOW[number % 3]
        if not file.exists():  # a build has made the store anew
            continue
        content = damaged(file.read_bytes(), how, chance)
        file.unlink() if content is None else file.write_bytes(content)
        commands = (("query", ALL), ("ask", "posts", "-p", "person=ida-marell"), ("add", str(path), *SIGNS))
        said = False
        for command in commands if LONG else [commands[0], commands[1 + number % 2]]:
            began = time.monotonic()
            done = run_kg(project.root, *command)
            assert time.monotonic() - began < 60
            assert "Traceback" not in done.stderr, (name, how, command, done.stderr)
            if done.returncode:
                said = True
                assert done.returncode == 2, (name, how, command, done.stderr)
                assert one_sentence(done.stderr), (name, how, command, done.stderr)
                assert done.stderr.endswith("run `kg build`\n"), (name, how, command, done.stderr)
            elif command[0] == "query":
                assert done.stdout == answered, (name, how)
            elif command[0] == "add":
                assert run_kg(project.root, "undo", *SIGNS).returncode == 0
        if name.endswith(".sst") or name.startswith(("MANIFEST", "CURRENT")):
            assert said, (name, how)
        assert run_kg(project.root, "build").returncode == 0
        assert exported(project) == whole


POINTERS = {
    "empty": b"",
    "garbage": b"\x93\xff\x00",
    "words": b"no graph at all",
    "elsewhere": b"../..\n",
    "nothing": b"graph-0123\n",
}


@pytest.mark.parametrize("pointer", POINTERS)
def test_a_pointer_that_points_to_nothing_is_said_and_mended(tmp_path: Path, pointer: str) -> None:
    project = small(tmp_path)
    given(project, SOURCE, PERSON)
    whole = exported(project)
    (project.store / "current").write_bytes(POINTERS[pointer])
    for command in (("query", ALL), ("add", str(write(project, POST)), *SIGNS)):
        done = run_kg(project.root, *command)
        assert done.returncode == 2
        assert "Traceback" not in done.stderr
        assert done.stderr.endswith("; run `kg build`\n")
    build(project)
    assert exported(project) == whole
    assert sorted(each.name for each in project.store.iterdir() if each.name.startswith("graph-")) == [
        (project.store / "current").read_text(encoding="utf-8").strip()
    ]
