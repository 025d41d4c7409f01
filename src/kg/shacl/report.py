"""What a validation found: results, counts, a text for people and the triples of a standard report.

Results are sorted and free of duplicates, so that two validations of one graph give the same bytes. A report knows no
shapes and no store: names and messages are filled in already.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.errors import KgError
from kg.shacl.model import Severity, shape_name
from kg.terms import RDF_TYPE, Term, boolean, expand, shrink

__all__ = ["Report", "Result"]


@dataclass(frozen=True, slots=True)
class Result:
    """One breach of one constraint by one node.

    `path` is a SPARQL path with prefixed names, empty where the breach is no matter of one property; `message` is one
    line with its variables filled in; `shape` and `component` are what SHACL calls the source of a result.
    """

    severity: Severity
    focus: NamedNode | BlankNode | Literal
    focus_label: str
    path: str
    value: Term | None
    value_label: str
    message: str
    shape: NamedNode
    component: NamedNode

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
        """Return the report of some results, sorted and each once."""
        return cls(tuple(sorted(dict.fromkeys(results), key=Result.key)))

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
        report = BlankNode("report")
        yield Triple(report, RDF_TYPE, expand("sh:ValidationReport"))
        yield Triple(report, expand("sh:conforms"), boolean(not self.results))
        for number, result in enumerate(self.results, 1):
            node = BlankNode(f"result{number}")
            yield Triple(report, expand("sh:result"), node)
            yield Triple(node, RDF_TYPE, expand("sh:ValidationResult"))
            yield Triple(node, expand("sh:focusNode"), result.focus)
            yield Triple(node, expand("sh:resultSeverity"), result.severity.node)
            yield Triple(node, expand("sh:sourceShape"), result.shape)
            yield Triple(node, expand("sh:sourceConstraintComponent"), result.component)
            yield Triple(node, expand("sh:resultMessage"), Literal(result.message, language="en"))
            if result.value is not None:
                yield Triple(node, expand("sh:value"), result.value)
            if (path := _predicate(result.path)) is not None:
                yield Triple(node, expand("sh:resultPath"), path)


def _counts(found: Sequence[Severity]) -> str:
    named = [f"{n} {word}{'s' * (n != 1)}" for word in Severity if (n := found.count(word))]
    return ", ".join(named if Severity.VIOLATION in found else ["no violations", *named])


def _predicate(path: str) -> NamedNode | None:
    """Return the property that a path is, None where it is more than one property."""
    if path.startswith("<") and path.endswith(">"):
        return NamedNode(path[1:-1])
    try:
        return expand(path) if not set(path) & set("/|^*+?()") else None
    except KgError:
        return None
