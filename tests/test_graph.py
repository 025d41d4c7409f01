"""The graph as Python users hold it."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest
from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples

import kg
from kg.errors import KgError, UnusableError
from kg.export.part import Part
from kg.terms import entity
from support import built, graph


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


def test_broken_settings_do_not_stop_a_reader(tmp_path: Path) -> None:
    shutil.copytree(built() / ".kg", tmp_path / ".kg")
    (tmp_path / "kg.toml").write_text("nope = [")
    assert len(kg.open(tmp_path).store) == len(graph().store)


def test_a_query_has_the_prefixes_and_any_form() -> None:
    assert isinstance(graph().query("SELECT ?x { ?x a dkg:State }"), QuerySolutions)
    assert isinstance(graph().query("CONSTRUCT { ?x a :x } { ?x a dkg:State }"), QueryTriples)
    assert isinstance(graph().query("ASK { :iran a dkg:State }"), QueryBoolean)
    with pytest.raises(UnusableError, match=r"mine\.rq:1:\d+: not SPARQL"):
        graph().query("SELECT", "mine.rq")


def test_a_graph_cannot_be_written_through() -> None:
    with pytest.raises(UnusableError, match="queries only read"):
        graph().query("DELETE WHERE { ?s ?p ?o }")


def test_a_question_is_asked_by_name() -> None:
    names = [variable.value for variable in graph().ask("who-met", actor="mehdi-sanaei").variables]
    assert names == ["who", "meeting", "date", "capacity", "sources"]
    with pytest.raises(UnusableError, match="there is no question who-mett; did you mean who-met"):
        graph().ask("who-mett")
    with pytest.raises(UnusableError, match="there is no question zzz; `kg ask` lists them"):
        graph().ask("zzz")


def test_a_question_of_the_project_lies_over_the_packaged_one(tmp_path: Path) -> None:
    shutil.copytree(built() / ".kg", tmp_path / ".kg")
    (tmp_path / "queries").mkdir()
    (tmp_path / "queries" / "who-met.rq").write_text("# Mine\n# Example:\n\nSELECT (1 AS ?x) {}")
    (tmp_path / "queries" / "ask.rq").write_text("# Ask\n# Example:\n\nASK {}")
    mine = kg.open(tmp_path)
    assert [row["x"].value for row in mine.ask("who-met")] == ["1"]
    assert len(list(mine.ask("timeline", actor="iran"))) > 10
    with pytest.raises(KgError, match="the question ask is no SELECT query"):
        mine.ask("ask")


def test_finding_searching_and_showing() -> None:
    assert graph().find("Sergei Lavrov", ("Person",)) == entity("sergei-lavrov")
    assert graph().search("lavrof", 1)[0].node == entity("sergei-lavrov")
    assert graph().show("Сергей Лавров").startswith("Sergei Lavrov  (Person)")
    with pytest.raises(KgError, match="nothing here is called"):
        graph().show("nobody at all")


def test_an_export_holds_what_the_statements_are() -> None:
    out = io.StringIO()
    graph().export(out, "ntriples", Part(asserted=True), described=False)
    asserted = list(graph().statements(asserted=True))
    assert len(out.getvalue().splitlines()) == len(asserted) < len(list(graph().statements()))
    with pytest.raises(KgError, match="names no RDF format"):
        graph().export(io.StringIO(), "graph.xyz")
