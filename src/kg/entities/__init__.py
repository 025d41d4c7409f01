"""Things of the graph as objects of Python: their names, what is said of them, and where it is said.

Facts carry the evidence, entities do not. The words of a fact are those of `kg show`; nothing here knows queries or
tables.
"""

from __future__ import annotations

from kg.entities.entity import Entity, Value, entity_of, value_of
from kg.entities.facts import Fact, Facts, Source

__all__ = ["Entity", "Fact", "Facts", "Source", "Value", "entity_of", "value_of"]
