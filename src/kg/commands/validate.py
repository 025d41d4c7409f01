"""Check new facts against the shapes, with what the graph knows; write nothing."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kg.arguments import positive
from kg.errors import UnusableError
from kg.terminal import CLEAN, FOUND, open_graph, progress, say

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from kg.gate import Given, Intake, Verdict
    from kg.gate.staging import Check

EXAMPLE = "kg validate new.ttl"
CODES = "The exit code is 1 where something makes the facts unacceptable, and 2 where they cannot be read."


def arguments(parser: ArgumentParser) -> None:
    """Add what the command takes to its parser."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="RDF in any format, told by its extension; - is stdin")
    parser.add_argument("--input", metavar="FORMAT", help="the format of all files: turtle, trig, ntriples, nquads, …")
    parser.add_argument("--alone", action="store_true", help="without the graph, the ontology and what follows")
    parser.add_argument(
        "--shapes", action="append", type=Path, metavar="PATH", help="these shapes, a file or folder, not the project's"
    )
    add_intake(parser)
    parser.add_argument("--show", action="store_true", help="print the facts as Turtle; what is wrong goes to stderr")
    parser.add_argument("--engine", choices=("kg", "pyshacl"), default="kg", help="pyshacl: a second opinion, slow")
    parser.add_argument(
        "--severity", choices=("violation", "warning", "info"), default="info", help="show what is at least so grave"
    )
    parser.add_argument(
        "--max", type=positive, metavar="N", help="show at most this many; says how many more there are"
    )
    parser.add_argument("--format", choices=("text", "json", "sarif", "turtle"), default="text", help="default: text")


def add_intake(parser: ArgumentParser) -> None:
    """Add what says how new facts are taken in; every command that takes them has these options."""
    parser.add_argument(
        "--source", metavar="NAME", help="the citation, reference or document that all facts without evidence rest on"
    )
    parser.add_argument("--new", action="store_true", help="what looks like a known actor is another one all the same")


def intake_of(args: Namespace) -> Intake:
    """Return how new facts are taken in."""
    from kg.gate import Intake

    return Intake(args.source, args.new)


def run(args: Namespace) -> int:
    """Do what the command does and return its exit code."""
    from kg.gate import FORMATS, read_file, show, write_verdict
    from kg.shacl import Severity

    if args.input and args.input not in FORMATS:
        raise UnusableError(f"{args.input} is no format of RDF", remedy=f"use one of {', '.join(FORMATS)}")
    if args.alone and (args.source or args.new or args.show):
        raise UnusableError(
            "with --alone statements stay as they are", remedy="leave out --alone, or --source, --new and --show"
        )
    files = [read_file(path, args.input, foreign=args.alone) for path in args.files]
    verdict = _alone(args, files) if args.alone else _with_graph(args, files)
    faults = verdict.of(Severity(args.severity))
    shown = faults[: args.max] if args.max else faults
    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    if args.show:
        show(verdict.files, sys.stdout)
    write_verdict(verdict, shown, args.format, sys.stderr if args.show else sys.stdout, colour=colour)
    sys.stdout.flush()
    if len(shown) < len(faults):
        say(f"kg: {len(faults) - len(shown)} more are not shown; leave out --max for all of them")
    say(verdict.summary)
    return CLEAN if verdict.conforms else FOUND


def _alone(args: Namespace, files: list[Given]) -> Verdict:
    from kg.gate import stage_alone
    from kg.shacl import read_shapes

    if not args.shapes:
        raise UnusableError("there is nothing to check by", remedy="name the shapes with --shapes")
    return stage_alone(read_shapes(args.shapes), files, check=_other_engine(args))


def _with_graph(args: Namespace, files: list[Given]) -> Verdict:
    from kg.shacl import read_shapes

    graph = open_graph(args)
    if args.engine == "pyshacl":
        say(f"kg: pyshacl looks at {len(graph.store)} statements node by node, which may take many minutes")
    progress("inferring and validating")
    shapes = read_shapes(args.shapes) if args.shapes else None
    return graph.stage(files, shapes, _other_engine(args), intake_of(args))


def _other_engine(args: Namespace) -> Check | None:
    if args.engine == "kg":
        return None
    from kg.shacl.pyshacl_bridge import second_opinion

    return second_opinion
