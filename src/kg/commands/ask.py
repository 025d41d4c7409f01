"""Answer a named question; without a name, list the questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.arguments import bounds, read_parameters, rows_format
from kg.terminal import CLEAN, in_time, open_graph, report, write_rows

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

EXAMPLE = "kg ask who-met -p actor=mehdi-sanaei"
CODES = "The exit code is 0 for an answer, an empty one too, and 2 where there is none."


def arguments(parser: ArgumentParser) -> None:
    """Add what the command takes to its parser."""
    parser.add_argument("question", nargs="?", metavar="NAME", help="the question; without it, all are listed")
    parser.add_argument("-p", "--parameter", action="append", default=[], metavar="KEY=VALUE", help="a parameter of it")
    parser.add_argument("--sparql", action="store_true", help="print the query instead of its answer")
    rows_format(parser)
    bounds(parser)


def run(args: Namespace) -> int:
    """Do what the command does and return its exit code."""
    return in_time(args, lambda: _ask(args))


def _ask(args: Namespace) -> int:
    graph = open_graph(args)
    if args.question is None:
        from kg.questions import read_questions

        for question in read_questions(graph.question_files()):
            needs = " ".join(f"-p {p.name}=…" for p in question.parameters if p.default is None)
            print(f"{question.name:<22} {question.title}{f'  ({needs})' if needs else ''}")
        return CLEAN
    parameters = read_parameters(args.parameter)
    if args.sparql:
        print(graph.sparql(graph.question(args.question), parameters))
        return CLEAN
    from kg.results import Stream

    report(graph.unknown_terms(graph.question(args.question).query, f"queries/{args.question}.rq"))
    write_rows(Stream.of(graph.solve(args.question, parameters)), args)
    return CLEAN
