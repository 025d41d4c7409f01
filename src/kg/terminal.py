"""What commands share: where the project is, how rows are printed, and what is said on stderr.

Data goes to stdout, messages and progress to stderr. Exit codes: 0 clean, 1 findings, 2 misuse or unusable input.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import FindingsError, KgError, UnusableError, damage

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Iterable, Iterator
    from typing import BinaryIO, TextIO

    from kg.errors import Finding
    from kg.graph import Graph
    from kg.project import Project
    from kg.results import Source

__all__ = [
    "CLEAN", "FOUND", "UNUSABLE", "binary_output", "coded", "graph_format", "in_time", "open_graph",
    "open_project", "output", "plain", "progress", "report", "say", "speak_utf8", "warn_if_old", "write_rows",
]  # fmt: skip

CLEAN, FOUND, UNUSABLE = 0, 1, 2


def coded(action: Callable[[], int], debug: bool) -> int:
    """Do what a command does and return its exit code, with errors in words."""
    try:
        code = action()
        sys.stdout.flush()
    except FindingsError as refusal:
        report(refusal.findings)
        say(f"kg: {refusal}")
        return FOUND
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader has gone, as with `| head`
        return CLEAN
    except (KgError, OSError) as error:
        if debug:
            raise
        say(f"kg: {_in_words(error)}")
        if isinstance(error, KgError) and error.excerpt:
            say(error.excerpt)
        return UNUSABLE
    except RuntimeError as error:  # of the store, where one of its files is damaged
        damaged = damage(error)
        if debug or damaged is None:
            raise
        say(f"kg: {damaged}")
        return UNUSABLE
    except KeyboardInterrupt:
        return 130
    return code


def _in_words(error: KgError | OSError) -> str:
    if isinstance(error, KgError) or not error.strerror:
        return str(error)
    return f"{error.strerror}{f': {error.filename}' if error.filename else ''}"


def open_project(args: Namespace) -> Project:
    """Return the project of a command that reads texts."""
    from kg.project import find_project

    named = args.sources or (Path(os.environ["KG_SOURCES"]) if os.environ.get("KG_SOURCES") else None)
    return find_project(args.project, sources=named)


def open_graph(args: Namespace) -> Graph:
    """Open the graph of a command that asks, and say so where it is older than what it was built from."""
    from kg.graph import open_graph as open_

    graph = open_(args.project)
    warn_if_old(graph.project)
    if getattr(args, "memory", None):
        from kg.worker import limit_memory

        limit_memory(args.memory)
    return graph


def warn_if_old(project: Project) -> None:
    """Say so where the graph of a project is older than what it was built from."""
    from kg.store.local import current
    from kg.store.origin import outdated

    built = current(project.store)
    if built and (older := outdated(built, project)):
        say(f"kg: {older}; run `kg build`")


def in_time(args: Namespace, action: Callable[[], int]) -> int:
    """Do what a command does, in a process of its own where its time or memory is limited, or it writes a file.

    A process that is ended cannot remove what it has begun to write.
    """
    if args.timeout is None and args.memory is None and not _file(args):
        return action()
    from kg.worker import run_within

    def last() -> None:
        if _file(args):
            _part(args).unlink(missing_ok=True)

    return run_within(args.timeout, lambda: coded(action, args.debug), megabytes=args.memory, last=last)


def speak_utf8() -> None:
    """Write UTF-8 and only the line ends that are written, whatever the locale: the same data gives the same bytes."""
    if sys.stdout is None:  # as with `>&-`
        raise UnusableError("stdout is closed", remedy="send it somewhere")
    for stream, newline in ((sys.stdout, ""), (sys.stderr, None)):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", newline=newline)


def write_rows(rows: Source, args: Namespace) -> int:
    """Write rows in the format of a command, no more than its limit; return how many, and say what was cut."""
    from kg.results import BINARY, Limited, write

    limited = Limited(rows, getattr(args, "limit", None))
    form, cut = _row_format(args), 0
    if form in BINARY:
        from kg.results import write_binary

        with binary_output(args) as bytes_out:
            write_binary(limited, form, bytes_out)
    else:
        with output(args) as out:
            cut = write(limited, form, out, width=_width() if out.isatty() else None)
            out.flush()
    if cut:
        say(f"kg: {cut} cells are cut to the width of the terminal (…); --format csv or -o FILE has them whole")
    if limited.cut:
        say(f"kg: there are more rows than the {limited.most} shown; leave out --limit for all of them")
    return limited.read


_EXTENSIONS = {
    ".csv": "csv", ".tsv": "tsv", ".json": "json", ".srj": "json", ".xml": "xml", ".srx": "xml", ".md": "markdown",
    ".parquet": "parquet", ".txt": "table",
}  # fmt: skip


def _row_format(args: Namespace) -> str:
    """Return the format that was asked for, or that of the extension of the file, or what fits a terminal or pipe."""
    if args.format:
        return str(args.format)
    if _file(args):
        extension = Path(args.output).suffix.lower()
        if extension not in _EXTENSIONS:
            remedy = f"end it with {', '.join(_EXTENSIONS)}, or add --format"
            raise UnusableError(f"{args.output!r} names no format of rows", remedy=remedy)
        return _EXTENSIONS[extension]
    return "table" if sys.stdout.isatty() else "csv"


def graph_format(args: Namespace) -> str:
    """Return the format of a graph that was asked for, or that of the extension of the file, or Turtle."""
    if args.format or not _file(args):
        return str(args.format or "turtle")
    from kg.export.rdf import find_format

    return find_format(Path(args.output).name).name


@contextmanager
def output(args: Namespace) -> Iterator[TextIO]:
    """Give what an answer is written to: stdout, or a file that is there once it is whole."""
    if not _file(args):
        yield sys.stdout
        return
    with _beside(args) as path, path.open("w", encoding="utf-8", newline="") as out:
        yield out


@contextmanager
def binary_output(args: Namespace) -> Iterator[BinaryIO]:
    """Give what bytes are written to: a file, or stdout where it is no terminal."""
    if not _file(args):
        if sys.stdout.isatty():
            raise UnusableError(f"{args.format} is not for a terminal", remedy="write it to a file with -o FILE")
        sys.stdout.flush()
        yield sys.stdout.buffer
        return
    with _beside(args) as path, path.open("wb") as out:
        yield out


@contextmanager
def _beside(args: Namespace) -> Iterator[Path]:
    """Give a file beside the one that is asked for, which takes its place when it is whole."""
    target, part = Path(args.output), _part(args)
    try:
        yield part
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    say(f"wrote {target}")


def _file(args: Namespace) -> str | None:
    """Return the name of the file that was asked for, if any."""
    given = getattr(args, "output", None)
    return given if given != "-" else None


def _part(args: Namespace) -> Path:
    return Path(f"{args.output}.part")


def _width() -> int | None:
    return os.get_terminal_size(sys.stdout.fileno()).columns or None


def report(findings: Iterable[Finding]) -> None:
    """Say what was found, a line each."""
    for finding in findings:
        say(str(finding))


def progress(step: str) -> None:
    """Say what goes on, where somebody watches."""
    if sys.stderr.isatty():
        say(f"{step} …")


def say(message: str) -> None:
    """Write a line to stderr, with nothing in it that drives a terminal."""
    print(plain(message), file=sys.stderr)


def plain(text: str) -> str:
    """Return a text with escapes for what would drive a terminal, or turn the order of letters round.

    >>> plain("two\\nlines, \\x1b[2J")
    'two\\nlines, \\\\u001B[2J'
    """
    if text.isprintable():
        return text
    import re

    unseen = "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]"
    return re.sub(unseen, lambda found: f"\\u{ord(found[0]):04X}", text)
