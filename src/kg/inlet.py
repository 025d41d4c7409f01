"""What a graph takes in: new facts, checked and added, and changes that are taken back.

A change goes into the project on disk, and this graph sees it at once; what was read from it before, entities and
answers, stays as it was. It knows the store and the project of a graph, and nothing of questions and answers.
"""

from __future__ import annotations

from os import fspath
from typing import TYPE_CHECKING

from kg.errors import UnusableError
from kg.outlet import Outlet
from kg.store.local import open_current

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.changes import Accepted, Signature
    from kg.files import Target
    from kg.gate import Given, Verdict
    from kg.gate.staging import Check
    from kg.history import Log
    from kg.shacl import Shapes

__all__ = ["Inlet"]


class Inlet(Outlet):
    """A graph as something that new facts go into."""

    __slots__ = ()

    def validate(self, *files: Target) -> Verdict:
        """Check new facts in files of RDF against the shapes, with what the graph knows; nothing is written.

        The verdict tells whether it `conforms`, holds the `faults` with their places, and prints as `kg validate`
        does. `UnusableError` where a file cannot be read.
        """
        from kg.gate import read_file

        return self.stage([read_file(fspath(file)) for file in files])

    def stage(self, files: Sequence[Given], shapes: Shapes | None = None, check: Check | None = None) -> Verdict:
        """Validate statements that were read; by other shapes than the project's, or with another engine, if given."""
        from kg.building import derive, read_project_rules, read_project_shapes
        from kg.gate import stage
        from kg.shacl import validate

        rules = read_project_rules(self.project)
        demanded = shapes or read_project_shapes(self.project)
        return stage(self.store, lambda store: derive(store, rules), demanded, files, check=check or validate)

    def add(
        self,
        *files: Target,
        message: str | None = None,
        author: str | None = None,
        time: str | None = None,
        wait: float = 10.0,
    ) -> Accepted | None:
        """Add the facts in files of RDF to the project, all or none; None where the graph knows all of them already.

        `message`, `author` and `time` (ISO 8601) sign the change as `kg add` does, and are made up as there where they
        are left out. `kg.changes.RefusedError`, with the `verdict`, where the facts are not accepted; `KgError` where
        another process writes for longer than `wait` seconds, and where the change cannot be written.
        """
        from kg.changes import add
        from kg.gate import read_file

        signature = self._sign(time, author, message)
        accepted = add(self.project, [read_file(fspath(file)) for file in files], signature, wait=wait)
        self.store = open_current(self.project.store)
        return accepted

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

        accepted = undo(self.project, number, self._sign(time, author, message), wait=wait)
        self.store = open_current(self.project.store)
        return accepted

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

        _, accepted = retract(self.project, document, self._sign(time, author, message), wait=wait)
        self.store = open_current(self.project.store)
        return accepted

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
        return sign(self.project.root, time=time, author=author, message=message)
