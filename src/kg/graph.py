"""The graph as Python users hold it: one short method a verb.

>>> import kg
>>> g = kg.open()  # doctest: +SKIP
>>> g.ask("who-met", actor="mehdi-sanaei")  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from pyoxigraph import NamedNode, QueryBoolean, QuerySolutions, QueryTriples, Store

from kg.errors import KgError, UnusableError, did_you_mean
from kg.names import Hit, find_entity, search
from kg.project import Project, find_project
from kg.questions import Question, bind, fill, read_question
from kg.store.local import open_current
from kg.terms import PREFIXES

if TYPE_CHECKING:
    from pyoxigraph import Quad

__all__ = ["Graph", "open_graph"]


@dataclass(frozen=True, slots=True)
class Graph:
    """A built graph, open for reading."""

    project: Project
    store: Store = field(repr=False)

    def query(self, sparql: str) -> QuerySolutions | QueryTriples | QueryBoolean:
        """Run a SPARQL query; the project's prefixes are known. `UnusableError` where it is malformed."""
        try:
            return self.store.query(
                sparql, prefixes={name: iri for name, iri in PREFIXES.items() if name} | {"": PREFIXES[""]}
            )
        except SyntaxError as error:
            raise UnusableError(f"the query is not SPARQL: {error.msg or error}", remedy="mend it there") from None

    def questions(self) -> tuple[Path, ...]:
        """Return the files of the named questions."""
        return self.project.files("queries", "*.rq")

    def question(self, name: str) -> Question:
        """Return a named question; `KgError` where there is none of that name."""
        files = {path.stem: path for path in self.questions()}
        if name not in files:
            raise UnusableError(
                f"there is no question {name}", remedy=did_you_mean(name, files) or "`kg ask` lists them"
            )
        return read_question(files[name])

    def ask(self, name: str, **parameters: str) -> QuerySolutions:
        """Answer a named question."""
        question = self.question(name)
        answer = self.query(self.sparql(question, parameters))
        if not isinstance(answer, QuerySolutions):
            raise KgError(f"the question {name} is no SELECT query", remedy="mend its file")
        return answer

    def sparql(self, question: Question, parameters: Mapping[str, str]) -> str:
        """Return the query of a question with its parameters filled in."""
        return fill(question.query, bind(question, parameters, self.find))

    def find(self, name: str, classes: tuple[str, ...] = ()) -> NamedNode:
        """Return the node of a slug, an IRI or a label."""
        return find_entity(self.store, name, classes)

    def search(self, text: str, limit: int = 10) -> list[Hit]:
        """Find entities by any of their names, misspelt too."""
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

    def export(self, out: TextIO, form: str, *, asserted: bool = False) -> None:
        """Write the graph as Turtle, N-Triples or JSON-LD; the same graph gives the same bytes."""
        from kg.export.rdf import export

        export(self.statements(asserted=asserted), form, out)


def open_graph(folder: Path | None = None) -> Graph:
    """Open the graph of a project; `UnusableError` where nothing was built yet."""
    project = find_project(folder)
    return Graph(project, open_current(project.store))
