"""What commands share: where the project is, how rows are printed, and what is said on stderr.

Data goes to stdout, messages and progress to stderr. Exit codes: 0 clean, 1 findings, 2 misuse or unusable input.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import FindingsError, KgError, UnusableError

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Iterable
    from typing import TextIO

    from kg.errors import Finding
    from kg.graph import Graph
    from kg.project import Project
    from kg.results import Source

__all__ = [
    "CLEAN", "FOUND", "UNUSABLE", "coded", "in_time", "open_graph", "open_project", "progress", "report", "say",
    "speak_utf8", "write_rows",
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
    from kg.store.local import current
    from kg.store.origin import outdated

    graph = open_(args.project)
    built = current(graph.project.store)
    if built and (older := outdated(built, graph.project)):
        say(f"kg: {older}; run `kg build`")
    return graph


def in_time(args: Namespace, action: Callable[[], int]) -> int:
    """Do what a command does, in a process of its own where its time is limited."""
    if args.timeout is None:
        return action()
    from kg.worker import run_within

    return run_within(args.timeout, lambda: coded(action, args.debug))


def speak_utf8() -> None:
    """Write UTF-8 and only the line ends that are written, whatever the locale: the same data gives the same bytes."""
    if sys.stdout is None:  # as with `>&-`
        raise UnusableError("stdout is closed", remedy="send it somewhere")
    for stream, newline in ((sys.stdout, ""), (sys.stderr, None)):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", newline=newline)


def write_rows(rows: Source, args: Namespace) -> None:
    """Print rows in the format of a command, no more than its limit, and say where some were cut."""
    from kg.results import Limited, write

    out: TextIO = sys.stdout
    terminal = out.isatty()
    most = getattr(args, "limit", None)
    few = Limited(rows, most) if most else None
    write(few or rows, args.format or ("table" if terminal else "csv"), out, width=_width() if terminal else None)
    if few and few.cut:
        out.flush()
        say(f"kg: there are more rows than the {most} shown; leave out --limit for all of them")


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
    """Write a line to stderr."""
    print(message, file=sys.stderr)
