"""Why a query takes as long as it does: its algebra, how much each pattern finds alone, and what each part adds.

Oxigraph does not tell its plan to Python, so nothing here is one. The algebra is what the specification makes of the
query (SPARQL 1.1, section 18.2), as rdflib translates it. Counts and times are measured in the store: a group is run
again and again, each time with one part more, so that the part that multiplies rows or time stands out. Oxigraph may
choose another order for the whole query, which the last line measures.
"""

from __future__ import annotations

import re
from time import perf_counter
from typing import TYPE_CHECKING, Any, NamedTuple

from pyoxigraph import Literal, QuerySolutions, Store

from kg.errors import KgError
from kg.sparql import tokens
from kg.sparql.groups import groups
from kg.store.answers import answer
from kg.terms import PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.sparql.groups import Element, Group

__all__ = ["explain"]

_FORMS = ("SELECT", "CONSTRUCT", "ASK", "DESCRIBE")
_NAMES = re.compile(r"[?$](\w+)")
_SHOWN = 90  # characters of a part


def explain(store: Store, sparql: str, origin: str = "query") -> Iterator[str]:
    """Yield lines as they are measured; `UnusableError` where the query is malformed.

    A query that asks other servers is not run.
    """
    answer(Store(), sparql, origin)  # to say what is wrong with it: nothing is there that could take long
    yield "Algebra, with the statements that fit each pattern alone"
    yield from _algebra(store, sparql)
    yield ""
    yield "Parts, each with all before it in its group"
    yield f"{'rows':>10}  {'ms':>9}  {'line':>4}  part"
    found = _where(sparql)
    if found:
        prologue, where = found
        yield from (_measured(store, step) for step in _steps(sparql, prologue, where, 0))
    begin = perf_counter()
    rows = _count(answer(store, sparql, origin))
    yield f"{rows:>10,}  {1000 * (perf_counter() - begin):>9.1f}  {'':>4}  the whole query"


# Algebra


def _algebra(store: Store, sparql: str) -> Iterator[str]:
    from rdflib.plugins.sparql.algebra import translateQuery
    from rdflib.plugins.sparql.parser import parseQuery

    try:
        translated = translateQuery(parseQuery(sparql), initNs=dict(PREFIXES))
    except Exception as error:  # rdflib raises what its parts raise, and does not know all that Oxigraph does
        yield f"  (rdflib cannot translate it: {' '.join(str(error).split())[:_SHOWN]})"
        return
    yield from _nodes(store, translated.algebra, 1)


def _nodes(store: Store, node: Any, depth: int) -> Iterator[str]:
    """Yield a node of the algebra and what is in it; expressions are told by their variables."""
    margin = "  " * depth
    if node.name == "BGP":
        parts = _connected(node.triples)
        apart = f"  ! {len(parts)} sets of patterns that share no variable" if len(parts) > 1 else ""
        yield f"{margin}BGP{apart}"
        for triple in node.triples:
            yield f"{margin}  {_fitting(store, triple):>10,}  {' '.join(map(_written, triple))}"
        return
    yield f"{margin}{node.name}{_about(node)}"
    for key in ("p", "p1", "p2", "graph"):
        inner = node.get(key)
        if hasattr(inner, "name"):
            yield from _nodes(store, inner, depth + 1)


def _about(node: Any) -> str:
    if node.name == "Project":
        return f" {' '.join(f'?{name}' for name in node.PV)}"
    if node.name == "Extend":
        return f" ?{node.var}"
    names = sorted(set(_NAMES.findall(" ".join(_variables(node.get("expr")))))) if node.name == "Filter" else []
    return f" on {' '.join(f'?{name}' for name in names)}" if names else ""


def _variables(expression: Any) -> Iterator[str]:
    from rdflib import Variable

    if isinstance(expression, Variable):
        yield f"?{expression}"
    elif isinstance(expression, dict):
        for value in expression.values():
            yield from _variables(value)
    elif isinstance(expression, list):
        for value in expression:
            yield from _variables(value)


def _connected(triples: Sequence[Sequence[Any]]) -> list[set[Any]]:
    """Return the sets of variables that patterns share; patterns without variables belong to none."""
    from rdflib import BNode, Variable

    found: list[set[Any]] = []
    for triple in triples:
        names = {term for term in triple if isinstance(term, (Variable, BNode))}
        touched = [each for each in found if each & names]
        if names:
            found = [each for each in found if each not in touched] + [names.union(*touched)]
    return found


def _fitting(store: Store, triple: Sequence[Any]) -> int:
    return _count_of(store, f"SELECT (COUNT(*) AS ?rows) {{ {' '.join(map(_term, triple))} }}")


def _term(term: Any) -> str:
    from rdflib import BNode, Variable

    return f"?{term}" if isinstance(term, Variable) else f"?_{term}" if isinstance(term, BNode) else str(term.n3())


def _written(term: Any) -> str:
    """Return a term or path with the project's prefixes."""
    shown = _term(term)
    for prefix, iri in PREFIXES.items():
        shown = re.sub(rf"<{re.escape(iri)}([\w-]+)>", rf"{prefix}:\1", shown)
    return shown


# Parts


class _Step(NamedTuple):
    """A part that is measured: the query that counts its rows, its text, its line, and how deep it stands."""

    query: str
    text: str
    line: int
    depth: int


def _where(sparql: str) -> tuple[str, Group] | None:
    """Return what stands before the form of a query, and its WHERE."""
    form = next((t for t in tokens(sparql) if t.kind == "word" and t.text.upper() in _FORMS), None)
    found = groups(sparql)
    if form is None or not found:
        return None
    template = form.text.upper() == "CONSTRUCT" and sparql[form.start + len(form.text) :].lstrip().startswith("{")
    return sparql[: form.start], found[template and len(found) > 1]


def _steps(sparql: str, prologue: str, group: Group, depth: int) -> Iterator[_Step]:
    before: list[str] = []
    for element in _in_order(sparql, group.elements):
        for inner in element.groups if element.kind in ("GROUP", "SELECT") else ():
            yield from _steps(sparql, prologue, inner, depth + 1)
        text = sparql[element.start : element.end]
        if element.kind == "SELECT":
            text = sparql[group.start : group.end]
        before.append(text)
        query = f"{prologue} SELECT (COUNT(*) AS ?rows) {{ {' '.join(map(_closed, before))} }}"
        yield _Step(query, text, sparql.count("\n", 0, element.start) + 1, depth)


def _in_order(sparql: str, elements: Iterable[Element]) -> list[Element]:
    """Return the parts of a group with those filters last whose variables come after them."""
    seen: set[str] = set()
    first: list[Element] = []
    last: list[Element] = []
    for element in elements:
        names = set(_NAMES.findall(sparql[element.start : element.end]))
        (last if element.kind == "FILTER" and not names <= seen else first).append(element)
        seen |= names
    return first + last


def _closed(text: str) -> str:
    """Return a part that another can follow: triples end with a dot, and a comment with its line."""
    return f"{text}\n" if text.endswith((".", "}", ")")) else f"{text}\n."


def _measured(store: Store, step: _Step) -> str:
    begin = perf_counter()
    try:
        rows = f"{_count_of(store, step.query):,}"
    except KgError:  # a part that means nothing without the others
        rows = "?"
    spent = f"{1000 * (perf_counter() - begin):.1f}"
    shown = " ".join(token for line in step.text.splitlines() for token in line.partition(" #")[0].split())
    shown = shown if len(shown) <= _SHOWN else shown[: _SHOWN - 1] + "…"
    return f"{rows:>10}  {spent:>9}  {step.line:>4}  {'  ' * step.depth}{shown}"


def _count_of(store: Store, query: str) -> int:
    found = answer(store, query)
    assert isinstance(found, QuerySolutions)
    (row,) = found
    value = row["rows"]
    assert isinstance(value, Literal)
    return int(value.value)


def _count(found: Any) -> int:
    return sum(1 for _ in found) if hasattr(found, "__iter__") else 1
