"""Files of every format are read with their places; what cannot be read is one sentence."""

from __future__ import annotations

from pathlib import Path

import pytest
import rdflib
from pyoxigraph import NamedNode, Triple

from kg.errors import UnusableError
from kg.gate import FORMATS, read_file

TURTLE = '@prefix : <urn:x:> .\n:a :p :b ;\n    :q "c"@en .\n'
TRIPLES = {(f"urn:x:{s}", f"urn:x:{p}") for s, p in (("a", "p"), ("a", "q"))}
RDFLIB = {
    "trig": "trig",
    "ntriples": "nt",
    "nquads": "nquads",
    "jsonld": "json-ld",
    "rdfxml": "xml",
    "turtle": "turtle",
}


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_read(tmp_path: Path, name: str) -> None:
    graph = rdflib.Dataset() if name in ("nquads", "trig") else rdflib.Graph()
    graph.parse(data=TURTLE, format="turtle")
    path = tmp_path / f"given{FORMATS[name][0]}"
    graph.serialize(path, format=RDFLIB[name], encoding="utf-8")
    given = read_file(str(path))
    assert {(t.subject.value, t.predicate.value) for t in given.triples} == TRIPLES
    assert read_file(str(path), name).triples == given.triples


def test_a_place_is_the_nearest_that_can_be_told(tmp_path: Path) -> None:
    path = tmp_path / "given.ttl"
    path.write_text(TURTLE, encoding="utf-8")
    given = read_file(str(path))
    a, b, p, q = (NamedNode(f"urn:x:{name}") for name in "abpq")
    places = [
        given.place(a, frozenset([p]), b),
        given.place(a, frozenset([q]), b),
        given.place(a, frozenset([NamedNode("urn:x:r")]), None),
        given.place(b, frozenset(), None),
        given.place(NamedNode("urn:x:z"), frozenset(), None),
    ]
    assert [place and (place.line, place.column) for place in places] == [(2, 7), (3, 8), (2, 7), (2, 7), None]


def test_statements_are_given_once(tmp_path: Path) -> None:
    path = tmp_path / "given.nq"
    path.write_text("<urn:a> <urn:b> <urn:c> <urn:g> .\n<urn:a> <urn:b> <urn:c> .\n", encoding="utf-8")
    given = read_file(str(path))
    assert given.triples == (Triple(NamedNode("urn:a"), NamedNode("urn:b"), NamedNode("urn:c")),)
    assert given.places[given.triples[0]].line == 1


def test_relative_iris_are_resolved_in_foreign_data_alone(tmp_path: Path) -> None:
    path = tmp_path / "given.ttl"
    path.write_text("<#a> <#b> <#c> .", encoding="utf-8")
    assert read_file(str(path), foreign=True).triples[0].subject.value.endswith("given.ttl#a")
    with pytest.raises(UnusableError, match=r"given\.ttl:1:\d+: an IRI is relative; write it in full"):
        read_file(str(path))


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("x.ttl", b":a :b :c .", r"x\.ttl:1:\d+: .*; mend the Turtle"),
        ("x.nt", b"<urn:a> <urn:b> .", r"x\.nt:1:\d+: .*; mend the N-Triples"),
        (
            "x.jsonld",
            b'{"@context":"http://a.example/","b":1}',
            "its context lies elsewhere, and nothing is fetched; wri",
        ),
        ("x.rdf", b"<rdf", r"x\.rdf:1:\d+: not XML: unclosed token; mend the file"),
        ("x.ttl", b"\xff", r"x\.ttl:1:1: this is not UTF-8"),
        ("x.tt", b"", r"x\.tt names no format of RDF; did you mean \.ttl\?"),
        ("x", b"", r"x names no format of RDF; name the format with --input turtle"),
        ("x.ttl", b"<urn:a> <urn:b> <<( <urn:c> <urn:d> <urn:e> )>> .", "terms of RDF 1.2 are not read; use RDF 1.1"),
    ],
)
def test_errors(tmp_path: Path, name: str, data: bytes, message: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(UnusableError, match=message):
        read_file(str(path))


def test_files_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(UnusableError, match=r"there is no file .*; mend its name, or give - for stdin"):
        read_file(str(tmp_path / "x.ttl"))
    (tmp_path / "folder.ttl").mkdir()
    with pytest.raises(UnusableError, match=r"folder.ttl is a folder; name the files in it"):
        read_file(str(tmp_path / "folder.ttl"))
