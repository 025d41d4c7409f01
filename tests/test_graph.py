"""The graph as Python users hold it."""

from __future__ import annotations

import io
import shutil
import traceback
from datetime import date
from pathlib import Path

import pytest
from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples

import kg
from kg.answers import Answer, Statements
from kg.entities import Entity, Fact
from kg.errors import KgError, UnknownNameError, UnusableError
from kg.terms import entity
from kg.turtle import sorted_lines
from support import QUESTIONS, built, graph


def test_a_graph_is_opened_from_the_folder_of_a_project_or_one_in_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(built() / "queries")
    for folder in (built(), str(built()), built() / "mappings", None):
        assert len(kg.open(folder).store) == len(graph().store)
    assert repr(kg.open()) == f"Graph({str(built())!r})"


def test_where_nothing_was_built_the_remedy_is_to_build(tmp_path: Path) -> None:
    with pytest.raises(UnusableError, match="there is no graph here yet; run `kg build`"):
        kg.open(tmp_path)
    with pytest.raises(UnusableError, match="there is no folder"):
        kg.open(tmp_path / "missing")


def test_an_address_is_no_folder() -> None:
    with pytest.raises(UnusableError, match=r"https://example\.org/sparql is a server, and only graphs in files"):
        kg.open("https://example.org/sparql")


@pytest.mark.parametrize("name", ["graph.ttl", "graph.nt"])
def test_a_file_that_was_exported_is_opened_as_a_graph(tmp_path: Path, name: str) -> None:
    graph().export(tmp_path / name, described=False)
    read = kg.open(tmp_path / name)
    assert list(sorted_lines(read.statements())) == list(sorted_lines(graph().statements()))
    assert read["Sergei Lavrov"].facts[0].sources == graph()["Sergei Lavrov"].facts[0].sources


@pytest.mark.parametrize(
    ("name", "text", "what"),
    [
        ("a.ttl", "<urn:a> <urn:b> .\n", r"a\.ttl:1:\d+: \. is not a valid RDF object; mend the Turtle"),
        ("a.nt", b"<urn:a> <urn:b> \xff", r"a\.nt"),
        ("a.csv", "a,b", r"a\.csv is no file of RDF; name the folder of a project"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str, text: str | bytes, what: str) -> None:
    (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(UnusableError, match=what):
        kg.open(tmp_path / name)


def test_broken_settings_do_not_stop_a_reader(tmp_path: Path) -> None:
    shutil.copytree(built() / ".kg", tmp_path / ".kg")
    (tmp_path / "kg.toml").write_text("nope = [")
    assert len(kg.open(tmp_path).store) == len(graph().store)


def test_a_query_has_the_prefixes_and_any_form() -> None:
    select, construct = "SELECT ?x { ?x a dkg:State }", "CONSTRUCT { ?x a :x } WHERE { ?x a dkg:State }"
    ask = "ASK { :iran a dkg:State }"
    assert type(graph().query(select)) is type(graph().select(select)) is Answer
    assert type(graph().query(construct)) is type(graph().construct(construct)) is Statements
    assert type(graph().query("DESCRIBE :iran")) is Statements
    assert graph().query(ask) is True
    assert graph().query("ASK { :iran a dkg:Post }") is False
    forms = {select: QuerySolutions, construct: QueryTriples, ask: QueryBoolean}
    assert all(isinstance(graph().run(sparql), form) for sparql, form in forms.items())
    with pytest.raises(UnusableError, match=r"mine\.rq:1:\d+: not SPARQL"):
        graph().query("SELECT", "mine.rq")


def test_a_traceback_shows_the_place_in_the_query() -> None:
    with pytest.raises(UnusableError) as caught:
        graph().query("SELECT ?x { ?x a")
    shown = "".join(traceback.format_exception_only(caught.value)).splitlines()
    assert shown[0].startswith("kg.errors.UnusableError: query:1:11: not SPARQL: this { is never closed")
    assert (shown[1].strip(), shown[1][shown[2].index("^")]) == ("SELECT ?x { ?x a", "{")


@pytest.mark.parametrize("sparql", ["ASK {}", "DESCRIBE :iran", "SELECT ?x { ?x a dkg:State }"])
def test_a_form_that_was_not_asked_for_is_refused(sparql: str) -> None:
    if not sparql.startswith("SELECT"):
        with pytest.raises(UnusableError, match="the query has no rows; write a SELECT query"):
            graph().select(sparql)
    if not sparql.startswith("DESCRIBE"):
        with pytest.raises(UnusableError, match="the query makes no graph; write a CONSTRUCT or a DESCRIBE query"):
            graph().construct(sparql)


def test_a_graph_cannot_be_written_through() -> None:
    with pytest.raises(UnusableError, match="queries only read"):
        graph().query("DELETE WHERE { ?s ?p ?o }")


def test_a_question_is_asked_by_name() -> None:
    assert graph().ask("who-met", actor="mehdi-sanaei").variables == ("who", "meeting", "date", "capacity", "sources")
    with pytest.raises(UnusableError, match="there is no question who-mett; did you mean who-met"):
        graph().ask("who-mett")
    with pytest.raises(UnusableError, match="there is no question zzz; `kg ask` lists them"):
        graph().ask("zzz")


def test_a_parameter_may_be_what_another_answer_gave() -> None:
    typed = graph().ask("timeline", actor="iran", since="2012", until="2013-03-20")
    (iran,) = next(iter(graph().select("SELECT ?x { VALUES ?x { :iran } }")))
    assert list(graph().ask("timeline", actor=iran, since=2012, until=date(2013, 3, 20))) == list(typed) != []
    with pytest.raises(KgError, match="until is no date"):
        graph().ask("timeline", actor=iran, until=3.5)  # type: ignore[arg-type]


def test_a_question_of_the_project_lies_over_the_packaged_one(tmp_path: Path) -> None:
    shutil.copytree(built() / ".kg", tmp_path / ".kg")
    (tmp_path / "queries").mkdir()
    (tmp_path / "queries" / "who-met.rq").write_text("# Mine\n# Example:\n\nSELECT (1 AS ?x) {}")
    (tmp_path / "queries" / "ask.rq").write_text("# Ask\n# Example:\n\nASK {}")
    mine = kg.open(tmp_path)
    assert list(mine.ask("who-met")) == [(1,)]
    assert len(mine.ask("timeline", actor="iran")) > 10
    with pytest.raises(KgError, match="the question ask is no SELECT query"):
        mine.ask("ask")


def test_the_questions_are_listed() -> None:
    questions = graph().questions
    assert [question.name for question in questions] == QUESTIONS
    assert questions["who-met"] == graph().question("who-met")
    assert len(questions) == len(QUESTIONS)
    assert "who-met" in questions and "who-mett" not in questions
    lines = repr(questions).splitlines()
    assert len(lines) == len(QUESTIONS)
    assert next(line for line in lines if line.startswith("who-met")).endswith("Who met whom  (actor=…)")
    html = questions._repr_html_()
    assert html.count("<tr>") == len(QUESTIONS) + 1
    assert "actor=…, [since=…], [until=…]" in html
    with pytest.raises(KeyError, match="there is no question who-mett; did you mean who-met"):
        questions["who-mett"]


def test_finding_searching_and_showing() -> None:
    assert graph().find("Sergei Lavrov", ("Person",)) == entity("sergei-lavrov")
    found = graph().search("lavrof", 1)
    assert [(each.entity.slug, each.score < 1) for each in found] == [("sergei-lavrov", True)]
    assert '<td dir="auto">sergei-lavrov</td>' in found._repr_html_()
    assert repr(graph().search("qqqqqq")) == "nothing is called like that"
    shown = graph().show("Сергей Лавров")
    assert shown.startswith("Sergei Lavrov  (Person)")
    assert repr(shown) == str(shown)
    assert shown._repr_html_().startswith('<pre dir="auto">Sergei Lavrov  (Person)')
    with pytest.raises(KgError, match="nothing here is called"):
        graph().show("nobody at all")


def test_things_are_found_by_any_of_their_names() -> None:
    held = graph()
    lavrov = held["sergei-lavrov"]
    assert lavrov == held["Сергей Лавров"] == held[lavrov] == held[lavrov.node] == held[lavrov.iri]
    assert type(lavrov) is Entity
    (fact,) = held.select("SELECT ?fact { ?fact a dkg:Tenure ; dkg:holder :sergei-lavrov }")
    assert type(fact[0]) is Entity
    assert type(held[fact[0]]) is Fact
    assert "sergei-lavrov" in held and "Sergei Lavrov" in held
    assert "nobody" not in held and 1 not in held
    assert "sergei-lavrov" in held._ipython_key_completions_()
    with pytest.raises(TypeError):
        iter(held)  # type: ignore[call-overload]


@pytest.mark.parametrize(
    ("name", "what"),
    [("Sergei Lavrof", "did you mean sergei-lavrov"), ("Ali Akbar", "did you mean"), ("", "nothing here is called ''")],
)
def test_a_name_that_is_not_known_is_a_key_error_with_a_remedy(name: str, what: str) -> None:
    with pytest.raises(UnknownNameError, match=what) as caught:
        graph()[name]
    assert isinstance(caught.value, KeyError)
    assert isinstance(caught.value, KgError)
    assert not str(caught.value).startswith(("'", '"'))  # as KeyError would show it


# Taking away


def test_an_export_holds_what_the_statements_are() -> None:
    out = io.StringIO()
    graph().export(out, "ntriples", asserted=True, described=False)
    asserted = list(graph().statements(asserted=True))
    assert len(out.getvalue().splitlines()) == len(asserted) < len(list(graph().statements()))
    with pytest.raises(KgError, match="names no RDF format"):
        graph().export(io.StringIO(), "graph.xyz")
    with pytest.raises(KgError, match=r"^'' names no RDF format; use one of turtle"):
        graph().export(io.StringIO())


def test_an_export_takes_a_path_or_an_open_file(tmp_path: Path) -> None:
    graph().export(tmp_path / "a.nt")
    graph().export(str(tmp_path / "b.data"), "ntriples")
    with (tmp_path / "c.nt").open("w", encoding="utf-8", newline="") as out:
        graph().export(out)
    assert len({(tmp_path / name).read_bytes() for name in ("a.nt", "b.data", "c.nt")}) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.nt", "b.data", "c.nt"]


def test_an_export_is_there_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "graph.nt"
    target.write_text("before")
    with pytest.raises(KgError, match="names no RDF format"):
        graph().export(tmp_path / "graph.xyz")
    with pytest.raises(KgError, match="cannot be written"):
        graph().export(tmp_path / "missing" / "graph.nt")

    def broken(*_: object, **__: object) -> None:
        raise OSError("no space")

    monkeypatch.setattr("kg.export.rdf.export", broken)
    with pytest.raises(OSError, match="no space"):
        graph().export(target)
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("graph.nt", "before")]
