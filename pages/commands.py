"""The reference of the commands, read from their parsers: what each takes, its defaults, its example."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence

from kg.commands import GROUPS, NAMES, load
from pages.markdown import code, page, table

_INTRO = """
`kg` finds the project around the current folder: the nearest one with a `kg.toml`, or the current folder itself. Data
goes to standard output, messages and progress to standard error; every error is one sentence that says what is wrong,
where, and how to mend it. Every command takes, beside what is listed with it:
"""
_COMMON = [
    ("`-h`, `--help`", "print what the command takes, with an example"),
    ("`--project DIR`", "the project; default: the one around the current folder"),
    ("`--debug`", "show the traceback of an error"),
]
_EXIT = [
    ("0", "clean: the command did what it was asked"),
    ("1", "findings: the content is wrong somewhere, or two things differ; each finding names file, line and column"),
    (
        "2",
        "misuse, or input that cannot be used: an unknown name, a query that cannot be read, a file that is not there",
    ),
    ("130", "ended by Ctrl-C"),
]


def commands() -> str:
    """Return the page on every command."""
    return page(
        "Commands",
        _INTRO,
        table(["option", "meaning"], _COMMON),
        table(["to", "command", "what it does"], _index()),
        "## Exit codes",
        table(["code", "meaning"], _EXIT),
        *(part for name in NAMES for part in _command(name)),
    )


def _index() -> Iterator[tuple[str, str, str]]:
    """Yield the commands by purpose, as `kg --help` lists them."""
    for purpose, names in GROUPS:
        for name in names:
            yield purpose if name == names[0] else "", f"[kg {name}](#kg-{name})", (load(name).__doc__ or "").strip()


def _command(name: str) -> Iterator[str]:
    command = load(name)
    parser = argparse.ArgumentParser(prog=f"kg {name}", add_help=False)
    command.arguments(parser)
    yield f"## kg {name}"
    yield (command.__doc__ or "").strip()
    yield getattr(command, "CODES", "")
    yield from _parser(parser)
    yield f"```sh\n{command.EXAMPLE}\n```"


def _parser(parser: argparse.ArgumentParser) -> Iterator[str]:
    """Yield the usage of a parser, its arguments, and those of its own commands."""
    nested = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    yield f"```text\n{_usage(parser, nested)}\n```"
    rows = [_row(action) for action in parser._actions if action not in nested and action.help != argparse.SUPPRESS]
    if rows:
        yield table(["argument", "meaning"], rows)
    for action in nested:
        abouts = {choice.dest: choice.help or "" for choice in action._choices_actions}
        for name, inner in action.choices.items():
            yield f"### {parser.prog} {name}"
            yield abouts.get(name, "")
            inner.prog = f"{parser.prog} {name}"
            yield from _parser(inner)


def _usage(parser: argparse.ArgumentParser, nested: Sequence[argparse.Action]) -> str:
    """Return how a command is called, the same in every version of Python."""
    words = [parser.prog]
    for action in parser._actions:
        if action in nested:
            words.append("COMMAND")
        elif not action.option_strings:
            words.append(_value(action) if action.nargs in {None, "+"} else f"[{_value(action)}]")
    return " ".join([*words, *(["[OPTIONS]"] if any(action.option_strings for action in parser._actions) else [])])


def _row(action: argparse.Action) -> tuple[str, str]:
    named = ", ".join(code(f"{option} {_value(action)}".strip()) for option in action.option_strings)
    return named or code(_value(action)), "; ".join(
        part for part in (action.help or "", _choices(action), _default(action)) if part
    )


def _value(action: argparse.Action) -> str:
    """Return what a user writes for the value of an argument."""
    if action.nargs == 0:
        return ""
    if isinstance(action.metavar, tuple):
        return " ".join(action.metavar)
    plain = action.metavar or action.dest.upper()
    return f"{plain}…" if action.nargs in {"*", "+"} else plain


def _choices(action: argparse.Action) -> str:
    return "one of " + ", ".join(code(str(choice)) for choice in action.choices) if action.choices else ""


def _default(action: argparse.Action) -> str:
    """Return the default of an argument, where it has one that its help does not tell."""
    silent = (
        action.default in (None, False, argparse.SUPPRESS) or action.default == [] or "default" in (action.help or "")
    )
    return "" if silent else f"default: {action.default}"
