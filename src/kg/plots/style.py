"""How pictures look, and how they are written: one type, colours that the colour-blind can tell apart, no clock.

It knows matplotlib, and nothing of what is drawn.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, BinaryIO

from kg.errors import UnusableError

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from kg.plots.plan import Row

__all__ = [
    "COLOURS",
    "FORMATS",
    "GREY",
    "INK",
    "caption",
    "known",
    "legend_below",
    "number",
    "styled",
    "time_axis",
    "write",
]

FORMATS = ("svg", "png")
INK, GREY = "#222222", "#8a8a8a"
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9")
"""After Okabe and Ito: apart from one another for every kind of colour vision."""

_OPEN = {"0001-01-01", "9999-12-31"}
_SETTINGS: dict[Any, Any] = {
    "font.family": ["DejaVu Sans"],  # comes with matplotlib: the same letters everywhere
    "font.size": 9,
    "axes.edgecolor": GREY,
    "axes.labelcolor": INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "svg.hashsalt": "kg",
    "svg.fonttype": "path",  # letters as shapes: they look alike in every viewer, and nothing is cut
    "text.parse_math": False,
    "date.epoch": "1970-01-01T00:00:00",
    "figure.dpi": 100,
    "savefig.dpi": 150,
}


@contextmanager
def styled() -> Iterator[None]:
    """Draw within this: the settings of a user's own matplotlib do not count."""
    import matplotlib

    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(_SETTINGS)
        yield


def write(figure: Figure, form: str, title: str, out: BinaryIO) -> None:
    """Write a figure as one of `FORMATS`, without the time and the program that wrote it."""
    with styled():
        if form == "svg":
            figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None, "Title": title})
        elif form == "png":
            figure.savefig(out, format="png", metadata={"Software": None, "Title": title})
        else:
            raise UnusableError(f"pictures are SVG or PNG, not {form}", remedy="end the file's name in .svg or .png")


def caption(figure: Figure, text: str) -> None:
    """Put a line below everything, at the left."""
    height = figure.get_size_inches()[1]
    figure.text(0.012, 0.1 / height, text, fontsize=7.5, color="#555555", ha="left", va="bottom")


def legend_below(figure: Figure, handles: list[object]) -> None:
    """Put the legend above the caption, in one line from the left."""
    height = figure.get_size_inches()[1]
    figure.legend(
        handles=handles, loc="lower left", bbox_to_anchor=(0.005, 0.25 / height), ncols=len(handles), frameon=False,
        fontsize=8, handlelength=1.6, columnspacing=1.4,
    )  # fmt: skip


def time_axis(axes: Axes) -> None:
    """Mark years, or months where there are few."""
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

    locator = AutoDateLocator(minticks=3, maxticks=9)  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator, show_offset=False))  # type: ignore[no-untyped-call]


def number(day: datetime.date) -> float:
    """Return where a day stands on an axis of time, in days since 1970.

    >>> number(datetime.date(1970, 1, 2))
    1.0
    """
    return float((day - datetime.date(1970, 1, 1)).days)


def known(row: Row, bound: str) -> datetime.date | None:
    """Return a bound of a row; None where it is open."""
    return None if row[bound] in _OPEN or not row[bound] else datetime.date.fromisoformat(row[bound])
