"""Formatting Turtle: what is said, comments and forms stay; a second pass changes nothing."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse

from kg.errors import KgError, UnusableError
from kg.formatting import decode, format_turtle
from kg.turtle import sorted_lines, write
from support import ROOT, graph

OWN = sorted([*ROOT.glob("ontology/*.ttl"), *ROOT.glob("shapes/*.ttl")])
PREFIXES = "@prefix : <urn:x:> .\n@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n\n"
BASE = "http://base.example/"

# Turtle as people may write it: tokens with anything between them that is white space or a comment.

TERMS = st.sampled_from([
    ":a", ":b", "<urn:x:c>", "<relative#x>", "_:node", "true", "07", "1.0E0", "-.5", "'it'", '"x"@en-GB',
    '"1"^^xsd:int', "'''a\nb'''", '"""q"q\\""""', "'''two words\r\nin \"two\" lines'''", ":per%20cent", ":esc\\,aped",
    "()", "[]",
])  # fmt: skip
SUBJECTS = st.sampled_from([":a", ":b", "<urn:x:c>", "<relative>", "_:node", "_:other", "[]"])
VERBS = st.sampled_from(["a", ":p", "<urn:x:p>", ":q"])


@st.composite
def predicates(draw: st.DrawFn, depth: int) -> list[str]:
    found: list[str] = []
    for index in range(draw(st.integers(1, 3))):
        if index:
            found += [";"] * draw(st.integers(1, 2))
        found.append(draw(VERBS))
        for number in range(draw(st.integers(1, 3))):
            found += [","] * (number > 0) + draw(objects(depth))
    return found + [";"] * draw(st.integers(0, 1))


@st.composite
def objects(draw: st.DrawFn, depth: int) -> list[str]:
    kind = draw(st.integers(0, 5)) if depth else 0
    if kind == 4:
        return ["[", *draw(predicates(depth - 1)), "]"]
    if kind == 5:
        return ["(", *(token for _ in range(draw(st.integers(0, 4))) for token in draw(objects(depth - 1))), ")"]
    return [draw(TERMS)]


@st.composite
def texts(draw: st.DrawFn) -> str:
    tokens = ["@prefix", ":", "<urn:x:>", ".", "PREFIX", "xsd:", "<http://www.w3.org/2001/XMLSchema#>"]
    for _ in range(draw(st.integers(0, 5))):
        tokens += [draw(SUBJECTS), *draw(predicates(2)), "."]
    numbers = iter(range(10_000))
    gap = st.sampled_from([" ", " ", " ", "\n", "\n\n", "\t", " #", "\n#", "\n\n #", "#\n\n"])
    out = []
    for token in tokens:
        between = draw(gap)
        if "#" in between:
            between = between.replace("#", f" # comment {next(numbers)}", 1).rstrip("\n") + "\n" * between.count("\n")
            between += "\n"
        out += [token, between]
    return "".join(out)


def said(text: str) -> list[str]:
    return sorted_lines(parse(text, RdfFormat.TURTLE, base_iri=BASE))


def remarks(text: str) -> Counter[str]:
    """Return the comments of a generated text: nothing else in it looks like them."""
    return Counter(re.findall(r"# comment \d+", text))


@given(texts())
def test_all_is_kept_and_a_second_pass_changes_nothing(text: str) -> None:
    formatted = format_turtle(text)
    assert said(formatted) == said(text)
    assert remarks(formatted) == remarks(text)
    assert format_turtle(formatted) == formatted
    order = re.findall(r"# comment \d+", text)
    assert len(order) == len(set(order))


@given(texts())
def test_sorting_keeps_all_or_refuses(text: str) -> None:
    try:
        formatted = format_turtle(text, sort=True)
    except UnusableError as refusal:
        assert refusal.place
        line = text.replace("\r\n", "\n").split("\n")[refusal.place.line - 1]
        assert line[refusal.place.column - 1 :].startswith("# comment")
        return
    assert said(formatted) == said(text)
    assert remarks(formatted) == remarks(text)
    assert format_turtle(formatted, sort=True) == formatted


@given(texts())
def test_tokens_keep_their_forms_and_their_order(text: str) -> None:
    def plain(source: str) -> str:  # without comments, white space, and semicolons that say nothing
        return re.sub(
            r"(;)+([\].])", r"\2", re.sub(r";+", ";", re.sub(r"\s+", "", re.sub(r"# comment \d+", "", source)))
        )

    assert plain(format_turtle(text)) == plain(text)


def test_the_export_is_laid_out_already() -> None:
    text = write(graph().statements())
    assert format_turtle(text) == text
    assert format_turtle(text, sort=True) == text


@pytest.mark.parametrize("path", OWN, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_the_turtle_of_the_project_is_laid_out(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text == format_turtle(text, path.name), f"run `kg fmt {path.parent.name}/{path.name}`"


# What it looks like


@pytest.mark.parametrize(
    ("written", "laid_out"),
    [
        (":a :p :b,:c;:q 07.", ":a :p :b, :c ;\n    :q 07 .\n"),
        (":a :p [ :q 1 ] , [ :q 1 ; a :C ] .", ":a :p [ :q 1 ], [ :q 1 ; a :C ] .\n"),
        (":a :p [ :q 1 ;\n a :C ] .", ":a :p [\n        :q 1 ;\n        a :C\n    ] .\n"),
        (":a :p :b ; # why\n .", ":a :p :b .  # why\n"),
        (":a :p :b ;\n # left out: :q\n .", ":a :p :b\n    # left out: :q\n    .\n"),
        (":a # subject\n :p # verb\n :b # object\n .", ":a  # subject\n    :p  # verb\n        :b .  # object\n"),
        (":a :p 1, # one\n 2 # two\n .", ":a :p\n        1,  # one\n        2 .  # two\n"),
        (":a :p 1 .\n:b :p 2 .\n\n\n\n:c :p 3 .", ":a :p 1 .\n:b :p 2 .\n\n:c :p 3 .\n"),
        ("# head\n\n# of a\n:a :p 1 ; :q 2 .\n# of b\n:b :p 3 .",
         "# head\n\n# of a\n:a :p 1 ;\n    :q 2 .\n\n# of b\n:b :p 3 .\n"),
        (":a :p \"x\" # which\n # type\n ^^ xsd:int .", ":a :p\n        # type\n        \"x\"^^xsd:int .  # which\n"),
        (":a :p '''x\ny''', \"\" .", ":a :p '''x\ny''', \"\" .\n"),
    ],
)  # fmt: skip
def test_layout(written: str, laid_out: str) -> None:
    assert format_turtle(PREFIXES + written) == PREFIXES + laid_out


def test_sorting() -> None:
    text = """@prefix b: <urn:b:> .
@prefix a: <urn:a:> . # first
# Persons

# of z
b:z a:q 2 , 1 ;
  a a:C . # a class
_:n a:p b:a .
a:a a:p b:z .
b:z a:q 1, 3 .
"""
    assert (
        format_turtle(text, sort=True)
        == """@prefix a: <urn:a:> .  # first
@prefix b: <urn:b:> .

# Persons

a:a a:p b:z .

# of z
b:z a a:C ;  # a class
    a:q 1, 2, 3 .

_:n a:p b:a .
"""
    )


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (":a :p 1 .\n# again\n:a :q 2 .\n", 5),
        (":b :p 1 ;\n  :q 2\n  # left out\n .\n", 6),
        (":b :p 1 . # one\n:b :p 2 .\n", 4),
        (":b :r 1\n# before the dot\n.\n:b :q 2 .\n", 5),
        (":b :q 2 .\n:a :p 1 .\n:b :r 1\n# before the dot\n.\n", 7),
    ],
)
def test_sorting_refuses_where_a_comment_would_lose_its_place(text: str, line: int) -> None:
    with pytest.raises(UnusableError, match="sorting would take this comment from its place") as refusal:
        format_turtle(PREFIXES + text, "x.ttl", sort=True)
    assert refusal.value.place
    assert refusal.value.place.line == line


@pytest.mark.parametrize("text", [":b :p 1\n# d\n.\n", ":b :r 1\n# d\n.\n:a :p 1 .\n", ":b :p 1, 2\n# d\n. # e\n"])
def test_sorting_a_block_with_a_comment_before_its_dot_changes_nothing_the_second_time(text: str) -> None:
    once = format_turtle(PREFIXES + text, sort=True)
    assert format_turtle(once, sort=True) == once
    assert "# d" in once


def test_nothing_moves_across_a_new_meaning_of_a_prefix() -> None:
    text = "@prefix p: <urn:1:> .\n\np:z a p:C .\n\n@prefix p: <urn:2:> .\n\np:a a p:C .\n"
    assert format_turtle(text, sort=True) == text
    base = "@base <urn:z:> .\n\n<x> a <C> .\n\n@base <urn:a:> .\n\n<x> a <C> .\n"
    assert format_turtle(base, sort=True) == base


# Line ends, encodings, bounds


def test_lines_end_as_the_first_one_does() -> None:
    text = "@prefix : <urn:x:> .\r\n:a :p '''1\r\n2\n3''' ; # c\r\n :q 2 .\r\n"
    formatted = format_turtle(text)
    assert formatted == "@prefix : <urn:x:> .\r\n\r\n:a :p '''1\r\n2\n3''' ;  # c\r\n    :q 2 .\r\n"
    assert format_turtle(formatted) == formatted


def test_a_byte_order_mark_is_left_out() -> None:
    assert format_turtle(decode(b"\xef\xbb\xbf<urn:a> <urn:b> 1 .\n")) == "<urn:a> <urn:b> 1 .\n"


def test_what_is_not_utf8_is_refused_with_its_place() -> None:
    with pytest.raises(UnusableError, match=re.escape("x.ttl:2:3: this is not UTF-8; save the file as UTF-8")):
        decode(b"# \xc3\xa9\n# \xe9t\xe9", "x.ttl")
    with pytest.raises(UnusableError, match=re.escape("x.ttl:1:1: this is not UTF-8")):
        decode(b"\xed\xa0\x80", "x.ttl")  # half of a surrogate pair


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<a> <b> <c>", "x.ttl:1:12: expected a dot, a semicolon or a comma, found the end"),
        ("<a> <b> <c>\n<d> <e> <f> .", "x.ttl:2:1: expected a dot, a semicolon or a comma, found <d>"),
        ("<a> <b> .", "x.ttl:1:9: expected an object: an IRI, a name, a literal, a blank node or a list, found ."),
        ("<a> 'b' <c> .", "x.ttl:1:5: expected a predicate: an IRI, a name or a, found 'b'"),
        ("1 <b> <c> .", "x.ttl:1:1: expected a subject: an IRI, a name, a blank node or a list, found 1"),
        ("@prefix x <y> .", "x.ttl:1:9: expected a prefix such as dkg:, found x"),
        ("@base <y>\n<a> <b> 1 .", "x.ttl:2:1: expected a dot after @base, found <a>"),
        ("<a> <b> ( 1 ", "x.ttl:1:13: expected the closing ), found the end"),
        ("<a> <b> [ <c> 1 ) .", "x.ttl:1:17: expected a predicate or the closing ], found )"),
        ("<a> <b> 'c .\n", "x.ttl:1:9: this string has no end; give it its closing quotes"),
        ("<a> <b> '''c .\n", "x.ttl:1:9: this string has no end; give it its closing quotes"),
        ("<a> <b c> .", "x.ttl:1:5: this IRI has no end; a character in it is not allowed, or its > is missing"),
        ("<a> x:b <c> .", "x.ttl:1:5: the prefix x: has not been declared"),
        ("<a> <b> '\\ud800' .", "x.ttl:1:10: the escape sequence '\\ud800' is encoding D800"),
        ("<a> <b> 'x'@en--ltr .", "x.ttl:1:15: - cannot begin anything in Turtle"),
        ("<a> <b> <<( <a> <b> <c> )>> .", "x.ttl:1:9: this IRI has no end"),
        ("<a> <b> \x00 .", "x.ttl:1:9: U+0000 cannot begin anything in Turtle"),
    ],
)
def test_errors_say_where_and_what_is_expected(text: str, message: str) -> None:
    with pytest.raises(UnusableError) as refusal:
        format_turtle(text, "x.ttl")
    assert str(refusal.value).startswith(message)


def test_deep_brackets_are_laid_out_or_refused() -> None:
    deep = "<urn:a> <urn:b> " + "[ <urn:c> " * 90 + "1" + " ]" * 90 + " .\n"
    assert said(format_turtle(deep)) == said(deep)
    with pytest.raises(KgError, match="brackets are nested deeper than 100 levels"):
        format_turtle(deep.replace("1", "( " * 100_000))


def test_time_grows_with_the_text_and_no_faster() -> None:
    from time import process_time

    def took(count: int) -> float:
        block = ':a%d :p "x", 07, [ :q ( 1 2 ) ] ; # why\n  :q """long "quoted" text""" .\n'
        text = PREFIXES + "".join(block % number for number in range(count))
        begin = process_time()
        format_turtle(text)
        return process_time() - begin

    took(100)
    assert took(8_000) < 8 * 4 * max(took(1_000), 0.05)


@pytest.mark.parametrize(
    "text", ['<a> <b> """' + 'x"\\n' * 100_000, ":a" + "." * 100_000, "<a> <b> '" + "\\'" * 100_000]
)
def test_what_has_no_end_is_refused_in_bounded_time(text: str) -> None:
    from time import process_time

    begin = process_time()
    with pytest.raises(UnusableError):
        format_turtle(text)
    assert process_time() - begin < 5
