"""Two documents date one tenure, membership or act: both claims stay; what both allow follows, or it is refused."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

import pytest

import kg
from kg.building import build
from kg.errors import FindingsError
from kg.project import Project
from kg.terms import dkg, entity
from kg.texts.documents import digest
from mapping.small import AUTHORITIES, HEADER
from support import ROOT

FIRST = """The First Report

Ann Alpha of Arcadia was Mayor of Zenda from 2001 to 2005. Arcadia has been an observer of the River Union since 1999.
Arcadia and Borduria signed the Water Treaty in May 2010.
"""
SECOND = """The Second Report

Ann Alpha of Arcadia was Mayor of Zenda in {year}. Former Mayor of Zenda Ann Alpha spoke. Arcadia was an observer of the
River Union in {year}. Arcadia and Borduria signed the Water Treaty on {day}.
"""
TENURE = ("Ann Alpha of Arcadia … {to}", "tenure: ann-alpha as mayor-of-zenda")
MEMBERSHIP = ("Arcadia {was} an … {to}", "membership: arcadia\n    in: river-union\n    as: observer")
TREATY = (
    "Arcadia and Borduria … {to}",
    "agreement: water-treaty\n    name: Water Treaty\n    parties: [arcadia, borduria]",
)
MAYOR, OBSERVER, SIGNED = "ann-alpha--mayor-of-zenda", "arcadia--river-union--observer", "water-treaty--signed"
BOUNDS = ("beginEarliest", "beginLatest", "endEarliest", "endLatest")


def mapping(slug: str, text: str, *records: tuple[str, str]) -> str:
    head = HEADER.replace("zenda-report", slug).replace("zenda.txt", f"{slug}.txt").replace("A Meeting in Zenda", slug)
    head = head.replace("{sha256}", digest(text)).partition("aliases:")[0] + "complete: no\npassages:\n"
    return head + "".join(f'- at: "{at}"\n  says:\n  - {record}\n' for at, record in records)


def first() -> tuple[tuple[str, str], ...]:
    return (
        (TENURE[0].format(to="to 2005."), TENURE[1] + "\n    when: 2001/2005\n    written: 2001 to 2005"),
        (MEMBERSHIP[0].format(was="has been", to="1999."), MEMBERSHIP[1] + "\n    when: 1999/..\n    written: '1999'"),
        (TREATY[0].format(to="2010."), TREATY[1] + "\n    signed: {when: 2010-05, written: May 2010}"),
    )


def second(year: str, day: str, written: str, why: str = "") -> tuple[tuple[str, str], ...]:
    prefer = f"\n    preferred: {why}" if why else ""
    signed = f"when: {day}, written: {written}" + (f", preferred: {why}" if why else "")
    dated = f"\n    when: {year}\n    written: '{year}'{prefer}"
    return (
        (TENURE[0].format(to=f"Zenda in {year}."), TENURE[1] + dated),
        (MEMBERSHIP[0].format(was="was", to=f"Union in {year}."), MEMBERSHIP[1] + dated),
        (TREATY[0].format(to=written + "."), TREATY[1] + f"\n    signed: {{{signed}}}"),
    )


def project(root: Path, **documents: tuple[str, tuple[tuple[str, str], ...]]) -> Project:
    """Write a project with the authorities of the small one and these documents: slug → text, records."""
    for kind in ("ontology", "shapes", "queries"):
        shutil.copytree(ROOT / kind, root / kind)
    for folder in ("mappings/authorities", "texts"):
        (root / folder).mkdir(parents=True)
    (root / "kg.toml").write_text('name = "rivals"\n', encoding="utf-8")
    (root / "mappings/authorities/all.yaml").write_text(AUTHORITIES, encoding="utf-8")
    for name, (text, records) in documents.items():
        (root / f"texts/{name}.txt").write_bytes(text.encode())
        (root / f"mappings/{name}.yaml").write_text(mapping(name, text, *records), encoding="utf-8")
    return Project(root, root, root / "texts")


def two(root: Path, year: str, day: str, written: str, why: str = "") -> kg.Graph:
    """Build the graph of the two reports."""
    text = SECOND.format(year=year, day=written)
    build(project(root, first=(FIRST, first()), second=(text, second(year, day, written, why))))
    return kg.open(root)


def value(graph: kg.Graph, fact: str, name: str) -> list[str]:
    return [q.object.value for q in graph.store.quads_for_pattern(entity(fact), dkg(name), None)]


def bounds(graph: kg.Graph, fact: str) -> list[str]:
    return [day for bound in BOUNDS for day in value(graph, fact, bound)]


def ask(graph: kg.Graph, name: str, **parameters: str) -> list[dict[str, str]]:
    out = io.StringIO(newline="")
    graph.ask(name, **parameters).write("csv", out)
    return list(csv.DictReader(io.StringIO(out.getvalue())))


def test_dates_that_agree_are_intersected(tmp_path: Path) -> None:
    graph = two(tmp_path, "2003", "2010-05-12", "12 May 2010")
    for fact in (MAYOR, OBSERVER, SIGNED):
        assert len(list(graph.store.quads_for_pattern(None, dkg("claimOf"), entity(fact)))) == 2
    assert (value(graph, MAYOR, "edtf"), value(graph, SIGNED, "edtf")) == (["2001/2005"], ["2010-05-12"])
    assert bounds(graph, MAYOR) == ["2001-01-01", "2001-12-31", "2005-01-01", "2005-12-31"]
    assert bounds(graph, OBSERVER) == ["1999-01-01", "1999-12-31", "2003-01-01", "9999-12-31"]
    assert bounds(graph, SIGNED) == ["2010-05-12"] * 4
    assert ask(graph, "conflicts") == []


def test_each_date_is_shown_with_its_source(tmp_path: Path) -> None:
    graph = two(tmp_path, "2003", "2010-05-12", "12 May 2010")
    shown = graph.show("ann-alpha").splitlines()
    for date, document in (("2001/2005", "first"), ("attested 2003", "second")):
        start = f"  Ann Alpha, Mayor of Zenda: date {date}  [{document} "
        assert [line for line in shown if line.startswith(start)], shown
    for question, parameters in {
        "posts": {"person": "ann-alpha"},
        "holders": {"post": "mayor-of-zenda"},
        "agreements": {"actor": "arcadia"},
        "timeline": {"actor": "arcadia"},
    }.items():
        (row,) = [row for row in ask(graph, question, **parameters) if "Publication" not in row.get("what", "")]
        assert {part.split()[0] for part in row["sources"].split("; ")} == {"first", "second"}, question
    dated = [row for row in ask(graph, "evidence", entity="water-treaty") if "date" in row["says"]]
    assert [(row["says"], row["written"]) for row in dated] == [
        ("Water Treaty, signed: date 2010-05", "May 2010"),
        ("Water Treaty, signed: date 2010-05-12", "12 May 2010"),
    ]


def test_dates_that_contradict_each_other_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FindingsError) as caught:
        two(tmp_path, "2012", "2011-01-03", "3 January 2011")
    found = sorted(str(finding) for finding in caught.value.findings if finding.severity == "error")
    told = ": {}: The claims of its date contradict each other: name the preferred one with `preferred:`."
    names = ("Ann Alpha, Mayor of Zenda", "Water Treaty, signed")
    assert len(found) == len(names)
    for name in names:
        assert any(told.format(name) in each and each.startswith("mappings/") for each in found), found


def test_a_preferred_date_displaces_its_rivals_and_the_conflict_is_shown(tmp_path: Path) -> None:
    graph = two(tmp_path, "2012", "2011-01-03", "3 January 2011", "the list of the town says so")
    assert (value(graph, MAYOR, "edtf"), value(graph, SIGNED, "edtf")) == (["2012"], ["2011-01-03"])
    assert bounds(graph, MAYOR) == ["0001-01-01", "2012-12-31", "2012-01-01", "9999-12-31"]
    assert value(graph, OBSERVER, "edtf") == ["2012"]
    rows = [(row["subject"], row["property"], row["one"], row["other"]) for row in ask(graph, "conflicts")]
    assert rows == [
        ("Ann Alpha, Mayor of Zenda", "date", "2001/2005", "2012"),
        ("Water Treaty, signed", "date", "2010-05", "2011-01-03"),
    ]
    assert all("first" in row["sources"] and "second" in row["sources"] for row in ask(graph, "conflicts"))


def test_a_former_mayor_was_mayor_before_the_day_of_the_text(tmp_path: Path) -> None:
    former = ("Former Mayor of Zenda Ann Alpha spoke.", TENURE[1] + "\n    former: yes")
    text = SECOND.format(year="2012", day="3 January 2011")
    build(project(tmp_path, second=(text, (former,))))
    graph = kg.open(tmp_path)
    assert bounds(graph, MAYOR) == ["0001-01-01", "2020-06-01", "0001-01-01", "2020-06-01"]
    assert "Ann Alpha: Mayor of Zenda  (over by 2020-06-01)" in graph.show("ann-alpha")
    assert {row["written"] for row in ask(graph, "evidence", entity="ann-alpha")} == {"", "former"}


def test_former_says_less_than_any_date(tmp_path: Path) -> None:
    former = ("Former Mayor of Zenda Ann Alpha spoke.", TENURE[1] + "\n    former: yes")
    text = SECOND.format(year="2012", day="3 January 2011")
    build(project(tmp_path, second=(text, (former, second("2012", "", "")[0]))))
    graph = kg.open(tmp_path)
    assert value(graph, MAYOR, "edtf") == ["2012"]
    assert bounds(graph, MAYOR) == ["0001-01-01", "2012-12-31", "2012-01-01", "2020-06-01"]


@pytest.mark.parametrize(
    ("day", "record", "message"),
    [
        ("2020-06-01", "former: late", "the passage does not show 'late'"),
        ("", "former: yes", "former by which day? The text has none; add `now:` to the header"),
    ],
)
def test_former_must_be_shown_and_the_text_must_have_a_day(tmp_path: Path, day: str, record: str, message: str) -> None:
    former = ("Former Mayor of Zenda Ann Alpha spoke.", f"{TENURE[1]}\n    {record}")
    made = project(tmp_path, second=(SECOND, (former,)))
    path = tmp_path / "mappings/second.yaml"
    written = path.read_text(encoding="utf-8")
    if not day:
        written = written.replace("published: 2020-06-01\nnow: 2020-06-01\n", "")
    path.write_text(written, encoding="utf-8")
    with pytest.raises(FindingsError) as caught:
        build(made)
    assert [message in str(finding) for finding in caught.value.findings if finding.severity == "error"] == [True]
