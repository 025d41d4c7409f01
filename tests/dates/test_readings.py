"""The four bounds that each reading makes of a date, and what can be concluded from two of them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.dates import ALWAYS, Bounds, Reading, bounds, parse_edtf
from kg.errors import KgError

WITHIN, EXACTLY, ATTESTED, AT_LEAST = Reading


def spelled(text, reading):
    found = bounds(parse_edtf(text), reading)
    days = (found.begin_earliest, found.begin_latest, found.end_earliest, found.end_latest)
    return " ".join({date.min: "open", date.max: "open"}.get(day, str(day)) for day in days)


@pytest.mark.parametrize(
    ("text", "reading", "expected"),
    [
        ("2012", EXACTLY, "2012-01-01 2012-01-01 2012-12-31 2012-12-31"),
        ("2012", WITHIN, "2012-01-01 2012-12-31 2012-01-01 2012-12-31"),
        ("2012", ATTESTED, "open 2012-12-31 2012-01-01 open"),
        ("2012", AT_LEAST, "open 2012-01-01 2012-12-31 open"),
        ("2013-02-25", ATTESTED, "open 2013-02-25 2013-02-25 open"),
        ("2012-03/2013", EXACTLY, "2012-03-01 2012-03-31 2013-01-01 2013-12-31"),
        ("2012-03/2013", WITHIN, "2012-03-01 2013-12-31 2012-03-01 2013-12-31"),
        ("2001/2005", EXACTLY, "2001-01-01 2001-12-31 2005-01-01 2005-12-31"),
        ("2001/2005", AT_LEAST, "open 2001-12-31 2005-01-01 open"),
        ("2012-03-05/..", EXACTLY, "2012-03-05 2012-03-05 2012-03-05 open"),
        ("2012-03-05/..", AT_LEAST, "open 2012-03-05 2012-03-05 open"),
        ("2012-03-05/..", WITHIN, "2012-03-05 open 2012-03-05 open"),
        ("../2012-03-05", ATTESTED, "open 2012-03-05 open open"),
        ("[2013-02-21..2013-04-23]", EXACTLY, "2013-02-21 2013-04-23 2013-02-21 2013-04-23"),
        ("[2013-02-21..2013-04-23]", AT_LEAST, "open 2013-04-23 2013-02-21 open"),
        ("{1960,1962}", EXACTLY, "1960-01-01 1960-01-01 1962-12-31 1962-12-31"),
        ("201X", EXACTLY, "2010-01-01 2019-01-01 2010-12-31 2019-12-31"),
        ("2012~", EXACTLY, "2012-01-01 2012-12-31 2012-01-01 2012-12-31"),
        ("2012?", AT_LEAST, "open 2012-12-31 2012-01-01 open"),
        ("2012%", ATTESTED, "open 2012-12-31 2012-01-01 open"),
    ],
)
def test_bounds_of_a_reading(text, reading, expected):
    assert spelled(text, reading) == expected


def test_readings_have_the_names_that_mappings_use():
    assert [str(reading) for reading in Reading] == ["within", "exactly", "attested", "at-least"]


@pytest.mark.parametrize("order", [(2, 1, 3, 4), (1, 2, 4, 3), (3, 4, 1, 2)])
def test_impossible_bounds_are_refused(order):
    with pytest.raises(KgError, match="bounds"):
        Bounds(*(date(2013, 1, day) for day in order))


def test_bounds_that_hold_on_no_day_for_certain_are_possible():
    assert Bounds(date(2013, 2, 1), date(2013, 2, 28), date(2013, 2, 1), date(2013, 2, 28))


def test_overlaps():
    figure, visit = bounds(parse_edtf("2012"), EXACTLY), bounds(parse_edtf("2012-12-31/2013-01-02"), EXACTLY)
    later, loose = bounds(parse_edtf("2014"), WITHIN), bounds(parse_edtf("2012-12/2013-01"), WITHIN)
    assert figure.certainly_overlaps(visit)
    assert figure.possibly_overlaps(loose)
    assert not figure.certainly_overlaps(loose)
    assert not figure.possibly_overlaps(later)


def test_intersection_tightens_and_finds_contradictions():
    visit, part = bounds(parse_edtf("2013-02"), WITHIN), bounds(parse_edtf("2013-02-25/.."), WITHIN)
    assert visit.intersect(part) == bounds(parse_edtf("2013-02-25/2013-02-28"), WITHIN)
    assert visit.intersect(bounds(parse_edtf("2014"), WITHIN)) is None
    assert visit.intersect(bounds(parse_edtf("2013-02-10"), EXACTLY)) == bounds(parse_edtf("2013-02-10"), EXACTLY)


DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))
TEXTS = st.one_of(
    DAYS.map(str),
    DAYS.map(lambda day: str(day)[:4] + "-XX"),
    st.tuples(DAYS, DAYS).map(lambda days: "/".join(map(str, sorted(days)))),
    st.tuples(DAYS, DAYS).map(lambda days: f"{min(days).year}/{max(days)}"),
    DAYS.map(lambda day: f"{day}/.."),
    DAYS.map(lambda day: f"[..{day}]"),
    st.from_regex(r"(19|20)[0-9X]{2}(-XX(-XX)?|-0[1-9](-XX)?)?[?~%]?", fullmatch=True),
)
READINGS = st.sampled_from(list(Reading))
BOUNDS = st.builds(bounds, TEXTS.map(parse_edtf), READINGS)


def holds(outer, inner):
    """Whether what satisfies the inner bounds always satisfies the outer ones."""
    return outer.intersect(inner) == inner


@given(TEXTS, READINGS)
def test_bounds_are_tight(text, reading):
    found = bounds(parse_edtf(text), reading)
    assert found.begin_earliest <= found.end_earliest
    assert found.begin_latest <= found.end_latest
    assert found.intersect(ALWAYS) == found == found.intersect(found)


@given(TEXTS)
def test_readings_imply_each_other(text):
    edtf = parse_edtf(text)
    assert holds(bounds(edtf, WITHIN), bounds(edtf, EXACTLY))
    assert holds(bounds(edtf, AT_LEAST), bounds(edtf, EXACTLY))
    assert holds(bounds(edtf, ATTESTED), bounds(edtf, AT_LEAST))
    assert holds(bounds(edtf, ATTESTED), bounds(edtf, WITHIN))


@given(BOUNDS, BOUNDS)
def test_intersection_and_overlap_do_not_depend_on_the_order(one, other):
    assert one.intersect(other) == other.intersect(one)
    assert one.possibly_overlaps(other) == other.possibly_overlaps(one)
    assert one.certainly_overlaps(other) == other.certainly_overlaps(one)
    assert one.possibly_overlaps(other) or not one.certainly_overlaps(other)


@given(BOUNDS, st.integers(0, 4000))
def test_intersection_is_what_satisfies_both(one, length):
    extent = Bounds(
        *[one.begin_earliest] * 2, *[min(one.begin_earliest, date.max - timedelta(length)) + timedelta(length)] * 2
    )
    inside = (
        extent.end_latest in (one.end_earliest, one.end_latest) or one.end_earliest < extent.end_latest < one.end_latest
    )
    assert (one.intersect(extent) == extent) == inside
