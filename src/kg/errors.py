"""What can go wrong, said in one sentence: what, where, and how to mend it.

Every error that a user can cause is a `KgError`. It knows no other module; the command line turns it into one line on
stderr and an exit code. Every command loads it, so its values are named tuples: a dataclass takes 7 ms to import.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "Finding",
    "FindingsError",
    "KgError",
    "Place",
    "UnknownNameError",
    "UnusableError",
    "closest",
    "damage",
    "did_you_mean",
]


class Place(NamedTuple):
    """Where something stands in a file; lines and columns count from one, zero means the whole file."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return ":".join([self.file, *(str(n) for n in (self.line, self.column) if n)])


class KgError(Exception):
    """An error that the user can mend: a message, where it applies, and a remedy.

    `excerpt` shows the place, in lines that are no part of the sentence.
    """

    def __init__(self, message: str, *, place: Place | None = None, remedy: str = "", excerpt: str = "") -> None:
        self.message, self.place, self.remedy, self.excerpt = message, place, remedy, excerpt
        super().__init__(str(self))
        if excerpt:
            self.add_note(excerpt)  # below the sentence, in a traceback

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        how = f"; {self.remedy}" if self.remedy else ""
        return f"{where}{self.message}{how}"


class UnusableError(KgError):
    """Input or a project that cannot be used at all: exit code 2."""


class UnknownNameError(KgError, KeyError):
    """A name that nothing bears, or several things; where a mapping would raise `KeyError`, this is one."""


class Finding(NamedTuple):
    """One thing that a check found; `severity` is "error" or "warning"."""

    place: Place
    message: str
    severity: str = "error"
    remedy: str = ""

    def __str__(self) -> str:
        how = f"; {self.remedy}" if self.remedy else ""
        mark = "" if self.severity == "error" else f"{self.severity}: "
        return f"{self.place}: {mark}{self.message}{how}"


class FindingsError(KgError):
    """A check that refuses: it carries every finding, not only the first."""

    def __init__(self, what: str, findings: Iterable[Finding]) -> None:
        self.findings = tuple(sorted(findings))
        super().__init__(what)


def damage(error: Exception) -> UnusableError | None:
    """Return what to say where the store met a damaged block while it read; None for any other error."""
    said = " ".join(str(error).split())
    if not said.startswith("Corruption"):
        return None
    return UnusableError(f"the graph is damaged ({said})", remedy="run `kg build`")


def closest(word: str, known: Iterable[str], least: float = 0.6) -> str | None:
    """Return the known word nearest to a misspelt one, or None where nothing is near.

    `least` is how alike two words are at least, from 0 to 1.
    """
    import difflib

    near = difflib.get_close_matches(word, sorted(known), n=1, cutoff=least)
    return near[0] if near else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return "did you mean …?" for a misspelt word, or an empty string."""
    near = closest(word, known)
    return f"did you mean {near}?" if near else ""
