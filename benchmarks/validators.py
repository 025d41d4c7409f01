"""Validates one file or store with one engine of Python, several times in one process: what `validation.py` starts.

It prints tab-separated lines: "load" and "run" with the seconds that passed and those of processors, "memory" with the
most megabytes that a run took above what was there before, and "result" with shape and focus node, of the last run.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from pyoxigraph import NamedNode, RdfFormat, Store

from kg.building import read_project_shapes
from kg.project import locate_project
from kg.shacl import Report, validate

_T = TypeVar("_T")


def main() -> None:
    """Validate: the engine, the shapes (for pyshacl), the data, the number of runs."""
    engine, shapes, data, runs = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4])
    if engine == "pyshacl":
        _pyshacl(shapes, data, runs)
    else:
        _kg(data, runs)


def _kg(data: Path, runs: int) -> None:
    """Validate a store on disk, which is a folder, or a file that is read into memory first."""
    store = _timed("load", lambda: Store.read_only(str(data)) if data.is_dir() else _loaded(data))
    shapes = read_project_shapes(locate_project())
    before = _resident("VmRSS")
    _forget_peak()
    report = Report()
    for _ in range(runs):
        report = _timed("run", lambda: validate(store, shapes))
    _line("memory", _resident("VmHWM") - before)
    for result in report.results:
        if isinstance(result.focus, NamedNode):
            _line("result", result.shape.value, result.focus.value)


def _loaded(data: Path) -> Store:
    store = Store()
    store.bulk_load(path=str(data), format=RdfFormat.N_TRIPLES)
    return store


def _pyshacl(shapes: Path, data: Path, runs: int) -> None:
    import pyshacl
    import rdflib

    graph = _timed("load", lambda: rdflib.Graph().parse(data, format="nt"))
    shapes_graph = rdflib.Graph().parse(shapes, format="turtle")
    report = rdflib.Graph()
    for _ in range(runs):
        _, report, _ = _timed("run", lambda: pyshacl.validate(graph, shacl_graph=shapes_graph, inplace=True))
    for result in report.subjects(rdflib.RDF.type, rdflib.SH.ValidationResult):
        _line("result", report.value(result, rdflib.SH.sourceShape), report.value(result, rdflib.SH.focusNode))


def _timed(what: str, action: Callable[[], _T]) -> _T:
    begin, used = time.perf_counter(), time.process_time()
    made = action()
    _line(what, time.perf_counter() - begin, time.process_time() - used)
    return made


def _forget_peak() -> None:
    """Let the most memory be counted from now on, where the system can (Linux)."""
    reset = Path("/proc/self/clear_refs")
    if reset.exists():
        reset.write_text("5", encoding="ascii")


def _resident(field: str) -> float:
    """Return the memory of this process in megabytes, now (VmRSS) or at most (VmHWM); 0 where nothing tells it."""
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="ascii").splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1000 for line in lines if line.startswith(f"{field}:")), 0.0)


def _line(*cells: object) -> None:
    print(*cells, sep="\t", flush=True)


if __name__ == "__main__":
    main()
