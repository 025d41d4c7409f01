"""Iranian years against known leap years and Nowruz dates, and the short forms of mappings."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.dates import EdtfError, Reading, bounds, parse_edtf, parse_when, solar_hijri_year_of
from kg.dates.calendars import Year

# As observed at the equinox.
LEAP_YEARS = [
    *(1300, 1304, 1309, 1313, 1317, 1321, 1325, 1329, 1333, 1337, 1342, 1346, 1350, 1354, 1358, 1362, 1366, 1370),
    *(1375, 1379, 1383, 1387, 1391, 1395, 1399, 1403, 1408, 1412, 1416, 1420, 1424, 1428, 1432, 1436, 1441, 1445, 1449),
]
NOWRUZ = {
    1357: "1978-03-21",
    1358: "1979-03-21",
    1379: "2000-03-20",
    1390: "2011-03-21",
    1391: "2012-03-20",
    1392: "2013-03-21",
    1396: "2017-03-21",
    1399: "2020-03-20",
    1400: "2021-03-21",
    1403: "2024-03-20",
    1404: "2025-03-21",
}


@pytest.mark.parametrize(
    ("text", "edtf", "year"),
    [
        ("1391 SH", "2012-03-20/2013-03-20", 1391),
        ("1390 SH", "2011-03-21/2012-03-19", 1390),
        ("1391-Q4 SH", "2012-12-21/2013-03-20", 1391),
        ("1391-Q1 SH", "2012-03-20/2012-06-20", 1391),
        ("1391-10 SH", "2012-12-21/2013-01-19", 1391),
        ("1391-12 SH", "2013-02-19/2013-03-20", 1391),
        ("1391-12-30 SH", "2013-03-20", 1391),
        ("1391-01-01  SH", "2012-03-20", 1391),
        ("late 1391-12 SH", "2013-03-11/2013-03-20", 1391),
        ("early 1391 SH", "2012-03-20/2012-07-21", 1391),
        ("late 2013-02", "2013-02-21/2013-02-28", None),
        ("mid 2013-02", "2013-02-11/2013-02-20", None),
        ("Early 2013-02", "2013-02-01/2013-02-10", None),
        ("late-2013-01", "2013-01-21/2013-01-31", None),
        ("early 2013", "2013-01-01/2013-04-30", None),
        ("mid 2013", "2013-05-01/2013-08-31", None),
        ("late 2013", "2013-09-01/2013-12-31", None),
        ("2013-02-21..2013-04-23", "[2013-02-21..2013-04-23]", None),
        ("2013-02-21 .. 2013-04-23", "[2013-02-21..2013-04-23]", None),
        ("..2014", "[..2014]", None),
        ("../2014", "../2014", None),
        ("[2012..2014]", "[2012..2014]", None),
        (" 2018-04-09 ", "2018-04-09", None),
    ],
)
def test_forms_of_mappings(text, edtf, year):
    when = parse_when(text)
    assert (str(when), when.solar_hijri_year, when.reading) == (edtf, year, None)
    assert when.edtf == parse_edtf(edtf)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1390-12-30 SH", "no day 1390-12-30"),
        ("1391-07-31 SH", "no day 1391-07-31"),
        ("1391-01-00 SH", "no day"),
        ("1391-13 SH", "no such month: 13"),
        ("1391-00 SH", "no such month: 00"),
        ("1391-Q5 SH", "Q1 to Q4"),
        ("2013 SH", "without SH"),
        ("late 1391-Q4 SH", "not understood"),
        ("late 2013-02-03", "not understood"),
        ("late 2013-13", "no such month"),
        ("late soon", "not understood"),
        ("early 0000", "0001 to 9999"),
        ("2013-04-23..2013-02-21", "earlier date first"),
        ("February 2013", "write 2013"),
        ("", "write 2013"),
    ],
)
def test_refusals(text, message):
    with pytest.raises(EdtfError, match=message):
        parse_when(text)


def test_known_leap_years():
    days = {
        year: (Year(year, iranian=True).days.last - Year(year, iranian=True).days.first).days
        for year in range(1300, 1451)
    }
    assert [year for year, length in days.items() if length == 365] == LEAP_YEARS
    assert set(days.values()) == {364, 365}


@pytest.mark.parametrize(("year", "day"), NOWRUZ.items())
def test_known_nowruz(year, day):
    assert str(parse_when(f"{year}-01-01 SH")) == day
    assert solar_hijri_year_of(date.fromisoformat(day)) == year
    assert solar_hijri_year_of(date.fromisoformat(day) - timedelta(days=1)) == year - 1


def test_every_day_belongs_to_one_year_and_one_month():
    day = Year(1300, iranian=True).days.first
    for number in range(1300, 1451):
        year = Year(number, iranian=True)
        for month in range(1, 13):
            days = year.months(month, month)
            assert days.first == day
            day = days.last + timedelta(days=1)
        assert year.days.last == day - timedelta(days=1)


@given(st.dates(date(1921, 3, 21), date(2072, 3, 19)))
def test_days_round_trip(day):
    year = solar_hijri_year_of(day)
    assert day in Year(year, iranian=True).days
    months = [month for month in range(1, 13) if day in Year(year, iranian=True).months(month, month)]
    assert len(months) == 1
    number = (day - Year(year, iranian=True).months(months[0], months[0]).first).days + 1
    assert str(parse_when(f"{year}-{months[0]:02}-{number:02} SH")) == str(day)


@pytest.mark.parametrize("day", [date(1799, 3, 20), date(2255, 3, 22), date.min, date.max])
def test_days_outside_the_known_years_are_refused(day):
    with pytest.raises(EdtfError, match="known years"):
        solar_hijri_year_of(day)


def test_thirds_fill_their_month():
    parts = [parse_when(f"{part} 2012-02").edtf for part in ("early", "mid", "late")]
    assert [(part.first.day, part.last.day) for part in parts] == [(1, 10), (11, 20), (21, 29)]


def test_a_when_has_the_bounds_of_its_own_reading_or_of_the_default():
    when = parse_when("1391 SH")
    assert when.bounds() == bounds(when.edtf, Reading.WITHIN)
    assert when.bounds(Reading.EXACTLY) == bounds(when.edtf, Reading.EXACTLY)
    assert type(when)(when.edtf, 1391, Reading.EXACTLY).bounds() == when.bounds(Reading.EXACTLY)
