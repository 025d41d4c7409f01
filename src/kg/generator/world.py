"""The actors of a generated graph: states with their bodies, posts and the people who held them one after the other.

Terms of office are dated to the day, follow one another without a gap and never overlap, so that nothing that happens
within one changes its dates. Experts hold a post of their own, without dates, apart from those of states that are to
be `lasting`: about these, nothing new may follow from what is generated later.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from typing import NamedTuple

from pyoxigraph import NamedNode

from kg.generator.sheet import Pair, Sheet
from kg.generator.words import given_name, invented, names
from kg.terms import entity, slugify, text

__all__ = ["FIRST", "LAST", "Counters", "Country", "Official", "World", "add_country", "add_league", "add_pairs"]

FIRST, LAST = date(1992, 1, 1), date(2025, 12, 31)  # what is generated took place between these days


_FIELDS = ("Security", "Trade")  # of experts


class Official(NamedTuple):
    """A person in an office, from one day to another."""

    person: NamedNode
    tenure: NamedNode
    post: NamedNode
    first: date = FIRST
    last: date = LAST


@dataclass(frozen=True, slots=True)
class Country:
    """A state and what belongs to it."""

    name: str
    node: NamedNode
    places: Sequence[NamedNode]
    bodies: Sequence[NamedNode]
    delegation: NamedNode
    agency: NamedNode
    offices: Sequence[Sequence[Official]]
    experts: Sequence[Official]

    def officials(self, first: date, last: date) -> list[Official]:
        """Return who was in office from one day to another."""
        return [each for office in self.offices for each in office if each.first <= first and last <= each.last]


class World(NamedTuple):
    """Countries that deal with one another, each two of them as a pair, and the leagues that they belong to."""

    countries: Sequence[Country]
    pairs: Mapping[frozenset[NamedNode], NamedNode]
    leagues: Sequence[NamedNode]


class Counters:
    """How many names of each series were given."""

    def __init__(self) -> None:
        self._given: dict[str, int] = {}

    def next(self, series: str) -> int:
        """Return the number of the next name."""
        number = self._given.get(series, 0)
        self._given[series] = number + 1
        return number


def add_country(sheet: Sheet, counters: Counters, leagues: Sequence[NamedNode], *, lasting: bool = False) -> Country:
    """Add a state with its bodies, offices and experts, and its membership in a league."""
    dice, name = sheet.dice, invented(counters.next("state"), "ia")
    sheet.passage()
    node = sheet.add(entity(slugify(name)), "State", [("skos:prefLabel", label) for label in names(name)])
    city = invented(counters.next("place"), "a")
    places = [sheet.add(entity(slugify(city)), "Place", [("skos:prefLabel", label) for label in names(city)])]

    def body(class_name: str, label: str, kind: str) -> NamedNode:
        return sheet.entity(class_name, label, ("dkg:kind", entity(f"organization-{kind}")), ("dkg:ofState", node))

    ministry = body("Organization", f"Foreign Ministry of {name}", "government-body")
    institute = body("Organization", f"Institute of World Affairs of {name}", "think-tank")
    agency = body("Organization", f"{name} News Agency", "news-agency")
    delegation = body("Group", f"Delegation of {name}", "delegation")
    posts = [
        _post(sheet, f"President of {name}", node, node),
        _post(sheet, f"Foreign Minister of {name}", ministry, node),
        _post(sheet, f"Director of the Institute of World Affairs of {name}", institute, None),
    ]
    offices = [list(_held(sheet, counters, post)) for post in posts]
    experts = []
    for field in _FIELDS:
        expert = _expert(sheet, counters, f"Senior Fellow for {field} of {name}", institute)
        if lasting:
            sheet.date(expert.tenure, f"{FIRST}/{LAST}", "exactly")
        experts.append(expert)
    for league in leagues[: dice.number(1, 2)]:
        _join(sheet, node, league)
    return Country(name, node, places, (ministry, institute), delegation, agency, offices, experts)


def add_league(sheet: Sheet, counters: Counters) -> NamedNode:
    """Add an international organization."""
    kind = ("dkg:kind", entity("organization-international-organization"))
    return sheet.entity("Organization", f"League of {invented(counters.next('league'))}", kind)


def add_pairs(
    sheet: Sheet, countries: Sequence[Country], known: Mapping[frozenset[NamedNode], NamedNode]
) -> dict[frozenset[NamedNode], NamedNode]:
    """Add a pair for each two countries that have none yet; return all pairs."""
    found = dict(known)
    for one, other in combinations(countries, 2):
        key = frozenset((one.node, other.node))
        if key not in found:
            of: list[Pair] = [("dkg:pairOf", one.node), ("dkg:pairOf", other.node)]
            found[key] = sheet.entity("Pair", f"{one.name} and {other.name}", *of)
    return found


def _post(sheet: Sheet, label: str, body: NamedNode, mandate: NamedNode | None) -> NamedNode:
    speaks: list[Pair] = [("dkg:speaksFor", mandate)] if mandate else []
    return sheet.entity("Post", label, ("dkg:postIn", body), *speaks)


def _person(sheet: Sheet, counters: Counters) -> NamedNode:
    number = counters.next("person")
    surname = invented(number)
    name = f"{given_name(number // 3)} {surname}"
    spelling = ("skos:altLabel", text(surname, "en"))
    return sheet.add(entity(slugify(name)), "Person", [*(("skos:prefLabel", label) for label in names(name)), spelling])


def _held(sheet: Sheet, counters: Counters, post: NamedNode) -> Iterator[Official]:
    """Let people hold a post, one after the other."""
    dice, first = sheet.dice, FIRST
    while first < LAST:
        last = min(first + timedelta(days=dice.number(3000, 5500)), LAST)
        if (LAST - last).days < 700:
            last = LAST
        person = _person(sheet, counters)
        tenure = _tenure(sheet, person, post)
        sheet.date(tenure, f"{first}/{last}", "exactly")
        if dice.chance(0.2):  # another source knows only when the holder was born
            sheet.date(person, f"{first.year - dice.number(40, 65)}/..", "exactly")
        yield Official(person, tenure, post, first, last)
        first = last + timedelta(days=1)


def _expert(sheet: Sheet, counters: Counters, label: str, body: NamedNode) -> Official:
    person, post = _person(sheet, counters), _post(sheet, label, body, None)
    return Official(person, _tenure(sheet, person, post), post)


def _tenure(sheet: Sheet, person: NamedNode, post: NamedNode) -> NamedNode:
    sheet.passage()
    node = entity(f"{person.value.rpartition('/')[2]}--{post.value.rpartition('/')[2]}")
    return sheet.fact("Tenure", [("dkg:holder", person), ("dkg:post", post)], node=node)


def _join(sheet: Sheet, member: NamedNode, league: NamedNode) -> None:
    sheet.passage()
    kind = sheet.dice.one(("full-member", "full-member", "observer"))
    node = entity(f"{member.value.rpartition('/')[2]}--{league.value.rpartition('/')[2]}--{kind}")
    pairs: list[Pair] = [("dkg:member", member), ("dkg:memberOf", league), ("dkg:kind", entity(f"membership-{kind}"))]
    sheet.fact("Membership", pairs, node=node)
    if sheet.dice.chance(0.4):
        sheet.date(node, str(sheet.dice.number(1993, 2003)), "attested")
