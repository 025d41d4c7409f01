"""The triple patterns of a block in the text of a query, as texts.

What has brackets, blank nodes, or a path that may match nothing, is left alone. It knows no shapes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from kg.sparql import PIECE
from kg.terms import RDF_TYPE

__all__ = ["Pattern", "patterns", "spelt_out"]

_ESCAPE = "\\"  # before a sign that a local name cannot hold as it is, and an IRI can

_TERMS = frozenset(("iri", "string", "parameter", "variable", "name", "number"))


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

    def select(self, values: str = "") -> str:
        """Return the pattern as a sub-select; `values` tell what one of its variables may be."""
        names = " ".join(f"?{name}" for name in self.variables)
        return f"{{ SELECT {names} {{ {values}{' '.join(self)} }} }}"


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
        self._pieces = [match for match in PIECE.finditer(text) if match.lastgroup != "comment"]
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


def spelt_out(text: str, prefixes: Mapping[str, str]) -> str:
    """Return a term, a path or a pattern with IRIs instead of names.

    >>> spelt_out("?s ex:a|^ex:b ?o", {"ex": "urn:"})
    '?s <urn:a>|^<urn:b> ?o'
    """
    pieces, end = list[str](), 0
    for match in PIECE.finditer(text):
        piece = match.group()
        prefix, _, local = piece.partition(":")
        if match.lastgroup == "name" and prefix in prefixes:
            piece = f"<{prefixes[prefix]}{local.replace(_ESCAPE, '')}>"
        elif piece == "a":
            piece = str(RDF_TYPE)
        pieces += [text[end : match.start()], piece]
        end = match.end()
    return "".join(pieces)
