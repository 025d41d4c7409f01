"""Writes the generated pages anew: `python -m pages`. Read the difference before you commit it."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from pyoxigraph import Store

from kg.building import build
from kg.project import CONTENT, Project
from kg.store.local import open_current

ROOT = Path(__file__).resolve().parent.parent


def made(store: Store) -> dict[Path, str]:
    """Return every generated file with its text, made from the checkout and the graph that is built from it."""
    from pages.commands import commands
    from pages.measured import Measured
    from pages.ontology import ontology, pictures
    from pages.questions import questions

    measured = Measured(store)
    reference, drawn = ROOT / "docs" / "reference", ROOT / "docs" / "assets" / "model"
    return {
        reference / "ontology.md": ontology(store, measured),
        **{drawn / f"{slug}.svg": picture for slug, picture in pictures(measured).items()},
        reference / "cli.md": commands(),
        reference / "questions.md": questions(ROOT / "queries", ROOT / "tests" / "golden" / "questions"),
    }


def main() -> int:
    """Write what has changed, and say what that was."""
    for path, text in made(_graph()).items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
            sys.stderr.write(f"wrote {path.relative_to(ROOT)}\n")
    return 0


def _graph() -> Store:
    """Build the graph from the checkout's content, as the tests do: nothing of the user's own project is in it."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name, "project")
        for kind in CONTENT:
            shutil.copytree(ROOT / kind, root / kind)
        project = Project(root=root, packaged=root)
        build(project)
        loaded = Store()
        loaded.extend(open_current(project.store))
        return loaded


if __name__ == "__main__":
    sys.exit(main())
