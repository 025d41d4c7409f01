"""`python -m kg.generator`: write a generated graph as N-Triples, and tell its mistakes.

The graph goes into FILE, and a row for each mistake to stdout: what it is, the shape that must find it, the node.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterable, Sequence
from pathlib import PurePath

from pyoxigraph import Quad, RdfFormat, serialize

from kg.errors import UnusableError
from kg.files import whole
from kg.generator.batches import generate
from kg.generator.faults import Expected
from kg.terminal import CLEAN, coded, say, speak_utf8

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Write a graph; return 0, or 2 where that cannot be."""
    parser = argparse.ArgumentParser(prog="python -m kg.generator", description="Write a generated graph as N-Triples.")
    parser.add_argument("file", metavar="FILE", help="ends in .nt or .nt.gz; - is stdout, for a graph without mistakes")
    parser.add_argument("--size", type=int, default=10_000, metavar="N", help="statements, about (default 10000)")
    parser.add_argument("--seed", type=int, default=0, metavar="N", help="another seed gives another graph (default 0)")
    parser.add_argument("--faults", type=int, default=0, metavar="N", help="how many mistakes it has (default none)")
    args = parser.parse_args(arguments)
    return coded(lambda: _run(args), debug=False)


def _run(args: argparse.Namespace) -> int:
    speak_utf8()
    if args.file == "-" and args.faults:
        raise UnusableError(
            "mistakes are told on stdout, and so would be the graph", remedy="name a file for the graph"
        )
    if args.file == "-":
        for batch in generate(args.size, seed=args.seed):
            sys.stdout.write(_lines(batch.quads))
        return CLEAN
    if not PurePath(args.file).name.lower().endswith((".nt", ".nt.gz")):
        raise UnusableError(f"{args.file} would hold N-Triples", remedy="name a file that ends in .nt or .nt.gz")
    size, expected = _write(args)
    rows = csv.writer(sys.stdout, lineterminator="\n")
    if expected:
        rows.writerow(Expected._fields)
    rows.writerows((each.shape.value, each.focus.value, each.fault) for each in expected)
    say(f"{size} statements written to {args.file}, {len(expected)} mistakes among them")
    return CLEAN


def _write(args: argparse.Namespace) -> tuple[int, list[Expected]]:
    size, expected = 0, list[Expected]()
    with whole(args.file) as out:
        for batch in generate(args.size, seed=args.seed, faults=args.faults):
            out.write(_lines(batch.quads))
            size += len(batch.quads)
            expected += batch.expected
    return size, expected


def _lines(quads: Iterable[Quad]) -> str:
    text = serialize((quad.triple for quad in quads), format=RdfFormat.N_TRIPLES)
    assert text is not None
    return text.decode()


if __name__ == "__main__":
    sys.exit(main())
