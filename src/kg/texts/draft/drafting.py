"""Puts a draft together: sentence by sentence, what each of the finders sees in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from kg.dates import When
from kg.texts.documents import SourceText, fold
from kg.texts.draft.amounts import find_amounts
from kg.texts.draft.anchor import offer_anchor
from kg.texts.draft.dating import find_dates
from kg.texts.draft.events import find_events
from kg.texts.draft.headings import part_headings
from kg.texts.draft.known import KnownNames
from kg.texts.draft.lines import classify, is_title
from kg.texts.draft.model import Draft, DraftSentence, KnownName, Name
from kg.texts.draft.positions import Positions, Turn
from kg.texts.draft.posts import with_posts
from kg.texts.draft.unknown import UnknownNames
from kg.texts.sentences import Sentence, split_sentences

__all__ = ["draft_text"]

_LABEL = re.compile(r"(?P<label>[A-ZÀ-Þ][\w.’' -]{0,40}?):\s+(?=\S)")
_ASKS = frozenset({"Q", "Question", "Interviewer", "Correspondent", "Journalist", "Reporter"})
_ANSWERS = frozenset({"A", "Answer"})


def draft_text(text: SourceText, known: Iterable[KnownName], *, now: When | None = None) -> Draft:
    """Return what rules find in a text; relative dates count from `now`.

    >>> text = SourceText("a.txt", "Harbour talks in Oslo\\n\\nNorland signed the treaty on 5 May 2026.")
    >>> draft = draft_text(text, [KnownName("norland", "State", ("Norland",))])
    >>> draft.title, draft.sentences[1].dates[0].when, draft.sentences[1].events[0].act
    ('Harbour talks in Oslo', '2026-05-05', 'signed')
    """
    return _Drafting(text, KnownNames(known), now).draft()


class _Drafting:
    """One text in the making, with what is known of all its sentences."""

    def __init__(self, text: SourceText, known: KnownNames, now: When | None) -> None:
        self._text = text
        pieces = dict(part_headings(text, split_sentences(text)))
        self._sentences = tuple(pieces)
        self._words = {s: fold(text.text[s.start : s.end]).strip() for s in self._sentences}
        self._begins = frozenset(begin for begin, _ in text.paragraphs)
        self._nothing = {s: "heading" if glued else self._classified(s) for s, glued in pieces.items()}
        self._known = {s: known.find(self._words[s]) for s in self._sentences}
        open_ones = [s for s in self._sentences if self._nothing[s] != "boilerplate"]
        self._unknown = UnknownNames(known, [(self._words[s], self._known[s]) for s in open_ones])
        self._dates = find_dates(text, self._sentences, now)
        self._labels = Counter(m["label"] for begin, _ in text.paragraphs if (m := _LABEL.match(text.text, begin)))
        self._positions = Positions()

    def draft(self) -> Draft:
        """Draft every sentence in order."""
        drafted: list[DraftSentence] = []
        paragraph, turn = -1, None
        for sentence in self._sentences:
            end = self._text.paragraph_end(sentence.start)
            if end != paragraph:
                self._positions.paragraph()
                paragraph, turn = end, self._turn(sentence, turn)
            drafted.append(self._drafted(sentence, turn))
        titles = (title for s in self._sentences if self._nothing[s] == "heading" for title in self._titles(s))
        return Draft(next(titles, ""), tuple(drafted))

    def _titles(self, sentence: Sentence) -> Iterator[str]:
        """Yield the first line of a heading, and all of it, where they can be the title of the text."""
        first_line = fold(self._text.text[sentence.start : sentence.end].partition("\n")[0]).strip()
        yield from (words for words in (first_line, self._words[sentence]) if is_title(words))

    def _drafted(self, sentence: Sentence, turn: Turn | None) -> DraftSentence:
        end = sentence.start + len(self._text.text[sentence.start : sentence.end].rstrip())
        anchor, problem = offer_anchor(self._text, sentence)
        made = DraftSentence(sentence.start, end, anchor, problem, self._nothing[sentence])
        if made.nothing:
            return made
        words, names = self._words[sentence], self._names(sentence)
        dates = self._dates.get(sentence, [])
        return DraftSentence(
            start=made.start,
            end=made.end,
            anchor=anchor,
            problem=problem,
            names=names,
            dates=tuple(date for _, _, date in dates),
            amounts=find_amounts(words, [(begin, stop) for begin, stop, _ in dates]),
            events=find_events(words),
            positions=self._positions.find(words, names, turn),
        )

    def _classified(self, sentence: Sentence) -> str:
        alone = sentence.start in self._begins and sentence.end >= self._text.paragraph_end(sentence.start)
        return classify(self._words[sentence], alone=alone, opening=sentence == self._sentences[0])

    def _names(self, sentence: Sentence) -> tuple[Name, ...]:
        known = self._known[sentence]
        unknown = self._unknown.find(self._words[sentence], known)
        return with_posts(self._words[sentence], sorted((*known, *unknown), key=lambda name: (name.start, -name.end)))

    def _turn(self, sentence: Sentence, before: Turn | None) -> Turn | None:
        """Return whose turn begins with a paragraph: of an interview, where labels say it; else it goes on."""
        match = _LABEL.match(self._text.text, sentence.start)
        if match is None:
            return before
        label = match["label"]
        if label in _ASKS or label in _ANSWERS:
            return Turn(None, asks=label in _ASKS)
        names = [n for n in self._names(sentence) if n.is_actor and n.end <= len(label)]
        if names and (self._labels[label] > 1 or names[-1].is_person):
            return Turn(names[-1])
        return Turn(None, asks=True) if self._labels[label] > 2 else before
