"""What tests of changes share: a small project that is built, which a test may change."""

from __future__ import annotations

from pathlib import Path

import pytest

from changes.worlds import small
from kg.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return small(tmp_path)
