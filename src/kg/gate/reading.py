"""Reads statements that somebody gives us, in any format of RDF, and remembers where each of them stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from pathlib import Path

from pyoxigraph import BlankNode, NamedNode, Quad, Triple

from kg.errors import Place, UnusableError
from kg.parsing import FORMATS, decode_rdf, format_of, guard, parser, read_bytes, said
from kg.terms import Term

__all__ = ["FORMATS", "Given", "read_file", "refuse_empty"]

_MOST, _MOST_ALONE = 500_000, 2_000_000  # statements: each takes about a kilobyte until all is said


class _Index(Mapping[Triple, Place]):
    """Places of statements, looked for when the first is asked for: of what is faultless, nobody asks."""

    def __init__(self, find: Callable[[], Mapping[Triple, Place]]) -> None:
        self._find = find

    @cached_property
    def _found(self) -> Mapping[Triple, Place]:
        return self._find()

    def __getitem__(self, triple: Triple) -> Place:
        return self._found[triple]

    def __iter__(self) -> Iterator[Triple]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


@dataclass(frozen=True, slots=True)
class Given:
    """The statements of one file, graph names left out, and their places as far as the format tells them.

    Where statements were made from others, `origins` has what stands in the file, and `called` what the file calls a
    node, or what the node was made from.
    """

    file: str
    triples: tuple[Triple, ...]
    places: Mapping[Triple, Place] = field(repr=False)
    origins: Mapping[Triple, Triple] = field(default_factory=dict, repr=False)
    called: Mapping[Term, NamedNode] = field(default_factory=dict, repr=False)
    _about: dict[Term, list[Triple]] = field(init=False, default_factory=dict, repr=False, compare=False)
    _of: dict[Term, Triple] = field(init=False, default_factory=dict, repr=False, compare=False)

    def place(self, focus: Term, predicates: frozenset[NamedNode], value: Term | None) -> Place | None:
        """Return where the statement stands that a finding is about: the nearest that can be told, if any."""
        if not self._about and self.triples:
            self._look()
        about = self._about.get(focus, [])
        along = [t for t in about if t.predicate in predicates]
        nearest = next((t for t in along if t.object == value), None) or next(iter(along or about), self._of.get(focus))
        return None if nearest is None else self.places.get(nearest, Place(self.file))

    def _look(self) -> None:
        about = defaultdict[Term, list[Triple]](list)
        for each in self.triples:
            about[each.subject].append(each)
            self._of.setdefault(each.object, each)
        self._about.update(about)


def read_file(path: str, form: str | None = None, *, foreign: bool = False) -> Given:
    """Read a file, or stdin for "-"; the format is `form`, one of `FORMATS`, or follows from the extension.

    Relative IRIs are resolved against the file where it is `foreign`, and refused else. `UnusableError` where the file
    cannot be read, with line and column where it breaks the rules of its format, and where it holds more statements
    than are looked at one by one: 500,000, or 2,000,000 of foreign data.
    """
    if Path(path).is_dir():
        raise UnusableError(f"{path} is a folder", remedy="name the files in it")
    name, shown = format_of(path, form, option="--input"), "stdin" if path == "-" else path
    data = read_bytes(path)
    guard(lambda: data, name, shown)
    text = decode_rdf(data, name, shown)
    base = Path(path).resolve().as_uri() if foreign and path != "-" else None
    most = _MOST_ALONE if foreign else _MOST
    quads = list(islice(_quads(text, name, shown, base), most + 1))
    if len(quads) > most:
        raise UnusableError(f"it holds more than {most:,} statements", place=Place(shown), remedy="split it")
    triples = tuple(dict.fromkeys(quad.triple for quad in quads))
    return Given(shown, triples, _Index(lambda: _found(quads, _places(text, name, quads, shown, base or ""))))


def refuse_empty(files: Sequence[Given]) -> None:
    """Raise `UnusableError` where there are files, and none of them holds a statement."""
    if files and not any(file.triples for file in files):
        remedy = "name a file that holds facts; JSON-LD needs an @context"
        raise UnusableError(f"there is no statement in {' or '.join(file.file for file in files)}", remedy=remedy)


def _quads(text: str, name: str, shown: str, base: str | None) -> Iterator[Quad]:
    try:
        for quad in parser(text, name, base=base, rename=True):
            if not isinstance(quad.subject, NamedNode | BlankNode) or isinstance(quad.object, Triple):
                raise UnusableError("terms of RDF 1.2 are not read", place=Place(shown), remedy="use RDF 1.1")
            yield quad
    except (SyntaxError, MemoryError) as error:
        said(error, name, shown)


def _found(quads: Sequence[Quad], places: Sequence[Place | None]) -> Mapping[Triple, Place]:
    found: dict[Triple, Place] = {}
    for quad, place in zip(quads, places, strict=False):
        if place is not None:
            found.setdefault(quad.triple, place)
    return found


def _places(text: str, name: str, quads: Sequence[Quad], shown: str, base: str) -> Sequence[Place | None]:
    """Return the place of each statement, in the order of the parser; empty where there is none to be told."""
    from kg.gate.places import by_line, in_turtle

    if name in ("turtle", "trig"):
        return in_turtle(text, quads, shown, graphs=name == "trig")
    if name in ("ntriples", "nquads"):
        lines = list(by_line(text, shown))
        return lines if len(lines) == len(quads) else []
    from kg.gate.matching import matched

    if name == "rdfxml":
        from kg.gate.xmlplaces import in_rdfxml

        return matched(quads, in_rdfxml(text, base), shown)
    from kg.gate.jsonplaces import in_jsonld

    return matched(quads, in_jsonld(text, base), shown)
