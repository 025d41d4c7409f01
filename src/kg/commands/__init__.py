"""The commands of `kg`, a module each: what it takes, and what it does.

A module has the docstring that `kg --help` shows, `EXAMPLE` for its own help, `arguments`, which adds to a parser what
the command takes, and `run`, which does it and returns the exit code. Where its exit codes say more than that all is
well or not, `CODES` tells what each means. Modules load what they need when they run, so that help and the start of
other commands cost nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from kg.arguments import Command

__all__ = ["GROUPS", "NAMES", "load"]

# By purpose, as `kg --help` lists them.
GROUPS = (
    ("make a graph", ("init", "draft", "build", "check", "coverage")),
    ("ask", ("ask", "query", "show", "search", "stats")),
    ("add facts", ("validate", "cite", "add", "retract", "log", "undo", "reason")),
    ("take away", ("export", "plot", "diff", "fmt")),
    ("the command line", ("completion",)),
)
NAMES = tuple(name for _, names in GROUPS for name in names)


def load(name: str) -> Command:
    """Return a command of `NAMES`."""
    return cast("Command", import_module(f"kg.commands.{name}"))
