"""The `kg` command: help, exit codes, data and messages apart, formats, errors of one sentence."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import pty
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
import rdflib

import kg
from kg.cli import main
from kg.commands import NAMES
from kg.terms import DATA
from support import ROOT, built, environment, rows, run_kg

COMMANDS = list(NAMES)
PERSONS = "SELECT ?person { ?person a dkg:Person } ORDER BY ?person LIMIT 3"


class Run(NamedTuple):
    """What a command did."""

    code: int
    out: str
    err: str


@pytest.fixture
def kg_(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """`kg` in this process, in the folder of the built graph, without the texts."""
    monkeypatch.chdir(built())
    monkeypatch.delenv("KG_SOURCES", raising=False)

    def run(*arguments: str) -> Run:
        try:
            code = main(arguments)
        except SystemExit as end:
            code = int(end.code or 0)
        return Run(code, *capsys.readouterr())

    return run


# Help


def test_the_help_lists_every_command_and_an_example(kg_) -> None:
    done = kg_("--help")
    assert done.code == 0
    assert re.findall(r"^  (\w+)  ", done.out, re.MULTILINE) == COMMANDS
    assert "Example: kg ask" in done.out
    assert done.err == ""


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_every_command_has_an_example_that_it_can_read(kg_, command: str) -> None:
    done = kg_(command, "--help")
    assert done.code == 0
    assert done.err == ""
    (example,) = re.findall(rf"^Example: kg ({command}.*)$", done.out, re.MULTILINE)
    assert "usage: kg " + command in done.out
    words = shlex.split(example.partition(" > ")[0])
    if command in {"ask", "query", "show", "search"}:
        assert kg_(*words).code == 0


def test_without_a_command_the_help_is_a_message(kg_) -> None:
    done = kg_()
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("usage: kg ")


def test_the_version(kg_) -> None:
    assert kg_("--version") == Run(0, f"kg {kg.__version__}\n", "")


def test_the_help_is_as_wide_as_the_terminal(kg_, monkeypatch: pytest.MonkeyPatch) -> None:
    for columns in (60, 150):
        monkeypatch.setenv("COLUMNS", str(columns))
        assert max(map(len, kg_("ask", "--help").out.splitlines())) <= columns
    monkeypatch.setenv("COLUMNS", "wide")
    assert kg_("ask", "--help").code == 0


# Misuse


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["aks"], "there is no command aks; did you mean ask?"),
        (["zzzzz"], "there is no command zzzzz; see `kg --help`"),
        (["ask", "who-mett"], "there is no question who-mett; did you mean who-met?"),
        (["ask", "zzzzz"], "there is no question zzzzz; `kg ask` lists them"),
        (["ask", "who-met"], "who-met needs actor: whose meetings; add `-p actor=…`"),
        (["ask", "who-met", "-p", "actr=iran"], "who-met has no parameter actr; did you mean actor?"),
        (["ask", "who-met", "-p", "actor"], "'actor' is no parameter; write `-p name=value`"),
        (["ask", "who-met", "-p", "=iran"], "'=iran' is no parameter; write `-p name=value`"),
        (["ask", "who-met", "-p", "actor=iran", "-p", "actor=x"], "the parameter actor is given twice; leave one out"),
        (["ask", "who-met", "-p", "actor=lavrof"],
         "nothing here is called 'lavrof'; did you mean sergei-lavrov (Lavrov)?"),
        (["ask", "who-met", "-p", "actor="], "nothing here is called ''; `kg search` finds names"),
        (["ask", "who-met", "-p", "actor=tehran"], "Tehran is no Actor (Place); `kg search` finds names"),
        (["ask", "who-met", "-p", "actor=iran", "-p", "since=2013-02-30"],
         "since is no date: the calendar has no day 2013-02-30"),
        (["ask", "--frmat", "csv"], "nothing takes --frmat; did you mean --format?"),
        (["ask", "--zzzzz"], "nothing takes --zzzzz; see `kg ask --help`"),
        (["--zzzzz"], "nothing takes --zzzzz; see `kg --help`"),
        (["show", "iran", "russia"], "nothing takes russia; see `kg show --help`"),
        (["ask", "--format", "exel"], "argument --format: invalid choice: 'exel'"),
        (["search"], "the following arguments are required: TEXT; see `kg search --help`"),
        (["search", "x", "--limit", "0"], "argument --limit: '0' is no whole number from 1 on"),
        (["show", "nobody at all"], "nothing here is called 'nobody at all'; `kg search` finds names"),
        (["query", "SELECT (<urn:f>(1) AS ?x) {}"], "query: the query cannot be run: "),
        (["query", "DELETE WHERE { ?s ?p ?o }"], "query: this is an update, and queries only read; "),
        (["query", " "], "the query is empty; "),
        (["query", "missing.rq"], "there is no file missing.rq; give SPARQL, a file of it, or - for stdin"),
        (["query", PERSONS, "--format", "turtle"], "the answer is rows, which turtle cannot hold; use --format table"),
        (["query", "DESCRIBE :iran", "--format", "csv"], "the answer is a graph, which csv cannot hold; use --format "),
        (["query", "ASK {}", "--format", "csv"], "the answer is true or false, which csv cannot hold; "),
        (["show", "\udcff"], "an argument is not UTF-8; write it, or name the file, in UTF-8"),
        (["export", "--actor", "iran", "--actor", "russia"], "--actor is given twice"),
        (["ask", "in-period", "-p", "since=2015", "-p", "until=2014"], "until is before since; give the earlier day"),
        (["export", "graph.xyz"], "'graph.xyz' names no RDF format"),
        (["export", "missing/graph.ttl"], "missing/graph.ttl cannot be written (No such file or directory); name a "),
        (["ask", "--project", "missing"], "there is no folder "),
        (["build", "--sources", "missing"], "there is no folder missing; name the folder of the texts"),
        (["coverage"], "coverage needs the texts; name their folder with --sources or KG_SOURCES"),
    ],
)  # fmt: skip
def test_misuse_is_one_sentence_on_stderr_and_code_2(kg_, words: list[str], message: str) -> None:
    done = kg_(*words)
    assert done.code == 2
    assert done.out == ""
    assert done.err.startswith(f"kg: {message}")
    assert done.err.count("\n") == 1


def test_an_ambiguous_name_lists_its_candidates(kg_) -> None:
    done = kg_("show", "Sanctions")
    assert done == Run(
        2,
        "",
        "kg: 'Sanctions' names 2 things: event-sanctions, sanctions; write the one that you mean\n",
    )


def test_a_traceback_is_shown_only_when_asked(kg_) -> None:
    for words in (["--debug", "show", "nobody at all"], ["show", "nobody at all", "--debug"]):
        done = run_kg(built(), *words)
        assert done.returncode == 1
        assert "Traceback" in done.stderr


@pytest.mark.parametrize(
    "words", [["ask"], ["ask", "conflicts"], ["query", PERSONS], ["show", "iran"], ["search", "iran"], ["export"]]
)
def test_where_nothing_was_built_the_remedy_is_to_build(
    kg_, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert kg_(*words) == Run(2, "", "kg: there is no graph here yet; run `kg build`\n")
    assert list(tmp_path.iterdir()) == []


# Answers


def test_questions_are_listed_with_what_they_need(kg_) -> None:
    done = kg_("ask")
    listed = [line.split()[0] for line in done.out.splitlines()]
    assert listed == sorted(path.stem for path in (ROOT / "queries").glob("*.rq"))
    assert re.search(r"^who-met +Who met whom  \(-p actor=…\)$", done.out, re.MULTILINE)
    assert (done.code, done.err) == (0, "")


def test_an_answer_is_data_alone(kg_) -> None:
    done = kg_("ask", "who-met", "-p", "actor=Mehdi Sanaei", "-p", "since=2018")
    assert (done.code, done.err) == (0, "")
    assert "Fyodor Lukyanov" in {row["who"] for row in rows(done.out)}
    assert kg_("ask", "who-met", "-p", "actor=ایران", "-p", "since=3000") == Run(
        0,
        "who,meeting,date,capacity,sources\r\n",
        "kg: there are no rows: nothing answers who-met with these parameters\n",
    )


def test_every_format_of_rows(kg_) -> None:
    texts = {f: kg_("query", PERSONS, "--format", f).out for f in ("table", "csv", "tsv", "json", "xml", "markdown")}
    assert texts["csv"] == kg_("query", PERSONS).out  # CSV where stdout is no terminal
    names = [row["person"] for row in rows(texts["csv"])]
    assert len(names) == 3
    assert [each["person"]["value"] for each in json.loads(texts["json"])["results"]["bindings"]] == names
    assert texts["tsv"].splitlines()[1:] == [f"<{name}>" for name in names]
    assert re.findall("<uri>(.*?)</uri>", texts["xml"]) == names
    short = [name.removeprefix(DATA) for name in names]
    assert texts["table"].splitlines()[2:] == [f":{name}" for name in short]
    assert texts["markdown"].splitlines()[2:] == [f"| :{name} |" for name in short]


def test_every_form_of_query(kg_, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert kg_("query", "ASK { :iran a dkg:State }") == Run(0, "true\n", "")
    graph = rdflib.Graph().parse(data=kg_("query", "CONSTRUCT { ?x a :x } { ?x a dkg:State }").out, format="turtle")
    assert len(graph) > 3
    for form, name in (("ntriples", "nt"), ("jsonld", "json-ld")):
        text = kg_("query", "CONSTRUCT { ?x a :x } { ?x a dkg:State }", "--format", form).out
        assert rdflib.Graph().parse(data=text, format=name).isomorphic(graph)
    file = tmp_path / "my query.rq"
    file.write_text(PERSONS, encoding="utf-8")
    (tmp_path / "short.rq").write_text("SELECT", encoding="utf-8")
    (tmp_path / "latin.rq").write_bytes(b"# caf\xe9\nASK {}")
    wanted = kg_("query", PERSONS)
    monkeypatch.setattr(sys, "stdin", io.StringIO(PERSONS))
    assert kg_("query") == wanted
    monkeypatch.chdir(tmp_path)
    shutil.copytree(built() / ".kg", tmp_path / ".kg")
    shutil.move(file, tmp_path / "q.rq")
    assert kg_("query", "q.rq") == wanted
    assert kg_("query", "short.rq").err.startswith("kg: short.rq:1:7: not SPARQL")
    assert kg_("query", "latin.rq") == Run(2, "", "kg: latin.rq is not UTF-8; save it as UTF-8\n")


def test_the_query_of_a_question_can_be_printed_and_run(kg_) -> None:
    printed = kg_("ask", "who-met", "-p", "actor=mehdi-sanaei", "--sparql")
    assert f"<{DATA}mehdi-sanaei>" in printed.out
    assert kg_("query", printed.out).out == kg_("ask", "who-met", "-p", "actor=mehdi-sanaei").out


@pytest.mark.parametrize(
    ("text", "slug"),
    [("Лавров", "sergei-lavrov"), ("لاوروف", "sergei-lavrov"), ("bistritsky", "andrey-bystritskiy"), ("JCPOA", "jcpoa"),
     ("صنایی", "mehdi-sanaei")],
)  # fmt: skip
def test_a_search_finds_names_in_any_script_and_misspelt(kg_, text: str, slug: str) -> None:
    done = kg_("search", text)
    assert done.code == 0
    assert done.out.split()[0] == slug
    assert len(kg_("search", "iran", "--limit", "2").out.splitlines()) == 2


def test_a_search_of_several_words_needs_no_quotes(kg_) -> None:
    assert kg_("search", "security", "agrement").out.split()[0] == "security-agreement-of-iran-and-russia"


def test_a_search_that_finds_nothing_is_code_1(kg_) -> None:
    assert kg_("search", "qqqqqqq") == Run(1, "", "kg: nothing is called like that\n")


def test_a_thing_is_shown_in_another_language(kg_) -> None:
    assert kg_("show", "Sergei Lavrov").out.startswith("Sergei Lavrov  (Person)  :sergei-lavrov\n")
    assert kg_("show", "sergei-lavrov", "--lang", "ru").out.startswith("Сергей Лавров  (Person)")


def test_the_output_does_not_depend_on_the_locale() -> None:
    words = ("ask", "figures", "-p", "measure=measure-trade-volume")
    plain = run_kg(built(), *words)
    other = run_kg(built(), *words, LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert plain.returncode == other.returncode == 0
    assert plain.stdout == other.stdout
    assert "–" in plain.stdout


# Export


def test_an_export_goes_to_stdout_or_to_a_file_as_its_name_says(kg_, tmp_path: Path) -> None:
    for name, form in (
        ("graph.ttl", "turtle"),
        ("graph.nt", "ntriples"),
        ("graph.jsonld", "jsonld"),
        ("g.json", "jsonld"),
        ("graph.trig", "trig"),
        ("graph.nq", "nquads"),
        ("graph.rdf", "rdfxml"),
    ):
        target = tmp_path / name
        assert kg_("export", str(target)) == Run(0, "", f"wrote {target}\n")
        assert kg_("export", "-", "--format", form).out == target.read_text(encoding="utf-8")
    assert kg_("export").out == (tmp_path / "graph.ttl").read_text(encoding="utf-8")
    asserted = kg_("export", "--asserted", "--format", "ntriples", "--no-description").out.splitlines()
    assert set(asserted) < set((tmp_path / "graph.nt").read_text(encoding="utf-8").splitlines())
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "g.json", "graph.jsonld", "graph.nq", "graph.nt", "graph.rdf", "graph.trig", "graph.ttl",
    ]  # fmt: skip


def test_an_export_is_packed_as_its_name_says(kg_, tmp_path: Path) -> None:
    packed = tmp_path / "graph.ttl.gz"
    assert kg_("export", str(packed)) == Run(0, "", f"wrote {packed}\n")
    assert gzip.decompress(packed.read_bytes()).decode() == kg_("export").out
    other = tmp_path / "other.ttl.GZ"
    assert kg_("export", str(other)).code == 0
    assert other.read_bytes() == packed.read_bytes()  # neither the name nor the time is in it


def test_a_part_of_the_graph_is_exported_by_slug_label_or_iri(kg_) -> None:
    found = [
        kg_("export", "--document", "iran-russia-nexus", "--actor", name, "--format", "ntriples")
        for name in ("sergei-lavrov", "Сергей Лавров", f"{DATA}sergei-lavrov", "sergei lavrov")
    ]
    assert len({done.out for done in found}) == 1
    assert found[0].code == 0
    assert 100 < len(found[0].out.splitlines()) < 2000
    assert kg_("export", "--document", "sergei-lavrov").err.startswith("kg: Sergei Lavrov is no Document")
    assert kg_("export", "--actor", "iran-russia-nexus").err.endswith(
        "is no Actor (Document); `kg search` finds names\n"
    )
    assert kg_("export", "--actor", "").code == 2


def test_a_long_export_says_how_far_it_is_and_can_be_interrupted(
    kg_, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    monkeypatch.setattr("kg.commands.export._STEP", 10_000)
    monkeypatch.setattr("kg.turtle.groups._PIECE", 100_000)
    monkeypatch.setattr("kg.commands.export.progress", told.append)
    assert kg_("export", str(tmp_path / "graph.ttl")).code == 0
    assert told == ["10,000 statements", "20,000 statements", "30,000 statements"]

    def interrupt(_: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("kg.commands.export.progress", interrupt)
    assert kg_("export", str(tmp_path / "other.ttl")).code == 130
    assert [path.name for path in tmp_path.iterdir()] == ["graph.ttl"]


@pytest.mark.parametrize("form", ["turtle", "trig", "ntriples", "nquads", "jsonld", "rdfxml"])
def test_the_description_can_be_left_out(kg_, form: str) -> None:
    described = kg_("export", "--format", form).out
    bare = kg_("export", "--format", form, "--no-description").out
    assert "https://w3id.org/dkg/dataset" in described
    assert "https://w3id.org/dkg/dataset" not in bare


def test_graphs_that_queries_make_have_the_same_formats(kg_) -> None:
    query = "CONSTRUCT { ?s ?p ?o } { ?s a dkg:Visit ; ?p ?o }"
    for form, theirs in (("trig", "trig"), ("nquads", "nquads"), ("rdfxml", "xml"), ("jsonld", "json-ld")):
        done = kg_("query", query, "--format", form)
        assert (done.code, done.err) == (0, "")
        assert len(rdflib.Graph().parse(data=done.out, format=theirs)) > 50


def test_an_export_that_fails_leaves_the_old_file(kg_, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "graph.ttl"
    target.write_text("old")

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kg.graph.Graph.export", fail)
    assert kg_("export", str(target)) == Run(2, "", "kg: No space left on device\n")
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


# Pipes and terminals


@pytest.mark.parametrize("words", [["export"], ["export", "--format", "ntriples"], ["query", "SELECT * { ?s ?p ?o }"]])
def test_a_reader_that_stops_early_is_no_error(words: list[str]) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "kg.cli", *words], cwd=built(), env=environment(), stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=30) == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("words", [["export"], ["ask"], ["show", "iran"], ["query", PERSONS]])
def test_a_full_disk_is_said_in_words(words: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "kg.cli", *words], cwd=built(), env=environment(), stdout=full,
            stderr=subprocess.PIPE, text=True, timeout=30, check=False,
        )  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.startswith("kg: No space left on device\n")
    assert "Traceback" not in done.stderr


def test_a_closed_stdout_is_said_in_words() -> None:
    command = f"{shlex.quote(sys.executable)} -m kg.cli export >&-"
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        cwd=built(),
        env=environment(),
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert (done.returncode, done.stderr) == (2, "kg: stdout is closed; send it somewhere\n")


def test_on_a_terminal_rows_are_a_table_of_its_width() -> None:
    leader, follower = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "kg.cli", "ask", "positions", "-p", "topic=sanctions"],
        cwd=built(), env=environment(), stdout=follower, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        os.close(follower)
        written = b""
        try:
            while chunk := os.read(leader, 65_536):
                written += chunk
        except OSError:  # the end, as Linux tells it
            pass
    os.close(leader)
    assert process.returncode == 0
    lines = written.decode().splitlines()
    assert lines[0].startswith("holder")
    assert set(lines[1]) <= {"─", " "}


# Building, checking, coverage


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    shutil.copytree(built(), root)
    return root


def test_a_build_prints_counts_and_says_whence_it_knows(copy: Path, sources: Path) -> None:
    done = run_kg(copy, "build")
    assert done.returncode == 0
    assert re.fullmatch(r"(?:[A-Z][a-z]+ +\d+\n)+", done.stdout)
    assert re.fullmatch(
        r"built: \d+ statements asserted, \d+ derived; the texts not at hand: taken from the locks\n", done.stderr
    )
    told = run_kg(copy, "build", "--sources", str(sources))
    assert told.stdout == done.stdout
    assert told.stderr.endswith("; checked against the texts\n")
    assert run_kg(copy, "build", KG_SOURCES=str(sources)).stderr == told.stderr


def test_a_check_is_clean_or_lists_what_it_found(copy: Path) -> None:
    assert run_kg(copy, "check").stderr == "0 errors, 0 warnings\n"
    assert run_kg(copy, "check").returncode == 0
    (copy / "queries" / "q.rq").write_text("# Q\n# Example:\n\nSELECT ?x { ?x a dkg:Nothing }")
    done = run_kg(copy, "check")
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == "queries/q.rq: its example has no answer; choose another example\n1 error, 0 warnings\n"


def test_a_check_warns_of_a_label_that_stays_english(copy: Path) -> None:
    question = "# Q\n# Asks.\n# Example:\n\nSELECT ?n {\n  ?x dkg:nothing|rdfs:label ?n\n} ORDER BY ?n\n"
    (copy / "queries" / "q.rq").write_text(question)
    done = run_kg(copy, "check")
    assert done.stderr.splitlines()[0].startswith(
        "queries/q.rq:6:18: warning: this label stays English in every language"
    )
    assert done.stderr.endswith("0 errors, 1 warning\n")


def test_a_check_of_the_real_content_is_clean(copy: Path, sources: Path) -> None:
    done = run_kg(copy, "check", "--sources", str(sources))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "0 errors, 0 warnings\n")


def test_the_coverage_of_all_documents(copy: Path, sources: Path) -> None:
    done = run_kg(copy, "coverage", "--sources", str(sources))
    assert (done.returncode, done.stderr) == (0, "")
    shares = {row["document"]: row for row in rows(done.stdout)}
    assert len(shares) == 5
    for row in shares.values():
        parts = ("cited", "heading", "boilerplate", "repetition", "rhetoric", "left")
        assert sum(int(row[part]) for part in parts) == int(row["sentences"])
        assert row["mapped"] in {"complete", "in part"}
        assert (row["left"] == "0") == (row["covered"] == "100%")
        if row["mapped"] == "complete":
            assert row["left"] == "0"
    assert shares["valdai-dialogue-report"]["mapped"] == "complete"


def test_the_coverage_of_one_document(copy: Path, sources: Path) -> None:
    done = run_kg(copy, "coverage", "valdai-dialogue-report", KG_SOURCES=str(sources))
    listed = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [int(row["start"]) for row in listed] == sorted(int(row["start"]) for row in listed)
    assert "heading" in {row["carries"] for row in listed}
    assert any("Position" in row["carries"] for row in listed)
    assert "—" not in {row["carries"] for row in listed}
    assert max(len(row["opens"].split()) for row in listed) <= 4
    slip = run_kg(copy, "coverage", "valdai-dialog-report", KG_SOURCES=str(sources))
    assert (slip.returncode, slip.stderr) == (
        2, "kg: there is no document valdai-dialog-report; did you mean valdai-dialogue-report?\n"
    )  # fmt: skip


def test_the_coverage_of_a_mapping_with_an_error_says_so(copy: Path, sources: Path) -> None:
    mapping = copy / "mappings/000-valdai-dialogue-2018.yaml"
    mapping.write_text(mapping.read_text("utf-8").replace("List of speakers", "List of bakers"), encoding="utf-8")
    done = run_kg(copy, "coverage", KG_SOURCES=str(sources))
    assert done.returncode == 1 and "List of bakers" in done.stderr
    assert {row["document"] for row in rows(done.stdout)} >= {"crossroads-report"}


def test_what_drives_a_terminal_is_printed_as_an_escape(tmp_path: Path) -> None:
    text = (
        "@prefix : <https://w3id.org/dkg/id/> . @prefix dkg: <https://w3id.org/dkg/ns#> .\n"
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        ':port a dkg:Place ; skos:prefLabel "Port \\u001B[2J\\u202Eof"@en ; skos:note "a\\u0007b"@en .\n'
    )
    (tmp_path / "one.ttl").write_text(text, encoding="utf-8")
    said = [
        run_kg(built(), "diff", os.devnull, str(tmp_path / "one.ttl")),
        run_kg(built(), "reason", "--explain", "port\x1b[2J"),
        run_kg(built(), "show", "port\u202e"),
    ]
    for done in said:
        assert done.stdout + done.stderr
        assert not {"\x1b", "\x07", "\u202e"} & set(done.stdout + done.stderr)
    assert "Port \\u001B[2J\\u202Eof" in said[0].stdout
