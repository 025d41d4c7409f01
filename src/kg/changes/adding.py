"""Adds new facts: read by others, judged by the gate, and committed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pyoxigraph import BlankNode, Literal, NamedNode, Store, Triple

from kg.building import read_project_shapes
from kg.changes.committing import Accepted, at_desk
from kg.changes.signing import Signature
from kg.errors import KgError
from kg.gate import Given, stage_change
from kg.journal import Head
from kg.names import label_of
from kg.project import Project
from kg.terms import DATA, RDF_TYPE, dkg, expand

__all__ = ["add", "describe"]

_SHOWN = 3  # names in a message
# What a fact is about: the first of these that it has.
_SUBJECTS = tuple(map(dkg, ("claimOf", "inEvent", "holder", "member", "ofAgreement", "heldBy", "about", "statedIn")))


def add(project: Project, files: Sequence[Given], signature: Signature, *, wait: float = 0.0) -> Accepted | None:
    """Add the statements of files, all or nothing; None where the graph knows all of them already.

    `RefusedError`, with the verdict, where the gate does not let them in; `KgError` where another process writes for
    longer than `wait` seconds, and where the change cannot be written.
    """
    with at_desk(project, wait) as desk:
        staged = stage_change(desk.known, desk.derive, read_project_shapes(project), files)
        if staged.verdict.conforms:
            _refuse_nameless(files, staged.asserted.added)
            if staged.asserted.is_empty:
                return None
        message = signature.message or describe(desk.known, staged.asserted.added)
        return desk.commit(Head(signature.time, signature.author, message), staged)


def _refuse_nameless(files: Sequence[Given], added: Sequence[Triple]) -> None:
    for triple in added:
        if isinstance(triple.subject, BlankNode) or isinstance(triple.object, BlankNode):
            place = next((file.places[triple] for file in files if triple in file.places), None)
            raise KgError("a node has no name", place=place, remedy="name it, so that others can speak of it")


def describe(known: Store, added: Sequence[Triple]) -> str:
    """Say in a line what statements add: how many facts, and about what; or the things that they name.

    `known` is the graph to which they are added.
    """
    facts = dict.fromkeys(t.subject for t in added if t.predicate == dkg("evidence"))
    new = {t.subject for t in added if t.predicate == RDF_TYPE}
    about = dict.fromkeys(_about(added, facts) if facts else _things(added))
    names = [_label(known, added, node) for node in about]
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    shown = ", ".join(names[:_SHOWN]) + more
    if not facts:
        return shown or f"{len(added)} statements"
    count = f"{len(facts)} fact{'' if len(facts) == 1 else 's'}"
    evidence = "" if facts.keys() & new else "evidence for "
    return f"{evidence}{count}{f' about {shown}' if shown else ''}"


def _about(added: Sequence[Triple], facts: Iterable[object]) -> Iterator[NamedNode]:
    """Yield what facts are about; of a fact about a fact, what that one is about."""
    said: dict[object, dict[NamedNode, NamedNode]] = {}
    for triple in added:
        if triple.predicate in _SUBJECTS and isinstance(triple.object, NamedNode):
            said.setdefault(triple.subject, {}).setdefault(triple.predicate, triple.object)
    for fact in facts:
        at: object = fact
        for _ in range(len(_SUBJECTS)):  # no further, should facts go in a circle
            links = said.get(at, {})
            nearest = next((links[each] for each in _SUBJECTS if each in links), None)
            if nearest is None:
                break
            at = nearest
        if at is not fact and isinstance(at, NamedNode):
            yield at


def _things(added: Sequence[Triple]) -> Iterator[NamedNode]:
    for triple in added:
        if isinstance(triple.subject, NamedNode) and triple.subject.value.startswith(DATA):
            yield triple.subject


def _label(known: Store, added: Sequence[Triple], node: NamedNode) -> str:
    names = [t.object for t in added if t.subject == node and t.predicate in _NAMES and isinstance(t.object, Literal)]
    english = sorted((name.language != "en", name.value) for name in names)
    return english[0][1] if english else label_of(known, node)


_NAMES = (expand("skos:prefLabel"), expand("dcterms:title"))
