"""The reader against the PyPI package `edtf`: equal days, but for differences that are named and argued below."""

import contextlib
import io
import re
import warnings
from datetime import date
from itertools import product

import pytest

from kg.dates import EdtfError, parse_edtf

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    edtf = pytest.importorskip("edtf")

# The package takes 30 ms for a text, so that the corpus is small: each case in a few surroundings.
YEARS = ["2012", "2013", "0001", "9999", "201X", "20XX", "1X99", "XXXX"]
FEW_YEARS = ["2012", "1900", "201X", "XXXX"]
MONTHS = [
    "02",
    "12",
    "00",
    "13",
    "XX",
    "1X",
    "2X",
    "21",
    "22",
    "23",
    "24",
    "25",
    "33",
    "36",
    "37",
    "39",
    "40",
    "41",
    "42",
]
DAYS = ["28", "29", "30", "31", "00", "XX", "3X"]
ENDS = ["2012-02", "2012-02-29", "2013", "2013-03-01~", "..", ""]
MEMBERS = [
    *("2012", "2012,2014", "2012-03,2013", "2012..2014", "2012-02-03..2012-02-09", "..2014", "2012.."),
    *("1667,1668,1670..1672", "2014..2012", "..", "1960,1961-12"),
]
CORPUS = [
    *YEARS,
    *map("-".join, product(FEW_YEARS, MONTHS)),
    *map("-".join, product(FEW_YEARS, ["02", "06", "XX"], DAYS)),
    *map("/".join, product(ENDS, ENDS)),
    *(left + member + right for (left, right), member in product(["[]", "{}"], MEMBERS)),
    *("".join(parts) for parts in product(["2012"], ["", "?", "~", "%"], ["-02"], ["", "?", "~", "%"])),
    *("?2012-02-29", "2012-~02-29", "2012-02-%29", "~2012-?02-29", "?2012-02", "2012-~02", "2012-02-29%"),
]
REFUSED = "refused"


def ours(text):
    try:
        value = parse_edtf(text)
    except EdtfError:
        return REFUSED
    return f"{value.first} {value.last}"


def theirs(text):
    try:
        with contextlib.redirect_stdout(io.StringIO()):  # it prints what it cannot construct
            value = edtf.parse_edtf(text)
            days = [value.lower_strict(), value.upper_strict()]
    except (edtf.EDTFParseException, AttributeError, TypeError, ValueError):
        return REFUSED
    open_bounds = {"-inf": "0001-01-01", "inf": "9999-12-31"}
    return " ".join(open_bounds.get(str(day)) or "{:04}-{:02}-{:02}".format(*day[:3]) for day in days)


def no_such_day(days):
    for day in days.split():
        try:
            date.fromisoformat(day)
        except ValueError:
            return True
    return False


# Why the package is not followed: a name, an argument, and which differences it covers.
DIFFERENCES = {
    # An unknown end is unknown: nothing in the specification limits it to ten years.
    "invents ten years for an unknown end": lambda text, mine, its: "/" in (text[0], text[-1]) and its != REFUSED,
    # A winter of one month is none: the months of December to February are one season.
    "takes winter for December": lambda text, mine, its: text.endswith("-24") and its.endswith("12-31"),
    # 2013-02-29, 2010-02-29 (of 201X) and the year 0000 are no xsd:date.
    "names days that no calendar has": lambda text, mine, its: its != REFUSED and no_such_day(its),
    # Such an interval is a slip, and a slip is to be reported.
    "lets an interval end before it begins": lambda text, mine, its: (
        mine == REFUSED and its.split()[0] > its.split()[1]
    ),
    # Level 2 allows an X in place of any digit.
    "cannot read one digit X of a month or day": lambda text, mine, its: (
        its == REFUSED and re.search(r"-(\dX|X\d)", text)
    ),
    # A spring of the 2010s.
    "cannot read a season of an unspecified year": lambda text, mine, its: (
        its == REFUSED and re.search(r"X.*-[234]\d$", text)
    ),
    # Seasons by hemisphere would be a second text for the same days.
    "reads seasons by hemisphere": lambda text, mine, its: mine == REFUSED and text.endswith("-25"),
    # A set of one is a set.
    "cannot read a set of one": lambda text, mine, its: text in {"[2012]", "{2012}"} and its == REFUSED,
    # Level 2 allows a qualifier after any component.
    "cannot read two qualifiers": lambda text, mine, its: its == REFUSED and len(re.findall("[?~%]", text)) == 2,
    # It says nothing: a fact without a date has no date.
    "reads an interval without dates": lambda text, mine, its: text == "../..",
}


def test_same_days_as_the_package_but_for_the_named_differences():
    used, unexplained, same = set(), [], 0
    for text in CORPUS:
        mine, its = ours(text), theirs(text)
        if mine == its:
            same += 1
            continue
        reasons = [name for name, covers in DIFFERENCES.items() if covers(text, mine, its)]
        used.update(reasons)
        if not reasons:
            unexplained.append((text, mine, its))
    assert unexplained == []
    assert used == set(DIFFERENCES), "a difference that has gone: delete it"
    assert same > 0.6 * len(CORPUS)
