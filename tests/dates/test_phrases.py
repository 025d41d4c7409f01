"""English wordings of dates: what they mean, where a text has them, and that a changed digit is noticed."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.dates import EdtfError, agrees, find, parse_when, resolve

ABSOLUTE = {
    "April 9, 2018": "2018-04-09",
    "april 9 2018": "2018-04-09",
    "9 April 2018": "2018-04-09",
    "29th September\n2014": "2014-09-29",
    "8th January 2017": "2017-01-08",
    "14th July 2015": "2015-07-14",
    "on 23rd May 2014": "2014-05-23",
    "Sept. 12, 2014": "2014-09-12",
    "12th of May 2014": "2014-05-12",
    "April 2017": "2017-04",
    "December 2000": "2000-12",
    "2018-04-09": "2018-04-09",
    "late\u2000February\u00a02013": "2013-02-21/2013-02-28",
    "mid-March 2014": "2014-03-11/2014-03-20",
    "early-2000": "2000-01-01/2000-04-30",
    "early-2017": "2017-01-01/2017-04-30",
    "by mid-1993": "1993-05-01/1993-08-31",
    "2012": "2012",
    "the year 2000": "2000",
    "since 2012": "2012",
    "2001-2005": "2001/2005",
    "(2009-2013)": "2009/2013",
    "2012–2017": "2012/2017",
    "2012-17": "2012/2017",
    "between 2001 and 2005": "2001/2005",
    "from March 2001 to May 2002": "2001-03/2002-05",
    "(March \n21, 2011 \u2000\u1300\u2000March 19, 2012)": "2011-03-21/2012-03-19",
    "21–28 February 2013": "2013-02-21/2013-02-28",
    "February 21-28, 2013": "2013-02-21/2013-02-28",
    "March 21 – April 3, 2013": "2013-03-21/2013-04-03",
    "March–May 2012": "2012-03/2012-05",
    "the 1990s": "1990/1999",
    "the early 1990s": "1990/1993",
    "the ninth century": "0801/0900",
    "18th century": "1701/1800",
    "the twenty-first century": "2001/2100",
    "spring 2014": "2014-21",
    "in the winter of 2013": "2013-24",
    "the fourth quarter of 2012": "2012-10-01/2012-12-31",
    "Q4 2012": "2012-10-01/2012-12-31",
    "the first half of 2014": "2014-01-01/2014-06-30",
    "the end of 2014": "2014-12",
    "the beginning of March 2014": "2014-03-01/2014-03-10",
    "the Iranian calendar year 1390": "1390 SH",
    "Iranian year 1390": "1390 SH",
    "(ended March 20, 2013)": "1391 SH",
    "the Iranian calendar year 1390 (March \n21, 2011 \u2000\u1300\u2000March 19, 2012)": "1390 SH",
    "the closing days of the last Iranian \ncalendar year (ended March 20, 2013)": "1391-12 SH",
    "1391-Q4 SH": "1391-Q4 SH",
    "at the end of last year (2012)": "2012-12",
}
RELATIVE = {
    ("February 15", "2018-04-09", "gregorian"): "2018-02-15",
    ("June 8", "2018-04-09", "gregorian"): "2017-06-08",
    ("June 8", "2025", "gregorian"): "2025-06-08",
    ("on May 15th", "2025-06-08", "gregorian"): "2025-05-15",
    ("February 29", "2023-05-01", "gregorian"): "2020-02-29",
    ("January", "1391 SH", "gregorian"): "2013-01",
    ("January", "2013-04-23", "solar-hijri"): "2013-01",
    ("late February", "2013-04-23", "gregorian"): "late 2013-02",
    ("last year", "2025-06-08", "gregorian"): "2024",
    ("last year", "2013-04-23", "solar-hijri"): "1391 SH",
    ("last year", "1391 SH", "gregorian"): "1390 SH",
    ("this year", "2025-06-08", "gregorian"): "2025",
    ("the following year", "1390 SH", "solar-hijri"): "1391 SH",
    ("the following year", "2012", "gregorian"): "2013",
    ("during the same year", "1391 SH", "solar-hijri"): "1391 SH",
    ("the past Iranian calendar year", "2013-04-23", "gregorian"): "1391 SH",
    ("the \nlast Iranian calendar year", "2013-04-23", "solar-hijri"): "1391 SH",
    ("the new Iranian calendar year", "2013-04-23", "solar-hijri"): "1392 SH",
    ("closing days of the past Iranian calendar year", "2013-04-23", "gregorian"): "1391-12 SH",
    ("the last quarter of the year", "1391 SH", "solar-hijri"): "1391-Q4 SH",
    ("the last quarter of the year", "2013-04-23", "solar-hijri"): "1391-Q4 SH",
    ("the last quarter of the year", "2012", "gregorian"): "2012-10-01/2012-12-31",
    ("winter of last year", "2013-04-23", "solar-hijri"): "1391-Q4 SH",
    ("1390", "2013-04-23", "solar-hijri"): "1390 SH",
    ("at the end of last year", "2025-06-08", "gregorian"): "2024-12",
    ("the past decade", "2025-06-08", "gregorian"): "2015-06-08/2025-06-08",
    ("over the past three years", "2025-06-08", "gregorian"): "2022-06-08/2025-06-08",
    ("the past three years", "2024-02-29", "gregorian"): "2021-02-28/2024-02-29",
    ("the past three years", "1391 SH", "solar-hijri"): "2009-03-21/2013-03-20",
    ("the past three decades", "2013-04-23", "gregorian"): "1983-04-23/2013-04-23",
    ("the past twenty years", "2017", "gregorian"): "1997/2017",
    ("over the past year", "2018-04-09", "gregorian"): "2017-04-09/2018-04-09",
    ("yesterday", "2026-03-01", "gregorian"): "2026-02-28",
    ("today", "2026-03-01", "gregorian"): "2026-03-01",
    ("tomorrow", "2026-12-31", "gregorian"): "2027-01-01",
    ("on Wednesday", "2026-03-14", "gregorian"): "2026-03-11",
    ("Saturday", "2026-03-14", "gregorian"): "2026-03-14",
    ("last Saturday", "2026-03-14", "gregorian"): "2026-03-07",
    ("next Saturday", "2026-03-14", "gregorian"): "2026-03-21",
    ("next Sunday", "2026-03-14", "gregorian"): "2026-03-15",
    ("last week", "2026-03-14", "gregorian"): "2026-03-02/2026-03-08",
    ("this month", "2026-03-14", "gregorian"): "2026-03",
    ("last month", "2026-01-14", "gregorian"): "2025-12",
    ("next month", "2026-12", "gregorian"): "2027-01",
    ("three days ago", "2026-03-01", "gregorian"): "2026-02-26",
    ("two weeks ago", "2026-03-14", "gregorian"): "2026-02-23/2026-03-01",
    ("15 months ago", "2026-03-14", "gregorian"): "2024-12",
    ("two years ago", "2026-03-14", "gregorian"): "2024",
    ("two years ago", "2013-04-23", "solar-hijri"): "1390 SH",
}
CASES = [
    *((phrase, None, "gregorian", when) for phrase, when in ABSOLUTE.items()),
    *((*k, v) for k, v in RELATIVE.items()),
]


def resolved(phrase, now=None, calendar="gregorian"):
    return resolve(phrase, now=parse_when(now) if now else None, calendar=calendar)


@pytest.mark.parametrize(("phrase", "now", "calendar", "when"), CASES)
def test_the_likeliest_meaning(phrase, now, calendar, when):
    found = resolved(phrase, now, calendar)
    assert found, "not understood"
    assert str(found[0]) == str(parse_when(when))
    assert found[0].solar_hijri_year == parse_when(when).solar_hijri_year


@pytest.mark.parametrize(("phrase", "now", "calendar", "when"), CASES)
def test_one_changed_digit_is_noticed(phrase, now, calendar, when):
    count = parse_when(now) if now else None
    assert agrees(phrase, parse_when(when), now=count, calendar=calendar)
    for index, char in enumerate(when):
        for digit in sorted(set("0123456789") - {char}) if char.isdigit() else ():
            try:
                changed = parse_when(when[:index] + digit + when[index + 1 :])
            except EdtfError:
                continue
            assert not agrees(phrase, changed, now=count, calendar=calendar), f"{changed} for {phrase}"


@pytest.mark.parametrize(
    ("phrase", "now", "when"),
    [
        ("June", "2026-03-14", "2026-06"),
        ("June", "2026-06-14", "2027-06"),
        ("12 February", "2026-03-14", "2027-02-12"),
        ("Wednesday", "2026-03-14", "2026-03-18"),
        ("Saturday", "2026-03-14", "2026-03-14"),
        ("in 2027", "2026-03-14", "2027"),
    ],
)
def test_what_is_to_come_is_the_next_one(phrase, now, when):
    found = resolve(phrase, now=parse_when(now), ahead=True)
    assert found and str(found[0]) == when
    assert agrees(phrase, parse_when(when), now=parse_when(now), ahead=True)


def test_today_in_running_text_is_no_date():
    now = parse_when("2026-03-14")
    found = find("Today, as last Wednesday and yesterday, we trust each other.", now=now)
    assert [str(date.when) for date in found] == ["2026-03-11", "2026-03-13"]


@pytest.mark.parametrize(
    ("phrase", "now"),
    [
        ("Wednesday", "2026"),
        ("yesterday", "2026-03"),
        ("last month", "2026"),
        ("last week", None),
        ("recent years", "2025-06-08"),
        ("past years", "2025-06-08"),
        ("the past few years", "2025-06-08"),
        ("during a single year", "2025-06-08"),
        ("a relatively warm winter", "2025-06-08"),
        ("before 2012", None),
        ("February 30, 2013", None),
        ("2005-2001", None),
        ("the fifth quarter of 2012", None),
        ("the ninth century BC", None),
        ("Iranian year 2013", None),
        ("the Iranian calendar year 1391 (March 21, 2011 – March 19, 2012)", None),
        ("last year (ended soon)", None),
        ("m\u0130d-1993", None),
        ("\u017fpring 2014", None),
        ("February 15", None),
        ("last year", None),
        ("the past decade", None),
        ("last year", "2012/.."),
        ("last year", "2001/2005"),
        ("last year", "0001"),
        ("the past thirty years", "0020"),
        ("the last Iranian calendar year", "1066"),
        ("", None),
        ("(", None),
    ],
)
def test_what_is_not_understood(phrase, now):
    assert resolved(phrase, now) is None


@pytest.mark.parametrize(
    ("phrase", "now", "all_of_them"),
    [
        ("February 15", "2018-04-09", ["2018-02-15", "2019-02-15"]),
        ("in the winter of 2013", None, ["2013-24", "2012-24"]),
        ("2001–05", None, ["2001-05", "2001/2005"]),
        ("since 2012", None, ["2012", "2012/.."]),
        ("until 2015", None, ["2015", "../2015"]),
        ("18th century", None, ["1701/1800", "17XX"]),
        ("the last Iranian year", "2013", ["2012-03-20/2013-03-20", "2011-03-21/2012-03-19"]),
        ("ended March 19, 2013", None, ["2013-03-19"]),
    ],
)
def test_other_meanings_follow(phrase, now, all_of_them):
    assert [str(when) for when in resolved(phrase, now)] == all_of_them


def test_agreement_is_on_days_not_on_form():
    assert agrees("late February 2013", parse_when("2013-02-21..2013-02-28"))
    assert agrees("late February 2013", parse_when("late 2013-02").edtf)
    assert agrees("2012", parse_when("2012~"))
    assert agrees("the 1990s", parse_when("199X"))
    assert agrees("18th century", parse_when("17XX"))
    assert agrees("since 2012", parse_when("2012/.."))
    assert agrees("Iranian year 1390", parse_when("2011-03-21/2012-03-19"))


def test_agreement_is_on_the_likeliest_year_only():
    now = parse_when("2018-04-09")
    assert not agrees("February 15", parse_when("2019-02-15"), now=now)
    assert not agrees("the winter of 2013", parse_when("2012-24"))
    assert not agrees("recent years", parse_when("2017"), now=now)


def found(text, **given):
    return [(text[start:end], str(when)) for start, end, when in find(text, **given)]


def test_find_takes_the_longest_expressions_in_order():
    text = (
        "(2009-2013) met on 29th September\n2014, in late February 2013 and in the Iranian year 1390; not in 12,2013."
    )
    assert found(text) == [
        ("2009-2013", "2009/2013"),
        ("29th September\n2014", "2014-09-29"),
        ("late February 2013", "2013-02-21/2013-02-28"),
        ("the Iranian year 1390", "2011-03-21/2012-03-19"),
    ]


def test_find_leaves_words_and_quantities_alone():
    assert found(
        "It may march in May 2019; June alone, 1,954 men, 2231 UN, 1300 MW, 2019.5 and x2018 are no dates."
    ) == [("May 2019", "2019-05")]


def test_find_counts_code_points_whatever_letters_stand_around():
    text = "AV\u0130M, \U0001f600 \u017fpring 2014"
    assert found(text) == [("2014", "2014")]


def test_find_counts_from_now_or_from_the_date_before():
    text = "Last year was hard. In the Iranian year 1390 ties froze; in the following year they grew, in January too."
    assert found(text, now=parse_when("2013-04-23"), calendar="solar-hijri") == [
        ("Last year", "2012-03-20/2013-03-20"),
        ("the Iranian year 1390", "2011-03-21/2012-03-19"),
        ("the following year", "2012-03-20/2013-03-20"),
        ("January", "2013-01"),
    ]
    assert found("The same year it ended.", now=parse_when("2013-04-23")) == []


@pytest.mark.parametrize(
    ("phrase", "past", "ahead"),
    [
        ("14 to 18 July", "2025-07-14/2025-07-18", "2026-07-14/2026-07-18"),
        ("9 and 10 June 2026", "2026-06-09/2026-06-10", "2026-06-09/2026-06-10"),
        ("3 and 12 July", "2026-07-03/2026-07-12", "2026-07-03/2026-07-12"),
        ("July 4 and 5", "2026-07-04/2026-07-05", "2027-07-04/2027-07-05"),
        ("January last year", "2025-01", "2025-01"),
        ("March of next year", "2027-03", "2027-03"),
        ("the first eight months of 2025", "2025-01/2025-08", "2025-01/2025-08"),
        ("the week of 9 November", "2025-11-03/2025-11-09", "2026-11-09/2026-11-15"),
        ("last December", "2025-12", "2025-12"),
        ("last July", "2025-07", "2025-07"),
        ("next May", "2027-05", "2027-05"),
        ("this March", "2026-03", "2026-03"),
        ("the end of next month", "2026-08-21/2026-08-31", "2026-08-21/2026-08-31"),
        ("the end of the month", "2026-07-21/2026-07-31", "2026-07-21/2026-07-31"),
        ("the last quarter of the year", "2025-10-01/2025-12-31", "2026-10-01/2026-12-31"),
        ("last spring", "2026-21", "2026-21"),
        ("next spring", "2027-21", "2027-21"),
        ("last winter", "2025-24", "2025-24"),
        ("this autumn", "2026-23", "2026-23"),
        ("this morning", "2026-07-09", "2026-07-09"),
        ("the next day", "2026-07-10", "2026-07-10"),
        ("six years later", "2032", "2032"),
        ("two years earlier", "2024", "2024"),
    ],
)
def test_ranges_and_what_is_near(phrase, past, ahead):
    now = parse_when("2026-07-09")
    assert [str((resolve(phrase, now=now, ahead=to_come) or ("none",))[0]) for to_come in (False, True)] == [
        past,
        ahead,
    ]


def test_what_counts_from_the_date_before_it():
    text = "He left on 12 March 2024 and was back the next day. In 2014 it was said; six years later it was done."
    assert found(text, now=parse_when("2026-07-09")) == [
        ("12 March 2024", "2024-03-12"),
        ("the next day", "2024-03-13"),
        ("2014", "2014"),
        ("six years later", "2020"),
    ]
    assert found("Six years later the day came.", now=parse_when("2026-07-09")) == []
    assert resolve("the week of 31 December 9999") is None


@given(
    st.lists(
        st.sampled_from([*ABSOLUTE, "and", "2", "May", "of", "(", "last year", "-", "30 February 2013"]), max_size=6
    )
)
def test_find_yields_disjoint_expressions_that_mean_what_it_says(words):
    text, end = " ".join(words), 0
    for start, stop, when in find(text, now=parse_when("2020-05-05")):
        assert end <= start < stop <= len(text)
        assert agrees(text[start:stop], when, now=parse_when("2020-05-05"))
        end = stop


@given(st.dates(), st.sampled_from(["%B %d, %Y", "%d %B %Y", "%Y-%m-%d", "on %dth %b. %Y", "%B\n%d, %Y"]))
def test_every_day_is_read_in_every_form(day, form):
    if day.year >= 1000:
        assert agrees(day.strftime(form), parse_when(str(day)))


@given(st.text(max_size=40), st.sampled_from([None, "2018-04-09", "1391 SH", "0001", "9999-12-31"]))
def test_any_text_is_understood_or_not_without_error(text, now):
    now = parse_when(now) if now else None
    assert resolve(text, now=now) != ()
    list(find(text, now=now))


def test_importing_the_package_imports_no_slow_library():
    script = "import sys, kg.dates; print([name for name in ('jdatetime', 'edtf', 'rdflib') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
