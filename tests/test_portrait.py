"""Portraits: one entity in words, with every fact that mentions it, and where each is said."""

from __future__ import annotations

import re

import pytest
from pyoxigraph import NamedNode, QuerySolutions

from kg.portrait import portrait
from kg.terms import entity, local_name
from support import graph

SECTIONS = ["Posts", "Memberships", "Events", "Acts", "Clauses", "Positions", "Figures", "Claims"]
# Every fact that names the entity, or names what names it: counted by another way than the portrait finds them.
COUNT = """
SELECT ?class (COUNT(DISTINCT ?fact) AS ?n) WHERE {
  ?fact a dkg:Fact , ?class .
  ?class rdfs:subClassOf dkg:Fact .
  FILTER(
    EXISTS { ?fact ?any NODE } || EXISTS { ?fact dkg:inCapacity ?tenure . ?tenure ?any NODE }
    || EXISTS { ?fact dkg:statedIn ?participation . ?participation ?any NODE } || sameTerm(?fact, NODE)
    || EXISTS { ?fact dkg:claimOf ?dated . ?dated a dkg:Fact ; ?any NODE }
  )
}
GROUP BY ?class
"""
TITLES = {
    "Tenure": "Posts", "Membership": "Memberships", "Participation": "Events", "Act": "Acts", "Clause": "Clauses",
    "Position": "Positions", "Figure": "Figures", "Claim": "Claims",
}  # fmt: skip


def nodes(sparql: str) -> list[NamedNode]:
    found = graph().run(sparql)
    assert isinstance(found, QuerySolutions)
    return [node for (node,) in found if isinstance(node, NamedNode)]


def entities() -> list[str]:
    classes = "dkg:Actor dkg:Post dkg:Event dkg:Agreement dkg:Pair dkg:Document dkg:Issue"
    found = nodes(f"SELECT DISTINCT ?x {{ VALUES ?c {{ {classes} }} ?x a ?c }} ORDER BY ?x")
    return [local_name(node) for node in found]


def sections(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    title = ""
    for line in text.splitlines()[1:]:
        if line in (*SECTIONS, "Sources"):
            title = line
            found[title] = []
        elif title and line:
            found[title].append(line)
    return found


@pytest.mark.parametrize("slug", [*entities()[::6], "iran", "russia", "mehdi-sanaei", "jcpoa", "tehran", "sanctions"])
def test_every_fact_that_mentions_an_entity_is_shown_with_its_source(slug: str) -> None:
    shown = sections(portrait(graph().store, entity(slug)))
    answer = graph().run(COUNT.replace("NODE", str(entity(slug))))
    assert isinstance(answer, QuerySolutions)
    counted = {TITLES[local_name(row["class"])]: int(row["n"].value) for row in answer}
    assert {title: len(lines) for title, lines in shown.items() if title != "Sources"} == counted
    documents = {line.split()[0] for line in shown.get("Sources", [])}
    for title, lines in shown.items():
        for line in lines if title != "Sources" else []:
            sources = re.search(r"\[([^\[\]]+)\]\Z", line)
            assert sources, line
            assert {each.split()[0] for each in sources[1].split("; ")} <= documents


def test_a_portrait_is_the_same_every_time() -> None:
    assert len({portrait(graph().store, entity("iran")) for _ in range(3)}) == 1


def test_open_bounds_are_never_shown() -> None:
    for slug in entities():
        text = portrait(graph().store, entity(slug))
        assert "0001-01-01" not in text
        assert "9999-12-31" not in text


def test_sources_are_in_the_order_of_the_text() -> None:
    for line in portrait(graph().store, entity("iran")).splitlines():
        if found := re.search(r"\[([^\[\]]+)\]\Z", line):
            places = [re.match(r"(\S+) (\d+)–", each) for each in found[1].split("; ")]
            keys = [(place[1], int(place[2])) for place in places if place]
            assert keys == sorted(keys)


def test_facts_are_in_the_order_of_time() -> None:
    meetings = sections(portrait(graph().store, entity("vladimir-putin")))["Events"]
    order = ["Bishkek", "Shanghai", "Dushanbe", "Astrakhan"]
    places = [next(i for i, line in enumerate(meetings) if f"Rouhani in {place}" in line) for place in order]
    assert places == sorted(places)


def test_a_name_is_shown_in_the_language_that_is_asked() -> None:
    text = portrait(graph().store, entity("mehdi-sanaei"), ("ru", "en"))
    assert text.startswith("Мехди Санаи  (Person)  :mehdi-sanaei\n")
    assert "Mehdi Sanaei" in text.splitlines()[1]
    assert "  Мехди Санаи: Посол Ирана в России  (by 2018-04-09" in text


@pytest.mark.parametrize("lang", ["en", "fa", "ru", "zz"])
def test_what_goes_without_saying_is_left_out_in_every_language(lang: str) -> None:
    signed = portrait(graph().store, entity("security-agreement-of-iran-and-russia"), (lang, "en"))
    assert "held" not in signed.lower() and "(состоялось)" not in signed and "(انجام" not in signed
    assert "  date: 2012-03-20/2013-03-20\n" in portrait(graph().store, entity("solar-hijri-1391"), (lang, "en"))


@pytest.mark.parametrize(
    ("slug", "line"),
    [
        ("dmitry-rogozin-in-iran", "  date: within 2013-02-19/2013-03-20, Iranian year 1391"),
        ("foreign-minister-of-iran",
         "  Ali Akbar Salehi: Foreign Minister of Iran  (at some time between 2012-03-20 and 2013-03-20)"),
        ("alexander-maryasov", "  Alexander Maryasov: Ambassador of Russia to Iran  (2001/2005)"),
        ("iran-and-russia",
         "  Trade volume, Iran and Russia: 5,300,000,000 US dollar  (2012-03-20/2013-03-20, Iranian year 1391)"),
        ("russian-iranian-dialogue-2018", "  place: Tehran"),
        ("security-agreement-of-iran-and-russia--signed",
         "  Security agreement of Iran and Russia: signed by Iran, Russia, in connection with Visit of"),
        ("valdai-dialogue-report", "  publisher: Valdai Discussion Club"),
        ("solar-hijri-1391", "  date: 2012-03-20/2013-03-20"),
    ],
)  # fmt: skip
def test_facts_are_put_into_words(slug: str, line: str) -> None:
    assert any(each.startswith(line) for each in portrait(graph().store, entity(slug)).splitlines())


def test_a_view_that_another_reports_says_so() -> None:
    text = portrait(graph().store, entity("manouchehr-moradi"))
    assert "Iran, as Manouchehr Moradi says, affirms (asserted): " in text


def test_something_without_facts_is_shown_too() -> None:
    assert portrait(graph().store, NamedNode("urn:nothing")) == "<urn:nothing>  <urn:nothing>\n"
