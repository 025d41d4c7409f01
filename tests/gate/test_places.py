"""Each statement of a text is found where it stands; where that is not certain, nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse

from kg.gate.places import by_line, in_turtle

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
