"""List the changes that were made, the newest first, or show one with its statements."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

from kg.arguments import positive
from kg.errors import UnusableError
from kg.terminal import CLEAN, say

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from kg.history import Entry

EXAMPLE = "kg log"


def arguments(parser: ArgumentParser) -> None:
    """Add what the command takes to its parser."""
    parser.add_argument("number", nargs="?", type=positive, metavar="N", help="show this one, as the RDF Patch it is")
    parser.add_argument(
        "--format", choices=("table", "tsv", "json"), help="of the list (default: table on a terminal, TSV when piped)"
    )
    parser.add_argument("--limit", type=positive, metavar="N", help="the newest so many")


def run(args: Namespace) -> int:
    """Do what the command does and return its exit code."""
    from kg.history import find, log
    from kg.journal import Journal
    from kg.project import locate_project

    journal = Journal(locate_project(args.project).root)
    if args.number:
        if args.format or args.limit:
            raise UnusableError("one change is shown as the patch that it is", remedy="leave out --format and --limit")
        sys.stdout.write(find(journal, args.number).render())
        return CLEAN
    entries = log(journal).entries
    if not entries:
        say("kg: nothing was changed yet; `kg add` adds facts")
    _write(entries[: args.limit], args.format or ("table" if sys.stdout.isatty() else "tsv"))
    return CLEAN


def _write(entries: Sequence[Entry], form: str) -> None:
    from kg.history import Entry

    if form == "json":
        print(json.dumps([entry._asdict() for entry in entries], ensure_ascii=False, indent=2))
    elif form == "table":
        _table(entries)
    else:
        for row in (Entry._fields, *entries):
            print("\t".join("" if value is None else str(value) for value in row))


def _table(entries: Sequence[Entry]) -> None:
    from kg.results import Rows, write
    from kg.terms import text

    names = ("number", "time", "author", "change", "added", "removed", "state")
    rows = [
        (e.number, e.time, e.author, e.message, e.added, e.removed, f"undone by {e.undone_by}" if e.undone_by else "")
        for e in entries
    ]
    width = os.get_terminal_size(sys.stdout.fileno()).columns or None if sys.stdout.isatty() else None
    write(
        Rows(names, tuple(tuple(text(str(value)) for value in row) for row in rows)), "table", sys.stdout, width=width
    )
