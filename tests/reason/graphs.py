"""Graphs for the tests: the ontology, the sample, a few facts in Turtle; and statements as short strings to compare."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, Triple, parse

from kg.reason import Rule, infer, read_rules
from kg.terms import DATA, PREFIXES, Term, local_name

ROOT = Path(__file__).parents[2]
Told = set[tuple[str, str, str]]


@cache
def ontology() -> tuple[Quad, ...]:
    files = [ROOT / "ontology" / f"{name}.ttl" for name in ("dkg", "kinds", "topics", "issues")]
    return tuple(quad for file in files for quad in parse(path=file, format=RdfFormat.TURTLE, rename_blank_nodes=True))


@cache
def rules() -> tuple[Rule, ...]:
    return read_rules(ROOT / "ontology" / "rules")


@cache
def sample() -> tuple[Quad, ...]:
    return tuple(parse(path=Path(__file__).parent / "sample.ttl", format=RdfFormat.TURTLE))


def store_of(quads: Iterable[Quad], *, strata: Iterable[int] = ()) -> Store:
    """Return a store with the ontology and some facts, and what some strata derive from both."""
    store = Store()
    store.extend(ontology())
    store.extend(quads)
    wanted = set(strata)
    infer(store, [rule for rule in rules() if rule.stratum in wanted])
    return store


def turtle(text: str) -> tuple[Quad, ...]:
    """Read a few facts; they may use the prefixes of the project."""
    head = "".join(f"@prefix {prefix}: <{base}> .\n" for prefix, base in PREFIXES.items())
    return tuple(parse(head + text, format=RdfFormat.TURTLE))


def told(statements: Iterable[Quad | Triple]) -> Told:
    """Return statements about data as local names, and literals as they are written (with their language)."""
    return {
        (local_name(s.subject), local_name(s.predicate), _short(s.object))
        for s in statements
        if isinstance(s.subject, NamedNode) and s.subject.value.startswith(DATA)
    }


def derived_from(quads: Iterable[Quad]) -> Told:
    """Return what all rules derive from some facts, leaving out what they derive from the ontology alone."""
    facts = tuple(quads)
    store = store_of(facts)
    infer(store, rules())
    return told(store) - told(facts) - _settled()


@cache
def _settled() -> frozenset[tuple[str, str, str]]:
    store = store_of(())
    infer(store, rules())
    return frozenset(told(store))


def _short(term: Term) -> str:
    if isinstance(term, Literal):
        return f"{term.value}@{term.language}" if term.language else term.value
    assert isinstance(term, NamedNode)
    return local_name(term)
