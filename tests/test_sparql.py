"""Tokens of SPARQL: what is code, and what may say anything."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import Place
from kg.sparql import declared_prefixes, place_of, tokens


@pytest.mark.parametrize(
    ("sparql", "names"),
    [
        ("SELECT ?x { ?x a dkg:Person.?y :is :a.b. }", ["dkg:Person", ":is", ":a.b"]),
        ("ASK { ?s ?p 'dkg:a', \"dkg:b\", '''dkg:c ' \n''', <dkg:d> } # dkg:e", []),
        (r"ASK { :it\'s :it\'s 'dkg:a' }", [r":it\'s", r":it\'s"]),
        (r"ASK { ?s ?p 'a \' dkg:b' }", []),
        ("ASK { ?s ^dkg:a/(dkg:b|!dkg:c)* ?o FILTER(?s<?o && ?o>:d) }", ["dkg:a", "dkg:b", "dkg:c", ":d"]),
        ("ASK { _:a ?p 'x'@en-GB, '1'^^xsd:date, 1.5e3 }", ["xsd:date"]),
        ("ASK { ?s ?p $dkg:a }", [":a"]),
    ],
)
def test_names_are_found_only_in_code(sparql: str, names: list[str]) -> None:
    assert [token.text for token in tokens(sparql) if token.kind == "name"] == names


def test_prefixes_are_those_that_the_query_declares() -> None:
    sparql = "# PREFIX a: <urn:a>\nPREFIX b: # here\n <urn:b> prefix : <urn:c> ASK { ?s ?p 'PREFIX d: <urn:d>' }"
    assert {name: iri.text for name, iri in declared_prefixes(sparql).items()} == {"b": "<urn:b>", "": "<urn:c>"}


def test_a_place_has_line_and_column() -> None:
    assert place_of("ab\ncd", 0, "q") == Place("q", 1, 1)
    assert place_of("ab\ncd", 4, "q") == Place("q", 2, 2)


@given(st.text(alphabet="aA:\\'\"<>#$?@_ .-{}\n0é", max_size=40))
def test_every_token_is_text_of_the_query_in_order(sparql: str) -> None:
    end = 0
    for token in tokens(sparql):
        assert token.start >= end
        end = token.start + len(token.text)
        assert sparql[token.start : end] == token.text != ""
