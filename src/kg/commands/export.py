"""Write the graph as Turtle, N-Triples or JSON-LD, its networks as GEXF or GraphML, or its tables as CSV or Parquet."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kg.arguments import GRAPH_FORMATS, NETWORK_FORMATS, TABLE_FORMATS
from kg.terminal import CLEAN, open_graph, say

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

EXAMPLE = "kg export graph.ttl"


def arguments(parser: ArgumentParser) -> None:
    """Add what the command takes to its parser."""
    parser.add_argument(
        "file", nargs="?", metavar="FILE", help="where to write, a folder for tables; stdout where left out"
    )
    formats = (*GRAPH_FORMATS, *NETWORK_FORMATS, *TABLE_FORMATS)
    parser.add_argument("--format", choices=formats, help="default: by the extension of FILE, else Turtle")
    parser.add_argument("--asserted", action="store_true", help="leave out what rules derived")
    parser.add_argument("--network", metavar="NAME", help="who-met (default), actors-met or party-with; GEXF, GraphML")


def run(args: Namespace) -> int:
    """Do what the command does and return its exit code."""
    from kg.commands._views import wrote_view
    from kg.export.rdf import find_format

    if wrote_view(args):
        return CLEAN
    graph = open_graph(args)
    if args.file in (None, "-"):
        graph.export(sys.stdout, args.format or "turtle", asserted=args.asserted)
        return CLEAN
    target = Path(args.file)
    form = find_format(args.format or target.name).name
    beside = target.with_name(target.name + ".part")  # a reader never sees half a file
    try:
        with beside.open("w", encoding="utf-8", newline="") as out:
            graph.export(out, form, asserted=args.asserted)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
    say(f"wrote {target}")
    return CLEAN
