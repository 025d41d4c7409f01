"""Reads TriG into the tree of Turtle: the statements of all its graphs, one after the other.

The grammar is that of TriG 1.1 (https://www.w3.org/TR/trig/#sec-grammar). Which graph a block is of is not kept.
"""

from __future__ import annotations

from kg.formatting.nodes import Block, Directive, Document
from kg.formatting.tree import Parser

__all__ = ["parse"]


def parse(text: str, file: str = "text") -> Document:
    """Read a text; `UnusableError` with the place where it is no TriG.

    >>> [block.pairs[0].verb.text for block in parse("<g> { <s> <p> 1 } <s> <q> 2 .").statements]
    ['<p>', '<q>']
    """
    return _Parser(text, file, braces=True).document()


class _Parser(Parser):
    """Reads one text of TriG."""

    def document(self) -> Document:
        """Return all of the text."""
        statements = list[Block | Directive]()
        while self._next.kind != "end":
            if self._at_directive():
                statements.append(self._directive())
            else:
                statements += self._graph_or_block()
        return Document(statements, self._next)

    def _graph_or_block(self) -> list[Block]:
        if self._next.kind == "word" and self._next.text.upper() == "GRAPH":
            self._take()
            self._subject()
            return self._graph()
        if self._is("{"):
            return self._graph()
        subject, alone = self._subject()
        if self._is("{"):
            return self._graph()
        pairs = [] if alone and self._is(".") else self._pairs()
        return [Block(subject, pairs, self._expect(".", "a dot, a semicolon or a comma"))]

    def _graph(self) -> list[Block]:
        """Read the statements of a graph, of which the last may lack its dot."""
        self._expect("{", "a graph in { }")
        blocks = list[Block]()
        while not self._is("}"):
            subject, alone = self._subject()
            pairs = [] if alone and self._is(".", "}") else self._pairs()
            closed = self._is("}")
            blocks.append(Block(subject, pairs, self._next if closed else self._expect(".", "a dot, or the closing }")))
        self._take()
        return blocks
