"""Rules against plain loops, on the sample and on small random graphs."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad

from kg.terms import DATA, NS, RDF_TYPE
from kg.terms import date as day_literal
from reason import naive
from reason.graphs import Told, derived_from, sample, told

Triple = tuple[str, str, str]

EVENTS = [f"event-{n}" for n in range(5)]
ACTORS = ["anna", "boris", "arcadia", "borduria", "institute"]
TENURES = ["anna--minister", "boris--envoy"]
AGREEMENTS = ["treaty", "accord"]
PARTICIPATIONS = [f"participation-{n}" for n in range(5)]
FIXED = """
anna type Person|boris type Person|arcadia type State|borduria type State|institute type Organization
institute ofState arcadia|minister type Post|minister postIn arcadia|minister speaksFor arcadia
envoy type Post|envoy postIn institute|envoy speaksFor borduria|treaty type Agreement|accord type Agreement
anna--minister type Tenure|anna--minister post minister|anna--minister holder anna
boris--envoy type Tenure|boris--envoy post envoy|boris--envoy holder boris|arcadia--league type Membership
"""
LITERALS = {"edtf", "preferredBecause"}


def test_rules_and_loops_agree_on_the_sample():
    assert derived_from(sample()) == naive.derive(told(sample()))


@st.composite
def bounds(draw: st.DrawFn, thing: str) -> list[Triple]:
    """Give a thing a date: four days in order, some of them open."""
    days = sorted(date(2012, 1, 1) + timedelta(draw(st.integers(0, 6))) for _ in range(4))
    first, begun, kept, last = (str(day) for day in days)
    first, last = draw(st.sampled_from([(first, last), (first, last), (naive.FIRST, last), (first, naive.LAST)]))
    four = [(thing, bound, day) for bound, day in zip(naive.BOUNDS, (first, begun, kept, last), strict=True)]
    reading = draw(st.sampled_from(["reading-within", "reading-exactly", "reading-attested"]))
    year = draw(st.sampled_from([[], [(thing, "calendarYear", "solar-hijri-1391")]]))
    return [*four, *year, (thing, "edtf", f"{days[0]}/{days[3]}"), (thing, "reading", reading)]


@st.composite
def claims(draw: st.DrawFn) -> list[Triple]:
    choices = {
        "status": (EVENTS + AGREEMENTS, naive.RANKS + ["status-held"] * 12),
        "subEventOf": (EVENTS, EVENTS),
        "during": (EVENTS, EVENTS),
        "about": (EVENTS + AGREEMENTS, ["trade", "arcadia"]),
        "party": (AGREEMENTS, ACTORS[2:]),
        "edtf": ([*EVENTS, "anna", *TENURES, *TENURES, "act-0", "arcadia--league"], []),
    }
    triples: list[Triple] = []
    often = sorted([*choices, "edtf", "edtf", "subEventOf", "subEventOf", "status"])
    for n, property_ in enumerate(draw(st.lists(st.sampled_from(often), min_size=4, max_size=20))):
        claim, (entities, values) = f"claim-{n}", choices[property_]
        triples += [(claim, "type", "Claim"), (claim, "claimProperty", property_)]
        triples.append((claim, "claimOf", draw(st.sampled_from(entities))))
        triples += [(claim, "claimValue", draw(st.sampled_from(values)))] if values else draw(bounds(claim))
        triples += [(claim, "preferredBecause", "so")] if draw(st.integers(0, 4)) == 0 else []
    return triples


@st.composite
def facts(draw: st.DrawFn) -> Told:
    """Return a small graph in which anything may be related to anything that its property allows."""
    pick = lambda values: draw(st.sampled_from(values))  # noqa: E731
    triples = [tuple(text.split()) for line in FIXED.split("\n") for text in line.split("|") if text]
    triples += [(event, "type", pick(["Meeting", "Meeting", "Visit", "Process", "Event"])) for event in EVENTS]
    for participation in PARTICIPATIONS:
        triples += [(participation, "type", "Participation"), (participation, "inEvent", pick(EVENTS))]
        triples += [(participation, "participant", pick(ACTORS))]
        triples += [(participation, "role", pick(["role-speaker", "role-host", "role-organiser"]))]
        triples += [(participation, "inCapacity", tenure) for tenure in pick([[], TENURES[:1], TENURES[1:]])]
    for n, stated in enumerate(draw(st.lists(st.sampled_from(PARTICIPATIONS), max_size=3))):
        triples += [(f"position-{n}", "type", "Position"), (f"position-{n}", "statedIn", stated)]
        triples += [(f"position-{n}", "heldBy", pick(ACTORS))]
    for n, kind in enumerate(draw(st.lists(st.sampled_from([*naive.LEAVES, "signed", "signed"]), max_size=3))):
        act = f"act-{n}"
        triples += [(act, "type", "Act"), (act, "kind", f"act-{kind}"), (act, "ofAgreement", pick(AGREEMENTS))]
        triples += [(act, "by", pick(ACTORS)), (act, "status", pick(["status-held", "status-held", "status-planned"]))]
        triples += [(act, pick(naive.OCCASIONS), event) for event in draw(st.sets(st.sampled_from(EVENTS), max_size=2))]
        triples += [(act, "inCapacity", tenure) for tenure in pick([[], TENURES[:1]])]
    return {*triples, *draw(claims())}  # type: ignore[arg-type]


@given(facts())
@settings(max_examples=150, deadline=None)
def test_rules_and_loops_agree_on_any_graph(graph):
    assert derived_from(map(quad, sorted(graph))) == naive.derive(graph)


def quad(fact: Triple) -> Quad:
    """Return the statement of three local names."""
    subject, property_, value = fact
    if property_ == "type":
        return Quad(NamedNode(DATA + subject), RDF_TYPE, NamedNode(NS + value))
    if property_ in naive.BOUNDS:
        return Quad(NamedNode(DATA + subject), NamedNode(NS + property_), day_literal(value))
    if property_ in LITERALS:
        return Quad(NamedNode(DATA + subject), NamedNode(NS + property_), Literal(value))
    base = NS if property_ == "claimProperty" else DATA
    return Quad(NamedNode(DATA + subject), NamedNode(NS + property_), NamedNode(base + value))
