"""The statements of some files while the gate works on them, each with the statement that it was made from.

What is made of a statement keeps its place, so that whatever is found wrong with it later is said where the curator
wrote it. The module looks things up, in the files first and in the graph next; what to make of them is up to others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple

from kg.errors import Place, closest
from kg.gate.reading import Given
from kg.gate.verdict import Fault
from kg.shacl import Severity
from kg.terms import DATA, NS, RDF_TYPE, Term, expand, local_name, shrink

__all__ = ["Draft", "Namesake", "Node", "Said", "name_of"]

Node = NamedNode | BlankNode
_SUBCLASS = expand("rdfs:subClassOf")
_HINTS = 20  # unknown names for which a near one is sought: it takes long
_PREF_LABEL = expand("skos:prefLabel")


class Said(NamedTuple):
    """A statement, the one in the file that it was made from (mostly itself), and the number of that file."""

    triple: Triple
    origin: Triple
    file: int

    @property
    def is_given(self) -> bool:
        """Whether it says what stands in the file, of the same object, or is the first to say so."""
        return self.origin.object == self.triple.object

    def making(self, subject: Node, predicate: NamedNode, value: Term) -> Said:
        """Return another statement that is made from the same."""
        return Said(Triple(subject, predicate, value), self.origin, self.file)


class Namesake(NamedTuple):
    """Nodes without a name that go on as something known of the same name; what was said of them, and what is wrong."""

    nodes: frozenset[Node]
    told: tuple[Said, ...]
    message: str


@dataclass(slots=True)
class Draft:
    """Statements in the making, what is already known, and what is wrong."""

    known: Store
    files: Sequence[Given]
    said: list[Said]
    faults: list[Fault] = field(default_factory=list)
    promised: list[Said] = field(default_factory=list)
    namesakes: list[Namesake] = field(default_factory=list)
    _about: dict[object, list[Said]] = field(default_factory=dict)
    _with: dict[tuple[object, object], list[Node]] = field(default_factory=dict)
    _classes: dict[object, frozenset[str]] = field(default_factory=dict)
    _is_indexed: bool = False
    _near: dict[NamedNode, NamedNode | None] = field(default_factory=dict)
    _above: dict[NamedNode, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, known: Store, files: Sequence[Given]) -> Draft:
        """Begin with the statements as they were given."""
        return cls(known, files, [Said(t, t, number) for number, file in enumerate(files) for t in file.triples])

    # What is said

    def about(self, node: object) -> Sequence[Said]:
        """Return what the files say of a node."""
        self._index()
        return self._about.get(node, ())

    def subjects(self) -> list[Node]:
        """Return what the files describe, in their order."""
        self._index()
        return [node for node in self._about if isinstance(node, NamedNode | BlankNode)]

    def with_value(self, predicate: NamedNode, value: Term) -> list[Node]:
        """Return what the files say to have a value."""
        self._index()
        return self._with.get((predicate, value), [])

    def _index(self) -> None:
        if self._is_indexed:
            return
        self._about, self._with, self._classes, self._is_indexed = {}, {}, {}, True
        for said in self.said:
            subject, predicate, value = said.triple
            self._about.setdefault(subject, []).append(said)
            if isinstance(subject, NamedNode | BlankNode):
                self._with.setdefault((predicate, value), []).append(subject)

    def replace(self, said: list[Said]) -> None:
        """Go on with other statements."""
        self.said, self._is_indexed = list(dict.fromkeys(said)), False

    def rename(self, names: Mapping[Any, NamedNode]) -> None:
        """Call nodes by other names wherever they stand."""
        if names:
            self.replace([_called(said, names) for said in self.said])

    def given(self, node: object, predicate: NamedNode) -> list[Term]:
        """Return the values of a property in the files."""
        return list(dict.fromkeys(s.triple.object for s in self.about(node) if s.triple.predicate == predicate))

    def values(self, node: object, predicate: NamedNode) -> list[Term]:
        """Return the values of a property in the files and in the graph."""
        return list(dict.fromkeys([*self.given(node, predicate), *self.known_values(node, predicate)]))

    # What is known

    def known_values(self, node: object, predicate: NamedNode) -> Iterator[Term]:
        """Yield the values of a property in the graph."""
        if isinstance(node, NamedNode):
            yield from (quad.object for quad in self.known.quads_for_pattern(node, predicate, None, None))

    def is_known(self, node: object) -> bool:
        """Tell whether the graph says anything of a node."""
        return isinstance(node, NamedNode) and _any(self.known, node)

    def holds(self, triple: Triple) -> bool:
        """Tell whether the graph has a statement, derived ones among them."""
        if isinstance(triple.subject, BlankNode) or isinstance(triple.object, BlankNode):
            return False
        return Quad(triple.subject, triple.predicate, triple.object) in self.known

    def classes(self, node: object) -> frozenset[str]:
        """Return the local names of the ontology's classes that a node has, with those above them."""
        self._index()
        if node not in self._classes:
            types = (each for each in self.values(node, RDF_TYPE) if isinstance(each, NamedNode))
            self._classes[node] = frozenset[str]().union(*map(self._classes_above, types))
        return self._classes[node]

    def is_a(self, node: object, *classes: str) -> bool:
        """Tell whether a node has one of some classes, by their local names."""
        return not self.classes(node).isdisjoint(classes)

    def english(self, node: object) -> str | None:
        """Return the English name of a node: the first by its letters, should it have several."""
        labels = self.values(node, _PREF_LABEL)
        return min((each.value for each in labels if isinstance(each, Literal) and each.language == "en"), default=None)

    def _classes_above(self, node: NamedNode) -> frozenset[str]:
        if node not in self._above:
            self._above[node] = frozenset()  # the ontology may be anybody's: a circle ends here
            own = {local_name(node)} if node.value.startswith(NS) else set[str]()
            above = (q.object for q in self.known.quads_for_pattern(node, _SUBCLASS, None, None))
            self._above[node] = frozenset(own).union(
                *(self._classes_above(each) for each in above if isinstance(each, NamedNode))
            )
        return self._above[node]

    def near(self, node: object) -> NamedNode | None:
        """Return what the graph knows by nearly the same name as something that is not known, for a few at most."""
        if not isinstance(node, NamedNode) or self.is_known(node):
            return None
        if node not in self._near:
            if len(self._near) >= _HINTS:
                return None
            names = {q.subject.value for q in self.known if isinstance(q.subject, NamedNode)}
            found = closest(local_name(node), (name.removeprefix(DATA) for name in names if name.startswith(DATA)))
            self._near[node] = NamedNode(DATA + found) if found else None
        return self._near[node]

    # What is wrong

    def place(self, said: Said) -> Place:
        """Return where the statement stands that another was made from."""
        file = self.files[said.file]
        return file.places.get(said.origin, Place(file.file))

    def blame(self, said: Said, message: str, severity: Severity = Severity.VIOLATION) -> None:
        """Add a fault of a statement, at its place."""
        about = name_of(said.origin.subject)
        self.faults.append(Fault(self.place(said), severity, about, about, message, shrink(said.origin.predicate)))

    def blame_first(self, told: Sequence[Said], message: str, severity: Severity = Severity.VIOLATION) -> None:
        """Add a fault of several statements, at the one that comes first in the files."""
        self.blame(min(told, key=lambda said: (said.file, self.place(said), str(said.origin))), message, severity)

    def take(self, wanted: Callable[[Said], bool]) -> list[Said]:
        """Remove statements and return them."""
        taken = [said for said in self.said if wanted(said)]
        if taken:
            gone = set(taken)
            self.replace([said for said in self.said if said not in gone])
        return taken


def name_of(node: object) -> str:
    """Return what a message calls a node."""
    return shrink(node) if isinstance(node, NamedNode) else "a node without a name"


def _any(store: Store, node: NamedNode) -> bool:
    return next(store.quads_for_pattern(node, None, None, None), None) is not None


def _called(said: Said, names: Mapping[Any, NamedNode]) -> Said:
    subject, predicate, value = said.triple
    if subject not in names and value not in names:
        return said
    return said._replace(triple=Triple(names.get(subject, subject), predicate, names.get(value, value)))
