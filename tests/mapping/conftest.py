"""The small invented project, fresh for each test."""

import pytest

from mapping.small import Small


@pytest.fixture
def small(tmp_path):
    return Small(tmp_path / "small")
