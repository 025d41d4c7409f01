"""What nothing can be made of, each with what to state instead."""

from __future__ import annotations

from pyoxigraph import NamedNode

from kg.gate.draft import Draft, Said, name_of
from kg.terms import local_name, shrink

__all__ = ["refuse"]

_SPEAKER = "state the dkg:Participation in which it was said, and name it with dkg:statedIn"
_DAYS = "give the date as dkg:edtf; the days follow from it"
_INSTEAD = {
    "met": "state the meeting, with both as dkg:hasParticipant",
    "hasParticipant": "state it of a dkg:Meeting, dkg:Visit or dkg:Publication, or give a role in a dkg:Participation",
    "heldAt": "state it of a dkg:Event",
    "subEventOf": "state it of a dkg:Event",
    "party": "state it of a dkg:Agreement",
    "signatory": "state it of a dkg:Agreement",
    "occasion": "say which: dkg:during, dkg:onSidelinesOf, dkg:following or dkg:resultOf",
    "statedBy": _SPEAKER,
    "statedAt": _SPEAKER,
    "statedAs": _SPEAKER,
    "inCapacity": "it follows from the dkg:Participation in which the holder spoke; give it there",
    "onBehalfOf": "give dkg:inCapacity, a tenure of a post that speaks for somebody",
    "onSide": "give dkg:inCapacity, or the state that the actor is of, with dkg:ofState",
    "label": "give skos:prefLabel with a language; tenures, memberships and acts are named by what they join",
    "reading": "give the date itself, dkg:edtf, beside it",
    "calendarYear": "give the date itself, dkg:edtf, beside it",
    "counts": "leave it out: it serves the reasoner",
    "beginEarliest": _DAYS, "beginLatest": _DAYS, "endEarliest": _DAYS, "endLatest": _DAYS,
}  # fmt: skip
_OF_ACT = frozenset({"edtf", "reading", "calendarYear", "during", "onSidelinesOf", "following", "resultOf"})
_ACT = "[] a dkg:Act ; dkg:ofAgreement {} ; dkg:kind :act-effective"


def refuse(draft: Draft, said: Said) -> None:
    """Blame a statement that is derived, and that no fact can be stated to derive."""
    node, predicate, _ = said.triple
    name = local_name(predicate)
    if name in _OF_ACT and draft.is_a(node, "Agreement"):
        of = _ACT.format(name_of(node))
        draft.blame(said, f"nothing says which act {shrink(predicate)} is that of; state the act, as in {of}")
        return
    if not draft.classes(node) and not draft.is_known(node):
        if not isinstance(node, NamedNode):  # what has a name is blamed for it already
            draft.blame(said, "a node has neither class nor name; say what it is, as in a dkg:Meeting")
        return
    remedy = _INSTEAD.get(name, "give the fact that it follows from")
    draft.blame(said, f"{shrink(predicate)} is derived, and cannot be stated so; {remedy}")
