"""The files of changes: the same bytes for the same change, read by others, and no damage goes unnoticed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import rdflib
from hypothesis import given as for_all
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.errors import KgError, UnusableError
from kg.journal import Change, Head, Journal
from kg.rdfpatch import Delta, body, read_row

NODE = NamedNode("https://w3id.org/dkg/id/node")
HEAD = Head("2026-01-31T12:00:00Z", "Ann Alpha", "what for")


def statement(value: str) -> Triple:
    return Triple(NODE, NODE, Literal(value))


def delta(*values: str) -> Delta:
    return Delta(tuple(map(statement, values)), ())


def journal(folder: Path, count: int = 3) -> Journal:
    found = Journal(folder)
    for number in range(count):
        found.append(
            found.draft(HEAD, delta(f"value {number}", "b", "a") if number else delta("value", 'x"\\\n\u2028é'))
        )
    return found


def test_a_change_reads_as_it_was_written(tmp_path: Path) -> None:
    found = Journal(tmp_path)
    drafted = found.draft(
        HEAD._replace(message=" two \n lines ", undoes=7, retracts=NODE.value),
        Delta((statement("b"), statement("a")), (statement("c"),)),
    )
    found.append(drafted)
    read = found.read(1)
    assert (read.id, read.prev, read.number) == (drafted.id, None, 1)
    assert read.head == HEAD._replace(message="two lines", undoes=7, retracts=NODE.value) == drafted.head
    assert read.delta == Delta((statement("a"), statement("b")), (statement("c"),))
    assert read.lines == drafted.lines
    assert read.render() == drafted.render() == found.path(1).read_text(encoding="utf-8")
    assert [path.name for path in found.folder.iterdir()] == ["0001.rdfp"]


def test_lines_tell_where_statements_stand(tmp_path: Path) -> None:
    found = journal(tmp_path)
    for change in found.changes():
        rows = found.path(change.number).read_text(encoding="utf-8").split("\n")
        for triple, line in change.lines.items():
            letter, quad = read_row(rows[line - 1]) or ("", None)
            assert letter == "A"
            assert quad is not None
            assert quad.triple == triple
            assert str(change.place(triple)) == f"changes/{change.number:04}.rdfp:{line}"


_TERMS = st.builds(Literal, st.text(st.characters(exclude_categories=["Cs"]), max_size=8)) | st.builds(
    lambda text: Literal(text, language="fa"), st.text(st.characters(exclude_categories=["Cs"]), max_size=4)
)


@for_all(st.sets(_TERMS, max_size=6), st.sets(_TERMS, max_size=3), st.text(max_size=20))
def test_any_change_survives_its_file(tmp_path_factory: pytest.TempPathFactory, new, old, message) -> None:
    found = Journal(tmp_path_factory.mktemp("journal"))
    change = Delta(
        tuple(Triple(NODE, NODE, term) for term in new), tuple(Triple(NODE, NODE, term) for term in old - new)
    )
    try:
        message.encode()
    except UnicodeEncodeError:
        message = "?"
    found.append(found.draft(HEAD._replace(message=message), change))
    read = found.read(1)
    assert (set(read.delta.added), set(read.delta.removed)) == (set(change.added), set(change.removed))
    assert read.head.message == " ".join(message.split())


def test_rdflib_applies_the_same_change(tmp_path: Path) -> None:
    found = Journal(tmp_path)
    found.append(found.draft(HEAD, delta("a", "b", 'quo"te\\ \n new line', "é\u2028")))
    found.append(found.draft(HEAD, Delta((statement("c"),), (statement("a"),))))
    other = rdflib.Dataset()
    for number in (1, 2):
        other.parse(found.path(number), format="patch")
    assert {str(value) for _, _, value, _ in other.quads()} == {"b", "c", 'quo"te\\ \n new line', "é\u2028"}


def test_a_name_is_demanded_of_every_node(tmp_path: Path) -> None:
    with pytest.raises(KgError, match="a node without a name"):
        Journal(tmp_path).draft(HEAD, Delta((Triple(BlankNode("b"), NODE, NODE),)))


# Damage


def read_all(found: Journal) -> list[Change]:
    return list(found.changes())


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_file_that_is_cut_off_anywhere_is_noticed(tmp_path: Path, number: int) -> None:
    found = journal(tmp_path)
    whole = found.path(number).read_bytes()
    for length in range(len(whole)):
        found.path(number).write_bytes(whole[:length])
        with pytest.raises(UnusableError) as caught:
            read_all(found)
        assert re.match(rf"changes/000{number}\.rdfp:\d+: the change is cut off", str(caught.value)) or (
            str(caught.value).startswith(f"changes/000{number}.rdfp: it is not UTF-8")
        )
        assert "restore" in str(caught.value)


@pytest.mark.parametrize("number", [1, 2, 3])
def test_an_edit_of_any_byte_is_noticed(tmp_path: Path, number: int) -> None:
    found = journal(tmp_path)
    whole = found.path(number).read_bytes()
    for at in range(len(whole)):
        damaged = bytearray(whole)
        damaged[at] = ord("x") if damaged[at] != ord("x") else ord("y")
        found.path(number).write_bytes(bytes(damaged))
        with pytest.raises(UnusableError, match=rf"^changes/000{number}\.rdfp"):
            read_all(found)


def test_a_file_that_is_missing_is_named_and_so_are_those_that_hang_on_it(tmp_path: Path) -> None:
    found = journal(tmp_path, 4)
    found.path(2).unlink()
    with pytest.raises(UnusableError) as caught:
        found.count()
    assert str(caught.value) == ("changes/0002.rdfp: the change is missing; restore it, or give up all later ones")


def test_without_the_last_file_the_one_before_is_the_last(tmp_path: Path) -> None:
    found = journal(tmp_path)
    found.path(3).unlink()
    assert [change.number for change in found.changes()] == [1, 2]


def test_a_file_under_another_number_is_noticed(tmp_path: Path) -> None:
    found = journal(tmp_path)
    found.path(1).write_bytes(found.path(2).read_bytes())
    with pytest.raises(
        UnusableError, match=r"changes/0001\.rdfp:3: the file says that it is change 2; give it its name"
    ):
        read_all(found)


def test_a_file_of_another_history_is_noticed(tmp_path: Path) -> None:
    found, other = journal(tmp_path / "one"), journal(tmp_path / "other", 1)
    other.append(other.draft(HEAD._replace(message="another"), delta("z")))
    found.path(2).write_bytes(other.path(2).read_bytes())
    with pytest.raises(UnusableError, match=r"changes/0003\.rdfp:2: it does not follow changes/0002\.rdfp"):
        read_all(found)
    with pytest.raises(UnusableError, match=r"changes/0003\.rdfp:2: it does not follow"):
        list(found.changes(since=2))


@pytest.mark.parametrize("name", ["1.rdfp", "00001.rdfp", "0001-b.rdfp", "new.rdfp"])
def test_a_strange_name_is_noticed(tmp_path: Path, name: str) -> None:
    found = journal(tmp_path)
    (found.folder / name).write_text("")
    with pytest.raises(UnusableError, match=rf"changes/{name}: no name of a change"):
        read_all(found)


def test_what_is_no_change_may_lie_beside_them(tmp_path: Path) -> None:
    found = journal(tmp_path)
    (found.folder / "README.md").write_text("")
    (found.folder / "0004.rdfp.part").write_text("TX .")
    assert len(read_all(found)) == 3
    assert Journal(tmp_path / "nowhere").count() == 0


def test_line_ends_of_another_system_are_no_edit(tmp_path: Path) -> None:
    found = journal(tmp_path)
    before = read_all(found)
    for number in (1, 2, 3):
        found.path(number).write_bytes(found.path(number).read_bytes().replace(b"\n", b"\r\n"))
    assert read_all(found) == before


def test_a_statement_stands_once(tmp_path: Path) -> None:
    found = journal(tmp_path, 1)
    text = found.path(1).read_text(encoding="utf-8")
    row = next(row for row in text.split("\n") if row.startswith("A "))
    found.path(1).write_text(text.replace(f"{row}\n", f"{row}\n{row}\n"), encoding="utf-8")
    with pytest.raises(UnusableError, match=r"0001\.rdfp:8: the statement stands in line 7 already"):
        read_all(found)


def test_lines_come_sorted_whatever_the_order() -> None:
    rows = body([statement("d"), statement("c")], [statement("b"), statement("a")])
    assert rows == body([statement("c"), statement("d")], [statement("a"), statement("b")])
    assert [row[0] for row in rows] == ["D", "D", "A", "A"]
