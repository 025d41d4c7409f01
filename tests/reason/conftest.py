from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Quad, RdfFormat, Store, parse

from kg.reason import Rule, read_rules
from kg.terms import DATA

ROOT = Path(__file__).parents[2]
SAMPLE = Path(__file__).parent / "sample.ttl"


@cache
def ontology() -> tuple[Quad, ...]:
    """Return the quads of the ontology and the kinds."""
    files = [ROOT / "ontology" / f"{name}.ttl" for name in ("dkg", "kinds", "topics", "issues")]
    return tuple(quad for file in files for quad in parse(path=file, format=RdfFormat.TURTLE, rename_blank_nodes=True))


@cache
def rules() -> tuple[Rule, ...]:
    return read_rules(ROOT / "ontology" / "rules")


def store_of(quads: Iterable[Quad]) -> Store:
    """Return a store with the ontology and some facts."""
    store = Store()
    store.bulk_extend(ontology())
    store.extend(quads)
    return store


def turtle(text: str) -> list[Quad]:
    """Read a few facts, with the prefixes `:` and `dkg:`."""
    head = f"@prefix : <{DATA}> . @prefix dkg: <https://w3id.org/dkg/ns#> .\n"
    return list(parse(head + text, format=RdfFormat.TURTLE))


def told(quads: Iterable[Quad]) -> set[tuple[str, str, str]]:
    """Return statements as local names and plain values."""
    return {(_local(q.subject.value), _local(q.predicate.value), _local(q.object.value)) for q in quads}
