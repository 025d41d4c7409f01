"""What the gate says of what was given: faults, each with its place, what is wrong and how to mend it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from kg.errors import Place
from kg.gate.reading import Given
from kg.markup import Cell, paragraph, table
from kg.shacl import Report, Severity

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Fault", "Verdict"]

_LONGEST = 200  # characters of a value that a line shows
_PAGE = "docs/reference/shapes.md"
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


class Fault(NamedTuple):
    """One thing that is wrong.

    `about` and `value` are names that people know; `path` and `found` are the property and the value in question, as
    Turtle writes them, or empty; `rule` names the shape, and `expected` says what it demands there, where its message
    does not say it all.
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
    expected: str = ""

    @property
    def anchor(self) -> str:
        """Where the page of rules explains this one, as in `#fact-evidence`; empty for one that is not on it."""
        local = self.rule.removeprefix("dks:")
        return f"#{local}" if local != self.rule else ""

    def key(self) -> tuple[object, ...]:
        """What faults are sorted by: as they stand in the files, then the gravest first."""
        return (self.place, self.severity.rank, self.node, self.rule, self.path, self.found, self.message)

    def __str__(self) -> str:
        return "\n".join(filter(None, [self.head, self.detail]))

    @property
    def head(self) -> str:
        """The first line: the place, how grave it is, what it is about, what is wrong, and the rule."""
        about = self.about.strip()
        who = self.node if about in ("", self.node) else f"{about} ({self.node})"
        rule = f" [{self.rule}]" if self.rule else ""
        return _shown(f"{self.place}: {self.severity}: {who}: {self.message}{rule}")

    @property
    def detail(self) -> str:
        """The second line: what was found, and what was expected; empty where the first says it all."""
        said = not self.found or self.found == self.node or self.found in self.message
        if said and not self.expected:
            return ""
        found = f"no {self.path}" if self.path else ""
        if self.found and (self.path or self.found != self.node):
            label = f" ({self.value})" if self._has_label else ""
            found = f"{self.path} {_cut(self.found)}{label}".strip()
        parts = [f"found {found}" if found else "", f"expected {self.expected}" if self.expected else ""]
        return _shown(f"    {'; '.join(filter(None, parts))}")

    @property
    def _has_label(self) -> bool:
        return bool(self.value) and not self.found.startswith('"') and self.value not in (self.found, self.about)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _shown(text: str) -> str:
    """Return a text on one line, without what could drive a terminal or turn the order of its columns round."""
    return text if text.isprintable() else _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04X}", text)


@dataclass(frozen=True, slots=True, repr=False)
class Verdict:
    """All faults, sorted; the standard report; how many statements were given, and how many follow from them.

    `files` has the facts that were made of what was given, file by file; `remark` says what could not be told; `page`
    explains the rules, where it is at hand.
    """

    faults: tuple[Fault, ...]
    report: Report
    given: int
    derived: int
    files: tuple[Given, ...] = ()
    remark: str = ""
    page: str = ""

    def documented_in(self, root: Path) -> Verdict:
        """Return the verdict with the page of rules of the project in a folder; one that `kg init` began has none."""
        return replace(self, page=_PAGE) if (root / _PAGE).is_file() else self

    def of(self, least: Severity) -> tuple[Fault, ...]:
        """Return the faults that are at least so grave."""
        return tuple(fault for fault in self.faults if fault.severity.rank <= least.rank)

    @property
    def summary(self) -> str:
        """How much was given, and how many faults of each severity it has, in one line."""
        found = Counter(fault.severity for fault in self.faults)
        counts = ", ".join(f"{found[each]} {each}{'' if found[each] == 1 else 's'}" for each in Severity if found[each])
        given = f"{self.given} statement{'' if self.given == 1 else 's'}"
        if not counts and not self.given and any(file.triples for file in self.files):
            return "no new statement: the graph knows all of this already"
        return f"{given}, {self.derived} derived from them: {counts or 'nothing is wrong'}"

    def __str__(self) -> str:
        return "\n".join([*map(str, self.faults), self.summary])

    def __repr__(self) -> str:
        return f"Verdict({self.summary!r})"

    def _repr_html_(self) -> str:
        rows = [
            [Cell(str(f.place)), Cell(f.severity), Cell(f.about, f.node), Cell(f.message), Cell(f.expected)]
            for f in self.faults
        ]
        return (table(("place", "severity", "about", "message", "expected"), rows) if rows else "") + paragraph(
            self.summary
        )

    @property
    def conforms(self) -> bool:
        """Whether nothing makes what was given unacceptable; warnings do not count."""
        return not self.of(Severity.VIOLATION)
