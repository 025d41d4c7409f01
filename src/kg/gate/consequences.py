"""What follows from something that is told already, and is not told again.

A value of which nothing is known has no class either: the finding that nothing is known of it says what is expected
there, and the results of the shapes that say no more than that are left out. Nothing is left out that would still be
wrong when the name is mended: the shapes then look at what it names.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from pyoxigraph import Triple

from kg.gate.expectations import Expectations
from kg.gate.verdict import Fault
from kg.shacl import Result, Severity
from kg.terms import Term, expand

__all__ = ["told_with"]

# Constraints that a value breaks of which nothing is known, whatever they demand of it.
_OF_VALUES = frozenset(expand(f"sh:{name}ConstraintComponent") for name in ("Class", "Node", "Or", "Xone"))


def told_with(
    loose: Mapping[Triple, Fault], results: Sequence[Result], expectations: Expectations
) -> tuple[list[Fault], list[Result]]:
    """Return the faults of names that nothing is known of, with what is expected of these, and the other results."""
    named = defaultdict[tuple[Term, Term], list[Triple]](list)
    for triple in loose:
        named[triple.subject, triple.object].append(triple)
    expected: dict[Triple, dict[str, None]] = {triple: {} for triple in loose}
    left: list[Result] = []
    for result in results:
        about = _named_by(result, named[result.focus, result.value] if result.value is not None else ())
        if about is None:
            left.append(result)
        else:
            expected[about][expectations.expected(result)] = None
    words = {triple: " and ".join(filter(None, said)) for triple, said in expected.items()}
    return [fault._replace(expected=words[triple]) for triple, fault in loose.items()], left


def _named_by(result: Result, triples: Iterable[Triple]) -> Triple | None:
    """Return the statement whose value a result is about, where that breaks nothing but what a class would mend."""
    path = result.origin.path if result.origin else None
    if path is None or result.component not in _OF_VALUES or result.severity is not Severity.VIOLATION:
        return None
    predicates = list(path.predicates())
    return next((each for each in triples if predicates == [each.predicate]), None)
