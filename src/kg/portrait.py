"""One entity with every fact and its sources, as text for people.

Everything that mentions the entity is shown: facts are grouped by class, each in one line of words with its sources,
in the order of time where they are dated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from kg.names import label_of
from kg.terms import NS, RDF_TYPE, Term, dkg, expand, local_name, shrink

__all__ = ["SECTIONS", "View", "facts_of", "portrait"]

_Values = Mapping[str, list[Term]]  # local name of a property → its values, sorted
SECTIONS = {
    "Tenure": "Posts",
    "Membership": "Memberships",
    "Participation": "Events",
    "Act": "Acts",
    "Clause": "Clauses",
    "Position": "Positions",
    "Figure": "Figures",
    "Claim": "Claims",
}
_PROPERTIES = {
    "edtf": "date", "subEventOf": "part of", "heldAt": "place", "dcterms:publisher": "publisher",
    "dcterms:language": "language", "schema:url": "address", "schema:releasedEvent": "published in",
}  # fmt: skip
_BOUNDS = ("beginEarliest", "beginLatest", "endEarliest", "endLatest")
_OPEN = ("0001-01-01", "9999-12-31")
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


class View:
    """Puts what a store says of a thing into words, and remembers the documents that it named."""

    __slots__ = ("documents", "languages", "node", "store")

    def __init__(self, store: Store, node: NamedNode, languages: tuple[str, ...]) -> None:
        self.store, self.node, self.languages = store, node, languages
        self.documents: dict[str, str] = {}

    def values(self, node: NamedNode) -> _Values:
        """Return the values of the ontology's properties of a node."""
        found: dict[str, list[Term]] = {}
        for quad in self.store.quads_for_pattern(node, None, None, None):
            name = quad.predicate.value
            found.setdefault(name.removeprefix(NS) if name.startswith(NS) else shrink(quad.predicate), []).append(
                quad.object
            )
        return {name: sorted(terms, key=str) for name, terms in found.items()}

    def label(self, term: Term) -> str:
        """Return what people call a thing, or the text of a literal."""
        return (
            label_of(self.store, term, self.languages)
            if isinstance(term, NamedNode)
            else str(getattr(term, "value", term))
        )

    def labels(self, values: _Values, name: str) -> str:
        """Return the values of a property in words, or an empty string."""
        return ", ".join(self.label(term) for term in values.get(name, []))

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
                yield f"  {self._words(name)}: {self.labels(values, name)}"
        if when := self.when(values):
            yield f"  date: {when}"
        if cited := sum(1 for _ in self.store.quads_for_pattern(None, dkg("inDocument"), self.node, None)):
            yield f"  passages cited: {cited}"

    def classes(self, node: NamedNode) -> list[NamedNode]:
        """Return the most specific classes of a node."""
        found = {q.object for q in self.store.quads_for_pattern(node, RDF_TYPE, None, None)}
        upper = {
            q.object
            for c in found
            if isinstance(c, NamedNode)
            for q in self.store.quads_for_pattern(c, expand("rdfs:subClassOf"), None, None)
        }
        return sorted((c for c in found - upper if isinstance(c, NamedNode)), key=str)

    def fact_class(self, fact: NamedNode) -> str:
        """Return the class under which a fact is shown."""
        return next((local_name(c) for c in self.classes(fact) if local_name(c) in SECTIONS), "Claim")

    def _words(self, name: str) -> str:
        known = _PROPERTIES.get(name)
        return known or label_of(self.store, expand(name) if ":" in name else dkg(name), ("en",))

    def words(self, fact: NamedNode, values: _Values) -> tuple[str, str]:
        """Return a fact in words, and its date; the date of a claim is part of its words."""
        when = self.when(values) if "claimProperty" not in values else ""
        return _LINES[self.fact_class(fact)](self, values), when

    def line(self, fact: NamedNode) -> tuple[str, str]:
        """Return a key that puts facts into the order of time, and a fact in words with its sources."""
        values = self.values(fact)
        words, when = self.words(fact, values)
        line = f"{words}{f'  ({when})' if when else ''}  [{self._sources(values)}]"
        begin = self.labels(values, "beginEarliest") if "claimProperty" not in values else ""
        return f"{'9999' if begin in _OPEN else begin} {line}", line

    def _sources(self, values: _Values) -> str:
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

    def when(self, values: _Values) -> str:
        """Return the date of something with its reading, or what its bounds say, with open bounds left out."""
        if "edtf" not in values:
            return _between(*(self.labels(values, name) for name in _BOUNDS))
        reading = self.labels(values, "reading").lower()
        year = self.labels(values, "calendarYear")
        date = self.labels(values, "edtf")
        if reading == "within" and date.startswith(("../", "/")):
            return f"over by {date.partition('/')[2]}"
        return f"{reading + ' ' if reading not in ('', 'exactly') else ''}{date}{f', {year}' if year else ''}"

    # One line a class of facts

    def _tenure(self, values: _Values) -> str:
        return f"{self.labels(values, 'holder')}: {self.labels(values, 'post')}"

    def _membership(self, values: _Values) -> str:
        kind = self.labels(values, "kind").lower()
        return f"{self.labels(values, 'member')}: {kind} of {self.labels(values, 'memberOf')}"

    def _participation(self, values: _Values) -> str:
        capacity = f" as {self._post(values)}" if "inCapacity" in values else ""
        who = f"{self.labels(values, 'participant')}{capacity}"
        return f"{self.labels(values, 'inEvent')}: {who}, {self.labels(values, 'role').lower()}"

    def _post(self, values: _Values) -> str:
        tenures = [t for t in values["inCapacity"] if isinstance(t, NamedNode)]
        return ", ".join(self.labels(self.values(t), "post") for t in tenures)

    def _act(self, values: _Values) -> str:
        by = f" by {self.labels(values, 'by')}" if "by" in values else ""
        occasion = f", in connection with {self.labels(values, 'occasion')}" if "occasion" in values else ""
        status = "" if self.labels(values, "status") == "Held" else f" ({self.labels(values, 'status').lower()})"
        return f"{self.labels(values, 'ofAgreement')}: {self.labels(values, 'kind').lower()}{status}{by}{occasion}"

    def _clause(self, values: _Values) -> str:
        kind = self.labels(values, "kind").lower()
        return f"{self.labels(values, 'ofAgreement')} {kind}: {self.labels(values, 'summary')}"

    def _position(self, values: _Values) -> str:
        holder = self.labels(values, "heldBy") or "nobody in particular"
        by = self.labels(values, "statedBy")
        reported = f", as {by} says," if by and by != holder else ""
        mode = self.labels(values, "mode").lower()
        return f"{holder}{reported} {self.labels(values, 'stance').lower()} ({mode}): {self.labels(values, 'summary')}"

    def _figure(self, values: _Values) -> str:
        strict = self.labels(values, "strict") == "true"
        low, high, amount = (_grouped(self.labels(values, n)) for n in ("lowerBound", "upperBound", "value"))
        amount = amount or (f"{'more than' if strict else 'at least'} {low}" if low else "")
        amount = amount or (f"{'less than' if strict else 'at most'} {high}" if high else "")
        unit = self.labels(values, "unit")
        as_of = f", as of {self.labels(values, 'asOf')}" if "asOf" in values else ""
        return f"{self.labels(values, 'measure')}, {self.labels(values, 'about')}: {amount} {unit}{as_of}"

    def _claim(self, values: _Values) -> str:
        names = [local_name(p) for p in values.get("claimProperty", []) if isinstance(p, NamedNode)]
        value = self.labels(values, "claimValue") or self.when(values)
        because = self.labels(values, "preferredBecause")
        preferred = f" (preferred: {because})" if because else ""
        return f"{self.labels(values, 'claimOf')}: {', '.join(map(self._words, names))} {value}{preferred}"


_LINES: Mapping[str, Callable[[View, _Values], str]] = {
    "Tenure": View._tenure,
    "Membership": View._membership,
    "Participation": View._participation,
    "Act": View._act,
    "Clause": View._clause,
    "Position": View._position,
    "Figure": View._figure,
    "Claim": View._claim,
}


def _between(*bounds: str) -> str:
    """Put the four bounds of something into words."""
    first, begun, ending, last = ("" if bound in _OPEN else bound for bound in bounds)
    if first and last:
        return first if first == last else f"between {first} and {last}"
    if first:
        return f"not before {first}"
    if begun and ending and ending < begun:
        return f"at some time between {ending} and {begun}"
    parts = [f"by {begun}" if begun else "", f"until {ending} at least" if ending else ""]
    return ", ".join(part for part in parts if part)


def _grouped(number: str) -> str:
    """Return a number with its thousands set apart."""
    whole, point, rest = number.partition(".")
    return f"{int(whole):,}{point}{rest}" if whole else ""
