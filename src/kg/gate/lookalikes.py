"""Actors that look like others: a second node for one person or body splits everything that is known of them.

Two names are alike when, word by word and in any order, the same letters stand in them but for a slip; of persons, also
when one leaves out names that the other has. All names in all languages and scripts are compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pyoxigraph import Literal, NamedNode

from kg.gate.draft import Draft, Node, name_of
from kg.names import are_alike, fold_name
from kg.terms import RDF_TYPE, dkg, expand, shrink

__all__ = ["find_lookalikes"]

_NAMES = tuple(map(expand, ("skos:prefLabel", "skos:altLabel")))
_COLLECTIVES = ("State", "Organization", "Group", "Collective")


def find_lookalikes(draft: Draft) -> None:
    """Blame each new actor that looks like one that is known, or like another new one."""
    new = [n for n in draft.subjects() if draft.is_a(n, "Actor") and not draft.is_known(n)]
    if not new:
        return
    persons, others = _known(draft, ("Person",)), _known(draft, _COLLECTIVES)
    for number, node in enumerate(sorted(new, key=str)):
        is_person = draft.is_a(node, "Person")
        names = [
            fold_name(each.value) for name in _NAMES for each in draft.given(node, name) if isinstance(each, Literal)
        ]
        before = [other for other in sorted(new, key=str)[:number] if draft.is_a(other, "Person") == is_person]
        near = _nearest(names, persons if is_person else others, is_person) or _nearest(
            names, [(other, fold_name(each)) for other in before for each in _names(draft, other)], is_person
        )
        if near:
            known = f"{draft.english(near) or name_of(near)} ({name_of(near)})"
            what = f"{draft.english(node) or name_of(node)} looks like {known}"
            message = f"{what}; write {name_of(near)} if you mean the same, or insist with --new"
            draft.blame_first([s for s in draft.about(node) if s.triple.predicate in (RDF_TYPE, *_NAMES)], message)


def _nearest(names: Iterable[str], others: Sequence[tuple[Node, str]], is_person: bool) -> Node | None:
    """Return the first of other things, those of the very same name before all, one of whose names is alike."""
    mine = [name for name in dict.fromkeys(names) if name]
    same = [node for node, name in others if name in mine]
    alike = same or [node for node, name in others if any(are_alike(one, name, part=is_person) for one in mine)]
    return min(alike, key=shrink_of, default=None)


def shrink_of(node: Node) -> str:
    return shrink(node) if isinstance(node, NamedNode) else ""


def _names(draft: Draft, node: Node) -> list[str]:
    return [each.value for name in _NAMES for each in draft.values(node, name) if isinstance(each, Literal)]


def _known(draft: Draft, classes: Sequence[str]) -> list[tuple[Node, str]]:
    """Return the folded names of the actors that the graph knows."""
    found = {
        quad.subject
        for name in classes
        for quad in draft.known.quads_for_pattern(None, RDF_TYPE, dkg(name), None)
        if isinstance(quad.subject, NamedNode)
    }
    return [
        (node, fold_name(value.value))
        for node in found
        for name in _NAMES
        for value in draft.known_values(node, name)
        if isinstance(value, Literal)
    ]
