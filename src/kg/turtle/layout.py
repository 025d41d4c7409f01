"""The layout of Turtle: blocks of a subject, a predicate a line, sections with headings.

A block is written as soon as all statements about its subject are there, and blocks are sorted, on disk where they are
many. Statements about blank nodes, and all about what refers to them, are held in memory until everything else is
written, because where a blank node stands depends on all of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from io import StringIO
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import TextIO

from pyoxigraph import Store

from kg.terms import PREFIXES
from kg.turtle.canonical import canonical
from kg.turtle.groups import Group, Source, each_group, grouped, needs_names
from kg.turtle.nesting import NIL, Nesting
from kg.turtle.runs import Runs
from kg.turtle.statements import Statement, Tokens, about_blank, is_blank
from kg.turtle.tokens import Shortener

__all__ = ["Section", "TurtleWriter", "serialize", "write"]

Section = Callable[[str, Sequence[str]], tuple[int, str]]
"""Where a subject stands, by its IRI and those of its types: the rank of its section, and the heading, if any."""

_WIDTH = 120
_SHORT = 60  # A nested node with one property stands on one line up to this width.
_INDENT = "    "
_NEXT = f" ;\n{_INDENT}"
_TYPE = f"<{PREFIXES['rdf']}type>"
_SKOS = PREFIXES["skos"]
_FIRST = (_TYPE, f"<{PREFIXES['rdfs']}label>", f"<{_SKOS}prefLabel>", f"<{_SKOS}altLabel>")
_REMEMBERED = 100_000  # short forms of IRIs and typed literals, most of which are met again and again
_BLANK_HEADING = "Blank nodes"

Statements = Source | Store | Iterable[Statement]
_Block = tuple[int, str, str, str]
"""Rank and heading of a section, the IRI of a subject, and its text."""


def write(statements: Statements, prefixes: Mapping[str, str] = PREFIXES, *, section: Section | None = None) -> str:
    """Return a graph as Turtle 1.1; the same graph gives the same text.

    Subjects are sorted by section, then IRI; those that are blank nodes come last. Raises `KgError` for named graphs,
    terms of RDF 1.2, invalid IRIs, and prefixes that Turtle does not allow.

    >>> from pyoxigraph import Literal, Triple
    >>> from kg.terms import RDF_TYPE, dkg, entity, expand
    >>> lavrov = entity("sergei-lavrov")
    >>> print(write([Triple(lavrov, expand("skos:prefLabel"), Literal("Sergei Lavrov", language="en")),
    ...              Triple(lavrov, RDF_TYPE, dkg("Person"))], section=lambda subject, types: (0, "Person")), end="")
    @prefix : <https://w3id.org/dkg/id/> .
    @prefix dkg: <https://w3id.org/dkg/ns#> .
    @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
    <BLANKLINE>
    # Person
    <BLANKLINE>
    :sergei-lavrov a dkg:Person ;
        skos:prefLabel "Sergei Lavrov"@en .
    """
    out = StringIO()
    serialize(statements, out, prefixes, section=section)
    return out.getvalue()


def serialize(
    statements: Statements,
    out: TextIO,
    prefixes: Mapping[str, str] = PREFIXES,
    *,
    section: Section | None = None,
) -> None:
    """Write a graph as Turtle 1.1 to a file opened as UTF-8 with `newline="\\n"`; else as `write` does.

    Nothing is written before all of it is known to be sayable. Of a source that says it is grouped, no more than
    blank nodes and what refers to them need fit in memory.
    """
    source = Source.of(statements)
    with TurtleWriter(prefixes, section, source.scratch) as writer:
        each_group(source, writer.take)
        writer.finish(out)


class TurtleWriter:
    """Takes groups of statements, a subject each, and writes them sorted; a context manager.

    No subject may come twice. Raises `KgError` as `write` does.
    """

    def __init__(
        self, prefixes: Mapping[str, str] = PREFIXES, section: Section | None = None, scratch: Path | None = None
    ) -> None:
        self._short = Shortener(prefixes)
        self._section = section
        self._runs: Runs[_Block] = Runs(scratch)
        self._aside: list[Tokens] = []
        self._subjects = _Subjects(self._short, Nesting({}))

    def __enter__(self) -> TurtleWriter:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._runs.__exit__(kind, error, at)

    def take(self, group: Group) -> None:
        """Take the statements about a subject."""
        if needs_names(group):
            self._aside += group
        else:
            self._place(group, self._subjects)

    def finish(self, out: TextIO) -> None:
        """Write all that was taken."""
        last = self._about_blank()
        used = self._short.used
        out.writelines(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in used.items())
        separator = "\n" if used else ""
        for heading, texts in _by_heading(self._runs.merged(), _BLANK_HEADING if self._section else "", last):
            if heading:
                out.write(f"{separator}# {heading}\n")
                separator = "\n"
            for text in texts:
                out.write(f"{separator}{text}")
                separator = "\n"

    def _place(self, group: Group, subjects: _Subjects) -> None:
        """Write a subject that is an IRI, and remember where it stands."""
        subject = group[0][0]
        iri, text = subject[1:-1], subjects.block(group, self._short.iri(subject))
        rank, heading = 0, ""
        if self._section:
            types = [value[1:-1] for _, predicate, value in group if predicate == _TYPE and value[0] == "<"]
            rank, heading = self._section(iri, types)
            heading = " ".join(heading.split())  # a heading is one line
        self._runs.add((rank, heading, iri, text), len(text))

    def _about_blank(self) -> list[str]:
        """Place what refers to blank nodes; return the blocks of blank nodes that are not nested."""
        statements = set(self._aside)
        blank = about_blank(statements)
        nesting = Nesting.of(_by_subject(blank))
        if nesting.labelled:  # Only labels need names that depend on the graph alone: trees are spared it.
            named = canonical(blank)
            statements, nesting = statements - blank | named, Nesting.of(_by_subject(named))
        graph = {group[0][0]: group for group in grouped(sorted(statements))}
        subjects = _Subjects(self._short, nesting, graph)
        for subject, group in graph.items():
            if not is_blank(subject):
                self._place(group, subjects)
        labelled = [subjects.block(graph[node], name) for node, name in subjects.labels.items() if node in graph]
        alone = (node for node in graph if is_blank(node) and not nesting.references[node])
        return [*labelled, *sorted(subjects.block(graph[node], "[]") for node in alone)]


def _by_heading(blocks: Iterable[_Block], heading: str, last: list[str]) -> Iterator[tuple[str, Iterable[str]]]:
    """Yield the heading and texts of each section, and at the end those of blank nodes."""
    for (_, found), group in groupby(blocks, key=lambda block: block[:2]):
        yield found, (text for _, _, _, text in group)
    if last:
        yield heading, last


def _by_subject(tokens: Iterable[Tokens]) -> dict[str, list[Tokens]]:
    """Return statements by subject, in the order given."""
    groups: dict[str, list[Tokens]] = defaultdict(list)
    for statement in tokens:
        groups[statement[0]].append(statement)
    return dict(groups)


class _Subjects:
    """Writes the subjects of a graph whose nesting is known; `graph` are the groups of which some may be nested."""

    def __init__(self, short: Shortener, nesting: Nesting, graph: Mapping[str, Group] | None = None) -> None:
        self.short, self.nesting, self.graph = short, nesting, graph or {}
        by_number = sorted(nesting.labelled, key=lambda label: (len(label), label))
        self.labels = {label: f"_:b{number}" for number, label in enumerate(by_number)}
        self._verbs: dict[str, str] = {}
        self._known = {NIL: "()"}

    def block(self, group: Group, name: str) -> str:
        """Return the statements about a subject, as which the name stands."""
        return f"{name} {_NEXT.join(self._properties(group, _INDENT))} .\n"

    def _properties(self, group: Group, indent: str) -> list[str]:
        """Return a line, or several, for each predicate of a subject."""
        verbs, known = self._verbs, self._known
        found: dict[str, list[str]] = {}
        for _, predicate, value in group:
            verb = verbs.get(predicate) or self._verb(predicate)
            # A literal that is neither a number nor typed ends with its quote or language, and is written as it is.
            text = (known.get(value) if value[-1] == ">" else None) or self._value(value, indent)
            if verb in found:
                found[verb].append(text)
            else:
                found[verb] = [text]
        return [
            f"{verb[1:]} {values[0]}" if len(values) == 1 else f"{verb[1:]}{_objects(values, len(verb) - 1, indent)}"
            for verb, values in sorted(found.items())
        ]

    def _verb(self, predicate: str) -> str:
        """Return a predicate after a digit, so that verbs sort as they stand: the type, labels, then all others."""
        rank = _FIRST.index(predicate) if predicate in _FIRST else len(_FIRST)
        verb = f"{rank}{'a' if predicate == _TYPE else self.short.iri(predicate)}"
        self._verbs[predicate] = verb
        return verb

    def _value(self, token: str, indent: str) -> str:
        """Return an object, by the kind of its term."""
        if token[0] == "_":
            return self._blank(token, indent)
        if token[-1] != ">":
            return token
        if len(self._known) > _REMEMBERED:
            self._known = {NIL: "()"}
        short = self._known[token] = self.short.literal(token) if token[0] == '"' else self.short.iri(token)
        return short

    def _blank(self, node: str, indent: str) -> str:
        """Return a blank node as a list, nested, or by its label."""
        if node in self.nesting.lists:
            return self._list(self.nesting.items(node), indent)
        if node not in self.nesting.nested:
            return self.labels[node]
        lines = self._properties(self.graph.get(node, []), indent + _INDENT)
        if not lines:
            return "[]"
        if len(lines) == 1 and "\n" not in lines[0] and len(lines[0]) <= _SHORT:
            return f"[ {lines[0]} ]"
        start = f"\n{indent}{_INDENT}"
        body = f" ;{start}".join(lines)
        return f"[{start}{body}\n{indent}]"

    def _list(self, items: Iterable[str], indent: str) -> str:
        """Return a list on one line if short, else one member a line."""
        members = [self._value(item, indent + _INDENT) if item != NIL else "()" for item in items]
        line = f"( {' '.join(members)} )"
        if "\n" not in line and len(indent) + len(line) <= _WIDTH:
            return line
        start = f"\n{indent}{_INDENT}"
        return f"({start}{start.join(members)}\n{indent})"


def _objects(values: list[str], taken: int, indent: str) -> str:
    """Return objects: several on one line if short, else one a line; nested nodes follow one another."""
    values.sort()
    line = ", ".join(values)
    if "\n" in line or len(indent) + taken + len(line) + 3 <= _WIDTH:
        return f" {line}"
    start = f"\n{indent}{_INDENT}"
    return start + f",{start}".join(values)
