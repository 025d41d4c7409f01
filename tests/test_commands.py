"""Every command says what it is for, what each of its options does, and shows an example that works."""

from __future__ import annotations

import argparse
import importlib
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import find_sources
from kg.arguments import parser_of
from kg.commands import GROUPS, NAMES, load
from support import ROOT, built, environment, run_kg

MODULES = sorted(path.stem for path in (ROOT / "src/kg/commands").glob("*.py") if not path.stem.startswith("_"))
GIVEN = {  # files of the examples
    "communique.txt": ROOT / "tests/texts/drafts/communique.txt",
    "new.ttl": ROOT / "tests/gate/new.ttl",
    "before.ttl": ROOT / "tests/gate/new.ttl",
    "after.ttl": ROOT / "tests/gate/new.ttl",
}


def test_every_module_is_a_command_of_one_group() -> None:
    assert sorted(NAMES) == MODULES
    assert len(set(NAMES)) == len(NAMES) == sum(len(names) for _, names in GROUPS)


def test_the_help_lists_the_commands_by_purpose() -> None:
    shown = run_kg(built(), "--help").stdout
    titles = re.findall(r"^(\S.*):$", shown, re.MULTILINE)
    assert titles[1:] == [title for title, _ in GROUPS]
    for title, names in GROUPS:
        block = shown.partition(f"\n{title}:\n")[2].partition("\n\n")[0]
        assert re.findall(r"^  (\w+) ", block, re.MULTILINE) == list(names)


@pytest.mark.parametrize("name", NAMES)
def test_a_command_says_what_it_does_and_how_it_ends(name: str) -> None:
    command = load(name)
    assert re.fullmatch(r"[A-Z][^\n]+\.", command.__doc__)
    assert command.EXAMPLE.startswith(f"kg {name}")
    codes = getattr(command, "CODES", "")
    assert not codes or (codes.startswith("The exit code is ") and codes.endswith("."))
    if "FOUND" in vars(importlib.import_module(f"kg.commands.{name}")):
        assert "1 where" in codes
    shown = " ".join(run_kg(built(), name, "--help").stdout.split())
    assert codes in shown


@pytest.mark.parametrize("name", NAMES)
def test_every_argument_is_explained(name: str) -> None:
    for action in parser_of(name, load(name))._actions:
        if action.help is argparse.SUPPRESS:
            assert action.dest in {"debug", "complete"}
            continue
        assert action.help and not action.help.endswith("."), (name, action.dest)
        if action.nargs != 0 and not action.choices:
            assert action.metavar, f"{name} shows the name of a variable for {action.dest}"


@pytest.mark.parametrize("name", NAMES)
def test_the_example_works(name: str, tmp_path: Path) -> None:
    example = load(name).EXAMPLE
    if "../texts" in example:
        if (sources := find_sources()) is None:
            pytest.skip("the five texts are not at hand: set KG_SOURCES to their folder")
        (tmp_path / "texts").symlink_to(sources)
    project, home, commands = tmp_path / "project", tmp_path / "home", tmp_path / "bin"
    shutil.copytree(built(), project)
    if name == "undo":  # a change to take back
        assert run_kg(project, "add", str(GIVEN["new.ttl"])).returncode == 0
    for word in shlex.split(example):
        if word in GIVEN:
            shutil.copy(GIVEN[word], project / word)
        elif word.startswith("~/"):
            (home / word[2:]).parent.mkdir(parents=True)
    commands.mkdir()
    kg = commands / "kg"
    kg.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m kg.cli "$@"\n', encoding="utf-8")
    kg.chmod(0o755)
    env = environment(HOME=str(home))
    done = subprocess.run(
        ["/bin/sh", "-c", example], cwd=project, env=env | {"PATH": f"{commands}:{env['PATH']}"},
        capture_output=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
