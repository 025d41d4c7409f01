"""Named questions: SPARQL files with a title, a description, typed `$parameters` and an example.

The head of a file is a comment:

    # Who met whom
    # Everyone who attended a held meeting together with an actor.
    # $actor (actor): whose meetings
    # $since (date-from, default 0001-01-01): the first day that counts
    # $topic (topic, default any): about what; a parameter with this default may be left out
    # Example: actor=mehdi-sanaei

Values take the place of parameters as serialised typed terms, found by a tokenizer that knows strings, comments and
IRIs, so that no value can change the query. A name that is left out where the default is `any` is `dkg:any`, which
stands nowhere in the data: the query says what that means.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kg.errors import KgError, Place, UnusableError, did_you_mean
from kg.sparql import TOKEN
from kg.terms import ANY, PREFIXES, date, integer, local_name, slugify, text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from pyoxigraph import Literal, NamedNode

    Resolve = Callable[[str, tuple[str, ...]], NamedNode]

__all__ = ["Parameter", "Question", "bind", "fill", "read_question", "read_questions", "translate", "undeclared"]
_CLASSES = {
    "actor": ("Actor",),
    "person": ("Person",),
    "state": ("State",),
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
# Kinds of one scheme, which their slugs begin with, so that `trade-volume` is enough for `measure-trade-volume`.
_KINDS = ("status", "mode", "stance", "role", "measure", "membership", "act")
_TYPES = (*_CLASSES, *_KINDS, "date-from", "date-to", "text", "integer")
_PARAMETER = re.compile(r"# \$(?P<name>\w+) \((?P<type>[\w-]+)(?:, default (?P<default>[^)]*))?\): (?P<about>.+)\Z")
_YEAR = re.compile(r"(?!0000)[0-9]{4}\Z")
_BOUNDS = ("date-from", "date-to")
_OPEN_DAYS = ("0001-01-01", "9999-12-31")


class Parameter(NamedTuple):
    """A parameter of a question: its type, its default as a user would type it, and what it is for."""

    name: str
    type: str
    default: str | None
    about: str

    @property
    def classes(self) -> tuple[str, ...] | None:
        """The classes of what it names, none of them where it may name anything; None where it names nothing."""
        return _CLASSES.get(self.type)


class Question(NamedTuple):
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
    """Read one question file; `UnusableError` with the line where its head is malformed."""
    try:
        source = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise UnusableError("not UTF-8", place=Place(_shown(path)), remedy="save it as UTF-8") from error
    about: list[str] = []
    parameters: list[Parameter] = []
    example: dict[str, str] = {}
    head = [line for line in source.split("\n\n")[0].splitlines() if line.startswith("#")]
    for number, line in enumerate(head, 1):
        if line.startswith("# $"):
            parameters.append(_parameter(line, Place(_shown(path), number)))
        elif line.startswith("# Example:"):
            example = _pairs(line.removeprefix("# Example:"))
        else:
            about.append(line.removeprefix("#").strip())
    if not about:
        raise UnusableError("a question without a title", place=Place(_shown(path), 1), remedy="begin with `# Title`")
    return Question(path.stem, about[0], " ".join(about[1:]), tuple(parameters), example, source)


def undeclared(question: Question) -> str | None:
    """Return a parameter that the query uses and its head does not declare, or declares and the query does not use.

    Left alone, the first would be a variable that matches anything, and the second would have no effect.
    """
    used = {match["parameter"] for match in TOKEN.finditer(question.query) if match["parameter"]}
    declared = {parameter.name for parameter in question.parameters}
    return min(used ^ declared, default=None)


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
    _check_period(question, values)
    return values


def _check_period(question: Question, values: Mapping[str, NamedNode | Literal]) -> None:
    """Refuse a period that ends before it begins: the answer would be of no time at all."""
    first, last = (next((p.name for p in question.parameters if p.type == type_), None) for type_ in _BOUNDS)
    if first and last and values[first].value > values[last].value:
        raise KgError(f"{last} is before {first}", remedy="give the earlier day first")


def fill(query: str, values: Mapping[str, NamedNode | Literal]) -> str:
    """Put terms in the place of parameters, outside strings, comments and IRIs.

    >>> from pyoxigraph import Literal
    >>> fill('SELECT * { ?s ?p $v } # $v', {"v": Literal('a"} UNION {')})
    'SELECT * { ?s ?p "a\\\\"} UNION {" } # $v'
    """

    def token(match: re.Match[str]) -> str:
        name = match["parameter"]
        return str(values[name]) if name in values else match.group()

    return TOKEN.sub(token, query)


def translate(query: str, lang: str) -> str:
    """Return a query whose labels are in the first of some languages that they have, such as "fa,ru", else in English.

    To be called before `fill`. `UnusableError` for what is no language, and for a query that selects `*`.
    """
    if lang == "en":
        return query
    from kg.sparql.labels import in_languages, languages

    return in_languages(query, languages(lang), PREFIXES)


def _parameter(line: str, place: Place) -> Parameter:
    """Read the line of the head that declares a parameter."""
    match = _PARAMETER.match(line)
    if not match:
        remedy = "write `# $name (type): what it is`, or `# $name (type, default value): what it is`"
        raise UnusableError("a parameter that cannot be read", place=place, remedy=remedy)
    if match["type"] not in _TYPES:
        hint = did_you_mean(match["type"], _TYPES) or f"one of: {', '.join(_TYPES)}"
        raise UnusableError(f"{match['type']} is no type", place=place, remedy=hint)
    return Parameter(match["name"], match["type"], match["default"], match["about"])


def _term(parameter: Parameter, typed: str, resolve: Resolve) -> NamedNode | Literal:
    if typed == parameter.default == local_name(ANY):
        return text(typed) if parameter.type == "text" else ANY
    if parameter.type in _CLASSES:
        return resolve(typed, _CLASSES[parameter.type])
    if parameter.type in _KINDS:
        return _kind(parameter, typed, resolve)
    if parameter.type == "text":
        return text(typed)
    if parameter.type == "integer":
        if not re.fullmatch(r"-?[0-9]{1,18}", typed):
            raise KgError(f"{parameter.name} is a whole number, not {typed!r}", remedy="write digits alone")
        return integer(int(typed))
    if typed in _OPEN_DAYS:
        return date(typed)
    return date(_day(parameter, typed))


def _kind(parameter: Parameter, typed: str, resolve: Resolve) -> NamedNode:
    """Return a kind of a scheme, given by its slug with or without the scheme, its label or its IRI."""
    scheme = f"{parameter.type}-"
    if slug := slugify(typed.removeprefix(scheme)):
        try:
            return resolve(scheme + slug, ("Kind",))
        except KgError as error:
            unknown = error
        if typed.startswith(scheme):
            raise unknown
    found = resolve(typed, ("Kind",))
    if not local_name(found).startswith(scheme):
        remedy = f"{parameter.name} wants one whose name begins with {scheme}; `kg search {parameter.type}` finds some"
        raise KgError(f"{local_name(found)} is no {parameter.type}", remedy=remedy)
    return found


def _day(parameter: Parameter, typed: str) -> str:
    """Return the first day of a date for a parameter that begins a period, the last for one that ends it."""
    first = parameter.type == "date-from"
    if _YEAR.match(typed):  # the usual case, for which the reader of dates is not loaded
        return typed + ("-01-01" if first else "-12-31")
    from kg.dates import parse_when

    try:
        span = parse_when(typed).edtf
    except KgError as error:
        raise KgError(f"{parameter.name} is no date: {error.message}", remedy=error.remedy) from None
    return (span.first if first else span.last).isoformat()


def _pairs(values: str) -> dict[str, str]:
    """Read `a=b c="d e"` as a map."""
    found = re.findall(r"(\w+)=(?:\"([^\"]*)\"|(\S+))", values)
    return {name: quoted or plain for name, quoted, plain in found}


def _shown(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"
