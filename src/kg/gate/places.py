"""Where each statement of a text stands: at its object, the word or bracket that a curator has to look at.

For Turtle the tree of the text is walked in the order in which the parser gives statements. It gives them as soon as a
token completes them, and those that one token completes in reverse: a member of a list completes what leads to it too,
and a string without language or datatype is complete only at the token after it. Where the tree and the parser do not
agree after all, no place is given rather than a wrong one. TriG is Turtle in blocks.
N-Triples and N-Quads have a statement a line.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, groupby
from operator import attrgetter
from typing import NamedTuple

from pyoxigraph import NamedNode, Quad

from kg.errors import Place, UnusableError
from kg.formatting.nodes import Block, Members, Nested, Node, Pair, Term
from kg.formatting.tree import parse as parse_tree
from kg.formatting.trig import parse as parse_trig
from kg.terms import PREFIXES

__all__ = ["by_line", "in_turtle"]

_RDF = PREFIXES["rdf"]
_ESCAPE = re.compile(r"\\([_~.\-!$&'()*+,;=/?#@%])")


class _Found(NamedTuple):
    """A statement as it stands in a text: its predicate, where its object begins, and the token that completes it."""

    verb: str
    start: int
    complete: int


def in_turtle(text: str, quads: Sequence[Quad], file: str, *, graphs: bool = False) -> list[Place]:
    """Return the place of each statement that a Turtle text holds, in the order of the parser; empty where unsure.

    With `graphs` the text is TriG. The text is one that the parser has read: what only it understands has no places.
    """
    try:
        document = parse_trig(text, file) if graphs else parse_tree(text, file)
    except UnusableError:
        return []
    blocks = (block for block in document.statements if isinstance(block, Block))
    walked = (each for block in blocks for each in _block(block))
    found = [each for _, group in groupby(walked, key=attrgetter("complete")) for each in reversed(list(group))]
    agree = len(found) == len(quads) and all(
        _is_named(quad.predicate, each.verb) for quad, each in zip(quads, found, strict=True)
    )
    return list(_places(text, (each.start for each in found), file)) if agree else []


def by_line(text: str, file: str) -> Iterator[Place]:
    """Yield the line of each statement of N-Triples or N-Quads."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip() and not line.lstrip().startswith("#"):
            yield Place(file, number, len(line) - len(line.lstrip()) + 1)


def _block(block: Block) -> Iterator[_Found]:
    if isinstance(block.subject, Nested):
        yield from _pairs(block.subject.pairs)
    elif isinstance(block.subject, Members):
        yield from _cells(block.subject, None)
    yield from _pairs(block.pairs)


def _pairs(pairs: Sequence[Pair], closing: int | None = None) -> Iterator[_Found]:
    """Yield the statements of predicates and objects; `closing` is the bracket after them, if any."""
    for pair in pairs:
        for each in pair.objects:
            is_last = closing is not None and pair is pairs[-1] and each is pair.objects[-1] and not pair.ends
            yield from _statement(pair.verb.text, each.node, closing if is_last else None)


def _statement(verb: str, node: Node, after: int | None) -> Iterator[_Found]:
    """Yield a statement after those inside its object; `after` is the next token, where that completes others too."""
    start, end = node.first.start, node.last.start
    if isinstance(node, Members):
        first = node.items[0].first.start if node.items else end
        yield from _cells(node, _Found(verb, start, first))
        if not node.items:
            yield _Found(verb, start, end)
        return
    if isinstance(node, Nested):
        yield from _pairs(node.pairs, end)
    is_open = isinstance(node, Term) and len(node.tokens) == 1 and node.first.kind == "string"
    yield _Found(verb, start, end if not is_open or after is None else after)


def _cells(members: Members, link: _Found | None) -> Iterator[_Found]:
    """Yield the statements of a list that has members; `link` leads to it, where it is an object."""
    for number, item in enumerate(members.items):
        begin, following = item.first.start, members.items[number + 1 :]
        after = following[0].first.start if following else members.last.start
        if number:
            yield _Found("rdf:rest", begin, begin)
        elif link:
            yield link
        yield from _statement("rdf:first", item, after)
    if members.items:
        yield _Found("rdf:rest", members.last.start, members.last.start)


def _is_named(predicate: NamedNode, verb: str) -> bool:
    """Tell whether a predicate may be what stands in the text."""
    if verb == "a":
        return predicate.value == f"{_RDF}type"
    if verb.startswith("<"):
        return "\\" in verb or predicate.value.endswith(verb[1:-1].lstrip("./"))
    return predicate.value.endswith(_ESCAPE.sub(r"\1", verb.partition(":")[2]))


def _places(text: str, starts: Iterable[int], file: str) -> Iterator[Place]:
    lines = text.splitlines(keepends=True)
    begins = [0, *accumulate(map(len, lines))]
    for start in starts:
        line = bisect_right(begins, start)
        yield Place(file, line, start - begins[line - 1] + 1)
