"""`kg add`: all or nothing, kept in a numbered file, and the same graph again from a build."""

from __future__ import annotations

import json
import os
import re
from datetime import UTC, datetime

import pytest

import kg
from changes.worlds import (
    BROKEN,
    HEAD,
    MEETING,
    PARTICIPATION,
    PERSON,
    POST,
    SIGNED,
    SOURCE,
    TENURE,
    exported,
    given,
    rebuilt,
    small,
    state,
    write,
)
from kg.building import build, examine
from kg.changes import RefusedError, Signature, sign
from kg.errors import KgError, UnusableError
from kg.journal import Journal
from kg.project import Project
from support import run_kg

ALL = (SOURCE, PERSON, POST, TENURE, MEETING, PARTICIPATION)


def test_what_is_added_is_in_the_graph_and_in_a_file(project: Project) -> None:
    before = kg.open(project.root)
    accepted = given(project, *ALL)
    assert accepted is not None
    assert accepted.number == 1
    after = kg.open(project.root)
    assert "paul-port" in after and "paul-port" not in before
    assert len(after.store) == len(before.store) + len(accepted.change.delta.added) + len(accepted.derived.added)
    assert accepted.derived.removed == ()
    (read,) = Journal(project.root).changes()
    assert read.delta == accepted.change.delta
    assert (read.head.time, read.head.author, read.head.message) == SIGNED


def test_only_what_is_asserted_is_kept_and_a_build_makes_the_same_graph(project: Project) -> None:
    given(project, *ALL, ":paul-port a dkg:Actor .\n")
    text = (project.root / "changes/0001.rdfp").read_text(encoding="utf-8")
    assert "beginEarliest" not in text
    assert "ns#Actor" not in text
    before = exported(project)
    assert rebuilt(project) == before
    assert run_kg(project.root, "stats").stderr == ""  # the graph is not older than what it was made of


def test_lexical_forms_are_kept_as_the_store_has_them(project: Project) -> None:
    figure = """:figure-x a dkg:Figure ; dkg:about :arvenia ; dkg:measure :measure-trade-volume ;
        dkg:value 3500000000.00 ; dkg:unit :unit-usd ; dkg:evidence :gazette ."""
    given(project, SOURCE, figure)
    before = exported(project)
    assert rebuilt(project) == before
    assert given(project, SOURCE, figure) is None


def test_a_second_change_follows_the_first(project: Project) -> None:
    given(project, SOURCE, PERSON)
    given(project, POST, TENURE)
    given(project, MEETING, PARTICIPATION)
    one, two, three = Journal(project.root).changes()
    assert (two.prev, three.prev) == (one.id, two.id)
    before = exported(project)
    assert rebuilt(project) == before


def test_the_same_change_gives_the_same_bytes(project: Project, tmp_path) -> None:
    other = small(tmp_path / "other")
    given(project, SOURCE, PERSON, POST)
    given(other, POST, PERSON, SOURCE)
    name = "changes/0001.rdfp"
    assert (project.root / name).read_bytes() == (other.root / name).read_bytes()


@pytest.mark.parametrize("facts", [BROKEN, PERSON + BROKEN, ":x dkg:posIn :y .", "[] a dkg:Person ."])
def test_what_is_refused_changes_nothing(project: Project, facts: str) -> None:
    given(project, SOURCE)
    before = state(project)
    with pytest.raises(KgError):
        given(project, facts)
    assert state(project) == before
    assert rebuilt(project) == before["export"]


def test_a_refusal_carries_the_verdict(project: Project) -> None:
    with pytest.raises(RefusedError) as caught:
        given(project, BROKEN)
    assert not caught.value.verdict.conforms
    assert "new.ttl:7:" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_what_is_known_makes_no_change(project: Project) -> None:
    given(project, SOURCE, PERSON)
    before = state(project)
    assert given(project, PERSON) is None
    assert state(project) == before


def test_without_a_graph_nothing_can_be_added(tmp_path) -> None:
    project = Project(root=tmp_path, packaged=tmp_path)
    with pytest.raises(UnusableError, match="there is no graph here yet; run `kg build`"):
        given(project, PERSON)
    assert not (tmp_path / ".kg").exists()


def test_evidence_can_be_added_to_a_fact_that_is_known(project: Project) -> None:
    fact = "ida-marell--foreign-minister-of-arvenia"
    accepted = given(project, SOURCE, f":{fact} dkg:evidence :gazette .", signature=SIGNED._replace(message=""))
    assert accepted is not None
    assert accepted.change.head.message == "evidence for 1 fact about Ida Marell"
    assert kg.open(project.root)[fact].sources[-1].title == "Gazette 7"


def test_a_name_does_not_drive_a_terminal_and_leaves_room(project: Project) -> None:
    text = ':somebody a dkg:Person ; skos:prefLabel "{}"@en ; dkg:post :foreign-minister-of-arvenia .'
    for name, code in (("\\u202EReversed " + "x" * 500, 1), ("Long " + "x" * 500, 0)):
        facts = write(project, SOURCE, f"{text.format(name)} :somebody dkg:evidence :gazette .")
        done = run_kg(project.root, "add", str(facts))
        assert done.returncode == code, done.stdout + done.stderr
        assert "\u202e" not in done.stdout + done.stderr
    assert len(done.stdout) < 200


# The build


def test_a_build_names_the_line_of_a_change_that_is_wrong(project: Project) -> None:
    given(project, SOURCE, PERSON, POST, TENURE)
    shape = project.root / "shapes/more.ttl"
    shape.parent.mkdir()
    shape.write_text(
        HEAD + "@prefix sh: <http://www.w3.org/ns/shacl#> .\n@prefix dks: <https://w3id.org/dkg/shapes#> .\n"
        "dks:no-port a sh:NodeShape ; sh:targetNode :paul-port ; sh:property [ sh:path skos:prefLabel ;\n"
        'sh:hasValue "Nobody"@en ; sh:message "Not him."@en ] .\n',
        encoding="utf-8",
    )
    (finding,) = [each for each in examine(project).findings if "Not him" in each.message]
    rows = (project.root / "changes/0001.rdfp").read_text(encoding="utf-8").split("\n")
    assert finding.place.file == "changes/0001.rdfp"
    assert '"Paul Port"@en' in rows[finding.place.line - 1]


def test_a_build_refuses_a_damaged_change_and_leaves_the_graph(project: Project) -> None:
    given(project, SOURCE, PERSON)
    before = exported(project)
    path = project.root / "changes/0001.rdfp"
    path.write_text(path.read_text(encoding="utf-8").replace("TC .\n", ""), encoding="utf-8")
    done = run_kg(project.root, "build")
    assert done.returncode == 2
    assert re.fullmatch(r"kg: changes/0001\.rdfp:\d+: the change is cut off: .*; restore .*\n", done.stderr)
    assert exported(project) == before
    done = run_kg(project.root, "log")
    assert done.returncode == 2
    assert done.stdout == ""


def test_a_change_that_others_made_is_told_of(project: Project, tmp_path) -> None:
    """As when it comes from a repository: the graph is older, and the next change takes it in."""
    other = small(tmp_path / "other")
    given(other, SOURCE, PERSON)
    (project.root / "changes").mkdir()
    (project.root / "changes/0001.rdfp").write_bytes((other.root / "changes/0001.rdfp").read_bytes())
    assert "the graph is older than changes/0001.rdfp; run `kg build`" in run_kg(project.root, "stats").stderr
    accepted = given(project, POST, TENURE)
    assert accepted is not None
    assert accepted.number == 2
    before = exported(project)
    assert rebuilt(project) == before


def test_a_graph_of_another_history_is_not_added_to(project: Project, tmp_path) -> None:
    other = small(tmp_path / "other")
    given(project, SOURCE, PERSON)
    given(other, SOURCE, POST)
    (project.root / "changes/0001.rdfp").write_bytes((other.root / "changes/0001.rdfp").read_bytes())
    with pytest.raises(UnusableError, match=r"holds other changes than changes/ has; run `kg build`"):
        given(project, MEETING)
    (project.root / "changes/0001.rdfp").unlink()
    with pytest.raises(UnusableError, match=r"holds other changes"):
        given(project, MEETING)
    build(project)
    given(project, SOURCE, MEETING)


def test_what_a_change_takes_away_though_nothing_states_it_is_a_warning(project: Project) -> None:
    journal = Journal(project.root)
    given(project, SOURCE, PERSON)
    added = journal.read(1).delta.added
    for _ in range(2):
        journal.append(journal.draft(journal.read(1).head, journal.read(1).delta.inverse))
    warnings = [each for each in examine(project).findings if each.place.file.startswith("changes/")]
    assert [(each.place.file, each.severity) for each in warnings] == [("changes/0003.rdfp", "warning")]
    assert f"and {len(added) - 1} more statements" in warnings[0].message


# The command


def add(project: Project, *options: str, facts: str = SOURCE + PERSON, **more: str):
    return run_kg(project.root, "add", str(write(project, facts)), *options, **more)


def test_the_command_tells_the_change(project: Project) -> None:
    done = add(project, "--author", "Ann", "--time", "2026-01-31T13:00:00+01:00", "-m", "A port")
    assert done.returncode == 0
    assert "no fact with a source says anything of :paul-port" in done.stderr
    assert re.fullmatch(r"change 1: A port \(\+\d+ asserted, \+\d+ derived\)\n", done.stdout)
    head = Journal(project.root).read(1).head
    assert (head.time, head.author) == ("2026-01-31T12:00:00Z", "Ann")
    again = add(project)
    assert (again.returncode, again.stdout) == (0, "")
    assert "knows all of this already" in again.stderr


NAMELESS = """
[] a dkg:Meeting ; skos:prefLabel "Talks in Lisk"@en ; dkg:status :status-held ; dkg:edtf "2026-01-12" ;
    dkg:hasParticipant :arvenia , [ a dkg:Person ; skos:prefLabel "Paul Port"@en ;
        dkg:post [ a dkg:Post ; skos:prefLabel "Harbour Master"@en ; dkg:postIn :arvenia ] ; dkg:evidence :gazette ] ;
    dkg:evidence :gazette .
[] a dkg:Figure ; dkg:about :arvenia ; dkg:measure :measure-trade-volume ; dkg:value 1000 ; dkg:unit :unit-usd ;
    dkg:edtf "2024" ; dkg:reading :reading-exactly ; dkg:evidence :gazette .
"""


def test_a_file_with_nameless_nodes_that_is_added_again_changes_nothing(project: Project) -> None:
    assert add(project, facts=SOURCE + NAMELESS).returncode == 0
    before = state(project)
    again = add(project, facts=SOURCE + NAMELESS)
    assert (again.returncode, again.stdout) == (0, ""), again.stdout
    assert "the graph knows all of this already" in again.stderr
    assert state(project) == before
    insisted = add(project, "--new", facts=SOURCE + NAMELESS)
    assert insisted.returncode == 0
    assert ":talks-in-lisk-2" in exported(project)


@pytest.mark.parametrize(
    ("old", "new", "name"),
    [
        ('"2026-01-12"', '"2026-01-13"', "Talks in Lisk is known as :talks-in-lisk"),
        ("dkg:postIn :arvenia", "dkg:postIn :arvenia ; dkg:speaksFor :arvenia", "Harbour Master is known as"),
        (
            NAMELESS,
            ':m a dkg:Meeting ; skos:prefLabel "M"@en ; dkg:status :status-held ; dkg:evidence :gazette ;'
            ' dkg:hasParticipant [ a dkg:Person ; skos:prefLabel "Paul Port"@en ] .',
            "Paul Port is known as :paul-port",
        ),
    ],
)
def test_a_nameless_node_that_says_more_of_a_known_one_is_refused(
    project: Project, old: str, new: str, name: str
) -> None:
    assert add(project, facts=SOURCE + NAMELESS).returncode == 0
    done = add(project, facts=SOURCE + NAMELESS.replace(old, new))
    assert done.returncode == 1
    assert f"{name}" in done.stdout and ", and this says more; write :" in done.stdout


def test_a_file_without_statements_adds_nothing_and_says_so(project: Project) -> None:
    before = state(project)
    done = add(project, facts="# later\n")
    assert (done.returncode, done.stdout) == (2, "")
    assert "there is no statement in " in done.stderr and done.stderr.count("\n") == 1
    with pytest.raises(UnusableError, match="there is no statement in"):
        kg.open(project.root).add(write(project, "# later"))
    assert state(project) == before
    beside = run_kg(project.root, "add", str(write(project, SOURCE)), str(write(project, "# later", name="later.ttl")))
    assert beside.returncode == 0
    assert "later.ttl: warning: the file: it holds no statement" in beside.stderr


def test_the_command_tells_it_in_json(project: Project) -> None:
    told = json.loads(add(project, "--format", "json", "--author", "Ann", "--time", "2026-01-31").stdout)
    assert told["change"] == 1
    assert told["file"] == "changes/0001.rdfp"
    assert told["time"] == "2026-01-31T00:00:00Z"
    assert told["asserted"]["added"] == len(Journal(project.root).read(1).delta.added)
    assert told["message"] == "Gazette 7, Paul Port"


def test_a_refusal_is_what_validate_prints(project: Project) -> None:
    done, judged = add(project, facts=BROKEN), run_kg(project.root, "validate", str(write(project, BROKEN)))
    assert (done.returncode, done.stdout) == (1, judged.stdout)
    assert done.stderr == judged.stderr + "kg: nothing was changed; mend the facts\n"
    told = json.loads(add(project, "--format", "json", facts=BROKEN).stdout)
    assert told["conforms"] is False


def test_stdin_and_formats(project: Project) -> None:
    done = run_kg(project.root, "add", "-", "--author", "Ann", stdin=HEAD + PERSON)
    assert done.returncode == 0, done.stderr
    done = run_kg(project.root, "add", "-", "--input", "ntriples", "--author", "Ann", stdin=(
        '<https://w3id.org/dkg/id/paul-port> <http://www.w3.org/2004/02/skos/core#altLabel> "P. Port"@en .\n'
    ))  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert run_kg(project.root, "add", "-", "-").returncode == 2
    assert run_kg(project.root, "add", "-", "--input", "yaml2").returncode == 2
    assert Journal(project.root).count() == 2


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--time", "noon"), "'noon' is no time; write it as 2026-01-31T12:00:00Z"),
        (("--author", " "), "the author has no name; give one with --author"),
        (("--wait", "-1"), "is no number of seconds"),
    ],
)
def test_what_cannot_sign_is_said(project: Project, options: tuple[str, ...], message: str) -> None:
    done = add(project, *options)
    assert done.returncode == 2
    assert message in done.stderr
    assert not (project.root / "changes").exists()


# Who and when


def test_the_time_is_given_or_of_the_epoch_or_now(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert sign(tmp_path, author="A").time == "1970-01-02T00:00:00Z"
    assert sign(tmp_path, author="A", time="2026-01-31T12:00:00.5Z").time == "2026-01-31T12:00:00Z"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(UnusableError, match="SOURCE_DATE_EPOCH is 'yesterday'"):
        sign(tmp_path, author="A")
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    seen = datetime.fromisoformat(sign(tmp_path, author="A").time)
    assert abs((datetime.now(UTC) - seen).total_seconds()) < 60


def test_the_author_is_given_or_of_the_environment_or_of_git(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KG_AUTHOR", "Bob")
    assert sign(tmp_path, author="Ann").author == "Ann"
    assert sign(tmp_path).author == "Bob"
    monkeypatch.delenv("KG_AUTHOR")
    for name, value in (("GIT_CONFIG_COUNT", "1"), ("GIT_CONFIG_KEY_0", "user.name"), ("GIT_CONFIG_VALUE_0", "Cleo")):
        monkeypatch.setenv(name, value)
    assert sign(tmp_path).author == "Cleo"
    monkeypatch.setenv("PATH", os.devnull)
    monkeypatch.setenv("LOGNAME", "dora")
    assert sign(tmp_path) == Signature(sign(tmp_path).time, "dora", "")


# Python


def test_a_graph_takes_facts_in_and_sees_them(project: Project) -> None:
    g = kg.open(project.root)
    accepted = g.add(write(project, SOURCE, PERSON), author="Ann", time="2026-01-31", message="A port")
    assert accepted is not None
    assert str(accepted).startswith("change 1: A port (+")
    assert "paul-port" in g
    assert [(entry.number, entry.author) for entry in g.log] == [(1, "Ann")]
    assert "A port" in g.log._repr_html_() and "A port" in str(g.log)
    g.undo(author="Ann")
    assert "paul-port" not in g
    assert len(g.log) == 2


def test_a_graph_in_a_file_takes_none(project: Project) -> None:
    target = project.root / "graph.ttl"
    kg.open(project.root).export(target)
    with pytest.raises(UnusableError, match="a graph in a file takes no changes"):
        kg.open(target).add(write(project, PERSON), author="Ann")
