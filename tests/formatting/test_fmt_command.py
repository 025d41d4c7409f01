"""`kg fmt`: files in place, checks, streams, and files that it leaves alone."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from support import run_kg

UGLY = b"@prefix : <urn:x:>.\n:a :p 07 ; # seven\n  :q 'x' .\n"
LAID_OUT = b"@prefix : <urn:x:> .\n\n:a :p 07 ;  # seven\n    :q 'x' .\n"


def test_a_file_is_laid_out_in_place_with_its_rights(tmp_path: Path) -> None:
    file = tmp_path / "a.ttl"
    file.write_bytes(UGLY)
    file.chmod(0o640)
    done = run_kg(tmp_path, "fmt", "a.ttl")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "laid out a.ttl\n")
    assert file.read_bytes() == LAID_OUT
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert [path.name for path in tmp_path.iterdir()] == ["a.ttl"]


def test_what_is_laid_out_is_not_touched(tmp_path: Path) -> None:
    file = tmp_path / "a.ttl"
    file.write_bytes(LAID_OUT)
    before = file.stat()
    done = run_kg(tmp_path, "fmt", "a.ttl")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    after = file.stat()
    assert (after.st_mtime_ns, after.st_ino) == (before.st_mtime_ns, before.st_ino)


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_bytes(UGLY)
    (tmp_path / "link.ttl").symlink_to("a.ttl")
    assert run_kg(tmp_path, "fmt", "link.ttl").returncode == 0
    assert (tmp_path / "link.ttl").is_symlink()
    assert (tmp_path / "a.ttl").read_bytes() == LAID_OUT


def test_a_check_lists_what_would_change_and_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_bytes(UGLY)
    (tmp_path / "b.ttl").write_bytes(LAID_OUT)
    done = run_kg(tmp_path, "fmt", "--check", "a.ttl", "b.ttl")
    assert (done.returncode, done.stdout, done.stderr) == (1, "a.ttl\n", "")
    assert (tmp_path / "a.ttl").read_bytes() == UGLY
    assert run_kg(tmp_path, "fmt", "--check", "b.ttl").returncode == 0


def test_a_stream_is_laid_out(tmp_path: Path) -> None:
    done = run_kg(tmp_path, "fmt", "-", stdin=UGLY.decode())
    assert (done.returncode, done.stdout, done.stderr) == (0, LAID_OUT.decode(), "")
    done = run_kg(tmp_path, "fmt", "-", stdin=LAID_OUT.decode())
    assert done.stdout == LAID_OUT.decode()
    done = run_kg(tmp_path, "fmt", "-", "--check", stdin=UGLY.decode())
    assert (done.returncode, done.stdout) == (1, "stdin\n")


@pytest.mark.parametrize(
    ("data", "arguments", "message"),
    [
        (b"<a> <b> .", [], "kg: bad.ttl:1:9: expected an object: an IRI, a name, a literal, a blank node or a list"),
        (b"<a> <b> '\xff' .", [], "kg: bad.ttl:1:10: this is not UTF-8; save the file as UTF-8"),
        (b"@prefix : <urn:x:> .\n:a :p 1 .\n# x\n:a :q 2 .\n", ["--sort"],
         "kg: bad.ttl:3:1: sorting would take this comment from its place"),
    ],
)  # fmt: skip
def test_what_cannot_be_laid_out_stays_and_others_are_done(
    tmp_path: Path, data: bytes, arguments: list[str], message: str
) -> None:
    (tmp_path / "bad.ttl").write_bytes(data)
    (tmp_path / "a.ttl").write_bytes(UGLY)
    done = run_kg(tmp_path, "fmt", *arguments, "bad.ttl", "a.ttl")
    assert done.returncode == 2
    assert done.stderr.startswith(message)
    assert len(done.stderr.splitlines()) == 2
    assert (tmp_path / "bad.ttl").read_bytes() == data
    assert (tmp_path / "a.ttl").read_bytes() == LAID_OUT


def test_what_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    done = run_kg(tmp_path, "fmt", "folder", "none.ttl")
    assert done.returncode == 2
    assert done.stderr == (
        "kg: folder is a folder; name its files: kg fmt folder/*.ttl\n"
        "kg: there is no file none.ttl; mend its name, or give - for stdin\n"
    )
