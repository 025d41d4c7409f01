"""What the commands share that make changes: who signs, how long to wait, and what a refusal looks like."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TextIO

from kg.terminal import CLEAN, FOUND, plain, say

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable

    from kg.changes import Accepted, Signature
    from kg.project import Project

__all__ = ["changed", "signature", "signed"]


def signed(parser: ArgumentParser) -> None:
    """Add what signs a change, and how long to wait for another process that writes."""
    from kg.arguments import waiting

    parser.add_argument("-m", "--message", metavar="TEXT", help="what it is for (default: made of what it holds)")
    parser.add_argument(
        "--author", metavar="NAME", help="who makes it (default: KG_AUTHOR, the user of git, the login)"
    )
    parser.add_argument("--time", metavar="TIME", help="when, in ISO 8601 (default: SOURCE_DATE_EPOCH, now)")
    waiting(parser)


def signature(args: Namespace, project: Project) -> Signature:
    """Return what signs a change."""
    from kg.changes import sign

    return sign(project.root, time=args.time, author=args.author, message=args.message)


def changed(args: Namespace, project: Project, make: Callable[[], Accepted | None]) -> int:
    """Make a change in a project, tell it on stdout or why it was refused, and return the exit code."""
    from kg.changes import RefusedError
    from kg.gate import pages_of, show, write_verdict
    from kg.shacl import Severity

    form, shows = getattr(args, "format", "text"), getattr(args, "show", False)
    out = sys.stderr if shows else sys.stdout
    try:
        accepted = make()
    except RefusedError as refused:
        if shows:
            show(refused.verdict.files, sys.stdout)
        verdict = refused.verdict.documented_in(project.root)
        write_verdict(verdict, verdict.of(Severity.INFO), form, out)
        sys.stdout.flush()
        if form == "text" and (pages := pages_of(verdict, verdict.faults)):
            say(f"explained in {pages}")
        if verdict.remark:
            say(f"kg: {verdict.remark}")
        say(verdict.summary)
        say(f"kg: nothing was changed; {refused.remedy}")
        return FOUND
    if accepted is None:
        say("kg: the graph knows all of this already: nothing was changed")
        return CLEAN
    for fault in accepted.verdict.faults:
        say(str(fault))
    if accepted.verdict.remark:
        say(f"kg: {accepted.verdict.remark}")
    if shows:
        show(accepted.verdict.files, sys.stdout)
    if form == "json":
        _print_json(accepted, out)
    else:
        print(plain(str(accepted)), file=out)
    return CLEAN


def _print_json(accepted: Accepted, out: TextIO) -> None:
    import json

    change, derived = accepted.change, accepted.derived
    told = {
        "change": change.number,
        "file": change.file,
        "id": change.id,
        **change.head._asdict(),
        "asserted": {"added": len(change.delta.added), "removed": len(change.delta.removed)},
        "derived": {"added": len(derived.added), "removed": len(derived.removed)},
    }
    print(json.dumps(told, ensure_ascii=False, indent=2), file=out)
