"""The bridge to rdflib: what goes over comes back, and nothing is rewritten on the way."""

import subprocess
import sys

import pytest
import rdflib
from hypothesis import given
from pyoxigraph import BaseDirection, BlankNode, Literal, NamedNode, Quad, Triple

from kg.errors import KgError
from kg.interop import from_rdflib, term_from_rdflib, term_to_rdflib, to_rdflib
from kg.terms import NS, PREFIXES
from test_turtle import graphs

S, P = NamedNode("http://example.org/s"), NamedNode("http://example.org/p")
INTEGER = NamedNode(PREFIXES["xsd"] + "integer")


@given(graphs)
def test_there_and_back(statements):
    assert set(from_rdflib(to_rdflib(statements))) == set(statements)


@given(graphs)
def test_back_and_there(statements):
    graph = to_rdflib(statements)
    assert set(to_rdflib(from_rdflib(graph))) == set(graph)


def test_strings_are_plain_and_found_by_rdflib():
    graph = to_rdflib([Triple(S, P, Literal("a")), Triple(S, P, Literal("b", language="en"))])
    assert set(graph.objects()) == {rdflib.Literal("a"), rdflib.Literal("b", lang="en")}
    typed = rdflib.Literal("a", datatype=rdflib.XSD.string)
    assert term_from_rdflib(typed) == term_from_rdflib(rdflib.Literal("a")) == Literal("a")


@pytest.mark.parametrize("lexical", ["07", "+1", "x", ""])
def test_lexical_forms_stay(lexical):
    literal = Literal(lexical, datatype=INTEGER)
    assert str(term_to_rdflib(literal)) == lexical
    assert term_from_rdflib(term_to_rdflib(literal)) == literal


def test_quads_and_prefixes():
    graph = to_rdflib([Quad(S, P, NamedNode(NS + "Meeting"), NamedNode("http://example.org/g"))])
    assert dict(graph.namespaces()).items() >= {prefix: rdflib.URIRef(iri) for prefix, iri in PREFIXES.items()}.items()
    assert "dkg:Meeting" in graph.serialize(format="turtle")


@pytest.mark.parametrize("term", [Triple(S, P, S), Literal("x", language="fa", direction=BaseDirection.RTL)])
def test_rdf_12_is_refused(term):
    with pytest.raises(KgError, match=r"RDF 1\.2"):
        to_rdflib([Triple(S, P, term)])


NODE = rdflib.URIRef("http://example.org/s")


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ((rdflib.Literal("x"), NODE, NODE), "does not allow this statement"),
        ((NODE, rdflib.BNode(), NODE), "does not allow this statement"),
        ((NODE, rdflib.Literal("x"), NODE), "does not allow this statement"),
        ((NODE, NODE, rdflib.URIRef("not an IRI")), "does not allow the term"),
        ((NODE, NODE, rdflib.BNode("a b")), "does not allow the term"),
        ((NODE, NODE, rdflib.Literal("x", lang="abcdefghij")), "does not allow the term"),
        ((NODE, NODE, rdflib.Variable("x")), "does not know the term"),
    ],
)
def test_what_rdf_does_not_allow_is_refused(statement, why):
    graph = rdflib.Graph()
    graph.add(statement)
    with pytest.raises(KgError, match=why):
        list(from_rdflib(graph))


def test_blank_nodes_keep_their_labels():
    assert term_from_rdflib(term_to_rdflib(BlankNode("x1"))) == BlankNode("x1")


def test_the_import_is_light():
    code = "import sys, kg.interop; sys.exit('rdflib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
