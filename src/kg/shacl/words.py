"""What a constraint expects, in words: a record for each Core component, as `checks` has one that tells who breaks it.

It is given what nodes are called and which kinds a scheme holds, and must not know data, files or results. What a query
demands is for its author to say, in `sh:message`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from kg.shacl.labels import plain
from kg.shacl.model import Constraint, Shape
from kg.terms import PREFIXES, Term, expand, shrink

__all__ = ["Speaker", "expected", "targets"]

_MOST = 8  # terms that a list names
_EXAMPLES = {
    "boolean": "true", "integer": "7", "decimal": "3.5", "double": "1.5e3", "string": '"text"',
    "date": '"2013-02-21"^^xsd:date', "dateTime": '"2013-02-21T12:00:00Z"^^xsd:dateTime', "gYear": '"2013"^^xsd:gYear',
    "anyURI": '"https://example.org/"^^xsd:anyURI', "nonNegativeInteger": '"7"^^xsd:nonNegativeInteger',
}  # fmt: skip
_RANGE = r"(?:\\u[0-9A-F]{4}|\\?.)(?:-(?:\\u[0-9A-F]{4}|\\?.))?"  # a character of a pattern, or several
_NODE_KINDS = {
    "IRI": "an IRI", "BlankNode": "a blank node", "Literal": "a literal", "BlankNodeOrIRI": "an IRI or a blank node",
    "BlankNodeOrLiteral": "a blank node or a literal", "IRIOrLiteral": "an IRI or a literal",
}  # fmt: skip
_SIGNS = {"minInclusive": "at least", "maxInclusive": "at most", "minExclusive": "more than",
          "maxExclusive": "less than"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Speaker:
    """How terms are called, and what belongs to a scheme of `skos:inScheme`, where that is known."""

    label: Callable[[Term], str] = plain
    members: Callable[[Term], Sequence[Term]] = lambda _: ()

    def name(self, term: Term) -> str:
        """Return a term as Turtle writes it, with its label where it has another.

        >>> Speaker().name(expand("dkg:Post"))
        'dkg:Post'
        """
        if not isinstance(term, NamedNode):
            return str(term) if isinstance(term, Literal) and not _is_plain(term) else plain(term)
        label = self.label(term)
        return shrink(term) if label in (shrink(term), term.value) else f"{shrink(term)} ({label})"

    def names(self, terms: Sequence[Term], joint: str = "or") -> str:
        """Return some terms as Turtle writes them, the first of them where they are many."""
        shown = [_term(term) for term in terms[:_MOST]]
        more = len(terms) - len(shown)
        return _joined([*shown, f"{more} more"] if more else shown, joint)


def expected(constraint: Constraint, shape: Shape, speaker: Speaker = Speaker()) -> str:
    """Return what a constraint of a shape expects, to follow "expected"; of every Core component.

    >>> from kg.terms import integer
    >>> expected(Constraint("minLength", (integer(3),)), Shape(expand("dkg:x"), expand("dkg:x")))
    'at least 3 characters'
    """
    return _WORDS[constraint.parameter](constraint, shape, speaker)


def targets(shape: Shape) -> str:
    """Return which nodes a shape is about.

    >>> from kg.shacl.model import Target
    >>> targets(Shape(expand("dkg:x"), expand("dkg:x"), targets=(Target("targetClass", expand("dkg:Act")),)))
    'every dkg:Act'
    """
    words = {
        "targetClass": "every {}", "targetNode": "{}", "targetSubjectsOf": "whatever has {}",
        "targetObjectsOf": "every value of {}",
    }  # fmt: skip
    return _joined([words[each.kind].format(_term(each.term)) for each in shape.targets], "and")


def _demands(shape: Shape, speaker: Speaker) -> str:
    """Return what a shape expects of a value: a noun phrase, or empty where it demands nothing that has words."""
    own = [expected(each, shape, speaker) for each in shape.constraints]
    parts = [f"{_path(part)}: {inner}" for part in shape.properties if (inner := _demands(part, speaker))]
    schemes = [scheme for part in shape.properties if (scheme := _scheme(part)) is not None]
    if schemes and len(schemes) == len(shape.properties):
        return _joined([*own, *(_of_scheme(scheme, speaker) for scheme in schemes)], "and")
    return _joined([*own, *(f"with {part}" for part in parts)], "and")


def _scheme(part: Shape) -> Term | None:
    """Return the scheme that a property shape demands, where it demands one and nothing else."""
    of_scheme = part.path is not None and part.path.predicate == expand("skos:inScheme")
    if of_scheme and len(part.constraints) == 1 and part.constraints[0].parameter == "hasValue":
        return part.constraints[0].term
    return None


def _of_scheme(scheme: Term, speaker: Speaker) -> str:
    members = speaker.members(scheme)
    listed = f": {speaker.names(members)}" if members else ""
    return f"of the scheme {_term(scheme)}{listed}"


def _count(constraint: Constraint, shape: Shape, _: Speaker) -> str:
    numbers = {each.parameter: each.number for each in shape.constraints if each.parameter in ("minCount", "maxCount")}
    least, most = numbers.get("minCount"), numbers.get("maxCount")
    if constraint.number == 0 and constraint.parameter == "maxCount":
        return "no value"
    if least == most:
        return f"exactly {_values(constraint.number)}"
    return f"{'at least' if constraint.parameter == 'minCount' else 'at most'} {_values(constraint.number)}"


def _qualified(constraint: Constraint, _: Shape, speaker: Speaker) -> str:
    sign = "at least" if constraint.parameter == "qualifiedMinCount" else "at most"
    inner = _demands(constraint.shapes[0], speaker)
    return f"{sign} {_values(constraint.number)}{f' that is {inner}' if inner else ''}"


def _datatype(constraint: Constraint, _: Shape, __: Speaker) -> str:
    local = getattr(constraint.term, "value", "").removeprefix(PREFIXES["xsd"])
    if constraint.term == expand("rdf:langString"):
        return 'a text with its language, such as "text"@en'
    example = f", such as {_EXAMPLES[local]}" if local in _EXAMPLES else ""
    return f"a literal of the datatype {_term(constraint.term)}{example}"


def _closed(constraint: Constraint, _: Shape, speaker: Speaker) -> str:
    if not constraint.terms:
        return "no property at all"
    return f"no other property than {_joined(sorted(map(_term, constraint.terms)), 'and')}"


def _one_of(constraint: Constraint, _: Shape, speaker: Speaker) -> str:
    return f"{'one of ' if len(constraint.terms) > 1 else ''}{speaker.names(constraint.terms)}"


def _shapes(joint: str, before: str = "") -> Callable[[Constraint, Shape, Speaker], str]:
    def words(constraint: Constraint, _: Shape, speaker: Speaker) -> str:
        parts = [_demands(shape, speaker) or f"what {_term(shape.name)} demands" for shape in constraint.shapes]
        classes = [_only_class(shape) for shape in constraint.shapes]
        if len(parts) > 1 and all(classes):
            return f"{before}a value of the class {_joined(list(filter(None, classes)), joint)}"
        return before + _joined(parts, joint)

    return words


def _only_class(shape: Shape) -> str:
    """Return the class that a shape demands, where it demands nothing else."""
    alone = len(shape.constraints) == 1 and not (shape.properties or shape.sparql or shape.path)
    return _term(shape.constraints[0].term) if alone and shape.constraints[0].parameter == "class" else ""


def _other(before: str) -> Callable[[Constraint, Shape, Speaker], str]:
    return lambda constraint, _, __: f"{before} {_term(constraint.term)}"


def _pattern(constraint: Constraint, _: Shape, __: Speaker) -> str:
    flags = f", flags {constraint.flags}" if constraint.flags else ""
    pattern = getattr(constraint.term, "value", "")
    if (without := re.fullmatch(r"\^\[\^([^\]]+)\]\*\$", pattern)) and not flags:
        return f"a text without the characters {_joined(re.findall(_RANGE, without[1]), 'and')}"
    return f"a text that fits the pattern {pattern}{flags}"


def _languages(constraint: Constraint, _: Shape, __: Speaker) -> str:
    return f"a text in {_joined([plain(term) for term in constraint.terms], 'or')}"


_WORDS: Mapping[str, Callable[[Constraint, Shape, Speaker], str]] = {
    "class": lambda c, _, __: f"a value of the class {_term(c.term)}",
    "datatype": _datatype,
    "nodeKind": lambda c, _, __: _NODE_KINDS[getattr(c.term, "value", "").removeprefix(PREFIXES["sh"])],
    "minCount": _count,
    "maxCount": _count,
    **dict.fromkeys(_SIGNS, lambda c, _, __: f"{_SIGNS[c.parameter]} {plain(c.term)}"),
    "minLength": lambda c, _, __: f"at least {_number(c.number, 'character')}",
    "maxLength": lambda c, _, __: f"at most {_number(c.number, 'character')}",
    "pattern": _pattern,
    "languageIn": _languages,
    "uniqueLang": lambda _, __, ___: "one text in each language",
    "equals": _other("the same values as those of"),
    "disjoint": _other("no value that is one of"),
    "lessThan": _other("less than"),
    "lessThanOrEquals": _other("no more than"),
    "not": _shapes("and", "anything but "),
    "and": _shapes("and"),
    "or": _shapes("or"),
    "xone": _shapes("or", "exactly one of: "),
    "node": _shapes("and"),
    "qualifiedMinCount": _qualified,
    "qualifiedMaxCount": _qualified,
    "closed": _closed,
    "hasValue": lambda c, _, speaker: f"the value {speaker.name(c.term)}",
    "in": _one_of,
}


def _term(term: Term) -> str:
    return shrink(term) if isinstance(term, NamedNode) else plain(term)


def _path(shape: Shape) -> str:
    return shape.path.text if shape.path else ""


def _is_plain(literal: Literal) -> bool:
    return literal.datatype.value.removeprefix(PREFIXES["xsd"]) in ("integer", "decimal", "boolean", "date")


def _values(number: int) -> str:
    return _number(number, "value")


def _number(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _joined(parts: Sequence[str], joint: str) -> str:
    """Join parts: "a", "a or b", "a, b or c"."""
    parts = [part for part in parts if part]
    return f" {joint} ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))
