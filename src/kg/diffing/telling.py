"""News as text for people and as JSON for programs: grouped by entity, in the order that they come in."""

from __future__ import annotations

import json
from collections import Counter
from itertools import groupby

from kg.diffing.news import News

__all__ = ["as_json", "as_text"]

_SIGNS = {"gained": "+", "lost": "-", "changed": "~"}


def as_text(news: News, *, derived: bool = False) -> str:
    """Return news as text, empty where nothing changed; with `derived`, what follows from it is told too.

    >>> from kg.diffing.news import Change
    >>> print(as_text(News((Change("Iran", ":iran", "gained", "also called Persia", ":iran"),), ())), end="")
    Iran  :iran
      + also called Persia
    <BLANKLINE>
    1 gained
    """
    lines = list[str]()
    for (label, entity), group in groupby(news.changes, key=lambda change: (change.label, change.entity)):
        lines.append(label if label == entity else f"{label}  {entity}")
        lines += [f"  {_SIGNS[each.how]} {_one_line(each.words)}{' [1]' if each.guess else ''}" for each in group]
        lines.append("")
    if derived and news.derived:
        lines += ["Derived", *(f"  {_SIGNS[how]} {_one_line(words)}" for how, words in news.derived), ""]
    if news:
        lines.append(_summary(news, derived))
    if any(each.guess for each in news.changes):
        lines.append("[1] two facts, taken for one because all else of them is equal")
    return "\n".join(lines) + "\n" if lines else ""


def _summary(news: News, derived: bool) -> str:
    counts = Counter(each.how for each in news.changes)
    told = ", ".join(f"{counts[how]} {how}" for how in _SIGNS if counts[how])
    count = len(news.derived)
    more = f"{count} derived statement{'' if count == 1 else 's'}" if count else ""
    hint = "" if derived or not more else " (--all tells them)"
    return "; ".join(filter(None, [told, more])) + hint


def _one_line(words: str) -> str:
    return " ".join(words.split())


def as_json(news: News) -> str:
    """Return news as JSON: `changes` and `derived`, each a list of objects."""
    told = {
        "changes": [each._asdict() for each in news.changes],
        "derived": [{"how": how, "statement": words} for how, words in news.derived],
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"
