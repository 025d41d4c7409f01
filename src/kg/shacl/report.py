"""What a validation found: results, counts, a text for people and the triples of a standard report.

Results are sorted, so that two validations of one graph give the same bytes. One node may break two constraints alike
(two values of sh:class, say): then two results are the same. A report knows no
shapes and no store: names and messages are filled in already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.shacl.model import Severity, shape_name
from kg.shacl.paths import Path
from kg.terms import RDF_TYPE, Term, boolean, expand, shrink

__all__ = ["Origin", "Report", "Result"]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a result comes from, in terms of the shapes graph: `constraint` is the node of a SPARQL-based one."""

    shape: Term
    severity: NamedNode
    path: Path | None = None
    constraint: Term | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """One breach of one constraint by one node.

    `path` is a SPARQL path with prefixed names, empty where the breach is no matter of one property; `message` is one
    line with its variables filled in; `shape` is the IRI of the shape, or of the nearest one above it that has one.
    `origin` and `messages` are what the standard report says more.
    """

    severity: Severity
    focus: Term
    focus_label: str
    path: str
    value: Term | None
    value_label: str
    message: str
    shape: NamedNode | BlankNode
    component: NamedNode
    origin: Origin | None = field(default=None, compare=False, repr=False)
    messages: tuple[Literal, ...] = field(default=(), compare=False, repr=False)

    def key(self) -> tuple[object, ...]:
        """What results are sorted by: the gravest first, then by node."""
        ends = (self.path, str(self.value), self.component.value, self.message)
        return (self.severity.rank, str(self.focus), self.shape.value, *ends)

    def __str__(self) -> str:
        name = shrink(self.focus) if isinstance(self.focus, NamedNode) else ""
        who = f"{self.focus_label} ({name})" if name and name != self.focus_label else self.focus_label
        value = f"{self.path} {self.value_label}".strip() if self.value not in (None, self.focus) else self.path
        where = ", ".join(part for part in (value, shape_name(self.shape)) if part)
        return f"{self.severity}: {who}: {self.message} [{where}]"


@dataclass(frozen=True, slots=True)
class Report:
    """All results of a validation; `Report.of` makes one of results in any order."""

    results: tuple[Result, ...] = ()

    @classmethod
    def of(cls, results: Iterable[Result]) -> Report:
        """Return the report of some results, sorted."""
        return cls(tuple(sorted(results, key=Result.key)))

    @property
    def conforms(self) -> bool:
        """Whether there is no violation; warnings do not count."""
        return not self.violations

    @property
    def violations(self) -> tuple[Result, ...]:
        """The results that make the graph unacceptable."""
        return tuple(result for result in self.results if result.severity is Severity.VIOLATION)

    @property
    def warnings(self) -> tuple[Result, ...]:
        """The results that someone should look at."""
        return tuple(result for result in self.results if result.severity is Severity.WARNING)

    def count(self, severity: Severity) -> int:
        """Return how many results have a severity."""
        return sum(result.severity is severity for result in self.results)

    def text(self, limit: int | None = None) -> str:
        """Return one line a result, at most `limit` of them, and a line with the counts.

        Two components of one shape say the same about a value that breaks both; that is one line.

        >>> Report().text()
        'no violations'
        """
        lines = {str(result): result.severity for result in self.results}
        shown = list(lines)[:limit]
        rest = len(lines) - len(shown)
        more = [f"… and {rest} more"] if rest else []
        return "\n".join([*shown, *more, _counts(list(lines.values()))])

    def __str__(self) -> str:
        return self.text()

    def triples(self) -> Iterator[Triple]:
        """Yield the report as SHACL defines it: there, `sh:conforms` is true only without any result at all."""
        report, numbers = BlankNode("report"), count(1)
        yield Triple(report, RDF_TYPE, expand("sh:ValidationReport"))
        yield Triple(report, expand("sh:conforms"), boolean(not self.results))
        for result in self.results:
            node = BlankNode(f"result{next(numbers)}")
            yield Triple(report, expand("sh:result"), node)
            yield from _described(result, node, lambda: BlankNode(f"path{next(numbers)}"))


def _described(result: Result, node: BlankNode, blank: Callable[[], BlankNode]) -> Iterator[Triple]:
    """Yield the properties of a result (SHACL, section 3.6.2)."""
    origin = result.origin or Origin(result.shape, result.severity.node)
    yield Triple(node, RDF_TYPE, expand("sh:ValidationResult"))
    yield Triple(node, expand("sh:focusNode"), result.focus)
    yield Triple(node, expand("sh:resultSeverity"), origin.severity)
    yield Triple(node, expand("sh:sourceShape"), origin.shape)
    yield Triple(node, expand("sh:sourceConstraintComponent"), result.component)
    if origin.constraint is not None:
        yield Triple(node, expand("sh:sourceConstraint"), origin.constraint)
    for message in result.messages or (Literal(result.message, language="en"),):
        yield Triple(node, expand("sh:resultMessage"), message)
    if result.value is not None:
        yield Triple(node, expand("sh:value"), result.value)
    if origin.path is not None:
        path, statements = origin.path.triples(blank)
        yield Triple(node, expand("sh:resultPath"), path)
        yield from statements


def _counts(found: Sequence[Severity]) -> str:
    named = [f"{n} {word}{'s' * (n != 1)}" for word in Severity if (n := found.count(word))]
    return ", ".join(named if Severity.VIOLATION in found else ["no violations", *named])
