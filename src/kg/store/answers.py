"""Runs a query on a store, and says in one sentence what is wrong with one that cannot be run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.errors import Place, UnusableError
from kg.terms import PREFIXES

if TYPE_CHECKING:
    from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples, Store

__all__ = ["answer"]

_UPDATES = r"(?im)^\s*(INSERT|DELETE|WITH|LOAD|CLEAR|CREATE|DROP|COPY|MOVE|ADD)\b"


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
        raise _malformed(str(error.msg or error), sparql, origin) from None
    except RuntimeError as error:  # what is found only when the query is planned, such as an unknown function
        raise UnusableError(f"the query cannot be run: {error}", place=Place(origin), remedy="mend it") from None


def _calls_service(sparql: str) -> bool:
    """Tell whether a query asks another server; its strings, comments and IRIs may say what they like."""
    if "service" not in sparql.lower():
        return False
    import re

    strings = r"""\"{3}.*?\"{3}|'{3}.*?'{3}|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'"""
    plain = re.sub(rf"(?s:<[^<>\s]*>|{strings}|#[^\n]*)", " ", sparql)
    return re.search(r"(?i)(?<![\w:?$])SERVICE\b(?!:)", plain) is not None


def _malformed(message: str, sparql: str, origin: str) -> UnusableError:
    """Put the message of the parser, which lists every character that could follow, into words.

    The parser tries all that it can: what is wrong stands where it stopped, or anywhere before.
    """
    import re

    if re.search(_UPDATES, sparql):
        remedy = "new facts go into a mapping"
        return UnusableError("this is an update, and queries only read", place=Place(origin), remedy=remedy)
    at = re.match(r"error at (\d+):(\d+): ", message)
    if not at:
        return UnusableError(f"not SPARQL: {' '.join(message.split())}", place=Place(origin), remedy="mend it")
    if unknown := _unknown_prefix(sparql):
        offset, prefix = unknown
        place = Place(origin, sparql.count("\n", 0, offset) + 1, offset - sparql.rfind("\n", 0, offset))
        known = ", ".join(sorted(filter(None, PREFIXES)))
        return UnusableError(f"unknown prefix {prefix}:", place=place, remedy=f"declare it, or use one of {known}")
    line, column = int(at[1]), int(at[2])
    left = "\n".join(sparql.split("\n")[line - 1 :])[column - 1 :].split()
    what = f"the parser stopped before {left[0]!r}" if left else "the parser stopped at its end"
    remedy = "check the brackets and keywords up to there"
    return UnusableError(f"not SPARQL: {what}", place=Place(origin, line, column), remedy=remedy)


def _unknown_prefix(sparql: str) -> tuple[int, str] | None:
    """Return where a prefix is used that neither the query declares nor the project knows."""
    import re

    skipped = r"""<[^<>"{}|^`\\\s]*>|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|#[^\n]*"""
    code = re.sub(skipped, lambda match: " " * len(match.group()), sparql)
    known = {*PREFIXES, *re.findall(r"(?i)\bPREFIX\s+([\w-]*):", code), "_"}
    used = re.finditer(r"(?<![\w?$:.-])([A-Za-z_][\w-]*):", code)
    return next(((match.start(), match[1]) for match in used if match[1] not in known), None)
