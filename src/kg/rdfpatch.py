"""RDF Patch: what a change adds to a graph and takes out of it, a line a statement.

`D` lines take statements out, `A` lines add them, between `TX` and `TC`; `H` lines before them say something of the
patch itself. The format is that of https://afs.github.io/rdf-delta/rdf-patch.html; terms are written as in N-Quads. The
module knows lines, not files nor what their headers mean.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import Quad, RdfFormat, Triple, parse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kg.terms import Term

__all__ = ["BEGIN", "END", "Delta", "body", "header", "read_header", "read_row"]

BEGIN, END = "TX .\n", "TC .\n"
_HEAD = "<urn:kg:patch> <urn:kg:head> "  # what makes the value of a header line a statement


class Delta(NamedTuple):
    """The statements that a change adds, and those that it removes; none is in both."""

    added: tuple[Triple, ...] = ()
    removed: tuple[Triple, ...] = ()

    @property
    def inverse(self) -> Delta:
        """What takes the change back."""
        return Delta(self.removed, self.added)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is added or removed."""
        return not (self.added or self.removed)


def body(removed: Iterable[Quad | Triple], added: Iterable[Quad | Triple]) -> list[str]:
    """Return the lines that take statements out and add others: `D` lines, then `A` lines, each sorted.

    >>> from pyoxigraph import NamedNode
    >>> node = NamedNode("urn:n")
    >>> body([], [Triple(node, node, node)])
    ['A <urn:n> <urn:n> <urn:n> .\\n']
    """
    return [*sorted(f"D {each} .\n" for each in removed), *sorted(f"A {each} .\n" for each in added)]


def header(word: str, value: Term) -> str:
    """Return a line that says something of the patch."""
    return f"H {word} {value} .\n"


def read_row(line: str) -> tuple[str, Quad] | None:
    """Return the letter and the statement of an `A` or `D` line; None where it is neither.

    >>> read_row("A <urn:a> <urn:b> <urn:c> .")[0]
    'A'
    """
    letter, _, statement = line.partition(" ")
    found = _quad(statement) if letter in ("A", "D") else None
    return (letter, found) if found else None


def read_header(line: str) -> tuple[str, Term] | None:
    """Return the word and the value of an `H` line; None where it is none."""
    letter, word, value = (*line.split(" ", 2), "", "")[:3]
    found = _quad(f"{_HEAD}{value}") if letter == "H" and word else None
    return (word, found.object) if found else None


def _quad(statement: str) -> Quad | None:
    try:
        found = list(parse(statement, RdfFormat.N_QUADS))
    except (SyntaxError, ValueError):
        return None
    return found[0] if len(found) == 1 else None
