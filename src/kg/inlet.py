"""What a graph takes in: new facts, checked and added, and changes that are taken back.

A change goes into the project on disk, and this graph sees it at once; what was read from it before, entities and
answers, stays as it was. It knows the store and the project of a graph, and nothing of questions and answers.
"""

from __future__ import annotations

from contextlib import contextmanager
from os import fspath
from typing import TYPE_CHECKING

from kg.errors import UnusableError
from kg.outlet import Outlet
from kg.project import find_project

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.changes import Accepted, Hand, Signature
    from kg.files import Target
    from kg.gate import Given, Intake, Rulebook, Verdict
    from kg.gate.staging import Check
    from kg.history import Log
    from kg.project import Project
    from kg.shacl import Shapes
    from kg.store.local import Writing

__all__ = ["Inlet", "stage_mappings"]


class Inlet(Outlet):
    """A graph as something that new facts go into."""

    __slots__ = ("_author", "_book", "_right")

    _author: str
    _book: Rulebook
    _right: Writing

    def validate(self, *files: Target) -> Verdict:
        """Check new facts in files of RDF, or mappings, against the shapes, with what the graph knows.

        Nothing is written. The verdict tells whether it `conforms`, holds the `faults` with their places, and prints as
        `kg validate` does. `UnusableError` where a file cannot be read.
        """
        from kg.gate import Intake, read_file
        from kg.gate.mappings import is_mapping

        names, project = [fspath(file) for file in files], find_project(self.project.root)
        mappings = [name for name in names if is_mapping(name)]
        given = [read_file(name) for name in names if not is_mapping(name)]
        if mappings:
            return stage_mappings(project, mappings, given, None)
        return self.stage(given, intake=Intake(texts=project.sources))

    def stage(
        self,
        files: Sequence[Given],
        shapes: Shapes | None = None,
        check: Check | None = None,
        intake: Intake | None = None,
    ) -> Verdict:
        """Validate statements that were read; by other shapes than the project's, or with another engine, if given.

        `intake` names a source for all of them, insists that actors are new, or says where the texts are.
        """
        from kg.gate import expand, stage

        book = self.book.with_shapes(shapes) if shapes else self.book
        return stage(self.store, book, expand(self.store, files, intake), check=check)

    @property
    def book(self) -> Rulebook:
        """The rules and shapes of the project, compiled once for this graph."""
        from kg.changes import read_book

        try:
            return self._book
        except AttributeError:
            self._book = read_book(self.project, self.store)
            return self._book

    def add(  # noqa: PLR0913 — the options of `kg add`
        self,
        *files: Target,
        message: str | None = None,
        author: str | None = None,
        time: str | None = None,
        source: str | None = None,
        new: bool = False,
        wait: float = 10.0,
    ) -> Accepted | None:
        """Add the facts in files of RDF to the project, all or none; None where the graph knows all of them already.

        `message`, `author` and `time` (ISO 8601) sign the change as `kg add` does, and are made up as there where they
        are left out. `source` names the citation, reference or document that all facts without evidence rest on; with
        `new`, an actor that looks like a known one is another one all the same. `kg.changes.RefusedError`, with the
        `verdict`, where the facts are not accepted; `KgError` where another process writes for longer than `wait`
        seconds, and where the change cannot be written.
        """
        from kg.changes import add
        from kg.gate import Intake, read_file

        signature, given = self._sign(time, author, message), [read_file(fspath(file)) for file in files]
        intake = Intake(source, new, find_project(self.project.root).sources)
        with self._at_hand() as hand:
            return add(self.project, given, signature, intake=intake, wait=wait, hand=hand)

    def undo(
        self,
        number: int | None = None,
        *,
        message: str | None = None,
        author: str | None = None,
        time: str | None = None,
        wait: float = 10.0,
    ) -> Accepted:
        """Take back a change, the last one by default, by a new one; an undo can be undone.

        `FindingsError` where later changes build on it, `kg.changes.RefusedError` where the graph would not conform.
        """
        from kg.changes import undo

        signature = self._sign(time, author, message)
        with self._at_hand() as hand:
            return undo(self.project, number, signature, wait=wait, hand=hand)

    def retract(
        self,
        document: str,
        *,
        message: str | None = None,
        author: str | None = None,
        time: str | None = None,
        wait: float = 10.0,
    ) -> Accepted:
        """Take a document away: its citations, the facts that nothing else supports, and what only these spoke of.

        `document` is a slug, a title or an IRI. `kg.changes.RefusedError` where the graph would not conform without it.
        """
        from kg.changes import retract

        signature = self._sign(time, author, message)
        with self._at_hand() as hand:
            return retract(self.project, document, signature, wait=wait, hand=hand)[1]

    @contextmanager
    def writing(self, wait: float = 10.0) -> Iterator[None]:
        """Hold the right to change the project for several changes, which makes each of them a good deal faster.

        Other processes cannot change the project until it ends, and are told who holds them up. Each change is on the
        disk when it is made, as without it. Who makes them is found out once, at the beginning. `KgError` where
        another process writes for longer than `wait` seconds.
        """
        from kg.store.local import Writing

        self._author = self._sign(None, None, None).author
        with Writing(self.project.store, wait, keep=True) as self._right:
            try:
                yield
            finally:
                del self._right, self._author

    @contextmanager
    def _at_hand(self) -> Iterator[Hand]:
        """Lend what is open to a change; what is read of the graph afterwards is read anew."""
        from kg.changes import Hand

        right: Writing | None = getattr(self, "_right", None)
        if right is None or right.kept is None:
            self.store  # noqa: B018 — it is opened, if it was not since the last change
        try:
            yield Hand(self.book, self._opened, right)
        except BaseException as error:
            if right is not None:
                _forget(error)
            raise
        self._opened = None

    @property
    def log(self) -> Log:
        """The changes that were made, newest first.

        >>> len(g.log)
        0
        """
        from kg.history import log
        from kg.journal import Journal

        return log(Journal(self.project.root))

    def _sign(self, time: str | None, author: str | None, message: str | None) -> Signature:
        from kg.changes import sign

        if not self._on_disk:
            raise UnusableError("a graph in a file takes no changes", remedy="open the project: `kg.open()`")
        known = author if author is not None else getattr(self, "_author", None)
        return sign(self.project.root, time=time, author=known, message=message)


def _forget(error: BaseException) -> None:
    """Empty the frames that an error holds: whoever keeps it would keep the store open that changes are written to."""
    from traceback import clear_frames

    found: BaseException | None = error
    while found is not None:
        clear_frames(found.__traceback__)
        found = found.__context__


def stage_mappings(
    project: Project, mappings: Sequence[str], files: Sequence[Given], shapes: Shapes | None, check: Check | None = None
) -> Verdict:
    """Validate mappings of a project, with statements that were read beside them, as if they were not built yet.

    The texts must be at hand (`project.sources`), or the lock beside each mapping. `UnusableError` where a file is no
    YAML, `FindingsError` where what else the project holds cannot be compiled.
    """
    from dataclasses import replace

    from kg.building import read_ontology, read_project_rules, read_project_shapes
    from kg.gate import Fault, Intake, Rulebook, Verdict, expand, stage_change
    from kg.gate.mappings import read_mappings, spoken
    from kg.journal import Journal
    from kg.reason import derive
    from kg.replay import replay
    from kg.shacl import Report

    rules = read_project_rules(project)
    mapped = read_mappings(project, read_ontology(project), mappings)
    if not mapped.files:
        return Verdict(mapped.faults, Report(), 0, 0)
    replay(mapped.known, Journal(project.root).changes())
    derive(mapped.known, rules)
    book = Rulebook.of(rules, shapes or read_project_shapes(project), mapped.known)
    expanded = expand(mapped.known, files, Intake(texts=project.sources))
    given = replace(expanded, files=(*expanded.files, *mapped.files))
    found = stage_change(mapped.known, book, given, check=check).verdict
    return replace(found, faults=tuple(sorted((*mapped.faults, *spoken(found.faults)), key=Fault.key)))
