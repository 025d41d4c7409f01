"""Entities and facts: what the graph says, found by another way than they find it."""

from __future__ import annotations

import re

import lxml.html
import pytest

from kg.entities import Entity, Fact, Facts, Source
from kg.errors import KgError, UnknownNameError
from kg.terms import entity
from support import graph

SLUGS = [
    "iran", "mehdi-sanaei", "fyodor-lukyanov", "jcpoa", "sanctions", "tehran", "valdai-dialogue-report",
    "iran-and-russia", "security-agreement-of-iran-and-russia", "foreign-minister-of-iran",
]  # fmt: skip


@pytest.mark.parametrize("slug", SLUGS)
def test_facts_are_those_that_are_shown_in_the_same_order(slug: str) -> None:
    facts, shown = graph()[slug].facts, graph().show(slug)
    lines = []
    for fact in facts:
        sources = "; ".join(
            dict.fromkeys(map(str, sorted(fact.sources, key=lambda s: (s.document.slug, s.start, str(s)))))
        )
        lines.append(f"  {fact}{f'  ({fact.when})' if fact.when else ''}  [{sources}]")
    assert lines == [line for line in shown.splitlines() if re.search(r"\]\Z", line)]


EVIDENCE = """
SELECT ?cite ?document ?title ?start ?end ?written ?basis ?note {
  FACT dkg:evidence ?cite . ?cite dkg:inDocument ?document ; dkg:startOffset ?start ; dkg:endOffset ?end .
  ?document dcterms:title ?title
  OPTIONAL { ?cite dkg:asWritten ?written } OPTIONAL { ?cite dkg:basis/rdfs:label ?basis }
  OPTIONAL { ?cite skos:note ?note }
}
"""


def test_every_fact_has_its_class_words_and_sources() -> None:
    classes = graph().select(
        "SELECT ?fact ?class { ?fact a ?class . ?class rdfs:subClassOf dkg:Fact FILTER(STRLEN(STR(?fact)) > 0) }"
    )
    found = list(classes)[::7]
    assert len({row["class"].slug for row in found}) == 8
    for node, class_ in found:
        fact = graph()[node]
        assert isinstance(fact, Fact)
        assert f"dkg:{fact.class_}" == class_.slug
        assert str(fact) == fact.summary == fact.label != ""
        wanted = graph().select(EVIDENCE.replace("FACT", str(node.node)))
        assert sorted(
            (s.document.slug, s.title, s.start, s.end, s.written, s.basis, s.note) for s in fact.sources
        ) == sorted(
            (row.document.slug, row.title, row.start, row.end, row.written or "", row.basis or "", row.note or "")
            for row in wanted
        )


def test_a_source_says_where_and_how_the_fact_is_stated() -> None:
    (figure,) = (f for f in graph()["iran-and-russia"].facts.of("Figure") if "5,300,000,000" in f.summary)
    assert str(figure) == "Trade volume, Iran and Russia: 5,300,000,000 US dollar"
    assert figure.when == "2012-03-20/2013-03-20, Iranian year 1391"
    (source,) = figure.sources
    assert isinstance(source, Source)
    assert (source.document, source.title) == (graph()["iran-relations-with-russia"], "Iran's Relations with Russia")
    assert (source.start, source.end) == (9037, 9220)
    assert sorted(source.hedges) == ["Approximate", "Unofficial"]
    assert str(source).startswith("iran-relations-with-russia 9037–9220, ")


def test_facts_are_chosen_by_class() -> None:
    facts = graph()["mehdi-sanaei"].facts
    assert isinstance(facts, Facts)
    chosen = facts.of("Tenure", "Position")
    assert {fact.class_ for fact in chosen} == {"Tenure", "Position"}
    assert [fact for fact in facts if fact.class_ in ("Tenure", "Position")] == list(chosen)
    with pytest.raises(UnknownNameError, match="there is no class of facts Tenures; did you mean Tenure"):
        facts.of("Tenures")


def test_names() -> None:
    sanaei = graph()["mehdi-sanaei"]
    assert (str(sanaei), sanaei.label, sanaei.slug) == ("Mehdi Sanaei", "Mehdi Sanaei", "mehdi-sanaei")
    assert repr(sanaei) == "Entity('mehdi-sanaei')"
    assert sanaei.labels == {"en": "Mehdi Sanaei", "ru": "Мехди Санаи", "fa": "مهدی سنایی"}
    assert "Islamic Republic of Iran" in graph()["iran"].also
    assert (graph()["ipis"].classes, graph()["ipis"].kind) == (("Organization",), "Think tank")
    heading = graph()["dkg:Meeting"]
    assert (heading.slug, heading.label) == ("dkg:Meeting", "meeting")


def test_entities_are_values_that_sort_by_label() -> None:
    iran, russia = graph()["iran"], graph()["russia"]
    assert iran == graph()["Iran"] != russia and len({iran, graph()["iran"], russia}) == 2
    assert iran != "iran"
    assert sorted([russia, iran]) == [iran, russia] and max(iran, russia) == russia
    with pytest.raises(TypeError):
        _ = iran < "x"  # type: ignore[operator]


def test_properties_lead_from_thing_to_thing() -> None:
    dialogue = graph()["russian-iranian-dialogue-2018"]
    assert dialogue["heldAt"] == (graph()["tehran"],)
    assert dialogue.properties["heldAt"] == dialogue["heldAt"]
    assert set(dialogue.properties) == {
        str(row.p.slug).removeprefix("dkg:")
        for row in graph().select(f"SELECT DISTINCT ?p {{ {dialogue.node} ?p ?x }}")
    }
    assert {str(each) for each in graph()["iran"]["skos:prefLabel"]} == set(graph()["iran"].labels.values())
    assert graph()["iran"]["heldAt"] == ()
    assert all(isinstance(each, Entity) for each in graph()["mehdi-sanaei"]["met"])
    with pytest.raises(UnknownNameError, match="there is no property heldAtt; did you mean heldAt"):
        dialogue["heldAtt"]
    with pytest.raises(KgError, match="is not a prefixed name"):
        dialogue["x:heldAt"]


def test_when_something_was() -> None:
    assert graph()["russian-iranian-dialogue-2018"].when == "2018-04-09"
    assert graph()["iran"].when == ""
    claims = [fact for fact in graph()["russian-iranian-dialogue-2018"].facts.of("Claim") if "date" in fact.summary]
    assert claims and all(fact.when == "" for fact in claims)


def test_a_notebook_shows_an_entity_with_its_facts() -> None:
    page = lxml.html.fragments_fromstring(graph()["iran"]._repr_html_())
    assert page[0].text == "Iran  (State)  :iran"
    table = next(each for each in page if each.tag == "table")
    assert table.xpath(".//th/text()") == ["class", "fact", "when", "sources"]
    assert len(table.xpath(".//tbody/tr")) == 20
    assert page[-1].text == f"the first 20 of {len(graph()['iran'].facts)} facts"
    few = graph()["alexander-maryasov"]
    assert len(lxml.html.fromstring(few.facts._repr_html_()).xpath("//tbody/tr")) == len(few.facts) < 20
    (figure,) = (fact for fact in graph()["iran-and-russia"].facts if "5,300,000,000" in fact.summary)
    heading, sources = lxml.html.fragments_fromstring(figure._repr_html_())
    assert heading.text == f"Figure: {figure} ({figure.when})"
    assert [cell.text or "" for cell in sources.xpath(".//td")] == list(figure.sources[0].cells())
    assert sources.xpath(".//td")[1].text == "9037–9220"
    assert graph()["dkg:Fact"]._repr_html_().startswith("<p")
    assert repr(Facts()) == "no facts"
    assert len(repr(few.facts).splitlines()) == len(few.facts)


def test_a_reference_is_a_source_without_offsets() -> None:
    from pyoxigraph import NamedNode, Store

    from kg.entities import entity_of
    from kg.terms import dkg, text, triple

    fact, reference = entity("claim-1"), entity("who-is-who")
    store = Store()
    store.extend(
        [
            triple(fact, "rdf:type", dkg("Fact")),
            triple(fact, "rdf:type", dkg("Tenure")),
            triple(fact, "dkg:evidence", reference),
            triple(reference, "dcterms:title", text("Who is who", "en")),
        ]
    )
    found = entity_of(store, NamedNode(fact.value))
    assert isinstance(found, Fact)
    (source,) = found.sources
    assert (source.document.node, source.title, source.start, source.end) == (reference, "Who is who", None, None)
    assert str(source) == "Who is who"
