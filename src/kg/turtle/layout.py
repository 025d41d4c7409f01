"""The layout of Turtle: blocks of a subject, a predicate a line, sections with headings."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import chain, groupby
from typing import TextIO

from pyoxigraph import NamedNode

from kg.terms import PREFIXES
from kg.turtle.canonical import canonical
from kg.turtle.nesting import NIL, Nesting
from kg.turtle.statements import Statement, Tokens, about_blank, is_blank, split
from kg.turtle.tokens import Shortener

__all__ = ["Section", "serialize", "write"]

Section = Callable[[NamedNode], tuple[int, str]]
"""Where a subject stands: the rank of its section, and the heading (empty for none)."""

_WIDTH = 120
_SHORT = 60  # A nested node with one property stands on one line up to this width.
_INDENT = "    "
_NEXT = f" ;\n{_INDENT}"
_TYPE = f"<{PREFIXES['rdf']}type>"
_SKOS = PREFIXES["skos"]
_FIRST = (_TYPE, f"<{PREFIXES['rdfs']}label>", f"<{_SKOS}prefLabel>", f"<{_SKOS}altLabel>")
_SUBJECT, _PREDICATE = 0, 1
_BLANK_HEADING = "Blank nodes"


def write(
    statements: Iterable[Statement], prefixes: Mapping[str, str] = PREFIXES, *, section: Section | None = None
) -> str:
    """Return a graph as Turtle 1.1; the same graph gives the same text.

    Subjects are sorted by section, then IRI; those that are blank nodes come last. Raises `KgError` for named graphs,
    terms of RDF 1.2, invalid IRIs, and prefixes that Turtle does not allow.

    >>> from pyoxigraph import Literal, Triple
    >>> from kg.terms import RDF_TYPE, dkg, entity, expand
    >>> lavrov = entity("sergei-lavrov")
    >>> print(write([Triple(lavrov, expand("skos:prefLabel"), Literal("Sergei Lavrov", language="en")),
    ...              Triple(lavrov, RDF_TYPE, dkg("Person"))], section=lambda subject: (0, "Person")), end="")
    @prefix : <https://w3id.org/dkg/id/> .
    @prefix dkg: <https://w3id.org/dkg/ns#> .
    @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
    <BLANKLINE>
    # Person
    <BLANKLINE>
    :sergei-lavrov a dkg:Person ;
        skos:prefLabel "Sergei Lavrov"@en .
    """
    return "".join(_chunks(split(statements), prefixes, section))


def serialize(
    statements: Iterable[Statement],
    out: TextIO,
    prefixes: Mapping[str, str] = PREFIXES,
    *,
    section: Section | None = None,
) -> None:
    """Write a graph as Turtle 1.1 to a file opened as UTF-8 with `newline="\\n"`; else as `write` does."""
    out.writelines(_chunks(split(statements), prefixes, section))


def _chunks(tokens: set[Tokens], prefixes: Mapping[str, str], section: Section | None) -> Iterator[str]:
    """Yield the text in pieces; nothing is yielded before all of it is known to be sayable."""
    blank = about_blank(tokens)
    nesting = Nesting.of(_group(blank, _SUBJECT))
    if nesting.labelled:  # Only labels need names that depend on the graph alone: trees of blank nodes are spared it.
        named = canonical(blank)
        tokens, nesting = tokens - blank | named, Nesting.of(_group(named, _SUBJECT))
    writer = _Writer(tokens, nesting, Shortener(prefixes))
    blocks = [*writer.named(section), *writer.blank(_BLANK_HEADING if section else "")]
    for prefix, namespace in writer.short.used.items():
        yield f"@prefix {prefix}: <{namespace}> .\n"
    separator = "\n" if writer.short.used else ""
    for (_, heading), group in groupby(blocks, key=lambda block: block[0]):
        if heading:
            yield f"{separator}# {heading}\n"
            separator = "\n"
        for _, text in group:
            yield f"{separator}{text}"
            separator = "\n"


def _group(tokens: Iterable[Tokens], by: int) -> dict[str, list[Tokens]]:
    """Return statements by subject or predicate, in the order given."""
    groups: dict[str, list[Tokens]] = defaultdict(list)
    for statement in tokens:
        groups[statement[by]].append(statement)
    return dict(groups)


Block = tuple[tuple[int, str], str]
"""A section (rank and heading) and the text of a subject in it."""


class _Writer:
    """Writes the subjects of one graph."""

    def __init__(self, tokens: Collection[Tokens], nesting: Nesting, short: Shortener) -> None:
        self.nesting, self.short = nesting, short
        self._known = {NIL: "()"}  # Most objects are met again and again.
        by_number = sorted(nesting.labelled, key=lambda label: (len(label), label))
        self._labels = {label: f"_:b{number}" for number, label in enumerate(by_number)}
        if nesting.lists:  # Nothing is said of their cells by name, and `rdf:` is not declared for them.
            cells = {cell for each in nesting.lists.values() for cell in each}
            tokens = [each for each in tokens if each[0] not in cells]
        by_predicate = _group(tokens, _PREDICATE)
        self._verbs = {each: "a" if each == _TYPE else short.iri(each) for each in by_predicate}
        in_order = sorted(by_predicate, key=lambda each: (_rank(each), self._verbs[each]))
        self.graph = _group(chain.from_iterable(by_predicate[each] for each in in_order), _SUBJECT)

    def named(self, section: Section | None) -> list[Block]:
        """Return the blocks of subjects that are IRIs, by section and IRI."""
        iris = (token[1:-1] for token in self.graph if token.startswith("<"))
        places = (((_place(section, iri) if section else (0, "")), iri) for iri in iris)
        return [(place, self._block(f"<{iri}>", self.short.iri(f"<{iri}>"))) for place, iri in sorted(places)]

    def blank(self, heading: str) -> list[Block]:
        """Return the blocks of blank nodes that are not nested: the labelled ones, then those nobody refers to."""
        labelled = [self._block(node, label) for node, label in self._labels.items() if node in self.graph]
        alone = (node for node in self.graph if is_blank(node) and not self.nesting.references[node])
        return [((0, heading), text) for text in [*labelled, *sorted(self._block(node, "[]") for node in alone)]]

    def _block(self, subject: str, name: str) -> str:
        return f"{name} {_NEXT.join(self._properties(subject, _INDENT))} .\n"

    def _properties(self, subject: str, indent: str) -> list[str]:
        """Return a line, or several, for each predicate of a subject."""
        known, found = self._known, defaultdict[str, list[str]](list)
        for _, predicate, value in self.graph.get(subject, ()):
            found[self._verbs[predicate]].append(known.get(value) or self._value(value, indent))
        return [
            f"{verb} {values[0]}" if len(values) == 1 else f"{verb}{_objects(values, len(verb), indent)}"
            for verb, values in found.items()
        ]

    def _value(self, token: str, indent: str) -> str:
        """Return an object, by the kind of its term."""
        kind = token[0]
        if kind == '"':
            return self.short.literal(token)
        if kind == "_":
            return self._blank(token, indent)
        short = self._known[token] = self.short.iri(token)
        return short

    def _blank(self, node: str, indent: str) -> str:
        """Return a blank node as a list, nested, or by its label."""
        if node in self.nesting.lists:
            return self._list(self.nesting.items(node), indent)
        if node not in self.nesting.nested:
            return self._labels[node]
        lines = self._properties(node, indent + _INDENT)
        if not lines:
            return "[]"
        if len(lines) == 1 and "\n" not in lines[0] and len(lines[0]) <= _SHORT:
            return f"[ {lines[0]} ]"
        start = f"\n{indent}{_INDENT}"
        body = f" ;{start}".join(lines)
        return f"[{start}{body}\n{indent}]"

    def _list(self, items: Iterable[str], indent: str) -> str:
        """Return a list on one line if short, else one member a line."""
        members = [self._known.get(item) or self._value(item, indent + _INDENT) for item in items]
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


def _rank(predicate: str) -> int:
    """Return where a predicate stands: the type, labels, then all others."""
    return _FIRST.index(predicate) if predicate in _FIRST else len(_FIRST)


def _place(section: Section, iri: str) -> tuple[int, str]:
    """Return the section of a subject; a heading is one line."""
    rank, heading = section(NamedNode(iri))
    return rank, " ".join(heading.split())
