"""Rewrites the query of a constraint so that Oxigraph reads triples as sets and joins them in memory.

Where triples stand side by side, Oxigraph looks up the second for each match of the first. That is dear where there are
many: so each triple becomes a sub-select, which is read from end to end, and FILTER NOT EXISTS becomes MINUS. Both are
equal to what stood there: a sub-select of one triple has the rows of the triple, and NOT EXISTS of triples is MINUS of
them where they share a variable that is always bound. What it cannot follow, and what is cheaper as it stands, stays.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from kg.shacl.searches import MOST, Aim, Search
from kg.shacl.triples import Pattern, patterns, spelt_out
from kg.sparql import PIECE, TOKEN, declared_prefixes
from kg.sparql.groups import Element, Group, groups
from kg.terms import RDF_TYPE

__all__ = ["as_sets"]

_BEGINS = re.compile(r"\{\s*[$?]this\s")
_IN = re.compile(r"FILTER\s*\(\s*[?$](\w+)\s+IN\s*\(([^()]*)\)\s*\)\s*", re.IGNORECASE)
_THIS = ("$this", "?this")
_UNTOUCHED = frozenset(("FILTER", "BIND"))
_JOIN, _EXISTS = 8, 60  # what a look-up and a NOT EXISTS cost, against reading one statement of a scan


def as_sets(query: str, head: str, aim: Aim) -> Search | None:
    """Return a query with its $this bound to what a shape is about; None where it has parts that are not known here.

    `head` are the prefixes of the query. Where its triples are read from end to end anyway, and bind $this, the target
    is left out of the probe.
    """
    found = groups(query)
    if len(found) != 1:
        return None
    before, after = query[: found[0].start], query[found[0].end :]
    rewriter = _Rewriter(query, head, aim)
    body = rewriter.group(found[0], is_first=True)
    if body is None:
        return None
    free = rewriter.group(found[0], is_first=True, is_free=True) if rewriter.reads_all(found[0]) else None
    if free is None or free == body:
        return Search(before + body + after)
    return Search(before + body + after, f"{before}{free}{after} LIMIT {MOST}", aim.among)


class _Rewriter:
    """Writes the groups of one query anew."""

    def __init__(self, query: str, head: str, aim: Aim) -> None:
        self._query, self._prefixes, self._aim = query, _prefixes(head), aim
        self._groups: dict[int, tuple[dict[int, list[Pattern] | None], list[Pattern], bool]] = {}

    def reads_all(self, group: Group) -> bool:
        """Tell whether the triples of a group are read from end to end, and bind $this."""
        _, known, are_sets = self._read(group)
        return are_sets and any("this" in pattern.variables for pattern in known)

    def _read(self, group: Group) -> tuple[dict[int, list[Pattern] | None], list[Pattern], bool]:
        """Return the triples of a group by where they start, all of them that are known, and whether they are read
        from end to end.
        """
        if group.start not in self._groups:
            blocks = {each.start: patterns(self._text(each)) for each in group.elements if each.kind == "triples"}
            known = [pattern for block in blocks.values() for pattern in block or ()]
            self._groups[group.start] = blocks, known, None not in blocks.values() and self._many(known, _JOIN)
        return self._groups[group.start]

    def group(self, group: Group, *, is_first: bool = False, is_free: bool = False) -> str | None:
        """Return a group with its braces, with the target in it where it does not begin with $this itself, and where
        it is not left out.
        """
        blocks, known, are_sets = self._read(group)
        minuses = self._minuses(group, {name for pattern in known for name in pattern.variables} | {"this"})
        lists = self._lists(group, known) if are_sets else {}
        values = dict(lists.values())
        pieces, seen = list[str](), {"this"}
        if not is_free and not self._is_bound(group, known, is_first):
            pieces.append(f"{{ SELECT ?this {{ {self._aim.pattern} }} }}" if are_sets else self._aim.pattern)
        rest = [each for each in group.elements if each.start not in minuses and each.start not in lists]
        for at, element in enumerate(rest):
            if element.kind == "triples":
                block = blocks[element.start]
                joined = are_sets and block
                pieces += [each.select(values.pop(each, "")) for each in joined] if joined else [self._text(element)]
                seen |= _variables(self._text(element))
                continue
            if element.kind == "BIND":  # which is computed for what MINUS leaves, where that may stand before it
                later = _variables(" ".join(self._text(each) for each in rest[at:]))
                early = [start for start, (_, own) in minuses.items() if own & later <= seen]
                pieces += [minuses.pop(start)[0] for start in early]
            if (text := self._other(element)) is None:
                return None
            pieces.append(text)
        return "{ " + " ".join([*pieces, *(text for text, _ in minuses.values())]) + " }"

    def _is_bound(self, group: Group, known: list[Pattern], is_first: bool) -> bool:
        """Tell whether a group binds $this to nothing but what the shape is about, or is about it from the outset."""
        if is_first:
            return any(self._is_target(pattern) for pattern in known)
        return bool(_BEGINS.match(self._query[group.start : group.end]))

    def _is_target(self, pattern: Pattern) -> bool:
        """Tell whether a pattern says the same of $this as the target does."""
        subject, verb, value = (spelt_out(term, self._prefixes) for term in pattern)
        said = {f"?any_ {verb} ?this ."} if value in _THIS else set()
        if subject in _THIS:
            said |= {f"?this {verb} ?any_ .", f"?this a {value} ." if verb == str(RDF_TYPE) else ""}
        return self._aim.rows in said

    def _lists(self, group: Group, known: list[Pattern]) -> dict[int, tuple[Pattern, str]]:
        """Return the filters that list IRIs for the object of a pattern, by where they start, as VALUES."""
        found: dict[int, tuple[Pattern, str]] = {}
        for element in group.elements:
            match = _IN.fullmatch(self._text(element))
            about = [each for each in known if match and each.object[0] in "?$" and each.object[1:] == match[1]]
            if not match or not about or any(about[0] == pattern for pattern, _ in found.values()):
                continue
            pieces = list(PIECE.finditer(match[2]))
            if all(each.lastgroup in ("iri", "name") or each.group() == "," for each in pieces):
                terms = " ".join(each.group() for each in pieces if each.group() != ",")
                found[element.start] = about[0], f"VALUES ?{match[1]} {{ {terms} }} "
        return found

    def _other(self, element: Element) -> str | None:
        if element.kind in _UNTOUCHED:
            return self._text(element)
        if element.kind == "GROUP":
            found = [self.group(each) for each in element.groups]
            return None if None in found else " UNION ".join(each for each in found if each)
        if element.kind == "OPTIONAL" and _BEGINS.match(self._text(element)[len("OPTIONAL") :].lstrip()):
            return self._text(element)
        return None

    def _minuses(self, group: Group, bound: set[str]) -> dict[int, tuple[str, set[str]]]:
        """Return what becomes MINUS, by where it starts, each with the variables in it."""
        found = ((each.start, self._minus(each, bound)) for each in group.elements)
        return {start: minus for start, minus in found if minus}

    def _minus(self, element: Element, bound: set[str]) -> tuple[str, set[str]] | None:
        """Return MINUS for a FILTER NOT EXISTS of triples, which share a variable with what is around.

        Filters may stand in it that speak of its own variables alone.
        """
        if not re.match(r"FILTER\s+NOT\s+EXISTS\s*\{", self._text(element), re.IGNORECASE):
            return None
        (group,) = element.groups
        filters = [self._text(each) for each in group.elements if each.kind != "triples"]
        blocks = [self._text(each) for each in group.elements if each.kind == "triples"]
        known = patterns(blocks[0]) if len(blocks) == 1 else None
        own = {name for each in known or () for name in each.variables}
        if not known or bound.isdisjoint(own) or not all(_speaks_of(own, each) for each in filters):
            return None
        if len({each.subject for each in known}) > 1:  # joined by themselves, such may have far too many rows
            return None
        if not self._many(known, _JOIN // 2 if filters else _EXISTS):
            return None
        inner = " ".join([*(each.select() for each in known), *filters])
        return f"MINUS {{ {inner} }}", own

    def _many(self, known: list[Pattern], cost: int) -> bool:
        """Tell whether so much is looked up that reading all of the patterns costs less."""
        most, count = self._aim.size * cost, self._aim.classes.count
        return all(each.variables and count(spelt_out(each.ends, self._prefixes), most + 1) <= most for each in known)

    def _text(self, element: Element) -> str:
        return self._query[element.start : element.end]


@lru_cache(maxsize=16)  # most queries of a shapes graph have the same
def _prefixes(head: str) -> Mapping[str, str]:
    return {name: iri.text[1:-1] for name, iri in declared_prefixes(head).items()}


def _speaks_of(names: set[str], text: str) -> bool:
    """Tell whether a text is a filter without EXISTS that knows no other variables than these."""
    if not re.match(r"FILTER\b", text, re.IGNORECASE) or re.search(r"\bEXISTS\b", text, re.IGNORECASE):
        return False
    return _variables(text) <= names


def _variables(text: str) -> set[str]:
    """Return the names of the variables in a piece of a query."""
    found = (match.group() for match in TOKEN.finditer(text) if match.lastgroup in ("variable", "parameter"))
    return {each[1:] for each in found}
