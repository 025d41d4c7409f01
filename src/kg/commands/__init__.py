"""The commands of `kg`, a module each: what it takes, and what it does.

A module has the docstring that `kg --help` shows, `EXAMPLE` for its own help, `arguments`, which adds to a parser what
the command takes, and `run`, which does it and returns the exit code. Modules load what they need when they run, so
that help and the start of other commands cost nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from kg.arguments import Command

__all__ = ["NAMES", "load"]

NAMES = ("build", "check", "ask", "query", "show", "search", "export", "fmt", "validate", "coverage", "draft")


def load(name: str) -> Command:
    """Return a command of `NAMES`."""
    return cast("Command", import_module(f"kg.commands.{name}"))
