"""Rows of an answer as text: a table for people, and CSV, TSV, JSON and XML as SPARQL 1.1 defines them.

It knows terms and text, not where rows come from: a store, a remote endpoint or a named question. Open files with
`newline=""`, since CSV ends its lines with CRLF on every system.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol, TextIO

from pyoxigraph import BlankNode, Literal, NamedNode, QuerySolutions, Triple

from kg.errors import KgError, did_you_mean
from kg.terms import PREFIXES, Term, shrink

__all__ = [
    "WRITERS", "Limited", "Row", "Rows", "Source", "Stream", "Writer", "display_width", "plain", "write", "write_csv",
    "write_json", "write_markdown", "write_table", "write_tsv", "write_xml",
]  # fmt: skip

Row = Sequence[Term | None]
_STRING = PREFIXES["xsd"] + "string"


class Source(Protocol):
    """What can be written: names of variables without `?`, and rows with a term or None for each."""

    @property
    def variables(self) -> Sequence[str]:
        """The names of the columns."""

    @property
    def rows(self) -> Iterable[Row]:
        """The rows, in order."""


class Rows:
    """An answer held in memory.

    >>> rows = Rows(("who",), ((NamedNode("https://w3id.org/dkg/id/sergei-lavrov"),), (None,)))
    >>> len(rows), [plain(row[0]) for row in rows]
    (2, [':sergei-lavrov', ''])
    """

    __slots__ = ("rows", "variables")

    def __init__(self, variables: tuple[str, ...], rows: tuple[tuple[Term | None, ...], ...]) -> None:
        self.variables, self.rows = variables, rows

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Rows) and (self.variables, self.rows) == (other.variables, other.rows)

    def __hash__(self) -> int:
        return hash((self.variables, self.rows))

    @classmethod
    def from_solutions(cls, solutions: QuerySolutions) -> Rows:
        """Return all solutions of a SELECT query."""
        return cls(tuple(each.value for each in solutions.variables), tuple(tuple(each) for each in solutions))

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[tuple[Term | None, ...]]:
        return iter(self.rows)


class Stream(NamedTuple):
    """An answer that is read while it is written, once."""

    variables: tuple[str, ...]
    rows: Iterable[Row]

    @classmethod
    def of(cls, solutions: QuerySolutions) -> Stream:
        """Return the solutions of a SELECT query as they come."""
        return cls(tuple(each.value for each in solutions.variables), (tuple(each) for each in solutions))


class Limited:
    """The first rows of another answer; once they are read, `cut` tells whether there were more.

    >>> few = Limited(Rows(("n",), ((Literal(1),), (Literal(2),))), 1)
    >>> len(list(few.rows)), few.cut
    (1, True)
    """

    __slots__ = ("_source", "cut", "most", "variables")

    def __init__(self, source: Source, most: int) -> None:
        self._source, self.most, self.cut = source, most, False
        self.variables = source.variables

    @property
    def rows(self) -> Iterator[Row]:
        """The rows, of which no more are asked for than one beyond the limit."""
        for number, row in enumerate(self._source.rows):
            if number == self.most:
                self.cut = True
                return
            yield row


Writer = Callable[[Source, TextIO], None]


def write(source: Source, format: str, out: TextIO, *, width: int | None = None) -> None:
    """Write rows in a format of `WRITERS`; `width` is the terminal's, to which a table's cells are cut.

    Raises `KgError` for an unknown format, and for terms that the format cannot hold.

    >>> import sys
    >>> write(Rows(("name", "n"), ((Literal("Minsk"), Literal(5)),)), "table", sys.stdout)
    name   n
    ─────  ─
    Minsk  5
    """
    if format == "table":
        write_table(source, out, width=width)
        return
    if format not in WRITERS:
        remedy = did_you_mean(format, WRITERS) or f"use one of {', '.join(WRITERS)}"
        raise KgError(f"unknown format {format!r}", remedy=remedy)
    WRITERS[format](source, out)


def plain(term: Term | None) -> str:
    """Return a term as people read it: a prefixed name, the text of a literal, nothing where there is no term.

    >>> plain(NamedNode("https://w3id.org/dkg/ns#Meeting")), plain(Literal("встреча", language="ru"))
    ('dkg:Meeting', 'встреча')
    """
    if isinstance(term, Literal):
        return term.value
    if isinstance(term, NamedNode):
        return shrink(term)
    return "" if term is None else str(term)


def display_width(text: str) -> int:
    """Return the columns that a text takes in a terminal: two for East Asian wide characters, none for marks.

    >>> display_width("Минск"), display_width("東京"), display_width("می\u200cشود")
    (5, 4, 5)
    """
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _one_line(text: str) -> str:
    """Return a text on one line, without control characters that could drive the terminal."""
    if text.isprintable():
        return text
    # What overrides the direction of text would reorder the columns beside it; joiners within words stay.
    return "".join(each for each in " ".join(text.split()) if not _CONTROL.match(each))


_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def write_table(source: Source, out: TextIO, *, width: int | None = None) -> None:
    """Write aligned columns, numbers to the right; the widest cells are cut with … until lines fit into `width`.

    Columns keep at least eight characters, so that lines of very many columns may still be longer.
    """
    terms = [tuple(row) for row in source.rows]
    cells = [list(map(_one_line, source.variables)), *([_one_line(plain(term)) for term in row] for row in terms)]
    widths = [max(map(display_width, column)) for column in zip(*cells, strict=True)]
    if width is not None:
        limit = _limit(widths, width - 2 * (len(widths) - 1))
        widths = [min(each, limit) for each in widths]
    right = [all(map(_is_number, column)) for column in zip(*terms, strict=True)] or [False] * len(widths)
    cells.insert(1, ["─" * each for each in widths])
    for row in cells:
        line = "  ".join(map(_fit, row, widths, right))
        out.write(line.rstrip() + "\n")


def _limit(widths: Sequence[int], room: int) -> int:
    """Return the greatest width of a column with which all fit into the room, or eight."""
    for limit in range(max(widths, default=0), 8, -1):
        if sum(min(each, limit) for each in widths) <= room:
            return limit
    return 8


def _fit(text: str, width: int, flush_right: bool) -> str:
    """Cut or pad a text to a number of columns."""
    missing = width - display_width(text)
    if missing >= 0:
        return " " * missing + text if flush_right else text + " " * missing
    kept, taken = [], 1  # One column is for the ellipsis.
    for character in text:
        taken += _columns(character)
        if taken > width:
            break
        kept.append(character)
    return "".join(kept) + "…"


_NUMERIC = {f"{PREFIXES['xsd']}{name}" for name in ("integer", "decimal", "double", "float")}


def _is_number(term: Term | None) -> bool:
    return term is None or (isinstance(term, Literal) and term.datatype.value in _NUMERIC)


_MARKUP = re.compile(r"([\\`*_\[\]<>|&~])")


def write_markdown(source: Source, out: TextIO) -> None:
    """Write a table of GitHub's Markdown, as rows come."""
    out.write(_markdown(source.variables))
    out.write("|" + " --- |" * len(source.variables) + "\n")
    out.writelines(_markdown([plain(term) for term in row]) for row in source.rows)


def _markdown(cells: Iterable[str]) -> str:
    return "| " + " | ".join(_MARKUP.sub(r"\\\1", _one_line(cell)) for cell in cells) + " |\n"


def write_csv(source: Source, out: TextIO) -> None:
    """Write CSV: values without their kind, lines end with CRLF (SPARQL 1.1 CSV and TSV, section 3)."""
    import csv

    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(source.variables)
    rows.writerows([term.value if isinstance(term, NamedNode) else plain(term) for term in row] for row in source.rows)


def write_tsv(source: Source, out: TextIO) -> None:
    """Write TSV: terms in the form of Turtle, tabs and line ends escaped (SPARQL 1.1 CSV and TSV, section 4)."""
    out.write("\t".join(f"?{name}" for name in source.variables) + "\n")
    out.writelines("\t".join("" if term is None else str(term) for term in row) + "\n" for row in source.rows)


def write_json(source: Source, out: TextIO) -> None:
    """Write SPARQL 1.1 Query Results JSON, one solution a line. Raises `KgError` for terms of RDF 1.2."""
    out.write('{"head":{"vars":' + _json(list(source.variables)) + '},"results":{"bindings":[')
    separator = "\n"
    for row in source.rows:
        bound = {name: term for name, term in zip(source.variables, row, strict=True) if term is not None}
        out.write(separator + _json({name: _binding(term) for name, term in bound.items()}))
        separator = ",\n"
    out.write("\n]}}\n")


def _json(value: object) -> str:
    import json

    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _binding(term: Term) -> dict[str, str]:
    """Return the object of a term (SPARQL 1.1 JSON, section 3.2.2)."""
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    literal = _plain_rdf(term)
    found = {"type": "literal", "value": literal.value}
    if literal.language:
        found["xml:lang"] = literal.language
    elif literal.datatype.value != _STRING:
        found["datatype"] = literal.datatype.value
    return found


def _plain_rdf(term: Literal | Triple) -> Literal:
    """Return a literal of RDF 1.1; `KgError` for what SPARQL 1.1 results cannot hold."""
    if isinstance(term, Triple) or term.direction is not None:
        raise KgError(f"results of SPARQL 1.1 cannot hold a term of RDF 1.2: {term}", remedy="use TSV")
    return term


_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">\n<head>\n'
# A bare carriage return would be read as a line feed.
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"})
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # XML 1.0, production 2


def write_xml(source: Source, out: TextIO) -> None:
    """Write SPARQL Query Results XML, one solution a line.

    Raises `KgError` for terms of RDF 1.2 and for control characters, which XML 1.0 cannot hold even when escaped.
    """
    names = [_text(name) for name in source.variables]
    out.write(_HEAD + "".join(f'<variable name="{name}"/>\n' for name in names) + "</head>\n<results>\n")
    for row in source.rows:
        bound = ((name, term) for name, term in zip(names, row, strict=True) if term is not None)
        cells = (f'<binding name="{name}">{_element(term)}</binding>' for name, term in bound)
        out.write(f"<result>{''.join(cells)}</result>\n")
    out.write("</results>\n</sparql>\n")


def _element(term: Term) -> str:
    """Return the element of a term (SPARQL XML results, section 2.3.1)."""
    if isinstance(term, NamedNode):
        return f"<uri>{_text(term.value)}</uri>"
    if isinstance(term, BlankNode):
        return f"<bnode>{_text(term.value)}</bnode>"
    literal = _plain_rdf(term)
    if literal.language:
        kind = f' xml:lang="{literal.language}"'
    else:
        kind = "" if literal.datatype.value == _STRING else f' datatype="{_text(literal.datatype.value)}"'
    return f"<literal{kind}>{_text(literal.value)}</literal>"


def _text(value: str) -> str:
    if _NO_XML.search(value):
        raise KgError(f"XML cannot hold a control character: {value!r}", remedy="use JSON")
    return value.translate(_ENTITIES)


WRITERS: Mapping[str, Writer] = {
    "table": write_table,
    "csv": write_csv,
    "tsv": write_tsv,
    "json": write_json,
    "xml": write_xml,
    "markdown": write_markdown,
}
