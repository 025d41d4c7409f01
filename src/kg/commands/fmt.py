"""Lay out Turtle written by hand as the export is, comments kept."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import KgError, UnusableError
from kg.terminal import CLEAN, FOUND, UNUSABLE, say

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

EXAMPLE = "kg fmt new.ttl"
CODES = "The exit code is 1 where --check finds a file that is not laid out, and 2 where one cannot be read."


def arguments(parser: ArgumentParser) -> None:
    """Add what the command takes to its parser."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="Turtle to lay out in place; - is stdin to stdout")
    parser.add_argument("--check", action="store_true", help="write nothing; list what would change (exit code 1)")
    parser.add_argument("--sort", action="store_true", help="sort as the export does, within the sections of comments")


def run(args: Namespace) -> int:
    """Do what the command does and return its exit code."""
    codes = {CLEAN}
    for name in dict.fromkeys(args.files):
        try:
            codes.add(_format(name, args.check, args.sort))
        except (KgError, OSError) as error:  # the other files are still laid out
            if args.debug:
                raise
            say(f"kg: {error if isinstance(error, KgError) else f'{name}: {error.strerror}'}")
            codes.add(UNUSABLE)
    return max(codes)


def _format(name: str, check: bool, sort: bool) -> int:
    """Lay out one file; the exit code tells whether a check found something."""
    from kg.formatting import decode, format_turtle

    origin = "stdin" if name == "-" else name
    data = _read(name)
    formatted = format_turtle(decode(data, origin), origin, sort=sort).encode()
    if check:
        if formatted == data:
            return CLEAN
        print(origin)
        return FOUND
    if name == "-":
        sys.stdout.write(formatted.decode())
    elif formatted != data:
        _replace(Path(name), formatted)
        say(f"laid out {name}")
    return CLEAN


def _read(name: str) -> bytes:
    from kg.parsing import read_bytes

    if Path(name).is_dir():
        raise UnusableError(f"{name} is a folder", remedy=f"name its files: kg fmt {name.rstrip('/')}/*.ttl")
    return read_bytes(name)


def _replace(path: Path, data: bytes) -> None:
    """Put new bytes in the place of a file, whose rights stay: a reader sees the old ones or the new ones."""
    target = path.resolve()  # what a link leads to is written, and the link stays
    beside = target.with_name(target.name + ".part")
    try:
        beside.write_bytes(data)
        beside.chmod(target.stat().st_mode & 0o7777)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
