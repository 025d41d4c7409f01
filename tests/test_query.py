"""`kg query` and `kg ask` beyond their answers: where a query is wrong, unknown terms, limits of rows and of time."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pyoxigraph import Store

from kg.errors import UnusableError
from kg.store.answers import answer
from kg.store.unknown import unknown_terms
from support import QUESTIONS, built, environment, graph, rows, run_kg

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"  # one row, in some years
MANY = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"  # a row at once, and no end of them
PERSONS = "SELECT ?person { ?person a dkg:Person } ORDER BY ?person"


# Where a query is wrong


def excerpt(sparql: str) -> tuple[str, str, str]:
    """Return what is said of a malformed query, and the line and the caret that show the place."""
    with pytest.raises(UnusableError) as caught:
        answer(Store(), sparql)
    return str(caught.value), *caught.value.excerpt.split("\n")


@pytest.mark.parametrize(
    ("sparql", "place", "what", "marked"),
    [
        ("SELECT * {", "1:10", "this { is never closed; close it", "{"),
        ("SELECT ?x { ?x a ?y }}", "1:22", "nothing opens this }; ", "}"),
        ("ASK { FILTER(?x = 1 }", "1:21", "this } comes before the end of the last (; ", "}"),
        ("ASK {\n  ?x a 'abc }", "2:8", "this quote is never closed; ", "'abc }"),
        ("SELEC ?x {}", "1:1", "SELEC is no word of it; did you mean SELECT?", "SELEC ?x {}"),
        ("ASK { ?x a dkg:Person FLTER(?x = 1) }", "1:23", "FLTER is no word of it; did you mean FILTER?", "FLTER(?x"),
        ("ASK { ?x a Person }", "1:12", "Person is no word of it; names need a prefix", "Person }"),
        ("ASK {\n\t?x dkg:heldBy }", "2:16", "the parser stopped before '}'; ", "}"),
        ("ASK { ?x a 1.5e3, 2E4 ; }}", "1:26", "nothing opens this }", "}"),
        ("SELECT ?x {} ORDER ?x", "1:20", "the parser stopped before '?x'; ", "?x"),
        ("SELECT ?x {} ORDER BY", "1:22", "the parser stopped at its end; ", ""),
        ("SELECT (SUM(?x) ?y) {}", "1:17", "the parser stopped before '?y)'; ", "?y"),
        ("ASK { ?x a 1 2 }", "1:14", "the parser stopped before '2'; ", "2"),
        ("ASK { ?x a '1'^^xsd:date, , }", "1:27", "the parser stopped before ','; ", ", }"),
        ("ASK { FILTER(?x && ?y || ?z != ) }", "1:32", "the parser stopped before ')'; ", ") }"),
        ("ASK # {{\n{ ?x }", "2:6", "the parser stopped before '}'; ", "}"),
        ("ASK { ?x <a b> ?y }", "1:10", "this IRI is malformed; write a space as %20", "<a b> ?y }"),
        ("SELECT ?x { ?x a ?y } GROUP BY ?y", "1:1", "it selects a variable that GROUP BY does not have", "SELECT"),
        ("SELECT (?x AS ?x) { ?x a ?y }", "1:1", "it gives a value to a variable that has one already", "SELECT"),
        ("ASK { ?x rdfs:label '東京', '\u0301é', , }", "1:33", "the parser stopped before ','", ", }"),
    ],
)
def test_a_caret_stands_under_the_place(sparql: str, place: str, what: str, marked: str) -> None:
    said, line, caret = excerpt(sparql)
    assert said.startswith(f"query:{place}: not SPARQL: {what}")
    assert line.isprintable()
    if "東京" in line:  # each takes two columns, the accent takes none
        assert caret.index("^") == line.rindex(marked) + 1
    elif marked:
        assert line[caret.index("^") :].startswith(marked)
    else:
        assert caret == " " * len(line) + "^"
    assert caret.strip() == "^"


def test_of_a_long_line_only_what_is_around_is_shown() -> None:
    long = "ASK { " + "?x a dkg:Person . " * 50 + "?x a , " + "?x a dkg:Person . " * 50 + "}"
    said, line, caret = excerpt(long)
    assert f":{long.index(',') + 1}: " in said
    assert line.startswith("  … ") and line.endswith(" …")
    assert len(line) < 100
    assert line[caret.index("^")] == ","


def test_a_word_after_the_place_where_the_parser_stopped_is_not_blamed() -> None:
    assert excerpt("ASK { ?x a , zzz }")[0].startswith("query:1:12: not SPARQL: the parser stopped before ','")


def test_the_command_shows_sentence_line_and_caret() -> None:
    done = run_kg(built(), "query", "SELECT ?x {\n  ?x foo:y 1 }")
    assert (done.returncode, done.stdout) == (2, "")
    sentence, line, caret = done.stderr.splitlines()
    assert sentence.startswith("kg: query:2:6: unknown prefix foo:; declare it, or use one of ")
    assert (line, caret) == ("    ?x foo:y 1 }", "       ^")


def test_an_escaped_quote_hides_no_server() -> None:
    with pytest.raises(UnusableError, match="another server"):
        answer(Store(), r"SELECT * { ?a :it\'s ?b SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } ?a :it\'s ?c }")


# Unknown terms


def unknown(sparql: str) -> list[str]:
    return [str(found) for found in unknown_terms(graph().store, sparql)]


@pytest.mark.parametrize(
    ("sparql", "warning"),
    [
        ("ASK { ?x dkg:statedby ?y }",
         "1:10: warning: nothing here is called dkg:statedby; did you mean dkg:statedBy?"),
        ("ASK {\n ?x a dkg:Positon }", "2:7: warning: nothing here is called dkg:Positon; did you mean dkg:Position?"),
        ("ASK { :irann ?p ?y }", "1:7: warning: nothing here is called :irann; did you mean :iran?"),
        ("ASK { :Iran ?p ?y }", "1:7: warning: nothing here is called :Iran; did you mean :iran?"),
        ("ASK { dkg:iran ?p ?y }", "1:7: warning: nothing here is called dkg:iran; did you mean :iran?"),
        ("ASK { ?x :statedBy ?y }", "1:10: warning: nothing here is called :statedBy; did you mean dkg:statedBy?"),
        ("ASK { :qqqqqqqq ?p ?y }", "1:7: warning: nothing here is called :qqqqqqqq; `kg search` finds names"),
        ("ASK { ?x dkg:qqqqqqqq ?y }", "1:10: warning: nothing here is called dkg:qqqqqqqq"),
        ("ASK { ?x dkg:statedby/dkg:statedby ?y }",
         "1:10: warning: nothing here is called dkg:statedby; did you mean dkg:statedBy?"),
        ("ASK { ?x <https://w3id.org/dkg/ns#heldby> ?y }",
         "1:10: warning: nothing here is called <https://w3id.org/dkg/ns#heldby>; did you mean dkg:heldBy?"),
        ("PREFIX d: <https://w3id.org/dkg/ns#> PREFIX dkg: <urn:x> ASK { ?x d:heldby dkg:y }",
         "1:67: warning: nothing here is called d:heldby; did you mean d:heldBy?"),
    ],
)  # fmt: skip
def test_an_unknown_term_is_named_with_the_nearest_known(sparql: str, warning: str) -> None:
    assert unknown(sparql) == [f"query:{warning}"]


@pytest.mark.parametrize(
    "sparql",
    [
        "ASK { ?x a dkg:Position ; dkg:heldBy :iran ; dkg:mode :mode-asserted ; dkg:summary 'dkg:x' } # :nobody",
        "ASK { ?x a owl:Nothingness, schema:Nobody, <urn:x>, 'a'@en, '1'^^xsd:dat, _:irann ; foaf:name ?dkg }",
        "PREFIX p: <https://w3id.org/dkg/id/nobody-> ASK { FILTER(STRSTARTS(STR(?x), STR(:)) || ?x = dkg:) }",
        "CONSTRUCT { ?x a :new . GRAPH :newer { ?x :newest ?y } } WHERE { ?x a dkg:State }",
        "ASK { ?x a 'never closed, :nobody }",
    ],
)
def test_what_is_known_or_none_of_ours_is_not_judged(sparql: str) -> None:
    assert unknown(sparql) == []


def test_the_pattern_of_a_construct_is_judged() -> None:
    assert len(unknown("CONSTRUCT { ?x a :new } { ?x a dkg:Stat }")) == 1
    assert len(unknown("CONSTRUCT WHERE { ?x a dkg:Stat }")) == 1


def test_all_terms_of_the_questions_are_known() -> None:
    assert QUESTIONS
    for name in QUESTIONS:
        assert unknown(graph().question(name).query) == []


def test_a_query_with_an_unknown_term_still_runs() -> None:
    done = run_kg(built(), "query", "SELECT ?x { { ?x a dkg:Positon } UNION { BIND(1 AS ?x) } }")
    assert (done.returncode, done.stdout) == (0, "x\n1\n")
    assert done.stderr == (
        "query:1:20: warning: nothing here is called dkg:Positon; did you mean dkg:Position?\n"
    )  # fmt: skip


def test_a_question_with_an_unknown_term_is_named_by_its_file(tmp_path: Path) -> None:
    (tmp_path / "queries").mkdir()
    (tmp_path / "queries" / "mine.rq").write_text("# Mine\n# $who (actor): who\n\nSELECT ?x { ?x dkg:heldby $who }")
    (tmp_path / ".kg").symlink_to(built() / ".kg")
    done = run_kg(tmp_path, "ask", "mine", "-p", "who=iran")
    assert (done.returncode, done.stdout) == (0, "x\n")
    assert done.stderr.startswith("queries/mine.rq:4:16: warning: nothing here is called dkg:heldby; did you mean")


# Limits of rows


@pytest.mark.parametrize("words", [["query", PERSONS], ["ask", "timeline", "-p", "actor=iran"]])
@pytest.mark.parametrize("form", ["csv", "table", "json"])
def test_rows_are_cut_with_a_notice(words: list[str], form: str) -> None:
    whole = run_kg(built(), *words, "--format", "csv")
    assert whole.stderr == ""
    cut = run_kg(built(), *words, "--limit", "3", "--format", form)
    assert cut.returncode == 0
    assert cut.stderr == "kg: there are more rows than the 3 shown; leave out --limit for all of them\n"
    if form == "csv":
        assert rows(cut.stdout) == rows(whole.stdout)[:3]
    else:
        assert len(cut.stdout.splitlines()) == 5


def test_where_nothing_is_cut_nothing_is_said() -> None:
    whole = run_kg(built(), "query", PERSONS)
    for more in (0, 1):
        assert run_kg(built(), "query", PERSONS, "--limit", str(len(rows(whole.stdout)) + more)).stderr == ""


@pytest.mark.parametrize(("sparql", "what"), [("ASK {}", "true or false"), ("DESCRIBE :iran", "a graph")])
def test_only_rows_can_be_cut(sparql: str, what: str) -> None:
    done = run_kg(built(), "query", sparql, "--limit", "1")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"kg: the answer is {what}, which has no rows; leave out --limit\n"


def test_no_more_rows_are_asked_for_than_needed() -> None:
    begin = time.monotonic()
    assert len(run_kg(built(), "query", MANY, "--limit", "2").stdout.splitlines()) == 3
    assert time.monotonic() - begin < 30


# Limits of time


@contextmanager
def running(*words: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run `kg` beside the test, in a session of its own, of which nothing is left at the end."""
    with subprocess.Popen(
        [sys.executable, "-m", "kg.cli", *words], cwd=built(), env=environment(), stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, start_new_session=True,
    ) as process:  # fmt: skip
        try:
            yield process
        finally:
            process.kill()
            for pid in session(process.pid):
                os.kill(pid, signal.SIGKILL)


def session(leader: int) -> list[int]:
    """Return the processes of a session that still run."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:  # it has ended meanwhile
            continue
        if int(fields[3]) == leader and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return found


def wait_for(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.parametrize("words", [["query", ENDLESS], ["query", ENDLESS, "--format", "json", "--limit", "1"]])
def test_a_query_is_stopped_when_its_time_is_over(words: list[str]) -> None:
    begin = time.monotonic()
    done = run_kg(built(), *words, "--timeout", "0.5")
    assert 0.5 < time.monotonic() - begin < 30
    assert (done.returncode, done.stderr) == (
        2,
        "kg: the time was over after 0.5 s, and the answer is not complete; "
        "narrow the query, or allow more with --timeout\n",
    )


def test_a_question_is_stopped_when_its_time_is_over(tmp_path: Path) -> None:
    (tmp_path / "queries").mkdir()
    (tmp_path / "queries" / "endless.rq").write_text(f"# Endless\n\n{ENDLESS}")
    (tmp_path / ".kg").symlink_to(built() / ".kg")
    done = run_kg(tmp_path, "ask", "endless", "--timeout", "0.5")
    assert done.returncode == 2
    assert done.stderr.startswith("kg: the time was over after 0.5 s")


@pytest.mark.parametrize(
    "words",
    [
        ["query", PERSONS],
        ["query", PERSONS, "--limit", "2"],
        ["query", "ASK { ?x a dkg:Positon }"],
        ["query", "CONSTRUCT WHERE { ?x a dkg:State }"],
        ["query", "SELECT * {"],
        ["query", "missing.rq"],
        ["ask"],
        ["ask", "who-met", "-p", "actor=mehdi-sanaei", "--format", "json"],
        ["ask", "who-met", "-p", "actor=nobody at all"],
    ],
)
def test_what_ends_in_time_is_the_same(words: list[str]) -> None:
    plain, timed = run_kg(built(), *words), run_kg(built(), *words, "--timeout", "60")
    assert (timed.returncode, timed.stdout, timed.stderr) == (plain.returncode, plain.stdout, plain.stderr)


def test_rows_come_while_the_query_runs_and_are_whole() -> None:
    with running("query", MANY, "--timeout", "3") as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"a,b,c,d,e,f,g,h,i\r\n"
        assert process.stdout.readline()
        assert process.poll() is None
        left = process.stdout.read()
        assert left.endswith(b"\r\n")
        assert process.wait(timeout=30) == 2


def test_a_reader_that_stops_early_is_no_error() -> None:
    with running("query", MANY, "--timeout", "60") as process:
        assert process.stdout is not None and process.stderr is not None
        assert process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=30) == 0


def test_a_query_that_is_typed_on_stdin_is_waited_for() -> None:
    done = run_kg(built(), "query", "-", "--timeout", "60", stdin="ASK {}")
    assert (done.returncode, done.stdout) == (0, "true\n")


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="this system does not list its processes")
@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("timeout", [[], ["--timeout", "60"]])
def test_a_signal_ends_all_processes(ending: signal.Signals, timeout: list[str]) -> None:
    with running("query", ENDLESS, *timeout) as process:
        wait_for(lambda: len(session(process.pid)) == 1 + bool(timeout))
        time.sleep(1)  # until the query runs
        assert len(session(process.pid)) == 1 + bool(timeout)  # without the option, no process is started
        process.send_signal(ending)
        assert process.wait(timeout=10) == -ending
        wait_for(lambda: not session(process.pid))


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="this system does not list its processes")
def test_a_worker_that_is_left_alone_ends_in_time() -> None:
    with running("query", ENDLESS, "--timeout", "3") as process:
        wait_for(lambda: len(session(process.pid)) == 2)
        process.kill()
        process.wait()
        wait_for(lambda: not session(process.pid))


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="this system does not list its processes")
def test_a_worker_that_is_ended_from_outside_is_said_in_words() -> None:
    with running("query", ENDLESS, "--timeout", "60") as process:
        wait_for(lambda: len(session(process.pid)) == 2)
        (worker,) = set(session(process.pid)) - {process.pid}
        os.kill(worker, signal.SIGKILL)
        assert process.stderr is not None
        assert process.stderr.read() == b"kg: the query was ended from outside (SIGKILL); run it again\n"
        assert process.wait(timeout=10) == 2


@pytest.mark.parametrize("given", ["0", "-1", "x", "nan", "inf", "1e99"])
def test_a_time_is_a_number_of_seconds(given: str) -> None:
    done = run_kg(built(), "query", PERSONS, f"--timeout={given}")
    assert done.returncode == 2
    assert done.stderr.startswith(f"kg: argument --timeout: '{given}' is no number of seconds above 0 and up to a year")
