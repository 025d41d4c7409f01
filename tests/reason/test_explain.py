"""Why a statement holds: each derived one has an explanation whose leaves are asserted and give it again."""

from __future__ import annotations

import json
from functools import cache

import pytest
from hypothesis import settings
from pyoxigraph import NamedNode, Quad, Store, Triple

from kg.reason import derive, infer, is_derived
from kg.reason.asking import find_statements
from kg.reason.clauses import Path, Subquery, read_query
from kg.reason.provenance import Explanation, History
from kg.reason.telling import Explanations
from kg.terms import RDF_TYPE, dkg, entity
from reason.graphs import ontology, rules, sample, store_of, turtle
from support import built, graph, run_kg

LONG = settings.get_profile("long").max_examples
EVERY = 101  # of the statements of the real graph, one in so many where not all are tried


@cache
def real() -> History:
    return History(graph().store, rules())


@cache
def invented() -> History:
    return History(store_of(sample(), strata=range(10)), rules())


def follows_from_leaves(explanation: Explanation) -> bool:
    """Tell whether the rules derive a statement again from the ontology and the leaves of its explanation alone."""
    store = Store()
    store.extend(ontology())
    store.extend(Quad(*leaf) for leaf in explanation.leaves())
    derive(store, rules())
    return Quad(*explanation.statement) in store


def chosen(history: History) -> list[Triple]:
    """Return all derived statements in the long suite, else some of every rule."""
    every = sorted(history.derived, key=str)
    return every if settings.default and settings.default.max_examples >= LONG else every[::EVERY]


def test_the_history_gives_the_graph_again() -> None:
    assert set(real().store) == set(graph().store)
    assert set(invented().store) == set(store_of(sample(), strata=range(10)))


def test_derived_statements_of_the_real_graph_are_explained_and_follow_from_the_leaves() -> None:
    history = real()
    tried = chosen(history)
    assert len(tried) > 90
    for statement in tried:
        explanation = history.explain(statement)
        assert explanation is not None
        assert explanation.rule is not None
        for leaf in explanation.leaves():
            assert leaf not in history.derived
            assert Quad(*leaf) in history.store
            assert not is_derived(history.store, Quad(*leaf))
        assert follows_from_leaves(explanation), explanation.statement


def test_every_derived_statement_of_the_sample_is_explained_by_its_rule() -> None:
    history = invented()
    seen: set[str] = set()
    for statement, step in history.derived.items():
        explanation = history.explain(statement)
        assert explanation is not None
        assert explanation.rule is not None
        for each in explanation.because:
            assert history.derived.get(each.statement, 0) < step
        seen.add(explanation.rule.name)
    assert seen == {rule.name for rule in rules()}


def test_leaves_that_are_taken_away_take_the_statement_with_them() -> None:
    """Without any one leaf of an explanation, the others do not give the statement."""
    history = invented()
    facts = [s for s in history.derived if s.predicate in (dkg("statedBy"), dkg("statedAs"), dkg("hasParticipant"))]
    for statement in sorted(facts, key=str)[:4]:
        explanation = history.explain(statement)
        assert explanation is not None
        leaves = list(explanation.leaves())
        for left_out in leaves:
            if left_out in {quad.triple for quad in ontology()}:
                continue
            store = Store()
            store.extend(ontology())
            store.extend(Quad(*leaf) for leaf in leaves if leaf != left_out)
            derive(store, rules())
            assert Quad(*statement) not in store, left_out


def test_an_explanation_by_another_way_than_the_first_rule_is_none() -> None:
    """What is asserted is explained by its assertion, and what does not hold by nothing."""
    history = invented()
    anna = entity("anna")
    assert history.explain(Triple(anna, RDF_TYPE, dkg("State"))) is None
    told = history.explain(Triple(anna, RDF_TYPE, dkg("Person")))
    assert told is not None
    assert (told.how, told.because) == ("asserted", ())


def test_what_must_be_missing_is_looked_for_when_the_rule_ran() -> None:
    """A part is given a date after a rule found that it has none: in the end that rule has no solution."""
    history = invented()
    parts = [s for s, _ in history.derived.items() if (e := history.explain(s)) and e.rule and e.rule.name[:2] == "30"]
    dated = [s for s in parts if next(history.store.quads_for_pattern(s.subject, dkg("edtf"), None), None)]
    assert dated
    for statement in dated:
        explanation = history.explain(statement)
        assert explanation is not None
        assert [each.kind for each in explanation.conditions].count("none") == 1


@pytest.mark.parametrize(
    ("rule", "facts"),
    [
        ("?x dkg:p/dkg:q ?y", ":a dkg:p :b . :b dkg:q :c ."),
        ("?x ^dkg:p ?y", ":c dkg:p :a ."),
        ("?x dkg:p|dkg:q ?y", ":a dkg:q :c ."),
        ("?x dkg:p+ ?y", ":a dkg:p :b . :b dkg:p :a . :b dkg:p :c ."),
        ("?x a dkg:State ; dkg:p* ?y", ":a a dkg:State ; dkg:p :b . :b dkg:p :c ."),
        ("?x dkg:p?/dkg:q ?y", ":a dkg:q :c ."),
        ("?x !dkg:p ?y", ":a dkg:q :c ."),
        ("?x ?any ?y . FILTER(?any = dkg:q)", ":a dkg:q :c ."),
        ("?x dkg:p ?y OPTIONAL { ?y dkg:q ?z }", ":a dkg:p :c . :c dkg:q :d ."),
        ("?x dkg:p ?y OPTIONAL { ?y dkg:q ?z }", ":a dkg:p :c ."),
        ("?x dkg:p ?y FILTER NOT EXISTS { ?y dkg:q ?z }", ":a dkg:p :c ."),
        ("?x dkg:p ?y FILTER EXISTS { ?y dkg:q ?z }", ":a dkg:p :c . :c dkg:q :d ."),
        ("?x dkg:p ?y MINUS { ?y dkg:q ?x }", ":a dkg:p :c . :c dkg:q :d ."),
        (
            "?x dkg:p ?y FILTER(EXISTS { ?y dkg:q ?z } || NOT EXISTS { ?x dkg:q ?y })",
            ":a dkg:p :c . :a dkg:q :c . :c dkg:q :d . :e dkg:p :f .",
        ),
        ("?x dkg:p ?n BIND(IF(EXISTS { ?n dkg:q ?z }, ?n, ?x) AS ?y)", ":a dkg:p :c . :c dkg:q :d ."),
        ("{ SELECT ?x (MAX(?n) AS ?y) WHERE { ?x dkg:p ?n } GROUP BY ?x }", ":a dkg:p 1 , 2 , 3 ."),
        ("{ SELECT ?x (COUNT(?n) AS ?y) WHERE { ?x dkg:p ?n } GROUP BY ?x HAVING(COUNT(?n) > 1) }", ":a dkg:p 1 , 2 ."),
        ("VALUES ?x { :a } ?x dkg:p ?n BIND(?n + 1 AS ?y)", ":a dkg:p 1 ."),
        ("{ ?x dkg:p ?y } UNION { ?x dkg:q ?y }", ":a dkg:q :c ."),
    ],
)  # fmt: skip
def test_forms_of_sparql_are_solved_as_the_store_solves_them(rule: str, facts: str, tmp_path) -> None:
    from kg.reason import read_rules

    head = "# A rule\nPREFIX : <https://w3id.org/dkg/id/>\nPREFIX dkg: <https://w3id.org/dkg/ns#>\n"
    (tmp_path / "10-a-rule.rq").write_text(f"{head}CONSTRUCT {{ ?x dkg:new ?y }} WHERE {{ {rule} }}", encoding="utf-8")
    store = Store()
    store.extend(turtle(facts))
    made = read_rules(tmp_path)
    history = History(store, made)
    assert history.derived
    for statement in history.derived:
        explanation = history.explain(statement)
        assert explanation is not None
        again = Store()
        again.extend(Quad(*leaf) for leaf in explanation.leaves())
        infer(again, made)
        assert Quad(*statement) in again


def test_rules_are_taken_apart() -> None:
    query = read_query(next(rule for rule in rules() if rule.name == "44-bounds-of-tenures"))
    assert isinstance(query.where, Subquery)
    assert query.where.keys == ("tenure",)
    assert query.where.aggregates
    spoken = read_query(next(rule for rule in rules() if rule.name == "63-stated-by"))
    assert not isinstance(spoken.where, Subquery)
    assert spoken.where[0].patterns[0].predicate == Path("/", (dkg("statedIn"), dkg("participant")))


@pytest.mark.parametrize(
    "words",
    [
        ["anna", "dkg:met", "eva"], ["anna met eva"], ["Anna, Foreign Minister of Arcadia", "met", "eva"],
        ["<https://w3id.org/dkg/id/anna>", "<https://w3id.org/dkg/ns#met>", "<https://w3id.org/dkg/id/eva>"],
        ["Anna, Foreign Minister of Arcadia met Eva, Trade Minister of Syldavia"], [":anna dkg:met :eva ."],
    ],
)  # fmt: skip
def test_a_statement_is_found_by_slugs_labels_and_iris(words: list[str]) -> None:
    store = invented().store
    met = Triple(entity("anna"), dkg("met"), entity("eva"))
    if Quad(*met) not in store:
        pytest.fail("the sample has changed: Anna and Eva do not meet")
    assert find_statements(store, words) == (met,)


def test_a_thing_stands_for_all_that_is_said_of_it() -> None:
    store = invented().store
    found = find_statements(store, ["anna"])
    assert set(found) == {quad.triple for quad in store.quads_for_pattern(entity("anna"), None, None)}
    told = Explanations.of(store, rules(), found)
    assert len(told) == len(found)
    assert "Anna, Foreign Minister of Arcadia: is a person [asserted]" in str(told)


def explain(*words: str):
    return run_kg(built(), "reason", "--explain", *words)


def test_the_command_tells_rules_facts_and_sources() -> None:
    done = explain("mehdi-sanaei", "met", "abbas-araghchi")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Mehdi Sanaei: met Abbas Araghchi\n  by the rule 62-met (")
    assert "valdai-dialogue-report 3673–3787" in done.stdout
    assert "and 12 is the greatest of these" in done.stdout
    assert "[in the ontology]" in done.stdout
    assert "(explained above)" in done.stdout


def test_days_are_explained_by_the_date_and_its_reading() -> None:
    claim = next(
        quad.subject
        for quad in sorted(graph().store.quads_for_pattern(None, dkg("claimProperty"), dkg("edtf")), key=str)
    )
    assert isinstance(claim, NamedNode)
    day = next(graph().store.quads_for_pattern(claim, dkg("beginEarliest"), None)).object
    done = explain(claim.value, "beginEarliest", day.value)  # type: ignore[union-attr]
    assert done.returncode == 0, done.stderr
    assert "[from its date " in done.stdout
    assert " read as " in done.stdout


def test_programs_read_the_tree() -> None:
    done = run_kg(built(), "reason", "--format", "json", "--explain", "mehdi-sanaei met abbas-araghchi")
    (told,) = json.loads(done.stdout)
    assert told["how"] == "rule"
    assert told["rule"]["name"] == "62-met"
    assert {each["how"] for each in told["because"]} <= {"rule", "asserted"}
    assert told["statement"]["predicate"] == dkg("met").value


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["mehdi-sanaei met mehdi-sanaei"], "the graph does not say “Mehdi Sanaei: met Mehdi Sanaei”"),
        (["mehdi-sanaei", "met", "mehdi-sanay-no"], "nothing here is called “mehdi-sanay-no”"),
        (["mehdi-sanaei", "mett", "iran"], "did you mean met?"),
        (["nobody-at-all"], "nothing here is called “nobody-at-all”"),
        (["mehdi-sanaei", "met", "abbas-araghchi", "--timeout", "5"], "--explain explains what the graph says"),
    ],
)
def test_misuse_is_told_in_a_sentence(words: list[str], message: str) -> None:
    done = explain(*words)
    assert done.returncode == 2
    assert message in done.stderr
    assert len(done.stderr.splitlines()) == 1
