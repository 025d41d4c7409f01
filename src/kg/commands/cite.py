"""Cite a passage of a document: print the Citation for facts that are written by hand."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from kg.arguments import sources
from kg.terminal import CLEAN, open_graph, open_project

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

EXAMPLE = "kg cite valdai-dialogue-report 'The first round … April 2017.' --sources ../texts"
CODES = "The exit code is 2 where the passage is not found exactly once, or the texts are not at hand."


def arguments(parser: ArgumentParser) -> None:
    """Add what the command takes to its parser."""
    parser.add_argument("document", metavar="DOCUMENT", help="a document, by slug, title or IRI")
    parser.add_argument("anchor", metavar="ANCHOR", help="its first words … its last words, at most eight in all")
    parser.add_argument("--basis", default="stated", metavar="KIND", help="stated, quoted, context or outside")
    parser.add_argument("--hedge", action="append", default=[], metavar="KIND", help="such as approximate")
    parser.add_argument("--written", metavar="TEXT", help="words of the passage, such as a date as it is written")
    parser.add_argument("--note", metavar="TEXT", help="a remark on how the passage bears the fact")
    parser.add_argument("--spans", action="store_true", help="the passage may go beyond a sentence")
    sources(parser)


def run(args: Namespace) -> int:
    """Do what the command does and return its exit code."""
    from kg.citing import cite, qualities, text_of
    from kg.turtle import serialize

    project = open_project(args)
    graph = open_graph(args)
    document = graph.find(args.document, ("Document",))
    said = qualities(graph.store, args.basis, args.hedge, args.note, args.written)
    text = text_of(graph.store, document, project.sources)
    found = cite(document, text, args.anchor, said, spans=args.spans)
    serialize(found.quads(), sys.stdout)
    return CLEAN
