"""Named questions: SPARQL files with a title, a description, typed `$parameters` and an example.

The head of a file is a comment:

    # Who met whom
    # Everyone who attended a held meeting together with an actor.
    # $actor (actor): whose meetings
    # $since (date-from, default 0001-01-01): the first day that counts
    # Example: actor=mehdi-sanaei

Values take the place of parameters as serialised typed terms, found by a tokenizer that knows strings, comments and
IRIs, so that no value can change the query.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from kg.errors import KgError, Place, UnusableError, did_you_mean
from kg.terms import date, integer, text

__all__ = ["Parameter", "Question", "bind", "fill", "read_question", "read_questions"]

Resolve = Callable[[str, tuple[str, ...]], NamedNode]
_CLASSES = {
    "actor": ("Actor",),
    "person": ("Person",),
    "collective": ("Collective",),
    "event": ("Event",),
    "agreement": ("Agreement",),
    "topic": ("Topic",),
    "issue": ("Issue",),
    "post": ("Post",),
    "kind": ("Kind",),
    "document": ("Document",),
    "entity": (),
}
_TYPES = (*_CLASSES, "date-from", "date-to", "text", "integer")
_PARAMETER = re.compile(r"# \$(?P<name>\w+) \((?P<type>[\w-]+)(?:, default (?P<default>[^)]*))?\): (?P<about>.+)\Z")
_EXAMPLE = re.compile(r"# Example:(?P<values>.*)\Z")
_TOKEN = re.compile(
    r"""(?P<skip><[^<>"{}|^`\\\s]*>|\"\"\"(?:[^"\\]|\\.|"(?!""))*\"\"\"|'''(?:[^'\\]|\\.|'(?!''))*'''"""
    r"""|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\#[^\n]*)|\$(?P<name>\w+)""",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a question: its type, its default as a user would type it, and what it is for."""

    name: str
    type: str
    default: str | None
    about: str


@dataclass(frozen=True, slots=True)
class Question:
    """A named question."""

    name: str
    title: str
    about: str
    parameters: tuple[Parameter, ...]
    example: Mapping[str, str]
    query: str


def read_questions(paths: Iterable[Path]) -> tuple[Question, ...]:
    """Read question files; `UnusableError` with the line of the first that is malformed."""
    return tuple(read_question(path) for path in paths)


def read_question(path: Path) -> Question:
    """Read one question file."""
    source = path.read_text(encoding="utf-8")
    about: list[str] = []
    parameters: list[Parameter] = []
    example: dict[str, str] = {}
    head = [line for line in source.split("\n\n")[0].splitlines() if line.startswith("#")]
    for number, line in enumerate(head, 1):
        if match := _PARAMETER.match(line):
            if match["type"] not in _TYPES:
                hint = did_you_mean(match["type"], _TYPES) or f"one of: {', '.join(_TYPES)}"
                raise UnusableError(f"{match['type']} is no type", place=Place(path.name, number), remedy=hint)
            parameters.append(Parameter(match["name"], match["type"], match["default"], match["about"]))
        elif match := _EXAMPLE.match(line):
            example = _pairs(match["values"])
        else:
            about.append(line.removeprefix("#").strip())
    if not about:
        raise UnusableError("a question without a title", place=Place(path.name, 1), remedy="begin with `# Title`")
    return Question(path.stem, about[0], " ".join(about[1:]), tuple(parameters), example, source)


def bind(question: Question, given: Mapping[str, str], resolve: Resolve) -> dict[str, NamedNode | Literal]:
    """Turn what a user typed into typed terms; `KgError` for an unknown, missing or unreadable parameter.

    `resolve` finds the node of a name among members of the given classes.
    """
    known = {p.name: p for p in question.parameters}
    for name in given:
        if name not in known:
            hint = did_you_mean(name, known) or f"it has: {', '.join(known) or 'none'}"
            raise KgError(f"{question.name} has no parameter {name}", remedy=hint)
    values: dict[str, NamedNode | Literal] = {}
    for parameter in question.parameters:
        typed = given.get(parameter.name, parameter.default)
        if typed is None:
            raise KgError(
                f"{question.name} needs {parameter.name}: {parameter.about}", remedy=f"add `-p {parameter.name}=…`"
            )
        values[parameter.name] = _term(parameter, typed, resolve)
    return values


def fill(query: str, values: Mapping[str, NamedNode | Literal]) -> str:
    """Put terms in the place of parameters, outside strings, comments and IRIs.

    >>> fill('SELECT * { ?s ?p $v } # $v', {"v": Literal('a"} UNION {')})
    'SELECT * { ?s ?p "a\\\\"} UNION {" } # $v'
    """

    def token(match: re.Match[str]) -> str:
        name = match["name"]
        return str(values[name]) if name in values else match.group()

    return _TOKEN.sub(token, query)


def _term(parameter: Parameter, typed: str, resolve: Resolve) -> NamedNode | Literal:
    if parameter.type in _CLASSES:
        return resolve(typed, _CLASSES[parameter.type])
    if parameter.type == "text":
        return text(typed)
    if parameter.type == "integer":
        if not re.fullmatch(r"-?\d{1,18}", typed):
            raise KgError(f"{parameter.name} is a whole number, not {typed!r}", remedy="write digits alone")
        return integer(int(typed))
    if re.fullmatch(r"\d{4}-\d\d-\d\d", typed):
        return _day(parameter, typed, typed)
    from kg.dates import parse_when  # only a question about a year or month needs more than ISO days

    span = parse_when(typed).edtf
    return _day(parameter, typed, (span.first if parameter.type == "date-from" else span.last).isoformat())


def _day(parameter: Parameter, typed: str, iso: str) -> Literal:
    from datetime import date as day

    try:
        day.fromisoformat(iso)
    except ValueError:
        raise KgError(f"{parameter.name} is no date: {typed}", remedy="write 2013-02-21, 2013-02 or 2013") from None
    return date(iso)


def _pairs(values: str) -> dict[str, str]:
    """Read `a=b c="d e"` as a map."""
    found = re.findall(r"(\w+)=(?:\"([^\"]*)\"|(\S+))", values)
    return {name: quoted or plain for name, quoted, plain in found}
