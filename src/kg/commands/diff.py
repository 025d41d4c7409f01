"""Tell in plain words what changed between two graphs."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from kg.errors import UnusableError
from kg.terminal import CLEAN, FOUND, open_graph, plain

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from kg.diffing import Side

EXAMPLE = "kg diff before.ttl after.ttl"
CODES = "The exit code is 0 where the graphs are the same, 1 where they differ, and 2 where one cannot be read."


def arguments(parser: ArgumentParser) -> None:
    """Add what the command takes to its parser."""
    parser.add_argument("before", metavar="A", help="a file of RDF; - is Turtle from stdin")
    parser.add_argument("after", metavar="B", nargs="?", help="another one; the graph of the project where left out")
    parser.add_argument("--format", choices=("text", "json", "turtle-patch"), default="text", help="default: text")
    parser.add_argument("--all", action="store_true", help="tell also what rules derived")


def run(args: Namespace) -> int:
    """Do what the command does and return its exit code."""
    from kg.building import read_ontology
    from kg.diffing import as_json, as_text, compare, patch, read_side
    from kg.project import locate_project

    if args.before == args.after == "-":
        raise UnusableError("stdin can be read once only", remedy="name a file")
    before = read_side(args.before)
    after = read_side(args.after) if args.after else _exported(args, before)
    if args.format == "turtle-patch":
        sys.stdout.write(patch(before, after))
    elif before.quads != after.quads or args.format == "json":
        news = compare(before, after, read_ontology(locate_project(args.project)))
        sys.stdout.write(as_json(news) if args.format == "json" else plain(as_text(news, derived=args.all)))
    return CLEAN if before.quads == after.quads else FOUND


def _exported(args: Namespace, other: Side) -> Side:
    """Return the graph of the project as `kg export` writes it: with its description, where the other side has one."""
    from io import StringIO

    from pyoxigraph import RdfFormat, parse

    from kg.diffing import Side
    from kg.export.void import DATASET

    out = StringIO()
    open_graph(args).export(out, "ntriples", described=any(quad.subject == DATASET for quad in other.quads))
    return Side.of(parse(out.getvalue(), RdfFormat.N_TRIPLES))
