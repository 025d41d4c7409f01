"""The graph as RDF files: Turtle for people, N-Triples for comparison, JSON-LD for programs without an RDF library.

All formats are deterministic: the same graph gives the same bytes. Everything lies in one graph without a name, so that
TriG is written as Turtle, and N-Quads as N-Triples.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import Protocol, TextIO

from kg.errors import KgError, did_you_mean
from kg.export.sections import SECTIONS, section
from kg.terms import PREFIXES
from kg.turtle import Group, LinesWriter, Source, Statement, Statements, TurtleWriter, each_group

__all__ = ["FORMATS", "SECTIONS", "Format", "Writer", "export", "find_format"]


class Writer(Protocol):
    """Takes all statements, those about one subject at a time and no subject twice, and then writes them."""

    def take(self, group: Group) -> None:
        """Take the statements about a subject."""

    def finish(self, out: TextIO) -> None:
        """Write all that was taken."""


Description = Callable[[Source, Callable[[Group], None]], Iterable[Statement]]
"""Hands on the groups of a source to a function, and returns statements about them that are to be written too."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name, the extensions of its files (the first is usual), its media type, and what makes its writer.

    The writer is given the folder for what does not fit in memory, if any.
    """

    name: str
    extensions: tuple[str, ...]
    media_type: str
    writer: Callable[[Path | None], AbstractContextManager[Writer]]


def export(statements: Statements, format: str, out: TextIO, description: Description | None = None) -> None:
    """Write a graph in a format, given by its name or by the name of a file.

    The file must be opened as UTF-8 with `newline="\\n"`. Of a source that says it is grouped, no more than blank nodes
    and what refers to them need fit in memory; sorted runs lie in files without a name beside the one that is written,
    or in the folder of temporary files. Raises `KgError` for an unknown format, for named graphs, for terms of RDF 1.2,
    and for what a format cannot hold, before anything is written.

    >>> import sys
    >>> from kg.terms import entity, text, triple
    >>> export([triple(entity("minsk"), "rdfs:label", text("Minsk", "en"))], "graph.nt", sys.stdout)
    <https://w3id.org/dkg/id/minsk> <http://www.w3.org/2000/01/rdf-schema#label> "Minsk"@en .
    """
    given = Source.of(statements)
    source = replace(given, scratch=given.scratch or _folder(out))
    with find_format(format).writer(source.scratch) as writer:
        if description:
            each_group(Source.of(description(source, writer.take)), writer.take)
        else:
            each_group(source, writer.take)
        writer.finish(out)


def _folder(out: TextIO) -> Path | None:
    """Return the folder of a file, which has room for what is written; None where it is no file."""
    name = getattr(out, "name", None)
    return Path(name).parent if isinstance(name, str) and Path(name).is_file() else None


def find_format(name_or_path: str) -> Format:
    """Return the format of a name or of a file's extension, before `.gz` too; `KgError` where there is none.

    >>> find_format("turtle").name, find_format("out/graph.TTL").name, find_format(".json").name
    ('turtle', 'turtle', 'jsonld')
    """
    if name_or_path in FORMATS:
        return FORMATS[name_or_path]
    # A bare extension has no suffix of its own: a leading dot hides a file.
    path = PurePath(f"x{name_or_path}" if name_or_path.startswith(".") else name_or_path)
    ending = (path.with_suffix("") if path.suffix.lower() == ".gz" else path).suffix.lower()
    by_extension = {extension: format for format in FORMATS.values() for extension in format.extensions}
    if ending in by_extension:
        return by_extension[ending]
    near = did_you_mean(ending, by_extension) if ending else did_you_mean(name_or_path, FORMATS)
    known = ", ".join(f"{each.name} ({' '.join(each.extensions)})" for each in FORMATS.values())
    raise KgError(f"{name_or_path!r} names no RDF format", remedy=near or f"use one of {known}")


def _turtle(scratch: Path | None) -> AbstractContextManager[Writer]:
    return TurtleWriter(PREFIXES, section, scratch)


def _json_ld(scratch: Path | None) -> AbstractContextManager[Writer]:
    from kg.export.jsonld import JsonLdWriter

    return JsonLdWriter(scratch)


def _rdf_xml(scratch: Path | None) -> AbstractContextManager[Writer]:
    from kg.export.rdfxml import RdfXmlWriter

    return RdfXmlWriter(scratch)


_TABLE = (
    Format("turtle", (".ttl",), "text/turtle", _turtle),
    Format("trig", (".trig",), "application/trig", _turtle),
    Format("ntriples", (".nt",), "application/n-triples", LinesWriter),
    Format("nquads", (".nq",), "application/n-quads", LinesWriter),
    Format("jsonld", (".jsonld", ".json"), "application/ld+json", _json_ld),
    Format("rdfxml", (".rdf", ".owl"), "application/rdf+xml", _rdf_xml),
)
FORMATS: Mapping[str, Format] = {format.name: format for format in _TABLE}
