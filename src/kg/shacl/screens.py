"""SHACL Core constraints on one value as expressions of SPARQL: true where the value is acceptable, never an error.

Expressions can stand inside one another, so that sh:or, sh:not and sh:node need no query of their own; what a shape
demands of the properties of a value becomes EXISTS. `sets` says the same of many values at once where it can. What has
no record here, or stands where no record fits, is `Untranslatable`. Each mention of a variable costs a look-up of its
text, so that expressions make do with few; a blank node has no text, and STR of one is an error.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pyoxigraph import Literal, NamedNode

from kg.shacl.classes import Classes
from kg.shacl.model import Constraint, Shape
from kg.terms import PREFIXES, Term

__all__ = ["FOCUS", "VALUE", "Classes", "Untranslatable", "accepted", "conforms", "written"]

XSD, RDF_NS = PREFIXES["xsd"], PREFIXES["rdf"]
_CASTS = {f"{XSD}{name}" for name in ("boolean", "integer", "decimal", "double", "float", "date", "dateTime")}
_UNCHECKED = {f"{XSD}string", f"{RDF_NS}langString"}  # whose texts are all well formed
_KINDS = {
    "IRI": "isIRI({v})",
    "BlankNode": "isBlank({v})",
    "Literal": "isLiteral({v})",
    "BlankNodeOrIRI": "!isLiteral({v})",
    "BlankNodeOrLiteral": "!isIRI({v})",
    "IRIOrLiteral": "!isBlank({v})",
}


class Untranslatable(Exception):  # noqa: N818 — it is no fault of anyone
    """A constraint that has no translation where it stands."""


# -- components about a value: expressions


def written(term: Term) -> str:
    """Return a term as it stands in a query, which a blank node cannot."""
    if isinstance(term, NamedNode | Literal):
        return str(term)
    raise Untranslatable(f"{term} in a query")


def _class(c: Constraint, var: str, classes: Classes) -> str:
    return " || ".join(f"EXISTS {{ {var} a {each} }}" for each in classes.stated(c.term))


def _datatype(c: Constraint, var: str, _: Classes) -> str:
    name = getattr(c.term, "value", "")
    if name in _CASTS:
        return f"COALESCE(sameTerm({c.term}({var}), {var}), false)"
    if name in _UNCHECKED:
        return f"COALESCE(DATATYPE({var}) = {c.term}, false)"
    raise Untranslatable(f"sh:datatype {c.term}")


def _node_kind(c: Constraint, var: str, _: Classes) -> str:
    return _KINDS[getattr(c.term, "value", "").removeprefix(PREFIXES["sh"])].format(v=var)


def _in(c: Constraint, var: str, _: Classes) -> str:
    return " || ".join(f"sameTerm({var}, {written(term)})" for term in c.terms) or "false"


def _pattern(c: Constraint, var: str, _: Classes) -> str:
    flags = f', "{c.flags}"' if c.flags else ""
    return f"COALESCE(REGEX(STR({var}), {written(c.term)}{flags}), false)"


def _length(sign: str) -> Expression:
    return lambda c, var, _: f"COALESCE(STRLEN(STR({var})) {sign} {c.number}, false)"


def _compared(sign: str) -> Expression:
    return lambda c, var, _: f"COALESCE({var} {sign} {written(c.term)}, false)"


def _language_in(c: Constraint, var: str, _: Classes) -> str:
    ranges = " || ".join(f"LANGMATCHES(LANG({var}), {written(term)})" for term in c.terms)
    return f'COALESCE(LANG({var}) != "" && ({ranges}), false)'


def _all_of(c: Constraint, var: str, classes: Classes) -> str:
    return " && ".join(f"({conforms(shape, var, classes)})" for shape in c.shapes) or "true"


def _any_of(c: Constraint, var: str, classes: Classes) -> str:
    return " || ".join(f"({conforms(shape, var, classes)})" for shape in c.shapes) or "false"


def _one_of(c: Constraint, var: str, classes: Classes) -> str:
    return " + ".join(f"IF({conforms(shape, var, classes)}, 1, 0)" for shape in c.shapes) + " = 1"


def _not(c: Constraint, var: str, classes: Classes) -> str:
    return f"!({_all_of(c, var, classes)})"


Expression = Callable[[Constraint, str, Classes], str]
VALUE: Mapping[str, Expression] = {
    "class": _class,
    "datatype": _datatype,
    "nodeKind": _node_kind,
    "in": _in,
    "pattern": _pattern,
    "minLength": _length(">="),
    "maxLength": _length("<="),
    "languageIn": _language_in,
    "minInclusive": _compared(">="),
    "maxInclusive": _compared("<="),
    "minExclusive": _compared(">"),
    "maxExclusive": _compared("<"),
    "and": _all_of,
    "or": _any_of,
    "xone": _one_of,
    "not": _not,
    "node": _all_of,
}


# components about a focus node: what they say is said of all its values together
FOCUS = {
    "minCount", "maxCount", "uniqueLang", "hasValue", "equals", "disjoint", "lessThan", "lessThanOrEquals", "closed",
}  # fmt: skip

# -- whole shapes


def conforms(shape: Shape, var: str, classes: Classes) -> str:
    """Return an expression, true where the node of a variable conforms to a shape."""
    if shape.sparql:
        raise Untranslatable("sh:sparql inside a shape")
    if shape.path is not None:
        return _property(shape, shape.path.sparql, var, classes)
    parts = [accepted(c, var, classes) for c in shape.constraints]
    parts += [conforms(part, var, classes) for part in shape.properties]
    return " && ".join(f"({part})" for part in parts) or "true"


def accepted(c: Constraint, var: str, classes: Classes) -> str:
    """Return an expression, true where the node of a variable is acceptable to one constraint of a node shape."""
    if c.parameter in VALUE:
        return VALUE[c.parameter](c, var, classes)
    if c.parameter == "hasValue":
        return f"sameTerm({var}, {written(c.term)})"
    raise Untranslatable(f"sh:{c.parameter} of a node")


def _property(shape: Shape, path: str, var: str, classes: Classes) -> str:
    """Return an expression for what a property shape demands; a variable per depth is enough, EXISTS hides it."""
    inner = f"{var}_"
    step = f"{var} {path} {inner}"
    if unknown := [c.parameter for c in shape.constraints if c.parameter not in FOCUS and c.parameter not in VALUE]:
        raise Untranslatable(f"sh:{unknown[0]}")
    parts = [_nested(c, var, path, classes) for c in shape.constraints if c.parameter in FOCUS]
    value = [VALUE[c.parameter](c, inner, classes) for c in shape.constraints if c.parameter in VALUE]
    value += [conforms(part, inner, classes) for part in shape.properties]
    parts += [f"NOT EXISTS {{ {step} FILTER(!({expression})) }}" for expression in value]
    return " && ".join(f"({part})" for part in parts) or "true"


def _nested(c: Constraint, var: str, path: str, _: Classes) -> str:
    match c.parameter:
        case "minCount" if c.number == 0:
            return "true"
        case "minCount" if c.number == 1:
            return f"EXISTS {{ {var} {path} {var}_ }}"
        case "maxCount" if c.number == 0:
            return f"NOT EXISTS {{ {var} {path} {var}_ }}"
        case "maxCount" if c.number == 1:
            two = f"{var} {path} {var}_ , {var}_other FILTER(!sameTerm({var}_, {var}_other))"
            return f"NOT EXISTS {{ {two} }}"
        case "hasValue":
            return f"EXISTS {{ {var} {path} {written(c.term)} }}"
    raise Untranslatable(f"sh:{c.parameter} inside a shape")
