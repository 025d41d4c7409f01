"""The graph as tables, one a kind of thing: made from the ontology, the shapes and what is said, not from a list.

A thing stands in the table of its narrowest class, and in `things`. A property of which a shape allows one value, or
of which nothing has two, is a column; any other has a table of its own, a row a value. Names in all languages lie in
`labels`, evidence with its passages in `evidence`. What fits no column, such as words where numbers are expected, goes
into `other_statements`: nothing is lost but what `LEFT_OUT` names. All is held in memory. It knows no file format.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import Literal, NamedNode

from kg.export.table_values import STRING, Value, named, value_of
from kg.export.table_vocabulary import Vocabulary, column_name, table_name
from kg.terms import RDF_TYPE, Term, dkg, expand, shrink

if TYPE_CHECKING:
    from pyoxigraph import Quad, Triple

__all__ = ["LEFT_OUT", "Column", "Holds", "Table", "tables"]

LEFT_OUT = (
    ("the ontology", "classes, properties and axioms are no data; their definitions stand here as descriptions"),
    ("wider classes", "the class of a table implies them, by the ontology"),
    ("open bounds", "0001-01-01 and 9999-12-31 in the four bounds mean that a side is open: the cell is empty"),
)
"""What tables do not hold, and why."""

_EVIDENCE, _LABEL = dkg("evidence"), expand("rdfs:label")
_NAMES = frozenset((expand("skos:prefLabel"), expand("skos:altLabel")))
_BOUNDS = tuple(map(dkg, ("beginEarliest", "beginLatest", "endEarliest", "endLatest")))
_LAST = {each: rank for rank, each in enumerate(map(dkg, ("edtf", "reading", "calendarYear")), 1)} | {
    each: rank for rank, each in enumerate(_BOUNDS, 4)
}
_OPEN = ("0001-01-01", "9999-12-31")


class Holds(NamedTuple):
    """What a column holds: a property's values, of one datatype and language; both are None where they are nodes."""

    property: NamedNode
    datatype: str | None = None
    language: str | None = None
    derived: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, what it means, what it holds, and the table whose `id` its values are."""

    name: str
    description: str
    holds: Holds | None = None
    refers: str | None = None
    datatype: str = STRING


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its columns, the names of those that tell its rows apart, and its rows, sorted; None is no value."""

    name: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    rows: tuple[tuple[Value | None, ...], ...]
    class_: NamedNode | None = None


def tables(statements: Iterable[Quad | Triple], vocabulary: Vocabulary) -> tuple[Table, ...]:
    """Return the tables of a graph's statements: `things` first, then by name."""
    return tuple(_Sorting(statements, vocabulary).tables())


class _Sorting:
    """Sorts the statements of a graph into tables; what finds no place is kept in `other`."""

    def __init__(self, statements: Iterable[Quad | Triple], vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self.said: dict[Term, dict[NamedNode, list[Term]]] = {}
        for each in statements:
            if each.subject not in vocabulary.own:
                self.said.setdefault(each.subject, defaultdict(list))[each.predicate].append(each.object)
        self.other: list[tuple[Term, NamedNode, Term]] = []
        self.labels: list[tuple[Value | None, ...]] = []
        self.members: dict[NamedNode, list[NamedNode]] = defaultdict(list)
        for subject in self.said:
            self._place(subject)
        self.things = {thing for members in self.members.values() for thing in members}
        self.repeated, self.outward = self._repeated(), self._outward()

    def tables(self) -> Iterator[Table]:
        """Yield the tables, those without rows left out."""
        made = [table for class_ in self.members for table in self._of_class(class_)]
        made += [self._evidence(), _labels(self.labels)]
        made.append(_other(self.other))  # the last: the others have put there what they could not hold
        yield self._things()
        yield from sorted((table for table in made if table.rows), key=lambda table: table.name)

    def _place(self, subject: Term) -> None:
        """Find the table of a subject; classes that the table does not imply are other statements."""
        said = self.said[subject]
        class_ = self.vocabulary.narrowest(said.get(RDF_TYPE, ()))
        if class_ is None or not isinstance(subject, NamedNode):
            self.other += [(subject, property_, value) for property_, values in said.items() for value in values]
            return
        self.members[class_].append(subject)
        types = said.pop(RDF_TYPE)
        self.other += [(subject, RDF_TYPE, each) for each in types if not self.vocabulary.implied(class_, each)]

    def _repeated(self) -> frozenset[NamedNode]:
        """Return the properties of which something has two values: on no class are they columns without a shape."""
        return frozenset(
            property_ for thing in self.things for property_, values in self.said[thing].items() if len(values) > 1
        )

    def _outward(self) -> frozenset[NamedNode]:
        """Return the properties that lead to nodes which are no things."""
        return frozenset(
            property_
            for thing in self.things
            for property_, values in self.said[thing].items()
            if any(isinstance(value, NamedNode) and value not in self.things for value in values)
        )

    # --- The tables of a class ---

    def _of_class(self, class_: NamedNode) -> Iterator[Table]:
        members = sorted(self.members[class_], key=named)
        name = table_name(class_)
        properties = sorted({each for thing in members for each in self.said[thing]} - {_EVIDENCE}, key=_rank)
        names = _column_names(properties)
        single: list[tuple[Column, dict[NamedNode, Value]]] = []
        for property_ in properties:
            holds = self._holds(class_, property_, members)
            column = self._column(names[property_], holds)
            values = {thing: self._values(thing, holds) for thing in members}
            most = max(map(len, values.values()))
            if most > 1 or not self._is_column(class_, property_):
                yield self._link(name, column, values)
            elif most:
                single.append((column, {thing: found[0] for thing, found in values.items() if found}))
        identity = Column("id", f"The name of the {class_name(class_)}; its IRI ends in it.", refers="things")
        rows = tuple((named(thing), *(held.get(thing) for _, held in single)) for thing in members)
        columns = (identity, *(column for column, _ in single))
        yield Table(name, self.vocabulary.definition(class_), columns, ("id",), rows, class_)

    def _is_column(self, class_: NamedNode, property_: NamedNode) -> bool:
        if property_ in _NAMES:
            return False
        return self.vocabulary.once(class_, property_) or property_ not in self.repeated

    def _holds(self, class_: NamedNode, property_: NamedNode, members: list[NamedNode]) -> Holds:
        """Return what the column of a property holds: the commonest datatype and language of its values, or nodes."""
        forms: dict[tuple[str, str], int] = defaultdict(int)
        for thing in members:
            for value in self.said[thing].get(property_, ()):
                forms[(value.datatype.value, value.language or "") if isinstance(value, Literal) else ("", "")] += 1
        datatype, language = max(sorted(forms), key=forms.__getitem__)
        return Holds(property_, datatype or None, language or None, self.vocabulary.derived(class_, property_))

    def _column(self, name: str, holds: Holds) -> Column:
        """Return a column; it refers to a table where all of its nodes are things."""
        range_ = self.vocabulary.ranges.get(holds.property)
        refers = None
        if holds.datatype is None and holds.property not in self.outward:
            leads = range_ is not None and self.vocabulary.is_leaf(range_) and range_ in self.members
            refers = table_name(range_) if range_ is not None and leads else "things"
        description = self.vocabulary.definition(holds.property)
        return Column(name, description, holds, refers, holds.datatype or STRING)

    def _values(self, thing: NamedNode, holds: Holds) -> list[Value]:
        """Return the values of a thing in a column; what it cannot hold goes elsewhere, and open bounds nowhere."""
        found: list[Value] = []
        for term in self.said[thing].get(holds.property, ()):
            if _is_name(term, holds.property) and isinstance(term, Literal):
                self.labels.append((named(thing), shrink(holds.property), term.language or "", term.value))
            elif holds.property in _BOUNDS and isinstance(term, Literal) and term.value in _OPEN:
                continue
            elif (value := value_of(term, holds.datatype, holds.language)) is not None:
                found.append(value)
            else:
                self.other.append((thing, holds.property, term))
        return sorted(found, key=str)

    def _link(self, of: str, column: Column, values: dict[NamedNode, list[Value]]) -> Table:
        rows = tuple((named(thing), value) for thing, found in values.items() for value in found)
        identity = Column("id", f"The row of `{of}`.", refers=of)
        return Table(f"{of}_{column.name}", column.description, (identity, column), ("id", column.name), rows)

    # --- The tables of all ---

    def _things(self) -> Table:
        columns = (
            Column("id", "The name of the thing; its IRI ends in it."),
            Column("table", "The table that holds the thing."),
            Column("label", "The name in English, where it has one; repeated from its table."),
        )
        rows = sorted(
            (named(thing), table_name(class_), self._label(thing))
            for class_, members in self.members.items()
            for thing in members
        )
        return Table("things", "All that has a row in a table of its kind.", columns, ("id",), tuple(rows))

    def _label(self, thing: NamedNode) -> str | None:
        return next((value.value for value in self.said[thing].get(_LABEL, ()) if isinstance(value, Literal)), None)

    def _place_of(self, source: NamedNode) -> Iterator[Value | None]:
        """Yield document, start and end of a citation; None of a reference."""
        said = self.said.get(source, {})
        for name, datatype in (("inDocument", None), ("startOffset", _INTEGER), ("endOffset", _INTEGER)):
            term = next(iter(said.get(dkg(name), ())), None)
            yield None if term is None else value_of(term, datatype, None)

    def _evidence(self) -> Table:
        """Return where each fact is stated: the citation, and what is oftenest asked of it."""
        rows: list[tuple[Value | None, ...]] = []
        for fact in sorted(self.things, key=named):
            for source in self.said[fact].get(_EVIDENCE, ()):
                if isinstance(source, NamedNode):
                    rows.append((named(fact), named(source), *self._place_of(source)))
                else:
                    self.other.append((fact, _EVIDENCE, source))
        refers = None if _EVIDENCE in self.outward else "things"
        columns = (
            Column("id", "The fact.", refers="things"),
            Column("evidence", self.vocabulary.definition(_EVIDENCE), Holds(_EVIDENCE), refers),
            Column("document", "The document of the citation; repeated from `citations`.", refers="documents"),
            Column("start_offset", "Repeated from `citations`.", datatype=_INTEGER),
            Column("end_offset", "Repeated from `citations`.", datatype=_INTEGER),
        )
        in_order = tuple(sorted(rows, key=str))
        return Table("evidence", "Where each fact is stated.", columns, ("id", "evidence"), in_order)


_INTEGER = expand("xsd:integer").value


def class_name(class_: NamedNode) -> str:
    """Return the name of a class in a sentence.

    >>> class_name(dkg("Agreement"))
    'agreement'
    """
    return column_name(class_).replace("_", " ")


def _is_name(term: Term, property_: NamedNode) -> bool:
    """Tell whether a value belongs into `labels`: a name in a language, or any text that is not English."""
    if not isinstance(term, Literal) or not term.language or term.direction is not None:
        return False
    return property_ in _NAMES or term.language != "en"


def _labels(rows: list[tuple[Value | None, ...]]) -> Table:
    columns = (
        Column("id", "What is named.", refers="things"),
        Column("property", "`skos:prefLabel` for the usual name, `skos:altLabel` for another; else its IRI in `<>`."),
        Column("language", "The language, as a tag of BCP 47."),
        Column("text", "The name."),
    )
    key = tuple(column.name for column in columns)
    return Table("labels", "Names and other texts by language.", columns, key, tuple(sorted(rows, key=str)))


def _other(statements: list[tuple[Term, NamedNode, Term]]) -> Table:
    columns = (
        Column("subject", "The subject, as N-Triples has it."),
        Column("predicate", "The property, as N-Triples has it."),
        Column("object", "The value, as N-Triples has it."),
    )
    rows = tuple(sorted((str(subject), str(property_), str(value)) for subject, property_, value in statements))
    return Table("other_statements", "What fits no other table.", columns, ("subject", "predicate", "object"), rows)


def _rank(property_: NamedNode) -> tuple[int, str, str]:
    """Put the label first and the dates last; the others by name."""
    return (-1 if property_ == _LABEL else _LAST.get(property_, 0)), column_name(property_), property_.value


def _column_names(properties: list[NamedNode]) -> dict[NamedNode, str]:
    """Return the names of columns; with a prefix where two are alike, and where one is that of the identity."""
    plain = [column_name(each) for each in properties]
    return {
        each: column_name(each, full=name == "id" or plain.count(name) > 1)
        for each, name in zip(properties, plain, strict=True)
    }
