"""`kg cite`: the citation that a mapping would make of the same passage, for facts that are written by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store, parse

import kg
from changes.worlds import PERSON, POST, TENURE, exported, given, rebuilt
from kg.building import read_ontology
from kg.citing import cite, qualities, text_of
from kg.errors import KgError, UnusableError
from kg.mapping.citations import Qualities
from kg.mapping.compiler import compile_mappings
from kg.project import Project, find_project
from kg.terms import dkg, entity
from support import run_kg

SENTENCE = "Ida Marell, Foreign … on Tuesday."
DOCUMENT = entity("example")


def command(project: Project, *words: str):
    return run_kg(project.root, "cite", *words)


def quads(turtle: str) -> set:
    return set(parse(turtle, RdfFormat.TURTLE))


def test_a_citation_of_a_mapping_is_made_again(project: Project) -> None:
    done = command(project, "example", SENTENCE)
    assert (done.returncode, done.stderr) == (0, "")
    store = kg.open(project.root).store
    assert quads(done.stdout)
    assert all(quad in store for quad in quads(done.stdout))


def test_qualities_give_the_node_that_a_mapping_gives(project: Project) -> None:
    compiled = compile_mappings(project, read_ontology(project))
    (mapped,) = compiled.documents
    store = kg.open(project.root).store
    text = text_of(store, DOCUMENT, project.sources)
    made = {cite(DOCUMENT, text, at, Qualities(), spans=True).node for at in mapped.lock.passages}
    known = {quad.subject for quad in compiled.quads if quad.predicate == dkg("inDocument")}
    assert made & known
    dated = cite(DOCUMENT, text, SENTENCE, qualities(store, "stated", written="on Tuesday"))
    assert all(quad in store for quad in dated.quads())


def test_facts_with_a_citation_are_accepted(project: Project) -> None:
    said = ("--basis", "context", "--hedge", "inferred", "--note", "By hand.")
    cited = command(project, "example", SENTENCE, *said).stdout
    node = next(line.split()[0] for line in cited.splitlines() if line.startswith(":cite-"))
    body = "\n".join(line for line in cited.splitlines() if not line.startswith("@"))
    given(project, PERSON, POST, TENURE.replace(":gazette", node), body)
    (source,) = kg.open(project.root)["paul-port--harbour-master"].sources
    assert (source.basis, source.note) == ("Context", "By hand.")
    before = exported(project)
    assert rebuilt(project) == before


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("example", "Ida Marell, Forreign … on Tuesday."), "is not found"),
        (("example", "one two three four five six seven eight … nine"), "9 words"),
        (("example", SENTENCE, "--written", "on Monday"), "the passage does not have the words 'on Monday'"),
        (("example", SENTENCE, "--basis", "statd"), "there is no basis statd; did you mean stated?"),
        (("example", SENTENCE, "--hedge", "x"), "there is no hedge x; use one of apparent, approximate"),
        (("arvenia", SENTENCE), "is no Document"),
        (("nothing", SENTENCE), "nothing here is called 'nothing'"),
        (("example", "Ida Marell, Foreign … two capitals."), "is longer than a sentence; cite each sentence, or add"),
        (("example", "Ida Marell, Foreign … of the moon."), "is not found in the rest of the paragraph"),
    ],
)  # fmt: skip
def test_what_cannot_be_cited_is_said(project: Project, words: tuple[str, ...], message: str) -> None:
    done = command(project, *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert message in done.stderr
    assert done.stderr.count("\n") == 1


def test_without_the_text_it_says_so(project: Project) -> None:
    settings = project.root / "kg.toml"
    settings.write_text('documents = "own"\n', encoding="utf-8")
    assert "the texts are not at hand; name their folder with --sources" in command(project, "example", SENTENCE).stderr
    (project.root / "elsewhere").mkdir()
    done = command(project, "example", SENTENCE, "--sources", "elsewhere")
    assert "is the text of example, by its SHA-256; name the folder" in done.stderr
    (project.root / "elsewhere/renamed.txt").write_bytes((project.root / "texts/example.txt").read_bytes())
    (project.root / "elsewhere/broken.txt").write_bytes(b"\xff")
    assert command(project, "example", SENTENCE, "--sources", "elsewhere").returncode == 0


def test_the_real_texts(sources: Path) -> None:
    from support import graph

    store = graph().store
    document = entity("valdai-dialogue-report")
    text = text_of(store, document, sources)
    found = cite(document, text, "The first round … April 2017.", Qualities())
    assert found.node == entity("cite-valdai-dialogue-report-359-424")
    with pytest.raises(KgError, match="the passage is longer than a sentence"):
        cite(document, text, "The first round … international problems.", Qualities())


def test_a_document_without_a_digest_has_no_text(project: Project) -> None:
    with pytest.raises(UnusableError, match="has no dkg:sha256"):
        text_of(Store(), DOCUMENT, find_project(project.root).sources)
