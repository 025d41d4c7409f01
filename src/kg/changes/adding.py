"""Adds new facts: read by others, judged by the gate, and committed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pyoxigraph import Literal, NamedNode, Store, Triple

from kg.changes.committing import Accepted, Hand, at_desk
from kg.changes.signing import Signature
from kg.gate import Given, Intake, refuse_empty, stage_change
from kg.gate import expand as expand_files
from kg.journal import Head
from kg.names import label_of
from kg.project import Project
from kg.terms import DATA, RDF_TYPE, dkg, expand

__all__ = ["add", "describe"]

_SHOWN = 3  # names in a message
# What a fact is about: the first of these that it has.
_LONGEST = 100  # characters of a name in the message of a change
_SUBJECTS = tuple(map(dkg, ("claimOf", "inEvent", "holder", "member", "ofAgreement", "heldBy", "about", "statedIn")))


def add(  # noqa: PLR0913 — what is added, by whom, and how it is taken in
    project: Project,
    files: Sequence[Given],
    signature: Signature,
    *,
    intake: Intake | None = None,
    wait: float = 0.0,
    hand: Hand | None = None,
) -> Accepted | None:
    """Add the statements of files, expanded into facts, all or nothing; None where the graph knows all of them.

    `intake` names a source for all of them, or insists that actors are new; `hand` has what is open already.

    `RefusedError`, with the verdict, where the gate does not let them in; `UnusableError` where the files hold no
    statement at all; `KgError` where another process writes for longer than `wait` seconds, and where the change cannot
    be written.
    """
    refuse_empty(files)
    with at_desk(project, wait, hand) as desk:
        staged = stage_change(desk.known, desk.book, expand_files(desk.known, files, intake))
        if staged.verdict.conforms and staged.asserted.is_empty:
            return None
        message = signature.message or describe(desk.known, staged.asserted.added)
        return desk.commit(Head(signature.time, signature.author, message), staged)


def describe(known: Store, added: Sequence[Triple]) -> str:
    """Say in a line what statements add: how many facts, and about what; or the things that they name.

    `known` is the graph to which they are added.
    """
    facts = dict.fromkeys(t.subject for t in added if t.predicate == dkg("evidence"))
    new = {t.subject for t in added if t.predicate == RDF_TYPE}
    about = list(dict.fromkeys(_about(known, added, facts) if facts else _things(added)))
    more = f" and {len(about) - _SHOWN} more" if len(about) > _SHOWN else ""
    shown = ", ".join(_short(_label(known, added, node)) for node in about[:_SHOWN]) + more
    if not facts:
        return shown or f"{len(added)} statements"
    count = f"{len(facts)} fact{'' if len(facts) == 1 else 's'}"
    evidence = "" if facts.keys() & new else "evidence for "
    return f"{evidence}{count}{f' about {shown}' if shown else ''}"


def _about(known: Store, added: Sequence[Triple], facts: Iterable[object]) -> Iterator[NamedNode]:
    """Yield what facts are about; of a fact about a fact, what that one is about."""
    said: dict[object, dict[NamedNode, NamedNode]] = {}
    for triple in added:
        if triple.predicate in _SUBJECTS and isinstance(triple.object, NamedNode):
            said.setdefault(triple.subject, {}).setdefault(triple.predicate, triple.object)
    for fact in facts:
        at: object = fact
        for _ in range(len(_SUBJECTS)):  # no further, should facts go in a circle
            links = said.get(at) or _known_links(known, at)
            nearest = next((links[each] for each in _SUBJECTS if each in links), None)
            if nearest is None:
                break
            at = nearest
        if at is not fact and isinstance(at, NamedNode):
            yield at


def _known_links(known: Store, fact: object) -> dict[NamedNode, NamedNode]:
    """Return what a fact that the graph has already is about: new evidence does not repeat it."""
    if not isinstance(fact, NamedNode) or not any(known.quads_for_pattern(fact, dkg("evidence"), None, None)):
        return {}
    found = {each: next(known.quads_for_pattern(fact, each, None, None), None) for each in _SUBJECTS}
    return {each: quad.object for each, quad in found.items() if quad and isinstance(quad.object, NamedNode)}


def _short(name: str) -> str:
    """Return a name for one line: not too long, and with nothing that drives a terminal."""
    plain = "".join(letter if letter.isprintable() else " " for letter in name)
    return plain if len(plain) <= _LONGEST else f"{plain[: _LONGEST - 1]}…"


def _things(added: Sequence[Triple]) -> Iterator[NamedNode]:
    for triple in added:
        if isinstance(triple.subject, NamedNode) and triple.subject.value.startswith(DATA):
            yield triple.subject


def _label(known: Store, added: Sequence[Triple], node: NamedNode) -> str:
    names = [t.object for t in added if t.subject == node and t.predicate in _NAMES and isinstance(t.object, Literal)]
    english = sorted((name.language != "en", name.value) for name in names)
    return english[0][1] if english else label_of(known, node)


_NAMES = (expand("skos:prefLabel"), expand("dcterms:title"))
