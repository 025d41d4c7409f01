"""Pictures of the model as SVG: boxes of classes in columns, their properties as rows, an arrow from row to class.

It knows rows and places and nothing of RDF. Text is set in a fixed-width font, so that the width of a box is known
without measuring; the same model gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import NamedTuple

_CHARACTER = 7.3  # the width of a character of the rows, in pixels
_HEAD, _ROW, _PAD, _GAP, _ASIDE = 26, 18, 10, 22, 64
_MARGIN = 20
_INK, _QUIET, _ASSERTED, _DERIVED = "#1b2a33", "#5f6f78", "#2d6a8e", "#b0622a"
_STYLE = (
    f"text{{font:12px ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace;fill:{_INK}}}"
    ".class{font:600 13px system-ui,'Segoe UI','DejaVu Sans',sans-serif}"
    f".below{{font:11px system-ui,'Segoe UI','DejaVu Sans',sans-serif;fill:{_QUIET}}}"
    f".type{{fill:{_QUIET};text-anchor:end}}.derived{{fill:{_DERIVED}}}"
    f"path{{fill:none;stroke:{_ASSERTED};stroke-width:1.2}}"
    f"path.derived{{stroke:{_DERIVED};stroke-dasharray:5 3;fill:none}}"
)


class Row(NamedTuple):
    """A property in a box: its name, what it leads to in words, and the boxes that arrows lead to."""

    name: str
    type: str
    targets: Sequence[str]
    derived: bool


class Box(NamedTuple):
    """A class: its name, a line on its subclasses, a colour, its properties."""

    name: str
    below: str
    fill: str
    rows: Sequence[Row]

    @property
    def head(self) -> float:
        """The height of the head."""
        return _HEAD + (16 if self.below else 0)

    @property
    def height(self) -> float:
        """The height of the whole."""
        return self.head + _ROW * len(self.rows) + (8 if self.rows else 0)

    @property
    def width(self) -> float:
        """The width of the whole."""
        rows = max((len(row.name) + len(row.type) + 3 for row in self.rows), default=0) * _CHARACTER
        return max(rows, len(self.name) * 9, len(self.below) * 6.2, 70) + 2 * _PAD


class _Place(NamedTuple):
    column: int
    x: float
    y: float
    box: Box

    @property
    def middle(self) -> float:
        return self.y + self.box.head / 2


def draw(title: str, columns: Sequence[Sequence[Box]]) -> str:
    """Return a picture of boxes in columns."""
    places = _place(columns)
    width = max(place.x + place.box.width for place in places.values()) + _MARGIN
    height = max(place.y + place.box.height for place in places.values()) + _MARGIN
    left = -_MARGIN  # room for arrows within the first column
    view = f'viewBox="{left} 0 {width - left:.0f} {height:.0f}" width="{width - left:.0f}"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {view} role="img">',
        f"<title>{escape(title)}</title>",
        f"<style>{_STYLE}</style>",
        "<defs>" + _marker("asserted", _ASSERTED) + _marker("derived", _DERIVED) + "</defs>",
        f'<rect x="{left}" width="{width - left:.0f}" height="{height:.0f}" fill="#fff"/>',
        *(line for place in places.values() for line in _arrows(place, places)),
        *(line for place in places.values() for line in _box(place)),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _place(columns: Sequence[Sequence[Box]]) -> Mapping[str, _Place]:
    """Set columns side by side, each centred upright."""
    heights = [sum(box.height for box in column) + _GAP * (len(column) - 1) for column in columns]
    found, x = {}, float(_MARGIN)
    for number, column in enumerate(columns):
        y = _MARGIN + (max(heights) - heights[number]) / 2
        for box in column:
            found[box.name] = _Place(number, x, y, box)
            y += box.height + _GAP
        x += max(box.width for box in column) + _ASIDE
    return found


def _arrows(place: _Place, places: Mapping[str, _Place]) -> list[str]:
    lines = []
    for number, row in enumerate(place.box.rows):
        y = place.y + place.box.head + _ROW * number + _ROW / 2 + 2
        for target in dict.fromkeys(row.targets):
            if target in places and _near(place, places[target]):
                kind = "derived" if row.derived else "asserted"
                path = _path(place, y, places[target], number)
                lines.append(f'<path class="{kind}" d="{path}" marker-end="url(#{kind})"/>')
    return lines


def _near(start: _Place, end: _Place) -> bool:
    """Tell whether an arrow is drawn: to another box, in the same column or the next one, so that it crosses none."""
    return start is not end and abs(start.column - end.column) <= 1


def _path(start: _Place, y: float, end: _Place, number: int) -> str:
    """Return a curve from a row to the head of a box; within a column it runs around on the left."""
    x, to = start.x, end.x - 2
    if end.column > start.column:
        x += start.box.width
        leave = arrive = (to - x) / 2
    elif end.column == start.column:
        leave, arrive = -26 - 5 * (number % 5), 26 + 5 * (number % 5)
    else:
        to += end.box.width + 4
        leave = arrive = (to - x) / 2
    bends = f"{x + leave:.1f} {y:.1f} {to - arrive:.1f} {end.middle:.1f}"
    return f"M{x:.1f} {y:.1f}C{bends} {to:.1f} {end.middle:.1f}"


def _box(place: _Place) -> list[str]:
    box, x, y = place.box, place.x, place.y
    frame = f'x="{x:.1f}" y="{y:.1f}" width="{box.width:.1f}" rx="5"'
    lines = [
        f'<rect {frame} height="{box.height:.1f}" fill="#fff" stroke="{box.fill}"/>',
        f'<rect {frame} height="{box.head:.1f}" fill="{box.fill}"/>',
        f'<text class="class" x="{x + _PAD:.1f}" y="{y + 18:.1f}">{escape(box.name)}</text>',
    ]
    if box.below:
        lines.append(f'<text class="below" x="{x + _PAD:.1f}" y="{y + 34:.1f}">{escape(box.below)}</text>')
    for number, row in enumerate(box.rows):
        down = y + box.head + _ROW * number + 15
        derived = ' class="derived"' if row.derived else ""
        lines.append(f'<text{derived} x="{x + _PAD:.1f}" y="{down:.1f}">{escape(row.name)}</text>')
        lines.append(f'<text class="type" x="{x + box.width - _PAD:.1f}" y="{down:.1f}">{escape(row.type)}</text>')
    return lines


def _marker(name: str, colour: str) -> str:
    return (
        f'<marker id="{name}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
        f'<path d="M0 0L8 4L0 8z" style="fill:{colour};stroke:none"/></marker>'
    )
