"""Puts a draft together: sentence by sentence, what each of the finders sees in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.dates import When
from kg.texts.documents import SourceText, fold
from kg.texts.draft.amounts import find_amounts
from kg.texts.draft.anchor import offer_anchor
from kg.texts.draft.antecedents import Antecedents
from kg.texts.draft.dating import find_dates
from kg.texts.draft.events import find_events
from kg.texts.draft.headings import part_headings
from kg.texts.draft.interviews import Paragraph, Turn, begins_turn, find_author, find_turns
from kg.texts.draft.known import KnownNames
from kg.texts.draft.lines import classify, is_title
from kg.texts.draft.model import Draft, DraftSentence, KnownName, Name
from kg.texts.draft.positions import Positions
from kg.texts.draft.posts import with_posts
from kg.texts.draft.unknown import UnknownNames
from kg.texts.sentences import Sentence, split_sentences

__all__ = ["draft_text"]


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
        self._names = {s: self._find_names(s) for s in self._sentences}
        self._paragraphs = self._part_paragraphs()
        whole = [Paragraph(" ".join(words for words, _ in said), said) for said in map(self._said, self._paragraphs)]
        self._turns = find_turns(whole)
        self._author = find_author(whole)
        self._positions = Positions(Antecedents(self._said(self._sentences)), self._author)

    def draft(self) -> Draft:
        """Draft every sentence in order."""
        drafted: list[DraftSentence] = []
        for paragraph, turn in zip(self._paragraphs, self._turns, strict=True):
            self._positions.paragraph()
            drafted += [self._drafted(sentence, turn) for sentence in paragraph]
        titles = (title for s in self._sentences if self._nothing[s] == "heading" for title in self._titles(s))
        return Draft(next(titles, ""), tuple(drafted), self._author.shown if self._author else "")

    def _part_paragraphs(self) -> tuple[tuple[Sentence, ...], ...]:
        """Return the sentences by paragraphs; a line that opens with a label is one of its own."""
        parted: list[list[Sentence]] = []
        paragraph = -1
        for sentence in self._sentences:
            end = self._text.paragraph_end(sentence.start)
            opens_line = "\n" in self._text.text[max(sentence.start - 1, 0) : sentence.start]
            if end != paragraph or (opens_line and begins_turn(self._words[sentence])):
                parted.append([])
                paragraph = end
            parted[-1].append(sentence)
        return tuple(map(tuple, parted))

    def _said(self, sentences: Iterable[Sentence]) -> tuple[tuple[str, tuple[Name, ...]], ...]:
        return tuple((self._words[s], self._names[s]) for s in sentences)

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
        words, names = self._words[sentence], self._names[sentence]
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
        opening = sentence == self._sentences[0] and len(self._sentences) > 1
        return classify(self._words[sentence], alone=alone, opening=opening)

    def _find_names(self, sentence: Sentence) -> tuple[Name, ...]:
        known = self._known[sentence]
        unknown = self._unknown.find(self._words[sentence], known)
        return with_posts(self._words[sentence], sorted((*known, *unknown), key=lambda name: (name.start, -name.end)))
