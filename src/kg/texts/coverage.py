"""Coverage: which sentences of a text carry facts, which are said to carry none and why, and which are left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.texts.documents import SourceText
from kg.texts.sentences import Sentence, split_sentences

__all__ = ["Coverage", "Span", "measure_coverage"]

Span = tuple[int, int]  # offsets in code points, end exclusive


@dataclass(frozen=True, slots=True)
class Coverage:
    """The sentences of a text by what became of them."""

    sentences: tuple[Sentence, ...]
    cited: frozenset[Sentence]
    nothing: Mapping[Sentence, str]
    left: tuple[Sentence, ...]

    def share(self, count: int) -> float:
        """Return a count as a share of all sentences, 0 to 1."""
        return count / len(self.sentences) if self.sentences else 1.0


def measure_coverage(text: SourceText, cited: Iterable[Span], nothing: Iterable[tuple[Span, str]]) -> Coverage:
    """Compare the sentences of a text with the passages that facts cite and those listed under nothing.

    A sentence counts as cited where any passage of a fact lies in it, though it be listed under nothing too.
    """
    sentences = split_sentences(text)
    spans = sorted(cited)
    with_facts = frozenset(s for s in sentences if any(_overlap(s, span) for span in spans))
    listed = [(span, reason) for span, reason in nothing]
    reasons = {
        s: next(reason for span, reason in listed if _overlap(s, span))
        for s in sentences
        if s not in with_facts and any(_overlap(s, span) for span, _ in listed)
    }
    left = tuple(s for s in sentences if s not in with_facts and s not in reasons)
    return Coverage(sentences, with_facts, reasons, left)


def _overlap(sentence: Sentence, span: Span) -> bool:
    return span[0] < sentence.end and sentence.start < span[1]
