"""The controlled values of the ontology: kinds by scheme, topics and issues, as mappings name them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad

from kg.errors import did_you_mean
from kg.mapping.nodes import Problems, Scalar
from kg.terms import RDF_TYPE, dkg, entity, expand, local_name

__all__ = ["Vocabulary", "read_vocabulary"]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The slugs of kinds, topics and issues, and their labels."""

    kinds: frozenset[str]
    topics: frozenset[str]
    issues: frozenset[str]
    labels: dict[str, str]

    def kind(self, scheme: str, value: Scalar, problems: Problems) -> NamedNode | None:
        """Return the kind that a mapping names without its scheme's prefix, as `held` for `status-held`."""
        slug = f"{scheme}-{value}"
        if slug in self.kinds:
            return entity(slug)
        known = {k.removeprefix(f"{scheme}-") for k in self.kinds if k.startswith(f"{scheme}-")}
        hint = did_you_mean(value, known) or f"one of: {', '.join(sorted(known))}"
        problems.error(value.place, f"{value} is no {scheme}", hint)
        return None


def read_vocabulary(quads: Iterable[Quad]) -> Vocabulary:
    """Collect the controlled values from the statements of the ontology."""
    classes = {"Kind": set[str](), "Topic": set[str](), "Issue": set[str]()}
    by_class = {dkg(name): slugs for name, slugs in classes.items()}
    labels: dict[str, str] = {}
    label = expand("skos:prefLabel")
    for quad in quads:
        if not isinstance(quad.subject, NamedNode):
            continue
        if quad.predicate == RDF_TYPE and isinstance(quad.object, NamedNode) and quad.object in by_class:
            by_class[quad.object].add(local_name(quad.subject))
        elif quad.predicate == label:
            labels[local_name(quad.subject)] = str(getattr(quad.object, "value", ""))
    return Vocabulary(frozenset(classes["Kind"]), frozenset(classes["Topic"]), frozenset(classes["Issue"]), labels)
