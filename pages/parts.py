"""The parts of the model, each with a picture: which classes it shows, where they stand, and of which all is told.

Only the places are chosen here. What the classes are and what joins them is measured (`pages.measured`); `check` finds
what no picture would show.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pages.measured import Link, Measured

BOXES = (
    "Actor", "Post", "Pair", "Event", "Agreement", "Topic", "Issue", "Kind", "Place", "Tenure", "Membership",
    "Participation", "Act", "Clause", "Position", "Figure", "Claim", "Citation", "Document", "Reference",
)  # fmt: skip
NAMES = ("rdfs:label", "skos:prefLabel", "skos:altLabel")
DATES = ("edtf", "reading", "calendarYear", "beginEarliest", "beginLatest", "endEarliest", "endLatest")
EVIDENCE = ("evidence",)
_COMMON = frozenset((*NAMES, *DATES, *EVIDENCE))


class Part(NamedTuple):
    """A part of the model: its picture has columns of classes, from left to right."""

    slug: str
    title: str
    about: str
    columns: Sequence[Sequence[str]]
    focus: Sequence[str]  # the classes of which every property is shown that is not common to many
    also: Sequence[str] = ()  # common properties that are shown all the same
    shown: Sequence[str] = ()  # where set: the properties that are shown, of whatever class

    def rows(self, measured: Measured, box: str) -> tuple[Link, ...]:
        """Return the links that the picture shows of a class."""
        links = measured.links(box, BOXES)
        if self.shown:
            return tuple(link for link in links if link.property in self.shown)
        hidden = _COMMON.difference(self.also)
        return tuple(link for link in links if box in self.focus and link.property not in hidden)

    @property
    def boxes(self) -> tuple[str, ...]:
        """The classes of the picture."""
        return tuple(box for column in self.columns for box in column)


PARTS = (
    Part(
        "actors-and-posts", "Actors and posts",
        "Who can act, and in which office. A person holds a post for the time of a tenure; only a post with a mandate "
        "speaks for a collective. Whoever belongs to a state stands on its side, with or without a mandate.",
        [["Tenure", "Post", "Membership", "Pair"], ["Actor"]],
        ["Tenure", "Post", "Membership", "Pair", "Actor"],
    ),
    Part(
        "meetings", "Meetings and participations",
        "What took place, and who took part in which role and capacity. Who met whom follows from participations in "
        "held meetings; date, place, status and topic of an event follow from claims.",
        [["Actor", "Tenure"], ["Participation"], ["Event"]],
        ["Participation", "Event"],
    ),
    Part(
        "agreements", "Agreements, acts, clauses",
        "An instrument, what was done to it and what it provides. Parties are claimed; signatories follow from acts of "
        "signing that took place.",
        [["Actor", "Event"], ["Act"], ["Agreement", "Clause"]],
        ["Act", "Clause", "Agreement"],
    ),
    Part(
        "positions", "Positions and issues",
        "Who takes which stance, and who voiced it where. Holder and speaker differ where a view is reported. Shared "
        "issues make stances comparable.",
        [["Participation", "Issue", "Topic"], ["Position"], ["Actor", "Event", "Post", "Tenure", "Agreement"]],
        ["Position", "Issue"],
    ),
    Part(
        "figures", "Figures",
        "The value of a measure for an actor or a pair: a number, or bounds where the source gives no more.",
        [["Kind"], ["Figure"], ["Pair", "Event", "Agreement"], ["Actor"]],
        ["Figure", "Pair"],
    ),
    Part(
        "evidence", "Claims, evidence and citations",
        "Every fact has evidence. The properties of entities that sources may differ on are claims, kept beside their "
        "rivals. A citation is a passage of a document, by offsets and hash; a source outside the "
        "texts is a reference.",
        [["Event", "Agreement", "Tenure", "Act", "Membership"], ["Claim"], ["Citation"], ["Document", "Kind"]],
        ["Claim", "Citation", "Document"], also=EVIDENCE,
    ),
    Part(
        "dates", "Dates",
        "A date is an EDTF text with a reading, and four bounds: the first and the last day on which something can "
        "have begun, and ended. Claims and figures state dates. The dates of events, tenures and acts are derived from "
        "the claims, those of participations and positions from their event.",
        [["Claim", "Figure"], ["Event", "Tenure", "Act"], ["Participation"], ["Position"]],
        [], shown=(*DATES, "claimOf", "inEvent", "statedIn"),
    ),
    Part(
        "concepts", "Topics, issues, kinds",
        "Controlled values: themes from the broader to the narrower, shared propositions, and the kinds of everything, "
        "in concept schemes.",
        [["Issue"], ["Topic"], ["Kind"]],
        ["Issue", "Topic", "Kind", "Place"],
    ),
)  # fmt: skip


def unseen(measured: Measured) -> list[str]:
    """Return the links that the graph has and no picture shows, other than names and evidence."""
    seen = {(box, link.property) for part in PARTS for box in part.boxes for link in part.rows(measured, box)}
    every = {(box, link.property) for box in BOXES for link in measured.links(box, BOXES)}
    return sorted(f"{box} {name}" for box, name in every - seen if name not in (*NAMES, *DATES, *EVIDENCE))
