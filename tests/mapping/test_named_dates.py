"""Dates that a document names once: what records make of them, and what is refused."""

import pytest
from pyoxigraph import NamedNode

from kg.terms import dkg, local_name
from mapping.small import HEADER, MET, MORE, TEXT, says

DATES = "dates:\n  last-year: {when: 2019, written: last year, at: 'Trade between Arcadia … was fish.'}\nvoice:"
PROCESS = "process: talks-on-trade\n    name: Trade of Arcadia\n    when: last-year"


@pytest.fixture
def dated(small):
    small.header = HEADER.replace("voice:", DATES)
    return small


def passages_of(quads, fact):
    """The texts of the passages that a fact cites, with the basis of each and the words that are quoted as its date."""
    found = {}
    for cite in (q.object for q in quads if q.subject == fact and q.predicate == dkg("evidence")):
        values = {local_name(q.predicate): q.object for q in quads if q.subject == cite}
        passage = TEXT[int(values["startOffset"].value) : int(values["endOffset"].value)]
        words = values["asWritten"].value if "asWritten" in values else ""
        found[passage.split()[0]] = (local_name(values["basis"]), words)
    return found


def facts_with(quads, name, value):
    return [
        q.subject
        for q in quads
        if q.predicate == dkg(name) and value in (getattr(q.object, "value", ""), str(q.object))
    ]


def test_the_date_of_an_event_rests_on_both_passages_and_nothing_else_does(dated):
    quads = dated.compile(says(MORE, PROCESS)).quads
    (date,) = facts_with(quads, "edtf", "2019")
    assert passages_of(quads, date) == {
        "Arcadia": ("basis-context", ""),
        "Trade": ("basis-context", "last year"),
    }
    (status,) = [
        q.subject
        for q in quads
        if q.predicate == dkg("claimProperty")
        and q.object == dkg("status")
        and any(
            o.subject == q.subject and o.object == NamedNode("https://w3id.org/dkg/id/talks-on-trade") for o in quads
        )
    ]
    assert passages_of(quads, status) == {"Arcadia": ("basis-stated", "")}


def test_several_passages_and_the_doubt_of_a_date_stay_with_it(small):
    more = DATES.replace(
        "at: 'Trade between Arcadia … was fish.'",
        "hedge: inferred, note: A guess., at: ['Trade between Arcadia … was fish.', A Meeting in Zenda]",
    )
    small.header = HEADER.replace("voice:", more)
    lines = small.lines(says(MORE, PROCESS))
    quads = small.compile(says(MORE, PROCESS)).quads
    (date,) = facts_with(quads, "edtf", "2019")
    assert set(passages_of(quads, date)) == {"Arcadia", "Trade", "A"}
    hedged = [q.subject for q in quads if q.predicate == dkg("hedge")]
    assert [q.subject for q in quads if q.predicate == dkg("evidence") and q.object in hedged] == [date]
    assert lines


def test_a_figure_cites_its_passage_and_that_of_its_date(dated):
    figure = "figure: trade-volume\n    about: arcadia\n    value: 1\n    unit: count\n    when: last-year"
    figure += "\n    basis: outside\n    note: seen"
    quads = dated.compile(says(MORE, figure)).quads
    (made,) = facts_with(quads, "value", "1")
    assert passages_of(quads, made) == {"Arcadia": ("basis-outside", ""), "Trade": ("basis-context", "last year")}


def test_a_record_may_read_the_date_in_its_own_way(dated):
    lines = dated.lines(says(MORE, PROCESS + "\n    reading: attested"))
    assert any("edtf=“2019”" in line and "reading=reading-attested" in line for line in lines)


REFUSED = {
    "another year": (DATES.replace("2019", "2018"), PROCESS, "'last year' is not 2018; it means 2019"),
    "words that the passage lacks": (DATES.replace("last year", "last month"), PROCESS, "does not show 'last month'"),
    "no anchor": (DATES.replace(", at: 'Trade between Arcadia … was fish.'", ""), PROCESS, "nothing shows last-year"),
    "no date": (DATES.replace("when: 2019, written: last year, ", ""), PROCESS, "last-year has no date"),
    "one word": (DATES.replace("last-year", "lately"), PROCESS, "'lately' cannot name a date"),
    "an unknown name": (DATES, PROCESS.replace("last-year", "next-year"), "next-year"),
    "words of its own": (DATES, PROCESS + "\n    written: last year", "last-year has its words already"),
}


@pytest.mark.parametrize(("header", "record", "message"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused(small, header, record, message):
    small.header = HEADER.replace("voice:", header)
    assert any(message in error for error in small.errors(says(MORE, record)))


def test_a_date_that_nothing_has_is_a_warning(dated):
    findings = dated.compile(says(MORE, "calls-for: More trade")).findings
    assert [f.message for f in findings if f.severity == "warning" and "dated" in f.message] == [
        "nothing is dated last-year"
    ]
    act = "agreement: pact\n    name: Water Treaty\n    parties: [arcadia, borduria]\n    signed: {when: last-year}"
    findings = dated.compile(says("The two countries signed … in Zenda.", act)).findings
    assert not [f for f in findings if "dated" in f.message]


def test_it_holds_from_the_lock_alone(dated):
    passages = says(MET, PROCESS.replace("Trade of Arcadia", "Foreign Minister Ann Alpha of Arcadia"))
    compiled = dated.compile(passages)
    assert not compiled.errors
    dated.write_lock(compiled)
    assert dated.compile(passages, with_text=False).quads == compiled.quads
