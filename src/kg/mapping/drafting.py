"""Writes the first mapping of a new text: its header, and a passage for each sentence with what rules found in it.

What was found stands under `open:`, which `kg check` reports until a curator has turned it into `says:` or `nothing:`.
Records that fit what was found follow as comments, ready to be completed. The output depends on its input alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import yaml

from kg.dates import parse_when
from kg.errors import KgError, UnusableError
from kg.mapping.authorities import ACTORS, Authorities
from kg.mapping.leftopen import LeftOpen, lacking_unit, left_open
from kg.texts.documents import SourceText, read_text
from kg.texts.draft import (
    Amount,
    DraftSentence,
    EventCandidate,
    FoundDate,
    KnownName,
    Name,
    PositionCandidate,
    draft_text,
)

__all__ = ["DraftMapping", "draft_mapping"]

_HASH = re.compile(r"[\da-f]{12,}")
_SLUG_WORDS = 8
_EVENT_ACTS = {"called-for", "planned", "cancelled", "not-reached"}
_Value = str | list["_Value"] | dict[str, "_Value"]


@dataclass(frozen=True, slots=True)
class DraftMapping:
    """The first mapping of a text, as YAML, and what it leaves open."""

    text: str
    left_open: LeftOpen


def draft_mapping(
    path: Path, authorities: Authorities, *, published: str | None = None, kinds: frozenset[str] = frozenset()
) -> DraftMapping:
    """Return the mapping of a text as far as rules can write it; dates count from `published`.

    `kinds` are those of the ontology: of a unit that is not among them the draft says so. Raises `KgError` for a text
    that is not there, not UTF-8 or empty, and for a `published` that is no date.
    """
    now = parse_when(published) if published else None
    text = _read(path)
    known = [KnownName(slug, entry.class_name, entry.shown_by) for slug, entry in authorities.items()]
    draft = draft_text(text, known, now=now)
    title = draft.title or path.stem.replace("_", " ").strip() or "untitled"
    any_anchor = any(sentence.anchor for sentence in draft.sentences)
    lines = [*_header(text, path, (title, draft.author), published), "passages:" if any_anchor else "passages: []"]
    for sentence in draft.sentences:
        lines += _passage(sentence, kinds)
    return DraftMapping("\n".join(lines) + "\n", left_open(draft, kinds))


def _read(path: Path) -> SourceText:
    if not path.is_file():
        raise UnusableError(f"there is no text {path}", remedy="name a file of plain text in UTF-8")
    try:
        text = read_text(path.parent, path.name)
    except OSError as error:
        raise UnusableError(f"{path} cannot be read: {error.strerror}") from None
    if not text.text.replace("\ufeff", "").strip():
        raise KgError(f"{path.name} is empty", remedy="give a text with at least one sentence")
    return text


def _header(text: SourceText, path: Path, named: tuple[str, str], published: str | None) -> Iterator[str]:
    title, author = named
    yield "# A draft: what rules found stands under `open:`; turn each into `says:` or `nothing:`. A leading ? marks"
    yield "# what the authorities do not know; `sure: no` a holder that is guessed or taken from an earlier sentence."
    yield f"document: {_slug(path, title)}"
    yield f"title: {_scalar(title)}"
    yield f"text: {_scalar(path.name)}"
    yield f"sha256: {text.sha256}"
    yield "# address: https://…"
    yield "language: en"
    yield (f"published: {_scalar(published)}" if published else "# published: the day from which dates count, as EDTF")
    yield "complete: no"
    yield "publication:"
    yield "  kind: article"
    yield "  basis: outside  # or, where the text names them: `at:`"
    yield "  note: Who published the text, and what shows it, is left open."
    yield "  # publisher: …"
    yield f"  # author: {f'?{author}' if author else '…'} as …"
    yield ""


def _slug(path: Path, title: str) -> str:
    """Return a slug from the file's name, or from the title where the file is named by a number or a hash."""
    name = _HASH.sub(" ", path.stem.lower())
    source = name if re.search(r"[^\W\d_]{3}", name) else title
    plain = unicodedata.normalize("NFKD", source).encode("ascii", "ignore").decode().lower().replace("'", "")
    words = re.findall(r"[a-z\d]+", plain)[:_SLUG_WORDS]
    while words and not words[0][0].isalpha():
        words = words[1:]
    return "-".join(words) or "document"


def _passage(sentence: DraftSentence, kinds: frozenset[str]) -> Iterator[str]:
    if sentence.anchor:
        yield f"- at: {_scalar(sentence.anchor)}"
    else:  # a passage needs an anchor: what was found stays as a comment until a curator has made one
        yield f"# no anchor marks the sentence at {sentence.start}–{sentence.end}: {sentence.problem}"
        yield "# - at: …"
    mark = "" if sentence.anchor else "# "
    if sentence.nothing:
        yield f"{mark}  nothing: {sentence.nothing}"
        return
    found = list(_found(sentence, kinds))
    yield f"{mark}  open:" if found else f"{mark}  open: {{}}"
    for line in found:
        yield f"{mark}    {line}"
    for line in _skeletons(sentence, kinds):
        yield f"  # {line}"


def _found(sentence: DraftSentence, kinds: frozenset[str]) -> Iterator[str]:
    """Yield what was found under the keys of `open:`."""
    actors = [n for n in sentence.names if n.known and n.kind in ACTORS]
    groups: Mapping[str, list[_Value]] = {
        "actors": _slugs(actors),
        "posts": _slugs(n for n in sentence.names if n.kind == "Post"),
        "places": _slugs(n for n in sentence.names if n.kind == "Place"),
    }
    for key, slugs in groups.items():
        if slugs:
            yield f"{key}: {_flow(slugs)}"
    lists: Mapping[str, list[_Value]] = {
        "unknown": _unique(item for n in sentence.names for item in _unknown(n, sentence.names)),
        "dates": _unique(map(_date, sentence.dates)),
        "amounts": _unique(_amount(a, kinds) for a in sentence.amounts),
        "candidates": [*map(_event, sentence.events), *map(_position, sentence.positions)],
    }
    for key, items in lists.items():
        if items:
            yield f"{key}:"
            yield from (f"- {_flow(item)}" for item in items)


def _slugs(names: Iterable[Name]) -> list[_Value]:
    return list(dict.fromkeys(name.slug for name in names))


def _unique(items: Iterable[dict[str, _Value]]) -> list[_Value]:
    found: list[_Value] = []
    for item in items:
        if item not in found:
            found.append(item)
    return found


def _unknown(name: Name, names: Iterable[Name]) -> Iterator[dict[str, _Value]]:
    """Yield what is unknown of a name: itself, or only the post of somebody known."""
    post = next((n.slug for n in names if n.kind == "Post" and n.written == name.post), name.post)
    if name.known:
        if name.post and post == name.post:
            yield {"name": post, "guess": "post", "of": name.slug}
        return
    given = {"name": name.full or name.written, "guess": name.kind, "post": post, "like": name.like}
    yield {key: value for key, value in given.items() if value}


def _date(date: FoundDate) -> dict[str, _Value]:
    given = {"written": date.written, "when": date.when, "or": date.other}
    return {key: value for key, value in given.items() if value}


def _amount(amount: Amount, kinds: frozenset[str]) -> dict[str, _Value]:
    made: dict[str, _Value] = {"written": amount.written, **dict(amount.numbers)}
    lacking = lacking_unit(amount.unit, kinds)
    unit = amount.unit.replace("-", " ") if lacking else amount.unit
    note = f"no such unit yet: convert it, or add {lacking} to a file in ontology/" if lacking else ""
    return made | {key: value for key, value in (("unit", unit), ("hedge", amount.hedge), ("note", note)) if value}


def _event(event: EventCandidate) -> _Value:
    made: dict[str, _Value] = {event.key: "?", "cue": event.cue}
    if event.kind:
        made["kind"] = event.kind
    return made | _act(event)


def _act(event: EventCandidate) -> dict[str, _Value]:
    """Return the act done to an agreement, or the status of an event that is not simply held."""
    if event.act:
        return {event.act: {"status": event.status} if event.status else "yes"}
    return {"status": event.status} if event.status in _EVENT_ACTS else {}


def _position(position: PositionCandidate) -> _Value:
    made: dict[str, _Value] = {"position": position.stance, "cue": position.cue}
    holders = [_holder(name) for name in position.holders]
    if holders:
        made["holder"] = holders[0] if len(holders) == 1 else [*holders]
    elif position.stance == "asks":
        made["holder"] = "none"
    if holders and not position.sure:
        made["sure"] = "no"
    if position.quoted:
        made["basis"] = "quoted"
    if position.mode:
        made["mode"] = position.mode
    return made


def _holder(name: Name) -> str:
    return name.slug or f"?{name.shown}"


def _skeletons(sentence: DraftSentence, kinds: frozenset[str]) -> Iterator[str]:
    """Yield the records that could come of a sentence, to be completed and uncommented."""
    actors = _slugs(n for n in sentence.names if n.known and n.kind in ACTORS)
    dates = sentence.dates
    records = [
        *(list(_event_skeleton(event, actors, dates)) for event in sentence.events),
        *(list(_position_skeleton(position)) for position in sentence.positions),
        *(list(_figure_skeleton(amount, kinds)) for amount in sentence.amounts),
    ]
    if records:
        yield "says:"
        yield from (line for record in records for line in record)


def _event_skeleton(event: EventCandidate, actors: list[_Value], dates: tuple[FoundDate, ...]) -> Iterator[str]:
    yield f"- {event.key}: …"
    yield "  name: …"
    if event.kind:
        yield f"  kind: {event.kind}"
    if actors:
        role = {"meeting": "participants", "visit": "guest", "agreement": "parties"}[event.key]
        yield f"  {role}: {_flow(actors)}"
    for key, value in _act(event).items():
        yield f"  {key}: {_flow(value)}"
    if len(dates) == 1 and event.key != "agreement":
        yield f"  when: {_flow(dates[0].when)}"
        yield f"  written: {_flow(dates[0].written)}"


def _position_skeleton(position: PositionCandidate) -> Iterator[str]:
    yield f"- {position.stance}: …"
    if position.holders:
        yield f"  holder: {_scalar(_holder(position.holders[0]))}"
    elif position.stance == "asks":
        yield "  holder: none"
    if position.quoted:
        yield "  basis: quoted"
    if position.mode:
        yield f"  mode: {position.mode}"


def _figure_skeleton(amount: Amount, kinds: frozenset[str]) -> Iterator[str]:
    yield "- figure: …"
    yield "  about: …"
    for key, number in amount.numbers:
        yield f"  {key}: {_flow(number)}"
    lacking = lacking_unit(amount.unit, kinds)
    yield f"  unit: {'…' if lacking else amount.unit or '…'}"
    if amount.hedge:
        yield f"  hedge: {amount.hedge}"


class _Dumper(yaml.SafeDumper):
    """Quotes only what YAML needs quoted: scalars of a mapping are strings, so `no` and `2013` are none of it."""

    yaml_implicit_resolvers: ClassVar = {}  # type: ignore[misc]  # the stubs call it an attribute of instances

    def ignore_aliases(self, data: object) -> bool:
        """Write a value again where it stands twice: a mapping has no anchors of YAML."""
        return True


def _flow(value: _Value) -> str:
    """Return a value on one line."""
    wrapped = yaml.dump(
        [value], Dumper=_Dumper, default_flow_style=True, allow_unicode=True, sort_keys=False, width=10**9
    )
    return str(wrapped).strip()[1:-1]


def _scalar(value: str) -> str:
    return _flow(value)
