"""Pictures: what they show is what the graph says, they are readable, and they are the same bytes always."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text

from kg.errors import KgError
from kg.export.network import network
from kg.plots import PLOTS, find_plot
from kg.plots.plan import Picture
from kg.plots.style import COLOURS, write
from kg.questions import undeclared
from support import ROOT, built, environment, graph, run_kg

PICTURES = {
    "timeline-rouhani": ("timeline", {"actor": "hassan-rouhani"}),
    "timeline": ("timeline", {}),
    "timeline-iran": ("timeline", {"actor": "iran"}),
    "network": ("network", {}),
    "network-sanaei": ("network", {"actor": "mehdi-sanaei"}),
    "figures": ("figures", {}),
} | {
    row["m"].value.rsplit("/", 1)[1]: ("figures", {"measure": row["m"].value})
    for row in graph().run("SELECT DISTINCT ?m { ?f dkg:measure ?m }")
}
DOCS = ROOT / "docs" / "pictures"
SHOWN = {"timeline-rouhani": "timeline", "network": "network", "figures": "figures"}


def made(name: str) -> tuple[Picture, Figure]:
    plot, parameters = PICTURES[name]
    picture = PLOTS[plot].picture(graph(), parameters)
    return picture, PLOTS[plot].draw(picture)


def svg(name: str) -> bytes:
    picture, figure = made(name)
    out = io.BytesIO()
    write(figure, "svg", picture.title, out)
    return out.getvalue()


# --- What they show ---------------------------------------------------------------------------------------------------


def test_the_timeline_has_what_the_question_answers() -> None:
    asked = {row["what"].value for row in graph().solve("timeline", {"actor": "hassan-rouhani"})}
    picture, figure = made("timeline-rouhani")
    assert {row["what"] for row in picture.rows} == asked
    names = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    assert {name.removesuffix(" (planned)") for name in names} == asked
    assert names.index("Negotiations of Putin and Rouhani in Shanghai") < names.index(
        "Meeting of Putin and Rouhani in Astrakhan"
    )


def test_what_is_certain_lies_within_what_is_possible() -> None:
    _, figure = made("timeline-iran")
    bars = [
        (bar.get_y(), bar.get_x(), bar.get_x() + bar.get_width(), bar.get_alpha()) for bar in figure.axes[0].patches
    ]
    possible = {y: (left, right) for y, left, right, alpha in bars if alpha == 0.35}
    certain = [(y, left, right) for y, left, right, alpha in bars if alpha is None]
    assert certain
    assert all(possible[y][0] <= left <= right <= possible[y][1] for y, left, right in certain if y in possible)
    attested = [y for y, _, _ in certain if y not in possible]  # open on both sides, and drawn for the day alone
    assert 0 < len(attested) < len(certain) < len(possible)


def test_the_network_is_the_one_that_is_exported() -> None:
    exported = network(graph().store, "who-met")
    picture, _ = made("network")
    drawn = {(row["one"].rsplit("/", 1)[1], row["other"].rsplit("/", 1)[1]): row for row in picture.rows}
    assert {ends: int(row["meetings"]) for ends, row in drawn.items()} == {
        (e.one, e.other): e.weight for e in exported.edges
    }
    assert {ends: len(row["sources"].split("; ")) for ends, row in drawn.items()} == {
        (each.one, each.other): each.passages for each in exported.edges
    }
    sides = {node.label: node.states for node in exported.nodes}
    assert all(
        row[f"{end}Side"] in (sides[row[f"{end}Name"]] or [""]) for row in picture.rows for end in ("one", "other")
    )


def test_a_network_of_one_actor_is_a_part_of_the_whole() -> None:
    whole, part = made("network")[0].rows, made("network-sanaei")[0].rows
    assert 0 < len(part) < len(whole)
    assert all(row in whole for row in part)
    about = [row for row in whole if "mehdi-sanaei" in row["one"] + row["other"]]
    assert all(row in part for row in about)


def test_figures_show_every_value_with_its_hedges_and_conflicts() -> None:
    asked = [
        tuple(term.value if term else "" for term in row)
        for row in graph().solve("figures", {"measure": "measure-trade-volume"})
    ]
    picture, figure = made("figures")
    assert sorted((row["about"], row["value"]) for row in picture.rows) == sorted((row[0], row[2]) for row in asked)
    words = [text.get_text() for axes in figure.axes for text in axes.texts]
    assert "5.3  (approximate, unofficial, Iranian year 1391)" in words
    assert "2  (estimated, Iranian year 1391)" in words
    panel = next(axes for axes in figure.axes if axes.get_ylabel() == "Iran and Russia")
    dashed = [line for line in panel.lines if line.get_linestyle() == "--"]
    assert [sorted(line.get_ydata()) for line in dashed] == [[2.0, 5.3]]
    others = [line for axes in figure.axes if axes is not panel for line in axes.lines if line.get_linestyle() == "--"]
    assert others == []


def test_the_caption_says_how_to_ask_and_how_many_sources() -> None:
    picture, _ = made("timeline-rouhani")
    assert (
        picture.caption == "kg plot timeline -p actor=hassan-rouhani  (query: --sparql)  ·  10 passages in 1 document"
    )
    query = run_kg(built(), "plot", "timeline", "-p", "actor=hassan-rouhani", "--sparql").stdout
    passages = {source for row in graph().run(query) for source in row["sources"].value.split("; ")}
    assert len(passages) == 10


@pytest.mark.parametrize("name", PLOTS)
def test_every_parameter_is_used(name: str) -> None:
    assert undeclared(PLOTS[name].question) is None


# --- Readable ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PICTURES)
def test_no_words_are_cut_or_lie_on_others(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    drawn: list[Text] = []
    draw = Text.draw
    monkeypatch.setattr(Text, "draw", lambda self, *given: (drawn.append(self), draw(self, *given)))
    _, figure = made(name)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    width, height = canvas.get_width_height()
    boxes = [
        (text.get_text(), text.get_window_extent(canvas.get_renderer())) for text in drawn if text.get_text().strip()
    ]
    boxes = [(words, box) for words, box in boxes if box.width > 1]  # labels that are switched off have no size
    assert len(boxes) > 3
    for words, box in boxes:
        assert box.x0 >= 0, words
        assert box.y0 >= 0, words
        assert box.x1 <= width, words
        assert box.y1 <= height, words
    for (one, first), (other, second) in combinations(boxes, 2):
        assert not first.padded(-1.5).overlaps(second.padded(-1.5)), f"{one!r} lies on {other!r}"


def test_colours_differ_in_lightness_as_well_as_in_hue() -> None:
    def lightness(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    stated, conflict = lightness(COLOURS[0]), lightness(COLOURS[1])
    assert abs(stated - conflict) > 0.05
    assert len(set(COLOURS)) == len(COLOURS) >= 6


# --- The same bytes ---------------------------------------------------------------------------------------------------


def test_neither_seed_nor_settings_change_the_bytes(tmp_path: Path) -> None:
    (tmp_path / "matplotlibrc").write_text("font.size: 30\naxes.facecolor: red\nsvg.hashsalt: other\n")
    settings = {"MATPLOTLIBRC": str(tmp_path / "matplotlibrc"), "SOURCE_DATE_EPOCH": "1"}
    for name in SHOWN:
        plot, parameters = PICTURES[name]
        given = [part for key, value in parameters.items() for part in ("-p", f"{key}={value}")]
        done = run_kg(built(), "plot", plot, *given, "-o", str(tmp_path / "told.svg"), seed="2", **settings)
        assert (done.returncode, done.stdout) == (0, ""), done.stderr
        assert (tmp_path / "told.svg").read_bytes() == svg(name)
    picture, figure = made("network")
    drawn = io.BytesIO()
    write(figure, "png", picture.title, drawn)
    assert run_kg(built(), "plot", "network", "-o", str(tmp_path / "told.png"), seed="2", **settings).returncode == 0
    assert (tmp_path / "told.png").read_bytes() == drawn.getvalue()
    assert drawn.getvalue().startswith(b"\x89PNG")


_NUMBER = re.compile(r"-?\d+\.\d+|-?\d+")


@pytest.mark.parametrize("name", SHOWN)
def test_the_pictures_of_the_documentation_are_those_that_the_command_draws(name: str) -> None:
    """Digits may differ where another processor rounds; `kg plot NAME -o docs/pictures/NAME.svg` renews them."""
    kept, drawn = (DOCS / f"{SHOWN[name]}.svg").read_text(encoding="utf-8"), svg(name).decode()
    assert _NUMBER.sub("0", kept) == _NUMBER.sub("0", drawn)
    pairs = zip(_NUMBER.findall(kept), _NUMBER.findall(drawn), strict=True)
    assert all(abs(float(one) - float(other)) < 0.5 for one, other in pairs)


@pytest.mark.parametrize("name", SHOWN)
def test_svg_holds_its_title_and_no_time(name: str) -> None:
    text = svg(name).decode()
    ElementTree.fromstring(text)
    assert "<dc:title>" in text
    assert "<dc:date>" not in text
    assert "Matplotlib" not in text


# --- The command ------------------------------------------------------------------------------------------------------


def test_svg_goes_to_stdout_and_the_list_names_every_plot() -> None:
    done = run_kg(built(), "plot", "network", "-o", "-")
    assert done.stdout.encode() == svg("network")
    listed = run_kg(built(), "plot").stdout
    assert all(name in listed for name in PLOTS)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["timelin"], "kg: there is no plot timelin; did you mean timeline?"),
        (["timeline", "-o", "x.pdf"], "kg: x.pdf is no SVG or PNG; end its name in .svg or .png"),
        (["timeline", "-p", "actr=iran"], "kg: timeline has no parameter actr; did you mean actor?"),
        (
            ["timeline", "-p", "actor=hassan-rouhani", "-p", "until=1900"],
            "kg: there is nothing to draw; ask for something else",
        ),
        (["figures", "-p", "measure=unit-usd"], "kg: there is nothing to draw; ask for something else"),
    ],
)
def test_misuse_is_one_sentence(arguments: list[str], message: str) -> None:
    done = run_kg(built(), "plot", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(message)
    assert done.stderr.count("\n") == 1


def test_figures_in_several_units_have_no_picture() -> None:
    picture, _ = made("figures")
    mixed = ({**picture.rows[0], "unit": "Percent"}, *picture.rows[1:])
    with pytest.raises(KgError, match="in several units: Percent, US dollar"):
        find_plot("figures").draw(picture._replace(rows=mixed))


def test_a_missing_matplotlib_is_named() -> None:
    script = "import sys; sys.modules['matplotlib'] = None; from kg.cli import main; sys.exit(main(sys.argv[1:]))"
    done = subprocess.run(
        [sys.executable, "-c", script, "plot", "network"], cwd=built(), env=environment(), capture_output=True,
        encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (2, "kg: plots need matplotlib; run `pip install matplotlib networkx`\n")
