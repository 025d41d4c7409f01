"""The Python of the how-to pages on exports prints what the pages show, after the commands that they show."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from support import ROOT, built, environment

_COMMAND = re.compile(r"^\$ kg (export .*)$", re.MULTILINE)
_PYTHON = re.compile(r"^```python\n(.*?)^```\n\n```text\n(.*?)^```", re.MULTILINE | re.DOTALL)
OURS = [ROOT / "docs" / "howto" / name for name in ("gephi.md", "tables.md")]


@pytest.mark.parametrize("page", OURS, ids=lambda page: page.name)
def test_python_prints_what_the_page_shows(page: Path, tmp_path: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for command in _COMMAND.findall(text):
        _run("-m", "kg.cli", *shlex.split(command), "--project", str(built()), folder=tmp_path)
    shown = _PYTHON.findall(text)
    assert shown
    for script, printed in shown:
        assert _run("-c", script, folder=tmp_path).splitlines() == printed.splitlines()


def _run(*arguments: str, folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=environment(), capture_output=True, encoding="utf-8", timeout=120,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout
