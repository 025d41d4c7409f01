"""Rules: what follows from the facts, derived by set-based SPARQL until nothing new follows.

A rule is one CONSTRUCT query in a file named `NN-name.rq`. The first digit is its stratum: a stratum is run until none
of its rules adds a statement, and only then does the next one start. So a rule may look for what is *missing* (a date,
a preferred claim) only where an earlier stratum, or an earlier rule of its own, has settled it. The module knows no
rule by name, and nothing of where a project keeps them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import Quad, QueryTriples, Store

from kg.errors import KgError, Place

__all__ = ["Derivation", "Rule", "infer", "read_rules"]

_NAME = re.compile(r"([0-9])[0-9](?:-[a-z0-9]+)+")
_PARSER_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_BLANK_NODE = re.compile(r"_:|\[")


@dataclass(frozen=True, slots=True)
class Rule:
    """One derivation: its name and stratum, the query that makes it, and what it is about in one line."""

    name: str
    stratum: int
    query: str
    about: str


class Derivation(NamedTuple):
    """How many statements a rule added."""

    rule: str
    added: int


def read_rules(directory: Path) -> tuple[Rule, ...]:
    """Read the rules of a directory, in the order of their names.

    Raises `KgError` where there is none, and with the file and line where one is misnamed, does not begin with a
    comment, does not parse, is no CONSTRUCT, or would construct blank nodes (new ones in each round, without end).
    """
    paths = sorted(directory.glob("*.rq"))
    if not paths:
        raise KgError("no rules here", place=Place(str(directory)), remedy="a rule is a file named like 10-classes.rq")
    return tuple(_read_rule(path) for path in paths)


def infer(store: Store, rules: Iterable[Rule]) -> tuple[Derivation, ...]:
    """Derive all that follows, add it to the default graph, and tell how many statements each rule added.

    What is derived depends on the store and the rules alone, and a second run adds nothing. Nothing is ever taken
    back: where facts have been added or removed since the last run, call `kg.reason.derived.forget` first.
    """
    ordered = sorted(rules, key=lambda rule: rule.name)
    counts = {rule.name: 0 for rule in ordered}
    for _, group in groupby(ordered, key=lambda rule: rule.stratum):
        stratum = tuple(group)
        grown = True
        while grown:
            grown = False
            for rule in stratum:
                count = _apply(store, rule)
                counts[rule.name] += count
                grown = grown or count > 0
    return tuple(Derivation(name, count) for name, count in counts.items())


def _apply(store: Store, rule: Rule) -> int:
    """Add what one rule derives from the store as it is; all of it is written, or nothing."""
    triples = store.query(rule.query)
    assert isinstance(triples, QueryTriples)
    new = {quad for triple in triples if (quad := Quad(*triple)) not in store}
    store.extend(new)
    return len(new)


def _read_rule(path: Path) -> Rule:
    """Read one rule; `KgError` where it cannot be one."""
    named = _NAME.fullmatch(path.stem)
    if not named:
        raise KgError("a rule needs a number", place=Place(str(path)), remedy="name it like 10-classes.rq")
    try:
        query = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise KgError(f"cannot be read: {error}", place=Place(str(path)), remedy="save it as UTF-8") from error
    first = query.partition("\n")[0]
    if not first.startswith("# "):
        raise KgError("a rule begins with a comment that says what it derives", place=Place(str(path), 1))
    _check(query, path)
    return Rule(path.stem, int(named[1]), query, first.removeprefix("# "))


def _check(query: str, path: Path) -> None:
    """Run a query on an empty store, which parses it and tells its form."""
    try:
        results = Store().query(query)
    except SyntaxError as error:
        found = _PARSER_PLACE.match(str(error))
        line, column = (int(found[1]), int(found[2])) if found else (0, 0)
        what = " ".join((found[3] if found else str(error)).split())
        raise KgError(f"does not parse: {what}", place=Place(str(path), line, column)) from error
    if not isinstance(results, QueryTriples):
        raise KgError("a rule is a CONSTRUCT query", place=Place(str(path)), remedy="write CONSTRUCT { … } WHERE { … }")
    _refuse_blank_nodes(query, path)


def _refuse_blank_nodes(query: str, path: Path) -> None:
    lines = (line.partition("# ")[0] for line in query.splitlines())
    for number, line in enumerate(lines, start=1):
        before, where, _ = line.partition("WHERE")
        if found := _BLANK_NODE.search(before):
            place = Place(str(path), number, found.start() + 1)
            raise KgError("a rule constructs no blank nodes", place=place, remedy="use a variable or a name")
        if where:
            return
