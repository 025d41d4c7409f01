"""Our results for the examples are those of pyshacl, which runs all constraints, `sh:sparql` included, by node."""

from functools import cache

import pytest

from kg.shacl import Shapes, validate
from kg.shacl.pyshacl_bridge import second_opinion
from shacl.examples import Example, found


@pytest.fixture(autouse=True, scope="module")
def parsed_once():
    """pyshacl has rdflib parse each query anew for each node: 25 times slower than it need be."""
    from rdflib.plugins.sparql import prepareQuery
    from rdflib.plugins.sparql.processor import SPARQLProcessor

    prepared = cache(prepareQuery)
    run = SPARQLProcessor.query

    def query(self, text, bindings=None, namespaces=None, base=None, debug=False):
        return run(self, prepared(text) if isinstance(text, str) else text, bindings, namespaces, base, debug)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SPARQLProcessor, "query", query)
        yield


def test_valid_examples(valid_example: Example, shapes: Shapes):
    report = second_opinion(valid_example.store, shapes)
    assert not report.results, str(report)


def test_invalid_examples(invalid_example: Example, shapes: Shapes):
    store = invalid_example.store
    theirs = second_opinion(store, shapes)
    assert found(theirs) == found(validate(store, shapes)) == invalid_example.expected, str(theirs)
