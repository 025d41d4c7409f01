"""The graph as RDF files: golden examples, the same bytes in whatever order, and the same graph for every reader."""

import json
import re
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse

from kg.errors import KgError
from kg.export.rdf import FORMATS, SECTIONS, export, find_format
from kg.terms import NS, PREFIXES, RDF_TYPE, dkg, entity, expand, text, triple
from support import ROOT, graph
from test_turtle import by_raptor, by_rdflib, canonical, graphs, renamed

GRAPH = [
    triple(entity("minsk-2014"), "rdf:type", dkg("Event")),
    triple(entity("minsk-2014"), "rdf:type", dkg("Meeting")),
    triple(entity("minsk-2014"), "skos:prefLabel", text("Minsk meeting", "en")),
    triple(entity("minsk-2014"), "skos:prefLabel", text("Встреча в Минске", "ru")),
    triple(entity("minsk-2014"), "dkg:heldAt", entity("minsk")),
    triple(entity("minsk-2014"), "dkg:beginEarliest", Literal("2014-09-05", datatype=expand("xsd:date"))),
    triple(entity("minsk-2014"), "dkg:value", Literal("2.50", datatype=expand("xsd:decimal"))),
    triple(entity("claim-1"), "rdf:type", dkg("Claim")),
    triple(entity("claim-1"), "dkg:claimValue", Literal("1.0", datatype=expand("xsd:decimal"))),
    triple(entity("claim-1"), "dkg:offset", Literal(5)),
    triple(entity("claim-1"), "dkg:preferred", Literal(True)),
    triple(entity("claim-1"), "dkg:note", text("a")),
    triple(entity("claim-1"), "dkg:note", text("b")),
    triple(dkg("heldAt"), "rdf:type", expand("owl:ObjectProperty")),
    triple(NamedNode("http://example.org/page"), "rdfs:label", text("a page")),
]

TURTLE = """\
@prefix : <https://w3id.org/dkg/id/> .
@prefix dkg: <https://w3id.org/dkg/ns#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

# Object properties

dkg:heldAt a owl:ObjectProperty .

# Meeting

:minsk-2014 a dkg:Event, dkg:Meeting ;
    skos:prefLabel "Minsk meeting"@en, "Встреча в Минске"@ru ;
    dkg:beginEarliest "2014-09-05"^^xsd:date ;
    dkg:heldAt :minsk ;
    dkg:value 2.50 .

# Claim

:claim-1 a dkg:Claim ;
    dkg:claimValue 1.0 ;
    dkg:note "a", "b" ;
    dkg:offset 5 ;
    dkg:preferred true .

# Others

<http://example.org/page> rdfs:label "a page" .
"""

JSONLD = """\
{"id":"http://example.org/page","rdfs:label":"a page"},
{"id":"claim-1","type":"Claim","claimValue":{"@value":"1.0","@type":"xsd:decimal"},\
"dkg:note":["a","b"],"offset":5,"preferred":true},
{"id":"minsk-2014","type":["Event","Meeting"],"beginEarliest":"2014-09-05","heldAt":"minsk",\
"prefLabel":{"en":"Minsk meeting","ru":"Встреча в Минске"},"value":"2.50"},
{"id":"dkg:heldAt","type":"owl:ObjectProperty"}
]}
"""

RDF_XML = """\
<?xml version="1.0" encoding="UTF-8"?>
<rdf:RDF
    xmlns:dkg="https://w3id.org/dkg/ns#"
    xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    xmlns:rdfs="http://www.w3.org/2000/01/rdf-schema#"
    xmlns:skos="http://www.w3.org/2004/02/skos/core#">
<rdf:Description rdf:about="http://example.org/page">
  <rdfs:label>a page</rdfs:label>
</rdf:Description>
<rdf:Description rdf:about="https://w3id.org/dkg/id/claim-1">
  <rdf:type rdf:resource="https://w3id.org/dkg/ns#Claim"/>
  <dkg:claimValue rdf:datatype="http://www.w3.org/2001/XMLSchema#decimal">1.0</dkg:claimValue>
  <dkg:note>a</dkg:note>
  <dkg:note>b</dkg:note>
  <dkg:offset rdf:datatype="http://www.w3.org/2001/XMLSchema#integer">5</dkg:offset>
  <dkg:preferred rdf:datatype="http://www.w3.org/2001/XMLSchema#boolean">true</dkg:preferred>
</rdf:Description>
<rdf:Description rdf:about="https://w3id.org/dkg/id/minsk-2014">
  <rdf:type rdf:resource="https://w3id.org/dkg/ns#Event"/>
  <rdf:type rdf:resource="https://w3id.org/dkg/ns#Meeting"/>
  <skos:prefLabel xml:lang="en">Minsk meeting</skos:prefLabel>
  <skos:prefLabel xml:lang="ru">Встреча в Минске</skos:prefLabel>
  <dkg:beginEarliest rdf:datatype="http://www.w3.org/2001/XMLSchema#date">2014-09-05</dkg:beginEarliest>
  <dkg:heldAt rdf:resource="https://w3id.org/dkg/id/minsk"/>
  <dkg:value rdf:datatype="http://www.w3.org/2001/XMLSchema#decimal">2.50</dkg:value>
</rdf:Description>
<rdf:Description rdf:about="https://w3id.org/dkg/ns#heldAt">
  <rdf:type rdf:resource="http://www.w3.org/2002/07/owl#ObjectProperty"/>
</rdf:Description>
</rdf:RDF>
"""


def written(statements, format):
    out = StringIO()
    export(statements, format, out)
    return out.getvalue()


@pytest.mark.parametrize(("format", "golden"), [("turtle", TURTLE), ("trig", TURTLE), ("rdfxml", RDF_XML)])
def test_golden(format, golden):
    assert written(GRAPH, format) == written(iter(reversed(GRAPH)), format) == golden


def test_golden_jsonld():
    context = (ROOT / "schemas" / "context.jsonld").read_text(encoding="utf-8")
    assert written(GRAPH, "jsonld") == context.removesuffix("}\n") + ',\n"@graph": [\n' + JSONLD


def test_ntriples_are_sorted():
    lines = written(GRAPH, "ntriples").splitlines()
    assert lines == sorted(f"{each.triple} ." for each in GRAPH)


@pytest.mark.parametrize("format", FORMATS)
def test_nothing_is_written_well(format):
    assert list(parse(written([], format), READERS[format][0])) == []


READERS = {
    "turtle": (RdfFormat.TURTLE, "turtle"),
    "ntriples": (RdfFormat.N_TRIPLES, "nt"),
    "jsonld": (RdfFormat.JSON_LD, "json-ld"),
    "trig": (RdfFormat.TRIG, "trig"),
    "nquads": (RdfFormat.N_QUADS, "nquads"),
    "rdfxml": (RdfFormat.RDF_XML, "xml"),
}


NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def sayable(statements, format):
    """Return statements without what RDF/XML cannot say: properties without a name, and control characters."""
    if format != "rdfxml":
        return statements

    def property_(node):
        named = re.search(r"[A-Za-zé][\w.-]*$", node.value, re.ASCII) and node.value not in RESERVED
        return node if named and ":" in node.value[:-1] else NamedNode("http://example.org/p")

    def value(term):
        if isinstance(term, Literal) and NO_XML.search(term.value):
            return Literal(NO_XML.sub("", term.value))
        return term

    return [Triple(each.subject, property_(each.predicate), value(each.object)) for each in statements]


RESERVED = {PREFIXES["rdf"] + name for name in ("li", "RDF", "about", "ID", "resource", "Description")}


@pytest.mark.parametrize("format", FORMATS)
@given(graphs)
def test_readers_agree(format, statements):
    statements = sayable(statements, format)
    ours, theirs = READERS[format]
    found = written(statements, format)
    assert canonical(parse(found, ours)) == canonical(statements)
    assert canonical(by_rdflib(found, theirs)) == canonical(statements)


@pytest.mark.parametrize("format", FORMATS)
@given(graphs, st.integers())
def test_order_and_labels_do_not_matter(format, statements, seed):
    statements = sayable(statements, format)
    assert written(renamed(statements, seed), format) == written(statements, format)


def test_sections_follow_the_table():
    found = written([triple(entity(name.lower()), "rdf:type", dkg(name)) for name in SECTIONS], "turtle")
    assert [line[2:] for line in found.splitlines() if line.startswith("# ")] == list(SECTIONS)


def test_jsonld_has_one_object_for_each_subject():
    nodes = [node["id"] for node in json.loads(written(GRAPH, "jsonld"))["@graph"]]
    assert len(nodes) == len(set(nodes)) == len({each.subject for each in GRAPH})


def test_jsonld_is_not_confused_by_schemes_and_names_that_look_like_prefixes():
    odd = [
        Triple(NamedNode("owl:Thing"), NamedNode(NS + "skos"), NamedNode(PREFIXES["owl"] + "Thing")),
        Triple(NamedNode("urn:x"), NamedNode(NS + "n"), Literal("1.0", datatype=expand("xsd:decimal"))),
        Triple(NamedNode("urn:x"), NamedNode("skos:note"), Literal("07", datatype=NamedNode("xsd:integer"))),
    ]
    found = written(odd, "jsonld")
    assert canonical(parse(found, RdfFormat.JSON_LD)) == canonical(by_rdflib(found, "json-ld")) == canonical(odd)


@pytest.mark.parametrize(
    ("name", "format"),
    [("turtle", "turtle"), ("x/y.ttl", "turtle"), (".nt", "ntriples"), ("a.b.JSONLD", "jsonld"), ("g.json", "jsonld")],
)
def test_formats_are_found(name, format):
    assert find_format(name).name == format


@pytest.mark.parametrize(
    ("name", "remedy"),
    [
        ("turtel", "did you mean turtle"), ("graph.tll", r"did you mean \.ttl"),
        ("graph.xlsx", r"use one of turtle \(\.ttl\)"), ("", "use one of"), ("graph", "use one of"),
    ],
)  # fmt: skip
def test_unknown_formats_are_refused(name, remedy):
    with pytest.raises(KgError, match=remedy):
        written(GRAPH, name)


@pytest.mark.parametrize("format", FORMATS)
def test_named_graphs_are_refused(format):
    with pytest.raises(KgError, match="named graphs"):
        written([Quad(entity("a"), dkg("p"), entity("b"), entity("g"))], format)


# --- RDF/XML ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        (Triple(entity("a"), NamedNode("http://example.org/p/"), entity("b")), "cannot name the property <http://exam"),
        (
            Triple(entity("a"), NamedNode("http://example.org/1"), entity("b")),
            "does not end in an XML name; use Turtle",
        ),
        (Triple(entity("a"), NamedNode("http://example.org/#"), entity("b")), "does not end in an XML name"),
        (
            Triple(entity("a"), expand("rdf:li"), entity("b")),
            "keeps <http://www.w3.org/1999/02/22-rdf-syntax-ns#li> to",
        ),
        (Triple(entity("a"), dkg("p"), Literal("a\x07b")), r"XML cannot hold a control character: 'a\\x07b'"),
    ],
)
def test_what_rdf_xml_cannot_say_is_refused(statement, why):
    with pytest.raises(KgError, match=why):
        written([statement], "rdfxml")


def test_rdf_xml_names_properties_of_any_namespace():
    found = written([Triple(entity("a"), NamedNode("http://example.org/x?y=1&z=part"), entity("b"))], "rdfxml")
    assert '<ns:part xmlns:ns="http://example.org/x?y=1&amp;z=" rdf:resource=' in found


@pytest.fixture(scope="module")
def rdf_xml(tmp_path_factory):
    """The whole graph as RDF/XML."""
    file = tmp_path_factory.mktemp("rdfxml") / "graph.rdf"
    with file.open("w", encoding="utf-8", newline="") as out:
        graph().export(out, "graph.rdf")
    return file


def test_owlready_loads_the_graph(rdf_xml):
    import owlready2

    found, wanted = owlready2.World(), owlready2.World()
    found.get_ontology(rdf_xml.as_uri()).load()
    beside = rdf_xml.with_name("graph.nt")
    with beside.open("w", encoding="utf-8", newline="") as out:
        graph().export(out, "ntriples")
    wanted.get_ontology(beside.as_uri()).load()
    assert len(found.graph) == len(wanted.graph) > 30_000
    assert found.search_one(iri=f"{NS}Person") in set(found.classes())
    assert len(list(found.object_properties())) == len(list(wanted.object_properties())) > 40
    people = found.search(type=found[f"{NS}Person"])
    assert len(people) == len(list(graph().store.quads_for_pattern(None, RDF_TYPE, dkg("Person"), None)))


def test_rdflib_reads_the_whole_graph_from_rdf_xml(rdf_xml):
    out = StringIO()
    graph().export(out, "ntriples")
    wanted = list(parse(out.getvalue(), RdfFormat.N_TRIPLES))
    assert canonical(by_rdflib(rdf_xml.read_text(encoding="utf-8"), "xml")) == canonical(wanted)


def test_raptor_reads_the_whole_graph_from_rdf_xml(rdf_xml):
    found = by_raptor(rdf_xml.read_text(encoding="utf-8"), "rdfxml")
    out = StringIO()
    graph().export(out, "ntriples")
    assert canonical(found) == canonical(parse(out.getvalue(), RdfFormat.N_TRIPLES))
