"""Drafts of texts of several genres, and the promise that every anchor marks its sentence."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kg.dates import parse_when
from kg.texts.anchors import MAX_WORDS, locate, parse_anchor
from kg.texts.documents import SourceText, read_text
from kg.texts.draft import Draft, DraftSentence, KnownName, draft_text
from kg.texts.draft.amounts import find_amounts
from kg.texts.draft.anchor import offer_anchor
from kg.texts.draft.events import find_events
from kg.texts.draft.known import KnownNames
from kg.texts.draft.lines import classify
from kg.texts.sentences import split_sentences

DRAFTS = Path(__file__).parent / "drafts"
SEEDS = Path(os.environ.get("KG_SOURCES") or Path(__file__).parents[3] / "shared" / "seeds")
KNOWN = (
    KnownName("estonia", "State", ("Estonia", "Estonian")),
    KnownName("tallinn", "Place", ("Tallinn",)),
    KnownName("finland", "State", ("Finland", "Finnish", "Helsinki")),
    KnownName("helsinki", "Place", ("Helsinki",)),
    KnownName("kenya", "State", ("Kenya", "Nairobi")),
    KnownName("uruguay", "State", ("Uruguay", "Montevideo")),
    KnownName("thailand", "State", ("Thailand", "Bangkok", "Thai")),
    KnownName("thai-foreign-minister", "Post", ("Thai foreign minister",)),
)


def drafted(name: str, now: str) -> Draft:
    return draft_text(read_text(DRAFTS, f"{name}.txt"), KNOWN, now=parse_when(now))


@pytest.fixture(scope="module")
def communique() -> Draft:
    return drafted("communique", "2026-03-12")


@pytest.fixture(scope="module")
def agency() -> Draft:
    return drafted("agency", "2026-05-04")


@pytest.fixture(scope="module")
def interview() -> Draft:
    return drafted("interview", "2026-05")


def sentence(draft: Draft, opening: str) -> DraftSentence:
    return next(s for s in draft.sentences if s.anchor.startswith(opening))


def holders(found: DraftSentence) -> list[tuple[str, list[str], bool]]:
    return [(p.stance, [h.shown for h in p.holders], p.sure) for p in found.positions]


def unknown(draft: Draft) -> set[tuple[str, str]]:
    return {(n.full or n.written, n.kind) for s in draft.sentences for n in s.names if not n.known}


# Anchors


@pytest.mark.parametrize("name", ["communique", "agency", "interview"])
def test_every_anchor_marks_its_sentence(name):
    text = read_text(DRAFTS, f"{name}.txt")
    sentences = split_sentences(text)
    draft = draft_text(text, KNOWN)
    assert {s.start for s in draft.sentences} >= {s.start for s in sentences}
    for found in draft.sentences:
        passage = locate(text, parse_anchor(found.anchor))
        assert (passage.start, passage.end) == (found.start, found.end)
    assert len({s.anchor for s in draft.sentences}) == len(draft.sentences)


def test_a_repeated_sentence_takes_words_before_it(interview):
    anchors = [s.anchor for s in interview.sentences]
    assert [a for a in anchors if "That is" in a] == ["(upstream.) That is true.", "(roadmap.) That is true."]


def test_says_why_there_is_no_anchor():
    text = SourceText("a.txt", "Wait… Nobody came. Nobody at all came to the hall that day.\n\nWait…")
    reasons = {s.anchor or s.problem for s in draft_text(text, []).sentences}
    assert "an anchor cannot hold the ellipsis in its first or last word" in reasons


def test_says_that_a_twin_stands_later_in_the_paragraph():
    twin = "Norland will send nine ships to the northern harbour in the spring."
    first, _, twin_of_it = draft_text(SourceText("a.txt", f"So it was. {twin} {twin}"), []).sentences[:3]
    assert (first.anchor, twin_of_it.anchor) == ("So it was.", "(spring.) Norland will send … the spring.")
    problem = draft_text(SourceText("a.txt", f"So it was. {twin} {twin}"), []).sentences[1].problem
    assert problem == "its last words stand again before its paragraph ends"


WORDS = [
    "Norland",
    "the",
    "talks",
    "met",
    "in",
    "Oslo",
    "5",
    "“Peace",
    "now”",
    "(EU)",
    "(we",
    "said…",
    "U.S.",
    "a-b",
    "’t",
]
words = st.lists(st.sampled_from(WORDS), min_size=1, max_size=14).map(" ".join)
ends = st.sampled_from([".", "?", ".”", "", "…", ".3"])
gaps = st.sampled_from([" ", "  ", "\u00a0", "\n", "\n\n", "\r\n", " \u2000 "])
texts = st.lists(st.tuples(words, ends, gaps), min_size=1, max_size=14).map(
    lambda parts: "".join(word[0].upper() + word[1:] + end + gap for word, end, gap in parts)
)


@settings(max_examples=300, deadline=None)
@given(st.one_of(texts, texts.map(lambda text: text * 3), st.text(min_size=1, max_size=200)))
@example("He came. He came.\n\nHe came.\n")
@example("(Reuters) It rained all day long in the old town. It did.")
@example("\ufeffA first line\n\n \n")
def test_every_anchor_that_is_offered_marks_its_sentence(words):
    text = SourceText("a.txt", words)
    for found in split_sentences(text):
        anchor, problem = offer_anchor(text, found)
        assert bool(anchor) != bool(problem)
        if anchor:
            passage = locate(text, parse_anchor(anchor))
            assert (passage.start, passage.end) == (
                found.start,
                found.start + len(words[found.start : found.end].rstrip()),
            )
            assert len(anchor.split()) <= 2 * MAX_WORDS


@settings(max_examples=100, deadline=None)
@given(st.one_of(texts, st.text(max_size=200)))
def test_any_text_can_be_drafted_and_twice_alike(words):
    text = SourceText("a.txt", words)
    assert draft_text(text, KNOWN, now=parse_when("2026")) == draft_text(text, KNOWN, now=parse_when("2026"))


# Lines


def test_headings_and_boilerplate(communique, agency):
    assert communique.title == "Joint Communiqué on Cooperation in the Gulf of Finland"
    assert [s.nothing for s in communique.sentences if s.nothing] == [
        "heading",
        "heading",
        "boilerplate",
        "boilerplate",
    ]
    assert [s.nothing for s in agency.sentences if s.nothing] == ["heading", "boilerplate"]


def test_the_title_is_one_line(interview):
    assert interview.title == "“The Mekong belongs to all of us”"


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Page 3 of 7", "boilerplate"),
        ("Read more at https://wire.example/news", "boilerplate"),
        ("All rights reserved.", "boilerplate"),
        ("Background", "heading"),
        ("Next Steps for the Harbour Commission", "heading"),
        ("• Norland will open the port to all ships by the end of the year", ""),
        ("The ships had left.", ""),
        ("A fleet of nine ships, once it had left the harbour, was never seen again by anyone", ""),
    ],
)
def test_a_line_that_says_nothing(words, kind):
    assert classify(words, alone=True, opening=False) == kind


# Names


def test_longest_known_name_first():
    names = KnownNames([*KNOWN, KnownName("a-bank", "Organization", ("Bank of Estonia",))])
    assert [n.slug for n in names.find("The Bank of Estonia and Estonia met the Thai foreign minister.")] == [
        "a-bank", "estonia", "thai-foreign-minister",
    ]  # fmt: skip


def test_a_capital_is_a_place_or_a_government():
    names = KnownNames(KNOWN)
    assert [n.kind for n in names.find("Helsinki said so in Helsinki.")] == ["State", "Place"]
    assert {n.kind for n in names.find("They wrote to Helsinki.")} == {"State", "Place"}
    assert [n.kind for n in names.find("They flew to Helsinki.")] == ["Place"]


def test_part_of_a_word_or_of_another_name_is_no_mention():
    names = KnownNames([*KNOWN, KnownName("korea", "State", ("Korea",)), KnownName("empty", "State", ("", " "))])
    assert names.find("South Korea and the Kenyans") == ()


def test_known_actors_of_each_genre(communique, agency):
    def slugs(draft):
        return {n.slug for s in draft.sentences for n in s.names if n.known}

    assert slugs(communique) == {"estonia", "finland", "tallinn", "helsinki"}
    assert slugs(agency) == {"kenya", "uruguay"}


def test_unknown_names_with_a_guess(communique, agency, interview):
    assert unknown(communique) == {
        ("Jaan Tamm", "person"),
        ("Aino Virtanen", "person"),
        ("Ferry Safety Agreement", "agreement"),
        ("Turku", "place"),
        ("Baltic Ice Fund", "organization"),
    }
    assert {
        ("Grace Wanjiru", "person"),
        ("Diego Ferrari", "person"),
        ("Peter Otieno", "person"),
        ("Kenya Ports Authority", "organization"),
        ("Eastern Grain Council", "organization"),
        ("EGC", "organization"),
        ("Ruth Achieng", "person"),
        ("Samuel Kiprono", "person"),
        ("Mombasa", "place"),
    } <= unknown(agency)
    assert {("Laos", "state"), ("Linh Tran", "person"), ("Vientiane", "place")} <= unknown(interview)


def test_posts_beside_unknown_names(agency):
    posts = {n.written: n.post for s in agency.sentences for n in s.names if n.post}
    assert posts == {
        "Grace Wanjiru": "Trade Minister",
        "Diego Ferrari": "ambassador",
        "Peter Otieno": "head of the Kenya Ports Authority",
        "Ruth Achieng": "secretary",
        "Samuel Kiprono": "President",
    }


def test_months_days_and_peoples_are_no_names():
    text = SourceText("a.txt", "It was on a Monday in March that the Danish and Swiss fleets came to them and left.")
    assert draft_text(text, []).sentences[0].names == ()


def test_a_name_like_a_known_one_says_so():
    known = [KnownName("anna-berg", "Person", ("Anna Berg",))]
    names = draft_text(SourceText("a.txt", "The treaty was praised by Anna Karin Berg."), known).sentences[0].names
    assert [(n.written, n.kind, n.like) for n in names] == [("Anna Karin Berg", "person", "anna-berg")]


# Dates and amounts


def test_dates_count_from_the_publication(communique, agency, interview):
    def dates(draft):
        return {(d.written, d.when, d.other) for s in draft.sentences for d in s.dates}

    assert {("12 March 2026", "2026-03-12", ""), ("the autumn of 2026", "2026-23", ""), ("2025", "2025", "")} <= dates(
        communique
    )
    assert {("July", "2026-07", "2025-07"), ("this year", "2026", ""), ("2019", "2019", "")} <= dates(agency)
    assert ("2028", "2028", "") in dates(interview)


def test_amounts_of_each_genre(communique, agency, interview):
    def amounts(draft):
        return [(a.numbers, a.unit, a.hedge) for s in draft.sentences for a in s.amounts]

    assert amounts(communique)[:4] == [
        ((("value", "7.4 billion"),), "eur", ""),
        ((("value", "6"),), "percent", ""),
        ((("at-least", "120"),), "count", ""),
        ((("at-most", "15 million"),), "eur", ""),
    ]
    assert amounts(agency) == [
        ((("more-than", "300,000"),), "tonnes", ""),
        ((("more-than", "12"),), "days", ""),
        ((("value", "14"),), "count", ""),
    ]
    assert amounts(interview) == [
        ((("value", "38"),), "percent", ""),
        ((("value", "2"),), "count", ""),
        ((("value", "1.2 billion"),), "usd", ""),
    ]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("5.3 billion dollars", ("5.3 billion dollars", (("value", "5.3 billion"),), "usd", "")),
        ("It cost $3bn in all.", ("$3bn", (("value", "3 billion"),), "usd", "")),
        ("nearly 40 per cent", ("nearly 40 per cent", (("value", "40"),), "percent", "approximate")),
        ("between 3 and 5 million euros",
         ("3 and 5 million euros", (("at-least", "3 million"), ("at-most", "5 million")), "eur", "")),
        ("3-5 percent", ("3-5 percent", (("at-least", "3"), ("at-most", "5")), "percent", "")),
        ("over 50 leading Danish and Swiss experts", None),
        ("more than 50 leading experts", ("more than 50 leading experts", (("more-than", "50"),), "count", "")),
        ("no fewer than twenty-one ships", ("no fewer than twenty-one ships", (("at-least", "21"),), "count", "")),
        ("fewer than 1,200 people", ("fewer than 1,200 people", (("less-than", "1,200"),), "count", "")),
        ("an estimated 2 million people",
         ("an estimated 2 million people", (("value", "2 million"),), "count", "estimated")),
        ("a billion dollars", ("a billion dollars", (("value", "1 billion"),), "usd", "")),
    ],
)  # fmt: skip
def test_amount(words, found):
    amounts = [(a.written, a.numbers, a.unit, a.hedge) for a in find_amounts(words)]
    assert amounts == [found] if found else len(amounts) == 1


@pytest.mark.parametrize(
    "words",
    [
        "Article 5 talks",
        "the two sides",
        "one of the ships",
        "S-300 systems",
        "2013 talks",
        "the 10th meeting",
        "a 16/1 vote",
    ],
)
def test_no_amount(words):
    assert find_amounts(words) == ()


# Candidates


def test_events_of_the_communique(communique):
    events = [(e.key, e.kind, e.act, e.status) for s in communique.sentences for e in s.events]
    assert events == [
        ("meeting", "", "", ""),
        ("agreement", "agreement", "effective", ""),
        ("meeting", "bilateral", "", "planned"),
        ("agreement", "treaty", "", "called-for"),
        ("agreement", "memorandum", "proposed", "called-for"),
        ("agreement", "agreement", "", "not-reached"),
        ("agreement", "agreement", "signed", ""),  # the communiqué itself
    ]


def test_events_of_the_agency_report(agency):
    events = [(e.key, e.kind, e.act, e.status) for s in agency.sentences for e in s.events]
    assert ("agreement", "contract", "refused", "") in events
    assert ("agreement", "agreement", "signed", "planned") in events
    assert ("visit", "", "", "planned") in events
    assert ("visit", "official", "", "") in events


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("The meeting was cancelled.", [("meeting", "", "", "cancelled")]),
        ("They met in Bern and will meet again.", [("meeting", "", "", "")]),
        ("The pact entered into force.", [("agreement", "agreement", "effective", "")]),
        ("A contract was not signed.", [("agreement", "contract", "", "not-reached")]),
        ("The treaty is to be signed.", [("agreement", "treaty", "signed", "planned")]),
        ("Supplies met the needs of all.", []),
        ("It is a way to deal with it.", []),
        ("They signed a treaty, and a summit will follow.",
         [("agreement", "treaty", "signed", ""), ("meeting", "summit", "", "planned")]),
    ],
)  # fmt: skip
def test_event(words, found):
    assert [(e.key, e.kind, e.act, e.status) for e in find_events(words)] == found


def test_positions_of_the_agency_report(agency):
    positions = [p for s in agency.sentences for p in holders(s)]
    assert positions == [
        ("affirms", ["Grace Wanjiru"], True),
        ("affirms", ["Grace Wanjiru"], True),
        ("affirms", ["Grace Wanjiru"], False),  # the second sentence of a quotation
        ("affirms", ["Grace Wanjiru"], False),  # she
        ("affirms", ["Diego Ferrari"], True),
        ("warns", ["Diego Ferrari"], False),
        ("affirms", ["Diego Ferrari"], True),
        ("affirms", ["Peter Otieno"], True),  # the verb before its subject
        ("criticises", ["Eastern Grain Council"], True),
        ("affirms", ["Eastern Grain Council"], True),  # as EGC
        ("affirms", ["Ruth Achieng"], True),
        ("rejects", ["Grace Wanjiru"], True),
    ]


def test_quotations_are_marked(agency):
    quoted = [p.quoted for s in agency.sentences for p in s.positions]
    assert quoted.count(True) == 4


def test_turns_of_an_interview(interview):
    asked = [p for s in interview.sentences for p in s.positions if p.stance == "asks"]
    assert len(asked) == 3
    assert all(not p.holders for p in asked)
    answers = {h.shown for s in interview.sentences for p in s.positions for h in p.holders}
    assert answers == {"Linh Tran", "thailand"}
    assert [p.stance for p in sentence(interview, "We welcome").positions] == ["welcomes"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Anna Berg, minister of trade of Estonia, said that it rained.", [("affirms", ["Anna Berg"], True)]),
        ("Anna Berg and Jan Holm welcomed the plan.", [("welcomes", ["Anna Berg", "Jan Holm"], True)]),
        ("The Estonian minister Anna Berg warned of ice.", [("warns", ["Anna Berg"], True)]),
        ("Estonian officials denied it.", [("rejects", ["estonia"], False)]),
        ("In the view of Kenya it is late.", [("affirms", ["kenya"], True)]),
        ("Kenya did not say that.", []),
        ("The treaty was rejected by them.", []),
        ("It rained, said Anna Berg.", [("affirms", ["Anna Berg"], True)]),
        ("Kenya considers the plan of Uruguay good, Anna Berg noted.",
         [("affirms", ["kenya"], True), ("notes", ["Anna Berg"], True)]),
    ],
)  # fmt: skip
def test_holder(words, found):
    assert holders(draft_text(SourceText("a.txt", words), KNOWN).sentences[0]) == found


# The five texts, where they are at hand


@pytest.fixture(params=["000", "001", "002", "003", "004"])
def source(request) -> SourceText:
    found = sorted(SEEDS.glob(f"{request.param}_*.txt")) if SEEDS.is_dir() else []
    if not found:
        pytest.skip("the source texts are not at hand")
    return read_text(found[0].parent, found[0].name)


@pytest.mark.sources
def test_source_texts_have_anchors(source):
    draft = draft_text(source, KNOWN, now=parse_when("2018"))
    anchored = [s for s in draft.sentences if s.anchor]
    assert len(anchored) >= 0.95 * len(draft.sentences)
    for found in anchored:
        passage = locate(source, parse_anchor(found.anchor))
        assert (passage.start, passage.end) == (found.start, found.end)


def test_needs_no_yaml():
    code = "import sys, kg.texts, kg.texts.draft; sys.exit('yaml' in sys.modules or 'kg.mapping' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
