"""From mappings to the graph: compile, infer, validate, commit; all or nothing.

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

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store

from kg.dates import Reading, bounds, parse_edtf
from kg.errors import Finding, FindingsError, KgError, Place, UnusableError
from kg.mapping.compiler import Compiled, compile_mappings
from kg.mapping.lock import lock_path
from kg.mapping.schema import write_schemas
from kg.project import Project
from kg.reason import Rule, infer, read_rules
from kg.shacl import Report, Severity, Shapes, read_shapes, validate
from kg.store import local
from kg.store.origin import write_origin
from kg.terms import RDF_TYPE, date, dkg, local_name

__all__ = [
    "Examined", "Progress", "Summary", "build", "derive", "examine", "read_ontology",
    "read_project_rules", "read_project_shapes",
]  # fmt: skip

Progress = Callable[[str], None]
_PARSER_PLACE = re.compile(r"Parser error [^:]*: ")
_BOUNDS = ("beginEarliest", "beginLatest", "endEarliest", "endLatest")
_COUNTED = (
    "Person", "State", "Organization", "Group", "Post", "Meeting", "Visit", "Process", "Agreement", "Clause", "Tenure",
    "Membership", "Participation", "Act", "Position", "Figure", "Claim", "Citation", "Document",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Examined:
    """A graph that was compiled, inferred and validated, with all that was found; nothing is written yet."""

    store: Store
    compiled: Compiled
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
        return Examined(store, compiled, 0, None, compiled.findings)
    store.bulk_extend(ontology)
    store.bulk_extend(compiled.quads)
    progress("inferring")
    with _named_in(project):
        rules, shapes = read_project_rules(project), read_project_shapes(project)
    derived = derive(store, rules)
    progress("validating")
    report = validate(store, shapes)
    findings = (
        *compiled.findings,
        *_of_report(report, lambda node: compiled.places.get(node) or _place(project, node)),
    )
    return Examined(store, compiled, derived, report, findings)


def derive(store: Store, rules: Iterable[Rule]) -> int:
    """Derive all that follows: the bounds of what has a date and a reading, then what the rules say; return how many.

    What `kg export --asserted` writes becomes the whole graph again.
    """
    before = len(store)
    for dated in list(store.quads_for_pattern(None, dkg("edtf"), None, None)):
        node, value = dated.subject, dated.object
        reading = next(store.quads_for_pattern(node, dkg("reading"), None, None), None)
        if reading is None or next(store.quads_for_pattern(node, dkg("beginEarliest"), None, None), None):
            continue
        if isinstance(value, Literal) and isinstance(reading.object, NamedNode):
            try:
                found = bounds(parse_edtf(value.value), Reading(local_name(reading.object).removeprefix("reading-")))
            except ValueError:  # no date, or no reading: nothing follows from it, and the shapes say so
                continue
            days = (found.begin_earliest, found.begin_latest, found.end_earliest, found.end_latest)
            store.extend(Quad(node, dkg(name), date(day.isoformat())) for name, day in zip(_BOUNDS, days, strict=True))
    infer(store, rules)
    return len(store) - before


def build(project: Project, progress: Progress = lambda _: None) -> Summary:
    """Build the graph into a new directory and make it current; `FindingsError` where anything is wrong.

    With the texts at hand the locks are renewed too. A build that is refused leaves graph and locks as they were.
    """
    with local.Writing(project.store) as writing:
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
        asserted=len(examined.compiled.quads),
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


def _of_report(report: Report, place_of: Callable[[NamedNode], Place | None]) -> Iterator[Finding]:
    """Turn the results of a validation into findings, each at the record that made the node in question."""
    for result in report.results:
        place = place_of(result.focus) if isinstance(result.focus, NamedNode) else None
        severity = "error" if result.severity is Severity.VIOLATION else "warning"
        yield Finding(place or Place("graph"), f"{result.focus_label}: {result.message}", severity)


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
