"""Draw a picture: the timeline of an actor, the network of who met whom, or figures over time."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kg.arguments import read_parameters
from kg.errors import UnusableError
from kg.terminal import CLEAN, open_graph, say

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

EXAMPLE = "kg plot timeline -p actor=hassan-rouhani -o rouhani.svg"


def arguments(parser: ArgumentParser) -> None:
    """Add what the command takes to its parser."""
    parser.add_argument(
        "plot", nargs="?", metavar="NAME", help="timeline, network or figures; without it, all are listed"
    )
    parser.add_argument("-p", "--parameter", action="append", default=[], metavar="KEY=VALUE", help="a parameter of it")
    parser.add_argument("-o", "--output", metavar="FILE", help="an .svg or .png (default: -, SVG to stdout)")
    parser.add_argument("--sparql", action="store_true", help="print the query behind the picture instead")


def run(args: Namespace) -> int:
    """Do what the command does and return its exit code."""
    from kg.plots import PLOTS, find_plot

    if args.plot is None:
        for each in PLOTS.values():
            takes = ", ".join(f"{p.name} ({p.about})" for p in each.question.parameters)
            print(f"{each.name:<10} {each.question.title}\n           -p {takes}")
        return CLEAN
    plot = find_plot(args.plot)
    output = None if args.output in (None, "-") else Path(args.output)
    form = output.suffix.lower().removeprefix(".") if output else "svg"
    if form not in ("svg", "png"):
        raise UnusableError(f"{args.output} is no SVG or PNG", remedy="end its name in .svg or .png")
    graph, parameters = open_graph(args), read_parameters(args.parameter)
    if args.sparql:
        print(graph.sparql(plot.question, parameters))
        return CLEAN
    import logging

    from kg.files import replacing
    from kg.plots.style import write

    logging.getLogger("matplotlib").setLevel(logging.ERROR)  # it tells of its caches on stderr
    picture = plot.picture(graph, parameters)
    figure = plot.draw(picture)
    if output is None:
        write(figure, form, picture.title, sys.stdout.buffer)
        return CLEAN
    with replacing(output) as beside, beside.open("wb") as out:
        write(figure, form, picture.title, out)
    say(f"wrote {args.output}")
    return CLEAN
