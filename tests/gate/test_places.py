"""Each statement of a text is found where it stands; where that is not certain, nowhere."""

from __future__ import annotations

import json
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, RdfFormat, parse

from kg.gate.places import by_line, in_turtle
from kg.gate.reading import _places
from kg.parsing import parser

ROOT = Path(__file__).resolve().parents[2]
HEAD = "@prefix : <urn:x:> .\n"


def objects(text: str) -> list[str]:
    """The first character or word at the place of each statement, in the order of the parser."""
    quads = list(parse(text, RdfFormat.TURTLE))
    lines = text.splitlines()
    return [lines[p.line - 1][p.column - 1 :].split()[0].rstrip(",;.") for p in in_turtle(text, quads, "x.ttl")]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (":a :p :b , 1 ; a :C .", [":b", "1", ":C"]),
        (":a :p [ :q 1 ; :r [ :s 2 ] ] ; :z 3 .", ["1", "2", "[", "[", "3"]),
        (":a :p ( 1 2 ) , () ; :z 3 .", ["1", "(", "2", "2", ")", "()", "3"]),
        ("[ :x 1 ] :y 2 .", ["1", "2"]),
        ("[ :x 1 ] .", ["1"]),
        ("( 1 ) :y 2 .", ["1", ")", "2"]),
        (":a :p ( ( 1 ) [ :q 2 ] ) .", ["(", "1", "(", ")", "[", "2", "[", ")"]),
        (':a :p [ :q "x" ] , ( "y" "z" ) .', ["[", '"x"', "(", '"z"', '"y"', ")", '"z"']),
        (":a :p '''two\nlines''' , \"x\"@en .", ["'''two", '"x"@en']),
        ("<urn:x:a> <urn:x:p> :b .", [":b"]),
    ],
)
def test_statements_stand_at_their_objects(body: str, expected: list[str] | None) -> None:
    found = objects(HEAD + body)
    if expected is not None:
        assert found == expected
    assert len(found) == len(list(parse(HEAD + body, RdfFormat.TURTLE)))


literals = st.sampled_from(["1", "07", "true", '"a"', '"b"@en', '"c"^^:t', "<urn:x:i>", ":n", "_:l"])
nested = st.recursive(
    literals,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda items: f"( {' '.join(items)} )"),
        st.lists(st.builds(":p{} {}".format, st.integers(0, 9), inner), max_size=3).map(
            lambda pairs: f"[ {' ; '.join(pairs)} ]"
        ),
    ),
    max_leaves=6,
)
blocks = st.lists(
    st.builds(":s{} :v{} {} , {} ; :w 5 .".format, st.integers(0, 3), st.integers(0, 3), nested, nested), max_size=3
)


@given(blocks)
def test_every_statement_has_a_place_where_its_object_begins(lines: list[str]) -> None:
    text = HEAD + "\n".join(lines)
    quads = list(parse(text, RdfFormat.TURTLE))
    places = in_turtle(text, quads, "x.ttl")
    assert len(places) == len(quads)
    rows = text.splitlines()
    for quad, place in zip(quads, places, strict=True):
        shown = rows[place.line - 1][place.column - 1 :]
        value = str(quad.object)
        if quad.predicate.value.endswith("#rest"):
            continue
        if shown.startswith('"'):
            assert value.startswith(shown[:3])
        elif shown.startswith("<"):
            assert value == "<urn:x:i>"
        elif shown.startswith(("1", "07", "true")):
            assert value.startswith(f'"{shown.split()[0]}"')


def test_our_own_files_have_a_place_for_every_statement() -> None:
    for path in [*(ROOT / "ontology").glob("*.ttl"), *(ROOT / "shapes").glob("*.ttl")]:
        text = path.read_text(encoding="utf-8")
        quads = list(parse(text, RdfFormat.TURTLE))
        assert len(in_turtle(text, quads, path.name)) == len(quads), path.name


def test_lines_of_ntriples() -> None:
    places = list(by_line("# a comment\n<urn:a> <urn:b> <urn:c> .\n\n  <urn:a> <urn:b> <urn:d> .\n", "x.nt"))
    assert [str(place) for place in places] == ["x.nt:2:1", "x.nt:4:3"]


# Other formats


def shown(text: str, form: str) -> dict[str, str]:
    """What stands at the place of each statement, by its property and its object."""
    name = {"trig": "x.trig", "jsonld": "x.jsonld", "rdfxml": "x.rdf"}[form]
    quads = list(parser(text, form))
    places = _places(text, form, quads, name, "")
    lines = text.split("\n")
    return {
        f"{quad.predicate.value.rpartition(':')[2]} {getattr(quad.object, 'value', '')}": lines[p.line - 1][
            p.column - 1 :
        ]
        for quad, p in zip(quads, places, strict=False)
        if p
    }


def test_trig_has_places_in_every_graph() -> None:
    text = HEAD + ':a :p 1 .\n:g { :b :q [ :r "x" ] , 2 . [ :s "y" ] }\nGRAPH _:h { :c :t ( 3 ) } { :d :u "z" }\n'
    found = shown(text, "trig")
    heads = {key: value.split()[0] for key, value in found.items() if not key.startswith(("q b", "q _"))}
    assert [heads[key] for key in ("p 1", "r x", "q 2", "s y", "u z")] == ["1", '"x"', "2", '"y"', '"z"']
    assert len(_places(text, "trig", list(parser(text, "trig")), "x", "")) == len(list(parser(text, "trig")))


@given(blocks, blocks, st.booleans())
def test_every_statement_of_trig_has_a_place_where_its_object_begins(one: list[str], two: list[str], dot: bool) -> None:
    inner = "\n".join(two)
    text = HEAD + "\n".join(one) + f"\n:g {{ {inner if dot else inner.rstrip(' .')} }}\n" + "\n".join(one)
    quads = list(parser(text, "trig"))
    places = in_turtle(text, quads, "x.trig", graphs=True)
    assert len(places) == len(quads)
    rows = text.splitlines()
    for quad, place in zip(quads, places, strict=True):
        mark = rows[place.line - 1][place.column - 1 :]
        if isinstance(quad.object, Literal) and not quad.predicate.value.endswith("#rest"):
            assert mark.startswith((f'"{quad.object.value}"', quad.object.value)), (quad, mark)


def test_json_ld_has_places_as_its_contexts_have_it() -> None:
    text = """{"@context": [{"x": "urn:x:", "name": "x:name", "label": {"@id": "x:label", "@container": "@language"},
      "knows": {"@id": "x:knows", "@type": "@id"}, "C": "x:C", "id": "@id", "kind": "@type"}],
    "@graph": [
      {"id": "x:a", "kind": ["C"], "name": "A", "label": {"en": "Ay", "fa": "\\u0627"},
       "knows": ["x:b", {"id": "x:c", "name": "See", "x:n": 2.50}],
       "x:list": {"@list": ["in a list"]}, "x:json": {"@type": "@json", "@value": [1]}}]}"""
    found = shown(text, "jsonld")
    assert found["name A"].startswith('"A"')
    assert found["label Ay"].startswith('"Ay"') and found["label ا"].startswith('"\\u0627"')
    assert found["knows urn:x:b"].startswith('"x:b"') and found["knows urn:x:c"].startswith('{"id": "x:c"')
    assert found["name See"].startswith('"See"')
    assert any(key.startswith("n ") and value.startswith("2.50") for key, value in found.items())
    assert not any("in a list" in key or key.startswith("json") for key in found)


def test_rdf_xml_has_places_at_elements() -> None:
    text = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="urn:x:" xml:base="urn:b:" xml:lang="en">
  <x:C rdf:about="urn:x:a" x:short="one">
    <x:name>A &amp; B</x:name>
    <x:knows><rdf:Description rdf:about="urn:x:b"><x:age rdf:datatype="urn:x:int">07</x:age></rdf:Description></x:knows>
    <x:inner rdf:parseType="Resource"><x:deep>d</x:deep></x:inner>
    <x:all rdf:parseType="Collection"><x:C rdf:about="urn:x:c"><x:name>C</x:name></x:C></x:all>
    <x:empty/>
  </x:C>
</rdf:RDF>"""
    found = shown(text, "rdfxml")
    starts = {"short one": "<x:C rdf:about=\"urn:x:a\"", "name A & B": "<x:name>A", "knows urn:x:b": "<x:knows>",
              "age 07": "<x:age", "deep d": "<x:deep>", "name C": "<x:name>C", "empty ": "<x:empty/>"}  # fmt: skip
    assert {key: found[key][: len(start)] for key, start in starts.items()} == starts
    assert found[next(key for key in found if key.startswith("inner"))].startswith("<x:inner")


terms = st.sampled_from(["urn:x:a", "urn:x:b", "urn:x:c"]).map(rdflib.URIRef)
names = st.sampled_from(["urn:x:p", "urn:x:q", "urn:x:r", str(rdflib.RDF.type)]).map(rdflib.URIRef)
nodes = st.one_of(terms, st.sampled_from("klm").map(rdflib.BNode))
values = st.one_of(
    nodes,
    st.sampled_from(["1", "x", "é<&", "two\nlines", ""]).map(rdflib.Literal),
    st.sampled_from(["1", "x"]).map(lambda text: rdflib.Literal(text, lang="fa")),
    st.sampled_from([7, 2.5, True]).map(rdflib.Literal),
)


@given(
    st.lists(st.tuples(nodes, names, values), max_size=12),
    st.sampled_from(["json-ld", "xml", "pretty-xml"]),
    st.booleans(),
)
def test_a_place_is_right_or_none(statements: list[tuple], form: str, contexts: bool) -> None:
    graph = rdflib.Graph()
    for subject, name, value in statements:
        graph.add((subject, name, value if name != rdflib.RDF.type else rdflib.URIRef("urn:x:C")))
    options = (
        {"context": {"x": "urn:x:", "p": {"@id": "x:p", "@type": "@id"}}} if contexts and form == "json-ld" else {}
    )
    text = graph.serialize(format=form, **options)
    name = "jsonld" if form == "json-ld" else "rdfxml"
    quads = list(parser(text, name))
    places = _places(text, name, quads, "x", "")
    lines = text.split("\n")
    for quad, place in zip(quads, places, strict=True):
        if place is None:
            assert isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode)
            continue
        rest = "\n".join([lines[place.line - 1][place.column - 1 :], *lines[place.line :]])[:400]
        if isinstance(quad.object, Literal) and name == "rdfxml":
            assert escape(quad.object.value) in rest
        elif isinstance(quad.object, Literal) and quad.object.datatype.value.endswith("string"):
            assert json.dumps(quad.object.value, ensure_ascii=False) in rest
