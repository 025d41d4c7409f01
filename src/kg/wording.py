"""Facts in words: what a tenure, a figure or a claim says, in the labels of a store.

It knows the classes and properties of the ontology and nothing of where the words go: `portrait` gathers what is known
of one entity, `diffing` tells what changed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pyoxigraph import NamedNode, Store

from kg.names import label_of
from kg.terms import NS, RDF_TYPE, Term, dkg, entity, expand, local_name, shrink

__all__ = ["OPEN", "SECTIONS", "Values", "Words"]

Values = Mapping[str, list[Term]]  # local name of a property → its values, sorted
SECTIONS: Mapping[str, str] = {
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
OPEN = ("0001-01-01", "9999-12-31")
# Told by what they are, since their labels are in any language
_HELD, _EXACTLY, _WITHIN = entity("status-held"), entity("reading-exactly"), entity("reading-within")


class Words:
    """Puts the facts of a store into words, in the first of some languages that a name has."""

    __slots__ = ("languages", "store")

    def __init__(self, store: Store, languages: tuple[str, ...] = ("en",)) -> None:
        self.store, self.languages = store, languages

    def values(self, node: NamedNode) -> Values:
        """Return the values of the ontology's properties of a node."""
        found: dict[str, list[Term]] = {}
        for quad in self.store.quads_for_pattern(node, None, None, None):
            name = quad.predicate.value
            found.setdefault(name.removeprefix(NS) if name.startswith(NS) else shrink(quad.predicate), []).append(
                quad.object
            )
        return {name: sorted(terms, key=str) for name, terms in found.items()}

    def label(self, term: Term) -> str:
        """Return the label of a node, or the text of a literal."""
        return (
            label_of(self.store, term, self.languages)
            if isinstance(term, NamedNode)
            else str(getattr(term, "value", term))
        )

    def labels(self, values: Values, name: str) -> str:
        """Return the labels of the values of a property, joined."""
        return ", ".join(self.label(term) for term in values.get(name, []))

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
        """Return the class of a fact, as its local name."""
        return next((local_name(c) for c in self.classes(fact) if local_name(c) in SECTIONS), "Claim")

    def words(self, name: str) -> str:
        """Return a property in words, from its local or prefixed name."""
        if name.startswith("<"):
            return name
        known = _PROPERTIES.get(name)
        return known or label_of(self.store, expand(name) if ":" in name else dkg(name), ("en",))

    def when(self, values: Values) -> str:
        """Return the date of something with its reading, or what its bounds say, with open bounds left out."""
        if "edtf" not in values:
            return _between(*(self.labels(values, name) for name in _BOUNDS))
        bounding = values.get("reading", [])
        reading = "" if bounding in ([], [_EXACTLY]) else f"{self.labels(values, 'reading').lower()} "
        year = self.labels(values, "calendarYear")
        date = self.labels(values, "edtf")
        if bounding == [_WITHIN] and date.startswith(("../", "/")):
            return f"over by {date.partition('/')[2]}"
        return f"{reading}{date}{f', {year}' if year else ''}"

    def fact(self, fact: NamedNode) -> str:
        """Return a fact in words, as a line that names what it is about."""
        return _LINES[self.fact_class(fact)](self, self.values(fact))

    def said(self, fact: NamedNode) -> str:
        """Return what a fact says of the entity under whose name it stands."""
        return _SAID[self.fact_class(fact)](self, self.values(fact))

    # A class of facts each: the line, and before it what it says of its entity

    def _post(self, values: Values) -> str:
        return self.labels(values, "post")

    def _tenure(self, values: Values) -> str:
        return f"{self.labels(values, 'holder')}: {self._post(values)}"

    def _body(self, values: Values) -> str:
        return f"{self.labels(values, 'kind').lower()} of {self.labels(values, 'memberOf')}"

    def _membership(self, values: Values) -> str:
        return f"{self.labels(values, 'member')}: {self._body(values)}"

    def _participant(self, values: Values) -> str:
        capacity = f" as {self._posts(values)}" if "inCapacity" in values else ""
        return f"{self.labels(values, 'participant')}{capacity}, {self.labels(values, 'role').lower()}"

    def _participation(self, values: Values) -> str:
        return f"{self.labels(values, 'inEvent')}: {self._participant(values)}"

    def _posts(self, values: Values) -> str:
        tenures = [t for t in values["inCapacity"] if isinstance(t, NamedNode)]
        return ", ".join(self.labels(self.values(t), "post") for t in tenures)

    def _done(self, values: Values) -> str:
        by = f" by {self.labels(values, 'by')}" if "by" in values else ""
        occasion = f", in connection with {self.labels(values, 'occasion')}" if "occasion" in values else ""
        held = values.get("status") == [_HELD]
        status = "" if held else f" ({self.labels(values, 'status').lower()})"
        return f"{self.labels(values, 'kind').lower()}{status}{by}{occasion}"

    def _act(self, values: Values) -> str:
        return f"{self.labels(values, 'ofAgreement')}: {self._done(values)}"

    def _provided(self, values: Values) -> str:
        return f"{self.labels(values, 'kind').lower()}: {self.labels(values, 'summary')}"

    def _clause(self, values: Values) -> str:
        return f"{self.labels(values, 'ofAgreement')} {self._provided(values)}"

    def _stance(self, values: Values) -> str:
        mode = self.labels(values, "mode").lower()
        return f"{self.labels(values, 'stance').lower()} ({mode}): {self.labels(values, 'summary')}"

    def _position(self, values: Values) -> str:
        holder = self.labels(values, "heldBy") or "nobody in particular"
        by = self.labels(values, "statedBy")
        reported = f", as {by} says," if by and by != holder else ""
        return f"{holder}{reported} {self._stance(values)}"

    def amount(self, values: Values) -> str:
        """Return the number of a figure, or its bounds, without the unit."""
        strict = self.labels(values, "strict") == "true"
        low, high, amount = (_grouped(self.labels(values, n)) for n in ("lowerBound", "upperBound", "value"))
        amount = amount or (f"{'more than' if strict else 'at least'} {low}" if low else "")
        return amount or (f"{'less than' if strict else 'at most'} {high}" if high else "")

    def _amounts(self, values: Values) -> str:
        as_of = f", as of {self.labels(values, 'asOf')}" if "asOf" in values else ""
        return f"{self.amount(values)} {self.labels(values, 'unit')}{as_of}"

    def _measured(self, values: Values) -> str:
        return f"{self.labels(values, 'measure')}: {self._amounts(values)}"

    def _figure(self, values: Values) -> str:
        return f"{self.labels(values, 'measure')}, {self.labels(values, 'about')}: {self._amounts(values)}"

    def _claimed(self, values: Values) -> str:
        names = [local_name(p) for p in values.get("claimProperty", []) if isinstance(p, NamedNode)]
        value = self.labels(values, "claimValue") or self.when(values)
        because = self.labels(values, "preferredBecause")
        preferred = f" (preferred: {because})" if because else ""
        return f"{', '.join(map(self.words, names))} {value}{preferred}"

    def _claim(self, values: Values) -> str:
        return f"{self.labels(values, 'claimOf')}: {self._claimed(values)}"


_LINES: Mapping[str, Callable[[Words, Values], str]] = {
    "Tenure": Words._tenure,
    "Membership": Words._membership,
    "Participation": Words._participation,
    "Act": Words._act,
    "Clause": Words._clause,
    "Position": Words._position,
    "Figure": Words._figure,
    "Claim": Words._claim,
}
_SAID: Mapping[str, Callable[[Words, Values], str]] = {
    "Tenure": Words._post,
    "Membership": Words._body,
    "Participation": Words._participant,
    "Act": Words._done,
    "Clause": Words._provided,
    "Position": Words._stance,
    "Figure": Words._measured,
    "Claim": Words._claimed,
}


def _between(*bounds: str) -> str:
    """Put the four bounds of something into words."""
    first, begun, ending, last = ("" if bound in OPEN else bound for bound in bounds)
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
    return f"{int(whole):,}{point}{rest}" if whole.lstrip("+-").isdecimal() else number
