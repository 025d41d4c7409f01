"""What a graph says of itself: a description in VoID (https://www.w3.org/TR/void/), with a licence and numbers.

The numbers count the graph that is written, without the description itself. They are counted while the graph passes
by, so that none of it is held. There is no date: the same graph has the same description.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path

from pyoxigraph import NamedNode, Quad

from kg.export.part import WHOLE, Part
from kg.project import Project
from kg.terms import DATA, NS, PREFIXES, RDF_TYPE, Term, expand, integer, local_name, shrink, text
from kg.turtle import Group, Source, each_group

__all__ = ["DATASET", "Description", "Tally", "find_licence"]

DATASET = NamedNode("https://w3id.org/dkg/dataset")
_TYPE = f"<{PREFIXES['rdf']}type>"
_PREDICATE = itemgetter(1)
_LICENCE = re.compile(r"https?://\S+")
_UNNAMED = re.compile(r"[^\w.-]+", re.ASCII)
_ADDRESSES = {NS: NS.removesuffix("#")}  # where an ontology is called otherwise than its namespace


def find_licence(project: Project) -> NamedNode | None:
    """Return the licence of a project's graph, as its file LICENSE-DATA names it, or None where nothing does.

    The packaged file counts for the packaged mappings alone: a project with mappings of its own says for itself.
    """
    own, packaged = (folder / "LICENSE-DATA" for folder in (project.root, project.packaged))
    file = own if own.is_file() or any((project.root / "mappings").glob("*.yaml")) else packaged
    return _first_address(file) if file.is_file() else None


def _first_address(file: Path) -> NamedNode | None:
    found = _LICENCE.search(file.read_text(encoding="utf-8"))
    return NamedNode(found[0]) if found else None


@dataclass(slots=True)
class Tally:
    """Counts groups of statements as they pass by."""

    take: Callable[[Group], None]
    triples: int = 0
    subjects: int = 0
    entities: int = 0
    properties: Counter[str] = field(default_factory=Counter)
    members: Counter[str] = field(default_factory=Counter)
    described: Counter[str] = field(default_factory=Counter)

    def __call__(self, group: Group) -> None:
        """Count a group and hand it on."""
        self.take(group)
        size = len(group)
        self.triples += size
        self.subjects += 1
        self.entities += group[0][0].startswith(f"<{DATA}")
        self.properties.update(map(_PREDICATE, group))
        for _, predicate, value in group:
            if predicate == _TYPE and value[0] == "<":
                self.members[value] += 1
                self.described[value] += size


@dataclass(frozen=True, slots=True)
class Description:
    """Describes the graph of a project, or a part of it."""

    licence: NamedNode | None = None
    part: Part = WHOLE

    def __call__(self, source: Source, take: Callable[[Group], None]) -> Iterator[Quad]:
        """Hand on the groups of a source, then yield what there is to say of them."""
        tally = Tally(take)
        each_group(source, tally)
        yield from self.statements(tally)

    def statements(self, tally: Tally) -> Iterator[Quad]:
        """Yield the description of what was counted."""
        about = self._address()
        said: list[tuple[str, Term]] = [
            ("rdf:type", expand("void:Dataset")),
            ("dcterms:title", text(self._title(), "en")),
            ("dcterms:description", text("The numbers count the graph without this description of it.", "en")),
            ("void:uriSpace", text(DATA)),
            ("void:triples", integer(tally.triples)),
            ("void:entities", integer(tally.entities)),
            ("void:distinctSubjects", integer(tally.subjects)),
            ("void:classes", integer(len(tally.members))),
            ("void:properties", integer(len(tally.properties))),
            *(("void:vocabulary", NamedNode(each)) for each in _vocabularies(tally)),
        ]
        if self.licence:
            said.append(("dcterms:license", self.licence))
        yield from (Quad(about, expand(name), value) for name, value in said)
        if about != DATASET:
            yield Quad(DATASET, expand("rdf:type"), expand("void:Dataset"))
            yield Quad(DATASET, expand("void:subset"), about)
        for class_, count in tally.members.items():
            numbers = {"void:entities": count, "void:triples": tally.described[class_]}
            yield from _partition(about, "void:class", class_, numbers)
        for property_, count in tally.properties.items():
            yield from _partition(about, "void:property", property_, {"void:triples": count})

    def _address(self) -> NamedNode:
        """Return the name of the dataset; that of a part tells which part."""
        document, actor = self.part.document, self.part.actor
        steps = [f"document/{local_name(document)}"] if document else []
        steps += [f"actor/{local_name(actor)}"] if actor else []
        steps += ["asserted"] if self.part.asserted else []
        return NamedNode("/".join([DATASET.value, *steps]))

    def _title(self) -> str:
        document, actor = self.part.document, self.part.actor
        limits = [f"facts stated in {local_name(document)}"] if document else []
        limits += [f"facts that mention {local_name(actor)}"] if actor else []
        limits += ["without what rules derived"] if self.part.asserted else []
        return ": ".join(["Diplomacy knowledge graph", *([", ".join(limits)] if limits else [])])


def _partition(about: NamedNode, kind: str, member: str, numbers: dict[str, int]) -> Iterator[Quad]:
    """Yield the part of a dataset that has a class or a property.

    It has a name, since blank nodes would number those of the graph otherwise.
    """
    named = NamedNode(member[1:-1])
    node = NamedNode(f"{about.value}#{kind.partition(':')[2]}-{_UNNAMED.sub('-', shrink(named)).strip('-')}")
    yield Quad(about, expand(f"{kind}Partition"), node)
    yield Quad(node, RDF_TYPE, expand("void:Dataset"))
    yield Quad(node, expand(kind), named)
    yield from (Quad(node, expand(name), integer(number)) for name, number in numbers.items())


def _vocabularies(tally: Tally) -> list[str]:
    """Return the vocabularies in use, of those that have a prefix."""
    used = (*tally.properties, *tally.members)
    spaces = (each for prefix, each in PREFIXES.items() if prefix)
    return [_ADDRESSES.get(each, each) for each in spaces if any(name.startswith(f"<{each}") for name in used)]
