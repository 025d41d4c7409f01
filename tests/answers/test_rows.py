"""Rows: tuples whose cells have names."""

from __future__ import annotations

import copy
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.answers.rows import Row, row_class
from kg.errors import UnknownNameError

names = st.lists(st.from_regex(r"[A-Za-z_0-9é]+", fullmatch=True), unique=True, max_size=6).map(tuple)


@given(names, st.data())
def test_a_row_is_its_tuple_with_names(variables: tuple[str, ...], data: st.DataObject) -> None:
    cells = tuple(data.draw(st.none() | st.integers() | st.text()) for _ in variables)
    row = row_class(variables)(cells)
    assert row == cells and hash(row) == hash(cells) and tuple(row) == cells and len(row) == len(cells)
    assert [row[at] for at in range(len(row))] == list(cells) == [row[name] for name in variables]
    assert row[1:] == cells[1:]
    assert row._asdict() == dict(zip(variables, cells, strict=True))
    for name, cell in zip(variables, cells, strict=True):
        assert name.startswith("_") or getattr(row, name) == cell


def test_no_variable_breaks_a_row() -> None:
    hostile = ("__len__", "__class__", "__getitem__", "_asdict", "count", "index", "variables", "class", "2")
    row = row_class(hostile)(range(9))
    assert len(row) == 9 and list(row) == list(range(9)) and row._asdict()["__len__"] == 0
    assert (row.count, row.index, row.variables, row["class"], getattr(row, "2")) == (4, 5, 6, 7, 8)


def test_a_row_of_no_variables() -> None:
    assert list(row_class(())(())) == [] and repr(row_class(())(())) == "Row()"


def test_a_slip_of_a_name_is_answered() -> None:
    row = row_class(("who", "day"))(("Iran", None))
    with pytest.raises(UnknownNameError, match="the row has no dya; did you mean day"):
        row["dya"]
    with pytest.raises(KeyError, match="it has: who, day"):
        row["xxxx"]
    with pytest.raises(AttributeError, match="the row has no whoo; did you mean who"):
        _ = row.whoo
    assert not hasattr(row, "ndim")
    with pytest.raises(IndexError):
        row[2]


def test_rows_are_values() -> None:
    row = row_class(("who", "count"))(("Iran", 3))
    assert repr(row) == "Row(who='Iran', count=3)"
    for other in (pickle.loads(pickle.dumps(row)), copy.deepcopy(row)):
        assert other == row and other.count == 3 and isinstance(other, Row)
    match row:
        case (who, 3):
            assert who == "Iran"
        case _:
            raise AssertionError
