"""How long a change of one meeting takes: its validation in the neighbourhood, and its way to the disk, at each size.

A change is a meeting of a generated graph that was taken out before: the event, the claims about it, who took part,
what they said there, with all that follows. It is laid over a store on disk and validated; then it is written in one
transaction and flushed. Seconds of processors for the one, seconds that pass for the other, since it waits for the disk.
Wanted: 3 ms for the one and 20 ms for both, at every size.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from measure import Result, report
from pyoxigraph import NamedNode, QuerySolutions, Store

from kg.building import read_project_shapes
from kg.generator import generate
from kg.project import locate_project
from kg.shacl import labels_of
from kg.shacl.incremental import Plan, affected, compile_plan, validate_change
from kg.store.overlay import Overlay

_MEETINGS = """
    PREFIX dkg: <https://w3id.org/dkg/ns#>
    SELECT ?meeting WHERE {
        ?meeting a dkg:Meeting ; dkg:hasParticipant ?someone .
        FILTER NOT EXISTS { ?other dkg:subEventOf|dkg:occasion ?meeting }
    }
    GROUP BY ?meeting ORDER BY ?meeting
"""
_PARTS = """
    PREFIX dkg: <https://w3id.org/dkg/ns#>
    SELECT DISTINCT ?part WHERE {
        { BIND(?meeting AS ?part) }
        UNION { ?part dkg:claimOf ?meeting }
        UNION { ?part dkg:inEvent ?meeting }
        UNION { ?part dkg:statedIn/dkg:inEvent ?meeting }
    }
"""


def main() -> None:
    """Measure changes at each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, nargs="*", default=[10_000, 100_000, 1_000_000], help="statements")
    parser.add_argument("--runs", type=int, default=20, help="how many meetings (default 20)")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    args = parser.parse_args()
    plan = compile_plan(read_project_shapes(locate_project()))
    with tempfile.TemporaryDirectory() as folder:
        report([_measure(size, args.runs, plan, Path(folder)) for size in args.size], as_json=args.json)


def _measure(size: int, runs: int, plan: Plan, folder: Path) -> Result:
    store = Store(str(folder / str(size)))
    for batch in generate(size):
        store.bulk_extend(batch.quads)
    store.optimize()
    store.flush()
    label, statements = labels_of(store), []
    validated, written = list[float](), list[float]()
    for meeting in list(_rows(store, _MEETINGS))[-runs - 1 :]:
        change = [
            quad
            for part in _rows(store, _PARTS.replace("?meeting", str(meeting)))
            for quad in store.quads_for_pattern(part, None, None)
        ]
        for quad in change:
            store.remove(quad)
        store.flush()
        begin = time.process_time()
        over = Overlay(store)
        for quad in change:
            over.add(quad)
        found = validate_change(plan, over, affected(plan, over), label)
        validated.append(time.process_time() - begin)
        assert not found.results, found
        begin = time.perf_counter()
        store.extend(change)
        store.flush()
        written.append(time.perf_counter() - begin)
        statements.append(len(change))
    # The first one fills caches.
    timings = {"validated": validated[1:], "written and flushed": written[1:]}
    return Result(f"{len(store):,} statements", timings, more={"statements of a change": statistics.median(statements)})


def _rows(store: Store, query: str) -> Iterator[NamedNode]:
    """Yield the nodes that a query finds."""
    rows = store.query(query)
    assert isinstance(rows, QuerySolutions)
    for row in rows:
        node = row[0]
        assert isinstance(node, NamedNode)
        yield node


if __name__ == "__main__":
    main()
