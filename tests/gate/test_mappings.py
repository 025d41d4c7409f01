"""`kg validate` of mappings: compiled with their project, staged with what it knows, each finding at its record."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest

import kg
from support import built, copy_project, run_kg

TEXT = "Talks in Tehran\n\nTrade of Iran and Russia reached 5 billion dollars in 2019. Sergei Lavrov was in Tehran.\n"
MAPPING = """document: talks-readout
title: Talks in Tehran
text: talks-readout.txt
sha256: {sha256}
language: en
published: 2020-01-02
complete: no
publication:
  kind: article
  basis: outside
  note: The publisher is not known.
passages:
- at: Talks in Tehran
  nothing: heading
- at: Trade of Iran … in 2019.
  says:
  - figure: trade-volume
    about: iran-and-russia
    {amount}
    when: 2019
    written: in 2019
"""


def project(tmp_path: Path) -> Path:
    (tmp_path / "kg.toml").write_text('name = "a"\n', encoding="utf-8")
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "talks-readout.txt").write_text(TEXT, encoding="utf-8")
    return tmp_path


def mapping(folder: Path, amount: str = "value: 5000000000\n    unit: usd", name: str = "new.yaml") -> Path:
    path = folder / name
    digest = sha256(TEXT.encode()).hexdigest()
    path.write_text(MAPPING.format(sha256=digest, amount=amount), encoding="utf-8")
    return path


def test_a_new_mapping_is_valid_before_it_is_put_in_its_place(tmp_path: Path) -> None:
    mapping(project(tmp_path))
    done = run_kg(tmp_path, "validate", "new.yaml", "--sources", "texts")
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr
    assert done.stderr.rstrip().endswith("nothing is wrong")
    assert not (tmp_path / ".kg").exists() and not list(tmp_path.glob("**/*.lock.json"))


def test_what_the_shapes_find_stands_at_the_record(tmp_path: Path) -> None:
    mapping(project(tmp_path), "value: 5000000000\n    unit: percent")
    done = run_kg(tmp_path, "validate", "new.yaml", "--sources", "texts")
    assert done.returncode == 1
    assert "new.yaml:17:5: violation: figure: Trade volume" in done.stdout
    assert "Trade volume is not given in Percent" in done.stdout
    assert "[dks:figure-allowed-unit]" in done.stdout


@pytest.mark.parametrize(
    ("amount", "found"),
    [
        ("value: 6000000000\n    unit: usd", "new.yaml:19:12: violation: mapping: "),
        ("vale: 5000000000\n    unit: usd", "new.yaml:19:5: violation: mapping: unknown key vale; did you mean value?"),
        ("value: 5000000000\n    unit: usdd", "new.yaml:20:11: violation: mapping: "),
    ],
)
def test_what_the_compiler_finds_is_a_fault_too(tmp_path: Path, amount: str, found: str) -> None:
    mapping(project(tmp_path), amount)
    done = run_kg(tmp_path, "validate", "new.yaml", "--sources", "texts")
    assert done.returncode == 1
    assert found in done.stdout, done.stdout + done.stderr


def test_without_text_and_lock_there_is_a_remedy(tmp_path: Path) -> None:
    mapping(project(tmp_path))
    done = run_kg(tmp_path, "validate", "new.yaml")
    assert done.returncode == 1
    assert "new.yaml: violation: mapping: the mapping has no lock and the texts are not at hand; run" in done.stdout
    alone = run_kg(tmp_path, "validate", "new.yaml", "--alone")
    assert (alone.returncode, "leave out --alone" in alone.stderr) == (2, True)


def test_what_else_is_wrong_in_the_project_is_told_as_such(tmp_path: Path) -> None:
    mapping(project(tmp_path))
    (tmp_path / "mappings").mkdir()
    (tmp_path / "mappings" / "broken.yaml").write_text("document: broken\n", encoding="utf-8")
    done = run_kg(tmp_path, "validate", "new.yaml", "--sources", "texts")
    assert done.returncode == 1
    assert "mappings/broken.yaml" in done.stderr
    assert done.stderr.endswith("kg: the project itself is in disorder\n")


def test_a_mapping_that_is_built_is_not_held_against_itself(tmp_path: Path) -> None:
    for name in ("000-valdai-dialogue-2018", "002-dedov-interview"):
        done = run_kg(built(), "validate", f"mappings/{name}.yaml")
        assert (done.returncode, done.stdout) == (0, ""), done.stdout
        assert " 0 derived" not in done.stderr
    verdict = kg.open(built()).validate(built() / "mappings" / "002-dedov-interview.yaml")
    assert verdict.conforms and verdict.given > 1000


def test_messages_speak_of_keys(tmp_path: Path) -> None:
    copy_project(tmp_path)
    shapes = tmp_path / "shapes" / "own.ttl"
    shapes.write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix dkg: <https://w3id.org/dkg/ns#> .\n"
        "@prefix dks: <https://w3id.org/dkg/shapes#> .\n"
        "dks:own sh:targetClass dkg:Figure ; sh:property dks:own-rule .\n"
        'dks:own-rule sh:path dkg:asOf ; sh:minCount 9 ; sh:message "Give dkg:asOf nine times."@en .\n',
        encoding="utf-8",
    )
    done = run_kg(tmp_path, "validate", "mappings/002-dedov-interview.yaml", "--max", "1")
    assert "Give `as-of:` nine times. [dks:own-rule]" in done.stdout
    assert "found no dkg:asOf; expected at least 9 values" in done.stdout
    checked = run_kg(tmp_path, "check")
    assert "Give `as-of:` nine times." in checked.stderr and "dkg:asOf" not in checked.stderr
