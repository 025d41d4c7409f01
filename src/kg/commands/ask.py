"""Answer a named question; without a name, list the questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.arguments import bounds, language, read_parameters, rows_format
from kg.errors import UnusableError
from kg.terminal import CLEAN, in_time, open_graph, output, report, say, write_rows

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from kg.graph import Graph
    from kg.questions import Question

EXAMPLE = "kg ask who-met -p actor=mehdi-sanaei"
CODES = "The exit code is 0 for an answer, an empty one too, and 2 where there is none."


def arguments(parser: ArgumentParser) -> None:
    """Add what the command takes to its parser."""
    parser.add_argument("question", nargs="?", metavar="NAME", help="the question; without it, all are listed")
    parser.add_argument("-p", "--parameter", action="append", default=[], metavar="KEY=VALUE", help="a parameter of it")
    parser.add_argument("--about", action="store_true", help="tell what the question asks and what it takes")
    parser.add_argument("--sparql", action="store_true", help="print the query instead of its answer")
    language(parser)
    rows_format(parser)
    bounds(parser)


def run(args: Namespace) -> int:
    """Do what the command does and return its exit code."""
    return in_time(args, lambda: _ask(args))


def _ask(args: Namespace) -> int:
    graph = open_graph(args)
    if args.question is None:
        if args.about or args.sparql or args.parameter:
            raise UnusableError("no question is named", remedy="`kg ask` lists them")
        _list(graph)
        return CLEAN
    question = graph.question(args.question)
    if args.about:
        _tell(question)
        return CLEAN
    parameters = read_parameters(args.parameter)
    if args.sparql:
        with output(args) as out:
            out.write(graph.sparql(question, parameters, args.lang).rstrip() + "\n")
        return CLEAN
    from kg.results import Stream

    report(graph.unknown_terms(question.query, f"queries/{args.question}.rq"))
    if write_rows(Stream.of(graph.solve(args.question, parameters, lang=args.lang)), args) == 0:
        say(f"kg: there are no rows: nothing answers {args.question} with these parameters")
    _say_missing_names(graph, args.lang)
    return CLEAN


def _list(graph: Graph) -> None:
    from kg.questions import read_questions

    for question in read_questions(graph.question_files()):
        needs = " ".join(f"-p {p.name}=…" for p in question.parameters if p.default is None)
        print(f"{question.name:<22} {question.title}{f'  ({needs})' if needs else ''}")


def _tell(question: Question) -> None:
    """Print what a question asks, its parameters with their types and defaults, and its example as a command."""
    print(f"{question.title}\n\n{question.about}")
    if question.parameters:
        width = max(len(parameter.name) for parameter in question.parameters)
        print("\nParameters")
    for each in question.parameters:
        default = "" if each.default is None else f", default {each.default}"
        print(f"  {each.name:<{width}}  {each.about} ({each.type}{default})")
    given = " ".join(f"-p {name}={_quoted(value)}" for name, value in question.example.items())
    print(f"\nExample: kg ask {question.name} {given}".rstrip())


def _quoted(value: str) -> str:
    from shlex import quote

    return quote(value)


def _say_missing_names(graph: Graph, lang: str) -> None:
    """Say which languages nothing has a name in, since names then are in the next of them, or in English."""
    if lang == "en":
        return
    from kg.names import languages_of
    from kg.sparql.labels import languages

    known = languages_of(graph.store)
    for tag in languages(lang):
        if tag not in known:
            say(f"kg: nothing here has a name in {tag}; there are names in {', '.join(sorted(known))}")
