"""Completes a command line of `kg`: commands, options and their values, questions, their parameters, and slugs.

It reads the parsers of the commands, the heads of the questions, and the built graph where there is one. It must be
quick, since somebody waits at the keyboard, and it must not know the shells.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kg.project import locate_project

if TYPE_CHECKING:
    from argparse import Action, ArgumentParser
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from kg.project import Project
    from kg.questions import Question

__all__ = ["Candidate", "complete"]

_NAMED = ("Actor", "Post", "Pair", "Event", "Agreement", "Topic", "Issue", "Kind", "Place", "Document")


class Candidate(NamedTuple):
    """A word that fits, and what it means where that is known."""

    word: str
    about: str = ""


def complete(words: Sequence[str], names: Sequence[str], parser_of: Callable[[str], ArgumentParser]) -> list[Candidate]:
    """Return what the last of the words after `kg` can be; the others stand before it, as they are.

    `names` are the commands, and `parser_of` gives the parser of one. Nothing fits where files are wanted: shells
    complete these themselves.
    """
    *before, current = _joined(words) or [""]
    if not before:
        found = [*map(Candidate, names), Candidate("--help"), Candidate("--version")]
    elif before[0] in names:
        found = list(_of_command(_Line(before[1:], parser_of(before[0])), current))
    else:
        found = []
    return [candidate for candidate in found if candidate.word.startswith(current)]


def _joined(words: Sequence[str]) -> list[str]:
    """Join what bash parts at `=`: `actor`, `=`, `iran`."""
    found: list[str] = []
    for index, word in enumerate(words):
        if index and found and (word == "=" or words[index - 1] == "="):
            found[-1] += word
        else:
            found.append(word)
    return found


class _Line:
    """The words of a command line that are complete, as its parser reads them."""

    def __init__(self, words: Sequence[str], parser: ArgumentParser) -> None:
        self.options = {option: action for action in parser._actions for option in action.option_strings}
        self.positional: list[str] = []
        self.given: dict[str, list[str]] = {}
        self.waiting: Action | None = None  # the option whose value comes next
        for word in words:
            self._read(word)
        places = [action for action in parser._actions if not action.option_strings]
        at = len(self.positional)
        last = places[-1] if places and places[-1].nargs in ("+", "*") else None
        self.place = places[at] if at < len(places) else last

    def _read(self, word: str) -> None:
        if self.waiting:
            self.given.setdefault(self.waiting.dest, []).append(word)
            self.waiting = None
        elif word.startswith("-") and word != "-":
            action = self.options.get(word)
            self.waiting = action if action and action.nargs != 0 else None
        else:
            self.positional.append(word)


def _of_command(line: _Line, current: str) -> Iterator[Candidate]:
    option, equals, _ = current.partition("=")
    if line.waiting:
        yield from _values(line.waiting, line, current)
    elif equals and option in line.options:
        yield from (
            Candidate(f"{option}={word}", about) for word, about in _values(line.options[option], line, current)
        )
    elif current.startswith("-"):
        shown = ((option, action.help or "") for option, action in line.options.items())
        yield from (Candidate(option, about) for option, about in shown if about != "==SUPPRESS==")
    elif line.place:
        yield from _values(line.place, line, current)


def _values(action: Action, line: _Line, current: str) -> Iterable[Candidate]:
    """Return the values of an argument: its choices, or what its name tells."""
    if action.choices:
        return map(Candidate, action.choices)
    project = locate_project(_project(line))
    if action.dest == "question":
        return _questions(project)
    if action.dest == "parameter":
        return _parameters(project, line, current)
    classes = {"name": _NAMED, "words": _NAMED, "document": ("Document",), "actor": ("Actor",)}.get(action.dest)
    return _slugs(project, classes) if classes else ()


def _project(line: _Line) -> Path | None:
    from pathlib import Path

    given = line.given.get("project")
    return Path(given[-1]) if given else None


def _questions(project: Project) -> Iterator[Candidate]:
    for path in sorted(project.files("queries", "*.rq"), key=lambda path: path.stem):
        with path.open(encoding="utf-8") as file:
            yield Candidate(path.stem, file.readline().lstrip("# ").rstrip())


def _parameters(project: Project, line: _Line, current: str) -> Iterator[Candidate]:
    """Return the parameters of the question that are not given yet, or the values of the one that is begun."""
    question = _question(project, line.positional[:1])
    name, equals, _ = current.partition("=")
    if question is None:
        return
    taken = {given.partition("=")[0] for given in line.given.get("parameter", ())}
    for parameter in question.parameters:
        if not equals and parameter.name not in taken:
            yield Candidate(f"{parameter.name}=", parameter.about)
        elif equals and parameter.name == name:
            found = _slugs(project, parameter.classes)
            yield from (Candidate(f"{name}={word}", about) for word, about in found)


def _question(project: Project, names: Sequence[str]) -> Question | None:
    from kg.questions import read_question

    paths = (path for path in project.files("queries", "*.rq") if path.stem in names)
    path = next(paths, None)
    return read_question(path) if path else None


def _slugs(project: Project, classes: Sequence[str] | None) -> Iterator[Candidate]:
    """Return the slugs of all members of some classes; none where no graph is built."""
    from pyoxigraph import NamedNode

    from kg.store.local import open_current
    from kg.terms import DATA, RDF_TYPE, dkg

    if classes is None:
        return
    store = open_current(project.store)
    found = {q.subject.value for c in classes or _NAMED for q in store.quads_for_pattern(None, RDF_TYPE, dkg(c), None)
             if isinstance(q.subject, NamedNode)}  # fmt: skip
    yield from (Candidate(iri.removeprefix(DATA)) for iri in sorted(found))
