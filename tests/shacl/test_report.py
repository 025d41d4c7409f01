"""Reports: order, counts, texts, names, triples; and that importing the package is cheap."""

import dataclasses
import subprocess
import sys

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Store

from kg.shacl import SHAPES, Report, Result, Severity, Shapes, labels_of, validate
from kg.shacl.candidates import by_node, searches
from kg.shacl.paths import Path
from kg.shacl.report import Origin
from kg.shacl.screens import Classes
from kg.terms import dkg, entity, expand
from shacl.examples import examples


def result(severity: Severity, focus: str, value: str = "x") -> Result:
    shape, component = NamedNode(f"{SHAPES}act-kind"), expand("sh:NodeConstraintComponent")
    return Result(
        severity, entity(focus), focus.title(), "dkg:kind", Literal(value), value, "Mend it.", shape, component
    )


@pytest.fixture
def world() -> Store:
    return next(example for example in examples("invalid") if example.name == "participation").store


def test_results_are_sorted():
    warning, late, early = (
        result(Severity.WARNING, "a"),
        result(Severity.VIOLATION, "b"),
        result(Severity.VIOLATION, "a"),
    )
    report = Report.of([warning, late, early, late])
    assert report.results == (early, late, late, warning)
    assert (report.violations, report.warnings) == ((early, late, late), (warning,))
    assert (report.count(Severity.VIOLATION), report.count(Severity.INFO)) == (3, 0)
    assert not report.conforms
    assert Report.of([warning]).conforms


def test_text():
    report = Report.of(
        [result(Severity.VIOLATION, "a"), result(Severity.VIOLATION, "b"), result(Severity.WARNING, "c")]
    )
    assert str(report).splitlines() == [
        "violation: A (:a): Mend it. [dkg:kind x, dks:act-kind]",
        "violation: B (:b): Mend it. [dkg:kind x, dks:act-kind]",
        "warning: C (:c): Mend it. [dkg:kind x, dks:act-kind]",
        "2 violations, 1 warning",
    ]
    assert report.text(1).splitlines()[1:] == ["… and 2 more", "2 violations, 1 warning"]
    assert str(Report.of(report.warnings)).endswith("\nno violations, 1 warning")


def test_a_value_that_breaks_two_components_of_a_shape_is_one_line():
    first = result(Severity.VIOLATION, "a")
    report = Report.of([first, dataclasses.replace(first, component=expand("sh:ClassConstraintComponent"))])
    assert len(report.results) == 2
    assert str(report).endswith("dks:act-kind]\n1 violation")
    assert str(report).count("\n") == 1


def test_triples_are_a_standard_report():
    origin = Origin(NamedNode(f"{SHAPES}act-kind"), expand("sh:Warning"), Path("predicate", dkg("kind")))
    triples = list(Report.of([dataclasses.replace(result(Severity.WARNING, "a"), origin=origin)]).triples())
    said = {(t.predicate.value.rpartition("#")[2], t.object) for t in triples if t.subject != BlankNode("report")}
    assert ("focusNode", entity("a")) in said
    assert ("resultPath", dkg("kind")) in said
    assert ("resultSeverity", expand("sh:Warning")) in said
    assert ("sourceShape", NamedNode(f"{SHAPES}act-kind")) in said
    (conforms,) = [t.object for t in triples if t.predicate == expand("sh:conforms")]
    assert conforms == Literal("false", datatype=expand("xsd:boolean"))


def test_labels(world: Store):
    label = labels_of(world)
    assert label(entity("talks")) == "Talks of 2013"
    assert label(entity("report")) == "Report on the talks"
    assert label(entity("participation-ann")) == "participation: Ann Ash, Talks of 2013"
    assert label(entity("nowhere")) == ":nowhere"
    assert label(BlankNode("x")) == "a node without a name"
    assert label(Literal("word " * 40)) == ("word " * 40)[:59] + "…"


def test_messages_name_things_by_their_labels(world: Store, shapes: Shapes):
    texts = [r.message for r in validate(world, shapes).results if r.shape.value.endswith("#capacity-holder")]
    assert texts == ["Bob Birch takes part in the capacity of Ann Ash: name a tenure of the participant."]
    shouted = validate(world, shapes, label=lambda _: "SOMETHING")
    assert "SOMETHING takes part in the capacity of SOMETHING" in str(shouted)


def test_nothing_is_written_and_the_report_is_the_same_each_time(world: Store, shapes: Shapes):
    before = len(world)
    assert str(validate(world, shapes)) == str(validate(world, shapes))
    assert len(world) == before


def test_an_empty_store_conforms(shapes: Shapes):
    assert validate(Store(), shapes) == Report()


def test_importing_is_cheap():
    code = "import kg.shacl, sys; print(sorted({'rdflib', 'pyshacl', 'jdatetime'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_large_graphs_take_queries_not_nodes(shapes: Shapes):
    """Each constraint is one query a target, however many nodes there are; none needs a look at each node."""
    classes = Classes(examples("valid")[0].store)
    assert list(by_node(shapes.roots, classes)) == []
    asked = [s for root in shapes.roots for target in root.targets for s in searches(root, target, classes)]
    assert 100 < len(asked) < 600
