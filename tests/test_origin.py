"""A graph that is older than its mappings is known for it, and a checkout that only renews times is not."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from kg.project import Project, locate_project
from kg.store import origin
from kg.store.local import current
from kg.store.origin import outdated, read_origin, write_origin
from support import ROOT, built, run_kg

MAPPING = "mappings/003-iran-relations-with-russia.yaml"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    shutil.copytree(built(), root)
    return root


def older(root: Path) -> str | None:
    """Say in what the graph of a folder is older than its content, as a command does."""
    project = locate_project(root)
    graph = current(project.store)
    assert graph is not None
    return outdated(graph, project)


def test_what_was_just_built_is_not_old(copy: Path) -> None:
    assert older(copy) is None
    assert run_kg(copy, "ask", "conflicts").stderr == ""


def test_times_alone_never_count(copy: Path) -> None:
    for path in copy.rglob("*.*"):
        os.utime(path, ns=(1, 1))
    assert older(copy) is None


def test_a_clone_of_the_same_content_is_the_same(copy: Path, tmp_path: Path) -> None:
    for words in (("init", "-q"), ("add", "."), ("-c", "user.name=x", "-c", "user.email=x", "commit", "-qm", "x")):
        (copy / ".gitignore").write_text(".kg/\n", encoding="utf-8")
        subprocess.run(["git", *words], cwd=copy, check=True)
    subprocess.run(["git", "clone", "-q", str(copy), str(tmp_path / "clone")], check=True)
    shutil.copytree(copy / ".kg", tmp_path / "clone/.kg")
    assert older(tmp_path / "clone") is None


@pytest.mark.parametrize(
    ("name", "change"),
    [
        (MAPPING, "append"),
        ("mappings/authorities/persons.yaml", "append"),
        ("ontology/topics.ttl", "append"),
        ("ontology/rules/62-met.rq", "append"),
        (MAPPING, "same size"),
        ("mappings/new.yaml", "append"),
        ("mappings/authorities/new.yaml", "append"),
    ],
)
def test_a_changed_file_is_named(copy: Path, name: str, change: str) -> None:
    path = copy / name
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    path.write_text(text + "# more\n" if change == "append" else text.swapcase(), encoding="utf-8")
    assert older(copy) == f"the graph is older than {name}"
    done = run_kg(copy, "ask", "conflicts")
    assert done.returncode == 0
    assert done.stdout == run_kg(built(), "ask", "conflicts").stdout
    assert done.stderr == f"kg: the graph is older than {name}; run `kg build`\n"


def test_several_changes_are_counted_and_a_mapping_is_named_before_its_lock(copy: Path) -> None:
    for name in (MAPPING, MAPPING.replace(".yaml", ".lock.json")):
        (copy / name).write_text("", encoding="utf-8")
    assert older(copy) == f"the graph is older than {MAPPING} and 1 more"


@pytest.mark.parametrize("name", ["shapes/act.ttl", "queries/who-met.rq", "ontology/alignments.ttl", "notes.txt"])
def test_what_does_not_change_the_graph_does_not_make_it_old(copy: Path, name: str) -> None:
    with (copy / name).open("a", encoding="utf-8") as file:
        file.write("# more\n")
    assert older(copy) is None


def test_of_the_settings_only_what_they_leave_out_counts(copy: Path) -> None:
    settings = copy / "kg.toml"
    settings.write_text('name = "another"\nsources = "texts"\n', encoding="utf-8")
    assert older(copy) is None
    settings.write_text('documents = "own"\n', encoding="utf-8")
    assert older(copy) == "the graph is older than kg.toml"
    settings.write_text("documents = [", encoding="utf-8")
    assert older(copy) is None  # `kg build` says what is wrong
    settings.unlink()
    assert older(copy) is None


def test_the_documents_of_a_project_alone_are_looked_at(tmp_path: Path) -> None:
    run_kg(tmp_path, "init", "--own")
    run_kg(tmp_path, "build")
    assert older(tmp_path) is None
    noted = read_origin(current(tmp_path / ".kg"))
    assert noted is not None
    assert [n for n in noted.sources if n.startswith("mappings/") and n.count("/") == 1] == [
        "mappings/example.lock.json", "mappings/example.yaml",
    ]  # fmt: skip
    (tmp_path / "mappings/example.yaml").unlink()
    assert older(tmp_path) == "the graph is older than mappings/example.yaml"


def test_a_newer_package_is_noticed(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(origin, "__version__", "9.9.9")
    assert older(copy) == "the graph was built by kg 0.1.0, and this is 9.9.9"


def test_packaged_content_that_changed_is_noticed(tmp_path: Path) -> None:
    """As after an upgrade: the project has no content of its own."""
    packaged = tmp_path / "packaged"
    for kind in ("ontology", "mappings"):
        shutil.copytree(ROOT / kind, packaged / kind)
    project, graph = Project(root=tmp_path / "own", packaged=packaged), tmp_path
    write_origin(graph, project)
    assert outdated(graph, project) is None
    (packaged / MAPPING).write_text("", encoding="utf-8")
    assert outdated(graph, project) == f"the graph is older than {MAPPING}"


@pytest.mark.parametrize("note", [None, "", "0.1.0\n", "0.1.0\n0 0\nx y\n", "0.1.0\n0\n"])
def test_a_graph_without_a_note_is_of_an_earlier_version(copy: Path, note: str | None) -> None:
    path = current(copy / ".kg") / "built-from"
    path.unlink() if note is None else path.write_text(note, encoding="utf-8")
    assert older(copy) == "the graph was built by an earlier version of kg"
    assert run_kg(copy, "show", "iran").returncode == 0


def test_where_nothing_changed_no_content_is_read(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: str) -> str:
        raise AssertionError

    monkeypatch.setattr(origin, "_sha256", refuse)
    assert older(copy) is None
