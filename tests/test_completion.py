"""Completion: what fits at each place of a command line, in real shells, quick and never in the way."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kg.arguments import RESULT_FORMATS, parser_of
from kg.cli import main
from kg.commands import NAMES, load
from kg.completing import complete
from support import ROOT, built, environment, run_kg

MARELL = "mehdi-sanaei"


@pytest.fixture(autouse=True)
def _there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(built())


def fits(line: str) -> list[str]:
    """Return what fits at the end of a line."""
    return [each.word for each in complete(line.split(" ")[1:], NAMES, lambda name: parser_of(name, load(name)))]


def test_commands() -> None:
    assert set(fits("kg ")) == {*NAMES, "--help", "--version"}
    assert fits("kg ex") == ["export"]
    assert fits("kg nothing ") == fits("kg nothing --") == []


@pytest.mark.parametrize("name", NAMES)
def test_every_option_of_every_command(name: str) -> None:
    shown = run_kg(built(), name, "--help").stdout
    options = [option for option in fits(f"kg {name} -") if option.startswith("--")]
    assert {"--help", "--project"} <= set(options)
    assert all(option in shown for option in options)
    assert "--debug" not in options and "--complete" not in options


def test_choices_stand_after_their_option_or_its_equals_sign() -> None:
    assert fits("kg ask --format ") == list(RESULT_FORMATS)
    assert fits("kg query x --format=c") == ["--format=csv"]
    assert fits("kg completion ") == ["bash", "zsh", "fish"]
    assert fits("kg ask --limit ") == []


def test_questions_with_their_titles() -> None:
    found = complete(["ask", "who"], NAMES, lambda name: parser_of(name, load(name)))
    assert found == [("who-met", "Who met whom")]
    assert fits("kg ask ") == sorted(path.stem for path in (ROOT / "queries").glob("*.rq"))
    assert fits("kg ask --limit 3 -p actor=iran --sparql who") == ["who-met"]
    assert fits("kg ask who-met ") == []


def test_parameters_of_the_question_that_are_not_given_yet() -> None:
    assert fits("kg ask who-met -p ") == ["actor=", "since=", "until="]
    assert fits("kg ask -p actor=iran who-met -p ") == ["since=", "until="]
    assert fits("kg ask no-such-question -p ") == fits("kg ask -p ") == []


def test_values_are_the_slugs_of_the_parameter_s_class() -> None:
    assert fits("kg ask who-met -p actor=mehdi") == [f"actor={MARELL}"]
    assert fits("kg ask who-met -p actor = mehdi") == [f"actor={MARELL}"]  # as bash parts the words
    assert "actor=tehran" not in fits("kg ask who-met -p actor=")
    assert fits("kg ask positions --parameter topic=sanct")[0] == "topic=sanctions"
    assert fits("kg ask who-met -p since=20") == []
    assert fits("kg show mehdi") == fits("kg search mehdi") == fits("kg search x mehdi") == [MARELL]
    assert fits("kg coverage iran-r") == ["iran-relations-with-russia", "iran-russia-nexus"]


def test_where_nothing_was_built_there_are_no_slugs_and_no_complaints(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert fits("kg ask who-met -p ") == ["actor=", "since=", "until="]
    assert main(["completion", "--complete", "show", "iran"]) == 0
    assert capsys.readouterr().out == ""
    assert fits(f"kg ask --project {built()} who-met -p actor=mehdi") == [f"actor={MARELL}"]
    assert main(["completion", "--complete", "ask", "--project", "nowhere", "who"]) == 0
    assert capsys.readouterr().out == ""
    assert list(tmp_path.iterdir()) == []


def test_a_shell_must_be_named() -> None:
    done = run_kg(built(), "completion")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "kg: no shell is named; one of: bash, zsh, fish\n"


# Shells


@pytest.fixture
def shell(tmp_path: Path):
    """Run a script in a shell that finds `kg`; skipped where the shell is not installed."""
    folder = tmp_path / "bin"
    folder.mkdir()
    command = folder / "kg"
    command.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m kg.cli "$@"\n', encoding="utf-8")
    command.chmod(0o755)

    def run(name: str, *options: str, script: str) -> list[str]:
        path = shutil.which(name)
        if path is None:
            pytest.skip(f"{name} is not installed")
        env = environment()
        env["PATH"] = f"{folder}:{env['PATH']}"
        done = subprocess.run(
            [path, *options, "-c", script], cwd=built(), env=env, capture_output=True, encoding="utf-8", timeout=60,
            check=False,
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout.splitlines()

    return run


def bash(*words: str) -> str:
    return (
        f'eval "$(kg completion bash)"; COMP_WORDS=({shlex.join(words)}); COMP_CWORD={len(words) - 1}; '
        "$(complete -p kg | sed 's/.*-F \\([^ ]*\\).*/\\1/'); printf '%s\\n' \"${COMPREPLY[@]}\""
    )


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (("kg", "cov"), ["coverage"]),
        (("kg", "ask", "who"), ["who-met"]),
        (("kg", "ask", "who-met", "-p", "act"), ["actor="]),
        (("kg", "ask", "who-met", "-p", "actor", "=", "mehdi"), [MARELL]),  # bash parts words at `=`
        (("kg", "export", "--format", "nt"), ["ntriples"]),
        (("kg", "export", "some-file"), [""]),  # bash completes files itself
    ],
)
def test_bash(shell, words: tuple[str, ...], wanted: list[str]) -> None:
    assert shell("bash", "--norc", script=bash(*words)) == wanted


def test_bash_that_parts_no_words_at_equals_signs(shell) -> None:
    script = f"COMP_WORDBREAKS=' '; {bash('kg', 'ask', 'who-met', '-p', 'actor=mehdi')}"
    assert shell("bash", "--norc", script=script) == [f"actor={MARELL}"]


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("kg ask who", ["who-met\tWho met whom"]),
        ("kg ask who-met -p act", ["actor=\twhose meetings"]),
        ("kg ask who-met -p actor=mehdi", [f"actor={MARELL}"]),
        ("kg export --format nt", ["ntriples"]),
        ("kg query kg.to", ["kg.toml"]),
    ],
)
def test_fish(shell, line: str, wanted: list[str]) -> None:
    script = f"kg completion fish | source; complete -C {shlex.quote(line)}"
    assert shell("fish", "--no-config", script=script) == wanted


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        (("kg", "ask", "who"), ["_describe who-met:Who met whom"]),
        (("kg", "ask", "who-met", "-p", "act"), ["compadd actor="]),
        (("kg", "ask", "who-met", "-p", "actor=mehdi"), [f"_describe actor={MARELL}:actor={MARELL}"]),
        (("kg", "export", "some-file"), ["_files"]),
    ],
)
def test_zsh(shell, words: tuple[str, ...], wanted: list[str]) -> None:
    """The functions of zsh's line editor work in it alone: here they say how they are called."""
    script = (
        "compdef() { : }; _files() { print _files }; _describe() { print -r -- _describe ${(P)2} }; "
        "compadd() { print -r -- compadd ${(P)4} }; "
        f'eval "$(kg completion zsh)"; words=({shlex.join(words)}); CURRENT={len(words)}; PREFIX={words[-1]}; _kg'
    )
    assert shell("zsh", "-f", script=script) == wanted
