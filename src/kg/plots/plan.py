"""Which pictures there are: each with the question behind it, and the module that draws its answer.

It knows graphs and questions, and nothing of matplotlib.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from pyoxigraph import QuerySolutions

from kg.errors import KgError, UnusableError, did_you_mean
from kg.plots import queries
from kg.questions import Parameter, Question

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from kg.graph import Graph

__all__ = ["PLOTS", "Picture", "Plot", "Row", "find_plot"]

Row = Mapping[str, str]
_PERIOD = (
    Parameter("since", "date-from", "0001-01-01", "the first day that counts"),
    Parameter("until", "date-to", "9999-12-31", "the last day that counts"),
)


class Picture(NamedTuple):
    """What a picture shows: its title, the rows behind it, and a caption of how to ask for them and their sources."""

    title: str
    rows: tuple[Row, ...]
    caption: str


class Plot(NamedTuple):
    """A kind of picture: its name, the question whose answer it draws, and what its title says."""

    name: str
    question: Question
    title: str

    def picture(self, graph: Graph, parameters: Mapping[str, str]) -> Picture:
        """Ask what the picture shows. Raises `KgError` for parameters that cannot be read, and for no answer."""
        found = graph.run(graph.sparql(self.question, parameters), f"plot {self.name}")
        assert isinstance(found, QuerySolutions)
        names = [each.value for each in found.variables]
        rows = tuple(
            {
                name: "" if term is None else getattr(term, "value", str(term))
                for name, term in zip(names, row, strict=True)
            }
            for row in found
        )
        if not rows:
            raise UnusableError("there is nothing to draw", remedy="ask for something else, or for a longer period")
        given = "".join(f" -p {key}={value}" for key, value in parameters.items())
        of = self._subject(graph, parameters)
        return Picture(f"{self.title}{of}", rows, f"kg plot {self.name}{given}  (query: --sparql)  ·  {_sources(rows)}")

    def draw(self, picture: Picture) -> Figure:
        """Draw the picture. Raises `UnusableError` where matplotlib is missing."""
        try:
            import matplotlib  # noqa: F401
        except ImportError:
            raise UnusableError("plots need matplotlib", remedy="run `pip install matplotlib networkx`") from None
        drawn: Figure = import_module(f"kg.plots.{self.name}").draw(picture)
        return drawn

    def _subject(self, graph: Graph, parameters: Mapping[str, str]) -> str:
        """Return the name of what the picture is about, where that is a thing."""
        for parameter in self.question.parameters:
            if parameter.name in ("actor", "measure") and (typed := parameters.get(parameter.name, parameter.default)):
                if typed == "any":
                    return ""
                node = graph.find(typed)
                found = graph.run(f"SELECT ?label {{ {node} rdfs:label ?label }}")
                assert isinstance(found, QuerySolutions)
                return next((f": {row['label'].value}" for row in found), "")
        return ""


def _sources(rows: tuple[Row, ...]) -> str:
    """Return how many documents and passages the rows rest on."""
    passages = {source for row in rows for source in row["sources"].split("; ") if source}
    documents = {passage.split()[0] for passage in passages}
    return f"{_count(len(passages), 'passage')} in {_count(len(documents), 'document')}"


def _count(number: int, what: str) -> str:
    """Return a number with its noun.

    >>> _count(1, "passage"), _count(2, "passage")
    ('1 passage', '2 passages')
    """
    return f"{number} {what}{'' if number == 1 else 's'}"


def find_plot(name: str) -> Plot:
    """Return the plot of a name; `KgError` where there is none."""
    if name not in PLOTS:
        raise KgError(f"there is no plot {name}", remedy=did_you_mean(name, PLOTS) or f"use one of {', '.join(PLOTS)}")
    return PLOTS[name]


_TABLE = (
    Plot(
        "timeline",
        Question(
            "timeline", "What an actor took part in, and what was done to agreements, in time", "",
            (Parameter("actor", "actor", "any", "whose timeline; all that was held where it is left out"), *_PERIOD),
            {"actor": "hassan-rouhani"}, queries.TIMELINE,
        ),
        "Timeline",
    ),
    Plot(
        "network",
        Question(
            "network", "Who met whom", "",
            (Parameter("actor", "actor", "any", "those alone who met this actor, and one another"), *_PERIOD),
            {}, queries.NETWORK,
        ),
        "Who met whom",
    ),
    Plot(
        "figures",
        Question(
            "figures", "Figures of a measure over time", "",
            (Parameter("measure", "kind", "measure-trade-volume", "what is measured"), *_PERIOD),
            {}, queries.FIGURES,
        ),
        "Figures",
    ),
)  # fmt: skip
PLOTS: Mapping[str, Plot] = {plot.name: plot for plot in _TABLE}
"""The plots by name."""
