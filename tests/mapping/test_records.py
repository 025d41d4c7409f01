"""Each kind of record makes just the facts that docs/model.md promises, each with its evidence."""

import pytest
from pyoxigraph import BlankNode, NamedNode

from kg.terms import dkg, entity, local_name
from mapping.small import AUTHORITIES, HEADER, MEETING, MET, TEXT, described

DAY = (
    "beginEarliest=“2020-05-05” beginLatest=“2020-05-05” claimOf=talks claimProperty=edtf edtf=“2020-05-05”"
    " endEarliest=“2020-05-05” endLatest=“2020-05-05” reading=reading-exactly"
)
VOICE = "statedIn=participation-*"

RECORDS = {
    "meeting": (
        MET,
        """
    - meeting: talks
      name: Meeting of Arcadia and Borduria in Zenda
      kind: bilateral
      when: 2020-05-05
      written: 5 May 2020
      place: zenda
      about: [bilateral-relations, arcadia]
      participants: [ann-alpha as foreign-minister-of-arcadia, bob-beta]
      host: borduria
""",
        [
            "ann-alpha--foreign-minister-of-arcadia Tenure holder=ann-alpha post=foreign-minister-of-arcadia",
            f"claim-* Claim {DAY}",
            "claim-* Claim claimOf=talks claimProperty=about claimValue=arcadia",
            "claim-* Claim claimOf=talks claimProperty=about claimValue=bilateral-relations",
            "claim-* Claim claimOf=talks claimProperty=heldAt claimValue=zenda",
            "claim-* Claim claimOf=talks claimProperty=status claimValue=status-held",
            "participation-* Participation inCapacity=ann-alpha--foreign-minister-of-arcadia inEvent=talks"
            " participant=ann-alpha role=role-participant",
            "participation-* Participation inEvent=talks participant=bob-beta role=role-participant",
            "participation-* Participation inEvent=talks participant=borduria role=role-host",
            "talks Meeting kind=meeting-bilateral prefLabel=“Meeting of Arcadia and Borduria in Zenda”@en",
        ],
    ),
    "parts and occasions": (
        MET,
        """
    - process: talks
      name: Bob Beta of Borduria
      status: planned
      preferred: the text says so
    - visit: visit-to-zenda
      name: In Zenda
      part-of: talks
      during: talks
      on-sidelines-of: talks
      following: talks
      result-of: talks
      concerned: bob-beta
""",
        [
            "claim-* Claim claimOf=talks claimProperty=status claimValue=status-planned"
            " preferredBecause=“the text says so”",
            *sorted(
                f"claim-* Claim claimOf=visit-to-zenda claimProperty={link} claimValue=talks"
                for link in ("subEventOf", "during", "onSidelinesOf", "following", "resultOf")
            ),
            "claim-* Claim claimOf=visit-to-zenda claimProperty=status claimValue=status-held",
            "participation-* Participation inEvent=visit-to-zenda participant=bob-beta role=role-mentioned",
            "talks Process prefLabel=“Bob Beta of Borduria”@en",
            "visit-to-zenda Visit prefLabel=“In Zenda”@en",
        ],
    ),
    "agreement": (
        "The two countries signed … in Zenda.",
        """
    - meeting: talks
      name: meeting in Zenda
    - agreement: water-treaty
      name: Water Treaty
      kind: treaty
      parties: [arcadia, borduria]
      about: [environment]
      status: in-force
      signed: {during: talks}
      negotiated: yes
      refused: {by: [arcadia], status: planned}
""",
        [
            "claim-* Claim claimOf=talks claimProperty=status claimValue=status-held",
            "claim-* Claim claimOf=water-treaty claimProperty=about claimValue=environment",
            "claim-* Claim claimOf=water-treaty claimProperty=party claimValue=arcadia",
            "claim-* Claim claimOf=water-treaty claimProperty=party claimValue=borduria",
            "claim-* Claim claimOf=water-treaty claimProperty=status claimValue=status-in-force",
            "talks Meeting prefLabel=“meeting in Zenda”@en",
            "water-treaty Agreement kind=agreement-treaty prefLabel=“Water Treaty”@en",
            "water-treaty--negotiated Act kind=act-negotiated ofAgreement=water-treaty status=status-held",
            "water-treaty--refused Act by=arcadia kind=act-refused ofAgreement=water-treaty status=status-planned",
            "water-treaty--signed Act by=arcadia by=borduria during=talks kind=act-signed ofAgreement=water-treaty"
            " status=status-held",
        ],
    ),
    "clause": (
        "The treaty forbids dams on the Blue River.",
        """
    - clause: no-dams
      of: water-treaty
      forbids: Dams on the Blue River
      about: [environment]
      context: The two countries signed … in Zenda.
- at: The two countries signed … in Zenda.
  says:
    - agreement: water-treaty
      name: Water Treaty
""",
        [
            "no-dams Clause about=environment kind=clause-forbids ofAgreement=water-treaty"
            " summary=“Dams on the Blue River”",
            "water-treaty Agreement prefLabel=“Water Treaty”@en",
        ],
    ),
    "position of the document's voice": (
        "Arcadia wants more trade.",
        """
    - welcomes: More trade would be good
      mode: predicted
      about: [trade, arcadia]
      toward: arcadia
      issue: trade-too-low
    - calls-for: More trade
      holder: arcadia
    - asks: Is there enough trade
      holder: none
""",
        [
            "position-* Position about=arcadia about=trade heldBy=zenda-herald mode=mode-predicted"
            f" onIssue=trade-too-low stance=stance-welcomes {VOICE} summary=“More trade would be good” toward=arcadia",
            f"position-* Position heldBy=arcadia mode=mode-asserted stance=stance-calls-for {VOICE}"
            " summary=“More trade”",
            f"position-* Position mode=mode-asserted stance=stance-asks {VOICE} summary=“Is there enough trade”",
        ],
    ),
    "figures": (
        "Trade between Arcadia … was fish.",
        """
    - figure: trade-volume
      about: arcadia-and-borduria
      value: 5.3 billion
      unit: usd
      when: 2019
      written: last year
      hedge: approximate
    - figure: trade-share
      about: [arcadia]
      more-than: 80
      unit: percent
      as-of: 2020-06-01
    - figure: trade-share
      about: borduria
      at-most: 80
      unit: percent
""",
        [
            "figure-* Figure about=arcadia asOf=“2020-06-01” lowerBound=“80” measure=measure-trade-share strict=“true”"
            " unit=unit-percent",
            "figure-* Figure about=arcadia-and-borduria beginEarliest=“2019-01-01” beginLatest=“2019-01-01”"
            " edtf=“2019” endEarliest=“2019-12-31” endLatest=“2019-12-31” measure=measure-trade-volume"
            " reading=reading-exactly unit=unit-usd value=“5300000000”",
            "figure-* Figure about=borduria measure=measure-trade-share strict=“false” unit=unit-percent"
            " upperBound=“80”",
        ],
    ),
    "tenure": (
        "Ann Alpha had been … to 2005.",
        """
    - tenure: ann-alpha as mayor-of-zenda
      when: 2001/2005
      written: 2001 to 2005
""",
        [
            "ann-alpha--mayor-of-zenda Tenure beginEarliest=“2001-01-01” beginLatest=“2001-12-31” edtf=“2001/2005”"
            " endEarliest=“2005-01-01” endLatest=“2005-12-31” holder=ann-alpha post=mayor-of-zenda"
            " reading=reading-exactly",
        ],
    ),
    "tenure on a plain date": (
        "Ann Alpha had been … to 2005.",
        """
    - tenure: ann-alpha as mayor-of-zenda
      when: 2001
      written: "2001"
""",
        [
            "ann-alpha--mayor-of-zenda Tenure beginEarliest=“0001-01-01” beginLatest=“2001-12-31” edtf=“2001”"
            " endEarliest=“2001-01-01” endLatest=“9999-12-31” holder=ann-alpha post=mayor-of-zenda"
            " reading=reading-attested",
        ],
    ),
    "membership": (
        "Arcadia is an observer … River Union.",
        """
    - membership: arcadia
      in: river-union
      as: observer
""",
        ["arcadia--river-union--observer Membership kind=membership-observer member=arcadia memberOf=river-union"],
    ),
    "life": (
        "Bob Beta died … January 2021.",
        """
    - life: bob-beta
      when: /2021-01-08
      written: 8 January 2021
""",
        [
            "claim-* Claim beginEarliest=“0001-01-01” beginLatest=“2021-01-08” claimOf=bob-beta claimProperty=edtf"
            " edtf=“/2021-01-08” endEarliest=“2021-01-08” endLatest=“2021-01-08” reading=reading-exactly",
        ],
    ),
}


def passage(at, records):
    return f'- at: "{at}"\n  says:{records.rstrip()}'


@pytest.mark.parametrize("name", RECORDS)
def test_a_record_makes_just_its_facts(small, name):
    at, records, expected = RECORDS[name]
    assert small.lines(passage(at, records)) == sorted(expected)


@pytest.mark.parametrize("name", RECORDS)
def test_every_fact_cites_its_passage_and_nothing_is_blank(small, name):
    at, records, _ = RECORDS[name]
    quads = small.compile(passage(at, records)).quads
    facts = {q.subject for q in quads if q.predicate == dkg("evidence")}
    cited = {q.object for q in quads if q.predicate == dkg("evidence")}
    kinds = {"Claim", "Participation", "Position", "Figure", "Tenure", "Membership", "Act", "Clause"}
    assert facts == {q.subject for q in quads if q.predicate.value.endswith("#type") and local_name(q.object) in kinds}
    offsets = {q.subject for q in quads if q.predicate == dkg("startOffset")}
    assert cited == offsets
    assert not any(isinstance(term, BlankNode) for q in quads for term in (q.subject, q.object))
    assert all("/" not in local_name(q.subject) and isinstance(q.subject, NamedNode) for q in quads)


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


SECOND = HEADER.replace("zenda-report", "second-report") + "passages:" + MEETING
HEADS = ["", "    note: A remark.\n", "    hedge: inferred\n", "    context: Arcadia wants more trade.\n"]


def facts_of(compiled):
    return {q.subject for q in compiled.quads if q.predicate == dkg("claimOf") and q.object == entity("zenda-talks")}


@pytest.mark.parametrize("head", HEADS)
def test_one_fact_in_two_documents_is_one_node_with_two_citations(small, head):
    small.more = {"mappings/second.yaml": SECOND.rstrip() + "\n" + head}
    compiled = small.compile(MEETING)
    assert not compiled.errors
    assert len(facts_of(compiled)) == 3
    for name in facts_of(compiled):
        documents = {
            local_name(cite.object).split("-report")[0]
            for cite in compiled.quads
            if cite.subject == name and cite.predicate == dkg("evidence")
        }
        assert documents == {"cite-zenda", "cite-second"}


def test_names_of_facts_do_not_depend_on_the_order_of_keys(small):
    first = small.lines(MEETING)
    quads = facts_of(small.compile(MEETING))
    turned = MEETING.replace("    place: zenda\n", "").replace("    name:", "    place: zenda\n    name:")
    assert facts_of(small.compile(turned)) == quads
    assert small.lines(turned) == first


BOURG = AUTHORITIES.replace(
    "  zenda: {name: Zenda}", "  zenda: {name: Zenda}\n  bourg: {name: Bourg, stands-for: [Zenda]}"
)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("when: 2020-05-05\n    written: 5 May 2020", "when: 2020-05\n    written: May 2020"),
        ("place: zenda", "place: bourg"),
    ],
)
def test_names_of_facts_depend_on_what_they_say(small, old, new):
    small.authorities = BOURG
    before = facts_of(small.compile(MEETING))
    compiled = small.compile(MEETING.replace(old, new))
    assert not compiled.errors
    assert len(facts_of(compiled) & before) == 2
