"""Runs the Python that a page shows: its ```python blocks, one after the other, as one script.

A ```text block right after a ```python block is what that block prints.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from support import environment

__all__ = ["has_python", "printed", "refreshed", "shown"]

_BLOCK = re.compile(
    r"^```python\n(?P<code>.*?)^```$(?P<between>\n\n```text\n(?P<shown>.*?)^```$)?", re.MULTILINE | re.DOTALL
)
_RUN = """
import contextlib, io, json, sys
names, printed = {"__name__": "__main__"}, []
for number, code in enumerate(json.load(sys.stdin), 1):
    with contextlib.redirect_stdout(io.StringIO()) as out:
        exec(compile(code, f"block {number}", "exec"), names)
    printed.append("\\n".join(line.rstrip() for line in out.getvalue().rstrip().splitlines()))
json.dump(printed, sys.stdout)
"""


def has_python(page: str) -> bool:
    """Tell whether a page shows Python."""
    return _BLOCK.search(page) is not None


def shown(page: str) -> list[str]:
    """Return what a page says that each of its blocks prints."""
    return [(match["shown"] or "").rstrip("\n") for match in _BLOCK.finditer(page)]


def printed(page: str, project: Path, before: Callable[[Path], None] = lambda _: None) -> list[str]:
    """Return what each block of a page prints, in a folder of its own that has the graph of a project.

    `before` makes in that folder what the blocks need, such as the files that the page's commands write.
    """
    codes = [match["code"] for match in _BLOCK.finditer(page)]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "kg.toml").touch()
        (folder / ".kg").symlink_to((project / ".kg").resolve())
        before(folder)
        done = subprocess.run(
            [sys.executable, "-c", _RUN], cwd=folder, env=environment(MPLBACKEND="Agg", PYTHONUTF8="1", COLUMNS="80"),
            input=json.dumps(codes), capture_output=True, encoding="utf-8", timeout=300, check=False,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return list(json.loads(done.stdout))


def refreshed(page: str, project: Path, before: Callable[[Path], None] = lambda _: None) -> str:
    """Return a page with what its blocks print now; a block that prints nothing has no output after it."""
    if not has_python(page):
        return page
    outputs: Iterator[str] = iter(printed(page, project, before))

    def block(match: re.Match[str]) -> str:
        output = next(outputs)
        below = f"\n\n```text\n{output}\n```" if output else ""
        return f"```python\n{match['code']}```{below}"

    return _BLOCK.sub(block, page)
