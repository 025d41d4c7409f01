"""The store: a new directory a build, a pointer, one writer, readers that keep what they opened."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store

from kg.errors import KgError, UnusableError
from kg.store import local
from kg.store.answers import answer
from kg.store.local import Writing, current, digest, open_current
from support import environment, run_kg


def quads(*numbers: int) -> list[Quad]:
    return [Quad(NamedNode(f"urn:s{n}"), NamedNode("urn:p"), Literal(str(n))) for n in numbers]


def write(folder: Path, *numbers: int, name: str = "a") -> Path:
    with Writing(folder) as writing:
        return writing.replace(quads(*numbers), name)


def numbers(store: Store) -> set[str]:
    return {str(quad.object.value) for quad in store if isinstance(quad.object, Literal)}


# Writing


def test_each_graph_has_a_directory_of_its_own_and_the_old_one_goes(tmp_path: Path) -> None:
    first = write(tmp_path, 1, name="one")
    second = write(tmp_path, 1, 2, name="two")
    assert first != second
    assert current(tmp_path) == second
    assert [path.name for path in tmp_path.glob("graph-*")] == ["graph-two"]
    assert numbers(open_current(tmp_path)) == {"1", "2"}
    assert not (tmp_path / "current.new").exists()


def test_the_same_graph_is_not_written_over_itself(tmp_path: Path) -> None:
    assert write(tmp_path, 1) != write(tmp_path, 1)
    assert len(list(tmp_path.glob("graph-*"))) == 1


def test_a_reader_keeps_its_graph_and_a_new_one_sees_the_new(tmp_path: Path) -> None:
    write(tmp_path, *range(2_000), name="one")
    reader = open_current(tmp_path)
    write(tmp_path, 7, name="two")
    assert len(numbers(reader)) == 2_000
    assert sum(1 for _ in reader.quads_for_pattern(NamedNode("urn:s1999"), None, None, None)) == 1
    assert numbers(open_current(tmp_path)) == {"7"}


def test_what_fails_on_the_way_leaves_the_old_graph(tmp_path: Path) -> None:
    before = write(tmp_path, 1, name="one")

    def broken() -> Iterator[Quad]:
        yield from quads(2)
        raise OSError(28, "No space left on device")

    def refuse(_: Path) -> None:
        raise OSError(13, "Permission denied")

    with Writing(tmp_path) as writing:
        with pytest.raises(KgError, match="cannot be written"):
            writing.replace(broken(), "two")
        with pytest.raises(KgError, match="cannot be written"):
            writing.replace(quads(3), "three", refuse)
        with pytest.raises(KeyboardInterrupt):
            writing.replace(quads(3), "three", lambda _: (_ for _ in ()).throw(KeyboardInterrupt))
    assert current(tmp_path) == before
    assert list(tmp_path.glob("graph-*")) == [before]
    assert numbers(open_current(tmp_path)) == {"1"}


def test_what_is_called_last_sees_the_old_graph_as_current(tmp_path: Path) -> None:
    before = write(tmp_path, 1, name="one")
    seen: list[Path | None] = []
    with Writing(tmp_path) as writing:
        writing.replace(quads(2), "two", lambda _: seen.append(current(tmp_path)))
    assert seen == [before]


def test_the_second_writer_is_told(tmp_path: Path) -> None:
    with Writing(tmp_path), pytest.raises(KgError, match=r"process \d+ \(.+\) writes this graph"), Writing(tmp_path):
        pass
    write(tmp_path, 1)


def test_the_system_frees_the_lock_of_a_writer_that_is_killed(tmp_path: Path) -> None:
    script = (
        "import sys, time\nfrom pathlib import Path\nfrom kg.store.local import Writing\n"
        "with Writing(Path(sys.argv[1])):\n    print('held', flush=True)\n    time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)], env=environment(), stdout=subprocess.PIPE, encoding="utf-8"
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(KgError, match=r"process \d+ \("), Writing(tmp_path):
            pass
        os.kill(holder.pid, signal.SIGKILL)
        holder.wait(timeout=10)
    write(tmp_path, 1)


def test_a_folder_that_cannot_be_made_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(KgError, match="cannot be written"), Writing(tmp_path / "file" / "store"):
        pass


def test_the_lock_is_let_go_when_writing_ends(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), Writing(tmp_path):
        raise ZeroDivisionError
    with (tmp_path / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


# Reading


def test_where_nothing_was_built_the_remedy_is_to_build(tmp_path: Path) -> None:
    with pytest.raises(UnusableError, match="there is no graph here yet; run `kg build`"):
        open_current(tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("pointer", ["graph-gone\n", "", "../elsewhere"])
def test_a_pointer_to_nothing_is_said_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pointer: str) -> None:
    monkeypatch.setattr(local, "_PAUSE", 0.0)
    write(tmp_path, 1)
    (tmp_path / "current").write_text(pointer)
    with pytest.raises(UnusableError, match=r"cannot be opened .* run `kg build`"):
        open_current(tmp_path)


@pytest.mark.parametrize("victim", ["CURRENT", "MANIFEST-*", "*.sst"])
def test_a_damaged_graph_is_said_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, victim: str) -> None:
    monkeypatch.setattr(local, "_PAUSE", 0.0)
    path = write(tmp_path, *range(100))
    for file in path.glob(victim):
        file.write_bytes(b"damaged")
    with pytest.raises(UnusableError, match=r"cannot be opened .* run `kg build`"):
        open_current(tmp_path)


def test_a_reader_tries_again_while_a_writer_swaps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(tmp_path, 1)
    pointers = iter([tmp_path / "graph-removed-meanwhile", path])
    monkeypatch.setattr(local, "current", lambda _: next(pointers))
    monkeypatch.setattr(time, "sleep", lambda _: None)
    assert numbers(open_current(tmp_path)) == {"1"}


def test_readers_never_fail_beside_a_writer(tmp_path: Path) -> None:
    write(tmp_path, 0, name="0")
    script = (
        "import sys\nfrom pathlib import Path\nfrom kg.store.local import open_current\n"
        "for _ in range(40):\n    assert len(open_current(Path(sys.argv[1]))) == 1"
    )
    command = [sys.executable, "-c", script, str(tmp_path)]
    with subprocess.Popen(command, env=environment(), stderr=subprocess.PIPE, encoding="utf-8") as reader:
        for n in range(1, 30):
            write(tmp_path, n, name=str(n))
        _, problems = reader.communicate(timeout=60)
    assert reader.returncode == 0, problems


@given(st.lists(st.text(), max_size=5))
def test_the_digest_tells_lines_apart(lines: list[str]) -> None:
    assert digest(lines) == digest(list(lines))
    assert digest([*lines, ""]) != digest(lines)


# Answers


def test_the_prefixes_of_the_project_are_known() -> None:
    assert isinstance(answer(Store(), "SELECT ?x { ?x a dkg:Person ; skos:prefLabel ?n ; :x :y }"), QuerySolutions)


@pytest.mark.parametrize(
    ("sparql", "message"),
    [
        ("SELECT * {", "q.rq:1:10: not SPARQL: this { is never closed; close it"),
        ("SELECT", "q.rq:1:7: not SPARQL: the parser stopped at its end"),
        (
            "SELECT ?x {\n  ?x a dkg:Person .\n  ?x foo:bar 1 }",
            "q.rq:3:6: unknown prefix foo:; declare it, or use one of",
        ),
        ("SELECT ?x { ?x y:z ?v } # a:b", "q.rq:1:16: unknown prefix y:"),
        ("PREFIX y: <urn:x:y>\nSELECT ?x { ?x y:z 'q:r', \"s:t\", <u:v> , _:b ; }}", "q.rq:2:"),
        ("SELECT ?x { <a b> ?p ?o }", "q.rq:1:"),
        ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", "q.rq: this is an update, and queries only read"),
        ("PREFIX x: <urn:x>\nDELETE WHERE { ?s ?p ?o }", "q.rq: this is an update, and queries only read"),
        ("SELECT (<urn:f>(1) AS ?x) {}", "q.rq: the query cannot be run: "),
        ("", "q.rq:1:1: not SPARQL"),
    ],
)
def test_a_query_that_cannot_be_run_is_said_in_one_sentence(sparql: str, message: str) -> None:
    with pytest.raises(UnusableError) as caught:
        answer(Store(), sparql, "q.rq")
    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 200


@given(st.text(max_size=60))
def test_no_text_at_all_gives_a_traceback(text: str) -> None:
    try:
        answer(Store(), text)
    except UnusableError as error:
        assert "\n" not in str(error)


@pytest.mark.parametrize(
    ("query", "refused"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", True),
        ("SELECT * { service silent ?where { ?s ?p ?o } }", True),
        ('SELECT ?x { BIND("SERVICE <x> {" AS ?x) } # SERVICE', False),
        ("SELECT ?service { ?service <http://example.org/SERVICE> ?o }", False),
    ],
)
def test_no_query_asks_another_server(query: str, refused: bool) -> None:
    if refused:
        with pytest.raises(UnusableError, match="another server"):
            answer(Store(), query)
    else:
        list(answer(Store(), query))


def _folder(pointer: Path) -> None:
    pointer.mkdir()


def _loop(pointer: Path) -> None:
    pointer.symlink_to(pointer.name)


def _bar(pointer: Path) -> None:
    pointer.parent.rmdir()
    pointer.parent.write_text("a file", encoding="utf-8")


@pytest.mark.parametrize(
    ("spoil", "said", "remedy"),
    [
        (_folder, "is a folder", "remove it, and run `kg build`"),
        (_loop, "too many levels", "mend its rights, or remove it"),
        (_bar, "not a directory", "mend its rights, or remove it"),
    ],
)
def test_a_pointer_that_cannot_be_read_is_said_in_words(tmp_path: Path, spoil, said: str, remedy: str) -> None:
    project = tmp_path / "project"
    (project / ".kg").mkdir(parents=True)
    (project / "kg.toml").write_text('name = "spoilt"\n', encoding="utf-8")
    spoil(project / ".kg" / "current")
    (project / "new.ttl").write_text("<urn:s> <urn:p> <urn:o> .", encoding="utf-8")
    for command in (["stats"], ["validate", "new.ttl"], ["add", "new.ttl"], ["undo"], ["query", "ASK {}"]):
        done = run_kg(project, *command)
        assert (done.returncode, done.stdout) == (2, ""), done.stderr
        assert done.stderr.startswith("kg: the graph cannot be ") and done.stderr.count("\n") == 1, done.stderr
    with pytest.raises(UnusableError, match=f"{said}.*{remedy}"):
        open_current(project / ".kg")


def test_a_pointer_without_rights_is_said_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(UnusableError, match="current: permission denied\\); mend its rights"):
        open_current(tmp_path)


def test_a_build_says_what_is_in_its_way(tmp_path: Path) -> None:
    (tmp_path / "current").mkdir()
    with (
        pytest.raises(KgError, match="current\\); remove this folder: a file belongs there"),
        Writing(tmp_path) as right,
    ):
        right.replace([], "one")
    assert not list(tmp_path.glob("graph-*"))
