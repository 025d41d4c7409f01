"""A term that is misspelt is told once, with the one that is meant, and hides nothing that stays wrong."""

from __future__ import annotations

import functools
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gate.beside import HEAD, KNOWN, PEOPLE, PROJECT, RULES, known
from kg.building import read_project_shapes
from kg.gate import Fault, Rulebook, Verdict, expand, read_file, stage

# Facts of many kinds, with three mistakes that no spelling mends.
FACTS = """
:carl a dkg:Person ; skos:prefLabel "Carl Gamma"@en ; dkg:post :envoy ; dkg:evidence :gazette .
:dora a dkg:Person ; skos:prefLabel "Dora Delta"@en ; dkg:edtf "31.1.1970" ; dkg:evidence :gazette .
:dock a dkg:Post ; skos:prefLabel "Dock Master"@en ; dkg:postIn :north ; dkg:speaksFor :north .
:talks a dkg:Meeting ; skos:prefLabel "Talks"@en ; dkg:status :status-held ; dkg:heldAt :port ;
    dkg:hasParticipant :ann , :bob ; dkg:edtf "2024-10-11" ; dkg:evidence :gazette .
:ann--dock a dkg:Tenure ; dkg:holder :north ; dkg:post :dock ; dkg:evidence :gazette .
:ann-in-summit a dkg:Participation ; dkg:inEvent :summit ; dkg:participant :ann ; dkg:role :role-speaker ;
    dkg:evidence :gazette .
:north-in-union a dkg:Membership ; dkg:member :north ; dkg:memberOf :union ; dkg:kind :membership-full-member ;
    dkg:evidence :gazette .
"""
TERMS = [match.span() for match in re.finditer(r"(?<=dkg:)\w+", FACTS)]
HAS_NO = "the ontology has no dkg:"


@functools.cache
def book() -> Rulebook:
    return Rulebook.of(RULES, read_project_shapes(PROJECT), KNOWN)


def verdict_of(folder: Path, text: str) -> Verdict:
    path = folder / "new.ttl"
    path.write_text(HEAD + text, encoding="utf-8")
    return stage(KNOWN, book(), [read_file(str(path))])


def told(verdict: Verdict) -> list[Fault]:
    """The faults without their columns, which a longer word moves."""
    return sorted((fault._replace(place=fault.place._replace(column=0)) for fault in verdict.faults), key=Fault.key)


@pytest.mark.parametrize(
    ("text", "term", "meant"),
    [
        (":dock a dkg:Post ; skos:prefLabel 'Dock'@en ; dkg:posIn :north .", "posIn", "postIn"),
        (":d a dkg:Post ; skos:prefLabel 'D'@en ; dkg:postin :north .", "postin", "postIn"),
        (":d a dkg:Posst ; skos:prefLabel 'D'@en ; dkg:postIn :north .", "Posst", "Post"),
        (":t a dkg:Tenure ; dkg:holdr :ann ; dkg:post :envoy ; dkg:evidence :gazette .", "holdr", "holder"),
        (":t a dkg:Tenure ; dkg:holder :ann ; dkg:post :envoy ; dkg:evidance :gazette .", "evidance", "evidence"),
        (":ann dkg:pos :envoy ; dkg:evidence :gazette .", "pos", "post"),
        (":round dkg:heldIn :port ; dkg:status :status-held ; dkg:evidence :gazette .", "heldIn", "heldAt"),
        (":m a dkg:Mettings ; skos:prefLabel 'M'@en ; dkg:status :status-held ; dkg:evidence :gazette .",
         "Mettings", "Meeting"),
    ],
)  # fmt: skip
def test_a_slip_is_told_once_with_what_may_stand_there(tmp_path: Path, text: str, term: str, meant: str) -> None:
    (fault,) = verdict_of(tmp_path, text.replace("'", '"')).faults
    assert fault.message == f"{HAS_NO}{term}; did you mean dkg:{meant}?"


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_what_is_found_beside_a_slip_is_what_is_found_when_it_is_mended(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("slip")
    start, end = data.draw(st.sampled_from(TERMS))
    word = FACTS[start:end]
    at = data.draw(st.integers(0, len(word) - 1))
    slip = data.draw(
        st.sampled_from(
            [word[:at] + word[at + 1 :], word[:at] + "x" + word[at:], word[:at] + word[at] * 2 + word[at + 1 :]]
        )
    )
    if not slip:
        return
    wrong = verdict_of(folder, f"{FACTS[:start]}{slip}{FACTS[end:]}")
    assert not wrong.conforms
    of_terms = [fault for fault in wrong.faults if fault.message.startswith(HAS_NO)]
    if not of_terms:  # another term of the ontology
        return
    (fault, *_) = of_terms  # a property with two values has two
    path = folder / "new.ttl"
    meant = re.search(r"did you mean dkg:(\w+)\?", fault.message)
    if expand(KNOWN, [read_file(str(path))]).strange or meant is None:
        return
    mended = verdict_of(folder, f"{FACTS[:start]}{meant[1]}{FACTS[end:]}")
    rest = [
        each._replace(path=each.path.replace(f"dkg:{slip}", f"dkg:{meant[1]}"))  # a finding names what the file has
        for each in told(wrong)
        if not each.message.startswith(HAS_NO)
    ]
    assert rest == told(mended)
    assert mended.faults


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        # Nothing is near: the place of the unknown word is not told again, and what is lacking is.
        (':d a dkg:Post ; skos:prefLabel "D"@en ; dkg:zzz :north .', {"the ontology has no dkg:zzz", "A post exists"}),
        # The nearest is not that near, or may not stand there.
        (":round dkg:statsu :status-held ; dkg:evidence :gazette .", {"the ontology has no dkg:statsu"}),
        # A class that nothing is near to: what needs the class is not told.
        (':z a dkg:Qqq ; dkg:evidence :gazette .', {"the ontology has no dkg:Qqq"}),
        (':q a dkg:Qqq . :d a dkg:Post ; skos:prefLabel "D"@en ; dkg:postIn :q .', {"the ontology has no dkg:Qqq"}),
    ],
)  # fmt: skip
def test_an_unknown_word_is_told_once(tmp_path: Path, text: str, kept: set[str]) -> None:
    found = [fault.message for fault in verdict_of(tmp_path, text).faults]
    assert {next((k for k in kept if message.startswith(k)), message) for message in found} == kept
    assert len(found) == len(kept)


def test_a_word_of_another_vocabulary_gets_the_one_to_write(tmp_path: Path) -> None:
    text = ":round dkg:location :port ; dkg:venue :port ; dkg:status :status-held ; dkg:evidence :gazette ."
    assert [fault.message for fault in verdict_of(tmp_path, text).faults] == [
        f"{HAS_NO}location; write dkg:heldAt",
        f"{HAS_NO}venue; use one of its terms",
    ]


def test_a_name_that_nobody_knows_is_told_once_with_what_is_expected(tmp_path: Path) -> None:
    text = ':d a dkg:Post ; skos:prefLabel "D"@en ; dkg:postIn :nrth .'
    (fault,) = verdict_of(tmp_path, text).faults
    assert fault.message == "nothing is known of :nrth; did you mean :north?"
    assert fault.detail == "    found dkg:postIn :nrth; expected a value of the class dkg:Collective"
    two = ':d a dkg:Post ; skos:prefLabel "D"@en ; dkg:postIn :nrth , :south .'
    messages = [fault.message for fault in verdict_of(tmp_path, two).faults]
    assert len(messages) == 2
    assert any(message.startswith("A post exists in exactly one") for message in messages)


def test_a_name_that_is_mended_to_the_wrong_thing_is_found(tmp_path: Path) -> None:
    text = ':d a dkg:Post ; skos:prefLabel "D"@en ; dkg:postIn :an .'
    assert [fault.rule for fault in verdict_of(tmp_path, text).faults] == [""]
    assert [fault.rule for fault in verdict_of(tmp_path, text.replace(":an .", ":ann .")).faults] == ["dks:post-in"]


def test_a_name_is_sought_first_among_what_may_stand_there(tmp_path: Path) -> None:
    beside = known(PEOPLE + ':portia a dkg:Person ; skos:prefLabel "Portia"@en .')
    for text, meant in (
        (":summit dkg:status :status-held ; dkg:heldAt :portt ; dkg:evidence :gazette .", ":port"),
        (":summit dkg:status :status-held ; dkg:hasParticipant :portt ; dkg:evidence :gazette .", ":portia"),
        (':d a dkg:Post ; skos:prefLabel "D"@en ; dkg:postIn :portt .', ":port"),  # no collective is near
    ):
        path = tmp_path / "new.ttl"
        path.write_text(HEAD + text, encoding="utf-8")
        messages = [fault.message for fault in stage(beside, book(), [read_file(str(path))]).faults]
        assert f"nothing is known of :portt; did you mean {meant}?" in messages
