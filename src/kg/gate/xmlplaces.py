"""Sees statements in RDF/XML, each where its element or attribute stands (https://www.w3.org/TR/rdf-syntax-grammar/).

Expat tells the places; node elements and property elements are told apart by depth, as the grammar has them. The text
was read by a parser already, so that nothing is refused here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import urljoin
from xml.parsers.expat import ParserCreate

from kg.gate.matching import BLANK, Key, Seen, literal
from kg.terms import PREFIXES

__all__ = ["in_rdfxml"]

_RDF = PREFIXES["rdf"]
_XML = "http://www.w3.org/XML/1998/namespace"
_NODE = {f"{_RDF}{name}" for name in ("about", "ID", "nodeID")}
_LINK = {f"{_RDF}{name}" for name in ("resource", "nodeID", "datatype", "parseType", "ID", "bagID")}


@dataclass(slots=True)
class _Element:
    """An open element: a node with its IRI (empty for a blank one), or a property with what it has shown so far."""

    kind: str  # "root", "node", "property", or "other" for what is not looked into
    iri: str
    base: str
    language: str
    line: int
    column: int
    value: Key | None = None
    text: list[str] = field(default_factory=list)
    members: int = 0


def in_rdfxml(text: str, base: str = "") -> Iterator[Seen]:
    """Yield the statements that are seen; those about elements of a collection, and reified ones, are not.

    `base` is what relative IRIs are resolved against, where no `xml:base` says so.
    """
    reader = _Reader(base)
    reader.expat.Parse(text, True)
    yield from reader.seen


class _Reader:
    def __init__(self, base: str) -> None:
        self._base = base
        self.seen: list[Seen] = []
        self._open: list[_Element] = []
        self.expat = ParserCreate(namespace_separator=" ")
        self.expat.buffer_text = True
        self.expat.StartElementHandler = self._start
        self.expat.EndElementHandler = self._end
        self.expat.CharacterDataHandler = self._characters

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        iri = name.replace(" ", "", 1)
        given = {(f"{_XML} {key[len(_XML) + 1 :]}" if key.startswith(_XML) else key.replace(" ", "", 1)): value
                 for key, value in attributes.items()}  # fmt: skip
        above = self._open[-1] if self._open else None
        base = urljoin(above.base if above else self._base, given.get(f"{_XML} base", ""))
        language = given.get(f"{_XML} lang", above.language if above else "")
        place = self.expat.CurrentLineNumber, self.expat.CurrentColumnNumber + 1
        if above is None and iri == f"{_RDF}RDF":
            self._open.append(_Element("root", iri, base, language, *place))
        elif above is None or above.kind in ("root", "property", "collection"):
            self._node(iri, given, above, _Element("node", "", base, language, *place))
        elif above.kind == "node":
            self._property(iri, given, above, _Element("property", iri, base, language, *place))
        else:
            self._open.append(_Element("other", iri, base, language, *place))

    def _node(self, iri: str, given: Mapping[str, str], above: _Element | None, node: _Element) -> None:
        if f"{_RDF}about" in given:
            node.iri = urljoin(node.base, given[f"{_RDF}about"])
        elif f"{_RDF}ID" in given:
            node.iri = f"{node.base}#{given[f'{_RDF}ID']}"
        if above and above.kind == "property":
            above.value = ("iri", node.iri) if node.iri else BLANK
        if iri != f"{_RDF}Description":
            self._see(node, f"{_RDF}type", ("iri", iri), node)
        self._attributes(node, given, node, _NODE)
        self._open.append(node)

    def _attributes(self, subject: _Element, given: Mapping[str, str], at: _Element, but: set[str]) -> None:
        for key, value in given.items():
            if key == f"{_RDF}type":
                self._see(subject, key, ("iri", urljoin(at.base, value)), at)
            elif key not in but and not key.startswith(_XML):
                self._see(subject, key, literal(value, at.language), at)

    def _property(self, iri: str, given: Mapping[str, str], node: _Element, link: _Element) -> None:
        if iri == f"{_RDF}li":
            node.members += 1
            link.iri = f"{_RDF}_{node.members}"
        kind = given.get(f"{_RDF}parseType")
        if f"{_RDF}resource" in given:
            link.value = ("iri", urljoin(link.base, given[f"{_RDF}resource"]))
        elif kind or f"{_RDF}nodeID" in given or any(key not in _LINK and not key.startswith(_XML) for key in given):
            link.value = BLANK
        if f"{_RDF}datatype" in given:
            link.language = ""
        self._open.append(link)
        if kind == "Resource":  # its properties are those of a node without a name
            self._open.append(_Element("node", "", link.base, link.language, link.line, link.column))
        elif kind:
            link.kind = "collection" if kind == "Collection" else "other"

    def _end(self, _: str) -> None:
        element = self._open.pop()
        if element.kind == "node" and self._open and self._open[-1].value == BLANK and self._is_within(element):
            element = self._open.pop()  # of parseType="Resource"
        if element.kind in ("property", "collection") and self._open:
            value = element.value or literal("".join(element.text), element.language)
            self._see(self._open[-1], element.iri, value, element)

    def _is_within(self, node: _Element) -> bool:
        """Tell whether a node has no element of its own."""
        above = self._open[-1]
        return above.kind == "property" and (above.line, above.column) == (node.line, node.column)

    def _characters(self, text: str) -> None:
        if self._open and self._open[-1].kind == "property":
            self._open[-1].text.append(text)

    def _see(self, subject: _Element, predicate: str, value: Key, at: _Element) -> None:
        self.seen.append(Seen(subject.iri, predicate, value, at.line, at.column))
