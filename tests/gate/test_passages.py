"""Citations that are written by hand are held against their texts, where these are at hand."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from changes.worlds import HEAD, PERSON, POST, TENURE, small, state
from gate.beside import KNOWN, statements
from kg.errors import KgError, Place
from kg.gate import Given, Intake, expand
from kg.project import Project
from support import run_kg

CITED = """
:here a dkg:Citation ; dkg:basis :basis-stated ; dkg:inDocument :example ;
    dkg:startOffset {start} ;
    dkg:endOffset {end} ;
    dkg:sha256 "{sha256}" {more}.
"""


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return small(tmp_path)


def text_of(project: Project) -> str:
    return (project.root / "texts/example.txt").read_bytes().decode()


def cited(project: Project, start: int, end: int, more: str = "", sha256: str = "") -> Path:
    """Write a fact with a citation into a file; its hash is that of the passage where none is given."""
    sha256 = sha256 or hashlib.sha256(text_of(project)[start:end].encode()).hexdigest()
    path = project.root / "new.ttl"
    citation = CITED.format(start=start, end=end, sha256=sha256, more=more)
    path.write_text(HEAD + PERSON + POST + TENURE.replace(":gazette", ":here") + citation, encoding="utf-8")
    return path


def line_of(path: Path, words: str) -> int:
    return next(n for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1) if words in line)


def test_a_right_citation_is_accepted(project: Project) -> None:
    path = cited(project, 10, 40)
    done = run_kg(project.root, "validate", str(path))
    assert (done.returncode, done.stdout) == (0, "")
    assert "at hand" not in done.stderr
    assert run_kg(project.root, "add", str(path)).returncode == 0


@pytest.mark.parametrize("start", [0, 11])
def test_another_hash_is_refused_at_its_place(project: Project, start: int) -> None:
    path = cited(project, start, 40, sha256="ab" * 32)
    before = state(project)
    for command in ("validate", "add"):
        done = run_kg(project.root, command, path.name)
        assert done.returncode == 1
        (line,) = done.stdout.splitlines()
        assert line.startswith(f"new.ttl:{line_of(path, 'sha256')}:16: violation: :here: ")
        assert f"the SHA-256 is not that of the passage {start}–40 of :example (" in line
        assert line.endswith("`kg cite example 'first words … last words'` gives the right one")
    assert state(project) == before


def test_offsets_that_the_text_does_not_have_are_refused(project: Project) -> None:
    length = len(text_of(project))
    path = cited(project, 10, length + 1)
    done = run_kg(project.root, "validate", str(path))
    assert f"new.ttl:{line_of(path, 'endOffset')}:19: violation: " in done.stdout
    assert f"the text of :example ends at {length}, and has no passage 10–{length + 1}; `kg cite" in done.stdout


def test_words_that_the_passage_does_not_have_are_refused(project: Project) -> None:
    text = text_of(project)
    right = " ".join(text[10:60].split()[1:3])
    for words, code in ((right, 0), ("the moon", 1)):
        done = run_kg(project.root, "validate", str(cited(project, 10, 60, f'; dkg:asWritten "{words}"')))
        assert done.returncode == code, done.stdout
        assert ("the passage does not have the words 'the moon'" in done.stdout) == (code == 1)


def test_a_citation_that_the_graph_has_is_not_moved(project: Project) -> None:
    store = kg.open(project.root)
    (node, start) = next(iter(store.query("SELECT ?c ?s { ?c dkg:startOffset ?s ; dkg:endOffset ?e } ORDER BY ?s")))
    path = project.root / "new.ttl"
    path.write_text(f"{HEAD}<{node.iri}> dkg:startOffset {start + 1} .", encoding="utf-8")
    assert run_kg(project.root, "validate", str(path)).returncode == 1


def test_without_the_text_it_is_accepted_and_said_once(project: Project) -> None:
    path = cited(project, 10, 40, sha256="ab" * 32)
    (project.root / "kg.toml").write_text('documents = "own"\n', encoding="utf-8")
    sentence = "a citation was not held against its text, which is not at hand; name the folder with --sources"
    for command in (["validate"], ["validate", "--format", "json"], ["validate", "--format", "sarif"], ["add"]):
        done = run_kg(project.root, *command, str(path))
        assert done.returncode == 0, done.stdout
        assert done.stderr.count(f"kg: {sentence}\n") == 1
        if "json" in command:
            assert json.loads(done.stdout)["remark"] == sentence
        if "sarif" in command:
            (run,) = json.loads(done.stdout)["runs"]
            (told,) = run["invocations"][0]["toolExecutionNotifications"]
            assert told["message"]["text"] == sentence


def test_the_folder_may_be_named_and_python_holds_it_too(project: Project) -> None:
    path = cited(project, 10, 40, sha256="ab" * 32)
    with pytest.raises(KgError, match="the SHA-256 is not that of the passage"):
        kg.open(project.root).add(path)
    assert not kg.open(project.root).validate(path).conforms
    (project.root / "texts").rename(project.root / "elsewhere")
    (project.root / "kg.toml").write_text('documents = "own"\n', encoding="utf-8")
    assert run_kg(project.root, "validate", str(path), "--sources", "elsewhere").returncode == 1
    assert run_kg(project.root, "add", str(path), KG_SOURCES="elsewhere").returncode == 1


def test_the_length_of_a_new_document_is_that_of_its_text(tmp_path: Path) -> None:
    (tmp_path / "any.txt").write_text("Ночь.", encoding="utf-8")
    sha256 = hashlib.sha256("Ночь.".encode()).hexdigest()
    for length, wrong in ((5, False), (9, True)):
        text = f':night a dkg:Document ; dkg:sha256 "{sha256}" ; dkg:endOffset {length} .'
        given = Given("new.ttl", tuple(statements(text)), {})
        found = [fault.message for fault in expand(KNOWN, [given], Intake(texts=tmp_path)).faults]
        assert ("the text of :night has 5 characters; give that as dkg:endOffset" in found) == wrong


@given(st.text(min_size=1, max_size=30), st.data())
def test_a_citation_is_right_where_it_is_the_hash_of_its_passage(text: str, data: st.DataObject) -> None:
    import tempfile

    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    shift = data.draw(st.sampled_from([0, 1]))
    sha256 = hashlib.sha256(text[start:end].encode()).hexdigest()
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "text.txt").write_bytes(text.encode())
        whole = f':t a dkg:Document ; dkg:sha256 "{hashlib.sha256(text.encode()).hexdigest()}" .'
        one = f":c a dkg:Citation ; dkg:inDocument :t ; dkg:startOffset {start} ; dkg:endOffset {end + shift} ;"
        triples = tuple(statements(f'{whole}\n{one} dkg:sha256 "{sha256}" .'))
        places = {triple: Place("new.ttl", 1, 1) for triple in triples}
        found = expand(KNOWN, [Given("new.ttl", triples, places)], Intake(texts=Path(folder))).faults
    wrong = [fault for fault in found if "passage" in fault.message]
    assert len(wrong) == shift
