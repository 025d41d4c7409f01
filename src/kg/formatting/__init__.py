"""Turtle written by hand, laid out as the export is, with its comments.

A text becomes tokens (`tokens`), tokens a tree (`tree`), the tree is sorted where that is asked for (`sorting`) and
written (`layout`); nothing leaves `formatting` that another parser does not read as the same graph. Nothing here knows
what the statements mean.
"""

from kg.formatting.formatting import decode, format_turtle

__all__ = ["decode", "format_turtle"]
