"""The `kg` command: one short function a command, which knows arguments and exit codes and leaves the work to others.

Data goes to stdout in UTF-8, messages and progress to stderr. Exit codes: 0 clean, 1 findings, 2 misuse or unusable
input. Whatever a command needs is imported by it alone, so that `kg ask` starts fast.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kg.arguments import GRAPH_FORMATS, RESULT_FORMATS, parse, read_parameters, read_query
from kg.errors import FindingsError, KgError, UnusableError, did_you_mean

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable, Iterable, Sequence
    from typing import TextIO

    from kg.errors import Finding
    from kg.graph import Graph
    from kg.project import Project
    from kg.results import Source

__all__ = ["main"]

CLEAN, FOUND, UNUSABLE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    if arguments is None:
        return _alone()
    return _coded(lambda: _run(arguments), "--debug" in arguments)


def _run(given: Sequence[str]) -> int:
    _speak_utf8()
    args = parse(given, {run.__name__: run for run in _COMMANDS})
    code: int = args.run(args)
    return code


def _coded(action: Callable[[], int], debug: bool) -> int:
    """Do what a command does and return its exit code, with errors in words."""
    try:
        code = action()
        sys.stdout.flush()
    except FindingsError as refusal:
        _report(refusal.findings)
        _say(f"kg: {refusal}")
        return FOUND
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader has gone, as with `| head`
        return CLEAN
    except (KgError, OSError) as error:
        if debug:
            raise
        _say(f"kg: {_in_words(error)}")
        if isinstance(error, KgError) and error.excerpt:
            _say(error.excerpt)
        return UNUSABLE
    except KeyboardInterrupt:
        return 130
    return code


def _alone() -> int:
    """Run the command line of this process, which ends soon: collecting garbage would take a tenth of its time."""
    import gc

    given = sys.argv[1:]
    if [word for word in given if word != "--debug"][:1] in (["ask"], ["query"]):
        # A query that runs does not look at Python's signals. The module `signal` itself takes long to import.
        from _signal import SIG_DFL, SIGINT, signal  # type: ignore[import-not-found]

        signal(SIGINT, SIG_DFL)
    gc.set_threshold(100_000)
    try:
        return main(given)
    finally:
        gc.freeze()


# Commands


def build(args: Namespace) -> int:
    """Build the graph from mappings and texts."""
    from kg.changes import build as build_graph

    project = _project(args)
    summary = build_graph(project, _progress)
    _report(summary.warnings)
    width = max(len(name) for name, _ in summary.counts)
    for name, count in summary.counts:
        print(f"{name:<{width}}  {count:>6}")
    texts = "checked against the texts" if project.sources else "the texts not at hand: taken from the locks"
    _say(f"built: {summary.asserted} statements asserted, {summary.derived} derived; {texts}")
    return CLEAN


def check(args: Namespace) -> int:
    """Check ontology, mappings, shapes, questions and anchors; write nothing."""
    from kg.changes import check as check_content

    findings = check_content(_project(args), _progress)
    _report(findings)
    errors = sum(f.severity == "error" for f in findings)
    _say(f"{errors} errors, {len(findings) - errors} warnings")
    return FOUND if errors else CLEAN


def coverage(args: Namespace) -> int:
    """Show which sentences carry which facts, and which none."""
    from kg.changes import read_ontology
    from kg.coverage import list_sentences, shares
    from kg.mapping.compiler import compile_mappings

    project = _project(args)
    if project.sources is None:
        raise UnusableError("coverage needs the texts", remedy="name their folder with --sources or KG_SOURCES")
    compiled = compile_mappings(project, read_ontology(project))
    _report(compiled.errors)
    code = FOUND if compiled.errors else CLEAN
    if args.document is None:
        _write_rows(shares(compiled), args)
        return code
    by_name = {m.file.header.slug: m for m in compiled.documents}
    if args.document not in by_name and compiled.errors:
        return FOUND
    if args.document not in by_name:
        hint = did_you_mean(args.document, by_name) or f"one of: {', '.join(sorted(by_name))}"
        raise UnusableError(f"there is no document {args.document}", remedy=hint)
    _write_rows(list_sentences(by_name[args.document]), args)
    return code


def draft(args: Namespace) -> int:
    """Write the first mapping of a new text, as far as rules can."""
    from kg.changes import read_ontology
    from kg.mapping.compiler import read_known
    from kg.mapping.drafting import draft_mapping
    from kg.mapping.vocabulary import read_vocabulary

    project = _project(args)
    ontology = read_ontology(project)
    authorities, kinds = read_known(project, ontology), read_vocabulary(ontology).kinds
    made = draft_mapping(Path(args.text), authorities, published=args.published, kinds=kinds)
    print(made.text, end="")
    _say(str(made.left_open))
    return CLEAN


def ask(args: Namespace) -> int:
    """Answer a named question; without a name, list the questions."""
    return _in_time(args, lambda: _ask(args))


def _ask(args: Namespace) -> int:
    graph = _graph(args)
    if args.question is None:
        from kg.questions import read_questions

        for question in read_questions(graph.questions()):
            needs = " ".join(f"-p {p.name}=…" for p in question.parameters if p.default is None)
            print(f"{question.name:<22} {question.title}{f'  ({needs})' if needs else ''}")
        return CLEAN
    parameters = read_parameters(args.parameter)
    if args.sparql:
        print(graph.sparql(graph.question(args.question), parameters))
        return CLEAN
    from kg.results import Stream

    _report(graph.unknown_terms(graph.question(args.question).query, f"queries/{args.question}.rq"))
    _write_rows(Stream.of(graph.ask(args.question, **parameters)), args)
    return CLEAN


def query(args: Namespace) -> int:
    """Run a SPARQL query of your own."""
    sparql, origin = read_query(args.query)
    return _in_time(args, lambda: _query(args, sparql, origin))


def _query(args: Namespace, sparql: str, origin: str) -> int:
    from pyoxigraph import QueryBoolean, QuerySolutions

    graph = _graph(args)
    _report(graph.unknown_terms(sparql, origin))  # first: it may be why the query takes long or finds nothing
    answer = graph.query(sparql, origin)
    if isinstance(answer, QuerySolutions):
        from kg.results import Stream

        _refuse_format(args.format, RESULT_FORMATS, "rows")
        _write_rows(Stream.of(answer), args)
        return CLEAN
    what = "true or false" if isinstance(answer, QueryBoolean) else "a graph"
    if args.limit:
        raise UnusableError(f"the answer is {what}, which has no rows", remedy="leave out --limit")
    if isinstance(answer, QueryBoolean):
        _refuse_format(args.format, (), what)
        print("true" if answer else "false")
    else:
        from kg.export.rdf import export as write_graph

        _refuse_format(args.format, GRAPH_FORMATS, what)
        write_graph(answer, args.format or "turtle", sys.stdout)
    return CLEAN


def show(args: Namespace) -> int:
    """Show one entity with every fact and its sources."""
    print(_graph(args).show(args.name, (args.lang, "en")), end="")
    return CLEAN


def search(args: Namespace) -> int:
    """Find entities by name, in any script, misspelt too."""
    from kg.names import label_of
    from kg.terms import local_name

    graph = _graph(args)
    hits = graph.search(" ".join(args.words), args.limit)
    for hit in hits:
        slug, label = local_name(hit.node), label_of(graph.store, hit.node)
        print(f"{slug:<40} {label}{f'  ({hit.name})' if hit.name not in (slug, label) else ''}")
    if not hits:
        _say("kg: nothing is called like that")
    return CLEAN if hits else FOUND


def export(args: Namespace) -> int:
    """Write the graph as Turtle, N-Triples or JSON-LD."""
    from kg.export.rdf import find_format

    graph = _graph(args)
    if args.file in (None, "-"):
        graph.export(sys.stdout, args.format or "turtle", asserted=args.asserted)
        return CLEAN
    target = Path(args.file)
    form = find_format(args.format or target.name).name
    beside = target.with_name(target.name + ".part")  # a reader never sees half a file
    try:
        with beside.open("w", encoding="utf-8", newline="") as out:
            graph.export(out, form, asserted=args.asserted)
        beside.replace(target)
    finally:
        beside.unlink(missing_ok=True)
    _say(f"wrote {target}")
    return CLEAN


_COMMANDS = (build, check, ask, query, show, search, export, coverage, draft)


# Helpers


def _project(args: Namespace) -> Project:
    from kg.project import find_project

    named = args.sources or (Path(os.environ["KG_SOURCES"]) if os.environ.get("KG_SOURCES") else None)
    return find_project(args.project, sources=named)


def _graph(args: Namespace) -> Graph:
    from kg.graph import open_graph

    return open_graph(args.project)


def _in_time(args: Namespace, action: Callable[[], int]) -> int:
    """Do what a command does, in a process of its own where its time is limited."""
    if args.timeout is None:
        return action()
    from kg.worker import run_within

    return run_within(args.timeout, lambda: _coded(action, args.debug))


def _speak_utf8() -> None:
    """Write UTF-8 and only the line ends that are written, whatever the locale: the same data gives the same bytes."""
    if sys.stdout is None:  # as with `>&-`
        raise UnusableError("stdout is closed", remedy="send it somewhere")
    for stream, newline in ((sys.stdout, ""), (sys.stderr, None)):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", newline=newline)


def _in_words(error: KgError | OSError) -> str:
    if isinstance(error, KgError) or not error.strerror:
        return str(error)
    return f"{error.strerror}{f': {error.filename}' if error.filename else ''}"


def _write_rows(rows: Source, args: Namespace) -> None:
    from kg.results import Limited, write

    out: TextIO = sys.stdout
    terminal = out.isatty()
    most = getattr(args, "limit", None)
    few = Limited(rows, most) if most else None
    write(few or rows, args.format or ("table" if terminal else "csv"), out, width=_width() if terminal else None)
    if few and few.cut:
        out.flush()
        _say(f"kg: there are more rows than the {most} shown; leave out --limit for all of them")


def _width() -> int | None:
    return os.get_terminal_size(sys.stdout.fileno()).columns or None


def _refuse_format(given: str | None, known: Sequence[str], what: str) -> None:
    if given and given not in known:
        remedy = f"use --format {', '.join(known)}" if known else "leave out --format"
        raise UnusableError(f"the answer is {what}, which {given} cannot hold", remedy=remedy)


def _report(findings: Iterable[Finding]) -> None:
    for finding in findings:
        _say(str(finding))


def _progress(step: str) -> None:
    if sys.stderr.isatty():
        _say(f"{step} …")


def _say(message: str) -> None:
    print(message, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
