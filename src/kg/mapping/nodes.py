"""YAML with places: every scalar is a string that knows its file, line and column.

Nothing is converted (`no`, `on` and `2018-04-09` stay what they are). A map remembers which keys were read, so that a
key that nobody reads is reported and never ignored.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from kg.errors import Finding, Place, UnusableError, did_you_mean
from kg.guards import check_depth
from kg.parsing import decode, read_bytes

__all__ = ["Map", "Node", "Problems", "Scalar", "Seq", "plain", "read_yaml"]

_DEEP = re.compile(r"(?:[-?] +){100}")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Scalar(str):
    """A string of a mapping and where it stands."""

    __slots__ = ("place",)
    place: Place

    @classmethod
    def at(cls, value: str, place: Place) -> Scalar:
        """Return a string with a place."""
        scalar = cls(value)
        scalar.place = place
        return scalar


@dataclass(frozen=True, slots=True)
class Seq:
    """A YAML sequence."""

    items: tuple[Node, ...]
    place: Place


class Problems:
    """Collects what is wrong, so that a curator sees all of it at once."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []

    def error(self, place: Place, message: str, remedy: str = "") -> None:
        """Add something that makes the build refuse."""
        self.findings.append(Finding(place, message, "error", remedy))

    def warning(self, place: Place, message: str, remedy: str = "") -> None:
        """Add something that a curator should look at."""
        self.findings.append(Finding(place, message, "warning", remedy))

    @property
    def errors(self) -> list[Finding]:
        """The findings that make the build refuse."""
        return [f for f in self.findings if f.severity == "error"]


@dataclass(slots=True)
class Map:
    """A YAML map whose keys are read one by one."""

    entries: dict[str, Node]
    keys: dict[str, Scalar]
    place: Place
    problems: Problems
    _read: set[str] = field(default_factory=set)

    def __contains__(self, key: str) -> bool:
        return key in self.entries

    def first(self) -> Scalar | None:
        """Return the first key, which says what a record is."""
        return next(iter(self.keys.values()), None)

    def take(self, key: str) -> Node | None:
        """Return the value of a key and note that it was read."""
        self._read.add(key)
        return self.entries.get(key)

    def scalar(self, key: str, *, required: bool = False) -> Scalar | None:
        """Return the string of a key."""
        node = self.take(key)
        if node is None:
            if required:
                self.problems.error(self.place, f"{key} is missing", f"add `{key}:`")
            return None
        if isinstance(node, Scalar):
            return node
        self.problems.error(node.place, f"{key} must be one value", "write a single string")
        return None

    def scalars(self, key: str) -> tuple[Scalar, ...]:
        """Return the strings of a key that holds one or a list."""
        node = self.take(key)
        found = () if node is None else _strings(node, key, self.problems)
        for n, item in enumerate(found):
            if item in found[:n]:
                self.problems.error(item.place, f"{key} names {item} twice", "keep one of them, or mend the other")
        return found

    def flag(self, key: str, *, default: bool) -> bool:
        """Return whether a key says `yes` or `no`."""
        value = self.scalar(key)
        if value is None:
            return default
        if value not in ("yes", "no"):
            self.problems.error(value.place, f"{key} is yes or no, not {value}", "write `yes` or `no`")
        return value == "yes"

    def map(self, key: str) -> Map | None:
        """Return the map of a key."""
        node = self.take(key)
        if node is None or isinstance(node, Map):
            return node
        self.problems.error(node.place, f"{key} must be a map", f"write `{key}: {{…}}`")
        return None

    def maps(self, key: str) -> tuple[Map, ...]:
        """Return the maps of a key that holds a list of them."""
        node = self.take(key)
        if node is None:
            return ()
        items = node.items if isinstance(node, Seq) else (node,)
        for item in items:
            if not isinstance(item, Map):
                self.problems.error(item.place, f"{key} must be a list of maps", "write `- key: value`")
        return tuple(item for item in items if isinstance(item, Map))

    def finish(self, *, also: Iterable[str] = ()) -> None:
        """Report the keys that nobody read."""
        known = {*self._read, *also}
        for key, scalar in self.keys.items():
            if key not in known:
                hint = did_you_mean(key, known) or f"keys here: {', '.join(sorted(known))}"
                self.problems.error(scalar.place, f"unknown key {key}", hint)


Node = Scalar | Seq | Map


def plain(node: Node) -> object:
    """Return a node as plain strings, lists and dictionaries, as digests need it."""
    if isinstance(node, Scalar):
        return str(node)
    if isinstance(node, Seq):
        return [plain(item) for item in node.items]
    return {key: plain(value) for key, value in node.entries.items()}


def read_yaml(path: Path, shown: str, problems: Problems) -> Map:
    """Read a YAML file that holds one map; `UnusableError` with the place where it is not YAML."""
    text = decode(read_bytes(str(path)), shown)
    check_depth(text, shown)
    if _DEEP.search(text):  # the reader of YAML would break
        raise UnusableError("nested too deep", place=Place(shown), remedy="make it flatter")
    try:
        root = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(shown, mark.line + 1, mark.column + 1) if mark else Place(shown)
        raise UnusableError(
            f"not YAML: {error.problem}", place=place, remedy="mend the indentation or quote the text"
        ) from None
    except yaml.YAMLError as error:
        said = " ".join(str(error).split())
        raise UnusableError(f"not YAML: {said}", place=Place(shown), remedy="take the character out") from None
    if root is None:
        raise UnusableError("the file is empty", place=Place(shown), remedy="remove it, or write it anew")
    if not isinstance(root, yaml.MappingNode):
        raise UnusableError("not a map", place=Place(shown), remedy="begin with `key: value`")
    try:
        return _Reading(shown, problems).map(root)
    except RecursionError:
        raise UnusableError("nested too deep", place=Place(shown), remedy="make it flatter") from None


@dataclass(slots=True)
class _Reading:
    """One file while it is read."""

    shown: str
    problems: Problems
    seen: set[int] = field(default_factory=set)

    def node(self, node: yaml.Node) -> Node:
        place = self.place(node)
        if id(node) in self.seen:  # a copy by `*alias` has no place of its own, and may hold itself
            raise UnusableError("a YAML alias", place=place, remedy="write out in each place what it stands for")
        self.seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return self.map(node)
        if isinstance(node, yaml.SequenceNode):
            return Seq(tuple(self.node(item) for item in node.value), place)
        if not node.value.strip():
            self.problems.error(place, "an empty value", "give it, or take its key out")
        elif node.value.strip() in ("…", "..."):
            self.problems.error(place, "left open from a draft", "give it, or take its key out")
        return Scalar.at(node.value, place)

    def map(self, node: yaml.MappingNode) -> Map:
        entries: dict[str, Node] = {}
        keys: dict[str, Scalar] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                raise UnusableError("a key that is no word", place=self.place(key_node), remedy="quote the text")
            key = Scalar.at(key_node.value, self.place(key_node))
            if key in entries:
                self.problems.error(key.place, f"{key} is given twice", "keep one of them")
            entries[str(key)], keys[str(key)] = self.node(value_node), key
        return Map(entries, keys, self.place(node), self.problems)

    def place(self, node: yaml.Node) -> Place:
        return Place(self.shown, node.start_mark.line + 1, node.start_mark.column + 1)


def _strings(node: Node, key: str, problems: Problems) -> tuple[Scalar, ...]:
    if isinstance(node, Scalar):
        return (node,)
    if isinstance(node, Seq):
        return tuple(_scalars_of(node.items, key, problems))
    problems.error(node.place, f"{key} must be a string or a list of them", f"write `{key}: [a, b]`")
    return ()


def _scalars_of(items: Iterable[Node], key: str, problems: Problems) -> Iterator[Scalar]:
    for item in items:
        if isinstance(item, Scalar):
            yield item
        else:
            problems.error(item.place, f"{key} must hold strings alone", "take this out of the list")
