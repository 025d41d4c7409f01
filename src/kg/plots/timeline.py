"""Draws a timeline: a line for each event or act, where it possibly lies, and within that where it certainly does."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, NamedTuple

from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from kg.plots.style import COLOURS, GREY, INK, caption, known, legend_below, number, styled, time_axis

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from kg.errors import UnusableError
from kg.plots.plan import Picture, Row

__all__ = ["draw"]

_KINDS = {
    "Meeting": "meeting", "Visit": "visit", "Act": "act on an agreement", "Process": "process",
    "Publication": "publication", "Event": "other event",
}  # fmt: skip
_COLOUR = dict(zip(_KINDS, COLOURS, strict=True))
_WIDTH, _LINE, _FRAME, _LETTER = 12.0, 0.24, 1.55, 0.066  # inches
_LONGEST = 84  # characters of a name


_BOUNDS = ("beginEarliest", "beginLatest", "endEarliest", "endLatest")


class _Span(NamedTuple):
    """Days between which something lies; None is open."""

    begin: datetime.date | None
    end: datetime.date | None


def draw(picture: Picture) -> Figure:
    """Return the picture of a timeline, the earliest at the top; what nothing dates is counted in the caption."""
    dated = sorted((row for row in picture.rows if any(known(row, bound) for bound in _BOUNDS)), key=_when)
    if not dated:
        raise UnusableError("nothing here has a date that could be drawn", remedy="ask for something else")
    names = [_short(row) for row in dated]
    undated = len(picture.rows) - len(dated)
    with styled():
        figure = Figure(figsize=(_WIDTH, _FRAME + _LINE * max(len(dated), 1)))
        height = figure.get_size_inches()[1]
        left = (0.3 + _LETTER * max(map(len, names), default=0)) / _WIDTH
        axes = figure.add_axes((left, 0.95 / height, 0.985 - left, 1 - _FRAME / height))
        first, last = _limits(dated)
        for place, row in enumerate(dated):
            _draw_row(axes, place, row, (first, last))
        axes.set_yticks(range(len(dated)), names, fontsize=8)
        axes.set_ylim(len(dated) - 0.4, -0.6)
        axes.set_xlim(number(first), number(last))
        axes.tick_params(axis="y", length=0)
        axes.spines["left"].set_visible(False)
        time_axis(axes)
        axes.grid(axis="x", color="#e4e4e4", linewidth=0.7)
        axes.set_axisbelow(True)
        figure.text(0.012, 1 - 0.16 / height, picture.title, fontsize=12, fontweight="bold", va="top")
        legend_below(figure, _legend(dated))
        missing = f"  ·  {undated} without any date not shown" if undated else ""
        caption(figure, picture.caption + missing)
    return figure


def _draw_row(axes: Axes, place: int, row: Row, limits: tuple[datetime.date, datetime.date]) -> None:
    """Draw the days on which it possibly was as a pale bar, those on which it certainly was as a dark one."""
    colour = _COLOUR[_kind(row)]
    held = row["status"] == "Held"
    possible = _possible(row)
    begin, end = number(possible.begin or limits[0]), number(possible.end or limits[1]) + 1
    if possible != (None, None):  # else it is known of some day alone that it was under way
        axes.barh(
            place, end - begin, left=begin, height=0.5, color=colour if held else "white",
            alpha=0.35 if held else 1.0, edgecolor=colour, linewidth=0.8, hatch=None if held else "////",
        )  # fmt: skip
        for side, at, marker in ((possible.begin, begin, "<"), (possible.end, end, ">")):
            if side is None:
                axes.plot(at, place, marker=marker, color=colour, markersize=5, clip_on=False, zorder=4)
    certain = _Span(known(row, "beginLatest"), known(row, "endEarliest"))
    if held and certain.begin and certain.end and certain.begin <= certain.end:
        left, right = number(certain.begin), number(certain.end) + 1
        axes.barh(place, right - left, left=left, height=0.5, color=colour)
        axes.plot((left + right) / 2, place, marker="D", color=colour, markersize=4.2, zorder=5)


def _possible(row: Row) -> _Span:
    return _Span(known(row, "beginEarliest"), known(row, "endLatest"))


def _when(row: Row) -> tuple[str, str, str]:
    """Return by what rows are sorted: the first day that is known of each."""
    begin, end = _possible(row)
    inner = known(row, "beginLatest") or known(row, "endEarliest")
    return str(begin or inner or end), str(end or inner), row["what"]


def _limits(rows: list[Row]) -> tuple[datetime.date, datetime.date]:
    """Return the days at the ends of the axis: all that is known, and some air."""
    days = [day for row in rows for day in (known(row, bound) for bound in _BOUNDS) if day]
    air = max((max(days) - min(days)).days // 25, 20)
    return min(days) - datetime.timedelta(air), max(days) + datetime.timedelta(air)


def _kind(row: Row) -> str:
    return row["class"].rpartition("#")[2]


def _short(row: Row) -> str:
    """Return the name of a row, with its status where it did not take place; of a long one the end of an act stays."""
    status = "" if row["status"] == "Held" else f" ({row['status'].lower()})"
    name, comma, deed = row["what"].rpartition(", ") if _kind(row) == "Act" else (row["what"], "", "")
    room = _LONGEST - len(comma + deed + status)
    return (name if len(name) <= room else name[: room - 1].rstrip() + "…") + comma + deed + status


def _legend(rows: list[Row]) -> list[object]:
    kinds = {_kind(row) for row in rows}
    handles: list[object] = [Patch(color=_COLOUR[kind], label=name) for kind, name in _KINDS.items() if kind in kinds]
    handles.append(Line2D([], [], marker="D", color=INK, linestyle="none", markersize=4.2, label="certainly then"))
    handles.append(Patch(color=GREY, alpha=0.35, label="possibly then"))
    if any(None in _possible(row) for row in rows):
        handles.append(Line2D([], [], marker="<", color=INK, linestyle="none", markersize=5, label="open to this side"))
    if any(row["status"] != "Held" for row in rows):
        handles.append(Patch(facecolor="white", edgecolor=GREY, hatch="////", label="not held"))
    return handles
