"""Write the graph or a part of it as RDF, its networks as GEXF or GraphML, or its tables as CSV or Parquet."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kg.arguments import GRAPH_FORMATS, NETWORK_FORMATS, TABLE_FORMATS, Once
from kg.terminal import CLEAN, open_graph, progress, say

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from typing import TextIO

    from kg.graph import Graph

EXAMPLE = "kg export --document iran-russia-nexus --actor sergei-lavrov lavrov.ttl"
_STEP = 1_000_000  # statements after which somebody who watches is told


def arguments(parser: ArgumentParser) -> None:
    """Add what the command takes to its parser."""
    parser.add_argument(
        "file",
        nargs="?",
        metavar="FILE",
        help="where to write, a folder for tables; stdout where left out; .gz packs it",
    )
    formats = (*GRAPH_FORMATS, *NETWORK_FORMATS, *TABLE_FORMATS)
    parser.add_argument("--format", choices=formats, help="default: by the extension of FILE, else Turtle")
    parser.add_argument("--document", action=Once, metavar="NAME", help="only the facts that this document states")
    parser.add_argument("--actor", action=Once, metavar="NAME", help="only the facts that mention this actor")
    parser.add_argument("--asserted", action="store_true", help="leave out what rules derived")
    parser.add_argument("--network", metavar="NAME", help="who-met (default), actors-met or party-with; GEXF, GraphML")
    parser.add_argument("--no-description", action="store_true", help="leave out what the file says of itself (VoID)")


def run(args: Namespace) -> int:
    """Do what the command does and return its exit code."""
    from kg.commands._views import wrote_view
    from kg.export.rdf import find_format

    if wrote_view(args):
        return CLEAN
    graph = open_graph(args)
    if args.file in (None, "-"):
        _write(graph, args, sys.stdout, args.format or "turtle")
        return CLEAN
    target = Path(args.file)
    form = find_format(args.format or target.name).name
    _write(graph, args, target, form)
    say(f"wrote {target}")
    return CLEAN


def _write(graph: Graph, args: Namespace, out: Path | TextIO, form: str) -> None:
    told = 0

    def watch(count: int) -> None:
        nonlocal told
        if count >= told + _STEP:
            told = count - count % _STEP
            progress(f"{told:,} statements")

    graph.export(
        out,
        form,
        document=args.document,
        actor=args.actor,
        asserted=args.asserted,
        described=not args.no_description,
        watch=watch,
    )
