"""What a draft sees beyond a word: headings in lines, posts beside names, turns, antecedents, tense."""

from __future__ import annotations

import pytest

from kg.dates import parse_when
from kg.texts.documents import SourceText
from kg.texts.draft import Draft, KnownName, draft_text
from kg.texts.draft.events import find_events
from kg.texts.draft.headings import part_headings
from kg.texts.draft.posts import with_posts
from kg.texts.draft.quotes import Quotes, brought_by
from kg.texts.sentences import split_sentences

KNOWN = (
    KnownName("norland", "State", ("Norland", "Norlandic")),
    KnownName("suthland", "State", ("Suthland",)),
    KnownName("anna-berg", "Person", ("Anna Berg", "Berg")),
)


def drafted(words: str, now: str | None = "2026-05-04") -> Draft:
    return draft_text(SourceText("a.txt", words), KNOWN, now=parse_when(now) if now else None)


def holders(words: str) -> list[tuple[str, list[str], bool]]:
    found = [p for s in drafted(words).sentences for p in s.positions]
    return [(p.stance, [h.shown for h in p.holders], p.sure) for p in found]


# Headings


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("I. Ports\nThe ports of both countries were closed for\nweeks.", ["I. Ports"]),
        ("Ports and Ice in the\nFar North\nThe ports of both countries were closed for\nweeks.",
         ["Ports and Ice in the\nFar North"]),
        ("It was said of the ports\n\nThe Ice\nIn the ports of both countries ice was seen for\nweeks.", ["The Ice"]),
        ("It was seen in the ports of both countries by\nall\nThe Norland Ice Service\nThe service was small.",
         ["The Norland Ice Service"]),
        ("Representatives of the European and Northern\nInvestment Bank and of the ports came and were\nseated.", []),
        ("The ports\nwere closed.", []),
        ("Norland signed the treaty. It was\nSuthland that did not sign it.", []),
    ],
)  # fmt: skip
def test_headings_glued_to_sentences(words, found):
    text = SourceText("a.txt", words)
    pieces = list(part_headings(text, split_sentences(text)))
    assert [words[s.start : s.end] for s, heading in pieces if heading] == found
    said = "".join(words[s.start : s.end] for s, _ in pieces)
    assert "".join(said.split()) == "".join(words.split())


def test_a_piece_has_an_anchor_of_its_own():
    words = "I. Ports and Ice\nThe ports of both countries were closed for\nweeks. It was cold in the ports again."
    draft = drafted(words)
    assert [(s.anchor, s.nothing) for s in draft.sentences] == [
        ("I. Ports and Ice", "heading"),
        ("The ports of … for weeks.", ""),
        ("It was cold … ports again.", ""),
    ]


# Posts


@pytest.mark.parametrize(
    ("words", "post"),
    [
        ("The Minister of Trade, Mr. Jan Holm, left.", "Minister of Trade"),
        ("Norland's deputy trade minister, Jan Holm, left.", "deputy trade minister"),
        ("It was said by mines and energy minister Jan Holm.", "mines and energy minister"),
        ("Jan Holm, head of the Norland Ports Authority, left.", "head of the Norland Ports Authority"),
        ("Jan Holm, Secretary General of the Ministry of Water and Irrigation, left.",
         "Secretary General of the Ministry of Water and Irrigation"),
        ("It came from Jan Holm, and the minister left.", ""),
        ("Dr. Jan Holm left.", ""),
        ("They met Jan Holm, who was a minister.", ""),
    ],
)  # fmt: skip
def test_posts_beside_names(words, post):
    found = [n for s in drafted(words).sentences for n in s.names if n.is_person]
    assert [(n.written, n.post) for n in found] == [("Jan Holm", post)]


def test_a_post_in_a_list_belongs_to_the_next_name():
    sentence = drafted("They saw Jan Holm, Foreign Minister Eva Dahl and the ambassador, Per Lund.").sentences[0]
    assert {n.written: n.post for n in sentence.names} == {
        "Jan Holm": "",
        "Eva Dahl": "Foreign Minister",
        "Per Lund": "ambassador",
    }


def test_a_name_that_is_no_person_has_no_post():
    assert with_posts("Norland, a leader in ice, left.", drafted("Norland left.").sentences[0].names)[0].post == ""


def test_an_abbreviation_stands_for_its_name():
    draft = drafted("The Northern Ice Council (NIC) met. The NIC said that ice was thin.")
    assert [n.shown for n in draft.sentences[1].names] == ["Northern Ice Council"]


def test_a_surname_may_come_first():
    draft = drafted("The talks were led by Han Do-yun for years. It was President Han who left.")
    assert [n.shown for n in draft.sentences[1].names] == ["Han Do-yun"]


# Antecedents


@pytest.mark.parametrize(
    ("words", "holder"),
    [
        ("Mr. Jan Holm and Ms. Eva Dahl met. She said that it was cold.", ["Eva Dahl"]),
        ("Mr. Jan Holm and Ms. Eva Dahl met. He said that it was cold.", ["Jan Holm"]),
        ("Trade minister Jan Holm met Ambassador Eva Dahl. The ambassador said that it was cold.", ["Eva Dahl"]),
        ("Trade minister Jan Holm met ice minister Eva Dahl. The ministers said so.", ["Jan Holm", "Eva Dahl"]),
        ("Jan Holm and Eva Dahl met. They stressed it.", ["Jan Holm", "Eva Dahl"]),
        ("Talks of Norland and Suthland were held. The two sides stressed it.", ["norland", "suthland"]),
        ("Norland left the talks. It argued that they were late.", ["norland"]),
        ("Ambassador Jan Holm left. The minister said so.", []),
        ("Jan Holm left. Critics say that it was late.", []),
    ],
)
def test_antecedents_are_guesses(words, holder):
    assert [(h, sure) for _, h, sure in holders(words)][-1:] == [(holder, False)]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Norland did not accept the plan.", [("rejects", ["norland"], True)]),
        ("Norland does not believe it.", [("doubts", ["norland"], True)]),
        ("Norland cannot agree to it.", [("rejects", ["norland"], True)]),
        ("Has Norland replied?", [("asks", [], False)]),
        ("Norland concluded a pact with Suthland.", []),
        ("Norlandic officials say it is so.", [("affirms", ["norland"], False)]),
        ("The Norlandic daily wrote that it was late.", [("affirms", ["norland"], False)]),
        ("Norland ruled out talks.", [("rejects", ["norland"], True)]),
        ("Norland asked for a pause.", [("calls-for", ["norland"], True)]),
    ],
)
def test_negation_and_questions(words, found):
    assert holders(words) == found


def test_a_verb_brings_a_quotation():
    assert brought_by((1, 10), [(12, 16), (30, 35)]) == (12, 16)
    assert brought_by((40, 50), [(12, 16), (30, 35)]) == (30, 35)
    assert brought_by((40, 50), []) is None
    quotes = Quotes()
    assert (quotes.find("He said: “It is"), quotes.find("so.” He left.")) == (((10, 15),), ((0, 3),))


def test_only_what_is_quoted_is_marked():
    sentence = drafted("Norland welcomed the plan, but warned that “no ship will sail in winter”.").sentences[0]
    assert [(p.stance, p.quoted) for p in sentence.positions] == [("welcomes", False), ("warns", True)]


# Turns

INTERVIEW = """Ice and ships

An interview with Eva Dahl, head of the ice service. The questions were put by Jan Holm.

Is the ice thin?

It is thin. I believe that it will melt.

Norland says that it will not. Is that so?

We do not know.

Will you sail?

No."""


def test_an_interview_without_labels():
    draft = drafted(INTERVIEW)
    said = [(s.anchor, p.stance, [h.shown for h in p.holders]) for s in draft.sentences for p in s.positions]
    assert said == [
        ("Is the ice thin?", "asks", ["Jan Holm"]),
        ("It is thin.", "affirms", ["Eva Dahl"]),
        ("I believe that … will melt.", "affirms", ["Eva Dahl"]),
        ("Norland says that … will not.", "affirms", ["norland"]),
        ("Is that so?", "asks", ["Jan Holm"]),
        ("We do not know.", "affirms", ["Eva Dahl"]),
        ("Will you sail?", "asks", ["Jan Holm"]),
        ("No.", "affirms", ["Eva Dahl"]),
    ]


def test_an_article_with_questions_is_no_interview():
    assert holders("Is it so?\n\nIt rained.\n\nIt did.\n\nIt was cold.\n\nIs it? It is.\n\nIt was.") == [
        ("asks", [], False),
        ("asks", [], False),
    ]


def test_labels_one_to_a_line_and_who_asks_in_brackets():
    words = "Q (Jan Holm, Ice News): Is it thin?\nMs Dahl: It is.\nQ: Will it melt?\nMs Dahl: It will. Thank you."
    assert holders(words) == [
        ("asks", ["Jan Holm"], True),
        ("affirms", ["Dahl"], True),
        ("asks", [], False),
        ("affirms", ["Dahl"], True),
    ]


def test_the_author_says_i():
    draft = drafted("On thin ice\n\nBy Eva Dahl\n\nI doubt that it will hold.")
    assert draft.author == "Eva Dahl"
    assert [(p.stance, p.holders[0].shown) for p in draft.sentences[-1].positions] == [("doubts", "Eva Dahl")]


# Dates and events


@pytest.mark.parametrize(
    ("words", "when", "other"),
    [
        ("The pact will be signed in July.", "2026-07", "2025-07"),
        ("The pact was signed in July.", "2025-07", ""),
        ("The pact, which was signed in July, will be kept.", "2025-07", "2026-07"),
        ("They will meet on Thursday.", "2026-05-07", "2026-04-30"),
        ("They met on Thursday.", "2026-04-30", ""),
        ("They spoke of 20 May.", "2026-05-20", "2025-05-20"),  # weeks away, and not most of a year ago
        ("It has been so since July.", "2025-07", ""),
        ("It was said on 4 May.", "2026-05-04", ""),
    ],
)
def test_the_year_of_a_date_without_one(words, when, other):
    (date,) = drafted(words).sentences[0].dates
    assert (date.when, date.other) == (when, other)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("A visit planned for May was cancelled.", [("visit", "", "", "cancelled")]),
        ("The contract, which is to bring ice to all of the ports, had been signed.",
         [("agreement", "contract", "signed", "")]),
        ("The pact never entered into force.", [("agreement", "agreement", "", "not-reached")]),
        ("The pact has yet to be signed.", [("agreement", "agreement", "", "not-reached")]),
        ("They failed to agree on quotas.", [("agreement", "agreement", "", "not-reached")]),
        ("They signed an arrangement.", [("agreement", "agreement", "signed", "")]),
        ("It was another arrangement.", []),
        ("The talks ended without a result.", [("meeting", "bilateral", "", "")]),
        ("The president is due in Oslo.", [("visit", "", "", "planned")]),
    ],
)  # fmt: skip
def test_what_became_of_it(words, found):
    assert [(e.key, e.kind, e.act, e.status) for e in find_events(words)] == found
