"""Validates a file of N-Triples with rudof, several times in one process; it prints what `Peers` in Java prints.

It runs in the environment that `make peers` makes, in which there is nothing else.
"""

from __future__ import annotations

import sys
import time

from pyrudof import RDFFormat, Rudof, RudofConfig, ShaclFormat, ShaclValidationMode  # type: ignore[import-not-found]


def main() -> None:
    """Validate: the shapes, the data, the number of runs."""
    shapes, data, runs = sys.argv[1], sys.argv[2], int(sys.argv[3])
    rudof = Rudof(RudofConfig())
    begin, used = time.perf_counter(), time.process_time()
    rudof.read_data(data, format=RDFFormat.NTriples)
    print("load", time.perf_counter() - begin, time.process_time() - used, sep="\t")
    rudof.read_shacl(shapes, format=ShaclFormat.Turtle)
    report = None
    for _ in range(runs):
        begin, used = time.perf_counter(), time.process_time()
        report = rudof.validate_shacl(mode=ShaclValidationMode.Native)
        print("run", time.perf_counter() - begin, time.process_time() - used, sep="\t", flush=True)
    for result in [] if report is None else list(report):  # a report that does not conform counts as false
        print("result", result.source_shape, result.focus_node, sep="\t")


if __name__ == "__main__":
    main()
