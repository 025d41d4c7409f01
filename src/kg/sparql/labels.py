"""Lets a query show names in another language: each label falls back from the language asked for to English.

Where a query binds a label, `?node rdfs:label ?name` or `… dkg:heldBy/rdfs:label ?name`, the English name goes to a
variable of its own, the group adds the name in the other language where there is one, and `?name` is the first of
both. What comes out is standard SPARQL, which runs anywhere. The new parts stand as late in their group as they can,
since stores join slowly what follows an OPTIONAL. It knows SKOS and Dublin Core, and nothing of stores.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from kg.errors import UnusableError
from kg.sparql import declared_prefixes, place_of, tokens
from kg.sparql.groups import groups

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from kg.errors import Place
    from kg.sparql.groups import Group, Verb

__all__ = ["in_languages", "languages", "untranslated"]

_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_NAMES = ("http://www.w3.org/2004/02/skos/core#prefLabel", "http://purl.org/dc/terms/title")
_TAG = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")  # as SPARQL 1.1 has them (rule 145, LANGTAG)


def languages(given: str) -> tuple[str, ...]:
    """Read language tags, the dearest first; English, in which every name is, is left out with all that follow it.

    Raises `UnusableError` for what is no tag.

    >>> languages("fa,ru"), languages("en"), languages("ru, EN, fa")
    (('fa', 'ru'), (), ('ru',))
    """
    found: list[str] = []
    for tag in (each.strip().lower() for each in given.split(",")):
        if not _TAG.fullmatch(tag):
            raise UnusableError(f"{tag!r} is no language", remedy="write a code such as fa or ru, or several: fa,ru")
        if tag == "en":
            break
        if tag not in found:
            found.append(tag)
    return tuple(found)


def in_languages(sparql: str, wanted: Sequence[str], prefixes: Mapping[str, str]) -> str:
    """Return a query whose labels are in the first of the wanted languages that they have, else in English.

    `prefixes` are known beside those that the query declares. `UnusableError` where it selects `*`, which would show
    the variables that are added.

    >>> print(in_languages("PREFIX s: <http://www.w3.org/2000/01/rdf-schema#> SELECT ?n { ?x s:label ?n }", ["fa"], {}))
    ... # doctest: +NORMALIZE_WHITESPACE
    PREFIX s: <http://www.w3.org/2000/01/rdf-schema#> SELECT ?n { ?x s:label ?n_en
      OPTIONAL { ?x <http://www.w3.org/2004/02/skos/core#prefLabel>|<http://purl.org/dc/terms/title> ?n_fa
        FILTER(LANG(?n_fa) = "fa") }
      BIND(COALESCE(?n_fa, ?n_en) AS ?n) }
    """
    if not wanted:
        return sparql
    context = _Context(sparql, prefixes)
    edits = [
        edit
        for group in _all(groups(sparql))
        for index, element in enumerate(group.elements)
        for verb in element.verbs
        if context.shows_label(verb)
        for edit in context.edits(group, index, verb, wanted)
    ]
    star = _star(sparql)
    if edits and star is not None:
        place = place_of(sparql, star, "query")
        raise UnusableError("SELECT * would show helper columns", place=place, remedy="name the columns instead")
    return _apply(sparql, edits)


def untranslated(sparql: str, prefixes: Mapping[str, str], origin: str) -> Iterator[Place]:
    """Return the places of labels that stay English in every language, such as the one in `a|b/rdfs:label`."""
    context = _Context(sparql, prefixes)
    found = {
        verb.verb[-1][1]
        for group in _all(groups(sparql))
        for element in group.elements
        for verb in element.verbs
        if context.shows_label(verb)
    }
    for token in tokens(sparql):
        if token.kind in ("name", "iri") and context.expand(token.text) == _LABEL and token.start not in found:
            yield place_of(sparql, token.start, origin)


class _Edit(NamedTuple):
    """Text that takes the place of what stands between two offsets; at one place, triples come before options."""

    start: int
    end: int
    text: str
    option: bool = False


class _Context:
    """A query with its prefixes and the names of variables that are not taken in it."""

    def __init__(self, sparql: str, prefixes: Mapping[str, str]) -> None:
        declared = {name: iri.text[1:-1] for name, iri in declared_prefixes(sparql).items()}
        self._sparql = sparql
        self._prefixes = {**prefixes, **declared}
        self._taken = {token.text[1:] for token in tokens(sparql) if token.kind in ("variable", "parameter")}
        short = {iri: f"{name}:" for name, iri in declared.items()}
        self._names = "|".join(_shortened(iri, short) for iri in _NAMES)

    def expand(self, term: str) -> str:
        """Return the IRI of a term, or nothing where it has none."""
        if term.startswith("<"):
            return term[1:-1]
        prefix, colon, local = term.partition(":")
        return self._prefixes[prefix] + local if colon and prefix in self._prefixes else ""

    def shows_label(self, verb: Verb) -> bool:
        """Tell whether a verb is the label of a subject that has a name, or a chain that ends in a label."""
        *before, (last, _) = verb.verb
        if self.expand(last) != _LABEL:
            return False
        if not before:
            return bool(verb.subject)
        depth = 0
        for text, _ in before:
            depth += {"(": 1, ")": -1}.get(text, 0)
            if depth == 0 and text == "|":
                return False
        return before[-1][0] == "/"

    def edits(self, group: Group, index: int, verb: Verb, wanted: Sequence[str]) -> Iterator[_Edit]:
        """Return what puts the name in the other languages into the place of a label."""
        name = verb.object[1:]
        english = self._fresh(f"{name}_en")
        others = [self._fresh(f"{name}_{tag.replace('-', '_')}") for tag in wanted]
        node = verb.subject
        if len(verb.verb) == 1:
            yield _Edit(verb.end - len(verb.object), verb.end, english)
        else:
            node = self._fresh(f"{name}_of")
            yield _Edit(verb.verb[-2][1], verb.end, f" {node}")
            yield _Edit(verb.triples_end, verb.triples_end, f" . {node} {verb.verb[-1][0]} {english}")
        added = [
            f'OPTIONAL {{ {node} {self._names} {other} FILTER(LANG({other}) = "{tag}") }}'
            for tag, other in zip(wanted, others, strict=True)
        ]
        added.append(f"BIND(COALESCE({', '.join([*others, english])}) AS {verb.object})")
        at = self._latest(group, index, verb.object)
        margin = "\n" + self._indent(at)
        yield _Edit(at, at, margin + margin.join(added), option=True)

    def _fresh(self, wanted: str) -> str:
        """Return a variable that the query does not have."""
        name, number = wanted, 2
        while name in self._taken:
            name, number = f"{wanted}{number}", number + 1
        self._taken.add(name)
        return f"?{name}"

    def _latest(self, group: Group, index: int, name: str) -> int:
        """Return the end of the last element before the first one that uses a name; filters see the whole group."""
        used = re.compile(re.escape(name) + r"\b")
        last = group.elements[index]
        for element in group.elements[index + 1 :]:
            if element.kind != "FILTER" and used.search(self._sparql, element.start, element.end):
                break
            last = element
        return last.end

    def _indent(self, at: int) -> str:
        line = self._sparql[self._sparql.rfind("\n", 0, at) + 1 : at]
        return line[: len(line) - len(line.lstrip())]


def _all(found: Sequence[Group]) -> Iterator[Group]:
    """Return groups and all that is in them."""
    for group in found:
        yield group
        for element in group.elements:
            yield from _all(element.groups)


def _shortened(iri: str, prefixes: Mapping[str, str]) -> str:
    stem = iri[: max(iri.rfind("#"), iri.rfind("/")) + 1]
    return prefixes[stem] + iri.removeprefix(stem) if stem in prefixes else f"<{iri}>"


def _star(sparql: str) -> int | None:
    """Return where a SELECT of all variables stands, if there is one."""
    found = list(tokens(sparql))
    for token, following in pairwise(found):
        between = sparql[token.start + len(token.text) : following.start]
        if token.text.upper() in ("SELECT", "DISTINCT", "REDUCED") and "*" in between:
            return token.start
    return None


def _apply(sparql: str, edits: Sequence[_Edit]) -> str:
    """Make all edits; those of one kind at one place come in the order in which they were found."""
    parts, at = [], 0
    for edit in sorted(edits, key=lambda each: (each.start, each.option)):  # the sort is stable
        parts += [sparql[at : edit.start], edit.text]
        at = edit.end
    return "".join([*parts, sparql[at:]])
