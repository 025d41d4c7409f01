"""Build the graph from mappings and texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.arguments import sources as arguments
from kg.terminal import CLEAN, open_project, progress, report, say

if TYPE_CHECKING:
    from argparse import Namespace

__all__ = ["EXAMPLE", "arguments", "run"]

EXAMPLE = "kg build --sources ../texts"


def run(args: Namespace) -> int:
    """Do what the command does and return its exit code."""
    from kg.changes import build

    project = open_project(args)
    summary = build(project, progress)
    report(summary.warnings)
    width = max(len(name) for name, _ in summary.counts)
    for name, count in summary.counts:
        print(f"{name:<{width}}  {count:>6}")
    texts = "checked against the texts" if project.sources else "the texts not at hand: taken from the locks"
    say(f"built: {summary.asserted} statements asserted, {summary.derived} derived; {texts}")
    return CLEAN
