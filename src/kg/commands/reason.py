"""Say whether the graph, or new facts, contradict the ontology, and why; or explain why a statement holds."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from kg.arguments import seconds
from kg.commands._intake import add_intake, given_of, intake_of
from kg.errors import UnusableError
from kg.terminal import CLEAN, FOUND, open_graph, plain, progress, say

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

EXAMPLE = "kg reason --explain mehdi-sanaei met abbas-araghchi"
CODES = "The exit code is 1 where something contradicts the ontology, and 2 where that could not be told."
_TIMEOUT = 600.0


def arguments(parser: ArgumentParser) -> None:
    """Add what the command takes to its parser."""
    parser.add_argument("files", nargs="*", metavar="FILE", help="new facts in RDF, beside what the graph knows")
    parser.add_argument("--input", metavar="FORMAT", help="the format of all files: turtle, trig, ntriples, nquads, …")
    parser.add_argument(
        "--explain", nargs="+", metavar="WORD",
        help="explain a statement instead: SUBJECT PROPERTY VALUE, as slugs, labels or IRIs; a thing: all said of it",
    )  # fmt: skip
    add_intake(parser)
    parser.add_argument("--whole", action="store_true", help="look at new facts beside everything, which takes longer")
    parser.add_argument("--timeout", type=seconds, metavar="SECONDS", help="stop when this time is over; default: 600")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="default: text")


def run(args: Namespace) -> int:
    """Do what the command does and return its exit code."""
    if args.explain:
        return _explain(args)
    if not args.files and (args.source or args.new):
        raise UnusableError("--source and --new are for new facts", remedy="name a file, or leave them out")
    files, graph = given_of(args), open_graph(args)
    opinion = graph.judge(files, args.timeout or _TIMEOUT, progress, whole=args.whole, intake=intake_of(args))
    if args.format == "json":
        _write(opinion.value())
    else:
        sys.stdout.writelines(f"{plain(line)}\n" for line in opinion.lines())
    sys.stdout.flush()
    say(opinion.summary)
    return CLEAN if opinion.consistent else FOUND


def _explain(args: Namespace) -> int:
    if args.files or args.input or args.timeout or args.whole or args.source or args.new:
        raise UnusableError(
            "--explain explains what the graph says", remedy="give it no files and no other option than --format"
        )
    found = open_graph(args).explain(*args.explain)
    if args.format == "json":
        _write(found.value())
    else:
        print(plain(str(found)))
    return CLEAN


def _write(value: object) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")
