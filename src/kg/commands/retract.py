"""Take a document away: its citations, the facts that nothing else supports, and what only these spoke of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.commands._changing import changed, signature, signed
from kg.terminal import CLEAN, open_graph, plain, progress, say, warn_if_old

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from kg.changes import Accepted

EXAMPLE = "kg retract valdai-dialogue-report --dry-run"
CODES = "The exit code is 1 where the graph would not conform without it."


def arguments(parser: ArgumentParser) -> None:
    """Add what the command takes to its parser."""
    parser.add_argument("document", metavar="DOCUMENT", help="a document or a reference, by slug, title or IRI")
    parser.add_argument("--dry-run", action="store_true", help="tell what would go, and change nothing")
    parser.add_argument(
        "--format", choices=("text", "json"), default="text", help="of what is told on stdout; default: text"
    )
    signed(parser)


def run(args: Namespace) -> int:
    """Do what the command does and return its exit code."""
    from kg.building import read_ontology
    from kg.changes import plan_retraction, retract
    from kg.project import locate_project

    project = locate_project(args.project)
    if args.dry_run:
        plan = plan_retraction(open_graph(args).store, args.document, frozenset(read_ontology(project)))
        print(plain(f"would go: {plan}"))
        return CLEAN
    signs = signature(args, project)
    warn_if_old(project)
    progress("inferring and validating")

    def make() -> Accepted:
        plan, accepted = retract(project, args.document, signs, wait=args.wait)
        say(f"gone: {plan}")
        return accepted

    return changed(args, project, make)
