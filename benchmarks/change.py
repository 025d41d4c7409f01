"""How long a change of one meeting takes: inference and validation in its neighbourhood, and its way to the disk.

A change is a meeting of a generated graph that was taken out before: the event, the claims about it, who took part and
what they said there. It is laid over a store on disk, what follows is derived, and both are validated; then all of it
is written in one transaction and flushed. Seconds of processors for the one; for the other, which waits for the disk,
seconds that pass. Wanted: 3 ms for validation and 20 ms for all, at every size.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from measure import Result, report
from pyoxigraph import NamedNode, QuerySolutions, Store

from kg.building import read_ontology, read_project_rules, read_project_shapes
from kg.generator import generate
from kg.project import locate_project
from kg.reason import Screen
from kg.reason.maintenance import maintain
from kg.reason.ruleplan import RulePlan, compile_rules
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


class Plans(NamedTuple):
    """What shapes and rules read, compiled once."""

    shapes: Plan
    rules: RulePlan


def main() -> None:
    """Measure changes at each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, nargs="*", default=[10_000, 100_000, 1_000_000], help="statements")
    parser.add_argument("--runs", type=int, default=20, help="how many meetings (default 20)")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    args = parser.parse_args()
    project, ontology = locate_project(), Store()
    ontology.extend(read_ontology(project))
    plans = Plans(compile_plan(read_project_shapes(project)), compile_rules(read_project_rules(project), ontology))
    with tempfile.TemporaryDirectory() as folder:
        report([_measure(size, args.runs, plans, Path(folder)) for size in args.size], as_json=args.json)


def _measure(size: int, runs: int, plans: Plans, folder: Path) -> Result:
    store = Store(str(folder / str(size)))
    for batch in generate(size):
        store.bulk_extend(batch.quads)
    store.optimize()
    store.flush()
    label, statements = labels_of(store), []
    inferred, validated, written = list[float](), list[float](), list[float]()
    told = Screen(store)
    for meeting in list(_rows(store, _MEETINGS))[-runs - 1 :]:
        parts = list(_rows(store, _PARTS.replace("?meeting", str(meeting))))
        about = [quad for part in parts for quad in store.quads_for_pattern(part, None, None)]
        change = [quad for quad in about if not told.derived(quad)]
        for quad in about:
            store.remove(quad)
        store.flush()
        begin = time.process_time()
        over = Overlay(store)
        for quad in change:
            over.add(quad)
        maintain(plans.rules, over)
        inferred.append(time.process_time() - begin)
        begin = time.process_time()
        found = validate_change(plans.shapes, over, affected(plans.shapes, over), label)
        validated.append(time.process_time() - begin)
        assert not found.results, found
        assert set(about) <= {*over.added, *change}, "not all that follows was derived"
        begin = time.perf_counter()
        store.extend(over.added)
        store.flush()
        written.append(time.perf_counter() - begin)
        statements.append(len(over.added))
    # The first one fills caches.
    timings = {"inferred": inferred[1:], "validated": validated[1:], "written and flushed": written[1:]}
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
