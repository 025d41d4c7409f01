"""The types that users see: a script that uses the package is checked by mypy --strict, and its slips are found."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from support import ROOT

SCRIPT = """\
from pathlib import Path

import kg
from kg.answers import Answer, Row, Statements
from kg.entities import Entity, Fact, Source

g = kg.open(Path("project"))
reveal_type(g)
for name, day in g.query("SELECT ?name ?day { }"):
    print(name.upper(), day.year)
answer = g.ask("who-met", actor="iran")
reveal_type(answer)
rows: list[Row] = [row for row in answer if row.who and row["who"] and row[0]]
print(answer.variables[0].upper(), len(answer), answer.to_dicts()[0]["who"])
reveal_type(answer.to_pandas())
reveal_type(answer.to_polars(labels=False))
answer.write("csv", "out.csv")
reveal_type(g.select("SELECT * {}"))
statements: Statements = g.construct("DESCRIBE :iran")
reveal_type(statements.rdflib())
reveal_type(g.rdflib())
entity: Entity = g["iran"]
facts: list[Fact] = list(entity.facts)
sources: tuple[Source, ...] = facts[0].sources
print(sources[0].title.upper(), sources[0].document.label, entity.labels["fa"].upper())
for match in g.search("lavrof"):
    print(match.entity.label, match.score + 1)
for question in g.questions:
    print(question.name, [parameter.about for parameter in question.parameters])
g.export("graph.ttl")
"""
REVEALED = [
    "kg.graph.Graph", "kg.answers.answer.Answer", "pandas.core.frame.DataFrame", "polars.dataframe.frame.DataFrame",
    "kg.answers.answer.Answer", "rdflib.graph.Graph", "rdflib.graph.Graph",
]  # fmt: skip
SLIPS = """\
import kg

g = kg.open(7)
g.ask("who-met", actor=["iran"])
g.ask("who-met", actor="iran").to_panda()
g["iran"].facts[0].sources[0].titel
g.select("SELECT * {}").rdflib()
g.validate(7)
"""


def check(folder: Path, script: str) -> list[str]:
    """Return what mypy says of a script, a line each."""
    (folder / "script.py").write_text(script, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "--config-file=", f"--cache-dir={folder}", "script.py"],
        cwd=folder, env={"MYPYPATH": str(ROOT / "src"), "PATH": "/usr/bin:/bin"}, capture_output=True, encoding="utf-8",
        timeout=500, check=False,
    )  # fmt: skip
    assert not done.stderr, done.stderr
    return [line for line in done.stdout.splitlines() if line.startswith("script.py")]


def test_a_script_is_typed(tmp_path: Path) -> None:
    lines = check(tmp_path, SCRIPT)
    assert [line for line in lines if ": error:" in line] == []
    assert [re.search(r'"(.*)"', line)[1] for line in lines] == REVEALED  # type: ignore[index]
    found = {int(line.split(":")[1]) for line in check(tmp_path, SLIPS) if ": error:" in line}
    assert found == {3, 4, 5, 6, 7, 8}
