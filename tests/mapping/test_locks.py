"""The lock: with it the texts are not needed; without them nothing changes unchecked."""

import json
import shutil
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import UnusableError
from kg.mapping.compiler import compile_mappings
from kg.mapping.lock import Lock, read_lock
from kg.project import Project
from kg.texts.anchors import Passage
from kg.texts.documents import digest
from mapping.small import HEADER, MEETING, ROOT, TRADE, ontology, says

TRADING = says(TRADE, "affirms: Trade in fish")
SPEECH = """
- speech: {who}
  at: {at}
  passages:
"""
ALPHA = SPEECH.format(who="ann-alpha", at="Foreign Minister Ann Alpha")
BETA = SPEECH.format(who="bob-beta", at="Bob Beta died")
SAID = '  - at: "{}"\n    says: [{{affirms: {}}}]\n'
FIRST, SECOND, THIRD = (
    SAID.format(at, what)
    for at, what in (
        ("“Borduria is a friend,”", "A friend"),
        ("Will Beta agree?", "Agree"),
        ("Arcadia wants more trade.", "More"),
    )
)


@pytest.fixture
def locked(small):
    """The small project with its lock written."""
    compiled = small.compile(MEETING + TRADING)
    assert not compiled.errors
    small.write_lock(compiled)
    return small


def test_without_texts_the_statements_are_the_same(locked):
    with_text = locked.compile(MEETING + TRADING)
    without = locked.compile(MEETING + TRADING, with_text=False)
    assert not without.errors
    assert without.quads == with_text.quads
    assert without.documents[0].lock == replace(
        with_text.documents[0].lock, passages=without.documents[0].lock.passages
    )
    assert without.documents[0].text is None


def test_a_lock_is_current_until_something_changes(locked):
    assert locked.compile(MEETING + TRADING).documents[0].lock_is_current
    for other in (MEETING, TRADING + MEETING, MEETING + TRADING.replace("Trade in", "Fish in")):
        assert not locked.compile(other).documents[0].lock_is_current
    locked.lock.unlink()
    assert not locked.compile(MEETING + TRADING).documents[0].lock_is_current


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("affirms: Trade in fish", "affirms: Trade in Ruritania", "{trading}:7"),
        ("affirms: Trade in fish", "affirms: Trade in fish\n    note: A remark.", "{trading}:7"),
        ("place: zenda", "about: [trade]", "{meeting}:7"),
        ("when: 2020-05-05", "when: 2020-05-06", "{meeting}:7"),
    ],
)
def test_a_changed_record_is_refused_at_its_passage(locked, old, new, line):
    lines = (HEADER + "passages:\n" + (MEETING + TRADING).strip("\n")).splitlines()
    at = {
        "meeting": 1 + next(n for n, text in enumerate(lines) if text.startswith("- at")),
        "trading": 1 + max(n for n, text in enumerate(lines) if text.startswith("- at")),
    }
    errors = locked.errors((MEETING + TRADING).replace(old, new), with_text=False)
    assert errors == [
        f"mappings/zenda.yaml:{line.format(**at)}: changed since it was checked against the text;"
        " run `kg build --sources DIR` with the texts"
    ]


def test_a_changed_header_is_refused(locked):
    locked.header = HEADER.replace("title: A Meeting in Zenda", "title: Another Meeting")
    assert locked.errors(MEETING + TRADING, with_text=False)[0].startswith("mappings/zenda.yaml:1:1: changed since")


@pytest.mark.parametrize("other", [TRADING + MEETING, MEETING, MEETING + TRADING + TRADING.replace("fish", "trade")])
def test_passages_moved_removed_or_added_are_refused(locked, other):
    assert "changed since it was checked" in locked.errors(other, with_text=False)[0]


@pytest.mark.parametrize(
    "moved",
    [
        ALPHA + FIRST + BETA + SECOND + THIRD,
        ALPHA + FIRST + SECOND + THIRD + BETA,
        ALPHA + FIRST + BETA + THIRD + SECOND,
    ],
)
def test_a_passage_that_another_says_is_refused(small, moved):
    compiled = small.compile(ALPHA + FIRST + SECOND + BETA + THIRD)
    assert not compiled.errors
    small.write_lock(compiled)
    assert small.errors(ALPHA + FIRST + SECOND + BETA + THIRD, with_text=False) == []
    assert small.errors(moved, with_text=False)


def test_no_lock_and_no_text(small):
    error = small.errors(MEETING, with_text=False)
    assert error == [
        "mappings/zenda.yaml: the mapping has no lock and the texts are not at hand;"
        " run `kg build --sources DIR` with the texts"
    ]


def test_a_changed_text_is_refused_with_and_without_it(locked):
    locked.text = locked.text.replace("5.3", "5.4")
    assert not locked.errors(says("5.4 billion", "notes: Trade"))  # the header names the new text
    assert "the lock was made for another text" in locked.errors(MEETING + TRADING, with_text=False)[0]
    locked.header = HEADER.replace("{sha256}", digest("the old text"))
    assert "zenda.txt is not the text that was mapped" in locked.errors(MEETING + TRADING)[0]


def change(lock, key, value):
    data = json.loads(lock.read_text(encoding="utf-8"))
    data[key] = value
    lock.write_text(json.dumps(data), encoding="utf-8")


@pytest.mark.parametrize(
    "content", ["", "{", "[]", "{}", "null", '"x"', '{"anchors": {"a": 1}}', '{"anchors": [1]}', '{"anchors": null}']
)
def test_a_damaged_lock_is_an_error_that_names_it(locked, content):
    locked.lock.write_text(content, encoding="utf-8")
    errors = locked.errors(MEETING + TRADING, with_text=False)
    assert len(errors) == 1
    assert errors[0].startswith("mappings/zenda.lock.json: a damaged lock")
    with pytest.raises(UnusableError):
        read_lock(locked.path, "mappings/zenda.yaml")


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("length", "many", "a damaged lock"),
        ("anchors", [], "the lock lacks the passage"),
        ("anchors", [{"at": "x", "start": 1, "end": 2, "sha256": ""}], "the lock lacks the passage"),
        ("anchors", [{"at": "x", "start": "one", "end": 2, "sha256": ""}], "a damaged lock"),
        ("checked", [], "changed since it was checked"),
        ("sha256", "00", "the lock was made for another text"),
    ],
)
def test_a_lock_that_does_not_fit_is_refused(locked, key, value, message):
    change(locked.lock, key, value)
    assert message in locked.errors(MEETING + TRADING, with_text=False)[0]


def test_with_the_text_a_damaged_lock_does_not_matter(locked):
    locked.lock.write_text("{", encoding="utf-8")
    compiled = locked.compile(MEETING + TRADING)
    assert not compiled.errors
    assert not compiled.documents[0].lock_is_current


passages = st.builds(Passage, st.integers(0), st.integers(0), st.text("0123456789abcdef", min_size=64, max_size=64))
locks = st.builds(
    Lock,
    st.text("0123456789abcdef", min_size=64, max_size=64),
    st.integers(0),
    st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), passages, max_size=4),
    st.lists(st.text("0123456789abcdef", min_size=16, max_size=16), max_size=4).map(tuple),
)


@given(locks)
def test_a_lock_is_read_back_as_it_was_written(tmp_path_factory, lock):
    mapping = tmp_path_factory.getbasetemp() / "round.yaml"
    mapping.with_suffix(".lock.json").write_text(lock.render(), encoding="utf-8")
    assert read_lock(mapping, "round.yaml") == lock


# The real mappings


def test_without_the_texts_the_real_mappings_give_the_same_statements(project, sources):
    with_texts = compile_mappings(project._replace(sources=sources), ontology())
    assert not with_texts.errors
    for mapped in with_texts.documents:
        mapped.path.with_suffix(".lock.json").write_text(mapped.lock.render(), encoding="utf-8")
    without = compile_mappings(project, ontology())
    assert not without.errors
    assert without.quads == with_texts.quads
    assert without.findings == with_texts.findings


def test_the_locks_of_the_project_are_what_the_texts_call_for(sources):
    for mapped in compile_mappings(Project(ROOT, ROOT, sources), ontology()).documents:
        assert mapped.lock_is_current, f"run `kg build --sources DIR`: {mapped.file.shown}"


def test_a_project_without_one_text_says_which(project, sources, tmp_path):
    shutil.copytree(sources, tmp_path / "texts")
    next((tmp_path / "texts").glob("003*.txt")).unlink()
    errors = compile_mappings(project._replace(sources=tmp_path / "texts"), ontology()).errors
    assert [error.message.startswith("there is no 003_") for error in errors] == [True]
