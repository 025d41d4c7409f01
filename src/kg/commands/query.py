"""Run a SPARQL query of your own."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from kg.arguments import GRAPH_FORMATS, RESULT_FORMATS, bounds, read_query
from kg.errors import UnusableError
from kg.terminal import CLEAN, in_time, open_graph, report, write_rows

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

EXAMPLE = "kg query 'SELECT ?person { ?person a dkg:Person } LIMIT 5'"
CODES = "The exit code is 0 for an answer, an empty one too, and 2 where there is none."


def arguments(parser: ArgumentParser) -> None:
    """Add what the command takes to its parser."""
    parser.add_argument(
        "query", nargs="?", default="-", metavar="TEXT|FILE|-", help="SPARQL, a file of it, or - (stdin)"
    )
    parser.add_argument("--format", choices=(*RESULT_FORMATS, *GRAPH_FORMATS), help="default: table, or CSV when piped")
    bounds(parser)


def run(args: Namespace) -> int:
    """Do what the command does and return its exit code."""
    sparql, origin = read_query(args.query)
    return in_time(args, lambda: _query(args, sparql, origin))


def _query(args: Namespace, sparql: str, origin: str) -> int:
    from pyoxigraph import QueryBoolean, QuerySolutions

    graph = open_graph(args)
    report(graph.unknown_terms(sparql, origin))  # first: it may be why the query takes long or finds nothing
    answer = graph.run(sparql, origin)
    if isinstance(answer, QuerySolutions):
        from kg.results import Stream

        _refuse_format(args.format, RESULT_FORMATS, "rows")
        write_rows(Stream.of(answer), args)
        return CLEAN
    what = "true or false" if isinstance(answer, QueryBoolean) else "a graph"
    if args.limit:
        raise UnusableError(f"the answer is {what}, which has no rows", remedy="leave out --limit")
    if isinstance(answer, QueryBoolean):
        _refuse_format(args.format, (), what)
        print("true" if answer else "false")
    else:
        from kg.export.rdf import export as write_graph

        _refuse_format(args.format, GRAPH_FORMATS, what)
        write_graph(answer, args.format or "turtle", sys.stdout)
    return CLEAN


def _refuse_format(given: str | None, known: Sequence[str], what: str) -> None:
    if given and given not in known:
        remedy = f"use --format {', '.join(known)}" if known else "leave out --format"
        raise UnusableError(f"the answer is {what}, which {given} cannot hold", remedy=remedy)
