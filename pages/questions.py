"""The reference of the named questions, read from the heads of their files and from the answers that the tests hold."""

from __future__ import annotations

import csv
import shlex
from collections.abc import Iterator
from pathlib import Path

from kg.questions import Parameter, Question, read_questions
from pages.markdown import code, page, table

SHOWN = 3  # rows of an answer

_INTRO = """
`kg ask NAME -p key=value` answers a named question; `kg ask` lists them, and `kg ask NAME --sparql` prints the query;
[the page on asking](../howto/asking.md) tells the rest. A name is a slug (`sergei-lavrov`), a label in any language or
an IRI. Dates are years, months or days (`2018`, `2018-04`, `2018-04-09`) or years of the Iranian calendar (`1391 SH`).
The examples stand in the questions themselves; the tests run them, and the first rows of their answers are shown.
"""
_TYPES = {"date-from": "date, its first day", "date-to": "date, its last day"}


def questions(folder: Path, answers: Path) -> str:
    """Return the page on every question of a folder, with the rows of the answers in another."""
    found = read_questions(sorted(folder.glob("*.rq"), key=lambda path: path.stem))
    index = table(["question", "what it answers"], [(f"[{q.name}](#{q.name})", q.title) for q in found])
    return page("Questions", _INTRO, index, *(part for q in found for part in _question(q, answers / f"{q.name}.csv")))


def _question(question: Question, answer: Path) -> Iterator[str]:
    yield f"## {question.name}"
    yield f"**{question.title}.** {question.about}"
    if question.parameters:
        yield table(["parameter", "type", "default", "meaning"], map(_parameter, question.parameters))
    given = "".join(f" -p {shlex.quote(f'{name}={value}')}" for name, value in question.example.items())
    yield f"```sh\nkg ask {question.name}{given}\n```"
    yield _rows(answer)


def _parameter(parameter: Parameter) -> tuple[str, str, str, str]:
    if parameter.default is None:
        default = "needed"
    else:
        default = "open" if parameter.default in {"0001-01-01", "9999-12-31"} else code(parameter.default)
    return code(parameter.name), _TYPES.get(parameter.type, parameter.type), default, parameter.about


def _rows(answer: Path) -> str:
    with answer.open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    more = len(rows) - SHOWN
    return table(head, rows[:SHOWN]) + (f"\n\n… and {more} more {'row' if more == 1 else 'rows'}." if more > 0 else "")
