"""What would break a parser, or be taken for whole, is refused in a sentence, wherever it is read."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

import kg
from kg.errors import UnusableError
from kg.guards import check_depth, check_xml
from support import built, graph, run_kg

RDF = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="urn:x:">{}</rdf:RDF>'
WHOLE = RDF.format('<rdf:Description rdf:about="urn:s"><x:p>1</x:p></rdf:Description>')
OWN = '<!DOCTYPE rdf:RDF [<!ENTITY x "urn:x:">]>' + RDF.format('<rdf:Description rdf:about="&x;s"/>')


def bomb() -> str:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE rdf:RDF [<!ENTITY e0 "aaaaaaaaaa">{entities}]>' + RDF.format(
        "<rdf:Description><x:p>&e9;</x:p></rdf:Description>"
    )


@pytest.mark.parametrize("text", [WHOLE, OWN])
def test_whole_xml_passes(text: str) -> None:
    check_xml(text.encode(), "x.rdf")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (WHOLE[:-3], r"x\.rdf:1:\d+: not XML: unclosed token; mend the file"),
        (WHOLE.removesuffix("</rdf:RDF>"), r"x\.rdf:1:\d+: not XML: no element found"),
        ("", r"x\.rdf:1:1: not XML: no element found"),
        (bomb(), r"x\.rdf:1:\d+: not XML: limit on input amplification factor"),
    ],
)
def test_xml_that_is_cut_off_or_explodes_is_refused(text: str, message: str) -> None:
    with pytest.raises(UnusableError, match=message):
        check_xml(text.encode(), "x.rdf")


def test_depth_counts_brackets_outside_strings() -> None:
    check_depth('["' + "[" * 5000 + '"]', "x.json")
    check_depth("[]" * 5000, "x.json")
    with pytest.raises(UnusableError, match="deeper than 1000 levels"):
        check_depth('{"a":' * 1001, "x.json")


@pytest.mark.parametrize("words", [["validate"], ["validate", "--alone", "--shapes", "s.ttl"], ["diff"]])
def test_every_reader_is_guarded(tmp_path: Path, words: list[str]) -> None:
    (tmp_path / "s.ttl").write_text("<urn:s> <http://www.w3.org/ns/shacl#targetNode> <urn:t> .", encoding="utf-8")
    for name, text in (("cut.rdf", WHOLE[:-10]), ("bomb.rdf", bomb()), ("deep.jsonld", '{"p":' * 5000)):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        given = [str(tmp_path / word) if word == "s.ttl" else word for word in words]
        done = run_kg(built(), *given, str(path), *([str(path)] if words == ["diff"] else []))
        assert done.returncode == 2, (name, done.stderr)
        assert len(done.stderr.splitlines()) == 1 and name in done.stderr
        with pytest.raises(UnusableError):
            kg.open(path)


def test_a_deep_query_is_refused_and_no_crash() -> None:
    for text in ("SELECT * " + "{" * 2500 + "}" * 2500, "ASK { FILTER(" + "(" * 20000 + "1" + ")" * 20000 + ") }"):
        with pytest.raises(UnusableError, match="deeper than 1000 levels"):
            graph().query(text)


def test_true_and_false_have_formats_too(tmp_path: Path) -> None:
    assert json.loads(run_kg(built(), "query", "ASK {}", "--format", "json").stdout) == {"head": {}, "boolean": True}
    run_kg(built(), "query", "ASK { ?x a ?x , ?y }", "-o", str(tmp_path / "a.xml"))
    (answer,) = ElementTree.parse(tmp_path / "a.xml").iter("{http://www.w3.org/2005/sparql-results#}boolean")
    assert answer.text == "false"


def test_tables_of_an_older_export_do_not_stay(tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text("x\n", encoding="utf-8")
    for words in ([], ["--document", "dedov-interview"], ["--format", "parquet"]):
        run_kg(built(), "export", *words, f"{tmp_path}/")
        listed = {each["path"] for each in json.loads((tmp_path / "datapackage.json").read_text())["resources"]}
        assert {path.name for path in tmp_path.iterdir()} == listed | {"datapackage.json", "mine.csv"}


def test_a_limit_that_no_system_has_is_refused() -> None:
    done = run_kg(built(), "query", "ASK {}", "--memory", "9" * 30)
    assert (done.returncode, done.stderr) == (2, "kg: this system cannot limit memory; leave out --memory\n")
