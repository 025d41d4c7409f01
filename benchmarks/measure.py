"""Runs commands in turn and compares how long they take: medians of whole processes, in one run.

The runs are interleaved, so that a machine that slows down for a while slows all of them. It asserts nothing.
"""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

__all__ = ["Result", "arguments", "interleaved", "report"]

Timings = dict[str, list[float]]


def arguments(what: str, runs: int) -> argparse.Namespace:
    """Read the command line that all benchmarks share."""
    parser = argparse.ArgumentParser(description=what)
    parser.add_argument("--runs", type=int, default=runs, help=f"how often each command is run (default {runs})")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    return parser.parse_args()


def interleaved(commands: Mapping[str, Sequence[str]], runs: int) -> Timings:
    """Run each command once to warm up, then all of them in turn; return their seconds."""
    for command in commands.values():
        _run(command)
    found: Timings = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            found[name].append(_run(command))
    return found


class Result(NamedTuple):
    """What a benchmark found: its name, the seconds of each command, the one to compare with, and other facts."""

    name: str
    timings: Timings
    base: str | None = None
    more: Mapping[str, object] = {}

    def medians(self) -> dict[str, float]:
        """Return the median of each command, in seconds."""
        return {name: statistics.median(seconds) for name, seconds in self.timings.items()}

    def ratios(self) -> dict[str, float]:
        """Return the medians as multiples of that of the base, or nothing where there is none."""
        medians = self.medians()
        return {name: round(middle / medians[self.base], 3) for name, middle in medians.items()} if self.base else {}


def report(results: Iterable[Result], *, as_json: bool) -> None:
    """Print results as tables, or as one JSON document with every run."""
    found = list(results)
    if not as_json:
        print("\n\n".join(map(_table, found)))
        return
    listed = [
        {"name": r.name, "median_s": r.medians(), "ratio": r.ratios(), "runs_s": r.timings, **r.more} for r in found
    ]
    print(json.dumps({"python": platform.python_version(), "system": platform.platform(), "benchmarks": listed}))


def _table(result: Result) -> str:
    ratios = result.ratios()
    rows = [
        f"{name:<32} {middle * 1000:8.1f} ms  least {min(result.timings[name]) * 1000:8.1f} ms"
        + (f"  {ratios[name]:5.2f} ×" if ratios else "")
        for name, middle in result.medians().items()
    ]
    return "\n".join([result.name, *rows, *(f"{name}: {value}" for name, value in result.more.items())])


def _run(command: Sequence[str]) -> float:
    begin = time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    took = time.perf_counter() - begin
    if done.returncode:
        sys.exit(f"{' '.join(command)[:120]}: exit code {done.returncode}\n{done.stderr}")
    return took
