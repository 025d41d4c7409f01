"""Reads RDF from a file or from stdin: which format it is in, its bytes, and its statements; every reader comes here.

A file is read whole and once, packed or not: a folder, a pipe or a device is refused, and so is a file that changes
meanwhile. What a parser says of a text is put into words here. It knows nothing of what the statements mean.
"""

from __future__ import annotations

import os
import re
import stat
import sys
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import PurePath
from typing import IO, TYPE_CHECKING, BinaryIO, NoReturn, cast

from pyoxigraph import RdfFormat, parse

from kg.errors import Place, UnusableError, did_you_mean
from kg.guards import check_file

if TYPE_CHECKING:
    from pyoxigraph import QuadParser

__all__ = [
    "FORMATS", "LARGEST", "decode", "decode_rdf", "format_of", "guard", "opened", "parser", "rdf_format", "read_bytes",
    "said", "unpacked",
]  # fmt: skip

FORMATS: Mapping[str, tuple[str, ...]] = {
    "turtle": (".ttl", ".turtle"),
    "trig": (".trig",),
    "ntriples": (".nt",),
    "nquads": (".nq",),
    "jsonld": (".jsonld", ".json"),
    "rdfxml": (".rdf", ".owl", ".xml"),
}
LARGEST = 512 * 2**20  # bytes of a file that is read into memory, unpacked
_OF_PARSER: Mapping[str, RdfFormat] = {
    "turtle": RdfFormat.TURTLE, "trig": RdfFormat.TRIG, "ntriples": RdfFormat.N_TRIPLES, "nquads": RdfFormat.N_QUADS,
    "jsonld": RdfFormat.JSON_LD, "rdfxml": RdfFormat.RDF_XML,
}  # fmt: skip
_BY_EXTENSION = {extension: name for name, extensions in FORMATS.items() for extension in extensions}
_NAMES = {"turtle": "Turtle", "trig": "TriG", "ntriples": "N-Triples", "nquads": "N-Quads", "jsonld": "JSON-LD",
          "rdfxml": "RDF/XML"}  # fmt: skip
_PACKED = ".gz"
_UTF16 = (BOM_UTF16_LE, BOM_UTF16_BE)
_PARSER_PLACE = re.compile(r"^Parser error at line.*?: |^Parser error: ")
_XML_ENCODING = re.compile(rb"""^<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z][\w.-]*)["']""")
_XML_DECLARATION = re.compile(r"^<\?xml[^>]*\?>")


def format_of(path: str, form: str | None = None, *, option: str = "") -> str:
    """Return the name of the format of a file, one of `FORMATS`: `form`, or by the extension; Turtle for stdin.

    What is packed has the extension of its format before `.gz`. `UnusableError` where neither names a format; its
    remedy names the `option` that does, if any.

    >>> format_of("facts.nt.gz"), format_of("-")
    ('ntriples', 'turtle')
    """
    if form is not None:
        if form not in FORMATS:
            remedy = did_you_mean(form, FORMATS) or f"use one of {', '.join(FORMATS)}"
            raise UnusableError(f"{form} is no format of RDF", remedy=remedy)
        return form
    if path == "-":
        return "turtle"
    ending = PurePath(path[: -len(_PACKED)] if path.lower().endswith(_PACKED) else path).suffix.lower()
    if ending not in _BY_EXTENSION:
        known = f"name the format with {option} {', '.join(FORMATS)}" if option else ""
        remedy = did_you_mean(ending, _BY_EXTENSION) or known or f"end it with one of {', '.join(_BY_EXTENSION)}"
        raise UnusableError(f"{path} names no format of RDF", remedy=remedy)
    return _BY_EXTENSION[ending]


@contextmanager
def opened(path: str) -> Iterator[BinaryIO]:
    """Open a file that stays as it is; `UnusableError` for what is no file, and for one that changed meanwhile."""
    try:  # a pipe that nobody writes to would keep us waiting
        number = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except FileNotFoundError:
        raise UnusableError(f"there is no file {path}", remedy="mend its name, or give - for stdin") from None
    except (OSError, ValueError) as error:
        why = (getattr(error, "strerror", None) or str(error)).lower()
        remedy = "name the files in it" if isinstance(error, IsADirectoryError) else "name a file that you may read"
        raise UnusableError(f"{path} cannot be read ({why})", remedy=remedy) from None
    before = os.fstat(number)
    if not stat.S_ISREG(before.st_mode):
        os.close(number)
        if stat.S_ISDIR(before.st_mode):
            raise UnusableError(f"{path} is a folder", remedy="name the files in it")
        raise UnusableError(f"{path} is a pipe or a device", remedy="send it to stdin, and give - for FILE")
    with os.fdopen(number, "rb") as file:
        yield file
        after = os.fstat(number)
        if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
            raise UnusableError(f"{path} changed while it was read", remedy="wait until it is written, and begin anew")


def read_bytes(path: str) -> bytes:
    """Return what a file holds, or stdin for `-`, unpacked; `UnusableError` where it cannot be read or is too large."""
    if path == "-":
        return _limited(sys.stdin.buffer, "stdin")
    with opened(path) as file:
        return _limited(unpacked(file, path), path)


def unpacked(file: BinaryIO, path: str) -> BinaryIO:
    """Return what reads the content of a file whose name may end in `.gz`."""
    if not path.lower().endswith(_PACKED):
        return file
    from gzip import GzipFile

    return cast("BinaryIO", GzipFile(fileobj=file, mode="rb"))


def _limited(file: IO[bytes], shown: str) -> bytes:
    from zlib import error as zlib_error

    try:
        data = file.read(LARGEST + 1)
    except (EOFError, zlib_error, OSError) as error:
        why = (getattr(error, "strerror", None) or str(error)).lower()
        raise UnusableError(f"{shown} cannot be read ({why})", remedy="get it anew, or unpack it") from None
    if len(data) > LARGEST:
        remedy = "split it, or load it in a triple store"
        raise UnusableError(f"{shown} holds more than {LARGEST >> 20} MB", remedy=remedy)
    return data


def decode(data: bytes, file: str = "text") -> str:
    """Return the text of a file; `UnusableError` with line and column where it is not UTF-8. A BOM is left out."""
    if data.startswith(_UTF16):
        raise UnusableError("this is UTF-16, not UTF-8", place=Place(file), remedy="save the file as UTF-8")
    try:
        return data.removeprefix(BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError as error:
        data = data.removeprefix(BOM_UTF8)
        lines = data[: error.start].decode("utf-8").splitlines() or [""]
        if data[: error.start].endswith((b"\n", b"\r")):
            lines.append("")
        place = Place(file, len(lines), len(lines[-1]) + 1)
        raise UnusableError("this is not UTF-8", place=place, remedy="save the file as UTF-8") from None


def decode_rdf(data: bytes, name: str, file: str) -> str:
    """Return the text of a file in one of `FORMATS`: UTF-8, or what an XML file says that it is in."""
    declared = _XML_ENCODING.match(data.removeprefix(BOM_UTF8)) if name == "rdfxml" else None
    if name != "rdfxml" or not (declared or data.startswith(_UTF16)):
        return decode(data, file)
    encoding = "utf-16" if data.startswith(_UTF16) else declared[1].decode() if declared else "utf-8"
    try:
        text = data.decode("utf-8-sig" if encoding.lower() in ("utf-8", "utf8") else encoding)
    except (LookupError, UnicodeError):
        remedy = "save the file as UTF-8, and say so in its first line"
        raise UnusableError(f"this is not {encoding}", place=Place(file, 1), remedy=remedy) from None
    # The text is text now: what its declaration says of bytes would mislead the parser. Places stay.
    return _XML_DECLARATION.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)


def rdf_format(name: str) -> RdfFormat:
    """Return a format, given by its name in `FORMATS`, as pyoxigraph has it."""
    return _OF_PARSER[name]


def guard(read: Callable[[], bytes], name: str, file: str) -> None:
    """Refuse what would break the parser of a format; `read` is called for the formats alone that need it."""
    check_file(read, _OF_PARSER[name], file)


def parser(text: str | bytes, name: str, *, base: str | None = None, rename: bool = False) -> QuadParser:
    """Return the parser of a text in one of `FORMATS`; the errors that it raises are what `said` puts into words."""
    return parse(text, _OF_PARSER[name], base_iri=base, rename_blank_nodes=rename)


def said(error: Exception, name: str, file: str) -> NoReturn:
    """Raise `UnusableError` with what a parser, or a store that loads, found wrong: where, what, and how to mend it."""
    if isinstance(error, MemoryError):  # what Oxigraph says of a token that it does not hold
        message = f"it cannot be read ({str(error) or 'too large'})"
        raise UnusableError(message, place=Place(file), remedy="shorten its texts") from None
    place = Place(file)
    if isinstance(error, SyntaxError):
        place = Place(file, error.lineno or 0, error.offset or 0)
    message, remedy = _in_words(_PARSER_PLACE.sub("", getattr(error, "msg", None) or str(error)), name)
    raise UnusableError(message, place=place, remedy=remedy) from None


def _in_words(message: str, name: str) -> tuple[str, str]:
    """Say what the parser found, and how to mend it."""
    if "LoadDocumentCallback" in message:
        return "its context lies elsewhere, and nothing is fetched", "write the context into the file"
    if "absolute IRI" in message:
        return "an IRI is relative", "write it in full, or declare a prefix for it"
    message = " ".join(message.split()) or "it cannot be read"
    return message[:1].lower() + message[1:], f"mend the {_NAMES[name]}"
