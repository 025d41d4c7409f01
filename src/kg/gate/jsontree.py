"""JSON as a tree whose members know where they stand in the text (RFC 8259). It knows nothing of JSON-LD."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from json.decoder import scanstring  # type: ignore[attr-defined]  # it is there, and json itself calls it

__all__ = ["Array", "Lines", "Object", "Scalar", "Value", "parse", "plain"]

_SPACE = re.compile(r"[ \t\n\r]*")
_SCALAR = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null")
_WORDS = {"true": True, "false": False, "null": None}


@dataclass(frozen=True, slots=True)
class Scalar:
    """A string, number, truth value or null; a number is kept as its text in `number`."""

    value: str | bool | None
    start: int
    number: str = ""


@dataclass(frozen=True, slots=True)
class Array:
    """An array."""

    items: list[Value]
    start: int


@dataclass(frozen=True, slots=True)
class Object:
    """An object: its members in order, with where each value stands."""

    members: list[tuple[str, Value]]
    start: int


Value = Scalar | Array | Object


def parse(text: str) -> Value:
    """Return the tree of a text that is JSON; `ValueError` for any other, `RecursionError` where it is too deep.

    >>> parse('{"a": [1]}').members[0][1].items[0].start
    7
    """
    value, end = _value(text, _after(text, 0))
    if _after(text, end) != len(text):
        raise ValueError("more than one value")
    return value


def plain(value: Value) -> object:
    """Return a value as plain Python has it."""
    if isinstance(value, Object):
        return {key: plain(each) for key, each in value.members}
    if isinstance(value, Array):
        return [plain(each) for each in value.items]
    return float(value.number) if value.number else value.value


class Lines:
    """Where lines begin in a text."""

    def __init__(self, text: str) -> None:
        self._begins = [0, *accumulate(map(len, text.splitlines(keepends=True)))]

    def at(self, start: int) -> tuple[int, int]:
        """Return line and column, from one, of a position."""
        line = bisect_right(self._begins, start)
        return line, start - self._begins[line - 1] + 1


def _after(text: str, position: int) -> int:
    found = _SPACE.match(text, position)
    return found.end() if found else position


def _value(text: str, start: int) -> tuple[Value, int]:
    mark = text[start : start + 1]
    if mark == "{":
        return _object(text, start)
    if mark == "[":
        return _array(text, start)
    if mark == '"':
        string, end = scanstring(text, start + 1)
        return Scalar(string, start), end
    found = _SCALAR.match(text, start)
    if found is None:
        raise ValueError(f"no value at {start}")
    word = found[0]
    return (Scalar(_WORDS[word], start) if word in _WORDS else Scalar(None, start, word)), found.end()


def _array(text: str, start: int) -> tuple[Array, int]:
    items = list[Value]()
    position = _after(text, start + 1)
    while text[position : position + 1] != "]":
        if items:
            position = _after(text, _mark(text, position, ","))
        item, end = _value(text, position)
        items.append(item)
        position = _after(text, end)
    return Array(items, start), position + 1


def _object(text: str, start: int) -> tuple[Object, int]:
    members = list[tuple[str, Value]]()
    position = _after(text, start + 1)
    while text[position : position + 1] != "}":
        if members:
            position = _after(text, _mark(text, position, ","))
        key, end = scanstring(text, _mark(text, position, '"'))
        value, end = _value(text, _after(text, _mark(text, _after(text, end), ":")))
        members.append((key, value))
        position = _after(text, end)
    return Object(members, start), position + 1


def _mark(text: str, position: int, mark: str) -> int:
    if text[position : position + 1] != mark:
        raise ValueError(f"no {mark} at {position}")
    return position + 1
