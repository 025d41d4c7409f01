"""What several tests need: a built graph, `kg` as a process, and the answers that the questions' examples must have.

`python tests/support.py` writes the answers anew into golden/questions and golden/languages; read the difference before
you commit it.
"""

from __future__ import annotations

import atexit
import csv
import functools
import io
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import kg
from kg.building import build
from kg.graph import Graph
from kg.project import CONTENT, Project

ROOT = Path(__file__).resolve().parents[1]
GOLDEN = Path(__file__).resolve().parent / "golden" / "questions"
QUESTIONS = sorted(path.stem for path in (ROOT / "queries").glob("*.rq"))
LANGUAGES = ("fa", "ru")
SHOWN = ("clauses", "participants")  # questions whose answers are on file in other languages too


def copy_project(root: Path) -> Project:
    """Copy the content of the checkout; the texts are not at hand."""
    for kind in CONTENT:
        shutil.copytree(ROOT / kind, root / kind)
    shutil.copy(ROOT / "kg.toml", root)
    return Project(root=root, packaged=root)


@functools.cache
def built() -> Path:
    """Return the folder of a project that is built once for all tests, which must not change it."""
    folder = Path(tempfile.mkdtemp(prefix="kg-built-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    root = folder / "project"
    root.mkdir()
    build(copy_project(root))
    return root


def graph() -> Graph:
    """Open the graph that is built once for all tests."""
    return kg.open(built())


def environment(**more: str) -> dict[str, str]:
    """Return the environment of a `kg` that does not know where the texts are."""
    return {name: value for name, value in os.environ.items() if name != "KG_SOURCES"} | more


def run_kg(
    folder: Path, *arguments: str, stdin: str = "", seed: str = "0", **more: str
) -> subprocess.CompletedProcess[str]:
    """Run `kg` in a folder as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "kg.cli", *arguments],
        cwd=folder, env=environment(PYTHONHASHSEED=seed, **more), input=stdin, capture_output=True, encoding="utf-8",
        timeout=120, check=False,
    )  # fmt: skip


def answer(of: Graph, name: str, lang: str = "en") -> str:
    """Return the answer to the example of a question as CSV, one row a line."""
    out = io.StringIO(newline="")
    of.ask(name, lang=lang, **of.question(name).example).write("csv", out)
    return out.getvalue().replace("\r\n", "\n")


def in_language(name: str, lang: str) -> Path:
    """Return where the answer in another language is on file."""
    return GOLDEN.parent / "languages" / f"{name}.{lang}.csv"


def rows(text: str) -> list[dict[str, str]]:
    """Read CSV with a head."""
    return list(csv.DictReader(io.StringIO(text)))


def main() -> None:
    """Write the answers anew."""
    for folder in (GOLDEN, in_language("", "").parent):
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*.csv"):
            old.unlink()
    for name in QUESTIONS:
        (GOLDEN / f"{name}.csv").write_text(answer(graph(), name), encoding="utf-8", newline="\n")
    for name in SHOWN:
        for lang in LANGUAGES:
            in_language(name, lang).write_text(answer(graph(), name, lang), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
