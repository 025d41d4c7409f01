"""Writes the outputs in README and docs anew: `python tests/refresh_docs.py`. Read the diff before you commit it."""

from __future__ import annotations

import io
import re
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import kg
from blocks import refreshed
from notebook import TUTORIAL, refresh
from test_docs import _CONSOLE, _QUERY, _STEP, PAGES, WALKTHROUGHS, _kg, call, written

MOST = 40  # lines of an output that a page shows


def main() -> None:
    """Rewrite every page in place."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "kg.toml").write_text('name = "docs"\n', encoding="utf-8")
        _kg(folder, "kg build")
        for page in PAGES:
            text = page.read_text(encoding="utf-8")
            own = Path(name, page.stem) if page in WALKTHROUGHS else folder
            own.mkdir(exist_ok=True)
            text = _STEP.sub(lambda match, own=own: _step(own, match), text)
            page.write_text(refreshed(text, folder, lambda own, text=text: call(own, text)), encoding="utf-8")
        refresh(TUTORIAL, folder)


def _step(folder: Path, match: re.Match[str]) -> str:
    if written(folder, match):
        return match[0]
    if match["console"]:
        return _console(folder, _CONSOLE.match(match["console"])[1])
    return _query(folder, _QUERY.match(match["query"])[1])


def _console(folder: Path, block: str) -> str:
    parts = []
    for command in re.findall(r"^\$ (.*)$", block, re.MULTILINE):
        done = _kg(folder, command)
        lines = [line.rstrip() for line in (done.stdout + done.stderr).replace("\r\n", "\n").splitlines()]
        shown = [*lines[: MOST - 1], "…"] if len(lines) > MOST else lines
        parts.append("\n".join([f"$ {command}", *shown]))
    return "```console\n" + "\n".join(parts) + "\n```"


def _query(folder: Path, query: str) -> str:
    found = kg.open(folder).query(query)
    out = io.StringIO()
    if isinstance(found, bool):
        out.write("true" if found else "false")
    else:
        found.write("table", out)
    answer = "\n".join(line.rstrip() for line in out.getvalue().rstrip().splitlines())
    return f"```sparql\n{query}```\n\n```text\n{answer}\n```"


if __name__ == "__main__":
    main()
