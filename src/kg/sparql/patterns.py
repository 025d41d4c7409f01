"""Read a query into the tree of what it reads: the triple patterns of its WHERE clause.

It is no parser of SPARQL: expressions are skipped but for the groups of EXISTS, and literals stand for anything. So the
tree matches at least what the query matches. A query with a part whose reading cannot be told (GRAPH, SERVICE, lists)
is `Unreadable`; of a malformed one, which the engine refuses, the tree says nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import count

from pyoxigraph import NamedNode

from kg.sparql import PIECE, declared_prefixes
from kg.sparql.paths import ANY_STEP, Choice, Path, Repeat, Step, Way, reverse
from kg.sparql.trees import Aside, Branches, Group, Link, Node, Part, Query, Unreadable, Values, renamed

__all__ = ["read_query"]

_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_GROWING = frozenset(("MINUS", "NOT", "OPTIONAL", "GROUP", "HAVING", "LIMIT", "OFFSET", "EXISTS"))
_AGGREGATES = frozenset(("COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"))
_UNREADABLE = ("GRAPH", "SERVICE", "LATERAL")


def read_query(sparql: str, prefixes: Mapping[str, str] | None = None) -> Query:
    """Return what a SELECT, ASK or CONSTRUCT reads; `prefixes` are known beside those that it declares.

    >>> query = read_query("PREFIX : <urn:> SELECT ?a { ?a :in/:of ?b FILTER NOT EXISTS { ?b :is ?c } }")
    >>> [type(part).__name__ for part in query.where.parts], query.monotone
    (['Link', 'Aside'], False)
    """
    known = dict(prefixes or {}) | {name: iri.text[1:-1] for name, iri in declared_prefixes(sparql).items()}
    return _Reader(sparql, known).query()


class _Reader:
    """Goes through the pieces of a query once."""

    def __init__(self, sparql: str, prefixes: Mapping[str, str]) -> None:
        found = ((m.lastgroup or "", m.group()) for m in PIECE.finditer(sparql))
        self._pieces = [piece for piece in found if piece[0] != "comment"]
        self._prefixes, self._at, self._fresh = prefixes, 0, count(1)

    def query(self) -> Query:
        words = {text.upper() for kind, text in self._pieces if kind == "word"}
        template: tuple[Link, ...] = ()
        self._to("{")
        if "CONSTRUCT" in words:
            template = tuple(part for part in self._group().parts if isinstance(part, Link))
            self._to("{")
        where = self._group()
        if "{" in (text for _, text in self._pieces[self._at :]):
            raise Unreadable("a group after the WHERE clause")
        return Query(template, where, words.isdisjoint(_GROWING | _AGGREGATES))

    # -- pieces

    def _text(self, ahead: int = 0) -> str:
        """Return the text of a piece, keywords in upper case, or nothing at the end."""
        if self._at + ahead >= len(self._pieces):
            return ""
        kind, text = self._pieces[self._at + ahead]
        return text.upper() if kind == "word" and text != "a" else text

    def _kind(self) -> str:
        return self._pieces[self._at][0] if self._at < len(self._pieces) else ""

    def _to(self, mark: str) -> None:
        while self._text() not in ("", mark):
            self._at += 1

    def _takes(self, text: str) -> bool:
        """Go over a piece if it is this one."""
        if self._text() != text:
            return False
        self._at += 1
        return True

    # -- groups

    def _group(self) -> Group:
        if not self._takes("{"):
            raise Unreadable("a query without a group")
        if self._text() == "SELECT":
            return self._sub_select()
        parts: list[Part] = []
        while self._text() not in ("", "}"):
            parts += self._element()
        self._takes("}")
        return Group(tuple(parts))

    def _element(self) -> Iterable[Part]:
        word = self._text()
        if word in _UNREADABLE:
            raise Unreadable(word)
        if word == "{":
            return [self._union()]
        if word in ("OPTIONAL", "MINUS"):
            self._at += 1
            return [Aside(self._group())]
        if word in ("FILTER", "BIND"):
            self._at += 1
            return list(self._expression())
        if word == "VALUES":
            self._at += 1
            return [self._values()]
        if word == ".":
            self._at += 1
            return []
        return list(self._triples())

    def _union(self) -> Part:
        found = [self._group()]
        while self._takes("UNION"):
            found.append(self._group())
        return Branches(tuple(found)) if len(found) > 1 else found[0]

    def _expression(self) -> Iterator[Aside]:
        """Go over an expression, and yield the groups in it; it ends with its last bracket."""
        depth = 0
        while text := self._text():
            if text == "{":
                yield Aside(self._group())
            else:
                depth += {"(": 1, ")": -1}.get(text, 0)
                self._at += 1
            if depth == 0 and text in ("{", ")"):
                return

    def _sub_select(self) -> Group:
        self._at += 1
        names: set[str] | None = set()
        depth = 0
        while (text := self._text()) not in ("", "{"):
            depth += {"(": 1, ")": -1}.get(text, 0)
            if text == "*" and depth == 0:
                names = None
            elif names is not None and self._is_variable() and (depth == 0 or self._text(-1) == "AS"):
                names.add(text[1:])
            self._at += 1
        group = self._group()
        while (text := self._text()) not in ("", "}"):
            if text == "{":
                raise Unreadable("a group after a sub-select")
            self._at += 1
        self._takes("}")
        if names is None:
            return group
        shown, prefix = names, f"{next(self._fresh)}."
        return renamed(group, lambda each: each if each in shown else prefix + each)

    def _values(self) -> Values:
        several = self._takes("(")
        names = []
        while self._is_variable():
            names.append(self._text()[1:])
            self._at += 1
        if several:
            self._takes(")")
        self._takes("{")
        found: list[NamedNode | None] = []
        while self._text() not in ("", "}"):
            if self._text() in ("(", ")"):
                self._at += 1
                continue
            node = self._node([])
            found.append(node if isinstance(node, NamedNode) else None)
        self._takes("}")
        width = max(1, len(names))
        return Values(tuple(names), tuple(tuple(found[at : at + width]) for at in range(0, len(found), width)))

    # -- triples

    def _triples(self) -> Iterator[Link]:
        links: list[Link] = []
        begin = self._at
        self._about(self._node(links), links)
        if self._at == begin:
            raise Unreadable(self._text())
        yield from links

    def _about(self, subject: Node, links: list[Link]) -> None:
        """Read what is said of a subject, up to what ends it."""
        while self._text() not in ("", ".", "}", "{", "]") and self._begins_verb():
            verb = self._text()[1:] if self._is_variable() else ""
            path = self._choice()
            while True:
                links.append(Link(subject, path, self._node(links), verb))
                if not self._takes(","):
                    break
            while self._takes(";"):
                pass

    def _begins_verb(self) -> bool:
        kind = self._kind()
        return kind in ("iri", "name", "variable", "parameter") or self._text() in ("a", "^", "!", "(")

    def _is_variable(self) -> bool:
        return self._kind() in ("variable", "parameter")

    def _node(self, links: list[Link]) -> Node:
        kind, text = self._kind(), self._text()
        if text == "(":
            raise Unreadable("a list")
        self._at += 1
        if kind in ("variable", "parameter"):
            return text[1:]
        if kind in ("iri", "name"):
            return self._iri(kind, text)
        if kind == "blank":
            return text
        node = f"{next(self._fresh)}"  # no variable is called so
        if text == "[":
            self._about(node, links)
            if not self._takes("]"):
                raise Unreadable("a bracket that is not closed")
        elif kind == "string":
            self._at += 3 if (self._text(), self._text(1)) == ("^", "^") else int(self._kind() == "tag")
        elif text in ("+", "-"):
            self._at += 1
        elif kind not in ("number", "word", "tag"):
            raise Unreadable(text)
        return node

    def _iri(self, kind: str, text: str) -> NamedNode:
        if kind == "iri":
            return NamedNode(text[1:-1])
        prefix, _, local = text.partition(":")
        if prefix not in self._prefixes:
            raise Unreadable(text)
        return NamedNode(self._prefixes[prefix] + re.sub(r"\\(.)", r"\1", local))

    # -- paths

    def _choice(self) -> Path:
        found = [self._way()]
        while self._takes("|"):
            found.append(self._way())
        return Choice(tuple(found)) if len(found) > 1 else found[0]

    def _way(self) -> Path:
        found = [self._part()]
        while self._takes("/"):
            found.append(self._part())
        return Way(tuple(found)) if len(found) > 1 else found[0]

    def _part(self) -> Path:
        backwards = self._takes("^")
        path = self._primary()
        if self._text() in ("*", "+", "?"):
            sign = self._text()
            self._at += 1
            path = Repeat(path, sign in "*?", sign in "*+")
        return reverse(path) if backwards else path

    def _primary(self) -> Path:
        kind, text = self._kind(), self._text()
        if self._takes("("):
            path = self._choice()
            if not self._takes(")"):
                raise Unreadable("a path")
            return path
        if self._takes("!"):
            self._negated()
            return Choice((ANY_STEP, reverse(ANY_STEP)))
        self._at += 1
        if text == "a":
            return Step(_TYPE)
        if kind in ("variable", "parameter"):
            return ANY_STEP
        if kind in ("iri", "name"):
            return Step(self._iri(kind, text))
        raise Unreadable(text)

    def _negated(self) -> None:
        if self._takes("("):
            self._to(")")
        else:
            self._takes("^")
        self._at += 1
