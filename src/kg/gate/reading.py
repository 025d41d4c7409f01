"""Reads statements that somebody gives us, in any format of RDF, and remembers where each of them stands."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, Triple, parse

from kg.errors import Place, UnusableError, did_you_mean
from kg.formatting import decode
from kg.gate.places import by_line, in_turtle
from kg.guards import check_file
from kg.terms import Term

__all__ = ["FORMATS", "Given", "read_file"]

FORMATS: Mapping[str, tuple[str, ...]] = {
    "turtle": (".ttl", ".turtle"),
    "trig": (".trig",),
    "ntriples": (".nt",),
    "nquads": (".nq",),
    "jsonld": (".jsonld", ".json"),
    "rdfxml": (".rdf", ".owl", ".xml"),
}
_OF_PARSER = {
    "turtle": RdfFormat.TURTLE, "trig": RdfFormat.TRIG, "ntriples": RdfFormat.N_TRIPLES, "nquads": RdfFormat.N_QUADS,
    "jsonld": RdfFormat.JSON_LD, "rdfxml": RdfFormat.RDF_XML,
}  # fmt: skip
_PARSER_PLACE = re.compile(r"^Parser error at line.*?: |^Parser error: ")


@dataclass(frozen=True, slots=True)
class Given:
    """The statements of one file, graph names left out, and their places as far as the format tells them.

    Where statements were made from others, `origins` has what stands in the file, and `called` what the file calls a
    node, or what the node was made from.
    """

    file: str
    triples: tuple[Triple, ...]
    places: Mapping[Triple, Place] = field(repr=False)
    origins: Mapping[Triple, Triple] = field(default_factory=dict, repr=False)
    called: Mapping[Term, NamedNode] = field(default_factory=dict, repr=False)

    def place(self, focus: Term, predicates: frozenset[NamedNode], value: Term | None) -> Place | None:
        """Return where the statement stands that a finding is about: the nearest that can be told, if any."""
        about = [t for t in self.triples if t.subject == focus]
        nearest = (
            [t for t in about if t.predicate in predicates and t.object == value],
            [t for t in about if t.predicate in predicates],
            about,
            [t for t in self.triples if focus == t.object],
        )
        found = next((triples[0] for triples in nearest if triples), None)
        return None if found is None else self.places.get(found, Place(self.file))


def read_file(path: str, form: str | None = None, *, foreign: bool = False) -> Given:
    """Read a file, or stdin for "-"; the format is `form`, one of `FORMATS`, or follows from the extension.

    Relative IRIs are resolved against the file where it is `foreign`, and refused else. `UnusableError` where the file
    cannot be read, with line and column where it breaks the rules of its format.
    """
    shown = "stdin" if path == "-" else path
    name = form or _format_of(path)
    data = _bytes(path)
    check_file(lambda: data, _OF_PARSER[name], shown)
    text = decode(data, shown)
    base = Path(path).resolve().as_uri() if foreign and path != "-" else None
    quads = list(_quads(text, name, shown, base))
    places = _places(text, name, quads, shown)
    found: dict[Triple, Place] = {}
    for quad, place in zip(quads, places, strict=False):
        found.setdefault(quad.triple, place)
    return Given(shown, tuple(dict.fromkeys(quad.triple for quad in quads)), found)


def _format_of(path: str) -> str:
    if path == "-":
        return "turtle"
    ending = Path(path).suffix.lower()
    by_ending = {extension: name for name, extensions in FORMATS.items() for extension in extensions}
    if ending not in by_ending:
        remedy = did_you_mean(ending, by_ending) or f"name the format with --input {', '.join(FORMATS)}"
        raise UnusableError(f"{path} names no format of RDF", remedy=remedy)
    return by_ending[ending]


def _bytes(path: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except FileNotFoundError:
        raise UnusableError(f"there is no file {path}", remedy="name a file of RDF, or - for stdin") from None
    except IsADirectoryError:
        raise UnusableError(f"{path} is a folder", remedy="name the files in it") from None


def _quads(text: str, name: str, shown: str, base: str | None) -> Iterator[Quad]:
    try:
        for quad in parse(text, _OF_PARSER[name], base_iri=base, rename_blank_nodes=True):
            if not isinstance(quad.subject, NamedNode | BlankNode) or isinstance(quad.object, Triple):
                raise UnusableError("terms of RDF 1.2 are not read", place=Place(shown), remedy="use RDF 1.1")
            yield quad
    except MemoryError as error:  # what Oxigraph says of a token that it does not hold
        raise UnusableError(f"it cannot be read ({error})", place=Place(shown), remedy="shorten its texts") from None
    except SyntaxError as error:
        place = Place(shown, error.lineno or 0, error.offset or 0)
        message, remedy = _in_words(_PARSER_PLACE.sub("", error.msg or "it cannot be read"), name)
        raise UnusableError(message, place=place, remedy=remedy) from None


def _in_words(message: str, name: str) -> tuple[str, str]:
    """Say what the parser found, and how to mend it."""
    if "LoadDocumentCallback" in message:
        return "its context lies elsewhere, and nothing is fetched", "write the context into the file"
    if "absolute IRI" in message:
        return "an IRI is relative", "write it in full, or declare a prefix for it"
    return f"{message[:1].lower()}{message[1:]}", f"mend the {name}"


def _places(text: str, name: str, quads: list[Quad], shown: str) -> list[Place]:
    if name == "turtle":
        return in_turtle(text, quads, shown)
    if name in ("ntriples", "nquads"):
        places = list(by_line(text, shown))
        return places if len(places) == len(quads) else []
    return []
