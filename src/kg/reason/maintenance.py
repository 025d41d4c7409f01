"""Keeps what is derived up to date after a change, without deriving all of it again.

A rule is asked again only for what a statement that came or went can matter to. Two kinds of rules are told apart.
Where more facts only mean more results, new facts bring theirs, and what rested on facts that went is taken away and
asked for again. Any other rule (one that counts, compares or looks for what is missing) is asked again for each subject
that it may concern, and what was derived of that subject is taken away first. Strata are gone through as `infer` does
it, and what comes out is what `infer` would derive from all facts.

It works on an overlay and writes nothing. It knows no rule by name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import NamedTuple

from pyoxigraph import NamedNode, Quad, QueryTriples, Store

from kg.reason.dated import BOUNDS, bounds_of, first_of
from kg.reason.ruleplan import GIVEN, Compiled, RulePlan
from kg.sparql.leads import bits
from kg.sparql.trees import Unreadable
from kg.sparql.walk import Environment, Walk
from kg.store.overlay import Overlay, Whole
from kg.terms import RDF_TYPE, Term, dkg

__all__ = ["maintain"]

_ROUNDS = 1_000  # of one stratum, before it is given up as one that never settles
_OWN_DATE = (dkg("edtf"), dkg("reading"))


def maintain(plan: RulePlan, over: Overlay) -> None:
    """Bring what is derived in line with a change of what is asserted: in the overlay, whose store is complete.

    `Unreadable` where the change is better answered by deriving everything.
    """
    _Run(plan, over).run()


@dataclass(slots=True)
class _Due:
    """What one rule has to be asked: about subjects, about results that lost a ground, about facts that came.

    `news` came or went, and `touched` are subjects that this may concern; both were not looked at yet.
    """

    news: list[_Entry] = field(default_factory=list)
    touched: dict[NamedNode, None] = field(default_factory=dict)
    subjects: set[Term] = field(default_factory=set)
    pairs: set[tuple[Term, Term]] = field(default_factory=set)
    facts: list[Quad] = field(default_factory=list)

    @property
    def any(self) -> bool:
        """Whether there is anything to ask."""
        return bool(self.subjects or self.pairs or self.facts)


class _Entry(NamedTuple):
    """A statement that came or went: in which stratum, and by which rule if by one."""

    quad: Quad
    came: bool
    stratum: int
    rule: int | None = None


class _Run:
    """One run over one overlay."""

    def __init__(self, plan: RulePlan, over: Overlay) -> None:
        self._plan, self._over = plan, over
        self._due = [_Due() for _ in plan.rules]
        self._entries = 0
        self._untold: list[_Entry] = []  # to rules that are asked again by subject
        self._opened: set[tuple[Term, NamedNode]] = set()
        self._bounds = frozenset(map(dkg, BOUNDS))
        self._made: dict[Quad, set[int | None]] = {}  # the rules that gave what was derived in this run
        self._types: dict[Term, frozenset[Term]] = {}
        self._whole: Walk | None = None

    def run(self) -> None:
        given = [_Entry(quad, True, GIVEN) for quad in self._over.added]
        given += [_Entry(quad, False, GIVEN) for quad in self._over.removed]
        given.sort(key=lambda entry: str(entry.quad))
        for entry in given:
            self._tell(entry)
        self._date(dict.fromkeys(entry.quad.subject for entry in given if entry.quad.predicate in _OWN_DATE))
        for _ in range(_ROUNDS):
            numbers = next((each for each in self._plan.strata.values() if self._is_due(each)), None)
            if numbers is None:
                return
            self._settle(numbers)
        raise Unreadable("rules that do not settle")

    def _tell(self, entry: _Entry) -> None:
        """Let the rules know that read such statements, but for those of earlier strata."""
        self._entries += 1
        self._untold.append(entry)
        readers = self._plan.readers
        for number in readers.get(entry.quad.predicate, readers[None]):
            if entry.stratum <= self._plan.rules[number].rule.stratum:
                self._due[number].news.append(entry)

    def _spread(self) -> None:
        """Find the subjects that what came or went may concern.

        What a rule gave itself is no reason to ask it again about the same subject.
        """
        entries, self._untold = self._untold, []
        whole, leads = Whole(self._over), self._plan.leads
        walk = Walk(whole)
        self._touch(leads.follow(((each.quad, self._others(each)) for each in entries), whole))
        for entry in entries:
            if entry.rule is not None and self._plan.rules[entry.rule].reads.names & {entry.quad.predicate, None}:
                self._touch(leads.follow([(entry.quad, 1 << entry.rule)], whole), entry.quad.subject)
            for number in leads.others(entry.quad):
                rule = self._plan.rules[number]
                if entry.stratum <= rule.rule.stratum:
                    for env in rule.reads.elsewhere(entry.quad, walk):
                        own = entry.quad.subject if entry.rule == number else None
                        self._touch(dict.fromkeys(env[rule.subject], 1 << number), own)

    def _touch(self, masks: Mapping[Term, int], known: Term | None = None) -> None:
        """Note which rules some subjects may concern; one of them is known to each of the rules."""
        for node, mask in masks.items():
            if isinstance(node, NamedNode) and node != known:
                for number in bits(mask):
                    self._due[number].touched[node] = None

    def _others(self, entry: _Entry) -> int:
        """Return the rules of the stratum of a statement and of later ones, without that which gave it."""
        own = 0 if entry.rule is None else 1 << entry.rule
        return self._plan.later[entry.stratum] & ~own

    # -- what has a date of its own

    def _date(self, nodes: Iterable[Term]) -> None:
        """Renew the bounds of what has a date and a reading of its own."""
        for node in nodes:
            if not isinstance(node, NamedNode):
                continue
            edtf, reading = (first_of(self._over, node, name) for name in ("edtf", "reading"))
            if edtf is not None and not self._has_date(node):
                continue
            for name in self._bounds:
                for bound in list(self._over.quads_for_pattern(node, name, None)):
                    self._went(bound, None)
                if edtf is None:
                    self._open(node, name)
            if edtf is not None and reading is not None:
                for bound in bounds_of(node, edtf, reading):
                    self._came(bound, None)

    def _has_date(self, node: NamedNode) -> bool:
        """Tell whether something has a date of its own, which no rule gave it."""
        edtf = next(self._over.quads_for_pattern(node, dkg("edtf"), None), None)
        return edtf is not None and not self._derives(edtf)

    # -- strata

    def _is_due(self, numbers: tuple[int, ...]) -> bool:
        for number in numbers:
            self._absorb(number)
        return any(self._due[number].any for number in numbers)

    def _settle(self, numbers: tuple[int, ...]) -> None:
        """Take away all that may no longer hold, then ask the rules of a stratum once, each in its turn.

        It stops where an earlier stratum has to be asked first.
        """
        at = -1
        while at != self._entries:
            at = self._entries
            for number in numbers:
                self._absorb(number)
        for number in numbers:
            self._absorb(number)
            if any(self._due[earlier].any for earlier in range(numbers[0])):
                return
            due = self._due[number]
            self._due[number] = _Due(due.news, due.touched)
            for quad in self._answers(self._plan.rules[number], due):
                self._came(quad, number)

    def _absorb(self, number: int) -> None:
        """Look at what came and went since a rule was last asked, and note what it has to be asked again."""
        if self._untold:
            self._spread()
        rule, due = self._plan.rules[number], self._due[number]
        touched, due.touched = due.touched, {}
        for subject in touched:
            self._reopen(number, subject)
        news, due.news = due.news, []
        for entry in news:
            if entry.came:
                due.facts.append(entry.quad)
                continue
            walk = self._whole = self._whole or Walk(Whole(self._over))
            for env in rule.reads.of(entry.quad, walk):
                self._doubt(rule, env)

    def _reopen(self, number: int, subject: NamedNode) -> None:
        """Take away what a rule derived of a subject, and note that it has to be asked about it again."""
        for predicate in self._plan.rules[number].makes:
            if (subject, predicate) not in self._opened:
                self._open(subject, predicate)
                continue
            for quad in list(self._over.quads_for_pattern(subject, predicate, None)):
                makers = self._made.get(quad, set())
                makers.discard(number)
                if quad in self._made and not makers:
                    self._went(quad, number)
        self._due[number].subjects.add(subject)

    def _open(self, subject: NamedNode, predicate: NamedNode) -> None:
        """Take away what was derived of a subject before, and ask all rules that may have derived it."""
        self._opened.add((subject, predicate))
        if predicate in self._bounds and self._has_date(subject):
            return  # they follow from its date alone
        for quad in list(self._over.quads_for_pattern(subject, predicate, None)):
            if self._derives(quad):
                self._went(quad, None)
        for number in self._plan.makers.get(predicate, ()):
            self._due[number].subjects.add(subject)

    def _doubt(self, rule: Compiled, env: Environment) -> None:
        """Take away results of a rule that lost a ground, and ask all rules for each of them again."""
        for predicate in rule.makes:
            for subject, value in product(env[rule.subject], env[rule.value]):
                if not isinstance(subject, NamedNode):
                    continue
                quad = Quad(subject, predicate, value)
                if quad not in self._over or not self._derives(quad):
                    continue
                self._went(quad, None)
                for number in self._plan.makers[predicate]:
                    if self._plan.rules[number].monotone:
                        self._due[number].pairs.add((subject, value))
                    else:
                        self._due[number].subjects.add(subject)

    # -- statements

    def _came(self, quad: Quad, number: int | None) -> None:
        """Add what a rule derived, or what follows from a date.

        What another rule has derived in this run is told again: a rule that looks for what is missing must not take
        its own answer for that of the others.
        """
        if quad not in self._made:
            if not self._over.add(quad):
                return
            self._whole = None
        makers = self._made.setdefault(quad, set())
        if number not in makers:
            stratum = GIVEN if number is None else self._plan.rules[number].rule.stratum
            self._tell(_Entry(quad, True, stratum, number))
        makers.add(number)

    def _went(self, quad: Quad, number: int | None) -> None:
        """Take a statement away, to be seen by all rules that may have seen it."""
        self._made.pop(quad, None)
        if self._over.remove(quad):
            self._whole = None
            strata = (self._plan.rules[n].rule.stratum for n in self._plan.makers.get(quad.predicate, ()))
            first = min(strata, default=GIVEN) if number is None else self._plan.rules[number].rule.stratum
            self._tell(_Entry(quad, False, first, number))

    def _derives(self, quad: Quad) -> bool:
        """Tell whether a statement is derived, by the types that its subject has or had."""
        types = self._types.get(quad.subject)
        if types is None:
            whole = Whole(self._over).quads_for_pattern(quad.subject, RDF_TYPE, None)
            types = self._types[quad.subject] = frozenset(each.object for each in whole)
        return self._plan.vocabulary.derives(quad, types)

    # -- rules

    def _answers(self, rule: Compiled, due: _Due) -> Iterator[Quad]:
        if due.subjects:
            subjects = frozenset(due.subjects)
            found = self._asked(rule, [{rule.subject: subjects}])
            yield from (quad for quad in found if quad.subject in subjects)
        if due.pairs:
            found = self._asked(rule, (_pair(rule, *pair) for pair in due.pairs))
            yield from (quad for quad in found if (quad.subject, quad.object) in due.pairs)
        if due.facts:
            walk = Walk(self._over)
            facts = [quad for quad in due.facts if quad in self._over]
            yield from self._asked(rule, rule.reads.at(facts, walk))

    def _asked(self, rule: Compiled, envs: Iterable[Environment]) -> list[Quad]:
        """Return what a rule makes of all that can matter where some variables are known, sorted."""
        walk = Walk(self._over)
        matched = [walk.read(rule.reads.group, env) is not None for env in envs]
        if not any(matched):
            return []
        near = Store()
        near.extend(walk.quads)
        made = near.query(rule.rule.query)
        assert isinstance(made, QueryTriples)
        return sorted({Quad(triple.subject, triple.predicate, triple.object) for triple in made}, key=str)


def _pair(rule: Compiled, subject: Term, value: Term) -> Environment:
    return {rule.subject: frozenset((subject,)), rule.value: frozenset((value,))}
