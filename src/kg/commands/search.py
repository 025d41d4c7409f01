"""Find entities by name, in any script, misspelt too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.arguments import positive
from kg.terminal import CLEAN, FOUND, open_graph, plain, say

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

EXAMPLE = "kg search bystritsky"
CODES = "The exit code is 1 where nothing is found."


def arguments(parser: ArgumentParser) -> None:
    """Add what the command takes to its parser."""
    parser.add_argument("words", nargs="+", metavar="TEXT", help="a name, or part of one")
    parser.add_argument("--limit", type=positive, default=10, metavar="N", help="at most this many (default 10)")


def run(args: Namespace) -> int:
    """Do what the command does and return its exit code."""
    from kg.names import label_of, search
    from kg.terms import local_name

    graph = open_graph(args)
    hits = search(graph.store, " ".join(args.words), args.limit + 1)
    for hit in hits[: args.limit]:
        slug, label = local_name(hit.node), label_of(graph.store, hit.node)
        print(plain(f"{slug:<40} {label}{f'  ({hit.name})' if hit.name not in (slug, label) else ''}"))
    if len(hits) > args.limit:
        say(f"kg: more than the {args.limit} shown are called like that; narrow the text, or allow more with --limit")
    if not hits:
        say("kg: nothing is called like that")
    return CLEAN if hits else FOUND
