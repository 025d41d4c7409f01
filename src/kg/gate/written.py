"""Writes a verdict: for people, as JSON, as SARIF 2.1.0 for code hosts and editors, and as the standard report."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import Any, TextIO

from kg.gate.verdict import Fault, Verdict
from kg.shacl import SHAPES, Severity
from kg.version import __version__

__all__ = ["VERDICT_FORMATS", "pages_of", "write_verdict"]

_PAGES = 4  # anchors that are named

VERDICT_FORMATS = ("text", "json", "sarif", "turtle")
_COLOURS = {Severity.VIOLATION: "31", Severity.WARNING: "33", Severity.INFO: "36"}
_LEVELS = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def write_verdict(verdict: Verdict, faults: Sequence[Fault], form: str, out: TextIO, *, width: int = 0) -> None:
    """Write faults of a verdict, or all of it as the standard report, in one of `VERDICT_FORMATS`.

    A terminal has a `width`: there lines are broken and coloured, and a file is named once, above what is wrong in it.
    """
    if form == "turtle":
        from kg.turtle import serialize

        serialize(verdict.report.triples(), out)
    elif form == "text":
        out.writelines(_for_terminal(faults, width) if width else (f"{fault}\n" for fault in faults))
    else:
        value = _sarif(verdict, faults) if form == "sarif" else _json(verdict, faults)
        out.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def _for_terminal(faults: Sequence[Fault], width: int) -> Iterator[str]:
    """Yield lines of a terminal: below the name of a file, what is wrong at each place, with its hanging lines."""
    file = ""
    for fault in faults:
        if fault.place.file != file:
            yield f"{'' if not file else chr(10)}\x1b[1m{fault.place.file}\x1b[0m\n"
            file = fault.place.file
        head = fault.head.removeprefix(f"{file}:").lstrip()
        lines = wrap(head, width - 2, subsequent_indent="    ", break_on_hyphens=False, break_long_words=False)
        shown = f"\x1b[{_COLOURS[fault.severity]}m{fault.severity}\x1b[0m"
        yield f"  {lines[0].replace(f'{fault.severity}: ', f'{shown}: ', 1)}\n"
        more = wrap(fault.detail.strip(), width - 4, subsequent_indent="  ", break_on_hyphens=False)
        yield from (f"  {line}\n" for line in lines[1:])
        yield from (f"    \x1b[2m{line}\x1b[0m\n" for line in more)


def _json(verdict: Verdict, faults: Sequence[Fault]) -> dict[str, Any]:
    return {
        "conforms": verdict.conforms,
        "statements": verdict.given,
        "derived": verdict.derived,
        "remark": verdict.remark,
        "faults": [
            {
                "file": fault.place.file,
                "line": fault.place.line or None,
                "column": fault.place.column or None,
                **{name: value for name, value in fault._asdict().items() if name != "place"},
                "help": f"{verdict.page}{fault.anchor}" if verdict.page and fault.anchor else "",
            }
            for fault in faults
        ],
    }


def _sarif(verdict: Verdict, faults: Sequence[Fault]) -> dict[str, Any]:
    """Return a log of SARIF 2.1.0 with one run (OASIS standard, section 3.13)."""
    rules = {_rule(fault): fault for fault in reversed(faults)}
    order = sorted(rules)
    described = [_described(rules[rule], verdict.page) for rule in order]
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "kg", "version": __version__, "rules": described}},
                "columnKind": "unicodeCodePoints",
                "results": [_result(fault, order) for fault in faults],
                **_invocation(verdict.remark),
            }
        ],
    }


def _invocation(remark: str) -> dict[str, Any]:
    """Return what the run itself has to tell, as a notification of its invocation (sections 3.20.21 and 3.58)."""
    told = {"level": "note", "message": {"text": remark}}
    invocation = {"executionSuccessful": True, "toolExecutionNotifications": [told]}
    return {"invocations": [invocation]} if remark else {}


def _described(fault: Fault, page: str) -> dict[str, Any]:
    """Return a rule: its name, where it is explained, and how grave its breaches are (section 3.49)."""
    rule: dict[str, Any] = {"id": _rule(fault), "defaultConfiguration": {"level": _LEVELS[fault.severity]}}
    if fault.anchor:
        rule["helpUri"] = f"{SHAPES}{fault.anchor[1:]}"
        if page:
            rule["help"] = {"text": f"{page}{fault.anchor} tells what is demanded, and of what."}
    elif fault.rule.startswith("<http"):
        rule["helpUri"] = fault.rule.strip("<>")
    return rule


def _rule(fault: Fault) -> str:
    return fault.rule or "vocabulary"


def _result(fault: Fault, rules: list[str]) -> dict[str, Any]:
    location: dict[str, Any] = {"artifactLocation": {"uri": _uri(fault.place.file)}}
    if fault.place.line:
        location["region"] = {"startLine": fault.place.line, "startColumn": fault.place.column or 1}
    detail = fault.detail.strip()
    return {
        "ruleId": _rule(fault),
        "ruleIndex": rules.index(_rule(fault)),
        "level": _LEVELS[fault.severity],
        "message": {"text": f"{fault.about}: {fault.message}{f' ({detail})' if detail else ''}"},
        "locations": [{"physicalLocation": location}],
    }


def _uri(file: str) -> str:
    """Return a file as a URI, relative as it was named (section 3.4.3)."""
    from pathlib import PurePath
    from urllib.parse import quote

    path = PurePath(file)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())


def pages_of(verdict: Verdict, faults: Sequence[Fault]) -> str:
    """Return where the page of rules explains those of some faults: its name, and the anchors on it, where it is."""
    anchors = list(dict.fromkeys(fault.anchor for fault in faults if fault.anchor))
    more = len(anchors) - _PAGES
    shown = ", ".join([*anchors[:_PAGES], *([f"and {more} more"] if more > 0 else [])])
    return f"{verdict.page}: {shown}" if anchors and verdict.page else ""
