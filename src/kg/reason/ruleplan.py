"""Rules as they are kept up to date: what each reads and makes, found once, in the order in which they run.

It knows no graph but the ontology, and asks no rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode, Store

from kg.reason.derived import Vocabulary
from kg.reason.rules import Rule
from kg.sparql.leads import Leads
from kg.sparql.paths import Step
from kg.sparql.patterns import read_query
from kg.sparql.reads import Reads
from kg.sparql.trees import Group, Query, Unreadable, Values, variables

__all__ = ["GIVEN", "Compiled", "RulePlan", "compile_rules"]

GIVEN = -1  # the stratum of what was asserted


@dataclass(frozen=True, slots=True)
class Compiled:
    """A rule with what it reads: its head as subject, properties and value, and the variables that a result has."""

    rule: Rule
    reads: Reads
    monotone: bool
    subject: str
    value: str
    makes: frozenset[NamedNode]


@dataclass(frozen=True, slots=True)
class RulePlan:
    """Rules in the order in which they run, and what the ontology says of derived statements.

    `strata` has the numbers of the rules of each stratum, `makers` of those that make a property. Of the rules where
    more facts only mean more results, `readers` has those that read a property; None stands there for the properties
    that none of them names. Of the other rules, `leads` tells which subjects a statement can matter to. `later` is the
    mask of all rules of a stratum and those after it.
    """

    rules: tuple[Compiled, ...]
    vocabulary: Vocabulary
    strata: Mapping[int, tuple[int, ...]]
    makers: Mapping[NamedNode, tuple[int, ...]]
    readers: Mapping[NamedNode | None, tuple[int, ...]]
    leads: Leads
    later: Mapping[int, int]


def compile_rules(rules: Iterable[Rule], ontology: Store) -> RulePlan:
    """Return what rules read and make; `Unreadable` where that cannot be told of one."""
    compiled = tuple(_compiled(rule) for rule in sorted(rules, key=lambda rule: rule.name))
    numbered = list(enumerate(compiled))
    growing = [(n, each.reads.names) for n, each in numbered if each.monotone]
    read = frozenset[NamedNode | None]((None,)).union(*(names for _, names in growing))
    strata = sorted({each.rule.stratum for each in compiled})
    made = frozenset[NamedNode]().union(*(each.makes for each in compiled))
    return RulePlan(
        compiled,
        Vocabulary.of(ontology),
        {at: tuple(n for n, each in numbered if each.rule.stratum == at) for at in strata},
        {name: tuple(n for n, each in numbered if name in each.makes) for name in made},
        {name: tuple(n for n, names in growing if names & {name, None}) for name in read},
        Leads.of([None if each.monotone else each.reads for each in compiled]),
        {at: sum(1 << n for n, each in numbered if each.rule.stratum >= at) for at in (GIVEN, *strata)},
    )


def _compiled(rule: Rule) -> Compiled:
    query = read_query(rule.query)
    subjects, values = ({str(getattr(link, end)) for link in query.template} for end in ("subject", "object"))
    if len(subjects) != 1 or not all(isinstance(link.subject, str) for link in query.template):
        raise Unreadable("a rule about several subjects")
    subject, value = subjects.pop(), values.pop()
    single = query.monotone and len(query.template) == 1 and value in variables(query.where)
    wanted = (subject, value) if single else (subject,)
    return Compiled(rule, Reads(query.where, wanted), single, subject, value, frozenset(_makes(query)))


def _makes(query: Query) -> Iterator[NamedNode]:
    """Yield the properties of what a rule constructs."""
    for link in query.template:
        if isinstance(link.path, Step) and link.path.predicate is not None:
            yield link.path.predicate
        else:
            yield from _values_of(link.verb, query.where)


def _values_of(name: str, group: Group) -> Iterator[NamedNode]:
    found = [part for part in group.parts if isinstance(part, Values) and name in part.names]
    if not found or any(row[found[0].names.index(name)] is None for row in found[0].rows):
        raise Unreadable("a rule that may make any property")
    for row in found[0].rows:
        value = row[found[0].names.index(name)]
        assert value is not None
        yield value
