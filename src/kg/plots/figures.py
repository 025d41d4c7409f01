"""Draws figures over time, a panel for each of which they are given; values that conflict are joined and marked."""

from __future__ import annotations

import datetime
from collections import defaultdict
from decimal import Decimal
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from kg.errors import UnusableError
from kg.plots.style import COLOURS, GREY, INK, caption, known, legend_below, number, styled, time_axis

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from kg.plots.plan import Picture, Row

__all__ = ["draw"]

_WIDTH, _PANEL, _FRAME = 11.0, 1.25, 1.75  # inches
_STATED, _HEDGED, _CONFLICT = COLOURS[0], COLOURS[4], COLOURS[1]
_SCALES = ((Decimal(10**9), ", in billions"), (Decimal(10**6), ", in millions"))
_TEXT = 10.0  # points between two lines of words
_FAR = 20  # from this ratio of the greatest to the least value on, the scale is logarithmic


class _Mark(NamedTuple):
    """A figure on its panel: its value in the unit of the axis, which bound that is (-1, 0, 1), and its row."""

    value: float
    bound: int
    row: Row

    @property
    def days(self) -> tuple[datetime.date | None, datetime.date | None]:
        """The days between which it holds."""
        return known(self.row, "beginEarliest"), known(self.row, "endLatest")


def draw(picture: Picture) -> Figure:
    """Return the picture of a measure: hedged values hollow, conflicts in red, undated ones in a strip at the left."""
    scale, unit = _unit(picture.rows)
    panels: dict[str, list[_Mark]] = defaultdict(list)
    for row in picture.rows:
        panels[row["about"]].append(_mark(row, scale))
    marks = [mark for each in panels.values() for mark in each]
    first, last = _limits(marks)
    with styled():
        figure = Figure(figsize=(_WIDTH, _FRAME + _PANEL * len(panels)))
        height = figure.get_size_inches()[1]
        grid = figure.add_gridspec(
            len(panels), 1, left=0.18, right=0.97, top=1 - 0.6 / height, bottom=1.05 / height, hspace=0.28
        )
        for place, (about, held) in enumerate(sorted(panels.items())):
            axes = figure.add_subplot(grid[place, 0])
            _frame(axes, about, marks, (first, last), last_panel=place == len(panels) - 1)
            _draw_marks(axes, held, first + 0.015 * (last - first))
        figure.text(0.012, 1 - 0.16 / height, f"{picture.title} ({unit})", fontsize=12, fontweight="bold", va="top")
        legend_below(figure, _legend(panels))
        far = "  ·  logarithmic scale" if _is_far(marks) else ""
        caption(figure, picture.caption + far)
    return figure


def _unit(rows: tuple[Row, ...]) -> tuple[Decimal, str]:
    """Return by what values are divided, and the name of the unit; figures of several units cannot share an axis."""
    units = sorted({row["unit"] for row in rows})
    if len(units) > 1:
        raise UnusableError(f"the figures are in several units: {', '.join(units)}", remedy="ask for another measure")
    most = max(abs(_number(row)) for row in rows)
    by, name = next((each for each in _SCALES if most >= each[0]), (Decimal(1), ""))
    unit = units[0] if units[0][:2].isupper() else units[0][:1].lower() + units[0][1:]
    return by, f"{unit}{name}"


def _number(row: Row) -> Decimal:
    return Decimal(row["value"] or row["lower"] or row["upper"])


def _mark(row: Row, scale: Decimal) -> _Mark:
    bound = 0 if row["value"] else 1 if row["lower"] else -1
    return _Mark(float(_number(row) / scale), bound, row)


def _limits(marks: list[_Mark]) -> tuple[float, float]:
    """Return the ends of the axis of time: all days that are known, room for names, a strip for what has no date."""
    days = [number(day) for mark in marks for day in mark.days if day] or [number(datetime.date(2000, 1, 1))]
    span = max(max(days) - min(days), 365.0)
    undated = 0.45 if any(mark.days == (None, None) for mark in marks) else 0.05
    return min(days) - undated * span, max(days) + 0.6 * span


def _is_far(marks: list[_Mark]) -> bool:
    least = min(mark.value for mark in marks)
    return least > 0 and max(mark.value for mark in marks) / least >= _FAR


def _frame(axes: Axes, about: str, marks: list[_Mark], limits: tuple[float, float], *, last_panel: bool) -> None:
    """Set up a panel: all share the axes of time and value."""
    values = [mark.value for mark in marks]
    if _is_far(marks):
        axes.set_yscale("log")
        axes.set_ylim(min(values) / 2.2, max(values) * 2.2)
    else:
        axes.set_ylim(min(0.0, min(values) * 1.3), max(max(values) * 1.35, 1e-9))
    axes.yaxis.set_major_formatter(lambda value, _: f"{value:g}")
    axes.yaxis.set_minor_formatter(lambda *_: "")
    axes.set_xlim(*limits)
    if all(mark.days == (None, None) for mark in marks):
        axes.set_xticks([])
    else:
        time_axis(axes)
    axes.tick_params(labelbottom=last_panel, labelsize=8)
    axes.grid(color="#ececec", linewidth=0.7)
    axes.set_axisbelow(True)
    axes.set_ylabel(_folded(about), rotation=0, ha="right", va="center", labelpad=14, fontsize=9)


def _folded(text: str) -> str:
    import textwrap

    return "\n".join(textwrap.wrap(text, 18))


def _draw_marks(axes: Axes, marks: list[_Mark], first: float) -> None:
    conflicting = {id(mark) for pair in _conflicts(marks) for mark in pair}
    for one, other in _conflicts(marks):
        at = _middle(one, first)
        axes.plot([at, at], [one.value, other.value], color=_CONFLICT, linewidth=1.2, linestyle=(0, (3, 2)), zorder=2)
    lowest: dict[float, float] = {}  # the height in points from which on there is room, at each place
    for mark in sorted(marks, key=lambda mark: mark.value):
        right = _right(mark, first)
        height = axes.transData.transform((right, mark.value))[1] * 72 / axes.figure.dpi
        room = max(height, lowest.get(right, height))
        lowest[right] = room + _TEXT
        _draw_mark(axes, mark, first, _CONFLICT if id(mark) in conflicting else _STATED, room - height)


def _right(mark: _Mark, first: float) -> float:
    """Return where in time the words beside a figure begin."""
    end = mark.days[1]
    return number(end) if end else _middle(mark, first)


def _draw_mark(axes: Axes, mark: _Mark, first: float, colour: str, lift: float) -> None:
    """Draw a figure: a line through its period, a point in its middle, its value and how it is hedged beside it."""
    begin, end = mark.days
    hedges = mark.row["hedges"]
    at, right = _middle(mark, first), _right(mark, first)
    if begin and end and begin != end:
        axes.plot(
            [number(begin), right], [mark.value] * 2, color=colour, linewidth=2.2, solid_capstyle="butt", zorder=3
        )
    marker = {0: "o", 1: "^", -1: "v"}[mark.bound]
    axes.plot(
        at, mark.value, marker=marker, markersize=7, color=colour, markeredgewidth=1.6,
        markerfacecolor="white" if hedges else colour, zorder=4,
    )  # fmt: skip
    axes.annotate(
        _said(mark),
        (right, mark.value),
        xytext=(9, lift),
        textcoords="offset points",
        fontsize=8,
        va="center",
        zorder=5,
    )


def _said(mark: _Mark) -> str:
    strict = mark.row["strict"] == "true"
    words = {1: ("at least ", "more than "), -1: ("at most ", "less than "), 0: ("", "")}[mark.bound][strict]
    when = mark.row["year"] or (f"given on {mark.row['asOf']}" if mark.row["asOf"] else "")
    notes = ", ".join(
        filter(None, (mark.row["hedges"].lower(), when or ("no date" if mark.days == (None, None) else "")))
    )
    return f"{words}{mark.value:g}{f'  ({notes})' if notes else ''}"


def _middle(mark: _Mark, first: float) -> float:
    """Return where a figure stands in time; what has no date stands at the left edge."""
    days = [number(day) for day in mark.days if day]
    return sum(days) / len(days) if days else first


def _conflicts(marks: list[_Mark]) -> list[tuple[_Mark, _Mark]]:
    """Return the pairs of exact values that differ for one time."""
    return [
        (one, other)
        for one, other in combinations(marks, 2)
        if one.bound == other.bound == 0 and one.days == other.days and one.value != other.value
    ]


def _legend(panels: dict[str, list[_Mark]]) -> list[object]:
    marks = [mark for each in panels.values() for mark in each]

    def point(label: str, marker: str = "o", **more: object) -> Line2D:
        return Line2D([], [], marker=marker, linestyle="none", markersize=7, label=label, **more)  # type: ignore[arg-type]

    handles: list[object] = []
    if any(not mark.row["hedges"] for mark in marks):
        handles.append(point("stated", color=INK))
    if any(mark.row["hedges"] for mark in marks):
        handles.append(point("hedged", color=INK, markerfacecolor="white", markeredgewidth=1.6))
    if any(_conflicts(each) for each in panels.values()):
        handles.append(Line2D([], [], color=_CONFLICT, linestyle=(0, (3, 2)), marker="o", label="values conflict"))
    if any(mark.bound == 1 for mark in marks):
        handles.append(point("at least", "^", color=INK))
    if any(mark.bound == -1 for mark in marks):
        handles.append(point("at most", "v", color=INK))
    if any(None not in mark.days and mark.days[0] != mark.days[1] for mark in marks):
        handles.append(Line2D([], [], color=GREY, linewidth=2.2, label="the period it is given for"))
    return handles
