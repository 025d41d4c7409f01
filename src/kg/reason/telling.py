"""Explanations in words: statements by the names of things, rules by what they are about, and what had to be missing.

It puts into words what `provenance` found, as a tree of lines and for programs; it looks up names and sources, and
finds nothing out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Store, Triple

from kg.errors import Place
from kg.reason.axioms import article
from kg.reason.clauses import Path, Pattern, Variable
from kg.reason.matching import instantiate
from kg.reason.provenance import Explanation, History, sources_of
from kg.reason.rules import Rule
from kg.reason.solving import Condition
from kg.terms import NS, RDF_TYPE, Term, local_name, shrink
from kg.wording import SECTIONS, Words

__all__ = ["Explanations", "Teller"]

_AGGREGATED = re.compile(r"(\w+)\(\s*(?:DISTINCT\s+)?[^()]*(?:\([^()]*\)[^()]*)*\)\s+AS\s+\?(\w+)", re.IGNORECASE)
_OF_ROWS = {"MAX": "the greatest", "MIN": "the least", "COUNT": "the number", "SUM": "the sum", "AVG": "the mean"}
_COMPARES = re.compile(r"[=<>]|\bIN\b", re.IGNORECASE)  # other tests are of the form of terms, not of facts
_LONGEST = 60
_PROPERTIES = {
    "rdfs:subClassOf": "is a kind of", "rdfs:label": "is called", "skos:broader": "is narrower than",
    "skos:inScheme": "is one of", "skos:notation": "has the rank", "rdf:type": "is a",
}  # fmt: skip
_MARKS = {"^": "inverse of ", "!": "not "}


class Teller:
    """Puts statements and explanations of one store into words."""

    def __init__(self, store: Store, places: Mapping[Triple, Place] | None = None) -> None:
        """Take names from a store; `places` tells where new statements stand in files."""
        self._store, self._words, self._places = store, Words(store), places or {}

    def name(self, term: Term) -> str:
        """Return what something is called: a label, a fact in words, or the text of a literal."""
        if isinstance(term, Literal):
            return term.value if len(term.value) <= _LONGEST else f"{term.value[: _LONGEST - 1]}…"
        if not isinstance(term, NamedNode):
            return "a node without a name" if isinstance(term, BlankNode) else str(term)
        label = self._words.label(term)
        if label != shrink(term):
            return label
        kind = next((name for each in self._words.classes(term) if (name := local_name(each)) in SECTIONS), "")
        if kind:
            return f"{kind.lower()} “{self._words.fact(term)}”"
        values = self._words.values(term)
        if "startOffset" in values:
            offsets = "–".join(self._words.labels(values, each) for each in ("startOffset", "endOffset"))
            return f"citation of {self._words.labels(values, 'inDocument')} {offsets}"
        return label

    def statement(self, triple: Triple) -> str:
        """Return a statement in words."""
        return f"{self.name(triple.subject)}: {self._said(triple.predicate, triple.object)}"

    def _said(self, predicate: NamedNode, object_: Term) -> str:
        named = self.name(object_)
        return f"is {article(named)}" if predicate == RDF_TYPE else f"{self._property(predicate)} {named}"

    def _property(self, step: NamedNode | Path) -> str:
        if isinstance(step, Path):
            if step.kind in _MARKS:
                return f"{_MARKS[step.kind]}{'|'.join(map(self._property, step.parts))}"
            joint = " of " if step.kind == "/" else " or " if step.kind == "|" else ""
            inner = joint.join(map(self._property, reversed(step.parts) if step.kind == "/" else step.parts))
            return inner if joint else f"{inner} (through any number)"
        if known := _PROPERTIES.get(shrink(step)):
            return known
        return self._words.words(step.value.removeprefix(NS) if step.value.startswith(NS) else shrink(step))

    def sources(self, explanation: Explanation) -> tuple[str, ...]:
        """Return where an asserted statement is stated: its place in a file, or the passages that it cites."""
        if place := self._places.get(explanation.statement):
            return (str(place),)
        return sources_of(self._store, explanation.statement) if explanation.how == "asserted" else ()

    # As text

    def lines(self, explanation: Explanation) -> Iterator[str]:
        """Yield an explanation as the lines of a tree; what was explained above is not explained again."""
        yield from self._lines(explanation, "", set())

    def _lines(self, explanation: Explanation, indent: str, seen: set[Triple]) -> Iterator[str]:
        statement = self.statement(explanation.statement)
        if explanation.rule is None:
            yield f"{indent}{statement}{self._leaf(explanation)}"
            return
        if explanation.statement in seen:
            yield f"{indent}{statement} (explained above)"
            return
        seen.add(explanation.statement)
        yield f"{indent}{statement}"
        about = explanation.rule.about.rpartition(": ")[2].rstrip(".")
        yield f"{indent}  by the rule {explanation.rule.name} ({about}), since"
        for group in _together(explanation.because):
            if len(group) == 1:
                yield from self._lines(group[0], f"{indent}    ", seen)
            else:
                said = "; ".join(self._said(each.statement.predicate, each.statement.object) for each in group)
                yield f"{indent}    {self.name(group[0].statement.subject)}: {said}{self._leaf(group[0])}"
        for condition in explanation.conditions:
            if condition.kind != "test" or _COMPARES.search(condition.text):
                yield f"{indent}    {self.condition(condition, explanation.statement)}"

    def _leaf(self, explanation: Explanation) -> str:
        """Return how a statement that no rule derived comes to be there."""
        if explanation.how == "ontology":
            return " [in the ontology]"
        if explanation.how == "asserted":
            return f" [{'; '.join(('asserted', *self.sources(explanation)))}]"
        date, reading = (
            next(
                (self.name(e.statement.object) for e in explanation.because if e.statement.predicate.value == NS + n),
                "?",
            )
            for n in ("edtf", "reading")
        )
        cited = dict.fromkeys(source for each in explanation.because for source in self.sources(each))
        return f" [from its date {date} read as {reading.lower()}; {'; '.join(('asserted', *cited))}]"

    def condition(self, condition: Condition, statement: Triple) -> str:
        """Return in words what had to hold beside facts."""
        if condition.kind == "none":
            return f"and {self._absence(condition.patterns, condition.bindings)}"
        if condition.kind == "test":
            return f"and {self._filled(condition.text, condition.bindings)}"
        found = [(word.upper(), condition.bindings[n]) for word, n in _AGGREGATED.findall(condition.text)]
        found = [each for each in found if each[1] == statement.object] or found
        told = dict.fromkeys(self._of_rows(word, value) for word, value in found)
        return f"and {', '.join(told)} of these"

    def _of_rows(self, word: str, value: Term) -> str:
        which = _OF_ROWS.get(word, word.lower())
        text = self.name(value)
        return f"{text} is {which}" if len(text) < _LONGEST else f"it has {which} key"

    def _absence(self, patterns: Sequence[Pattern], bindings: Mapping[str, Term]) -> str:
        subjects = {pattern.subject for pattern in patterns}
        (first, *more) = patterns
        known = instantiate(first.subject, bindings)
        if not more and known is not None and not isinstance(known, Path):
            return f"{self.name(known)} has no {self._slot(first.predicate, bindings)}{self._value(first, bindings)}"
        shared = len(subjects) == 1
        told = "; ".join(self._pattern(pattern, bindings, alone=not shared) for pattern in patterns)
        return f"there is no {first.subject} with {told}" if shared and known is None else f"it is not so that {told}"

    def _value(self, pattern: Pattern, bindings: Mapping[str, Term]) -> str:
        value = instantiate(pattern.object, bindings)
        return "" if value is None or isinstance(value, Path) else f" {self.name(value)}"

    def _pattern(self, pattern: Pattern, bindings: Mapping[str, Term], *, alone: bool) -> str:
        value = self._value(pattern, bindings) or " anything"
        said = f"{self._slot(pattern.predicate, bindings)}{value}"
        return f"{self._slot(pattern.subject, bindings)}: {said}" if alone else said

    def _slot(self, slot: Term | Path | Variable, bindings: Mapping[str, Term]) -> str:
        term = instantiate(slot, bindings)
        if term is None:
            return f"any {slot}"
        if isinstance(term, Path) or (isinstance(term, NamedNode) and term is slot and term.value.startswith(NS)):
            return self._property(term)
        return self.name(term)

    def _filled(self, text: str, bindings: Mapping[str, Term]) -> str:
        """Return an expression with the names of what its variables stand for."""
        inner = re.sub(r"\?(\w+)", lambda m: self.name(bindings[m[1]]) if m[1] in bindings else m[0], text)
        inner = " ".join(inner.split())
        return inner[1:-1] if inner.startswith("(") and inner.endswith(")") else inner

    # For programs

    def value(self, explanation: Explanation) -> dict[str, Any]:
        """Return an explanation as objects of JSON."""
        triple = explanation.statement
        made: dict[str, Any] = {
            "statement": {
                name: _plain(term) for name, term in zip(("subject", "predicate", "object"), triple, strict=True)
            },
            "words": self.statement(triple),
            "how": explanation.how,
        }
        if explanation.rule:
            made["rule"] = {"name": explanation.rule.name, "about": explanation.rule.about}
        if explanation.how == "asserted":
            made["sources"] = list(self.sources(explanation))
        if explanation.because:
            made["because"] = [self.value(each) for each in explanation.because]
        if explanation.conditions:
            made["conditions"] = [self.condition(each, triple) for each in explanation.conditions]
        return made


class Explanations(tuple[Explanation, ...]):
    """Why some statements hold; `str` tells it as trees, `value` as objects of JSON."""

    _teller: Teller

    @classmethod
    def of(cls, store: Store, rules: Iterable[Rule], statements: Iterable[Triple]) -> Explanations:
        """Explain statements of a store, in which these rules were run."""
        history = History(store, rules)
        made = cls(each for statement in statements if (each := history.explain(statement)))
        made._teller = Teller(store)
        return made

    def __str__(self) -> str:
        return "\n".join(line for each in self for line in self._teller.lines(each))

    def value(self) -> list[dict[str, Any]]:
        """Return all of it as objects of JSON."""
        return [self._teller.value(each) for each in self]


def _together(explanations: Sequence[Explanation]) -> Iterator[list[Explanation]]:
    """Yield explanations one by one, but what is said of one thing together, where the first of it stands.

    Only what no rule derived is put together, and the days that a date gives apart from what is asserted.
    """
    said: dict[tuple[Term, str], list[Explanation]] = {}
    for each in explanations:
        said.setdefault((each.statement.subject, each.how), []).append(each)
    for each in explanations:
        if each.rule:
            yield [each]
        elif group := said.pop((each.statement.subject, each.how), []):
            yield group


def _plain(term: Term) -> str:
    return term.value if isinstance(term, NamedNode) else str(term)
