"""Answers as Python users hold them: rows that unpack, graphs, tables of pandas and Polars.

Cells are values of Python; `kg.results` writes the terms themselves. Nothing here knows how a question is put.
"""

from __future__ import annotations

from kg.answers.answer import Answer, Statements
from kg.answers.rows import Row

__all__ = ["Answer", "Row", "Statements"]
