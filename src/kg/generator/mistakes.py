"""Mistakes in what facts say. Each returns the node at which a shape finds it."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import NamedNode

from kg.generator.scenes import agree, figure, hold, position
from kg.generator.sheet import Pair
from kg.generator.stage import Stage
from kg.terms import DATA, date, dkg, entity, text

__all__ = [
    "altered_citation", "altered_figure", "altered_participation", "altered_position", "amount", "bad_slug",
    "capacity_of_another", "claim_of_holder", "document_as_source", "held_and_cancelled", "held_by_ministry",
    "member_of_itself", "no_parties", "no_status", "not_a_participation", "numbered", "office_lent", "part_of_itself",
    "place_that_is_none", "quiet_event", "reference_without_address", "same_name", "status_of_state",
    "stranger_signs", "two_classes", "without_source",
]  # fmt: skip


# How facts are changed


def _changed(pairs: list[Pair], without: Iterable[str], more: Iterable[Pair]) -> list[Pair]:
    left_out = set(without)
    return [pair for pair in pairs if pair[0] not in left_out] + list(more)


def altered_position(stage: Stage, without: Iterable[str], more: Iterable[Pair] = ()) -> NamedNode:
    """State a position of the author, of which properties are left out and others added."""
    return stage.sheet.fact("Position", _changed(position(stage, stage.voice, stage.author), without, more))


def altered_figure(stage: Stage, without: Iterable[str], more: Iterable[Pair] = ()) -> NamedNode:
    """Give a figure of which properties are left out and others added."""
    return stage.sheet.fact("Figure", _changed(figure(stage), without, more))


def amount(stage: Stage, amount: Iterable[Pair]) -> NamedNode:
    """Give a figure with another amount."""
    return altered_figure(stage, ("dkg:value", "dkg:lowerBound", "dkg:upperBound", "dkg:strict"), amount)


def quiet_event(stage: Stage) -> NamedNode:
    """Hold an event in which nobody takes part."""
    return hold(stage, "Process", "event-crisis", None)


def altered_participation(stage: Stage, without: Iterable[str], more: Iterable[Pair] = ()) -> NamedNode:
    """Let a ministry organise something, which makes it present nowhere; leave properties out and add others."""
    pairs: list[Pair] = [
        ("dkg:inEvent", quiet_event(stage)),
        ("dkg:participant", stage.home.bodies[0]),
        ("dkg:role", entity("role-organiser")),
    ]
    return stage.sheet.fact("Participation", _changed(pairs, without, more))


def altered_citation(stage: Stage, without: Iterable[str], more: Iterable[Pair] = ()) -> NamedNode:
    """Rest a position on a citation of which properties are left out and others added; return the citation."""
    sheet = stage.sheet
    cite = sheet.changed_citation(without, *more)
    node = sheet.fact("Position", position(stage, stage.voice, stage.author))
    for pair in sheet.cited([cite]):
        sheet.add_statement(node, pair)
    return cite


def numbered(stage: Stage, name: str) -> NamedNode:
    """Return a node that nothing else is."""
    return entity(f"{name}-{stage.counters.next('faulty') + 1}")


# Mistakes


def without_source(stage: Stage) -> NamedNode:
    """State a position that rests on nothing."""
    return stage.sheet.add(
        numbered(stage, "position-without-source"), "Position", position(stage, stage.voice, stage.author)
    )


def document_as_source(stage: Stage) -> NamedNode:
    """Rest a position on a document as a whole."""
    node = without_source(stage)
    stage.sheet.add_statement(node, ("dkg:evidence", stage.sheet.node))
    return node


def not_a_participation(stage: Stage) -> NamedNode:
    """State a position in an event instead of in someone's participation."""
    return altered_position(stage, ("dkg:statedIn",), [("dkg:statedIn", quiet_event(stage))])


def no_status(stage: Stage) -> NamedNode:
    """Enter a meeting without saying how far it came."""
    return stage.sheet.entity("Meeting", stage.title("Meeting"))


def part_of_itself(stage: Stage) -> NamedNode:
    """Claim that an event is part of itself."""
    event = quiet_event(stage)
    stage.sheet.claim(event, "subEventOf", event)
    return event


def two_classes(stage: Stage) -> NamedNode:
    """Call an event a meeting and a visit."""
    event = hold(stage, "Meeting", "", None)
    stage.sheet.add_statement(event, ("rdf:type", dkg("Visit")))
    return event


def held_and_cancelled(stage: Stage) -> NamedNode:
    """Claim that an event was held, and that it was cancelled."""
    event = quiet_event(stage)
    stage.sheet.claim(event, "status", entity("status-cancelled"))
    return event


def no_parties(stage: Stage) -> NamedNode:
    """Enter an agreement between nobody."""
    sheet = stage.sheet
    agreement = sheet.entity("Agreement", stage.title("Deal"))
    sheet.claim(agreement, "status", entity("status-mooted"))
    return agreement


def stranger_signs(stage: Stage) -> NamedNode:
    """A party signs, and so does a league that is none."""
    sheet, agreement = stage.sheet, agree(stage)
    by: list[Pair] = [("dkg:by", stage.home.node), ("dkg:by", stage.other.node), ("dkg:by", stage.world.leagues[0])]
    done: list[Pair] = [("dkg:ofAgreement", agreement), ("dkg:kind", entity("act-signed"))]
    node = NamedNode(f"{agreement.value}--signed")
    return sheet.fact("Act", [*done, ("dkg:status", entity("status-held")), *by], node=node)


def member_of_itself(stage: Stage) -> NamedNode:
    """Let a league belong to itself."""
    league = stage.world.leagues[0]
    pairs: list[Pair] = [("dkg:member", league), ("dkg:memberOf", league)]
    node = numbered(stage, "member-of-itself")
    return stage.sheet.fact("Membership", [*pairs, ("dkg:kind", entity("membership-observer"))], node=node)


def held_by_ministry(stage: Stage) -> NamedNode:
    """Let a ministry hold a post."""
    post: list[Pair] = [("dkg:holder", stage.home.bodies[0]), ("dkg:post", stage.home.experts[0].post)]
    return stage.sheet.fact("Tenure", post, node=numbered(stage, "ministry-in-office"))


def claim_of_holder(stage: Stage) -> NamedNode:
    """Claim a property that cannot be claimed."""
    return stage.sheet.claim(quiet_event(stage), "heldBy", stage.home.node)


def status_of_state(stage: Stage) -> NamedNode:
    """Claim a status of a state."""
    return stage.sheet.claim(stage.home.node, "status", entity("status-held"))


def place_that_is_none(stage: Stage) -> NamedNode:
    """Claim a state as the place; a preferred claim names the right one."""
    sheet, event = stage.sheet, quiet_event(stage)
    sheet.claim(event, "heldAt", stage.home.places[0], ("dkg:preferredBecause", text("It was there.")))
    return sheet.claim(event, "heldAt", stage.home.node)


def capacity_of_another(stage: Stage) -> NamedNode:
    """Let a ministry take part in the capacity of an expert."""
    expert = stage.home.experts[1] if stage.author == stage.home.experts[0].person else stage.home.experts[0]
    return altered_participation(stage, (), [("dkg:inCapacity", expert.tenure)])


def office_lent(stage: Stage) -> NamedNode:
    """Give the reporter's post to a position that a state holds."""
    expert = next(each for each in stage.home.experts if each.person == stage.author)
    pairs = position(stage, stage.voice, stage.other.node)
    return stage.sheet.fact("Position", [*pairs, ("dkg:inCapacity", expert.tenure)])


def same_name(stage: Stage) -> NamedNode:
    """Enter a second thing under a name that is taken; the one whose slug comes later is told."""
    label = stage.title("Process")
    first = stage.sheet.entity("Process", label)
    second = stage.sheet.add(NamedNode(f"{first.value}-again"), "Process", [("skos:prefLabel", text(label, "en"))])
    for event in (first, second):
        stage.sheet.claim(event, "status", entity("status-held"))
    return second


def bad_slug(stage: Stage) -> NamedNode:
    """Name a place with capitals and underscores."""
    number = stage.counters.next("faulty") + 1
    label = ("skos:prefLabel", text(f"Port Number {number}", "en"))
    return stage.sheet.add(NamedNode(f"{DATA}Port_Number_{number}"), "Place", [label])


def reference_without_address(stage: Stage) -> NamedNode:
    """Refer to a yearbook without saying where it is found."""
    node = numbered(stage, "reference")
    pairs: list[Pair] = [("dcterms:title", text("A yearbook", "en")), ("dcterms:publisher", text("A press"))]
    return stage.sheet.add(node, "Reference", [*pairs, ("dcterms:date", date("2020-01-31"))])
