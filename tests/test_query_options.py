"""What `kg query` and `kg ask` take beside a query: files, Parquet, memory, the network, explanations; and streams."""

from __future__ import annotations

import datetime
import decimal
import fcntl
import http.server
import json
import os
import pty
import re
import resource
import struct
import subprocess
import sys
import termios
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, QueryResultsFormat, QuerySolutions, Store

from kg.arguments import GRAPH_FORMATS, RESULT_FORMATS
from kg.errors import KgError, UnusableError
from kg.export.rdf import FORMATS as GRAPHS
from kg.results import BINARY, FORMATS, Rows, Stream, write, write_binary
from kg.store.answers import answer
from kg.store.explain import explain
from kg.terms import PREFIXES
from support import built, environment, rows, run_kg

PERSONS = "SELECT ?person { ?person a dkg:Person } ORDER BY ?person"
XSD = PREFIXES["xsd"]


# Files


def test_an_answer_goes_into_a_file_of_the_format_that_its_name_says(tmp_path: Path) -> None:
    forms = {"csv": "csv", "tsv": "tsv", "json": "json", "xml": "xml", "md": "markdown", "txt": "table"}
    for extension, form in forms.items():
        target = tmp_path / f"p.{extension}"
        done = run_kg(built(), "query", PERSONS, "-o", str(target))
        assert (done.returncode, done.stdout, done.stderr) == (0, "", f"wrote {target}\n")
        printed = run_kg(built(), "query", PERSONS, "--format", form).stdout
        assert target.read_bytes().decode().replace("\r\n", "\n") == printed.replace("\r\n", "\n")
    graph = tmp_path / "g.nt"
    assert run_kg(built(), "query", "DESCRIBE :iran", "-o", str(graph)).returncode == 0
    assert graph.read_text().startswith("<https://w3id.org/dkg/id/iran> ")
    asked = tmp_path / "a.csv"
    run_kg(built(), "ask", "conflicts", "-o", str(asked), "--timeout", "60")
    assert rows(asked.read_text())
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {*(f"p.{each}" for each in forms), "g.nt", "a.csv"}


def test_a_file_of_no_known_format_is_refused(tmp_path: Path) -> None:
    done = run_kg(built(), "query", PERSONS, "-o", str(tmp_path / "p.xyz"))
    assert (done.returncode, list(tmp_path.iterdir())) == (2, [])
    assert done.stderr.startswith(f"kg: '{tmp_path / 'p.xyz'}' names no format of rows; end it with .csv, .tsv")


@pytest.mark.parametrize("limit", [["--timeout", "0.5"], ["--memory", "100"]])
def test_an_answer_that_fails_leaves_the_old_file(tmp_path: Path, limit: list[str]) -> None:
    target = tmp_path / "p.csv"
    target.write_text("old")
    endless = "SELECT DISTINCT ?a ?b ?d ?e { ?a ?p ?b . ?d ?q ?e }"
    done = run_kg(built(), "query", endless, "-o", str(target), *limit)
    assert done.returncode == 2
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


# Parquet


def typed(value: str, name: str) -> Literal:
    return Literal(value, datatype=NamedNode(XSD + name))


def read(found: Rows):
    from pyarrow import parquet

    out = BytesIO()
    write_binary(found, "parquet", out)
    return parquet.read_table(BytesIO(out.getvalue()))


def test_columns_of_parquet_have_the_types_of_their_values() -> None:
    found = Rows(
        ("n", "d", "x", "b", "day", "when", "iri", "name", "mixed", "zoned", "big", "none"),
        (
            (Literal(5), typed("1.50", "decimal"), Literal(0.5), Literal(True), typed("2014-09-05", "date"),
             typed("2014-09-05T10:00:00Z", "dateTime"), NamedNode("urn:a"), Literal("ایران", language="fa"),
             Literal(1), typed("2014-09-05Z", "date"), typed("9223372036854775808", "integer"), None),
            (None, typed("-1234567.125", "decimal"), None, None, None, None, None, Literal("Iran"),
             typed("1", "decimal"), None, None, None),
        ),
    )  # fmt: skip
    table = read(found)
    assert [str(field.type) for field in table.schema] == [
        "int64", "decimal128(10, 3)", "double", "bool", "date32[day]", "timestamp[us, tz=UTC]", "string", "string",
        "string", "string", "string", "string",
    ]  # fmt: skip
    first, second = table.to_pylist()
    assert first["d"] == decimal.Decimal("1.5")
    assert second["d"] == decimal.Decimal("-1234567.125")
    assert first["day"] == datetime.date(2014, 9, 5)
    assert first["when"] == datetime.datetime(2014, 9, 5, 10, tzinfo=datetime.UTC)
    assert (first["n"], first["b"], first["iri"], first["name"], first["mixed"]) == (5, True, "urn:a", "ایران", "1")
    assert second["n"] is None


def test_a_type_that_fails_late_makes_a_column_text() -> None:
    many = tuple((Literal(number),) for number in range(25_000))
    assert str(read(Rows(("n",), many)).schema.field("n").type) == "int64"
    late = read(Rows(("n",), (*many, (Literal("x"),))))
    assert str(late.schema.field("n").type) == "string"
    assert late.column("n").to_pylist()[-2:] == ["24999", "x"]
    assert read(Rows(("n",), ())).num_rows == 0


def test_parquet_goes_to_a_file_or_a_pipe_and_not_to_a_terminal(tmp_path: Path) -> None:
    from pyarrow import parquet

    target = tmp_path / "f.parquet"
    words = ["ask", "figures", "-p", "measure=trade-volume"]
    assert run_kg(built(), *words, "-o", str(target)).stderr == f"wrote {target}\n"
    table = parquet.read_table(target)
    assert str(table.schema.field("value").type).startswith("decimal128")
    piped = subprocess.run(
        [sys.executable, "-m", "kg.cli", *words, "--format", "parquet"], cwd=built(), env=environment(),
        capture_output=True, timeout=60, check=True,
    )  # fmt: skip
    assert piped.stdout == target.read_bytes()
    code, written, said = on_terminal(*words, "--format", "parquet")
    assert (code, written, said) == (2, "", "kg: parquet is not for a terminal; write it to a file with -o FILE\n")
    assert (*FORMATS, *BINARY) == RESULT_FORMATS
    assert set(GRAPH_FORMATS) == set(GRAPHS)


def on_terminal(*words: str) -> tuple[int, str, str]:
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 100, 0, 0))
    with subprocess.Popen(
        [sys.executable, "-m", "kg.cli", *words], cwd=built(), env=environment(), stdout=follower,
        stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        os.close(follower)
        written = b""
        try:
            while chunk := os.read(leader, 65_536):
                written += chunk
        except OSError:  # the end, as Linux tells it
            pass
        assert process.stderr is not None
        said = process.stderr.read().decode()
    os.close(leader)
    return process.returncode, written.decode(), said


# Tables


def test_cells_that_are_cut_on_a_terminal_are_marked_and_counted() -> None:
    code, written, said = on_terminal("ask", "agreements")
    assert code == 0
    assert re.fullmatch(r"kg: \d+ cells are cut to the width of the terminal \(…\); .*\n", said)
    assert int(said.split()[1]) == written.count("…")
    assert on_terminal("query", "SELECT ?x { VALUES ?x { 1 2 } }")[2] == ""


def test_a_table_is_as_wide_as_its_first_rows_need_and_loses_nothing() -> None:
    many = [(Literal("x" * 5),)] * 1_000 + [(Literal("y" * 50),)]
    out = StringIO()
    assert write(Stream(("a",), iter(many)), "table", out) == 0
    assert out.getvalue().splitlines()[1:3] == ["─────", "xxxxx"]
    assert out.getvalue().splitlines()[-1] == "y" * 50
    assert write(Stream(("a",), iter(many)), "table", StringIO(), width=20) == 1


# Streams

_STREAM = """
import resource, sys
from kg.results import Limited, Stream, write
from pyoxigraph import Store
digits = "{ " + " ".join(map(str, range(10))) + " }"
names = "abcdef"[: int(sys.argv[2])]
values = " ".join(f"VALUES ?{name} {digits}" for name in names)
found = Store().query(f"SELECT * {{ {values} BIND(CONCAT('text ', STR(?a)) AS ?g) }}")
limited = Limited(Stream.of(found))
if sys.argv[1] == "parquet":
    from kg.results import write_binary
    write_binary(limited, "parquet", open("/dev/null", "wb"))
else:
    write(limited, sys.argv[1], open("/dev/null", "w"))
print(limited.read, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "xml", "markdown", "table"])
def test_ten_times_the_rows_take_no_more_memory(form: str) -> None:
    peaks = []
    for digits in ("4", "5"):
        done = subprocess.run(
            [sys.executable, "-c", _STREAM, form, digits], capture_output=True, text=True, timeout=240, check=True,
            env=environment(),
        )  # fmt: skip
        count, peak = map(int, done.stdout.split())
        assert count == 10 ** int(digits)
        peaks.append(peak)
    assert peaks[1] - peaks[0] < 4_000  # kB


# Memory


def test_a_query_that_takes_too_much_memory_is_stopped() -> None:
    greedy = "SELECT (COUNT(*) AS ?n) { { SELECT DISTINCT ?a ?b ?c ?d { ?a ?p ?b . ?c ?q ?d } } }"
    done = run_kg(built(), "query", greedy, "--memory", "60")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "kg: the memory of 60 MB was used up, and the answer is not complete; "
        "narrow the query, or allow more with --memory\n"
    )
    assert resource.getrlimit(resource.RLIMIT_AS)[0] == resource.RLIM_INFINITY  # nothing is left behind


@pytest.mark.parametrize(
    "words",
    [
        ["query", PERSONS],
        ["query", "SELECT * {"],
        ["ask", "who-met", "-p", "actor=nobody at all"],
        ["ask", "conflicts"],
    ],
)
def test_what_fits_into_memory_is_the_same(words: list[str]) -> None:
    plain, bounded = run_kg(built(), *words), run_kg(built(), *words, "--memory", "500")
    assert (bounded.returncode, bounded.stdout, bounded.stderr) == (plain.returncode, plain.stdout, plain.stderr)


@pytest.mark.parametrize("given", ["0", "-1", "x", "1.5"])
def test_memory_is_a_whole_number_of_megabytes(given: str) -> None:
    done = run_kg(built(), "query", PERSONS, f"--memory={given}")
    assert done.returncode == 2
    assert done.stderr.startswith(f"kg: argument --memory: '{given}' is no whole number from 1 on")


# The network


@contextmanager
def endpoint(store: Store) -> Iterator[tuple[str, list[str]]]:
    """Serve a store by the SPARQL 1.1 Protocol on loopback; give its address and the queries that it got."""
    got: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = self.rfile.read(int(self.headers["Content-Length"])).decode()
            got.append(query)
            found = store.query(query)
            assert isinstance(found, QuerySolutions)
            body = found.serialize(format=QueryResultsFormat.JSON) or b""
            self.send_response(200)
            self.send_header("Content-Type", "application/sparql-results+json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/sparql", got
        finally:
            server.shutdown()
            thread.join(10)


def test_another_server_is_asked_only_when_that_is_allowed() -> None:
    other = Store()
    other.add(Quad(NamedNode("https://w3id.org/dkg/id/iran"), NamedNode("urn:capital"), Literal("Tehran")))
    with endpoint(other) as (address, got):
        there = f"SERVICE <{address}> {{ ?s <urn:capital> ?city }}"
        query = f"SELECT ?name ?city {{ ?s a dkg:State ; rdfs:label ?name {there} }}"
        refused = run_kg(built(), "query", query)
        assert (refused.returncode, refused.stdout, got) == (2, "", [])
        assert refused.stderr == (
            f"kg: query:1:{query.index('SERVICE') + 1}: SERVICE would ask another server; "
            "query the graph alone, or add --allow-network\n"
        )
        done = run_kg(built(), "query", query, "--allow-network", "--timeout", "60")
        assert (done.returncode, done.stdout, done.stderr) == (0, "name,city\r\nIran,Tehran\r\n".replace("\r", ""), "")
        assert got
        assert run_kg(built(), "ask", "conflicts", "--allow-network").returncode == 2  # a question asks the graph alone


def test_a_server_that_does_not_answer_is_said_in_words() -> None:
    with endpoint(Store()) as (address, _):
        pass  # nobody listens there now
    done = run_kg(built(), "query", f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}", "--allow-network")
    assert done.returncode == 2
    assert done.stderr.startswith("kg: the query stopped: ")
    assert done.stderr.count("\n") == 1
    silent = run_kg(built(), "query", f"SELECT * {{ SERVICE SILENT <{address}> {{ ?s ?p ?o }} }}", "--allow-network")
    assert silent.returncode == 0


@pytest.mark.parametrize("network", [False, True])
@pytest.mark.parametrize(
    ("sparql", "place"),
    [
        ("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", "1:10"),
        ("SELECT *\nFROM NAMED <http://127.0.0.1:9/> { GRAPH ?g { ?s ?p ?o } }", "2:1"),
        ("PREFIX f: <urn:f> ask from f:x {}", "1:23"),
    ],
)
def test_no_graph_from_outside_is_read(sparql: str, place: str, network: bool) -> None:
    with pytest.raises(UnusableError, match=f"query:{place}: FROM names a graph that is not here; leave it out"):
        answer(Store(), sparql, network=network)


@pytest.mark.parametrize("update", ["LOAD <file:///etc/passwd>", "INSERT DATA { :a :b :c }", "CLEAR ALL", "DROP ALL"])
def test_an_update_is_refused_with_how_facts_are_added(update: str) -> None:
    done = run_kg(built(), "query", update, "--allow-network")
    assert done.returncode == 2
    assert done.stderr.endswith(
        "kg: query: this is an update, and queries only read; write new facts into a mapping and run `kg build`\n"
    )


def test_what_only_looks_like_a_keyword_reaches_nothing() -> None:
    sparql = "ASK { BIND('SERVICE <x> FROM <y>' AS ?from) <urn:from> ?service ?b } # FROM <z> SERVICE"
    assert not answer(Store(), sparql)


# Explanations


def explained(sparql: str) -> list[str]:
    store = Store()
    for number in range(40):
        store.add(Quad(NamedNode(f"urn:{number}"), NamedNode("urn:p"), Literal(number % 4)))
        store.add(Quad(NamedNode(f"urn:{number}"), NamedNode("urn:q"), NamedNode("urn:0")))
    return list(explain(store, sparql))


def test_an_explanation_tells_what_each_pattern_and_each_part_finds() -> None:
    lines = explained(
        "SELECT ?x ?n {\n ?x <urn:p> 1 . # ones\n ?y <urn:q> ?z\n FILTER(?n > 1)\n"
        " OPTIONAL { ?z <urn:p> ?n }\n { SELECT ?w { ?w <urn:p> 2 } }\n} VALUES ?m { 1 }"
    )
    text = "\n".join(lines)
    assert re.search(r"BGP  ! 2 sets of patterns that share no variable", text)
    assert re.search(r"^ +10  \?x <urn:p> .*integer", text, re.MULTILINE)
    assert re.search(r"^ +40  \?y <urn:q> \?z$", text, re.MULTILINE)
    parts = [line.split(maxsplit=3) for line in lines[lines.index("") + 3 :]]
    assert [(part[0], part[2]) for part in parts[:-1]] == [
        ("400", "2"), ("400", "5"), ("10", "6"), ("10", "6"), ("4,000", "6"), ("0", "4"),
    ]  # fmt: skip
    assert lines[-1].endswith("the whole query")
    assert lines[-1].split()[0] == "0"


def test_an_explanation_ends_with_what_the_query_finds() -> None:
    for sparql, found in (
        ("ASK { ?x <urn:p> 1 }", "1"),
        ("CONSTRUCT { ?x a ?n } WHERE { ?x <urn:p> ?n }", "40"),
        ("CONSTRUCT WHERE { ?x <urn:p> ?n }", "40"),
        ("SELECT (COUNT(*) AS ?c) { ?x <urn:p>/^<urn:p> ?y }", "1"),
        (
            "PREFIX : <urn:> SELECT ?x { ?x (:p|:q)* ?y MINUS { ?x :p 1 } FILTER NOT EXISTS { ?x :p 2 } } ORDER BY ?x",
            "73",  # of each of 20 nodes and 4 numbers: itself and what it leads to
        ),
    ):
        assert explained(sparql)[-1].split()[0] == found, sparql


def test_an_explanation_is_printed_as_it_is_found_and_ends_in_time() -> None:
    done = run_kg(built(), "query", "SELECT ?x {\n?x a dkg:Person .\nOPTIONAL { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } }",
                  "--explain", "--timeout", "3")  # fmt: skip
    assert done.returncode == 2
    assert done.stderr.startswith("kg: the time was over after 3 s")
    assert re.search(r"^ +51 +\d+\.\d +2  \?x a dkg:Person \.$", done.stdout, re.MULTILINE)
    assert run_kg(built(), "query", "SELECT", "--explain").returncode == 2


def test_what_only_some_tools_know_is_explained_without_algebra() -> None:
    lines = explained("SELECT ?x { ?x <urn:p> ?n BIND(TRIPLE(?x, <urn:p>, ?n) AS ?t) }")
    assert lines[1].startswith("  (rdflib cannot translate it: ")
    assert lines[-1].split()[0] == "40"


def test_json_has_no_parquet() -> None:
    with pytest.raises(KgError, match="unknown format 'json'; use one of parquet"):
        write_binary(Rows(("a",), ()), "json", BytesIO())
    assert json.loads(run_kg(built(), "query", PERSONS, "--format", "json").stdout)["head"] == {"vars": ["person"]}


def test_a_question_tells_what_it_asks_and_takes() -> None:
    done = run_kg(built(), "ask", "by-mode", "--about")
    assert done.stdout.splitlines()[0] == "Positions by how they are put"
    assert "  holder  whose positions (actor, default any)" in done.stdout.splitlines()
    assert done.stdout.endswith("\nExample: kg ask by-mode -p mode=conditional\n")
    quoted = run_kg(built(), "ask", "in-period", "--about").stdout
    assert quoted.endswith("Example: kg ask in-period -p since='1391 SH' -p until='1391 SH'\n")
    for words in (["--about"], ["--sparql"], ["-p", "a=b"]):
        refused = run_kg(built(), "ask", *words)
        assert (refused.returncode, refused.stderr) == (2, "kg: no question is named; `kg ask` lists them\n")
