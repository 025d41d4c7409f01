"""Terms of RDF as values of tables: types, and which terms come back unchanged from them.

It knows terms and Python values, and nothing of tables or files.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

from kg.terms import DATA, PREFIXES, Term, is_slug, shrink

__all__ = ["STRING", "TYPES", "Value", "ValueType", "named", "type_of", "value_of"]

Value = str | int | Decimal | bool | date
STRING = PREFIXES["xsd"] + "string"


class ValueType(NamedTuple):
    """A type of Table Schema: its name, how it is read from a lexical form, and how it is written."""

    name: str
    read: Callable[[str], Value]
    write: Callable[[Value], str]


def _truth(lexical: str) -> bool:
    return {"true": True, "false": False}[lexical]


def _day(lexical: str) -> date:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", lexical):
        raise ValueError(lexical)
    return date.fromisoformat(lexical)


_TEXT = ValueType("string", str, str)
TYPES: Mapping[str, ValueType] = {
    PREFIXES["xsd"] + "boolean": ValueType("boolean", _truth, lambda value: "true" if value else "false"),
    PREFIXES["xsd"] + "date": ValueType("date", _day, str),
    PREFIXES["xsd"] + "decimal": ValueType("number", Decimal, lambda value: format(value, "f")),
    PREFIXES["xsd"] + "integer": ValueType("integer", int, str),
    PREFIXES["xsd"] + "nonNegativeInteger": ValueType("integer", int, str),
}
"""The types of datatypes; every other is a string."""


def type_of(datatype: str) -> ValueType:
    """Return the type of a datatype's values.

    >>> type_of("http://www.w3.org/2001/XMLSchema#date").name
    'date'
    """
    return TYPES.get(datatype, _TEXT)


def named(node: NamedNode) -> str:
    """Return how tables name a node: by its slug, as a prefixed name of the ontology, or by its IRI.

    >>> named(NamedNode(DATA + "iran")), named(NamedNode("https://w3id.org/dkg/ns#heldAt"))
    ('iran', 'dkg:heldAt')
    """
    slug = node.value.removeprefix(DATA)
    if slug != node.value and is_slug(slug):
        return slug
    short = shrink(node)
    return short if short.startswith("dkg:") else node.value


def value_of(term: Term, datatype: str | None, language: str | None) -> Value | None:
    """Return the value of a term in a column of a datatype and language (of nodes, where both are None).

    None where the column cannot hold it so that it comes back unchanged: another datatype or language, a lexical form
    that is not the usual one, an empty string.

    >>> value_of(Literal("5.0", datatype=NamedNode(PREFIXES["xsd"] + "decimal")), PREFIXES["xsd"] + "decimal", None)
    Decimal('5.0')
    >>> value_of(Literal("five"), PREFIXES["xsd"] + "decimal", None)
    """
    if not isinstance(term, Literal):
        return named(term) if isinstance(term, NamedNode) and datatype is language is None else None
    if (term.language, term.datatype.value) != (language, datatype) or term.direction is not None or not term.value:
        return None
    kind = type_of(term.datatype.value)
    try:
        value = kind.read(term.value)
    except (ValueError, ArithmeticError, KeyError):
        return None
    return value if kind.write(value) == term.value else None
