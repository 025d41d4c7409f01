"""Each kind of record makes just the facts that docs/model.md promises, each with its evidence."""

import pytest
from pyoxigraph import BlankNode, NamedNode

from kg.terms import dkg, local_name
from mapping.small import MET

DAY = (
    "beginEarliest=“2020-05-05” beginLatest=“2020-05-05” claimOf=talks claimProperty=edtf edtf=“2020-05-05”"
    " endEarliest=“2020-05-05” endLatest=“2020-05-05” reading=reading-exactly"
)
VOICE = "statedIn=participation-*"
MAYOR = "ann-alpha--mayor-of-zenda Tenure holder=ann-alpha post=mayor-of-zenda"

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
      spellings: [Treaty]
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
            "water-treaty Agreement altLabel=“Treaty”@en kind=agreement-treaty prefLabel=“Water Treaty”@en",
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
""",
        [
            "position-* Position about=arcadia about=trade heldBy=zenda-herald mode=mode-predicted"
            f" onIssue=trade-too-low stance=stance-welcomes {VOICE} summary=“More trade would be good” toward=arcadia",
            f"position-* Position heldBy=arcadia mode=mode-asserted stance=stance-calls-for {VOICE}"
            " summary=“More trade”",
            f"position-* Position mode=mode-asked stance=stance-asks {VOICE} summary=“Is there enough trade”",
        ],
    ),
    "position of several holders": (
        "Trade between Arcadia … was fish.",
        """
    - welcomes: More trade
      holder: [arcadia, borduria]
""",
        [
            f"position-* Position heldBy={state} mode=mode-asserted stance=stance-welcomes {VOICE} summary=“More trade”"
            for state in ("arcadia", "borduria")
        ],
    ),
    "publication": (
        "Arcadia wants more trade.",
        """
    - publication: alpha-on-trade
      name: More trade
      kind: book
      authors: ann-alpha
      publishers: arcadia
      basis: outside
      note: The author is known from elsewhere.
""",
        [
            "alpha-on-trade Publication kind=event-book prefLabel=“More trade”@en",
            "claim-* Claim claimOf=alpha-on-trade claimProperty=status claimValue=status-held",
            "participation-* Participation inEvent=alpha-on-trade participant=ann-alpha role=role-author",
            "participation-* Participation inEvent=alpha-on-trade participant=arcadia role=role-publisher",
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
            MAYOR,
            "claim-* Claim beginEarliest=“2001-01-01” beginLatest=“2001-12-31” claimOf=ann-alpha--mayor-of-zenda"
            " claimProperty=edtf edtf=“2001/2005” endEarliest=“2005-01-01” endLatest=“2005-12-31”"
            " reading=reading-exactly",
        ],
    ),
    "second tenure in one post": (
        "Ann Alpha had been … to 2005.",
        """
    - tenure: ann-alpha as mayor-of-zenda from 2001
""",
        ["ann-alpha--mayor-of-zenda--2001 Tenure holder=ann-alpha post=mayor-of-zenda"],
    ),
    "tenure on a plain date": (
        "Ann Alpha had been … to 2005.",
        """
    - tenure: ann-alpha as mayor-of-zenda
      when: 2001
      written: "2001"
""",
        [
            MAYOR,
            "claim-* Claim beginEarliest=“0001-01-01” beginLatest=“2001-12-31” claimOf=ann-alpha--mayor-of-zenda"
            " claimProperty=edtf edtf=“2001” endEarliest=“2001-01-01” endLatest=“9999-12-31”"
            " reading=reading-attested",
        ],
    ),
    "tenure that was over, with a preferred date": (
        "Ann Alpha had been … to 2005.",
        """
    - tenure: ann-alpha as mayor-of-zenda
      former: had been
      when: 2001/2005
      written: 2001 to 2005
      preferred: she says so herself
""",
        [
            MAYOR,
            "claim-* Claim beginEarliest=“2001-01-01” beginLatest=“2001-12-31” claimOf=ann-alpha--mayor-of-zenda"
            " claimProperty=edtf edtf=“2001/2005” endEarliest=“2005-01-01” endLatest=“2005-12-31”"
            " preferredBecause=“she says so herself” reading=reading-exactly",
            "claim-* Claim beginEarliest=“0001-01-01” beginLatest=“2020-06-01” claimOf=ann-alpha--mayor-of-zenda"
            " claimProperty=edtf edtf=“../2020-06-01” endEarliest=“0001-01-01” endLatest=“2020-06-01”"
            " preferredBecause=“she says so herself” reading=reading-within",
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
    "membership with a preferred date": (
        "Arcadia is an observer … River Union.",
        """
    - membership: arcadia
      in: river-union
      as: observer
      when: 2020-05-05
      written: 5 May 2020
      context: On 5 May 2020, … Borduria in Zenda.
      preferred: the list says so
""",
        [
            "arcadia--river-union--observer Membership kind=membership-observer member=arcadia memberOf=river-union",
            "claim-* Claim beginEarliest=“0001-01-01” beginLatest=“2020-05-05” claimOf=arcadia--river-union--observer"
            " claimProperty=edtf edtf=“2020-05-05” endEarliest=“2020-05-05” endLatest=“9999-12-31”"
            " preferredBecause=“the list says so” reading=reading-attested",
        ],
    ),
    "act with a date": (
        MET,
        """
    - agreement: water-treaty
      name: Zenda
      agreed: {when: 2020-05-05, written: 5 May 2020, by: arcadia, preferred: the list says so}
""",
        [
            "claim-* Claim beginEarliest=“2020-05-05” beginLatest=“2020-05-05” claimOf=water-treaty--agreed"
            " claimProperty=edtf edtf=“2020-05-05” endEarliest=“2020-05-05” endLatest=“2020-05-05”"
            " preferredBecause=“the list says so” reading=reading-exactly",
            "water-treaty Agreement prefLabel=“Zenda”@en",
            "water-treaty--agreed Act by=arcadia kind=act-agreed ofAgreement=water-treaty status=status-held",
        ],
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
