"""Answers as tables of pandas and Polars, each column with a type that holds all of its values unchanged.

Both libraries take long to import and are extras: they are imported in the function that needs them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import Enum, auto
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.entities import Entity
from kg.errors import KgError

if TYPE_CHECKING:
    import pandas
    import polars

__all__ = ["to_pandas", "to_polars"]

_LEAST, _MOST = -(2**63), 2**63 - 1


class Kind(Enum):
    """What the values of a column have in common."""

    EMPTY = auto()
    BOOLEAN = auto()
    INTEGER = auto()
    FLOAT = auto()  # no value changes when it becomes a float
    DAY = auto()
    MOMENT = auto()  # without a time zone
    INSTANT = auto()  # with one
    TEXT = auto()
    MIXED = auto()


class Column(NamedTuple):
    """A column: its name, its kind, and a value for each row, None where there is none."""

    name: str
    kind: Kind
    values: list[Any]


def to_pandas(variables: Sequence[str], rows: Iterable[Sequence[Any]], labels: bool) -> pandas.DataFrame:
    """Return rows as a DataFrame of pandas; `KgError` where it is missing."""
    try:
        import pandas as pd
    except ImportError:
        raise _missing("pandas") from None

    types: dict[Kind, Any] = {
        Kind.EMPTY: "object", Kind.MIXED: "object", Kind.BOOLEAN: "boolean", Kind.INTEGER: "Int64",
        Kind.FLOAT: "Float64", Kind.TEXT: "string", Kind.DAY: "datetime64[s]", Kind.MOMENT: "datetime64[us]",
        Kind.INSTANT: "datetime64[us, UTC]",
    }  # fmt: skip
    table = columns(variables, rows, labels)
    length = len(table[0].values) if table else 0
    series = {at: pd.Series(_plain_numbers(column), dtype=types[column.kind]) for at, column in enumerate(table)}
    frame = pd.DataFrame(series, index=pd.RangeIndex(length))
    frame.columns = pd.Index([column.name for column in table], dtype="object")
    return frame


def to_polars(variables: Sequence[str], rows: Iterable[Sequence[Any]], labels: bool) -> polars.DataFrame:
    """Return rows as a DataFrame of Polars; `KgError` where it is missing."""
    try:
        import polars as pl
    except ImportError:
        raise _missing("polars") from None

    types: dict[Kind, Any] = {
        Kind.EMPTY: pl.Null, Kind.MIXED: pl.String, Kind.BOOLEAN: pl.Boolean, Kind.INTEGER: pl.Int64,
        Kind.FLOAT: pl.Float64, Kind.TEXT: pl.String, Kind.DAY: pl.Date, Kind.MOMENT: pl.Datetime("us"),
        Kind.INSTANT: pl.Datetime("us", "UTC"),
    }  # fmt: skip
    return pl.DataFrame(
        [
            pl.Series(
                column.name,
                _as_text(column) if column.kind is Kind.MIXED else _plain_numbers(column),
                types[column.kind],
            )
            for column in columns(variables, rows, labels)
        ]
    )


def columns(variables: Sequence[str], rows: Iterable[Sequence[Any]], labels: bool) -> list[Column]:
    """Return the columns of some rows, with what their values have in common; IRIs become labels or stay IRIs."""
    names: dict[Entity, str] = {}

    def plain(value: Any) -> Any:
        if not isinstance(value, Entity):
            return value
        if value not in names:
            names[value] = value.label if labels else value.iri
        return names[value]

    table: list[list[Any]] = [[] for _ in variables]
    for row in rows:
        for column, value in zip(table, row, strict=True):
            column.append(plain(value))
    return [Column(name, kind_of(values), values) for name, values in zip(variables, table, strict=True)]


def kind_of(values: Iterable[Any]) -> Kind:
    """Return what values have in common, None apart.

    >>> kind_of([1, None]), kind_of([1, Decimal("0.5")]), kind_of([1, "a"]), kind_of([2**63])
    (<Kind.INTEGER: 3>, <Kind.FLOAT: 4>, <Kind.MIXED: 9>, <Kind.MIXED: 9>)
    """
    present = [value for value in values if value is not None]
    types = {type(value) for value in present}
    if len(types) <= 1:
        for each in types:
            if each in _SIMPLE:
                return _SIMPLE[each]
        if not types:
            return Kind.EMPTY
    if types == {int} and all(_LEAST <= value <= _MOST for value in present):
        return Kind.INTEGER
    if types == {datetime}:
        zoned = {value.tzinfo is not None for value in present}
        return Kind.MIXED if len(zoned) > 1 else Kind.INSTANT if True in zoned else Kind.MOMENT
    if types <= {int, float, Decimal} and types != {int} and all(map(_survives, present)):
        return Kind.FLOAT
    return Kind.MIXED


_SIMPLE = {bool: Kind.BOOLEAN, str: Kind.TEXT, date: Kind.DAY, float: Kind.FLOAT}


def _survives(number: float | Decimal) -> bool:
    """Tell whether a number is the shortest decimal of its float, so that it can be read back unchanged."""
    if isinstance(number, float):
        return True
    try:
        return Decimal(repr(float(number))) == number
    except OverflowError:
        return False


def _plain_numbers(column: Column) -> list[Any]:
    if column.kind is not Kind.FLOAT:
        return column.values
    return [None if value is None else float(value) for value in column.values]


def _as_text(column: Column) -> list[str | None]:
    return [None if value is None else str(value) for value in column.values]


def _missing(library: str) -> KgError:
    return KgError(f"{library} is not installed", remedy=f"run `pip install {library} pyarrow`")
