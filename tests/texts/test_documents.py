"""Source texts: white space, code points, paragraphs, whole words."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import KgError
from kg.texts.documents import SourceText, digest, find_words, fold, read_text

SPACES = " \t\n\r\x0b\x0c\x85\xa0\u1680\u2000\u2001\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
texts = st.text("abÀ’–漢😀e\u0301.,5" + SPACES, max_size=60)


@pytest.mark.parametrize("space", SPACES)
def test_every_white_space_is_one_space(space):
    assert fold(f"a{space}{space} b") == "a b"
    assert SourceText("t", f"a{space}{space} b").folded == "a b"


@pytest.mark.parametrize("mark", "\u200b\u200c\u2060\ufeff\u00ad")
def test_marks_without_width_are_no_white_space(mark):
    assert fold(f"a{mark}b") == f"a{mark}b"


@given(texts)
def test_offsets_count_code_points_of_the_text_as_received(raw):
    text = SourceText("t", raw)
    for index, character in enumerate(text.folded):
        offset = text.offset(index)
        assert raw[offset].isspace() if character == " " else raw[offset] == character
        assert text.folded_index(offset) == index
    assert text.offset(len(text.folded)) == len(raw)


def test_an_astral_character_counts_once():
    text = SourceText("t", "😀\u2000\u2000Zürich")
    assert text.offset(text.folded.index("Z")) == 3


@given(texts)
def test_paragraphs_lie_in_order_and_hold_everything_that_is_no_space(raw):
    text = SourceText("t", raw)
    ends = [0]
    for start, end in text.paragraphs:
        assert ends[-1] <= start < end
        assert not raw[start].isspace()
        ends.append(end)
    inside = "".join(raw[start:end] for start, end in text.paragraphs)
    assert inside.split() == raw.split() or "".join(inside.split()) == "".join(raw.split())


def test_paragraphs_are_lines_where_lines_are_long():
    long = "word " * 60
    assert len(SourceText("t", f"Title\n{long}\n{long}").paragraphs) == 3


@pytest.mark.parametrize("gap", ["\n\n", "\r\n\r\n", "\n \t\n", "\n\u2000\n\n"])
def test_paragraphs_are_blocks_where_lines_are_wrapped(gap):
    text = SourceText("t", f"One line\nand another{gap}Second block")
    assert [text.text[a:b] for a, b in text.paragraphs] == ["One line\nand another", "Second block"]
    assert text.paragraph_end(3) == len("One line\nand another")


@pytest.mark.parametrize(
    ("text", "words", "count"),
    [
        ("Iran’s policy, Iranian and Iran-Iraq", "Iran", 2),
        ("aXa aXaXa", "aXa", 1),
        ("a a a", "a a", 2),
        ("rose to 15.3 and 5.35", "5.3", 0),
        ("rose to 5.3.", "5.3", 1),
        ("rose to 5.3", "5", 0),
        ("in 1,200 cases", "200", 0),
        ("in 2012, 13 cases", "2012", 1),
        ("cafe\u0301", "cafe", 0),
        ("(IPIS).", "(IPIS)", 1),
        ("snake_case", "case", 0),
        ("anything", "", 0),
    ],
)
def test_words_stand_whole(text, words, count):
    assert len(list(find_words(text, words))) == count


def test_a_text_is_read_as_received(tmp_path):
    raw = "\ufeffa\r\nb\u2000c\n".encode()
    (tmp_path / "t.txt").write_bytes(raw)
    text = read_text(tmp_path, "t.txt")
    assert text.text == "\ufeffa\r\nb\u2000c\n"
    assert text.sha256 == hashlib.sha256(raw).hexdigest() == digest(text.text)


@pytest.mark.parametrize("name", ["missing.txt", "", "."])
def test_a_missing_text_is_an_error_with_a_remedy(tmp_path, name):
    with pytest.raises(KgError, match="--sources"):
        read_text(tmp_path, name)


def test_other_encodings_are_refused(tmp_path: Path):
    (tmp_path / "t.txt").write_bytes(b"caf\xe9")
    with pytest.raises(KgError, match="not UTF-8 at byte 3"):
        read_text(tmp_path, "t.txt")
