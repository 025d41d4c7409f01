"""`kg undo` and `kg log`: a change is taken back by its inverse, unless later ones build on it; the log keeps both."""

from __future__ import annotations

import csv
import io
import json

import pytest

from changes.worlds import (
    HEAD,
    PERSON,
    POST,
    SIGNED,
    SOURCE,
    TENURE,
    exported,
    given,
    rebuilt,
    state,
)
from kg.changes import Accepted, RefusedError, undo
from kg.errors import FindingsError, KgError, UnusableError
from kg.history import find, log, undone_by
from kg.journal import Journal
from kg.project import Project
from support import run_kg

UNSAID = SIGNED._replace(message="")


def back(project: Project, number: int | None = None) -> Accepted:
    return undo(project, number, UNSAID)


def test_the_last_change_is_taken_back_to_the_byte(project: Project) -> None:
    before = exported(project)
    given(project, SOURCE, PERSON)
    between = exported(project)
    given(project, POST, TENURE)
    assert back(project).change.head.undoes == 2
    assert exported(project) == between
    assert back(project, 1).number == 4
    assert exported(project) == before
    assert rebuilt(project) == before
    assert Journal(project.root).count() == 4


def test_an_undo_can_be_undone(project: Project) -> None:
    given(project, SOURCE, PERSON, signature=SIGNED._replace(message="Paul"))
    with_it = exported(project)
    assert back(project).change.head.message == "takes back change 1: Paul"
    without = exported(project)
    assert back(project).change.head.message == "brings back change 1: Paul"
    assert exported(project) == with_it
    assert back(project).change.head.message == "takes back change 1: Paul"
    assert exported(project) == without == rebuilt(project)
    assert undone_by(Journal(project.root).changes()) == {3: 4, 1: 2}


def test_what_came_back_can_be_taken_back_by_its_own_number(project: Project) -> None:
    before = exported(project)
    given(project, SOURCE, PERSON)
    back(project, 1)
    back(project, 2)
    assert back(project, 1).number == 4
    assert exported(project) == before
    assert undone_by(Journal(project.root).changes()) == {2: 3, 1: 4}


def test_what_is_taken_back_already_is_not_again(project: Project) -> None:
    given(project, SOURCE, PERSON)
    back(project)
    with pytest.raises(KgError, match="change 1 is taken back already, by change 2; see `kg log 2`"):
        back(project, 1)


def test_a_change_that_later_ones_build_on_stays_and_they_are_named(project: Project) -> None:
    given(project, SOURCE, PERSON)
    given(project, POST, TENURE)
    given(project, ':paul-port skos:altLabel "P. Port"@en .')
    before = state(project)
    with pytest.raises(FindingsError) as caught:
        back(project, 1)
    assert state(project) == before
    assert str(caught.value) == "change 1 was not taken back: later changes build on it"
    two, three = map(str, caught.value.findings)
    assert two.startswith("changes/0002.rdfp:") and "change 2 names :" in two
    assert two.endswith("which change 1 brought in; take that back first, with `kg undo 2`")
    assert three.startswith("changes/0003.rdfp:") and "change 3 names :paul-port" in three
    back(project, 3)
    back(project, 2)
    back(project, 1)


def test_what_was_taken_back_does_not_hold_others(project: Project) -> None:
    before = exported(project)
    given(project, SOURCE, PERSON)
    given(project, POST, TENURE)
    back(project, 2)
    back(project, 1)
    assert exported(project) == before == rebuilt(project)
    with pytest.raises(RefusedError, match="nothing is known of"):
        back(project, 3)  # the tenure cannot come back before its holder


def test_independent_changes_are_taken_back_in_any_order(project: Project) -> None:
    before = exported(project)
    given(project, SOURCE)
    given(project, PERSON)
    given(project, POST)
    back(project, 2)
    back(project, 1)
    back(project, 3)
    assert exported(project) == before == rebuilt(project)


def test_a_change_stays_without_which_the_graph_would_not_conform(project: Project) -> None:
    """Nobody names what it brought in, but a shape of the project's own demands it."""
    given(project, SOURCE, PERSON)
    shape = project.root / "shapes/more.ttl"
    shape.parent.mkdir()
    shape.write_text(
        HEAD + "@prefix sh: <http://www.w3.org/ns/shacl#> .\n@prefix dks: <https://w3id.org/dkg/shapes#> .\n"
        "dks:port a sh:NodeShape ; sh:targetNode :paul-port ; sh:property [ sh:path skos:prefLabel ; sh:minCount 1 ;\n"
        'sh:message "Paul has a name."@en ] .\n',
        encoding="utf-8",
    )
    before = state(project)
    with pytest.raises(RefusedError, match=r"Paul has a name\."):
        back(project, 1)
    assert state(project) == before


def test_there_must_be_a_change(project: Project) -> None:
    with pytest.raises(UnusableError, match="nothing was changed yet; `kg add` adds facts"):
        back(project)
    given(project, SOURCE)
    with pytest.raises(UnusableError, match="there is no change 2; the last is 1; `kg log` lists them"):
        back(project, 2)
    with pytest.raises(UnusableError, match="there is no change 0"):
        find(Journal(project.root), 0)


# The command, and the log


def test_the_commands_tell_what_happened(project: Project) -> None:
    given(project, SOURCE, PERSON)
    given(project, POST, TENURE)
    done = run_kg(project.root, "undo", "1", "--author", "Ann")
    assert (done.returncode, done.stdout) == (1, "")
    assert "take that back first, with `kg undo 2`" in done.stderr
    assert done.stderr.endswith("kg: change 1 was not taken back: later changes build on it\n")
    done = run_kg(project.root, "undo", "--author", "Ann", "--time", "2026-02-01")
    assert done.returncode == 0
    assert done.stdout.startswith("change 3: takes back change 2: a change (−")


def test_the_log_has_the_newest_first_and_tells_what_was_undone(project: Project) -> None:
    given(project, SOURCE, PERSON)
    given(project, POST, TENURE)
    back(project)
    done = run_kg(project.root, "log")
    rows = list(csv.DictReader(io.StringIO(done.stdout), delimiter="\t"))
    assert [(r["number"], r["undoes"], r["undone_by"]) for r in rows] == [("3", "2", ""), ("2", "", "3"), ("1", "", "")]
    assert {row["author"] for row in rows} == {"Ann Alpha"}
    assert rows[0]["removed"] == rows[1]["added"] != "0"
    told = json.loads(run_kg(project.root, "log", "--format", "json").stdout)
    assert [(each["number"], each["undone_by"]) for each in told] == [(3, None), (2, 3), (1, None)]
    table = run_kg(project.root, "log", "--format", "table").stdout
    assert "undone by 3" in table
    assert len(run_kg(project.root, "log", "--limit", "1").stdout.splitlines()) == 2
    assert [entry.number for entry in log(Journal(project.root))] == [3, 2, 1]


def test_one_change_is_shown_as_its_file(project: Project) -> None:
    given(project, SOURCE, PERSON)
    shown = run_kg(project.root, "log", "1").stdout
    assert shown == (project.root / "changes/0001.rdfp").read_text(encoding="utf-8")
    assert run_kg(project.root, "log", "7").returncode == 2
    assert run_kg(project.root, "log", "1", "--format", "json").returncode == 2


def test_an_empty_log_says_so(project: Project) -> None:
    done = run_kg(project.root, "log")
    assert (done.returncode, done.stdout.count("\n")) == (0, 1)
    assert done.stderr == "kg: nothing was changed yet; `kg add` adds facts\n"
