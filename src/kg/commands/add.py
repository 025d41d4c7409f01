"""Add new facts to the graph, all of them or none, after the checks of `kg validate`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.arguments import sources
from kg.commands._changing import changed, signature, signed
from kg.commands._intake import add_intake, given_of, intake_of
from kg.terminal import open_project, progress, warn_if_old

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

EXAMPLE = "kg add new.ttl --message 'The harbour master'"
CODES = "The exit code is 1 where the facts were refused, and 2 where they cannot be read or the change not be written."


def arguments(parser: ArgumentParser) -> None:
    """Add what the command takes to its parser."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="RDF in any format, told by its extension; - is stdin")
    parser.add_argument("--input", metavar="FORMAT", help="the format of all files: turtle, trig, ntriples, nquads, …")
    add_intake(parser)
    sources(parser)
    parser.add_argument("--show", action="store_true", help="print the facts as Turtle too; the rest goes to stderr")
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help="of what is told on stdout; default: text"
    )
    signed(parser)


def run(args: Namespace) -> int:
    """Do what the command does and return its exit code."""
    from kg.changes import add

    project = open_project(args)
    signs = signature(args, project)
    files, intake = given_of(args), intake_of(args, project.sources)
    warn_if_old(project)
    progress("inferring and validating")
    return changed(args, project, lambda: add(project, files, signs, intake=intake, wait=args.wait))
