"""What follows from the facts, worked out once more by plain loops over triples: slow, short and without SPARQL.

It shares nothing with the rules but the description of the model. A triple is three strings; names are local names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date

Triple = tuple[str, str, str]

BELOW = {
    "Actor": ["Person", "Collective", "State", "Organization", "Group"],
    "Collective": ["State", "Organization", "Group"],
    "Event": ["Meeting", "Visit", "Process", "Publication"],
    "Fact": ["Tenure", "Membership", "Participation", "Act", "Clause", "Position", "Figure", "Claim"],
}
RANKS = [
    "mooted",
    "called-for",
    "planned",
    "negotiated",
    "not-reached",
    "agreed",
    "signed",
    "in-force",
    "not-fulfilled",
]
RANKS = [f"status-{name}" for name in [*RANKS, "ended", "cancelled", "held"]]
LEAVES = {
    **{"proposed": "mooted", "negotiated": "negotiated", "agreed": "agreed", "signed": "signed"},
    **{"effective": "in-force", "refused": "not-fulfilled", "withdrawn": "ended"},
}
ATTENDING = ["participant", "speaker", "moderator", "chair", "host", "guest", "interviewer", "interviewee"]
BOUNDS = ["beginEarliest", "beginLatest", "endEarliest", "endLatest"]
FIRST, LAST = "0001-01-01", "9999-12-31"
OCCASIONS = ["during", "onSidelinesOf", "following", "resultOf"]
KINDS = {
    **{f"act-{name}": name for name in ("signed", "agreed", "negotiated")},
    **{"act-effective": "entered into force", "membership-full-member": "full member"},
    "membership-observer": "observer",
}
LABELLED = ["Actor", "Post", "Pair", "Event", "Agreement", "Topic", "Issue", "Kind", "Place", "Document", "Reference"]
CLAIMED = ["Event", "Actor", "Tenure", "Membership", "Act"]
DATED = ["Event", "Tenure", "Membership", "Participation", "Act", "Position", "Figure"]


class Graph:
    """A set of triples, found again by subject or by property."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self.triples: set[Triple] = set()
        self._of: dict[tuple[str, str], set[str]] = defaultdict(set)
        self._pairs: dict[str, set[tuple[str, str]]] = defaultdict(set)
        self.add(triples)

    def add(self, triples: Iterable[Triple]) -> None:
        for subject, property_, value in list(triples):
            self.triples.add((subject, property_, value))
            self._of[subject, property_].add(value)
            self._pairs[property_].add((subject, value))

    def of(self, subject: str, property_: str) -> list[str]:
        return sorted(self._of.get((subject, property_), ()))

    def pairs(self, property_: str) -> list[tuple[str, str]]:
        return sorted(self._pairs[property_])

    def members(self, class_: str) -> list[str]:
        return [thing for thing, type_ in self.pairs("type") if type_ == class_]

    def has(self, subject: str, property_: str, value: str) -> bool:
        return (subject, property_, value) in self.triples

    def bound(self, thing: str, days: Iterable[str]) -> None:
        self.add((thing, bound, day) for bound, day in zip(BOUNDS, days, strict=True))

    def days(self, thing: str) -> list[str]:
        return [day for bound in BOUNDS for day in self.of(thing, bound)]


def derive(asserted: Iterable[Triple]) -> set[Triple]:
    """Return all that follows from what is asserted, without it."""
    graph = Graph(asserted)
    before = set(graph.triples)
    for step in STEPS:
        step(graph)
    return graph.triples - before


def classes(graph: Graph) -> None:
    for thing, class_ in graph.pairs("type"):
        graph.add((thing, "type", above) for above, below in BELOW.items() if class_ in below)


def labels(graph: Graph) -> None:
    for property_ in ("prefLabel", "title"):
        for thing, name in graph.pairs(property_):
            if name.endswith("@en") and set(graph.of(thing, "type")) & set(LABELLED):
                graph.add([(thing, "label", name)])


def labels_of_facts(graph: Graph) -> None:
    def name(thing: str, link: str) -> str:
        return "".join(label.removesuffix("@en") for end in graph.of(thing, link) for label in graph.of(end, "label"))

    def kind(thing: str) -> str:
        return "".join(KINDS.get(value, "") for value in graph.of(thing, "kind"))

    parts = {t: (name(t, "holder"), name(t, "post") + term(t)) for t in graph.members("Tenure") if name(t, "post")}
    parts |= {m: (name(m, "member"), kind(m), name(m, "memberOf")) for m in graph.members("Membership")}
    parts |= {a: (name(a, "ofAgreement"), kind(a)) for a in graph.members("Act")}
    for fact, words in parts.items():
        if all(words):
            graph.add([(fact, "label", f"{words[0]}, {' of '.join(words[1:])}@en")])


def term(tenure: str) -> str:
    year = tenure.rpartition("--")[2]
    return f" from {year}" if len(year) == 4 and year.isdigit() else ""


def claims(graph: Graph, entity: str, property_: str) -> tuple[list[str], bool]:
    """Return the claims that count for a property of an entity, and whether they are preferred ones."""
    found = [c for c, e in graph.pairs("claimOf") if e == entity and graph.has(c, "claimProperty", property_)]
    preferred = [claim for claim in found if graph.of(claim, "preferredBecause")]
    return preferred or found, bool(preferred)


def values(graph: Graph) -> None:
    of_events = [*OCCASIONS, "heldAt", "about", "subEventOf"]
    for class_, properties in {"Event": of_events, "Agreement": ["about", "party"]}.items():
        for entity in graph.members(class_):
            for property_ in properties:
                for claim in claims(graph, entity, property_)[0]:
                    graph.add((entity, property_, value) for value in graph.of(claim, "claimValue"))


def statuses(graph: Graph) -> None:
    for entity in graph.members("Event") + graph.members("Agreement"):
        counting, preferred = claims(graph, entity, "status")
        found = [value for claim in counting for value in graph.of(claim, "claimValue")]
        for act, agreement in graph.pairs("ofAgreement"):
            if agreement == entity and not preferred and graph.has(act, "status", "status-held"):
                kinds = [kind.removeprefix("act-") for kind in graph.of(act, "kind")]
                found += [f"status-{LEAVES[kind]}" for kind in kinds if kind in LEAVES]
        if found:
            graph.add([(entity, "status", max(found, key=RANKS.index))])


def dates(graph: Graph) -> None:
    for entity in (e for class_ in CLAIMED for e in graph.members(class_)):
        counting, _ = claims(graph, entity, "edtf")
        if not counting:
            continue
        if not graph.has(entity, "type", "Tenure"):
            graph.bound(entity, intersection([graph.days(claim) for claim in counting]))
        narrowest = min(counting, key=lambda claim: (half(graph.days(claim)), *widths(graph.days(claim)), claim))
        for property_ in ("edtf", "reading", "calendarYear"):
            graph.add((entity, property_, value) for value in graph.of(narrowest, property_))


def intersection(dates: list[list[str]]) -> tuple[str, str, str, str]:
    four = list(zip(*dates, strict=True))
    return max(four[0]), min(four[1]), max(four[2]), min(four[3])


def half(days: list[str]) -> bool:
    """Tell whether days say no more than that something was over by one of them, or came after it."""
    return days[2] == FIRST or days[1] == LAST


def widths(days: list[str]) -> tuple[int, int]:
    begin, begun, ended, end = (date.fromisoformat(day).toordinal() for day in days)
    return end - begin, (begun - begin) + (end - ended)


def capacities(graph: Graph) -> None:
    for position, participation in graph.pairs("statedIn"):
        if set(graph.of(position, "heldBy")) & set(graph.of(participation, "participant")):
            graph.add((position, "inCapacity", t) for t in graph.of(participation, "inCapacity"))


def wholes(graph: Graph, part: str) -> set[str]:
    """Return every event above one."""
    seen: set[str] = set()
    todo = graph.of(part, "subEventOf")
    while todo:
        whole = todo.pop()
        if whole not in seen:
            seen.add(whole)
            todo += graph.of(whole, "subEventOf")
    return seen


def parts(graph: Graph) -> None:
    dates: set[Triple] = set()
    for event in graph.members("Event"):
        dated = {whole: graph.days(whole) for whole in wholes(graph, event) if graph.of(whole, "edtf")}
        if not dated or graph.of(event, "edtf"):
            continue
        first, last = max(days[0] for days in dated.values()), min(days[3] for days in dated.values())
        graph.bound(event, (first, last, first, last))
        giving = [whole for whole, days in dated.items() if days[0] == first and days[3] == last]
        giving = [w for w in giving if graph.of(w, "reading")[0] in ("reading-exactly", "reading-within")]
        for whole in sorted(giving)[:1]:
            dates.add((event, "reading", "reading-within"))
            dates.update((event, p, value) for p in ("edtf", "calendarYear") for value in graph.of(whole, p))
    graph.add(dates)


def acts(graph: Graph) -> None:
    for act in graph.members("Act"):
        within = [e for link in OCCASIONS[:2] for e in graph.of(act, link) if graph.days(e)]
        after = [e for link in OCCASIONS[2:] for e in graph.of(act, link) if graph.days(e)]
        done = graph.has(act, "status", "status-held")
        reports = published(graph, act) if done else []
        if (within or after or reports) and not graph.of(act, "edtf"):
            first = max([FIRST, *(graph.days(event)[0] for event in within + after)])
            last = min([LAST, *(graph.days(event)[3] for event in within), *reports])
            graph.bound(act, (first, last, first, last))


def published(graph: Graph, fact: str, *, dated: bool = False) -> list[str]:
    """Return the last days on which the documents that state a fact can have been published; only of dated ones."""
    releases = follow(graph, fact, "evidence", "inDocument", "releasedEvent")
    known = [release for release in releases if graph.of(release, "edtf") or not dated]
    return [graph.days(release)[3] for release in known if graph.days(release)]


def reported(graph: Graph) -> None:
    for event in [*graph.members("Meeting"), *graph.members("Visit"), *graph.members("Publication")]:
        dated_wholes = [whole for whole in wholes(graph, event) if graph.of(whole, "edtf")]
        if graph.of(event, "edtf") or dated_wholes or not graph.has(event, "status", "status-held"):
            continue
        claimed = [c for c, e in graph.pairs("claimOf") if e == event and graph.has(c, "claimProperty", "status")]
        held = [claim for claim in claimed if graph.has(claim, "claimValue", "status-held")]
        if reports := [day for claim in held for day in published(graph, claim, dated=True)]:
            graph.bound(event, (FIRST, min(reports), FIRST, min(reports)))


def copies(graph: Graph) -> None:
    for link in ("inEvent", "statedIn"):
        for fact, dated in graph.pairs(link):
            if graph.days(dated) and not graph.of(fact, "edtf"):
                graph.bound(fact, graph.days(dated))


def tenures(graph: Graph) -> None:
    for tenure in graph.members("Tenure"):
        taking_part = [p for p, t in graph.pairs("inCapacity") if t == tenure]
        events = [event for p in taking_part for event in graph.of(p, "inEvent")]
        attesting = [graph.days(e) for e in events if graph.has(e, "status", "status-held") and graph.days(e)]
        dates = [graph.days(claim) for claim in claims(graph, tenure, "edtf")[0]]
        within = [d for d in attesting if all(d[1] >= first and d[2] <= last for first, _, _, last in dates)]
        if dates or within:
            graph.bound(tenure, intersection([*dates, *([FIRST, d[1], d[2], LAST] for d in within)]))


def open_bounds(graph: Graph) -> None:
    for class_ in DATED:
        for thing in graph.members(class_):
            if not graph.days(thing):
                graph.bound(thing, (FIRST, LAST, FIRST, LAST))


def counting_events(graph: Graph) -> list[str]:
    events = [event for class_ in ("Meeting", "Visit", "Publication") for event in graph.members(class_)]
    return [event for event in events if graph.has(event, "status", "status-held")]


def participants(graph: Graph) -> None:
    events = counting_events(graph)
    attending = {f"role-{role}" for role in ATTENDING}
    for participation, event in graph.pairs("inEvent"):
        if event in events and attending & set(graph.of(participation, "role")):
            graph.add((event, "hasParticipant", a) for a in graph.of(participation, "participant"))
    size = -1
    while size != len(graph.triples):
        size = len(graph.triples)
        for part, whole in graph.pairs("subEventOf"):
            if whole in events:
                graph.add((whole, "hasParticipant", a) for a in graph.of(part, "hasParticipant"))


def met(graph: Graph) -> None:
    for meeting in graph.members("Meeting"):
        present = graph.of(meeting, "hasParticipant")
        graph.add((a, "met", b) for a in present for b in present if a != b)


def follow(graph: Graph, start: str, *path: str) -> set[str]:
    """Return what a chain of properties leads to."""
    reached = {start}
    for property_ in path:
        reached = {value for thing in reached for value in graph.of(thing, property_)}
    return reached


def statements(graph: Graph) -> None:
    events = counting_events(graph)
    for position, _ in graph.pairs("statedIn"):
        chains = {
            "statedBy": follow(graph, position, "statedIn", "participant"),
            "statedAt": follow(graph, position, "statedIn", "inEvent") & set(events),
            "statedAs": follow(graph, position, "statedIn", "inCapacity", "post"),
        }
        graph.add((position, p, value) for p, reached in chains.items() for value in reached)


def mandates(graph: Graph) -> None:
    for fact, tenure in graph.pairs("inCapacity"):
        did, held = graph.days(fact), graph.days(tenure)
        if held[3] >= did[0] and held[0] <= did[3]:
            graph.add((fact, "onBehalfOf", c) for c in follow(graph, tenure, "post", "speaksFor"))


def sides(graph: Graph) -> None:
    for fact in graph.members("Participation") + graph.members("Act") + graph.members("Position"):
        bodies = follow(graph, fact, "inCapacity", "post", "postIn")
        for link in ("participant", "heldBy", "by"):
            bodies |= set(graph.of(fact, link))
        states = {body for body in bodies if graph.has(body, "type", "State")}
        states |= {state for body in bodies for state in graph.of(body, "ofState")}
        graph.add((fact, "onSide", state) for state in states)


def occasions(graph: Graph) -> None:
    for link in OCCASIONS:
        graph.add([(thing, "occasion", event) for thing, event in graph.pairs(link)])


def signatures(graph: Graph) -> None:
    for act, agreement in graph.pairs("ofAgreement"):
        if graph.has(act, "kind", "act-signed") and graph.has(act, "status", "status-held"):
            signers = graph.of(act, "by") + graph.of(act, "onBehalfOf")
            graph.add((agreement, "signatory", actor) for actor in signers)
            graph.add((agreement, "occasion", event) for event in graph.of(act, "occasion"))


STEPS: list[Callable[[Graph], None]] = [
    *(
        classes,
        labels,
        labels_of_facts,
        values,
        statuses,
        dates,
        capacities,
        parts,
        reported,
        acts,
        copies,
        tenures,
        open_bounds,
    ),
    *(participants, met, statements, mandates, sides, occasions, signatures),
]
