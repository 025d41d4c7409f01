"""Accepted changes: add new facts, take a change back, take a document away, and tell what was done.

Every change goes the same way: under the one right to write (`committing`), staged and judged by the gate, written
into `changes/` (`kg.journal`), put into the current graph, and then acknowledged. The file in `changes/` is the truth;
a graph that lacks the last ones, because a process was killed in between, takes them in before the next change.
"""

from kg.changes.adding import add
from kg.changes.committing import Accepted, Hand, RefusedError, read_book
from kg.changes.retracting import Retraction, plan_retraction, retract
from kg.changes.signing import Signature, sign
from kg.changes.undoing import undo

__all__ = [
    "Accepted", "Hand", "RefusedError", "Retraction", "Signature", "add", "plan_retraction", "read_book", "retract",
    "sign", "undo",
]  # fmt: skip
