"""How long the validation of a whole graph takes, beside other engines, and whether each finds the mistakes in it.

Graphs come from `kg.generator`, with twenty mistakes each. Each engine validates each graph in a process of its own,
several times, and the engines take turns for so many rounds. The fastest run counts: the seconds that passed, and those
of processors, of all threads together. `kg from disk` and `Jena's command` are whole processes, from their start. Who
needed more than `--patience` seconds for a graph is not asked about larger ones.

Peers run on the shapes without the three that call the functions of `kg.shacl.functions`, which only `kg` knows. `make
peers` fetches the peers; what is not there is passed over. `--json FILE` keeps what was measured, for
`validation_plot.py`.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import platform
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import RdfFormat, Store, Triple, serialize

from kg.building import read_project_shapes
from kg.project import locate_project
from kg.shacl.functions import FUNCTIONS

_HERE = Path(__file__).parent
_PEERS = _HERE / "peers"
_FAULTS = 20


class Inputs(NamedTuple):
    """One graph: as N-Triples, as a store on disk, the shapes for peers, and what must be found."""

    data: Path
    store: Path
    shapes: Path
    size: int
    expected: frozenset[tuple[str, str]]


class Engine(NamedTuple):
    """An engine: its name, the command that runs it so many times, whether the process counts as a whole, and the
    most runs that it is given.
    """

    name: str
    command: Callable[[Inputs, int], Sequence[str]]
    whole: bool = False
    most: int = 100


class Measured(NamedTuple):
    """What an engine took for a graph, a pair for each run, fastest first: seconds that passed, and of processors.

    `load` is what reading the graph took before, `memory` the most megabytes above those of the graph that was read.
    """

    engine: str
    size: int
    runs: list[tuple[float, float]]
    load: float | None
    memory: float | None
    found: int | None
    unexpected: int | None
    ended: str

    @property
    def least(self) -> float | None:
        """The seconds that the fastest run took."""
        return self.runs[0][0] if self.runs else None

    def and_then(self, later: Measured) -> Measured:
        """Return what an engine took in this round and a later one; what it found must not differ."""
        if (self.found, self.unexpected, self.ended) != (later.found, later.unexpected, later.ended):
            raise SystemExit(f"{self.engine} does not find the same twice: {self} {later}")
        memory = max((each for each in (self.memory, later.memory) if each is not None), default=None)
        return self._replace(runs=sorted([*self.runs, *later.runs]), memory=memory)


def main() -> None:
    """Measure each engine at each size, and print a table."""
    args = _arguments()
    measured: dict[tuple[str, int], Measured] = {}
    engines = [each for each in _engines() if not args.engines or each.name in args.engines]
    with tempfile.TemporaryDirectory() as folder:
        for size in args.size:
            inputs = _prepare(size, Path(folder))
            slow = {each.engine for each in measured.values() if each.least is None or each.least > args.patience}
            for turn in range(args.rounds):
                for engine in (each for each in engines if each.name not in slow):
                    if turn and (engine.most == 1 or measured[engine.name, inputs.size].ended != "done"):
                        continue
                    now = _measure(engine, inputs, min(args.runs, engine.most), args.limit)
                    print(_told(now), file=sys.stderr, flush=True)
                    before = measured.get((engine.name, inputs.size))
                    measured[engine.name, inputs.size] = before.and_then(now) if before else now
                    _keep(_merged(list(measured.values()), args.kept), args)
    print(table(_merged(list(measured.values()), args.kept)))


def _keep(measured: list[Measured], args: argparse.Namespace) -> None:
    """Write what is measured so far, where that is wanted."""
    if args.json:
        system = {"python": platform.python_version(), "processors": os.cpu_count(), "limit_s": args.limit}
        rows = [each._asdict() for each in measured]
        args.json.write_text(json.dumps({**system, "measured": rows}, indent=1) + "\n", encoding="utf-8")


def _merged(measured: list[Measured], kept: Path | None) -> list[Measured]:
    """Return what was measured, and what was kept of an earlier run for other engines and sizes."""
    if not kept:
        return measured
    before = [Measured(**row) for row in json.loads(kept.read_text(encoding="utf-8"))["measured"]]
    new = {(each.engine, each.size): each for each in measured}
    old = {(each.engine, each.size): each for each in before}
    order = {name: number for number, name in enumerate(dict.fromkeys(each.engine for each in [*before, *measured]))}
    return sorted((old | new).values(), key=lambda each: (order[each.engine], each.size))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--size", type=int, nargs="*", default=[10_000, 100_000, 1_000_000], help="statements, small first"
    )
    parser.add_argument("--runs", type=int, default=5, help="runs in each process (default 5)")
    parser.add_argument("--rounds", type=int, default=1, help="how often each engine has its turn (default 1)")
    parser.add_argument("--patience", type=float, default=10, help="seconds of a run (default 10)")
    parser.add_argument("--limit", type=int, default=600, help="seconds of processors for each process (default 600)")
    parser.add_argument("--engines", nargs="*", help="only these, by their names in the table")
    parser.add_argument("--kept", type=Path, help="what an earlier run kept: counts for what this one does not measure")
    parser.add_argument("--json", type=Path, help="write what was measured to this file too")
    return parser.parse_args()


def _engines() -> Iterator[Engine]:
    python = [sys.executable, str(_HERE / "validators.py")]
    yield Engine("kg", lambda i, runs: [*python, "kg", str(i.shapes), str(i.data), str(runs)])
    yield Engine("kg from disk", lambda i, _: [*python, "kg", str(i.shapes), str(i.store), "1"], whole=True)
    yield Engine("pyshacl", lambda i, runs: [*python, "pyshacl", str(i.shapes), str(i.data), str(runs)], most=1)
    rudof = _PEERS / "target" / "python" / "bin" / "python"
    if rudof.exists():
        script = [str(rudof), str(_PEERS / "run_rudof.py")]
        yield Engine("rudof", lambda i, runs: [*script, str(i.shapes), str(i.data), str(runs)])
    classpath = _PEERS / "target" / "classpath"
    if classpath.exists():
        named = f"{_PEERS / 'target' / 'classes'}{os.pathsep}{classpath.read_text(encoding='utf-8')}"
        home = os.environ.get("JAVA_HOME")
        java = [str(Path(home) / "bin" / "java") if home else "java", "-Xmx8g", "-cp", named]
        for name, engine in (("Jena", "jena"), ("RDF4J", "rdf4j")):
            yield Engine(name, _on_jvm([*java, "Peers", engine]))
        command = [*java, "shacl.shacl", "validate"]
        yield Engine(
            "Jena's command", lambda i, _: [*command, "--shapes", str(i.shapes), "--data", str(i.data)], whole=True
        )


def _on_jvm(command: Sequence[str]) -> Callable[[Inputs, int], Sequence[str]]:
    return lambda i, runs: [*command, str(i.shapes), str(i.data), str(runs)]


def _prepare(size: int, folder: Path) -> Inputs:
    """Generate a graph and store it; write the shapes for peers."""
    data, store, shapes = folder / f"{size}.nt", folder / f"{size}.store", folder / "shapes.ttl"
    # In a process of its own: what this one holds would count for those that it starts.
    command = [sys.executable, "-m", "kg.generator", "--size", str(size), "--faults", str(_FAULTS), str(data)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    rows = list(csv.DictReader(done.stdout.splitlines()))
    stored = Store(str(store))
    stored.bulk_load(path=str(data), format=RdfFormat.N_TRIPLES)
    stored.optimize()
    stored.flush()
    serialize(_for_peers(), shapes, RdfFormat.TURTLE)
    return Inputs(data, store, shapes, len(stored), frozenset((row["shape"], row["focus"]) for row in rows))


def _for_peers() -> list[Triple]:
    """Return the statements of the shapes, those apart whose queries call a function that SPARQL does not know."""
    shapes = read_project_shapes(locate_project())
    called = [f"dks:{name.value.rpartition('#')[2]}(" for name in FUNCTIONS]
    out = {root.name for root in shapes.roots for sparql in root.sparql if any(name in sparql.query for name in called)}
    return [triple for triple in shapes.triples if triple.subject not in out]


def _measure(engine: Engine, inputs: Inputs, runs: int, limit: int) -> Measured:
    """Run an engine on a graph; whole processes as often as the others run in one."""
    processes, lines, ended = list[tuple[float, float]](), list[list[str]](), "done"
    for _ in range(runs if engine.whole else 1):
        begin, before = time.perf_counter(), os.times()
        lines, ended = _lines(engine.command(inputs, runs), limit)
        after = os.times()
        used = after.children_user + after.children_system - before.children_user - before.children_system
        if ended != "done":
            break
        processes.append((time.perf_counter() - begin, used))
    told = [line for line in lines if line[0] == "run"]  # a command of others tells its results in its own way
    results = {(line[1], line[2].strip("<>")) for line in lines if line[0] == "result"}
    complete = bool(told) and ended == "done"
    return Measured(
        engine.name,
        inputs.size,
        sorted(processes if engine.whole else [(float(line[1]), float(line[2])) for line in told]),
        next((float(line[2]) for line in lines if line[0] == "load"), None),
        next((float(line[1]) for line in lines if line[0] == "memory"), None),
        len(results & inputs.expected) if complete else None,
        len(results - inputs.expected) if complete else None,
        ended,
    )


def _lines(command: Sequence[str], limit: int) -> tuple[list[list[str]], str]:
    """Run a process, for at most so many seconds of processors; return the cells of its lines, and how it ended."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as out, tempfile.TemporaryFile("w+", encoding="utf-8") as err:
        process = subprocess.Popen(command, stdout=out, stderr=err)
        resource.prlimit(process.pid, resource.RLIMIT_CPU, (limit, limit))
        code = process.wait()
        ended = "done" if code == 0 else "stopped" if code in (-signal.SIGKILL, -signal.SIGXCPU) else "failed"
        out.seek(0)
        err.seek(0)
        if ended == "failed":
            sys.stderr.write(err.read()[-2000:])
        return [line.rstrip("\n").split("\t") for line in out], ended


def _told(each: Measured) -> str:
    took = f"{each.least:.3f} s" if each.least else each.ended
    memory = f", {each.memory:.0f} MB above" if each.memory is not None else ""
    return f"{each.engine}, {each.size}: {took}{memory}, found {each.found}, and {each.unexpected} others"


def table(measured: Sequence[Measured]) -> str:
    """Return a table in Markdown: engines and sizes, the seconds of the fastest run of each, how many times those of
    `kg`, and in brackets the seconds of processors.
    """
    sizes = sorted({each.size for each in measured})
    base = {each.size: each.least for each in measured if each.engine == "kg"}
    lines = ["| engine | " + " | ".join(f"{size:,}" for size in sizes) + " | mistakes found |"]
    lines.append("|---" * (len(sizes) + 2) + "|")
    for name in dict.fromkeys(each.engine for each in measured):
        mine = {each.size: each for each in measured if each.engine == name}
        cells = [_cell(mine.get(size), base.get(size)) for size in sizes]
        lines.append(f"| {name} | " + " | ".join(cells) + f" | {_found(mine.values())} |")
    return "\n".join(lines)


def _found(measured: Iterable[Measured]) -> str:
    told = {(each.found, each.unexpected) for each in measured if each.found is not None}
    return "; ".join(f"{found} of {_FAULTS}{f', {more} others' if more else ''}" for found, more in sorted(told))


def _cell(each: Measured | None, base: float | None) -> str:
    if each is None:
        return ""
    if each.least is None:
        return each.ended
    times = f", {_short(each.least / base)} ×" if base and each.least != base else ""
    return f"{_short(each.least)} s{times} ({_short(min(used for _, used in each.runs))} s)"


def _short(number: float) -> str:
    """Return a number with two digits, or without a fraction."""
    return f"{number:.2g}" if number < 10 else f"{number:.0f}"


if __name__ == "__main__":
    main()
