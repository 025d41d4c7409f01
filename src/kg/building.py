"""From mappings and accepted changes to the graph: compile, replay, infer, validate, commit; all or nothing.

It joins the parts that must not know each other. `examine` does everything but write; `build` writes the store,
the locks and the schemas for editors when nothing is wrong.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, Store

from kg.errors import Finding, FindingsError, KgError, Place, UnusableError
from kg.journal import Journal
from kg.mapping.compiler import Compiled, compile_mappings
from kg.mapping.lock import lock_path
from kg.mapping.schema import write_schemas
from kg.project import Project
from kg.reason import Rule, add_bounds, asserted, infer, read_rules
from kg.replay import Replayed, replay
from kg.shacl import Report, Result, Severity, Shapes, read_shapes, validate
from kg.store import local
from kg.store.origin import write_origin
from kg.terms import RDF_TYPE, dkg, local_name

__all__ = [
    "Examined", "Progress", "Summary", "build", "derive", "examine", "read_ontology",
    "read_project_rules", "read_project_shapes",
]  # fmt: skip

Progress = Callable[[str], None]
_PARSER_PLACE = re.compile(r"Parser error [^:]*: ")
_COUNTED = (
    "Person", "State", "Organization", "Group", "Post", "Meeting", "Visit", "Process", "Agreement", "Clause", "Tenure",
    "Membership", "Participation", "Act", "Position", "Figure", "Claim", "Citation", "Document",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Examined:
    """A graph that was compiled, inferred and validated, with all that was found; nothing is written yet."""

    store: Store
    compiled: Compiled
    asserted: int
    derived: int
    report: Report | None
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """What makes a build refuse."""
        return tuple(f for f in self.findings if f.severity == "error")


@dataclass(frozen=True, slots=True)
class Summary:
    """What a build made."""

    counts: tuple[tuple[str, int], ...]
    asserted: int
    derived: int
    warnings: tuple[Finding, ...]
    path: Path


def read_ontology(project: Project) -> list[Quad]:
    """Read the ontology and its controlled values; the alignments to other vocabularies stay out."""
    store = Store()
    for path in project.files("ontology", "*.ttl"):
        if path.name == "alignments.ttl":
            continue
        try:
            store.load(path=str(path), format=RdfFormat.TURTLE)
        except SyntaxError as error:
            raise UnusableError(
                f"not Turtle: {_PARSER_PLACE.sub('', error.msg)}",
                place=Place(project.shown(path), error.lineno or 0, error.offset or 0),
                remedy="mend the file",
            ) from None
    if not len(store):
        raise UnusableError("there is no ontology", remedy="run kg inside a project, or install it again")
    return list(store)


def examine(project: Project, progress: Progress = lambda _: None) -> Examined:
    """Compile, infer and validate; what is wrong is in the findings, and nothing is written."""
    progress("reading the mappings")
    ontology = read_ontology(project)
    compiled = compile_mappings(project, ontology)
    store = Store()
    if compiled.errors:
        return Examined(store, compiled, 0, 0, None, compiled.findings)
    store.bulk_extend(ontology)
    store.bulk_extend(compiled.quads)
    replayed = _replay(store, Journal(project.root))
    progress("inferring")
    with _named_in(project):
        rules, shapes = read_project_rules(project), read_project_shapes(project)
    derived = derive(store, rules)
    progress("validating")
    report = validate(store, shapes)
    findings = (
        *compiled.findings,
        *replayed.findings,
        *_of_report(report, lambda result: _place_of(result, project, compiled, replayed)),
    )
    return Examined(store, compiled, len(compiled.quads) + replayed.grown, derived, report, findings)


def _replay(store: Store, journal: Journal) -> Replayed:
    """Put the accepted changes onto what the mappings say.

    What the vocabulary calls derived is taken out before, such as the bounds that a mapping computes for a date: a
    change that takes the date away does not speak of them.
    """
    changes = list(journal.changes())
    if changes:
        kept = list(asserted(store))
        store.clear()
        store.bulk_extend(kept)
    return replay(store, changes)


def derive(store: Store, rules: Iterable[Rule]) -> int:
    """Derive all that follows: the bounds of what has a date and a reading, then what the rules say; return how many.

    What `kg export --asserted` writes becomes the whole graph again.
    """
    before = len(store)
    add_bounds(store)
    infer(store, rules)
    return len(store) - before


def build(project: Project, progress: Progress = lambda _: None, wait: float = 0.0) -> Summary:
    """Build the graph into a new directory and make it current; `FindingsError` where anything is wrong.

    With the texts at hand the locks are renewed too. A build that is refused leaves graph and locks as they were.
    Where another process writes, it waits so many seconds.
    """
    with local.Writing(project.store, wait) as writing:
        examined = examine(project, progress)
        if examined.errors:
            raise FindingsError("the graph was not built", examined.findings)
        progress("writing the store")
        quads = sorted(examined.store, key=str)

        def finish(graph: Path) -> None:
            write_schemas(project.store / "schemas", examined.compiled.vocabulary)
            _renew_locks(examined.compiled)
            write_origin(graph, project)

        path = writing.replace(quads, local.digest(map(str, quads)), finish)
    return Summary(
        counts=_count(examined.store),
        asserted=examined.asserted,
        derived=examined.derived,
        warnings=tuple(f for f in examined.findings if f.severity != "error"),
        path=path,
    )


def _renew_locks(compiled: Compiled) -> None:
    """Write the locks that are not up to date: all beside the old ones first, so that a full disk changes none."""
    stale = [m for m in compiled.documents if m.text is not None and not m.lock_is_current]
    beside = [(path.with_name(f"{path.name}.new"), path) for path in (lock_path(m.path) for m in stale)]
    try:
        for mapped, (new, _) in zip(stale, beside, strict=True):
            new.write_text(mapped.lock.render(), encoding="utf-8")
        for new, path in beside:
            new.replace(path)
    finally:
        for new, _ in beside:
            new.unlink(missing_ok=True)


def read_project_shapes(project: Project) -> Shapes:
    """Return the shapes, the project's own over the packaged ones of the same file name."""
    return read_shapes(_folders(project, "shapes", "*.ttl"))


def read_project_rules(project: Project) -> list[Rule]:
    """Return the rules, the project's own over the packaged ones of the same name."""
    found = {r.name: r for folder in _folders(project, "ontology/rules", "*.rq") for r in read_rules(folder)}
    return [found[name] for name in sorted(found)]


def _folders(project: Project, kind: str, pattern: str) -> list[Path]:
    """Return the folders of a kind of content, the packaged one first, where they hold any."""
    folders = dict.fromkeys((project.packaged / kind, project.root / kind))
    return [folder for folder in folders if any(folder.glob(pattern))]


@contextmanager
def _named_in(project: Project) -> Iterator[None]:
    """Name files in errors as the project names them."""
    try:
        yield
    except KgError as error:
        if error.place:
            error.place = error.place._replace(file=project.shown(Path(error.place.file)))
        raise


def _of_report(report: Report, place_of: Callable[[Result], Place | None]) -> Iterator[Finding]:
    """Turn the results of a validation into findings, each where what it is about is stated."""
    for result in report.results:
        severity = "error" if result.severity is Severity.VIOLATION else "warning"
        yield Finding(place_of(result) or Place("graph"), f"{result.focus_label}: {result.message}", severity)


def _place_of(result: Result, project: Project, compiled: Compiled, replayed: Replayed) -> Place | None:
    """Return the statement of a change that is wrong, the record that made the node, or where else it is described."""
    focus = result.focus
    if not isinstance(focus, NamedNode):
        return None
    path = result.origin.path if result.origin else None
    predicates = frozenset(path.predicates()) if path else frozenset()
    return (
        replayed.place(focus, predicates, result.value)
        or compiled.places.get(focus)
        or replayed.about(focus, predicates)
        or _place(project, focus)
    )


def _place(project: Project, node: NamedNode) -> Place | None:
    """Return where the ontology describes a node that no mapping made."""
    head = re.compile(rf"^(?:<{re.escape(node.value)}>|\w*:{re.escape(local_name(node))})\s", re.MULTILINE)
    for path in project.files("ontology", "*.ttl"):
        text = path.read_text(encoding="utf-8")
        if found := head.search(text):
            return Place(project.shown(path), text.count("\n", 0, found.start()) + 1, 1)
    return None


def _count(store: Store) -> tuple[tuple[str, int], ...]:
    found: Counter[str] = Counter()
    for name in _COUNTED:
        found[name] = sum(1 for _ in store.quads_for_pattern(None, RDF_TYPE, dkg(name), None))
    return tuple((name, found[name]) for name in _COUNTED)
