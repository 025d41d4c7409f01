"""Takes a document away: its citations, then the facts that nothing else supports, then what only these spoke of.

What goes beside citations and facts is what exists through facts alone: events and agreements that no fact that stays
names, and the document itself with its publication. Actors, posts, places and topics stay: to know who somebody is
does not rest on one document. A fact that stays and names one that goes is left as it is, and the gate says so. The
texts and the mapping are not touched: a build takes the same away again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pyoxigraph import BlankNode, NamedNode, Quad, Store, Triple

from kg.building import read_ontology
from kg.changes.committing import Accepted, Hand, at_desk
from kg.changes.signing import Signature
from kg.errors import UnusableError
from kg.gate import stage_change
from kg.journal import Head
from kg.names import find_entity, label_of
from kg.project import Project
from kg.reason import asserted
from kg.terms import RDF_TYPE, dkg, expand, local_name

__all__ = ["Retraction", "plan_retraction", "retract"]

_EVIDENCE, _IN_DOCUMENT = dkg("evidence"), dkg("inDocument")
_SOURCES = ("Document", "Reference")
_SPOKEN_OF = tuple(map(dkg, ("Meeting", "Visit", "Process", "Publication", "Event", "Agreement")))


@dataclass(frozen=True, slots=True)
class Retraction:
    """What would go with a document: citations, facts, and events and agreements; facts that stay; every statement."""

    document: NamedNode
    label: str
    citations: int
    facts: int
    kept: int
    others: int
    statements: tuple[Triple, ...]

    def __str__(self) -> str:
        parts = [
            count(self.citations, "citation") if self.citations else "",
            f"{count(self.facts, 'fact')} that nothing else supports" if self.facts else "",
            f"{count(self.others, 'event or agreement', 'events and agreements')} that only these speak of"
            if self.others
            else "",
        ]
        *more, last = [part for part in parts if part] or ["nothing that rests on it"]
        kept = f"; {count(self.kept, 'fact')} on other evidence {'stay' if self.kept > 1 else 'stays'}"
        told = f"{', '.join(more)} and {last}" if more else last
        return f"{self.label}, with {told}{kept if self.kept else ''}"


def plan_retraction(store: Store, name: str, fixed: frozenset[Quad] = frozenset()) -> Retraction:
    """Return what would go with a document or a reference of a graph; nothing is changed.

    `fixed` are statements that never go, such as those of the ontology. `KgError` where nothing bears the name.
    """
    document = find_entity(store, name, _SOURCES)
    known = Store()
    known.bulk_extend(quad for quad in asserted(store) if quad not in fixed)
    citations = {quad.subject for quad in known.quads_for_pattern(None, _IN_DOCUMENT, document, None)} | {document}
    resting = {quad.subject for cite in citations for quad in known.quads_for_pattern(None, _EVIDENCE, cite, None)}
    gone = [quad for cite in citations for quad in known.quads_for_pattern(None, _EVIDENCE, cite, None)]
    for quad in gone:
        known.remove(quad)
    facts = {fact for fact in resting if next(known.quads_for_pattern(fact, _EVIDENCE, None, None), None) is None}
    gone += _take(known, facts | citations - {document})
    others = [document, *_released(known, document)]
    gone += _take(known, others)
    while left := [node for node in _spoken_of(gone, known) if not _named(known, node)]:
        others += left
        gone += _take(known, left)
    return Retraction(
        document, label_of(store, document), len(citations - {document}), len(facts), len(resting - facts),
        len(others) - 1,
        tuple(sorted({quad.triple for quad in gone}, key=str)),
    )  # fmt: skip


def retract(
    project: Project, name: str, signature: Signature, *, wait: float = 0.0, hand: Hand | None = None
) -> tuple[Retraction, Accepted]:
    """Take a document away, as `plan_retraction` says; `kg undo` brings it back. `hand` has what is open already.

    `RefusedError` where the graph would not conform without it, for instance because a fact that stays names one that
    goes; `KgError` where nothing bears the name.
    """
    fixed = frozenset(read_ontology(project))
    with at_desk(project, wait, hand) as desk:
        plan = plan_retraction(desk.known, name, fixed)
        if not plan.statements:
            raise UnusableError(f"{plan.label} states nothing", remedy="`kg stats` lists the documents")
        staged = stage_change(desk.known, desk.book, [], plan.statements)
        message = signature.message or f"takes away {local_name(plan.document)}, with {count(plan.facts, 'fact')}"
        head = Head(signature.time, signature.author, message, retracts=plan.document.value)
        return plan, desk.commit(head, staged, "first add what would be lacking, from another source")


def count(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun."""
    return f"{number} {one if number == 1 else many or f'{one}s'}"


def _take(known: Store, nodes: Iterable[NamedNode | BlankNode | Triple]) -> list[Quad]:
    """Take all statements about nodes out of a store and return them."""
    found = [quad for node in nodes for quad in known.quads_for_pattern(node, None, None, None)]
    for quad in found:
        known.remove(quad)
    return found


def _released(known: Store, document: NamedNode) -> list[NamedNode]:
    """Return the publication of a document, where no other document was released by it."""
    event = expand("schema:releasedEvent")
    found = [quad.object for quad in known.quads_for_pattern(document, event, None, None)]
    return [
        node
        for node in found
        if isinstance(node, NamedNode)
        and all(quad.subject == document for quad in known.quads_for_pattern(None, event, node, None))
        and all(quad.subject == document for quad in known.quads_for_pattern(None, None, node, None))
    ]


def _spoken_of(gone: list[Quad], known: Store) -> Iterator[NamedNode]:
    """Yield the events and agreements that statements that went spoke of, and that are still described."""
    for node in sorted({q.object.value for q in gone if isinstance(q.object, NamedNode)}):
        if any(Quad(NamedNode(node), RDF_TYPE, kind) in known for kind in _SPOKEN_OF):
            yield NamedNode(node)


def _named(known: Store, node: NamedNode) -> bool:
    return next(known.quads_for_pattern(None, None, node, None), None) is not None
