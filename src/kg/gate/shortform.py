"""The short form: derived properties straight on a node become the facts that derive just that.

A place, topic, party, part, occasion or status becomes a claim, a date a claim of the date, a participant a
participation, a signatory an act of signing, a post of a person a tenure. Each fact gets the evidence that stands on
the node in the same file. What could mean more than one thing, or follows from nothing that can be stated, is refused
with a remedy: no fact says more than the file does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.dates import parse_edtf
from kg.errors import KgError
from kg.gate.draft import Draft, Node, Said, name_of
from kg.gate.naming import join
from kg.gate.refusals import refuse
from kg.gate.sources import Sources
from kg.mapping.ledger import event_reading, state_reading
from kg.reason import derived_properties
from kg.terms import RDF_TYPE, Term, dkg, entity, expand, local_name

__all__ = ["expand_short"]

_THING = expand("owl:Thing")
_LABEL, _PREF_LABEL = expand("rdfs:label"), expand("skos:prefLabel")
_EVIDENCE = dkg("evidence")
_DATE = tuple(map(dkg, ("edtf", "reading", "calendarYear")))
_EDTF, _READING, _YEAR = _DATE
_OCCASIONS = tuple(map(dkg, ("during", "onSidelinesOf", "following", "resultOf")))
_BOUNDS = frozenset(map(dkg, ("beginEarliest", "beginLatest", "endEarliest", "endLatest")))
_CLAIMED = {  # which property may be claimed of what, as the rule that derives it has it
    **dict.fromkeys((*_OCCASIONS, dkg("heldAt"), dkg("subEventOf")), ("Event",)),
    **dict.fromkeys(map(dkg, ("about", "status")), ("Event", "Agreement")),
    dkg("party"): ("Agreement",),
}
_DATED = ("Event", "Actor", "Tenure", "Membership", "Act")
_ATTENDED = ("Meeting", "Visit", "Publication")
_PARTICIPANT, _SIGNATORY, _STATUS = dkg("hasParticipant"), dkg("signatory"), dkg("status")
_POST, _HOLDER = dkg("post"), dkg("holder")
_SIGNED, _HELD = entity("act-signed"), entity("status-held")


def expand_short(draft: Draft, sources: Sources) -> None:
    """Put facts in the place of what is stated in the short form; the evidence of a node goes with them."""
    told = _Vocabulary(draft)
    short = draft.take(told.is_short)
    groups: dict[tuple[int, Node], list[Said]] = {}
    for said in short:
        if not told.is_needless(said, sources):
            groups.setdefault((said.file, said.triple.subject), []).append(said)  # type: ignore[arg-type]
    made: list[Said] = []
    spent: set[Said] = set()
    for (file, node), group in groups.items():
        cited = sources.of(node, file)
        writer = _Writer(draft, node, group, cited)
        facts = writer.facts()
        made += facts
        if not draft.is_a(node, "Fact"):
            spent.update(cited)
        if writer.count and not sources.cites(node, file):
            sources.missing(group)
        elif writer.count + draft.is_a(node, "Fact") > 1 and sources.compete(cited):
            message = f"{name_of(node)} has several sources, and nothing says which of them says what"
            draft.blame_first(cited, f"{message}; cite one here, and state what the other says in a file of its own")
    draft.replace([*(said for said in draft.said if said not in spent), *made])


class _Vocabulary:
    """Tells by the ontology which statements are in the short form."""

    def __init__(self, draft: Draft) -> None:
        self._draft, self._derived_on = draft, derived_properties(draft.known)

    def is_short(self, said: Said) -> bool:
        """Tell whether nobody asserts such a statement of such a thing."""
        node, predicate, _ = said.triple
        draft = self._draft
        if predicate in _BOUNDS and draft.is_a(node, "Claim", "Figure"):
            return False  # they follow from its date, and a shape compares them
        classes = self._derived_on.get(predicate, frozenset())
        if _THING in classes or (classes and draft.is_a(node, *map(local_name, classes))):
            return True
        return (
            (predicate == _POST and draft.is_a(node, "Person"))
            or (predicate == _HOLDER and draft.is_a(node, "Post"))
            or (predicate in (*_DATE, *_OCCASIONS) and draft.is_a(node, "Agreement"))
        )

    def is_needless(self, said: Said, sources: Sources) -> bool:
        """Tell whether the graph derives a statement already, and no source is added to it."""
        if said.triple.predicate in _OCCASIONS and self._draft.is_a(said.triple.subject, "Agreement"):
            return False
        return self._draft.holds(said.triple) and not (
            said.triple.predicate in (*_CLAIMED, *_DATE, _PARTICIPANT, _SIGNATORY)
            and sources.adds(said.triple.subject, said.file)
        )


@dataclass(slots=True)
class _Writer:
    """Writes the facts of one node of one file."""

    draft: Draft
    node: Node
    group: list[Said]
    cited: Sequence[Said]
    count: int = 0

    def facts(self) -> list[Said]:
        """Return the statements of all facts; `count` tells how many these are."""
        return [
            *self._claims(),
            *self._dates(),
            *self._participations(),
            *self._signing(),
            *self._tenures(),
            *self._rest(),
        ]

    def _of(self, *predicates: NamedNode) -> list[Said]:
        return [said for said in self.group if said.triple.predicate in predicates]

    def _fact(self, said: Said, name: Node, class_name: str, *pairs: tuple[str, Term]) -> Iterator[Said]:
        self.count += 1
        yield said.making(name, RDF_TYPE, dkg(class_name))
        for property_, value in pairs:
            yield said.making(name, dkg(property_), value)
        for cite in self.cited:
            yield cite.making(name, _EVIDENCE, cite.triple.object)

    def _claims(self) -> Iterator[Said]:
        for said in self._of(*_CLAIMED):
            _, predicate, value = said.triple
            if not self.draft.is_a(self.node, *_CLAIMED[predicate]):
                continue
            self.draft.promised.append(said)
            pairs = (("claimOf", self.node), ("claimProperty", predicate), ("claimValue", value))
            yield from self._fact(said, BlankNode(), "Claim", *pairs)

    def _dates(self) -> Iterator[Said]:
        if self.draft.is_a(self.node, *_DATED):
            yield from self._date_of(self.node)

    def _date_of(self, node: Node) -> Iterator[Said]:
        """Write the claim of a date; what is said of a date without one, or of two, is refused."""
        dates, readings, years = (self._of(predicate) for predicate in _DATE)
        if not dates:
            for said in (*readings, *years):
                refuse(self.draft, said)
            return
        if len(dates) > 1 or len(readings) > 1 or len(years) > 1:
            message = f"{name_of(self.node)} has several dates or readings here"
            self.draft.blame_first([*dates, *readings, *years], f"{message}; give each date a dkg:Claim of its own")
            return
        date = dates[0]
        written = date.triple.object
        reading = readings[0].triple.object if readings else self._reading(node, written)
        pairs = (("claimOf", node), ("claimProperty", _EDTF), ("edtf", written), ("reading", reading))
        more = (("calendarYear", years[0].triple.object),) if years else ()
        for each in (date, *readings, *years):
            self.draft.promised.append(each.making(node, each.triple.predicate, each.triple.object))
        for made in self._fact(date, BlankNode(), "Claim", *pairs, *more):
            of = next((each for each in (*readings, *years) if each.triple.predicate == made.triple.predicate), made)
            yield made._replace(origin=of.origin)

    def _reading(self, node: Node, written: Term) -> NamedNode:
        """Return how a date is read where nothing says so: a state is attested in it, an event took place within it."""
        when = written.value if isinstance(written, Literal) else ""
        try:
            edtf = parse_edtf(when)
        except KgError:  # a shape tells what is wrong with it
            return entity("reading-within")
        is_state = self.draft.is_a(node, "Tenure", "Membership")
        return entity(f"reading-{state_reading(when) if is_state else event_reading(when, edtf)}")

    def _participations(self) -> Iterator[Said]:
        if not self.draft.is_a(self.node, *_ATTENDED):
            return
        for said in self._of(_PARTICIPANT):
            self.draft.promised.append(said)
            pairs = (("inEvent", self.node), ("participant", said.triple.object), ("role", entity("role-participant")))
            yield from self._fact(said, BlankNode(), "Participation", *pairs)

    def _signing(self) -> Iterator[Said]:
        """Write the act of signing, with its date and occasion, where somebody has signed or the status says so."""
        if not self.draft.is_a(self.node, "Agreement") or not isinstance(self.node, NamedNode):
            return
        signatories, of_act = self._of(_SIGNATORY), self._of(*_DATE, *_OCCASIONS)
        states = {said.triple.object for said in self._of(_STATUS)}
        is_signed = bool(signatories) or entity("status-signed") in states
        if of_act and not (is_signed and states <= {entity("status-signed")}):
            for said in of_act:
                refuse(self.draft, said)
            of_act = []
        if not (signatories or of_act):
            return
        act = join(self.draft, "Act", (self.node, _SIGNED))
        if act is None:
            message = f"{name_of(self.node)} was signed more than once; state the act of signing itself"
            self.draft.blame_first([*signatories, *of_act], message)
            return
        self.draft.promised += signatories
        first = min([*signatories, *of_act], key=lambda said: (self.draft.place(said), str(said.triple)))
        yield from self._fact(first, act, "Act", ("ofAgreement", self.node), ("kind", _SIGNED), ("status", _HELD))
        for said in signatories:
            yield said.making(act, dkg("by"), said.triple.object)
        for said in (each for each in of_act if each.triple.predicate in _OCCASIONS):
            yield said.making(act, said.triple.predicate, said.triple.object)
        if any(said.triple.predicate in _DATE for said in of_act):
            yield from self._date_of(act)

    def _tenures(self) -> Iterator[Said]:
        for said in self._of(_POST, _HOLDER):
            other = said.triple.object
            if isinstance(other, Literal):
                self.draft.blame(said, f"{other.value!r} is a text; give the name of a dkg:Post or dkg:Person")
                continue
            if not isinstance(self.node, NamedNode) or not isinstance(other, NamedNode):
                continue  # what has no name is blamed by itself
            holder, post = (self.node, other) if said.triple.predicate == _POST else (other, self.node)
            tenure = join(self.draft, "Tenure", (holder, post))
            if tenure is None:
                message = f"{name_of(holder)} held {name_of(post)} more than once, or one of the two is no name"
                self.draft.blame(said, f"{message}; name the dkg:Tenure that you mean")
                continue
            yield from self._fact(said, tenure, "Tenure", ("holder", holder), ("post", post))

    def _rest(self) -> Iterator[Said]:
        """Take an English label for the name of a thing that has none; refuse all that nothing can be made of."""
        for said in self.group:
            predicate, value = said.triple.predicate, said.triple.object
            if predicate == _LABEL and self._is_name(value):
                self.draft.promised.append(said)
                yield said.making(self.node, _PREF_LABEL, value)
            elif not self._is_written(predicate):
                refuse(self.draft, said)

    def _is_name(self, value: Term) -> bool:
        is_english = isinstance(value, Literal) and value.language == "en"
        named = not self.draft.is_a(self.node, "Fact", "Document", "Reference")
        one = len(self._of(_LABEL)) == 1 and self.draft.english(self.node) in (None, getattr(value, "value", None))
        return is_english and named and one

    def _is_written(self, predicate: NamedNode) -> bool:
        """Tell whether a statement with a property has been made a fact, or refused, above."""
        is_a = self.draft.is_a
        if predicate in _CLAIMED and is_a(self.node, *_CLAIMED[predicate]):
            return True
        if predicate in _DATE:
            return is_a(self.node, *_DATED, "Agreement")
        if predicate == _PARTICIPANT:
            return is_a(self.node, *_ATTENDED)
        return predicate in (_POST, _HOLDER) or (
            is_a(self.node, "Agreement") and predicate in (_SIGNATORY, *_OCCASIONS)
        )
