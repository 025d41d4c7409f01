"""Whether the text of a literal is one that its datatype allows (XML Schema 1.1, part 2).

Datatypes that are not of XML Schema allow any text.
"""

from __future__ import annotations

import re
from calendar import monthrange

from pyoxigraph import Literal

from kg.terms import PREFIXES

__all__ = ["is_well_formed"]

_XSD = PREFIXES["xsd"]
_ZONE = r"(?:Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))?"
_YEAR = r"-?(?:[1-9][0-9]{3,}|0[0-9]{3})"
_MONTH, _DAY = r"(?:0[1-9]|1[0-2])", r"(?:0[1-9]|[12][0-9]|3[01])"
_TIME = r"(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]+)?|24:00:00(?:\.0+)?)"
_DAYS = r"(?:[0-9]+D)?(?:T(?=[0-9])(?:[0-9]+H)?(?:[0-9]+M)?(?:[0-9]+(?:\.[0-9]+)?S)?)?"
_NUMBER = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
_NCNAME = r"[^\W\d][\w.·-]*"
_FORMS = {
    "boolean": r"true|false|1|0",
    "decimal": _NUMBER,
    "integer": r"[+-]?[0-9]+",
    "double": rf"{_NUMBER}(?:[eE][+-]?[0-9]+)?|[+-]?INF|NaN",
    "date": rf"({_YEAR})-({_MONTH})-({_DAY}){_ZONE}",
    "dateTime": rf"({_YEAR})-({_MONTH})-({_DAY})T{_TIME}{_ZONE}",
    "dateTimeStamp": rf"({_YEAR})-({_MONTH})-({_DAY})T{_TIME}{_ZONE[:-1]}",
    "time": _TIME + _ZONE,
    "gYear": _YEAR + _ZONE,
    "gYearMonth": rf"{_YEAR}-{_MONTH}{_ZONE}",
    "gMonth": rf"--{_MONTH}{_ZONE}",
    "gDay": rf"---{_DAY}{_ZONE}",
    "gMonthDay": rf"--(?:(?:0[13578]|1[02])-{_DAY}|(?:0[469]|11)-(?!31){_DAY}|02-(?!3){_DAY}){_ZONE}",
    "duration": rf"-?P(?=.)(?:[0-9]+Y)?(?:[0-9]+M)?{_DAYS}",
    "dayTimeDuration": rf"-?P(?=.){_DAYS}",
    "yearMonthDuration": r"-?P(?=.)(?:[0-9]+Y)?(?:[0-9]+M)?",
    "hexBinary": r"(?:[0-9a-fA-F]{2})*",
    "base64Binary": r"(?:(?:[A-Za-z0-9+/] ?){4})*(?:(?:[A-Za-z0-9+/] ?){3}=|(?:[A-Za-z0-9+/] ?){2}= ?=)?",
    "language": r"[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*",
    "normalizedString": r"[^\t\n\r]*",
    "token": r"(?! )(?:(?!  )[^\t\n\r])*(?<! )",
    "NMTOKEN": r"[\w.:·-]+",
    "Name": r"(?:[^\W\d]|:)[\w.:·-]*",
    "NCName": _NCNAME,
    "QName": rf"(?:{_NCNAME}:)?{_NCNAME}",
}
_FORMS["float"] = _FORMS["double"]
_LEAST = {"nonNegativeInteger": 0, "positiveInteger": 1}
_RANGES: dict[str, tuple[int | None, int | None]] = {
    **{name: (least, None) for name, least in _LEAST.items()},
    "nonPositiveInteger": (None, 0), "negativeInteger": (None, -1),
    **{name: (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)
       for name, bits in (("long", 64), ("int", 32), ("short", 16), ("byte", 8))},
    **{f"unsigned{name}": (0, 2**bits - 1) for name, bits in (("Long", 64), ("Int", 32), ("Short", 16), ("Byte", 8))},
}  # fmt: skip


def is_well_formed(literal: Literal) -> bool:
    """Tell whether a literal has a text that its datatype allows.

    >>> from kg.terms import expand
    >>> [is_well_formed(Literal(text, datatype=expand("xsd:byte"))) for text in ("12", "300", "x")]
    [True, False, False]
    >>> is_well_formed(Literal("2013-02-29", datatype=expand("xsd:date")))
    False
    """
    name = literal.datatype.value.removeprefix(_XSD)
    if name == literal.datatype.value:
        return True
    bounds = _RANGES.get(name)
    form = _FORMS.get("integer" if bounds else name)
    if form is None:
        return True
    match = re.fullmatch(form, literal.value)
    if match is None:
        return False
    if bounds:
        least, most = bounds
        number = int(literal.value)
        return (least is None or number >= least) and (most is None or number <= most)
    return name not in ("date", "dateTime", "dateTimeStamp") or _is_day(*map(int, match.groups()))


def _is_day(year: int, month: int, day: int) -> bool:
    """Tell whether a month has a day; the calendar repeats every 400 years, before the year 1 too."""
    return day <= monthrange(year % 400 + 400, month)[1]
