"""What the gate says of what was given: faults, each with its place, what is wrong and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from kg.errors import Place
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


@dataclass(frozen=True, slots=True)
class Verdict:
    """All faults, sorted; the standard report; how many statements were given, and how many follow from them."""

    faults: tuple[Fault, ...]
    report: Report
    given: int
    derived: int

    def of(self, least: Severity) -> tuple[Fault, ...]:
        """Return the faults that are at least so grave."""
        return tuple(fault for fault in self.faults if fault.severity.rank <= least.rank)

    @property
    def conforms(self) -> bool:
        """Whether nothing makes what was given unacceptable; warnings do not count."""
        return not self.of(Severity.VIOLATION)
