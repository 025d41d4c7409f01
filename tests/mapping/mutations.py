"""Random slips in real mappings: a number, a date or a name changed, each in one document, from a fixed seed."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from kg.building import read_ontology
from kg.dates import EdtfError, parse_when
from kg.errors import Finding
from kg.mapping.authorities import ACTORS, Authorities, read_authorities
from kg.mapping.compiler import check_text
from kg.mapping.document import MappingFile, read_document
from kg.mapping.grounds import Known, common_words
from kg.mapping.lock import Lock
from kg.mapping.nodes import Map, Node, Problems, Scalar, Seq, read_yaml
from kg.mapping.reader import Reader
from kg.mapping.registry import build_registry
from kg.mapping.vocabulary import Vocabulary, read_vocabulary
from kg.project import Project
from kg.texts.documents import SourceText, read_text

SEED = 2018
# How many changes of each kind a document gets; one with too few places for them gets more changed words and actors.
SHARES = {"number": 3, "when": 3, "written": 3, "word": 5, "actor": 3, "post": 2, "place": 1}
AMOUNTS = {"value", "more-than", "at-least", "less-than", "at-most"}
PROSE = {
    "name", "affirms", "welcomes", "calls-for", "notes", "asks", "doubts", "criticises", "warns", "rejects", "obliges",
    "permits", "forbids", "provides",
}  # fmt: skip
UNCHECKED = {"at", "context", "note", "title", "document", "text", "address", "meeting", "visit", "process", "event"}
MONTHS = "January February March April May June July August September October November December".split()
RELATIVE = {"last": "this", "the past": "the coming", "the same": "the next", "following": "same", "new": "last"}
CLASSES = {"post": frozenset({"Post"}), "place": frozenset({"Place"})}


@dataclass(frozen=True)
class Mutation:
    """One scalar of a mapping, replaced."""

    document: int
    kind: str
    key: str
    old: Scalar
    new: str

    def __str__(self) -> str:
        return f"{self.old.place.file}:{self.old.place.line} {self.kind} {self.key}: {self.old} -> {self.new}"


@dataclass
class World:
    """All mappings of a project, read once, so that one of them can be changed and checked again."""

    project: Project
    trees: list[Map] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.trees = [read_yaml(p, self.project.shown(p), Problems()) for p in self.paths]

    @cached_property
    def paths(self) -> tuple[Path, ...]:
        return self.project.files("mappings", "*.yaml")

    @cached_property
    def vocabulary(self) -> Vocabulary:
        return read_vocabulary(read_ontology(self.project))

    @cached_property
    def authorities(self) -> Authorities:
        files = self.project.files("mappings", "authorities/*.yaml")
        return read_authorities((read_yaml(p, p.name, Problems()) for p in files), self.vocabulary, Problems())

    @cached_property
    def files(self) -> list[MappingFile]:
        return [self.read(tree, Problems()) for tree in self.trees]

    @cached_property
    def texts(self) -> list[SourceText]:
        return [read_text(self.project.sources, str(file.header.text)) for file in self.files]

    def read(self, tree: Map, problems: Problems) -> MappingFile:
        fresh = _copy(tree, None, "", problems)
        return read_document(fresh, tree.place.file, Reader(self.vocabulary, problems))

    def check(self, number: int, tree: Map, text: SourceText | None = None) -> tuple[list[Finding], Lock | None]:
        """Check one document, given its mapping and text, as `compile_mappings` does."""
        problems = Problems()
        files = list(self.files)
        files[number] = file = self.read(tree, problems)
        registry = build_registry(files, self.authorities, self.vocabulary, problems)
        registry.check([file], problems)
        known = Known(registry, common_words(files, self.vocabulary))
        lock = check_text(file, text or self.texts[number], known, problems)
        return problems.errors, lock

    @cached_property
    def locks(self) -> list[str]:
        """The locks of the mappings as they are; every mapping must be in order."""
        found = []
        for number, tree in enumerate(self.trees):
            errors, lock = self.check(number, tree)
            assert not errors, errors
            found.append(lock.render())
        return found

    def apply(self, mutation: Mutation) -> tuple[list[Finding], Lock | None]:
        tree = self.trees[mutation.document]
        return self.check(mutation.document, _copy(tree, mutation.old, mutation.new, Problems()))

    def mutations(self) -> list[Mutation]:
        """The changes: the same ones whenever mappings and authorities are the same."""
        chance = random.Random(SEED)
        made: list[Mutation] = []
        for number, tree in enumerate(self.trees):
            possible = {kind: list(self._possible(number, tree, kind)) for kind in SHARES}
            for kind, count in SHARES.items():
                chosen = chance.sample(possible[kind], min(count, len(possible[kind])))
                made += [found for key, old in chosen if (found := self._mutation(number, kind, key, old, chance))]
            want = sum(SHARES.values()) * (number + 1)
            spare = [(kind, *site) for kind in ("word", "actor") for site in possible[kind]]
            chance.shuffle(spare)
            taken = {(id(m.old), m.kind) for m in made}
            while len(made) < want:
                kind, key, old = spare.pop()
                if (id(old), kind) not in taken and (found := self._mutation(number, kind, key, old, chance)):
                    made.append(found)
        return made

    def _possible(self, number: int, tree: Map, kind: str) -> Iterator[tuple[str, Scalar]]:
        for key, scalar in _scalars(tree, ""):
            if self._fits(kind, key, scalar):
                yield key, scalar

    def _fits(self, kind: str, key: str, scalar: Scalar) -> bool:
        match kind:
            case "number":
                return key in AMOUNTS or (key in PROSE and re.search(r"\d", scalar) is not None)
            case "when":
                return key == kind and re.search(r"\d", scalar) is not None  # and not the name of a date
            case "written":
                return key == kind
            case "word":
                return key in PROSE and bool(self._words(scalar))
        return key not in UNCHECKED | PROSE and bool(self._slugs(kind, scalar))

    def _mutation(self, number: int, kind: str, key: str, old: Scalar, chance: random.Random) -> Mutation | None:
        change = {"number": _digit, "when": _date, "written": _wording, "word": self._word}.get(kind)
        new = change(old, chance) if change else self._other(kind, old, chance)
        return Mutation(number, kind, key, old, new) if new and new != old else None

    def _words(self, prose: str) -> list[re.Match[str]]:
        return [m for m in re.finditer(r"(?<!\w)[A-Z]\w+", prose) if m.group() in self._known_words]

    @cached_property
    def _known_words(self) -> list[str]:
        names = [entry.name for entry in self.authorities.values() if entry.class_name in ACTORS | {"Place"}]
        return sorted({word for name in names for word in re.findall(r"(?<!\w)[A-Z][a-z]{3,}(?!\w)", name)})

    def _word(self, prose: str, chance: random.Random) -> str:
        match = chance.choice(self._words(prose))
        other = chance.choice([word for word in self._known_words if word != match.group()])
        return prose[: match.start()] + other + prose[match.end() :]

    def _slugs(self, kind: str, scalar: str) -> list[str]:
        wanted = CLASSES.get(kind, ACTORS)
        named = [s for s in re.split(" as | from ", scalar) if s in self.authorities]
        return [s for s in named if self.authorities[s].class_name in wanted]

    def _other(self, kind: str, scalar: str, chance: random.Random) -> str:
        old = chance.choice(self._slugs(kind, scalar))
        wanted = self.authorities[old].class_name
        new = chance.choice([s for s, e in self.authorities.items() if e.class_name == wanted and s != old])
        return "".join(new if part == old else part for part in re.split("( as | from )", scalar))


def _digit(written: str, chance: random.Random) -> str:
    at = chance.choice([m.start() for m in re.finditer(r"\d", written)])
    digit = chance.choice([d for d in "123456789" if d != written[at]])
    return written[:at] + digit + written[at + 1 :]


def _date(written: str, chance: random.Random) -> str | None:
    """Change a digit so that the date is one, and another."""
    for _ in range(50):
        new = _digit(written, chance)
        try:
            if parse_when(new) != parse_when(written):
                return new
        except EdtfError:
            continue
    return None


def _wording(written: str, chance: random.Random) -> str | None:
    if re.search(r"\d", written) and chance.random() < 0.7:
        return _digit(written, chance)
    month = next((m for m in MONTHS if m in written), None)
    if month:
        return written.replace(month, chance.choice([m for m in MONTHS if m != month]))
    return next((written.replace(a, b) for a, b in RELATIVE.items() if a in written), None)


def _scalars(node: Node, key: str) -> Iterator[tuple[str, Scalar]]:
    if isinstance(node, Scalar):
        yield key, node
    elif isinstance(node, Seq):
        for item in node.items:
            yield from _scalars(item, key)
    else:
        for name, value in node.entries.items():
            yield from _scalars(value, name)


def _copy(node: Node, old: Scalar | None, new: str, problems: Problems) -> Node:
    """Return a copy of a tree that nobody has read yet, with one scalar replaced."""
    if isinstance(node, Scalar):
        return Scalar.at(new, node.place) if node is old else node
    if isinstance(node, Seq):
        return Seq(tuple(_copy(item, old, new, problems) for item in node.items), node.place)
    return Map({k: _copy(v, old, new, problems) for k, v in node.entries.items()}, node.keys, node.place, problems)


def shaken(world: World, count: int) -> Iterator[tuple[int, str, Map]]:
    """Yield mappings with one node of another shape or value, or without it: the document, what was done, the tree."""
    chance = random.Random(SEED)
    for _ in range(count):
        number = chance.randrange(len(world.trees))
        tree = world.trees[number]
        old = chance.choice(list(_inner(tree)))
        new = chance.choice([None, *(shape(old.place) for shape in _SHAPES), Scalar.at(chance.choice(_ODD), old.place)])
        yield number, f"{old.place}: {new}", _replaced(tree, old, new)


_ODD = (
    "x|a as b| as b|..|1391 SH|/|2020/|-5|1,2|…|a … b|(a) b|iran|jcpoa|Q1|http://[|quoted|a--b|status-held|99999".split(
        "|"
    )
)
_SHAPES = (
    lambda place: Seq((), place),
    lambda place: Seq((Scalar.at("x", place),), place),
    lambda place: Seq((Seq((), place),), place),
    lambda place: Map({}, {}, place, Problems()),
    lambda place: Map({"x": Scalar.at("y", place)}, {"x": Scalar.at("x", place)}, place, Problems()),
)


def _inner(node: Node) -> Iterator[Node]:
    held = node.items if isinstance(node, Seq) else node.entries.values() if isinstance(node, Map) else ()
    for item in held:
        yield item
        yield from _inner(item)


def _replaced(node: Node, old: Node, new: Node | None) -> Node:
    if isinstance(node, Seq):
        kept = (new if item is old else _replaced(item, old, new) for item in node.items)
        return Seq(tuple(item for item in kept if item is not None), node.place)
    if isinstance(node, Map):
        made = {k: new if v is old else _replaced(v, old, new) for k, v in node.entries.items()}
        entries = {k: v for k, v in made.items() if v is not None}
        return Map(entries, {k: node.keys[k] for k in entries}, node.place, node.problems)
    return node
