"""The site, and the pages that are generated: nothing in them drifts from what they are made from."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from kg.terms import dkg
from pages.__main__ import made
from pages.hooks import terms
from pages.measured import Measured
from pages.parts import BOXES, PARTS, unseen
from pages.pictures import Box, Row, draw
from support import ROOT, graph

_FETCHED = re.compile(
    r"""<(?:script|img|iframe)[^>]*\ssrc=["']?(?:https?:)?//|<link(?![^>]*rel=["']?(?:canonical|license))[^>]*\shref=["']?(?:https?:)?//"""
    r"""|url\(["']?(?:https?:)?//|@import"""
)


@pytest.fixture(scope="module")
def generated() -> dict[Path, str]:
    return made(graph().store)


@pytest.fixture(scope="module")
def measured() -> Measured:
    return Measured(graph().store)


def test_generated_pages_are_those_of_now(generated: dict[Path, str]) -> None:
    old = [
        p.relative_to(ROOT).as_posix()
        for p, text in generated.items()
        if not p.exists() or p.read_text("utf-8") != text
    ]
    assert not old, (
        f"{', '.join(old)} no longer fit what they are made from: run `python -m pages` and commit the pages"
    )


def test_no_picture_is_left_from_an_earlier_model(generated: dict[Path, str]) -> None:
    assert {path for path in generated if path.suffix == ".svg"} == set(
        (ROOT / "docs" / "assets" / "model").glob("*.svg")
    )


def test_the_pictures_show_every_class_and_every_link(measured: Measured) -> None:
    assert unseen(measured) == []
    shown = {each for box in BOXES for each in measured.below(box)}
    assert shown | {"Fact"} == set(measured.classes)


def test_every_property_of_the_ontology_is_on_the_page(generated: dict[Path, str], measured: Measured) -> None:
    page = generated[ROOT / "docs" / "reference" / "ontology.md"]
    # What serves the reasoner or marks the ontology stands in no data, names have no prefix of ours.
    assert [name for name in measured.properties if f"`dkg:{name}`" not in page] == ["counts", "derivedOn"]


def test_links_are_counted_in_the_classes_that_have_them(measured: Measured) -> None:
    link = next(link for link in measured.links("Position", BOXES) if link.property == "heldBy")
    held = graph().store.quads_for_pattern(None, dkg("heldBy"), None, None)  # of positions alone, by the ontology
    assert link.statements == sum(1 for _ in held)
    assert link.targets == ("Actor",)
    assert not link.derived
    assert next(link for link in measured.links("Position", BOXES) if link.property == "onBehalfOf").derived
    assert next(link for link in measured.links("Event", BOXES) if link.property == "about").derived
    assert not next(link for link in measured.links("Figure", BOXES) if link.property == "about").derived


def test_a_link_that_no_picture_shows_is_found(measured: Measured, monkeypatch: pytest.MonkeyPatch) -> None:
    without = tuple(part for part in PARTS if part.slug != "figures")
    monkeypatch.setattr("pages.parts.PARTS", without)
    assert "Figure measure" in unseen(measured)


def test_a_picture_is_xml_and_its_arrows_cross_no_column() -> None:
    far = Row("far", "C", ["C"], derived=False)
    near = Row("near & dear", "B", ["B"], derived=True)
    picture = draw(
        "A <picture>", [[Box("A", "", "#fff", [far, near])], [Box("B", "", "#fff", [])], [Box("C", "", "#fff", [])]]
    )
    root = ElementTree.fromstring(picture)
    space = "{http://www.w3.org/2000/svg}"
    assert root.findtext(f"{space}title") == "A <picture>"
    assert [path.get("class") for path in root.findall(f"{space}path")] == ["derived"]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # pyLODE leaves its style sheet open
def test_the_ontology_in_detail_has_every_term(measured: Measured) -> None:
    page = terms(ROOT / "ontology" / "dkg.ttl")
    missing = [
        name for name in (*measured.classes, *measured.properties) if f"https://w3id.org/dkg/ns#{name}" not in page
    ]
    assert not missing
    assert not _FETCHED.search(page)


def test_the_site_builds_without_a_warning_and_fetches_nothing(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(tmp_path)],
        cwd=ROOT, capture_output=True, encoding="utf-8", timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    pages = sorted(tmp_path.rglob("*.html"))
    assert len(pages) > len(list((ROOT / "docs").rglob("*.md")))  # each of them, the ontology in detail, and no page
    fetching = {page.name for page in pages if _FETCHED.search(page.read_text(encoding="utf-8"))}
    assert not fetching
    listed = (tmp_path / "index.html").read_text(encoding="utf-8")
    for page in (ROOT / "docs" / "howto").glob("*.md"):  # a page that is put there is found by itself
        assert f"howto/{page.stem}.html" in listed
