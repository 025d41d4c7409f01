"""What each command of `kg` takes: the parser of the one command that is called, of all for `kg --help`.

It knows argparse and no other part of the package but its errors: what a command does is a function that is given.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from kg.errors import UnusableError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

__all__ = ["GRAPH_FORMATS", "RESULT_FORMATS", "parse", "read_parameters", "read_query"]

RESULT_FORMATS = ("table", "csv", "tsv", "json", "xml", "markdown")
_YEAR = 365 * 86_400.0  # seconds; alarms of the system cannot be set to any number
GRAPH_FORMATS = ("turtle", "ntriples", "jsonld")


def parse(given: Sequence[str], commands: Mapping[str, Callable[..., int]]) -> argparse.Namespace:
    """Read a command line; `run` of the result is the function of the command.

    The help of a command is the docstring of its function. `UnusableError` for what cannot be read. `--help` and
    `--version` print and end the process, as argparse does; so does a command line without a command.
    """
    called = _called(given, commands)
    parser = _Parser(
        prog="kg",
        description="A knowledge graph of diplomacy: who met whom, what was agreed, who said what, and where.",
        epilog="Example: kg ask who-met -p actor=mehdi-sanaei",
    )
    parser.add_argument("--version", action=_Version, help="show the version")
    parser.add_argument("--debug", action="store_true", help="show the traceback of an error")
    listed = parser.add_subparsers(title="commands", metavar="COMMAND")
    for name in [called] if called else commands:
        example, add = _COMMANDS[name]
        summary = commands[name].__doc__
        made = listed.add_parser(name, help=summary, description=summary, epilog=f"Example: {example}")
        made.set_defaults(run=commands[name])
        made.add_argument("--project", metavar="DIR", type=Path, help="the project (default: around this folder)")
        made.add_argument("--debug", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
        add(made)
    found, left = parser.parse_known_args(given)
    if left:
        options = [option for action in made._actions for option in action.option_strings] if called else []
        remedy = did_you_mean(left[0], options) or f"see `{made.prog if called else 'kg'} --help`"
        raise UnusableError(f"nothing takes {left[0]}", remedy=remedy)
    if not called:
        parser.print_help(sys.stderr)
        parser.exit(2)
    return found


def _called(given: Sequence[str], commands: Mapping[str, object]) -> str | None:
    """Return the command that is called, if any; `UnusableError` for a word that is none."""
    first = next((word for word in given if word != "--debug"), "")
    if not first or first.startswith("-"):
        return None
    if first not in commands:
        raise UnusableError(f"there is no command {first}", remedy=did_you_mean(first, commands) or "see `kg --help`")
    return first


class _Help(argparse.HelpFormatter):
    """Help as wide as the terminal; argparse makes one for each argument, and would import shutil to measure it."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=_columns() - 2)


class _Parser(argparse.ArgumentParser):
    """A parser whose errors are one sentence."""

    def __init__(self, *, prog: str, description: str | None = None, epilog: str | None = None, **_: object) -> None:
        super().__init__(prog=prog, description=description, epilog=epilog, formatter_class=_Help, allow_abbrev=False)

    def error(self, message: str) -> NoReturn:
        raise UnusableError(message, remedy=f"see `{self.prog} --help`")


class _Version(argparse.Action):
    """Prints the version; it is looked up only then."""

    def __init__(self, option_strings: Sequence[str], dest: str, help: str) -> None:
        super().__init__(option_strings, dest, nargs=0, default=argparse.SUPPRESS, help=help)

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        from kg import __version__

        sys.stdout.write(f"kg {__version__}\n")
        parser.exit()


def _columns() -> int:
    try:
        return int(os.environ.get("COLUMNS", "")) or 80
    except ValueError:
        pass
    try:
        return max(os.get_terminal_size(sys.__stdout__.fileno() if sys.__stdout__ else 1).columns, 40)
    except (OSError, ValueError):
        return 100


def read_query(given: str) -> tuple[str, str]:
    """Return the query that was given as text, as a file or on stdin, and its name in messages."""
    if not given.strip():
        raise UnusableError("the query is empty", remedy="give SPARQL, a file of it, or - for stdin")
    if given != "-" and ("{" in given or any(map(str.isspace, given))):
        return given, "query"
    try:
        if given == "-":
            return sys.stdin.read(), "stdin"
        return Path(given).read_text(encoding="utf-8"), given
    except FileNotFoundError:
        raise UnusableError(f"there is no file {given}", remedy="give SPARQL, a file of it, or - for stdin") from None
    except UnicodeDecodeError:
        raise UnusableError(f"{given} is not UTF-8", remedy="save it as UTF-8") from None


def read_parameters(given: Iterable[str]) -> dict[str, str]:
    """Return the parameters of a question from what `-p` was given."""
    found: dict[str, str] = {}
    for each in given:
        name, equals, value = each.partition("=")
        if not equals or not name:
            raise UnusableError(f"{each!r} is no parameter", remedy="write `-p name=value`")
        if name in found:
            raise UnusableError(f"the parameter {name} is given twice", remedy="leave one out")
        found[name] = value
    return found


# What each command takes


def _build(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--sources", metavar="DIR", type=Path, help="the folder of the texts (default: KG_SOURCES)")


def _coverage(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("document", nargs="?", metavar="DOCUMENT", help="list the sentences of this document")
    _build(parser)
    _rows_format(parser)


def _draft(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("text", metavar="TEXT", help="the text, in UTF-8")
    parser.add_argument("--published", metavar="EDTF", help="the day from which its dates are counted")
    _build(parser)


def _ask(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("question", nargs="?", metavar="NAME", help="the question; without it, all are listed")
    parser.add_argument("-p", "--parameter", action="append", default=[], metavar="KEY=VALUE", help="a parameter of it")
    parser.add_argument("--sparql", action="store_true", help="print the query instead of its answer")
    _rows_format(parser)
    _bounds(parser)


def _query(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "query", nargs="?", default="-", metavar="TEXT|FILE|-", help="SPARQL, a file of it, or - (stdin)"
    )
    parser.add_argument("--format", choices=(*RESULT_FORMATS, *GRAPH_FORMATS), help="default: table, or CSV when piped")
    _bounds(parser)


def _show(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="a slug, a name or an IRI")
    parser.add_argument(
        "--lang", default="en", metavar="CODE", help="the language of names where there is one (fa, ru)"
    )


def _search(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("words", nargs="+", metavar="TEXT", help="a name, or part of one")
    parser.add_argument("--limit", type=_positive, default=10, metavar="N", help="at most this many (default 10)")


def _export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", nargs="?", metavar="FILE", help="where to write; stdout where left out")
    parser.add_argument("--format", choices=GRAPH_FORMATS, help="default: by the extension of FILE, else Turtle")
    parser.add_argument("--asserted", action="store_true", help="leave out what rules derived")


def _rows_format(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", choices=RESULT_FORMATS, help="default: table on a terminal, CSV when piped")


def _bounds(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--limit", type=_positive, metavar="N", help="at most this many rows; says where it cut some")
    parser.add_argument("--timeout", type=_seconds, metavar="SECONDS", help="stop when this time is over (exit code 2)")


def _positive(given: str) -> int:
    if not given.isdecimal() or int(given) < 1:
        raise argparse.ArgumentTypeError(f"{given!r} is no whole number from 1 on")
    return int(given)


def _seconds(given: str) -> float:
    try:
        seconds = float(given)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= _YEAR:
        raise argparse.ArgumentTypeError(f"{given!r} is no number of seconds above 0 and up to a year")
    return seconds


_COMMANDS: Mapping[str, tuple[str, Callable[[argparse.ArgumentParser], None]]] = {
    "build": ("kg build --sources ../texts", _build),
    "check": ("kg check --sources ../texts", _build),
    "ask": ("kg ask who-met -p actor=mehdi-sanaei", _ask),
    "query": ("kg query 'SELECT ?person { ?person a dkg:Person } LIMIT 5'", _query),
    "show": ("kg show mehdi-sanaei", _show),
    "search": ("kg search bystritsky", _search),
    "export": ("kg export graph.ttl", _export),
    "coverage": ("kg coverage --sources ../texts", _coverage),
    "draft": ("kg draft communique.txt --published 2026-03-05 > mappings/communique.yaml", _draft),
}
