"""Tables: every statement comes back from them, other tools accept them, the same bytes always."""

from __future__ import annotations

import csv
import functools
import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple, parse

from kg.export.datapackage import write_package
from kg.export.table_vocabulary import Vocabulary
from kg.export.tables import Table, tables
from kg.terms import DATA, NS, RDF_TYPE, dkg, entity, expand
from support import ROOT, built, environment, graph, run_kg

SHAPES = sorted((ROOT / "shapes").glob("*.ttl"))
BOUNDS = {dkg(f"{side}{end}") for side in ("begin", "end") for end in ("Earliest", "Latest")}
OPEN = {"0001-01-01", "9999-12-31"}


@functools.cache
def vocabulary() -> Vocabulary:
    return Vocabulary.of(graph().store, SHAPES)


@pytest.fixture(scope="module")
def made() -> tuple[Table, ...]:
    return tables(graph().statements(), vocabulary())


@pytest.fixture(scope="module")
def folder(made: tuple[Table, ...], tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("csv")
    write_package(made, found, "csv")
    return found


@pytest.fixture(scope="module")
def parquet(made: tuple[Table, ...], tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("parquet")
    write_package(made, found, "parquet")
    return found


# --- Back to statements, from the files alone -------------------------------------------------------------------------


def node(name: str) -> NamedNode:
    if name.startswith("dkg:"):
        return NamedNode(NS + name.removeprefix("dkg:"))
    return NamedNode(name if ":" in name else DATA + name)


def statements_of(folder: Path) -> Iterator[Triple]:
    """Read a package back, by what its descriptor says."""
    for resource in json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))["resources"]:
        with (folder / resource["path"]).open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        fields = [field for field in resource["schema"]["fields"] if "property" in field]
        for row in rows:
            if resource["name"] == "other_statements":
                line = f"{row['subject']} {row['predicate']} {row['object']} ."
                yield from (quad.triple for quad in parse(line, RdfFormat.N_TRIPLES))
                continue
            if resource["name"] == "labels":
                said = row["property"]
                link = NamedNode(said[1:-1]) if said.startswith("<") else expand(said)
                yield Triple(node(row["id"]), link, Literal(row["text"], language=row["language"]))
                continue
            if "class" in resource:
                yield Triple(node(row["id"]), RDF_TYPE, NamedNode(resource["class"]))
            for field in fields:
                if row[field["name"]]:
                    yield Triple(node(row["id"]), NamedNode(field["property"]), value(row[field["name"]], field))


def value(cell: str, field: dict) -> NamedNode | Literal:
    if "language" in field:
        return Literal(cell, language=field["language"])
    if "datatype" in field:
        return Literal(cell, datatype=NamedNode(field["datatype"]))
    return node(cell)


@functools.cache
def ontology() -> tuple[set[NamedNode], dict[NamedNode, set[NamedNode]]]:
    """Return the terms of the ontology, and the classes above each class, as rdflib finds them."""
    held = rdflib.Graph().parse(ROOT / "ontology" / "dkg.ttl")
    named = {each for each in held.subjects() if isinstance(each, rdflib.URIRef)}
    above = {each: set(held.transitive_objects(each, rdflib.RDFS.subClassOf)) - {each} for each in named}
    return {NamedNode(str(each)) for each in named}, {
        NamedNode(str(each)): {NamedNode(str(wider)) for wider in found if isinstance(wider, rdflib.URIRef)}
        for each, found in above.items()
    }


def expected(statements: Iterable[Quad]) -> set[Triple]:
    """Return the statements but for what the descriptor names as left out."""
    own, above = ontology()
    kept = [quad.triple for quad in statements if isinstance(quad.subject, NamedNode) and quad.subject not in own]
    types = {(each.subject, each.object) for each in kept if each.predicate == RDF_TYPE}
    implied = {(subject, wider) for subject, type_ in types for wider in above.get(type_, ())}
    return {
        each for each in kept
        if not (each.predicate == RDF_TYPE and (each.subject, each.object) in implied)
        and not (each.predicate in BOUNDS and isinstance(each.object, Literal) and each.object.value in OPEN)
    }  # fmt: skip


def test_every_statement_of_the_graph_comes_back(folder: Path) -> None:
    back, meant = set(statements_of(folder)), expected(graph().statements())
    assert len(meant) > 20_000
    assert meant - back == set()
    assert back - meant == set()
    assert not (folder / "other_statements.csv").exists(), "every statement of the five documents has a column"


def test_every_asserted_statement_comes_back(tmp_path: Path) -> None:
    asserted = list(graph().statements(asserted=True))
    write_package(tables(asserted, vocabulary()), tmp_path, "csv")
    assert set(statements_of(tmp_path)) == expected(asserted)
    derived = [
        field["property"] for resource in json.loads((tmp_path / "datapackage.json").read_text())["resources"]
        for field in resource["schema"]["fields"]
        if field.get("derived") and NamedNode(field["property"]) not in BOUNDS
    ]  # fmt: skip
    assert derived == []


LITERALS = st.builds(
    lambda text, kind: Literal(text, language=kind) if ":" not in kind else Literal(text, datatype=expand(kind)),
    st.sampled_from(["", " ", "05", "5.0", "1e3", "true", "1", "2014-02-30", "2014-09-12", "-1-01-01", '"', "a\r\nb"])
    | st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=5),
    st.sampled_from(["en", "fa", "xsd:string", "xsd:date", "xsd:integer", "xsd:decimal", "xsd:boolean", "xsd:anyURI"]),
)  # fmt: skip
THINGS = [
    entity("iran"),
    entity("minsk"),
    entity("fact-1"),
    NamedNode("https://example.org/x"),
    NamedNode(DATA + "a/b"),
]
NODES = st.sampled_from([*THINGS, dkg("heldAt")])
PROPERTIES = st.sampled_from([
    dkg("about"), dkg("value"), dkg("kind"), dkg("strict"), dkg("beginEarliest"), dkg("evidence"),
    expand("skos:prefLabel"), expand("rdfs:label"), expand("schema:url"), expand("dcterms:url"),
    NamedNode("https://example.org/new"), NamedNode("urn:x:id"),
])  # fmt: skip
TYPES = st.sampled_from([dkg("Figure"), dkg("State"), dkg("Actor"), dkg("Fact"), NamedNode("urn:other:Class")])
STATEMENTS = st.lists(
    st.builds(Triple, st.sampled_from(THINGS), PROPERTIES, LITERALS | NODES)
    | st.builds(Triple, st.sampled_from(THINGS), st.just(RDF_TYPE), TYPES)
)


@given(STATEMENTS)
def test_whatever_is_stated_comes_back(stated: list[Triple]) -> None:
    with tempfile.TemporaryDirectory() as found:
        write_package(tables(stated, vocabulary()), Path(found), "csv")
        back = set(statements_of(Path(found)))
    meant = expected(Quad(each.subject, each.predicate, each.object) for each in stated)
    assert meant <= back <= set(stated)  # of two classes that exclude each other, both come back with what they imply


# --- What other tools say of them -------------------------------------------------------------------------------------


def test_frictionless_accepts_the_package(folder: Path) -> None:
    from frictionless import validate

    report = validate(str(folder / "datapackage.json"))
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "note"])[:5]
    assert report.stats["tasks"] > 60


@pytest.mark.parametrize(
    ("table", "old", "new", "found"),
    [
        ("tenures", ",vladimir-putin,", ",vladimir-putinn,", "foreign-key"),
        ("citations", ",basis-stated,", ",basis-stated,,", "extra-cell"),
        ("figures", ",139,", ",many,", "type-error"),
        ("participations", ",2018-04-09,", ",2018-04-31,", "type-error"),
    ],
)
def test_frictionless_sees_what_is_broken(
    folder: Path, tmp_path: Path, table: str, old: str, new: str, found: str
) -> None:
    from frictionless import validate

    for path in folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    text = (folder / f"{table}.csv").read_text(encoding="utf-8")
    assert old in text
    (tmp_path / f"{table}.csv").write_text(text.replace(old, new, 1), encoding="utf-8", newline="")
    assert found in {each[0] for each in validate(str(tmp_path / "datapackage.json")).flatten(["type"])}


PYTHON_TYPES = {"string": str, "integer": int, "number": Decimal, "boolean": bool, "date": date}


def test_parquet_has_the_values_of_csv_with_their_types(folder: Path, parquet: Path) -> None:
    from pyarrow.parquet import read_table

    described = json.loads((parquet / "datapackage.json").read_text(encoding="utf-8"))
    seen = set()
    for resource in described["resources"]:
        columns = read_table(parquet / resource["path"]).to_pydict()
        with (folder / f"{resource['name']}.csv").open(encoding="utf-8", newline="") as file:
            cells = list(csv.DictReader(file))
        for field in resource["schema"]["fields"]:
            kind, read = field["type"], columns[field["name"]]
            assert all(type(each) is PYTHON_TYPES[kind] for each in read if each is not None)
            assert read == [_read(row[field["name"]], kind) for row in cells]
            seen.add(kind)
    assert seen == set(PYTHON_TYPES)


def _read(cell: str, kind: str) -> object:
    if cell == "":
        return None
    truth = {"true": True, "false": False}
    readers = {"integer": int, "number": Decimal, "boolean": truth.get, "date": date.fromisoformat}
    return readers.get(kind, str)(cell)


def test_pandas_and_polars_read_the_types(parquet: Path) -> None:
    import pandas
    import polars

    figures = pandas.read_parquet(parquet / "figures.parquet", dtype_backend="pyarrow")
    assert {name: str(figures[name].dtype) for name in ("id", "strict", "begin_earliest")} == {
        "id": "string[pyarrow]", "strict": "bool[pyarrow]", "begin_earliest": "date32[day][pyarrow]",
    }  # fmt: skip
    assert figures["value"].sum() > 10**11
    seen = polars.read_parquet(parquet / "evidence.parquet")
    assert (seen["start_offset"] < seen["end_offset"]).all()
    assert seen.schema["start_offset"] == polars.Int64


def test_every_fact_leads_to_a_passage(folder: Path) -> None:
    def read(name: str) -> list[dict[str, str]]:
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    kinds = "acts claims clauses figures memberships participations positions tenures".split()
    facts = {row["id"] for name in kinds for row in read(name)}
    evidence = read("evidence")
    assert facts == {row["id"] for row in evidence}
    assert all(row["document"] and row["start_offset"] and row["end_offset"] for row in evidence)


def test_tables_and_columns_are_described_and_marked_as_derived(folder: Path) -> None:
    described = {each["name"]: each for each in json.loads((folder / "datapackage.json").read_text())["resources"]}
    fields = {field["name"]: field for field in described["figures"]["schema"]["fields"]}
    assert fields["value"]["description"] == "The value of a figure, in its unit."
    assert (fields["value"]["type"], fields["begin_earliest"]["type"]) == ("number", "date")
    assert fields["begin_earliest"]["derived"]
    assert not fields["value"]["derived"]
    texts = [field["description"] for each in described.values() for field in each["schema"]["fields"]]
    assert all(text and "<http" not in text for text in texts)


# --- The same bytes, and what is refused ------------------------------------------------------------------------------


def test_neither_order_nor_seed_changes_the_bytes(folder: Path, tmp_path: Path) -> None:
    shuffled = list(graph().statements())
    random.Random(7).shuffle(shuffled)
    write_package(tables(shuffled, vocabulary()), tmp_path / "shuffled", "csv")
    done = run_kg(built(), "export", str(tmp_path / "told") + "/", seed="3")
    assert done.returncode == 0, done.stderr
    for other in ("shuffled", "told"):
        assert {path.name: path.read_bytes() for path in (tmp_path / other).iterdir()} == {
            path.name: path.read_bytes() for path in folder.iterdir()
        }


def test_parquet_has_the_same_bytes_twice(made: tuple[Table, ...], parquet: Path, tmp_path: Path) -> None:
    write_package(made, tmp_path, "parquet")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        path.name: path.read_bytes() for path in parquet.iterdir()
    }


_WITHOUT = (
    "import sys; sys.modules.update(pandas=None, pyarrow=None, numpy=None); "
    "from kg.cli import main; sys.exit(main(sys.argv[1:]))"
)


def without_extras(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", _WITHOUT, *arguments], cwd=built(), env=environment(), capture_output=True,
        encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip


def test_csv_needs_no_extra_and_parquet_says_which(tmp_path: Path) -> None:
    assert without_extras("export", f"{tmp_path}/csv/").returncode == 0
    done = without_extras("export", f"{tmp_path}/parquet/", "--format", "parquet")
    assert done.returncode == 2
    assert done.stderr == "kg: Parquet needs pyarrow; run `pip install pyarrow`, or export CSV\n"
    assert not (tmp_path / "parquet").exists()


@pytest.mark.parametrize("target", [["tables.csv"], ["-", "--format", "csv"], ["--format", "parquet"]])
def test_tables_need_a_folder(target: list[str]) -> None:
    done = run_kg(built(), "export", *target)
    assert (done.returncode, done.stdout) == (2, "")
    assert "tables are several files" in done.stderr
    assert done.stderr.count("\n") == 1


def test_an_existing_folder_keeps_its_other_files(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    done = run_kg(built(), "export", str(tmp_path), "--asserted")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "notes.txt").read_text() == "mine"
    assert not list(tmp_path.glob("*.part"))
