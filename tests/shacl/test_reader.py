"""What is wrong in a file of shapes is said with file, line and a remedy; what is right is all read."""

import re
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from kg.shacl import Severity, ShapesError, read_shapes, validate
from kg.shacl.pyshacl_bridge import second_opinion
from kg.terms import PREFIXES, expand
from shacl.examples import detail, written

HEAD = "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in PREFIXES.items())
HEAD += "@prefix ex: <http://example.org/> .\n"
LINE = HEAD.count("\n") + 1
PREFIXED = """
ex:base sh:declare [ sh:prefix "ex" ; sh:namespace "http://example.org/"^^xsd:anyURI ] .
ex:more owl:imports ex:base .
"""
DATA = 'ex:a a ex:C ; ex:p 1 , 2 . ex:b a ex:C ; ex:p 3 . ex:c a ex:C ; ex:q "x" .'


def write(folder: Path, text: str, name: str = "shapes.ttl") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(HEAD + text)
    return folder


def results(folder: Path, data: str = DATA) -> set[str]:
    store = Store()
    store.load((HEAD + data).encode(), format=RdfFormat.TURTLE)
    return {written(r.focus).rpartition("/")[2] for r in validate(store, read_shapes([folder])).results}


def by_query(select: str) -> str:
    return PREFIXED + f'ex:S sh:targetClass ex:C ; sh:sparql [ sh:prefixes ex:more ; sh:select """{select}""" ] .'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("ex:S sh:targetClass ex:C ; sh:message", rf"shapes\.ttl:{LINE}:\d+: not Turtle: .*; mend the file"),
        ("ex:S sh:targetClass ex:C ; sh:minCoun 1 .", rf":{LINE}: sh:minCoun is no term .* did you mean sh:minCount\?"),
        (
            "\nex:S sh:targetClass ex:C ; sh:severity 'bad' .",
            rf"\.ttl:{LINE + 1}: a shape has one severity, an IRI; giv",
        ),
        ("ex:S sh:targetClass ex:C ; sh:minCount 1 .", rf":{LINE}: sh:minCount stands in a shape without sh:path"),
        (
            "ex:S sh:targetClass ex:C ; sh:nodeKind ex:IRI .",
            rf":{LINE}: sh:nodeKind is given <.*IRI>, which is no node",
        ),
        (
            "ex:S sh:targetClass ex:C ; sh:datatype xsd:date , xsd:time .",
            rf":{LINE}: sh:datatype is given 2 times; see",
        ),
        ("ex:S sh:targetClass ex:C ; sh:property [ sh:minCount 1 ] .", rf":{LINE}: what sh:property names has no sh"),
        (
            "ex:S sh:targetClass ex:C ; sh:property [ sh:path ex:p , ex:q ] .",
            rf":{LINE}: a shape has one sh:path; make",
        ),
        ("ex:S sh:targetClass ex:C ; sh:in ex:p .", r"shapes.ttl.*: a list is not well formed; write it as \( … \)"),
        ("ex:S sh:targetClass ex:C ; sh:node 'x' .", rf":{LINE}: sh:node is given \"x\", which is no shape; see"),
        (
            "ex:S sh:targetClass ex:C ; sh:rule [] .",
            rf":{LINE}: sh:rule is not run here; say it with SHACL Core or sh:",
        ),
        (
            "ex:S a sh:NodeShape ; sh:targetClas ex:C . ex:T sh:targetNode 1 .",
            r"no term .* did you mean sh:targetClass\?",
        ),
        ("ex:S sh:targetClass ex:C ; sh:node ex:S .", rf":{LINE}: the shape refers to itself; break the circle"),
        ("ex:S sh:nodeKind sh:IRI .", r"no shapes in .*; check the directory"),
        ("ex:S sh:targetClass ex:C ; sh:property [ sh:path [ ex:p ex:q ] ] .", rf":{LINE}: sh:path is no path"),
        (by_query("SELECT $this { $this "), r"\.ttl:\d+: sh:select is no SPARQL: error at .*; mend the query"),
        (by_query("SELECT $this { $this ?p 1 MINUS { $this ?p 2 } }"), r"\d: MINUS may not stand in sh:select; say it"),
        (by_query("SELECT $this { { SELECT ?v { ?v ?p 1 } } }"), r"\d: a sub-select without \$this may not stand in"),
    ],
)
def test_errors(tmp_path, text, message):
    with pytest.raises(ShapesError) as raised:
        read_shapes([write(tmp_path, text)])
    assert re.search(message, " ".join(str(raised.value).split()))


def test_a_later_directory_replaces_files_by_name(tmp_path):
    shape = "ex:{0} sh:targetClass ex:C ; sh:nodeKind sh:IRI ; sh:severity sh:{1} ."
    write(tmp_path / "one", shape.format("S", "Violation"))
    write(tmp_path / "one", shape.format("T", "Violation"), "other.ttl")
    write(tmp_path / "two", shape.format("U", "Info"))
    found = read_shapes([tmp_path / "one", tmp_path / "two"]).roots
    assert [(root.name.value[-1], Severity.of(root.severity)) for root in found] == [
        ("T", Severity.VIOLATION),
        ("U", Severity.INFO),
    ]
    assert [root.name.value[-1] for root in read_shapes([str(tmp_path / "two" / "shapes.ttl")]).roots] == ["U"]


def test_deactivated_shapes_are_left_out(tmp_path):
    off = "ex:Off sh:targetClass ex:C ; sh:nodeKind sh:BlankNode ; sh:deactivated true ."
    part = "ex:S sh:targetClass ex:C ; sh:property [ sh:path ex:p ; sh:maxCount 0 ; sh:deactivated true ] ."
    assert results(write(tmp_path, off + part)) == set()


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("sh:targetNode ex:a , ex:z", {"a", "z"}),
        ("sh:targetSubjectsOf ex:p", {"a", "b"}),
        ("sh:targetObjectsOf rdf:type", {"C", "S"}),
        ("a sh:NodeShape , rdfs:Class", {"s"}),
    ],
)
def test_targets(tmp_path, target, expected):
    folder = write(tmp_path, f"ex:S {target} ; sh:nodeKind sh:Literal .")
    assert results(folder, DATA + " ex:s a ex:S .") == expected


@pytest.mark.parametrize(
    ("select", "expected"),
    [
        ("SELECT $this WHERE { $this ex:p 1 }", {"a"}),
        ("SELECT $this WHERE { FILTER NOT EXISTS { $this ex:p ?v } }", {"c"}),
        ("SELECT $this WHERE { { FILTER($this = ex:b) } UNION { $this ex:q ?v } }", {"b", "c"}),
        ("SELECT $this WHERE { OPTIONAL { ?x ex:q ?v . FILTER(?x = $this) } FILTER(!BOUND(?v)) }", {"a", "b"}),
        ("SELECT $this { { SELECT $this (COUNT(?v) AS ?n) { $this ex:p ?v } GROUP BY $this } FILTER(?n > 1) }", {"a"}),
        ("SELECT $this WHERE { { SELECT $this { $this ex:p ?v } ORDER BY ?v LIMIT 1 } }", {"a", "b"}),
        ("# {\nSELECT $this WHERE { $this ex:q '{' , ?v } ", set()),
    ],
)  # fmt: skip
def test_queries_run_set_based_as_they_would_node_by_node(tmp_path, select, expected):
    assert results(write(tmp_path, by_query(select))) == expected


def test_a_property_shape_lends_its_path_to_a_query(tmp_path):
    select = "SELECT $this ?value WHERE { $this $PATH ?value . FILTER(?value > 2) }"
    part = (
        f'sh:property [ sh:path ex:p ; sh:sparql [ sh:select """{select}""" ; sh:message "{{?value}} of {{$this}}" ] ]'
    )
    folder = write(tmp_path, f"ex:S sh:targetClass ex:C ; {part} .")
    store = Store()
    store.load((HEAD + DATA).encode(), format=RdfFormat.TURTLE)
    (result,) = validate(store, read_shapes([folder])).results
    assert (result.path, result.message) == ("<http://example.org/p>", "3 of <http://example.org/b>")


@pytest.mark.parametrize(
    ("constraint", "expected"),
    [
        ("sh:property [ sh:path ex:p ; sh:qualifiedValueShape [ sh:in (1 2) ] ; sh:qualifiedMinCount 2 ]", {"b", "c"}),
        ("sh:property [ sh:path ex:p ; sh:property [ sh:path ex:r ; sh:minCount 1 ] ]", {"1", "2", "3"}),
        ("ex:least 2", {"b", "c"}),
    ],
)  # fmt: skip
def test_what_has_no_screen_is_looked_at_node_by_node(tmp_path, constraint, expected):
    own = """ex:Component a sh:ConstraintComponent ; sh:parameter [ sh:path ex:least ] ;
        sh:nodeValidator [ a sh:SPARQLSelectValidator ; sh:select '''
            SELECT $this WHERE { OPTIONAL { $this ?p ?v FILTER(isNumeric(?v)) } }
            GROUP BY $this HAVING (COUNT(?v) < $least)''' ] ."""
    folder = write(
        tmp_path, f"ex:S a sh:NodeShape ; sh:targetClass ex:C ; {constraint} ." + own * ("least" in constraint)
    )
    store = Store()
    store.load((HEAD + DATA).encode(), format=RdfFormat.TURTLE)
    ours, theirs = validate(store, read_shapes([folder])), second_opinion(store, read_shapes([folder]))
    assert {r.focus_label.rpartition("/")[2].rstrip(">") for r in ours.results} == expected
    assert detail(ours) == detail(theirs)


def test_a_severity_of_ones_own_is_as_grave_as_a_violation(tmp_path):
    folder = write(tmp_path, "[] sh:targetClass ex:C ; sh:nodeKind sh:Literal ; sh:severity ex:Grave .")
    store = Store()
    store.load((HEAD + DATA).encode(), format=RdfFormat.TURTLE)
    report = validate(store, read_shapes([folder]))
    assert not report.conforms
    assert {t.object.value for t in report.triples() if t.predicate == expand("sh:resultSeverity")} == {
        "http://example.org/Grave"
    }
    assert "a shape without a name" in str(report)
