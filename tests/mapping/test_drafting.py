"""The mapping that `kg draft` writes: readable YAML that the reader of mappings takes back."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.building import read_ontology
from kg.errors import KgError
from kg.mapping.authorities import Authorities, read_authorities
from kg.mapping.document import MappingFile, read_document
from kg.mapping.drafting import draft_mapping
from kg.mapping.nodes import Map, Problems, plain, read_yaml
from kg.mapping.reader import Reader
from kg.mapping.vocabulary import Vocabulary, read_vocabulary
from kg.project import find_project
from kg.texts.anchors import locate, parse_anchor
from kg.texts.documents import digest, read_text
from kg.texts.draft.eventwords import CUES as EVENT_CUES
from kg.texts.draft.verbs import stance_of

DRAFTS = Path(__file__).parents[1] / "texts" / "drafts"
SEEDS = Path(os.environ.get("KG_SOURCES") or Path(__file__).parents[3] / "shared" / "seeds")
AUTHORITIES = """
states:
  kenya: {name: Kenya, stands-for: [Nairobi]}
  uruguay: {name: Uruguay, stands-for: [Montevideo]}
  estonia: {name: Estonia, stands-for: [Estonian]}
  finland: {name: Finland, stands-for: [Finnish, Helsinki]}
places:
  helsinki: {name: Helsinki}
posts:
  foreign-minister-of-estonia: {name: Foreign Minister of Estonia, in: estonia}
"""


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return read_vocabulary(read_ontology(find_project(Path(__file__).parent)))


@pytest.fixture(scope="module")
def authorities(tmp_path_factory, vocabulary) -> Authorities:
    path = tmp_path_factory.mktemp("authorities") / "a.yaml"
    path.write_text(AUTHORITIES, encoding="utf-8")
    return read_authorities([read_yaml(path, path.name, Problems())], vocabulary, Problems())


def read_back(written: str, folder: Path, vocabulary: Vocabulary) -> tuple[MappingFile, Problems, Map]:
    path = folder / "draft.yaml"
    path.write_text(written, encoding="utf-8")
    problems = Problems()
    node = read_yaml(path, path.name, problems)
    return read_document(node, path.name, Reader(vocabulary, problems)), problems, node


def passages(node: Map) -> list[dict[str, object]]:
    found = plain(node)
    assert isinstance(found, dict)
    return found["passages"]


@pytest.mark.parametrize(("name", "day"), [("communique", "2026-03-12"), ("agency", "2026-05-04"), ("interview", None)])
def test_round_trip(name, day, authorities, vocabulary, tmp_path):
    written = draft_mapping(DRAFTS / f"{name}.txt", authorities, published=day).text
    file, problems, _ = read_back(written, tmp_path, vocabulary)
    assert problems.errors == []
    assert {f.message for f in problems.findings} == {"left open"}
    text = read_text(DRAFTS, f"{name}.txt")
    assert (file.header.slug, str(file.header.text), file.header.sha256) == (name, f"{name}.txt", text.sha256)
    assert not file.header.complete
    assert str(file.header.published or "") == (day or "")
    places = [locate(text, parse_anchor(entry.at)) for entry in file.entries]
    assert [p.start for p in places] == sorted(p.start for p in places)


def test_what_stands_open(authorities, vocabulary, tmp_path):
    written = draft_mapping(DRAFTS / "communique.txt", authorities, published="2026-03-12").text
    _, _, node = read_back(written, tmp_path, vocabulary)
    found = passages(node)
    assert found[0] == {"at": "Joint Communiqué on … of Finland", "nothing": "heading"}
    assert found[2] == {
        "at": "The Foreign Minister … March 2026.",
        "open": {
            "actors": ["finland"],
            "posts": ["foreign-minister-of-estonia"],
            "unknown": [
                {"name": "Jaan Tamm", "guess": "person", "post": "foreign-minister-of-estonia"},
                {"name": "Aino Virtanen", "guess": "person", "post": "Finnish Minister for Foreign Affairs"},
                {"name": "Tallinn", "guess": "place"},
            ],
            "dates": [{"written": "12 March 2026", "when": "2026-03-12"}],
            "candidates": [{"meeting": "?", "cue": "met"}],
        },
    }
    trade = next(p["open"] for p in found if str(p["at"]).startswith("Trade between"))
    assert trade["places"] == ["helsinki"]
    assert trade["amounts"] == [
        {"written": "7.4 billion euros", "value": "7.4 billion", "unit": "eur"},
        {"written": "6-percent", "value": "6", "unit": "percent"},
        {"written": "at least 120 companies", "at-least": "120", "unit": "count"},
    ]


def test_positions_name_their_holders(authorities, vocabulary, tmp_path):
    _, _, node = read_back(draft_mapping(DRAFTS / "agency.txt", authorities).text, tmp_path, vocabulary)
    candidates = [c for p in passages(node) for c in p.get("open", {}).get("candidates", [])]
    assert {"position": "affirms", "cue": "told", "holder": "?Grace Wanjiru", "basis": "quoted"} in candidates
    assert {"position": "affirms", "cue": "added", "holder": "?Grace Wanjiru", "sure": "no"} in candidates
    assert {"agreement": "?", "cue": "agreement", "kind": "agreement", "signed": {"status": "planned"}} in candidates


def test_skeletons_follow_as_comments(authorities, vocabulary, tmp_path):
    written = draft_mapping(DRAFTS / "communique.txt", authorities, published="2026-03-12").text
    skeleton = [
        "  # says:",
        "  # - agreement: …",
        "  #   name: …",
        "  #   kind: agreement",
        "  #   effective: yes",
        "  # - welcomes: …",
    ]
    assert "\n".join(skeleton) + "\n" in written
    uncommented = "passages:\n- at: x\n" + "\n".join(line.replace("# ", "", 1) for line in skeleton) + "\n"
    (tmp_path / "one.yaml").write_text(uncommented, encoding="utf-8")
    (passage,) = passages(read_yaml(tmp_path / "one.yaml", "one.yaml", Problems()))
    assert passage["says"] == [
        {"agreement": "…", "name": "…", "kind": "agreement", "effective": "yes"},
        {"welcomes": "…"},
    ]


def test_same_text_same_mapping(authorities):
    assert draft_mapping(DRAFTS / "agency.txt", authorities) == draft_mapping(DRAFTS / "agency.txt", authorities)


def test_a_hash_as_file_name_gives_way_to_the_title(authorities, tmp_path):
    path = tmp_path / "007_0123456789abcdef.txt"
    path.write_text("Ice on the Göta Canal\n\nIt is thick.\n", encoding="utf-8")
    assert "document: ice-on-the-gota-canal\n" in draft_mapping(path, authorities).text


def test_a_sentence_without_anchor_is_a_comment(authorities, vocabulary, tmp_path):
    path = tmp_path / "twins.txt"
    path.write_text(
        "It is so. " + "Kenya will send nine ships to the northern harbour in spring. " * 2, encoding="utf-8"
    )
    written = draft_mapping(path, authorities).text
    file, problems, _ = read_back(written, tmp_path, vocabulary)
    assert "# no anchor marks the sentence at 10–71: its last words stand again before its paragraph ends" in written
    assert len(file.entries) == 2
    assert problems.errors == []


def test_kinds_and_stances_are_those_of_the_ontology(vocabulary):
    for key, kind, _ in EVENT_CUES:
        assert not kind or f"{key}-{kind}" in vocabulary.kinds
    assert all(f"stance-{stance_of(form)[0]}" in vocabulary.kinds for form in ("said", "noted", "called for", "denied"))


def test_errors(authorities, tmp_path):
    with pytest.raises(KgError, match="there is no text"):
        draft_mapping(tmp_path / "none.txt", authorities)
    with pytest.raises(KgError, match="there is no text"):
        draft_mapping(tmp_path, authorities)
    (tmp_path / "latin.txt").write_bytes(b"caf\xe9")
    with pytest.raises(KgError, match=r"latin\.txt is not UTF-8"):
        draft_mapping(tmp_path / "latin.txt", authorities)
    (tmp_path / "empty.txt").write_text(" \n\u00a0", encoding="utf-8")
    with pytest.raises(KgError, match="is empty"):
        draft_mapping(tmp_path / "empty.txt", authorities)
    with pytest.raises(KgError):
        draft_mapping(DRAFTS / "agency.txt", authorities, published="yesterday")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=300).filter(lambda t: t.strip("\ufeff \t\r\n\f\v")))
def test_any_text_reads_back(authorities, vocabulary, tmp_path, words):
    path = tmp_path / "no: #yes.txt"
    path.write_bytes(words.encode())
    if not words.split():
        return
    written = draft_mapping(path, authorities).text
    file, problems, _ = read_back(written, tmp_path, vocabulary)
    assert problems.errors == []
    assert str(file.header.text) == path.name
    assert file.header.sha256 == digest(words)
    text = read_text(tmp_path, path.name)
    for entry in file.entries:
        locate(text, parse_anchor(entry.at))


@pytest.mark.sources
@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_source_texts_read_back(number, authorities, vocabulary, tmp_path):
    found = sorted(SEEDS.glob(f"{number}_*.txt")) if SEEDS.is_dir() else []
    if not found:
        pytest.skip("the source texts are not at hand")
    file, problems, _ = read_back(draft_mapping(found[0], authorities, published="2018").text, tmp_path, vocabulary)
    assert problems.errors == []
    assert len(file.entries) > 20
