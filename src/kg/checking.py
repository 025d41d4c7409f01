"""Finds everything that is wrong with the content of a project, beyond what makes a build refuse; it writes nothing."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import QuerySolutions, Store

from kg.building import Progress, examine
from kg.coverage import cover
from kg.errors import Finding, KgError, Place
from kg.mapping.compiler import MappedText
from kg.mapping.lock import lock_path
from kg.names import find_entity
from kg.project import Project
from kg.questions import bind, fill, read_question, undeclared
from kg.sparql.labels import untranslated
from kg.store.answers import answer
from kg.terms import ANY, PREFIXES

__all__ = ["check"]


def check(project: Project, progress: Progress = lambda _: None) -> tuple[Finding, ...]:
    """Find everything that is wrong with the content of a project; nothing is written.

    Beyond what makes a build refuse: locks that are not up to date, sentences without fact or reason, questions whose
    example cannot be answered.
    """
    examined = examine(project, progress)
    findings = list(examined.findings)
    for mapped in examined.compiled.documents:
        findings += _lock_findings(mapped)
        findings += _coverage_findings(mapped)
    if not examined.errors:
        progress("trying the questions")
        findings += _question_findings(project, examined.store)
    return tuple(sorted(findings))


def _lock_findings(mapped: MappedText) -> Iterator[Finding]:
    if mapped.text is None or mapped.lock_is_current:
        return
    place = Place(mapped.file.shown)
    if not lock_path(mapped.path).is_file():
        draft = any(entry.left_open for entry in mapped.file.entries)
        severity = "warning" if draft else "error"
        yield Finding(place, "there is no lock yet", severity, "`kg build` with the texts writes it")
    else:
        yield Finding(place, "the lock is not up to date", "error", "run `kg build` with the texts to renew it")


def _coverage_findings(mapped: MappedText) -> Iterator[Finding]:
    coverage = cover(mapped) if mapped.file.header.complete else None
    if coverage is None or mapped.text is None:
        return
    for sentence in coverage.left:
        opening = " ".join(mapped.text.text[sentence.start : sentence.end].split()[:5])
        message = f"no fact and no reason for the sentence at {sentence.start}–{sentence.end} ({opening} …)"
        yield Finding(Place(mapped.file.shown), message, "error", "map it, or list it under `nothing`")


def _question_findings(project: Project, store: Store) -> Iterator[Finding]:
    for path in project.files("queries", "*.rq"):
        place = Place(project.shown(path))
        try:
            question = read_question(path)
            if name := undeclared(question):
                yield Finding(place, f"its head and its query differ in ${name}", "error", "declare it, and use it")
                continue
            if lent := project.own.documents and not project.holds(path):
                values = bind(question, question.example, lambda *_: ANY)  # its example is of what is left out
            else:
                values = bind(question, question.example, lambda name, classes: find_entity(store, name, classes))
            found = answer(store, fill(question.query, values), place.file)
        except KgError as error:
            yield Finding(error.place or place, error.message, "error", error.remedy)
            continue
        for at in untranslated(question.query, PREFIXES, place.file):
            remedy = "bind it as `?node rdfs:label ?name`, or at the end of a chain with `/`"
            yield Finding(at, "this label stays English in every language", "warning", remedy)
        if not isinstance(found, QuerySolutions):
            yield Finding(place, "it is no SELECT query", "error", "select the columns of its answer")
        elif next(found, None) is None and not lent:
            yield Finding(place, "its example has no answer", "error", "choose another example")
