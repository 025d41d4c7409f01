"""One entity with every fact and its sources, as text for people.

Everything that mentions the entity is shown: facts are grouped by class, each in one line of words with its sources,
in the order of time where they are dated.
"""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from kg.terms import dkg, local_name, shrink
from kg.wording import OPEN, SECTIONS, Values, Words

__all__ = ["View", "facts_of", "portrait"]

_HEADING = (
    "postIn", "speaksFor", "ofState", "pairOf", "status", "heldAt", "subEventOf", "party", "signatory", "about",
    "hasParticipant", "met", "summary", "inDocument", "dcterms:publisher", "dcterms:language", "schema:url",
    "schema:releasedEvent",
)  # fmt: skip
# A fact mentions a thing itself, or through the tenure in whose capacity or the participation in which it was stated; a
# claim also through the tenure, membership or act that it dates.
_FACTS = """
PREFIX dkg: <https://w3id.org/dkg/ns#>
SELECT DISTINCT ?fact WHERE {
  { ?fact ?any NODE }
  UNION { ?through ?any NODE ; a dkg:Fact . ?fact dkg:inCapacity|dkg:statedIn|dkg:claimOf ?through }
  UNION { BIND(NODE AS ?fact) }
  ?fact a dkg:Fact .
}
"""


def portrait(store: Store, node: NamedNode, languages: tuple[str, ...] = ("en",)) -> str:
    """Return an entity in words: its names, what describes it, every fact that mentions it, and sources."""
    view = View(store, node, languages)
    lines = [*view.heading(), ""]
    by_class: dict[str, list[tuple[str, str]]] = {}
    for fact in facts_of(store, node):
        by_class.setdefault(view.fact_class(fact), []).append(view.line(fact))
    for name, title in SECTIONS.items():
        if name in by_class:
            lines += [title, *(f"  {line}" for _, line in sorted(by_class[name])), ""]
    if view.documents:
        width = max(map(len, view.documents))
        lines += ["Sources", *(f"  {doc:<{width}}  {title}" for doc, title in sorted(view.documents.items())), ""]
    return "\n".join(lines).rstrip() + "\n"


def facts_of(store: Store, node: NamedNode) -> list[NamedNode]:
    """Return every fact that mentions a thing, in no order."""
    answer = store.query(_FACTS.replace("NODE", str(node)))
    assert isinstance(answer, QuerySolutions)
    return [fact for (fact,) in answer if isinstance(fact, NamedNode)]


class View(Words):
    """Puts what a store says of a thing into words, and remembers the documents that it named."""

    __slots__ = ("documents", "node")

    def __init__(self, store: Store, node: NamedNode, languages: tuple[str, ...] = ("en",)) -> None:
        super().__init__(store, languages)
        self.node = node
        self.documents: dict[str, str] = {}

    def heading(self) -> Iterable[str]:
        """Yield the lines that describe the thing itself."""
        values = self.values(self.node)
        what = [local_name(c) for c in self.classes(self.node)]
        what += [kind for kind in (self.labels(values, "kind"),) if kind and kind not in what]
        yield "  ".join([self.label(self.node), *([f"({', '.join(what)})"] if what else []), shrink(self.node)])
        names = [
            f"{t.value}{f' ({t.language})' if t.language not in (None, 'en') else ''}"
            for key in ("skos:prefLabel", "skos:altLabel")
            for t in values.get(key, [])
            if isinstance(t, Literal) and t.value != self.label(self.node)
        ]
        if names:
            yield f"  also: {'; '.join(names)}"
        for name in _HEADING:
            if name in values:
                yield f"  {self.words(name)}: {self.labels(values, name)}"
        if when := self.when(values):
            yield f"  date: {when}"
        if cited := sum(1 for _ in self.store.quads_for_pattern(None, dkg("inDocument"), self.node, None)):
            yield f"  passages cited: {cited}"

    def line(self, fact: NamedNode) -> tuple[str, str]:
        """Return a fact in words with its sources, and a key that puts facts into the order of time."""
        values = self.values(fact)
        words = self.fact(fact)
        when = self.when(values) if "claimProperty" not in values else ""
        line = f"{words}{f'  ({when})' if when else ''}  [{self._sources(values)}]"
        begin = self.labels(values, "beginEarliest") if "claimProperty" not in values else ""
        return f"{'9999' if begin in OPEN else begin} {line}", line

    def _sources(self, values: Values) -> str:
        found: set[tuple[str, int, str]] = set()
        for cite in values.get("evidence", []):
            if not isinstance(cite, NamedNode):
                continue
            of_cite = self.values(cite)
            hedges = "".join(f", {self.label(h).lower()}" for h in of_cite.get("hedge", []))
            start, end = self.labels(of_cite, "startOffset"), self.labels(of_cite, "endOffset")
            for document in of_cite.get("inDocument", []):
                if isinstance(document, NamedNode):
                    slug = local_name(document)
                    self.documents[slug] = self.label(document)
                    found.add((slug, int(start or 0), f"{slug} {start}–{end}{hedges}"))
            if "inDocument" not in of_cite:
                found.add((self.label(cite), 0, self.label(cite)))
        return "; ".join(shown for _, _, shown in sorted(found))
