"""What a parameter of a Core constraint may be given (SHACL, appendix A); it knows terms and no files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.shacl.lexical import is_well_formed
from kg.terms import PREFIXES, Term

__all__ = ["check_parameter"]

XSD, SH = PREFIXES["xsd"], PREFIXES["sh"]
_KINDS = {"BlankNode", "IRI", "Literal", "BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral"}
_OF_PROPERTIES = {"minCount", "maxCount", "uniqueLang", "lessThan", "lessThanOrEquals"}
_ONCE = {
    "datatype", "nodeKind", "minCount", "maxCount", "minExclusive", "minInclusive", "maxExclusive", "maxInclusive",
    "minLength", "maxLength", "languageIn", "uniqueLang", "closed", "in", "qualifiedMinCount", "qualifiedMaxCount",
}  # fmt: skip
Test = Callable[[Term], bool]


def check_parameter(parameter: str, given: Sequence[Term], *, has_path: bool) -> str:
    """Return what is wrong with the values of a parameter, or nothing.

    >>> check_parameter("minCount", [Literal(1), Literal(2)], has_path=True)
    'sh:minCount is given 2 times'
    """
    if parameter in _OF_PROPERTIES and not has_path:
        return f"sh:{parameter} stands in a shape without sh:path"
    if parameter in _ONCE and len(given) > 1:
        return f"sh:{parameter} is given {len(given)} times"
    what, test = _EXPECTED.get(parameter, ("", None))
    wrong = next((term for term in given if test and not test(term)), None)
    return f"sh:{parameter} is given {wrong}, which is no {what}" if wrong is not None else ""


def _iri(term: Term) -> bool:
    return isinstance(term, NamedNode)


def _literal(term: Term) -> bool:
    return isinstance(term, Literal)


def _node(term: Term) -> bool:
    return isinstance(term, NamedNode | BlankNode)


def _typed(term: Term, name: str) -> bool:
    return isinstance(term, Literal) and term.datatype.value == XSD + name and is_well_formed(term)


def _kind(term: Term) -> bool:
    return isinstance(term, NamedNode) and term.value.removeprefix(SH) in _KINDS


_NUMBER = ("whole number", lambda term: _typed(term, "integer"))
_TRUTH = ("boolean", lambda term: _typed(term, "boolean"))
_SHAPE = ("shape", _node)
_LIST = ("list", _node)
_VALUE = ("literal", _literal)
_IRI = ("IRI", _iri)
_EXPECTED: Mapping[str, tuple[str, Test]] = {
    "class": _IRI, "datatype": _IRI, "nodeKind": ("node kind", _kind), "equals": _IRI, "disjoint": _IRI,
    "lessThan": _IRI, "lessThanOrEquals": _IRI,
    **dict.fromkeys(("minCount", "maxCount", "minLength", "maxLength"), _NUMBER),
    **dict.fromkeys(("qualifiedMinCount", "qualifiedMaxCount"), _NUMBER),
    **dict.fromkeys(("minInclusive", "maxInclusive", "minExclusive", "maxExclusive"), _VALUE),
    **dict.fromkeys(("uniqueLang", "closed"), _TRUTH),
    **dict.fromkeys(("not", "node"), _SHAPE),
    **dict.fromkeys(("and", "or", "xone", "in", "languageIn"), _LIST),
    "pattern": ("text", lambda term: _typed(term, "string")),
}  # fmt: skip
