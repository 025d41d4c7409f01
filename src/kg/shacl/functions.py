"""What SPARQL cannot say about dates: functions that the queries of shapes may call.

`dks:isDate(edtf)` tells whether a text is a date of EDTF, `dks:bounds(edtf, reading)` gives the four bounds that
follow from a date and its reading, with a space between them, and nothing where the date or the reading is none.
A processor that does not know the functions finds nothing where they are used, and the same everywhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

from pyoxigraph import Literal, NamedNode

from kg.dates import EdtfError, Reading, bounds, parse_edtf
from kg.shacl.model import SHAPES
from kg.terms import Term, boolean, entity

__all__ = ["FUNCTIONS"]

_READINGS: Mapping[Term, Reading] = {entity(f"reading-{reading.value}"): reading for reading in Reading}


def _is_date(*given: Term) -> Term | None:
    match given:
        case [Literal(value=text)]:
            try:
                parse_edtf(text)
            except EdtfError:
                return boolean(False)
            return boolean(True)
    return None


def _bounds(*given: Term) -> Term | None:
    match given:
        case [Literal(value=text), reading] if reading in _READINGS:
            return _four_days(text, _READINGS[reading])
    return None


@lru_cache(maxsize=4096)  # many things have the same date
def _four_days(text: str, reading: Reading) -> Literal | None:
    try:
        found = bounds(parse_edtf(text), reading)
    except EdtfError:
        return None
    days = (found.begin_earliest, found.begin_latest, found.end_earliest, found.end_latest)
    return Literal(" ".join(day.isoformat() for day in days))


FUNCTIONS: Mapping[NamedNode, Callable[..., Term | None]] = {
    NamedNode(f"{SHAPES}isDate"): _is_date,
    NamedNode(f"{SHAPES}bounds"): _bounds,
}
