"""The graph as Python users hold it: one short method a verb.

>>> import kg
>>> g = kg.open()  # doctest: +SKIP
>>> g.ask("who-met", actor="mehdi-sanaei")  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import QuerySolutions

from kg.errors import KgError, UnusableError, did_you_mean
from kg.project import locate_project
from kg.store.answers import answer
from kg.store.local import open_current

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path
    from typing import TextIO

    from pyoxigraph import NamedNode, Quad, QueryBoolean, QueryTriples, Store

    from kg.errors import Finding
    from kg.export.part import Part
    from kg.names import Hit
    from kg.project import Project
    from kg.questions import Question
    from kg.turtle import Source

__all__ = ["Graph", "open_graph"]


class Graph:
    """A built graph, open for reading: its project, and the store that holds it."""

    __slots__ = ("project", "store")

    def __init__(self, project: Project, store: Store) -> None:
        self.project, self.store = project, store

    def __repr__(self) -> str:
        return f"Graph({str(self.project.root)!r})"

    def query(self, sparql: str, origin: str = "query") -> QuerySolutions | QueryTriples | QueryBoolean:
        """Run a SPARQL query; the project's prefixes are known. `UnusableError` where it is malformed.

        `origin` is the name of the query in messages.
        """
        return answer(self.store, sparql, origin)

    def unknown_terms(self, sparql: str, origin: str = "query") -> list[Finding]:
        """Return a warning for each of the project's terms in a query that the graph does not hold."""
        from kg.store.unknown import unknown_terms

        return unknown_terms(self.store, sparql, origin)

    def questions(self) -> tuple[Path, ...]:
        """Return the files of the named questions, sorted by name."""
        return tuple(sorted(self.project.files("queries", "*.rq"), key=lambda path: path.stem))

    def question(self, name: str) -> Question:
        """Return a named question; `KgError` where there is none of that name."""
        files = {path.stem: path for path in self.questions()}
        if name not in files:
            raise UnusableError(
                f"there is no question {name}", remedy=did_you_mean(name, files) or "`kg ask` lists them"
            )
        from kg.questions import read_question

        return read_question(files[name])

    def ask(self, name: str, **parameters: str) -> QuerySolutions:
        """Answer a named question."""
        question = self.question(name)
        found = self.query(self.sparql(question, parameters), f"queries/{name}.rq")
        if not isinstance(found, QuerySolutions):
            raise KgError(f"the question {name} is no SELECT query", remedy="mend its file")
        return found

    def sparql(self, question: Question, parameters: Mapping[str, str]) -> str:
        """Return the query of a question with its parameters filled in."""
        from kg.questions import bind, fill

        return fill(question.query, bind(question, parameters, self.find))

    def find(self, name: str, classes: tuple[str, ...] = ()) -> NamedNode:
        """Return the node of a slug, an IRI or a label."""
        from kg.names import find_entity

        return find_entity(self.store, name, classes)

    def search(self, text: str, limit: int = 10) -> list[Hit]:
        """Find entities by any of their names, misspelt too."""
        from kg.names import search

        return search(self.store, text, limit)

    def show(self, name: str, languages: tuple[str, ...] = ("en",)) -> str:
        """Return one entity with every fact and its sources, as text."""
        from kg.portrait import portrait

        return portrait(self.store, self.find(name), languages)

    def statements(self, *, asserted: bool = False) -> Iterator[Quad]:
        """Return all statements, or those alone that no rule derived."""
        if asserted:
            from kg.reason import asserted as only_asserted

            return only_asserted(self.store)
        return iter(self.store)

    def source(self, part: Part | None = None, watch: Callable[[int], None] | None = None) -> Source:
        """Return the statements of the graph or of a part of it, as writers take them; `watch` is told how many."""
        from kg.turtle import Source

        found: Store | Iterator[Quad] = self.store  # on disk, where the statements of one subject lie together
        if part and not part.whole:
            from kg.export.part import select

            found = select(self.store, part, self._only_asserted if part.asserted else iter)
        elif part and part.asserted:
            found = self._only_asserted(self.store)
        return Source(found, grouped=True, watch=watch or (lambda _: None))

    def _only_asserted(self, quads: Iterable[Quad]) -> Iterator[Quad]:
        from kg.reason import asserted_of

        return asserted_of(self.store, quads)

    def export(
        self, out: TextIO, form: str, part: Part | None = None, *, described: bool = True,
        watch: Callable[[int], None] | None = None,
    ) -> None:  # fmt: skip
        """Write the graph or a part of it in a format of RDF; the same graph gives the same bytes.

        The description of the graph (VoID) goes along, unless it is not wanted. `watch` is told now and then how many
        statements were read.
        """
        from kg.export.part import WHOLE
        from kg.export.rdf import export
        from kg.export.void import Description, find_licence

        description = Description(find_licence(self.project), part or WHOLE) if described else None
        export(self.source(part, watch), form, out, description)


def open_graph(folder: Path | None = None) -> Graph:
    """Open the graph of a project; `UnusableError` where nothing was built yet."""
    project = locate_project(folder)
    return Graph(project, open_current(project.store))
