"""Finds who a reporting verb is said of: its grammatical subject among the names of a sentence.

The grammar is that of news English: the subject stands before its verb, perhaps with an apposition between commas, or
after it at the end of a quotation. A name after a preposition, with a possessive, or before another name is no subject.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.texts.draft.model import Name
from kg.texts.draft.words import DEMONYMS, TITLE_MODIFIERS, TITLES

__all__ = ["SPEAKER", "Subject", "find_subject", "following_subject", "joined_subject", "opening_subject"]

SPEAKER = "i"  # the pronoun of who speaks for himself, "we" included

_PREPOSITION = re.compile(
    r"\b(?:of|in|with|by|to|from|for|on|against|between|at|towards?|into|over|about|under|than|like|near|via|after|"
    r"before|during|among|within|despite|through|alongside|including)\s\Z",
    re.IGNORECASE,
)
_BOUNDARY = re.compile(r"[;:”»]|\b(?:that|while|whereas|because|but|which)\b")
# A relative clause that ends right before the verb is passed over: "the council, which has nine members, warned".
_RELATIVE = re.compile(r", (?:which|who|whose|where) [^,]*(?:, [^,]*)?, \Z")
_ADVERBS = (  # what may stand between a subject and its verb
    r"(?:,? (?:also|then|further|furthermore|has|have|had|will|later|earlier|again|once|repeatedly|in turn|too|"
    r"however|jointly|yesterday|for (?:his|her|its|their) part|in (?:his|her) (?:speech|(?:opening )?remarks)|"
    r"on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?!daily|weekly|monthly)\w+ly),?)*"
)
_ADJACENT = re.compile(rf"(?: ?\([^)]*\))?{_ADVERBS} \Z")
_COLLECTIVE = (
    "officials?|government|ministry|delegation|side|diplomats?|experts?|authorities|sources|leaders?|minister|"
    "president|spokes(?:man|woman|person)|embassy|parliament|lawmakers|ambassador|representatives?|negotiators?|"
    "media|leadership|administration|politicians|analysts?|premier|chancellor|parties|moderator|participants|industry|"
    "companies|newspapers|opposition|army|military|lawmakers|critics|economists?|agency"
)
_BY_ADJECTIVE = re.compile(rf"(?: [a-z-]+){{0,2}} (?:{_COLLECTIVE}){_ADVERBS} \Z")
_PERSON_NOUN = (
    "minister|ambassador|president|spokes(?:man|woman|person)|diplomat|official|expert|secretary|chancellor|premier|"
    "analyst|envoy|director|chairman|professor|speaker|moderator|leader|author|commissioner|politician|governor|"
    "senator|negotiator|mayor|economist"
)
_PLURAL_NOUN = f"sides|parties|countries|delegations|governments|heads|(?:{_PERSON_NOUN})s|secretaries"
_PRONOUN = re.compile(
    r"(?<![\w-])(?:I|[Ww]e|[Yy]ou|[Hh]e|[Ss]he|[Tt]hey|[Ii]t|who"
    rf"|(?:[Tt]he|[Hh]is|[Hh]er|[Tt]his) (?:[\w-]+ ){{0,2}}?(?i:{_PERSON_NOUN})"
    rf"|[Tt]he (?:two |both |three )?(?:[a-z]+ )?(?i:{_PLURAL_NOUN})|[Bb]oth (?:{_PLURAL_NOUN}))(?!\w)"
)
_PRONOUN_AFTER = re.compile(rf" (?:he|she|they|him|her|them|(?:the|this) (?:\w+ )?(?:{_PERSON_NOUN}))\b")
# "Some say", "critics argue": somebody holds it, and no name says who.
_SOMEBODY = re.compile(
    r"(?<![\w-])(?:[Cc]ritics|[Oo]bservers|[Oo]fficials|[Ee]xperts|[Aa]nalysts|[Dd]iplomats|[Ss]ources|[Ll]awmakers"
    r"|[Ss]cientists|[Aa]ctivists|[Aa]ides?|[Ss]ome|[Mm]any|[Oo]thers)"
    rf"(?: (?:close to|in|from|of|at|familiar with)(?: [\w’'-]+){{1,4}})?(?: will| would| may)?{_ADVERBS} \Z"
)
_DETERMINERS = frozenset({"the", "a", "an", "his", "her", "its", "their", "our", "both"})


@dataclass(frozen=True, slots=True)
class Subject:
    """Who a verb is said of: names, `sure` where grammar says it; or a pronoun, or "the minister", and where it stands.

    The pronoun is `somebody` for "critics" and the like, whom nothing names; `near` says that only such a noun stands
    between the name and the verb ("Danish officials").
    """

    names: tuple[Name, ...] = ()
    sure: bool = False
    pronoun: str = ""
    at: int = 0
    near: bool = False


def find_subject(words: str, verb: int, names: tuple[Name, ...]) -> Subject:
    """Return the subject of the verb at an offset; an empty one where none is in sight."""
    relative = _RELATIVE.search(words[:verb])
    if relative and any(n.is_actor and n.end <= relative.start() for n in names):
        verb, words = relative.start() + 1, words[: relative.start()] + " "
        names = tuple(n for n in names if n.end <= verb)
    start = max((m.end() for m in _BOUNDARY.finditer(words, 0, verb)), default=0)
    actors = [n for n in names if n.is_actor and start <= n.start and n.end <= verb]
    before = words[start:verb]
    for name in reversed(actors):
        adjacent = _ADJACENT.fullmatch(words, name.end, verb) or _is_apposed(name, words, verb, names)
        if adjacent and _can_be_subject(name, words, names):
            return Subject(_joined(name, actors, words, names), sure=True)
    pronoun = [
        m
        for m in _PRONOUN.finditer(before)
        if _ADJACENT.fullmatch(before, m.end())
        and not any(start + m.start() <= n.start for n in names if n.end <= verb)
    ]
    if pronoun:
        word = pronoun[-1].group().lower()
        return Subject(pronoun=SPEAKER if word == "we" else word, at=start + pronoun[-1].start())
    for name in reversed(actors):
        if _BY_ADJECTIVE.fullmatch(words, name.end, verb) and not _PREPOSITION.search(
            words[: _head(name, words, names)]
        ):
            return Subject((name,), near=True)
    if _SOMEBODY.search(before):
        return Subject(pronoun="somebody")
    return _distant(words, verb, actors, names)


def opening_subject(words: str, names: tuple[Name, ...], *, before: int | None = None) -> Subject:
    """Return the name with which a sentence opens, or the first one before an offset that can be its subject."""
    actors = [n for n in names if n.is_actor and n.end <= (len(words) if before is None else before)]
    fit = [n for n in actors if _can_be_subject(n, words, names)]
    if not fit or (before is None and _head(fit[0], words, names) > len("The ")):
        return Subject()
    return Subject((fit[0],))


def joined_subject(words: str, names: tuple[Name, ...]) -> tuple[Name, ...]:
    """Return the names joined by "and" with which a sentence opens: "Norland, Suthland and Anna Berg met"."""
    actors = [n for n in names if n.is_actor]
    if not actors or _head(actors[0], words, names) > len("The "):
        return ()
    found = [actors[0]]
    for name in actors[1:]:
        between = re.sub(r"\([^)]*\)", "", words[found[-1].end : _head(name, words, names)])
        if between.strip() not in (",", "and", ", and") and not _is_apposition(between):
            break
        found.append(name)
    return tuple(found) if len(found) > 1 and " and " in words[found[0].end : found[-1].start] else ()


def _is_apposition(between: str) -> bool:
    """Tell whether words between two names are an apposition and what joins the next: ", minister of trade, and"."""
    return re.fullmatch(r", [^,;:]{3,80}, and(?: the| his| her)?(?: [\w-]+){0,6},? ?", between) is not None


def following_subject(words: str, end: int, names: tuple[Name, ...]) -> Subject:
    """Return the subject after a verb or "according to" that ends at an offset."""
    for name in names:
        if name.is_actor and name.start > end and _head(name, words, names) == end + 1:
            if _is_modifier(name, words, names):
                continue
            return Subject((name,), sure=_possessive(words, name) is None)
    if match := re.match(
        r" (?:he|she|they|him|her|them|(?:the|this) (?:\w+ )?(?:" + _PERSON_NOUN + r"))\b", words[end:]
    ):
        return Subject(pronoun=match[0].strip().lower(), at=end)
    return Subject()


def _distant(words: str, verb: int, actors: list[Name], names: tuple[Name, ...]) -> Subject:
    """Return the first name that can be a subject; sure where an apposition alone stands between it and the verb."""
    fit = [name for name in actors if _can_be_subject(name, words, names)]
    if not fit:
        return Subject()
    apposed = re.search(rf",{_ADVERBS} \Z", words[:verb]) is not None
    for name in fit:
        if apposed and words[name.end : name.end + 1] == "," and words[name.end : verb].count(",") >= 2:
            return Subject((name,), sure=True)
    return Subject((fit[0],))


def _is_apposed(name: Name, words: str, verb: int, names: tuple[Name, ...]) -> bool:
    """Tell whether a name in commas explains who is meant: "the ambassador, Anna Berg, said"."""
    return words[name.end : verb] == ", " and words[: _head(name, words, names)].endswith(", ")


def _joined(name: Name, actors: list[Name], words: str, names: tuple[Name, ...]) -> tuple[Name, ...]:
    """Return a subject with those joined to it: "Anna Berg and Jan Holm said"."""
    found = [name]
    for other in reversed([a for a in actors if a.end < name.start]):
        if words[other.end : _head(found[0], words, names)] not in (" and ", ", "):
            break
        if not _can_be_subject(other, words, names):
            break
        found.insert(0, other)
        if words[other.end : _head(found[1], words, names)] == ", ":
            break
    return tuple(found) if len(found) == 1 or " and " in words[found[0].end : name.start] else (name,)


def _can_be_subject(name: Name, words: str, names: tuple[Name, ...]) -> bool:
    if (
        words[: name.start].endswith("(")
        or _possessive(words, name)
        or words[name.end : name.end + 1] == "-"
        or _is_modifier(name, words, names)
    ):
        return False
    if name.written in DEMONYMS:
        return False
    return _PREPOSITION.search(words[: _head(name, words, names)]) is None


def _possessive(words: str, name: Name) -> re.Match[str] | None:
    return re.match(r"[’'](?:s\b|(?= ))", words[name.end : name.end + 3])


def _is_modifier(name: Name, words: str, names: tuple[Name, ...]) -> bool:
    """Tell whether a name only says more of the next one, as in "Norwegian Foreign Minister Anna Berg"."""
    rest = [n for n in names if n.start > name.start and n.is_actor and n.slug != name.slug]
    return any(_head(n, words, names) <= name.start for n in rest)


def _head(name: Name, words: str, names: tuple[Name, ...]) -> int:
    """Return where the phrase of a name begins: at its article, its titles, and the names that say more of it."""
    start = name.start
    if name.post and words[:start].endswith(f"{name.post} "):
        start -= len(name.post) + 1
    while match := re.search(r"(?:([^\W\d_][\w-]*)(?:[’']s?|(?<=[MDr][rs])\.|(?<=Mrs)\.)?) \Z", words[:start]):
        word = match[1]
        adjacent = any(
            n.end == match.end(1) and n.start < start for n in names if n.kind == "Post" or n.written in DEMONYMS
        )
        adjacent = adjacent or any(n.end == match.end(1) and _is_adjective(n, words, start) for n in names)
        known = word.lower() in TITLES | TITLE_MODIFIERS | _DETERMINERS or word in DEMONYMS
        if not (known or adjacent):
            break
        post = next((n for n in names if n.kind == "Post" and n.end == match.end(1)), None)
        start = post.start if post else match.start(1)
    return start


def _is_adjective(name: Name, words: str, start: int) -> bool:
    """Tell whether a name of a collective stands before a title: "IPIS senior expert", "Norland's minister"."""
    between = words[name.end : start]
    following = re.match(r"[’']?s? ?([\w-]+)", words[name.end :])
    return (
        bool(between.strip() == "" or between.startswith(("’", "'")))
        and following is not None
        and (following[1].lower() in TITLES | TITLE_MODIFIERS)
    )
