"""Runs a query on a store, and says in one sentence what is wrong with one that cannot be run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import Place, UnusableError
from kg.sparql import tokens
from kg.terms import PREFIXES

if TYPE_CHECKING:
    from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples, Store

__all__ = ["answer"]


def answer(store: Store, sparql: str, origin: str = "query") -> QuerySolutions | QueryTriples | QueryBoolean:
    """Run a query, in which the project's prefixes are known; `UnusableError` where it is malformed.

    `origin` is the name of the query in messages: its file, where it has one.

    >>> from pyoxigraph import Store
    >>> answer(Store(), "SELECT ?x { ?x x:y ?z }")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    kg.errors.UnusableError: query:1:16: unknown prefix x:; declare it, or use one of dcterms, dkg, ...
    """
    if _calls_service(sparql):
        raise UnusableError("SERVICE would ask another server", place=Place(origin), remedy="query the graph alone")
    try:
        return store.query(sparql, prefixes=dict(PREFIXES))
    except SyntaxError as error:
        from kg.store.malformed import malformed

        raise malformed(str(error.msg or error), sparql, origin) from None
    except RuntimeError as error:  # what is found only when the query is planned, such as an unknown function
        raise UnusableError(f"the query cannot be run: {error}", place=Place(origin), remedy="mend it") from None


def _calls_service(sparql: str) -> bool:
    """Tell whether a query asks another server; its strings, comments and IRIs may say what they like."""
    if "service" not in sparql.lower():
        return False
    return any(token.kind == "word" and token.text.lower() == "service" for token in tokens(sparql))
