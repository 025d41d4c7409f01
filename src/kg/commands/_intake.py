"""What the commands share that take in new facts: on what they rest, and whether actors are new."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from kg.gate import Intake

__all__ = ["add_intake", "intake_of"]


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
