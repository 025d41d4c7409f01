"""What is slow is said: shapes of which it cannot be told where they may be broken."""

from __future__ import annotations

from pathlib import Path

from support import built, run_kg

DATA = "@prefix ex: <http://example.org/> . ex:a a ex:C ; ex:p 1 ."
SHAPES = """@prefix ex: <http://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
ex:Slow a sh:NodeShape ; sh:targetClass ex:C ;
    sh:sparql [ sh:select "SELECT $this { GRAPH ?g { $this ?p ?o } }" ] ;
    sh:property [ sh:path ex:p ; sh:qualifiedValueShape [ sh:minInclusive 1 ] ; sh:qualifiedMinCount 1 ] .
"""


def test_shapes_that_are_looked_at_node_by_node(tmp_path: Path) -> None:
    data, shapes = tmp_path / "data.ttl", tmp_path / "shapes.ttl"
    data.write_text(DATA, encoding="utf-8")
    shapes.write_text(SHAPES, encoding="utf-8")
    done = run_kg(tmp_path, "validate", str(data), "--alone", "--shapes", str(shapes), "-v")
    assert done.returncode == 0, done.stderr
    assert "kg: <http://example.org/Slow>" in done.stderr and "node by node" in done.stderr


def test_none_of_the_project_s_is(tmp_path: Path) -> None:
    new = tmp_path / "new.ttl"
    new.write_text("", encoding="utf-8")
    done = run_kg(built(), "validate", str(new), "-v")
    assert "kg: no shape is looked at node by node" in done.stderr
