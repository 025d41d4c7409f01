"""`kg validate`: new facts beside what the graph knows, in words with places; nothing is written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import rdflib

from kg.shacl import Severity
from support import built, graph, run_kg

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
    return [line.partition("new.ttl:")[2] for line in done.stdout.splitlines()]


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
    assert any(each.startswith("6:16: violation: ") and "dks:tenure-holder" in each for each in found)
    assert any(each.startswith("7:14: violation: ") and "dkg:post Russia, dks:tenure-post" in each for each in found)
    assert found == sorted(found, key=lambda each: [int(n) for n in each.split(": ")[0].split(":")])


def test_unknown_terms_and_names_are_faults_with_the_nearest_known(tmp_path: Path) -> None:
    done = validate(tmp_path, POST.replace("dkg:postIn", "dkg:posIn").replace(":russia", ":rusia"))
    assert "the ontology has no dkg:posIn; did you mean dkg:postIn?" in done.stdout
    assert "nothing is known of :rusia; did you mean :russia?" in done.stdout


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
    assert len(some.stdout.splitlines()) == 1
    assert f"kg: {len(every.stdout.splitlines()) - 1} more are not shown" in some.stderr
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
    log = json.loads(validate(tmp_path, text, "--format", "sarif").stdout)
    (run,) = log["runs"]
    assert log["version"] == "2.1.0"
    assert len(run["results"]) == len(found["faults"])
    for result in run["results"]:
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("error", "warning", "note")
        assert result["locations"][0]["physicalLocation"]["region"]["startLine"] >= 1
    report = rdflib.Graph().parse(data=validate(tmp_path, text, "--format", "turtle").stdout, format="turtle")
    sh = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    assert (None, sh.conforms, rdflib.Literal(False)) in report
    shapes = {str(shape) for shape in report.objects(None, sh.sourceShape)}
    assert "https://w3id.org/dkg/shapes#tenure-post" in shapes


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
    nowhere = run_kg(tmp_path, "validate", "new.ttl")
    assert nowhere.returncode == 2
    assert "there is no graph here yet" in nowhere.stderr


def test_what_the_graph_exports_is_valid_beside_itself(tmp_path: Path) -> None:
    done = run_kg(built(), "export", "--asserted", "--no-description", str(tmp_path / "new.nt"))
    assert done.returncode == 0, done.stderr
    checked = run_kg(built(), "validate", str(tmp_path / "new.nt"))
    assert (checked.returncode, checked.stdout) == (0, "")
    assert "0 statements, 0 derived" in checked.stderr


def test_python_gives_the_same_verdict(tmp_path: Path) -> None:
    path = tmp_path / "new.ttl"
    path.write_text(HEAD + ":tenure-new a dkg:Tenure ; dkg:holder :russia ; dkg:post :russia .", encoding="utf-8")
    done = run_kg(built(), "validate", str(path))
    verdict = graph().validate(path)
    assert not verdict.conforms
    assert str(verdict).splitlines() == [*done.stdout.splitlines(), *done.stderr.splitlines()]
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
