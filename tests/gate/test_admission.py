"""What may not be said of what is refused with a remedy; look-alikes, sources, and names of what has none."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, NamedNode

from gate.beside import HEAD, KNOWN, PEOPLE, expanded, facts, faults, known, statements
from kg.gate import Given, Intake, expand
from kg.names import are_alike, fold_name, labels
from kg.shacl import Severity
from kg.terms import dkg, entity, shrink
from support import built, graph, run_kg

CARL = ':carl a dkg:Person ; skos:prefLabel "Carl Gamma"@en ; dkg:post :envoy ; dkg:evidence :gazette .'


# --- Words and names ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (':carl schema:name "Carl"', "schema:name is no word of the ontology; write skos:prefLabel, with a language"),
        (":carl <http://xmlns.com/foaf/0.1/knows> :ann", "write dkg:hasParticipant of the meeting at which"),
        (":carl a schema:Person", "schema:Person is no word of the ontology; write dkg:Person"),
        (":carl <http://a.example/ns#rank> 3", "leave it out, or say it with a word of dkg:"),
        ('dkg:Person rdfs:label "Human"@en', "dkg:Person belongs to the ontology, which new facts do not change"),
        ("dkg:heldAt rdfs:domain dkg:Actor", "dkg:heldAt belongs to the ontology"),
        (":status-held skos:notation 1", ":status-held is a value of the graph, which new facts may name in other"),
        (":Carl_Gamma a dkg:Person", ":Carl_Gamma is no name: write lower-case letters, digits and hyphens, as in"),
        (":Ann a dkg:Person", ":Ann is no name of this graph; did you mean :ann?"),
        ("<https://w3id.org/dkg/id/a/b> a dkg:Person", "<https://w3id.org/dkg/id/a/b> is no name: write"),
        (
            '<http://www.wikidata.org/entity/Q1> a dkg:Person ; skos:prefLabel "Dora Delta"@en',
            "call it :dora-delta, and add schema:sameAs <http://www.wikidata.org/entity/Q1> to it",
        ),
        (":summit dkg:status [] ; dkg:evidence :gazette", "[] stands for nothing; give the name of a thing"),
        (":sumit dkg:heldAt :port ; dkg:evidence :gazette", "nothing says what :sumit is; did you mean :summit?"),
        (":carl dkg:post :envoy ; dkg:evidence :gazette", "nothing says what :carl is; give its class, as in a dkg:Me"),
        ("[] dkg:heldAt :port ; dkg:evidence :gazette", "a node has neither class nor name; say what it is, as in a"),
        ("[] skos:note 'x'", "a node has neither class nor name; say what it is, as in a dkg:Person"),
        ("[] a dkg:Person ; skos:prefLabel 'Карл'@ru", "this dkg:Person has no name; give skos:prefLabel in English"),
        ("[] a dkg:Tenure ; dkg:holder :ann", "this tenure has no name; give dkg:holder, dkg:post once each"),
        (":summit dkg:hasParticipant (:ann :bob) ; dkg:evidence :gazette", "a list is no value here; give its members"),
        ("(:ann (:bob) :north) a dkg:Person", "a list is no value here; give its members one by one, in Turtle with"),
        ("[] a dkg:Citation ; dkg:startOffset 0", "this citation has no name; give dkg:inDocument"),
        ("[] a dkg:Claim ; dkg:claimOf :ann", "this claim has no name; give dkg:claimOf, dkg:claimProperty"),
    ],
)  # fmt: skip
def test_it_is_refused_with_a_remedy(text: str, message: str) -> None:
    found = [fault for fault in expanded(f"{text} .").faults if message in fault.message]
    assert [fault.severity for fault in found] == [Severity.VIOLATION], faults(f"{text} .")


def test_a_slip_in_a_name_is_told_once(tmp_path: Path) -> None:
    path = tmp_path / "new.ttl"
    text = ':Astara a dkg:Place ; skos:prefLabel "Astara"@en .\n:m a dkg:Meeting ; skos:prefLabel "Talks"@en ;\n'
    text += "dkg:heldAt :Astara ; dkg:status :status-held ; dkg:evidence :valdai-dialogue-report .\n"
    path.write_text(HEAD + text, encoding="utf-8")
    done = run_kg(built(), "validate", str(path))
    (line,) = done.stdout.splitlines()
    assert f"new.ttl:{HEAD.count(chr(10)) + 1}:11: violation: :Astara: :Astara is no name" in line


def test_one_of_several_tenures_has_to_be_named() -> None:
    two = known(
        PEOPLE + ":first a dkg:Tenure ; dkg:holder :ann ; dkg:post :envoy . "
        ":second a dkg:Tenure ; dkg:holder :ann ; dkg:post :envoy ."
    )
    (message,) = faults("[] a dkg:Tenure ; dkg:holder :ann ; dkg:post :envoy ; dkg:evidence :gazette .", two)
    assert message == "there is more than one such tenure, :first or :second; name the one that is meant"


def test_names_in_other_languages_may_be_added_to_values_and_what_is_known_may_be_said_again() -> None:
    assert faults(':status-mooted skos:prefLabel "X"@fa ; skos:altLabel "Floated"@en .') == []
    assert faults(':status-held a dkg:Kind . dkg:Person rdfs:label "person"@en .') == []
    own = ':kind-x a dkg:Kind ; skos:inScheme :statuses ; skos:prefLabel "Adjourned"@en .'
    assert faults(own) == []


def test_names_that_two_things_would_get() -> None:
    talks = '{} a dkg:Meeting ; skos:prefLabel "Talks"@en ; dkg:status :status-held ; dkg:evidence :gazette .'
    two = talks.format("_:a") + talks.format("_:b").replace("held", "planned")
    assert "2 things without names would be called :talks; give them names" in faults(two)
    (message,) = faults('[] a dkg:Meeting ; skos:prefLabel "Summit"@en ; dkg:heldAt :port ; dkg:evidence :gazette .')
    assert message == (
        "Summit is known as :summit, and this says more; write :summit if you mean it, or insist with --new"
    )
    again = '[] a dkg:Meeting ; skos:prefLabel "Summit"@en ; dkg:heldAt :port ; dkg:evidence :gazette .'
    assert faults(again, new=True) == []
    assert entity("summit-2") in {triple.subject for triple in facts(again, new=True)}
    other = '[] a dkg:Place ; skos:prefLabel "Summit"@en .'
    assert (faults(other), {shrink(t.subject) for t in facts(other)}) == ([], {":summit-2"})


# --- Look-alikes ----------------------------------------------------------------------------------------------------

STORE = known(
    PEOPLE + ':hr a dkg:Person ; skos:prefLabel "Hassan Rouhani"@en , "حسن روحانی"@fa , "Хасан Рухани"@ru .'
    ':bank a dkg:Organization ; skos:prefLabel "Bank of the North"@en ; skos:altLabel "BoN"@en .'
)


@pytest.mark.parametrize(
    ("name", "language"),
    [("Hassan Rohani", "en"), ("Rouhani, Hassan", "en"), ("حسن روحاني", "fa"), ("Хасан Рухани", "ru"),
     ("Hassan F. Rouhani", "en"), ("HASSAN ROUHANI", "en")],
)  # fmt: skip
def test_a_person_that_looks_like_a_known_one(name: str, language: str) -> None:
    text = f':new a dkg:Person ; skos:prefLabel "{name}"@{language} ; dkg:post :envoy ; dkg:evidence :gazette .'
    (message,) = faults(text, STORE)
    assert message.endswith("looks like Hassan Rouhani (:hr); write :hr if you mean the same, or insist with --new")
    assert faults(text, STORE, new=True) == []


@pytest.mark.parametrize("name", ["Hassan Firuzabadi", "Ali Rouhani", "Hassan", "Hossein Rouhani"])
def test_a_person_that_does_not(name: str) -> None:
    alike = [
        m for m in faults(f':new a dkg:Person ; skos:prefLabel "{name}"@en ; dkg:post :envoy .', STORE) if "like" in m
    ]
    assert alike == []


def test_bodies_persons_and_two_new_ones() -> None:
    body = ':new a dkg:Organization ; skos:prefLabel "{}"@en .'
    assert any("looks like Bank of the North (:bank)" in m for m in faults(body.format("Bank of the Nort"), STORE))
    for name in ("Bank of the South", "Central Bank of the North", "Hassan Rouhani"):
        assert not any("looks like" in m for m in faults(body.format(name), STORE))
    two = CARL + ':karl a dkg:Person ; skos:prefLabel "Karl Gamma"@en ; dkg:post :envoy ; dkg:evidence :gazette .'
    assert faults(two.replace("Carl Gamma", "Carlos Gamma").replace("Karl Gamma", "Karlos Gamma")) == [
        "Karlos Gamma looks like Carlos Gamma (:carl); write :carl if you mean the same, or insist with --new"
    ]


def test_many_new_actors_are_compared_in_time() -> None:
    people = (f':p{n} a dkg:Person ; skos:prefLabel "Person{n:04} Family{n:04}"@en .' for n in range(3000))
    made = expanded("\n".join(people) + CARL + CARL.replace(":carl", ":second").replace("Gamma", "Gama"))
    alike = [fault.message for fault in made.faults if "looks like" in fault.message]
    assert alike == ["Carl Gama looks like Carl Gamma (:carl); write :carl if you mean the same, or insist with --new"]


def test_few_known_actors_look_like_one_another() -> None:
    store = graph().store
    classes = {q.subject for q in store.quads_for_pattern(None, None, dkg("Person"), None)}
    names = [(node, fold_name(name)) for node, name in labels(store) if node in classes]
    pairs = {(a, b) for a, one in names for b, other in names if str(a) < str(b) and are_alike(one, other, part=True)}
    assert len(pairs) <= len(classes) / 20, sorted(map(str, pairs))


@given(st.text(max_size=20), st.text(max_size=20))
def test_alike_is_symmetric_and_every_name_is_like_itself(one: str, other: str) -> None:
    one, other = fold_name(one), fold_name(other)
    assert are_alike(one, other) == are_alike(other, one)
    assert are_alike(one, one) == bool(one)


# --- Sources --------------------------------------------------------------------------------------------------------


def test_a_source_is_demanded_of_every_new_fact(tmp_path: Path) -> None:
    (message,) = faults(":summit dkg:heldAt :port ; dkg:about :trade .")
    assert message.startswith("nothing says where this of :summit is stated; give it dkg:evidence")
    assert faults(":summit dkg:heldAt :port ; dkg:about :trade .", source="gazette") == []
    path = tmp_path / "new.ttl"
    path.write_text(f"{HEAD}:russian-iranian-dialogue-2018 dkg:about :trade ; dkg:heldAt :moscow .\n", encoding="utf-8")
    done = run_kg(built(), "validate", str(path))
    assert done.stdout.count("violation") == 1, done.stdout
    assert run_kg(built(), "validate", "--source", "valdai-dialogue-report", str(path)).stdout.count("violation") == 0
    unknown = run_kg(built(), "validate", "--source", "valdai-dialog-report", str(path))
    assert unknown.returncode == 2
    assert "did you mean valdai-dialogue-report" in unknown.stderr
    person = run_kg(built(), "validate", "--source", "sergei-lavrov", str(path))
    assert (person.returncode, "is no citation, reference or document" in person.stderr) == (2, True)


def test_a_source_for_all_leaves_alone_what_has_one() -> None:
    store = known(PEOPLE + PEOPLE[PEOPLE.index(":gazette") :].replace("gazette", "log"))
    made = facts(":summit dkg:heldAt :port ; dkg:evidence :log . :round dkg:about :trade .", store, source=":gazette")
    cites = {triple.object for triple in made if triple.predicate == dkg("evidence")}
    assert cites == {entity("log"), entity("gazette")}
    full = "[] a dkg:Claim ; dkg:claimOf :summit ; dkg:claimProperty dkg:heldAt ; dkg:claimValue :port ."
    assert facts(full, source="gazette") == facts(":summit dkg:heldAt :port ; dkg:evidence :gazette .")


def test_a_document_stands_for_a_citation_of_all_of_it() -> None:
    store = graph().store
    text = ":russian-iranian-dialogue-2018 dkg:heldAt :moscow ; dkg:evidence :valdai-dialogue-report ."
    made = facts(text, store)
    (cite,) = {t.object for t in made if t.predicate == dkg("evidence")}
    assert shrink(cite) == ":cite-valdai-dialogue-report-0-4430"
    assert made == facts(
        text.replace(" ; dkg:evidence :valdai-dialogue-report", ""), store, source="valdai-dialogue-report"
    )


def test_two_sources_of_one_fact_are_fine_and_of_several_are_not() -> None:
    store = known(PEOPLE + PEOPLE[PEOPLE.index(":gazette") :].replace("gazette", "log"))
    assert faults(":summit dkg:heldAt :port ; dkg:evidence :gazette , :log .", store) == []
    (message,) = faults(":summit dkg:heldAt :port ; dkg:about :trade ; dkg:evidence :gazette , :log .", store)
    assert message.startswith(":summit has several sources, and nothing says which of them says what; cite one here")


def test_evidence_of_one_file_is_not_that_of_another() -> None:
    files = [
        Given("a.ttl", tuple(statements(":summit dkg:heldAt :port ; dkg:evidence :gazette .")), {}),
        Given("b.ttl", tuple(statements(":summit dkg:about :trade .")), {}),
    ]
    (fault,) = expand(KNOWN, files, Intake()).faults
    assert (fault.place.file, "nothing says where this of :summit is stated" in fault.message) == ("b.ttl", True)


def test_an_actor_that_no_fact_mentions_is_warned_of() -> None:
    (fault,) = expanded(CARL.partition(" ; dkg:post")[0] + " .").faults
    assert fault.severity is Severity.WARNING
    assert fault.message.startswith("no fact with a source says anything of :carl")
    assert faults(CARL) == []
    chain = CARL + ':club a dkg:Organization ; skos:prefLabel "Club"@en . :chair a dkg:Post ; dkg:postIn :club .'
    assert len(faults(chain)) == 1
    assert faults(chain + ":carl dkg:post :chair .") == []


def test_everything_has_a_name_in_the_end() -> None:
    triples = facts('[] a dkg:Reference ; dcterms:title "Log"@en . [] a dkg:Person ; skos:prefLabel "Dora Delta"@en .')
    assert {type(triple.subject) for triple in triples} == {NamedNode}
    assert not any(isinstance(triple.object, BlankNode) for triple in triples)


# --- The command ----------------------------------------------------------------------------------------------------


def test_show_prints_the_facts_and_says_what_is_wrong_on_stderr(tmp_path: Path) -> None:
    path = tmp_path / "new.ttl"
    said = "dkg:heldAt :moscow ; dkg:met :iran ; dkg:evidence :valdai-dialogue-report"
    path.write_text(f"{HEAD}:russian-iranian-dialogue-2018 {said} .\n", encoding="utf-8")
    done = run_kg(built(), "validate", "--show", str(path))
    assert done.returncode == 1
    assert "dkg:met is derived" in done.stderr
    assert "dkg:claimValue :moscow" in done.stdout
    shown = tmp_path / "shown.ttl"
    shown.write_text(done.stdout, encoding="utf-8")
    again = run_kg(built(), "validate", "--show", str(shown))
    assert (again.returncode, again.stdout) == (0, done.stdout)
    alone = run_kg(built(), "validate", "--show", "--alone", "--shapes", ".", str(path))
    assert (alone.returncode, "with --alone statements stay as they are" in alone.stderr) == (2, True)
