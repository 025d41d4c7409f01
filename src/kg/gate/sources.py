"""Sources: what each new fact rests on.

The evidence on a node counts for what the same file says of that node in the short form; a source that is named for all
files counts for every new fact without one. A document that is named as evidence stands for a citation of all of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Triple

from kg.errors import KgError, UnusableError
from kg.gate.draft import Draft, Said, name_of
from kg.mapping.citations import citation_name
from kg.names import find_entity
from kg.shacl import Severity
from kg.terms import DATA, RDF_TYPE, Term, dkg, entity, is_slug, local_name

__all__ = ["Sources", "warn_of_unmentioned"]

_EVIDENCE, _DOCUMENT, _CITATION = dkg("evidence"), dkg("Document"), dkg("Citation")
_KINDS = ("Citation", "Reference", "Document")
_ENTITIES = ("Actor", "Event", "Agreement")
_PREPARED = ("Post", "Pair", "Place", "Topic", "Issue", "Kind")
_STATED = entity("basis-stated")
_CONTEXT = entity("basis-context")


@dataclass(slots=True)
class Sources:
    """The evidence in some files, and the source that is named for all of them, if any."""

    draft: Draft
    named: NamedNode | None
    _made: set[object] = field(default_factory=set)
    _blamed: set[tuple[Triple, int]] = field(default_factory=set)

    @classmethod
    def read(cls, draft: Draft, named: str | None) -> Sources:
        """Read the evidence of files; `UnusableError` where the source that is named for all of them is none."""
        source = _find(draft, named) if named else None
        sources = cls(draft, source)
        sources._cite_documents()
        return sources

    def of(self, node: object, file: int) -> list[Said]:
        """Return the statements of a file that give evidence on a node."""
        return [s for s in self.draft.about(node) if s.file == file and s.triple.predicate == _EVIDENCE]

    def cites(self, node: object, file: int) -> bool:
        """Tell whether what a file says of a node has a source."""
        return self.named is not None or bool(self.of(node, file))

    def adds(self, node: object, file: int) -> bool:
        """Tell whether a file has a source for a node that the graph does not have there."""
        cited = self.of(node, file)
        return any(not self.draft.holds(said.triple) for said in cited) if cited else self.named is not None

    def compete(self, cited: Sequence[Said]) -> bool:
        """Tell whether there are several sources, passages that only show the context of another apart."""
        bases = (set(self.draft.values(said.triple.object, dkg("basis"))) for said in cited)
        return sum(_CONTEXT not in each for each in bases) > 1

    def missing(self, group: Sequence[Said]) -> None:
        """Blame what is said of a node without a source."""
        node = group[0].triple.subject
        message = f"nothing says where this of {name_of(node)} is stated; give it dkg:evidence, a citation or reference"
        self.draft.blame_first(group, f"{message}, or name one for all with --source")
        self._blamed |= {(said.origin, said.file) for said in group}

    def unsourced(self) -> frozenset[object]:
        """Return the facts without a source that were blamed already, as the files said it."""
        return frozenset(s.triple.subject for s in self.draft.said if (s.origin, s.file) in self._blamed)

    def supply(self) -> None:
        """Give the named source to each new fact that has none; leave out citations that were made for nothing."""
        draft = self.draft
        if named := self.named:
            facts = (node for node in draft.subjects() if draft.is_a(node, "Fact"))
            bare = [node for node in facts if not draft.values(node, _EVIDENCE)]
            draft.replace([*draft.said, *(draft.about(node)[0].making(node, _EVIDENCE, named) for node in bare)])
        used = {said.triple.object for said in draft.said if said.triple.predicate == _EVIDENCE}
        draft.take(lambda said: said.triple.subject in self._made and said.triple.subject not in used)

    def _cite_documents(self) -> None:
        """Put a citation of the whole text in the place of each document that is named as evidence."""
        draft, made, whole = self.draft, list[Said](), dict[Term, NamedNode]()
        for said in draft.said:
            value = said.triple.object
            if (
                said.triple.predicate != _EVIDENCE
                or not isinstance(value, NamedNode)
                or not draft.is_a(value, "Document")
            ):
                continue
            made += self._whole(said, value, whole)
        if self.named and draft.is_a(self.named, "Document") and draft.said:
            made += self._whole(draft.said[0], self.named, whole)
            self.named = whole.get(self.named, self.named)
        self._made |= set(whole.values())
        draft.replace([*(_cited(said, whole) for said in draft.said), *made])

    def _whole(self, said: Said, document: NamedNode, whole: dict[Term, NamedNode]) -> list[Said]:
        lengths, hashes = (self.draft.values(document, dkg(name)) for name in ("endOffset", "sha256"))
        slug = local_name(document)
        if len(lengths) != 1 or len(hashes) != 1 or not isinstance(lengths[0], Literal) or not is_slug(slug):
            return []
        if not lengths[0].value.isdecimal():
            return []
        pairs: list[tuple[str, Term]] = [("dkg:basis", _STATED)]
        name = whole[document] = citation_name(slug, 0, int(lengths[0].value), pairs)
        start = Literal("0", datatype=lengths[0].datatype)
        told: dict[str, Term] = {
            "inDocument": document,
            "startOffset": start,
            "endOffset": lengths[0],
            "sha256": hashes[0],
            "basis": _STATED,
        }
        return [
            said.making(name, RDF_TYPE, _CITATION),
            *(said.making(name, dkg(property_), value) for property_, value in told.items()),
        ]


def _cited(said: Said, whole: dict[Term, NamedNode]) -> Said:
    subject, predicate, value = said.triple
    return (
        said._replace(triple=Triple(subject, predicate, whole[value]))
        if predicate == _EVIDENCE and value in whole
        else said
    )


def _find(draft: Draft, name: str) -> NamedNode:
    """Return the citation, reference or document of a name, in the files or in the graph."""
    local = name.removeprefix(DATA).removeprefix(":")
    if is_slug(local) and draft.is_a(node := NamedNode(DATA + local), *_KINDS):
        return node
    try:
        return find_entity(draft.known, name, _KINDS)
    except KgError as error:
        message = f"--source {name} is no citation, reference or document: {error.message}"
        raise UnusableError(message, remedy=error.remedy) from None


def warn_of_unmentioned(draft: Draft) -> None:
    """Warn of each new actor, event or agreement that no fact leads to: nothing with a source says anything of it.

    Posts, places, pairs and topics may be prepared for facts to come.
    """
    told = [n for n in draft.subjects() if draft.is_known(n) or not draft.is_a(n, *_ENTITIES, *_PREPARED)]
    mentioned: set[object] = set()
    while told:
        node = told.pop()
        for said in draft.about(node):
            value = said.triple.object
            if value not in mentioned:
                mentioned.add(value)
                told.append(value)  # type: ignore[arg-type]
    for node in draft.subjects():
        if node in mentioned or draft.is_known(node) or not draft.is_a(node, *_ENTITIES):
            continue
        message = (
            f"no fact with a source says anything of {name_of(node)}; state one, or leave it out until there is one"
        )
        draft.blame_first(draft.about(node), message, Severity.WARNING)
