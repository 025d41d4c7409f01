"""Gives the examples in docstrings a graph: `g`, and a folder in which `kg.open()` finds it."""

from __future__ import annotations

import re

import pytest

_NEEDS = re.compile(r"\bg[.\[]|kg\.open\(\)")


@pytest.fixture(autouse=True)
def graph_of_examples(
    request: pytest.FixtureRequest, doctest_namespace: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Open the graph for an example that asks it; no other waits for it to be built."""
    if not isinstance(request.node, pytest.DoctestItem):
        return
    if any(_NEEDS.search(example.source) for example in request.node.dtest.examples):
        from support import built, graph

        monkeypatch.chdir(built())
        doctest_namespace["g"] = graph()
