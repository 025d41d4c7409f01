"""YAML with places: nothing is converted, and whatever cannot be read says where it stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import Place, UnusableError
from kg.mapping.nodes import Map, Problems, Scalar, Seq, plain, read_yaml


def read(tmp_path, text):
    path, problems = tmp_path / "m.yaml", Problems()
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read_yaml(path, "m.yaml", problems), problems


@pytest.mark.parametrize(
    "word",
    [
        "no",
        "on",
        "off",
        "yes",
        "true",
        "null",
        "~",
        "2018-04-09",
        "1_000",
        "0x1F",
        "012",
        "1e3",
        ".5",
        "12:30:00",
        "<<",
        "=",
    ],
)
def test_every_scalar_is_the_string_that_was_written(tmp_path, word):
    tree, problems = read(tmp_path, f"a: {word}\n{word}: [{word}, '{word}']\n")
    assert plain(tree) == {"a": word, word: [word, word]}
    assert not problems.findings


def test_scalars_and_keys_know_their_place(tmp_path):
    tree, _ = read(tmp_path, "a: x\nlist:\n  - b: 'y'\n    c: [z]\n")
    item = tree.entries["list"].items[0]
    assert tree.entries["a"].place == Place("m.yaml", 1, 4)
    assert item.keys["b"].place == Place("m.yaml", 3, 5)
    assert item.entries["b"].place == Place("m.yaml", 3, 8)
    assert item.entries["c"].items[0].place == Place("m.yaml", 4, 9)


def test_a_key_given_twice_is_an_error_at_the_second(tmp_path):
    _, problems = read(tmp_path, "a: 1\nb: 2\na: 3\n")
    assert [str(f) for f in problems.errors] == ["m.yaml:3:1: a is given twice; keep one of them"]


@pytest.mark.parametrize("value", ["", "''", '" "', "[x, '']", "{b: }"])
def test_an_empty_value_is_an_error(tmp_path, value):
    _, problems = read(tmp_path, f"a: {value}\n")
    assert len(problems.errors) == 1
    assert "an empty value" in str(problems.errors[0])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: [1\n", "m.yaml:2:1: not YAML"),
        ("a: b: c\n", "m.yaml:1:5: not YAML"),
        ("a:\n\t- b\n", "m.yaml:2:1: not YAML"),
        ("a: 1\n---\nb: 2\n", "not YAML"),
        ("- a\n", "not a map"),
        ("just words", "not a map"),
        ("", "m.yaml: the file is empty; remove it"),
        (b"a: caf\xe9\n", "save the file as UTF-8"),
        ("a: \x00\n", "not YAML"),
        ("a: &x [*x]\n", "m.yaml:1:4: a YAML alias"),
        ("a: &x {b: c}\nd: *x\n", "a YAML alias"),
        ("? [a, b]\n: c\n", "m.yaml:1:3: a key that is no word"),
    ],
)
def test_what_is_no_map_of_words_is_refused_with_its_place(tmp_path, text, message):
    with pytest.raises(UnusableError) as caught:
        read(tmp_path, text)
    assert message in str(caught.value)


def test_a_byte_order_mark_and_windows_lines_do_no_harm(tmp_path):
    tree, problems = read(tmp_path, "\ufeffa: x\r\nb: y\r\n")
    assert plain(tree) == {"a": "x", "b": "y"}
    assert not problems.findings


def test_keys_that_nobody_reads_are_reported_with_a_suggestion(tmp_path):
    tree, problems = read(tmp_path, "name: x\nspelings: [y]\n")
    tree.scalar("name")
    tree.scalars("spellings")
    tree.finish()
    assert [str(f) for f in problems.errors] == ["m.yaml:2:1: unknown key spelings; did you mean spellings?"]


@pytest.mark.parametrize(
    ("text", "ask", "message"),
    [
        ("a: [x]", lambda m: m.scalar("a"), "1:4: a must be one value"),
        ("a: {b: c}", lambda m: m.scalars("a"), "1:4: a must be a string or a list"),
        ("a: [{b: c}]", lambda m: m.scalars("a"), "1:5: a must hold strings alone"),
        ("a: [x, y, x]", lambda m: m.scalars("a"), "1:11: a names x twice"),
        ("a: x", lambda m: m.map("a"), "1:4: a must be a map"),
        ("a: [x]", lambda m: m.maps("a"), "1:5: a must be a list of maps"),
        ("a: maybe", lambda m: m.flag("a", default=True), "1:4: a is yes or no, not maybe"),
        ("b: x", lambda m: m.scalar("a", required=True), "1:1: a is missing; add `a:`"),
    ],
)
def test_values_of_the_wrong_form(tmp_path, text, ask, message):
    tree, problems = read(tmp_path, text)
    ask(tree)
    assert f"m.yaml:{message}" in str(problems.errors[0])


keys = st.text("abc-é", min_size=1, max_size=5)
trees = st.recursive(
    st.text("ab :#'\"\n-é{}[],&*!|>%@`", min_size=1, max_size=12).filter(str.strip),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=8,
)


def as_nodes(value, problems):
    place = Place("m.yaml", 1, 1)
    if isinstance(value, str):
        return Scalar.at(value, place)
    if isinstance(value, list):
        return Seq(tuple(as_nodes(item, problems) for item in value), place)
    made = {key: as_nodes(item, problems) for key, item in value.items()}
    return Map(made, {key: Scalar.at(key, place) for key in value}, place, problems)


@given(st.dictionaries(keys, trees, max_size=4))
def test_plain_gives_back_what_a_tree_was_made_of(value):
    assert plain(as_nodes(value, Problems())) == value
