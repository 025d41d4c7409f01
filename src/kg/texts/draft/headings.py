"""Parts headings from the sentences that they run into: a heading has no full stop, so the splitter glues it on.

Lines tell it. In a wrapped text a line ends where the next word does not fit: one that ends earlier ends on purpose.
Nothing is cut inside a line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kg.texts.documents import SourceText, fold
from kg.texts.draft.lines import ends_like_sentence, is_number, looks_like_heading, speaks
from kg.texts.draft.words import FUNCTION
from kg.texts.sentences import Sentence

__all__ = ["part_headings"]

_MOST_WORDS = 45
_WINDOW = 5  # lines after a heading that show how long a line can be
_OPENS = re.compile(r"[“\"'(\[]*[A-ZÀ-Þ\d]")


def part_headings(text: SourceText, sentences: Iterable[Sentence]) -> Iterator[tuple[Sentence, bool]]:
    """Yield the sentences, each that opens with a heading in two, and whether a piece is such a heading.

    >>> from kg.texts.sentences import split_sentences
    >>> text = SourceText("a.txt", "II. Ports and Ice\\nThe ports of both countries were closed for\\nweeks.")
    >>> [(text.text[s.start : s.end], heading) for s, heading in part_headings(text, split_sentences(text))][1]
    ('Ports and Ice', True)
    """
    for sentence in sentences:
        start = sentence.start
        while heading := _heading(text.text, Sentence(start, sentence.end)):
            if text.text[start : heading.start].strip():
                yield _trimmed(text.text, start, heading.start), False
            yield heading, True
            start = _trimmed(text.text, heading.end, sentence.end).start
        yield Sentence(start, sentence.end), False


def _heading(text: str, sentence: Sentence) -> Sentence | None:
    """Return the first heading in a sentence: lines that open it, or follow one that ends early."""
    lead = text[text.rfind("\n", 0, sentence.start) + 1 : sentence.start].strip()
    lines = [
        Sentence(sentence.start + m.start(), sentence.start + m.end())
        for m in re.finditer(r"[^\n]*\S[^\n]*", text[sentence.start : sentence.end])
    ]
    for first in range(len(lines) - 1):
        if first == 0 and lead and not is_number(lead):
            continue  # a sentence that begins within a line
        if first and not _breaks_early(text, lines[first - 1].start):
            continue  # a line of a sentence that goes on
        for last in range(len(lines) - 2, first - 1, -1):
            if _is_heading(text, lines, first, last):
                return _trimmed(text, lines[first].start, lines[last].end)
    return None


def _is_heading(text: str, lines: list[Sentence], first: int, last: int) -> bool:
    said = [text[line.start : line.end].strip() for line in lines]
    block, rest = fold(" ".join(said[first : last + 1])), fold(" ".join(said[last + 1 :]))
    if any(map(ends_like_sentence, said[first : last + 1])) or len(block.split()) > _MOST_WORDS:
        return False
    ends_here = (first == 0 and _breaks_early(text, lines[last].start)) or _opens_sentence(block, said[last + 1])
    return ends_here and looks_like_heading(block, by_case=first > 0) and (speaks(rest) or ends_like_sentence(rest))


def _trimmed(text: str, start: int, end: int) -> Sentence:
    words = text[start:end]
    return Sentence(start + len(words) - len(words.lstrip()), start + len(words.rstrip()))


def _breaks_early(text: str, start: int) -> bool:
    """Tell whether the first word of the next line would have fitted on the line at an offset."""
    begin = text.rfind("\n", 0, start) + 1
    before = [line.strip() for line in text[:begin].split("\n")[-_WINDOW:]]
    line, *after = [line.strip() for line in text[begin:].split("\n", _WINDOW + 1)[: _WINDOW + 1]]
    opening = _OPENS.match(after[0]) if after else None
    return opening is not None and len(line) + 1 + len(after[0].split(maxsplit=1)[0]) <= max(map(len, before + after))


def _opens_sentence(block: str, following: str) -> bool:
    """Tell whether a line of capitalised words is followed by one that can only open a sentence: "The", "In"."""
    word = following.split(maxsplit=1)[0]
    return word[0].isupper() and word.lower() in FUNCTION and looks_like_heading(block, by_case=True)
