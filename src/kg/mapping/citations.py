"""The name and the statements of a citation: the same passage gives the same node, whoever cites it."""

from __future__ import annotations

from typing import NamedTuple

from pyoxigraph import NamedNode, Quad

from kg.terms import RDF_TYPE, Term, dkg, entity, integer, local_name, mint, text, triple

__all__ = ["Cited", "Qualities", "cited"]


class Qualities(NamedTuple):
    """What is said of a citation: how far the passage bears the fact, with which reserve, remark, and words of it."""

    basis: str = "stated"
    hedges: tuple[NamedNode, ...] = ()
    note: str | None = None
    written: str | None = None


class Cited(NamedTuple):
    """A citation: its node, and its properties and values."""

    node: NamedNode
    pairs: tuple[tuple[str, Term], ...]

    def quads(self) -> list[Quad]:
        """Return the statements of the citation."""
        return [
            Quad(self.node, RDF_TYPE, dkg("Citation")),
            *(triple(self.node, name, value) for name, value in self.pairs),
        ]


def cited(document: str, start: int, end: int, sha256: str, qualities: Qualities = Qualities()) -> Cited:  # noqa: B008
    """Return the citation of a passage of a document, by its slug; offsets in code points, the end exclusive.

    Its name holds the offsets, and a hash of what is said of it where that is more than that the passage states it.

    >>> cited("valdai-report", 104, 216, "ab").node.value
    'https://w3id.org/dkg/id/cite-valdai-report-104-216'
    """
    said: list[tuple[str, Term]] = [("dkg:basis", entity(f"basis-{qualities.basis}"))]
    said += [("dkg:hedge", hedge) for hedge in qualities.hedges]
    if qualities.note:
        said.append(("skos:note", text(qualities.note, "en")))
    if qualities.written:
        said.append(("dkg:asWritten", text(qualities.written)))
    name = f"cite-{document}-{start}-{end}"
    if qualities.basis != "stated" or len(said) > 1:
        name += "-" + local_name(mint("Citation", said)).removeprefix("citation-")[:8]
    passage = (("dkg:startOffset", integer(start)), ("dkg:endOffset", integer(end)), ("dkg:sha256", text(sha256)))
    return Cited(entity(name), (("dkg:inDocument", entity(document)), *passage, *said))
