"""Finds candidates of meetings, visits and agreements by their words, and what the sentence says became of them.

A record of `_CUES` is a word with the kind it points to; a record of `_ACTS` or `_STATES` a word that tells an act or a
status. The nearest such word in the same clause counts. Kinds, acts and statuses are plain words here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.texts.draft.model import EventCandidate

__all__ = ["find_events"]

_NEEDS = "needs?|demands?|targets?|goals?|requirements?|commitments?|challenges?|obligations?"
_PEOPLE = rf"(?! (?:the |their |its |our |all )?(?:{_NEEDS}))"  # to meet needs is no meeting
_CUES = (
    ("meeting", "summit", "(?i:summits?)"),
    ("meeting", "ministerial", "(?i:ministerial (?:meeting|council|conference|talks))"),
    ("meeting", "ministerial", r"(?i:meetings? of (?:the )?(?:\w+ ){0,2}ministers)"),
    ("meeting", "conference", "(?i:conferences?|symposium|forum|congress)(?! hall| centre| center| room| call)"),
    ("meeting", "commission", r"(?i:(?:meeting|session|sitting) of the (?:[\w-]+ ){0,3}commission)"),
    ("meeting", "commission", "(?i:commission (?:meeting|session))"),
    ("meeting", "session", r"(?i:(?:opening|closing|special|plenary|annual|\w+th|first|second|third) session)"),
    ("meeting", "dialogue", r"(?i:(?:the|a|first|second|third|\w+th|of) (?:[\w-]+ )?dialogue)"),
    ("meeting", "discussion", "(?i:round ?table|(?:panel|expert|closed-door) discussions?|seminar|workshop)"),
    ("meeting", "negotiation", r"(?i:negotiations|negotiated|negotiating(?! table)|rounds? of (?:[\w-]+ )?talks)"),
    ("meeting", "bilateral", r"(?i:talks|consultations)(?! about\b)"),
    ("meeting", "", rf"(?i:meetings?{_PEOPLE})|(?<!be )(?<!been )(?<!was )(?<!were )met{_PEOPLE}|meets?{_PEOPLE}"),
    ("visit", "official", "(?i:(?:official|state|working|historic) (?:visits?|trip))"),
    ("visit", "parliamentary", "(?i:parliamentary (?:delegation|visit))"),
    ("visit", "", "(?i:visit(?:s|ed|ing)?(?! (?:our|www|http)))|arrived in|travell?ed to|flew to"),
    ("visit", "", r"(?i:(?:a|the|his|her|their) (?:[\w-]+ )?(?:trip|tour)(?= (?:to|of)))"),
    ("agreement", "treaty", "(?i:treat(?:y|ies))"),
    ("agreement", "memorandum", "(?i:memorand(?:um|a)(?: of understanding)?)|MoU|MOU"),
    ("agreement", "contract", "(?i:contracts?)"),
    ("agreement", "roadmap", "(?i:road ?maps?)"),
    ("agreement", "deal", r"(?i:(?<!great )(?<!good )(?<!to )deals?(?! with\b))"),
    ("agreement", "agreement", "(?i:(?<!in )agreements?|accords?|pact|protocol|convention|joint declaration)"),
)
_PATTERNS = tuple((key, kind, re.compile(rf"(?<![\w-])(?:{form})(?!\w)")) for key, kind, form in _CUES)
_ACTS = (
    ("refused", r"refus\w+|declin(?:ed|es) to|reject(?:ed|s)"),
    ("withdrawn", r"withdr[ae]w\w*|pulled out|terminat\w+|denounced"),
    ("effective", r"(?:enter\w*|c[ao]m(?:es?|ing)|entry|put) into (?:force|effect)|t(?:ook|akes?) effect|in force"),
    ("revised", r"updated|revised?|amend\w*|renew\w*|extend\w*"),
    ("signed", "sign(?:ed|s|ing)?|inked?|conclu(?:de[ds]?|ding|sion of)|seal(?:ed)?|initialled"),
    ("agreed", "agreed (?:on|upon)|reached|finalised|finalized|clinched"),
    ("negotiated", r"negotiat\w+|under discussion|working on|drafting"),
    ("proposed", "propos(?:ed|es|al)|offered|suggested"),
)
_STATES = (
    ("cancelled", "cancell?ed|called off|postponed|scrapped"),
    ("not-reached", r"fail(?:ed|s|ure)? to|no (?:\w+ )?(?:agreement|deal|accord|treaty|meeting)|without (?:an?|any)"),
    ("not-reached", "broke down|collapsed|(?:refused|declined) to (?:meet|hold)"),
    ("called-for", "call(?:ed|s|ing) (?:for|on)|urg(?:ed|es|ing)|demand(?:ed|s|ing)|should"),
    ("called-for", "(?:propos|suggest|recommend)(?:ed|es|s|ing)"),
    ("planned", "will|would|(?:is|are|was|were) to|to be (?:held|signed)|plan(?:s|ned|ning)|(?:is|are) set to"),
    ("planned", r"schedul\w+|due to|expected to|upcoming|forthcoming|coming|(?:intend|hope|prepare)s? to|agreed to"),
)
_HAPPENED = 3  # so many of these fit what took place; plans and calls near it are of something else
_CLAUSE = re.compile(r"[;:]|, (?:but|while|whereas|and)\b|\b(?:but|while|whereas|although)\b")
_PAST = re.compile("met|visited|arrived|travell?ed|flew|signed|inked|concluded|reached|agreed|initialled|clinched")
_BEFORE = re.compile(r"\b(be|not)(?: yet| been| be)* \Z")
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
    clause, at = words[start:end], (span[0] - start, span[1] - start)
    act, done = _nearest(_ACTS, clause, at) if key == "agreement" else ("", "")
    took_place = _PAST.match(done or words[span[0] : span[1]]) is not None
    status, _ = _nearest(_STATES[:_HAPPENED] if took_place else _STATES, clause, at)
    if act == "refused":
        status = ""  # the refusal took place
    if act and done.startswith("not "):
        status = "not-reached"
    if status == "not-reached":
        act = ""
    return EventCandidate(key, kind, words[span[0] : span[1]], act, status)


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
            distance = max(match.start() - cue[1], cue[0] - match.end(), 0)
            if distance <= _FAR:
                before = _BEFORE.search(clause, 0, match.start())
                found.append((distance, rank, name, (before[1] + " " if before else "") + match.group()))
    refused = [item for item in found if item[2] == "refused"]  # "refused to sign": the signing is what was refused
    return min(refused or found)[2:] if found else ("", "")
