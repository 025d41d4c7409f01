"""What has the wrong form: each with the least example, its message and its place."""

import pytest

from mapping.small import HEADER, MET, MORE, SIGNED, TRADE, says

FIRST = len(HEADER.splitlines()) + 4  # the line of the record in `says`

FORM = {
    "kind of record": (MORE, "affirm: x", f"{FIRST}:5: affirm is no kind of record; did you mean affirms?"),
    "unknown key": (
        MORE,
        "affirms: More\n    abuot: [trade]",
        f"{FIRST + 1}:5: unknown key abuot; did you mean about?",
    ),
    "unknown kind": (
        MET,
        "meeting: m\n    name: Zenda\n    kind: bilatral",
        "bilatral is no meeting; did you mean bilateral?",
    ),
    "unknown status": (MET, "meeting: m\n    name: Zenda\n    status: hold", "hold is no status; did you mean held?"),
    "unknown actor": (
        MET,
        "meeting: m\n    name: Zenda\n    host: arkadia",
        "arkadia is no known actor; did you mean arcadia?",
    ),
    "unknown topic": (
        MORE,
        "affirms: More\n    about: [trad]",
        "trad is no known topic, actor, event or agreement; did you mean trade?",
    ),
    "unknown issue": (
        MORE,
        "affirms: More\n    issue: trade-to-low",
        "trade-to-low is no known issue; did you mean trade-too-low?",
    ),
    "unknown place": (
        MET,
        "meeting: m\n    name: Zenda\n    place: zanda",
        "zanda is no known place; did you mean zenda?",
    ),
    "an actor as a place": (MET, "meeting: m\n    name: Zenda\n    place: arcadia", "arcadia is no known place"),
    "unknown post": (
        MET,
        "meeting: m\n    name: Zenda\n    host: ann-alpha as major-of-zenda",
        "did you mean mayor-of-zenda?",
    ),
    "unknown event": (MET, "meeting: m\n    name: Zenda\n    during: n", "n is no known event"),
    "unknown hedge": (
        MORE,
        "affirms: More\n    hedge: aproximate",
        "aproximate is no hedge; did you mean approximate?",
    ),
    "unknown basis": (MORE, "affirms: More\n    basis: quote", "quote is no basis"),
    "unknown reading": (
        MET,
        "meeting: m\n    name: Zenda\n    when: 2020-05-05\n    written: 5 May 2020\n    reading: exact",
        "exact is no reading",
    ),
    "no date": (MET, "meeting: m\n    name: Zenda\n    when: soon\n    written: 5 May 2020", "soon"),
    "reading without a date": (MET, "meeting: m\n    name: Zenda\n    reading: within", "there is no `when` for this"),
    "no slug": (MET, "meeting: The Meeting\n    name: Zenda", "'The Meeting' cannot name an entity"),
    "name of a fact": (MET, "meeting: a--b\n    name: Zenda", "'a--b' cannot name an entity"),
    "name of a kind": (MET, "meeting: status-held\n    name: Zenda", "status-held names a Kind already"),
    "name of an actor": (MET, "meeting: arcadia\n    name: Zenda", "arcadia names a State already"),
    "name of the document": (MET, "meeting: zenda-report\n    name: Zenda", "zenda-report names a Document already"),
    "no name": (MET, "meeting: m", "m has no name; add `name:`"),
    "outside without a note": (MORE, "affirms: More\n    basis: outside", "basis: outside needs a note"),
    "context without either": (MORE, "affirms: More\n    basis: context", "basis: context needs a note"),
    "long summary": (MORE, "affirms: " + "more " * 26, "the summary has 26 words; use at most 25"),
    "empty summary": (MORE, "affirms:", "an empty value"),
    "a date that no act takes twice": (
        SIGNED,
        "agreement: t\n    name: Water Treaty\n    signed: [yes]",
        "signed more than once",
    ),
    "no clause": (SIGNED, "clause: c\n    of: t", "a clause that says nothing"),
    "no value": (TRADE, "figure: trade-volume\n    unit: usd\n    about: arcadia", "a figure without a value"),
    "no unit": (TRADE, "figure: trade-volume\n    value: 80\n    about: arcadia", "a figure without `unit:`"),
    "no number": (
        TRADE,
        "figure: trade-volume\n    value: 8,0\n    unit: usd\n    about: arcadia",
        "'8,0' is no number",
    ),
    "value and bound": (
        TRADE,
        "figure: trade-share\n    value: 80\n    at-most: 80\n    unit: percent\n    about: arcadia",
        "a value and bounds",
    ),
    "two lower bounds": (
        TRADE,
        "figure: trade-share\n    more-than: 80\n    at-least: 80\n    unit: percent\n    about: arcadia",
        "bounds that differ in kind",
    ),
    "strict and not": (
        TRADE,
        "figure: trade-share\n    more-than: 5.3 billion\n    at-most: 80\n    unit: percent\n    about: arcadia",
        "bounds that differ in kind",
    ),
    "bounds crossed": (
        TRADE,
        "figure: trade-share\n    at-least: 5.3 billion\n    at-most: 80\n    unit: percent\n    about: arcadia",
        "a lower bound above the upper one",
    ),
    "no day": (
        TRADE,
        "figure: trade-share\n    more-than: 80\n    unit: percent\n    about: arcadia\n    as-of: soon",
        "soon",
    ),
    "nothing to prefer": (
        MET,
        "tenure: ann-alpha as foreign-minister-of-arcadia\n    preferred: so it is",
        "there is no date to prefer; add `when:`, or remove `preferred:`",
    ),
    "no act to prefer": (
        SIGNED,
        "agreement: t\n    name: Water Treaty\n    signed: {preferred: so it is}",
        "there is no date to prefer",
    ),
    "no post": (MET, "tenure: ann-alpha", "a tenure without a post"),
    "no membership": (MORE, "membership: arcadia\n    in: river-union", "a membership without a status"),
    "no life": (MORE, "life: ann-alpha", "a life without a date"),
    "twice in a list": (
        SIGNED,
        "agreement: t\n    name: Water Treaty\n    parties: [arcadia, arcadia]",
        "parties names arcadia twice",
    ),
}


@pytest.mark.parametrize("name", FORM)
def test_what_has_the_wrong_form(small, name):
    at, record, message = FORM[name]
    errors = small.errors(says(at, record))
    assert any(message in error for error in errors), errors
    assert all(error.startswith("mappings/zenda.yaml:") for error in errors)


@pytest.mark.parametrize(
    ("passage", "message"),
    [
        ("- at: The fox\n  nothing: heading", ":7: 'The fox' is not found"),
        ("- at: Arcadia\n  nothing: heading", "'Arcadia' is found"),
        ("- at: Trade between … River Union.\n  nothing: heading", "is not found in the rest of the paragraph"),
        ("- at: On 5 May … a Water Treaty\n  nothing: heading", "longer than a sentence; split it, or say why"),
        ("- at: A Meeting in Zenda\n  nothing: title", "title is no reason to say nothing"),
        ("- at: A Meeting in Zenda", "a passage says something or nothing"),
        ("- at: A Meeting in Zenda\n  nothing: heading\n  says: [{affirms: More}]", "says something or nothing"),
        ("- at: one two three four five six seven eight nine\n  nothing: heading", "has 9 words of the text"),
        ("- nothing: heading", "at is missing"),
        ("- A Meeting in Zenda", "passages must be a list of maps"),
    ],
)
def test_passages_that_are_refused(small, passage, message):
    errors = small.errors(passage)
    assert any(message in error for error in errors), errors


def test_a_passage_over_sentences_says_why(small):
    assert small.errors("- at: On 5 May … a Water Treaty\n  nothing: heading\n  spans: two sentences") == []


def test_a_context_may_name_a_passage_that_spans_wherever_it_stands(small):
    spanning = "- at: On 5 May … a Water Treaty\n  nothing: heading\n  spans: two sentences\n"
    citing = says(MORE, "affirms: More trade\n    context: On 5 May … a Water Treaty")
    assert small.errors(spanning + citing) == small.errors(citing + spanning) == []


def test_one_wrong_anchor_is_reported_once(small):
    wrong = says("The fox", "affirms: More") + says("The fox", "affirms: More")
    assert len(small.errors(wrong)) == 1


def test_everything_that_is_wrong_is_said_at_once_in_order(small):
    errors = small.errors(says(MORE, "affirms: Ruritania") + says(TRADE, "affirms: Strelsau"))
    assert [error.split(":")[1] for error in errors] == [str(FIRST), str(FIRST + 3)]
    assert not small.compile(says(MORE, "affirms: Ruritania")).quads
