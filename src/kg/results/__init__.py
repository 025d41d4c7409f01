"""Rows of an answer as text: a table for people, and CSV, TSV, JSON and XML as SPARQL 1.1 defines them.

It knows terms and text, not where rows come from: a store, a remote endpoint or a named question. Open files with
`newline=""`, since CSV ends its lines with CRLF on every system.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TextIO

from kg.errors import KgError, did_you_mean
from kg.results.rows import Limited, Row, Rows, Source, Stream

__all__ = ["FORMATS", "Limited", "Row", "Rows", "Source", "Stream", "Writer", "find_writer", "write"]

Writer = Callable[[Source, TextIO], None]
FORMATS = ("table", "csv", "tsv", "json", "xml", "markdown")


def write(source: Source, format: str, out: TextIO, *, width: int | None = None) -> None:
    """Write rows in one of `FORMATS`; `width` is the terminal's, to which a table's cells are cut.

    Raises `KgError` for an unknown format, and for terms that the format cannot hold.

    >>> import sys
    >>> from pyoxigraph import Literal
    >>> write(Rows(("name", "n"), ((Literal("Minsk"), Literal(5)),)), "table", sys.stdout)
    name   n
    ─────  ─
    Minsk  5
    """
    if format == "table":
        from kg.results.text import write_table

        write_table(source, out, width=width)
    else:
        find_writer(format)(source, out)


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
