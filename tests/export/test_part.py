"""Parts of the graph: what belongs to them, that they stand alone, and what the graph says of itself."""

from __future__ import annotations

import functools
import io
import re
from collections import Counter
from itertools import pairwise

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, QuerySolutions, RdfFormat, Store, parse

from kg.export.part import Part, select
from kg.export.void import DATASET, find_licence
from kg.project import Project
from kg.reason import asserted
from kg.terms import DATA, NS, PREFIXES, RDF_TYPE, dkg, entity, expand
from support import ROOT, graph

DOCUMENT, ACTOR = entity("iran-russia-nexus"), entity("sergei-lavrov")
PARTS = {
    "document": Part(document=DOCUMENT),
    "actor": Part(actor=ACTOR),
    "both": Part(DOCUMENT, ACTOR),
    "asserted": Part(asserted=True),
    "asserted document": Part(document=DOCUMENT, asserted=True),
    "asserted both": Part(DOCUMENT, ACTOR, asserted=True),
}
NAMES = ("rdfs:label", "skos:prefLabel", "skos:altLabel", "dcterms:title", "dkg:kind", "dkg:postIn", "dkg:pairOf")


@functools.cache
def names(part: Part | None) -> dict[str, object]:
    """Return the arguments of `Graph.export` that mean a part."""
    if part is None:
        return {}
    chosen = {"document": part.document, "actor": part.actor}
    return {"asserted": part.asserted, **{name: node.value for name, node in chosen.items() if node}}


def load(part: Part | None, *, described: bool = False, form: str = "turtle") -> Store:
    """Return a store into which the export of a part was loaded, as anybody would."""
    out = io.StringIO()
    graph().export(out, form, **names(part), described=described)
    store = Store()
    store.load(input=out.getvalue(), format=RdfFormat.TURTLE if form == "turtle" else RdfFormat.N_TRIPLES)
    return store


def rows(store: Store, query: str) -> list[tuple[str, ...]]:
    found = store.query(query, prefixes=dict(PREFIXES))
    assert isinstance(found, QuerySolutions)
    return [tuple(term.value for term in row) for row in found]


def facts(store: Store, condition: str) -> set[str]:
    return {fact for (fact,) in rows(store, f"SELECT DISTINCT ?f {{ ?f a dkg:Fact . {condition} }}")}


def facts_of_actor() -> set[str]:
    mention = facts(graph().store, f"?f ?p {ACTOR}")
    listed = " ".join(f"<{fact}>" for fact in mention)
    return mention | facts(graph().store, f"VALUES ?g {{ {listed} }} ?f dkg:claimOf ?g")


@pytest.mark.parametrize("part", [pytest.param(None, id="whole"), *(pytest.param(p, id=n) for n, p in PARTS.items())])
def test_a_part_is_of_the_graph_and_comes_once(part: Part | None) -> None:
    quads = list(graph().source(part).statements)
    assert len(quads) == len(set(quads))
    assert set(quads) <= set(graph().store)
    subjects = [quad.subject for quad in quads]
    changes = 1 + sum(one != other for one, other in pairwise(subjects))
    assert changes == len(set(subjects)), "statements about one subject must follow one another"


def test_an_export_without_the_description_is_the_store() -> None:
    out = io.StringIO()
    graph().export(out, "ntriples", described=False)
    blank = [line for line in out.getvalue().splitlines() if "_:" in line]
    named = {line for line in out.getvalue().splitlines() if "_:" not in line}
    of_store = [f"{quad.triple} ." for quad in graph().store]
    assert named == {line for line in of_store if "_:" not in line}
    assert len(named) + len(blank) == len(of_store)


def test_asserted_is_what_the_rules_know() -> None:
    part = Part(asserted=True)
    assert set(graph().source(part).statements) == set(asserted(graph().store)) < set(graph().store)


def test_the_facts_of_a_document_are_those_with_a_citation_in_it() -> None:
    wanted = facts(graph().store, f"?f dkg:evidence/dkg:inDocument {DOCUMENT}")
    found = load(PARTS["document"])
    assert facts(found, f"?f dkg:evidence/dkg:inDocument {DOCUMENT}") == wanted
    there = set(found)
    missing = {q for q in graph().store if q not in there and q.subject.value in wanted}
    assert missing, "facts are whole, but for citations elsewhere"
    assert all(q.predicate == dkg("evidence") for q in missing)
    assert not any(Quad(q.object, dkg("inDocument"), DOCUMENT) in graph().store for q in missing)
    others = facts(found, "") - wanted
    referred = {q.object.value for f in facts(found, "") for q in found.quads_for_pattern(NamedNode(f), None, None)}
    assert others <= referred, "all others are facts that these refer to"


def test_the_facts_of_an_actor_are_those_that_mention_it_and_claims_about_them() -> None:
    mention = facts_of_actor()
    found = load(PARTS["actor"])
    assert mention <= facts(found, "")
    assert {q for q in graph().store if q.subject.value in mention} <= set(found)


def test_both_together_are_the_facts_that_do_both() -> None:
    of_document = facts(graph().store, f"?f dkg:evidence/dkg:inDocument {DOCUMENT}")
    of_actor = facts_of_actor()
    found, both = load(PARTS["both"]), of_document & of_actor
    there = facts(found, "")
    referred = {q.object.value for q in found if isinstance(q.object, NamedNode) and q.subject.value in there}
    assert both
    assert both <= there <= both | referred


@pytest.mark.parametrize("name", [name for name, part in PARTS.items() if not part.whole])
def test_a_part_stands_alone(name: str) -> None:
    found, whole = load(PARTS[name]), graph().store
    kept = set(asserted(whole)) if PARTS[name].asserted else set(whole)
    mentioned = {term for q in found for term in (q.subject, q.predicate, q.object) if isinstance(term, NamedNode)}
    for node in mentioned:
        for predicate in (RDF_TYPE, *map(expand, NAMES)):
            named = {q for q in whole.quads_for_pattern(node, predicate, None, DefaultGraph()) if q in kept}
            assert named == set(found.quads_for_pattern(node, predicate, None)), node
    for (fact,) in rows(found, "SELECT ?f { ?f dkg:evidence ?c }"):  # evidence leads to the document
        assert rows(
            found,
            f"SELECT ?d {{ <{fact}> dkg:evidence ?c . {{ ?c dkg:inDocument ?d . ?d dkg:sha256 ?h }} "
            f"UNION {{ ?c a dkg:Reference BIND(?c AS ?d) }} }}",
        )


def test_a_part_without_facts_is_the_document_and_the_actor() -> None:
    chosen = (
        Part(document=NamedNode(document), actor=NamedNode(actor))
        for document, actor in rows(graph().store, "SELECT ?d ?a { ?d a dkg:Document . ?a a dkg:Person }")
    )
    selected = ((part, {quad.subject for quad in select(graph().store, part)}) for part in chosen)
    fact = NamedNode(f"{NS}Fact")
    part, subjects = next(
        (part, found) for part, found in selected if not any(Quad(s, RDF_TYPE, fact) in graph().store for s in found)
    )
    assert subjects >= {part.document, part.actor}
    assert not any(Quad(node, RDF_TYPE, dkg("Citation")) in graph().store for node in subjects)


@pytest.mark.parametrize("part", [pytest.param(None, id="whole"), *(pytest.param(p, id=n) for n, p in PARTS.items())])
def test_the_numbers_of_the_description_are_those_of_the_graph(part: Part | None) -> None:
    described, bare = load(part, described=True), load(part)
    about = {q for q in described if q.subject.value.startswith(DATASET.value)}
    assert about
    assert len(described) == len(bare) + len(about)
    ((address,),) = rows(described, "SELECT ?d { ?d a void:Dataset ; void:distinctSubjects ?n }")
    numbers = {
        name: int(rows(described, f"SELECT ?n {{ <{address}> void:{name} ?n }}")[0][0])
        for name in ("triples", "distinctSubjects", "entities", "classes", "properties")
    }
    quads = list(bare)
    assert numbers == {
        "triples": len(quads),
        "distinctSubjects": len({q.subject for q in quads}),
        "entities": len({q.subject for q in quads if str(q.subject).startswith(f"<{DATA}")}),
        "classes": len({q.object for q in quads if q.predicate == RDF_TYPE}),
        "properties": len({q.predicate for q in quads}),
    }
    properties = dict(
        rows(described, "SELECT ?p ?n { [] void:propertyPartition [ void:property ?p ; void:triples ?n ] }")
    )
    assert properties == {p: str(n) for p, n in Counter(q.predicate.value for q in quads).items()}
    classes = dict(rows(described, "SELECT ?c ?n { [] void:classPartition [ void:class ?c ; void:entities ?n ] }"))
    assert classes == {c: str(n) for c, n in Counter(q.object.value for q in quads if q.predicate == RDF_TYPE).items()}


def test_the_description_says_what_it_is() -> None:
    whole, some = load(None, described=True), load(PARTS["both"], described=True)
    assert Quad(DATASET, RDF_TYPE, expand("void:Dataset")) in whole
    ((part,),) = rows(some, f"SELECT ?d {{ {DATASET} void:subset ?d }}")
    assert part == f"{DATASET.value}/document/iran-russia-nexus/actor/sergei-lavrov"
    (title,) = (q.object for q in some.quads_for_pattern(NamedNode(part), expand("dcterms:title"), None))
    assert title == Literal(
        "Diplomacy knowledge graph: facts stated in iran-russia-nexus, facts that mention sergei-lavrov", language="en"
    )
    vocabularies = {v for (v,) in rows(whole, "SELECT ?v { ?d void:vocabulary ?v }")}
    assert {NS.rstrip("#"), PREFIXES["skos"]} <= vocabularies


def test_the_licence_is_the_one_of_the_file(project: Project) -> None:
    named = re.search(r"https://\S+", (ROOT / "LICENSE-DATA").read_text(encoding="utf-8"))
    assert named
    assert find_licence(Project(root=ROOT, packaged=ROOT)) == NamedNode(named[0])
    own = Project(root=project.root, packaged=ROOT)
    assert find_licence(own) is None, "mappings of one's own have the licence that one gives"
    (own.root / "LICENSE-DATA").write_text("See https://example.org/licence for more.\n", encoding="utf-8")
    assert find_licence(own) == NamedNode("https://example.org/licence")
    assert find_licence(Project(root=project.root / "queries", packaged=ROOT)) == NamedNode(named[0])


def test_descriptions_parse_everywhere() -> None:
    for form, theirs in (("rdfxml", RdfFormat.RDF_XML), ("jsonld", RdfFormat.JSON_LD), ("nquads", RdfFormat.N_QUADS)):
        out = io.StringIO()
        graph().export(out, form, **names(PARTS["both"]))
        assert len(set(parse(out.getvalue(), theirs))) == len(load(PARTS["both"], described=True))
