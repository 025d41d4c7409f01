"""Write the graph, or a part of it, as Turtle, TriG, N-Triples, N-Quads, JSON-LD or RDF/XML."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kg.arguments import GRAPH_FORMATS
from kg.terminal import CLEAN, open_graph, progress, say

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator
    from typing import BinaryIO, TextIO

    from kg.export.part import Part
    from kg.graph import Graph

EXAMPLE = "kg export --document iran-russia-nexus --actor sergei-lavrov lavrov.ttl"
_STEP = 1_000_000  # statements after which somebody who watches is told


def arguments(parser: ArgumentParser) -> None:
    """Add what the command takes to its parser."""
    parser.add_argument("file", nargs="?", metavar="FILE", help="where to write; stdout where left out; .gz packs it")
    parser.add_argument("--format", choices=GRAPH_FORMATS, help="default: by the extension of FILE, else Turtle")
    parser.add_argument("--document", metavar="NAME", help="only the facts that this document states")
    parser.add_argument("--actor", metavar="NAME", help="only the facts that mention this actor")
    parser.add_argument("--asserted", action="store_true", help="leave out what rules derived")
    parser.add_argument("--no-description", action="store_true", help="leave out what the file says of itself (VoID)")


def run(args: Namespace) -> int:
    """Do what the command does and return its exit code."""
    from kg.export.rdf import find_format

    graph = open_graph(args)
    if args.file in (None, "-"):
        _write(graph, args, sys.stdout, args.format or "turtle")
        return CLEAN
    target = Path(args.file)
    form = find_format(args.format or target.name).name
    with replaced(target) as out:
        _write(graph, args, out, form)
    say(f"wrote {target}")
    return CLEAN


def _write(graph: Graph, args: Namespace, out: TextIO, form: str) -> None:
    told = 0

    def watch(count: int) -> None:
        nonlocal told
        if count >= told + _STEP:
            told = count - count % _STEP
            progress(f"{told:,} statements")

    graph.export(out, form, _part(graph, args), described=not args.no_description, watch=watch)


def _part(graph: Graph, args: Namespace) -> Part:
    from kg.export.part import Part

    document = graph.find(args.document, ("Document",)) if args.document is not None else None
    actor = graph.find(args.actor, ("Actor",)) if args.actor is not None else None
    return Part(document, actor, args.asserted)


@contextmanager
def replaced(target: Path) -> Iterator[TextIO]:
    """Open a file that takes the place of another when all of it is written; a name in `.gz` is packed."""
    beside = target.with_name(target.name + ".part")  # a reader never sees half a file
    try:
        if target.suffix.lower() == ".gz":
            with beside.open("wb") as raw, _packed(raw) as out:
                yield out
        else:
            with beside.open("w", encoding="utf-8", newline="") as out:
                yield out
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)


@contextmanager
def _packed(raw: BinaryIO) -> Iterator[TextIO]:
    """Open a packed file in another: without its name and the time, so that the same data gives the same bytes."""
    from gzip import GzipFile
    from io import TextIOWrapper

    with (
        GzipFile(filename="", mode="wb", fileobj=raw, compresslevel=6, mtime=0) as packed,
        TextIOWrapper(packed, encoding="utf-8", newline="") as out,
    ):
        yield out
