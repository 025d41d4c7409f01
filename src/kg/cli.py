"""The `kg` command: one short function a command, which knows arguments and exit codes and leaves the work to others.

Data goes to stdout, messages and progress to stderr. Exit codes: 0 clean, 1 findings, 2 misuse or unusable input.
Whatever a command needs is imported by it alone, so that `kg ask` starts fast.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from kg.errors import FindingsError, KgError, UnusableError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.errors import Finding
    from kg.graph import Graph
    from kg.project import Project
    from kg.results import Source

__all__ = ["main"]

CLEAN, FOUND, UNUSABLE = 0, 1, 2
_RESULT_FORMATS = ("table", "csv", "tsv", "json", "xml", "markdown")
_GRAPH_FORMATS = ("turtle", "ntriples", "jsonld")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    parser = _parser()
    args = parser.parse_args(arguments)
    if not hasattr(args, "run"):
        parser.print_help()
        return UNUSABLE
    try:
        code: int = args.run(args)
        sys.stdout.flush()
    except FindingsError as refusal:
        _report(refusal.findings)
        _say(f"kg: {refusal}")
        return FOUND
    except KgError as error:
        if args.debug:
            raise
        _say(f"kg: {error}")
        return UNUSABLE if isinstance(error, UnusableError) else FOUND
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader has gone, as with `| head`
        return CLEAN
    except KeyboardInterrupt:
        return 130
    return code


# Commands


def build(args: argparse.Namespace) -> int:
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


def check(args: argparse.Namespace) -> int:
    """Check ontology, mappings, shapes, questions and anchors; write nothing."""
    from kg.changes import check as check_content

    findings = check_content(_project(args), _progress)
    _report(findings)
    errors = sum(f.severity == "error" for f in findings)
    _say(f"{errors} errors, {len(findings) - errors} warnings")
    return FOUND if errors else CLEAN


def coverage(args: argparse.Namespace) -> int:
    """Show which sentences carry which facts, and which none."""
    from kg.changes import read_ontology
    from kg.coverage import list_sentences, shares
    from kg.mapping.compiler import compile_mappings

    project = _project(args)
    if project.sources is None:
        raise UnusableError("coverage needs the texts", remedy="name their folder with --sources or KG_SOURCES")
    compiled = compile_mappings(project, read_ontology(project))
    if args.document is None:
        _write_rows(shares(compiled), args)
        return CLEAN
    by_name = {m.file.header.slug: m for m in compiled.documents}
    if args.document not in by_name:
        hint = did_you_mean(args.document, by_name) or f"one of: {', '.join(sorted(by_name))}"
        raise UnusableError(f"there is no document {args.document}", remedy=hint)
    _write_rows(list_sentences(by_name[args.document]), args)
    return CLEAN


def draft(args: argparse.Namespace) -> int:
    """Write the first mapping of a new text, as far as rules can."""
    from kg.changes import read_ontology
    from kg.mapping.compiler import read_known
    from kg.mapping.drafting import draft_mapping

    project = _project(args)
    authorities = read_known(project, read_ontology(project))
    print(draft_mapping(Path(args.text), authorities, published=args.published), end="")
    return CLEAN


def ask(args: argparse.Namespace) -> int:
    """Answer a named question; without a name, list the questions."""
    graph = _graph(args)
    if args.question is None:
        from kg.questions import read_questions

        for question in read_questions(graph.questions()):
            needs = " ".join(f"-p {p.name}=…" for p in question.parameters if p.default is None)
            print(f"{question.name:<22} {question.title}{f'  ({needs})' if needs else ''}")
        return CLEAN
    parameters = dict(_parameter(given) for given in args.parameter)
    if args.sparql:
        print(graph.sparql(graph.question(args.question), parameters))
        return CLEAN
    from kg.results import Stream

    _write_rows(Stream.of(graph.ask(args.question, **parameters)), args)
    return CLEAN


def query(args: argparse.Namespace) -> int:
    """Run a SPARQL query of your own."""
    from pyoxigraph import QueryBoolean, QuerySolutions

    from kg.results import Stream

    answer = _graph(args).query(_query_text(args.query))
    if isinstance(answer, QuerySolutions):
        _write_rows(Stream.of(answer), args)
    elif isinstance(answer, QueryBoolean):
        print("true" if answer else "false")
    else:
        from kg.export.rdf import export as write_graph

        write_graph(answer, args.format or "turtle", sys.stdout)
    return CLEAN


def show(args: argparse.Namespace) -> int:
    """Show one entity with every fact and its sources."""
    print(_graph(args).show(args.name, (args.lang, "en")), end="")
    return CLEAN


def search(args: argparse.Namespace) -> int:
    """Find entities by name, in any script, misspelt too."""
    from kg.names import label_of
    from kg.terms import local_name

    graph = _graph(args)
    hits = graph.search(" ".join(args.words), args.limit)
    for hit in hits:
        label = label_of(graph.store, hit.node)
        print(f"{local_name(hit.node):<40} {label}{f'  ({hit.name})' if hit.name != label else ''}")
    if not hits:
        _say("kg: nothing is called like that")
    return CLEAN if hits else FOUND


def export(args: argparse.Namespace) -> int:
    """Write the graph as Turtle, N-Triples or JSON-LD."""
    from kg.export.rdf import find_format

    graph = _graph(args)
    if args.file in (None, "-"):
        graph.export(sys.stdout, args.format or "turtle", asserted=args.asserted)
        return CLEAN
    target = Path(args.file)
    form = find_format(args.format or target.name).name
    beside = target.with_name(target.name + ".part")  # a reader never sees half a file
    with beside.open("w", encoding="utf-8", newline="") as out:
        graph.export(out, form, asserted=args.asserted)
    beside.replace(target)
    _say(f"wrote {target}")
    return CLEAN


# Arguments


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="kg",
        description="A knowledge graph of diplomacy: who met whom, what was agreed, who said what, and where.",
        epilog="Example: kg ask who-met -p actor=mehdi-sanaei",
    )
    parser.add_argument("--version", action="version", version=f"kg {_version()}")
    parser.add_argument("--debug", action="store_true", help="show the traceback of an error")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    for add in (_add_build, _add_ask, _add_query, _add_show, _add_search, _add_export, _add_coverage, _add_draft):
        add(commands)
    return parser


_Commands = argparse._SubParsersAction


def _command(commands: _Commands[argparse.ArgumentParser], name: str, example: str) -> argparse.ArgumentParser:
    """Add a command; its help is the docstring of its function."""
    run = globals()[name]
    summary = run.__doc__
    made = commands.add_parser(name, help=summary, description=summary, epilog=f"Example: {example}")
    made.set_defaults(run=run)
    made.add_argument("--project", metavar="DIR", type=Path, help="the project (default: the one around this folder)")
    return made


def _add_build(commands: _Commands[argparse.ArgumentParser]) -> None:
    for name in ("build", "check"):
        _sources(_command(commands, name, f"kg {name} --sources ../texts"))


def _add_coverage(commands: _Commands[argparse.ArgumentParser]) -> None:
    made = _command(commands, "coverage", "kg coverage --sources ../texts")
    made.add_argument("document", nargs="?", metavar="DOCUMENT", help="list the sentences of this document")
    _sources(made)
    _rows_format(made)


def _add_draft(commands: _Commands[argparse.ArgumentParser]) -> None:
    made = _command(commands, "draft", "kg draft communique.txt --published 2026-03-05 > mappings/communique.yaml")
    made.add_argument("text", metavar="TEXT", help="the text, in UTF-8")
    made.add_argument("--published", metavar="EDTF", help="the day from which its dates are counted")
    _sources(made)


def _add_ask(commands: _Commands[argparse.ArgumentParser]) -> None:
    made = _command(commands, "ask", "kg ask who-met -p actor=mehdi-sanaei")
    made.add_argument("question", nargs="?", metavar="NAME", help="the question; without it, all are listed")
    made.add_argument("-p", "--parameter", action="append", default=[], metavar="KEY=VALUE", help="a parameter of it")
    made.add_argument("--sparql", action="store_true", help="print the query instead of its answer")
    _rows_format(made)


def _add_query(commands: _Commands[argparse.ArgumentParser]) -> None:
    made = _command(commands, "query", "kg query 'SELECT ?person { ?person a dkg:Person } LIMIT 5'")
    made.add_argument(
        "query", nargs="?", default="-", metavar="TEXT|FILE|-", help="SPARQL, a file of it, or - for stdin"
    )
    made.add_argument("--format", choices=(*_RESULT_FORMATS, *_GRAPH_FORMATS), help="default: table, or CSV when piped")


def _add_show(commands: _Commands[argparse.ArgumentParser]) -> None:
    made = _command(commands, "show", "kg show mehdi-sanaei")
    made.add_argument("name", metavar="NAME", help="a slug, a name or an IRI")
    made.add_argument("--lang", default="en", metavar="CODE", help="the language of names where there is one (fa, ru)")


def _add_search(commands: _Commands[argparse.ArgumentParser]) -> None:
    made = _command(commands, "search", "kg search bystritsky")
    made.add_argument("words", nargs="+", metavar="TEXT", help="a name, or part of one")
    made.add_argument("--limit", type=int, default=10, metavar="N", help="at most this many (default 10)")


def _add_export(commands: _Commands[argparse.ArgumentParser]) -> None:
    made = _command(commands, "export", "kg export graph.ttl")
    made.add_argument("file", nargs="?", metavar="FILE", help="where to write; stdout where left out")
    made.add_argument("--format", choices=_GRAPH_FORMATS, help="default: by the extension of FILE, else Turtle")
    made.add_argument("--asserted", action="store_true", help="leave out what rules derived")


def _sources(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--sources", metavar="DIR", type=Path, help="the folder of the texts (default: KG_SOURCES)")


def _rows_format(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", choices=_RESULT_FORMATS, help="default: table on a terminal, CSV when piped")


# Helpers


def _project(args: argparse.Namespace) -> Project:
    from kg.project import find_project

    named = args.sources or (Path(os.environ["KG_SOURCES"]) if os.environ.get("KG_SOURCES") else None)
    return find_project(args.project, sources=named)


def _graph(args: argparse.Namespace) -> Graph:
    from kg.graph import open_graph

    return open_graph(args.project)


def _write_rows(rows: Source, args: argparse.Namespace) -> None:
    from kg.results import write

    terminal = sys.stdout.isatty()
    form = args.format or ("table" if terminal else "csv")
    width = os.get_terminal_size().columns if terminal else None
    write(rows, form, _stdout(), width=width)


def _stdout() -> TextIO:
    sys.stdout.reconfigure(newline="")  # type: ignore[union-attr]  # CSV ends its lines with CRLF itself
    return sys.stdout


def _query_text(given: str) -> str:
    if given == "-":
        return sys.stdin.read()
    if "{" not in given and Path(given).is_file():
        return Path(given).read_text(encoding="utf-8")
    return given


def _parameter(given: str) -> tuple[str, str]:
    name, equals, value = given.partition("=")
    if not equals:
        raise UnusableError(f"{given!r} is no parameter", remedy="write `-p name=value`")
    return name, value


def _report(findings: Iterable[Finding]) -> None:
    for finding in findings:
        _say(str(finding))


def _progress(step: str) -> None:
    if sys.stderr.isatty():
        _say(f"{step} …")


def _say(message: str) -> None:
    print(message, file=sys.stderr)


def _version() -> str:
    from kg import __version__

    return __version__


if __name__ == "__main__":
    sys.exit(main())
