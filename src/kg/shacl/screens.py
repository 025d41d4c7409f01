"""Screens: SHACL Core constraints as SPARQL, which finds the nodes of a whole graph that may break them.

A screen never misses a node and may name too many: the interpreter looks at each of them. A component is one of two
things. About a **value** it says whether that value is acceptable: an expression, true where it is, never an error.
About a **focus** node it says something of all its values together (how many, which languages): a pattern that finds
breaches. Expressions can stand inside one another, so that sh:or, sh:not and sh:node need no query of their own; what a
shape demands of the properties of a value becomes EXISTS.

What has no record here, or stands where no record fits, is `Untranslatable`: then the interpreter looks at every node
that the shape is about.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pyoxigraph import Literal, NamedNode, Store

from kg.shacl.model import Constraint, Shape
from kg.terms import PREFIXES, Term, expand

__all__ = ["FOCUS", "VALUE", "Classes", "Untranslatable", "check", "conforms"]

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


class Classes:
    """The classes of a store: which lie below one, and a pattern for their instances."""

    def __init__(self, store: Store | None = None) -> None:
        self._store = store
        self._below: dict[Term, set[Term]] = {}
        for quad in store.quads_for_pattern(None, expand("rdfs:subClassOf"), None, None) if store else ():
            self._below.setdefault(quad.object, set()).add(quad.subject)

    def below(self, cls: Term) -> list[str]:
        """Return a class and all below it, itself first; blank nodes have no instances of their own."""
        found, open_ = [cls], [cls]
        while open_:
            for lower in sorted(self._below.get(open_.pop(), ()), key=str):
                if lower not in found and isinstance(lower, NamedNode):
                    found.append(lower)
                    open_.append(lower)
        return [str(each) for each in found]

    def instances(self, cls: Term) -> str:
        """Return a pattern that binds ?this to each instance once."""
        found = self.below(cls)
        if len(found) == 1 or self._all_typed(found):
            return f"?this a {found[0]} ."
        return f"{{ SELECT DISTINCT ?this {{ VALUES ?class_ {{ {' '.join(found)} }} ?this a ?class_ }} }}"

    def _all_typed(self, found: list[str]) -> bool:
        """Tell whether the superclass is stated wherever a subclass is, as after inference."""
        query = f"ASK {{ VALUES ?c {{ {' '.join(found[1:])} }} ?x a ?c FILTER NOT EXISTS {{ ?x a {found[0]} }} }}"
        return self._store is not None and not bool(self._store.query(query))


# -- components about a value: expressions


def _sparql(term: Term) -> str:
    if isinstance(term, NamedNode | Literal):
        return str(term)
    raise Untranslatable(f"{term} in a query")


def _class(c: Constraint, var: str, classes: Classes) -> str:
    return " || ".join(f"EXISTS {{ {var} a {each} }}" for each in classes.below(c.term))


def _datatype(c: Constraint, var: str, _: Classes) -> str:
    name = getattr(c.term, "value", "")
    if name in _CASTS:
        return f"COALESCE(DATATYPE({var}) = {c.term} && sameTerm({c.term}({var}), {var}), false)"
    if name in _UNCHECKED:
        return f"COALESCE(DATATYPE({var}) = {c.term}, false)"
    raise Untranslatable(f"sh:datatype {c.term}")


def _node_kind(c: Constraint, var: str, _: Classes) -> str:
    return _KINDS[getattr(c.term, "value", "").removeprefix(PREFIXES["sh"])].format(v=var)


def _in(c: Constraint, var: str, _: Classes) -> str:
    return " || ".join(f"sameTerm({var}, {_sparql(term)})" for term in c.terms) or "false"


def _pattern(c: Constraint, var: str, _: Classes) -> str:
    flags = f', "{c.flags}"' if c.flags else ""
    return f"!isBlank({var}) && COALESCE(REGEX(STR({var}), {_sparql(c.term)}{flags}), false)"


def _length(sign: str) -> Expression:
    return lambda c, var, _: f"!isBlank({var}) && STRLEN(STR({var})) {sign} {c.number}"


def _compared(sign: str) -> Expression:
    return lambda c, var, _: f"COALESCE({var} {sign} {_sparql(c.term)}, false)"


def _language_in(c: Constraint, var: str, _: Classes) -> str:
    ranges = " || ".join(f"LANGMATCHES(LANG({var}), {_sparql(term)})" for term in c.terms)
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


# -- components about a focus node: queries that find breaches among its values along a path


def _min_count(c: Constraint, target: str, path: str) -> str:
    if c.number == 1:
        return f"SELECT ?this WHERE {{ {target} FILTER NOT EXISTS {{ ?this {path} ?value }} }}"
    having = f"GROUP BY ?this HAVING(COUNT(DISTINCT ?value) < {c.number})"
    return f"SELECT ?this WHERE {{ {target} OPTIONAL {{ ?this {path} ?value }} }} {having}"


def _max_count(c: Constraint, target: str, path: str) -> str:
    if c.number == 1:
        two = f"?this {path} ?value , ?other FILTER(!sameTerm(?value, ?other))"
        return f"SELECT DISTINCT ?this WHERE {{ {target} {two} }}"
    having = f"GROUP BY ?this HAVING(COUNT(DISTINCT ?value) > {c.number})"
    return f"SELECT ?this WHERE {{ {target} ?this {path} ?value }} {having}"


def _unique_lang(_: Constraint, target: str, path: str) -> str:
    tagged = 'BIND(LCASE(LANG(?value)) AS ?language) FILTER(?language != "")'
    having = "GROUP BY ?this ?language HAVING(COUNT(DISTINCT ?value) > 1)"
    return f"SELECT ?this WHERE {{ {target} ?this {path} ?value {tagged} }} {having}"


def _has_value(c: Constraint, target: str, path: str) -> str:
    return f"SELECT ?this WHERE {{ {target} FILTER NOT EXISTS {{ ?this {path} {_sparql(c.term)} }} }}"


def _equals(c: Constraint, target: str, path: str) -> str:
    here, there = f"?this {path} ?value", f"?this {c.term} ?value"
    one, other = (f"{{ {a} FILTER NOT EXISTS {{ {b} }} }}" for a, b in ((here, there), (there, here)))
    return f"SELECT ?this ?value WHERE {{ {target} {{ {one} UNION {other} }} }}"


def _disjoint(c: Constraint, target: str, path: str) -> str:
    return f"SELECT ?this ?value WHERE {{ {target} ?this {path} ?value . ?this {c.term} ?value }}"


def _pair(sign: str) -> Search:
    def search(c: Constraint, target: str, path: str) -> str:
        unordered = f"?this {c.term} ?other FILTER(!COALESCE(?value {sign} ?other, false))"
        return f"SELECT ?this ?value WHERE {{ {target} ?this {path} ?value . {unordered} }}"

    return search


def _closed(c: Constraint, target: str, _: str) -> str:
    if not c.terms:
        return f"SELECT ?this WHERE {{ {target} ?this ?path ?value }}"
    allowed = ", ".join(_sparql(term) for term in c.terms)
    return f"SELECT ?this ?path ?value WHERE {{ {target} ?this ?path ?value FILTER(?path NOT IN ({allowed})) }}"


Search = Callable[[Constraint, str, str], str]
FOCUS: Mapping[str, Search] = {
    "minCount": _min_count,
    "maxCount": _max_count,
    "uniqueLang": _unique_lang,
    "hasValue": _has_value,
    "equals": _equals,
    "disjoint": _disjoint,
    "lessThan": _pair("<"),
    "lessThanOrEquals": _pair("<="),
    "closed": _closed,
}

# -- whole shapes


def conforms(shape: Shape, var: str, classes: Classes) -> str:
    """Return an expression, true where the node of a variable conforms to a shape."""
    if shape.sparql:
        raise Untranslatable("sh:sparql inside a shape")
    if shape.path is not None:
        return _property(shape, shape.path.sparql, var, classes)
    parts = [_itself(c, var, classes) for c in shape.constraints]
    parts += [conforms(part, var, classes) for part in shape.properties]
    return " && ".join(f"({part})" for part in parts) or "true"


def _itself(c: Constraint, var: str, classes: Classes) -> str:
    if c.parameter in VALUE:
        return VALUE[c.parameter](c, var, classes)
    if c.parameter == "hasValue":
        return f"sameTerm({var}, {_sparql(c.term)})"
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
            return f"EXISTS {{ {var} {path} {_sparql(c.term)} }}"
    raise Untranslatable(f"sh:{c.parameter} inside a shape")


def check(root: Shape) -> None:
    """Raise `Untranslatable` where any part of a shape has no translation."""
    nothing = Classes()
    for c in root.constraints:
        if root.path is None and c.parameter != "closed":
            _itself(c, "?this", nothing)
        else:
            search = FOCUS.get(c.parameter)
            if search is None and c.parameter not in VALUE:
                raise Untranslatable(f"sh:{c.parameter}")
            VALUE[c.parameter](c, "?value", nothing) if search is None else search(c, "", "")
    for part in root.properties:
        if part.properties or part.targets:
            raise Untranslatable("sh:property inside sh:property")
        check(part)
