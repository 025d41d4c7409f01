"""What `kg diff` tells, on facts written by hand."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Quad, RdfFormat, parse

from kg.building import read_ontology
from kg.diffing import Side, as_json, as_text, compare
from kg.diffing.half import SUBJECTS
from kg.project import Project
from kg.terms import RDF_TYPE, dkg, entity
from support import ROOT, graph

HEAD = """@prefix : <https://w3id.org/dkg/id/> .
@prefix dkg: <https://w3id.org/dkg/ns#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
:ada a dkg:Person ; skos:prefLabel "Ada"@en .
:minister a dkg:Post ; skos:prefLabel "Minister of Foreign Affairs"@en .
:pair a dkg:Pair ; skos:prefLabel "Iran and Russia"@en .
:treaty a dkg:Agreement ; skos:prefLabel "Treaty of Peace"@en .
:talks a dkg:Meeting ; skos:prefLabel "Talks in Baku"@en .
:paper a dkg:Document ; skos:prefLabel "A paper"@en .
:volume skos:prefLabel "Trade volume"@en . :usd skos:prefLabel "US dollars"@en .
:status-signed skos:prefLabel "Signed"@en . :status-planned skos:prefLabel "Planned"@en .
:attending skos:prefLabel "Attending"@en . :chair skos:prefLabel "Chair"@en .
:cite-1 a dkg:Citation ; dkg:inDocument :paper ; dkg:startOffset 3 ; dkg:endOffset 9 .
"""
ONTOLOGY = read_ontology(Project(root=ROOT, packaged=ROOT))


def side(text: str) -> Side:
    return Side.of(parse(HEAD + text, RdfFormat.TURTLE), {"foaf": "http://xmlns.com/foaf/0.1/"})


def told(before: str, after: str) -> list[str]:
    """Return what is told, without the lines at the end."""
    text = as_text(compare(side(before), side(after), ONTOLOGY))
    return [line for line in text.rpartition("\n\n")[0].split("\n") if line]


FIGURE = """
:figure-{0} a dkg:Figure ; dkg:about :pair ; dkg:measure :volume ; dkg:unit :usd ; dkg:edtf '{1}' ; dkg:value {2} .
"""
CLAIM = ":claim-{0} a dkg:Claim ; dkg:claimOf :treaty ; dkg:claimProperty dkg:{1} ; dkg:claimValue :{2} ."
TENURE = ":ada--minister a dkg:Tenure ; dkg:holder :ada ; dkg:post :minister ."
SINCE = ":claim-d a dkg:Claim ; dkg:claimOf :ada--minister ; dkg:claimProperty dkg:edtf ; dkg:edtf '2004/..' ."
PART = ":participation-{0} a dkg:Participation ; dkg:inEvent :talks ; dkg:participant :ada ; dkg:role :{1} ."
CITED = (
    "\n:ada--minister dkg:evidence :cite-2 ."
    ":cite-2 a dkg:Citation ; dkg:inDocument :paper ; dkg:startOffset 12 ; dkg:endOffset 30 ."
)


@pytest.mark.parametrize(
    ("before", "after", "lines"),
    [
        ("", TENURE + SINCE,
         ["Ada  :ada", "  + gained the post Minister of Foreign Affairs, from 2004"]),
        (TENURE + SINCE, "",
         ["Ada  :ada", "  - no longer has the post Minister of Foreign Affairs, from 2004"]),
        (TENURE, TENURE + SINCE,
         ["Ada  :ada", "  + now stated: post Minister of Foreign Affairs: date 2004/.."]),
        (FIGURE.format(1, 1391, 2), FIGURE.format(2, 1391, 5.3),
         ["Iran and Russia  :pair", "  ~ Trade volume for 1391 changed from 2 to 5.3 US dollars [1]"]),
        (FIGURE.format(1, 1391, 2), FIGURE.format(2, 1392, 2),
         ["Iran and Russia  :pair", "  - figure taken out, Trade volume: 2 US dollars for 1391",
          "  + new figure, Trade volume: 2 US dollars for 1392"]),
        (FIGURE.format(1, 1391, 2) + FIGURE.format(3, 1391, 3), FIGURE.format(2, 1391, 5),
         ["Iran and Russia  :pair", "  - figure taken out, Trade volume: 2 US dollars for 1391",
          "  - figure taken out, Trade volume: 3 US dollars for 1391",
          "  + new figure, Trade volume: 5 US dollars for 1391"]),
        (FIGURE.format(1, 1391, "2000000000.0"), FIGURE.format(2, 1391, "5310000000.0"),
         ["Iran and Russia  :pair", "  ~ Trade volume for 1391 changed from 2 to 5.31 billion US dollars [1]"]),
        (FIGURE.format(1, 1391, "2000000000.0"), FIGURE.format(2, 1391, "5310000001.0"),
         ["Iran and Russia  :pair",
          "  ~ Trade volume for 1391 changed from 2,000,000,000 to 5,310,000,001 US dollars [1]"]),
        (CLAIM.format(1, "status", "status-planned"), CLAIM.format(2, "status", "status-signed"),
         ["Treaty of Peace  :treaty", "  ~ status changed from Planned to Signed [1]"]),
        (CLAIM.format(1, "party", "ada"), CLAIM.format(2, "party", "pair"),
         ["Treaty of Peace  :treaty", "  - no longer stated: party Ada", "  + now stated: party Iran and Russia"]),
        (PART.format(1, "attending"), PART.format(2, "chair"),
         ["Talks in Baku  :talks", "  ~ Ada, attending: role changed from Attending to Chair [1]"]),
        ("", ":visit a dkg:Visit ; skos:prefLabel 'State visit'@en ; skos:altLabel 'Trip'@en, 'Поездка'@ru .",
         ["State visit  :visit", "  + is new (visit)", "  + also called Trip", "  + also called Поездка (ru)"]),
        (TENURE, TENURE + CITED,
         ["Ada  :ada", "  + Minister of Foreign Affairs: source added, A paper 12–30"]),
        (TENURE + CITED, TENURE + CITED.replace("12", "14"),
         [":cite-2", "  ~ start offset changed from 12 to 14"]),
        (":ada skos:altLabel 'A. B.'@en .", ":ada skos:altLabel 'A. C.'@en .",
         ["Ada  :ada", "  ~ other name changed from A. B. to A. C."]),
        ("<urn:x> foaf:age 7 .", "<urn:x> foaf:age 07 ; a foaf:Agent .",
         ["<urn:x>", "  + a foaf:Agent", '  + foaf:age "07"^^xsd:integer', "  - foaf:age 7"]),
    ],
)  # fmt: skip
def test_what_is_told(before: str, after: str, lines: list[str]) -> None:
    assert told(before, after) == lines


def test_blank_nodes_are_told_by_their_statements() -> None:
    known = "<urn:x> foaf:knows [ foaf:age 7 ]"
    subject, link, node, age = told(f"{known} .", f"{known}, [ foaf:age 8 ] .")
    assert (subject, age) == ("<urn:x>", "  + foaf:age 8")
    assert link == f"  + foaf:knows {node}"
    assert node.startswith("_:b")


def test_a_guess_is_told_as_one() -> None:
    news = compare(side(FIGURE.format(1, 1391, 2)), side(FIGURE.format(2, 1391, 3)), ONTOLOGY)
    assert [change.guess for change in news.changes] == [True]
    assert as_text(news).endswith("\n[1] two facts, taken for one because all else of them is equal\n")
    assert '"guess": true' in as_json(news)


def test_what_follows_is_counted_and_not_told() -> None:
    before = side(":talks dkg:hasParticipant :ada .")
    news = compare(before, side(":talks dkg:hasParticipant :pair ."), ONTOLOGY)
    assert news.changes == ()
    assert as_text(news) == "2 derived statements (--all tells them)\n"
    assert "  + :talks dkg:hasParticipant :pair\n" in as_text(news, derived=True)


def test_without_an_ontology_all_is_asserted_and_names_stand_for_labels() -> None:
    news = compare(side(""), side(PART.format(1, "attending")))
    assert "  + new participant: Ada, attending" in as_text(news)


def test_every_fact_of_the_graph_can_be_told() -> None:
    whole = Side.of(graph().statements())
    gained = compare(Side.of(()), whole, ONTOLOGY)
    lost = compare(whole, Side.of(()), ONTOLOGY)
    assert {change.how for change in gained.changes} == {"gained"}
    assert {change.how for change in lost.changes} == {"lost"}
    assert len(gained.changes) > 1000
    assert not compare(whole, whole, ONTOLOGY)
    assert as_text(compare(whole, whole, ONTOLOGY)) == ""


def test_a_moved_statement_is_told_with_its_graph() -> None:
    data = "<urn:s> <urn:p> <urn:o> <urn:g> .\n"
    before = Side.of(parse(data, RdfFormat.N_QUADS), {})
    after = Side.of(parse(data.replace(" <urn:g>", ""), RdfFormat.N_QUADS), {})
    assert as_text(compare(before, after)) == (
        "<urn:s>\n  + <urn:p> <urn:o>\n  - <urn:p> <urn:o> in the graph <urn:g>\n\n1 gained, 1 lost\n"
    )


_FACTS = [(name, property_) for name, properties in SUBJECTS.items() for property_ in properties]
_LINKS = st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from(_FACTS), st.sampled_from("abcd")), min_size=1)


@settings(max_examples=60, deadline=None)
@given(_LINKS)
def test_facts_about_one_another_in_a_circle_are_all_told(links: list[tuple[str, tuple[str, str], str]]) -> None:
    quads = [
        quad
        for one, (name, property_), other in links
        for quad in (
            Quad(entity(one), RDF_TYPE, dkg(name)),
            Quad(entity(one), dkg(property_), entity(other)),
        )
    ]
    news = compare(Side.of(()), Side.of(quads), ONTOLOGY)
    assert {f":{one}" for one, _, _ in links} <= {change.about for change in news.changes}
    assert as_text(news) == as_text(compare(Side.of(()), Side.of(quads[::-1]), ONTOLOGY))
    assert as_text(compare(Side.of(quads), Side.of(()), ONTOLOGY))


def test_a_claim_of_its_own_date_is_told() -> None:
    circle = ":c a dkg:Claim ; dkg:claimOf :c ; dkg:claimProperty dkg:edtf ; dkg:edtf '2024' ."
    (entity_line, change) = told("", circle)
    assert entity_line == ":c" and "2024" in change
