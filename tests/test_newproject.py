"""A project of one's own: what `kg init` makes, what it leaves alone, and what a project can leave out."""

from __future__ import annotations

import hashlib
import json
import os
import re
import tomllib
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

import kg
from kg.checking import check
from kg.project import Own, find_project
from support import QUESTIONS, copy_project, rows, run_kg

EXAMPLE = ["mappings/authorities/example.yaml", "mappings/example.yaml", "texts/example.txt"]


def files(folder: Path) -> list[str]:
    """Return what lies in a folder, without the graph."""
    found = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return sorted(path.as_posix() for path in found if path.parts[0] != ".kg")


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A new project without the documents that come with kg."""
    assert run_kg(tmp_path, "init", "own", "--own").returncode == 0
    return tmp_path / "own"


# kg init


def test_it_makes_what_builds_and_answers(tmp_path: Path) -> None:
    begun = run_kg(tmp_path, "init", "my graph")
    folder = tmp_path / "my graph"
    assert (begun.returncode, begun.stdout) == (0, "")
    assert files(folder) == sorted([".gitignore", "README.md", "kg.toml", *EXAMPLE])
    assert begun.stderr.splitlines()[-1] == (
        "next: cd my graph, then kg build, then kg ask who-met -p actor=ida-marell"
    )
    assert tomllib.loads((folder / "kg.toml").read_text(encoding="utf-8"))["name"] == "my graph"
    built = run_kg(folder, "build")
    assert built.returncode == 0, built.stderr
    assert built.stderr.endswith("; checked against the texts\n") and "warning" not in built.stderr
    met = rows(run_kg(folder, "ask", "who-met", "-p", "actor=ida-marell").stdout)
    assert [row["who"] for row in met] == ["Tomas Rehn"]
    assert run_kg(folder, "ask", "who-met", "-p", "actor=mehdi-sanaei").stdout.count("\n") > 1
    checked = run_kg(folder, "check")
    assert (checked.returncode, checked.stderr) == (0, "0 errors, 0 warnings\n")


def test_it_never_writes_over_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_text("", encoding="utf-8")
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts/example.txt").write_text("mine", encoding="utf-8")
    done = run_kg(tmp_path, "init")
    assert done.returncode == 0
    assert "left as it is: kg.toml\n" in done.stderr and "left as it is: texts/example.txt\n" in done.stderr
    assert (tmp_path / "kg.toml").read_text() == ""
    assert (tmp_path / "texts/example.txt").read_text() == "mine"
    before = {name: (tmp_path / name).read_bytes() for name in files(tmp_path)}
    again = run_kg(tmp_path, "init", "--own")
    assert {name: (tmp_path / name).read_bytes() for name in files(tmp_path)} == before
    assert "wrote" not in again.stderr


def test_a_folder_with_mappings_gets_no_example_and_neither_does_a_bare_one(tmp_path: Path) -> None:
    (tmp_path / "one/mappings").mkdir(parents=True)
    (tmp_path / "one/mappings/mine.yaml").write_text("document: mine\n", encoding="utf-8")
    run_kg(tmp_path, "init", "one")
    assert files(tmp_path / "one") == [".gitignore", "README.md", "kg.toml", "mappings/mine.yaml"]
    bare = run_kg(tmp_path, "init", "two", "--bare")
    assert bare.stderr.endswith("next: cd two, then kg draft TEXT > mappings/NAME.yaml, then kg build\n")
    assert files(tmp_path / "two") == [".gitignore", "README.md", "kg.toml"]
    assert run_kg(tmp_path / "two", "build").returncode == 0


@pytest.mark.parametrize("name", ['a "quoted" name', "наше", "back\\slash"])
def test_the_name_of_the_folder_is_the_name_of_the_project(tmp_path: Path, name: str) -> None:
    assert run_kg(tmp_path, "init", name, "--bare").returncode == 0
    assert tomllib.loads((tmp_path / name / "kg.toml").read_text(encoding="utf-8"))["name"] == name


def test_where_it_cannot_write_it_says_so_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = run_kg(tmp_path, "init", "file")
    assert (done.returncode, done.stderr) == (2, "kg: file is no folder; name one, or a new one\n")
    done = run_kg(tmp_path, "init", "file/below")
    assert done.returncode == 2 and done.stderr.startswith("kg: Not a directory")


def test_the_schemas_of_a_project_know_its_own_terms(own: Path) -> None:
    """The files name the schemas that lie in .kg, and a build writes them anew."""
    for name, schema in (("mappings/example.yaml", "mapping"), ("mappings/authorities/example.yaml", "authorities")):
        head = (own / name).read_text(encoding="utf-8").splitlines()[0]
        path = (own / name).parent / head.partition("$schema=")[2]
        assert path.resolve() == own / f".kg/schemas/{schema}.schema.json"
        loaded = json.loads(path.read_text(encoding="utf-8"))
        Draft202012Validator(loaded).validate(yaml.load((own / name).read_text(encoding="utf-8"), yaml.BaseLoader))
    (own / "ontology").mkdir()
    (own / "ontology/ferries.ttl").write_text(
        "@prefix : <https://w3id.org/dkg/id/> . @prefix dkg: <https://w3id.org/dkg/ns#> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        ':ferries a dkg:Topic ; skos:inScheme :topics ; skos:prefLabel "Ferries"@en ; '
        'skos:definition "Ships that carry people."@en ; skos:broader :transport .\n',
        encoding="utf-8",
    )
    schema = own / ".kg/schemas/mapping.schema.json"
    edit(own / "mappings/example.yaml", "about: [transport]", "about: [ferries, feries]")
    done = run_kg(own, "build")
    assert done.returncode == 1 and "did you mean ferries?" in done.stderr
    assert "ferries" not in schema.read_text(encoding="utf-8")
    edit(own / "mappings/example.yaml", "[ferries, feries]", "[ferries]")
    assert run_kg(own, "build").returncode == 0
    assert "ferries" in schema.read_text(encoding="utf-8")


# What a project can leave out


def test_without_the_packaged_documents_the_graph_is_one_s_own(own: Path) -> None:
    done = run_kg(own, "build")
    assert (done.returncode, done.stderr.count("\n")) == (0, 1)
    graph = kg.open(own)
    held = {str(row[0].value) for row in graph.run("SELECT ?d { ?x a dkg:Document ; rdfs:label ?d }")}
    assert held == {"Arvenia and Belmora agree on a ferry line"}
    actors = {row[0].value for row in graph.run("SELECT ?name { ?x a dkg:Actor ; skos:prefLabel ?name }")}
    assert actors == {"Arvenia", "Belmora", "Ida Marell", "Tomas Rehn"}
    checked = run_kg(own, "check")
    assert (checked.returncode, checked.stderr) == (0, "0 errors, 0 warnings\n")


def test_packaged_actors_stand_by_until_they_are_named(own: Path) -> None:
    """Whoever is named is there, with the state that a post is in; no one else."""
    edit(
        own / "texts/example.txt",
        "The two ministers signed",
        "Russian Foreign Minister Lavrov was there.\n\nThey signed",
    )
    mapping = own / "mappings/example.yaml"
    edit(mapping, "  The two ministers:", "  They:")
    edit(
        mapping,
        "- at: The two ministers … two capitals.",
        "- at: Russian Foreign Minister … was there.\n  says:\n  - meeting: marell-and-rehn-in-lisk\n"
        "    participants: [sergei-lavrov as foreign-minister-of-russia]\n"
        "    context: Ida Marell, Foreign … on Tuesday.\n"
        "- at: They signed an … two capitals.",
    )
    digest = hashlib.sha256((own / "texts/example.txt").read_bytes()).hexdigest()
    mapping.write_text(re.sub("(?m)^sha256: .*", f"sha256: {digest}", mapping.read_text("utf-8")), encoding="utf-8")
    done = run_kg(own, "build")
    assert done.returncode == 0, done.stderr
    found = {row[0].value.rpartition("/")[2] for row in kg.open(own).run("SELECT ?x { ?x a dkg:Actor }")}
    assert found == {"arvenia", "belmora", "ida-marell", "tomas-rehn", "sergei-lavrov", "russia"}


def test_every_packaged_question_is_answered_by_a_graph_that_holds_nothing(tmp_path: Path) -> None:
    run_kg(tmp_path, "init", "--own", "--bare")
    assert run_kg(tmp_path, "build").returncode == 0
    assert run_kg(tmp_path, "check").stderr == "0 errors, 0 warnings\n"
    graph = kg.open(tmp_path)
    for name in QUESTIONS:
        question = graph.question(name)
        if all(parameter.default is not None for parameter in question.parameters):
            assert not list(graph.ask(name)), name


def test_a_question_of_one_s_own_must_still_have_an_answer(own: Path) -> None:
    run_kg(own, "build")
    (own / "queries").mkdir()
    head = "# Ferries\n# $actor (actor): whose\n# Example: actor={}\n\n"
    query = own / "queries/ferries.rq"
    query.write_text(head.format("russia") + "SELECT ?x { ?x dkg:party $actor }", encoding="utf-8")
    done = run_kg(own, "check")
    assert done.returncode == 1 and done.stderr.startswith("queries/ferries.rq: nothing here is called 'russia'")
    query.write_text(head.format("arvenia") + "SELECT ?x { ?x dkg:party $actor }", encoding="utf-8")
    assert run_kg(own, "check").returncode == 0
    assert rows(run_kg(own, "ask", "ferries", "-p", "actor=arvenia").stdout)[0]["x"].endswith("ferry-agreement")


def test_a_spoilt_packaged_question_is_found_without_its_documents_too(own: Path, tmp_path: Path) -> None:
    assert run_kg(own, "build").returncode == 0
    packaged = copy_project(tmp_path / "packaged").root
    edit(packaged / "queries/who-met.rq", "SELECT ?who", "SELECTED ?who")
    (finding,) = check(find_project(own)._replace(packaged=packaged))
    assert str(finding).startswith("queries/who-met.rq:") and "not SPARQL" in str(finding)


def test_the_authorities_can_be_one_s_own_too(own: Path) -> None:
    edit(own / "kg.toml", 'documents = "own"', 'documents = "own"\nauthorities = "own"')
    assert find_project(own).own == Own(documents=True, authorities=True)
    assert run_kg(own, "build").returncode == 0
    edit(own / "mappings/authorities/example.yaml", "states:", "states:\n  iran: {name: Land of mine}")
    assert run_kg(own, "build").returncode == 0  # no packaged Iran to collide with
    edit(own / "kg.toml", 'authorities = "own"', "")
    done = run_kg(own, "build")
    assert done.returncode == 1
    assert "iran stands at mappings/authorities/" in done.stderr and "adds spellings to the other" in done.stderr


# Where a graph is put


@pytest.mark.parametrize("kind", ["home", "root"])
def test_no_graph_is_put_into_a_home_or_a_root(tmp_path: Path, kind: str) -> None:
    folder = tmp_path if kind == "home" else Path("/")
    done = run_kg(folder, "build", HOME=str(tmp_path))
    assert done.returncode == 2
    assert done.stderr.startswith(f"kg: {folder} is the ") and "and no project; `kg init DIR`" in done.stderr
    assert not (folder / ".kg").exists()


def test_a_home_that_is_a_project_is_one(tmp_path: Path) -> None:
    run_kg(tmp_path, "init", "--own", "--bare")
    assert run_kg(tmp_path, "build", HOME=str(tmp_path)).returncode == 0


def test_without_settings_the_build_says_where_the_graph_lies(tmp_path: Path) -> None:
    done = run_kg(tmp_path, "build")
    assert done.stderr.splitlines()[-1] == f"there is no kg.toml here or above: the graph lies in {tmp_path / '.kg'}"


def test_a_folder_that_cannot_be_written_is_an_error_of_one_sentence(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        (tmp_path / ".kg").write_text("", encoding="utf-8")  # root may write anywhere
    else:
        tmp_path.chmod(0o555)
    done = run_kg(tmp_path, "build")
    tmp_path.chmod(0o755)
    assert done.returncode == 2
    assert done.stderr.startswith("kg: the graph cannot be written (") and done.stderr.count("\n") == 1
    assert str(tmp_path / ".kg") in done.stderr
