"""Tables in a folder, as CSV or Parquet, with a descriptor of the Data Package and Table Schema standards (version 1).

`datapackage.json` says of each column its type, meaning and property, which columns tell rows apart and which refer to
other tables, what is derived, and what is left out. It holds no clock: the same graph gives the same bytes. CSV needs
nothing but Python; Parquet needs pyarrow.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import UnusableError
from kg.export.table_values import type_of
from kg.export.tables import LEFT_OUT, Column, Table
from kg.files import replacing
from kg.terms import DATA

if TYPE_CHECKING:
    import pyarrow

__all__ = ["FORMATS", "write_package"]

FORMATS = ("csv", "parquet")
_LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0 International",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
_MEDIA_TYPES = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}

_NAME = "knowledge-graph-of-diplomacy"


def write_package(tables: Iterable[Table], folder: Path, form: str) -> int:
    """Write tables into a folder, which is made where it is missing; return how many.

    `form` is one of `FORMATS`. Each file is replaced whole, the descriptor last; tables that an older descriptor lists
    and the new one does not are removed, and other files are left alone. Raises `UnusableError` where Parquet is asked
    for and pyarrow is not installed.
    """
    older = _listed(folder / "datapackage.json")
    encode = _parquet_writer() if form == "parquet" else _csv
    folder.mkdir(parents=True, exist_ok=True)
    resources = []
    for table in tables:
        content = encode(table)
        name = f"{table.name}.{form}"
        _write(folder / name, content)
        resources.append(_resource(table, name, form, content))
    text = json.dumps(_package(resources), ensure_ascii=False, indent=2) + "\n"
    _write(folder / "datapackage.json", text.encode())
    for name in older - {each["path"] for each in resources}:
        (folder / name).unlink(missing_ok=True)
    return len(resources)


def _listed(descriptor: Path) -> set[str]:
    """Return the tables in a folder that a descriptor of ours lists."""
    try:
        package = json.loads(descriptor.read_text(encoding="utf-8"))
        if package["name"] != _NAME:
            return set()
        return {each["path"] for each in package["resources"] if Path(each["path"]).name == each["path"]}
    except (OSError, ValueError, KeyError, TypeError):
        return set()


def _write(target: Path, content: bytes) -> None:
    with replacing(target) as beside:
        beside.write_bytes(content)


# --- The descriptor ---------------------------------------------------------------------------------------------------


def _package(resources: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "profile": "tabular-data-package" if all(each["format"] == "csv" for each in resources) else "data-package",
        "name": _NAME,
        "title": "A knowledge graph of diplomacy",
        "description": (
            f"Actors, meetings, agreements and positions, a table a kind. A thing is named by what follows {DATA} in "
            "its IRI. Facts are stated by the citations that `evidence` gives, each a place in a document. Columns "
            "marked `derived` follow from facts by rules."
        ),
        "licenses": [_LICENCE],
        "leftOut": [{"what": what, "why": why} for what, why in LEFT_OUT],
        "resources": resources,
    }


def _resource(table: Table, path: str, form: str, content: bytes) -> dict[str, Any]:
    import hashlib

    tabular = {"profile": "tabular-data-resource", "encoding": "utf-8", "dialect": {"lineTerminator": "\r\n"}}
    described = {
        "name": table.name,
        "path": path,
        "title": table.name.replace("_", " ").capitalize(),
        "description": table.description,
        "format": form,
        "mediatype": _MEDIA_TYPES[form],
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
    }
    of_class = {"class": table.class_.value} if table.class_ else {}
    return described | (tabular if form == "csv" else {}) | of_class | {"schema": _schema(table)}


def _schema(table: Table) -> dict[str, Any]:
    refer = [
        {"fields": [column.name], "reference": {"resource": column.refers, "fields": ["id"]}}
        for column in table.columns
        if column.refers
    ]
    schema = {
        "fields": [_field(column, column.name in table.key) for column in table.columns],
        "missingValues": [""],
        "primaryKey": list(table.key),
    }
    return schema | ({"foreignKeys": refer} if refer else {})


def _field(column: Column, required: bool) -> dict[str, Any]:
    """Return the description of a column; `property`, `datatype` and `language` say how its values stand in RDF."""
    found: dict[str, Any] = {"name": column.name, "type": type_of(column.datatype).name}
    found["description"] = column.description
    if required:
        found["constraints"] = {"required": True}
    if column.holds:
        holds = column.holds
        found |= {"property": holds.property.value, "derived": holds.derived}
        found |= {key: value for key, value in (("datatype", holds.datatype), ("language", holds.language)) if value}
    return found


# --- The files --------------------------------------------------------------------------------------------------------


def _csv(table: Table) -> bytes:
    """Return a table as CSV (RFC 4180), UTF-8, with a head; an empty cell is no value."""
    out = io.StringIO(newline="")
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow([column.name for column in table.columns])
    write = [type_of(column.datatype).write for column in table.columns]
    for row in table.rows:
        rows.writerow(["" if value is None else form(value) for form, value in zip(write, row, strict=True)])
    return out.getvalue().encode()


def _parquet_writer() -> Callable[[Table], bytes]:
    """Return what makes Parquet of a table; `UnusableError` where pyarrow is missing."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        raise UnusableError("Parquet needs pyarrow", remedy="run `pip install pyarrow`, or export CSV") from None

    def encode(table: Table) -> bytes:
        columns = zip(*table.rows, strict=True) if table.rows else ((),) * len(table.columns)
        arrays = [_array(column, values) for column, values in zip(table.columns, columns, strict=True)]
        fields = [
            pyarrow.field(column.name, array.type, nullable=column.name not in table.key)
            for column, array in zip(table.columns, arrays, strict=True)
        ]
        out = io.BytesIO()
        parquet.write_table(pyarrow.table(arrays, schema=pyarrow.schema(fields)), out)
        return out.getvalue()

    return encode


def _array(column: Column, values: Iterable[Any]) -> pyarrow.Array:
    """Return a column as pyarrow has it; decimals have as many digits as their values need."""
    import pyarrow

    held = list(values)
    kind = type_of(column.datatype).name
    if kind == "number":
        parts = [value.as_tuple() for value in held if value is not None]
        scale = max((-min(part.exponent, 0) for part in parts), default=0)
        whole = max(
            (len(part.digits) + max(part.exponent, 0) + scale + min(part.exponent, 0) for part in parts), default=1
        )
        precision = max(whole, scale, 18)
        return pyarrow.array(
            held, type=(pyarrow.decimal128 if precision <= 38 else pyarrow.decimal256)(precision, scale)
        )
    types = {"integer": pyarrow.int64(), "boolean": pyarrow.bool_(), "date": pyarrow.date32()}
    return pyarrow.array(held, type=types.get(kind, pyarrow.string()))
