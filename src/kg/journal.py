"""The accepted changes of a project: numbered files in `changes/`, each an RDF Patch with a head.

`H number`, `H time`, `H author` and `H message` say which change it is, when and by whom it was made, and what for;
`H undoes` names the change that it takes back, `H retracts` the document that it takes away. `H id` is a digest of all
the rest, and `H prev` the `id` of the change before: a file that was cut off, edited or exchanged is noticed, and so is
one that is missing. The same change gives the same bytes. It knows files and patches, and neither stores nor shapes.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode, Triple

from kg.errors import KgError, Place, UnusableError
from kg.files import sync_folder, write_durably
from kg.rdfpatch import BEGIN, END, Delta, body, header, read_header, read_row
from kg.terms import Term, expand, integer, text

__all__ = ["FOLDER", "Change", "Head", "Journal"]

FOLDER = "changes"
_ENDING = ".rdfp"
_ID = "urn:sha256:"
_RESTORE = "restore the file as it was"
_KNOWN = ("id", "prev", "number", "time", "author", "message", "undoes", "retracts")
_DEMANDED = ("id", "number", "time", "author", "message")


class Head(NamedTuple):
    """What is said of a change: when (xsd:dateTime, UTC), by whom, what for; what it takes back or away, if it does."""

    time: str
    author: str
    message: str
    undoes: int | None = None
    retracts: str | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One accepted change: its number, digest and file, and for each statement the line where it stands."""

    number: int
    id: str
    prev: str | None
    head: Head
    delta: Delta
    file: str
    lines: Mapping[Triple, int] = field(repr=False)

    def place(self, triple: Triple) -> Place:
        """Return where the change adds or removes a statement."""
        return Place(self.file, self.lines.get(triple, 0))

    def render(self) -> str:
        """Return the file of the change."""
        rest = "".join([*_head_lines(self.number, self.prev, self.head), BEGIN, *_body(self.delta), END])
        return header("id", NamedNode(self.id)) + rest


class Journal:
    """The changes of a project, in the folder that is given by its path and by its name in messages."""

    def __init__(self, root: Path) -> None:
        """Take the folder of a project; nothing is read yet."""
        self.folder = root / FOLDER

    def count(self) -> int:
        """Return how many changes there are; `UnusableError` where one is missing or a name is none of a change."""
        try:
            names = {path.name for path in self.folder.iterdir() if path.name.endswith(_ENDING)}
        except FileNotFoundError:
            return 0
        expected = {_name(number) for number in range(1, len(names) + 1)}
        if strange := sorted(name for name in names if not re.fullmatch(r"\d{4,}\.rdfp", name) or name != _plain(name)):
            remedy = f"changes are called {_name(1)}, {_name(2)} and so on: take it out of the folder"
            raise UnusableError("no name of a change", place=Place(_shown(strange[0])), remedy=remedy)
        if missing := sorted(expected - names):
            remedy = "restore it, or give up all later ones"
            raise UnusableError("the change is missing", place=Place(_shown(missing[0])), remedy=remedy)
        return len(names)

    def path(self, number: int) -> Path:
        """Return the file of a change."""
        return self.folder / _name(number)

    def read(self, number: int) -> Change:
        """Read a change; `UnusableError`, with file and line, where it was cut off, edited or renumbered."""
        return _read(self.path(number), _shown(_name(number)), number)

    def last(self) -> Change | None:
        """Return the newest change, or None where there is none."""
        count = self.count()
        return self.read(count) if count else None

    def changes(self, since: int = 0) -> Iterator[Change]:
        """Yield the changes after a number, in order; `UnusableError` where one does not follow the one before it."""
        count = self.count()
        before = self.read(since).id if 0 < since <= count else None
        for number in range(since + 1, count + 1):
            change = self.read(number)
            if change.prev != before:
                message = f"it does not follow {_shown(_name(number - 1))}" if before else "it names a change before it"
                remedy = "restore both files as they were, or make this change anew"
                raise UnusableError(message, place=Place(change.file, 2), remedy=remedy)
            yield change
            before = change.id

    def draft(self, head: Head, delta: Delta) -> Change:
        """Return the change that would come next; `KgError` for statements that a file cannot keep."""
        for triple in (*delta.added, *delta.removed):
            if not (isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode | Literal)):
                raise KgError(f"a node without a name cannot be kept: {triple}", remedy="give it a name")
        before = self.last()
        number, prev = (before.number + 1, before.id) if before else (1, None)
        head = head._replace(author=_line(head.author), message=_line(head.message))
        heads = _head_lines(number, prev, head)
        rows = _body(delta)
        first = len(heads) + 3  # the line with the digest, and `TX`
        _, lines = _read_body([row.rstrip("\n") for row in rows], first, _shown(_name(number)))
        id_ = _digest("".join([*heads, BEGIN, *rows, END]))
        return Change(number, id_, prev, head, delta, _shown(_name(number)), lines)

    def append(self, change: Change) -> Path:
        """Write the file of a change that was drafted, durably; `OSError` where it cannot be: then nothing is left."""
        path = self.path(change.number)
        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            write_durably(path, change.render())
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return path

    def drop(self, change: Change) -> None:
        """Remove the newest change, which came to nothing."""
        self.path(change.number).unlink(missing_ok=True)
        sync_folder(self.folder)


def _name(number: int) -> str:
    return f"{number:04}{_ENDING}"


def _plain(name: str) -> str:
    """Return the one way to write the name of a change."""
    return _name(int(name.removesuffix(_ENDING)))


def _shown(name: str) -> str:
    return f"{FOLDER}/{name}"


def _line(words: str) -> str:
    return " ".join(words.split())


def _digest(rest: str) -> str:
    return _ID + hashlib.sha256(rest.encode()).hexdigest()


def _body(delta: Delta) -> list[str]:
    return body(delta.removed, delta.added)


def _head_lines(number: int, prev: str | None, head: Head) -> list[str]:
    pairs: list[tuple[str, Term]] = [("prev", NamedNode(prev))] if prev else []
    pairs += [
        ("number", integer(number)),
        ("time", Literal(head.time, datatype=expand("xsd:dateTime"))),
        ("author", text(head.author)),
        ("message", text(head.message)),
    ]
    pairs += [("undoes", integer(head.undoes))] if head.undoes else []
    pairs += [("retracts", NamedNode(head.retracts))] if head.retracts else []
    return [header(word, value) for word, value in pairs]


# Reading


def _read(path: Path, shown: str, number: int) -> Change:
    try:
        written = path.read_bytes().decode().replace("\r\n", "\n")  # as some checkouts of a repository have it
    except UnicodeDecodeError:
        raise UnusableError("it is not UTF-8", place=Place(shown), remedy=_RESTORE) from None
    except OSError as error:
        remedy = "mend the rights of the file"
        raise UnusableError(f"it cannot be read ({error.strerror})", place=Place(shown), remedy=remedy) from None
    rows = written.split("\n")
    if not written.endswith(END) or BEGIN.strip() not in rows:
        place = Place(shown, max(len(rows) - (not rows[-1]), 1))
        raise UnusableError("the change is cut off: it does not end with TC", place=place, remedy=_RESTORE)
    begin = rows.index(BEGIN.strip())
    found = _read_head(rows[:begin], shown)
    delta, lines = _read_body(rows[begin + 1 : -2], begin + 2, shown)
    if found["id"] != _digest(written.partition("\n")[2]):
        message = "the change was edited: its digest is another one"
        remedy = f"{_RESTORE}; a change is mended by a new one, or by `kg undo {number}`"
        raise UnusableError(message, place=Place(shown, 1), remedy=remedy)
    if found["number"] != str(number):
        line = next(at for at, row in enumerate(rows, 1) if row.startswith("H number "))
        message = f"the file says that it is change {found['number']}"
        raise UnusableError(message, place=Place(shown, line), remedy="give it its name back")
    undoes = found.get("undoes")
    back = int(undoes) if undoes else None
    head = Head(found["time"], found["author"], found["message"], back, found.get("retracts"))
    return Change(number, found["id"], found.get("prev"), head, delta, shown, lines)


def _read_head(rows: list[str], shown: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for at, row in enumerate(rows, 1):
        read = read_header(row)
        if read is None or read[0] not in _KNOWN or read[0] in found or isinstance(read[1], Triple):
            raise UnusableError("no line of a change's head", place=Place(shown, at), remedy=_RESTORE)
        found[read[0]] = read[1].value
    if lacking := [word for word in _DEMANDED if word not in found]:
        raise UnusableError(f"its head lacks H {lacking[0]}", place=Place(shown, 1), remedy=_RESTORE)
    if not all(found.get(word, "1").isdecimal() for word in ("number", "undoes")) or not rows[0].startswith("H id "):
        raise UnusableError("its head is malformed", place=Place(shown, 1), remedy=_RESTORE)
    return found


def _read_body(rows: list[str], first: int, shown: str) -> tuple[Delta, dict[Triple, int]]:
    removed, added = list[Triple](), list[Triple]()
    lines: dict[Triple, int] = {}
    for at, row in enumerate(rows, first):
        read = read_row(row)
        if read is None:
            raise UnusableError("no line of a change", place=Place(shown, at), remedy=_RESTORE)
        letter, quad = read
        if quad.triple in lines:
            message = f"the statement stands in line {lines[quad.triple]} already"
            raise UnusableError(message, place=Place(shown, at), remedy=_RESTORE)
        lines[quad.triple] = at
        (added if letter == "A" else removed).append(quad.triple)
    return Delta(tuple(added), tuple(removed)), lines
