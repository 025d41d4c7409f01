"""`kg stats` counts what rdflib counts in the exported graph."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest
import rdflib
from rdflib import RDF

from kg.stats import count
from kg.terms import NS
from support import built, graph, rows, run_kg

DKG = rdflib.Namespace(NS)


@pytest.fixture(scope="module")
def counted() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row in rows(run_kg(built(), "stats").stdout):
        found[row["group"]][row["name"]] = row["count"]
    return found


@pytest.fixture(scope="module")
def exported() -> rdflib.Graph:
    done = run_kg(built(), "export", "--no-description", "--format", "ntriples")
    return rdflib.Graph().parse(data=done.stdout, format="nt")


def local(node: object) -> str:
    return str(node).rpartition("/")[2].rpartition("#")[2]


def test_statements_and_classes(counted: dict[str, dict[str, str]], exported: rdflib.Graph) -> None:
    assert counted["graph"] == {"statements": str(len(exported))}
    wanted = Counter(local(kind) for kind in exported.objects(None, RDF.type) if str(kind).startswith(NS))
    found = {name: int(n) for group in ("Actor", "Event", "Fact", "other") for name, n in counted[group].items()}
    assert found == wanted
    assert list(counted["Actor"]) == ["Actor", "Collective", "Group", "Organization", "Person", "State"]
    assert next(iter(counted["Fact"])) == "Fact"
    assert "Citation" in counted["other"]


def test_facts_and_citations_by_document(counted: dict[str, dict[str, str]], exported: rdflib.Graph) -> None:
    citations = Counter(local(exported.value(c, DKG.inDocument)) for c in exported.subjects(RDF.type, DKG.Citation))
    assert {name: int(n) for name, n in counted["citations by document"].items()} == citations
    facts = {(f, exported.value(c, DKG.inDocument)) for f, c in exported.subject_objects(DKG.evidence)}
    by_document = Counter(local(document) for _, document in facts)
    assert {name: int(n) for name, n in counted["facts by document"].items()} == by_document


def test_meetings_by_year_are_all_that_were_held(counted: dict[str, dict[str, str]], exported: rdflib.Graph) -> None:
    held = [
        m for m in exported.subjects(RDF.type, DKG.Meeting) if local(exported.value(m, DKG.status)) == "status-held"
    ]
    years = Counter(str(exported.value(m, DKG.edtf))[:4] for m in held)
    found = counted["meetings by year"]
    assert sum(map(int, found.values())) == len(held)
    assert found["2018"] == str(years["2018"])
    assert "2012–2013" in found


def test_the_mappings_that_it_was_built_from(counted: dict[str, dict[str, str]]) -> None:
    names = (path.relative_to(built()).as_posix() for path in (built() / "mappings").rglob("*.yaml"))
    assert counted["built from"] == dict.fromkeys(sorted(names), "")
    assert not [row for row in count(graph().store, None).rows if row[0].value == "built from"]


def test_formats() -> None:
    assert run_kg(built(), "stats", "--format", "table").stdout.startswith("group ")
    assert '"statements"' in run_kg(built(), "stats", "--format", "json").stdout
