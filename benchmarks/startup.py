"""How long `kg ask` and `kg query` take as whole processes, beside a bare script that runs the same query.

The bare script imports pyoxigraph, opens the same store read-only and reads all rows. Wanted: at most 2.5 times that.
The other commands are measured beside a Python that does nothing.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from measure import Result, arguments, interleaved, report

import kg
from kg.graph import Graph
from kg.store.local import current

QUESTIONS = {
    "who-met": {"actor": "mehdi-sanaei", "since": "2018"},
    "positions": {"topic": "sanctions"},
}


# The other commands, as they are typed; what builds or checks is measured by build.py.
COMMANDS = (
    "--version", "--help", "ask --help", "ask", "show mehdi-sanaei", "search lavrof", "stats", "export -",
    "completion bash", "completion --complete ask who-met -p actor=me",
)  # fmt: skip


def main() -> None:
    """Measure both commands on two questions, and each of the others."""
    args = arguments(__doc__ or "", runs=40)
    graph = kg.open()
    results = [compare(graph, name, args.runs) for name in QUESTIONS]
    report([*results, each(graph, args.runs)], as_json=args.json)


def each(graph: Graph, runs: int) -> Result:
    """Measure how long the other commands take, beside a Python that does nothing."""
    os.chdir(graph.project.root)
    commands = {f"kg {line}": [str(Path(sys.executable).with_name("kg")), *line.split()] for line in COMMANDS}
    return Result("commands", interleaved({"bare Python": [sys.executable, "-c", ""]} | commands, runs), "bare Python")


def compare(graph: Graph, name: str, runs: int) -> Result:
    """Measure a question, asked by name and as SPARQL, beside the bare script."""
    store = current(graph.project.store)
    command = str(Path(sys.executable).with_name("kg"))
    project = ("--project", str(graph.project.root))
    sparql = graph.sparql(graph.question(name), QUESTIONS[name])
    bare = f"import pyoxigraph; list(pyoxigraph.Store.read_only({str(store)!r}).query({sparql!r}))"
    given = [word for key, value in QUESTIONS[name].items() for word in ("-p", f"{key}={value}")]
    commands = {
        "bare pyoxigraph": [sys.executable, "-c", bare],
        "kg ask": [command, "ask", *project, name, *given],
        "kg query": [command, "query", *project, sparql],
    }
    return Result(name, interleaved(commands, runs), base="bare pyoxigraph")


if __name__ == "__main__":
    main()
