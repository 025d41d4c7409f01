"""Rows as Parquet: columns whose values have one datatype get the type of Arrow that holds it, all others are text.

A file has its types at its beginning, and an answer tells them only at its end: rows are kept in a temporary file
first, and what is in memory at one time is a batch of them. It needs pyarrow, and is loaded only when asked for.
"""

from __future__ import annotations

import datetime
import decimal
import tempfile
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any, BinaryIO, NamedTuple

from pyoxigraph import Literal, NamedNode

from kg.errors import KgError
from kg.results.rows import Row, Source
from kg.results.text import plain
from kg.terms import PREFIXES, Term

try:
    import pyarrow as pa
    from pyarrow import parquet
except ModuleNotFoundError:
    raise KgError("Parquet needs pyarrow", remedy="run `pip install pyarrow`") from None
except ImportError as error:  # such as one that gets no memory
    raise KgError(f"pyarrow cannot be loaded ({error})", remedy="allow more memory, or use --format csv") from None

__all__ = ["write_parquet"]

_BATCH = 20_000
_XSD = PREFIXES["xsd"]
_DIGITS = 38  # of the decimals of Arrow
_LEAST, _MOST = -(2**63), 2**63 - 1


def write_parquet(source: Source, out: BinaryIO) -> None:
    """Write Parquet: integers, decimals, floats, booleans, dates and times where a column has one datatype, else text.

    IRIs are whole, as in CSV; languages are left out. Bytes depend on the rows and on the version of pyarrow alone.
    """
    columns = [_Column() for _ in source.variables]
    with tempfile.TemporaryFile() as spool:
        text = pa.schema([(f"c{number}", pa.string()) for number in range(len(columns))])
        with pa.ipc.new_file(spool, text) as kept:
            for rows in _batches(source.rows):
                cells = [[_text(term) for term in column] for column in zip(*rows, strict=True)]
                for column, terms in zip(columns, zip(*rows, strict=True), strict=True):
                    column.see(terms)
                if cells:
                    kept.write_batch(pa.record_batch([pa.array(each, pa.string()) for each in cells], text))
        spool.seek(0)
        _convert(spool, source.variables, columns, out)


def _convert(spool: Any, names: Sequence[str], columns: Sequence[_Column], out: BinaryIO) -> None:
    """Write what was kept with the types that its columns turned out to have."""
    schema = pa.schema([(name, column.type()) for name, column in zip(names, columns, strict=True)])
    with pa.ipc.open_file(spool) as kept, parquet.ParquetWriter(out, schema) as writer:
        for number in range(kept.num_record_batches):
            batch = kept.get_batch(number)
            arrays = [column.array(batch.column(at)) for at, column in enumerate(columns)]
            writer.write_batch(pa.record_batch(arrays, schema))


def _batches(rows: Any) -> Iterator[list[Row]]:
    each = iter(rows)
    while batch := list(islice(each, _BATCH)):
        yield batch


def _text(term: Term | None) -> str | None:
    if term is None:
        return None
    return term.value if isinstance(term, NamedNode) else plain(term)


class _Type(NamedTuple):
    """How values of a datatype of XML Schema are read, and the type of Arrow that holds them."""

    read: Callable[[str], Any]
    arrow: pa.DataType


def _integer(value: str) -> int:
    number = int(value)
    if not _LEAST <= number <= _MOST:
        raise ValueError
    return number


def _moment(value: str) -> datetime.datetime:
    found = datetime.datetime.fromisoformat(value)
    if found.tzinfo is None:
        raise ValueError  # a local time and a moment do not fit into one column
    return found


_TYPES = {
    f"{_XSD}integer": _Type(_integer, pa.int64()),
    f"{_XSD}decimal": _Type(decimal.Decimal, pa.null()),
    f"{_XSD}double": _Type(float, pa.float64()),
    f"{_XSD}float": _Type(float, pa.float32()),
    f"{_XSD}boolean": _Type(lambda value: {"true": True, "1": True, "false": False, "0": False}[value], pa.bool_()),
    f"{_XSD}date": _Type(datetime.date.fromisoformat, pa.date32()),
    f"{_XSD}dateTime": _Type(_moment, pa.timestamp("us", "UTC")),
}


class _Column:
    """What is known of a column: the one datatype of all values so far, and the digits of its decimals."""

    def __init__(self) -> None:
        self._datatype: str | None = None
        self._is_text = False
        self._whole, self._scale = 1, 0

    def see(self, terms: Sequence[Term | None]) -> None:
        """Take note of some values."""
        for term in terms:
            if term is None or self._is_text:
                continue
            datatype = term.datatype.value if isinstance(term, Literal) else ""
            self._is_text = datatype not in _TYPES or self._datatype not in (None, datatype)
            self._datatype = datatype
            if not self._is_text and isinstance(term, Literal):
                self._read(term.value)

    def _read(self, value: str) -> None:
        try:
            found = _TYPES[self._datatype or ""].read(value)
        except (ValueError, KeyError, decimal.InvalidOperation):  # such as a date with a time zone
            self._is_text = True
            return
        if isinstance(found, decimal.Decimal):
            _, digits, exponent = found.as_tuple()
            scale = max(0, -exponent) if isinstance(exponent, int) else 0
            self._scale = max(self._scale, scale)
            self._whole = max(self._whole, len(digits) - scale)
            self._is_text = self._whole + self._scale > _DIGITS

    def _kind(self) -> _Type | None:
        return None if self._is_text or self._datatype is None else _TYPES[self._datatype]

    def type(self) -> pa.DataType:
        """Return the type of Arrow for all values that were seen."""
        kind = self._kind()
        if kind is None:
            return pa.string()
        return pa.decimal128(self._whole + self._scale, self._scale) if kind.arrow == pa.null() else kind.arrow

    def array(self, texts: pa.Array) -> pa.Array:
        """Return values of the column's type."""
        kind = self._kind()
        if kind is None:
            return texts
        return pa.array([None if each is None else kind.read(each) for each in texts.to_pylist()], self.type())
