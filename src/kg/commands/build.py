"""Build the graph from mappings and texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.arguments import sources, waiting
from kg.terminal import CLEAN, open_project, progress, report, say

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

EXAMPLE = "kg build --sources ../texts"
CODES = "The exit code is 1 where the mappings have errors: then the last graph stays; 2 where it could not build."


def arguments(parser: ArgumentParser) -> None:
    """Add what the command takes to its parser."""
    sources(parser)
    waiting(parser)


def run(args: Namespace) -> int:
    """Do what the command does and return its exit code."""
    from kg.building import build
    from kg.project import SETTINGS, refuse_unfit

    project = open_project(args)
    refuse_unfit(project)
    summary = build(project, progress, args.wait)
    report(summary.warnings)
    width = max(len(name) for name, _ in summary.counts)
    for name, count in summary.counts:
        print(f"{name:<{width}}  {count:>6}")
    texts = "checked against the texts" if project.sources else "the texts not at hand: taken from the locks"
    say(f"built: {summary.asserted} statements asserted, {summary.derived} derived; {texts}")
    if not (project.root / SETTINGS).is_file():
        say(f"there is no {SETTINGS} here or above: the graph lies in {project.store}")
    return CLEAN
