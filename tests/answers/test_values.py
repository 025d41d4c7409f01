"""Literals as values of Python: what has an equal is it, and what has none stays its text."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode

from kg.terms import PREFIXES
from kg.values import literal_value

XSD = PREFIXES["xsd"]


def typed(lexical: str, datatype: str) -> Literal:
    return Literal(lexical, datatype=NamedNode(XSD + datatype))


@pytest.mark.parametrize(
    ("lexical", "datatype", "value"),
    [
        ("0001-01-01", "date", date.min),
        ("9999-12-31", "date", date.max),
        ("007", "integer", 7),
        ("-5", "long", -5),
        ("+1", "nonNegativeInteger", 1),
        ("12.50", "decimal", Decimal("12.5")),
        (".5", "decimal", Decimal("0.5")),
        ("1e3", "double", 1000.0),
        ("-INF", "double", -math.inf),
        ("true", "boolean", True),
        ("0", "boolean", False),
        ("2018-04-09T10:00:00Z", "dateTime", datetime(2018, 4, 9, 10, tzinfo=UTC)),
        ("2018-04-09T10:00:00.5", "dateTime", datetime(2018, 4, 9, 10, 0, 0, 500_000)),
        ("text", "string", "text"),
    ],
)
def test_what_python_has_is_a_value(lexical: str, datatype: str, value: object) -> None:
    found = literal_value(typed(lexical, datatype))
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("lexical", "datatype"),
    [
        ("2018-04-09Z", "date"),  # a day with a time zone
        ("-0005-01-01", "date"),
        ("10000-01-01", "date"),
        ("2013-02-30", "date"),
        ("20130201", "date"),  # Python reads it, XML Schema does not
        ("2013-W05", "date"),
        ("٢٠١٣-٠١-٠١", "date"),
        ("1_000", "integer"),
        (" 1", "integer"),
        ("9" * 5000, "integer"),
        ("NaN", "decimal"),
        ("1e3", "decimal"),
        ("infinity", "double"),
        ("1_0.0", "double"),
        ("TRUE", "boolean"),
        ("2018-04-09T10:00:00.1234567", "dateTime"),
        ("2018-04-09", "dateTime"),
        ("2013", "gYear"),
        ("P1Y", "duration"),
    ],
)
def test_what_python_has_not_stays_text(lexical: str, datatype: str) -> None:
    assert literal_value(typed(lexical, datatype)) == lexical


def test_text_of_a_language_is_text() -> None:
    assert literal_value(Literal("встреча", language="ru")) == "встреча"


def test_not_a_number_is_a_float() -> None:
    assert math.isnan(literal_value(typed("NaN", "double")))  # type: ignore[arg-type]


@given(st.integers() | st.decimals(allow_nan=False, allow_infinity=False) | st.dates() | st.booleans())
def test_values_are_those_of_rdflib(value: int | Decimal | date | bool) -> None:
    theirs = rdflib.Literal(value)
    ours = Literal(str(theirs), datatype=NamedNode(str(theirs.datatype)))
    if isinstance(value, Decimal) and "E" in str(theirs):  # no lexical form of xsd:decimal
        assert literal_value(ours) == str(theirs)
    else:
        assert literal_value(ours) == theirs.toPython() == value
