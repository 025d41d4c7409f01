"""Compiles all mappings of a project: read, locate, check, and make facts.

With the texts at hand every anchor is looked up and every record held against its passage; without them the locks
stand in, and a record that has changed since its lock was made is refused.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from pyoxigraph import NamedNode, Quad

from kg.errors import Finding, KgError, Place
from kg.mapping.authorities import Authorities, read_authorities
from kg.mapping.document import MappingFile, read_document
from kg.mapping.facts import document_facts
from kg.mapping.grounds import Known, check_grounds, common_words
from kg.mapping.lock import Lock, lock_path, read_lock
from kg.mapping.nodes import Problems, read_yaml
from kg.mapping.reader import Reader
from kg.mapping.registry import build_registry
from kg.mapping.vocabulary import Vocabulary, read_vocabulary
from kg.project import Project
from kg.terms import entity, is_slug, local_name
from kg.texts.anchors import Passage, locate, parse_anchor
from kg.texts.documents import SourceText, read_text
from kg.texts.sentences import Sentence, sentence_at, split_sentences

__all__ = ["Compiled", "MappedText", "check_text", "compile_mappings", "read_known"]


@dataclass(frozen=True, slots=True)
class MappedText:
    """One mapping, where it lies, its lock as it should be, and its text where that is at hand."""

    path: Path
    file: MappingFile
    lock: Lock
    text: SourceText | None

    @property
    def lock_is_current(self) -> bool:
        """Whether the lock on disk is the one that the mapping and the text call for."""
        path = lock_path(self.path)
        return path.is_file() and path.read_bytes() == self.lock.render().encode()


@dataclass(frozen=True, slots=True)
class Compiled:
    """What the mappings say, and what is wrong with them; without statements where there are errors."""

    quads: frozenset[Quad]
    documents: tuple[MappedText, ...]
    findings: tuple[Finding, ...]
    authorities: Authorities
    vocabulary: Vocabulary
    places: Mapping[NamedNode, Place]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that make a build refuse."""
        return tuple(f for f in self.findings if f.severity == "error")


def compile_mappings(
    project: Project, ontology: Iterable[Quad], also: Mapping[Path, str] = MappingProxyType({})
) -> Compiled:
    """Compile every mapping of a project; `ontology` gives the controlled values.

    `also` are mappings that lie elsewhere, by the name that messages use: they stand in for those of the same file
    name, and are checked against their texts where these are at hand.
    """
    problems = Problems()
    vocabulary = read_vocabulary(ontology)
    authorities = _read_authorities(project, vocabulary, problems)
    named = {path.name for path in also}
    shown = {path: project.shown(path) for path in project.documents() if path.name not in named} | dict(also)
    paths = tuple(shown)
    reader = Reader(vocabulary, problems)
    files = [read_document(read_yaml(p, shown[p], problems), shown[p], reader) for p in paths]
    registry = build_registry(files, authorities, vocabulary, problems)
    registry.check(files, problems)
    with_text = {p for p in paths if p in also and project.sources} | {p for p in paths if _must_have_text(project, p)}
    texts = _read_texts(project, dict(zip(paths, files, strict=True)), with_text, problems)
    known = Known(registry, common_words(files, vocabulary))
    documents = [
        mapped
        for path, file in zip(paths, files, strict=True)
        if (
            mapped := _with_text(path, file, texts, known, problems)
            if file.shown in texts or path in with_text
            else _from_lock(path, file, problems)
        )
    ]
    lent = _lent(project, authorities)
    _warn_of_unused(files, authorities, lent, problems)
    for path in (*project.documents("*.yml"), *project.authorities("*.yml")):
        problems.warning(Place(project.shown(path)), "not read", "a mapping ends in .yaml: rename it")
    quads, places = set[Quad](), {entity(slug): entry.place for slug, entry in authorities.items() if is_slug(slug)}
    if not problems.errors:
        for mapped in documents:
            made, made_at = document_facts(mapped.file, mapped.lock)
            quads |= made
            places = made_at | places
        quads.update(authorities.quads(_kept(authorities, lent, quads)))
    findings = tuple(sorted(problems.findings))
    return Compiled(frozenset(quads), tuple(documents), findings, authorities, vocabulary, places)


def read_known(project: Project, ontology: Iterable[Quad]) -> Authorities:
    """Read the authorities alone; `KgError` with the first thing that is wrong with them."""
    problems = Problems()
    authorities = _read_authorities(project, read_vocabulary(ontology), problems)
    for finding in problems.errors:
        raise KgError(finding.message, place=finding.place, remedy=finding.remedy)
    return authorities


def _read_authorities(project: Project, vocabulary: Vocabulary, problems: Problems) -> Authorities:
    paths = project.authorities()
    return read_authorities([read_yaml(p, project.shown(p), problems) for p in paths], vocabulary, problems)


def _lent(project: Project, authorities: Authorities) -> frozenset[str]:
    """Return the packaged entries of a project with documents of its own alone: they stand by until one is named."""
    if not project.own.documents:
        return frozenset()
    files = {project.shown(path) for path in project.authorities() if not project.holds(path)}
    return frozenset(slug for slug, entry in authorities.items() if entry.place.file in files)


def _kept(authorities: Authorities, lent: frozenset[str], facts: Iterable[Quad]) -> frozenset[str]:
    """Return the entries that belong into the graph: all but those that are lent and that nothing in it names."""
    kept = frozenset(authorities) - lent
    if not lent:
        return kept
    named = {local_name(quad.object) for quad in facts if isinstance(quad.object, NamedNode)}
    found = kept | (named & lent)
    left = set(found)
    while left:
        entry = authorities[left.pop()]
        more = {*(str(value) for _, value in entry.links), *map(str, entry.pair)} - found
        found |= more
        left |= more
    return frozenset(found)


def _must_have_text(project: Project, path: Path) -> bool:
    """Tell whether a mapping must be checked against its text: with sources, all that are the project's own."""
    return project.sources is not None and project.holds(path)


def _read_texts(
    project: Project, files: Mapping[Path, MappingFile], needed: Collection[Path], problems: Problems
) -> dict[str, SourceText]:
    """Read the texts of all mappings where they are at hand; those that are not needed may be missing."""
    texts: dict[str, SourceText] = {}
    for path, file in files.items() if project.sources else ():
        try:
            texts[file.shown] = read_text(project.sources or Path(), str(file.header.text))
        except KgError as error:
            if path in needed:
                problems.error(file.header.text.place, error.message, error.remedy)
    return texts


def _with_text(
    path: Path, file: MappingFile, texts: Mapping[str, SourceText], known: Known, problems: Problems
) -> MappedText | None:
    text = texts.get(file.shown)
    lock = check_text(file, text, known, problems) if text else None
    return MappedText(path, file, lock, text) if lock else None


def check_text(file: MappingFile, text: SourceText, known: Known, problems: Problems) -> Lock | None:
    """Find every passage of a mapping and hold its records against them; return its lock, None for another text."""
    if text.sha256 != file.header.sha256:
        problems.error(
            file.header.sha256.place,
            f"{text.name} is not the text that was mapped: its SHA-256 is {text.sha256}",
            "its anchors are stale: restore the text, or give the new hash and check every passage again",
        )
        return None
    passages = _locate(file, text, problems)
    check_grounds(file, text, passages, known, problems)
    return Lock(text.sha256, len(text.text), passages, file.digests())


def _from_lock(path: Path, file: MappingFile, problems: Problems) -> MappedText | None:
    try:
        lock = read_lock(path, file.shown)
    except KgError as error:
        problems.error(error.place or Place(file.shown), error.message, error.remedy)
        return None
    remedy = "run `kg build --sources DIR` with the texts"
    if lock is None:
        problems.error(Place(file.shown), "the mapping has no lock and the texts are not at hand", remedy)
        return None
    if lock.sha256 != file.header.sha256:
        problems.error(file.header.sha256.place, "the lock was made for another text", remedy)
        return None
    if lock.digests != file.digests():
        problems.error(_first_change(file, lock), "changed since it was checked against the text", remedy)
        return None
    if lost := [at for at, _ in file.anchors() if at not in lock.passages]:
        problems.error(lost[0].place, f"the lock lacks the passage {lost[0]!r}", remedy)
        return None
    return MappedText(path, file, lock, None)


def _first_change(file: MappingFile, lock: Lock) -> Place:
    """Return the place of the first part of a mapping that its lock does not know."""
    known = set(lock.digests)
    if file.header_digest not in known:
        return file.header.place
    parts = [(s.digest, s.at.place) for s in file.speeches()] + [(e.digest, e.at.place) for e in file.entries]
    return next((place for digest, place in parts if digest not in known), file.header.place)


def _locate(file: MappingFile, text: SourceText, problems: Problems) -> dict[str, Passage]:
    """Find every passage; one that is not found exactly once, or longer than a sentence, is reported."""
    sentences = split_sentences(text)
    found: dict[str, Passage] = {}
    failed: set[str] = set()
    spanning = {str(at) for at, spans in file.anchors() if spans}
    for at, _ in file.anchors():
        if at in found or at in failed:
            continue
        spans = at in spanning
        try:
            passage = locate(text, parse_anchor(at), across_paragraphs=spans)
        except KgError as error:
            problems.error(at.place, error.message, error.remedy)
            failed.add(str(at))
            continue
        found[str(at)] = passage
        if not spans and not _in_one_sentence(passage, sentences):
            problems.error(at.place, "the passage is longer than a sentence", "split it, or say why with `spans:`")
    return found


def _in_one_sentence(passage: Passage, sentences: tuple[Sentence, ...]) -> bool:
    return sentence_at(sentences, passage.start) == sentence_at(sentences, passage.end - 1)


def _warn_of_unused(
    files: Iterable[MappingFile], authorities: Authorities, lent: frozenset[str], problems: Problems
) -> None:
    used = set(_named(files))
    for entry in list(authorities.values()):
        used |= {str(value) for _, value in entry.links} | set(map(str, entry.pair))
    for slug, entry in authorities.items():
        if slug not in used and slug not in lent:
            problems.warning(entry.place, f"nothing names {slug}", "remove it, or map what names it")


def _named(files: Iterable[MappingFile]) -> Iterator[str]:
    for file in files:
        header = file.header
        refs = [header.publisher, header.author, *(s.ref for s in file.speeches())]
        refs += [ref for _, ref in header.publication.roles]
        yield from (str(mention.value) for mention in header.publication.mentions())
        for ref in refs:
            if ref:
                yield from (str(ref.actor), str(ref.post))
        for actors in header.aliases.values():
            yield from map(str, actors)
        for entry in file.entries:
            for record in entry.records:
                yield from (str(mention.value) for mention in record.mentions())
