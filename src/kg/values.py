"""Literals as values of Python: numbers, days, truth values and text.

What Python cannot hold exactly stays the text that it was: a day with a time zone, the year 10000, an ill-typed number.
It knows terms, not what they say about anything; entities are made elsewhere.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from kg.terms import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from pyoxigraph import Literal

__all__ = ["Plain", "literal_value"]

Plain = str | int | float | Decimal | bool | date
"""What a literal may become; `datetime` is a `date`."""

_XSD = PREFIXES["xsd"]
_INTEGER = re.compile(r"[+-]?[0-9]+")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)")
_DOUBLE = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN")
_BOOLEAN = re.compile("true|false|1|0")
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(_DAY.pattern + r"T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?(?:Z|[+-][0-9]{2}:[0-9]{2})?")
_INTEGERS = (
    "integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger", "nonPositiveInteger",
    "negativeInteger", "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte",
)  # fmt: skip


def literal_value(literal: Literal) -> Plain:
    """Return the value of a literal (XML Schema 1.1 Datatypes, section 3), or its text where Python has no equal.

    >>> from kg.terms import date, decimal, text
    >>> literal_value(date("9999-12-31")), literal_value(decimal(Decimal("0.10"))), literal_value(text("Иран", "ru"))
    (datetime.date(9999, 12, 31), Decimal('0.1'), 'Иран')
    """
    reader = _READERS.get(literal.datatype.value)
    if reader is None:
        return literal.value
    pattern, read = reader
    if not pattern.fullmatch(literal.value):
        return literal.value
    try:
        return read(literal.value)
    except ValueError:  # 2013-02-30; a number of more digits than Python reads
        return literal.value


def _truth(text: str) -> bool:
    return text in ("true", "1")


_READERS: Mapping[str, tuple[re.Pattern[str], Callable[[str], Plain]]] = {
    **{_XSD + name: (_INTEGER, int) for name in _INTEGERS},
    _XSD + "decimal": (_DECIMAL, Decimal),
    _XSD + "double": (_DOUBLE, float),
    _XSD + "float": (_DOUBLE, float),
    _XSD + "boolean": (_BOOLEAN, _truth),
    _XSD + "date": (_DAY, date.fromisoformat),
    _XSD + "dateTime": (_MOMENT, datetime.fromisoformat),
    _XSD + "dateTimeStamp": (_MOMENT, datetime.fromisoformat),
}
