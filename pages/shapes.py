"""The reference of the shapes: of each, what it says, of which nodes, what it expects there, and what breaks it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from pyoxigraph import NamedNode, Store

from kg.shacl import SHAPES, Severity, Shape, Shapes, labels_of, read_shapes
from kg.shacl.words import Speaker, expected, targets
from kg.terms import expand
from pages.markdown import code, page

_LONGEST = 12  # lines of an example
_VARIABLE = re.compile(r"\{[?$](\w+)\}")
_INTRO = """
What the graph must be like, and what `kg validate` and `kg build` refuse: every shape of the project, by the file that
it is written in. A finding names its shape, `dks:post-in` say, and this page has it under that name; `dks:` is
`https://w3id.org/dkg/shapes#`, an address that is not registered yet. A **violation** makes facts unacceptable, a
**warning** is for somebody to look at. [How to check new facts](../howto/validate.md) shows findings and how each is
mended.
"""
_VOCABULARY = """
What `kg validate` finds before any shape does: a term that the ontology does not have, a name of which nothing is
known, and a statement that rules derive. The nearest known name stands beside it.
"""


def shapes(folder: Path, store: Store, examples: Path) -> str:
    """Return the page on all shapes of a folder, with the kinds that a graph has, and with what breaks them."""
    read = read_shapes([folder])
    speaker = Speaker(labels_of(store), lambda scheme: _members(store, scheme))
    parts = ["## Vocabulary", _VOCABULARY]
    named, broken = _named(read), _broken(examples)
    for file, names in sorted(_by_file(folder, named).items()):
        parts.append(f"## {file}")
        for name, line in names:
            parts += _shape(named[name], f"shapes/{file}", line, speaker)
            if name in broken:
                parts.append(f"This breaks it:\n\n```turtle\n{broken[name]}\n```")
    return page("Shapes", _INTRO, *parts)


def _members(store: Store, scheme: object) -> tuple[NamedNode, ...]:
    found = store.quads_for_pattern(None, expand("skos:inScheme"), scheme, None)  # type: ignore[arg-type]
    return tuple(sorted((q.subject for q in found if isinstance(q.subject, NamedNode)), key=str))


def _named(read: Shapes) -> Mapping[str, list[tuple[Shape, Shape]]]:
    """Return every shape that can stand in a report, with those that have its targets, by local name."""
    found = defaultdict[str, list[tuple[Shape, Shape]]](list)
    for root in read.roots:
        for part in root.parts():
            if part.node in read.names and isinstance(part.node, NamedNode):
                found[part.node.value.removeprefix(SHAPES)].append((part, root))
    return found


def _by_file(folder: Path, names: Mapping[str, object]) -> dict[str, list[tuple[str, int]]]:
    """Return the names of shapes, with the line of each, as the files have them."""
    found = defaultdict[str, list[tuple[str, int]]](list)
    for path in sorted(folder.glob("*.ttl")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            name = line.split()[0].removeprefix("dks:") if line.startswith("dks:") else ""
            if name in names:
                found[path.name].append((name, number))
    return found


def _broken(examples: Path) -> dict[str, str]:
    """Return for each shape the shortest statements, out of the examples that the tests hold, that break it."""
    found: dict[str, str] = {}
    for path in sorted(examples.glob("*.invalid.ttl")):
        lines = list[str]()
        told = False  # what it breaks, line by line below it
        for line in path.read_text(encoding="utf-8").splitlines():
            if told and not line.startswith("# expect: "):
                lines.clear()
            told = line.startswith("# expect: ")
            if told:
                _, _, _, name, node = line.split()
                text = _about(lines, node)
                key = name.removeprefix("dks:")
                if text and text.count("\n") < _LONGEST and (key not in found or len(text) < len(found[key])):
                    found[key] = text
            elif line and not line.startswith(("#", "@")):
                lines.append(line)
    return found


def _about(lines: list[str], node: str) -> str:
    """Return the statements of some lines that begin with a node."""
    begins = [number for number, line in enumerate(lines) if line.startswith(f"{node} ")]
    if not begins:
        return ""
    rest = lines[begins[0] + 1 :]
    ends = next((number for number, line in enumerate(rest) if not line.startswith(" ")), len(rest))
    return "\n".join([lines[begins[0]], *rest[:ends]])


def _shape(uses: list[tuple[Shape, Shape]], file: str, line: int, speaker: Speaker) -> Iterator[str]:
    shape = uses[0][0]
    yield f"### {str(shape.node.value).removeprefix(SHAPES)}"
    texts = [*shape.messages, *(message for query in shape.sparql for message in query.messages)]
    said = dict.fromkeys(text.value for text in texts if (text.language or "en") == "en")
    yield "\n\n".join(_VARIABLE.sub(r"*\1*", text) for text in said)
    of = ", ".join(dict.fromkeys(targets(root) for _, root in uses))
    along = f", along {code(shape.path.text)}" if shape.path else ""
    words = list(dict.fromkeys(expected(each, shape, speaker) for each in shape.constraints))
    yield f"{Severity.of(shape.severity).value.capitalize()}, of {of}{along}; written in `{file}`, line {line}."
    if words:
        yield "Expected:\n\n" + "\n".join(f"- {_marked(each)}" for each in words)


def _marked(words: str) -> str:
    """Return words in which no mark of Markdown is left."""
    return words.replace("*", r"\*").replace("<", "&lt;").replace("_", r"\_").replace("[", r"\[")
