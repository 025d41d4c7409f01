"""Rewrites the query of a constraint so that Oxigraph reads triples as sets and joins them in memory.

Where triples stand side by side, Oxigraph looks up the second for each match of the first. That is dear where there are
many: so each triple becomes a sub-select, which is read from end to end, and FILTER NOT EXISTS becomes MINUS. Both are
equal to what stood there: a sub-select of one triple has the rows of the triple, and NOT EXISTS of triples is MINUS of
them where they share a variable that is always bound. What it cannot follow, and what is cheaper as it stands, stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from kg.shacl.classes import Classes
from kg.sparql import TOKEN
from kg.sparql.groups import Element, Group, groups

__all__ = ["Pattern", "as_sets", "patterns"]

_PIECE = re.compile(TOKEN.pattern + r"|(?P<mark>\S)", re.DOTALL)
_TERMS = frozenset(("iri", "string", "parameter", "variable", "name", "number"))
_BEGINS = re.compile(r"\{\s*[$?]this\s")
_UNTOUCHED = frozenset(("FILTER", "BIND"))
_JOIN, _EXISTS = 8, 60  # what a look-up and a NOT EXISTS cost, against reading one statement of a scan


class Pattern(NamedTuple):
    """A triple pattern, or one with a path: three texts of SPARQL."""

    subject: str
    verb: str
    object: str

    @property
    def variables(self) -> list[str]:
        """The names of its variables."""
        return list(dict.fromkeys(term[1:] for term in self if term[0] in "?$"))

    @property
    def ends(self) -> str:
        """The pattern with other names of variables: the same for all patterns that match as many statements."""
        subject = "?s" if self.subject[0] in "?$" else self.subject
        value = "?o" if self.object[0] in "?$" else self.object
        return f"{subject} {self.verb} {value}"

    @property
    def select(self) -> str:
        """The pattern as a sub-select."""
        return f"{{ SELECT {' '.join(f'?{name}' for name in self.variables)} {{ {' '.join(self)} }} }}"


def patterns(text: str) -> list[Pattern] | None:
    """Return the patterns of a block of triples; None where it has brackets, blank nodes or what is none.

    >>> [tuple(each) for each in patterns("$this a ?c ; :p/:q 1 , 'x'@en .")]
    [('$this', 'a', '?c'), ('$this', ':p/:q', '1'), ('$this', ':p/:q', "'x'@en")]
    """
    return _Triples(text).read()


class _Triples:
    """Goes through a block of triples once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._pieces = [match for match in _PIECE.finditer(text) if match.lastgroup != "comment"]
        self._at = 0

    def read(self) -> list[Pattern] | None:
        found = []
        while self._at < len(self._pieces):
            subject = self._term()
            while subject:
                verb = self._verb()
                value = self._term() if verb else ""
                if not value:
                    return None
                found.append(Pattern(subject, verb, value))
                while self._goes_on(","):
                    if not (value := self._term()):
                        return None
                    found.append(Pattern(subject, verb, value))
                if not self._goes_on(";"):
                    break
            if not subject or not (self._goes_on(".") or self._at == len(self._pieces)):
                return None
        return found

    def _next(self) -> tuple[str, str]:
        """Return the kind and the text of the next piece."""
        if self._at >= len(self._pieces):
            return "", ""
        return self._pieces[self._at].lastgroup or "", self._pieces[self._at].group()

    def _goes_on(self, mark: str) -> bool:
        found = self._next() == ("mark", mark)
        self._at += found
        return found

    def _since(self, start: int) -> str:
        return self._text[self._pieces[start].start() : self._pieces[self._at - 1].end()]

    def _term(self) -> str:
        start, kind = self._at, self._next()[0]
        if kind not in _TERMS:
            return ""
        self._at += 1
        if kind == "string" and self._next()[0] == "tag":
            self._at += 1
        elif kind == "string" and self._next()[1] == "^":
            self._at += 3
        return self._since(start)

    def _verb(self) -> str:
        """Read a verb: names with the marks of a path between them; one that may match nothing is left alone."""
        start, wants = self._at, True
        while True:
            kind, text = self._next()
            if wants and text == "^" and kind == "mark":
                self._at += 1
            elif (wants and (kind in ("iri", "name") or text == "a")) or (not wants and text in ("/", "|")):
                wants = not wants
                self._at += 1
            elif wants and text == "(":
                self._at += 1
                if not self._verb() or self._next()[1] != ")":
                    return ""
                self._at += 1
                wants = False
            else:
                break
        return "" if wants or self._next()[1] in ("*", "+") else self._since(start)


def as_sets(query: str, head: str, target: str, size: int, classes: Classes) -> str | None:
    """Return a query with its $this bound by the pattern of a target; None where it has parts that are not known here.

    `head` are the prefixes of the query, `size` is how many nodes the target has.
    """
    found = groups(query)
    if len(found) != 1:
        return None
    rewriter = _Rewriter(query, target, size, lambda each, most: classes.count(each.ends, most, head))
    body = rewriter.group(found[0], is_first=True)
    return None if body is None else query[: found[0].start] + body + query[found[0].end :]


class _Rewriter:
    """Writes the groups of one query anew."""

    def __init__(self, query: str, target: str, size: int, count: Callable[[Pattern, int], int]) -> None:
        self._query, self._target, self._size, self._count = query, target, size, count

    def group(self, group: Group, *, is_first: bool = False) -> str | None:
        """Return a group with its braces, with the target in it where it does not begin with $this itself."""
        blocks = {each.start: patterns(self._text(each)) for each in group.elements if each.kind == "triples"}
        known = [pattern for block in blocks.values() for pattern in block or ()]
        are_sets = all(block is not None for block in blocks.values()) and self._many(known, _JOIN)
        bound = {name for pattern in known for name in pattern.variables} | {"this"}
        pieces, taken = list[str](), list[str]()
        if is_first or not _BEGINS.match(self._query[group.start : group.end]):
            pieces.append(f"{{ SELECT ?this {{ {self._target} }} }}" if are_sets else self._target)
        for element in group.elements:
            if element.kind == "triples":
                block = blocks[element.start]
                read = are_sets and block
                pieces += [each.select for each in read] if read else [self._text(element)]
            elif (minus := self._minus(element, bound)) is not None:
                taken.append(minus)
            elif (text := self._other(element)) is not None:
                pieces.append(text)
            else:
                return None
        return "{ " + " ".join([*pieces, *taken]) + " }"

    def _other(self, element: Element) -> str | None:
        if element.kind in _UNTOUCHED:
            return self._text(element)
        if element.kind == "GROUP":
            found = [self.group(each) for each in element.groups]
            return None if None in found else " UNION ".join(each for each in found if each)
        if element.kind == "OPTIONAL" and _BEGINS.match(self._text(element)[len("OPTIONAL") :].lstrip()):
            return self._text(element)
        return None

    def _minus(self, element: Element, bound: set[str]) -> str | None:
        """Return MINUS for a FILTER NOT EXISTS of triples, which share a variable with what is around.

        Filters may stand in it that speak of its own variables alone.
        """
        if not re.match(r"FILTER\s+NOT\s+EXISTS\s*\{", self._text(element), re.IGNORECASE):
            return None
        (group,) = element.groups
        filters = [self._text(each) for each in group.elements if each.kind != "triples"]
        blocks = [self._text(each) for each in group.elements if each.kind == "triples"]
        known = patterns(blocks[0]) if len(blocks) == 1 else None
        own = {name for each in known or () for name in each.variables}
        if not known or bound.isdisjoint(own) or not all(_speaks_of(own, each) for each in filters):
            return None
        if len({each.subject for each in known}) > 1:  # joined by themselves, such may have far too many rows
            return None
        inner = " ".join([*(each.select for each in known), *filters])
        return f"MINUS {{ {inner} }}" if self._many(known, _JOIN // 2 if filters else _EXISTS) else None

    def _many(self, known: list[Pattern], cost: int) -> bool:
        """Tell whether so much is looked up that reading all of the patterns costs less."""
        return all(each.variables and self._count(each, self._size * cost + 1) <= self._size * cost for each in known)

    def _text(self, element: Element) -> str:
        return self._query[element.start : element.end]


def _speaks_of(names: set[str], text: str) -> bool:
    """Tell whether a text is a filter without EXISTS that knows no other variables than these."""
    if not re.match(r"FILTER\b", text, re.IGNORECASE) or re.search(r"\bEXISTS\b", text, re.IGNORECASE):
        return False
    found = (match.group() for match in TOKEN.finditer(text) if match.lastgroup in ("variable", "parameter"))
    return all(each[1:] in names for each in found)
