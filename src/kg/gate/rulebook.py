"""By what changes are judged: the rules and shapes of a project, compiled once for all changes to one ontology."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from pyoxigraph import Store

from kg.reason import Rule, Vocabulary
from kg.reason.ruleplan import RulePlan, compile_rules
from kg.shacl import Shapes
from kg.shacl.incremental import Plan, compile_plan
from kg.sparql.trees import Unreadable

__all__ = ["Rulebook"]


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Rules and shapes with what they read; `derivations` is None where what a rule reads cannot be told."""

    rules: tuple[Rule, ...]
    shapes: Shapes
    derivations: RulePlan | None
    checks: Plan
    vocabulary: Vocabulary

    @classmethod
    def of(cls, rules: Iterable[Rule], shapes: Shapes, ontology: Store, checks: Plan | None = None) -> Rulebook:
        """Compile rules and shapes, unless that was done; the store holds the ontology, and perhaps more."""
        found, derivations = tuple(rules), None
        with suppress(Unreadable):
            derivations = compile_rules(found, ontology)
        vocabulary = derivations.vocabulary if derivations else Vocabulary.of(ontology)
        return cls(found, shapes, derivations, checks or compile_plan(shapes), vocabulary)

    def with_shapes(self, shapes: Shapes) -> Rulebook:
        """Return the same rules with other shapes."""
        return Rulebook(self.rules, shapes, self.derivations, compile_plan(shapes), self.vocabulary)
