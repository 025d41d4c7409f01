"""The short form becomes facts that derive just what was said, under the names that a mapping would give."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple

from gate.beside import HEAD, KNOWN, PEOPLE, expanded, facts, faults, inferred, known, statements, turtle
from kg.gate import Given, Intake, expand, read_file
from kg.gate.verdict import Fault
from kg.reason import derived_properties
from kg.shacl import Severity
from kg.terms import DATA, NS, RDF_TYPE, dkg, entity, shrink
from kg.terms import expand as term
from support import graph

# --- What derives just that -----------------------------------------------------------------------------------------

EVENTS = {"summit": "Meeting", "journey": "Visit"}
VALUES = {
    "heldAt": [":port"], "about": [":trade", ":north", ":ann"], "subEventOf": [":round"], "during": [":round"],
    "onSidelinesOf": [":round"], "following": [":round"], "resultOf": [":round"], "hasParticipant": [":ann", ":bob"],
}  # fmt: skip
DATES = ["2013", "2013-02", "2013-02-21", "2013-02-21/2013-02-28", "[2013-02-21..2013-04-23]", "2013~", "../2013"]
READINGS = ["within", "exactly", "attested", "at-least"]


@st.composite
def said_of_an_event(draw: st.DrawFn) -> str:
    event = draw(st.sampled_from([":summit", ":journey"]))
    status = draw(st.sampled_from(["held", "planned", "cancelled"]))
    pairs = [f"dkg:status :status-{status}"]
    for name, values in VALUES.items():
        if name == "hasParticipant" and status != "held":
            continue  # nobody takes part in what was not held
        pairs += [f"dkg:{name} {value}" for value in draw(st.sets(st.sampled_from(values)))]
    if draw(st.booleans()):
        pairs.append(f'dkg:edtf "{draw(st.sampled_from(DATES))}"')
        if draw(st.booleans()):
            pairs.append(f"dkg:reading :reading-{draw(st.sampled_from(READINGS))}")
    return f"{event} {' ; '.join(draw(st.permutations(pairs)))} ; dkg:evidence :gazette ."


@st.composite
def said_of_an_agreement(draw: st.DrawFn) -> str:
    pairs = [f"dkg:party {each}" for each in draw(st.sets(st.sampled_from([":north", ":south"])))]
    pairs += [f"dkg:about {each}" for each in draw(st.sets(st.sampled_from([":trade", ":ann"])))]
    signers = draw(st.sets(st.sampled_from([":ann", ":bob", ":north"])))
    pairs += [f"dkg:signatory {each}" for each in signers]
    status = draw(st.sampled_from(["signed", "in-force", "ended"] if signers else ["planned", "agreed", "in-force"]))
    pairs.append(f"dkg:status :status-{status}")
    return f":pact {' ; '.join(draw(st.permutations(pairs)))} ; dkg:evidence :gazette ."


@st.composite
def said_of_an_actor(draw: st.DrawFn) -> str:
    reading = draw(st.sampled_from(["", *READINGS]))
    more = f" ; dkg:reading :reading-{reading}" if reading else ""
    actor = draw(st.sampled_from([":ann", ":north"]))
    return f'{actor} dkg:edtf "{draw(st.sampled_from(DATES))}"{more} ; dkg:evidence :gazette .'


SAID = st.one_of(said_of_an_event(), said_of_an_agreement(), said_of_an_actor())
BOUNDS = {dkg(f"{end}{which}") for end in ("begin", "end") for which in ("Earliest", "Latest")}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SAID)
def test_what_was_said_follows_and_nothing_more(text: str) -> None:
    said = {triple for triple in statements(text) if triple.predicate != dkg("evidence")}
    made = expanded(text)
    assert made.faults == ()
    store = inferred({triple for file in made.files for triple in file.triples})
    assert list(made.unkept(store, set())) == []
    node = next(iter(said)).subject
    derived = set(derived_properties(KNOWN)) - BOUNDS - {term("rdfs:label"), dkg("met")}
    before = {quad.triple for quad in KNOWN.quads_for_pattern(node, None, None, None)}
    after = {q.triple for q in store.quads_for_pattern(node, None, None, None) if q.predicate in derived} - before
    assert said <= after
    more = {turtle(triple) for triple in after - said if not follows_from(triple, said)}
    assert more == set()


def follows_from(triple: Triple, said: set[Triple]) -> bool:
    """Tell whether a statement is another word for what was said: an occasion, a date's own reading."""
    properties = {t.predicate for t in said}
    if triple.predicate == dkg("occasion"):
        return any(t.object == triple.object and t.predicate != dkg("about") for t in said)
    return triple.predicate == dkg("reading") and dkg("edtf") in properties and dkg("reading") not in properties


@settings(max_examples=60, deadline=None)
@given(SAID)
def test_what_is_expanded_stays_as_it_is(text: str) -> None:
    once = expanded(text)
    twice = expand(KNOWN, once.files, Intake())
    assert twice.faults == ()
    assert set(twice.files[0].triples) == set(once.files[0].triples)


@settings(max_examples=40, deadline=None)
@given(SAID, SAID, st.randoms(use_true_random=False))
def test_the_order_of_statements_does_not_matter(one: str, other: str, chance: random.Random) -> None:
    triples = list(dict.fromkeys(statements(f"{one}\n{other}")))
    places = expand(KNOWN, [Given("new.ttl", tuple(triples), {})], Intake())
    chance.shuffle(triples)
    again = expand(KNOWN, [Given("new.ttl", tuple(triples), {})], Intake())
    assert set(again.files[0].triples) == set(places.files[0].triples)
    assert sorted(again.faults, key=Fault.key) == sorted(places.faults, key=Fault.key)


NAMELESS = """
_:meeting a dkg:Meeting ; skos:prefLabel "Talks at Port"@en ; dkg:status :status-held ; dkg:edtf "2014-03" ;
    dkg:hasParticipant :ann , _:new ; dkg:heldAt _:place ; dkg:evidence _:source .
_:place a dkg:Place ; skos:prefLabel "Old Port"@en .
_:new a dkg:Person ; skos:prefLabel "Carl Gamma"@en ; dkg:post :envoy ; dkg:evidence _:source .
_:source a dkg:Reference ; dcterms:title "Log"@en ; dcterms:publisher "Port" ; schema:url <https://example.org/log> ;
    dcterms:date "2026-01-31"^^xsd:date .
_:speech a dkg:Participation ; dkg:inEvent _:meeting ; dkg:participant _:new ; dkg:role :role-speaker ;
    dkg:inCapacity _:office ; dkg:evidence _:source .
_:office a dkg:Tenure ; dkg:holder _:new ; dkg:post :envoy ; dkg:evidence _:source .
_:view a dkg:Position ; dkg:heldBy _:new ; dkg:statedIn _:speech ; dkg:stance :stance-affirms ;
    dkg:mode :mode-asserted ; dkg:summary "Trade should grow" ; dkg:about :trade ; dkg:evidence _:source .
_:figure a dkg:Figure ; dkg:about :north ; dkg:measure :measure-trade-volume ; dkg:value 2000000000 ;
    dkg:unit :unit-usd ; dkg:evidence _:source .
"""


@settings(max_examples=30, deadline=None)
@given(st.permutations(["meeting", "place", "new", "source", "speech", "office", "view", "figure"]))
def test_labels_of_blank_nodes_do_not_matter(labels: list[str]) -> None:
    text = NAMELESS
    for number, label in enumerate(labels):
        text = text.replace(f"_:{label}", f"_:n{number}")
    assert facts(text) == facts(NAMELESS)
    assert faults(text) == []
    assert not any(isinstance(t, BlankNode) for triple in facts(text) for t in triple)


def test_names_of_what_had_none() -> None:
    names = {shrink(triple.subject) for triple in facts(NAMELESS)}
    assert {":talks-at-port", ":old-port", ":carl-gamma", ":carl-gamma--envoy"} <= names
    hashed = {name.partition("-")[0] for name in names if name.partition("-")[2].isalnum() and len(name) > 20}
    assert {":reference", ":participation", ":position", ":figure", ":claim"} <= hashed


# --- The names that a mapping gives --------------------------------------------------------------------------------


def test_facts_of_the_graph_are_met_again_and_get_one_more_source() -> None:
    """Every claim, participation of a plain participant and act of signing of the five documents, said in short."""
    store = graph().store
    lines = []
    for quad in store.quads_for_pattern(None, RDF_TYPE, dkg("Claim"), None):
        got = {q.predicate: q.object for q in store.quads_for_pattern(quad.subject, None, None, None)}
        node, property_ = shrink(got[dkg("claimOf")]), got[dkg("claimProperty")]
        if property_ == dkg("edtf"):
            year = f" ; dkg:calendarYear {shrink(got[dkg('calendarYear')])}" if dkg("calendarYear") in got else ""
            said = f"dkg:edtf {got[dkg('edtf')]} ; dkg:reading {shrink(got[dkg('reading')])}{year}"
        else:
            said = f"{shrink(property_)} {shrink(got[dkg('claimValue')])}"
        lines.append((quad.subject, f"{node} {said} ; dkg:evidence :gazette ."))
    for quad in store.quads_for_pattern(None, dkg("role"), entity("role-participant"), None):
        got = {q.predicate: q.object for q in store.quads_for_pattern(quad.subject, None, None, None)}
        event = got[dkg("inEvent")]
        held = Quad(event, dkg("status"), entity("status-held")) in store
        attended = any(Quad(event, RDF_TYPE, dkg(name)) in store for name in ("Meeting", "Visit", "Publication"))
        if dkg("inCapacity") not in got and held and attended:
            said = f"dkg:hasParticipant {shrink(got[dkg('participant')])}"
            lines.append((quad.subject, f"{shrink(event)} {said} ; dkg:evidence :gazette ."))
    gazette = PEOPLE[PEOPLE.index(":gazette") :]
    assert len(lines) > 600
    for fact, line in random.Random(7).sample(lines, 150):
        made = facts(line + gazette, store)
        dated = {
            t.subject for t in statements(line) if Quad(t.subject, RDF_TYPE, dkg("Fact")) in store
        }  # cited as well
        assert {t.subject for t in made if t.predicate == dkg("evidence")} == {fact, *dated}, line
        new = {t for t in made if Quad(*t) not in store and t.subject == fact}
        assert new == {Triple(fact, dkg("evidence"), entity("gazette"))}, line


def test_tenures_and_acts_of_the_graph_are_met_again() -> None:
    store = graph().store
    gazette = PEOPLE[PEOPLE.index(":gazette") :]
    tenure = entity("mehdi-sanaei--ambassador-of-iran-to-russia")
    for line in (
        ":mehdi-sanaei dkg:post :ambassador-of-iran-to-russia ; dkg:evidence :gazette .",
        ":ambassador-of-iran-to-russia dkg:holder :mehdi-sanaei ; dkg:evidence :gazette .",
        "[] a dkg:Tenure ; dkg:holder :mehdi-sanaei ; dkg:post :ambassador-of-iran-to-russia ; dkg:evidence :gazette .",
    ):
        new = {t for t in facts(line + gazette, store) if Quad(*t) not in store and t.subject != entity("gazette")}
        assert new == {Triple(tenure, dkg("evidence"), entity("gazette"))}
    line = ":security-agreement-of-iran-and-russia dkg:signatory :iran ; dkg:evidence :gazette ."
    new = {t for t in facts(line + gazette, store) if Quad(*t) not in store and t.subject != entity("gazette")}
    assert new == {Triple(entity("security-agreement-of-iran-and-russia--signed"), dkg("evidence"), entity("gazette"))}


def test_an_exported_graph_is_what_its_facts_expand_to() -> None:
    """All facts of the five documents under names of their own get their names back."""
    store = graph().store
    ours, again = {}, held_again(store)
    for name in ("Claim", "Participation", "Position", "Figure", "Citation", "Tenure", "Membership"):
        for quad in store.quads_for_pattern(None, RDF_TYPE, dkg(name), None):
            if quad.subject not in again:
                ours[quad.subject] = BlankNode()
    derived = set(derived_properties(store))
    stated = (q for q in store if q.subject in ours and (q.predicate not in derived or is_own(store, q)))
    triples = [Triple(*(ours.get(each, each) for each in quad.triple)) for quad in stated]
    empty = Store()
    empty.extend(q for q in store if q.subject not in ours)
    made = expand(empty, [Given("new.ttl", tuple(triples), {})], Intake())
    named = {t.subject for t in made.files[0].triples}
    assert set(ours) == named
    assert made.faults == ()


def is_own(store: Store, quad: Quad) -> bool:
    """Tell whether a date, reading or topic stands on a fact that has it itself, or a capacity on no position."""
    classes = {q.object for q in store.quads_for_pattern(quad.subject, RDF_TYPE, None, None)}
    if quad.predicate == dkg("inCapacity"):
        return dkg("Position") not in classes
    dates = {dkg("edtf"), dkg("reading"), dkg("calendarYear")}
    return quad.predicate == dkg("about") or (
        quad.predicate in dates and not classes.isdisjoint({dkg("Claim"), dkg("Figure")})
    )


def held_again(store: Store) -> set[NamedNode]:
    """Return the tenures of those who held a post more than once: nothing but their names tells them apart."""
    query = (
        "PREFIX dkg: <https://w3id.org/dkg/ns#> SELECT DISTINCT ?one "
        "{ ?one dkg:holder ?who ; dkg:post ?post . ?other dkg:holder ?who ; dkg:post ?post FILTER(?one != ?other) }"
    )
    return {row["one"] for row in store.query(query)}


# --- What it becomes ------------------------------------------------------------------------------------------------


def test_a_signing_takes_the_date_and_occasion_of_an_agreement() -> None:
    text = ':pact dkg:signatory :ann ; dkg:edtf "2013-02-27" ; dkg:during :journey ; dkg:evidence :gazette .'
    store = inferred(facts(text))
    act = entity("pact--signed")
    assert Quad(act, dkg("during"), entity("journey")) in store
    assert Quad(act, dkg("edtf"), Literal("2013-02-27")) in store
    assert Quad(entity("pact"), dkg("status"), entity("status-signed")) in store
    assert Quad(entity("pact"), dkg("signatory"), entity("ann")) in store
    assert Quad(entity("pact"), dkg("edtf"), Literal("2013-02-27")) not in store


@pytest.mark.parametrize("status", ["", "dkg:status :status-in-force ; ", "dkg:status :status-planned ; "])
def test_a_date_of_an_agreement_without_a_signing_is_refused(status: str) -> None:
    (message,) = faults(f':pact {status}dkg:edtf "2013" ; dkg:evidence :gazette .')[:1]
    assert message.startswith("nothing says which act dkg:edtf is that of; state the act, as in [] a dkg:Act")


def test_the_act_that_the_remedy_shows_is_understood() -> None:
    text = (
        "[] a dkg:Act ; dkg:ofAgreement :pact ; dkg:kind :act-effective ; dkg:status :status-held ;"
        ' dkg:edtf "2014-06" ; dkg:evidence :gazette .'
    )
    store = inferred(facts(text))
    assert faults(text) == []
    assert Quad(entity("pact--effective"), dkg("edtf"), Literal("2014-06")) in store
    assert Quad(entity("pact"), dkg("status"), entity("status-in-force")) in store


@pytest.mark.parametrize(
    ("node", "date", "reading"),
    [
        (":summit", "2013-02-21", "exactly"), (":summit", "2013-02", "within"),
        (":summit", "2013-02-21/2013-02-23", "exactly"), (":summit", "[2013-02-21..2013-02-23]", "within"),
        (":ann", "1950/2020", "exactly"), (":held", "2013", "attested"), (":held", "2013/2014", "exactly"),
    ],
)  # fmt: skip
def test_readings_by_default_are_those_of_the_mappings(node: str, date: str, reading: str) -> None:
    tenure = ":held a dkg:Tenure ; dkg:holder :ann ; dkg:post :envoy ; dkg:evidence :gazette ."
    made = facts(f'{tenure if node == ":held" else ""} {node} dkg:edtf "{date}" ; dkg:evidence :gazette .')
    assert [t.object for t in made if t.predicate == dkg("reading")] == [entity(f"reading-{reading}")]


def test_a_label_is_a_name_where_there_is_none() -> None:
    text = ':carl a dkg:Person ; rdfs:label "Carl Gamma"@en ; dkg:post :envoy ; dkg:evidence :gazette .'
    assert Triple(entity("carl"), term("skos:prefLabel"), Literal("Carl Gamma", language="en")) in facts(text)
    for label in ('"Карл"@ru', '"Carl"'):
        assert any(
            "give skos:prefLabel with a language" in m for m in faults(f":c a dkg:Person ; rdfs:label {label} .")
        )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (":ann dkg:met :bob", "state the meeting, with both as dkg:hasParticipant"),
        (":summit dkg:occasion :round", "say which: dkg:during, dkg:onSidelinesOf, dkg:following or dkg:resultOf"),
        (":p a dkg:Process ; dkg:hasParticipant :ann", "state it of a dkg:Meeting, dkg:Visit or dkg:Publication"),
        (':summit dkg:beginEarliest "2013-01-01"^^xsd:date', "give the date as dkg:edtf; the days follow from it"),
        (":summit dkg:reading :reading-within", "give the date itself, dkg:edtf, beside it"),
        (":view a dkg:Position ; dkg:statedBy :ann", "state the dkg:Participation in which it was said"),
        (":view a dkg:Position ; dkg:onBehalfOf :north", "give dkg:inCapacity, a tenure of a post that speaks"),
        (":ann dkg:heldAt :port", "dkg:heldAt is derived, and cannot be stated so; state it of a dkg:Event"),
        (":summit dkg:party :north", "state it of a dkg:Agreement"),
        (":nobody dkg:heldAt :port", "nothing says what :nobody is; give its class, as in a dkg:Meeting"),
        (':ann dkg:post "Envoy"', "'Envoy' is a text; give the name of a dkg:Post or dkg:Person"),
        (':summit dkg:edtf "2013", "2014"', ":summit has several dates or readings here; give each date a dkg:Claim"),
    ],
)
def test_what_nothing_can_be_made_of_is_refused(text: str, message: str) -> None:
    assert any(message in each for each in faults(f"{text} ; dkg:evidence :gazette .")), faults(text + " .")


def unkept(text: str, beside: Store = KNOWN) -> list[tuple[Severity, str]]:
    made = expanded(text, beside)
    store = inferred({t for file in made.files for t in file.triples}, beside)
    return [(fault.severity, fault.message) for fault in made.unkept(store, set())]


def test_what_does_not_follow_after_all_is_refused() -> None:
    ((severity, message),) = unkept(
        ":summit dkg:status :status-planned ; dkg:hasParticipant :ann ; dkg:evidence :gazette ."
    )
    assert (severity, "nobody takes part in what is not known to have been held" in message) == (
        Severity.VIOLATION,
        True,
    )
    ((severity, message),) = unkept(":pact dkg:status :status-planned ; dkg:signatory :ann ; dkg:evidence :gazette .")
    assert severity is Severity.VIOLATION
    assert message.startswith("dkg:status :status-planned stands beside :status-signed, which counts")
    both = ":summit dkg:status :status-held , :status-planned ; dkg:evidence :gazette ."
    assert [severity for severity, _ in unkept(both)] == [Severity.VIOLATION]


def test_a_rival_of_what_is_known_stays_beside_it_and_is_told() -> None:
    store = known(f"{PEOPLE} [] a dkg:Claim ; dkg:claimOf :summit ; dkg:claimProperty dkg:status ; "
                  "dkg:claimValue :status-held ; dkg:evidence :gazette .")  # fmt: skip
    ((severity, message),) = unkept(":summit dkg:status :status-planned ; dkg:evidence :gazette .", store)
    assert (severity, ":status-held, which counts" in message) == (Severity.INFO, True)


def test_a_post_held_twice_needs_the_name_of_a_tenure() -> None:
    tenure = ":ann--envoy--{} a dkg:Tenure ; dkg:holder :ann ; dkg:post :envoy ; dkg:evidence :gazette ."
    for terms in (["2001", "2009"], ["2009"]):
        store = known(PEOPLE + "".join(map(tenure.format, terms)))
        (message,) = faults(":ann dkg:post :envoy ; dkg:evidence :gazette .", store)
        assert message.startswith(":ann held :envoy more than once")


# --- Places, and what rdflib makes of it ----------------------------------------------------------------------------


def test_facts_have_the_places_of_what_they_were_made_from(tmp_path: Path) -> None:
    path = tmp_path / "new.ttl"
    path.write_text(f"{HEAD}:summit dkg:heldAt :port ;\n    dkg:about :trade ;\n    dkg:evidence :gazette .\n", "utf-8")
    (file,) = expand(KNOWN, [read_file(str(path))], Intake()).files
    line = HEAD.count("\n") + 1
    values = {t.object: file.places[t].line - line for t in file.triples if t.predicate == dkg("claimValue")}
    assert values == {entity("port"): 0, entity("trade"): 1}
    cites = {file.places[t].line - line for t in file.triples if t.predicate == dkg("evidence")}
    assert cites == {2}
    assert {file.called[t.subject] for t in file.triples} == {entity("summit")}


@settings(max_examples=20, deadline=None)
@given(SAID)
def test_rdflib_reads_what_is_shown(text: str) -> None:
    import io

    from kg.gate import show

    out = io.StringIO()
    show(expanded(text).files, out)
    assert len(rdflib.Graph().parse(data=out.getvalue(), format="turtle")) == len(facts(text))
    assert out.getvalue().startswith("@prefix") and DATA in out.getvalue() and NS in out.getvalue()
