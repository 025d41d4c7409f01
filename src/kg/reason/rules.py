"""Rules: what follows from the facts, derived by set-based SPARQL until nothing new follows.

A rule is one CONSTRUCT query in a file named `NN-name.rq`. The first digit is its stratum: a stratum is run until none
of its rules adds a statement, and only then does the next one start. So a rule may look for what is *missing* (a date,
a preferred claim) only where an earlier stratum, or an earlier rule of its own, has settled it. The module knows no
rule by name, and nothing of where a project keeps them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import Quad, QueryTriples, Store

from kg.errors import KgError, Place
from kg.terms import RDF_TYPE

__all__ = ["Derivation", "Rule", "infer", "read_rules"]

_NAME = re.compile(r"([0-9])[0-9](?:-[a-z0-9]+)+")
_PARSER_PLACE = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_COMMENT = re.compile(r"(?<!\S)#.*")
_BLANK_NODE = re.compile(r"_:|\[")
_TEMPLATE_END = re.compile(r"\}\s*WHERE\s*\{", re.IGNORECASE)
_PREFIX = re.compile(r"PREFIX\s+([\w-]*):\s*<([^>]*)>", re.IGNORECASE)
_PREFIXED = re.compile(r"(?<![\w?$:-])([\w-]*):([\w-]+)")
_IRI = re.compile(r"<([^<>\s]+)>")
_IS_A = re.compile(r"(?<![\w?$:-])a\s")
# A variable, after a subject or a semicolon and before an object; or a path that names what a property must not be.
_ANY_PROPERTY = re.compile(r"""(?:[;>\]\[]|[?$]\w+|[\w-]*:[\w-]+)\s+[?$]\w+\s+[?$<:\w"'(\[]|!\s*(?:[(<^]|[\w-]*:)""")


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


def infer(
    store: Store, rules: Iterable[Rule], note: Callable[[Rule, set[Quad]], None] | None = None
) -> tuple[Derivation, ...]:
    """Derive all that follows, add it to the default graph, and tell how many statements each rule added.

    `note` is told, in turn, which statements each run of a rule added.

    What is derived depends on the store and the rules alone, and a second run adds nothing. Nothing is ever taken
    back: where facts have been added or removed since the last run, call `kg.reason.derived.forget` first.
    """
    ordered = sorted(rules, key=lambda rule: rule.name)
    counts = {rule.name: 0 for rule in ordered}
    for _, stratum in groupby(ordered, key=lambda rule: rule.stratum):
        _saturate(store, tuple(stratum), counts, note)
    return tuple(Derivation(name, added) for name, added in counts.items())


def _saturate(
    store: Store,
    stratum: tuple[Rule, ...],
    counts: dict[str, int],
    note: Callable[[Rule, set[Quad]], None] | None,
) -> None:
    """Run the rules of a stratum in order, round after round, until each has seen all that it may read."""
    reads = {rule.name: _reads(rule.query) for rule in stratum}
    due = set(reads)
    while due:
        for rule in stratum:
            if rule.name not in due:
                continue
            due.remove(rule.name)
            new = _apply(store, rule)
            counts[rule.name] += len(new)
            if note and new:
                note(rule, new)
            properties = {quad.predicate.value for quad in new}
            due |= {name for name, read in reads.items() if properties and (read is None or properties & read)}


def _apply(store: Store, rule: Rule) -> set[Quad]:
    """Add what one rule derives from the store as it is, all of it or nothing, and return what is new."""
    triples = store.query(rule.query)
    assert isinstance(triples, QueryTriples)
    new = {quad for triple in triples if (quad := Quad(*triple)) not in store}
    store.extend(new)
    return new


def _reads(query: str) -> frozenset[str] | None:
    """Return the names in a WHERE clause, the properties it reads among them, or None where a property may be any.

    It need not be exact: a name too many costs a needless run.

    >>> _reads("PREFIX d: <http://x/> CONSTRUCT { ?a d:new ?b } WHERE { ?a d:old ?b }") == {"http://x/old"}
    True
    >>> _reads("CONSTRUCT { ?a ?p ?b } WHERE { ?a ?p ?b }") is None
    True
    """
    head, *rest = _TEMPLATE_END.split(_COMMENT.sub("", query), maxsplit=1)
    if not rest or _ANY_PROPERTY.search(where := rest[0]):
        return None
    bases = dict(_PREFIX.findall(head))
    names = {bases[prefix] + local for prefix, local in _PREFIXED.findall(where) if prefix in bases}
    types = {RDF_TYPE.value} if _IS_A.search(where) else set()
    return frozenset(names | types | set(_IRI.findall(where)))


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
    head = _TEMPLATE_END.split(_COMMENT.sub("", query), maxsplit=1)[0]
    if found := _BLANK_NODE.search(head):
        place = Place(str(path), head.count("\n", 0, found.start()) + 1)
        raise KgError("a rule constructs no blank nodes", place=place, remedy="use a variable or a name")
