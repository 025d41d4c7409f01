"""Everything that follows: the bounds of what has a date, and what the rules say."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Store

from kg.reason.dated import add_bounds
from kg.reason.rules import Rule, infer

__all__ = ["derive"]


def derive(store: Store, rules: Iterable[Rule]) -> int:
    """Derive all that follows: the bounds of what has a date and a reading, then what the rules say; return how many.

    What `kg export --asserted` writes becomes the whole graph again.
    """
    before = len(store)
    add_bounds(store)
    infer(store, rules)
    return len(store) - before
