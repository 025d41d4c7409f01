"""The queries of a shapes graph: SPARQL-based constraints, and validators of components of one's own.

See SHACL, sections 5 and 6. A query that could not be run as SHACL demands is an error with file and line.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from pyoxigraph import NamedNode, Store

from kg.shacl.functions import FUNCTIONS
from kg.shacl.model import SPARQL_COMPONENT, ShapesError, Sparql
from kg.shacl.paths import Path
from kg.shacl.prebinding import refused, with_path
from kg.shacl.source import Source
from kg.terms import Term, local_name

__all__ = ["Queries"]


class Queries:
    """Reads queries from a source and tries whether they are SPARQL."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._empty = Store()
        self._components = [(node, *self._parameters(node)) for node in source.components()]

    def of(self, shape: Term, name: Term, path: Path | None) -> Iterator[Sparql]:
        """Yield the queries that a shape runs."""
        for node in self._source.all(shape, "sparql"):
            self._source.check_terms(node)
            if self._source.text(node, "deactivated") != "true":
                yield self._read(node, name, SPARQL_COMPONENT, ())
        for component, needed, optional in self._components:
            given = {p: self._source.graph[shape].get(p, []) for p in (*needed, *optional)}
            if all(given[p] for p in needed):
                yield from self._uses(component, given, name, path)

    def _parameters(self, component: Term) -> tuple[list[NamedNode], list[NamedNode]]:
        """Return the properties of the mandatory and of the optional parameters of a component."""
        kinds: tuple[list[NamedNode], list[NamedNode]] = ([], [])
        for parameter in self._source.all(component, "parameter"):
            path = self._source.one(parameter, "path")
            if not isinstance(path, NamedNode):
                place = self._source.place(component)
                raise ShapesError("a parameter has no property", place=place, remedy="give it sh:path with an IRI")
            kinds[self._source.text(parameter, "optional") in ("true", "1")].append(path)
        if not kinds[0]:
            place = self._source.place(component)
            raise ShapesError("a component needs a parameter that is not optional", place=place, remedy="add one")
        return kinds

    def _uses(
        self, component: NamedNode, given: dict[NamedNode, list[Term]], name: Term, path: Path | None
    ) -> Iterator[Sparql]:
        """Yield a query for each use of a component; several values are several uses (SHACL, section 6.2.1)."""
        found = chain.from_iterable(
            self._source.all(component, kind)
            for kind in ("nodeValidator" if path is None else "propertyValidator", "validator")
        )
        node = next(found, None)
        if node is None:
            return
        if len(given) > 1 and any(len(values) > 1 for values in given.values()):
            place = self._source.place(name)
            raise ShapesError(
                f"a parameter of {local_name(component)} is given twice", place=place, remedy="make a shape of each"
            )
        bound = [[(local_name(p), value)] for p, values in given.items() for value in values]
        uses = bound if len(given) == 1 else [list(chain.from_iterable(bound))]
        for parameters in uses:
            yield self._read(node, name, component, tuple(parameters))

    def _read(self, node: Term, name: Term, component: NamedNode, parameters: tuple[tuple[str, Term], ...]) -> Sparql:
        is_ask = component != SPARQL_COMPONENT and bool(self._source.text(node, "ask"))
        term = "ask" if is_ask else "select"
        query = self._source.prefixes(self._source.all(node, "prefixes")) + self._source.text(node, term)
        place = self._source.place(name)
        bound = ("this", *(["value"] if is_ask else []), *(parameter for parameter, _ in parameters))
        if problem := refused(query, bound):
            remedy = "say it in another way (SHACL, section 5.3.2)"
            raise ShapesError(f"{problem} may not stand in sh:{term}", place=place, remedy=remedy)
        try:
            self._empty.query(with_path(query, "<urn:path>"), custom_functions=dict(FUNCTIONS))
        except SyntaxError as error:
            raise ShapesError(f"sh:{term} is no SPARQL: {error}", place=place, remedy="mend the query") from error
        return Sparql(query, node, self._source.literals(node, "message"), component, parameters, is_ask)
