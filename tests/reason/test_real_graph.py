"""The graph of the mappings themselves: consistent, and inferred by the rules just as by HermiT."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Store

from kg.building import read_ontology
from kg.mapping.compiler import compile_mappings
from kg.project import Project
from kg.reason import infer, inferred
from kg.terms import RDF_TYPE
from reason.graphs import rules, told
from reason.test_hermit import ABOVE, COMPARED

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.java
def test_hermit_agrees_with_the_rules_on_the_real_graph():
    project = Project(ROOT, ROOT)
    ontology = read_ontology(project)
    store = Store()
    store.bulk_extend(ontology)
    store.bulk_extend(compile_mappings(project, ontology).quads)
    asserted = set(store)  # among them plain events, whose class no reasoner could tell
    infer(store, [rule for rule in rules() if rule.stratum < 5])
    given = [q for q in store if q in asserted or not (q.predicate == RDF_TYPE and q.object in ABOVE)]
    by_owl = {fact for fact in told(inferred(given)) if fact[1] in COMPARED}
    infer(store, rules())
    by_rules = {fact for fact in told(store) if fact[1] in COMPARED}
    assert by_owl == by_rules
    assert len(by_rules) > 1000
