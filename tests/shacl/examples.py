"""The examples of `tests/shapes`: pairs of small graphs, each with the common world and what it needs of the ontology.

An invalid example says in comments which results are expected: `# expect: violation dks:act-kind :act-of-nothing`, and
`_:` for a node without a name. Derived statements stand in the examples, because nothing is inferred here.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Store, Triple, parse

from kg.shacl import SHAPES, Report
from kg.terms import DATA, Term, expand

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "tests" / "shapes"
EXPECTED = re.compile(r"^# expect: (violation|warning) dks:(\S+) (\S+)$", re.MULTILINE)
Found = tuple[str, str, str]


@cache
def turtle(path: Path) -> tuple[Triple, ...]:
    return tuple(quad.triple for quad in parse(path=path, format=RdfFormat.TURTLE))


@cache
def ontology() -> dict[Term, list[Triple]]:
    """The ontology by subject: the class tree, and the controlled values."""
    found: dict[Term, list[Triple]] = defaultdict(list)
    for name in ("dkg", "kinds", "topics", "issues"):
        for triple in turtle(ROOT / "ontology" / f"{name}.ttl"):
            found[triple.subject].append(triple)
    return found


def needed(triples: list[Triple]) -> list[Triple]:
    """What an example needs of the ontology: the class tree, and each controlled value that it leads to."""
    below = expand("rdfs:subClassOf")
    tree = [t for each in ontology().values() for t in each if t.predicate == below and isinstance(t.object, NamedNode)]
    open_, seen = list(triples), {t.subject for t in triples}
    while open_:
        node = open_.pop().object
        if isinstance(node, NamedNode) and node.value.startswith(DATA) and node not in seen:
            seen.add(node)
            tree += ontology()[node]
            open_ += ontology()[node]
    return tree


@dataclass(frozen=True)
class Example:
    name: str
    path: Path

    @property
    def store(self) -> Store:
        triples = [*turtle(EXAMPLES / "common.ttl"), *turtle(self.path)]
        store = Store()
        store.extend(Quad(t.subject, t.predicate, t.object) for t in [*triples, *needed(triples)])
        return store

    @property
    def expected(self) -> set[Found]:
        return {(severity, shape, node) for severity, shape, node in EXPECTED.findall(self.path.read_text())}


def found(report: Report) -> set[Found]:
    """What a report says, as the comments of examples say it."""
    return {(r.severity.value, r.shape.value.removeprefix(SHAPES), written(r.focus)) for r in report.results}


def written(node: Term) -> str:
    return "_:" if isinstance(node, BlankNode) else ":" + str(node.value).removeprefix(DATA)


def examples(kind: str) -> list[Example]:
    return [Example(path.name.split(".")[0], path) for path in sorted(EXAMPLES.glob(f"*.{kind}.ttl"))]


def detail(report: Report) -> set[tuple[str, ...]]:
    """A report as a set that can be compared with another one's."""
    results = report.results
    return {(r.severity.value, written(r.focus), r.component.value, simple(r.path), shown(r.value)) for r in results}


def shown(value: Term | None) -> str:
    return "_:" if isinstance(value, BlankNode) else str(value)


def simple(path: str) -> str:
    """A path of one property; the report of pyshacl describes the others in blank nodes."""
    return path if not set(path) & set("|^*+?()") else ""
