"""`kg validate`: new facts beside what the graph knows, in words with places; nothing is written."""

from __future__ import annotations

import io
import json
import re
import shutil
from pathlib import Path

import pytest
import rdflib

from changes.worlds import small, write
from kg.gate import write_verdict
from kg.shacl import Severity
from support import ROOT, built, graph, run_kg

HEAD = """@prefix : <https://w3id.org/dkg/id/> .
@prefix dkg: <https://w3id.org/dkg/ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
POST = """
:harbour-master a dkg:Post ; skos:prefLabel "Harbour Master"@en ; dkg:postIn :russia .
"""


def validate(tmp_path: Path, text: str, *options: str, name: str = "new.ttl"):
    path = tmp_path / name
    path.write_text(HEAD + text, encoding="utf-8")
    before = sorted((built() / ".kg").rglob("*"))
    done = run_kg(built(), "validate", str(path), *options)
    assert sorted((built() / ".kg").rglob("*")) == before
    return done


def lines(done) -> list[str]:
    """The first lines of the findings, without the file."""
    return [line.partition("new.ttl:")[2] for line in done.stdout.splitlines() if not line.startswith("    ")]


def test_what_the_graph_knows_need_not_be_repeated(tmp_path: Path) -> None:
    done = validate(tmp_path, POST)
    assert (done.returncode, done.stdout) == (0, "")
    assert "3 statements, " in done.stderr
    assert done.stderr.rstrip().endswith("nothing is wrong")


def test_faults_have_places_names_and_rules(tmp_path: Path) -> None:
    text = ":tenure-new a dkg:Tenure ;\n    dkg:holder :sergei-lavrov, :mehdi-sanaei ;\n    dkg:post :russia .\n"
    done = validate(tmp_path, text)
    assert done.returncode == 1
    found = lines(done)
    assert any(each.startswith("6:16: violation: ") and each.endswith("[dks:tenure-holder]") for each in found)
    assert any(each.startswith("7:14: violation: ") and each.endswith("[dks:tenure-post]") for each in found)
    assert "\n    found dkg:holder :mehdi-sanaei, :sergei-lavrov; expected exactly 1 value\n" in done.stdout
    assert "\n    found dkg:post :russia (Russia); expected a value of the class dkg:Post\n" in done.stdout
    assert "\n    found no dkg:evidence; expected at least 1 value: a value of the class dkg:Citation or" in done.stdout
    assert "explained in" not in done.stderr  # this project has no page of rules
    assert found == sorted(found, key=lambda each: [int(n) for n in each.split(": ")[0].split(":")])


def test_unknown_terms_and_names_are_faults_with_the_nearest_known(tmp_path: Path) -> None:
    done = validate(tmp_path, POST.replace("dkg:postIn", "dkg:posIn").replace(":russia", ":rusia"))
    assert "the ontology has no dkg:posIn; did you mean dkg:postIn?" in done.stdout
    assert "nothing is known of :rusia; did you mean :russia?" in done.stdout


def test_a_name_that_is_like_no_other_gets_no_hint(tmp_path: Path) -> None:
    text = ':m a dkg:Meeting ; skos:prefLabel "M"@en ; dkg:status :status-held ; dkg:hasParticipant :usa ;\n'
    done = validate(tmp_path, text + "    dkg:heldAt :baku ; dkg:evidence :valdai-dialogue-report .")
    for name in (":usa", ":baku"):
        assert f"nothing is known of {name}; describe it, or mend its name" in done.stdout


def test_two_names_in_one_language_are_both_shown(tmp_path: Path) -> None:
    done = validate(tmp_path, ':mehdi-sanaei skos:prefLabel "Mehdi Sanai"@en , "Мехди Санаи"@uk .')
    assert 'found skos:prefLabel "Mehdi Sanaei"@en, "Mehdi Sanai"@en; expected one text in each' in done.stdout


def test_a_source_that_is_the_thing_itself_is_shown(tmp_path: Path) -> None:
    text = ':m a dkg:Meeting ; skos:prefLabel "M"@en ; dkg:status :status-held ; dkg:evidence :m .'
    assert "found dkg:evidence :m (M); expected a value of the class" in validate(tmp_path, text).stdout


def test_a_figure_is_called_as_the_file_calls_it(tmp_path: Path) -> None:
    text = ":trade a dkg:Figure ; dkg:about :iran ; dkg:measure :measure-trade-volume ; dkg:value 1 ;"
    done = validate(tmp_path, f'{text} dkg:unit :unit-usd ; dkg:edtf "2024" ; dkg:evidence :valdai-dialogue-report .')
    assert "[dks:date-with-reading]" in done.stdout
    assert ":figure-" not in done.stdout


def test_one_statement_is_one(tmp_path: Path) -> None:
    assert "1 statement, " in validate(tmp_path, ':tehran skos:altLabel "Teheran"@en .').stderr


def test_derived_properties_that_nothing_can_be_made_of_are_faults(tmp_path: Path) -> None:
    done = validate(tmp_path, ":sergei-lavrov dkg:met :manouchehr-moradi .")
    assert done.returncode == 1
    assert ":sergei-lavrov: dkg:met is derived, and cannot be stated so; state the meeting, with both" in done.stdout


def test_a_date_that_is_none_is_a_fault_and_no_crash(tmp_path: Path) -> None:
    done = validate(tmp_path, ':sergei-lavrov dkg:edtf "2013-13" ; dkg:reading :reading-within .')
    assert done.returncode == 1
    assert "2013-13 is no date of EDTF" in done.stdout


def test_severity_and_max_show_less_and_count_all(tmp_path: Path) -> None:
    text = ":tenure-new a dkg:Tenure ; dkg:holder :russia ; dkg:post :russia ."
    every = validate(tmp_path, text)
    some = validate(tmp_path, text, "--max", "1")
    assert len(lines(some)) == 1
    assert f"kg: {len(lines(every)) - 1} more are not shown; --max {len(lines(every))} shows all" in some.stderr
    assert some.stderr.splitlines()[-1] == every.stderr.splitlines()[-1]
    assert some.returncode == 1
    grave = validate(tmp_path, text, "--severity", "violation")
    assert "warning:" not in grave.stdout


def test_machines_read_json_sarif_and_the_standard_report(tmp_path: Path) -> None:
    text = ":tenure-new a dkg:Tenure ; dkg:holder :russia ; dkg:post :russia ."
    found = json.loads(validate(tmp_path, text, "--format", "json").stdout)
    assert found["conforms"] is False
    fault = found["faults"][0]
    assert fault["line"] == 5
    assert fault["severity"] in set(Severity)
    for fault in found["faults"]:
        assert fault["help"] == ""
        assert fault["expected"] or "SPARQL" in fault["component"]
    log = json.loads(validate(tmp_path, text, "--format", "sarif").stdout)
    (run,) = log["runs"]
    assert log["version"] == "2.1.0"
    assert len(run["results"]) == len(found["faults"])
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["helpUri"].startswith("https://w3id.org/dkg/shapes#")
        uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        assert uri == (tmp_path / "new.ttl").as_uri()
        assert result["locations"][0]["physicalLocation"]["region"]["startLine"] >= 1
    report = rdflib.Graph().parse(data=validate(tmp_path, text, "--format", "turtle").stdout, format="turtle")
    sh = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    assert (None, sh.conforms, rdflib.Literal(False)) in report
    shapes = {str(shape) for shape in report.objects(None, sh.sourceShape)}
    assert "https://w3id.org/dkg/shapes#tenure-post" in shapes


def test_findings_name_the_page_of_rules_where_the_project_has_it(tmp_path: Path) -> None:
    project = small(tmp_path)
    text = ":t a dkg:Tenure ; dkg:holder :arvenia ; dkg:post :arvenia ; dkg:zzz 1 ."
    facts = write(project, text)
    for command in ("validate", "add"):
        assert "explained in" not in run_kg(project.root, command, str(facts)).stderr
    page = project.root / "docs" / "reference" / "shapes.md"
    page.parent.mkdir(parents=True)
    shutil.copy(ROOT / "docs" / "reference" / "shapes.md", page)
    for command in ("validate", "add"):
        said = run_kg(project.root, command, str(facts)).stderr
        assert "explained in docs/reference/shapes.md: #fact-evidence, #tenure-holder, #tenure-post\n" in said
    rules = json.loads(run_kg(project.root, "validate", str(facts), "--format", "json").stdout)["faults"]
    for fault in rules:
        file, _, anchor = fault["help"].partition("#")
        assert bool(file) == bool(fault["rule"])
        if file:
            assert f"\n### {anchor}\n" in (project.root / file).read_text(encoding="utf-8")
    (run,) = json.loads(run_kg(project.root, "validate", str(facts), "--format", "sarif").stdout)["runs"]
    helped = {rule["id"] for rule in run["tool"]["driver"]["rules"] if "help" in rule}
    assert helped == {fault["rule"] for fault in rules} - {""}


@pytest.mark.parametrize("engine", ["kg", "pyshacl"])
def test_foreign_data_and_shapes_alone(tmp_path: Path, engine: str) -> None:
    shapes = tmp_path / "foreign.ttl"
    shapes.write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <urn:x:> . "
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . "
        "ex:S sh:targetClass ex:C ; sh:property [ sh:path ex:age ; sh:datatype xsd:integer ; sh:maxCount 1 ] .",
        encoding="utf-8",
    )
    data = "@prefix ex: <urn:x:> . ex:a a ex:C ; ex:age 1 .\nex:b a ex:C ; ex:age 'one' .\n<#c> a ex:C ; ex:age 7 , 8 ."
    done = validate(tmp_path, data, "--alone", "--shapes", str(shapes), "--engine", engine)
    assert done.returncode == 1
    assert [line.split(":")[0] for line in lines(done)] == ["6", "7"]


def test_misuse(tmp_path: Path) -> None:
    assert "name the shapes with --shapes" in validate(tmp_path, POST, "--alone").stderr
    unknown = validate(tmp_path, POST, "--input", "yaml")
    assert (unknown.returncode, "yaml is no format of RDF" in unknown.stderr) == (2, True)
    folder = run_kg(built(), "validate", str(tmp_path))
    assert (folder.returncode, f"{tmp_path} is a folder; name the files in it" in folder.stderr) == (2, True)
    nowhere = run_kg(tmp_path, "validate", "new.ttl")
    assert nowhere.returncode == 2
    assert "there is no graph here yet" in nowhere.stderr


def test_what_the_graph_exports_is_valid_beside_itself(tmp_path: Path) -> None:
    done = run_kg(built(), "export", "--asserted", "--no-description", str(tmp_path / "new.nt"))
    assert done.returncode == 0, done.stderr
    checked = run_kg(built(), "validate", str(tmp_path / "new.nt"))
    assert (checked.returncode, checked.stdout) == (0, "")
    assert checked.stderr == "no new statement: the graph knows all of this already\n"


def test_python_gives_the_same_verdict(tmp_path: Path) -> None:
    path = tmp_path / "new.ttl"
    path.write_text(HEAD + ":tenure-new a dkg:Tenure ; dkg:holder :russia ; dkg:post :russia .", encoding="utf-8")
    done = run_kg(built(), "validate", str(path))
    verdict = graph().validate(path)
    assert not verdict.conforms
    counts = [line for line in done.stderr.splitlines() if not line.startswith("explained in ")]
    assert str(verdict).splitlines() == [*done.stdout.splitlines(), *counts]
    assert "dks" not in verdict._repr_html_()
    assert verdict._repr_html_().count("<tr>") == len(verdict.faults) + 1
    assert verdict.summary in repr(verdict)


def test_a_date_is_short_for_a_claim_on_an_event_and_not_on_a_claim(tmp_path: Path) -> None:
    event = ':talks-new a dkg:Meeting ; skos:prefLabel "Talks"@en ; dkg:edtf "2025-01-13" ; dkg:status :status-held .'
    done = validate(tmp_path, event)
    assert "nothing says where this of :talks-new is stated; give it dkg:evidence" in done.stdout
    claim = ':date a dkg:Claim ; dkg:claimOf :iran ; dkg:claimProperty dkg:edtf ; dkg:edtf "2025" .'
    assert "nothing says where this" not in validate(tmp_path, claim).stdout


def test_a_whole_export_with_all_that_follows_says_nothing_new(tmp_path: Path) -> None:
    assert run_kg(built(), "export", str(tmp_path / "new.ttl")).returncode == 0
    checked = run_kg(built(), "validate", str(tmp_path / "new.ttl"))
    assert (checked.returncode, checked.stdout) == (0, "")
    assert checked.stderr == "no new statement: the graph knows all of this already\n"


@pytest.mark.parametrize(
    ("name", "text", "remedy"),
    [
        ("new.ttl", "# later\n", "is it the one that you mean?"),
        ("new.jsonld", '{"@id": "https://w3id.org/dkg/id/iran", "name": "Iran"}', "give it an @context"),
    ],
)
def test_a_file_without_statements_is_a_warning(tmp_path: Path, name: str, text: str, remedy: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "other.ttl").write_text(HEAD + POST, encoding="utf-8")
    for more in ([], ["other.ttl"], ["--alone", "--shapes", str(ROOT / "shapes")]):
        done = run_kg(built(), "validate", str(tmp_path / name), *(str(tmp_path / m) if "." in m else m for m in more))
        assert done.returncode == 0
        (line,) = done.stdout.splitlines()
        assert line.startswith(f"{tmp_path / name}: warning: the file: it holds no statement; {remedy}")
        assert done.stderr.rstrip().endswith("1 warning")


def test_a_terminal_has_lines_of_its_width_and_no_marks_that_drive_it(tmp_path: Path) -> None:
    text = ':p a dkg:Person ; skos:prefLabel "A\\u001B[2Jname\\u202E"@en, "Bee"@en ; dkg:posIn :iran .'
    verdict = graph().validate(written(tmp_path, text))
    assert "\x1b" not in str(verdict) and "\u202e" not in str(verdict)
    out = io.StringIO()
    write_verdict(verdict, verdict.faults, "text", out, width=72)
    plain = re.sub("\x1b\\[[0-9]*m", "", out.getvalue()).splitlines()
    assert plain[0].endswith("new.ttl") and all(len(line) <= 72 for line in plain[1:])
    assert all(line.startswith("  ") for line in plain[1:])
    violations = [fault for fault in verdict.faults if fault.severity is Severity.VIOLATION]
    assert out.getvalue().count("\x1b[31mviolation\x1b[0m") == len(violations) > 0


def test_a_name_that_misleads_is_a_violation_where_it_stands_and_joiners_are_none(tmp_path: Path) -> None:
    text = ':lisk a dkg:Place ; skos:prefLabel "Lisk"@en , "می\\u200Cخواهم"@fa ;\n  skos:altLabel "Ast\\u202Eara"@en .'
    done = validate(tmp_path, text)
    (line, detail) = done.stdout.splitlines()
    assert "new.ttl:6:17: violation: Lisk (:lisk): This other name has a mark that nobody sees" in line
    assert 'found skos:altLabel "Ast\\u202Eara"@en; expected a text without the characters ' in detail
    assert "\\u202A-\\u202E and \\u2066-\\u2069" in detail
    alone = ("--alone", "--shapes", str(ROOT / "shapes"), "--engine", "pyshacl")
    other = run_kg(built(), "validate", *alone, str(tmp_path / "new.ttl"))
    assert "[dks:label-other-plain]" in other.stdout


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "new.ttl"
    path.write_text(HEAD + text, encoding="utf-8")
    return path
