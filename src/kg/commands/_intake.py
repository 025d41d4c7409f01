"""What the commands share that take in new facts: what they rest on, whether actors are new, where the texts are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.arguments import sources

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from kg.gate import Intake
    from kg.project import Project

__all__ = ["add_intake", "intake_of"]


def add_intake(parser: ArgumentParser) -> None:
    """Add what says how new facts are taken in; every command that takes them has these options."""
    parser.add_argument(
        "--source", metavar="NAME", help="the citation, reference or document that all facts without evidence rest on"
    )
    parser.add_argument("--new", action="store_true", help="what looks like a known actor is another one all the same")
    sources(parser)


def intake_of(args: Namespace, project: Project) -> Intake:
    """Return how new facts are taken in; the project is one that knows where its texts are."""
    from kg.gate import Intake

    return Intake(args.source, args.new, project.sources)
