"""What goes wrong on the way: until the file of a change is there nothing has happened; then the change stands."""

from __future__ import annotations

import errno
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st
from pyoxigraph import Store

import kg
from changes.worlds import (
    BROKEN,
    MEETING,
    PARTICIPATION,
    PERSON,
    POST,
    SIGNED,
    SOURCE,
    TENURE,
    exported,
    given,
    rebuilt,
    small,
    state,
    write,
)
from kg.changes import committing, undo
from kg.errors import KgError, UnusableError
from kg.journal import Journal
from kg.project import Project
from kg.store import local
from kg.store.local import UnsettledError, Writing
from support import environment, run_kg


def full(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


class Unopened:
    """A store that can be read and not be written."""

    read_only = Store.read_only

    def __init__(self, path: str) -> None:
        full(path)


class Unflushed:
    """A store whose disk is full when it is told to keep what it has."""

    read_only = Store.read_only

    def __init__(self, path: str) -> None:
        self._store = Store(path)
        self.flush = full

    def update(self, text: str) -> None:
        self._store.update(text)


def nth(function: Callable[..., object], which: int) -> Callable[..., object]:
    """Return a function that fails when it is called for the nth time."""
    calls = iter(range(1, 1_000))

    def called(*args: object, **more: object) -> object:
        if next(calls) == which:
            full()
        return function(*args, **more)

    return called


# Each names what fails; none of them leaves a trace.
BEFORE: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "the folder of changes": lambda m: m.setattr(Path, "mkdir", nth(Path.mkdir, 2)),
    "the file of the change": lambda m: m.setattr(Path, "open", _failing_open),
    "its way to the disk": lambda m: m.setattr(os, "fsync", nth(os.fsync, 1)),
    "its name": lambda m: m.setattr(Path, "replace", full),
    "its name's way to the disk": lambda m: m.setattr(os, "fsync", nth(os.fsync, 2)),
    "the store": lambda m: m.setattr(local, "Store", Unopened),
    "the transaction": lambda m: m.setattr(local, "_commit", full),
}
_OPEN = Path.open


def _failing_open(path: Path, *args: object, **more: object) -> object:
    return full() if path.name.endswith(".rdfp.part") else _OPEN(path, *args, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("step", BEFORE)
@pytest.mark.parametrize("first", [True, False])
def test_a_full_disk_leaves_all_as_it_was(project: Project, step: str, first: bool) -> None:
    if not first:
        given(project, PERSON)
    before = state(project)
    with pytest.MonkeyPatch.context() as patched:
        BEFORE[step](patched)
        with pytest.raises(KgError):
            given(project, SOURCE, POST)
    assert state(project) == before
    given(project, SOURCE, POST)
    after = exported(project)
    assert rebuilt(project) == after != before["export"]


AFTER: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "the flush": lambda m: m.setattr(local, "Store", Unflushed),
    "the note": lambda m: m.setattr(committing, "note_change", full),
}


@pytest.mark.parametrize("step", AFTER)
def test_a_full_disk_after_the_commit_leaves_a_change_that_stands(project: Project, step: str) -> None:
    with pytest.MonkeyPatch.context() as patched:
        AFTER[step](patched)
        with pytest.raises(UnsettledError, match=r"change 1 stands in changes/0001\.rdfp, but .*No space left"):
            given(project, SOURCE, PERSON)
    assert Journal(project.root).count() == 1
    assert "paul-port" in kg.open(project.root)
    accepted = given(project, POST, TENURE)
    assert accepted is not None
    assert accepted.number == 2
    after = exported(project)
    assert rebuilt(project) == after


@pytest.mark.parametrize("limit", [0, 40, 200, 700, 1_500, 3_000, 6_000, 20_000, 60_000, 200_000])
def test_files_that_cannot_grow_leave_the_old_state_or_the_new(project: Project, limit: int) -> None:
    """The system refuses every file beyond a size: as on a full disk, somewhere on the way."""
    given(project, PERSON)
    before = state(project)
    script = (
        "import resource, sys\nfrom kg.cli import main\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}))\nsys.exit(main(sys.argv[1:]))"
    )
    path = write(project, SOURCE, POST, TENURE, MEETING, PARTICIPATION)
    done = subprocess.run(
        [sys.executable, "-c", script, "add", str(path), "--author", "Ann"],
        cwd=project.root, env=environment(), capture_output=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    assert done.returncode in (0, 2), done.stderr
    if done.returncode == 2 and " stands in " not in done.stderr:
        assert state(project) == before
    else:
        assert "talks-in-lisk" in kg.open(project.root)
    given(project, SOURCE, OTHER)
    after = exported(project)
    assert rebuilt(project) == after


OTHER = ':lee-lock a dkg:Person ; skos:prefLabel "Lee Lock"@en .\n'


# A process that was killed between two steps


def test_a_graph_that_lacks_changes_takes_them_in(project: Project, tmp_path: Path) -> None:
    shutil.copytree(project.store, tmp_path / "old")
    given(project, SOURCE, PERSON, POST, TENURE)
    given(project, MEETING, PARTICIPATION)
    undo(project, None, SIGNED)
    after = exported(project)
    shutil.rmtree(project.store)
    shutil.copytree(tmp_path / "old", project.store)
    assert "changes/0003.rdfp" in run_kg(project.root, "stats").stderr
    assert given(project, PERSON) is None
    assert exported(project) == after


def test_a_change_that_the_graph_holds_is_put_in_again_without_harm(project: Project, tmp_path: Path) -> None:
    given(project, SOURCE, PERSON, POST, TENURE)
    note = next(project.store.glob("graph-*/last-change"))
    shutil.copy(note, tmp_path / "note")
    given(project, MEETING, PARTICIPATION)
    after = exported(project)
    shutil.copy(tmp_path / "note", note)
    assert given(project, PERSON) is None
    assert exported(project) == after


def test_what_a_killed_process_left_beside_does_not_matter(project: Project) -> None:
    given(project, SOURCE)
    (project.root / "changes/0002.rdfp.part").write_text("H id", encoding="utf-8")
    (project.store / "lock").write_text("99999999 kg add\n", encoding="utf-8")
    assert run_kg(project.root, "add", str(write(project, PERSON)), "--author", "Ann").returncode == 0
    assert sorted(path.name for path in (project.root / "changes").iterdir()) == ["0001.rdfp", "0002.rdfp"]


def test_a_store_that_is_damaged_is_said_and_built_again(project: Project) -> None:
    given(project, SOURCE, PERSON)
    before = state(project)
    for path in project.store.glob("graph-*/*.sst"):
        path.write_bytes(path.read_bytes()[:100])
    done = run_kg(project.root, "add", str(write(project, POST)), "--author", "Ann")
    assert done.returncode == 2
    assert re.fullmatch(r"kg: the graph cannot be opened \(.*\); run `kg build`\n", done.stderr)
    assert run_kg(project.root, "build").returncode == 0
    assert state(project) == before


def test_a_damaged_last_change_stops_the_next_one(project: Project) -> None:
    given(project, SOURCE, PERSON)
    path = project.root / "changes/0001.rdfp"
    path.write_bytes(path.read_bytes()[:-10])
    with pytest.raises(UnusableError):
        given(project, POST)
    assert Journal(project.root).count() == 1


# Several processes


def test_the_second_writer_waits_and_is_then_told_who_writes(project: Project) -> None:
    path = write(project, SOURCE, PERSON)
    script = (
        "import sys, time\nfrom pathlib import Path\nfrom kg.store.local import Writing\nsys.argv[0] = 'kg'\n"
        "sys.argv[1] = 'build'\n"
        "with Writing(Path('.kg')):\n    print('held', flush=True)\n    time.sleep(float(sys.argv[2]))"
    )
    for held, wait, code in ((30.0, "0.3", 2), (0.5, "60", 0)):
        with subprocess.Popen(
            [sys.executable, "-c", script, "", str(held)],
            cwd=project.root, env=environment(), stdout=subprocess.PIPE, encoding="utf-8",
        ) as holder:  # fmt: skip
            assert holder.stdout is not None
            assert holder.stdout.readline() == "held\n"
            began = time.monotonic()
            done = run_kg(project.root, "add", str(path), "--wait", wait, "--author", "Ann")
            took = time.monotonic() - began
            holder.kill()
        assert done.returncode == code, done.stderr
        if code:
            said = f"kg: process {holder.pid} (kg build) writes this graph; wait until it has ended\n"
            assert done.stderr == said
            assert took < 25


def test_of_many_writers_at_once_each_makes_its_change(project: Project) -> None:
    paths = [
        write(project, f':person-{n} a dkg:Person ; skos:prefLabel "Person {n}"@en .\n', name=f"{n}.ttl")
        for n in range(4)
    ]
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "kg.cli", "add", str(path), "--wait", "100", "--author", "Ann"],
            cwd=project.root, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
        )
        for path in paths
    ]  # fmt: skip
    said = [process.communicate(timeout=120) for process in started]
    assert [process.returncode for process in started] == [0] * 4, said
    assert len(list(Journal(project.root).changes())) == 4
    after = exported(project)
    assert rebuilt(project) == after


def test_readers_never_fail_beside_a_writer(project: Project) -> None:
    script = (
        "import kg, sys\nfor _ in range(60):\n    g = kg.open()\n"
        "    assert g['ida-marell'].label == 'Ida Marell'\n    assert len(list(g.statements())) == len(g.store)\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], cwd=project.root, env=environment(), stderr=subprocess.PIPE, encoding="utf-8"
    ) as reader:
        for _ in range(3):
            given(project, SOURCE, PERSON)
            undo(project, None, SIGNED)
        _, problems = reader.communicate(timeout=120)
    assert reader.returncode == 0, problems


def test_a_reader_keeps_its_graph_while_changes_are_made(project: Project) -> None:
    reader = kg.open(project.root)
    before = len(reader.store)
    given(project, SOURCE, PERSON, POST, TENURE)
    assert len(list(reader.store)) == before
    assert "paul-port" not in reader
    assert "paul-port" in kg.open(project.root)


def test_the_right_to_write_is_let_go_after_a_refusal(project: Project) -> None:
    with pytest.raises(KgError):
        given(project, BROKEN)
    with Writing(project.store):
        pass


# Any history


PIECES = (SOURCE, SOURCE + PERSON, SOURCE + POST, SOURCE + PERSON + POST + TENURE, SOURCE + MEETING, BROKEN, OTHER,
          SOURCE + PERSON + POST + TENURE + MEETING + PARTICIPATION, ':paul-port skos:altLabel "P. Port"@en .\n',
          SOURCE + ":ida-marell--foreign-minister-of-arvenia dkg:evidence :gazette .\n")  # fmt: skip
STEPS = st.lists(st.sampled_from(PIECES) | st.integers(1, 6), min_size=1, max_size=6)


@settings(max_examples=settings.default.max_examples // 10)
@for_all(steps=STEPS, stale=st.integers(0, 6))
def test_after_any_history_a_build_and_a_late_graph_agree(
    tmp_path_factory: pytest.TempPathFactory, steps: list[str | int], stale: int
) -> None:
    """Facts are added and changes taken back in any order; what is refused leaves all as it was."""
    folder = tmp_path_factory.mktemp("history")
    project = small(folder)
    for number, step in enumerate(steps):
        if number == stale:
            shutil.copytree(project.store, folder / "stale")
        before, count = exported(project), Journal(project.root).count()
        try:
            given(project, step) if isinstance(step, str) else undo(project, step, SIGNED)
        except KgError:
            assert exported(project) == before
            assert Journal(project.root).count() == count
    after = exported(project)
    if (folder / "stale").exists():
        shutil.rmtree(project.store)
        shutil.copytree(folder / "stale", project.store)
        assert given(project, ':ida-marell skos:prefLabel "Ida Marell"@en .') is None
        assert exported(project) == after
    assert rebuilt(project) == after
