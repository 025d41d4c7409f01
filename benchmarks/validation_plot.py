"""Draws what `validation.py` kept: seconds against statements, both in powers of ten, as SVG.

python benchmarks/validation_plot.py benchmarks/validation.json docs/pictures/validation.svg
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from validation import Measured

from kg.plots.style import COLOURS, GREY, INK, caption, styled, write

_SIZE = (6.4, 4.2)  # in inches
_TITLE = "Seconds for validating a whole graph, by statements"


def main() -> None:
    """Draw the picture of a file of measurements."""
    kept = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))["measured"]
    draw([Measured(**row) for row in kept], Path(sys.argv[2]))


def draw(measured: list[Measured], target: Path) -> None:
    """Write the picture."""
    from matplotlib.figure import Figure

    with styled():
        figure = Figure(figsize=_SIZE)
        axes = figure.add_axes((0.09, 0.17, 0.71, 0.75))
        axes.set_xscale("log")
        axes.set_yscale("log")
        axes.set_title(_TITLE, loc="left", fontsize=10)
        axes.set_xlabel("statements")
        axes.xaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
        axes.yaxis.set_major_formatter(lambda value, _: f"{value:g} s")
        axes.grid(which="major", color="#e5e5e5", linewidth=0.6)
        for number, name in enumerate(dict.fromkeys(each.engine for each in measured)):
            colour = INK if name.startswith("kg") else (*COLOURS, GREY)[number % (len(COLOURS) + 1)]
            points = [(each.size, each.least) for each in measured if each.engine == name and each.least]
            if not points:
                continue
            sizes, seconds = zip(*points, strict=True)
            dashed = "--" if "disk" in name or "command" in name else "-"
            axes.plot(sizes, seconds, dashed, marker="o", markersize=3.5, color=colour, linewidth=1.8)
            axes.annotate(
                name, points[-1], xytext=(7, 0), textcoords="offset points", va="center", color=colour, fontsize=8,
                annotation_clip=False,
            )  # fmt: skip
        caption(
            figure,
            "The fastest of several runs. Dashed: whole processes, from their start. Peers check three shapes less.",
        )
    with target.open("wb") as out:
        write(figure, "svg", _TITLE, out)


if __name__ == "__main__":
    main()
