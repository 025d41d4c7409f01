"""Check new facts against the shapes, with what the graph knows; write nothing."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kg.arguments import positive, sources
from kg.commands._intake import add_intake, intake_of
from kg.errors import UnusableError
from kg.terminal import CLEAN, FOUND, open_graph, open_project, progress, say

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from kg.gate import Given, Verdict
    from kg.gate.staging import Check

EXAMPLE = "kg validate new.ttl"
_MOST = 200  # faults that a text shows where nobody says how many
_WIDEST = 100  # columns
CODES = "The exit code is 1 where something makes the facts unacceptable, and 2 where they cannot be read."


def arguments(parser: ArgumentParser) -> None:
    """Add what the command takes to its parser."""
    parser.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help="RDF in any format, or a mapping (.yaml), told by its extension; - is stdin",
    )
    parser.add_argument("--input", metavar="FORMAT", help="the format of all files: turtle, trig, ntriples, nquads, …")
    parser.add_argument("--alone", action="store_true", help="without the graph, the ontology and what follows")
    parser.add_argument(
        "--shapes", action="append", type=Path, metavar="PATH", help="these shapes, a file or folder, not the project's"
    )
    add_intake(parser)
    sources(parser)
    parser.add_argument("--show", action="store_true", help="print the facts as Turtle; what is wrong goes to stderr")
    parser.add_argument("--engine", choices=("kg", "pyshacl"), default="kg", help="pyshacl: a second opinion, slow")
    parser.add_argument(
        "--severity", choices=("violation", "warning", "info"), default="info", help="show what is at least so grave"
    )
    parser.add_argument(
        "--max", type=positive, metavar="N", help="show at most this many (text: 200), and say how many more there are"
    )
    parser.add_argument("-v", "--verbose", action="store_true", help="say which shapes are looked at node by node")
    parser.add_argument("--format", choices=("text", "json", "sarif", "turtle"), default="text", help="default: text")


def run(args: Namespace) -> int:
    """Do what the command does and return its exit code."""
    from kg.gate import pages_of, read_file, show, write_verdict
    from kg.gate.mappings import is_mapping
    from kg.project import locate_project
    from kg.shacl import Severity

    if args.alone and (args.source or args.new or args.show):
        raise UnusableError(
            "with --alone statements stay as they are", remedy="leave out --alone, or --source, --new and --show"
        )
    mappings = [path for path in args.files if is_mapping(path) and not args.input]
    files = [read_file(path, args.input, foreign=args.alone) for path in args.files if path not in mappings]
    if mappings:
        verdict = _with_mappings(args, mappings, files)
    else:
        verdict = _alone(args, files) if args.alone else _with_graph(args, files)
    verdict = verdict.documented_in(locate_project(args.project).root)
    faults = verdict.of(Severity(args.severity))
    shown = faults[: args.max or (_MOST if args.format == "text" else None)]
    if args.show:
        show(verdict.files, sys.stdout)
    write_verdict(verdict, shown, args.format, sys.stderr if args.show else sys.stdout, width=_width())
    sys.stdout.flush()
    if len(shown) < len(faults):
        say(f"kg: {len(faults) - len(shown)} more are not shown; --max {len(faults)} shows all of them")
    if args.format == "text" and (pages := pages_of(verdict, shown)):
        say(f"explained in {pages}")
    if verdict.remark:
        say(f"kg: {verdict.remark}")
    say(verdict.summary)
    return CLEAN if verdict.conforms else FOUND


def _width() -> int:
    """Return the width of lines where somebody reads them in colour, zero elsewhere."""
    if not sys.stdout.isatty() or os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb":
        return 0
    from shutil import get_terminal_size

    return max(40, min(_WIDEST, get_terminal_size().columns))


def _alone(args: Namespace, files: list[Given]) -> Verdict:
    from kg.gate import stage_alone
    from kg.shacl import read_shapes
    from kg.shacl.model import shape_name

    if not args.shapes:
        raise UnusableError("there is nothing to check by", remedy="name the shapes with --shapes")
    shapes = read_shapes(args.shapes)
    if args.verbose:
        from kg.shacl.candidates import by_node
        from kg.shacl.classes import Classes

        _say_slow([f"{shape_name(shape.name)} ({reason})" for shape, reason in by_node(shapes.roots, Classes())])
    return stage_alone(shapes, files, check=_other_engine(args))


def _with_mappings(args: Namespace, mappings: list[str], files: list[Given]) -> Verdict:
    from kg.inlet import stage_mappings
    from kg.shacl import read_shapes

    if args.alone:
        raise UnusableError("a mapping needs the authorities of its project", remedy="leave out --alone")
    progress("compiling, inferring and validating")
    shapes = read_shapes(args.shapes) if args.shapes else None
    return stage_mappings(open_project(args), mappings, files, shapes, _other_engine(args))


def _with_graph(args: Namespace, files: list[Given]) -> Verdict:
    from kg.shacl import read_shapes
    from kg.shacl.model import shape_name

    project, graph = open_project(args), open_graph(args)
    if args.engine == "pyshacl":
        say(f"kg: pyshacl looks at {len(graph.store)} statements node by node, which may take many minutes")
    progress("inferring and validating")
    shapes = read_shapes(args.shapes) if args.shapes else None
    if args.verbose:
        book = graph.book.with_shapes(shapes) if shapes else graph.book
        _say_slow([shape_name(shape.name) for shape in book.checks.unreadable])
    return graph.stage(files, shapes, _other_engine(args), intake_of(args, project.sources))


def _say_slow(names: list[str]) -> None:
    """Say which shapes are looked at for each of their nodes: it cannot be told which of these may break them."""
    for name in names:
        say(f"kg: {name} is looked at node by node")
    if not names:
        say("kg: no shape is looked at node by node")


def _other_engine(args: Namespace) -> Check | None:
    if args.engine == "kg":
        return None
    from kg.shacl.pyshacl_bridge import second_opinion

    return second_opinion
