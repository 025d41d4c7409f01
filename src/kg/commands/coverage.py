"""Show which sentences carry which facts, and which none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.arguments import rows_format, sources
from kg.errors import UnusableError, did_you_mean
from kg.terminal import CLEAN, FOUND, open_project, report, write_rows

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

EXAMPLE = "kg coverage --sources ../texts"
CODES = "The exit code is 1 where a mapping has errors."


def arguments(parser: ArgumentParser) -> None:
    """Add what the command takes to its parser."""
    parser.add_argument("document", nargs="?", metavar="DOCUMENT", help="list the sentences of this document")
    sources(parser)
    rows_format(parser)


def run(args: Namespace) -> int:
    """Do what the command does and return its exit code."""
    from kg.building import read_ontology
    from kg.coverage import list_sentences, shares
    from kg.mapping.compiler import compile_mappings

    project = open_project(args)
    if project.sources is None:
        raise UnusableError("coverage needs the texts", remedy="name their folder with --sources or KG_SOURCES")
    compiled = compile_mappings(project, read_ontology(project))
    report(compiled.errors)
    code = FOUND if compiled.errors else CLEAN
    if args.document is None:
        write_rows(shares(compiled), args)
        return code
    by_name = {m.file.header.slug: m for m in compiled.documents}
    if args.document not in by_name and compiled.errors:
        return FOUND
    if args.document not in by_name:
        hint = did_you_mean(args.document, by_name) or f"one of: {', '.join(sorted(by_name))}"
        raise UnusableError(f"there is no document {args.document}", remedy=hint)
    write_rows(list_sentences(by_name[args.document]), args)
    return code
