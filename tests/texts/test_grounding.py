"""Grounding: what a passage shows, and above all what it does not."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.texts.grounding import Shown, capitalised, numbers_in


def numbers(text, **options):
    return sorted(float(n) for n in numbers_in(text, **options))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2,500 men", [2500]),
        ("1,234,567.8", [1234567.8]),
        ("40 000 men", [0, 40, 40000]),  # one number, or two
        ("15\xa0300 men", [15, 300, 15300]),
        ("in 2012 500 men", [500, 2012]),
        ("1.200.000", [1200000]),
        ("13,29 %", [13, 13.29, 29]),  # a list, or a decimal comma
        ("points 1,2,3", [1, 2, 3]),
        ("on 15.05.2025", [5, 15, 2025]),
        ("15.3", [15.3]),
        ("5.35", [5.35]),
        ("5.3.", [5.3]),
        ("2012, 2013.", [2012, 2013]),
        ("13.29%", [13.29]),
        ("a 40-percent drop", [40]),
        ("2001-2005 and 2010–12", [12, 2001, 2005, 2010]),
        ("the 10th, 21st, 2nd and 3rd", [2, 3, 10, 21]),
        ("S-300 and P5+1", [1, 300]),
        ("5G, v2, 3bn, 3.5bn", []),
        ("$5 and USD 7", [5, 7]),
        ("fell by −3.5 percent (-2)", [-3.5, -2, 2, 3.5]),
        ("he said.”5 And then.12 So’7 or (so)3 too", []),  # footnotes
        ("5.3 billion", [5.3e9]),
        ("40 billion dollars, 3\nmillion", [3e6, 4e10]),
        ("3 to 5 billion", [3, 3e9, 5e9]),
        ("2,500 men and 3 million", [2500, 3e6]),
        ("of 40 dollars and a billion", [40, 1e9]),
        ("three agreements", [3]),
        ("forty-five and ninety nine", [45, 99]),
        ("one hundred and seventy", [170]),
        ("a hundred, nine hundred six", [100, 906]),
        ("two or three decades", [2, 20, 30]),
        ("the past decade", [10]),
        ("decades of dozens and millions", []),
        ("a dozen, two dozen", [12, 24]),
        ("two thousand", [2000]),
        ("both, once and twice", [1, 2, 2]),
        ("the first, twelfth, twenty-first, thirtieth", [1, 12, 21, 30]),
        ("nineteen ninety-five", [19, 95]),
        ("someone, tender, anyone, often", []),
        ("٢٠١٢", [2012]),
        ("", []),
    ],
)
def test_numbers_of_a_text(text, found):
    assert numbers(" ".join(text.split())) == sorted(set(found))


def test_prose_is_not_asked_for_small_words():
    assert numbers("the first of both, one by one, once and second", prose=True) == []
    assert numbers("two billion, twenty-one and three", prose=True) == [3, 21, 2e9]


def test_a_number_is_shown_by_itself_alone():
    for other in ("15.3", "5.35", "53", "5,3,1", "5.3bn", "5.3 billion", "x5.3"):
        assert not Shown([f"reached {other} then"]).number(Decimal("5.3"))
    assert not Shown(["5.3 billion"]).number(Decimal(3))
    assert Shown(["close to 5.3\nbillion"]).number(Decimal(5_300_000_000))
    assert Shown(["over three decades"]).number(Decimal(30))


@given(st.integers(0, 10**9), st.sampled_from(["{}", "{:,}", "({})", "{}%", "“{}", "{}-percent", "in {}."]))
def test_every_number_is_read_back(value, form):
    assert numbers_in(form.format(value)) == {Decimal(value)}


@given(st.decimals(0, 10**6, places=2), st.decimals(0, 10**6, places=2))
def test_no_decimal_shows_another(value, other):
    assert Shown([f"was {value}."]).number(other) == (value == other)


@pytest.mark.parametrize(
    ("text", "name", "shown"),
    [
        ("the Iranian side", "Iran", False),
        ("Iran’s side", "Iran", True),
        ("pro-Iran forces", "Iran", True),
        ("iran", "Iran", False),
        ("Ali\u2000Akbar\nSalehi", "Ali Akbar  Salehi", True),
        ("the P5+1", "P5+1", True),
        ("the P5+10", "P5+1", False),
        ("Duma.", "State Duma", False),
        ("anything", "", False),
    ],
)
def test_names_are_whole_words(text, name, shown):
    assert Shown([text]).name(name) is shown


def test_names_do_not_run_from_one_passage_into_the_next():
    shown = Shown(["the State", "Duma of Russia"])
    assert not shown.name("State Duma")
    assert shown.name("Duma")


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("May 15", True),
        ("may 15TH", False),
        ("May 1", False),
        ("3rd May", False),
        ("23rd May", True),
        ("23RD\nmay", True),
    ],
)
def test_phrases_are_whole_words_whatever_their_case(words, shown):
    assert Shown(["May 15, and the 23rd May"]).phrase(words) is shown


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Iran’s and Russia's ally", ["Iran", "Russia"]),
        ("the Russian-Iranian dialogue", ["Russian", "Iranian"]),
        ("the 'Israel Deal' and ‘Iran Deal’", ["Israel", "Deal", "Iran", "Deal"]),
        ("O’Brien d’Estaing", ["O’Brien", "d’Estaing"]),
        ("JCPoA, eBay, S-300, 5G", ["JCPoA", "eBay", "S"]),
        ("the états and škoda", []),
        ("the Škoda of Élan", ["Škoda", "Élan"]),
        ("Iranians’ own", ["Iranians"]),
    ],
)
def test_words_with_a_capital(text, words):
    assert [word for word, _ in capitalised(text)] == words


def test_a_word_opens_a_sentence_after_a_stop_or_a_quotation_mark():
    opens = dict(capitalised("Trade fell. Concerns grew: “Nobody trades,” said Iran"))
    assert opens == {"Trade": True, "Concerns": True, "Nobody": True, "Iran": False}


def test_only_a_word_that_is_no_name_may_open_a_sentence_unshown():
    shown = Shown(["trade fell in Iran"], lower_case_words=frozenset({"support"}))
    assert shown.word("Iran", opening=False)
    assert shown.word("Support", opening=True)
    assert shown.word("The", opening=True)
    assert not shown.word("Support", opening=False)
    assert not shown.word("Turkey", opening=True)
