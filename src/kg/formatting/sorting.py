"""The order of the export for a tree of Turtle: prefixes, subjects, predicates and objects sorted, as far as it may be.

Nothing moves across a heading (a comment with a blank line after it), a declaration of the base, or a later declaration
of a prefix. A comment moves with what it stands before, or at the end of whose line it stands; where it has no such
thing, or two blocks would become one around it, sorting is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NoReturn

from kg.errors import Place, UnusableError
from kg.formatting.layout import written
from kg.formatting.nodes import Block, Directive, Document, Members, Nested, Node, Object, Pair, Term, settle
from kg.formatting.tokens import Comment, Token, place_at
from kg.terms import PREFIXES

__all__ = ["in_order"]

_TYPE = f"{PREFIXES['rdf']}type"
_FIRST = (_TYPE, f"{PREFIXES['rdfs']}label", f"{PREFIXES['skos']}prefLabel", f"{PREFIXES['skos']}altLabel")
_NAMED, _LABELLED, _NAMELESS = 0, 1, 2  # kinds of subjects, in their order
_Statement = Block | Directive


def in_order(document: Document, text: str, file: str) -> Document:
    """Return a document with its statements sorted; `UnusableError` where a comment would lose its place."""
    sorter = _Sorter(text, file)
    statements = [each for stretch in _stretches(document.statements) for each in sorter.stretch(stretch)]
    return Document(statements, document.end)


def _stretches(statements: Iterable[_Statement]) -> Iterator[list[_Statement]]:
    """Part statements into runs that may be sorted."""
    run, declared = list[_Statement](), set[str]()
    for each in statements:
        prefix = _declared(each)
        parted = run and (type(each) is not type(run[0]) or _declared(run[0]) is None is not prefix)
        if run and (
            parted or _heading(each.first) or prefix in declared or (isinstance(each, Directive) and not prefix)
        ):
            yield run
            run, declared = [], set()
        run.append(each)
        if prefix:
            declared.add(prefix)
    if run:
        yield run


def _declared(statement: _Statement) -> str | None:
    """Return the prefix that a statement declares, with its colon."""
    return statement.tokens[1].text if isinstance(statement, Directive) and statement.tokens[1].kind == "name" else None


def _heading(token: Token) -> int:
    """Return how many of the comments above a statement are its section's: those with a blank line after them."""
    if token.gap:
        return len(token.before)
    return max((index for index, each in enumerate(token.before) if each.gap), default=0)


class _Sorter:
    """Sorts the runs of one text, and knows the prefixes declared so far."""

    def __init__(self, text: str, file: str) -> None:
        self._text, self._file = text, file
        self._prefixes: dict[str, str] = {}

    def stretch(self, run: list[_Statement]) -> list[_Statement]:
        """Return a run in order; the heading above its first statement stays above the first."""
        token = run[0].first
        count = _heading(token)
        heading, gap = token.before[:count], token.before[0].gap if token.before else token.gap
        token.before = token.before[count:]
        blocks = [each for each in run if isinstance(each, Block)]
        found: list[_Statement] = [*self._directives(run), *self._merged(blocks)]
        for each in found:
            _set_gap(each.first, isinstance(each, Block))
        first = found[0].first
        _set_gap(first, bool(heading) or gap)
        first.before = (*(Comment(c.text, gap if not i else c.gap) for i, c in enumerate(heading)), *first.before)
        return found

    def _directives(self, run: list[_Statement]) -> list[Directive]:
        found = [each for each in run if isinstance(each, Directive)]
        for each in found:
            if name := _declared(each):
                self._prefixes[name] = each.tokens[2].text[1:-1]
        return sorted(found, key=lambda each: (_declared(each) or "")[:-1])

    def _merged(self, blocks: list[Block]) -> list[Block]:
        """Return blocks in order, one for each subject."""
        found: dict[tuple[int, str], Block] = {}
        for number, block in enumerate(blocks):
            self._end(block)
            kind, name = self._subject(block.subject)
            key = (kind, f"{name} {number}" if kind == _NAMELESS else name)
            if key in found:
                self._stays(block.first, block.dot)
                self._stays_before(found[key].dot)  # its pairs may come to stand before those of this block
                found[key].pairs += block.pairs
            else:
                found[key] = block
        for block in found.values():
            block.subject = self._node(block.subject)
            block.pairs = self._pairs(block.pairs)
        return [found[key] for key in sorted(found, key=lambda key: self._key(key, found[key]))]

    def _key(self, key: tuple[int, str], block: Block) -> tuple[int, int, str]:
        kind, name = key
        if kind == _NAMELESS:
            shown = [written(block.subject), *(written(pair) for pair in block.pairs)]
            return kind, 0, "\n".join(shown)
        return kind, len(name) if kind == _LABELLED else 0, name

    def _end(self, block: Block) -> None:
        """Let a comment after the dot go with the last pair."""
        if len(block.pairs) > 1 and block.dot.before:
            self._refuse(block.dot, block.dot.before[0].text)
        if block.pairs and block.dot.after:
            block.pairs[-1].ends.append(_mark(";", block.dot.after))
            block.dot.after = ""

    def _subject(self, node: Node) -> tuple[int, str]:
        if not isinstance(node, Term):
            return _NAMELESS, ""
        return (_LABELLED, node.text) if node.first.kind == "label" else (_NAMED, self._iri(node.first))

    def _iri(self, token: Token) -> str:
        """Return the IRI of a name, or what stands in the brackets; the base is the same within a run."""
        if token.kind == "word":
            return _TYPE
        if token.kind == "iri":
            return token.text[1:-1]
        prefix, _, local = token.text.partition(":")
        return self._prefixes.get(f"{prefix}:", "") + re.sub(r"\\(.)", r"\1", local)

    def _pairs(self, pairs: list[Pair]) -> list[Pair]:
        """Return pairs in order, one for each predicate."""
        found: dict[str, Pair] = {}
        for pair in pairs:
            iri = self._iri(pair.verb)
            if iri in found:
                first = found[iri]
                self._stays(pair.verb, *first.ends)
                first.objects += pair.objects
                first.ends = pair.ends
            else:
                found[iri] = pair
        for pair in pairs:
            for end in pair.ends:
                if end.before and len(pairs) > 1:
                    self._refuse(end, end.before[0].text)
        for pair in found.values():
            pair.objects = self._objects(pair.objects)
            notes = [pair.objects[-1].node.last.after, *(end.after for end in pair.ends)]
            notes = [note for note in notes if note]
            if len(notes) > 1:  # only one can follow on the line
                self._refuse(pair.verb, notes[1])
        return [found[iri] for iri in sorted(found, key=lambda iri: (_rank(iri), found[iri].verb.text))]

    def _objects(self, objects: list[Object]) -> list[Object]:
        """Return objects in order, without those that are said twice."""
        for each in objects:
            if each.comma:
                self._stays_before(each.comma)
                if each.comma.after and each.node.last.after:
                    self._refuse(each.comma, each.comma.after)
                each.node.last.after = each.node.last.after or each.comma.after
        nodes = sorted(((written(node), i, node) for i, node in enumerate(self._node(o.node) for o in objects)))
        kept = list[Node]()
        for shown, _, node in nodes:
            plain = isinstance(node, Term) and not node.first.before and not node.last.after
            twice = bool(kept) and isinstance(kept[-1], Term) and isinstance(node, Term) and kept[-1].text == shown
            if twice and plain:
                continue
            if twice and (kept[-1].first.before or kept[-1].last.after):
                self._refuse(node.last, node.last.after or node.first.before[0].text)
            if twice:
                kept.pop()
            kept.append(node)
        return [Object(node, _mark(",") if index + 1 < len(kept) else None) for index, node in enumerate(kept)]

    def _node(self, node: Node) -> Node:
        """Return a node with what it holds in order; the members of a list keep theirs."""
        if isinstance(node, Nested):
            if len(node.pairs) > 1:
                self._stays_before(node.last)
            node.pairs, node.on_a_line = self._pairs(node.pairs), False
            settle(node)
        elif isinstance(node, Members):
            node.items = [self._node(item) for item in node.items]
            settle(node)
        return node

    # Comments that cannot move

    def _stays(self, *tokens: Token) -> None:
        """Refuse where a comment stands at tokens that would vanish, or come to stand elsewhere."""
        for token in tokens:
            self._stays_before(token)
            if token.after:
                self._refuse(token, token.after)

    def _stays_before(self, token: Token) -> None:
        if token.before:
            self._refuse(token, token.before[0].text)

    def _refuse(self, token: Token, comment: str) -> NoReturn:
        before = self._text.rfind(comment, 0, token.start) if token.start >= 0 else -1
        at = before if before >= 0 and any(each.text == comment for each in token.before) else -1
        position = at if at >= 0 else self._text.find(comment, max(token.start, 0))
        place: Place = place_at(self._text, max(position, 0), self._file)
        raise UnusableError(
            "sorting would take this comment from its place", place=place,
            remedy="put it above its block or predicate, or leave out --sort",
        )  # fmt: skip


def _set_gap(token: Token, gap: bool) -> None:
    """Set whether a blank line stands above a statement and the comments that belong to it."""
    if token.before:
        token.before = (Comment(token.before[0].text, gap), *token.before[1:])
        token.gap = False
    else:
        token.gap = gap


def _mark(text: str, after: str = "") -> Token:
    token = Token("mark", text, -1, False, ())
    token.after = after
    return token


def _rank(iri: str) -> int:
    """Return where a predicate stands: the type, labels, then all others."""
    return _FIRST.index(iri) if iri in _FIRST else len(_FIRST)
