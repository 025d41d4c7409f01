"""Begin a project of your own, which adds to what comes with kg."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kg.terminal import CLEAN, say

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

EXAMPLE = "kg init my-graph"
_WITH_EXAMPLE = ("kg build", "kg ask who-met -p actor=ida-marell")
_WITHOUT = ("kg draft TEXT > mappings/NAME.yaml", "kg build")


def arguments(parser: ArgumentParser) -> None:
    """Add what the command takes to its parser."""
    parser.add_argument("folder", nargs="?", metavar="DIR", type=Path, help="where; this folder where left out")
    parser.add_argument("--own", action="store_true", help="leave out the documents that come with kg")
    parser.add_argument("--bare", action="store_true", help="without the example of a text and its mapping")


def run(args: Namespace) -> int:
    """Do what the command does and return its exit code."""
    from kg.newproject import begin_project

    folder = args.folder or args.project or Path()
    begun = begin_project(folder, own=args.own, bare=args.bare)
    for name in begun.written:
        say(f"wrote {folder / name}")
    for name in begun.left:
        say(f"left as it is: {folder / name}")
    first = () if folder == Path() else (f"cd {folder}",)
    say(f"next: {', then '.join((*first, *(_WITH_EXAMPLE if begun.example else _WITHOUT)))}")
    return CLEAN
