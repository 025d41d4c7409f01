"""Prints facts of the graph beside the passages that they cite, for a reader who checks one against the other.

Without `--all` it is a random sample: the same seed, size and graph give the same facts. The output holds passages of
the texts, so it is to be read and not to be kept.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode, QuerySolutions

import kg
from kg.graph import Graph
from kg.terms import Term, local_name

_FACTS = "SELECT ?f { ?f a dkg:Fact } ORDER BY STR(?f)"
_ABOUT = """
SELECT ?property ?value ?name {
  NODE ?property ?value OPTIONAL { ?value rdfs:label ?name }
  FILTER(?property NOT IN (dkg:evidence, rdf:type, rdfs:label, dkg:beginEarliest, dkg:beginLatest, dkg:endEarliest,
    dkg:endLatest))
} ORDER BY ?property ?value
"""
_CITED = """
SELECT ?cite ?document ?hash ?start ?end {
  NODE dkg:evidence ?cite .
  ?cite dkg:inDocument ?document ; dkg:startOffset ?start ; dkg:endOffset ?end .
  ?document dkg:sha256 ?hash .
} ORDER BY ?document ?start
"""
_QUALIFIED = """
SELECT ?property ?value {
  NODE ?property ?value FILTER(?property IN (dkg:basis, dkg:hedge, dkg:asWritten, skos:note))
} ORDER BY ?property ?value
"""


def main() -> None:
    """Print the facts."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--size", type=int, default=150, metavar="N", help="how many facts (default: 150)")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="of the random choice (default: 1)")
    parser.add_argument("--all", action="store_true", help="every fact, in the order of the texts")
    parser.add_argument("--document", metavar="SLUG", help="only facts that this document states")
    parser.add_argument("--sources", metavar="DIR", help="the folder of the texts (default: KG_SOURCES)")
    args = parser.parse_args()
    folder = args.sources or os.environ.get("KG_SOURCES")
    if not folder:
        parser.error("name the folder of the texts with --sources or KG_SOURCES")
    view = _View(kg.open(), Path(folder))
    facts = [fact for (fact,) in view.rows(_FACTS)]
    if args.document:
        facts = [fact for fact in facts if args.document in {cited.document for cited in view.cited(fact)}]
    chosen = facts if args.all else random.Random(args.seed).sample(facts, min(args.size, len(facts)))
    if args.all:
        chosen = sorted(chosen, key=lambda fact: [(c.document, c.start) for c in view.cited(fact)][:1])
    for number, fact in enumerate(chosen, 1):
        sys.stdout.write(f"{number}. {view.told(fact)}\n")


@dataclass(frozen=True, slots=True)
class _Cited:
    node: Term
    document: str
    start: int
    passage: str


@dataclass(slots=True)
class _View:
    graph: Graph
    folder: Path
    _texts: dict[str, str] = field(default_factory=dict)  # by hash
    _known: dict[Term, list[_Cited]] = field(default_factory=dict)

    def rows(self, query: str, node: Term | None = None) -> list[tuple[Any, ...]]:  # terms, or None where unbound
        answer = self.graph.query(query.replace("NODE", str(node)))
        assert isinstance(answer, QuerySolutions)
        return [tuple(row) for row in answer]

    def cited(self, fact: Any) -> list[_Cited]:
        if fact not in self._known:
            self._known[fact] = [self._passage(*row) for row in self.rows(_CITED, fact)]
        return self._known[fact]

    def _passage(self, cite: NamedNode, document: NamedNode, digest: Literal, start: Literal, end: Literal) -> _Cited:
        first, last = int(start.value), int(end.value)
        text = self.text(digest.value)
        return _Cited(cite, local_name(document), first, text[first:last] if text else "(the text is not at hand)")

    def text(self, digest: str) -> str:
        if not self._texts:
            self._texts = {
                sha256(path.read_bytes()).hexdigest(): path.read_bytes().decode() for path in self.folder.glob("*.txt")
            }
        return self._texts.get(digest, "")

    def told(self, fact: NamedNode) -> str:
        """Return a fact and its passages in words."""
        lines = [local_name(fact)]
        lines += [f"   {local_name(name)}: {_words(label or value)}" for name, value, label in self.rows(_ABOUT, fact)]
        for cited in self.cited(fact):
            more = [f"{local_name(name)} {_words(value)}" for name, value in self.rows(_QUALIFIED, cited.node)]
            lines.append(f"   [{cited.document} {cited.start}; {'; '.join(more)}] {' '.join(cited.passage.split())}")
        return "\n".join(lines) + "\n"


def _words(term: Term | None) -> str:
    return local_name(term) if isinstance(term, NamedNode) else getattr(term, "value", str(term))


if __name__ == "__main__":
    main()
