"""What the passage does not show: each kind of mention with the least example, and what lifts the demand."""

import pytest

from mapping.small import HEADER, MEETING, MET, MORE, SIGNED, TRADE, says

FIRST = len(HEADER.splitlines()) + 4  # the line of the record in `says`

GROUNDS = {
    "missing actor": (
        MORE,
        "affirms: More trade\n    about: [borduria]",
        f"{FIRST + 1}:13: the passage does not show borduria (Borduria)",
    ),
    "missing holder": (MORE, "affirms: More trade\n    holder: bob-beta", "does not show bob-beta"),
    "missing party of a pair": (
        MORE,
        "affirms: More trade\n    about: [arcadia-and-borduria]",
        "does not show borduria",
    ),
    "missing place": (MORE, "event: e\n    name: Arcadia\n    place: zenda", "does not show zenda (Zenda)"),
    "missing post": (
        SIGNED,
        "tenure: ann-alpha as mayor-of-zenda\n    context: 'Foreign Minister Ann Alpha of Arcadia'",
        "does not show mayor-of-zenda",
    ),
    "missing member": (MORE, "membership: arcadia\n    in: river-union\n    as: observer", "does not show river-union"),
    "part of a name": (SIGNED, "affirms: Trade\n    toward: ann-alpha", "does not show ann-alpha"),
    "number": (
        TRADE,
        "figure: trade-volume\n    about: arcadia\n    value: 5.4 billion\n    unit: usd",
        "does not show the number 5.4 billion",
    ),
    "number without its scale": (
        TRADE,
        "figure: trade-volume\n    about: arcadia\n    value: 5.3\n    unit: usd",
        "does not show the number 5.3",
    ),
    "number with another's scale": (
        TRADE,
        "figure: trade-volume\n    about: arcadia\n    value: 80 billion\n    unit: usd",
        "does not show the number 80 billion",
    ),
    "number in a summary": (TRADE, "affirms: More than 90 percent of trade", "does not show the number 90"),
    "number word in a summary": (TRADE, "affirms: Trade in three kinds of fish", "does not show the number 3"),
    "word of a summary": (TRADE, "affirms: Trade of Arcadia with Ruritania", "does not show the name Ruritania"),
    "first word of a summary": (TRADE, "affirms: Ruritania trades", "does not show the name Ruritania"),
    "quoted word of a summary": (TRADE, "affirms: Trade in 'Ruritania fish'", "does not show the name Ruritania"),
    "word of a name": (MET, "meeting: m\n    name: Meeting in Strelsau", "does not show the name Strelsau"),
    "words of the text": (
        MET,
        "meeting: m\n    name: In Zenda\n    when: 2020-05-06\n    written: 6 May 2020",
        "the passage does not show '6 May 2020'",
    ),
    "part of a day": (
        MET,
        "meeting: m\n    name: In Zenda\n    when: 2020-05\n    written: May 202",
        "the passage does not show 'May 202'",
    ),
    "another date": (
        MET,
        "meeting: m\n    name: In Zenda\n    when: 2020-05-06\n    written: 5 May 2020",
        "'5 May 2020' is not 2020-05-06; it means 2020-05-05",
    ),
    "a date without words": (
        MET,
        "meeting: m\n    name: In Zenda\n    when: 2020-05-05",
        "2020-05-05 has no words of the text",
    ),
    "as of another day": (
        TRADE,
        "figure: trade-share\n    about: arcadia\n    more-than: 80\n    unit: percent\n    as-of: 2020-06-02",
        "no passage shows the date 2020-06-02",
    ),
    "year of a slug": (
        MET,
        "meeting: talks-of-2019\n    name: In Zenda\n    when: 2020-05-05\n    written: 5 May 2020",
        "the year in talks-of-2019 is not that of its date",
    ),
    "what the text calls it": (
        MET,
        "meeting: m\n    name: In Zenda\n    called: [the Zenda Conference]",
        "the text never says 'the Zenda Conference'",
    ),
}


@pytest.mark.parametrize("name", GROUNDS)
def test_what_the_passage_does_not_show(small, name):
    at, record, message = GROUNDS[name]
    errors = small.errors(says(at, record))
    assert any(message in error for error in errors), errors


@pytest.mark.parametrize(
    "record",
    [
        "affirms: More trade with Ruritania in 90 ways\n    about: [borduria]",
        "figure: trade-volume\n    about: borduria\n    value: 7\n    unit: usd\n    when: 1999",
        "event: feast-of-1999\n    name: Feast in Ruritania\n    place: zenda",
    ],
)
def test_outside_lifts_this_for_one_record(small, record):
    assert small.errors(says(MORE, record + "\n    basis: outside\n    note: Known from elsewhere.")) == []


def test_a_context_shows_what_the_passage_does_not(small):
    record = "affirms: More trade with Borduria\n    about: [borduria]"
    assert len(small.errors(says(MORE, record))) == 1
    assert small.errors(says(MORE, record + f'\n    context: "{TRADE}"')) == []


def test_an_alias_shows_the_actors_that_it_stands_for(small):
    record = "agreement: t\n    name: Water Treaty\n    parties: [arcadia, borduria]"
    assert small.errors(says(SIGNED, record)) == []
    small.header = HEADER.replace("the two countries:", "two countr:")
    assert len(small.errors(says(SIGNED, record))) == 3  # the text never says it, and neither party is shown


def test_an_event_must_be_declared_at_the_passage_or_called_by_its_name(small):
    position = "affirms: The meeting was good\n    about: [zenda-talks]"
    assert "the passage does not show zenda-talks (Meeting in Zenda)" in small.error(MEETING + says(SIGNED, position))
    assert small.errors(MEETING + says(SIGNED, position + f'\n    context: "{MET}"')) == []
    assert small.errors(MEETING + "    called: [the meeting]\n" + says(SIGNED, position)) == []


def test_two_names_for_one_event(small):
    again = says(SIGNED, "meeting: zenda-talks\n    name: meeting in Zenda")
    assert "zenda-talks is named 'Meeting in Zenda' at mappings/zenda.yaml" in small.error(MEETING + again)


SPEECH = """
- speech: ann-alpha as foreign-minister-of-arcadia
  at: Foreign Minister Ann Alpha of Arcadia
  passages:
  - at: "{at}"
    says: [{{affirms: {says}}}]
"""


def test_a_speaker_need_not_be_named_again_and_their_name_is_no_licence(small):
    assert small.errors(SPEECH.format(at=MORE, says="More trade is wanted, toward: ann-alpha")) == []
    assert "does not show the name Alpha" in small.error(SPEECH.format(at=MORE, says="More trade is wanted by Alpha"))


def test_the_voice_of_the_document_is_not_shown_in_a_speech(small):
    assert "does not show zenda-herald" in small.error(SPEECH.format(at=MORE, says="More, toward: zenda-herald"))
    assert small.errors(says(MORE, "affirms: More\n    toward: zenda-herald")) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("ann-alpha as", "bob-beta as", "does not show bob-beta"),
        ("as foreign-minister-of-arcadia", "as mayor-of-zenda", "does not show mayor-of-zenda"),
        ("  passages:", "  role: speeker\n  passages:", "speeker is no role; did you mean speaker?"),
        ("  passages:", "  role: a b\n  passages:", "a b is no role"),
        ("  passages:", "  in: feast\n  passages:", "feast is no known event"),
        ("  passages:", "  when: 2020-05-05\n  passages:", "unknown key when"),
        ('  - at: "Arcadia wants more trade."\n    says: [{affirms: More}]', "    []", "a speech without passages"),
    ],
)
def test_a_speech_is_shown_by_its_own_anchor(small, old, new, message):
    speech = SPEECH.format(at=MORE, says="More").replace(old, new)
    errors = small.errors(speech)
    assert any(message in error for error in errors), errors


ELSEWHERE = """
document: other-report
title: Other
text: zenda.txt
sha256: {sha256}
passages:
- at: A Meeting in Zenda
  says: [{meeting: feast, name: Meeting in Zenda}]
"""


def test_a_speech_is_held_in_an_event_of_this_document(small):
    small.more = {"mappings/other.yaml": ELSEWHERE}
    errors = small.errors(SPEECH.format(at=MORE, says="More").replace("  passages:", "  in: feast\n  passages:"))
    assert [error for error in errors if "feast is not declared in this document" in error]
