"""Turtle: golden layout, the same bytes in whatever order, and the same graph for three readers."""

import os
import random
import re
import shutil
import subprocess
import sys
from io import StringIO
from itertools import pairwise
from pathlib import Path

import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import (
    BaseDirection,
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
    parse,
)

from kg.errors import KgError
from kg.interop import from_rdflib
from kg.terms import DATA, NS, PREFIXES
from kg.turtle import relabel, serialize, sorted_lines, write

XSD, RDF = PREFIXES["xsd"], PREFIXES["rdf"]
P = NamedNode("http://example.org/p")
W3C = Path(__file__).resolve().parents[2] / "shared" / "w3c" / "rdf-turtle"

# --- graphs for round trips (also used by the tests of other writers) -------------------------------------------------

ODD = "aZ09-._~!$&'()*+,;=:@/?#é漢\u0301\u200c\U00010400"


def _node(iri):
    try:
        return NamedNode(iri)
    except ValueError:
        return None


def _absolute(iri):
    return not re.search(r"[/:]\.", iri)  # Readers may resolve dot segments, also of absolute IRIs (RFC 3986, 5.2.2).


bases = st.sampled_from([*PREFIXES.values(), "http://example.org/", "urn:x:", "owl:", "a:"])
locals_ = st.one_of(st.text(ODD, max_size=8), st.sampled_from(["type", "label", "x", "owl", "a%41b", "%C3%A9"]))
iris = st.builds(lambda base, local: base + local, bases, locals_).filter(_absolute).map(_node).filter(bool)
blanks = st.sampled_from([BlankNode(label) for label in ("a", "b0", "b1", "c14n0", "x.y")])
lexicals = st.sampled_from(
    ["07", "1", "-1", "+1", "0", "-0", "1.0", ".5", "5.", "-.5", "1e3", "1.0E0", "-1E-7", "1E400", "INF", "true",
     "1.50", "false", "TRUE", "12345678901234567890", "0.00000001", " 1", "1 ", "", "x", "2024-02-30", "00.1"]
)  # fmt: skip
datatypes = st.sampled_from(
    [NamedNode(XSD + name) for name in ("integer", "decimal", "double", "boolean", "date", "int")]
)
tags = st.sampled_from(["en", "zh-Hans-cn"])
literals = st.one_of(
    st.builds(Literal, st.text(max_size=12)),
    st.builds(lambda value, tag: Literal(value, language=tag), st.text(max_size=5), tags),
    st.builds(lambda value, datatype: Literal(value, datatype=datatype), lexicals, datatypes),
    st.builds(lambda value, datatype: Literal(value, datatype=datatype), st.text(max_size=3), iris.filter(
        lambda node: node.value not in {XSD + "string", RDF + "langString"} and not node.value.startswith(RDF))),
)  # fmt: skip
subjects = st.one_of(iris, blanks)
links = st.one_of(iris, st.sampled_from([NamedNode(RDF + name) for name in ("type", "first", "rest")]))
values = st.one_of(iris, blanks, literals, st.just(NamedNode(RDF + "nil")))
triples = st.builds(Triple, subjects, links, values)


@st.composite
def lists(draw):
    """A list whose cells may have been tampered with."""
    cells = [BlankNode(f"cell{number}") for number in range(draw(st.integers(1, 4)))]
    nodes = [*cells, draw(st.sampled_from([NamedNode(RDF + "nil"), NamedNode(RDF + "nil"), cells[0]]))]
    found = [Triple(draw(subjects), P, cells[0])]
    for cell, following in pairwise(nodes):
        found += [
            Triple(cell, NamedNode(RDF + "first"), draw(values)),
            Triple(cell, NamedNode(RDF + "rest"), following),
        ]
    return found + draw(st.lists(st.builds(Triple, st.sampled_from(cells), links, values), max_size=1))


graphs = st.one_of(
    st.lists(triples, max_size=12),
    st.builds(lambda some, ring: some + ring, st.lists(triples, max_size=5), lists()),
    st.lists(st.builds(Triple, blanks, st.just(P), blanks), max_size=8),
)


def canonical(statements):
    """Return what isomorphic graphs have in common; independent of the module under test."""
    dataset = Dataset(Quad(*each.triple) if isinstance(each, Quad) else Quad(*each) for each in statements)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(str(each) for each in dataset)


def by_rdflib(text, format):
    """Return the statements that rdflib reads, with their lexical forms."""
    rdflib.NORMALIZE_LITERALS = False
    try:
        return list(from_rdflib(rdflib.Graph().parse(data=text, format=format)))
    finally:
        rdflib.NORMALIZE_LITERALS = True


def renamed(statements, seed):
    """Return statements shuffled, with other names for their blank nodes."""
    names = {}

    def other(term):
        return names.setdefault(term.value, BlankNode()) if isinstance(term, BlankNode) else term

    found = [Triple(other(each.subject), each.predicate, other(each.object)) for each in statements]
    random.Random(seed).shuffle(found)
    return found


def read(text):
    return [each.triple for each in parse(text, RdfFormat.TURTLE)]


GOLDEN = """\
@prefix : <https://w3id.org/dkg/id/> .
@prefix dkg: <https://w3id.org/dkg/ns#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

# Meeting

:minsk-2014 a dkg:Event, dkg:Meeting ;
    skos:prefLabel "Minsk meeting"@en, "Встреча в Минске"@ru ;
    dkg:beginEarliest "2014-09-05"^^xsd:date ;
    dkg:count ".5"^^xsd:decimal, "07"^^xsd:integer, -7, 1.50, 1E3, true ;
    dkg:note "two\\nlines and \\"quotes\\" and \\\\" .

:minsk-2015 a dkg:Meeting .

# Others

<https://w3id.org/dkg/id/a/b> dkg:seeAlso
        <http://example.org/a-rather-long-address-of-a-page/1>,
        <http://example.org/a-rather-long-address-of-a-page/2>,
        <http://example.org/a-rather-long-address-of-a-page/3> .

dkg:Shape sh:in ( "a" 1 () ) ;
    sh:or (
        [
            sh:class dkg:Person ;
            sh:minCount 1
        ]
        [ sh:class dkg:State ]
    ) ;
    sh:property [
        sh:maxCount 1 ;
        sh:path [ sh:inversePath dkg:heldBy ]
    ], [ sh:path dkg:f\\(x\\)y ] .

# Blank nodes

_:b0 dkg:next _:b1 .

_:b1 dkg:next _:b0 .

[] a owl:AllDisjointClasses ;
    owl:members ( dkg:Person dkg:State ) .
"""


def by_kind(subject, types):
    return (0, "Meeting") if "minsk" in subject else (1, "Others")


def test_layout():
    assert write(read(GOLDEN), section=by_kind) == GOLDEN


def test_layout_without_sections_and_of_nothing():
    assert write([]) == ""
    assert write([Triple(NamedNode("urn:a"), P, Literal("x"))]) == '<urn:a> <http://example.org/p> "x" .\n'
    assert write([Triple(BlankNode(), P, BlankNode())]) == "[] <http://example.org/p> [] .\n"


def test_serialize_writes_the_same():
    out = StringIO()
    serialize(iter(read(GOLDEN)), out, section=by_kind)
    assert out.getvalue() == GOLDEN


def test_quads_and_triples_mix_and_duplicates_vanish():
    one = Triple(NamedNode("urn:a"), P, Literal("x"))
    assert write([one, Quad(*one), one]) == write([one])


def test_headings_stay_on_one_line():
    assert "# a b\n" in write([Triple(NamedNode("urn:a"), P, P)], section=lambda *_: (0, "a\nb"))


@pytest.mark.parametrize(
    ("local", "written"),
    [
        ("a", ":a"), ("0-1_", ":0-1_"), ("a.b", ":a.b"), ("é\u0301", ":é\u0301"), ("a,b", ":a\\,b"),
        ("", None), ("-a", None), ("a.", None), ("a/b", None), ("a#b", None), ("a%41", None), ("a:b", None),
        ("a(", None),
    ],
)  # fmt: skip
def test_local_names(local, written):
    assert (
        write([Triple(NamedNode(DATA + local), P, P)]).split("\n")[-2].startswith(f"{written or f'<{DATA}{local}>'} ")
    )


@pytest.mark.parametrize(
    ("lexical", "datatype", "bare"),
    [
        ("5", "integer", True), ("-5", "integer", True), ("05", "integer", False), ("+5", "integer", False),
        ("-0", "integer", False), ("0.50", "decimal", True), (".5", "decimal", False), ("5", "decimal", False),
        ("0.000001", "decimal", True), ("0.0000001", "decimal", False), ("1e3", "double", True),
        ("INF", "double", False), ("true", "boolean", True), ("1", "boolean", False), ("5", "int", False),
        ("", "integer", False),
    ],
)  # fmt: skip
def test_numbers_stand_bare_where_no_reader_changes_them(lexical, datatype, bare):
    literal = Literal(lexical, datatype=NamedNode(XSD + datatype))
    written = f" {lexical} ." if bare else f' "{lexical}"^^xsd:{datatype} .'
    assert write([Triple(P, P, literal)]).rstrip().endswith(written)
    assert [each.object for each in by_rdflib(write([Triple(P, P, literal)]), "turtle")] == [literal]


def test_the_longest_namespace_wins_and_unused_prefixes_are_left_out():
    text = write([Triple(NamedNode("urn:a:b:c"), P, P)], {"x": "urn:a:", "y": "urn:a:b:", "z": "urn:z:"})
    assert text.startswith("@prefix y: <urn:a:b:> .\n\ny:c ")


@pytest.mark.parametrize("prefixes", [{"a b": "urn:x:"}, {"_": "urn:x:"}, {"x.": "urn:x:"}, {"x": "urn:x >"}])
def test_bad_prefixes_are_refused(prefixes):
    with pytest.raises(KgError, match="does not allow the prefix"):
        write([], prefixes)


S = NamedNode("urn:s")


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        (Quad(S, P, Literal("x"), NamedNode("urn:g")), "named graphs"),
        (Quad(S, P, Literal("x", language="en"), BlankNode("g")), "named graphs"),
        (Triple(S, P, Triple(S, P, S)), "triple terms"),
        (Triple(S, P, Literal("x", language="fa", direction=BaseDirection.RTL)), "base directions"),
        (next(iter(parse(b"<urn:a b> <urn:p> <urn:o> .", RdfFormat.N_TRIPLES, lenient=True))), "an IRI has characters"),
    ],
)
def test_what_turtle_cannot_say_is_refused(statement, why):
    for writer in (write, sorted_lines, relabel):
        with pytest.raises(KgError, match=why):
            writer([statement])


@given(graphs)
def test_readers_agree(statements):
    text = write(statements)
    assert canonical(read(text)) == canonical(statements)
    assert canonical(by_rdflib(text, "turtle")) == canonical(statements)


@given(graphs, st.integers())
def test_order_and_labels_do_not_matter(statements, seed):
    assert write(renamed(statements, seed)) == write(statements)
    assert sorted_lines(renamed(statements, seed)) == sorted_lines(statements)


@given(graphs)
def test_writing_again_changes_nothing(statements):
    text = write(statements)
    assert write(read(text)) == text


@given(graphs)
def test_relabel_keeps_the_graph(statements):
    assert canonical(relabel(statements)) == canonical(statements)
    assert [f"{each} ." for each in relabel(statements)] == sorted_lines(statements)


def test_deep_nesting_gets_labels():
    nodes = [BlankNode() for _ in range(3000)]
    chain = [Triple(a, P, b) for a, b in pairwise(nodes[:80])]
    assert canonical(read(write(chain))) == canonical(chain)
    first, rest = NamedNode(RDF + "first"), NamedNode(RDF + "rest")
    # Lists within lists, and one long list.
    deep = [each for a, b in pairwise(nodes[:40])
            for each in (Triple(a, first, b), Triple(a, rest, NamedNode(RDF + "nil")))]  # fmt: skip
    assert canonical(read(write(deep))) == canonical(deep)
    long = [each for a, b in zip(nodes, [*nodes[1:], NamedNode(RDF + "nil")], strict=True)
            for each in (Triple(a, first, Literal("x")), Triple(a, rest, b))]  # fmt: skip
    assert write([Triple(S, P, nodes[0]), *long]).count('"x"') == len(nodes)


def test_hash_seeds_do_not_matter():
    code = "import sys; from kg.turtle import write; from pyoxigraph import *; import sys\n"
    code += "sys.stdout.buffer.write(write(parse(sys.stdin.buffer.read(), RdfFormat.TURTLE)).encode())"
    found = {
        subprocess.run(
            [sys.executable, "-c", code],
            input=GOLDEN.encode(),
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(found) == 1


# --- raptor -----------------------------------------------------------------------------------------------------------


def by_raptor(text, format="turtle"):
    """Return the statements that raptor reads; without it a test is skipped, but never on the build server."""
    program = shutil.which("rapper")
    if program is None and not os.environ.get("CI"):
        pytest.skip("rapper is not installed")
    assert program, "install raptor2-utils"
    done = subprocess.run(
        [program, "-q", "-i", format, "-o", "ntriples", "-", "http://example.org/base"],
        input=text.encode(), capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode() + text
    return list(parse(done.stdout, RdfFormat.N_TRIPLES))


def test_raptor_reads_the_golden_file():
    assert canonical(by_raptor(GOLDEN)) == canonical(read(GOLDEN))


def raptor_can(statements):
    """Leave out what raptor refuses: NUL in strings, and a member property of containers without a number."""
    terms = [getattr(term, "value", "") for each in statements for term in each]
    return not any("\0" in each or each.startswith(f"{RDF}_") for each in terms)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(graphs.filter(raptor_can))
def test_raptor_agrees(statements):
    assert canonical(by_raptor(write(statements))) == canonical(statements)


# --- W3C --------------------------------------------------------------------------------------------------------------

# The manifest is not a test; test-38 has escapes of surrogates, which pyoxigraph rightly refuses.
LEFT_OUT = {"manifest.ttl", "test-38.ttl"}
ACCEPTED = sorted(path for path in W3C.glob("*.ttl") if "-bad-" not in path.name and path.name not in LEFT_OUT)


@pytest.mark.skipif(not ACCEPTED, reason="the W3C suite is not at hand")
def test_w3c_turtle_suite():
    for path in ACCEPTED:
        statements = list(parse(path=str(path), format=RdfFormat.TURTLE, base_iri=f"http://example.org/{path.name}"))
        text = write(statements, {**PREFIXES, "ex": "http://example.org/", "a": "http://a.example/"})
        assert canonical(read(text)) == canonical(statements), path.name
        assert canonical(by_rdflib(text, "turtle")) == canonical(statements), path.name


def test_prefixes_of_the_project_are_used():
    assert write([Triple(NamedNode(NS + "a"), P, P)]).startswith(f"@prefix dkg: <{NS}> .\n")
