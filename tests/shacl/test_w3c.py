"""The W3C test suite of SHACL, core and sparql: our standard report is the one that the suite demands."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Store, Triple, parse

from kg.interop import to_rdflib
from kg.shacl import ShapesError, read_shapes, validate
from kg.terms import RDF_TYPE, Term, expand

SUITE = Path(__file__).resolve().parents[3] / "shared" / "w3c" / "shacl"
MF, SHT = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#", "http://www.w3.org/ns/shacl-test#"
MESSAGE, CONFORMS = expand("sh:resultMessage"), expand("sh:conforms")
# What the suite demands and we do not do, each with its reason.
LEFT_OUT: dict[str, str] = {}


class Case:
    """One test of the suite: its files, and the report that it demands."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.graph: dict[Term, dict[NamedNode, list[Term]]] = {}
        for quad in parse(path=path, format=RdfFormat.TURTLE, base_iri=path.as_uri()):
            self.graph.setdefault(quad.subject, {}).setdefault(quad.predicate, []).append(quad.object)
        self.node = next(
            node for node, links in self.graph.items() if NamedNode(f"{SHT}Validate") in links.get(RDF_TYPE, ())
        )
        self.expected = self._value(self.node, f"{MF}result")

    def _value(self, node: Term, property_: str) -> Term:
        return self.graph[node][NamedNode(property_)][0]

    def file(self, which: str) -> Path:
        return Path(self._value(self._value(self.node, f"{MF}action"), SHT + which).value.removeprefix("file://"))

    def report(self) -> list[Triple]:
        """The statements of the expected report."""
        found, open_, seen = [], [self.expected], set()
        while open_:
            node = open_.pop()
            if node in seen:
                continue
            seen.add(node)
            for predicate, values in self.graph.get(node, {}).items():
                found += [Triple(node, predicate, value) for value in values]
                if predicate != expand("sh:focusNode") and predicate != expand("sh:value"):
                    open_ += [value for value in values if isinstance(value, BlankNode)]
        return found


def cases() -> list[Path]:
    return sorted(path for path in SUITE.rglob("*.ttl") if "mf:action" in path.read_text(encoding="utf-8"))


def skeleton(triples: list[Triple], *, messages: bool) -> list[Triple]:
    """A report without what the suite leaves free: messages that it does not demand, and shapes' inner statements."""
    kept = {
        expand(f"sh:{name}")
        for name in ("conforms", "result", "focusNode", "resultPath", "resultSeverity", "sourceConstraintComponent",
                     "sourceShape", "value", "sourceConstraint", "inversePath", "alternativePath", "zeroOrMorePath",
                     "oneOrMorePath", "zeroOrOnePath")
    } | {RDF_TYPE, expand("rdf:first"), expand("rdf:rest")} | ({MESSAGE} if messages else set())  # fmt: skip
    return [t for t in triples if t.predicate in kept]


def reached(triples: list[Triple]) -> list[Triple]:
    """The statements that the report itself leads to, not those about shapes and data that it names."""
    by_subject: dict[Term, list[Triple]] = {}
    for t in triples:
        by_subject.setdefault(t.subject, []).append(t)
    (root,) = {t.subject for t in triples if t.predicate == CONFORMS}
    found, open_ = list(by_subject[root]), [t.object for t in by_subject[root] if t.predicate == expand("sh:result")]
    paths = [t.object for node in open_ for t in by_subject.get(node, ()) if t.predicate == expand("sh:resultPath")]
    for node in open_:
        found += by_subject.get(node, ())
    seen = set()
    while paths:
        node = paths.pop()
        if isinstance(node, BlankNode) and node not in seen:
            seen.add(node)
            found += by_subject.get(node, ())
            paths += [t.object for t in by_subject.get(node, ())]
    return found


def test_the_suite_is_there() -> None:
    if not SUITE.is_dir():
        pytest.skip("the W3C test suite is not at hand")
    assert len(cases()) > 110
    assert set(LEFT_OUT) <= {path.stem for path in cases()}


@pytest.mark.parametrize("path", cases(), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_w3c(path: Path) -> None:
    case = Case(path)
    if case.expected == NamedNode(f"{SHT}Failure"):
        with pytest.raises(ShapesError):
            read_shapes([case.file("shapesGraph")])
        return
    data = case.file("dataGraph")
    given = [quad.triple for quad in parse(path=data, format=RdfFormat.TURTLE, base_iri=data.as_uri())]
    store = Store()
    store.extend(Quad(t.subject, t.predicate, t.object) for t in given)
    found = validate(store, read_shapes([case.file("shapesGraph")]), statements=given)
    expected = case.report()
    messages = any(t.predicate == MESSAGE for t in expected)
    theirs = reached(skeleton(expected, messages=messages))
    ours = reached(skeleton(list(found.triples()), messages=messages))
    from rdflib.compare import graph_diff, isomorphic, to_isomorphic

    one, other = to_rdflib(theirs), to_rdflib(ours)
    if not isomorphic(one, other):
        _, missing, extra = graph_diff(to_isomorphic(one), to_isomorphic(other))
        pytest.fail(f"missing:\n{missing.serialize(format='nt')}\nnot demanded:\n{extra.serialize(format='nt')}")
