"""Rows of an answer: a table for people, CSV, TSV, JSON and XML as SPARQL 1.1 defines them, and Parquet.

It knows terms and text, not where rows come from: a store, a remote endpoint or a named question. Open files with
`newline=""`, since CSV ends its lines with CRLF on every system.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO, TextIO

from kg.errors import KgError, did_you_mean
from kg.results.rows import Limited, Row, Rows, Source, Stream

__all__ = [
    "BINARY",
    "FORMATS",
    "Limited",
    "Row",
    "Rows",
    "Source",
    "Stream",
    "Writer",
    "find_writer",
    "write",
    "write_binary",
]

Writer = Callable[[Source, TextIO], object]
FORMATS = ("table", "csv", "tsv", "json", "xml", "markdown")


BINARY = ("parquet",)


def write(source: Source, format: str, out: TextIO, *, width: int | None = None) -> int:
    """Write rows in one of `FORMATS`; `width` is the terminal's, to which a table's cells are cut: returns how many.

    Raises `KgError` for an unknown format, and for terms that the format cannot hold.

    >>> import sys
    >>> from pyoxigraph import Literal
    >>> cut = write(Rows(("name", "n"), ((Literal("Minsk"), Literal(5)),)), "table", sys.stdout)
    name   n
    ─────  ─
    Minsk  5
    """
    if format == "table":
        from kg.results.text import write_table

        return write_table(source, out, width=width)
    find_writer(format)(source, out)
    return 0


def write_binary(source: Source, format: str, out: BinaryIO) -> None:
    """Write rows in one of `BINARY`; `KgError` where what it takes is not installed."""
    if format not in BINARY:
        raise KgError(f"unknown format {format!r}", remedy=f"use one of {', '.join(BINARY)}")
    from kg.results.parquet import write_parquet

    write_parquet(source, out)


def find_writer(format: str) -> Writer:
    """Return what writes a format; `KgError` for an unknown one. Only what is asked for is imported."""
    if format in ("table", "markdown"):
        from kg.results import text

        return text.write_table if format == "table" else text.write_markdown
    if format not in FORMATS:
        remedy = did_you_mean(format, FORMATS) or f"use one of {', '.join(FORMATS)}"
        raise KgError(f"unknown format {format!r}", remedy=remedy)
    from kg.results import standard

    by_name = {
        "csv": standard.write_csv, "tsv": standard.write_tsv, "json": standard.write_json, "xml": standard.write_xml,
    }  # fmt: skip
    return by_name[format]
