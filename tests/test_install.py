"""What is installed works without the checkout: the wheel, what it holds, and the commands in an empty folder.

The wheel is built and installed into an environment of its own, which sees the dependencies of this one, and no `kg`
but what was installed.
"""

from __future__ import annotations

import email
import hashlib
import io
import json
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import venv
import zipfile
from pathlib import Path
from typing import NamedTuple

import pytest
from packaging.metadata import Metadata

import kg
from conftest import find_sources
from kg.project import CONTENT
from kg.texts.documents import read_text
from kg.texts.sentences import split_sentences
from support import ROOT, built, environment, rows, run_kg

pytest.importorskip("hatchling")
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


class Built(NamedTuple):
    """The wheel and the sdist."""

    wheel: Path
    sdist: Path


class Installed(NamedTuple):
    """An environment with the wheel."""

    python: Path
    kg: Path

    def run(self, folder: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run the installed `kg`, which must know neither the checkout nor the texts."""
        return subprocess.run(
            [self.kg, *arguments], cwd=folder, env=_clean(**more), capture_output=True, encoding="utf-8", timeout=120,
            check=False,
        )  # fmt: skip


def _clean(**more: str) -> dict[str, str]:
    return {name: value for name, value in environment(**more).items() if not name.startswith("PYTHON")}


def build(checkout: Path, target: Path, *kinds: str, **more: str) -> list[Path]:
    """Build distributions as `make wheel` does."""
    chosen = [word for kind in kinds for word in ("-t", kind)]
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-d", str(target), *chosen],
        cwd=checkout, env=_clean(**more), capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return sorted(target.iterdir())


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Built:
    target = tmp_path_factory.mktemp("dist")
    wheel, sdist = build(ROOT, target)
    assert wheel.name == f"kg-{kg.__version__}-py3-none-any.whl" and sdist.name == f"kg-{kg.__version__}.tar.gz"
    return Built(wheel, sdist)


@pytest.fixture(scope="session")
def installed(made: Built, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    folder = tmp_path_factory.mktemp("installed")
    venv.create(folder, with_pip=False, symlinks=True)
    python = folder / "bin" / "python"
    command = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-index", "--no-deps"]
    if subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True, check=False).returncode:
        pytest.skip("pip is not installed")
    done = subprocess.run(
        [*command, str(made.wheel)], env=_clean(), capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    (packages,) = folder.glob("lib/python*/site-packages")
    # This names the folder of the dependencies, whose own path files, such as that of the checkout, are not read then.
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    where = "import kg, kg.project; print(kg.__file__, kg.project.locate_project().packaged, sep='\\n')"
    done = subprocess.run([python, "-c", where], cwd=folder, env=_clean(), capture_output=True, text=True, check=True)
    assert all(Path(line).is_relative_to(packages) for line in done.stdout.splitlines())
    return Installed(python, folder / "bin" / "kg")


# What is in it


def names(wheel: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_wheel_holds_the_code_and_all_content_and_nothing_else(made: Built) -> None:
    held = names(made.wheel)
    tracked = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if tracked.returncode:
        pytest.skip("this is no checkout of git")
    files = [name for name in tracked.stdout.split("\0") if name and (ROOT / name).is_file()]
    wanted = {f"kg/{name.removeprefix('src/kg/')}": name for name in files if name.startswith("src/kg/")}
    kinds = (*CONTENT, "schemas")
    wanted |= {f"kg/content/{name}": name for name in files if name.partition("/")[0] in kinds}
    wanted["kg/content/LICENSE-DATA"] = "LICENSE-DATA"
    found = {name for name in held if ".dist-info/" not in name}
    assert found == set(wanted)
    for name, path in wanted.items():
        assert held[name] == (ROOT / path).read_bytes()
    assert {name.partition("/")[2] for name in held if ".dist-info/" in name} == {
        "METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE", "licenses/LICENSE-DATA",
    }  # fmt: skip


def test_the_sdist_has_what_the_wheel_needs_and_no_tests(made: Built) -> None:
    with tarfile.open(made.sdist) as archive:
        found = {member.name.partition("/")[2] for member in archive.getmembers() if member.isfile()}
    tops = {name.partition("/")[0] for name in found}
    assert tops - {"PKG-INFO", ".gitignore"} == {
        *CONTENT, "schemas", "src", "pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE", "LICENSE-DATA",
    }  # fmt: skip
    assert not [name for name in found if "__pycache__" in name or name.startswith("tests") or name.endswith(".pyc")]


def test_no_text_is_inside(made: Built, sources: Path) -> None:
    """No long sentence of the five texts stands in any file; titles of works, which may stand there, are shorter."""
    texts = [read_text(sources, path.name) for path in sources.glob("*.txt")]
    found = (" ".join(text.text[s.start : s.end].split()) for text in texts for s in split_sentences(text))
    sentences = {sentence for sentence in found if len(sentence.split()) >= 15}
    assert len(sentences) > 300
    for name, content in names(made.wheel).items():
        words = " ".join(content.decode("utf-8").split())
        assert not [sentence for sentence in sentences if sentence in words], name


def test_the_same_files_give_the_same_bytes_and_so_does_the_sdist(made: Built, tmp_path: Path) -> None:
    again = build(ROOT, tmp_path / "again", TZ="Asia/Tehran", SOURCE_DATE_EPOCH="1580601600")
    assert [path.read_bytes() for path in again] == [made.wheel.read_bytes(), made.sdist.read_bytes()]
    with tarfile.open(made.sdist) as archive:
        archive.extractall(tmp_path / "unpacked", filter="data")
    (unpacked,) = (tmp_path / "unpacked").iterdir()
    (wheel,) = build(unpacked, tmp_path / "wheel", "wheel")
    assert wheel.read_bytes() == made.wheel.read_bytes()


def test_the_metadata_are_valid_and_complete(made: Built) -> None:
    (raw,) = (text for name, text in names(made.wheel).items() if name.endswith("/METADATA"))
    found = Metadata.from_email(raw)  # raises where the metadata break the specification
    assert str(found.version) == kg.__version__ == SETTINGS["version"]
    assert found.license_expression == "Apache-2.0 AND CC-BY-4.0"
    assert found.license_files == ["LICENSE", "LICENSE-DATA"]
    assert found.description_content_type == "text/markdown"
    assert found.description == (ROOT / "README.md").read_text(encoding="utf-8")
    assert set(found.provides_extra or ()) == set(SETTINGS["optional-dependencies"])
    classifiers = found.classifiers or []
    assert "Programming Language :: Python :: 3.11" in classifiers
    assert not [key for key in email.message_from_bytes(raw).keys() if key in {"Project-URL", "Home-page"}]  # noqa: SIM118


def test_the_record_holds_the_digest_of_every_file(made: Built) -> None:
    import base64
    import csv

    held = names(made.wheel)
    (record,) = (text for name, text in held.items() if name.endswith("/RECORD"))
    for name, digest, size in csv.reader(io.StringIO(record.decode())):
        if digest:
            made_of = base64.urlsafe_b64encode(hashlib.sha256(held[name]).digest()).rstrip(b"=").decode()
            assert (digest, int(size)) == (f"sha256={made_of}", len(held[name]))


# What it does


@pytest.fixture(scope="session")
def empty(installed: Installed, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which nothing but `kg build` of the installed package was run."""
    folder = tmp_path_factory.mktemp("empty")
    done = installed.run(folder, "build")
    assert done.returncode == 0, done.stderr
    assert done.stderr.endswith(f"there is no kg.toml here or above: the graph lies in {folder / '.kg'}\n")
    assert [path.name for path in folder.iterdir()] == [".kg"]
    return folder


def test_the_graph_is_that_of_the_checkout(installed: Installed, empty: Path) -> None:
    words = ("export", "--format", "ntriples", "--no-description")
    done = installed.run(empty, *words)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == run_kg(built(), *words).stdout
    licence = installed.run(empty, "query", "ASK { ?dataset a void:Dataset ; dcterms:license ?licence }")
    assert licence.stdout == "false\n"  # the description is no part of the graph
    assert "dcterms:license <https://creativecommons.org/licenses/by/4.0/>" in installed.run(empty, "export").stdout


@pytest.mark.parametrize(
    ("words", "holds"),
    [
        (("--version",), f"kg {kg.__version__}"),
        (("ask",), "who-met "),
        (("ask", "who-met", "-p", "actor=mehdi-sanaei"), "Fyodor Lukyanov"),
        (("query", "ASK { :iran a dkg:State }"), "true"),
        (("show", "Сергей Лавров"), "Sergei Lavrov  (Person)"),
        (("search", "bistritsky"), "andrey-bystritskiy"),
        (("export",), "@prefix dkg:"),
        (("stats",), "built from,mappings/004-iran-russia-nexus.yaml"),
        (("completion", "bash"), "complete "),
        (("completion", "--complete", "ask", "who"), "who-met"),
    ],
)
def test_a_command_of_the_installed_package(
    installed: Installed, empty: Path, words: tuple[str, ...], holds: str
) -> None:
    done = installed.run(empty, *words)
    assert (done.returncode, done.stderr) == (0, "")
    assert holds in done.stdout


def test_the_installed_content_is_sound(installed: Installed, empty: Path) -> None:
    done = installed.run(empty, "check")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "0 errors, 0 warnings\n")


def test_the_texts_can_be_named(installed: Installed, tmp_path: Path) -> None:
    if (sources := find_sources()) is None:
        pytest.skip("the five texts are not at hand: set KG_SOURCES to their folder")
    done = installed.run(tmp_path, "check", "--sources", str(sources))
    assert (done.returncode, done.stderr) == (0, "0 errors, 0 warnings\n")


def test_all_kinds_of_content_are_overlaid_by_one_s_own(installed: Installed, tmp_path: Path) -> None:
    assert installed.run(tmp_path, "init", "own").returncode == 0
    own = tmp_path / "own"
    for kind in ("queries", "shapes", "ontology/rules"):
        (own / kind).mkdir(parents=True)
    (own / "queries/who-met.rq").write_text(
        "# Mine\n# Example:\n\nSELECT ?name { :ferry-agreement :made-of/skos:prefLabel ?name }", encoding="utf-8"
    )
    (own / "shapes/own.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> .\n@prefix : <https://w3id.org/dkg/id/> .\n"
        "@prefix dkg: <https://w3id.org/dkg/ns#> .\n:own-shape a sh:NodeShape ; sh:targetClass dkg:Agreement ;\n"
        "  sh:property [ sh:path dkg:about ; sh:minCount 9 ; sh:severity sh:Warning ;\n"
        '    sh:message "too few topics"@en ] .\n',
        encoding="utf-8",
    )
    (own / "ontology/rules/90-own.rq").write_text(
        "# Own\nPREFIX : <https://w3id.org/dkg/id/>\nPREFIX dkg: <https://w3id.org/dkg/ns#>\n"
        "CONSTRUCT { ?a :made-of ?p } WHERE { ?a dkg:party ?p }",
        encoding="utf-8",
    )
    done = installed.run(own, "build")
    assert done.returncode == 0, done.stderr
    assert "too few topics" in done.stderr
    asked = installed.run(own, "ask", "who-met")
    assert {row["name"] for row in rows(asked.stdout)} == {"Arvenia", "Belmora"}


def test_a_notebook_finds_the_graph(installed: Installed, empty: Path) -> None:
    script = "import kg, json; g = kg.open(); print(json.dumps(len(g.store)))"
    done = subprocess.run(
        [installed.python, "-c", script],
        cwd=empty,
        env=_clean(),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert json.loads(done.stdout) > 30_000
