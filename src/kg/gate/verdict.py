"""What the gate says of what was given: faults, each with its place, what is wrong and how to mend it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from kg.errors import Place
from kg.gate.reading import Given
from kg.markup import Cell, paragraph, table
from kg.shacl import Report, Severity

__all__ = ["Fault", "Verdict"]


class Fault(NamedTuple):
    """One thing that is wrong.

    `about` and `value` are names that people know; `path` and `found` are the property and the value in question, as
    Turtle writes them, or empty; `rule` names the shape.
    """

    place: Place
    severity: Severity
    about: str
    node: str
    message: str
    path: str = ""
    found: str = ""
    value: str = ""
    rule: str = ""
    component: str = ""

    def key(self) -> tuple[object, ...]:
        """What faults are sorted by: as they stand in the files, then the gravest first."""
        return (self.place, self.severity.rank, self.node, self.rule, self.path, self.found, self.message)

    def __str__(self) -> str:
        who = self.about if self.about == self.node else f"{self.about} ({self.node})"
        shown = " ".join(part for part in (self.path, self.value or self.found) if part and part != self.about)
        detail = ", ".join(part for part in (shown, self.rule) if part)
        return f"{self.place}: {self.severity}: {who}: {self.message}{f' [{detail}]' if detail else ''}"


@dataclass(frozen=True, slots=True, repr=False)
class Verdict:
    """All faults, sorted; the standard report; how many statements were given, and how many follow from them.

    `files` has the facts that were made of what was given, file by file.
    """

    faults: tuple[Fault, ...]
    report: Report
    given: int
    derived: int
    files: tuple[Given, ...] = ()

    def of(self, least: Severity) -> tuple[Fault, ...]:
        """Return the faults that are at least so grave."""
        return tuple(fault for fault in self.faults if fault.severity.rank <= least.rank)

    @property
    def summary(self) -> str:
        """How much was given, and how many faults of each severity it has, in one line."""
        found = Counter(fault.severity for fault in self.faults)
        counts = ", ".join(f"{found[each]} {each}{'' if found[each] == 1 else 's'}" for each in Severity if found[each])
        return f"{self.given} statements, {self.derived} derived from them: {counts or 'nothing is wrong'}"

    def __str__(self) -> str:
        return "\n".join([*map(str, self.faults), self.summary])

    def __repr__(self) -> str:
        return f"Verdict({self.summary!r})"

    def _repr_html_(self) -> str:
        rows = [[Cell(str(f.place)), Cell(f.severity), Cell(f.about, f.node), Cell(f.message)] for f in self.faults]
        return (table(("place", "severity", "about", "message"), rows) if rows else "") + paragraph(self.summary)

    @property
    def conforms(self) -> bool:
        """Whether nothing makes what was given unacceptable; warnings do not count."""
        return not self.of(Severity.VIOLATION)
