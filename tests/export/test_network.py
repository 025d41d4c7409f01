"""Networks: the same pairs, weights and sources as the questions give, valid files, the same bytes always."""

from __future__ import annotations

import io
import os
import re
from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import networkx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Store

from kg.errors import KgError
from kg.export.gexf import write_gexf
from kg.export.graphml import write_graphml
from kg.export.network import CLOSED, NETWORKS, OPEN, Edge, Network, Node, Period, Tie, network
from kg.reason import infer, read_rules
from kg.terms import dkg, entity, integer, text, triple
from support import ROOT, built, graph, run_kg

WRITERS = {"gexf": write_gexf, "graphml": write_graphml}
READERS = {"gexf": lambda file: networkx.read_gexf(file, version="1.3"), "graphml": networkx.read_graphml}
GEXF = "{http://gexf.net/1.3}"
GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"


def written(of: Network, form: str) -> str:
    out = io.StringIO(newline="")
    WRITERS[form](of, out)
    return out.getvalue()


def read(of: Network, form: str) -> networkx.Graph:
    return READERS[form](io.BytesIO(written(of, form).encode()))


# --- The graph of the five documents, against the named questions -----------------------------------------------------


@pytest.fixture(scope="module")
def people() -> dict[str, str]:
    """The names of all persons, and their slugs."""
    found = {
        row["label"].value: row["p"].value for row in graph().run("SELECT * { ?p a dkg:Person ; rdfs:label ?label }")
    }
    assert len(found) == len(list(graph().run("SELECT * { ?p a dkg:Person }"))), "two persons have one name"
    return {name: iri.rsplit("/", 1)[1] for name, iri in found.items()}


def test_the_network_is_what_the_question_answers_of_each_person(people: dict[str, str]) -> None:
    meetings, sources = defaultdict(set), defaultdict(set)
    for slug in people.values():
        for who, meeting, _, _, passages in graph().solve("who-met", {"actor": slug}):
            if who.value in people:  # the question also finds states and delegations
                ends = frozenset((slug, people[who.value]))
                meetings[ends].add(meeting.value)
                sources[ends] |= set(passages.value.split("; "))
    found = network(graph().store, "who-met")
    assert {frozenset((e.one, e.other)): {tie.label for tie in e.ties} for e in found.edges} == meetings
    for each in found.edges:
        said = sources[frozenset((each.one, each.other))]
        assert each.weight == len(each.ties)
        assert (each.documents, each.passages) == (len({passage.split()[0] for passage in said}), len(said))
    assert {node.id for node in found.nodes} == {slug for ends in meetings for slug in ends}


def test_all_actors_have_the_persons_among_them() -> None:
    every, persons = network(graph().store, "actors-met"), network(graph().store, "who-met")
    assert set(persons.edges) < set(every.edges)
    assert {node.class_ for node in persons.nodes} == {"Person"}
    assert {node.class_ for node in every.nodes} > {"Person"}
    met = {frozenset((row[0].value, row[1].value)) for row in graph().run("SELECT ?a ?b { ?a dkg:met ?b }")}
    iris = {node.id: node.iri for node in every.nodes}
    assert {frozenset((iris[e.one], iris[e.other])) for e in every.edges} == met


def test_parties_are_those_that_rdflib_finds_of_concluded_agreements() -> None:
    import rdflib

    from kg.interop import to_rdflib

    ns = rdflib.Namespace("https://w3id.org/dkg/ns#")
    held = to_rdflib(graph().statements())
    mere = {"mooted", "called-for", "planned", "negotiated", "not-reached", "cancelled"}
    weights: dict[frozenset[str], int] = defaultdict(int)
    for agreement in held.subjects(rdflib.RDF.type, ns.Agreement):
        if held.value(agreement, ns.status).rpartition("/status-")[2] in mere:
            continue
        parties = sorted(held.objects(agreement, ns.party))
        for number, one in enumerate(parties):
            for other in parties[number + 1 :]:
                weights[frozenset((one.rpartition("/")[2], other.rpartition("/")[2]))] += 1
    found = network(graph().store, "party-with")
    assert {frozenset((e.one, e.other)): e.weight for e in found.edges} == weights
    treaty = next(e for e in found.edges if {e.one, e.other} == {"iran", "russia"})
    assert "comprehensive-strategic-partnership-treaty" in {tie.id for tie in treaty.ties}
    assert "energy-cooperation-roadmap" not in {tie.id for tie in treaty.ties}, "that one was only planned"


@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.parametrize("form", WRITERS)
def test_networkx_reads_the_same_nodes_edges_and_weights(name: str, form: str) -> None:
    found = network(graph().store, name)
    seen = read(found, form)
    assert not seen.is_directed()
    assert not seen.is_multigraph()
    assert {node: data["label"] for node, data in seen.nodes(data=True)} == {n.id: n.label for n in found.nodes}
    assert {node: data["class"] for node, data in seen.nodes(data=True)} == {n.id: n.class_ for n in found.nodes}
    assert seen.number_of_edges() == len(found.edges)
    for each in found.edges:
        data = seen.edges[each.one, each.other]
        assert (data["weight"], data["documents"], data["passages"]) == (each.weight, each.documents, each.passages)
        assert data["ties"].split() == [tie.id for tie in each.ties]


def test_a_person_has_the_state_that_it_speaks_for_or_belongs_to() -> None:
    states = {node.id: node.states for node in network(graph().store, "who-met").nodes}
    assert states["hassan-rouhani"] == ("Iran",)
    assert states["vladimir-putin"] == ("Russia",)


# --- Rules of the formats, by their specifications --------------------------------------------------------------------


@st.composite
def periods(draw: st.DrawFn) -> Period:
    """Bounds as the rules make them: no begin after its end, and either side open, wholly or up to an attested day."""
    days = sorted(str(draw(st.dates())) for _ in range(4))
    begin, end = (days[0], days[draw(st.integers(1, 2))]), (days[draw(st.integers(1, 2))], days[3])
    if draw(st.booleans()):
        begin, end = (OPEN, begin[1]), (draw(st.sampled_from([OPEN, end[0]])), end[1])
    if draw(st.booleans()):
        begin, end = (begin[0], draw(st.sampled_from([CLOSED, begin[1]]))), (end[0], CLOSED)
    return Period(*begin, *end)


PERIODS = periods()
NAMES = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), min_size=1
).filter(str.strip)
TIES = st.builds(Tie, st.from_regex(r"[a-z]{1,8}", fullmatch=True), NAMES, st.none() | NAMES, PERIODS, st.just("Held"))


@st.composite
def networks(draw: st.DrawFn) -> Network:
    ids = draw(st.lists(st.from_regex(r"[a-z]{1,6}", fullmatch=True), min_size=2, max_size=6, unique=True))
    nodes = [
        Node(id, f"https://w3id.org/dkg/id/{id}", draw(NAMES), "Person", draw(st.none() | NAMES), (), ()) for id in ids
    ]
    pairs = draw(st.sets(st.sampled_from([(a, b) for a in ids for b in ids if a < b]), min_size=1))
    edges = [
        Edge(one, other, "met", tuple(draw(st.lists(TIES, min_size=1, max_size=4))), 1, draw(st.integers(1, 9)))
        for one, other in sorted(pairs)
    ]
    return Network("any", "Any.", tuple(nodes), tuple(edges))


def real_and_made_up() -> list[Network]:
    return [network(graph().store, name) for name in NETWORKS]


def check_gexf(document: str) -> None:
    """Section by section of the GEXF 1.3 primer and schema."""
    root = ElementTree.fromstring(document)
    assert (root.tag, root.get("version")) == (f"{GEXF}gexf", "1.3")
    assert [child.tag for child in root] == [f"{GEXF}meta", f"{GEXF}graph"]
    assert "lastmodifieddate" not in root[0].attrib
    body = root[1]
    assert [child.tag.removeprefix(GEXF) for child in body] == ["attributes", "attributes", "nodes", "edges"]
    declared = {
        each.get("class"): {a.get("id"): a.get("type") for a in each} for each in body.findall(f"{GEXF}attributes")
    }
    ids = [node.get("id") for node in body.iter(f"{GEXF}node")]
    assert len(set(ids)) == len(ids) == int(body.find(f"{GEXF}nodes").get("count"))
    edges = list(body.iter(f"{GEXF}edge"))
    assert len({edge.get("id") for edge in edges}) == len(edges) == int(body.find(f"{GEXF}edges").get("count"))
    assert len({frozenset((e.get("source"), e.get("target"))) for e in edges}) == len(edges)
    for kind, things in (("node", body.iter(f"{GEXF}node")), ("edge", edges)):
        for each in things:
            given_values = {v.get("for"): v.get("value") for v in each.iter(f"{GEXF}attvalue")}
            assert given_values.keys() <= declared[kind].keys()
            assert all(value.isdecimal() for of, value in given_values.items() if declared[kind][of] == "integer")
    for edge in edges:
        assert {edge.get("source"), edge.get("target")} <= set(ids)
        assert float(edge.get("weight")) > 0
        spells = [(s.get("start"), s.get("end")) for s in edge.iter(f"{GEXF}spell")]
        assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", day) for spell in spells for day in spell)
        assert all(start <= end for start, end in spells), "an end is not before its start"
        assert all(one[1] < other[0] for one, other in pairwise(spells)), "intervals of one element cannot overlap"


def check_graphml(document: str) -> None:
    """The rules of the GraphML primer and of the structure and attributes of its schema."""
    root = ElementTree.fromstring(document)
    assert [child.tag.removeprefix(GRAPHML) for child in root] == ["desc", *["key"] * (len(root) - 2), "graph"]
    keys = {key.get("id"): key for key in root.iter(f"{GRAPHML}key")}
    assert len(keys) == len(root) - 2
    assert {key.get("attr.type") for key in keys.values()} <= {"boolean", "int", "long", "float", "double", "string"}
    nmtoken = re.compile(r"[\w.:-]+")
    body = root.find(f"{GRAPHML}graph")
    ids = [node.get("id") for node in body.findall(f"{GRAPHML}node")]
    assert len(set(ids)) == len(ids)
    for each in body:
        assert nmtoken.fullmatch(each.get("id"))
        of = each.tag.removeprefix(GRAPHML)
        data = [value.get("key") for value in each]
        assert len(set(data)) == len(data)
        assert all(keys[key].get("for") == of for key in data)
        if of == "edge":
            assert {each.get("source"), each.get("target")} <= set(ids)


@pytest.mark.parametrize("name", NETWORKS)
def test_the_files_keep_the_rules_of_their_formats(name: str) -> None:
    found = network(graph().store, name)
    check_gexf(written(found, "gexf"))
    check_graphml(written(found, "graphml"))


@given(networks())
def test_any_network_keeps_the_rules_and_comes_back_from_networkx(any_network: Network) -> None:
    check_gexf(written(any_network, "gexf"))
    check_graphml(written(any_network, "graphml"))
    for form in WRITERS:
        seen = read(any_network, form)
        assert {node: data["label"].split() for node, data in seen.nodes(data=True)} == {
            node.id: node.label.split() for node in any_network.nodes
        }
        assert {frozenset(ends): seen.edges[ends]["weight"] for ends in seen.edges} == {
            frozenset((each.one, each.other)): each.weight for each in any_network.edges
        }


@pytest.mark.skipif("KG_SCHEMAS" not in os.environ, reason="set KG_SCHEMAS to a folder with gexf.xsd and graphml.xsd")
@pytest.mark.parametrize("name", NETWORKS)
@pytest.mark.parametrize("form", WRITERS)
def test_the_files_are_valid_against_the_official_schemas(name: str, form: str) -> None:
    from lxml import etree

    schema = etree.XMLSchema(etree.parse(str(Path(os.environ["KG_SCHEMAS"]) / f"{form}.xsd")))
    schema.assertValid(etree.fromstring(written(network(graph().store, name), form).encode()))


@given(st.lists(TIES, min_size=1, max_size=6))
def test_spells_cover_the_days_of_the_dated_ties_and_no_others(ties: list[Tie]) -> None:
    spans = [span for span in (tie.period.possible for tie in ties) if None not in span]
    spells = Edge("a", "b", "met", tuple(ties), 1, 1).spells
    for day in {day for span in spans for day in span} | {spell[0] for spell in spells}:
        assert any(a <= day <= b for a, b in spans) == any(a <= day <= b for a, b in spells)
    assert len(spells) <= len(spans)


@pytest.mark.parametrize("form", WRITERS)
def test_what_xml_cannot_hold_is_refused(form: str) -> None:
    node = Node("a", "https://w3id.org/dkg/id/a", "bell \x07", "Person", None, (), ())
    with pytest.raises(KgError, match=r"XML cannot hold the character U\+0007"):
        written(Network("any", "Any.", (node,), ()), form)


def test_a_node_outside_the_data_is_named_as_graphml_allows() -> None:
    node = Node("https://example.org/a b", "https://example.org/a b", "A", "Person", None, (), ())
    edge = Edge("a", node.id, "met", (Tie("m", "M", None, Period(), "Held"),), 1, 1)
    found = Network("any", "Any.", (Node("a", "x", "a", "Person", None, (), ()), node), (edge,))
    check_graphml(written(found, "graphml"))
    check_gexf(written(found, "gexf"))


# --- What counts, on a small graph ------------------------------------------------------------------------------------


def small(*statements) -> Store:
    """Return a store with the ontology, what is given, and what the rules make of it."""
    store = Store()
    for path in sorted((ROOT / "ontology").glob("*.ttl")):
        store.load(path=str(path))
    store.extend(statements)
    infer(store, read_rules(ROOT / "ontology" / "rules"))
    return store


def meeting(name: str, who: dict[str, str], *, status: str = "held", part_of: str | None = None) -> list:
    """Return the statements of a meeting, with the roles of those who were in it, each cited once."""
    found = [triple(entity(name), "rdf:type", dkg("Meeting")), triple(entity(name), "skos:prefLabel", text(name, "en"))]
    claims = {"status": f"status-{status}"} | ({"subEventOf": part_of} if part_of else {})
    for key, value in claims.items():
        claim = entity(f"claim-{name}-{key.lower()}")
        found += [
            triple(claim, "rdf:type", dkg("Claim")), triple(claim, "dkg:claimOf", entity(name)),
            triple(claim, "dkg:claimProperty", dkg(key)), triple(claim, "dkg:claimValue", entity(value)),
        ]  # fmt: skip
    for number, (actor, role) in enumerate(who.items()):
        part, cite = entity(f"participation-{name}-{actor}"), entity(f"cite-{name}-{actor}")
        found += [
            triple(part, "rdf:type", dkg("Participation")), triple(part, "dkg:inEvent", entity(name)),
            triple(part, "dkg:participant", entity(actor)), triple(part, "dkg:role", entity(f"role-{role}")),
            triple(part, "dkg:evidence", cite), triple(cite, "dkg:inDocument", entity("report")),
            triple(cite, "dkg:startOffset", integer(number)), triple(cite, "dkg:endOffset", integer(number + 1)),
            triple(entity(actor), "rdf:type", dkg("Person")),
            triple(entity(actor), "skos:prefLabel", text(actor, "en")),
        ]  # fmt: skip
    return found


def edges(store: Store) -> dict[tuple[str, str], list[str]]:
    return {(e.one, e.other): [tie.id for tie in e.ties] for e in network(store, "who-met").edges}


def test_organisers_and_planned_meetings_join_nobody() -> None:
    both = {"anna": "participant", "boris": "organiser"}
    assert edges(small(*meeting("forum", both))) == {}
    assert edges(small(*meeting("forum", {"anna": "speaker", "boris": "guest"}, status="planned"))) == {}
    assert edges(small(*meeting("forum", {"anna": "speaker", "boris": "guest"}))) == {("anna", "boris"): ["forum"]}


def test_a_session_is_not_counted_beside_its_meeting() -> None:
    whole = meeting("forum", {"clara": "speaker"})
    session = meeting("session", {"anna": "speaker", "boris": "guest"}, part_of="forum")
    assert edges(small(*whole, *session)) == {
        ("anna", "boris"): ["forum"], ("anna", "clara"): ["forum"], ("boris", "clara"): ["forum"],
    }  # fmt: skip


def test_a_reference_counts_as_a_document() -> None:
    statements = [
        each for each in meeting("forum", {"anna": "speaker", "boris": "guest"}) if "offset" not in str(each).lower()
    ]
    statements = [each for each in statements if each.predicate != dkg("inDocument")]
    (edge,) = network(small(*statements), "who-met").edges
    assert (edge.documents, edge.passages) == (2, 2)


# --- The command ------------------------------------------------------------------------------------------------------


def test_the_command_writes_the_same_bytes_whatever_the_seed(tmp_path: Path) -> None:
    for number, seed in enumerate(("1", "2")):
        for form in WRITERS:
            done = run_kg(built(), "export", str(tmp_path / f"{number}.{form}"), "--network", "actors-met", seed=seed)
            assert (done.returncode, done.stdout) == (0, ""), done.stderr
    for form in WRITERS:
        assert (tmp_path / f"0.{form}").read_bytes() == (tmp_path / f"1.{form}").read_bytes()
    assert (
        run_kg(built(), "export", "--format", "gexf", "--network", "actors-met").stdout.encode()
        == (tmp_path / "0.gexf").read_bytes()
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["0.gexf", "0.graphml", "1.gexf", "1.graphml"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["x.gexf", "--network", "who-mett"], "kg: there is no network 'who-mett'; did you mean who-met?"),
        (["x.gexf", "--asserted"], "kg: networks are made of the whole graph; leave out --asserted"),
        (["x.ttl", "--network", "who-met"], "kg: --network is for GEXF and GraphML; name a file that ends in .gexf"),
    ],
)
def test_misuse_is_one_sentence(arguments: list[str], message: str) -> None:
    done = run_kg(built(), "export", *arguments)
    assert done.returncode == 2
    assert done.stderr.startswith(message)
    assert done.stderr.count("\n") == 1
    assert not (built() / "x.gexf").exists()
