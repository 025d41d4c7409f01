"""The tutorial notebook: executed anew, it shows what it showed."""

from __future__ import annotations

import copy
import getpass
import json
import sys
from pathlib import Path

import nbformat
import pytest

from notebook import TUTORIAL, comparable, executed
from support import built


@pytest.fixture(scope="module")
def committed() -> nbformat.NotebookNode:
    return nbformat.read(TUTORIAL, as_version=4)


def test_every_output_is_what_the_cell_gives(committed: nbformat.NotebookNode) -> None:
    assert comparable(executed(TUTORIAL, built())) == comparable(committed), (
        "`python tests/refresh_docs.py` renews them"
    )


def test_it_is_a_notebook_without_traces_of_a_machine(committed: nbformat.NotebookNode) -> None:
    nbformat.validate(committed)
    assert committed.metadata.language_info == {"name": "python"}
    outputs = [output for cell in committed.cells for output in cell.get("outputs", [])]
    assert {output.output_type for output in outputs} <= {"execute_result", "display_data", "stream"}
    assert [cell.execution_count for cell in committed.cells if cell.cell_type == "code"] == list(
        range(1, 1 + sum(cell.cell_type == "code" for cell in committed.cells))
    )
    text = json.dumps([comparable(committed), committed.metadata])
    for trace in (str(Path.home()), sys.prefix, "/tmp", "/home", f"/{getpass.getuser()}"):
        assert trace not in text


def test_it_shows_a_table_an_entity_a_frame_and_a_picture(committed: nbformat.NotebookNode) -> None:
    shown = [output.data for cell in committed.cells for output in cell.get("outputs", []) if "data" in output]
    assert any("image/png" in data for data in shown)
    assert sum("text/html" in data for data in shown) >= 4


def test_another_output_would_be_noticed(committed: nbformat.NotebookNode) -> None:
    other = copy.deepcopy(committed)
    output = next(
        output for cell in other.cells for output in cell.get("outputs", []) if "text/html" in output.get("data", {})
    )
    output.data["text/html"] += " "
    assert comparable(other) != comparable(committed)
