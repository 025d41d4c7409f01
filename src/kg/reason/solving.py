"""Solves the WHERE clause of a rule for what is known of its variables, and keeps the facts of each solution.

The store answers queries, and does not say from which facts. Here groups are solved element by element, in the order
of their text, with patterns looked up one by one, the most specific first; expressions are left to the store's own
engine, a solution at a time (SPARQL 1.1, section 18.5). What must be missing is looked for, and told as a note.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain
from typing import NamedTuple

from pyoxigraph import QuerySolutions, Store, Triple

from kg.reason.clauses import Clause, Pattern, Subquery, variables_in
from kg.reason.matching import Bindings, Moment, cost, instantiate, match
from kg.terms import Term

__all__ = ["Condition", "Solution", "solve"]


class Condition(NamedTuple):
    """What a solution needs beside facts.

    `kind` is "none" for patterns that match nothing, "test" for an expression that is true, and "aggregate" for a
    value that rows were put together to; with the bindings under which it was looked at.
    """

    kind: str
    text: str
    patterns: tuple[Pattern, ...]
    bindings: dict[str, Term]


class Solution(NamedTuple):
    """Bindings of variables, the facts that they rest on, and what else had to hold."""

    bindings: dict[str, Term]
    facts: tuple[Triple, ...] = ()
    conditions: tuple[Condition, ...] = ()

    def further(self, other: Solution) -> Solution:
        """Return a solution that goes on from this one."""
        facts = tuple(dict.fromkeys(self.facts + other.facts))
        return Solution(self.bindings | other.bindings, facts, self.conditions + other.conditions)


def solve(
    where: Subquery | tuple[Clause, ...], prologue: str, moment: Moment, bindings: Bindings
) -> Iterator[Solution]:
    """Yield the solutions of a group at a moment in which some variables have the terms that are given."""
    return _Solver(prologue, moment).group(where, dict(bindings))


class _Solver:
    """Solves the groups of one query at one moment."""

    def __init__(self, prologue: str, moment: Moment) -> None:
        self._prologue, self._moment, self._empty = prologue, moment, Store()

    def group(self, group: Subquery | tuple[Clause, ...], bindings: dict[str, Term]) -> Iterator[Solution]:
        if isinstance(group, Subquery):
            yield from self._subquery(group, bindings)
            return
        filters = [each for each in group if each.kind == "FILTER"]
        for solution in self._elements([each for each in group if each.kind != "FILTER"], Solution(bindings)):
            made: Solution | None = solution
            for each in filters:
                made = made and self._filter(each, made)
            if made:
                yield made

    def _elements(self, elements: Sequence[Clause], solution: Solution) -> Iterator[Solution]:
        if not elements:
            yield solution
            return
        for each in self._element(elements[0], solution.bindings):
            yield from self._elements(elements[1:], solution.further(each))

    def _element(self, clause: Clause, bindings: dict[str, Term]) -> Iterator[Solution]:
        match clause.kind:
            case "triples":
                return self._triples(list(clause.patterns), Solution(bindings))
            case "BIND":
                return self._bind(clause, bindings)
            case "VALUES":
                return self._values(clause, bindings)
            case "MINUS":
                return self._minus(clause, bindings)
            case "OPTIONAL":
                return self._optional(clause, bindings)
        return chain.from_iterable(self.group(group, bindings) for group in clause.groups)

    def _triples(self, patterns: list[Pattern], solution: Solution) -> Iterator[Solution]:
        if not patterns:
            yield solution
            return
        first = min(patterns, key=lambda pattern: cost(pattern, solution.bindings))
        rest = [pattern for pattern in patterns if pattern is not first]
        for made, facts in match(self._moment, first, solution.bindings):
            yield from self._triples(rest, solution.further(Solution(made, facts)))

    def _optional(self, clause: Clause, bindings: dict[str, Term]) -> Iterator[Solution]:
        """Go on with what matches, if anything does; else without it, and not with a term for its variables."""
        own = _variables(clause) - self._outside(clause, bindings)
        found = False
        for solution in chain.from_iterable(self.group(group, bindings) for group in clause.groups):
            found = True
            yield solution
        if not found and not own & bindings.keys():
            yield Solution(bindings)

    def _outside(self, clause: Clause, bindings: dict[str, Term]) -> frozenset[str]:
        """Return the variables of an optional part that have a term whether or not it matches."""
        return frozenset(name for name in _subjects(clause) if name in bindings)

    def _minus(self, clause: Clause, bindings: dict[str, Term]) -> Iterator[Solution]:
        """Go on where nothing matches that shares a variable (SPARQL 1.1, section 8.3)."""
        shared = {name: term for name, term in bindings.items() if name in _variables(clause)}
        if shared and any(True for group in clause.groups for _ in self.group(group, shared)):
            return
        yield Solution(bindings, (), (_absence(clause, shared),) if shared else ())

    def _bind(self, clause: Clause, bindings: dict[str, Term]) -> Iterator[Solution]:
        inner = clause.text[clause.text.index("(") + 1 : clause.text.rindex(")")]
        expression, _, name = inner.rpartition("?")
        decided, rests_on = self._decide(f"({expression.rstrip()[: -len('AS')].strip()})", clause, Solution(bindings))
        computed = self._evaluate(decided, bindings)
        name = name.strip()
        if computed is None:
            if name not in bindings:
                yield Solution(bindings)
        elif bindings.get(name, computed) == computed:
            yield Solution({**bindings, name: computed}, *rests_on[1:])

    def _values(self, clause: Clause, bindings: dict[str, Term]) -> Iterator[Solution]:
        for row in _rows(self._empty, f"{self._prologue} SELECT * {{ {clause.text} }}"):
            if all(bindings.get(name, term) == term for name, term in row.items()):
                yield Solution({**bindings, **row})

    def _filter(self, clause: Clause, solution: Solution) -> Solution | None:
        """Return a solution with what a filter rests on where it holds, and None where it does not."""
        text = clause.text[len("FILTER") :].strip()
        decided, rests_on = self._decide(f"({text})" if clause.groups else text, clause, solution)
        value = self._evaluate(f"IF({decided}, true, false)", solution.bindings)
        if value is None or getattr(value, "value", "") != "true":
            return None
        if clause.groups:
            return solution.further(rests_on)
        return solution.further(Solution({}, (), (Condition("test", text, (), solution.bindings),)))

    def _decide(self, expression: str, clause: Clause, solution: Solution) -> tuple[str, Solution]:
        """Return an expression with each EXISTS replaced by what it comes to, and what was found or missing."""
        rests_on, decided, at = Solution({}), "", 0
        if not clause.groups:
            return expression, rests_on
        shift = clause.text.index(expression[1:-1]) - 1
        for group, (start, end) in zip(clause.groups, clause.spans, strict=True):
            before = expression[at : start - shift].rstrip()[: -len("EXISTS")].rstrip()
            is_denied = before.upper().endswith("NOT")
            found = next(self.group(group, dict(solution.bindings)), None)
            if is_denied:
                before = before[: -len("NOT")]
            if is_denied and found is None:
                absent = Condition("none", clause.text, tuple(_patterns_of(group)), dict(solution.bindings))
                rests_on = rests_on.further(Solution({}, (), (absent,)))
            elif found is not None and not is_denied:
                rests_on = rests_on.further(Solution({}, found.facts, found.conditions))
            decided += f"{before} {str((found is None) == is_denied).lower()} "
            at = end - shift
        return decided + expression[at:], rests_on

    def _evaluate(self, expression: str, bindings: Bindings) -> Term | None:
        """Return the value of an expression without EXISTS, or None where it errs."""
        names = sorted(variables_in(expression) & bindings.keys())
        data = f"VALUES ({' '.join(f'?{n}' for n in names)}) {{ ({' '.join(str(bindings[n]) for n in names)}) }}"
        asked = f"{self._prologue} SELECT ({expression} AS ?computed) {{ {data if names else ''} }}"
        return next(iter(_rows(self._empty, asked))).get("computed")

    def _subquery(self, query: Subquery, bindings: dict[str, Term]) -> Iterator[Solution]:
        """Solve a SELECT: its variables are its own but for those that it projects and does not compute."""
        given = {n: t for n, t in bindings.items() if n in (query.keys if query.aggregates else query.names)}
        solutions = self.group(query.where, given)
        if not query.aggregates:
            for each in solutions:
                yield Solution({n: t for n, t in each.bindings.items() if n in query.names}, *each[1:])
            return
        rows: dict[tuple[Term | None, ...], list[Solution]] = {}
        for each in solutions:
            rows.setdefault(tuple(each.bindings.get(key) for key in query.keys), []).append(each)
        for group in rows.values():
            yield from self._aggregated(query, group, bindings)

    def _aggregated(self, query: Subquery, rows: list[Solution], bindings: dict[str, Term]) -> Iterator[Solution]:
        names = sorted(query.reads & {name for row in rows for name in row.bindings})
        cells = " ".join(
            f"({' '.join(str(row.bindings[n]) if n in row.bindings else 'UNDEF' for n in names)})" for row in rows
        )
        data = f"VALUES ({' '.join(f'?{name}' for name in names)}) {{ {cells} }}"
        asked = f"{self._prologue} SELECT {query.projection} {{ {data} }} {query.tail}"
        for made in _rows(self._empty, asked):
            if any(bindings.get(name, term) != term for name, term in made.items()):
                continue
            facts = dict.fromkeys(fact for row in rows for fact in row.facts)
            conditions = {str(each): each for row in rows for each in row.conditions}
            told = Condition("aggregate", query.projection, (), made)
            yield Solution(made, tuple(facts), (*conditions.values(), told))


def _absence(clause: Clause, bindings: Bindings) -> Condition:
    return Condition("none", clause.text, tuple(_patterns(clause)), dict(bindings))


def _patterns(clause: Clause) -> Iterator[Pattern]:
    yield from clause.patterns
    for group in clause.groups:
        yield from _patterns_of(group)


def _patterns_of(group: Subquery | tuple[Clause, ...]) -> Iterator[Pattern]:
    for each in group.where if isinstance(group, Subquery) else group:
        yield from _patterns(each)


@cache
def _variables(clause: Clause) -> frozenset[str]:
    return variables_in(clause.text)


def _subjects(clause: Clause) -> Iterator[str]:
    """Yield the variables that stand as subjects in a clause."""
    return (str(p.subject) for p in _patterns(clause) if instantiate(p.subject, {}) is None)


def _rows(store: Store, query: str) -> Iterable[dict[str, Term]]:
    found = store.query(query)
    assert isinstance(found, QuerySolutions)
    names = [variable.value for variable in found.variables]
    return ({name: term for name in names if (term := row[name]) is not None} for row in found)
