"""Takes back a change by one that is its inverse, unless later ones build on it: the log keeps both."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from pyoxigraph import NamedNode, Triple

from kg.changes.committing import Accepted, Hand, at_desk
from kg.changes.signing import Signature
from kg.errors import Finding, FindingsError, KgError, UnusableError
from kg.gate import Given, stage_change
from kg.history import find, live, undone_by
from kg.journal import Change, Head
from kg.project import Project
from kg.terms import RDF_TYPE, shrink

__all__ = ["undo"]


def undo(
    project: Project, number: int | None, signature: Signature, *, wait: float = 0.0, hand: Hand | None = None
) -> Accepted:
    """Take back a change, the last one by default; an undo can be undone too. `hand` has what is open already.

    `FindingsError` where later changes build on it: they name what it brought in, or change its statements again.
    `RefusedError` where the graph would not conform without it; `UnusableError` where there is no such change.
    """
    with at_desk(project, wait, hand) as desk:
        changes = list(desk.journal.changes())
        if not changes:
            raise UnusableError("nothing was changed yet", remedy="`kg add` adds facts")
        change = find(desk.journal, number if number is not None else len(changes))
        if by := undone_by(changes).get(change.number):
            raise KgError(f"change {change.number} is taken back already, by change {by}", remedy=f"see `kg log {by}`")
        if findings := tuple(_builders(change, live(changes))):
            raise FindingsError(f"change {change.number} was not taken back: later changes build on it", findings)
        back = change.delta.inverse
        given = Given(change.file, back.added, {triple: change.place(triple) for triple in back.added})
        staged = stage_change(desk.known, desk.book, [given], back.removed)
        if staged.asserted.is_empty:
            message = f"change {change.number} has no effect any more"
            raise KgError(message, remedy="the mappings state now what it stated")
        message = signature.message or _message(change, changes)
        head = Head(signature.time, signature.author, message, undoes=change.number)
        return desk.commit(head, staged, "take back, or mend, what names it")


def _message(change: Change, changes: Sequence[Change]) -> str:
    """Say what an undo does: that of an undo brings back what that one took back."""
    first, back = change, True
    while first.head.undoes:
        first, back = changes[first.head.undoes - 1], not back
    return f"{'takes' if back else 'brings'} back change {first.number}: {first.head.message}"


def _builders(change: Change, counting: Sequence[Change]) -> Iterator[Finding]:
    """Yield a finding for each later change that builds on one: where it does first, and how."""
    statements = {*change.delta.added, *change.delta.removed}
    brought = {triple.subject for triple in change.delta.added if triple.predicate == RDF_TYPE}
    for later in counting:
        if later.number <= change.number:
            continue
        for triple in sorted((*later.delta.added, *later.delta.removed), key=lambda t: later.place(t).line):
            if reason := _reason(triple, statements, brought, change.number):
                remedy = f"take that back first, with `kg undo {later.number}`"
                yield Finding(later.place(triple), f"change {later.number} {reason}", remedy=remedy)
                break


def _reason(triple: Triple, statements: set[Triple], brought: Set[object], number: int) -> str:
    if triple in statements:
        return f"changes again what change {number} did"
    named = next((node for node in (triple.subject, triple.object) if node in brought), None)
    return f"names {shrink(named)}, which change {number} brought in" if isinstance(named, NamedNode) else ""
