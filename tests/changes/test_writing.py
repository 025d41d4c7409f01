"""What a process keeps open between changes: the graph that it reads, and, where it asks for it, the right to write."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

import kg
from changes.worlds import (
    BROKEN,
    MEETING,
    PARTICIPATION,
    PERSON,
    POST,
    SOURCE,
    TENURE,
    exported,
    given,
    rebuilt,
    small,
    state,
    write,
)
from kg.building import build
from kg.changes import RefusedError
from kg.errors import KgError
from kg.journal import Journal
from kg.project import Project
from kg.store.local import current
from kg.store.seal import suspect
from support import environment

SIGNED = {"author": "Ann Alpha", "time": "2026-01-31T12:00:00Z", "message": "a change"}
TEXTS = (SOURCE, PERSON, POST, TENURE, MEETING, PARTICIPATION)
PATIENCE = 120.0  # seconds that a process may take where the machine is busy

# Adds files one after the other while it holds the right to write, and tells each number.
ADDER = """
import sys
import kg
g = kg.open()
with g.writing():
    for name in sys.argv[1:]:
        print(g.add(name, author="Ann Alpha").number, flush=True)
    sys.stdin.read()
"""


def files(project: Project) -> list[str]:
    return [str(write(project, text, name=f"{number}.ttl")) for number, text in enumerate(TEXTS)]


def changes(project: Project) -> list[str]:
    return [change.render() for change in Journal(project.root).changes()]


def test_changes_with_the_right_held_are_those_that_are_made_one_by_one(tmp_path: Path) -> None:
    projects = [small(tmp_path / name) for name in ("held", "single")]
    graphs = [kg.open(project.root) for project in projects]
    with graphs[0].writing():
        for graph, project in zip(graphs, projects, strict=True):
            for name in files(project):
                graph.add(name, **SIGNED)
            assert str(graph["paul-port"]) == "Paul Port", "it sees what it added, at once"
            graph.undo(author="Ann Alpha", time="2026-01-31T12:00:00Z")
    assert changes(projects[0]) == changes(projects[1])
    assert exported(projects[0]) == exported(projects[1])
    assert exported(projects[0]) == rebuilt(projects[0])


def test_what_was_read_before_a_change_stays_as_it_was(tmp_path: Path) -> None:
    project = small(tmp_path)
    graph = kg.open(project.root)
    with graph.writing():
        for name in files(project)[:2]:
            graph.add(name)
        before = graph.store
        size = len(before)
        graph.add(files(project)[2])
        assert len(before) == size < len(graph.store)


def test_a_refused_change_leaves_all_as_it_was_and_the_next_one_is_made(tmp_path: Path) -> None:
    project = small(tmp_path)
    graph = kg.open(project.root)
    with graph.writing():
        graph.add(files(project)[0])
        before = state(project)
        with pytest.raises(RefusedError):
            graph.add(write(project, BROKEN))
        assert state(project) == before
        assert graph.add(files(project)[1])
    assert len(changes(project)) == 2


def test_another_process_is_told_who_writes_until_the_right_is_given_back(tmp_path: Path) -> None:
    project = small(tmp_path)
    first, second = files(project)[:2]
    command = [sys.executable, "-m", "kg.cli", "add", second, "--wait", "0", "--author", "Ben"]

    def other() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=project.root, env=environment(), capture_output=True, encoding="utf-8", timeout=PATIENCE, check=False,
        )  # fmt: skip

    graph = kg.open(project.root)
    with graph.writing():
        graph.add(first)
        refused = other()
        assert refused.returncode != 0
        assert "writes this graph" in refused.stderr
        try:
            graph.add(write(project, BROKEN))
        except RefusedError as error:
            kept = error  # whose frames do not keep the store open
    assert other().returncode == 0
    assert len(changes(project)) == 2
    assert "nothing was changed" in str(kept)
    path = current(project.store)
    assert path is not None
    assert not suspect(path)


def test_what_others_wrote_meanwhile_is_known_to_the_next_change(tmp_path: Path) -> None:
    project = small(tmp_path)
    graph = kg.open(project.root)
    graph.add(files(project)[0])
    assert str(graph["arvenia"]) == "Arvenia"  # so that it is open when the others write
    given(project, PERSON)
    given(project, POST)
    assert graph.add(write(project, TENURE))
    assert str(graph["paul-port"]) == "Paul Port"
    build(project)
    assert graph.add(write(project, MEETING))
    assert graph.add(write(project, PARTICIPATION))
    assert exported(project) == rebuilt(project)


def test_the_right_is_taken_once(tmp_path: Path) -> None:
    project = small(tmp_path)
    graph, second = kg.open(project.root), kg.open(project.root)
    with graph.writing(), pytest.raises(KgError, match="writes this graph"), second.writing(wait=0):
        pass


def test_a_graph_in_a_file_takes_no_changes(tmp_path: Path) -> None:
    project = small(tmp_path)
    kg.open(project.root).export(tmp_path / "graph.nt")
    with pytest.raises(KgError, match="takes no changes"), kg.open(tmp_path / "graph.nt").writing():
        pass


@pytest.mark.parametrize("seed", range(6))
def test_what_was_acknowledged_outlives_a_process_that_is_killed(tmp_path: Path, seed: int) -> None:
    project = small(tmp_path)
    chance = random.Random(seed)
    told = chance.randrange(1, len(TEXTS) + 1)
    process = subprocess.Popen(
        [sys.executable, "-c", ADDER, *files(project)],
        cwd=project.root, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8",
    )  # fmt: skip
    assert process.stdout is not None
    for number in range(1, told + 1):
        assert process.stdout.readline() == f"{number}\n"
    try:
        process.wait(chance.uniform(0, 0.05))
    except subprocess.TimeoutExpired:
        process.kill()
    process.communicate(timeout=PATIENCE)
    made = len(changes(project))
    assert told <= made <= len(TEXTS)
    held = exported(project)
    single = small(tmp_path / "single")
    for text in TEXTS[:told]:
        given(single, text)
    graphs = [exported(single)]
    for text in TEXTS[told:made]:
        given(single, text)
        graphs.append(exported(single))
    assert held in graphs
    after = ':lee-lock a dkg:Person ; skos:prefLabel "Lee Lock"@en .\n'
    assert given(project, after)
    assert given(single, after)
    assert exported(project) == exported(single) == rebuilt(project)
