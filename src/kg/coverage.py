"""Coverage as rows: the shares of each document, or the sentences of one with what became of them."""

from __future__ import annotations

from collections import Counter

from kg.mapping.compiler import Compiled, MappedText
from kg.mapping.document import REASONS
from kg.results import Rows
from kg.terms import Term, integer, text
from kg.texts.coverage import Coverage, measure_coverage

__all__ = ["cover", "list_sentences", "shares"]


def cover(mapped: MappedText) -> Coverage | None:
    """Measure the coverage of a mapped text; None where the text is not at hand, or passages were not found in it."""
    if mapped.text is None or any(at not in mapped.lock.passages for at, _ in mapped.file.anchors()):
        return None
    passages, cited, nothing = mapped.lock.passages, [], []
    for entry in mapped.file.entries:
        span = (passages[entry.at].start, passages[entry.at].end)
        if entry.nothing:
            nothing.append((span, str(entry.nothing)))
        elif entry.records:
            cited.append(span)
    anchors = [s.at for s in mapped.file.speeches()]
    if mapped.file.header.publication_at:
        anchors.append(mapped.file.header.publication_at)
    cited += [(passages[at].start, passages[at].end) for at in anchors]
    return measure_coverage(mapped.text, cited, nothing)


def shares(compiled: Compiled) -> Rows:
    """Return, for each document, how many of its sentences are cited, set aside with which reason, or left."""
    rows: list[tuple[Term | None, ...]] = []
    for mapped in compiled.documents:
        coverage = cover(mapped)
        if coverage is None:
            continue
        aside = Counter(coverage.nothing.values())
        counts = [len(coverage.cited), *(aside[reason] for reason in REASONS), len(coverage.left)]
        share = f"{coverage.share(len(coverage.sentences) - len(coverage.left)):.0%}"
        complete = "complete" if mapped.file.header.complete else "in part"
        numbers = (integer(n) for n in (len(coverage.sentences), *counts))
        rows.append((text(mapped.file.header.slug), *numbers, text(share), text(complete)))
    return Rows(("document", "sentences", "cited", *REASONS, "left", "covered", "mapped"), tuple(rows))


def list_sentences(mapped: MappedText) -> Rows:
    """Return the sentences of a document in order: offsets, first words, and what they carry."""
    coverage = cover(mapped)
    if coverage is None or mapped.text is None:
        return Rows(("start", "end", "opens", "carries"), ())
    records: dict[int, list[str]] = {}
    for entry in mapped.file.entries:
        passage = mapped.lock.passages[entry.at]
        for index, sentence in enumerate(coverage.sentences):
            if passage.start < sentence.end and sentence.start < passage.end:
                records.setdefault(index, []).extend(type(r).__name__ for r in entry.records)
    rows: list[tuple[Term | None, ...]] = []
    for index, sentence in enumerate(coverage.sentences):
        opens = " ".join(mapped.text.text[sentence.start : sentence.end].split()[:4])
        counted = Counter(records.get(index, []))
        facts = ", ".join(f"{n} {name}" for name, n in sorted(counted.items()))
        carries = facts or coverage.nothing.get(sentence) or ("speech" if sentence in coverage.cited else "—")
        rows.append((integer(sentence.start), integer(sentence.end), text(opens), text(carries)))
    return Rows(("start", "end", "opens", "carries"), tuple(rows))
