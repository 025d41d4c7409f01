"""How much memory and time it takes to write the rows of an answer, in each format, at two sizes.

The rows come from a query that needs no store. Wanted: the same peak of memory for ten times the rows.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

from kg.results import BINARY, FORMATS, Limited, Stream, write, write_binary

_DIGITS = "{ 0 1 2 3 4 5 6 7 8 9 }"


def main() -> None:
    """Measure each format in processes of their own; with a format and a size, be one of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--format", choices=(*FORMATS, *BINARY), help="this one alone")
    parser.add_argument("--digits", type=int, default=6, metavar="N", help="at most 10^N rows (default 6)")
    parser.add_argument("--once", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.once:
        print(json.dumps(measure(args.format, args.digits)))
        return
    print(f"{'format':<10} {'rows':>10} {'peak MB':>8} {'rows a second':>14}")
    for form in [args.format] if args.format else (*FORMATS, *BINARY):
        for digits in (args.digits - 1, args.digits):
            command = [sys.executable, __file__, "--once", "--format", form, "--digits", str(digits)]
            found = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
            print(
                f"{form:<10} {found['rows']:>10,} {found['peak_mb']:>8.1f} {found['rows_a_second']:>14,.0f}", flush=True
            )


def measure(form: str, digits: int) -> dict[str, float]:
    """Write 10^digits rows to nowhere; return how many, the peak of memory and the speed."""
    from pyoxigraph import QuerySolutions, Store

    values = " ".join(f"VALUES ?{'abcdefgh'[at]} {_DIGITS}" for at in range(digits))
    found = Store().query(f"SELECT * {{ {values} BIND(CONCAT('text ', STR(?a)) AS ?z) }}")
    assert isinstance(found, QuerySolutions)
    rows = Limited(Stream.of(found))
    begin = time.perf_counter()
    if form in BINARY:
        with Path(os.devnull).open("wb") as nowhere:
            write_binary(rows, form, nowhere)
    else:
        with Path(os.devnull).open("w", encoding="utf-8") as out:
            write(rows, form, out)
    spent = time.perf_counter() - begin
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"rows": rows.read, "peak_mb": peak, "rows_a_second": rows.read / spent}


if __name__ == "__main__":
    main()
