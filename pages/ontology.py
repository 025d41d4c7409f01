"""The reference of the ontology: its parts with their pictures, its classes and properties, its controlled values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from pyoxigraph import QuerySolutions, Store

from kg.store.answers import answer
from pages.markdown import code, page, table
from pages.measured import Link, Measured
from pages.parts import BOXES, PARTS, Part, unseen
from pages.pictures import Box, Row, draw

_ENTITY = "#d5ebdb"
_COLOURS = {
    **dict.fromkeys(
        ("Tenure", "Membership", "Participation", "Act", "Clause", "Position", "Figure", "Claim"), "#d6e6f2"
    ),
    **dict.fromkeys(("Topic", "Issue", "Kind", "Place"), "#e4e4e4"),
    **dict.fromkeys(("Citation", "Document", "Reference"), "#f6e3c5"),
}
_MOST = 1  # targets that a row of a picture names

_INTRO = """
The ontology has {classes} classes and {properties} properties of its own, under `dkg:` = `https://w3id.org/dkg/ns#`;
the address is not registered yet. [The model](../model.md) explains how they are used and what rules derive. Pictures
and tables on this page are measured in the graph of the five documents: a link is shown where the graph has it, with
the number of its statements. Broken orange lines and “derived” mean that rules make these statements, and that nobody
asserts them.

The site has every class and property in detail, with domains, ranges and axioms, on
<a href="terms.html">a page made by pyLODE</a>.
"""


def pictures(measured: Measured) -> Mapping[str, str]:
    """Return the picture of each part, by slug; `ValueError` for a link that none of them shows."""
    left = unseen(measured)
    if left:
        raise ValueError(f"no picture shows {', '.join(left)}; give them a place in pages/parts.py")
    return {part.slug: draw(part.title, _columns(part, measured)) for part in PARTS}


def ontology(store: Store, measured: Measured) -> str:
    """Return the page on the ontology."""
    intro = _INTRO.format(classes=len(measured.classes), properties=len(measured.properties))
    return page(
        "Ontology",
        intro,
        *(text for part in PARTS for text in _part(part, measured)),
        *_classes(measured),
        *_schemes(store),
        *_topics(store),
        *_issues(store),
    )


def _columns(part: Part, measured: Measured) -> list[list[Box]]:
    return [[_box(part, name, measured) for name in column] for column in part.columns]


def _box(part: Part, name: str, measured: Measured) -> Box:
    below = [each for each in measured.below(name)[1:] if name in part.focus and each != "Collective"]
    rows = [
        Row(link.property, _targets(link.targets, _MOST), link.targets, link.derived)
        for link in sorted(part.rows(measured, name), key=lambda link: link.derived)
    ]
    return Box(name, " · ".join(below), _COLOURS.get(name, _ENTITY), rows)


def _targets(names: Sequence[str], most: int) -> str:
    return ", ".join(names[:most]) + (f" +{len(names) - most}" if len(names) > most else "")


def _part(part: Part, measured: Measured) -> Iterator[str]:
    yield f"## {part.title}"
    yield part.about
    picture = f"../assets/model/{part.slug}.svg"
    yield f"[![{part.title}: classes and what joins them]({picture})]({picture})"
    rows = [_row(link, measured) for box in part.boxes for link in part.rows(measured, box)]
    yield table(["of", "property", "leads to", "count", "", "meaning"], rows)


def _row(link: Link, measured: Measured) -> tuple[str, ...]:
    known = measured.properties.get(link.property)
    name = code(f"dkg:{link.property}" if known else link.property)
    derived = "derived" if link.derived else ""
    return link.source, name, ", ".join(link.targets), str(link.statements), derived, known.definition if known else ""


def _classes(measured: Measured) -> Iterator[str]:
    yield "## All classes"
    rows = [
        (code(f"dkg:{name}"), measured.parents.get(name, ""), term.definition)
        for name, term in measured.classes.items()
    ]
    yield table(["class", "subclass of", "meaning"], rows)


def _schemes(store: Store) -> Iterator[str]:
    yield "## Kinds"
    yield (
        "Every controlled value, scheme by scheme. A mapping names a kind by the last part of its slug: `bilateral`, "
        "not `meeting-bilateral`."
    )
    query = """
        SELECT ?scheme ?title ?about ?kind ?label ?meaning {
          ?kind a dkg:Kind ; skos:inScheme ?scheme ; rdfs:label ?label ; skos:definition ?meaning .
          ?scheme skos:prefLabel ?title FILTER(LANG(?title) = "en") OPTIONAL { ?scheme skos:definition ?about }
        } ORDER BY ?title ?kind"""
    schemes: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
    for _, title, about, kind, label, meaning in _rows(store, query):
        schemes.setdefault((title, about), []).append((code(_slug(kind)), label, meaning))
    for (title, about), rows in schemes.items():
        yield f"### {title}"
        yield about
        yield table(["slug", "label", "meaning"], rows)


def _topics(store: Store) -> Iterator[str]:
    yield "## Topics"
    yield "Themes, each under the broader one; a question about a topic takes in the narrower ones."
    query = """
        SELECT ?topic ?label ?meaning ?broader { ?topic a dkg:Topic ; rdfs:label ?label ; skos:definition ?meaning
          OPTIONAL { ?topic skos:broader ?broader } } ORDER BY ?label"""
    found = {topic: (label, meaning, broader) for topic, label, meaning, broader in _rows(store, query)}

    def under(parent: str, depth: int) -> Iterator[tuple[str, str, str]]:
        for topic, (label, meaning, broader) in found.items():
            if broader == parent:
                yield code(_slug(topic)), "– " * depth + label, meaning
                yield from under(topic, depth + 1)

    yield table(["slug", "topic", "meaning"], under("", 0))


def _issues(store: Store) -> Iterator[str]:
    yield "## Issues"
    yield "Propositions on which stances are compared, with the number of positions on each."
    query = """
        SELECT ?issue ?label (MIN(?topic) AS ?about) (COUNT(DISTINCT ?p) AS ?positions) {
          ?issue a dkg:Issue ; rdfs:label ?label
          OPTIONAL { ?issue dkg:about/rdfs:label ?topic }
          OPTIONAL { ?p dkg:onIssue ?issue }
        } GROUP BY ?issue ?label ORDER BY ?label"""
    yield table(
        ["slug", "issue", "about", "positions"],
        [(code(_slug(i)), label, topics, count) for i, label, topics, count in _rows(store, query)],
    )


def _rows(store: Store, query: str) -> Iterator[tuple[str, ...]]:
    found = answer(store, query)
    assert isinstance(found, QuerySolutions)
    for row in found:
        yield tuple(str(getattr(term, "value", "")) for term in row)


def _slug(address: str) -> str:
    return address.rpartition("/")[2]


__all__ = ["BOXES", "ontology", "pictures"]
