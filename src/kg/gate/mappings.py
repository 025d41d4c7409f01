"""Mappings as new facts: compiled with all others of a project, and staged as if they were not built yet.

What the graph would know without them is made from the other mappings, so that a mapping that was edited is not held
against what it said before.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import NamedNode, Quad, Store, Triple

from kg.errors import Finding, FindingsError, Place
from kg.gate.reading import Given
from kg.gate.verdict import Fault
from kg.mapping.compiler import Compiled, compile_mappings
from kg.mapping.facts import document_facts
from kg.mapping.spoken import in_keys
from kg.project import Project
from kg.shacl import Severity

__all__ = ["Mapped", "is_mapping", "read_mappings", "spoken"]

_ENDINGS = (".yaml", ".yml")


class Mapped(NamedTuple):
    """What some mappings say, what is known without them, and what the compiler finds wrong with them."""

    known: Store
    files: tuple[Given, ...]
    faults: tuple[Fault, ...]


def is_mapping(path: str) -> bool:
    """Tell whether a file is a mapping, by its extension."""
    return path.lower().endswith(_ENDINGS)


def read_mappings(project: Project, ontology: Iterable[Quad], paths: Iterable[str]) -> Mapped:
    """Compile mappings with the others and the authorities of a project; nothing is inferred yet.

    `FindingsError` where the others or the authorities cannot be compiled. Where a mapping itself cannot, its faults
    say why, and there are no statements.
    """
    quads = list(ontology)
    also = {Path(path).resolve(): path for path in dict.fromkeys(paths)}
    compiled = compile_mappings(project, quads, also)
    given = set(also.values())
    if foreign := [f for f in compiled.errors if f.place.file not in given]:
        raise FindingsError("the project itself is in disorder", foreign)
    faults = tuple(_fault(finding) for finding in compiled.findings if finding.place.file in given)
    known = Store()
    known.bulk_extend(quads)
    files = [*_files(compiled, also, known)] if not compiled.errors else []
    return Mapped(known, tuple(files), faults)


def _files(compiled: Compiled, also: Mapping[Path, str], known: Store) -> Iterable[Given]:
    """Put into a store what others state, and yield what the given mappings state."""
    made = {mapped.path: document_facts(mapped.file, mapped.lock) for mapped in compiled.documents}
    new = {quad for path, (quads, _) in made.items() if path in also for quad in quads}
    others = {quad for path, (quads, _) in made.items() if path not in also for quad in quads}
    known.bulk_extend(others | (compiled.quads - new))
    for path, (quads, places) in made.items():
        if path in also:
            triples = sorted((quad.triple for quad in quads), key=str)
            yield Given(also[path], tuple(triples), _Places(places, Place(also[path])).of(triples))


class _Places(NamedTuple):
    """Where the record of each entity and fact stands; what belongs to the document stands in the file."""

    places: Mapping[NamedNode, Place]
    file: Place

    def of(self, triples: Iterable[Triple]) -> dict[Triple, Place]:
        return {
            each: self.places.get(each.subject, self.file) if isinstance(each.subject, NamedNode) else self.file
            for each in triples
        }


def _fault(finding: Finding) -> Fault:
    severity = Severity.VIOLATION if finding.severity == "error" else Severity.WARNING
    message = f"{finding.message}{f'; {finding.remedy}' if finding.remedy else ''}"
    return Fault(finding.place, severity, "mapping", "mapping", message)


def spoken(faults: Iterable[Fault]) -> Iterator[Fault]:
    """Yield faults, those of a mapping in the keys that its author writes.

    That a mapping states what rules derive too is not its author's doing: the compiler gives bounds with each date.
    """
    for fault in faults:
        if not is_mapping(fault.place.file):
            yield fault
        elif fault.rule or fault.severity is not Severity.WARNING:
            yield fault._replace(message=in_keys(fault.message), expected=in_keys(fault.expected))
