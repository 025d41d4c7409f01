"""How long `kg build` takes as a whole process, and how many statements it makes. Wanted: at most 30 seconds.

It builds a copy of the project in a temporary folder, from the locks, and with the texts where KG_SOURCES names them.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

from measure import Result, arguments, interleaved, report

import kg
from kg.project import CONTENT, locate_project


def main() -> None:
    """Measure the build without the texts and, where they are at hand, with them."""
    args = arguments(__doc__ or "", runs=5)
    sources = os.environ.pop("KG_SOURCES", "")
    command = str(Path(sys.executable).with_name("kg"))
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        (root / "kg.toml").write_text("", encoding="utf-8")
        for kind in CONTENT:
            shutil.copytree(locate_project().packaged / kind, root / kind)
        build = [command, "build", "--project", folder]
        commands = {"kg build from the locks": build}
        if sources:
            commands["kg build with the texts"] = [*build, "--sources", sources]
        timings = interleaved(commands, args.runs)
        made = {"statements": sum(1 for _ in kg.open(root).statements())}
    report([Result("kg build", timings, more=made)], as_json=args.json)


if __name__ == "__main__":
    main()
