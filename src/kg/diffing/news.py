"""What changed from one graph to another, told as changes of facts, of entities, and of any other statements.

Facts come first: a statement that rules derive follows from them, and is only counted. Each statement that was added or
taken out belongs to one change at least, or to the derived ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from kg.diffing.half import Half, Subject
from kg.diffing.pairing import pair
from kg.diffing.reading import BASE, Side
from kg.terms import PREFIXES, RDF_TYPE, Term, dkg, expand
from kg.turtle import Shortener

__all__ = ["Change", "News", "compare"]

_EVIDENCE, _PREFERRED = dkg("evidence"), expand("skos:prefLabel")
_ALSO = expand("skos:altLabel")
_GAINED = {
    "Tenure": "gained the post {}", "Membership": "became {}", "Participation": "new participant: {}",
    "Act": "new act: {}", "Clause": "new clause, {}", "Position": "new position: {}", "Figure": "new figure, {}",
    "Claim": "now stated: {}",
}  # fmt: skip
_LOST = {
    "Tenure": "no longer has the post {}", "Membership": "is no longer {}",
    "Participation": "no longer a participant: {}", "Act": "act taken out: {}", "Clause": "clause taken out, {}",
    "Position": "position taken out: {}", "Figure": "figure taken out, {}", "Claim": "no longer stated: {}",
}  # fmt: skip


class Change(NamedTuple):
    """One piece of news: `how` is gained, lost or changed; `guess` where two facts were taken for the same."""

    label: str
    entity: str
    how: str
    words: str
    about: str
    guess: bool = False


@dataclass(frozen=True, slots=True)
class News:
    """What changed, sorted by the entities' names; `derived` are statements that follow, as (how, words)."""

    changes: tuple[Change, ...]
    derived: tuple[tuple[str, str], ...]

    def __bool__(self) -> bool:
        return bool(self.changes or self.derived)


def compare(before: Side, after: Side, vocabulary: Iterable[Quad] = ()) -> News:
    """Return what changed; `vocabulary` gives words for classes, properties and kinds, where the sides have none."""
    known = list(vocabulary)
    old, new = Half(before, known), Half(after, known)
    old.other, new.other = new.store, old.store
    return _Comparison(old, new).news()


class _Comparison:
    """Compares two halves, one kind of change after the other."""

    def __init__(self, old: Half, new: Half) -> None:
        self._old, self._new = old, new
        self._short = Shortener({**PREFIXES, **new.side.prefixes, **old.side.prefixes})
        self._lost, self._gained = old.side.quads - new.side.quads, new.side.quads - old.side.quads

    def news(self) -> News:
        triples = ({q.triple for q in self._old.side.quads}, {q.triple for q in self._new.side.quads})
        lost = {q for q in self._lost if not self._old.derived(q)}
        gained = {q for q in self._gained if not self._new.derived(q)}
        moved = {q for q in lost | gained if q.triple in triples[0] and q.triple in triples[1]}
        subjects = {q.subject for q in (lost | gained) - moved}
        facts = {s for s in subjects if self._old.fact_kind(s) or self._new.fact_kind(s)}
        entities = {s for s in subjects - facts if self._old.is_entity(s) or self._new.is_entity(s)}
        found = [*self._facts(facts), *self._entities(entities), *self._statements(subjects - facts - entities, moved)]
        derived = [*(("lost", q) for q in self._lost - lost), *(("gained", q) for q in self._gained - gained)]
        told = sorted((self._statement(q), how) for how, q in derived)
        order = sorted(set(found), key=_order)
        return News(tuple(order), tuple((how, words) for words, how in told))

    # Facts

    def _facts(self, facts: set[Subject]) -> Iterator[Change]:
        nodes = [fact for fact in facts if isinstance(fact, NamedNode)]
        lost = {fact for fact in nodes if not self._new.fact_kind(fact)}
        gained = {fact for fact in nodes if not self._old.fact_kind(fact)}
        pairs = pair(self._old, lost, self._new, gained)
        for one, other in pairs.items():
            yield from self._changed(one, other)
        for fact in lost - pairs.keys():
            yield from self._whole(self._old, fact, "lost", lost)
        for fact in gained - set(pairs.values()):
            yield from self._whole(self._new, fact, "gained", gained)
        for fact in set(nodes) - lost - gained:
            yield from self._changed(fact, fact)

    def _whole(self, half: Half, fact: NamedNode, how: str, others: set[NamedNode]) -> Iterator[Change]:
        """Tell of a fact that came or went; the date of a fact that did so too is told with it."""
        values = half.values(fact)
        dated = others.intersection(values.get("claimOf", ())) if dkg("edtf") in values.get("claimProperty", ()) else ()
        if any(half.fact_kind(each) != "Claim" for each in dated):
            return
        entity, before = half.entity(fact)
        period = half.period(fact)
        kind = half.fact_kind(fact)
        words = (_GAINED if how == "gained" else _LOST)[kind].format(before + half.said(fact))
        joined = f" for {period}" if kind == "Figure" else f", {period}"
        yield self._change(half, entity, how, words + (joined if period else ""), fact)

    def _changed(self, one: NamedNode, other: NamedNode) -> Iterator[Change]:
        """Tell what changed of a fact, or between two that are taken for the same."""
        old, new = self._old, self._new
        entity, before = new.entity(other)
        was, now = old.said_of(one), new.said_of(other)
        kind, guess = new.fact_kind(other), one != other
        different = {p for p in was.keys() | now.keys() if was.get(p) != now.get(p)}
        for predicate in sorted(different & {_EVIDENCE}, key=str):
            yield from self._sources(entity, before + new.said(other), other, was[predicate], now[predicate])
        different.discard(_EVIDENCE)
        amounts = {dkg(name) for name in ("value", "lowerBound", "upperBound", "strict", "unit")}
        dates = {dkg(name) for name in ("claimValue", "edtf", "reading", "calendarYear")}
        if kind == "Figure" and different & amounts:
            period = new.period(other)
            words = f"{new.labels(new.values(other), 'measure')}{f' for {period}' if period else ''}"
            yield self._change(new, entity, "changed", f"{words} changed {self._amounts(one, other)}", other)._replace(
                guess=guess
            )
            different -= amounts
        if kind == "Claim" and guess and different & dates:
            name = ", ".join(new.property(p) for p in new.values(other)["claimProperty"] if isinstance(p, NamedNode))
            values = [half.labels(v, "claimValue") or half.when(v) for half, v in self._both(one, other)]
            words = f"{before}{name} changed from {values[0]} to {values[1]}"
            yield self._change(new, entity, "changed", words, other)._replace(guess=guess)
            different -= dates
        said = before + old.said(one)
        for predicate in sorted(different, key=str):
            yield from self._property(entity, f"{said}: ", predicate, (was.get(predicate), now.get(predicate)), guess)

    def _both(self, one: NamedNode, other: NamedNode) -> list[tuple[Half, dict[str, list[Term]]]]:
        return [(self._old, dict(self._old.values(one))), (self._new, dict(self._new.values(other)))]

    def _amounts(self, one: NamedNode, other: NamedNode) -> str:
        (old, was), (new, now) = self._both(one, other)
        units = old.labels(was, "unit"), new.labels(now, "unit")
        first, then = old.amount(was), new.amount(now)
        if units[0] == units[1]:
            first, then = _scaled(first, then)
            return f"from {first} to {then} {units[1]}".rstrip()
        return f"from {first} {units[0]} to {then} {units[1]}"

    def _sources(
        self, entity: NamedNode, said: str, fact: NamedNode, was: set[Term], now: set[Term]
    ) -> Iterator[Change]:
        for cite in now - was:
            yield self._change(self._new, entity, "gained", f"{said}: source added, {self._new.source(cite)}", fact)
        for cite in was - now:
            yield self._change(self._old, entity, "lost", f"{said}: source taken out, {self._old.source(cite)}", fact)

    # Entities, and citations that several facts may share

    def _entities(self, entities: set[Subject]) -> Iterator[Change]:
        for node in entities:
            if not isinstance(node, NamedNode):
                continue
            was, now = self._old.said_of(node), self._new.said_of(node)
            if (not was or not now) and self._told_as_source(node, gone=bool(was)):
                continue
            if not was or not now:
                half, how = (self._old, "lost") if was else (self._new, "gained")
                words = f"{'is gone' if was else 'is new'} ({half.kinds(node)})"
                yield self._change(half, node, how, words, node)
                was, now = (
                    {p: v for p, v in was.items() if p != RDF_TYPE},
                    {p: v for p, v in now.items() if p != RDF_TYPE},
                )
                if how == "lost":
                    continue
                now.pop(_PREFERRED, None)
            for predicate in sorted(was.keys() | now.keys(), key=str):
                if was.get(predicate) != now.get(predicate):
                    yield from self._property(node, "", predicate, (was.get(predicate), now.get(predicate)), False)

    def _told_as_source(self, node: NamedNode, *, gone: bool) -> bool:
        """Tell whether a fact gained or lost this as a source, or came or went with it, and says so itself."""
        half, other = (self._old, self._new) if gone else (self._new, self._old)
        return half.is_a(node, "Citation") and any(
            quad not in other.store for quad in half.store.quads_for_pattern(None, _EVIDENCE, node)
        )

    def _property(
        self,
        entity: NamedNode,
        said: str,
        predicate: NamedNode,
        values: tuple[set[Term] | None, set[Term] | None],
        guess: bool,
    ) -> Iterator[Change]:
        """Tell how the values of a property changed: one for one, by language, or each by itself."""
        was, now = values[0] or set(), values[1] or set()
        lost, gained = sorted(was - now, key=str), sorted(now - was, key=str)
        for one in list(lost):
            same = [each for each in gained if _language(each) == _language(one)]
            if len(same) == 1 and [_language(each) for each in lost].count(_language(one)) == 1:
                lost.remove(one)
                gained.remove(same[0])
                first, then = self._value(self._old, one), self._value(self._new, same[0])
                words = f"renamed from {first} to {then}" if predicate == _PREFERRED else ""
                words = words or f"{self._new.property(predicate)} changed from {first} to {then}"
                yield self._change(self._new, entity, "changed", said + words, entity)._replace(guess=guess)
        for half, how, terms in ((self._old, "lost", lost), (self._new, "gained", gained)):
            for term in terms:
                name = half.property(predicate)
                if predicate in (_ALSO, _PREFERRED):
                    name = "called" if predicate == _PREFERRED else "also called"
                    name = name if how == "gained" else f"no longer {name}"
                    words = f"{said}{name} {self._value(half, term)}"
                elif predicate == RDF_TYPE:
                    words = f"{said}{'is now' if how == 'gained' else 'is no longer'} a {self._value(half, term)}"
                else:
                    words = f"{said}{name}{': ' if how == 'gained' else ' no longer: '}{self._value(half, term)}"
                yield self._change(half, entity, how, words, entity)._replace(guess=guess)

    def _value(self, half: Half, term: Term) -> str:
        if isinstance(term, Literal):
            return f"{term.value} ({term.language})" if term.language not in (None, "en") else term.value
        return half.label(term) if isinstance(term, NamedNode) else str(term)

    # Any other statements

    def _statements(self, subjects: set[Subject], moved: set[Quad]) -> Iterator[Change]:
        for half, how, quads in ((self._old, "lost", self._lost), (self._new, "gained", self._gained)):
            for quad in quads:
                if quad in moved or (quad.subject in subjects and not half.derived(quad)):
                    words = self._statement(quad).removeprefix(f"{self._turtle(quad.subject)} ")
                    name = self._turtle(quad.subject)
                    yield Change(name, name, how, words, name)

    def _statement(self, quad: Quad) -> str:
        verb = "a" if quad.predicate == RDF_TYPE else self._turtle(quad.predicate)
        graph = "" if isinstance(quad.graph_name, DefaultGraph) else f" in the graph {self._turtle(quad.graph_name)}"
        return f"{self._turtle(quad.subject)} {verb} {self._turtle(quad.object)}{graph}"

    def _turtle(self, term: object) -> str:
        if isinstance(term, Literal):
            return self._short.literal(str(term))
        if isinstance(term, NamedNode):
            return self._short.iri(str(term)).replace(f"<{BASE}", "<")
        return str(term)

    def _change(self, half: Half, entity: NamedNode, how: str, words: str, about: NamedNode) -> Change:
        return Change(half.label(entity), self._turtle(entity), how, words, self._turtle(about))


def _scaled(first: str, then: str) -> tuple[str, str]:
    """Return two amounts in the largest unit that leaves both of them exact with three decimals: 2, 5.3 billion."""
    from decimal import Decimal

    plain = [each.replace(",", "") for each in (first, then)]
    if all(re.fullmatch(r"\d{7,}(\.0*)?", each) for each in plain):
        for zeros, name in ((12, "trillion"), (9, "billion"), (6, "million")):
            amounts = [Decimal(each).scaleb(-zeros) for each in plain]
            if all(amount >= 1 and amount == round(amount, 3) for amount in amounts):
                one, other = (f"{amount.normalize():f}" for amount in amounts)
                return one, f"{other} {name}"
    return first, then


def _order(change: Change) -> tuple[object, ...]:
    """Return where a change stands: under its entity, and there what comes or goes as a whole first."""
    whole = change.words.startswith(("is new (", "is gone ("))
    blank = change.entity.startswith("_:")
    return blank, change.label.casefold(), change.entity, not whole, change.words, change.how, change.about


def _language(term: Term) -> str:
    return (term.language or "") if isinstance(term, Literal) else ""
