"""Deterministic, pretty Turtle 1.1: the same graph gives the same bytes, whatever the order in which it comes.

How it works: pyoxigraph writes the statements as N-Quads (fast, and every term is already escaped canonically), one
regular expression splits them into tokens (`statements`), all about one subject at a time (`groups`); each token gets
its short form (`tokens`), blank nodes are nested or labelled (`nesting`, `canonical`), and blocks are laid out
(`layout`) and sorted, on disk where they are many (`runs`). Nothing here knows what the statements mean.
"""

from kg.turtle.canonical import canonical
from kg.turtle.groups import Group, Source, each_group, grouped, needs_names
from kg.turtle.layout import Section, Statements, TurtleWriter, serialize, write
from kg.turtle.lines import LinesWriter
from kg.turtle.named import Subjects
from kg.turtle.runs import Runs
from kg.turtle.statements import Statement, Tokens, literal, relabel, sorted_lines
from kg.turtle.tokens import Shortener

__all__ = [
    "Group", "LinesWriter", "Runs", "Section", "Shortener", "Source", "Statement", "Statements", "Subjects", "Tokens",
    "TurtleWriter", "canonical", "each_group", "grouped", "literal", "needs_names", "relabel", "serialize",
    "sorted_lines", "write",
]  # fmt: skip
