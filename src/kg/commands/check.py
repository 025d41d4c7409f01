"""Check ontology, mappings, shapes, questions and anchors; write nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.arguments import sources as arguments
from kg.terminal import CLEAN, FOUND, open_project, progress, report, say

if TYPE_CHECKING:
    from argparse import Namespace

__all__ = ["CODES", "EXAMPLE", "arguments", "run"]

EXAMPLE = "kg check --sources ../texts"
CODES = "The exit code is 1 where it found an error, 0 where only warnings, 2 where it could not check."


def run(args: Namespace) -> int:
    """Do what the command does and return its exit code."""
    from kg.checking import check

    findings = check(open_project(args), progress)
    report(findings)
    errors = sum(f.severity == "error" for f in findings)
    say(f"{_counted(errors, 'error')}, {_counted(len(findings) - errors, 'warning')}")
    return FOUND if errors else CLEAN


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
