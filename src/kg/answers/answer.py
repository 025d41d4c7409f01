"""The answer to a query as an object: rows of a SELECT, statements of a CONSTRUCT or DESCRIBE.

An answer is read as it comes. What was read whole and is short is kept; a longer one is run again when it is read
again, so that no answer, however long, is held in memory.
"""

from __future__ import annotations

import sys
from io import TextIOBase
from itertools import islice
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from pyoxigraph import Literal, NamedNode, QuerySolutions, QueryTriples, Triple

from kg.answers.rows import Row, row_class
from kg.entities import Entity, value_of
from kg.errors import KgError
from kg.files import replacing, whole
from kg.markup import Cell, paragraph, table
from kg.results import Stream

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO, TextIO

    import pandas
    import polars
    import rdflib
    from pyoxigraph import Store

    from kg.files import Target
    from kg.terms import Term

    Run = Callable[[], QuerySolutions | QueryTriples]

__all__ = ["Answer", "Statements"]

_KEPT = 10_000  # rows of an answer that is kept
_SHOWN = 20  # rows that are shown of it
_WIDTH = 120  # characters of a line that is shown


class Answer:
    """The rows of an answer, to be read as often as you like.

    Cells are values of Python: `str`, `int`, `float`, `Decimal`, `bool`, `date` or `datetime`, an `Entity` for an IRI,
    None where nothing is bound. What Python cannot hold is text. `terms` gives the RDF terms instead.

    >>> for measure, value, unit in g.query('''
    ...     SELECT ?measure ?value ?unit { ?figure dkg:measure ?measure ; dkg:value ?value ; dkg:unit ?unit }
    ...     ORDER BY DESC(?value) LIMIT 1
    ... '''):
    ...     print(measure, f"{value:,}", unit, sep=", ")
    Trade volume, 100,000,000,000, US dollar
    """

    __slots__ = ("_first", "_kept", "_run", "_store", "variables")

    def __init__(self, store: Store, first: QuerySolutions | QueryTriples, run: Run) -> None:
        """Hold the answer to a query that has begun, and what runs it again."""
        self._store, self._run = store, run
        self.variables: tuple[str, ...] = ("subject", "predicate", "object")
        if isinstance(first, QuerySolutions):
            self.variables = tuple(each.value for each in first.variables)
        self._first: QuerySolutions | QueryTriples | None = first
        self._kept: tuple[tuple[Term | None, ...], ...] | None = None

    def __iter__(self) -> Iterator[Row]:
        """Yield the rows as they come.

        An answer of up to 10,000 rows is kept once it was read to its end; a longer one is run anew each time.
        """
        row, store = row_class(self.variables), self._store
        return (row([None if term is None else value_of(store, term) for term in terms]) for terms in self._terms())

    def __len__(self) -> int:
        """Return the number of rows, for which the whole answer is read, and a long one run once more."""
        return len(self._kept) if self._kept is not None else sum(1 for _ in self._terms())

    def __bool__(self) -> bool:
        """Tell whether there is a row."""
        return any(True for _ in self._terms())

    @property
    def terms(self) -> Stream:
        """The answer in terms of pyoxigraph: `variables`, and `rows` to be read once.

        >>> [str(term) for (term,) in g.query("SELECT ?x { ?x a dkg:Pair } ORDER BY ?x LIMIT 1").terms.rows]
        ['<https://w3id.org/dkg/id/iran-and-china>']
        """
        return Stream(self.variables, self._terms())

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return a dictionary for each row, with the cells as iteration gives them."""
        return [row._asdict() for row in self]

    def to_pandas(self, *, labels: bool = True) -> pandas.DataFrame:
        """Return a DataFrame of pandas, a type for each column where its values have one.

        Whole numbers are Int64; decimals and doubles Float64, but Decimal objects where a float would change one of
        them; days datetime64[s], which holds the years 1 to 9999; booleans and text their types with NA. IRIs are the
        labels of what they name, or themselves with `labels=False`. Columns of mixed values hold them as they are.
        `KgError` where pandas is missing.
        """
        from kg.answers.frames import to_pandas

        return to_pandas(self.variables, self, labels)

    def to_polars(self, *, labels: bool = True) -> polars.DataFrame:
        """Return a DataFrame of Polars, with types as `to_pandas` has them; mixed values become text.

        `KgError` where Polars is missing.
        """
        from kg.answers.frames import to_polars

        return to_polars(self.variables, self, labels)

    def write(self, format: str, out: Target | TextIO | BinaryIO | None = None) -> None:
        """Write the rows as one of `kg.results.FORMATS` to a file, given open or by its name, or to standard output.

        Parquet goes to a name or to a binary file. `KgError` for a format that rows do not have. An open text file
        should have been opened with `newline=""`.

        >>> g.query("SELECT ?day { :russian-iranian-dialogue-2018 dkg:endLatest ?day }").write("markdown")
        | day |
        | --- |
        | 2018-04-09 |
        """
        if format == "parquet" and not isinstance(self, Statements):
            self._write_binary(format, out)
        else:
            _send(cast("Target | TextIO | None", out), lambda file: self._write(format, file))

    def _write_binary(self, format: str, out: Target | TextIO | BinaryIO | None) -> None:
        from kg.results import write_binary

        if isinstance(out, str | PathLike):
            with replacing(Path(out)) as beside, beside.open("wb") as file:
                write_binary(self.terms, format, file)
        elif out is None or isinstance(out, TextIOBase):
            raise KgError(f"{format} is binary", remedy="name a file, or open it with `wb`")
        else:
            write_binary(self.terms, format, cast("BinaryIO", out))

    def _write(self, format: str, out: TextIO) -> None:
        from kg.results import find_writer, write

        find_writer(format)  # before the query is run
        write(self.terms, format, out)

    def _terms(self) -> Iterator[tuple[Term | None, ...]]:
        if self._kept is not None:  # asked when the first row is: `list` counts rows after it began to iterate
            yield from self._kept
            return
        found, self._first = self._first or self._run(), None
        kept: list[tuple[Term | None, ...]] | None = []
        for each in found:
            terms = (each.subject, each.predicate, each.object) if isinstance(each, Triple) else tuple(each)
            if kept is not None:
                kept.append(terms)
                if len(kept) > _KEPT:
                    kept = None
            yield terms
        if kept is not None:
            self._kept = tuple(kept)

    def _head(self) -> tuple[list[tuple[Term | None, ...]], str]:
        """Return the rows that are shown, and a line that tells how many there are."""
        rows = list(islice(self._terms(), _SHOWN + 1))
        if len(rows) <= _SHOWN:
            return rows, "1 row" if len(rows) == 1 else f"{len(rows)} rows"
        known = f"of {len(self._kept)} rows" if self._kept is not None else "rows; there are more"
        return rows[:_SHOWN], f"the first {_SHOWN} {known}"

    def __repr__(self) -> str:
        from io import StringIO

        from kg.results.text import write_table

        rows, count = self._head()
        named = [tuple(self._named(term) for term in terms) for terms in rows]
        out = StringIO()
        write_table(Stream(self.variables, named), out, width=_WIDTH)
        return f"{out.getvalue()}\n{count}"

    def _named(self, term: Term | None) -> Term | None:
        return Literal(Entity(self._store, term).label) if isinstance(term, NamedNode) else term

    def _repr_html_(self) -> str:
        rows, count = self._head()
        return table(self.variables, ([self._cell(term) for term in terms] for terms in rows)) + paragraph(count)

    def _cell(self, term: Term | None) -> Cell:
        if isinstance(term, NamedNode):
            return Cell(Entity(self._store, term).label, term.value)
        return Cell("" if term is None else getattr(term, "value", str(term)))


class Statements(Answer):
    """The statements of a CONSTRUCT or DESCRIBE query: rows of subject, predicate and object, and a graph.

    >>> pairs = g.query("CONSTRUCT { ?a dkg:met ?b } WHERE { ?a dkg:met ?b }")
    >>> len(pairs) == len(pairs.rdflib())
    True
    """

    __slots__ = ()

    def triples(self) -> Iterator[Triple]:
        """Yield the statements as pyoxigraph has them."""
        for subject, predicate, value in self._terms():
            assert isinstance(predicate, NamedNode)
            assert subject is not None and value is not None and not isinstance(subject, Literal)
            yield Triple(subject, predicate, value)

    def rdflib(self) -> rdflib.Graph:
        """Return a new graph of rdflib with the statements."""
        from kg.interop import to_rdflib

        return to_rdflib(self.triples())

    def write(self, format: str, out: Target | TextIO | BinaryIO | None = None) -> None:
        """Write the graph as Turtle or another format of RDF to a file, given open or by its name, or to stdout.

        `KgError` for a format that is none of RDF.

        >>> g.query("CONSTRUCT WHERE { :valdai-club dkg:ofState ?state }").write("ntriples")
        <https://w3id.org/dkg/id/valdai-club> <https://w3id.org/dkg/ns#ofState> <https://w3id.org/dkg/id/russia> .
        """
        super().write(format, out)

    def _write(self, format: str, out: TextIO) -> None:
        from kg.export.rdf import export, find_format

        export(self.triples(), find_format(format).name, out)


def _send(out: Target | TextIO | None, write: Callable[[TextIO], None]) -> None:
    """Write to an open file, to a file of a name, which is there whole or not at all, or to standard output."""
    if out is None:
        write(sys.stdout)
    elif isinstance(out, str | PathLike):
        with whole(out) as file:
            write(file)
    else:
        write(out)
