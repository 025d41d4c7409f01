"""`kg add`, `kg undo` and `kg build` killed at any point: what was acknowledged is there, and nothing half-done is.

The processes are killed after a random part of the time that they take undisturbed, 20 times, and 300 times in the long
suite; and right before and after each step that writes.
"""

from __future__ import annotations

import functools
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import settings

from changes.worlds import MEETING, PERSON, POST, SOURCE, TENURE, exported, given, rebuilt, small, write
from kg.building import build
from kg.project import Project, find_project
from support import environment

LONG = settings.default is not None and settings.default.max_examples >= settings.get_profile("long").max_examples
RUNS = 300 if LONG else 20
BATCH = 10
PATIENCE = 120.0  # seconds that a process may take where the machine is busy
OTHER = ':lee-lock a dkg:Person ; skos:prefLabel "Lee Lock"@en .\n'
SIGNS = ("--author", "Ann Alpha", "--time", "2026-01-31T12:00:00Z", "--wait", "60")
COMMANDS = ("add", "undo", "build")

# Calls a function of `kg` for the nth time, and is killed right before or after: MODULE NAME before|after N, a command.
DRIVER = """
import os, signal, sys
from functools import reduce
from importlib import import_module
from pyoxigraph import Store
module, name, when, which, *arguments = sys.argv[1:]
sys.argv = ["kg", *arguments]
calls = iter(range(1, 1_000))

def killed(function):
    def called(*args, **more):
        now = next(calls) == int(which)
        if now and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = function(*args, **more)
        if now:
            os.kill(os.getpid(), signal.SIGKILL)
        return result
    return called

class Killed:
    read_only = Store.read_only

    def __init__(self, *args):
        self._store = Store(*args)

    def __getattr__(self, asked):
        found = getattr(self._store, asked)
        return killed(found) if asked == name.partition(".")[2] else found

from kg.cli import main
*path, last = name.split(".")
owner = import_module(module)
if path == ["Store"]:
    owner.Store = Killed
else:
    owner = reduce(getattr, path, owner)
    setattr(owner, last, killed(getattr(owner, last)))
sys.exit(main(arguments))
"""


class World(NamedTuple):
    """A project before a command, what the command is, and all that the project may be afterwards."""

    root: Path
    command: tuple[str, ...]
    took: float  # seconds, undisturbed
    before: str  # the graph
    after: str
    kept: dict[str, bytes]  # the files that the command must leave alone
    made: dict[str, bytes]  # those that it makes
    late: dict[bool, str]  # the graph after another change, without what the command did and with it


def copy(root: Path, folder: Path) -> Project:
    """Copy a project, with the times of its files."""
    shutil.copytree(root, folder / "small")
    return find_project(folder / "small")


def files(project: Project) -> dict[str, bytes]:
    """Return every file of a project but those of its store."""
    return {
        path.relative_to(project.root).as_posix(): path.read_bytes()
        for path in sorted(project.root.rglob("*"))
        if path.is_file() and project.store not in path.parents
    }


def start(project: Project, *program: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, *program],
        cwd=project.root, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
    )  # fmt: skip


@functools.cache
def world(command: str) -> World:
    """Prepare a project, and let a command run undisturbed on a copy."""
    folder = Path(tempfile.mkdtemp(prefix="kg-kill-", dir=_shelf()))
    project = small(folder)
    given(project, SOURCE, PERSON)
    if command == "build":  # which has changes to take in, and a lock to write
        shutil.copytree(project.store, folder / "old")
        given(project, POST, TENURE)
        shutil.rmtree(project.store)
        (folder / "old").rename(project.store)
        for lock in project.root.glob("mappings/*.lock.json"):
            lock.unlink()
    else:
        given(project, POST, TENURE)
    more = {"add": (str(write(project, MEETING)), *SIGNS), "undo": SIGNS, "build": ("--wait", "60")}[command]
    before, kept = exported(project), files(project)
    ran = copy(project.root, folder / "ran")
    began = time.monotonic()
    process = start(ran, "-m", "kg.cli", command, *more)
    said, problems = process.communicate(timeout=PATIENCE)
    took = time.monotonic() - began
    assert process.returncode == 0, problems
    assert said
    after, now = exported(ran), files(ran)
    assert after != before
    assert {name: now.get(name) for name in kept} == kept
    late = {}
    for done, root in ((True, ran.root), (False, project.root)):
        other = copy(root, folder / f"late-{done}")
        given(other, OTHER)
        late[done] = rebuilt(other)
    made = {name: content for name, content in now.items() if name not in kept}
    return World(project.root, (command, *more), took, before, after, kept, made, late)


@functools.cache
def _shelf() -> str:
    """Return a folder for the worlds, which goes when the tests end."""
    import atexit

    folder = tempfile.mkdtemp(prefix="kg-killed-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def check(project: Project, of: World, said: str, *, by_build: bool) -> None:
    """Hold what a killed process left against what there may be; `said` is what it acknowledged on stdout.

    The next writer is `kg build`, or `kg add` at once.
    """
    now = {name: content for name, content in files(project).items() if not name.endswith((".part", ".new"))}
    made = {name: content for name, content in now.items() if name not in of.kept}
    assert {name: now.get(name) for name in of.kept} == of.kept
    assert made.items() <= of.made.items(), "no file is half of what it would be"
    done = made == of.made
    found = exported(project)
    assert found in (of.before, of.after)
    if said:
        assert done
        assert found == of.after
    if found == of.after:
        assert done
    if by_build:
        build(project)
        assert exported(project) == (of.after if done or of.command[0] == "build" else of.before)
        assert len(list(project.store.glob("graph-*"))) == 1
        assert not [path for path in project.store.rglob("*.new") if path.is_file()]
    accepted = given(project, OTHER)
    assert accepted is not None
    assert accepted.number == sum(name.endswith(".rdfp") for name in now) + 1
    assert exported(project) == of.late[done or of.command[0] == "build"]
    left = sorted(name for name in files(project) if name.endswith((".part", ".new")))
    assert all(name.endswith(".lock.json.new") for name in left), "the next change cleans up after the last"
    assert not (left and by_build)


@pytest.mark.parametrize("batch", range(RUNS // BATCH))
def test_a_process_killed_at_any_time_leaves_the_old_state_or_the_new(tmp_path: Path, batch: int) -> None:
    chance = random.Random(batch)
    for run in range(BATCH):
        of = world(COMMANDS[(batch * BATCH + run) % len(COMMANDS)])
        project = copy(of.root, tmp_path / str(run))
        delay = chance.uniform(0, of.took)
        process = start(project, "-m", "kg.cli", *of.command)
        try:
            process.wait(delay)
        except subprocess.TimeoutExpired:
            process.kill()
        said, problems = process.communicate(timeout=PATIENCE)
        assert process.returncode in (0, -9), (batch, run, of.command[0], delay, problems)
        try:
            check(project, of, said, by_build=chance.random() < 0.3)
        except AssertionError as error:
            error.add_note(f"batch {batch}, run {run}: kg {of.command[0]} killed after {delay:.4f} s")
            raise


# What writes, by the command; where a step is taken several times, which time counts.
_CHANGE = [
    ("kg.journal", "write_durably", 1),
    ("pathlib", "Path.replace", 1),
    ("kg.store.local", "_commit", 1),
    ("kg.store.local", "Store.flush", 1),
    ("kg.changes.committing", "note_change", 1),
]
_BUILD = [
    ("kg.store.local", "Store.bulk_extend", 1),
    ("kg.store.local", "_fill", 1),
    ("kg.building", "write_schemas", 1),
    ("kg.building", "_renew_locks", 1),
    ("pathlib", "Path.write_text", 3),
    ("kg.building", "write_origin", 1),
    ("kg.store.local", "_point", 1),
    ("kg.store.local", "_remove", 1),
]
STEPS = [("add", *s) for s in _CHANGE] + [("undo", *s) for s in _CHANGE[2:4]] + [("build", *s) for s in _BUILD]


@pytest.mark.parametrize("when", ["before", "after"] if LONG else ["after"])  # which is before the next
@pytest.mark.parametrize(("command", "module", "name", "which"), STEPS)
def test_a_process_killed_at_a_step_leaves_the_old_state_or_the_new(
    tmp_path: Path, command: str, module: str, name: str, which: int, when: str
) -> None:
    of = world(command)
    project = copy(of.root, tmp_path)
    process = start(project, "-c", DRIVER, module, name, when, str(which), *of.command)
    said, problems = process.communicate(timeout=PATIENCE)
    assert process.returncode == -9, problems
    assert not said
    check(project, of, said, by_build=False)
