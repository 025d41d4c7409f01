"""What documents tell of, scene by scene: conferences, meetings, visits, agreements, processes, views, figures.

Each scene is sound by itself: its dates fit, who speaks takes part, who acts holds the post at that time. Nothing of it
is derived here; that is the business of the rules.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from pyoxigraph import NamedNode

from kg.generator.sheet import Pair
from kg.generator.stage import Stage, When
from kg.generator.world import Official
from kg.terms import boolean, decimal, entity, text

__all__ = ["SCENES", "agree", "figure", "hold", "position", "sign", "views"]

_STANCES = (("affirms", 69.0), ("calls-for", 12.0), ("rejects", 4.0), ("criticises", 4.0), ("warns", 3.0),
            ("welcomes", 3.0), ("notes", 2.0), ("doubts", 1.0))  # fmt: skip
_MODES = (("assessment", 37.0), ("asserted", 34.0), ("presupposed", 14.0), ("hedged", 10.0), ("predicted", 3.0),
          ("conditional", 2.0))  # fmt: skip


def position(stage: Stage, stated_in: NamedNode, holder: NamedNode | None) -> list[Pair]:
    """Return what a position says; without a holder it is a question."""
    dice = stage.dice
    stance, mode = (dice.weighted(_STANCES), dice.weighted(_MODES)) if holder else ("asks", "asked")
    pairs: list[Pair] = [
        ("dkg:statedIn", stated_in),
        ("dkg:stance", entity(f"stance-{stance}")),
        ("dkg:mode", entity(f"mode-{mode}")),
        ("dkg:summary", text(stage.summary())),
        *stage.subjects(5),
    ]
    if holder:
        pairs.append(("dkg:heldBy", holder))
    if dice.chance(0.08):
        pairs.append(("dkg:toward", stage.other.node))
    if stage.issues and dice.chance(0.35):
        pairs.append(("dkg:onIssue", dice.one(stage.issues)))
    return pairs


def hold(stage: Stage, class_name: str, kind: str, when: When | None, status: str = "held") -> NamedNode:
    """Add an event: what it is, how far it came, and when it was."""
    sheet, dice = stage.sheet, stage.dice
    sheet.passage()
    of: list[Pair] = [("dkg:kind", entity(kind))] if kind else []
    event = sheet.entity(class_name, stage.title(class_name), *of)
    sheet.claim(event, "status", entity(f"status-{status}"))
    if when:
        _date(stage, event, when)
    if dice.chance(0.7):
        for _, topic in stage.subjects(3):
            sheet.claim(event, "about", topic)
    return event


def _date(stage: Stage, node: NamedNode, when: When) -> None:
    """Claim a date; at times a second source knows it less exactly, or contradicts it and is not preferred."""
    chance = stage.dice.number(1, 100)
    preferred: list[Pair] = [("dkg:preferredBecause", text("It was there."))] if chance == 100 else []
    stage.sheet.date(node, when.edtf, when.reading, *preferred)
    if chance > 95 and when.first.year == when.last.year:
        stage.sheet.passage()
        stage.sheet.date(node, str(when.first.year - (chance == 100)), "within")


def views(stage: Stage, stated_in: NamedNode | None = None, speaker: NamedNode | None = None) -> None:
    """State some positions: the speaker's own, those of others as the speaker reports them, and questions."""
    dice = stage.dice
    for _ in range(dice.number(2, 5) if stated_in is None else dice.number(1, 4)):
        stage.sheet.passage()
        holder: NamedNode | None = speaker or stage.author
        if dice.chance(0.3):
            holder = dice.one((stage.home.node, stage.other.node, stage.other.delegation, *stage.other.bodies))
        elif dice.chance(0.04):
            holder = None
        stage.sheet.fact("Position", position(stage, stated_in or stage.voice, holder))


def _speak(stage: Stage, event: NamedNode, official: Official, role: str) -> None:
    """Let someone take part in the capacity of a post, and say something."""
    taking = stage.sheet.participation(event, official.person, role, ("dkg:inCapacity", official.tenure))
    if stage.dice.chance(0.6):
        views(stage, taking, official.person)


def _conference(stage: Stage) -> None:
    sheet, dice, day = stage.sheet, stage.dice, stage.day()
    when = When.on(day, day + timedelta(days=2))
    whole = hold(stage, "Meeting", "meeting-conference", when)
    sheet.claim(whole, "heldAt", stage.home.places[0])
    for body in stage.home.bodies:
        sheet.participation(whole, body, "organiser")
    for number in range(dice.number(1, 3)):
        dated = When.on(day + timedelta(days=number)) if dice.chance(0.4) else None
        session = hold(stage, "Meeting", "meeting-session", dated)
        sheet.claim(session, "subEventOf", whole)
        _speak(stage, session, dice.one(stage.home.experts), "moderator")
        for side in stage.sides:
            _speak(stage, session, stage.official(side, when), "speaker")


def _meeting(stage: Stage) -> None:
    sheet, when = stage.sheet, stage.when()
    kind = stage.dice.one(("bilateral", "ministerial", "commission", "summit"))
    meeting = hold(stage, "Meeting", f"meeting-{kind}", when)
    sheet.claim(meeting, "heldAt", stage.dice.one(stage.sides).places[0])
    for side in stage.sides:
        _speak(stage, meeting, stage.official(side, when), "participant")
    if stage.dice.chance(0.2):
        aside = hold(stage, "Meeting", "meeting-discussion", when)
        sheet.claim(aside, stage.dice.one(("onSidelinesOf", "during")), meeting)
        sheet.participation(aside, stage.home.delegation, "participant")


def _visit(stage: Stage) -> None:
    sheet, dice, when = stage.sheet, stage.dice, stage.when()
    visit = hold(stage, "Visit", f"visit-{dice.one(('official', 'delegation'))}", when)
    guest, host = (stage.official(side, when) for side in stage.sides)
    sheet.claim(visit, "heldAt", stage.other.places[0])
    sheet.participation(visit, guest.person, "guest", ("dkg:inCapacity", guest.tenure))
    sheet.participation(visit, host.person, "host", ("dkg:inCapacity", host.tenure))
    if dice.chance(0.5):
        sign(stage, agree(stage), dice.one(("during", "resultOf", "onSidelinesOf")), visit)


def agree(stage: Stage, status: str = "") -> NamedNode:
    """Add an agreement of the two sides; its status is claimed, or follows from its acts."""
    sheet, dice = stage.sheet, stage.dice
    sheet.passage()
    kind = dice.one(("treaty", "agreement", "memorandum", "contract", "roadmap", "deal"))
    label = stage.title(kind.title())
    agreement = sheet.entity("Agreement", label, ("dkg:kind", entity(f"agreement-{kind}")))
    for side in stage.sides:
        sheet.claim(agreement, "party", side.node)
    for _, topic in stage.subjects(2):
        sheet.claim(agreement, "about", topic)
    if status:
        sheet.claim(agreement, "status", entity(f"status-{status}"))
    return agreement


def _act(stage: Stage, agreement: NamedNode, kind: str, *more: Pair) -> NamedNode:
    node = NamedNode(f"{agreement.value}--{kind}")
    done: list[Pair] = [("dkg:ofAgreement", agreement), ("dkg:kind", entity(f"act-{kind}"))]
    return stage.sheet.fact("Act", [*done, ("dkg:status", entity("status-held")), *more], node=node)


def sign(stage: Stage, agreement: NamedNode, occasion: str, event: NamedNode) -> NamedNode:
    """Let both sides sign an agreement on an occasion that dates it; clauses follow."""
    stage.sheet.passage()
    parties: list[Pair] = [("dkg:by", side.node) for side in stage.sides]
    signed = _act(stage, agreement, "signed", *parties, (f"dkg:{occasion}", event))
    for number in range(stage.dice.number(0, 3)):
        _clause(stage, agreement, number)
    return signed


def _clause(stage: Stage, agreement: NamedNode, number: int) -> None:
    stage.sheet.passage()
    kind = stage.dice.one(("obliges", "permits", "forbids", "provides"))
    said: list[Pair] = [("dkg:ofAgreement", agreement), ("dkg:kind", entity(f"clause-{kind}"))]
    node = NamedNode(f"{agreement.value}--clause-{number + 1}")
    stage.sheet.fact("Clause", [*said, ("dkg:summary", text(stage.summary())), *stage.subjects(2)], node=node)


def _treaty(stage: Stage) -> None:
    """An agreement signed on a day by officials, in force later; or one that came to nothing."""
    sheet, dice = stage.sheet, stage.dice
    if dice.chance(0.4):
        agreement = agree(stage, dice.one(("mooted", "planned", "called-for", "agreed")))
        if dice.chance(0.5):
            _act(stage, agreement, dice.one(("proposed", "negotiated")), ("dkg:by", stage.home.node))
        return
    agreement, day = agree(stage), stage.day()
    signers = [each for side in stage.sides for each in side.officials(day, day)[:1]]
    by: list[Pair] = [("dkg:by", each.person) for each in signers]
    signed = _act(stage, agreement, "signed", *by, *(("dkg:inCapacity", each.tenure) for each in signers))
    sheet.date(signed, str(day), "exactly")
    later = day + timedelta(days=dice.number(30, 400))
    if later < stage.published and dice.chance(0.6):
        sheet.passage()
        sheet.date(_act(stage, agreement, "effective"), str(later), "exactly")
    _clause(stage, agreement, 0)


def _process(stage: Stage) -> None:
    sheet, dice = stage.sheet, stage.dice
    kind = dice.one(("negotiations", "relations", "construction", "sanctions", "crisis", "exchange-of-visits"))
    status = dice.weighted((("held", 85.0), ("mooted", 5.0), ("called-for", 5.0), ("planned", 5.0)))
    dated = stage.when() if dice.chance(0.4) else None
    process = hold(stage, "Process", f"event-{kind}", dated, status)
    for side in stage.sides:
        sheet.participation(process, side.node, "participant")
    if dice.chance(0.3):
        sheet.participation(process, dice.one(stage.world.leagues), "mentioned")


def _planned(stage: Stage) -> None:
    status, ahead = stage.dice.one(("planned", "called-for", "mooted")), stage.published.year + 1
    when = When(str(ahead), "within", date(ahead, 1, 1), date(ahead, 12, 31))
    event = hold(stage, "Meeting", "meeting-negotiation", when, status)
    for side in stage.sides:
        stage.sheet.participation(event, side.node, "participant")


def _statement(stage: Stage) -> None:
    when = stage.when()
    said = hold(stage, "Publication", "event-statement", when)
    _speak(stage, said, stage.official(stage.other, when), "author")


def _figures(stage: Stage) -> None:
    sheet, dice = stage.sheet, stage.dice
    for _ in range(dice.number(1, 3)):
        sheet.passage()
        sheet.fact("Figure", figure(stage))


def figure(stage: Stage) -> list[Pair]:
    """Return what a figure says: an amount or bounds of it, for a year, or as of one."""
    dice, year = stage.dice, str(stage.day().year)
    measure, unit, most = dice.one((("trade-volume", "usd", 9_000), ("trade-growth", "percent", 90),
                                    ("delegations", "count", 60), ("border-length", "kilometres", 3_000)))  # fmt: skip
    pairs: list[Pair] = [("dkg:about", stage.pair), ("dkg:measure", entity(f"measure-{measure}"))]
    pairs.append(("dkg:unit", entity(f"unit-{unit}")))
    number = Decimal(dice.number(10, most * 10)) / 10
    if dice.chance(0.75):
        pairs.append(("dkg:value", decimal(number)))
    else:
        pairs += [("dkg:lowerBound", decimal(number)), ("dkg:upperBound", decimal(number * 2))]
        pairs.append(("dkg:strict", boolean(dice.chance(0.5))))
    if dice.chance(0.4):
        return [*pairs, ("dkg:asOf", text(year))]
    return [*pairs, ("dkg:edtf", text(year)), ("dkg:reading", entity("reading-exactly"))]


SCENES: tuple[tuple[Callable[[Stage], None], float], ...] = (
    (views, 44.0),
    (_process, 16.0),
    (_meeting, 6.0),
    (_treaty, 5.0),
    (_visit, 4.0),
    (_figures, 4.0),
    (_statement, 3.0),
    (_conference, 2.0),
    (_planned, 2.0),
)
"""What documents tell of, each with how often; like in the graph of real documents, most of it is views."""
