"""The `kg` command: it finds the command that is called and runs it, and leaves all else to `kg.commands`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from kg.arguments import parse
from kg.commands import GROUPS, load
from kg.errors import UnusableError
from kg.terminal import coded, speak_utf8

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    if arguments is None:
        return _alone()
    return coded(lambda: _run(arguments), "--debug" in arguments)


def _run(given: Sequence[str]) -> int:
    speak_utf8()
    if any("\udc80" <= mark <= "\udcff" for word in given for mark in word):  # how Python holds bytes that are no UTF-8
        raise UnusableError("an argument is not UTF-8", remedy="write it, or name the file, in UTF-8")
    args = parse(given, GROUPS, load)
    code: int = args.run(args)
    return code


def _alone() -> int:
    """Run the command line of this process, which ends soon: collecting garbage would take a tenth of its time."""
    import gc

    given = sys.argv[1:]
    # The module `signal` itself takes long to import.
    from _signal import SIG_DFL, SIGINT, SIGTERM, signal  # type: ignore[import-not-found]

    if [word for word in given if word != "--debug"][:1] in (["ask"], ["query"]):
        signal(SIGINT, SIG_DFL)  # a query that runs does not look at Python's signals
    else:
        signal(SIGTERM, lambda number, _: sys.exit(128 + number))  # what was begun is taken away
    gc.set_threshold(100_000)
    try:
        return main(given)
    finally:
        gc.freeze()


if __name__ == "__main__":
    sys.exit(main())
