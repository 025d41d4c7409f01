"""Answers as tables of pandas and Polars: every value comes back from them as it went in."""

from __future__ import annotations

import io
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.answers.frames import to_pandas, to_polars
from support import built, environment, graph

COLUMNS = {
    "Int64": st.integers(-(2**63), 2**63 - 1),
    "boolean": st.booleans(),
    "string": st.text(),
    "datetime64[s]": st.dates(),
    "datetime64[us]": st.datetimes(),
    "datetime64[us, UTC]": st.datetimes(
        min_value=datetime(2, 1, 1), max_value=datetime(9998, 1, 1), timezones=st.just(timezone(timedelta(hours=3)))
    ),
    "Float64": st.floats(allow_nan=False),
}


def frames(columns: dict[str, list[Any]]) -> tuple[pd.DataFrame, pl.DataFrame]:
    """Return both tables of some columns."""
    rows: list[tuple[Any, ...]] = list(zip(*columns.values(), strict=True))
    return to_pandas(tuple(columns), rows, True), to_polars(tuple(columns), rows, True)


def of_pandas(column: pd.Series[Any]) -> list[Any]:
    """Return the values of a column as Python has them."""
    return [None if value is pd.NA or value is pd.NaT or value is None else value for value in column]


@pytest.mark.parametrize("kind", COLUMNS)
@given(data=st.data())
def test_values_survive_both_libraries(kind: str, data: st.DataObject) -> None:
    values = data.draw(st.lists(st.none() | COLUMNS[kind], min_size=1).filter(any))
    pandas, polars = frames({"x": values})
    assert str(pandas["x"].dtype) == kind
    if kind == "datetime64[s]":
        days = [None if v is None else v.to_pydatetime().date() for v in of_pandas(pandas["x"])]
        assert days == polars["x"].to_list() == values
    else:
        assert of_pandas(pandas["x"]) == polars["x"].to_list() == values


def test_the_open_days_survive() -> None:
    pandas, polars = frames({"day": [date.min, None, date.max]})
    assert str(pandas["day"].dtype) == "datetime64[s]"
    assert [str(day)[:10] for day in pandas["day"]] == ["0001-01-01", "NaT", "9999-12-31"]
    assert pandas["day"].dt.year.tolist()[::2] == [1, 9999]
    assert (polars.schema["day"], polars["day"].to_list()) == (pl.Date, [date.min, None, date.max])


@given(st.lists(st.decimals(allow_nan=False, allow_infinity=False), min_size=1))
def test_a_decimal_is_never_rounded(values: list[Decimal]) -> None:
    pandas, _ = frames({"x": values})
    if str(pandas["x"].dtype) == "Float64":
        assert [Decimal(repr(float(value))) for value in pandas["x"]] == values
    else:
        assert pandas["x"].tolist() == values


@pytest.mark.parametrize(
    ("values", "kind", "theirs"),
    [
        ([Decimal("13.29"), 5, None], "Float64", pl.Float64),
        ([Decimal(100_000_000_000), 0.5], "Float64", pl.Float64),
        ([Decimal("0.12345678901234567890")], "object", pl.String),
        ([2**63], "object", pl.String),
        ([1, "a"], "object", pl.String),
        ([True, 1], "object", pl.String),
        ([date(2018, 4, 9), "spring"], "object", pl.String),
        ([datetime(2018, 4, 9), datetime(2018, 4, 9, tzinfo=UTC)], "object", pl.String),
        ([None, None], "object", pl.Null),
    ],
)
def test_a_column_has_the_narrowest_type_that_holds_it(values: list[Any], kind: str, theirs: Any) -> None:
    pandas, polars = frames({"x": values})
    assert str(pandas["x"].dtype) == kind
    assert polars.schema["x"] == theirs
    assert of_pandas(pandas["x"]) == (polars["x"].to_list() if theirs == pl.Float64 else values)
    if theirs == pl.String:
        assert polars["x"].to_list() == [str(value) for value in values]


@pytest.mark.parametrize("names", [("a", "b"), ()])
def test_tables_of_no_rows(names: tuple[str, ...]) -> None:
    pandas, polars = to_pandas(names, [], True), to_polars(names, [], True)
    assert pandas.columns.tolist() == polars.columns == list(names)
    assert (len(pandas), len(polars)) == (0, 0)


def test_names_that_are_no_identifiers() -> None:
    pandas, polars = frames({"class": [1], "2": [2], "count": [3]})
    assert pandas.columns.tolist() == polars.columns == ["class", "2", "count"]


FIGURES = """
SELECT ?about ?measure ?value ?strict ?since (STRLEN(?name) AS ?letters) {
  ?figure dkg:about ?about ; dkg:measure ?measure ; dkg:beginEarliest ?since .
  ?about rdfs:label ?name
  OPTIONAL { ?figure dkg:value ?value } OPTIONAL { ?figure dkg:strict ?strict }
} ORDER BY ?figure
"""


def test_an_answer_has_real_types() -> None:
    frame = graph().select(FIGURES).to_pandas()
    assert frame.dtypes.astype(str).to_dict() == {
        "about": "string", "measure": "string", "value": "Float64", "strict": "boolean", "since": "datetime64[s]",
        "letters": "Int64",
    }  # fmt: skip
    assert frame["value"].max() == 100_000_000_000
    rows = list(graph().select(FIGURES))
    assert frame["strict"].sum() == sum(row.strict is True for row in rows) > 0
    assert frame["value"].isna().sum() == sum(row.value is None for row in rows) > 0
    polars = graph().select(FIGURES).to_polars()
    assert polars["value"].max() == 100_000_000_000
    assert polars.schema["since"] == pl.Date
    assert polars["about"].to_list() == frame["about"].tolist()


def test_iris_are_labels_or_iris() -> None:
    answer = graph().select("SELECT ?x { VALUES ?x { :iran <https://example.org/a> } }")
    assert answer.to_pandas()["x"].tolist() == ["Iran", "https://example.org/a"]
    for frame in (answer.to_pandas(labels=False), answer.to_polars(labels=False)):
        assert list(frame["x"]) == ["https://w3id.org/dkg/id/iran", "https://example.org/a"]


def test_a_frame_goes_to_parquet_and_back() -> None:
    frame, out = graph().select(FIGURES).to_pandas(), io.BytesIO()
    frame.to_parquet(out)
    out.seek(0)
    again = pd.read_parquet(out)
    assert again["since"].dt.year.tolist() == frame["since"].dt.year.tolist()
    assert again.drop(columns="since").equals(frame.drop(columns="since"))


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_a_library_that_is_missing_is_named_with_what_installs_it(library: str) -> None:
    code = (
        f"import sys\nsys.modules[{library!r}] = None\nimport kg\nfrom kg.errors import KgError\n"
        f"try:\n    kg.open().query('SELECT ?x {{}}').to_{library}()\nexcept KgError as error:\n    print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=built(), env=environment(), capture_output=True, encoding="utf-8",
        timeout=60, check=False,
    )  # fmt: skip
    assert done.stdout == f"{library} is not installed; run `pip install {library} pyarrow`\n", done.stderr


def test_neither_library_is_loaded_before_it_is_needed() -> None:
    code = (
        "import sys, kg\ng = kg.open()\na = g.ask('conflicts')\nlist(a), repr(a), a._repr_html_()\n"
        "g['iran'].facts[0].sources\nprint(*{'pandas', 'polars', 'numpy', 'rdflib', 'yaml'} & set(sys.modules))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=built(), env=environment(), capture_output=True, encoding="utf-8",
        timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, "\n"), done.stderr
