"""Mistakes that curators make, and for each the one shape and node by which validation must find it.

A mistake stands in what is asserted, before the rules run; each is made so that what follows from it is no mistake of
its own, and nothing else is found.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from pyoxigraph import NamedNode

from kg.generator import mistakes, mistakes_of_time
from kg.generator.mistakes import altered_citation, altered_figure, altered_participation, altered_position, amount
from kg.generator.sheet import Pair
from kg.generator.stage import Stage
from kg.shacl import SHAPES
from kg.terms import boolean, entity, integer, text

__all__ = ["FAULTS", "Expected", "Fault", "commit"]


class Fault(NamedTuple):
    """A kind of mistake: what it is, the shape that finds it, and what makes it and returns the node."""

    name: str
    shape: str
    make: Callable[[Stage], NamedNode]


class Expected(NamedTuple):
    """What validation must find: a shape, the node that breaks it, and what the mistake is."""

    shape: NamedNode
    focus: NamedNode
    fault: str


def commit(stage: Stage, fault: Fault) -> Expected:
    """Make a mistake in a document; return how it is found."""
    stage.sheet.passage()
    expected = Expected(NamedNode(SHAPES + fault.shape), fault.make(stage), fault.name)
    stage.sheet.passage()
    return expected


def _kind(name: str, scheme: str) -> Pair:
    return (f"dkg:{name}", entity(scheme))


_LOWER, _UPPER, _VALUE = ("dkg:lowerBound", integer(90)), ("dkg:upperBound", integer(20)), ("dkg:value", integer(50))
_STRICT = ("dkg:strict", boolean(True))
_LONG = ("dkg:summary", text(" ".join(["word"] * 26)))

FAULTS = (
    # Evidence
    Fault("a fact without a source", "fact-evidence", mistakes.without_source),
    Fault("a document as the source of a fact", "fact-evidence", mistakes.document_as_source),
    Fault("offsets reversed", "citation-order", partial(
        altered_citation, without=("dkg:startOffset",), more=(("dkg:startOffset", integer(99_999_999)),))),
    Fault("a hash that is none", "citation-hash", partial(
        altered_citation, without=("dkg:sha256",), more=(("dkg:sha256", text("a hash")),))),
    Fault("a passage after the end of its text", "citation-within", partial(
        altered_citation, without=("dkg:endOffset",), more=(("dkg:endOffset", integer(99_999_999)),))),
    Fault("a citation of no document", "citation-document", partial(altered_citation, without=("dkg:inDocument",))),
    Fault("something from outside without a note", "citation-outside", partial(
        altered_citation, without=("dkg:basis", "skos:note"), more=(_kind("basis", "basis-outside"),))),
    Fault("a reference without an address", "reference-address", mistakes.reference_without_address),
    # Positions
    Fault("a position outside any participation", "position-stated-in", mistakes.not_a_participation),
    Fault("two stances", "position-stance", partial(
        altered_position, without=("dkg:stance",),
        more=(_kind("stance", "stance-doubts"), _kind("stance", "stance-affirms")))),
    Fault("a role as a stance", "position-stance", partial(
        altered_position, without=("dkg:stance",), more=(_kind("stance", "role-speaker"),))),
    Fault("no mode", "position-mode", partial(altered_position, without=("dkg:mode",))),
    Fault("nobody's position", "position-holder", partial(
        altered_position, without=("dkg:heldBy", "dkg:mode"), more=(_kind("mode", "mode-asserted"),))),
    Fault("about a kind", "position-about", partial(
        altered_position, without=("dkg:about",), more=(_kind("about", "stance-affirms"),))),
    Fault("a long summary", "summary-length", partial(altered_position, without=("dkg:summary",), more=(_LONG,))),
    Fault("a kind of a position", "position-properties", partial(
        altered_position, without=(), more=(_kind("kind", "event-crisis"),))),
    Fault("a reporter's office lent to another", "position-capacity", mistakes.office_lent),
    # Participations, tenures, memberships
    Fault("no role", "participation-role", partial(altered_participation, without=("dkg:role",))),
    Fault("a mode as a role", "participation-role", partial(
        altered_participation, without=("dkg:role",), more=(_kind("role", "mode-asserted"),))),
    Fault("a topic takes part", "participation-participant", partial(
        altered_participation, without=("dkg:participant",), more=(_kind("participant", "trade"),))),
    Fault("in the capacity of another", "capacity-holder", mistakes.capacity_of_another),
    Fault("before taking office", "capacity-dates", mistakes_of_time.outside_tenure),
    Fault("after death", "alive", mistakes_of_time.dead),
    Fault("a ministry in office", "tenure-holder", mistakes.held_by_ministry),
    Fault("two in one post", "tenure-overlap", mistakes_of_time.overlapping),
    Fault("a member of itself", "membership-itself", mistakes.member_of_itself),
    # Events
    Fault("an event without a status", "event-status", mistakes.no_status),
    Fault("a meeting that is a visit", "event-class", mistakes.two_classes),
    Fault("part of itself", "event-circle", mistakes.part_of_itself),
    Fault("held and cancelled", "rival-status", mistakes.held_and_cancelled),
    Fault("two dates that exclude each other", "rival-dates", mistakes_of_time.contradicting),
    Fault("a session before its conference", "event-part-dates", mistakes_of_time.outside_conference),
    Fault("told before it happened", "event-foretold", mistakes_of_time.foretold),
    # Agreements
    Fault("an agreement of nobody", "agreement-party", mistakes.no_parties),
    Fault("in force before it is signed", "effect-before-signature", mistakes_of_time.in_force_before),
    Fault("negotiated before taking office", "act-capacity-dates", mistakes_of_time.signed_outside_tenure),
    Fault("a stranger signs", "act-by-party", mistakes.stranger_signs),
    # Claims and dates
    Fault("a claim of what cannot be claimed", "claim-property", mistakes.claim_of_holder),
    Fault("the status of a state", "claim-subject-class", mistakes.status_of_state),
    Fault("a state as a place", "claim-value-class", mistakes.place_that_is_none),
    Fault("a date that is none", "date-readable", mistakes_of_time.unread),
    Fault("words as a date", "date-readable", mistakes_of_time.not_bounds),
    Fault("a reading without a date", "date-with-reading", mistakes_of_time.undated_reading),
    Fault("bounds that do not follow", "date-bounds", mistakes_of_time.misdated),
    Fault("three bounds of four", "end-latest", mistakes_of_time.incomplete),
    # Figures
    Fault("a value and bounds", "figure-value-or-bounds", partial(amount, amount=(_VALUE, _UPPER, _STRICT))),
    Fault("a lower bound above the upper", "figure-order", partial(amount, amount=(_LOWER, _UPPER, _STRICT))),
    Fault("bounds, strict or not", "figure-strict-bounds", partial(amount, amount=(_UPPER,))),
    Fault("a number in words", "figure-number", partial(amount, amount=(("dkg:value", text("a dozen")),))),
    Fault("years as a unit", "figure-allowed-unit", partial(
        altered_figure, without=("dkg:unit",), more=(_kind("unit", "unit-years"),))),
    Fault("a figure about a topic", "figure-about", partial(
        altered_figure, without=("dkg:about",), more=(_kind("about", "trade"),))),
    # Names
    Fault("a name that is taken", "label-shared", mistakes.same_name),
    Fault("a slug with capitals", "named", mistakes.bad_slug),
)  # fmt: skip
"""The kinds of mistakes, each different from all others in what is wrong or in the shape that finds it."""
