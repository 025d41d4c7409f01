"""What a graph gives away: its statements or a part of them, to files, to writers and to rdflib.

It knows the store and the project of a graph, and nothing of questions and answers.
"""

from __future__ import annotations

from os import PathLike
from typing import TYPE_CHECKING

from kg.store.local import Opened, open_marked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import TextIO

    import rdflib
    from pyoxigraph import NamedNode, Quad, Store

    from kg.export.part import Part
    from kg.files import Target
    from kg.project import Project
    from kg.turtle import Source

__all__ = ["Outlet"]


class Outlet:
    """A graph as something to take away from."""

    __slots__ = ("_on_disk", "_opened", "project")

    _opened: Opened | None

    def __init__(self, project: Project, opened: Store | Opened) -> None:
        """Take a graph that lies in memory, or the one of the project, as it was opened on disk."""
        self.project = project
        self._on_disk = isinstance(opened, Opened)  # there the statements of one subject lie together
        self._opened = opened if isinstance(opened, Opened) else Opened(opened, None)

    @property
    def store(self) -> Store:
        """The statements of the graph, as it was when it was opened, or after the last change that was made here."""
        if self._opened is None:
            self._opened = open_marked(self.project.store)
        return self._opened.store

    def find(self, name: str, classes: tuple[str, ...] = ()) -> NamedNode:
        """Return the node of a slug, an IRI or a label."""
        from kg.names import find_entity

        return find_entity(self.store, name, classes)

    def statements(self, *, asserted: bool = False) -> Iterator[Quad]:
        """Return all statements, or those alone that no rule derived."""
        if asserted:
            from kg.reason import asserted as only_asserted

            return only_asserted(self.store)
        return iter(self.store)

    def export(  # noqa: PLR0913 — each chooses by itself what is written, and is given by its name
        self,
        out: Target | TextIO,
        form: str | None = None,
        *,
        document: str | None = None,
        actor: str | None = None,
        asserted: bool = False,
        described: bool = True,
        watch: Callable[[int], None] | None = None,
    ) -> None:
        """Write the graph, or a part of it, to a file, given open or by its name; the same graph gives the same bytes.

        `form` is one of `kg.export.rdf.FORMATS`; it may be left out where the name of the file tells it. `document` and
        `actor` are names, and choose the facts of one or both; `asserted` leaves out what rules derived. The
        description of the graph (VoID) goes along where it is `described`. An open file must be UTF-8 with
        `newline=""`; one that is given by its name is there whole or not at all. `watch` is told now and then how many
        statements were read. `KgError` for an unknown name or format, and where the file cannot be written.
        """
        from kg.export.rdf import export, find_format
        from kg.export.void import Description, find_licence
        from kg.files import whole

        part = self.part(document=document, actor=actor, asserted=asserted)
        chosen = find_format(form or str(out if isinstance(out, str | PathLike) else getattr(out, "name", ""))).name
        description = Description(find_licence(self.project), part) if described else None
        if not isinstance(out, str | PathLike):
            export(self.source(part, watch), chosen, out, description)
            return
        with whole(out) as file:
            export(self.source(part, watch), chosen, file, description)

    def part(self, *, document: str | None = None, actor: str | None = None, asserted: bool = False) -> Part:
        """Return which part of the graph is meant by the names of a document and an actor."""
        from kg.export.part import Part

        return Part(
            self.find(document, ("Document",)) if document is not None else None,
            self.find(actor, ("Actor",)) if actor is not None else None,
            asserted,
        )

    def source(self, part: Part | None = None, watch: Callable[[int], None] | None = None) -> Source:
        """Return the statements of the graph or of a part of it, as writers take them; `watch` is told how many."""
        from kg.turtle import Source

        found: Store | Iterator[Quad] = self.store
        if part and not part.whole:
            from kg.export.part import select

            found = select(self.store, part, self._only_asserted if part.asserted else iter)
        elif part and part.asserted:
            found = self._only_asserted(self.store)
        grouped = self._on_disk or bool(part and not part.whole)
        return Source(found, grouped=grouped, watch=watch or (lambda _: None))

    def _only_asserted(self, quads: Iterable[Quad]) -> Iterator[Quad]:
        from kg.reason import asserted_of

        return asserted_of(self.store, quads)

    def rdflib(self, *, asserted: bool = False) -> rdflib.Graph:
        """Return a new graph of rdflib that holds all statements, or those alone that no rule derived.

        Each call copies the graph, at some 40,000 statements a second: keep what you get. It is yours to change.

        >>> from rdflib import RDFS, URIRef
        >>> copy = g.rdflib()
        >>> len(copy) == len(g.store), str(copy.value(URIRef("https://w3id.org/dkg/id/iran"), RDFS.label))
        (True, 'Iran')
        """
        from kg.interop import to_rdflib

        return to_rdflib(self.statements(asserted=asserted))
