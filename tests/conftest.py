"""What all tests share: the five texts where they are at hand, a copy of the project to change, Hypothesis profiles."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from kg.project import CONTENT, Project

ROOT = Path(__file__).resolve().parents[1]
NEAR = ROOT.parent / "shared" / "seeds"

_IN_CI = bool(os.environ.get("CI"))
_SLOW = [HealthCheck.too_slow]
settings.register_profile("default", max_examples=100, deadline=None, derandomize=_IN_CI, suppress_health_check=_SLOW)
settings.register_profile("long", max_examples=5_000, deadline=None, derandomize=_IN_CI, suppress_health_check=_SLOW)
settings.load_profile("default")


def find_sources() -> Path | None:
    """Return the folder of the texts: KG_SOURCES where it is set, else the one beside the checkout, if it is there."""
    named = os.environ.get("KG_SOURCES")
    folder = Path(named).resolve() if named else NEAR
    return folder if any(folder.glob("*.txt")) else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "sources" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.sources)


@pytest.fixture(scope="session")
def sources() -> Path:
    """The folder of the five texts; without them the test is skipped."""
    folder = find_sources()
    if folder is None:
        pytest.skip("the five texts are not at hand: set KG_SOURCES to their folder")
    return folder


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A copy of the project's content that a test may change; nothing else is read, and the texts are not at hand."""
    root = tmp_path / "project"
    for kind in CONTENT:
        shutil.copytree(ROOT / kind, root / kind)
    shutil.copy(ROOT / "kg.toml", root)
    return Project(root=root, packaged=root)
