"""What each command of `kg` takes: the parser of the one command that is called, of all for `kg --help`.

It knows argparse and no other part of the package but its errors: commands are given, and bring what they take.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from kg.errors import UnusableError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Protocol

    class Command(Protocol):
        """What a command says of itself, and does; `CODES`, where it has any, tells its exit codes."""

        __doc__: str
        EXAMPLE: str

        def arguments(self, parser: argparse.ArgumentParser) -> None:
            """Add what the command takes to its parser."""

        def run(self, args: argparse.Namespace) -> int:
            """Do what the command does and return its exit code."""


__all__ = [
    "GRAPH_FORMATS",
    "NETWORK_FORMATS",
    "RESULT_FORMATS",
    "TABLE_FORMATS",
    "Once",
    "bounds",
    "language",
    "parse",
    "parser_of",
    "positive",
    "read_parameters",
    "read_query",
    "rows_format",
    "seconds",
    "sources",
    "waiting",
]  # fmt: skip

RESULT_FORMATS = ("table", "csv", "tsv", "json", "xml", "markdown", "parquet")
_YEAR = 365 * 86_400.0  # seconds; alarms of the system cannot be set to any number
GRAPH_FORMATS = ("turtle", "trig", "ntriples", "nquads", "jsonld", "rdfxml")
NETWORK_FORMATS = ("gexf", "graphml")
TABLE_FORMATS = ("csv", "parquet")


def parse(
    given: Sequence[str], groups: Sequence[tuple[str, Sequence[str]]], load: Callable[[str], Command]
) -> argparse.Namespace:
    """Read a command line; `run` of the result is the function of the command.

    `groups` are the commands by purpose, and `load` gives the one of a name: its docstring is its help. `UnusableError`
    for what cannot be read. `--help` and `--version` print and end the process, as argparse does; so does a line
    without a command.
    """
    called = _called(given, [name for _, names in groups for name in names])
    parser = _Parser(
        prog="kg",
        description="A knowledge graph of diplomacy: who met whom, what was agreed, who said what, and where.",
        epilog="Example: kg ask who-met -p actor=mehdi-sanaei",
    )
    parser.add_argument("--version", action=_Version, help="show the version")
    parser.add_argument("--debug", action="store_true", help="show the traceback of an error")
    if not called:
        _list_commands(parser, groups, load)
        if left := parser.parse_known_args([word for word in given if word != "--"])[1]:
            raise UnusableError(f"nothing takes {left[0]}", remedy="see `kg --help`")
        parser.print_help(sys.stderr)
        parser.exit(2)
    listed = parser.add_subparsers(metavar="COMMAND")
    command = load(called)
    made = _fill(listed.add_parser(called, description=_about(command), epilog=_example(command)), command)
    found, left = parser.parse_known_args(given)
    if left:
        options = [option for action in made._actions for option in action.option_strings]
        remedy = did_you_mean(left[0], options) or f"see `{made.prog} --help`"
        raise UnusableError(f"nothing takes {left[0]}", remedy=remedy)
    return found


def parser_of(name: str, command: Command) -> argparse.ArgumentParser:
    """Return the parser of one command alone."""
    return _fill(_Parser(prog=f"kg {name}", description=_about(command), epilog=_example(command)), command)


def _about(command: Command) -> str:
    return " ".join(filter(None, (command.__doc__, getattr(command, "CODES", ""))))


def _example(command: Command) -> str:
    return f"Example: {command.EXAMPLE}"


def _fill(parser: _Parser, command: Command) -> _Parser:
    """Add to the parser of a command what all take, and what this one does."""
    parser.set_defaults(run=command.run)
    parser.add_argument("--project", metavar="DIR", type=Path, help="the project (default: around this folder)")
    parser.add_argument("--debug", action="store_true", default=argparse.SUPPRESS, help=argparse.SUPPRESS)
    command.arguments(parser)
    return parser


def _list_commands(
    parser: _Parser, groups: Sequence[tuple[str, Sequence[str]]], load: Callable[[str], Command]
) -> None:
    """Add the commands to the help, by purpose; argparse itself lists commands in one block."""
    parser.usage = "kg [--help] [--version] [--debug] COMMAND …"
    for title, names in groups:
        group = parser.add_argument_group(title)
        for name in names:
            group.add_argument(name, nargs="?", help=load(name).__doc__)


def _called(given: Sequence[str], names: Sequence[str]) -> str | None:
    """Return the command that is called, if any; `UnusableError` for a word that is none."""
    first = next((word for word in given if word != "--debug"), "")
    if not first or first.startswith("-"):
        return None
    if first not in names:
        raise UnusableError(f"there is no command {first}", remedy=did_you_mean(first, names) or "see `kg --help`")
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
        from kg.version import __version__

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
        return Path(given).read_text(encoding="utf-8-sig"), given
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


# What several commands take


def sources(parser: argparse.ArgumentParser) -> None:
    """Add the folder of the texts."""
    parser.add_argument("--sources", metavar="DIR", type=Path, help="the folder of the texts (default: KG_SOURCES)")


def waiting(parser: argparse.ArgumentParser) -> None:
    """Add how long to wait for another process that writes the graph."""
    parser.add_argument(
        "--wait",
        type=patience,
        default=10.0,
        metavar="SECONDS",
        help="wait for another writer (default: 10; 0: do not)",
    )


def rows_format(parser: argparse.ArgumentParser) -> None:
    """Add the format of rows."""
    parser.add_argument(
        "--format",
        choices=RESULT_FORMATS,
        metavar="FORMAT",
        help=f"{', '.join(RESULT_FORMATS)} (default: table on a terminal, CSV when piped)",
    )


def language(parser: argparse.ArgumentParser) -> None:
    """Add the language of names."""
    parser.add_argument(
        "--lang", default="en", metavar="CODE", help="names in this language where there are any (fa, ru; or fa,ru)"
    )


def bounds(parser: argparse.ArgumentParser) -> None:
    """Add the limits of rows, time and memory, and the file that takes the answer."""
    parser.add_argument("-o", "--output", metavar="FILE", help="write to a file, whole or not at all")
    parser.add_argument("--limit", type=positive, metavar="N", help="at most this many rows; says where it cut some")
    parser.add_argument("--timeout", type=seconds, metavar="SECONDS", help="stop when this time is over (exit code 2)")
    parser.add_argument(
        "--memory", type=positive, metavar="MB", help="stop when the answer takes more memory than this (exit code 2)"
    )


class Once(argparse.Action):
    """Takes an option that may be given once; argparse would drop the first value in silence."""

    def __call__(
        self, parser: argparse.ArgumentParser, namespace: argparse.Namespace, values: object, option: str | None = None
    ) -> None:
        """Keep the value, or refuse the second one."""
        if getattr(namespace, self.dest, None) is not None:
            parser.error(f"{option} is given twice")
        setattr(namespace, self.dest, values)


# Types of arguments


def positive(given: str) -> int:
    """Read a whole number from 1 on."""
    if not given.isdecimal() or int(given) < 1:
        raise argparse.ArgumentTypeError(f"{given!r} is no whole number from 1 on")
    return int(given)


def patience(given: str) -> float:
    """Read a number of seconds from 0 up to a year."""
    return 0.0 if given == "0" else seconds(given)


def seconds(given: str) -> float:
    """Read a number of seconds above 0 and up to a year."""
    try:
        found = float(given)
    except ValueError:
        found = 0.0
    if not 0 < found <= _YEAR:
        raise argparse.ArgumentTypeError(f"{given!r} is no number of seconds above 0 and up to a year")
    return found
