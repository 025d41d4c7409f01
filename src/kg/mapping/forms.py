"""The forms of single values that RDF would refuse or misread: names, addresses, languages, days, numbers."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from pyoxigraph import NamedNode

from kg.errors import Place
from kg.mapping.nodes import Problems, Scalar
from kg.mapping.records import Amount
from kg.terms import is_slug

__all__ = ["check_bounds", "is_address", "is_day", "is_language", "is_name", "read_amount"]

_SCALES = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_NUMBER = re.compile(rf"(-?(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?)(?: ({'|'.join(_SCALES)}))?")


def is_name(slug: str) -> bool:
    """Tell whether a slug may name what a curator declares; two hyphens in a row join the names of facts.

    >>> is_name("treaty-2025"), is_name("treaty--signed")
    (True, False)
    """
    return is_slug(slug) and "--" not in slug


def is_address(written: str) -> bool:
    """Tell whether a string is an address on the web."""
    try:
        return NamedNode(written).value.startswith(("https://", "http://"))
    except ValueError:
        return False


def is_language(tag: str) -> bool:
    """Tell whether a string has the form of a language tag."""
    return re.fullmatch(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", tag) is not None


def is_day(written: str) -> bool:
    """Tell whether a string is a day as xsd:date writes it."""
    try:
        return date.fromisoformat(written).isoformat() == written
    except ValueError:
        return False


def read_amount(key: str, written: Scalar, problems: Problems) -> Amount | None:
    """Read a number of a figure; report one that is none."""
    match = _NUMBER.fullmatch(written)
    if match is None:
        problems.error(written.place, f"{written!r} is no number", "write `5.3 billion` or `1,200`")
        return None
    return Amount(key, written, Decimal(match[1].replace(",", "")) * _SCALES.get(match[2] or "", 1))


def check_bounds(amounts: tuple[Amount, ...], place: Place, problems: Problems) -> None:
    """Report numbers that cannot stand together: a value is exact, and two bounds are a lower and an upper one."""
    by_key = {amount.key: amount.value for amount in amounts}
    low, high = ([by_key[key] for key in keys if key in by_key] for keys in (_LOWER, _UPPER))
    strict = {key in ("more-than", "less-than") for key in by_key}
    if "value" in by_key and len(by_key) > 1:
        problems.error(place, "a value and bounds", "give one of them, and the other as a figure of its own")
    elif len(low) > 1 or len(high) > 1 or len(strict) > 1:
        problems.error(place, "bounds that differ in kind", "give two of `more-than`, `less-than`, or of the other two")
    elif low and high and low[0] > high[0]:
        problems.error(place, "a lower bound above the upper one", "read the passage again")


_LOWER = ("more-than", "at-least")
_UPPER = ("less-than", "at-most")
