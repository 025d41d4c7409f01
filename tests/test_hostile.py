"""Whatever somebody gives us, on purpose or not: a sentence or a sane answer, in bounded time and memory, nothing lost.

Every process of these tests is held to a few gigabytes of memory, and is ended where it takes minutes.
"""

from __future__ import annotations

import gzip
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.errors import UnusableError
from kg.guards import check_length
from kg.parsing import opened, read_bytes
from support import built, environment, graph, run_kg

MEMORY = 3 * 2**30  # bytes of address space: a store maps more than it uses
PATIENCE = 240  # seconds, on a machine that does much else
HEAD = "@prefix : <https://w3id.org/dkg/id/> .\n@prefix dkg: <https://w3id.org/dkg/ns#> .\n"
XML = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="urn:x:">{}</rdf:RDF>'
NAMED = XML.format('<rdf:Description rdf:about="urn:s"><x:p>é</x:p></rdf:Description>')


def held(folder: Path, *words: str, stdin: bytes = b"") -> subprocess.CompletedProcess[str]:
    """Run `kg` with limits."""
    done = subprocess.run(
        [sys.executable, "-m", "kg.cli", *words], cwd=folder, env=environment(), input=stdin, capture_output=True,
        timeout=PATIENCE, check=False, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY)),
    )  # fmt: skip
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def given(tmp_path: Path, name: str, data: bytes) -> str:
    path = tmp_path / name
    path.write_bytes(data)
    return str(path)


UNREADABLE = {
    "surrogate.ttl": (b"<urn:a> <urn:b> \"\xed\xa0\x80\" .", "surrogate.ttl:1:18: this is not UTF-8; save"),
    "escaped.ttl": (b'<urn:a> <urn:b> "\\uD800" .', "escaped.ttl:1:18: the escape sequence"),
    "escaped.jsonld": (b'{"@id":"urn:a",\n"urn:b":"\\ud83dx"}', r"escaped.jsonld:2:10: \ud83d is half a character"),
    "sixteen.ttl": ("<urn:a> <urn:b> <urn:c> .".encode("utf-16"), "this is UTF-16, not UTF-8; save the file as UTF-8"),
    "latin.nt": ('<urn:a> <urn:b> "é" .'.encode("latin-1"), "latin.nt:1:18: this is not UTF-8"),
    "declared.rdf": (f'<?xml version="1.0" encoding="EBCDIC-X"?>{NAMED}'.encode(), "not XML: unknown encoding"),
    "binary.nq": (bytes(range(256)) * 9, "this is not UTF-8"),
    "nul.ttl": (b"<urn:a> <urn:b> \x00 .", "nul.ttl:1:17: "),
    "context.jsonld": (b'{"@context": "https://context.invalid/c.json", "p": 1}', "nothing is fetched; write the"),
    "import.jsonld": (b'{"@context": {"@version": 1.1, "@import": "https://c.invalid/"}, "p": 1}', "import.jsonld"),
    "deep.ttl": (b"<urn:a> <urn:b> " + b"[ <urn:b> " * 200_000, "deep.ttl"),
    "deep.yaml": (b"a: " + b"[" * 100_000, "deep.yaml"),
    "nested.yaml": (b"a:\n  " + b"- " * 100_000 + b"x", "nested.yaml: nested too deep; make it flatter"),
    "nested-maps.yaml": (b"a: " + b"{a: " * 999 + b"x" + b"}" * 999, "nested-maps.yaml: nested too deep"),
    "lists.yaml": (b"a: &a [x]\nb: [*a, *a]\n", "a YAML alias; write out in each place"),
    "sixteen.yaml": ("document: x".encode("utf-16"), "this is UTF-16, not UTF-8"),
    "nothing.rdf": (b"", "nothing.rdf:1:1: not XML: no element found"),
    "nothing.jsonld": (b"", "nothing.jsonld:1:1: unexpected end of file"),
    "nothing.yaml": (b"", "nothing.yaml: the file is empty"),
    "cut.nt.gz": (gzip.compress(b"<urn:a> <urn:b> <urn:c> .\n" * 999)[:-9], "cut.nt.gz cannot be read"),
    "none.nt.gz": (b"<urn:a> <urn:b> <urn:c> .", "none.nt.gz cannot be read (not a gzipped file"),
    "literal.ttl": (b'<urn:a> <urn:b> "' + b"x" * (64 << 20) + b'" .', "it cannot be read (Reached the buffer"),
    "literal.jsonld": (b'{"@id": "urn:a", "urn:b": "' + b"x" * (64 << 20) + b'"}', "literal.jsonld"),
}  # fmt: skip


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_is_one_sentence(tmp_path: Path, name: str) -> None:
    data, said = UNREADABLE[name]
    done = held(built(), "validate", given(tmp_path, name, data))
    assert done.returncode == 2, done
    assert said in done.stderr and len(done.stderr.splitlines()) == 1, done.stderr[:400]


def test_an_entity_that_lies_elsewhere_is_not_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("the secret", encoding="utf-8")
    text = f'<!DOCTYPE rdf:RDF [<!ENTITY x SYSTEM "{secret.as_uri()}">]>' + XML.format(
        '<rdf:Description rdf:about="urn:s"><x:p>&x;</x:p></rdf:Description>'
    )
    done = held(built(), "validate", given(tmp_path, "outside.rdf", text.encode()))
    assert done.returncode == 2 and "the secret" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("utf-16", "UTF-16"), ("latin-1", "ISO-8859-1"), ("utf-8-sig", "utf-8"), ("utf-8", "UTF-8")],
)
def test_xml_is_read_in_the_encoding_that_it_names(tmp_path: Path, encoding: str, declared: str) -> None:
    text = f'<?xml version="1.0" encoding="{declared}"?>\n{NAMED}'
    sh = "http://www.w3.org/ns/shacl#"
    shape = f"<urn:s> a <{sh}NodeShape> ; <{sh}targetNode> <urn:x> ; <{sh}nodeKind> <{sh}IRI> .".encode()
    shapes = given(tmp_path, "shapes.ttl", shape)
    done = held(built(), "validate", given(tmp_path, "x.rdf", text.encode(encoding)), "--alone", "--shapes", shapes)
    assert (done.returncode, done.stderr.startswith("1 statement,")) == (0, True), done.stderr


@pytest.mark.parametrize("name", ["x.ttl", "x.trig", "x.nt", "x.nq"])
def test_an_empty_file_says_nothing_and_is_no_violation(tmp_path: Path, name: str) -> None:
    done = held(built(), "validate", given(tmp_path, name, b""))
    assert (done.returncode, done.stderr) == (0, "0 statements, 0 derived from them: 1 warning\n")
    assert done.stdout == f"{tmp_path / name}: warning: the file: it holds no statement; is it the one that you mean?\n"


@pytest.mark.parametrize("command", ["validate", "diff", "fmt"])
def test_pipes_devices_and_folders_are_no_files(tmp_path: Path, command: str) -> None:
    os.mkfifo(tmp_path / "pipe.ttl")
    (tmp_path / "folder.ttl").mkdir()
    (tmp_path / "zero.ttl").symlink_to("/dev/zero")
    for name, said in (
        ("pipe.ttl", "is a pipe or a device; send it to stdin, and give - for FILE"),
        ("zero.ttl", "is a pipe or a device; send it to stdin, and give - for FILE"),
        ("folder.ttl", "is a folder; name "),
    ):
        path = str(tmp_path / name)
        done = held(built(), command, path, *([path] if command == "diff" else []))
        assert (done.returncode, said in done.stderr) == (2, True), done.stderr


def test_a_file_that_changes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.nt"
    path.write_text("<urn:a> <urn:b> <urn:c> .\n", encoding="utf-8")
    with (
        pytest.raises(UnusableError, match="changed while it was read; wait until it is written"),
        opened(str(path)) as file,
    ):
        file.read(5)
        with path.open("a", encoding="utf-8") as more:
            more.write("<urn:a> <urn:b> <urn:d> .\n")
    assert len(read_bytes(str(path)).splitlines()) == 2


def test_a_packed_bomb_is_stopped(tmp_path: Path) -> None:
    path = tmp_path / "bomb.nt.gz"
    with gzip.open(path, "wb", compresslevel=1) as out:
        for _ in range(600):
            out.write(b"\n" * 2**20)
    done = held(built(), "validate", str(path))
    assert (done.returncode, "holds more than 512 MB; split it" in done.stderr) == (2, True), done.stderr


def test_more_statements_than_are_looked_at_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "many.nt"
    with path.open("w", encoding="utf-8") as out:
        out.writelines(f"<urn:a:{number}> <urn:b> <urn:c:{number}> .\n" for number in range(1_500_000))
    assert path.stat().st_size > 50_000_000
    done = held(built(), "validate", str(path))
    assert (done.returncode, "it holds more than 500,000 statements; split it" in done.stderr) == (2, True), done.stderr


def test_ten_thousand_faults_are_counted_and_some_are_shown(tmp_path: Path) -> None:
    lines = "".join(f":t{number} a dkg:Tenure ; dkg:holdr :nobody-{number} .\n" for number in range(2_500))
    done = held(built(), "validate", given(tmp_path, "new.ttl", (HEAD + lines).encode()))
    assert done.returncode == 1
    heads = [line for line in done.stdout.splitlines() if not line.startswith("    ")]
    assert len(heads) == 200
    told, counted = done.stderr.splitlines()[0], done.stderr.splitlines()[-1]
    total = int(counted.rpartition(": ")[2].split()[0])
    assert total >= 10_000 and told == f"kg: {total - 200} more are not shown; --max {total} shows all of them"
    assert "did you mean dkg:holder?" in done.stdout


def test_a_mapping_names_no_text_outside_its_folder(tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_text('name = "a"\n', encoding="utf-8")
    (tmp_path / "texts").mkdir()
    (tmp_path / "secret.txt").write_text("the secret", encoding="utf-8")
    for name in ("../secret.txt", str(tmp_path / "secret.txt")):
        text = f"document: x\ntitle: X\ntext: {name}\nsha256: {'0' * 64}\nlanguage: en\npublished: 2020\ncomplete: no\n"
        (tmp_path / "x.yaml").write_text(text + "publication: {kind: article}\npassages: []\n", encoding="utf-8")
        done = held(tmp_path, "validate", "x.yaml", "--sources", "texts")
        assert done.returncode == 1
        assert "lies outside the folder of the texts; put it there, and give its name alone" in done.stdout
        assert "SHA-256" not in done.stdout  # else it was read


@pytest.mark.parametrize(
    "query",
    [
        f"ASK {{ FILTER({'!' * 100_000}true) }}",
        f"ASK {{ ?s {'/'.join(['rdf:type'] * 30_000)} ?o }}",
        f"ASK {{ FILTER({'&&'.join(['true'] * 30_000)}) }}",
        f"ASK {{ {'UNION'.join(['{ ?s ?p ?o }'] * 30_000)} }}",
        f"ASK {{ {'OPTIONAL { ?s ?p ?o }' * 30_000} }}",
    ],
    ids=["not", "path", "and", "union", "optional"],
)
def test_long_chains_in_a_query_are_refused_and_no_crash(tmp_path: Path, query: str) -> None:
    done = held(built(), "query", given(tmp_path, "long.rq", query.encode()))
    assert (done.returncode, "it chains more than 2500 operators" in done.stderr) == (2, True), done.stderr[:300]
    with pytest.raises(UnusableError, match="chains more than 2500 operators"):
        graph().query(query)


def test_lists_texts_and_names_are_no_chains() -> None:
    listed = ", ".join(f'"{number}! && || / . ; UNION"' for number in range(5_000))
    check_length(f"ASK {{ FILTER(?x IN ({listed})) }} # {'!' * 9_999}", "query")
    check_length(f"ASK {{ VALUES ?x {{ {' '.join('1.5 :a.b-c <urn:a/b.c> ' for _ in range(5_000))} }} }}", "query")


def test_a_process_that_is_ended_leaves_no_half_of_a_file(tmp_path: Path) -> None:
    query = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    for words in (["export", str(tmp_path / "out.ttl")], ["query", query, "-o", str(tmp_path / "out.csv")]):
        target = Path(words[-1])
        target.write_text("what was there before", encoding="utf-8")
        part = target.with_name(f"{target.name}.part")
        process = subprocess.Popen(
            [sys.executable, "-m", "kg.cli", *words], cwd=built(), env=environment(), stderr=subprocess.PIPE
        )
        until = time.monotonic() + PATIENCE
        while not part.exists() and process.poll() is None and time.monotonic() < until:
            time.sleep(0.001)
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=PATIENCE)
        assert not part.exists(), said
        if process.returncode:  # else it was done before it was told
            assert process.returncode in (-signal.SIGTERM, 128 + signal.SIGTERM), (process.returncode, said)
            assert target.read_text(encoding="utf-8") == "what was there before"


def test_what_is_wrong_is_nothing_lost(tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in (built() / ".kg").rglob("*") if path.is_file()}
    for name in ("surrogate.ttl", "deep.yaml", "nothing.rdf"):
        run_kg(built(), "validate", given(tmp_path, name, UNREADABLE[name][0]))
    assert before == {path: path.read_bytes() for path in (built() / ".kg").rglob("*") if path.is_file()}
