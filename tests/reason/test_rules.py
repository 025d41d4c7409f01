from __future__ import annotations

import re
from itertools import product

import pytest
from pyoxigraph import Quad, Store

from kg.dates.edtf import parse_edtf
from kg.dates.readings import Reading, bounds
from kg.reason import Rule, infer
from kg.terms import RDF_TYPE, dkg
from reason.expected import EXPECTED
from reason.graphs import Told, derived_from, ontology, rules, sample, store_of, told, turtle

BOUNDS = ("beginEarliest", "beginLatest", "endEarliest", "endLatest")
NAMES = [rule.name for rule in rules()]


def derived_by(name: str) -> Told:
    """Return what one rule adds to the sample when all rules before it have run."""
    before = store_of(sample())
    infer(before, [rule for rule in rules() if rule.name < name])
    after = Store()
    after.extend(before)
    infer(after, [rule for rule in rules() if rule.name <= name])
    return told(set(after) - set(before)) - told(set(_ontology_store(name)))


def _ontology_store(name: str) -> Store:
    store = store_of(())
    infer(store, [rule for rule in rules() if rule.name <= name])
    return store


def read(expected: str) -> Told:
    """Read the lines of `reason.expected`; a line that is indented goes on with the one before."""
    facts: Told = set()
    for line in re.sub(r"\n {9,}", " ", expected).strip().splitlines():
        days, colon, things = line.partition(": ")
        if colon:
            dated = list(zip(BOUNDS, days.split(), strict=True))
            facts |= {(thing, bound, day) for thing, (bound, day) in product(things.split(), dated)}
        else:
            subject, property_, *values = line.split()
            facts |= {(subject, property_, value) for value in values}
    return facts


@pytest.mark.parametrize("name", EXPECTED)
def test_a_rule_derives_exactly_what_is_expected(name):
    assert derived_by(name) == read(EXPECTED[name])


def test_every_rule_has_an_expectation():
    assert set(NAMES) - set(EXPECTED) == {"10-classes", "11-labels", "12-labels-of-facts"}


def test_classes():
    of: dict[str, set[str]] = {}
    for thing, property_, class_ in derived_by("10-classes"):
        assert property_ == "type"
        of.setdefault(class_, set()).add(thing)
    states = {"arcadia", "borduria", "syldavia"}
    people = {"anna", "boris", "carla", "dan", "eva", "gina", "hugo", "king"}
    meetings = {"congress", "session", "talks", "quiet-meeting", "summit", "preparation", "cancelled-talks"}
    publications = {"publication-of-gazette", "publication-of-herald"}
    assert of == {
        "Collective": states | {"institute", "league", "delegation"},
        "Actor": states | {"institute", "league", "delegation"} | people,
        "Event": meetings | {"visit", "reported-visit", "rapprochement"} | publications,
        "Fact": {subject for subject, property_, _ in told(sample()) if property_ == "evidence"},
    }


def test_labels():
    names = {(s, "label", o) for s, p, o in told(sample()) if p in {"prefLabel", "title"}}
    assert derived_by("11-labels") == names
    other = turtle(
        """:a a dkg:State ; skos:prefLabel "A"@en , "Б"@ru , "C" . :c a dkg:Claim ; skos:prefLabel "D"@en ."""
    )
    assert {fact for fact in derived_from(other) if fact[1] == "label"} == {("a", "label", "A@en")}


def test_labels_of_facts():
    anna = "Anna, Foreign Minister of Arcadia, Foreign Minister of Arcadia"
    names = {
        "anna--minister": anna,
        "anna--minister--2020": f"{anna} from 2020",
        "arcadia--league": "Arcadia, observer of League",
        "borduria--league": "Borduria, full member of League",
        "treaty--signed": "Treaty, signed",
        "treaty--effective": "Treaty, entered into force",
        "protocol--signed": "Protocol, signed",
        "protocol--effective": "Protocol, entered into force",
        "accord--negotiated": "Accord, negotiated",
        "accord--signed": "Accord, signed",
        "pact--agreed": "A pact that the Herald reports, agreed",
    }
    assert derived_by("12-labels-of-facts") == {(fact, "label", f"{name}@en") for fact, name in names.items()}


def test_the_bounds_of_the_sample_follow_from_its_dates():
    facts: dict[tuple[str, str], str] = {(s, p): o for s, p, o in told(sample())}
    dated = [subject for subject, property_ in facts if property_ == "edtf"]
    assert len(dated) == 16
    for subject in dated:
        reading = Reading(facts[subject, "reading"].removeprefix("reading-"))
        means = bounds(parse_edtf(facts[subject, "edtf"]), reading)
        days = (means.begin_earliest, means.begin_latest, means.end_earliest, means.end_latest)
        assert [facts[subject, bound] for bound in BOUNDS] == [str(day) for day in days]


def test_what_is_dated_ends_with_one_value_of_each_bound():
    store = store_of(sample(), strata=range(10))
    classes = ("Event", "Tenure", "Membership", "Participation", "Act", "Position", "Figure")
    things = {q.subject for class_ in classes for q in store.quads_for_pattern(None, RDF_TYPE, dkg(class_))}
    things |= {q.subject for q in store.quads_for_pattern(None, dkg("edtf"), None) if "solar" not in str(q.subject)}
    for thing, bound in product(things, BOUNDS):
        assert len(list(store.quads_for_pattern(thing, dkg(bound), None))) == 1, (thing, bound)
    with_bounds = {q.subject for q in store.quads_for_pattern(None, dkg("endLatest"), None)}
    assert with_bounds == things


def test_a_planned_meeting_infers_nothing():
    derived = derived_from(sample())
    assert not {fact for fact in derived if fact[0] == "summit" and fact[1] == "hasParticipant"}
    assert not {fact for fact in derived if fact[1] == "statedAt" and fact[2] == "summit"}
    assert not {fact for fact in derived if fact[1] == "met" and "gina" in fact}
    assert ("gina--spokesperson", "beginLatest", "9999-12-31") in derived
    assert not {fact for fact in derived if fact[0] == "accord" and fact[1] in {"signatory", "occasion"}}


MEETING = """
    :m a dkg:Meeting . :c1 a dkg:Claim ; dkg:claimOf :m ; dkg:claimProperty dkg:status ; dkg:claimValue :status-held .
    :p1 a dkg:Participation ; dkg:inEvent :m ; dkg:participant :x ; dkg:role :role-host .
    :p2 a dkg:Participation ; dkg:inEvent :m ; dkg:participant :y ; dkg:role :role-guest .
"""


def test_an_actor_with_two_roles_has_not_met_themselves():
    derived = derived_from(
        turtle(MEETING + ":p3 a dkg:Participation ; dkg:inEvent :m ; dkg:participant :x ; dkg:role :role-chair .")
    )
    assert {fact for fact in derived if fact[1] == "met"} == {("x", "met", "y"), ("y", "met", "x")}


def test_of_two_preferred_statuses_the_higher_wins():
    claims = "".join(
        f":c{n} a dkg:Claim ; dkg:claimOf :m ; dkg:claimProperty dkg:status ; dkg:claimValue :status-{status} ; "
        f'dkg:preferredBecause "so" .'
        for n, status in ((2, "mooted"), (3, "planned"))
    )
    derived = derived_from(turtle(MEETING + claims))
    assert {fact for fact in derived if fact[1] == "status"} == {("m", "status", "status-planned")}
    assert not {fact for fact in derived if fact[1] in {"met", "hasParticipant"}}


def dated(name: str, claim_of: str, first: str, last: str, reading: str = "exactly") -> str:
    """Write a date claim whose begin is the first day and whose end is the last."""
    days = zip(BOUNDS, (first, first, last, last), strict=True)
    return (
        f":{name} a dkg:Claim ; dkg:claimOf :{claim_of} ; dkg:claimProperty dkg:edtf ; dkg:edtf '{first}/{last}' ; "
        f"dkg:reading :reading-{reading} ; "
        + " ; ".join(f"dkg:{bound} '{day}'^^xsd:date" for bound, day in days)
        + " ."
    )


def part_of(part: str, *wholes: str) -> str:
    return "".join(
        f":{part}-in-{whole} a dkg:Claim ; dkg:claimOf :{part} ; dkg:claimProperty dkg:subEventOf ; "
        f"dkg:claimValue :{whole} ."
        for whole in wholes
    )


def of(derived: Told, subject: str) -> dict[str, str]:
    return {property_: value for thing, property_, value in derived if thing == subject}


def test_equally_narrow_dates_are_told_apart_by_their_names():
    claims = dated("d2", "m", "2012-01-01", "2012-01-03") + dated("d1", "m", "2012-01-02", "2012-01-04")
    derived = of(derived_from(turtle(MEETING + claims)), "m")
    assert derived["edtf"] == "2012-01-02/2012-01-04"
    assert [derived[bound] for bound in BOUNDS] == ["2012-01-02", "2012-01-01", "2012-01-04", "2012-01-03"]


def test_a_part_lies_within_all_that_it_is_part_of():
    facts = ":p a dkg:Visit . :q a dkg:Process . :a a dkg:Process . :b a dkg:Process . " + part_of("p", "q")
    facts += (
        part_of("q", "a", "b")
        + dated("d1", "a", "2012-01-01", "2012-01-20")
        + dated("d2", "b", "2012-01-10", "2012-01-30")
    )
    derived = of(derived_from(turtle(facts)), "p")
    assert [derived[bound] for bound in BOUNDS] == ["2012-01-10", "2012-01-20", "2012-01-10", "2012-01-20"]
    assert "edtf" not in derived


def test_of_two_wholes_with_the_same_bounds_the_first_by_name_gives_the_date():
    facts = ":p a dkg:Visit . :a a dkg:Process . :b a dkg:Process . " + part_of("p", "b", "a")
    facts += dated("d1", "b", "2012-01-01", "2012-01-02") + dated("d2", "a", "2012-01-01", "2012-01-02", "within")
    facts += ":d2 dkg:calendarYear :solar-hijri-1390 ."
    derived = of(derived_from(turtle(facts)), "p")
    assert (derived["reading"], derived["calendarYear"]) == ("reading-within", "solar-hijri-1390")


def test_a_part_with_a_date_of_its_own_keeps_it():
    facts = ":p a dkg:Visit . :a a dkg:Process . " + part_of("p", "a")
    facts += dated("d1", "a", "2012-01-01", "2012-01-02", "within") + dated("d2", "p", "2012-01-01", "2012-01-02")
    derived = {fact for fact in derived_from(turtle(facts)) if fact[0] == "p"}
    assert {fact for fact in derived if fact[1] == "reading"} == {("p", "reading", "reading-exactly")}
    assert of(derived, "p")["beginLatest"] == "2012-01-01"


def test_an_act_lies_within_all_its_occasions():
    facts = ":v a dkg:Visit . :w a dkg:Visit . " + dated("d1", "v", "2012-01-01", "2012-01-20")
    facts += dated("d2", "w", "2012-01-10", "2012-01-30")
    facts += ":act a dkg:Act ; dkg:during :v ; dkg:onSidelinesOf :w ; dkg:kind :act-agreed ."
    derived = of(derived_from(turtle(facts)), "act")
    assert [derived[bound] for bound in BOUNDS] == ["2012-01-10", "2012-01-20", "2012-01-10", "2012-01-20"]


def test_reported_events_are_dated_before_what_depends_on_them():
    """A tenure is attested by a visit that is dated by its report alone, and by a meeting with a date."""
    facts = ":v a dkg:Visit . :s a dkg:Claim ; dkg:claimOf :v ; dkg:claimProperty dkg:status ; dkg:evidence :k ; "
    facts += "dkg:claimValue :status-held . :k dkg:inDocument :d . :d schema:releasedEvent :o . :o a dkg:Publication . "
    facts += ":p3 dkg:inEvent :v ; dkg:inCapacity :t . :p1 dkg:inCapacity :t . :t a dkg:Tenure . " + MEETING
    facts += dated("d1", "o", "2012-01-01", "2012-01-02") + dated("d2", "m", "2018-01-01", "2018-01-02")
    derived = {fact for fact in derived_from(turtle(facts)) if fact[0] == "t" and fact[1] in BOUNDS}
    days = ("0001-01-01", "2012-01-02", "2018-01-02", "9999-12-31")
    assert derived == {("t", bound, day) for bound, day in zip(BOUNDS, days, strict=True)}


@pytest.mark.parametrize(
    ("begun", "ended", "speaks"),
    [
        ("2011-01-01", "2012-01-05", True),  # ended on the day
        ("2011-01-01", "2012-01-04", False),
        ("2012-01-06", "2013-01-01", True),  # began on the last day
        ("2012-01-07", "2013-01-01", False),
    ],
)
def test_a_mandate_ends_with_the_tenure(begun, ended, speaks):
    facts = ":t a dkg:Tenure ; dkg:post :o . :o a dkg:Post ; dkg:speaksFor :s ." + dated("c", "t", begun, ended)
    facts += MEETING + dated("d", "m", "2012-01-05", "2012-01-06") + ":p1 dkg:inCapacity :t ."
    derived = of(derived_from(turtle(facts)), "p1")
    assert derived.get("onBehalfOf") == ("s" if speaks else None)


@pytest.mark.parametrize(
    ("claims", "days"),
    [
        # The meeting of 5 and 6 January 2012 attests a tenure of which no claim says otherwise …
        ([], ("0001-01-01", "2012-01-05", "2012-01-06", "9999-12-31")),
        ([("within", "0001-01-01", "2013-01-01")], ("0001-01-01", "2012-01-05", "2012-01-06", "2013-01-01")),
        # … and none that was over, or had not begun; a claim that another displaces does not count.
        ([("exactly", "2011-01-01", "2011-12-31")], ("2011-01-01", "2011-01-01", "2011-12-31", "2011-12-31")),
        ([("exactly", "2012-01-06", "2012-12-31")], ("2012-01-06", "2012-01-06", "2012-12-31", "2012-12-31")),
        (
            [("exactly", "2011-01-01", "2011-12-31"), ("preferred", "2010-01-01", "2015-12-31")],
            ("2010-01-01", "2010-01-01", "2015-12-31", "2015-12-31"),
        ),
    ],
)
def test_events_attest_a_tenure_within_its_claims(claims, days):
    facts = ":t a dkg:Tenure . :p1 dkg:inCapacity :t . " + MEETING + dated("d", "m", "2012-01-05", "2012-01-06")
    for n, (reading, first, last) in enumerate(claims):
        given = (first, last, first, last) if reading == "within" else (first, first, last, last)
        facts += f":c{n} a dkg:Claim ; dkg:claimOf :t ; dkg:claimProperty dkg:edtf ; dkg:edtf '{first}/{last}' . "
        facts += "".join(f":c{n} dkg:{b} '{day}'^^xsd:date . " for b, day in zip(BOUNDS, given, strict=True))
        facts += f":c{n} dkg:preferredBecause 'so' . " if reading == "preferred" else ""
    derived = {fact for fact in derived_from(turtle(facts)) if fact[0] == "t" and fact[1] in BOUNDS}
    assert derived == {("t", bound, day) for bound, day in zip(BOUNDS, days, strict=True)}


def test_the_date_of_a_whole_that_is_only_attested_is_not_that_of_its_parts():
    facts = turtle("""
        :whole a dkg:Process . :part a dkg:Visit .
        :c1 a dkg:Claim ; dkg:claimOf :part ; dkg:claimProperty dkg:subEventOf ; dkg:claimValue :whole .
        :c2 a dkg:Claim ; dkg:claimOf :whole ; dkg:claimProperty dkg:edtf ; dkg:edtf "2012" ;
            dkg:reading :reading-attested ;
            dkg:beginEarliest "0001-01-01"^^xsd:date ; dkg:beginLatest "2012-12-31"^^xsd:date ;
            dkg:endEarliest "2012-01-01"^^xsd:date ; dkg:endLatest "9999-12-31"^^xsd:date .
    """)
    derived = {fact for fact in derived_from(facts) if fact[0] == "part"}
    assert ("part", "endLatest", "9999-12-31") in derived
    assert not {fact for fact in derived if fact[1] in {"edtf", "reading"}}


def test_events_that_are_parts_of_each_other_come_to_an_end():
    ring = "".join(
        f":{part} a dkg:Meeting . :c-{part} a dkg:Claim ; dkg:claimOf :{part} ; dkg:claimProperty dkg:subEventOf ; "
        f"dkg:claimValue :{whole} ."
        for part, whole in (("m", "n"), ("n", "m"))
    )
    derived = derived_from(turtle(MEETING + ring))
    assert {fact for fact in derived if fact[1] == "hasParticipant"} == {("m", "hasParticipant", v) for v in "xy"}


def test_inferring_twice_adds_nothing():
    store = store_of(sample())
    first = dict(infer(store, rules()))
    size = len(store)
    assert all(first[name] for name in NAMES)
    assert set(dict(infer(store, rules())).values()) == {0}
    assert len(store) == size == len(ontology()) + len(sample()) + sum(first.values())


def test_neither_the_order_of_rules_nor_of_facts_matters():
    one, other = store_of(sample()), store_of(reversed(sample()))
    assert infer(one, rules()) == infer(other, tuple(reversed(rules())))
    assert set(one) == set(other)


def test_a_stratum_runs_to_its_fixpoint():
    query = "PREFIX : <https://w3id.org/dkg/id/> CONSTRUCT { ?a :near ?c } WHERE { ?a :near/:near ?c }"
    chain = [Quad(*q) for q in turtle(" ".join(f":n{n} :near :n{n + 1} ." for n in range(8)))]
    store = Store()
    store.extend(chain)
    assert infer(store, [Rule("50-near", 5, query, "near")]) == (("50-near", 8 * 9 // 2 - 8),)
