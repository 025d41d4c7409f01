"""Anchors: found exactly once, or an error that says what to change."""

import re

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kg.texts.anchors import MAX_WORDS, AnchorError, locate, parse_anchor
from kg.texts.documents import SourceText, digest


def find(text, anchor, **options):
    return locate(SourceText("t", text), parse_anchor(anchor), **options)


def error(text, anchor, **options):
    with pytest.raises(AnchorError) as caught:
        find(text, anchor, **options)
    return str(caught.value)


GARDEN = "The fox ran home. The hen stayed in.\n\nThe fox slept; the hen sang, and sang."


@pytest.mark.parametrize(
    ("anchor", "passage"),
    [
        ("The hen stayed in.", "The hen stayed in."),
        ("The hen … in.", "The hen stayed in."),
        ("fox ran … stayed", "fox ran home. The hen stayed"),
        ("(fox) slept; … hen", "slept; the hen"),
        ("(home.) The hen", "The hen"),
        ("  The   hen\n… in. ", "The hen stayed in."),
        ("stayed", "stayed"),
    ],
)
def test_an_anchor_marks_a_passage(anchor, passage):
    found = find(GARDEN, anchor)
    assert found.text == passage == GARDEN[found.start : found.end]
    assert found.sha256 == digest(passage)


@pytest.mark.parametrize("space", ["\n", "\xa0", "\u2000", " \r\n ", "\t\u3000"])
def test_any_white_space_equals_any_other(space):
    text = f"The{space}fox{space}ran"
    assert find(text, "The fox ran").text == text
    assert find("The fox ran", f"The{space}fox").end == 7


@pytest.mark.parametrize(
    ("anchor", "message"),
    [
        ("The wolf", "'The wolf' is not found; copy the words from the text"),
        ("The fox", "is found 2 times; take more of the first words"),
        ("(The) fox", "'The fox' is found 2 times"),
        ("The fox ran … sang", "is not found in the rest of the paragraph"),
        ("The fox slept; … sang", "is found 2 times before the paragraph ends; take more of the last words"),
        ("The hen … The hen", "the end 'The hen' is not found"),
        ("The fox ... home.", "write … for what is left out"),
        ("the FOX ran", "the text has 'The fox ran'"),
    ],
)
def test_what_is_not_found_once_is_an_error(anchor, message):
    assert message in error(GARDEN, anchor)


@pytest.mark.parametrize("anchor", ["", "  ", "… end", "start …", "…", "a … b … c", "(only context)", "(a) … b"])
def test_what_is_no_anchor(anchor):
    with pytest.raises(AnchorError):
        find(GARDEN, anchor)


def test_at_most_eight_words_count_with_their_context():
    assert parse_anchor("one two three four … five six seven eight")
    assert parse_anchor("(one two) US-led Iran’s 5.3 … six seven eight")
    for nine in ("one two three four … five six seven eight nine", "(one) two three four five … six seven eight nine"):
        with pytest.raises(AnchorError, match="9 words of the text; use at most 8"):
            parse_anchor(nine)


@pytest.mark.parametrize(
    ("text", "anchor", "has"),
    [
        ("Iran’s way", "Iran's way", "Iran’s way"),
        ("a “nice” way", 'a "nice" way', "a “nice” way"),
        ("now – or never", "now - or", "now – or"),
        ("At AVİM: Iran’s way", "Iran's way", "Iran’s way"),
    ],
)
def test_a_near_miss_in_marks_is_suggested_and_never_taken(text, anchor, has):
    assert f"the text has {has!r}" in error(text, anchor)


def test_occurrences_that_overlap_all_count():
    assert "found 2 times" in error("so so so it goes", "so so")


@pytest.mark.parametrize(
    ("text", "anchor"),
    [("cat catalogue", "cat"), ("the concat cat", "cat"), ("see 5.3 and 5", "5"), ("in 1,200 or 200", "200")],
)
def test_words_and_numbers_are_found_whole(text, anchor):
    found = find(text, anchor)
    assert found.text == anchor
    assert not re.search(r"\w", text[found.start - 1 : found.start] + text[found.end : found.end + 1])


def test_no_passage_cuts_a_number():
    assert "not found" in error("The rate reached 13.29% then.", "The rate … reached 13")
    assert "not found" in error("The rate reached 13.29% then.", "29% then.")


PAGES = "It began here\n\nFooter one\n\nand ended there. It ended there."


def test_a_passage_goes_across_paragraphs_only_where_it_says_so():
    assert "rest of the paragraph" in error(PAGES, "It began … and ended")
    assert find(PAGES, "It began … and ended", across_paragraphs=True).text.endswith("and ended")


def test_across_paragraphs_the_end_is_unique_in_the_paragraph_where_it_stands():
    assert "found 2 times" in error(PAGES, "It began … ended there.", across_paragraphs=True)
    assert find(PAGES + "\n\nIt and ended", "It began … and ended", across_paragraphs=True).end < len(PAGES)


spaces = st.sampled_from([" ", " ", " ", "  ", "\n", "\n\n", "\xa0", "\u2000", " \n "])
words = st.sampled_from(
    [
        "a",
        "b",
        "fox",
        "foxes",
        "Iran",
        "Iran’s",
        "5.3",
        "5",
        "15.3",
        "b.",
        "(b)",
        "a,",
        "“b”",
        "–",
        "İ",
        "e\u0301",
        "b…a",
        "a-b",
    ]
)


@st.composite
def spans(draw):
    """A text of few, often repeated words, and a span of them."""
    chosen = draw(st.lists(words, min_size=1, max_size=24))
    gaps = [draw(spaces) for _ in chosen[1:]]
    starts, text = [], ""
    for n, word in enumerate(chosen):
        text += gaps[n - 1] if n else ""
        starts.append(len(text))
        text += word
    first = draw(st.integers(0, len(chosen) - 1))
    last = draw(st.integers(first, len(chosen) - 1))
    return text, chosen, first, last, starts[first], starts[last] + len(chosen[last])


@given(spans(), st.integers(0, 2), st.integers(1, 4), st.integers(1, 4), st.booleans())
def test_an_anchor_locates_just_its_span_or_raises(span, before, head, tail, whole):
    text, chosen, first, last, start, end = span
    context = " ".join(chosen[max(0, first - before) : first]) if before else ""
    assume(not re.search(r"[()…]", context + " ".join(chosen[first : last + 1])))  # they are signs of the language
    if whole:
        anchor = " ".join(chosen[first : last + 1])
    else:
        assume(last - first + 1 >= head + tail)
        anchor = f"{' '.join(chosen[first : first + head])} … {' '.join(chosen[last - tail + 1 : last + 1])}"
    written = f"({context}) {anchor}" if context else anchor
    across = "\n\n" in "".join(text[start:end].split(" "))
    try:
        found = find(text, written, across_paragraphs=across)
    except AnchorError:
        return
    assert found.text == text[found.start : found.end]
    assert found.start == start
    if across and found.end != end:  # the end words stand in a paragraph before that of the span
        assert found.end < end
        assert "\n\n" in "".join(text[found.end - 1 : end].split(" "))
    else:
        assert found.end == end


@given(spans())
def test_a_whole_span_that_stands_once_is_found(span):
    text, chosen, first, last, start, end = span
    anchor = " ".join(chosen[first : last + 1])
    folded = " ".join(chosen)
    assume(not re.search(r"[()…]", anchor))
    assume(sum(folded.startswith(anchor, n) for n in range(len(folded))) == 1)
    assume(len(re.findall(r"\w+(?:['’.-]\w+)*", anchor)) <= MAX_WORDS)
    assert find(text, anchor).text == text[start:end]


@given(st.text(max_size=30))
def test_parsing_raises_nothing_else(written):
    try:
        anchor = parse_anchor(written)
    except AnchorError:
        return
    assert anchor.first
