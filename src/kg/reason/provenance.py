"""Why a statement holds: the rule that derived it first, the facts that it read, and so on to what is asserted.

The rules are run again from what is asserted, and each statement keeps the step at which it came; its explanation is a
solution of its rule in the graph of just before that step. So no explanation runs in circles, and what had to be
missing is looked for in the graph in which it was missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store, Triple

from kg.reason.clauses import Pattern, read_query
from kg.reason.derived import Screen, forget
from kg.reason.matching import Moment, bind, instantiate
from kg.reason.rules import Rule, infer
from kg.reason.solving import Condition, Solution, solve
from kg.terms import DATA, NS, Term, dkg

__all__ = ["Explanation", "History", "sources_of"]

_CONSIDERED = 12  # solutions of which the plainest is told
_BOUNDS = frozenset(map(dkg, ("beginEarliest", "beginLatest", "endEarliest", "endLatest")))


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a statement holds.

    `how` is "asserted", "ontology" (asserted there), "date" (a bound that its own date and reading give) or "rule";
    then `rule` is the rule, `because` the statements that it read, and `conditions` what else had to hold.
    """

    statement: Triple
    how: str
    rule: Rule | None = None
    because: tuple[Explanation, ...] = ()
    conditions: tuple[Condition, ...] = ()

    def leaves(self) -> Iterator[Triple]:
        """Yield the asserted statements below it, each once."""
        yield from dict.fromkeys(self._leaves())

    def _leaves(self) -> Iterator[Triple]:
        if self.how in ("asserted", "ontology"):
            yield self.statement
        for each in self.because:
            yield from each._leaves()

    def rules(self) -> frozenset[str]:
        """Return the names of the rules on the way."""
        own = frozenset([self.rule.name]) if self.rule else frozenset[str]()
        return own.union(*(each.rules() for each in self.because))


class History:
    """What rules derive in a graph, and when."""

    def __init__(self, store: Store, rules: Iterable[Rule]) -> None:
        """Run the rules again from what a graph asserts; the graph itself is left as it is."""
        self.store = Store()
        self.store.bulk_extend(store.quads_for_pattern(None, None, None, DefaultGraph()))
        forget(self.store)
        self._steps: dict[Triple, int] = {}
        self._rules: list[Rule] = []
        infer(self.store, rules, self._note)
        self._known: dict[Triple, Explanation] = {}

    def _note(self, rule: Rule, new: set[Quad]) -> None:
        self._rules.append(rule)
        self._steps.update((quad.triple, len(self._rules)) for quad in new)

    @property
    def derived(self) -> Mapping[Triple, int]:
        """The statements that rules derive, each with its step."""
        return self._steps

    @cached_property
    def _screen(self) -> Screen:
        return Screen(self.store)

    def explain(self, statement: Triple) -> Explanation | None:
        """Return why a statement holds, or None where it does not."""
        if Quad(*statement) not in self.store:
            return None
        if statement not in self._known:
            self._known[statement] = self._explain(statement)
        return self._known[statement]

    def _explain(self, statement: Triple) -> Explanation:
        step = self._steps.get(statement)
        if step is not None:
            rule = self._rules[step - 1]
            solution = self._solution(statement, rule, step)
            return Explanation(statement, "rule", rule, self._all(solution.facts), solution.conditions)
        if statement.predicate in _BOUNDS and self._screen.derived(Quad(*statement)):
            dating = [
                quad.triple
                for name in ("edtf", "reading")
                for quad in self.store.quads_for_pattern(_node(statement), dkg(name), None, DefaultGraph())
                if self._steps.get(quad.triple) is None
            ]
            return Explanation(statement, "date", because=self._all(dating))
        subject = statement.subject
        own = isinstance(subject, NamedNode) and subject.value.startswith(DATA) and not self._in_scheme(subject)
        return Explanation(statement, "asserted" if own else "ontology")

    def _in_scheme(self, node: NamedNode) -> bool:
        """Tell whether a node is one of the ontology's own values: topics, issues and kinds."""
        types = self.store.quads_for_pattern(node, _TYPE, None, DefaultGraph())
        return any(quad.object in _VALUES for quad in types)

    def _all(self, statements: Iterable[Triple]) -> tuple[Explanation, ...]:
        found = (self.explain(each) for each in statements)
        return tuple(each for each in found if each)

    def _solution(self, statement: Triple, rule: Rule, step: int) -> Solution:
        """Return the plainest solution under which a rule makes a statement: few derived facts, then few facts."""
        query = read_query(rule)
        moment = Moment(self.store, lambda triple: self._steps.get(triple, 0), step)
        found: list[Solution] = []
        for pattern in query.template:
            bindings = _unified(pattern, statement)
            if bindings is not None:
                found += islice(solve(query.where, query.prologue, moment, bindings), _CONSIDERED)
        if not found:
            raise LookupError(f"{rule.name} made {statement}, and no solution of it was found")
        return min(found, key=lambda each: (sum(fact in self._steps for fact in each.facts), len(each.facts)))


_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_VALUES = frozenset(
    [dkg("Kind"), dkg("Topic"), dkg("Issue"), NamedNode("http://www.w3.org/2004/02/skos/core#ConceptScheme")]
)


def _unified(pattern: Pattern, statement: Triple) -> dict[str, Term] | None:
    """Return what the variables of a template stand for where it makes a statement, or None where it makes another."""
    assert not isinstance(pattern.predicate, str) or instantiate(pattern.predicate, {}) is None
    return bind(
        {},
        (pattern.subject, statement.subject),
        (pattern.predicate, statement.predicate),  # type: ignore[arg-type]
        (pattern.object, statement.object),
    )


def _node(statement: Triple) -> NamedNode:
    assert isinstance(statement.subject, NamedNode)
    return statement.subject


def sources_of(store: Store, statement: Triple) -> tuple[str, ...]:
    """Return where an asserted statement is stated: passages as document and offsets, references by their titles.

    A fact names its evidence, and a citation is a passage itself. What is said of an entity straight on the node rests
    on the facts about it, and names none.
    """
    subject = statement.subject
    if not isinstance(subject, NamedNode):
        return ()
    cites = [quad.object for quad in store.quads_for_pattern(subject, dkg("evidence"), None, DefaultGraph())]
    if not cites and any(True for _ in store.quads_for_pattern(subject, dkg("startOffset"), None, DefaultGraph())):
        cites = [subject]
    return tuple(sorted(_source(store, cite) for cite in cites if isinstance(cite, NamedNode)))


def _source(store: Store, cite: NamedNode) -> str:
    def value(name: str) -> str:
        found = [quad.object for quad in store.quads_for_pattern(cite, dkg(name), None, DefaultGraph())]
        return found[0].value.removeprefix(DATA).removeprefix(NS) if found else ""  # type: ignore[union-attr]

    if not value("inDocument"):
        return cite.value.removeprefix(DATA)
    return f"{value('inDocument')} {value('startOffset')}–{value('endOffset')}"
