"""Finds candidates of meetings, visits and agreements by their words, and what the sentence says became of them.

The nearest word in the same clause that tells an act or a status counts; the words stand in `eventwords`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.texts.draft.eventwords import ACTS, CUES, HAPPENED, STATES, WEAK_CUES
from kg.texts.draft.model import EventCandidate

__all__ = ["find_events"]

_PATTERNS = tuple((key, kind, re.compile(rf"(?<![\w-])(?:{form})(?!\w)")) for key, kind, form in (*CUES, *WEAK_CUES))
_NEEDS_ACT = frozenset(_PATTERNS[len(CUES) :])
_MAKING = frozenset({"signed", "agreed", "effective"})
_CLAUSE = re.compile(r"[;:]|, (?:but|while|whereas|and)\b|\b(?:but|while|whereas|although)\b")
_RELATIVE = re.compile(r", (?:which|who|whose|where) [^,;]*(?:,|\Z)")  # what it tells is told of something else
_PAST = re.compile("met|visited|arrived|travell?ed|flew|signed|inked|concluded|reached|agreed|initialled|clinched")
_BEFORE = re.compile(r"\b(be|not|never|yet to)(?: yet| been| be| have)* \Z")
_FAR = 70  # characters between a cue and the word that tells its act or status


def find_events(words: str) -> tuple[EventCandidate, ...]:
    """Return the candidates of a sentence in order, one for each kind; one without kind only where none has one.

    >>> [(e.key, e.kind, e.act, e.status) for e in find_events("They will sign a treaty at the summit in May.")]
    [('agreement', 'treaty', 'signed', 'planned'), ('meeting', 'summit', '', 'planned')]
    """
    found: dict[tuple[str, str], tuple[int, EventCandidate]] = {}
    spans: list[tuple[int, int]] = []
    for key, kind, pattern in _PATTERNS:
        for match in pattern.finditer(words):
            start, end = match.span()
            if (key, kind, pattern) in _NEEDS_ACT and _candidate(key, kind, words, (start, end)).act not in _MAKING:
                continue
            if any(start < b and a < end for a, b in spans):
                continue
            spans.append((start, end))
            if (key, kind) not in found:
                found[key, kind] = (start, _candidate(key, kind, words, (start, end)))
    with_kind = {key for key, kind in found if kind}
    chosen = [item for (key, kind), item in found.items() if kind or key not in with_kind]
    return tuple(candidate for _, candidate in sorted(chosen, key=lambda item: item[0]))


def _candidate(key: str, kind: str, words: str, span: tuple[int, int]) -> EventCandidate:
    start, end = _clause(words, *span)
    clause, at = _RELATIVE.sub(_blank, words[start:end]), (span[0] - start, span[1] - start)
    act, done = _nearest(ACTS, clause, at) if key == "agreement" else ("", "")
    took_place = _PAST.match(done or words[span[0] : span[1]]) is not None
    status, _ = _nearest(STATES[:HAPPENED] if took_place else STATES, clause, at)
    if act == "refused":
        status = ""  # the refusal took place
    if act and done.startswith(("not ", "never ", "yet to ")):
        status = "not-reached"
    if status == "not-reached":
        act = ""
    return EventCandidate(key, kind, words[span[0] : span[1]], act, status)


def _blank(match: re.Match[str]) -> str:
    """Return white space for a relative clause, unless the sentence ends with it."""
    return match[0] if match[0][-1] != "," else " , " + " " * (len(match[0]) - 3)


def _clause(words: str, start: int, end: int) -> tuple[int, int]:
    """Return the bounds of the clause around a cue."""
    before = [m.end() for m in _CLAUSE.finditer(words, 0, start)]
    after = _CLAUSE.search(words, end)
    return max(before, default=0), after.start() if after else len(words)


def _nearest(table: Iterable[tuple[str, str]], clause: str, cue: tuple[int, int]) -> tuple[str, str]:
    """Return what the word nearest to a cue tells, and the word with "be" or "not" before it.

    An earlier record counts before a later one.
    """
    found: list[tuple[int, int, str, str]] = []
    for rank, (name, form) in enumerate(table):
        for match in re.finditer(rf"(?i)\b(?:{form})\b", clause):
            between = clause[cue[1] : match.start()] or clause[match.end() : cue[0]]  # one is empty, or both
            distance = len(" ".join(between.split()))
            if distance <= _FAR:
                before = _BEFORE.search(clause, 0, match.start())
                found.append((distance, rank, name, (before[1] + " " if before else "") + match.group()))
    # "Refused to sign": the signing is what was refused. "A visit planned for May was cancelled": it is not planned.
    outweighing = [item for item in found if item[2] in ("refused", "cancelled")]
    return min(outweighing or found)[2:] if found else ("", "")
