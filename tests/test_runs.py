"""Sorting and writing what does not fit in memory: the same bytes, little memory, and no files left behind."""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, Quad, RdfFormat, Store, Triple, parse

from kg.export.rdf import FORMATS, export
from kg.terms import DATA, RDF_TYPE, dkg, entity, expand
from kg.turtle import Runs, Source, each_group, serialize, write
from support import graph
from test_turtle import canonical, graphs, renamed


@pytest.fixture
def little(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let hardly anything fit in memory, so that runs and pieces are many."""
    monkeypatch.setattr("kg.turtle.runs._MOST", 20_000)
    monkeypatch.setattr("kg.turtle.runs._BATCH", 3)
    monkeypatch.setattr("kg.turtle.runs._OPEN", 4)
    monkeypatch.setattr("kg.turtle.groups._PIECE", 700)


@given(st.lists(st.tuples(st.text(max_size=3), st.text(max_size=9))), st.integers(1, 40))
def test_runs_sort(records: list[tuple[str, str]], most: int) -> None:
    with pytest.MonkeyPatch.context() as patch, Runs[tuple[str, str]]() as runs:
        patch.setattr("kg.turtle.runs._MOST", most)
        patch.setattr("kg.turtle.runs._BATCH", 2)
        patch.setattr("kg.turtle.runs._OPEN", 3)
        for record in records:
            runs.add(record, sum(map(len, record)))
        assert list(runs.merged()) == sorted(records)


@pytest.mark.usefixtures("little")
@pytest.mark.parametrize("form", FORMATS)
def test_runs_on_disk_change_no_byte(form: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    some = [quad for quad in graph().store if quad.subject.value.startswith(DATA)][:2000]
    found = io.StringIO()
    export(Source(iter(some), scratch=tmp_path), form, found)
    monkeypatch.undo()
    wanted = io.StringIO()
    export(iter(some), form, wanted)
    assert found.getvalue() == wanted.getvalue()
    assert len(wanted.getvalue()) > 60_000
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("little")
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(graphs, st.integers())
def test_pieces_and_stores_change_no_byte(statements: list[Triple], seed: int) -> None:
    store = Store()
    store.extend(Quad(*each) for each in renamed(statements, seed))
    held = [quad.triple for quad in store]  # Oxigraph rewrites numbers
    assert write(store) == write(renamed(held, seed)) == write(Source(sorted(held, key=str), grouped=True))
    assert canonical(parse(write(store), RdfFormat.TURTLE)) == canonical(held)


def test_a_store_on_disk_keeps_the_statements_of_a_subject_together() -> None:
    """What `groups` relies on: a new version of Oxigraph that does otherwise must not pass unnoticed."""
    subjects = [quad.subject for quad in graph().store]
    assert sum(one != other for one, other in pairwise(subjects)) + 1 == len(set(subjects))
    seen: list[str] = []
    each_group(Source(graph().store, grouped=True), lambda group: seen.append(group[0][0]))
    assert len(seen) == len(set(seen)) == len(set(subjects))


def test_those_who_watch_are_told_how_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.turtle.groups._PIECE", 50_000)
    told: list[int] = []
    serialize(Source(graph().store, grouped=True, watch=told.append), io.StringIO())
    assert told == sorted(told)
    assert len(told) > 10
    assert told[-1] == len(graph().store)


class _Nowhere(io.TextIOBase):
    """A file that counts what is written to it."""

    written = 0

    def write(self, text: str) -> int:
        self.written += len(text)
        return len(text)

    def writelines(self, texts: object) -> None:
        for text in texts:  # type: ignore[attr-defined]
            self.write(text)


def _many(count: int) -> Iterator[Quad]:
    for number in range(count):
        subject = entity(f"claim-{number * 7919 % count}")
        yield Quad(subject, RDF_TYPE, dkg("Claim"))
        yield Quad(subject, expand("skos:note"), Literal(f"{number} " * 60, language="en"))


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("grouped", [True, False])
def test_memory_does_not_grow_with_the_graph(
    form: str, grouped: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("kg.turtle.runs._MOST", 100_000)
    monkeypatch.setattr("kg.turtle.runs._BATCH", 20)
    monkeypatch.setattr("kg.turtle.groups._PIECE", 20_000)
    out = _Nowhere()
    export([], form, out)  # what is imported and read but once
    tracemalloc.start()
    export(Source(_many(8_000), grouped=grouped, scratch=tmp_path), form, out)  # type: ignore[arg-type]
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert out.written > 2_000_000
    assert peak < 1_500_000
    assert list(tmp_path.iterdir()) == []


def test_an_error_on_the_way_leaves_no_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("kg.turtle.runs._MOST", 1000)

    def broken() -> Iterator[Quad]:
        yield from _many(100)
        raise KeyboardInterrupt

    target = tmp_path / "out.ttl"
    with target.open("w", encoding="utf-8") as out, pytest.raises(KeyboardInterrupt):
        export(Source(broken(), grouped=True), "turtle", out)
    assert list(tmp_path.iterdir()) == [target]
    assert target.read_text() == ""
