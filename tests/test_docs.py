"""What the documentation shows is what happens: commands with their output, and queries with their answers."""

from __future__ import annotations

import argparse
import io
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import kg
from blocks import has_python, printed, shown
from kg.commands import NAMES, load

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")])
_CONSOLE = re.compile(r"^```console\n(.*?)^```", re.MULTILINE | re.DOTALL)
_QUERY = re.compile(r"^```sparql\n(.*?)^```\n\n```text\n(.*?)^```", re.MULTILINE | re.DOTALL)
_FILE = re.compile(r"^```\w+ (?P<name>\S+/\S+|kg\.toml)\n(?P<text>.*?)^```", re.MULTILINE | re.DOTALL)
_STEP = re.compile(f"{_FILE.pattern}|(?P<console>{_CONSOLE.pattern})|(?P<query>{_QUERY.pattern})", _CONSOLE.flags)
_SHELL = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
_INDENTED = re.compile(r"^    kg .*$", re.MULTILINE)
_LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")


# A page that shows files is a walkthrough: its files and commands go one after the other into a folder of its own.
WALKTHROUGHS = [page for page in PAGES if _FILE.search(page.read_text(encoding="utf-8"))]
_PLAIN = [page for page in PAGES if page not in WALKTHROUGHS]


def _commands() -> Iterator[tuple[str, str, str]]:
    for page in _PLAIN:
        for block in _CONSOLE.findall(page.read_text(encoding="utf-8")):
            for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
                command, _, output = part.partition("\n")
                yield page.name, command, output


def _queries() -> Iterator[tuple[str, str, str]]:
    for page in _PLAIN:
        for query, answer in _QUERY.findall(page.read_text(encoding="utf-8")):
            yield page.name, query, answer


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the graph was built from the locks, as on a new machine."""
    folder = tmp_path_factory.mktemp("docs")
    (folder / "kg.toml").write_text('name = "docs"\n', encoding="utf-8")
    done = _kg(folder, "kg build")
    assert done.returncode == 0, done.stderr
    return folder


_CODES: dict[Path, int] = {}  # how the last command in a folder ended


def _kg(folder: Path, command: str) -> subprocess.CompletedProcess[str]:
    """Run a command of a page; `echo $?` tells how the one before it ended, as in a shell."""
    if command == "echo $?":
        return subprocess.CompletedProcess([command], 0, f"{_CODES[folder]}\n", "")
    command, _, kept = command.partition(" > ")
    arguments = shlex.split(command)
    assert arguments[0] == "kg", f"only kg is run from the documentation, not {arguments[0]}"
    environment = {"PATH": "/usr/bin:/bin", "PYTHONUTF8": "1", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        [sys.executable, "-m", "kg.cli", *arguments[1:]],
        cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    _CODES[folder] = done.returncode
    if kept:
        (folder / kept).write_text(done.stdout, encoding="utf-8")
        done.stdout = ""
    return done


def call(folder: Path, text: str) -> None:
    """Run the commands of a page for what they leave behind."""
    for block in _CONSOLE.findall(text):
        for command in re.findall(r"^\$ (.*)$", block, re.MULTILINE):
            _kg(folder, command)


def written(folder: Path, step: re.Match[str]) -> bool:
    """Write the file that a step of a walkthrough shows; tell whether it shows one."""
    if step["name"]:
        path = folder / step["name"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(step["text"], encoding="utf-8")
    return bool(step["name"])


def steps(page: Path) -> Iterator[re.Match[str]]:
    """Yield what a page does, in its order: files, consoles and queries."""
    return _STEP.finditer(page.read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", WALKTHROUGHS, ids=lambda page: page.name)
def test_a_walkthrough_goes_as_the_page_shows(page: Path, tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_text(
        'name = "docs"\n', encoding="utf-8"
    )  # above: a page may begin a project of its own
    folder = tmp_path / page.stem
    folder.mkdir()
    for step in steps(page):
        if written(folder, step):
            continue
        if step["console"]:
            for part in re.split(r"^\$ ", _CONSOLE.match(step["console"])[1], flags=re.MULTILINE)[1:]:
                command, _, output = part.partition("\n")
                _check_command(folder, command, output)
        else:
            _check_query(folder, *_QUERY.match(step["query"]).groups())


@pytest.mark.parametrize(("page", "command", "output"), list(_commands()))
def test_a_command_prints_what_the_page_shows(built: Path, page: str, command: str, output: str) -> None:
    _check_command(built, command, output)


def _check_command(folder: Path, command: str, output: str) -> None:
    done = _kg(folder, command)
    printed = (done.stdout + done.stderr).replace("\r\n", "\n")
    shown = output.rstrip("\n")
    if shown.endswith("\n…"):  # the page shows the first lines
        printed = "\n".join(printed.splitlines()[: len(shown.splitlines()) - 1])
        shown = shown.removesuffix("\n…")
    assert "\n".join(line.rstrip() for line in printed.splitlines()) == shown


@pytest.mark.parametrize(("page", "query", "answer"), list(_queries()))
def test_a_query_answers_what_the_page_shows(built: Path, page: str, query: str, answer: str) -> None:
    _check_query(built, query, answer)


def _check_query(folder: Path, query: str, answer: str) -> None:
    found = kg.open(folder).query(query)
    if isinstance(found, bool):
        printed = "true" if found else "false"
    else:
        out = io.StringIO()
        found.write("table", out)
        printed = out.getvalue()
    assert [line.rstrip() for line in printed.rstrip().splitlines()] == answer.rstrip().splitlines()


def _called() -> Iterator[tuple[str, str]]:
    """Yield the commands that pages name without running them: in `sh` blocks and indented lines."""
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        blocks = [*_SHELL.findall(text), *_INDENTED.findall(text)]
        for line in "\n".join(blocks).splitlines():
            if line.strip().startswith("kg "):
                yield page.name, line.partition("  #")[0].strip()


def _options(parser: argparse.ArgumentParser) -> Iterator[str]:
    for action in parser._actions:
        yield from action.option_strings
        if isinstance(action, argparse._SubParsersAction):
            for inner in action.choices.values():
                yield from _options(inner)


@pytest.mark.parametrize(("page", "line"), sorted(set(_called())))
def test_a_command_that_is_only_named_could_be_called(page: str, line: str) -> None:
    _, name, *arguments = shlex.split(line)
    assert name in NAMES
    parser = argparse.ArgumentParser()
    load(name).arguments(parser)
    known = set(_options(parser))
    assert {each.partition("=")[0] for each in arguments if re.match("-.", each)} <= known | {"--project", "--debug"}


@pytest.mark.parametrize("page", [page for page in PAGES if has_python(page.read_text(encoding="utf-8"))], ids=str)
def test_python_prints_what_the_page_shows(built: Path, page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert printed(text, built, lambda folder: call(folder, text)) == shown(text)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    broken = [link for link in _LINK.findall(page.read_text(encoding="utf-8")) if not (page.parent / link).exists()]
    assert not broken


def test_there_is_something_to_test() -> None:
    assert len(list(_commands())) >= 5
    assert len(list(_queries())) >= 30
