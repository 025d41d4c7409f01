"""How long an export takes and how much memory it needs, beside pyoxigraph's own unsorted dump of the same store.

Wanted: sorted Turtle within 4 times the dump, and memory that does not grow with the graph. The graph is the real one,
or one of the model's shape grown to a size (`large.py`).
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from measure import Result, interleaved, report

from kg.arguments import GRAPH_FORMATS

_DUMP = """
import sys
from pyoxigraph import DefaultGraph, RdfFormat, Store
Store.read_only(sys.argv[1]).dump(sys.argv[2], RdfFormat.TURTLE, from_graph=DefaultGraph())
"""
_EXPORT = """
import sys
from pyoxigraph import Store
from kg.export.rdf import export
from kg.turtle import Source
with open(sys.argv[2], "w", encoding="utf-8", newline="") as out:
    export(Source(Store.read_only(sys.argv[1]), grouped=True), out=out, format=sys.argv[3])
"""


def main() -> None:
    """Measure each format at each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="how often each command is run (default 5)")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--size", type=int, nargs="*", default=[0], help="statements; 0 is the real graph (default)")
    parser.add_argument("--formats", nargs="*", default=["turtle", "ntriples"], choices=GRAPH_FORMATS)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        report([_measure(size, args, Path(folder)) for size in args.size], as_json=args.json)


def _measure(size: int, args: argparse.Namespace, folder: Path) -> Result:
    store = folder / f"store-{size}"
    # In a process of its own: what this one holds would count for those that it starts.
    made = [sys.executable, str(Path(__file__).with_name("large.py")), str(size), str(store)]
    count = int(subprocess.run(made, check=True, capture_output=True, text=True).stdout)
    out = str(folder / "out")
    commands = {"pyoxigraph's dump": [sys.executable, "-c", _DUMP, str(store), out]}
    for form in args.formats:
        commands[form] = [sys.executable, "-c", _EXPORT, str(store), out, form]
    peaks = {f"peak of {name}": f"{_peak(command)} MB" for name, command in commands.items()}
    timings = interleaved(commands, args.runs)
    return Result(f"{count:,} statements", timings, base="pyoxigraph's dump", more=peaks)


def _peak(command: list[str]) -> int:
    """Return the greatest memory of a process, in millions of bytes."""
    process = subprocess.Popen(command)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{' '.join(command)[:120]}: exit code {os.waitstatus_to_exitcode(status)}")
    unit = 1 if sys.platform == "darwin" else 1024
    return round(usage.ru_maxrss * unit / 1_000_000)


if __name__ == "__main__":
    main()
