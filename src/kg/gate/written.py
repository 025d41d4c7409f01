"""Writes a verdict: for people, as JSON, as SARIF 2.1.0 for code hosts and editors, and as the standard report."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, TextIO

from kg.gate.verdict import Fault, Verdict
from kg.shacl import Severity

__all__ = ["VERDICT_FORMATS", "write_verdict"]

VERDICT_FORMATS = ("text", "json", "sarif", "turtle")
_COLOURS = {Severity.VIOLATION: "31", Severity.WARNING: "33", Severity.INFO: "36"}
_LEVELS = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def write_verdict(verdict: Verdict, faults: Sequence[Fault], form: str, out: TextIO, *, colour: bool = False) -> None:
    """Write faults of a verdict, or all of it as the standard report, in one of `VERDICT_FORMATS`."""
    if form == "turtle":
        from kg.turtle import serialize

        serialize(verdict.report.triples(), out)
    elif form == "text":
        out.writelines(_text(fault, colour) for fault in faults)
    else:
        value = _sarif(faults) if form == "sarif" else _json(verdict, faults)
        out.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def _text(fault: Fault, colour: bool) -> str:
    line = str(fault)
    if colour:
        shown = f"\x1b[{_COLOURS[fault.severity]}m{fault.severity}\x1b[0m"
        line = line.replace(f": {fault.severity}: ", f": {shown}: ", 1)
    return f"{line}\n"


def _json(verdict: Verdict, faults: Sequence[Fault]) -> dict[str, Any]:
    return {
        "conforms": verdict.conforms,
        "statements": verdict.given,
        "derived": verdict.derived,
        "faults": [
            {
                "file": fault.place.file,
                "line": fault.place.line or None,
                "column": fault.place.column or None,
                **{name: value for name, value in fault._asdict().items() if name != "place"},
            }
            for fault in faults
        ],
    }


def _sarif(faults: Sequence[Fault]) -> dict[str, Any]:
    """Return a log of SARIF 2.1.0 with one run (OASIS standard, section 3.13)."""
    rules = sorted({_rule(fault) for fault in faults})
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "kg", "rules": [{"id": rule} for rule in rules]}},
                "columnKind": "unicodeCodePoints",
                "results": [_result(fault, rules) for fault in faults],
            }
        ],
    }


def _rule(fault: Fault) -> str:
    return fault.rule or "vocabulary"


def _result(fault: Fault, rules: list[str]) -> dict[str, Any]:
    location: dict[str, Any] = {"artifactLocation": {"uri": fault.place.file}}
    if fault.place.line:
        location["region"] = {"startLine": fault.place.line, "startColumn": fault.place.column or 1}
    return {
        "ruleId": _rule(fault),
        "ruleIndex": rules.index(_rule(fault)),
        "level": _LEVELS[fault.severity],
        "message": {"text": f"{fault.about}: {fault.message}"},
        "locations": [{"physicalLocation": location}],
    }
