"""Draws who met whom: the people of each part of the network on a circle, so that no name lies on another."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from kg.plots.style import COLOURS, GREY, caption, legend_below, styled

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from kg.plots.plan import Picture

__all__ = ["draw"]

_WIDTH = 11.0  # inches
_LINE = 0.34  # inches between the names of two people on one side of a circle
_LEAST = 0.75  # inches
_NAME = 1.75  # inches for names beside a circle
_MARGIN = 0.3


class _Circle(NamedTuple):
    """A part of the network: its people in their order on the circle, and its radius in inches."""

    people: tuple[str, ...]
    radius: float

    @property
    def width(self) -> float:
        return 2 * (self.radius + _NAME)

    @property
    def height(self) -> float:
        return 2 * (self.radius + _MARGIN) if len(self.people) > 2 else 2 * _MARGIN


class _People(NamedTuple):
    """Names and sides of people, and how often each two met."""

    names: dict[str, str]
    sides: dict[str, str]
    meetings: dict[tuple[str, str], int]


def draw(picture: Picture) -> Figure:
    """Return the picture of a network: a line for each two who met, thicker and with a number where more than once."""
    people = _read(picture)
    circles = [_circle(part, people) for part in _parts(people.meetings)]
    rows = _rows_of(circles)
    inner = sum(max(circle.height for circle in row) for row in rows)
    colours = _colours(people.sides)
    with styled():
        figure = Figure(figsize=(_WIDTH, inner + 1.15))
        height = figure.get_size_inches()[1]
        axes = figure.add_axes((0, 0.6 / height, 1, inner / height))
        axes.set_axis_off()
        axes.set_xlim(0, _WIDTH)
        axes.set_ylim(0, inner)
        top = inner
        for row in rows:
            high = max(circle.height for circle in row)
            left = (_WIDTH - sum(circle.width for circle in row)) / 2
            for circle in row:
                _draw_circle(axes, circle, (left + circle.width / 2, top - high / 2), people, colours)
                left += circle.width
            top -= high
        figure.text(0.012, 1 - 0.16 / height, picture.title, fontsize=12, fontweight="bold", va="top")
        handles: list[object] = [
            Line2D([], [], marker="o", color=colour, linestyle="none", label=side or "no side known")
            for side, colour in colours.items()
        ]
        legend_below(figure, handles)
        often = "  ·  thicker with a number: met more than once" if max(people.meetings.values()) > 1 else ""
        caption(figure, picture.caption + often)
    return figure


def _read(picture: Picture) -> _People:
    people = _People({}, {}, {})
    for row in picture.rows:
        for end in ("one", "other"):
            people.names[row[end]] = row[f"{end}Name"]
            people.sides[row[end]] = row[f"{end}Side"]
        people.meetings[row["one"], row["other"]] = int(row["meetings"])
    return people


def _parts(pairs: Iterable[tuple[str, str]]) -> list[set[str]]:
    """Return the parts of the network that nothing joins, the largest first."""
    near: dict[str, set[str]] = defaultdict(set)
    for one, other in pairs:
        near[one].add(other)
        near[other].add(one)
    parts: list[set[str]] = []
    left = set(near)
    while left:
        part, waiting = set[str](), [min(left)]
        while waiting:
            person = waiting.pop()
            if person not in part:
                part.add(person)
                waiting.extend(near[person] - part)
        parts.append(part)
        left -= part
    return sorted(parts, key=lambda part: (-len(part), min(part)))


def _circle(part: set[str], people: _People) -> _Circle:
    """Return a circle on which those of one side stand together."""
    ordered = sorted(part, key=lambda person: (people.sides[person], people.names[person], person))
    return _Circle(tuple(ordered), max(math.ceil(len(part) / 2) * _LINE / 2, _LEAST))


def _rows_of(circles: Iterable[_Circle]) -> list[list[_Circle]]:
    """Put circles side by side as far as they fit."""
    rows: list[list[_Circle]] = []
    for circle in circles:
        if rows and sum(each.width for each in rows[-1]) + circle.width <= _WIDTH:
            rows[-1].append(circle)
        else:
            rows.append([circle])
    return rows


def _colours(sides: dict[str, str]) -> dict[str, str]:
    """Return a colour for each side, the commonest first; grey for those without one, and where colours run out."""
    counts: dict[str, int] = defaultdict(int)
    for side in sides.values():
        counts[side] += 1
    ranked = sorted((side for side in counts if side), key=lambda side: (-counts[side], side))
    found = {side: COLOURS[rank] if rank < len(COLOURS) else GREY for rank, side in enumerate(ranked)}
    return found | ({"": GREY} if "" in counts else {})


def _draw_circle(
    axes: Axes, circle: _Circle, centre: tuple[float, float], people: _People, colours: dict[str, str]
) -> None:
    """Draw lines, dots and names of one part; a name stands outside the circle, on its own side of it."""
    at = _places(circle, centre)
    for (one, other), meetings in people.meetings.items():
        if one in at and other in at:
            axes.plot(
                *zip(at[one], at[other], strict=True), color="#9a9a9a", linewidth=0.8 + 0.9 * (meetings - 1), zorder=1
            )
            if meetings > 1:
                x, y = ((a + b) / 2 for a, b in zip(at[one], at[other], strict=True))
                box = {"boxstyle": "round,pad=0.15", "facecolor": "white", "edgecolor": "none"}
                axes.text(x, y, str(meetings), fontsize=8, ha="center", va="center", bbox=box, zorder=2)
    for person, (x, y) in at.items():
        axes.plot(x, y, marker="o", color=colours[people.sides[person]], markersize=8, zorder=3)
        right = x >= centre[0]
        axes.text(
            x + (0.12 if right else -0.12), y, people.names[person], fontsize=8.5, ha="left" if right else "right",
            va="center", zorder=4,
        )  # fmt: skip


def _places(circle: _Circle, centre: tuple[float, float]) -> dict[str, tuple[float, float]]:
    """Return where each person stands: half of them down the right side, the others up the left, evenly by height."""
    half = math.ceil(len(circle.people) / 2)
    found = {}
    for side, people in ((1, circle.people[:half]), (-1, circle.people[half:][::-1])):
        for place, person in enumerate(people):
            y = circle.radius * (1 - 2 * (place + 0.5) / len(people))
            x = side * math.sqrt(circle.radius**2 - y**2)
            found[person] = (centre[0] + x, centre[1] + y)
    return found
