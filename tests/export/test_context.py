"""The JSON-LD context: the file that is shipped, and what it makes of the graph for readers that we did not write."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import CanonicalizationAlgorithm, Dataset, DefaultGraph, Quad, RdfFormat, parse

from kg.export.context import known_context, make_context, written
from kg.terms import DATA, NS
from support import ROOT, graph
from test_turtle import by_rdflib, canonical

FILE = ROOT / "schemas" / "context.jsonld"


def made() -> str:
    """Return the context of the ontology and shapes, as the file has it."""
    files = (path for kind in ("ontology", "shapes") for path in sorted((ROOT / kind).glob("*.ttl")))
    statements = [each for path in files for each in parse(path=str(path))]
    return '{"@context": ' + written(make_context(statements)) + "}\n"


def exported() -> str:
    out = io.StringIO()
    graph().export(out, "jsonld", described=False)
    return out.getvalue()


def test_the_context_that_is_shipped_is_that_of_the_ontology_and_shapes() -> None:
    assert FILE.read_text(encoding="utf-8") == made(), "python tests/export/test_context.py writes it anew"
    assert json.loads(made())["@context"] == known_context()


def test_an_export_holds_the_context_and_needs_no_other() -> None:
    document = json.loads(exported())
    assert document["@context"] == known_context()
    assert all("@context" not in node for node in document["@graph"])


def test_nodes_read_as_plain_json() -> None:
    nodes = {node["id"]: node for node in json.loads(exported())["@graph"]}
    assert nodes["iran"]["prefLabel"] == {"en": "Iran", "fa": "ایران", "ru": "Иран"}
    assert nodes["iran"]["type"] == ["Actor", "Collective", "State"]
    position = next(node for id_, node in nodes.items() if id_.startswith("position-") and "heldBy" in node)
    assert isinstance(position["heldBy"], str)
    assert position["heldBy"] in nodes
    assert len(position["beginEarliest"]) == len("2014-09-05")
    citation = next(node for id_, node in nodes.items() if id_.startswith("cite-"))
    assert isinstance(citation["startOffset"], int)


def test_every_property_of_the_ontology_that_is_used_with_one_type_of_value_is_typed() -> None:
    context = known_context()
    for quad in graph().store:
        name = quad.predicate.value.removeprefix(NS)
        if name != quad.predicate.value and not isinstance(context.get(name), dict):
            assert name == "derivedOn", name


def test_rdflib_reads_the_same_graph() -> None:
    assert canonical(by_rdflib(exported(), "json-ld")) == canonical(graph().store)


def test_tools_read_the_context_alone() -> None:
    data = json.dumps(
        {"@context": known_context(), "id": "minsk-2014", "heldAt": "minsk", "beginEarliest": "2014-09-05"}
    )
    read = rdflib.Graph().parse(data=data, format="json-ld")
    assert set(read) == {
        (rdflib.URIRef(f"{DATA}minsk-2014"), rdflib.URIRef(f"{NS}heldAt"), rdflib.URIRef(f"{DATA}minsk")),
        (
            rdflib.URIRef(f"{DATA}minsk-2014"), rdflib.URIRef(f"{NS}beginEarliest"),
            rdflib.Literal("2014-09-05", datatype=rdflib.XSD.date),
        ),
    }  # fmt: skip


_SCRIPT = """
const jsonld = require('jsonld'), fs = require('fs');
const documentLoader = async address => { throw new Error('asked for ' + address) };
jsonld.toRDF(JSON.parse(fs.readFileSync(0, 'utf8')), {format: 'application/n-quads', documentLoader})
  .then(text => process.stdout.write(text)).catch(error => { console.error(error); process.exit(1) });
"""


def test_the_jsonld_of_node_reads_the_same_graph_and_asks_nobody() -> None:
    node, folder = shutil.which("node"), os.environ.get("NODE_PATH", "")
    if node is None or not any((Path(each) / "jsonld").is_dir() for each in folder.split(os.pathsep) if each):
        pytest.skip("node or its package jsonld is not at hand: install it and set NODE_PATH to its folder")
    done = subprocess.run(
        [node, "-e", _SCRIPT], input=exported(), capture_output=True, encoding="utf-8", timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    assert _same(parse(done.stdout, RdfFormat.N_QUADS), graph().store)


def _same(one: object, other: object) -> bool:
    found = []
    for statements in (one, other):
        dataset = Dataset(Quad(q.subject, q.predicate, q.object, DefaultGraph()) for q in statements)
        dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
        found.append(dataset)
    return found[0] == found[1]


if __name__ == "__main__":
    FILE.write_text(made(), encoding="utf-8", newline="\n")
