"""Coverage: every sentence is cited, said to carry nothing, or left."""

from hypothesis import given
from hypothesis import strategies as st

from kg.texts.coverage import measure_coverage
from kg.texts.documents import SourceText
from kg.texts.sentences import Sentence

TEXT = SourceText("t", "One ran. Two hid. Three left.")
ONE, TWO, THREE = Sentence(0, 8), Sentence(9, 17), Sentence(18, 29)


def test_each_sentence_has_one_fate():
    coverage = measure_coverage(TEXT, [(2, 4)], [((9, 17), "rhetoric")])
    assert coverage.sentences == (ONE, TWO, THREE)
    assert coverage.cited == {ONE}
    assert coverage.nothing == {TWO: "rhetoric"}
    assert coverage.left == (THREE,)
    assert coverage.share(len(coverage.left)) == 1 / 3


def test_a_fact_counts_more_than_nothing():
    coverage = measure_coverage(TEXT, [(0, 8)], [((0, 12), "heading")])
    assert coverage.cited == {ONE}
    assert coverage.nothing == {TWO: "heading"}


def test_a_passage_over_a_boundary_cites_both_and_one_beside_it_neither():
    assert measure_coverage(TEXT, [(7, 10)], []).cited == {ONE, TWO}
    assert measure_coverage(TEXT, [(8, 9)], []).cited == frozenset()


def test_an_empty_text_is_covered():
    assert measure_coverage(SourceText("t", ""), [], []).share(0) == 1


passages = st.lists(st.tuples(st.integers(0, 29), st.integers(1, 29)).filter(lambda s: s[0] < s[1]), max_size=4)


@given(passages, passages)
def test_the_fates_add_up(cited, nothing):
    coverage = measure_coverage(TEXT, cited, [(span, "heading") for span in nothing])
    fates = [*coverage.cited, *coverage.nothing, *coverage.left]
    assert sorted(fates) == list(coverage.sentences)
