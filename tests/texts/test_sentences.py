"""Sentences: what ends one, what does not, and that none is lost."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.texts.documents import SourceText, read_text
from kg.texts.sentences import sentence_at, split_sentences


def split(text):
    return [text[s.start : s.end] for s in split_sentences(SourceText("t", text))]


@pytest.mark.parametrize(
    "parts",
    [
        ["One ran.", "Two hid!", "Three?", "Four."],
        ["He spoke.”", "She left."],
        ["“Go!”", "“No.”", "They stayed."],
        ["It ended (or so it seemed.)", "Then it began."],
        ["The deal was signed.5", "It held."],
        ["So they said.”12", "“Not so,” he said."],
        ["It rose by 5.3 percent.", "2012 was worse."],
        ["Dr. Smith met Mr. A. B. Jones of the U.S. Navy on Jan. 5 in St. Petersburg.", "They spoke."],
        ["See No. 5 of the list, i.e. Two or e.g. Three, cf. Smith et al. Later.", "Done."],
        ["Did they agree?", "No.", "They left."],
        ["It was up by 13.29%.", "Next."],
        ["It broke\noff at a line.", "It went\u2000on."],
        ["Он приехал.", "Они говорили.", "Élan came."],
        ["او آمد.", "آیا رفت؟", "بله."],
        ["a small start.", "Then a capital."],
        ["It ended . . .", "Or not."],
    ],
)
def test_sentences_end_where_they_end(parts):
    assert split(" ".join(parts)) == parts
    assert split("\n".join(parts)) == parts


@pytest.mark.parametrize("text", ["It began. and went on", "versions 3.11 and 5.3", "at valdaiclub.com/Events today"])
def test_what_ends_no_sentence(text):
    assert split(text) == [text]


def test_a_paragraph_ends_a_sentence():
    assert split("A heading\n\nAnd a text\nof two lines") == ["A heading", "And a text\nof two lines"]
    assert split("") == split(" \n\n ") == []


@given(st.text("aB.!?”“ \n\xa05", max_size=60))
def test_sentences_hold_every_character_but_white_space(raw):
    text = SourceText("t", raw)
    sentences = split_sentences(text)
    assert "".join(raw[s.start : s.end] for s in sentences).split() == "".join(split(raw)).split()
    assert "".join("".join(split(raw)).split()) == "".join(raw.split())
    for before, after in pairwise(sentences):
        assert before.end <= after.start
    for index, sentence in enumerate(sentences):
        assert sentence_at(sentences, sentence.start) == sentence_at(sentences, sentence.end - 1) == index


def test_between_sentences_there_is_none():
    sentences = split_sentences(SourceText("t", "One.  Two."))
    assert [sentence_at(sentences, n) for n in (0, 3, 4, 5, 6, 9, 10)] == [0, 0, None, None, 1, 1, None]


def test_the_five_texts_have_as_many_sentences_as_were_counted(sources):
    names = sorted(path.name for path in sources.glob("0*.txt"))
    assert [len(split_sentences(read_text(sources, name))) for name in names] == [30, 32, 70, 63, 260]
