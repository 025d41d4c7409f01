"""From what the files say to the facts of the graph: admitted, named, sourced, and out of the short form.

`expand` is what `kg validate` shows and checks and what `kg add` commits. It reads a graph and writes none; whether the
facts do derive what the short form said is asked of it again after inference.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple

from kg.errors import Place
from kg.gate.admission import admit
from kg.gate.draft import Draft, Said, name_of
from kg.gate.findings import without_statements
from kg.gate.lookalikes import find_lookalikes
from kg.gate.misspelt import mend_terms
from kg.gate.naming import blame_namesakes, name_facts, name_things
from kg.gate.passages import hold_against_texts
from kg.gate.reading import Given
from kg.gate.restated import leave_out_restated
from kg.gate.shortform import expand_short
from kg.gate.sources import Sources, warn_of_unmentioned
from kg.gate.verdict import Fault
from kg.shacl import Result, Severity
from kg.store.overlay import Overlay
from kg.terms import RDF_TYPE, Term, dkg, shrink
from kg.terms import expand as expand_name

__all__ = ["Expanded", "Intake", "expand", "show"]

_EVIDENCE = dkg("evidence")
_CLASS = expand_name("sh:ClassConstraintComponent")
_NEEDS_HELD = "nobody takes part in what is not known to have been held; say dkg:status :status-held, or state the role"


@dataclass(frozen=True, slots=True)
class Intake:
    """How files are taken in: the source of all that names none, and whether look-alikes are known to be new.

    Citations are held against the texts in the folder `texts`, where these are at hand.
    """

    source: str | None = None
    new: bool = False
    texts: Path | None = None


@dataclass(frozen=True, slots=True)
class Expanded:
    """The files as facts, with the places of the statements that they were made from, and what was wrong with them.

    `strange` are the terms that the ontology does not have, and that nothing known is surely meant by; `remark` says
    what could not be told, or is empty.
    """

    files: tuple[Given, ...]
    faults: tuple[Fault, ...]
    _draft: Draft = field(repr=False)
    _unsourced: frozenset[object] = field(repr=False)
    strange: frozenset[NamedNode] = frozenset()
    remark: str = ""

    def statements(self) -> Iterator[tuple[Triple, Place]]:
        """Yield the facts, and as it is written what was made into none, each with its place."""
        for file in self.files:
            yield from ((triple, file.places.get(triple, Place(file.file))) for triple in file.triples)
        made = {(said.origin, said.file) for said in (*self._draft.said, *self._draft.promised)}
        for number, file in enumerate(self._draft.files):
            left = (triple for triple in file.triples if (triple, number) not in made)
            yield from ((triple, file.places.get(triple, Place(file.file))) for triple in left)

    def told(self, result: Result) -> bool:
        """Tell whether a result of the shapes says again what a fault says: no source, or a term that is unknown.

        A term that is unknown has no place anywhere, and what has no other class than such a one is of no class.
        """
        path = result.origin.path if result.origin else None
        if path and result.focus in self._unsourced and _EVIDENCE in path.predicates():
            return True
        if not self.strange:
            return False
        return result.path in set(map(shrink, self.strange)) or (
            result.component == _CLASS and self._is_of_strange_class(result.value)
        )

    def _is_of_strange_class(self, node: Term | None) -> bool:
        types = self._draft.values(node, RDF_TYPE)
        return bool(types) and self.strange.issuperset(types)

    def unkept(self, staged: Overlay, told: Set[Place]) -> Iterator[Fault]:
        """Yield a fault for each statement that does not follow from its facts after all, but for places told already.

        It is none where the graph knew another value, which counts more: both claims stay, and the reader is told.
        """
        draft = self._draft
        for said in draft.promised:
            node, predicate, value = said.triple
            place = draft.place(said)
            if (
                place in told
                or Quad(*said.triple) in staged
                or not isinstance(node, NamedNode)
                or isinstance(value, BlankNode)
            ):
                continue
            others = sorted(_shown(q.object) for q in staged.quads_for_pattern(node, predicate, None, None))
            rivals = next(draft.known.quads_for_pattern(node, predicate, None, None), None) is not None
            severity = Severity.INFO if rivals and predicate != dkg("hasParticipant") else Severity.VIOLATION
            about = name_of(said.origin.subject)
            yield Fault(place, severity, about, about, _why(predicate, value, others), shrink(said.origin.predicate))


def expand(known: Store, files: Sequence[Given], intake: Intake | None = None) -> Expanded:
    """Turn files into facts beside a graph that is built, ontology included.

    The facts depend on what the files say, not on the order of their statements or the labels of blank nodes; what is
    expanded already stays as it is. `UnusableError` where `intake.source` names no source.
    """
    intake = intake or Intake()
    draft = Draft.of(known, files)
    draft.faults += without_statements(files)
    leave_out_restated(draft)
    admit(draft)
    strange = mend_terms(draft)
    name_things(draft, insist=intake.new)
    sources = Sources.read(draft, intake.source)
    expand_short(draft, sources)
    name_facts(draft)
    sources.supply()
    blame_namesakes(draft)
    if not intake.new:
        find_lookalikes(draft)
    remark = hold_against_texts(draft, intake.texts)
    warn_of_unmentioned(draft)
    return Expanded(tuple(_given(draft)), tuple(draft.faults), draft, sources.unsourced(), strange, remark)


def show(files: Sequence[Given], out: TextIO) -> None:
    """Write facts as Turtle, the same bytes for the same facts, to a file opened as UTF-8."""
    from kg.turtle import serialize

    serialize(list(dict.fromkeys(Quad(*triple) for file in files for triple in file.triples)), out)


def _given(draft: Draft) -> Iterator[Given]:
    """Yield the files with their facts; a fact that several statements make is where the first of them stands."""
    by_file: dict[int, list[Said]] = {}
    for said in draft.said:
        by_file.setdefault(said.file, []).append(said)
    for number, file in enumerate(draft.files):
        found: dict[Triple, Said] = {}
        for said in sorted(by_file.get(number, ()), key=lambda said: file.places.get(said.origin, Place(file.file))):
            found.setdefault(said.triple, said)
        places = {triple: file.places[said.origin] for triple, said in found.items() if said.origin in file.places}
        origins = {triple: said.origin for triple, said in found.items() if triple != said.origin}
        called: dict[Term, NamedNode] = {}
        for triple, origin in origins.items():
            if isinstance(origin.subject, NamedNode) and triple.subject != origin.subject:
                called.setdefault(triple.subject, origin.subject)
        yield Given(file.file, tuple(found), places, origins, called)


def _why(predicate: NamedNode, value: Term, others: Sequence[str]) -> str:
    """Say why a statement does not follow."""
    what = f"{shrink(predicate)} {_shown(value)}"
    if predicate == dkg("hasParticipant"):
        return f"{what} does not follow; {_NEEDS_HELD}"
    if others:
        return (
            f"{what} stands beside {', '.join(others)}, which counts; say which claim to prefer (dkg:preferredBecause)"
        )
    return f"{what} does not follow from what can be stated; check what it is stated of"


def _shown(term: Term) -> str:
    if isinstance(term, NamedNode):
        return shrink(term)
    return term.value if isinstance(term, Literal) else str(term)
