"""Executes the tutorial notebook in a fresh kernel of this Python, and leaves nothing in it that differs by machine.

`python tests/notebook.py FILE FOLDER` executes a notebook in a folder and prints it. As a process of its own, because a
kernel needs an event loop and settings in the environment, neither of which should stay.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import nbformat

from support import ROOT, environment

__all__ = ["TUTORIAL", "comparable", "executed", "refresh"]

TUTORIAL = ROOT / "docs" / "tutorial.ipynb"
_METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def executed(path: Path, project: Path) -> nbformat.NotebookNode:
    """Return a notebook with the outputs that it has now, on the graph of a project."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        spec = folder / "kernels" / "python3" / "kernel.json"
        spec.parent.mkdir(parents=True)
        kernel = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        spec.write_text(json.dumps({"argv": kernel, "display_name": "Python 3", "language": "python"}))
        own = ("JUPYTER_PATH", "JUPYTER_DATA_DIR", "JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
        done = subprocess.run(
            [sys.executable, __file__, str(path), str(project)],
            env=environment(**dict.fromkeys(own, name), MPLCONFIGDIR=name, PYTHONUTF8="1"),
            capture_output=True, encoding="utf-8", timeout=400, check=False,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return nbformat.reads(done.stdout, as_version=4)


def comparable(notebook: nbformat.NotebookNode) -> list[Any]:
    """Return what two runs of a notebook must have in common: pictures need only be there."""
    found: list[Any] = []
    for cell in notebook.cells:
        found.append((cell.cell_type, cell.source))
        for output in cell.get("outputs", []):
            data = {kind: "" if kind.startswith("image/") else text for kind, text in output.get("data", {}).items()}
            found.append((output.output_type, output.get("text", ""), data))
    return found


def refresh(path: Path, project: Path) -> None:
    """Write the outputs of a notebook anew, where they are others than before."""
    before, now = nbformat.read(path, as_version=4), executed(path, project)
    if comparable(before) != comparable(now):
        path.write_text(nbformat.writes(now) + "\n", encoding="utf-8")


def _run(path: Path, folder: Path) -> nbformat.NotebookNode:
    from nbclient import NotebookClient

    notebook = nbformat.read(path, as_version=4)
    NotebookClient(
        notebook, timeout=200, startup_timeout=100, kernel_name="python3", record_timing=False,
        resources={"metadata": {"path": str(folder)}},
    ).execute()  # fmt: skip
    notebook.metadata = nbformat.from_dict(_METADATA)  # type: ignore[no-untyped-call]
    for number, cell in enumerate(notebook.cells, 1):
        cell.id, cell.metadata = f"cell-{number}", nbformat.from_dict({})  # type: ignore[no-untyped-call]
    return notebook


if __name__ == "__main__":
    os.environ.pop("MPLBACKEND", None)  # the kernel draws into the notebook
    print(nbformat.writes(_run(Path(sys.argv[1]), Path(sys.argv[2]))))
