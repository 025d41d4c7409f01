"""Mistakes in dates and in the order of things. Each returns the node at which a shape finds it."""

from __future__ import annotations

from datetime import timedelta

from pyoxigraph import NamedNode

from kg.generator.mistakes import altered_figure, numbered, quiet_event
from kg.generator.scenes import agree, hold
from kg.generator.sheet import Pair
from kg.generator.stage import Stage, When
from kg.generator.world import Official
from kg.terms import date as xsd_date
from kg.terms import entity, text

__all__ = [
    "contradicting", "dead", "foretold", "in_force_before", "incomplete", "misdated", "not_bounds",
    "outside_conference", "outside_tenure", "overlapping", "signed_outside_tenure", "undated_reading", "unread",
]  # fmt: skip

_DATE = ("dkg:edtf", "dkg:reading", "dkg:asOf")
_YEAR: list[Pair] = [("dkg:edtf", text("2004")), ("dkg:reading", entity("reading-exactly"))]
_BOUNDS = {
    "beginEarliest": "2004-01-01",
    "beginLatest": "2004-01-01",
    "endEarliest": "2004-12-31",
    "endLatest": "2004-12-31",
}


def _before(official: Official) -> When:
    return When.on(official.first - timedelta(days=400))


def _second(stage: Stage) -> Official:
    """Return someone who came into office after another, so that there is time before."""
    return stage.other.offices[0][1]


def unread(stage: Stage) -> NamedNode:
    """Claim a date that is none."""
    return stage.sheet.date(quiet_event(stage), "2014-2-30", "exactly")


def undated_reading(stage: Stage) -> NamedNode:
    """Say how a figure is dated, and not when."""
    return altered_figure(stage, _DATE, [_YEAR[1]])


def misdated(stage: Stage) -> NamedNode:
    """Give a figure bounds that do not follow from its date."""
    bounds: list[Pair] = [
        (f"dkg:{name}", xsd_date(day)) for name, day in {**_BOUNDS, "endLatest": "2005-12-31"}.items()
    ]
    return altered_figure(stage, _DATE, [*_YEAR, *bounds])


def incomplete(stage: Stage) -> NamedNode:
    """Give a figure three of its four bounds."""
    bounds: list[Pair] = [(f"dkg:{name}", xsd_date(day)) for name, day in _BOUNDS.items() if name != "endLatest"]
    return altered_figure(stage, _DATE, [*_YEAR, *bounds])


def not_bounds(stage: Stage) -> NamedNode:
    """Say of a figure as of when it holds, in words."""
    return altered_figure(stage, _DATE, [("dkg:asOf", text("last spring"))])


def contradicting(stage: Stage) -> NamedNode:
    """Claim two dates of one event that cannot both be right."""
    event = quiet_event(stage)
    for day in ("2004-05-06", "1999-05-06"):
        stage.sheet.date(event, day, "exactly")
    return event


def foretold(stage: Stage) -> NamedNode:
    """Let a document tell what happened after it was published."""
    return hold(stage, "Process", "event-crisis", When.on(stage.published + timedelta(days=90)))


def outside_conference(stage: Stage) -> NamedNode:
    """Date a session a month before its conference."""
    day = stage.day()
    whole = hold(stage, "Meeting", "meeting-conference", When.on(day))
    session = hold(stage, "Meeting", "meeting-session", When.on(day - timedelta(days=30)))
    stage.sheet.claim(session, "subEventOf", whole)
    return session


def outside_tenure(stage: Stage) -> NamedNode:
    """Let someone take part in the capacity of a post that they came to hold later."""
    official = _second(stage)
    event = hold(stage, "Meeting", "meeting-bilateral", _before(official))
    return stage.sheet.participation(event, official.person, "organiser", ("dkg:inCapacity", official.tenure))


def signed_outside_tenure(stage: Stage) -> NamedNode:
    """Let a president sign before taking office."""
    sheet, official, agreement = stage.sheet, _second(stage), agree(stage)
    node = NamedNode(f"{agreement.value}--signed")
    done: list[Pair] = [("dkg:ofAgreement", agreement), ("dkg:kind", entity("act-negotiated"))]
    by: list[Pair] = [("dkg:by", official.person), ("dkg:inCapacity", official.tenure)]
    sheet.fact("Act", [*done, ("dkg:status", entity("status-held")), *by], node=node)
    sheet.date(node, _before(official).edtf, "exactly")
    return node


def dead(stage: Stage) -> NamedNode:
    """Let someone take part in a meeting who had died long before."""
    node = numbered(stage, "envoy")
    label = ("skos:prefLabel", text(node.value.rpartition("/")[2].replace("-", " ").title(), "en"))
    stage.sheet.add(node, "Person", [label])
    stage.sheet.date(node, "1881-02-03/1951-04-05", "exactly")
    event = hold(stage, "Meeting", "meeting-bilateral", When.on(stage.day()))
    return stage.sheet.participation(event, node, "participant")


def in_force_before(stage: Stage) -> NamedNode:
    """Let an agreement enter into force a year before it is signed."""
    sheet, agreement, day = stage.sheet, agree(stage), stage.day()
    for kind, when in (("signed", day), ("effective", day - timedelta(days=365))):
        done: list[Pair] = [("dkg:ofAgreement", agreement), ("dkg:kind", entity(f"act-{kind}"))]
        node = NamedNode(f"{agreement.value}--{kind}")
        sheet.fact("Act", [*done, ("dkg:status", entity("status-held"))], node=node)
        sheet.date(node, str(when), "exactly")
    return agreement


def overlapping(stage: Stage) -> NamedNode:
    """Let two people hold one post at one time; of their tenures the one whose name comes later is told."""
    sheet, post = stage.sheet, numbered(stage, "envoy-post")
    label = ("skos:prefLabel", text(post.value.rpartition("/")[2].replace("-", " ").title(), "en"))
    sheet.add(post, "Post", [label, ("dkg:postIn", stage.home.node)])
    tenures = []
    for expert, days in zip(stage.home.experts, ("2001-02-03/2004-05-06", "2003-02-01/2009-08-07"), strict=True):
        node = NamedNode(f"{expert.person.value}--{post.value.rpartition('/')[2]}")
        tenures.append(sheet.fact("Tenure", [("dkg:holder", expert.person), ("dkg:post", post)], node=node))
        sheet.date(node, days, "exactly")
    return max(tenures, key=lambda tenure: tenure.value)
