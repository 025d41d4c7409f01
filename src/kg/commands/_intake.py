"""What the commands share that take in new facts: the files, what they rest on, and whether actors are new."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from pathlib import Path

    from kg.gate import Given, Intake

__all__ = ["add_intake", "given_of", "intake_of"]


def add_intake(parser: ArgumentParser) -> None:
    """Add what says how new facts are taken in; every command that takes them has these options."""
    parser.add_argument(
        "--source", metavar="NAME", help="the citation, reference or document that all facts without evidence rest on"
    )
    parser.add_argument("--new", action="store_true", help="what looks like a known actor is another one all the same")


def intake_of(args: Namespace, texts: Path | None = None) -> Intake:
    """Return how new facts are taken in; citations are held against the texts in a folder, if there is one."""
    from kg.gate import Intake

    return Intake(args.source, args.new, texts)


def given_of(args: Namespace) -> list[Given]:
    """Read the files of RDF that are given, in the format that `--input` names, if it does.

    `UnusableError` where one cannot be read, or none holds a statement.
    """
    from kg.errors import UnusableError
    from kg.gate import FORMATS, read_file, refuse_empty

    if args.input and args.input not in FORMATS:
        raise UnusableError(f"{args.input} is no format of RDF", remedy=f"use one of {', '.join(FORMATS)}")
    if args.files.count("-") > 1:
        raise UnusableError("stdin can be read once only", remedy="name a file")
    files = [read_file(path, args.input) for path in args.files]
    refuse_empty(files)
    return files
