"""Makes a staged change last: first its file in `changes/`, then the graph, then the acknowledgement.

The file is the commit: before it is there nothing has happened, and once it is there the change stands, whatever
becomes of the process. A graph that lacks it takes it in before the next change, and doing so twice is harmless. What a
change is for is not known here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import Store, Triple

from kg.building import read_project_rules, read_project_shapes
from kg.errors import KgError, UnusableError
from kg.gate import Fault, Rulebook, Staged, Verdict, follow
from kg.journal import Change, Head, Journal
from kg.project import Project
from kg.rdfpatch import Delta
from kg.reason import Rule
from kg.shacl import Severity, Shapes
from kg.shacl.incremental import Plan, compile_plan
from kg.store.local import Opened, UnsettledError, Writing, current, open_current
from kg.store.origin import applied, mark, note_change

__all__ = ["Accepted", "Desk", "Hand", "RefusedError", "at_desk", "read_book"]


class RefusedError(KgError):
    """A change that the gate does not let in; the verdict says why, and prints as `kg validate` does."""

    def __init__(self, verdict: Verdict, remedy: str) -> None:
        self.verdict = verdict
        super().__init__(f"nothing was changed: {_first(verdict.of(Severity.VIOLATION))}", remedy=remedy)


def _first(faults: tuple[Fault, ...]) -> str:
    more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
    return f"{faults[0].head}{more}" if faults else ""


@dataclass(frozen=True, slots=True)
class Accepted:
    """A change that was made: what its file says, what was derived from it, and what the gate had to remark."""

    change: Change
    derived: Delta
    verdict: Verdict

    @property
    def number(self) -> int:
        """The number of the change, which `kg undo` takes."""
        return self.change.number

    def __str__(self) -> str:
        asserted = self.change.delta
        counts = [_count(asserted, "asserted"), _count(self.derived, "derived")]
        return f"change {self.number}: {self.change.head.message} ({', '.join(filter(None, counts))})"


def _count(delta: Delta, kind: str) -> str:
    found = [f"{sign}{len(triples)}" for sign, triples in (("+", delta.added), ("−", delta.removed)) if triples]
    return f"{' '.join(found)} {kind}" if found else ""


@dataclass(frozen=True, slots=True)
class Desk:
    """Where changes are made, by one process at a time: the project, its journal, and the graph as it is now."""

    project: Project
    journal: Journal
    known: Store
    book: Rulebook
    _right: Writing

    def commit(self, head: Head, staged: Staged, remedy: str = "mend the facts") -> Accepted:
        """Make a change that the gate let in; `RefusedError` where it did not, `KgError` where it cannot be written.

        `remedy` is what helps against a refusal.

        In both cases journal and graph are as they were, unless the message says that the change stands.
        """
        if not staged.verdict.conforms:
            raise RefusedError(staged.verdict, remedy)
        change = self.journal.draft(head, staged.asserted)
        try:
            self.journal.append(change)
        except OSError as error:
            raise KgError(f"the change cannot be written ({error.strerror or error})", remedy="make room") from None
        try:
            self._right.change(
                _joined(staged.asserted, staged.derived), lambda graph: note_change(graph, self.project, change.file)
            )
        except UnsettledError as error:
            message = f"change {change.number} stands in {change.file}, but {error.message}"
            raise UnsettledError(message, remedy="the next change or `kg build` puts it in") from None
        except Exception as error:
            self.journal.drop(change)
            if isinstance(error, KgError):
                raise
            raise KgError(f"the change was not made ({error})", remedy="make room, or run `kg build`") from None
        return Accepted(change, staged.derived, staged.verdict)


def _joined(asserted: Delta, derived: Delta) -> Delta:
    return Delta((*asserted.added, *derived.added), (*asserted.removed, *derived.removed))


class Hand(NamedTuple):
    """What a process has at hand that makes one change after another, so that it need not be read or opened again.

    `book` are the rules and shapes of the project, `graph` is open for reading, `right` is the right to write, held
    for longer than one change.
    """

    book: Rulebook | None = None
    graph: Opened | None = None
    right: Writing | None = None


@contextmanager
def at_desk(project: Project, wait: float, hand: Hand | None = None) -> Iterator[Desk]:
    """Take the right to make changes, and put into the graph what it lacks of those that were made.

    `UnusableError` where there is no graph, or one that holds other changes than the project has; `KgError` where
    another process writes for longer than is waited for.
    """
    if current(project.store) is None:
        raise UnusableError("there is no graph here yet", remedy="run `kg build`")
    book, graph, held = hand or Hand()
    with nullcontext(held) if held else Writing(project.store, wait) as right:
        journal = Journal(project.root)
        known = right.kept or _still(project, graph) or open_current(project.store)
        book = book or read_book(project, known)
        if _catch_up(project, journal, book, right):
            known = right.kept or open_current(project.store)
        yield Desk(project, journal, known, book, right)


def _still(project: Project, graph: Opened | None) -> Store | None:
    """Return a graph that is open, if nothing was written since; to be asked by who has the right to write."""
    path = current(project.store)
    if graph is None or graph.mark is None or path is None or mark(path) != graph.mark:
        return None
    return graph.store


def read_book(project: Project, ontology: Store) -> Rulebook:
    """Return the rules and shapes of a project, compiled for its ontology, which a store holds.

    In one process they are read once, while their files stay as they are.
    """
    files = [*project.files("shapes", "*.ttl"), *project.files("ontology/rules", "*.rq")]
    seen = tuple((path, path.stat().st_mtime_ns, path.stat().st_size) for path in files)
    rules, shapes, checks = _compiled(project.root, project.packaged, seen)
    return Rulebook.of(rules, shapes, ontology, checks)


@lru_cache(maxsize=4)
def _compiled(root: Path, packaged: Path, _: object) -> tuple[list[Rule], Shapes, Plan]:
    project = Project(root, packaged)
    shapes = read_project_shapes(project)
    return read_project_rules(project), shapes, compile_plan(shapes)


def _catch_up(project: Project, journal: Journal, book: Rulebook, right: Writing) -> bool:
    """Put into the graph what it lacks of the changes, and tell whether it lacked any."""
    graph = current(project.store)
    held, count = applied(graph, project) if graph else None, journal.count()
    if held is None or held > count:
        raise UnusableError("the graph holds other changes than changes/ has", remedy="run `kg build`")
    if held == count:
        return False
    known = open_current(project.store)
    net, last = _net(journal, held), journal.read(count)
    deltas = follow(known, book, net)
    del known
    right.change(_joined(*deltas), lambda path: note_change(path, project, last.file))
    return True


def _net(journal: Journal, held: int) -> Delta:
    """Return what the changes after a number do together: of each statement, what the last of them says."""
    added: dict[Triple, None] = {}
    removed: dict[Triple, None] = {}
    for change in journal.changes(since=held):
        for triple in change.delta.removed:
            added.pop(triple, None)
            removed[triple] = None
        for triple in change.delta.added:
            removed.pop(triple, None)
            added[triple] = None
    return Delta(tuple(added), tuple(removed))
