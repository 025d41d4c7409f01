"""Speeches, citations, readings and calendars: what surrounds a record decides what it means."""

import pytest

from kg.terms import dkg
from mapping.small import HEADER, MEETING, MET, MORE, TEXT, described, says

VOICE = "statedIn=participation-*"

SPEECH = """
- at: On 5 May 2020, … Borduria in Zenda.
  says:
  - meeting: talks
    name: Ann Alpha met Bob Beta
- speech: ann-alpha as foreign-minister-of-arcadia
  at: Foreign Minister Ann Alpha of Arcadia
  in: talks
  passages:
  - at: “Borduria is a friend,” … of Arcadia.
    says:
    - affirms: Borduria is a friend
      basis: quoted
    - affirms: Arcadia has a friend
      holder: arcadia
      mode: hedged
"""


def test_a_speech_is_a_participation_in_which_positions_are_stated(small):
    lines = small.lines(SPEECH)
    participation = (
        "participation-* Participation inCapacity=ann-alpha--foreign-minister-of-arcadia inEvent=talks"
        " participant=ann-alpha role=role-speaker"
    )
    assert lines.count(participation) == 1
    assert [line for line in lines if line.startswith("position")] == [
        f"position-* Position heldBy=ann-alpha mode=mode-asserted stance=stance-affirms {VOICE}"
        " summary=“Borduria is a friend”",
        f"position-* Position heldBy=arcadia mode=mode-hedged stance=stance-affirms {VOICE}"
        " summary=“Arcadia has a friend”",
    ]


def test_the_mode_of_the_voice_does_not_hold_in_a_speech(small):
    small.header = HEADER.replace("voice:", "mode: assessment\nvoice:")
    assert "mode=mode-asserted" in next(
        line for line in small.lines(SPEECH) if "holder" not in line and "Position" in line
    )
    own = small.lines("- at: Arcadia wants more trade.\n  says: [{affirms: More trade is wanted}]")
    assert "mode=mode-assessment" in own[0]


def test_speeches_without_an_event_are_held_in_that_of_the_document(small):
    small.header = HEADER.replace("voice:", "event: talks\nvoice:")
    assert any("inEvent=talks" in line for line in small.lines(SPEECH.replace("  in: talks\n", "")))
    small.header = HEADER
    lines = small.lines(SPEECH.replace("  in: talks\n", ""))
    assert any("inEvent=publication-of-zenda-report participant=ann-alpha" in line for line in lines)


def test_a_citation_holds_offsets_hash_and_what_qualifies_it(small):
    compiled = small.compile("""
- at: Trade between Arcadia … was fish.
  says:
  - figure: trade-volume
    about: arcadia-and-borduria
    value: 5.3 billion
    unit: usd
    when: 2019
    written: last year
    hedge: [approximate, unofficial]
    note: A remark.
    context: Arcadia wants more trade.
""")
    start, end = TEXT.index("Trade between"), TEXT.index("was fish.") + len("was fish.")
    main, context = (
        [line for line in described(compiled.quads, evidence=True) if "-0-" not in line and "approximate" in line],
        [line for line in described(compiled.quads, evidence=True) if "basis-context" in line],
    )
    sha256 = compiled.documents[0].lock.passages["Trade between Arcadia … was fish."].sha256
    assert main == [
        f"cite-zenda-report-{start}-{end}-* Citation asWritten=“last year” basis=basis-stated endOffset=“{end}”"
        f" hedge=hedge-approximate hedge=hedge-unofficial inDocument=zenda-report note=“A remark.”@en"
        f" sha256=“{sha256}” startOffset=“{start}”"
    ]
    assert len(context) == 1
    assert f"startOffset=“{TEXT.index('Arcadia wants')}”" in context[0]


@pytest.mark.parametrize(
    ("keys", "reading", "bounds"),
    [
        ("when: 2020-05-05\n    written: 5 May 2020", "exactly", "2020-05-05 2020-05-05"),
        ('when: 2020\n    written: "2020"', "within", "2020-01-01 2020-12-31"),
        ('when: 2020\n    written: "2020"\n    reading: exactly', "exactly", "2020-01-01 2020-01-01"),
        ('when: 2020\n    written: "2020"\n    reading: attested', "attested", "0001-01-01 2020-12-31"),
        ('when: 2020\n    written: "2020"\n    reading: at-least', "at-least", "0001-01-01 2020-01-01"),
    ],
)
def test_readings_have_defaults(small, keys, reading, bounds):
    lines = small.lines(
        f"- at: {MET}\n  says:\n  - meeting: talks\n    name: Meeting of Arcadia\n    {keys}".replace(
            "Meeting of", "Ann Alpha of"
        )
    )
    dated = next(line for line in lines if "edtf=" in line)
    assert f"reading=reading-{reading}" in dated
    assert f"beginEarliest=“{bounds.split()[0]}” beginLatest=“{bounds.split()[1]}”" in dated


def test_iranian_years_are_nodes_of_their_own(small):
    small.text = TEXT.replace("last year", "in the Iranian calendar year 1391")
    lines = small.lines("""
- at: Trade between Arcadia … was fish.
  says:
  - figure: trade-volume
    about: arcadia-and-borduria
    value: 5.3 billion
    unit: usd
    when: 1391 SH
    written: the Iranian calendar year 1391
""")
    assert "calendarYear=solar-hijri-1391" in lines[0]
    assert "edtf=“2012-03-20/2013-03-20” " in lines[0]
    assert "beginEarliest=“2012-03-20” beginLatest=“2012-03-20”" in lines[0]


def test_what_last_year_means_depends_on_the_calendar_and_on_what_it_counts_from(small):
    figure = """
- at: Trade between Arcadia … was fish.
  says:
  - figure: trade-volume
    about: arcadia-and-borduria
    value: 5.3 billion
    unit: usd
    when: {when}
    written: last year
    {origin}
"""
    assert "“last year” is not" in small.error(figure.format(when="2018", origin="")).replace("'", "“", 1).replace(
        "'", "”", 1
    )
    assert "no passage shows the date 2021" in small.error(figure.format(when="2020", origin='from: "2021"'))
    small.header = HEADER.replace("now:", "calendar: solar-hijri\nnow:")
    assert "calendarYear=solar-hijri-1398" in small.lines(figure.format(when="1398 SH", origin=""))[0]


def test_the_year_that_words_count_from_must_be_shown(small):
    gather = """
- at: The River Union will … following year.
  says:
  - meeting: union-meeting
    name: Meeting of the River Union in Zenda
    when: {when}
    written: the following year
    from: 2021-01-08
    context: [Bob Beta died … January 2021., A Meeting in Zenda]
"""
    assert any("edtf=“2022”" in line for line in small.lines(gather.format(when="2022")))
    assert "it means 2022" in small.error(gather.format(when="2023"))


def test_a_second_mention_adds_facts_and_does_not_say_again_that_it_was_held(small):
    lines = small.lines(
        MEETING
        + """
- at: The two countries signed … in Zenda.
  says:
  - meeting: zenda-talks
    about: [environment]
    status: planned
"""
    )
    assert [line for line in lines if "=status " in line] == [
        "claim-* Claim claimOf=zenda-talks claimProperty=status claimValue=status-held",
        "claim-* Claim claimOf=zenda-talks claimProperty=status claimValue=status-planned",
    ]


def test_a_preferred_record_makes_all_its_values_preferred(small):
    lines = small.lines(MEETING + "    preferred: seen\n    status: held\n    about: [environment]\n")
    assert all("preferredBecause=“seen”" in line for line in lines if line.startswith("claim"))


def test_the_publication_says_where_and_about_what_too(small):
    small.header = HEADER.replace(
        "  kind: report\n", "  kind: report\n  place: zenda\n  about: [trade]\n  preferred: seen\n"
    )
    lines = described(small.compile("").quads)
    for value in ("heldAt claimValue=zenda", "about claimValue=trade"):
        assert any(f"claimOf=publication-of-zenda-report claimProperty={value}" in line for line in lines)


def test_a_placeholder_of_a_draft_is_no_content(small):
    assert any("left open from a draft" in error for error in small.errors(says(MORE, "affirms: …")))


def test_a_term_begins_in_the_year_that_names_it(small):
    tenure = "tenure: ann-alpha as mayor-of-zenda from {}\n    when: 2001/2005\n    written: 2001 to 2005"
    passage = "Ann Alpha had been … to 2005."
    assert not small.errors(says(passage, tenure.format(2001)))
    assert "the term begins in 2001 and not in 1999" in small.error(says(passage, tenure.format(1999)))


def test_an_interviewee_is_not_the_voice_of_the_document(small):
    small.header = HEADER.replace("  publisher: zenda-herald\n", "  interviewees: ann-alpha\n").replace(
        "voice: zenda-herald\n", ""
    )
    quads = small.compile(says(MORE, "affirms: More trade\n    holder: arcadia")).quads
    assert not [q for q in quads if q.predicate == dkg("statedIn")]


def test_a_mapping_that_is_not_read_is_named(small):
    small.more = {"mappings/other.yml": "document: other\n"}
    found = [str(finding) for finding in small.compile("").findings]
    assert "mappings/other.yml: warning: not read; a mapping ends in .yaml: rename it" in found
