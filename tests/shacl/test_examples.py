"""Every shape has an example that it finds fault with and one that it does not; the reports are exactly as written."""

import re

from pyoxigraph import Literal

from kg.shacl import SHAPES, Shapes, validate
from kg.terms import expand
from shacl.examples import EXAMPLES, ROOT, Example, examples, found

WORDS = re.compile(r"\w+")


def test_a_valid_example_has_no_result(valid_example: Example, shapes: Shapes):
    report = validate(valid_example.store, shapes)
    assert not report.results, str(report)


def test_an_invalid_example_has_the_results_that_it_names(invalid_example: Example, shapes: Shapes):
    report = validate(invalid_example.store, shapes)
    assert found(report) == invalid_example.expected, str(report)
    assert all("{" not in result.message and result.message for result in report.results)


def test_every_shape_is_broken_by_an_example(shapes: Shapes):
    broken = {shape for example in examples("invalid") for _, shape, _ in example.expected}
    assert {name.value.removeprefix(SHAPES) for name in shapes.names} == broken


def test_examples_and_files_of_shapes_go_together():
    files = {path.stem for path in (ROOT / "shapes").glob("*.ttl")} - {"prefixes"}
    assert {example.name for example in examples("valid")} == files
    assert {example.name for example in examples("invalid")} == files
    lines = "".join(path.read_text() for path in EXAMPLES.glob("*.invalid.ttl")).splitlines()
    assert sum("expect" in line for line in lines) == sum(len(example.expected) for example in examples("invalid"))


def test_every_shape_has_a_message_and_a_severity(shapes: Shapes):
    given: dict[object, dict[str, list[object]]] = {}
    for triple in shapes.triples:
        given.setdefault(triple.subject, {}).setdefault(triple.predicate.value, []).append(triple.object)
    for name in shapes.names:
        own = given[name]
        parts = [name, *own.get(expand("sh:sparql").value, [])]
        messages = [text for part in parts for text in given[part].get(expand("sh:message").value, [])]
        assert len(messages) == 1, name
        message = messages[0]
        assert isinstance(message, Literal)
        assert message.language == "en", name
        assert len(WORDS.findall(message.value)) >= 7, name
        assert own[expand("sh:severity").value][0] in (expand("sh:Violation"), expand("sh:Warning")), name


def test_every_shape_has_a_name_of_ours(shapes: Shapes):
    assert all(name.value.startswith(SHAPES) for name in shapes.names)
