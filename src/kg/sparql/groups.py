"""Reads the groups of a SPARQL query: their elements, their triples, and the verb of each, with offsets.

It follows the grammar of SPARQL 1.1 (section 19.8, rules 53 to 98) as far as it takes to tell the elements apart, and
leaves what stands in expressions alone. A query that it cannot follow is malformed, or uses a form that it does not
know: then it finds less, and the parser has the last word. It knows nothing of stores and of what terms mean.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from kg.sparql import PIECE

__all__ = ["Element", "Group", "Verb", "groups"]

_PATH_MARKS = "/|^*+?!"
_CLOSING = {"(": ")", "[": "]", "{": "}"}
_ENDS_TRIPLES = frozenset("OPTIONAL MINUS GRAPH SERVICE FILTER BIND VALUES LATERAL SELECT".split())
_TERMS = frozenset(("iri", "string", "parameter", "variable", "blank", "name", "number"))


class _Piece(NamedTuple):
    kind: str
    text: str
    start: int
    end: int


class Verb(NamedTuple):
    """A verb and its one object: the subject where it is a single term, and the tokens of the verb, with offsets."""

    subject: str
    verb: tuple[tuple[str, int], ...]
    object: str
    start: int
    end: int
    triples_end: int


@dataclass(slots=True)
class Element:
    """A part of a group: triples, or what a keyword or a brace begins; its groups are those directly in it."""

    kind: str
    start: int
    end: int = 0
    groups: list[Group] = field(default_factory=list)
    verbs: list[Verb] = field(default_factory=list)


@dataclass(slots=True)
class Group:
    """What stands between two braces; a sub-select is a group whose one element is the WHERE of it."""

    start: int
    end: int = 0
    select: int | None = None
    elements: list[Element] = field(default_factory=list)


def groups(sparql: str) -> list[Group]:
    """Return the outermost groups of a query, with all that is in them.

    >>> (where,) = groups("SELECT ?n { ?x dkg:heldBy/rdfs:label ?n OPTIONAL { ?x a ?c } FILTER(?n != 'x') }")
    >>> [element.kind for element in where.elements]
    ['triples', 'OPTIONAL', 'FILTER']
    >>> [verb.object for verb in where.elements[0].verbs]
    ['?n']
    """
    return _Reader(sparql).outermost()


class _Reader:
    """Goes through the pieces of a query once."""

    def __init__(self, sparql: str) -> None:
        found = (_Piece(m.lastgroup or "", m.group(), m.start(), m.end()) for m in PIECE.finditer(sparql))
        self._pieces = [piece for piece in found if piece.kind != "comment"]
        self._at = 0

    def outermost(self) -> list[Group]:
        found = []
        while self._text():
            if self._text() == "{":
                found.append(self._group())
            else:
                self._at += 1
        return found

    def _text(self, ahead: int = 0) -> str:
        """Return the text of a piece, keywords in upper case, or nothing at the end."""
        if self._at + ahead >= len(self._pieces):
            return ""
        piece = self._pieces[self._at + ahead]
        return piece.text.upper() if piece.kind == "word" and piece.text != "a" else piece.text

    def _end(self) -> int:
        """Return where the piece before this one ended."""
        return self._pieces[self._at - 1].end

    def _group(self) -> Group:
        group = Group(self._pieces[self._at].start)
        self._at += 1
        if self._text() == "SELECT":
            group.select = self._pieces[self._at].start
            self._until_where(group)
        while self._text() not in ("", "}"):
            begin = self._at
            group.elements.append(self._element())
            if self._at == begin:  # a piece that begins nothing
                self._at += 1
        if self._text():
            self._at += 1
        group.end = self._end()
        return group

    def _until_where(self, group: Group) -> None:
        """Read a sub-select: its WHERE is the element of the group, and what follows up to the brace is left out."""
        while self._text() not in ("", "{", "}"):
            if self._text() == "(":
                self._skip()
            else:
                self._at += 1
        if self._text() == "{":
            element = Element("SELECT", self._pieces[self._at].start)
            element.groups.append(self._group())
            element.end = self._end()
            group.elements.append(element)
        while self._text() not in ("", "}"):
            if self._text() in ("{", "("):
                self._skip()
            else:
                self._at += 1

    def _element(self) -> Element:
        word = self._text()
        if word not in _ENDS_TRIPLES and word != "{":
            return self._triples()
        element = Element("GROUP" if word == "{" else word, self._pieces[self._at].start)
        if word == "{":
            self._union(element)
        elif word in ("FILTER", "BIND"):
            self._to("(") if word == "BIND" else self._to("(", ".")
            self._constraint(element)
        else:
            self._to()
            if word == "VALUES":
                self._skip()
            elif self._text() == "{":
                element.groups.append(self._group())
        element.end = self._end()
        if self._text() == ".":
            self._at += 1
        return element

    def _to(self, *marks: str) -> None:
        """Go to a brace or to one of some marks."""
        while self._text() not in ("", "{", "}", *marks):
            self._at += 1

    def _union(self, element: Element) -> None:
        element.groups.append(self._group())
        while self._text() == "UNION" and self._text(1) == "{":
            self._at += 1
            element.groups.append(self._group())

    def _constraint(self, element: Element) -> None:
        """Read the parentheses of an expression, in which EXISTS may have groups, or the one group of EXISTS."""
        if self._text() == "{":
            element.groups.append(self._group())
            return
        depth = 0
        while self._text() not in ("", "}"):
            text = self._text()
            if text == "{":
                element.groups.append(self._group())
                continue
            depth += {"(": 1, ")": -1}.get(text, 0)
            self._at += 1
            if depth == 0:
                return

    def _skip(self) -> None:
        """Go over a bracket and all that is in it."""
        opening = self._text()
        if opening not in _CLOSING:
            return
        depth = 0
        while self._text():
            depth += {opening: 1, _CLOSING[opening]: -1}.get(self._text(), 0)
            self._at += 1
            if depth == 0:
                return

    def _triples(self) -> Element:
        """Read triples up to what is none, one subject after the other."""
        element = Element("triples", self._pieces[self._at].start)
        while self._is_term():
            subject = self._text() if self._pieces[self._at].kind in _TERMS else ""
            self._term()
            found = self._verbs(subject)
            end = self._end()
            element.verbs += [verb._replace(triples_end=end) for verb in found]
            if self._text() == ".":
                self._at += 1
        element.end = self._end()
        return element

    def _is_term(self) -> bool:
        return self._text() in ("(", "[") or (self._text() != "" and self._pieces[self._at].kind in _TERMS)

    def _term(self) -> None:
        """Go over a term, its tag or datatype, or what brackets hold."""
        if self._text() in ("(", "["):
            self._skip()
            return
        self._at += 1
        if self._text() == "^" and self._text(1) == "^":
            self._at += 3
        elif self._text().startswith("@"):
            self._at += 1

    def _verbs(self, subject: str) -> list[Verb]:
        """Read what is said of a subject, up to its dot or what begins another element."""
        found: list[Verb] = []
        while True:
            while self._text() == ";":
                self._at += 1
            start = self._at
            self._path()
            if self._at == start or not self._is_term():
                return found
            verb = tuple((piece.text, piece.start) for piece in self._pieces[start : self._at])
            value = self._pieces[self._at]
            self._term()
            single = self._text() != ","
            if single and value.kind == "variable":
                found.append(Verb(subject, verb, value.text, verb[0][1], value.end, 0))
            while self._text() == ",":
                self._at += 1
                if self._is_term():
                    self._term()
            if self._text() != ";":
                return found

    def _path(self) -> None:
        """Go over a verb: a term or a path, in which two terms never stand side by side."""
        wants_term = True
        while text := self._text():
            piece = self._pieces[self._at]
            if wants_term and text in ("^", "!"):
                self._at += 1
            elif wants_term and text == "(":
                self._skip()
                wants_term = False
            elif wants_term and (piece.kind in ("iri", "name", "variable", "parameter") or text == "a"):
                self._at += 1
                wants_term = False
            elif not wants_term and text in ("/", "|"):
                self._at += 1
                wants_term = True
            elif not wants_term and text in ("*", "+", "?"):
                self._at += 1
            else:
                return
