"""Which searches need not be asked, because others tell: what has P has R, if what has P has Q and what has Q has R.

It knows nothing of stores: whether the others find anything is for the caller to ask.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kg.shacl.searches import Search

__all__ = ["chains"]

Link = tuple[str, str]


def chains(searches: Iterable[Search]) -> dict[Search, tuple[Search, ...]]:
    """Return the searches that find nothing where some others find nothing, each with these.

    >>> ring = [Search(f"{p} without {q}", link=(p, q)) for p in "abc" for q in "abc" if p != q]
    >>> found = chains(ring)
    >>> len(ring) - len(found), [each.text for each in found[ring[1]]]
    (3, ['a without b', 'b without c'])
    """
    linked = {search.link: search for search in searches if search.link}
    kept = dict(linked)
    places = {name: at for at, name in enumerate(sorted({name for link in linked for name in link}))}
    # What leads to the next in a ring of all goes last, so that of links between any two a ring is left.
    for link in sorted(linked, key=lambda each: ((places[each[0]] - places[each[1]]) % len(places), each)):
        rest = {each: search for each, search in kept.items() if each != link}
        if _way(rest, *link):
            kept = rest
    return {search: tuple(_way(kept, *link)) for link, search in linked.items() if link not in kept}


def _way(links: Mapping[Link, Search], start: str, end: str) -> list[Search]:
    """Return links that lead from one property to another, the fewest, or none."""
    ways: dict[str, list[Search]] = {start: []}
    border = [start]
    while border and end not in ways:
        following = [link for link in sorted(links) if link[0] in border and link[1] not in ways]
        for here, there in following:
            ways.setdefault(there, [*ways[here], links[here, there]])
        border = list(dict.fromkeys(there for _, there in following))
    return ways.get(end, [])
