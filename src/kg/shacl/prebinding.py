"""Runs a query with some of its variables bound beforehand, as SHACL-SPARQL demands (SHACL, section 5.3).

Oxigraph's own substitution reaches neither filters in inner groups nor sub-selects. So IRIs and literals are written
into the query in the place of the variable, which is fast; where that makes no query (a literal as subject, a blank
node) each group begins with a BIND that calls a function, which gives the term itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from pyoxigraph import BlankNode, NamedNode, QuerySolutions, Store

from kg.shacl.functions import FUNCTIONS
from kg.sparql import Token, tokens
from kg.terms import Term

__all__ = ["ask", "refused", "select", "with_path"]

Row = dict[str, Term]
_TERM = "urn:kg:bound:"
_UNSUPPORTED = ("MINUS", "VALUES", "SERVICE")


def select(store: Store, query: str, values: Mapping[str, Term]) -> Iterator[Row]:
    """Yield the rows of a SELECT with some variables bound; the bound ones need not be among the columns."""
    found = _run(store, query, values)
    assert isinstance(found, QuerySolutions)
    names = [variable.value for variable in found.variables]
    for solution in found:
        yield {name: term for name in names if (term := solution[name]) is not None}


def ask(store: Store, query: str, values: Mapping[str, Term]) -> bool:
    """Return the answer of an ASK with some variables bound."""
    return bool(_run(store, query, values))


def refused(query: str, bound: tuple[str, ...]) -> str | None:
    """Return what may not stand in a query whose variables are bound beforehand (SHACL, section 5.3.2), if anything.

    >>> refused("SELECT $this { $this ?p 1 MINUS { $this ?p 2 } }", ("this",))
    'MINUS'
    """
    code = [token for token in tokens(query) if token.kind not in ("comment", "string", "iri")]
    for at, token in enumerate(code):
        word = token.text.upper()
        if token.kind == "word" and word in _UNSUPPORTED:
            return word
        if word == "AS" and code[at + 1 :] and _name(code[at + 1]) in bound:
            return f"AS {code[at + 1].text}"
        if word == "SELECT" and any(each.text == "{" for each in code[:at]):
            projected = {_name(each) for each in _projection(code[at + 1 :])}
            if missing := [name for name in bound if name not in projected]:
                return f"a sub-select without ${missing[0]}"
    return None


def _projection(code: list[Token]) -> Iterator[Token]:
    for token in code:
        if token.text == "{" or token.text.upper() == "WHERE":
            return
        yield token


def _name(token: Token) -> str:
    return token.text[1:] if token.kind in ("parameter", "variable") else ""


def _run(store: Store, query: str, values: Mapping[str, Term]) -> object:
    functions: dict[NamedNode, Callable[..., Term | None]] = dict(FUNCTIONS)
    if not any(isinstance(term, BlankNode) for term in values.values()):
        try:
            return store.query(_written(query, values), custom_functions=functions)
        except SyntaxError:
            pass
    for name, term in values.items():
        functions[NamedNode(_TERM + name)] = lambda term=term: term
    return store.query(_called(query, tuple(values)), custom_functions=functions)


def _written(query: str, values: Mapping[str, Term]) -> str:
    """Write terms in the place of variables.

    >>> _written("SELECT $this ?v { $this ?p ?v FILTER(bound($this)) }", {"this": NamedNode("urn:x")})
    'SELECT (<urn:x> AS ?bound0) ?v { <urn:x> ?p ?v FILTER(true ) }'
    """
    code = [token for token in tokens(query) if token.kind != "comment"]
    pieces, end, clause, depth, fresh = [], 0, "", 0, 0
    for at, token in enumerate(code):
        word = token.text.upper()
        if token.kind == "bracket":
            depth += {"(": 1, ")": -1}.get(word, 0)
            clause = "" if word in "{}" else clause
        elif token.kind == "word" and not depth:
            clause = {"SELECT": "SELECT", "BY": "BY", "DISTINCT": clause, "REDUCED": clause}.get(word, "")
        if _name(token) not in values:
            continue
        term = str(values[_name(token)])
        if depth == 0 and clause == "SELECT":
            term, fresh = f"({term} AS ?bound{fresh})", fresh + 1
        elif depth == 0 and clause == "BY":
            term = f"({term})"
        start = token.start
        if [each.text.upper() for each in code[max(0, at - 2) : at]] == ["BOUND", "("]:
            start, term = code[at - 2].start, "true"
            rest = query.index(")", token.start)
            pieces += [query[end:start], f"{term} "]
            end = rest + 1
            continue
        pieces += [query[end:start], term]
        end = start + len(token.text)
    return "".join([*pieces, query[end:]])


def _called(query: str, names: tuple[str, ...]) -> str:
    """Begin each group with a BIND for each name; what stands in EXISTS knows the variables of what is around it."""
    binds = "".join(f" BIND(<{_TERM}{name}>() AS ?{name})" for name in names)
    code = [token for token in tokens(query) if token.kind != "comment"]
    pieces, end, within = [], 0, list[bool]()
    for at, token in enumerate(code):
        if token.text == "}" and token.kind == "bracket":
            within.pop()
        if token.text != "{" or token.kind != "bracket":
            continue
        before = code[at - 1].text.upper() if at else ""
        after = code[at + 1].text.upper() if at + 1 < len(code) else ""
        within.append(before == "EXISTS" or bool(within and within[-1]))
        if within[-1] or after == "SELECT":
            continue
        pieces += [query[end : token.start + 1], binds]
        end = token.start + 1
    return "".join([*pieces, query[end:]])


def with_path(query: str, path: str) -> str:
    """Write a path in the place of `$PATH`."""
    return re.sub(r"[$?]PATH\b", lambda _: path, query)
