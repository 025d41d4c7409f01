"""Fixtures: the shapes of the project, and each example in turn."""

from __future__ import annotations

import pytest

from kg.shacl import Shapes, read_shapes
from shacl.examples import ROOT, examples


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    for kind in ("valid", "invalid"):
        if f"{kind}_example" in metafunc.fixturenames:
            given = examples(kind)
            metafunc.parametrize(f"{kind}_example", given, ids=[example.name for example in given])


@pytest.fixture(scope="session")
def shapes() -> Shapes:
    return read_shapes([ROOT / "shapes"])
