"""Runs a query on a store, and says in one sentence what is wrong with one that cannot be run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import Place, UnusableError
from kg.guards import check_depth, check_length
from kg.sparql import place_of, tokens
from kg.terms import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples, Store

    from kg.sparql import Token

__all__ = ["answer"]


def answer(
    store: Store, sparql: str, origin: str = "query", *, network: bool = False
) -> QuerySolutions | QueryTriples | QueryBoolean:
    """Run a query, in which the project's prefixes are known; `UnusableError` where it is malformed.

    `origin` is the name of the query in messages: its file, where it has one. With `network`, SERVICE may ask the
    servers that the query names (SPARQL 1.1 Federated Query); without it, and for any graph that FROM names and the
    store does not hold, `UnusableError`.

    >>> from pyoxigraph import Store
    >>> answer(Store(), "SELECT ?x { ?x x:y ?z }")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    kg.errors.UnusableError: query:1:16: unknown prefix x:; declare it, or use one of dcterms, dkg, ...
    """
    check_depth(sparql, origin)
    check_length(sparql, origin)
    for token in _reaching_out(sparql):
        place = place_of(sparql, token.start, origin)
        if token.text.upper() == "FROM":
            raise UnusableError("FROM names a graph that is not here", place=place, remedy="leave it out")
        if not network:
            remedy = "query the graph alone, or add --allow-network"
            raise UnusableError("SERVICE would ask another server", place=place, remedy=remedy)
    try:
        return store.query(sparql, prefixes=dict(PREFIXES))
    except SyntaxError as error:
        from kg.store.malformed import malformed

        raise malformed(str(error.msg or error), sparql, origin) from None
    except RuntimeError as error:  # what is found only when the query is planned, such as an unknown function
        said = " ".join(str(error).split())
        raise UnusableError(f"the query cannot be run: {said}", place=Place(origin), remedy="mend it") from None
    except OSError as error:  # of a server that SERVICE asks
        said = " ".join(str(error).split())
        raise UnusableError(f"the query stopped: {said}", place=Place(origin), remedy="ask another server") from None


def _reaching_out(sparql: str) -> Iterator[Token]:
    """Return the keywords of a query that name what is not in the store: everything lies in its one default graph.

    Strings, comments and IRIs may say what they like.
    """
    lower = sparql.lower()
    if "service" in lower or "from" in lower:
        yield from (t for t in tokens(sparql) if t.kind == "word" and t.text.upper() in ("SERVICE", "FROM"))
