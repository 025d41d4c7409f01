"""Answers: read as often as one likes, held only where short, written in every form."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import lxml.html
import pytest
import rdflib
from pyoxigraph import NamedNode, Store
from rdflib.compare import isomorphic

from kg.answers import Answer, Row
from kg.answers import answer as module
from kg.entities import Entity
from kg.errors import KgError, UnusableError
from kg.graph import Graph
from kg.interop import to_rdflib
from kg.results import FORMATS, Rows, write
from support import built, environment, graph

FIGURES = (
    "SELECT ?figure ?measure ?value ?strict ?asOf { ?figure dkg:measure ?measure OPTIONAL { ?figure dkg:value ?value } "
    "OPTIONAL { ?figure dkg:strict ?strict } OPTIONAL { ?figure dkg:asOf ?asOf } } ORDER BY ?figure"
)
LONG = "SELECT ?a ?b { ?a a dkg:Citation . ?b a dkg:State }"  # more rows than are kept


def few(sparql: str) -> Answer:
    """Answer a query on a graph of nothing."""
    return Graph(graph().project, Store()).select(sparql)


def test_cells_are_values_of_python() -> None:
    (row,) = few(
        "SELECT ?iri ?text ?fa ?n ?d ?f ?day ?first ?last ?truth ?nothing { VALUES "
        "(?iri ?text ?fa ?n ?d ?f ?day ?first ?last ?truth ?nothing) { "
        "(:x 'a' 'ایران'@fa 3 1.50 1e3 '2018-04-09'^^xsd:date '0001-01-01'^^xsd:date "
        "'9999-12-31'^^xsd:date true UNDEF)} }"
    )
    assert row[1:] == ("a", "ایران", 3, Decimal("1.5"), 1000.0, date(2018, 4, 9), date.min, date.max, True, None)
    assert [type(cell) for cell in row[3:6]] == [int, Decimal, float]
    assert isinstance(row.iri, Entity) and row.iri.iri == "https://w3id.org/dkg/id/x"


def test_rows_unpack_and_have_names() -> None:
    answer = graph().query("SELECT ?visit ?day { ?visit a dkg:Visit ; dkg:endLatest ?day } ORDER BY ?day")
    assert answer.variables == ("visit", "day")
    pairs = [(str(visit), day) for visit, day in answer]
    assert pairs == [(row["visit"].label, row.day) for row in answer]
    assert pairs[0] == ("Visit of Igor Sergeyev to Tehran", date(2000, 12, 31))
    assert all(isinstance(row, Row) for row in answer)


def test_the_terms_are_those_of_the_store() -> None:
    answer, raw = graph().select(FIGURES), Rows.from_solutions(graph().run(FIGURES))  # type: ignore[arg-type]
    assert tuple(answer.terms.variables) == raw.variables
    assert tuple(answer.terms.rows) == raw.rows
    assert any(isinstance(term, NamedNode) for term in raw.rows[0])


class Counted:
    """A query on a store, and how often it ran."""

    def __init__(self, sparql: str) -> None:
        self.sparql, self.times = sparql, 0

    def __call__(self):
        self.times += 1
        return graph().run(self.sparql)

    def answer(self) -> Answer:
        return Answer(graph().store, self(), self)


def test_a_short_answer_is_run_once_and_kept() -> None:
    query = Counted(FIGURES)
    answer = query.answer()
    first = list(answer)
    assert first == list(answer) and len(answer) == len(first) == 20 and bool(answer)
    answer.to_dicts(), repr(answer), answer.write("csv", io.StringIO())
    assert query.times == 1


def test_a_long_answer_is_run_again_and_not_kept() -> None:
    query = Counted(LONG)
    answer = query.answer()
    count = sum(1 for _ in answer)
    assert count > module._KEPT
    assert answer._kept is None
    assert sum(1 for _ in answer) == len(answer) == count
    assert query.times == 3


def test_two_readers_of_one_answer_do_not_share_rows() -> None:
    answer = Counted(FIGURES).answer()
    one, other = iter(answer), iter(answer)
    next(one), next(one)
    assert next(other) == next(iter(answer))
    assert len(list(one)) == len(answer) - 2


def test_rows_come_before_the_answer_is_complete() -> None:
    endless = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    answer = graph().select(endless)
    rows = iter(answer)
    assert next(rows) and next(rows)
    assert bool(answer)
    assert repr(answer).endswith("\nthe first 20 rows; there are more")


def test_a_long_answer_is_read_in_constant_memory() -> None:
    code = (
        "import resource, sys, kg\n"
        "g = kg.open()\n"
        "unit = 1024 if sys.platform == 'darwin' else 1\n"
        "def peak(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // unit\n"
        "def read(n):\n"
        "    rows = iter(g.select('SELECT ?s ?o { ?s ?p ?o . ?x ?y ?z }'))\n"
        "    for _ in range(n): next(rows)\n"
        "read(20_000); before = peak(); read(300_000); print(peak() - before)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=built(), env=environment(), capture_output=True, encoding="utf-8",
        timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) < 20_000  # kilobytes; the rows alone would take five times as many


def test_nothing_found() -> None:
    nothing = graph().select("SELECT ?x { ?x a :nobody }")
    assert not nothing and len(nothing) == 0 and list(nothing) == [] == nothing.to_dicts()
    assert repr(nothing) == "x\n─\n\n0 rows"


def test_what_is_wrong_with_a_query_is_known_at_once() -> None:
    with pytest.raises(UnusableError, match="query:1:"):
        graph().query("SELECT ?x { ?x a")


def test_dictionaries_have_the_cells() -> None:
    answer = graph().select(FIGURES)
    assert answer.to_dicts() == [dict(zip(answer.variables, row, strict=True)) for row in answer]


# Shown


def test_a_short_table_shows_labels_and_counts() -> None:
    shown = repr(graph().select("SELECT ?state { ?state a dkg:State ; rdfs:label ?n } ORDER BY ?n LIMIT 2"))
    head, line, *rows, blank, count = shown.splitlines()
    assert (head.strip(), set(line), blank, count) == ("state", {"─"}, "", "2 rows")
    assert rows == ["Afghanistan", "China"]
    long = graph().select("SELECT ?p ?l { ?p a dkg:Position ; dkg:summary ?l } ORDER BY ?p")
    assert repr(long).endswith("\nthe first 20 rows; there are more")
    assert max(map(len, repr(long).splitlines())) <= 120
    assert len(repr(long).splitlines()) == 24
    assert repr(long).endswith("the first 20 rows; there are more")
    known = len(long)
    assert repr(long).endswith(f"\nthe first 20 of {known} rows")


def test_html_escapes_and_names_what_it_shows() -> None:
    html = few("SELECT ?a { VALUES ?a { '<b onclick=\"x\">&' } }")._repr_html_()
    assert "&lt;b onclick=&quot;x&quot;&gt;&amp;" in html and "<b onclick" not in html
    shown = graph().select("SELECT ?x { VALUES ?x { :iran } }")._repr_html_()
    assert '<td dir="auto" title="https://w3id.org/dkg/id/iran">Iran</td>' in shown
    assert shown.endswith('<p dir="auto">1 row</p>')
    assert lxml.html.fromstring(html).xpath("//td/text()") == ['<b onclick="x">&']


# Written


@pytest.mark.parametrize("form", FORMATS)
def test_rows_are_written_as_the_command_writes_them(form: str, tmp_path: Path) -> None:
    answer = graph().select(FIGURES)
    wanted, given = io.StringIO(newline=""), io.StringIO(newline="")
    write(Rows.from_solutions(graph().run(FIGURES)), form, wanted)  # type: ignore[arg-type]
    answer.write(form, given)
    answer.write(form, tmp_path / "rows")
    assert given.getvalue() == wanted.getvalue()
    assert (tmp_path / "rows").read_bytes().decode() == wanted.getvalue()


def test_rows_are_read_by_others(tmp_path: Path) -> None:
    answer = graph().select(FIGURES)
    answer.write("csv", str(tmp_path / "a.csv"))
    with (tmp_path / "a.csv").open(encoding="utf-8", newline="") as file:
        assert [row["value"] for row in csv.DictReader(file)] == [str(row.value or "") for row in answer]
    answer.write("json", tmp_path / "a.json")
    found = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert len(found["results"]["bindings"]) == len(answer)


def test_an_unknown_format_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(KgError, match="unknown format 'turtle'"):
        graph().select(FIGURES).write("turtle", tmp_path / "a.ttl")
    with pytest.raises(KgError, match="'csv' names no RDF format"):
        graph().construct("DESCRIBE :iran").write("csv", tmp_path / "a.csv")
    assert list(tmp_path.iterdir()) == []


def test_writing_to_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    few("SELECT ?x { VALUES ?x { 'a'@en } }").write("tsv")
    assert capsys.readouterr().out == '?x\n"a"@en\n'


# Graphs

MET = "CONSTRUCT { ?a dkg:met ?b } WHERE { ?a dkg:met ?b }"


def test_statements_are_a_graph() -> None:
    met = graph().construct(MET)
    assert {(str(s.iri), str(o.iri)) for s, _, o in met} == {
        (q.subject.value, q.object.value)
        for q in graph().store.quads_for_pattern(None, NamedNode("https://w3id.org/dkg/ns#met"), None)
    }
    assert met.variables == ("subject", "predicate", "object")
    held = met.rdflib()
    assert isinstance(held, rdflib.Graph) and len(held) == len(met) > 10
    held.add((rdflib.URIRef("urn:a"), rdflib.URIRef("urn:b"), rdflib.URIRef("urn:c")))
    assert len(met.rdflib()) == len(met) == len(list(met.triples()))


@pytest.mark.parametrize(("form", "name"), [("turtle", "turtle"), ("ntriples", "nt"), ("jsonld", "json-ld")])
def test_statements_are_written_as_rdf(form: str, name: str, tmp_path: Path) -> None:
    described = graph().construct("DESCRIBE :iran :valdai-dialogue-report")
    described.write(form, tmp_path / "a")
    assert isomorphic(rdflib.Graph().parse(tmp_path / "a", format=name), described.rdflib())
    assert isomorphic(described.rdflib(), to_rdflib(described.triples()))


def test_a_statement_is_in_a_graph_once() -> None:
    constructed = graph().construct("CONSTRUCT { :a :b ?c } WHERE { ?x a ?c . ?c a owl:Class }")
    statements = [str(each) for each in constructed.triples()]
    assert len(statements) == len(set(statements)) == len(constructed)


def test_a_graph_is_shown_as_a_table() -> None:
    shown = repr(graph().construct("CONSTRUCT WHERE { :tehran a ?class }"))
    assert shown.splitlines()[0].split() == ["subject", "predicate", "object"]
    assert "Tehran" in shown


def test_an_iri_without_a_label_is_shown_as_it_is() -> None:
    (row,) = few("SELECT ?x { VALUES ?x { <https://example.org/a> } }")
    assert str(row.x) == "https://example.org/a" == row.x.slug


def test_parquet_goes_to_a_name_or_a_binary_file(tmp_path):
    pyarrow = pytest.importorskip("pyarrow.parquet")
    answer = graph().ask("who-met", actor="hassan-rouhani")
    answer.write("parquet", tmp_path / "a.parquet")
    with (tmp_path / "b.parquet").open("wb") as out:
        answer.write("parquet", out)
    read = pyarrow.read_table(tmp_path / "a.parquet")
    assert read.equals(pyarrow.read_table(tmp_path / "b.parquet"))
    assert (tuple(read.column_names), read.num_rows) == (answer.variables, len(answer))
    with pytest.raises(KgError, match="parquet is binary; name a file"):
        answer.write("parquet")
