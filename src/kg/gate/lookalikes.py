"""Actors that look like others: a second node for one person or body splits everything that is known of them.

Two names are alike when, word by word and in any order, the same letters stand in them but for a slip; of persons, also
when one leaves out names that the other has. All names in all languages and scripts are compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

from pyoxigraph import Literal, NamedNode

from kg.gate.draft import Draft, Node, name_of
from kg.names import are_alike, fold_name
from kg.terms import RDF_TYPE, dkg, expand

__all__ = ["find_lookalikes"]

_NAMES = tuple(map(expand, ("skos:prefLabel", "skos:altLabel")))
_COLLECTIVES = ("State", "Organization", "Group", "Collective")


def find_lookalikes(draft: Draft) -> None:
    """Blame each new actor that looks like one that is known, or like another new one before it by its name."""
    new = sorted((n for n in draft.subjects() if draft.is_a(n, "Actor") and not draft.is_known(n)), key=str)
    for classes in (("Person",), _COLLECTIVES) if new else ():
        index = _Index(part=classes == ("Person",))
        for node, name in _known(draft, classes):
            index.add(node, name)
        for node in (each for each in new if draft.is_a(each, *classes)):
            labels = [each for name in _NAMES for each in draft.given(node, name)]
            names = [fold_name(each.value) for each in labels if isinstance(each, Literal)]
            if near := index.nearest(names):
                _blame(draft, node, near)
            for name in names:
                index.add(node, name)


class _Index:
    """Names by their words and by the first letters of two of them, so that a name is compared with few others.

    A slip in the first letter of a word is found where another word is the same.
    """

    def __init__(self, *, part: bool) -> None:
        self._part, self._names = part, dict[object, dict[tuple[Node, str], None]]()

    def add(self, node: Node, name: str) -> None:
        """Add a folded name of an actor."""
        for key in _keys(name):
            self._names.setdefault(key, {})[node, name] = None

    def nearest(self, names: Iterable[str]) -> Node | None:
        """Return the first of the actors that have one of these names, else of those that have one like it."""
        mine = [name for name in dict.fromkeys(names) if name]
        others = {other: None for name in mine for key in _keys(name) for other in self._names.get(key, ())}
        same = [node for node, name in others if name in mine]
        alike = same or [node for node, name in others if any(are_alike(one, name, part=self._part) for one in mine)]
        return min(alike, key=str, default=None)


def _keys(name: str) -> set[object]:
    words = name.split()
    return {
        *words,
        *(tuple(sorted((one[0], other[0]))) for one, other in combinations(words, 2)),
        *(each[:1] for each in words if len(words) == 1),
    }


def _blame(draft: Draft, node: Node, near: Node) -> None:
    known = f"{draft.english(near) or name_of(near)} ({name_of(near)})"
    message = f"{draft.english(node) or name_of(node)} looks like {known}; write {name_of(near)} if you mean the same"
    told = [said for said in draft.about(node) if said.triple.predicate in (RDF_TYPE, *_NAMES)]
    draft.blame_first(told, f"{message}, or insist with --new")


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
