"""The page on speed shows what was measured: its table and picture are those of the file of measurements."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from support import ROOT

BENCHMARKS = ROOT / "benchmarks"


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    from validation import Measured

    kept = json.loads((BENCHMARKS / "validation.json").read_text(encoding="utf-8"))["measured"]
    return [Measured(**row) for row in kept]


def test_the_table_is_that_of_the_measurements(measured: list[object]) -> None:
    table = sys.modules["validation"].table(measured)
    assert table in (ROOT / "docs" / "speed.md").read_text(encoding="utf-8")


def test_the_picture_is_that_of_the_measurements(measured: list[object], tmp_path: Path) -> None:
    pytest.importorskip("matplotlib")
    import validation_plot

    validation_plot.draw(measured, tmp_path / "validation.svg")
    assert (tmp_path / "validation.svg").read_bytes() == (ROOT / "docs" / "pictures" / "validation.svg").read_bytes()


def test_an_engine_must_find_the_mistakes_and_no_others(measured: list[object]) -> None:
    ours = [each for each in measured if each.engine.startswith("kg")]
    assert {(each.found, each.unexpected) for each in ours} == {(20, 0)}
