"""What a whole export holds beside facts: the ontology once more, and a description of the data set.

None of it is new, and it is left out. The ontology's nodes without names have other labels in a file; they are told by
what is said of them, down to names and texts: the restrictions and lists of OWL are trees.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from pyoxigraph import BlankNode, NamedNode, Store, Triple

from kg.gate.draft import Draft
from kg.terms import DATA, PREFIXES, Term, expand

__all__ = ["leave_out_restated"]

_OWL = PREFIXES["owl"]
_DATASET = expand("void:Dataset")
_Pairs = Callable[[BlankNode], Iterable[tuple[NamedNode, Term]]]


def leave_out_restated(draft: Draft) -> None:
    """Leave out a description in VoID, and what the graph has already of OWL with nodes that have no name."""
    described = {said.triple.subject for said in draft.said if said.triple.object == _DATASET}
    draft.take(lambda said: said.triple.subject in described and not _is_ours(said.triple.subject))
    blank = [said for said in draft.said if _is_blank(said.triple)]
    if not any(said.triple.predicate.value.startswith(_OWL) for said in blank):
        return
    theirs = _Signatures(lambda node: ((s.triple.predicate, s.triple.object) for s in draft.about(node)))
    ours = _Signatures(
        lambda node: ((q.predicate, q.object) for q in draft.known.quads_for_pattern(node, None, None, None))
    )
    known = {ours.of_statement(triple) for triple in _with_blank(draft.known)}
    gone = {said for said in blank if theirs.of_statement(said.triple) in known}
    draft.replace([said for said in draft.said if said not in gone])


class _Signatures:
    """Tells nodes without names by what is said of them."""

    def __init__(self, pairs: _Pairs) -> None:
        self._pairs, self._found = pairs, dict[BlankNode, str]()

    def of_statement(self, triple: Triple) -> tuple[str, str, str]:
        """Return a statement in words that do not depend on labels."""
        return self._of(triple.subject), triple.predicate.value, self._of(triple.object)

    def _of(self, node: Term) -> str:
        if not isinstance(node, BlankNode):
            return str(node)
        if node not in self._found:
            self._found[node] = "_"  # in a circle, which is no tree, nodes are not told apart
            self._found[node] = str(
                sorted((predicate.value, self._of(value)) for predicate, value in self._pairs(node))
            )
        return self._found[node]


def _is_ours(node: Term) -> bool:
    return isinstance(node, NamedNode) and node.value.startswith(DATA)


def _with_blank(store: Store) -> Iterator[Triple]:
    return (quad.triple for quad in store if _is_blank(quad.triple))


def _is_blank(triple: Triple) -> bool:
    return isinstance(triple.subject, BlankNode) or isinstance(triple.object, BlankNode)
