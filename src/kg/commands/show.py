"""Show one entity with every fact and its sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.arguments import language
from kg.terminal import CLEAN, open_graph, plain

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

EXAMPLE = "kg show mehdi-sanaei"


def arguments(parser: ArgumentParser) -> None:
    """Add what the command takes to its parser."""
    parser.add_argument("name", metavar="NAME", help="a slug, a name or an IRI")
    language(parser)


def run(args: Namespace) -> int:
    """Do what the command does and return its exit code."""
    print(plain(str(open_graph(args).show(args.name, _languages(args.lang)))), end="")
    return CLEAN


def _languages(given: str) -> tuple[str, ...]:
    if given == "en":
        return ("en",)
    from kg.sparql.labels import languages

    return (*languages(given), "en")
