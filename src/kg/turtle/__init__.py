"""Deterministic, pretty Turtle 1.1: the same graph gives the same bytes, whatever the order in which it comes.

How it works: pyoxigraph writes the statements as N-Triples (fast, and every term is already escaped canonically), one
regular expression splits them into tokens (`statements`), each token gets its short form (`tokens`), blank nodes are
nested or labelled (`nesting`, `canonical`), and blocks are laid out and sorted (`layout`). Nothing here knows what the
statements mean, nor where they come from.
"""

from kg.turtle.canonical import canonical
from kg.turtle.layout import Section, serialize, write
from kg.turtle.statements import Statement, relabel, sorted_lines
from kg.turtle.tokens import Shortener

__all__ = ["Section", "Shortener", "Statement", "canonical", "relabel", "serialize", "sorted_lines", "write"]
