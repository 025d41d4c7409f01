"""Literals as they were given, where a store keeps another form of them.

Oxigraph keeps the value of numbers, dates and truth values, not their text: `07` becomes `7`, "300"^^xsd:byte an
integer. SHACL speaks of the terms of the data graph, so the interpreter is told what stood there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode, Quad, Store, Triple

from kg.terms import PREFIXES, Term

__all__ = ["Given"]

_SUBJECT, _PREDICATE = NamedNode("urn:kg:s"), NamedNode("urn:kg:p")
_XSD = PREFIXES["xsd"]
_STRING = f"{_XSD}string"


class Given:
    """The literals of some statements whose text a store does not keep.

    >>> from kg.terms import expand
    >>> seven = Literal("07", datatype=expand("xsd:integer"))
    >>> given = Given([Triple(_SUBJECT, _PREDICATE, seven)])
    >>> given.originals(_SUBJECT, _PREDICATE, Literal(7)) == [seven]
    True
    """

    __slots__ = ("_originals", "_stored")

    def __init__(self, statements: Iterable[Triple] = ()) -> None:
        self._originals: dict[tuple[Term, NamedNode, Term], list[Term]] = defaultdict(list)
        self._stored: dict[Term, Term] = {}
        for each in statements:
            kept = self.stored(each.object)
            if kept != each.object:
                self._originals[each.subject, each.predicate, kept].append(each.object)
            elif each.object in self._stored:  # it may stand beside another text of the same value
                self._originals[each.subject, each.predicate, kept].append(kept)
        for key in [key for key, found in self._originals.items() if found == [key[2]]]:
            del self._originals[key]

    def __bool__(self) -> bool:
        return bool(self._originals)

    def stored(self, term: Term) -> Term:
        """Return the term that a store keeps of a term."""
        if not isinstance(term, Literal) or not term.datatype.value.startswith(_XSD) or term.datatype.value == _STRING:
            return term
        if term not in self._stored:
            store = Store()
            store.add(Quad(_SUBJECT, _PREDICATE, term))
            self._stored[term] = next(iter(store)).object
        return self._stored[term]

    def originals(self, subject: Term, predicate: NamedNode, kept: Term) -> list[Term]:
        """Return what was given of a value that a store keeps."""
        return self._originals.get((subject, predicate, kept)) or [kept]
