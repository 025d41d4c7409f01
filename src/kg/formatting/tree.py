"""Reads Turtle into a tree that keeps every token, and says what it expects where a text departs from the grammar.

The grammar is that of Turtle 1.1 (https://www.w3.org/TR/turtle/#sec-grammar). No name and no IRI is resolved.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.errors import UnusableError
from kg.formatting.nodes import LONGEST, Block, Directive, Document, Members, Nested, Node, Object, Pair, Term, settle
from kg.formatting.tokens import Comment, Token, place_at, tokenize

__all__ = ["Parser", "parse"]

_DEEPEST = 100  # levels of brackets; each costs the reader and the writer some of Python's stack


def parse(text: str, file: str = "text") -> Document:
    """Read a text; `UnusableError` with the place where it is no Turtle, and what is expected there.

    >>> parse("<s> <p> 1, 2 .").statements[0].pairs[0].objects[1].node.text
    '2'
    """
    return Parser(text, file).document()


class Parser:
    """Reads one text, a token ahead; `braces` are marks of TriG."""

    def __init__(self, text: str, file: str, *, braces: bool = False) -> None:
        self._text, self._file = text, file
        self._tokens: Iterator[Token] = tokenize(text, file, braces=braces)
        self._next = next(self._tokens)
        self._depth = 0

    def document(self) -> Document:
        """Return all of the text."""
        statements = list[Block | Directive]()
        while self._next.kind != "end":
            statements.append(self._directive() if self._at_directive() else self._block())
        return Document(statements, self._next)

    def _take(self) -> Token:
        token = self._next
        if token.kind != "end":
            self._next = next(self._tokens)
        return token

    def _is(self, *marks: str) -> bool:
        return self._next.kind == "mark" and self._next.text in marks

    def _expect(self, mark: str, what: str) -> Token:
        if not self._is(mark):
            raise self._unexpected(what)
        return self._take()

    def _unexpected(self, what: str) -> UnusableError:
        token = self._next
        found = (
            f"found {token.text if len(token.text) <= 40 else token.text[:40] + '…'}" if token.text else "found the end"
        )
        place = place_at(self._text, token.start, self._file)
        return UnusableError(f"expected {what}, {found}", place=place, remedy="mend the Turtle")

    # Statements

    def _at_directive(self) -> bool:
        kind, text = self._next.kind, self._next.text
        return (kind == "at" and text in ("@prefix", "@base")) or (
            kind == "word" and text.upper() in ("PREFIX", "BASE")
        )

    def _directive(self) -> Directive:
        tokens = [self._take()]
        if "prefix" in tokens[0].text.lower():
            if self._next.kind != "name" or not self._next.text.endswith(":") or self._next.text.count(":") > 1:
                raise self._unexpected("a prefix such as dkg:")
            tokens.append(self._take())
        if self._next.kind != "iri":
            raise self._unexpected("an IRI in < >")
        tokens.append(self._take())
        if tokens[0].kind == "at":
            tokens.append(self._expect(".", f"a dot after {tokens[0].text}"))
        return Directive(tokens)

    def _block(self) -> Block:
        subject, alone = self._subject()
        pairs = [] if alone and self._is(".") else self._pairs()
        return Block(subject, pairs, self._expect(".", "a dot, a semicolon or a comma"))

    def _subject(self) -> tuple[Node, bool]:
        """Return a subject, and whether it may stand alone, as `[ … ]` may [6]."""
        if self._is("["):
            nested = self._nested()
            return nested, bool(nested.pairs)
        if self._is("("):
            return self._members(), False
        if self._next.kind in ("iri", "name", "label"):
            return Term([self._take()]), False
        raise self._unexpected("a subject: an IRI, a name, a blank node or a list")

    def _pairs(self) -> list[Pair]:
        pairs = list[Pair]()
        while True:
            if not (self._next.kind in ("iri", "name") or (self._next.kind == "word" and self._next.text == "a")):
                raise self._unexpected("a predicate: an IRI, a name or a")
            pairs.append(Pair(self._take(), self._objects(), []))
            while self._is(";"):
                pairs[-1].ends.append(self._take())
            if not pairs[-1].ends or self._is(".", "]", "}"):
                return pairs

    def _objects(self) -> list[Object]:
        objects = [Object(self._node())]
        while self._is(","):
            objects[-1].comma = self._take()
            objects.append(Object(self._node()))
        return objects

    # Nodes

    def _node(self) -> Node:
        kind, text = self._next.kind, self._next.text
        if kind == "string":
            return self._literal()
        if kind in ("iri", "name", "label", "number") or (kind == "word" and text in ("true", "false")):
            return Term([self._take()])
        if self._is("["):
            return self._nested()
        if self._is("("):
            return self._members()
        raise self._unexpected("an object: an IRI, a name, a literal, a blank node or a list")

    def _literal(self) -> Term:
        tokens = [self._take()]
        if self._next.kind == "at":
            tokens.append(self._take())
        elif self._is("^^"):
            tokens.append(self._take())
            if self._next.kind not in ("iri", "name"):
                raise self._unexpected("a datatype: an IRI or a name")
            tokens.append(self._take())
        return Term(_one(tokens))

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            place = place_at(self._text, self._next.start, self._file)
            raise UnusableError(
                f"brackets are nested deeper than {_DEEPEST} levels", place=place, remedy="give the inner nodes labels"
            )

    def _nested(self) -> Nested:
        self._deeper()
        first = self._take()
        pairs = [] if self._is("]") else self._pairs()
        node = Nested(first, pairs, self._expect("]", "a predicate or the closing ]"))
        if node.last.start - first.start <= LONGEST:
            node.on_a_line = not re.search(r"[\r\n]", self._text[first.start : node.last.start])
        self._depth -= 1
        settle(node)
        return node

    def _members(self) -> Members:
        self._deeper()
        first, items = self._take(), list[Node]()
        while not self._is(")"):
            if self._next.kind == "end":
                raise self._unexpected("the closing )")
            items.append(self._node())
        node = Members(first, items, self._take())
        self._depth -= 1
        settle(node)
        return node


def _one(tokens: list[Token]) -> list[Token]:
    """Return the tokens of a literal with the comments between them before it, and one of them after it."""
    if len(tokens) > 1:
        first, last = tokens[0], tokens[-1]
        inner = [comment for token in tokens[1:] for comment in token.before]
        notes = [token.after for token in tokens if token.after]
        if not last.after and notes:
            last.after = notes.pop(0)
        elif notes:
            notes.pop()
        first.before += (*inner, *(Comment(note, False) for note in notes))
        for token in tokens[1:]:
            token.before = ()
        for token in tokens[:-1]:
            token.after = ""
    return tokens
