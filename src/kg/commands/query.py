"""Run a SPARQL query of your own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kg.arguments import GRAPH_FORMATS, RESULT_FORMATS, bounds, read_query
from kg.errors import UnusableError
from kg.terminal import CLEAN, graph_format, in_time, open_graph, output, report, write_rows

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence


EXAMPLE = "kg query 'SELECT ?person { ?person a dkg:Person } LIMIT 5'"
CODES = "The exit code is 0 for an answer, an empty one too, and 2 where there is none."
# What is true or false, as SPARQL 1.1 has it in JSON and XML.
_TRUTH = {
    "json": '{"head":{ },"boolean":{}}\n',
    "xml": '<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">\n<head/>\n'
    "<boolean>{}</boolean>\n</sparql>\n",
}
_PATIENCE = 60.0  # seconds for an explanation, which runs a query many times


def arguments(parser: ArgumentParser) -> None:
    """Add what the command takes to its parser."""
    parser.add_argument(
        "query", nargs="?", default="-", metavar="TEXT|FILE|-", help="SPARQL, a file of it, or - (stdin)"
    )
    parser.add_argument(
        "--format",
        choices=(*RESULT_FORMATS, *GRAPH_FORMATS),
        metavar="FORMAT",
        help=f"of rows: {', '.join(RESULT_FORMATS)}; of a graph: {', '.join(GRAPH_FORMATS)} "
        "(default: by the extension of FILE, else a table on a terminal, CSV when piped, Turtle)",
    )
    parser.add_argument(
        "--explain",
        action="store_true",
        help="instead of the answer, tell the algebra, what each pattern finds, and the rows and time that each part "
        "adds: measured, since the store does not tell its plan (stops after 60 s, or --timeout)",
    )
    parser.add_argument("--allow-network", action="store_true", help="let SERVICE ask the servers that the query names")
    bounds(parser)


def run(args: Namespace) -> int:
    """Do what the command does and return its exit code."""
    sparql, origin = read_query(args.query)
    if args.explain:
        args.timeout = args.timeout or _PATIENCE
    return in_time(args, lambda: _explain(args, sparql, origin) if args.explain else _query(args, sparql, origin))


def _explain(args: Namespace, sparql: str, origin: str) -> int:
    from kg.store.explain import explain

    graph = open_graph(args)
    _refuse_format(args.format, (), "an explanation")
    report(graph.unknown_terms(sparql, origin))
    with output(args) as out:
        for line in explain(graph.store, sparql, origin):
            out.write(line + "\n")
            out.flush()
    return CLEAN


def _query(args: Namespace, sparql: str, origin: str) -> int:
    from pyoxigraph import QueryBoolean, QuerySolutions

    graph = open_graph(args)
    report(graph.unknown_terms(sparql, origin))  # first: it may be why the query takes long or finds nothing
    answer = graph.run(sparql, origin, network=args.allow_network)
    if isinstance(answer, QuerySolutions):
        from kg.results import Stream

        _refuse_format(args.format, RESULT_FORMATS, "rows")
        write_rows(Stream.of(answer), args)
        return CLEAN
    what = "true or false" if isinstance(answer, QueryBoolean) else "a graph"
    if args.limit:
        raise UnusableError(f"the answer is {what}, which has no rows", remedy="leave out --limit")
    if isinstance(answer, QueryBoolean):
        _refuse_format(args.format, tuple(_TRUTH), what)
        form = args.format or Path(args.output or "").suffix.removeprefix(".")
        with output(args) as out:
            out.write(_TRUTH.get(form, "{}\n").replace("{}", "true" if answer else "false"))
    else:
        from kg.export.rdf import export as write_graph

        _refuse_format(args.format, GRAPH_FORMATS, what)
        form = graph_format(args)
        with output(args) as out:
            write_graph(answer, form, out)
    return CLEAN


def _refuse_format(given: str | None, known: Sequence[str], what: str) -> None:
    if given and given not in known:
        remedy = f"use --format {', '.join(known)}" if known else "leave out --format"
        raise UnusableError(f"the answer is {what}, which {given} cannot hold", remedy=remedy)
