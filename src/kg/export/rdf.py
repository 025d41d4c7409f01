"""The graph as RDF files: Turtle for people, N-Triples for comparison, JSON-LD for programs without an RDF library.

All three are deterministic: the same graph gives the same bytes. What a class means is not known here, only where its
section stands in the Turtle file.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from pathlib import PurePath
from typing import Any, TextIO

from pyoxigraph import Literal, NamedNode, Triple

from kg.errors import KgError, did_you_mean
from kg.terms import DATA, NS, PREFIXES, RDF_TYPE, Term, is_slug
from kg.turtle import Section, Statement, relabel, serialize, sorted_lines

__all__ = ["FORMATS", "SECTIONS", "Format", "export", "find_format", "sections"]

SECTIONS = (
    "Person", "State", "Organization", "Group", "Collective", "Actor", "Post", "Pair",
    "Meeting", "Visit", "Process", "Publication", "Event",
    "Agreement", "Clause",
    "Topic", "Issue", "Kind", "Place",
    "Tenure", "Membership", "Participation", "Act", "Position", "Figure", "Claim", "Fact",
    "Citation", "Document", "Reference",
)  # fmt: skip
"""Classes of the ontology in the order of the Turtle file; a subject stands under the first that it belongs to."""

_ONTOLOGY = (
    (PREFIXES["owl"] + "Ontology", "Ontology"),
    (PREFIXES["owl"] + "Class", "Classes"),
    (PREFIXES["owl"] + "ObjectProperty", "Object properties"),
    (PREFIXES["owl"] + "DatatypeProperty", "Datatype properties"),
    (PREFIXES["owl"] + "AnnotationProperty", "Annotation properties"),
    (PREFIXES["skos"] + "ConceptScheme", "Concept schemes"),
)
_HEADINGS = (*_ONTOLOGY, *((NS + name, name) for name in SECTIONS), ("", "Others"))
_OTHERS = len(_HEADINGS) - 1
_RANKS = {iri: rank for rank, (iri, _) in enumerate(_HEADINGS)}


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name, the extensions of its files (the first is usual), its media type, and its writer."""

    name: str
    extensions: tuple[str, ...]
    media_type: str
    writer: Callable[[Iterable[Statement], TextIO], None]


def export(statements: Iterable[Statement], format: str, out: TextIO) -> None:
    """Write a graph in a format, given by its name or by the name of a file.

    The file must be opened as UTF-8 with `newline="\\n"`. Raises `KgError` for an unknown format, for named graphs, and
    for terms of RDF 1.2.

    >>> import sys
    >>> from kg.terms import entity, text, triple
    >>> export([triple(entity("minsk"), "rdfs:label", text("Minsk", "en"))], "graph.nt", sys.stdout)
    <https://w3id.org/dkg/id/minsk> <http://www.w3.org/2000/01/rdf-schema#label> "Minsk"@en .
    """
    find_format(format).writer(statements, out)


def find_format(name_or_path: str) -> Format:
    """Return the format of a name or of a file's extension; `KgError` where there is none.

    >>> find_format("turtle").name, find_format("out/graph.TTL").name, find_format(".json").name
    ('turtle', 'turtle', 'jsonld')
    """
    if name_or_path in FORMATS:
        return FORMATS[name_or_path]
    # A bare extension has no suffix of its own: a leading dot hides a file.
    ending = PurePath(f"x{name_or_path}" if name_or_path.startswith(".") else name_or_path).suffix.lower()
    by_extension = {extension: format for format in FORMATS.values() for extension in format.extensions}
    if ending in by_extension:
        return by_extension[ending]
    near = did_you_mean(ending, by_extension) if ending else did_you_mean(name_or_path, FORMATS)
    known = ", ".join(f"{each.name} ({' '.join(each.extensions)})" for each in FORMATS.values())
    raise KgError(f"{name_or_path!r} names no RDF format", remedy=near or f"use one of {known}")


# --- Turtle and N-Triples ---------------------------------------------------------------------------------------------


def _write_turtle(statements: Iterable[Statement], out: TextIO) -> None:
    """Write Turtle with a section for each class."""
    held = list(statements)
    serialize(held, out, section=sections(held))


def sections(statements: Iterable[Statement]) -> Section:
    """Return the section of each subject, by its classes: the ontology first, then the order of `SECTIONS`."""
    ranks: dict[NamedNode, int] = {}
    for each in statements:
        if each.predicate == RDF_TYPE and isinstance(each.object, NamedNode) and isinstance(each.subject, NamedNode):
            rank = _RANKS.get(each.object.value, _OTHERS)
            ranks[each.subject] = min(rank, ranks.get(each.subject, _OTHERS))

    def section(subject: NamedNode) -> tuple[int, str]:
        rank = ranks.get(subject, _OTHERS)
        return rank, _HEADINGS[rank][1]

    return section


def _write_ntriples(statements: Iterable[Statement], out: TextIO) -> None:
    """Write canonical N-Triples, sorted."""
    out.writelines(f"{line}\n" for line in sorted_lines(statements))


# --- JSON-LD ----------------------------------------------------------------------------------------------------------

_LOCAL = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_STRING = PREFIXES["xsd"] + "string"
# The only forms that come back from a JSON number or boolean unchanged; longer integers lose digits in JavaScript.
_NATIVE = {
    PREFIXES["xsd"] + "boolean": re.compile("true|false"),
    PREFIXES["xsd"] + "integer": re.compile("0|-?[1-9][0-9]{0,14}"),
}


def _write_jsonld(statements: Iterable[Statement], out: TextIO) -> None:
    """Write JSON-LD 1.1, one object a line for each subject, with a context that needs no network.

    The ontology is the vocabulary (`heldBy`, not `dkg:heldBy`) and the data namespace the base (`sergei-lavrov`), so
    that the file reads as plain JSON. Other prefixes are declared when used.
    """
    triples = relabel(statements)
    names = _Names(triples)
    nodes = [names.node(subject, group) for subject, group in groupby(triples, key=attrgetter("subject"))]
    out.write(f'{{"@context":{_dumps(names.context)},\n"@graph":[')
    separator = "\n"
    for node in sorted(nodes, key=lambda each: str(each["@id"])):
        out.write(separator + _dumps(node))
        separator = ",\n"
    out.write("\n]}\n")


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


class _Names:
    """Writes the terms of one graph as JSON-LD, and remembers which prefixes it used."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        # An IRI such as <owl:x> would be read as a prefixed name: where one occurs, its scheme is no prefix.
        iris = (term.datatype if isinstance(term, Literal) else term for each in triples for term in each)
        taken = {"", "dkg", *(iri.value.partition(":")[0] for iri in iris if isinstance(iri, NamedNode))}
        self._prefixes = {prefix: base for prefix, base in PREFIXES.items() if prefix not in taken}
        self._used: set[str] = set()

    @property
    def context(self) -> dict[str, str]:
        """The context: base, vocabulary, and the prefixes used so far."""
        used = {prefix: self._prefixes[prefix] for prefix in sorted(self._used)}
        return {"@base": DATA, "@vocab": NS, **used}

    def node(self, subject: Term, triples: Iterable[Triple]) -> dict[str, Any]:
        """Return the object of a subject; a single value stands without brackets."""
        values: dict[str, list[Any]] = defaultdict(list)
        for each in triples:
            if each.predicate == RDF_TYPE and isinstance(each.object, NamedNode):
                values["@type"].append(self._name(each.object))
            else:
                values[self._name(each.predicate)].append(self._value(each.object))
        types = values.pop("@type", [])
        found = {"@type": types, **dict(sorted(values.items()))} if types else dict(sorted(values.items()))
        return {"@id": self._id(subject), **{key: each if len(each) > 1 else each[0] for key, each in found.items()}}

    def _id(self, node: Term) -> str:
        """Return the value of `@id`: relative to the data namespace, else as `_compact` has it."""
        if isinstance(node, NamedNode):
            slug = node.value.removeprefix(DATA)
            return slug if slug != node.value and is_slug(slug) else self._compact(node)
        return str(node)

    def _name(self, node: NamedNode) -> str:
        """Return a property, class or datatype: relative to the vocabulary, else as `_compact` has it."""
        local = node.value.removeprefix(NS)
        plain = local != node.value and _LOCAL.fullmatch(local) and local not in PREFIXES
        return local if plain else self._compact(node)

    def _compact(self, node: NamedNode) -> str:
        """Return an IRI as a prefixed name where a prefix fits."""
        for prefix, base in self._prefixes.items():
            if node.value.startswith(base) and _LOCAL.fullmatch(node.value, len(base)):
                self._used.add(prefix)
                return f"{prefix}:{node.value[len(base) :]}"
        return node.value

    def _value(self, term: Term) -> Any:
        """Return an object of a statement: a reference, a plain JSON value, or one with a datatype or language."""
        if not isinstance(term, Literal):
            return {"@id": self._id(term)}
        if term.language:
            return {"@value": term.value, "@language": term.language}
        datatype = term.datatype.value
        if datatype == _STRING:
            return term.value
        native = _NATIVE.get(datatype)
        if native and native.fullmatch(term.value):
            return json.loads(term.value)
        return {"@value": term.value, "@type": self._name(term.datatype)}


_TABLE = (
    Format("turtle", (".ttl",), "text/turtle", _write_turtle),
    Format("ntriples", (".nt",), "application/n-triples", _write_ntriples),
    Format("jsonld", (".jsonld", ".json"), "application/ld+json", _write_jsonld),
)
FORMATS: Mapping[str, Format] = {format.name: format for format in _TABLE}
