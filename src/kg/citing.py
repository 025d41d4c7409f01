"""Cites a passage of a text for facts that are written by hand: the node that a mapping would make of it too.

It is given a store and texts, and writes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Store

from kg.errors import KgError, UnusableError, closest
from kg.mapping.citations import Cited, Qualities, cited
from kg.terms import DATA, dkg, entity, expand, local_name
from kg.texts.anchors import AnchorError, locate, parse_anchor
from kg.texts.documents import SourceText, find_words, fold
from kg.texts.sentences import sentence_at, split_sentences
from kg.texts.shelf import Shelf

__all__ = ["cite", "qualities", "text_of"]


def text_of(store: Store, document: NamedNode, sources: Path | None) -> SourceText:
    """Return the text of a document of a graph; `sources` is the folder of the texts. `KgError` where it is not there.

    The text is the file whose SHA-256 the document has.
    """
    label = local_name(document)
    if not document.value.startswith(DATA):
        raise UnusableError(f"{document} lies outside the data", remedy=f"name it within {DATA}")
    if sources is None:
        raise UnusableError("the texts are not at hand", remedy="name their folder with --sources or KG_SOURCES")
    wanted = {
        quad.object.value
        for quad in store.quads_for_pattern(document, dkg("sha256"), None, None)
        if isinstance(quad.object, Literal)
    }
    if not wanted:
        raise UnusableError(f"{label} has no dkg:sha256, by which its text is known", remedy="state it")
    if text := Shelf(sources).text(wanted):
        return text
    remedy = "name the folder that has it with --sources"
    raise UnusableError(f"no file in {sources} is the text of {label}, by its SHA-256", remedy=remedy)


def cite(document: NamedNode, text: SourceText, anchor: str, said: Qualities, *, spans: bool = False) -> Cited:
    """Return the citation of the passage that an anchor marks in the text of a document.

    A passage is at most a sentence, or `spans` several. `KgError` where the anchor is not found exactly once, and where
    the passage does not have the words that are said to be `written` there.
    """
    passage = locate(text, parse_anchor(anchor), across_paragraphs=spans)
    sentences = split_sentences(text)
    if not spans and sentence_at(sentences, passage.start) != sentence_at(sentences, passage.end - 1):
        raise AnchorError("the passage is longer than a sentence", remedy="cite each sentence, or add --spans")
    if said.written and not any(find_words(fold(passage.text or ""), fold(said.written))):
        raise KgError(f"the passage does not have the words {said.written!r}", remedy="give them as they are written")
    return cited(local_name(document), passage.start, passage.end, passage.sha256, said)


def qualities(
    store: Store, basis: str, hedges: Sequence[str] = (), note: str | None = None, written: str | None = None
) -> Qualities:
    """Return what is said of a citation; `UnusableError` for a basis or a hedge that the ontology does not have."""
    _check(store, "basis", "bases", basis)
    for hedge in hedges:
        _check(store, "hedge", "hedges", hedge)
    nodes = tuple(entity(f"hedge-{hedge}") for hedge in dict.fromkeys(hedges))
    return Qualities(basis, nodes, fold(note).strip() if note else None, written)


def _check(store: Store, kind: str, scheme: str, name: str) -> None:
    found = store.quads_for_pattern(None, expand("skos:inScheme"), entity(scheme), None)
    known = sorted(
        local_name(quad.subject).removeprefix(f"{kind}-") for quad in found if isinstance(quad.subject, NamedNode)
    )
    if name not in known:
        near = closest(name, known)
        remedy = f"did you mean {near}?" if near else f"use one of {', '.join(known)}"
        raise UnusableError(f"there is no {kind} {name}", remedy=remedy)
