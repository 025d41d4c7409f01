"""Citations held against their texts, where these are at hand: offsets, SHA-256, and the words as they are written.

A build goes to the text for each passage of a mapping; what is written by hand is held to the same. Offsets are Unicode
code points, the end exclusive. What is malformed, or given twice, is left to the shapes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from kg.gate.draft import Draft, Said, name_of
from kg.terms import Term, dkg, local_name
from kg.texts.documents import SourceText, digest, fold
from kg.texts.grounding import Shown
from kg.texts.shelf import Shelf

__all__ = ["hold_against_texts"]

_DOCUMENT, _EVIDENCE = dkg("inDocument"), dkg("evidence")
_START, _END, _SHA256, _WRITTEN = map(dkg, ("startOffset", "endOffset", "sha256", "asWritten"))
_TELLING = frozenset((_DOCUMENT, _START, _END, _SHA256, _WRITTEN))
_SHOWN = 3  # words of a passage, at its beginning and at its end


def hold_against_texts(draft: Draft, folder: Path | None) -> str:
    """Blame each new citation that its text does not bear out; `folder` has the texts, if they are at hand.

    Return a sentence on the citations whose text is not there, or nothing.
    """
    reader, left = _Reader(draft, Shelf(folder) if folder else None), 0
    for node in draft.subjects():
        new = [s for s in draft.about(node) if _is_told(s) and not draft.holds(s.triple)]
        if new and draft.is_a(node, "Document"):
            reader.hold_document(node, new)
        elif new and draft.is_a(node, "Citation"):
            left += not reader.hold_citation(node, new)
    if not left:
        return ""
    counted = "a citation was" if left == 1 else f"{left} citations were"
    whose = "its text, which is" if left == 1 else "their texts, which are"
    return f"{counted} not held against {whose} not at hand; name the folder with --sources"


def _is_told(said: Said) -> bool:
    """Tell whether a statement on a passage stands in the file, and was not made of another one."""
    return said.triple.predicate in _TELLING and said.triple.predicate == said.origin.predicate


@dataclass(slots=True)
class _Reader:
    """Looks passages up in the texts."""

    draft: Draft
    shelf: Shelf | None
    _texts: dict[Term, SourceText | None] = field(default_factory=dict)

    def hold_document(self, node: Term, new: list[Said]) -> None:
        """Blame the length of a document that its text does not have."""
        if text := self._text(node):
            for said in new:
                if said.triple.predicate == _END and _number(said.triple.object) not in (None, len(text.text)):
                    message = f"the text of {name_of(node)} has {len(text.text)} characters; give that as dkg:endOffset"
                    self.draft.blame(said, message)

    def hold_citation(self, node: Term, new: list[Said]) -> bool:
        """Blame what a text does not bear out; tell whether there is a text, or nothing to be held against one."""
        document, start, end = (self._only(node, name) for name in (_DOCUMENT, _START, _END))
        begin, stop = _number(start), _number(end)
        if not isinstance(document, NamedNode) or begin is None or stop is None or begin >= stop:
            return True
        text = self._text(document)
        if text is None:
            return False
        remedy = f"`kg cite {local_name(document)} 'first words … last words'` gives the right one"
        if stop > len(text.text):
            placed = next((said for said in new if said.triple.predicate == _END), new[0])
            message = f"the text of {name_of(document)} ends at {len(text.text)}, and has no passage {begin}–{stop}"
            self.draft.blame(placed, f"{message}; {remedy}")
            return True
        passage = text.text[begin:stop]
        self._hold_digests(node, new, passage, f"{begin}–{stop} of {name_of(document)} ({_ends(passage)}); {remedy}")
        self._hold_words(node, new, text, passage)
        return True

    def _hold_digests(self, node: Term, new: list[Said], passage: str, what: str) -> None:
        """Blame each digest that is not the passage's; where the offsets alone are new, blame these."""
        told = digest(passage)
        given = [said for said in new if said.triple.predicate == _SHA256]
        wrong = [said for said in given if _is_digest(said.triple.object) and said.triple.object != Literal(told)]
        if not given and all(value != Literal(told) for value in self.draft.values(node, _SHA256)):
            wrong = [said for said in new if said.triple.predicate != _WRITTEN][:1]
        for said in wrong:
            self.draft.blame(said, f"the SHA-256 is not that of the passage {what}")

    def _hold_words(self, node: Term, new: list[Said], text: SourceText, passage: str) -> None:
        """Blame words that are in none of the passages by which a fact is evidenced."""
        for said in new:
            words = said.triple.object
            if said.triple.predicate != _WRITTEN or not isinstance(words, Literal) or not words.value.strip():
                continue
            if not Shown([passage, *self._beside(node, text)]).phrase(fold(words.value).strip()):
                message = f"the passage does not have the words {words.value!r}; give them as they are written there"
                self.draft.blame(said, message)

    def _beside(self, node: Term, text: SourceText) -> Iterator[str]:
        """Yield the other passages of a text that evidence what one citation does: one may show what another dates."""
        for fact in self._evidenced(node):
            for cite in self.draft.values(fact, _EVIDENCE):
                begin, stop = (_number(self._only(cite, name)) for name in (_START, _END))
                document = self._only(cite, _DOCUMENT)
                if begin is not None and stop is not None and document is not None and self._text(document) is text:
                    yield text.text[begin:stop]

    def _evidenced(self, node: Term) -> Iterator[object]:
        yield from self.draft.with_value(_EVIDENCE, node)
        if isinstance(node, NamedNode):
            yield from (quad.subject for quad in self.draft.known.quads_for_pattern(None, _EVIDENCE, node, None))

    def _only(self, node: Term, predicate: NamedNode) -> Term | None:
        values = self.draft.values(node, predicate)
        return values[0] if len(values) == 1 else None

    def _text(self, document: Term) -> SourceText | None:
        if document not in self._texts:
            found = [value.value for value in self.draft.values(document, _SHA256) if isinstance(value, Literal)]
            self._texts[document] = self.shelf.text(found) if self.shelf else None
        return self._texts[document]


def _number(term: Term | None) -> int | None:
    """Return the offset that a literal gives; None where it is none, which a shape says."""
    return int(term.value) if isinstance(term, Literal) and term.value.isascii() and term.value.isdecimal() else None


def _is_digest(term: Term) -> bool:
    """Tell whether a value is a SHA-256 in lower-case hexadecimal: a shape blames what is not."""
    digits = term.value if isinstance(term, Literal) else ""
    return len(digits) == 64 and set(digits) <= set("0123456789abcdef")


def _ends(passage: str) -> str:
    """Return the first and the last words of a passage, as an anchor has them."""
    words = passage.split()
    return " ".join(words if len(words) <= 2 * _SHOWN else [*words[:_SHOWN], "…", *words[-_SHOWN:]])
