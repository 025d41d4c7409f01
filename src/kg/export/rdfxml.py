"""RDF/XML: a description a subject, sorted, for tools that read nothing else, such as old versions of the OWL API.

Sections of https://www.w3.org/TR/rdf-syntax-grammar/ are named where a rule stands.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TextIO

from kg.errors import KgError
from kg.terms import PREFIXES
from kg.turtle import Group, Subjects, literal

__all__ = ["RdfXmlWriter"]

_RDF, _XSD = PREFIXES["rdf"], PREFIXES["xsd"]
_STRING = f"{_XSD}string"
# Names of elements [XML Namespaces 1.0, 4], without the colon, and no other letters than all readers take: expat, for
# one, reads names as the fourth edition of XML 1.0 has them.
_START = "A-Za-z_\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff"
_PART = rf"{_START}0-9\-.\u00b7"
_NAME = re.compile(rf"[{_START}][{_PART}]*\Z")
# Names of the syntax itself, which cannot name a property (7.2.2 to 7.2.4); rdf:li would be counted.
_RESERVED = frozenset(
    _RDF + name
    for name in (
        "RDF", "ID", "about", "parseType", "resource", "nodeID", "datatype", "Description", "li", "aboutEach",
        "aboutEachPrefix", "bagID",
    )
)  # fmt: skip
_FIRST = (f"{_RDF}type", f"{PREFIXES['rdfs']}label", f"{PREFIXES['skos']}prefLabel", f"{PREFIXES['skos']}altLabel")
# A bare carriage return would be read as a line feed.
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"})
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # XML 1.0, production 2


class RdfXmlWriter(Subjects):
    """Takes groups of statements, a subject each, and writes them as RDF/XML; a context manager.

    Blank nodes are named by content. Raises `KgError` for a property that no XML name can stand for, and for control
    characters, which XML 1.0 cannot hold even when escaped.
    """

    def __init__(self, scratch: Path | None = None) -> None:
        super().__init__(self._text, scratch)
        self._tags: dict[str, tuple[str, str, str]] = {}
        self._used = {"rdf"}

    def finish(self, out: TextIO) -> None:
        """Write all that was taken."""
        texts = self.texts()
        names = "".join(f'\n    xmlns:{prefix}="{_escaped(PREFIXES[prefix])}"' for prefix in sorted(self._used))
        out.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF{names}>\n')
        out.writelines(texts)
        out.write("</rdf:RDF>\n")

    def _text(self, group: Group) -> tuple[str, str]:
        subject = group[0][0]
        lines = sorted(
            (*(self._tags.get(predicate) or self._tag(predicate)), _content(value)) for _, predicate, value in group
        )
        body = "".join(f"  <{tag}{names}{content}{_end(tag, content)}\n" for _, tag, names, content in lines)
        return subject, f"<rdf:Description{_node(subject, 'about')}>\n{body}</rdf:Description>\n"

    def _tag(self, token: str) -> tuple[str, str, str]:
        """Return where a property stands, its name as an element, and the declaration of its namespace where needed."""
        iri = token[1:-1]
        rank = str(_FIRST.index(iri) if iri in _FIRST else len(_FIRST))
        if iri in _RESERVED:
            raise KgError(f"RDF/XML keeps {token} to itself: no property can be so called", remedy="use Turtle")
        for prefix, namespace in PREFIXES.items():
            if prefix and iri.startswith(namespace) and _NAME.match(iri, len(namespace)):
                self._used.add(prefix)
                found = rank, f"{prefix}:{iri[len(namespace) :]}", ""
                break
        else:
            local = _last_name(iri)
            if not local or len(local) == len(iri):
                raise KgError(
                    f"RDF/XML cannot name the property {token}: it does not end in an XML name", remedy="use Turtle"
                )
            found = rank, f"ns:{local}", f' xmlns:ns="{_escaped(iri[: -len(local)])}"'
        self._tags[token] = found
        return found


def _last_name(iri: str) -> str:
    """Return the longest XML name at the end of an IRI, or nothing."""
    start = len(iri)
    for position in range(len(iri) - 1, -1, -1):
        if not re.match(rf"[{_PART}]", iri[position]):
            break
        if re.match(rf"[{_START}]", iri[position]):
            start = position
    return iri[start:]


def _content(token: str) -> str:
    """Return what follows the name of a property element, up to its end (2.4 to 2.9)."""
    if token[0] != '"':
        return f"{_node(token, 'resource')}/>"
    value, datatype, language = literal(token)
    if language:
        return f' xml:lang="{language}">{_escaped(value)}'
    kind = "" if datatype == _STRING else f' rdf:datatype="{_escaped(datatype)}"'
    return f"{kind}>{_escaped(value)}"


def _end(tag: str, content: str) -> str:
    return "" if content.endswith("/>") else f"</{tag}>"


def _node(token: str, attribute: str) -> str:
    """Return the attribute that names a node."""
    if token[0] == "_":
        return f' rdf:nodeID="{token[2:]}"'
    return f' rdf:{attribute}="{_escaped(token[1:-1])}"'


def _escaped(value: str) -> str:
    if _NO_XML.search(value):
        raise KgError(f"XML cannot hold a control character: {value!r}", remedy="use Turtle or JSON-LD")
    return value.translate(_ENTITIES)
