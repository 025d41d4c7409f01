"""Take back a change, unless later ones build on it; the log keeps both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.arguments import positive
from kg.commands._changing import changed, signature, signed
from kg.terminal import progress, warn_if_old

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

EXAMPLE = "kg undo"
CODES = "The exit code is 1 where later changes build on it, or where the graph would not conform without it."


def arguments(parser: ArgumentParser) -> None:
    """Add what the command takes to its parser."""
    parser.add_argument("number", nargs="?", type=positive, metavar="N", help="which change (default: the last one)")
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help="of what is told on stdout; default: text"
    )
    signed(parser)


def run(args: Namespace) -> int:
    """Do what the command does and return its exit code."""
    from kg.changes import undo
    from kg.project import locate_project

    project = locate_project(args.project)
    signs = signature(args, project)
    warn_if_old(project)
    progress("inferring and validating")
    return changed(args, project, lambda: undo(project, args.number, signs, wait=args.wait))
