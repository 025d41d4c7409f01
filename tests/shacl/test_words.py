"""What a constraint expects is said in words, for every Core component, by every shape that has one."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.shacl import read_shapes
from kg.shacl.checks import CHECKS
from kg.shacl.words import _WORDS, Speaker, expected, targets
from support import ROOT

HEAD = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix dkg: <https://w3id.org/dkg/ns#> .
@prefix : <https://w3id.org/dkg/id/> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
NAMED = Speaker(lambda term: {"iran": "Iran"}.get(str(getattr(term, "value", "")).rpartition("/")[2], "") or str(term))


def test_every_component_has_words() -> None:
    assert set(_WORDS) == set(CHECKS)


def test_every_constraint_of_the_project_has_words() -> None:
    for root in read_shapes([ROOT / "shapes"]).roots:
        assert targets(root)
        for shape in root.parts():
            for constraint in shape.constraints:
                assert expected(constraint, shape).strip(), (shape.name, constraint.parameter)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("sh:class dkg:Post", "a value of the class dkg:Post"),
        ("sh:datatype xsd:date", 'a literal of the datatype xsd:date, such as "2013-02-21"^^xsd:date'),
        ("sh:datatype xsd:hexBinary", "a literal of the datatype xsd:hexBinary"),
        ("sh:nodeKind sh:BlankNodeOrIRI", "an IRI or a blank node"),
        ("sh:minCount 2", "at least 2 values"),
        ("sh:maxCount 0", "no value"),
        ("sh:minCount 1 ; sh:maxCount 1", "exactly 1 value|exactly 1 value"),
        ("sh:minCount 1 ; sh:maxCount 3", "at least 1 value|at most 3 values"),
        ("sh:minInclusive 0 ; sh:maxExclusive 100", "at least 0|less than 100"),
        ("sh:maxInclusive 1.5 ; sh:minExclusive 0", "at most 1.5|more than 0"),
        ("sh:minLength 1 ; sh:maxLength 20", "at least 1 character|at most 20 characters"),
        ("sh:pattern \"^a\" ; sh:flags \"i\"", "a text that fits the pattern ^a, flags i"),
        ("sh:languageIn ( \"en\" \"fa\" )", "a text in en or fa"),
        ("sh:uniqueLang true", "one text in each language"),
        ("sh:equals dkg:a", "the same values as those of dkg:a"),
        ("sh:disjoint dkg:a", "no value that is one of dkg:a"),
        ("sh:lessThan dkg:a", "less than dkg:a"),
        ("sh:lessThanOrEquals dkg:a", "no more than dkg:a"),
        ("sh:not [ sh:class dkg:Post ]", "anything but a value of the class dkg:Post"),
        ("sh:or ( [ sh:class dkg:A ] [ sh:class dkg:B ] )", "a value of the class dkg:A or dkg:B"),
        ("sh:xone ( [ sh:class dkg:A ] [ sh:nodeKind sh:Literal ] )",
         "exactly one of: a value of the class dkg:A or a literal"),
        ("sh:and ( [ sh:minLength 2 ] [ sh:maxLength 3 ] )", "at least 2 characters and at most 3 characters"),
        ("sh:node [ sh:class dkg:Kind ; sh:property [ sh:path skos:inScheme ; sh:hasValue :roles ] ]",
         "a value of the class dkg:Kind and of the scheme :roles"),
        ("sh:node [ sh:property [ sh:path dkg:a ; sh:minCount 1 ] ]", "with dkg:a: at least 1 value"),
        ("sh:qualifiedValueShape [ sh:class dkg:A ] ; sh:qualifiedMinCount 1",
         "at least 1 value that is a value of the class dkg:A"),
        ("sh:hasValue :iran", "the value :iran (Iran)"),
        ("sh:in ( :iran :russia 7 )", "one of :iran, :russia or 7"),
        ("sh:in ( 1 2 3 4 5 6 7 8 9 10 )", "one of 1, 2, 3, 4, 5, 6, 7, 8 or 2 more"),
    ],
)  # fmt: skip
def test_words(tmp_path: Path, body: str, words: str) -> None:
    file = tmp_path / "shapes.ttl"
    file.write_text(f"{HEAD}dkg:S sh:targetClass dkg:T ; sh:property [ sh:path dkg:p ; {body} ] .", encoding="utf-8")
    (root,) = read_shapes([file]).roots
    (shape,) = root.properties
    assert "|".join(expected(each, shape, NAMED) for each in shape.constraints) == words
    assert targets(root) == "every dkg:T"


def test_closed_names_what_is_open(tmp_path: Path) -> None:
    file = tmp_path / "shapes.ttl"
    text = "dkg:S sh:targetNode :iran ; sh:closed true ; sh:property [ sh:path dkg:p ] , [ sh:path dkg:a ] ."
    file.write_text(HEAD + text, encoding="utf-8")
    (root,) = read_shapes([file]).roots
    assert [expected(each, root) for each in root.constraints] == ["no other property than dkg:a and dkg:p"]
    assert targets(root) == ":iran"
