"""Generated graphs: of the size asked for, the same each time, sound, and with the mistakes asked for and no others."""

from __future__ import annotations

import functools
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, NamedNode, RdfFormat, Store, parse

from kg.building import read_ontology, read_project_rules, read_project_shapes
from kg.errors import UnusableError
from kg.generator import FAULTS, Expected, fill, generate
from kg.generator.__main__ import main
from kg.project import locate_project
from kg.reason import asserted, consistent, derive, forget
from kg.shacl import Report, validate
from kg.terms import RDF_TYPE, dkg
from support import ROOT, graph

SIZE = 10_000


@functools.cache
def generated(seed: int, faults: int) -> tuple[Store, list[Expected]]:
    store = Store()
    return store, fill(store, SIZE, seed=seed, faults=faults)


def checked(store: Store) -> Report:
    return validate(store, read_project_shapes(locate_project()))


def test_the_same_arguments_give_the_same_graph_in_the_same_order() -> None:
    def made(seed: int, faults: int) -> list[str]:
        return [str(quad) for batch in generate(SIZE, seed=seed, faults=faults) for quad in batch.quads]

    assert made(1, 5) == made(1, 5)
    assert made(1, 5) != made(2, 5)
    assert made(1, 5) != made(1, 6)


def test_the_same_bytes_whatever_the_hashes_of_strings_are() -> None:
    found = set()
    for seed in ("1", "2"):
        command = [sys.executable, "-m", "kg.generator", "--seed", "3", "-"]
        environment = os.environ | {"PYTHONHASHSEED": seed}
        found.add(subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True).stdout)
    assert len(found) == 1


@pytest.mark.parametrize("size", [7_000, 10_000, 30_000, 90_000])
def test_sizes_are_kept_within_two_percent_and_nothing_comes_twice(size: int) -> None:
    quads = [quad for batch in generate(size) for quad in batch.quads]
    assert abs(len(quads) - size) < size / 50
    assert len(set(quads)) == len(quads)


def test_too_small_a_size_is_refused() -> None:
    with pytest.raises(UnusableError, match="2000 statements are too few; ask for"):
        next(generate(2_000))


@pytest.mark.parametrize("seed", range(4))
def test_shapes_find_nothing_in_a_graph_without_mistakes(seed: int) -> None:
    store, expected = generated(seed, 0)
    assert (checked(store).results, expected) == ((), [])


@pytest.mark.parametrize(("seed", "faults"), [(0, 1), (0, 20), (1, 20), (2, len(FAULTS)), (3, 3 * len(FAULTS))])
def test_exactly_the_mistakes_are_found(seed: int, faults: int) -> None:
    store, expected = generated(seed, faults)
    assert len(expected) == faults
    assert {(r.shape, r.focus) for r in checked(store).results} == {(e.shape, e.focus) for e in expected}


def test_mistakes_are_of_different_kinds_and_places() -> None:
    _, expected = generated(0, 20)
    assert len({each.fault for each in expected}) == 20
    _, all_kinds = generated(2, len(FAULTS))
    assert {each.fault for each in all_kinds} == {fault.name for fault in FAULTS}
    assert len({each.shape for each in all_kinds}) >= 45


def test_rules_run_batch_by_batch_derive_what_they_derive_from_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.generator.batches._ASSERTED", 1_200)
    store = Store()
    fill(store, SIZE)
    assert len(list(generate(SIZE))) > 4
    before = set(store)
    assert forget(store) > 2_000
    derive(store, read_project_rules(locate_project()))
    assert set(store) == before


def test_it_holds_what_the_model_has_and_about_two_thirds_are_asserted() -> None:
    store, _ = generated(0, 0)
    ontology = read_ontology(locate_project())
    classes = {quad.object for quad in store.quads_for_pattern(None, RDF_TYPE, None, None)}
    of_facts = "Tenure Membership Participation Act Clause Position Figure Claim".split()
    of_things = "Person State Organization Group Post Pair Meeting Visit Process Publication Agreement Document".split()
    assert {dkg(name) for name in (*of_facts, *of_things, "Citation", "Issue", "Place", "Topic")} <= classes
    share = (sum(1 for _ in asserted(store)) - len(ontology)) / (len(store) - len(ontology))
    assert 0.5 < share < 0.75


def test_data_has_no_blank_nodes_and_shares_nothing_with_the_real_documents() -> None:
    store, _ = generated(0, 0)
    ontology = {quad.subject for quad in read_ontology(locate_project())}
    data = {quad.subject for quad in store if isinstance(quad.subject, NamedNode)} - ontology
    real = {quad.subject for quad in graph().store} - ontology
    assert len(data) > 500
    assert data & real == set()
    assert not any(isinstance(quad.object, BlankNode) for quad in store if quad.subject in data)


@pytest.mark.java
def test_hermit_accepts_it() -> None:
    store, _ = generated(0, 0)
    assert consistent(asserted(store))


def test_the_command_writes_a_file_and_tells_the_mistakes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "graph.nt"
    assert main(["--faults", "3", "--seed", "1", str(file)]) == 0
    out, err = capsys.readouterr()
    rows = out.splitlines()
    assert rows[0] == "shape,focus,fault"
    assert len(rows) == 4
    assert (
        err
        == f"{len(file.read_text(encoding='utf-8').splitlines())} statements written to {file}, 3 mistakes among them\n"
    )
    store, expected = Store(), list[Expected]()
    for batch in generate(SIZE, seed=1, faults=3):
        store.bulk_extend(batch.quads)
        expected += batch.expected
    assert len(list(parse(path=file, format=RdfFormat.N_TRIPLES))) == len(store)
    assert rows[1:] == [f"{each.shape.value},{each.focus.value},{each.fault}" for each in expected]
    assert [path.name for path in tmp_path.iterdir()] == ["graph.nt"]


def test_the_command_refuses_what_it_cannot_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--faults", "3", "-"]) == 2
    assert main([str(tmp_path / "graph.ttl")]) == 2
    assert main(["--size", "10", str(tmp_path / "graph.nt")]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert [line[:30] for line in err.splitlines()] == [
        "kg: mistakes are told on stdou", f"kg: {tmp_path / 'graph.ttl'}"[:30], "kg: 10 statements are too few;"
    ]  # fmt: skip
    assert list(tmp_path.iterdir()) == []
