"""EDTF texts, the days that they can mean, and the texts that are refused."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.dates import OPEN_BEGIN, OPEN_END, Days, EdtfError, Kind, days_edtf, parse_edtf
from kg.errors import KgError

DAYS = st.dates()


def spelled(edtf):
    return " ".join(str(day) for day in (edtf.begin.first, edtf.begin.last, edtf.end.first, edtf.end.last))


# first and last day on which it may begin; first and last day on which it may end
DATES = {
    "2012": "2012-01-01 2012-01-01 2012-12-31 2012-12-31",
    "0001": "0001-01-01 0001-01-01 0001-12-31 0001-12-31",
    "9999": "9999-01-01 9999-01-01 9999-12-31 9999-12-31",
    "2012-02": "2012-02-01 2012-02-01 2012-02-29 2012-02-29",
    "2012-02-29": "2012-02-29 2012-02-29 2012-02-29 2012-02-29",
    "201X": "2010-01-01 2019-01-01 2010-12-31 2019-12-31",
    "20XX": "2000-01-01 2099-01-01 2000-12-31 2099-12-31",
    "00XX": "0001-01-01 0099-01-01 0001-12-31 0099-12-31",
    "1X99": "1099-01-01 1999-01-01 1099-12-31 1999-12-31",
    "2012-XX": "2012-01-01 2012-12-01 2012-01-31 2012-12-31",
    "2012-04-XX": "2012-04-01 2012-04-30 2012-04-01 2012-04-30",
    "2012-XX-XX": "2012-01-01 2012-12-31 2012-01-01 2012-12-31",
    "2012-XX-31": "2012-01-31 2012-12-31 2012-01-31 2012-12-31",
    "2013-1X": "2013-10-01 2013-12-01 2013-10-31 2013-12-31",
    "201X-02-29": "2012-02-29 2016-02-29 2012-02-29 2016-02-29",
    "XXXX-02-29": "0004-02-29 9996-02-29 0004-02-29 9996-02-29",
    "2013-21": "2013-03-01 2013-03-01 2013-05-31 2013-05-31",
    "2013-24": "2013-12-01 2013-12-01 2014-02-28 2014-02-28",
    "9999-24": "9999-12-01 9999-12-01 9999-12-31 9999-12-31",
    "2013-36": "2013-10-01 2013-10-01 2013-12-31 2013-12-31",
    "2013-38": "2013-05-01 2013-05-01 2013-08-31 2013-08-31",
    "2013-41": "2013-07-01 2013-07-01 2013-12-31 2013-12-31",
}
INTERVALS = {
    "2001/2005": "2001-01-01 2001-12-31 2005-01-01 2005-12-31",
    "2012-03/2013": "2012-03-01 2012-03-31 2013-01-01 2013-12-31",
    "2012-03-20/2013-03-20": "2012-03-20 2012-03-20 2013-03-20 2013-03-20",
    "2004-06/2004": "2004-06-01 2004-06-30 2004-06-01 2004-12-31",  # it does not end before it begins
    "2004/2004-06": "2004-01-01 2004-06-30 2004-06-01 2004-06-30",
    "2012-03-05/..": "2012-03-05 2012-03-05 2012-03-05 9999-12-31",
    "2012-03-05/": "2012-03-05 2012-03-05 2012-03-05 9999-12-31",
    "../2012": "0001-01-01 2012-12-31 2012-01-01 2012-12-31",
    "/2012": "0001-01-01 2012-12-31 2012-01-01 2012-12-31",
}
SETS = {
    "[2012,2014]": "2012-01-01 2014-12-31 2012-01-01 2014-12-31",
    "[2013-02-21..2013-04-23]": "2013-02-21 2013-04-23 2013-02-21 2013-04-23",
    "[1667,1668,1670..1672]": "1667-01-01 1672-12-31 1667-01-01 1672-12-31",
    "[..2014]": "0001-01-01 2014-12-31 0001-01-01 2014-12-31",
    "[2012..]": "2012-01-01 9999-12-31 2012-01-01 9999-12-31",
    "{1960,1961-12}": "1960-01-01 1960-01-01 1961-12-31 1961-12-31",
    "{1960..1962}": "1960-01-01 1960-01-01 1962-12-31 1962-12-31",
    "{..1984}": "0001-01-01 1984-12-31 1984-12-31 1984-12-31",
}


@pytest.mark.parametrize(("text", "days"), [*DATES.items(), *INTERVALS.items(), *SETS.items()])
def test_each_text_means_its_days(text, days):
    assert spelled(parse_edtf(text)) == days


@pytest.mark.parametrize(
    ("texts", "kind"), [(DATES, Kind.DATE), (INTERVALS, Kind.INTERVAL), ((*SETS,)[:5], Kind.ONE_OF)]
)
def test_kinds(texts, kind):
    assert {parse_edtf(text).kind for text in texts} == {kind}


@pytest.mark.parametrize(
    ("text", "approximate", "uncertain"),
    [
        ("2012", False, False),
        ("2012~", True, False),
        ("2012-03?", False, True),
        ("2012-03-04%", True, True),
        ("?2012-03", False, True),
        ("2012-~03-04", True, False),
        ("2012?-03-~04", True, True),
        ("2012~/2013", True, False),
        ("../2013?", False, True),
        ("[2012,2013~]", True, False),
        ("{2012?..2013}", False, True),
    ],
)
def test_qualifiers_are_flags_and_move_no_day(text, approximate, uncertain):
    edtf = parse_edtf(text)
    assert (edtf.approximate, edtf.uncertain, edtf.qualified) == (approximate, uncertain, approximate or uncertain)
    plain = parse_edtf(text.translate(str.maketrans("", "", "?~%")))
    assert (edtf.begin, edtf.end) == (plain.begin, plain.end)


@pytest.mark.parametrize(
    ("written", "canonical"),
    [(" 2012 ", "2012"), ("[ 2012 , 2014 ]", "[2012,2014]"), ("[2012 .. 2014]", "[2012..2014]")],
)
def test_canonical_text_has_no_white_space(written, canonical):
    assert str(parse_edtf(written)) == canonical


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("", "write 2013"),
        ("soon", "write 2013"),
        ("2012 03", "write 2013"),
        ("2012?~", "write 2013"),
        ("1950S2", "write 2013"),
        ("2013-2-3", "write 2013-02-03"),
        ("201x", "capital X"),
        ("198u", "capital X"),
        ("2013-02-30", "length of the month"),
        ("2013-02-29", "length of the month"),
        ("2013-XX-32", "length of the month"),
        ("201X-02-30", "length of the month"),
        ("2013-13", "months are 01 to 12"),
        ("2013-00", "months are 01 to 12"),
        ("2013-25", "seasons 21 to 24"),
        ("2013-42", "months are 01 to 12"),
        ("2013-21-04", "months are 01 to 12"),
        ("0000", "leave the date out"),
        ("-0044", "leave the date out"),
        ("Y17000", "leave the date out"),
        ("12013", "leave the date out"),
        ("2013-02-03T10:00:00", "write the day only"),
        ("2014/2012", "earlier date first"),
        ("2013-03/2013-02-28", "earlier date first"),
        ("2012/2013/2014", "begin/end"),
        ("../..", "leave the date out"),
        ("/", "leave the date out"),
        ("2012/soon", "write 2013"),
        ("[]", "one of"),
        ("[2012}", "one of"),
        ("[2012", "one of"),
        ("[2012,,2013]", "write 2013"),
        ("[2012,..2013]", "outer ends"),
        ("[2012..,2013]", "outer ends"),
        ("[..]", "outer ends"),
        ("[2014..2012]", "earlier date first"),
        ("[2012/2013]", "write 2013"),
    ],
)
def test_refusals_say_how_to_mend(text, remedy):
    with pytest.raises(EdtfError) as error:
        parse_edtf(text)
    assert remedy in str(error.value)
    assert "\n" not in str(error.value)
    assert isinstance(error.value, KgError)
    assert isinstance(error.value, ValueError)


def test_open_bounds_are_the_first_and_last_day_of_xsd_dates_in_use():
    assert (date.min, date.max) == (OPEN_BEGIN, OPEN_END)


def test_days_are_ordered_and_hold_days():
    days = Days(date(2013, 2, 1), date(2013, 2, 28))
    assert date(2013, 2, 28) in days
    assert date(2013, 3, 1) not in days
    assert "2013-02-01" not in days
    with pytest.raises(EdtfError):
        Days(date(2013, 2, 2), date(2013, 2, 1))


TEXTS = st.one_of(
    st.sampled_from([*DATES, *INTERVALS, *SETS]),
    DAYS.map(str),
    DAYS.map(lambda day: str(day)[:7]),
    st.tuples(DAYS, DAYS).map(lambda days: "/".join(map(str, sorted(days)))),
    st.tuples(DAYS, DAYS).map(lambda days: f"[{min(days)}..{max(days)}]"),
    st.from_regex(r"[12][0-9X]{3}(-XX(-XX)?|-0[1-9](-XX)?)?[?~%]?", fullmatch=True),
)


@given(TEXTS)
def test_text_round_trips_and_days_are_in_order(text):
    edtf = parse_edtf(text)
    assert parse_edtf(str(edtf)) == edtf
    assert edtf.begin.first <= edtf.begin.last
    assert edtf.end.first <= edtf.end.last
    assert edtf.begin.first <= edtf.end.first
    assert edtf.begin.last <= edtf.end.last
    assert (edtf.first, edtf.last) == (edtf.begin.first, edtf.end.last)


@given(
    DAYS,
    st.sampled_from(["{0}", "{0}/..", "../{0}", "[{0}]", "{{{0}}}"]),
    st.text("0123456789X", min_size=1, max_size=1),
)
def test_any_digit_changed_changes_the_value_or_is_refused(day, form, digit):
    text = form.format(day)
    for index in (index for index, char in enumerate(text) if char.isdigit() and char != digit):
        changed = text[:index] + digit + text[index + 1 :]
        try:
            assert parse_edtf(changed) != parse_edtf(text)
        except EdtfError:
            continue


@given(st.text(max_size=12) | st.text("0123456789X-/.[],{}?~%Y", max_size=24))
def test_any_text_is_read_or_refused(text):
    try:
        edtf = parse_edtf(text)
    except EdtfError:
        return
    assert edtf.first <= edtf.last


@given(DAYS, st.integers(0, 800))
def test_days_edtf_is_exactly_those_days(first, length):
    last = min(first, date.max - timedelta(days=length)) + timedelta(days=length)
    first = min(first, last)
    edtf = days_edtf(first, last)
    assert (edtf.first, edtf.last, edtf.begin.last, edtf.end.first) == (first, last, first, last)
