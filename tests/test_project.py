"""Where a project and its content lie, and what its own files do to the packaged ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import UnusableError
from kg.project import CONTENT, Own, Project, find_project, locate_project, refuse_unfit


def write(path: Path, text: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_the_project_is_the_nearest_folder_with_a_settings_file(tmp_path: Path) -> None:
    write(tmp_path / "kg.toml")
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    assert find_project(inner).root == tmp_path
    write(tmp_path / "a" / "kg.toml")
    assert find_project(inner).root == tmp_path / "a"
    assert find_project(inner).store == tmp_path / "a" / ".kg"


def test_without_a_settings_file_it_is_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert find_project().root == tmp_path
    assert find_project().sources is None


def test_the_packaged_content_is_found() -> None:
    assert all((locate_project().packaged / kind).is_dir() for kind in CONTENT)


@pytest.mark.parametrize("name", ["missing", "file"])
def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path, name: str) -> None:
    write(tmp_path / "file")
    with pytest.raises(UnusableError, match="there is no folder"):
        find_project(tmp_path / name)


def test_who_has_no_home_can_have_a_graph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless(_: Path) -> Path:
        raise RuntimeError

    monkeypatch.setenv("HOME", str(tmp_path))
    with pytest.raises(UnusableError, match="is the home folder"):
        refuse_unfit(locate_project(tmp_path))
    monkeypatch.setattr(Path, "expanduser", homeless)
    refuse_unfit(locate_project(tmp_path))


# Settings


def test_the_texts_are_those_named_first_then_those_of_the_settings(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "others").mkdir()
    write(tmp_path / "kg.toml", 'sources = "texts"')
    assert find_project(tmp_path).sources == tmp_path / "texts"
    assert find_project(tmp_path, sources=tmp_path / "others").sources == tmp_path / "others"
    assert locate_project(tmp_path).sources is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("sources = [", "kg.toml: not TOML"),
        ('sorces = "x"', "kg.toml:1: unknown setting sorces; did you mean sources?"),
        ("colour = 1", "kg.toml:1: unknown setting colour; known settings: name, sources, documents, authorities"),
        ('documents = "owm"', "kg.toml:1: documents cannot be 'owm'; did you mean own?"),
        ('documents = "mine"', 'kg.toml:1: documents cannot be \'mine\'; write "all" or "own"'),
        ("name = 'x'\nsources = 5", 'kg.toml:2: sources is no text; write `sources = "…"`'),
        ("\n\nauthorities = 'own'", 'kg.toml:3: documents are not left out; write `documents = "own"` too'),
    ],
)
def test_settings_that_cannot_be_read_are_errors(tmp_path: Path, text: str, message: str) -> None:
    write(tmp_path / "kg.toml", text)
    with pytest.raises(UnusableError) as caught:
        find_project(tmp_path)
    assert str(caught.value).startswith(message)


def test_a_folder_of_texts_that_is_not_there_is_blamed_on_whoever_named_it(tmp_path: Path) -> None:
    write(tmp_path / "kg.toml", 'name = "x"\n# where the texts are\n  sources   = "nowhere"\n')
    with pytest.raises(UnusableError) as caught:
        find_project(tmp_path)
    assert str(caught.value) == (
        f"kg.toml:3: there is no folder {tmp_path / 'nowhere'}; mend `sources`, which is read from the folder of "
        "kg.toml, or name another with --sources"
    )
    with pytest.raises(UnusableError) as caught:
        find_project(tmp_path, sources=Path("elsewhere"))
    assert (
        str(caught.value) == "there is no folder elsewhere; name the folder of the texts with --sources or KG_SOURCES"
    )


def test_settings_that_are_not_utf8_are_an_error(tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_bytes(b'name = "\xff"')
    with pytest.raises(UnusableError, match="not TOML"):
        find_project(tmp_path)


# Content


@pytest.fixture
def two(tmp_path: Path) -> Project:
    """A project whose files lie over packaged ones."""
    for name in ("b.rq", "a.rq", "deep/c.rq"):
        write(tmp_path / "packaged/queries" / name, "packaged")
    for name in ("b.rq", "d.rq", "notes.txt"):
        write(tmp_path / "own/queries" / name, "own")
    return Project(root=tmp_path / "own", packaged=tmp_path / "packaged")


def test_a_file_of_the_same_name_replaces_the_packaged_one(two: Project) -> None:
    found = two.files("queries", "*.rq")
    assert [path.name for path in found] == ["a.rq", "b.rq", "d.rq"]
    assert [path.read_text(encoding="utf-8") for path in found] == ["packaged", "own", "own"]
    assert [path.name for path in two.files("queries", "**/*.rq")] == ["a.rq", "b.rq", "d.rq", "c.rq"]
    assert two.files("shapes", "*.ttl") == ()


def test_a_path_is_shown_as_it_lies_in_the_project(two: Project) -> None:
    assert two.shown(two.root / "queries" / "b.rq") == "queries/b.rq"
    assert two.shown(two.packaged / "queries" / "a.rq") == "queries/a.rq"
    assert two.shown(Path("/elsewhere/x.rq")) == "/elsewhere/x.rq"


def test_a_project_can_leave_out_what_comes_with_kg(tmp_path: Path) -> None:
    for name in ("mappings/a.yaml", "mappings/authorities/a.yaml", "shapes/a.ttl"):
        write(tmp_path / "packaged" / name)
        write(tmp_path / "own" / name.replace("a.", "b."))
    whole = Project(root=tmp_path / "own", packaged=tmp_path / "packaged")
    for own, documents, authorities in (
        (Own(), ["a.yaml", "b.yaml"], ["a.yaml", "b.yaml"]),
        (Own(documents=True), ["b.yaml"], ["a.yaml", "b.yaml"]),
        (Own(documents=True, authorities=True), ["b.yaml"], ["b.yaml"]),
    ):
        project = whole._replace(own=own)
        assert [path.name for path in project.documents()] == documents
        assert [path.name for path in project.authorities()] == authorities
        assert len(project.files("shapes", "*.ttl")) == 2
