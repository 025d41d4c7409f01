"""JSON Schemas (draft 2020-12) of mapping and authority files, for editors: completion, hover text and red lines.

They are made of the tables of the reader and the controlled values of the ontology, and look at the form of a file
alone: which slugs exist and what a passage shows only a build can tell. Nor can a schema say that a key comes first.
Editors read `2018`, `yes` and `5.3` as other types than the reader, which takes strings alone: a scalar may be either.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, get_args

from kg.dates import Calendar
from kg.mapping.document import REASONS
from kg.mapping.keys import MAX_SUMMARY
from kg.mapping.reader import ROLES
from kg.mapping.vocabulary import Vocabulary

__all__ = ["authorities_schema", "mapping_schema", "render"]

_Schema = dict[str, Any]
_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_SLUG = "[a-z0-9]+(-[a-z0-9]+)*"
_NUMBER = r"-?([0-9]{1,3}(,[0-9]{3})+|[0-9]+)(\.[0-9]+)?( (thousand|million|billion|trillion))?"
_EVENTS = {  # → scheme of their kinds
    "meeting": "meeting", "visit": "visit", "process": "event", "publication": "event", "event": "event",
}  # fmt: skip
_ACTS = ("proposed", "negotiated", "agreed", "signed", "effective", "refused", "withdrawn", "revised")
_STANCES = ("affirms", "welcomes", "calls-for", "notes", "asks", "doubts", "criticises", "warns", "rejects")
_CLAUSES = ("obliges", "permits", "forbids", "provides")
_SCHEMES = "agreement basis event hedge issue measure meeting membership mode reading status topic unit visit".split()
# A key, after the map that it is of where others have one of that name: the definition of its values, its hover text.
_KEYS: dict[str, tuple[str, str]] = {
    "context": ("anchors", "One more anchor, or a list, for what the passage itself does not show"),
    "basis": ("basis", "`quoted` where the passage quotes; `context` or `outside`, with a note, where it is silent"),
    "hedge": ("hedges", "How the text limits what it says"),
    "note": ("text", "A remark of the curator"),
    "when": ("date", "EDTF; also `a..b`, `late 2013-02`, `1391 SH`, `1391-Q4 SH`"),
    "written": ("text", "The date as the text writes it"),
    "reading": ("reading", "How the date is meant"),
    "from": ("date", "The date that `written` counts from, where it is not `now`"),
    "during": ("slugs", "The event in whose course it was"),
    "on-sidelines-of": ("slugs", "The event beside which it was"),
    "following": ("slugs", "The event after which it was"),
    "result-of": ("slugs", "The event that brought it about"),
    "part-of": ("slugs", "The larger event to which it belongs"),
    "about": ("subjects", "Topics, or the slugs of what it is about: one or a list"),
    "name": ("text", "The English name, given at the first mention"),
    "called": ("texts", "What the text calls it later, such as “the meeting”, which is no name of it"),
    "status": ("status", "How far it came"),
    "preferred": ("text", "Why its values are preferred among rivals"),
    "place": ("slugs", "Where it was"),
    **{key: ("actors", f"As {role}: `actor` or `actor as post`, one or a list") for key, role in ROLES.items()},
    "meeting": ("slug", "A meeting, by its slug"),
    "visit": ("slug", "A visit, which is no meeting, by its slug"),
    "process": ("slug", "A process, series or longer development, by its slug"),
    "record.publication": ("slug", "A publication that the text cites or speaks of, by its slug"),
    "event": ("slug", "Any other event, by its slug"),
    **{f"{key}.kind": (scheme, f"What kind of {key} it is") for key, scheme in _EVENTS.items()},
    "agreement": ("slug", "An agreement, by its slug"),
    "agreement.kind": ("agreement", "What kind of instrument it is"),
    "parties": ("slugs", "Whom it binds"),
    **{key: ("act", f"It was {key}: `yes`, a date, or a map") for key in _ACTS},
    "by": ("actors", "Whose act it is; the parties where left out"),
    "clause": ("slug", "Something that an agreement provides, by its slug"),
    "clause.of": ("slug", "The agreement"),
    **{key: ("summary", f"What it {key}, in the curator's own words") for key in _CLAUSES},
    **{key: ("summary", f"What the holder {key.replace('-', ' ')}, in the curator's own words") for key in _STANCES},
    "holder": ("actors", "Whose position it is, one each, where not the speaker's; `none` for a mere question"),
    "mode": ("mode", "How it is put forward"),
    "toward": ("slugs", "The actor at whom it is directed"),
    "issue": ("issue", "The shared proposition on which stances are compared"),
    "figure": ("measure", "A figure: what it measures"),
    "value": ("amount", "The number, such as `170` or `5.3 billion`"),
    "more-than": ("amount", "A number that it exceeds"),
    "less-than": ("amount", "A number that it stays below"),
    "at-least": ("amount", "The smallest number that it can be"),
    "at-most": ("amount", "The largest number that it can be"),
    "unit": ("unit", "What the number counts"),
    "as-of": ("date", "The day on which it was so"),
    "tenure": ("in-post", "Who holds which post: `actor as post`"),
    "former": ("text", "It was over by the day of the text: `yes`, or its words where they are not “former”"),
    "membership": ("slug", "A member of a collective"),
    "membership.in": ("slug", "The collective"),
    "as": ("membership", "The status of the member"),
    "life": ("slug", "An actor, who lived or existed `when`"),
    "at": ("anchor", "The passage: its first words … its last words, at most eight words in all"),
    "spans": ("text", "Why the passage goes beyond one sentence"),
    "says": ("records", "What the passage says"),
    "nothing": ("reason", "Why nothing is recorded of the passage"),
    "open": ("anything", "What a draft left to the curator, to be turned into `says` or `nothing`"),
    "speech": ("actor", "Who speaks: `actor`, or `actor as post`"),
    "speech.at": ("anchor", "Where the text shows that they spoke, and in which post"),
    "speech.in": ("slug", "The event of the speech; `event` of the document where left out"),
    "speech.role": ("speaker", "What the speaker is in the event; speaker where left out"),
    "speech.passages": ("passages", "The passages of the speech"),
    "publication.kind": ("event", "What was published"),
    "publisher": ("actor", "Who published it"),
    "author": ("actor", "Who wrote it: `actor`, or `actor as post`"),
    "publication.at": ("anchor", "Where the text says so; else `basis: outside` and a note"),
    "document": ("slug", "The slug of the document"),
    "title": ("text", "The title"),
    "text": ("text", "The file name of the text among the sources"),
    "sha256": ("text", "SHA-256 of the text: another text makes every anchor stale"),
    "address": ("address", "Where it was published"),
    "language": ("language", "The language of the text; `en` where left out"),
    "published": ("date", "When it was published; left out where unknown"),
    "published-at": ("anchor", "The passage that says when it was published"),
    "now": ("date", "What “last year” counts from; `published` where left out"),
    "calendar": ("calendar", "What “last year” is a year of; gregorian where left out"),
    "complete": ("flag", "`no` where only part of the text is mapped yet"),
    "garbled": ("flag", "`yes` for a damaged rewording: nothing in it is a quotation"),
    "publication": ("publication", "The event in which the document's own voice speaks"),
    "voice": ("slug", "Whose statements outside speeches are: the author or the publisher"),
    "header.mode": ("mode", "The mode of those statements; asserted where left out"),
    "header.event": ("slug", "Where speeches are held that name no event"),
    "aliases": ("aliases", "What this text calls several or unnamed actors: phrase → actors"),
    "dates": ("dates", "Dates that records refer to by name: name → date, and the passage that shows it"),
    "date.at": ("anchors", "The passages that show the date; its words stand in the first"),
    "passages": ("entries", "The passages and speeches, in the order of the text"),
    "authority.name": ("text", "The English label; without it, spellings are added to an entry of another file"),
    "fa": ("text", "The Persian label, where sure"),
    "ru": ("text", "The Russian label, where sure"),
    "spellings": ("texts", "Other names in the texts, which become labels"),
    "stands-for": ("texts", "What grounds a mention and is no name"),
    "wikidata": ("item", "The Wikidata item, where checked"),
    "checked-in": ("text", "The data in which the Wikidata item was checked"),
    "body.kind": ("organization", "What kind of body it is"),
    "body.of": ("slug", "The state to which it belongs"),
    "post.in": ("slug", "The state, organization or group in which the post is"),
    "speaks-for": ("slug", "Whom the post speaks for, only where it carries a mandate"),
    "pair.of": ("two", "The two collectives"),
    "reference.publisher": ("text", "Who published it"),
    "checked": ("day", "The day on which the address was looked at"),
}  # fmt: skip
_RECORDS = {"publication": "record.publication"}  # whose first key is also a key of another map
_HEAD = ("context", "basis", "hedge", "note")
_DATES = ("when", "written", "reading", "from")
_OCCASION = ("during", "on-sidelines-of", "following", "result-of")
_SHARED = ("status", "about", "preferred", *_HEAD)  # by events, publications and agreements
_EVENT = (*_SHARED, "place", "part-of", *_OCCASION, *ROLES)
_HEADER = (
    "document", "title", "text", "sha256", "address", "language", "published",
    "published-at", "now", "calendar", "complete",
    "garbled", "publication", "voice", "header.mode", "header.event", "aliases", "dates", "passages",
)  # fmt: skip
_AUTHORITY = ("authority.name", "fa", "ru", "spellings", "stands-for", "wikidata", "checked-in")
_SECTIONS = {  # section → more keys of its entries
    "states": (), "persons": (), "organizations": ("body.kind", "body.of"), "groups": ("body.kind", "body.of"),
    "posts": ("post.in", "speaks-for"), "places": (), "pairs": ("pair.of",),
}  # fmt: skip
_REFERENCE = ("title", "reference.publisher", "address", "checked")


def mapping_schema(vocabulary: Vocabulary) -> _Schema:
    """Return the schema of a mapping file."""
    header = _map("Mapping", _HEADER, ("document", "title", "text", "sha256"))
    return {"$schema": _DRAFT, **header, "$defs": _scalars() | _kinds(vocabulary) | _maps() | _records()}


def authorities_schema(vocabulary: Vocabulary) -> _Schema:
    """Return the schema of an authority file."""
    spellings = {"propertyNames": {"enum": ["spellings", "stands-for"]}, "minProperties": 1}
    entries = {"references": _map("Source outside the texts", _REFERENCE, map(_key, _REFERENCE))}
    for section, more in _SECTIONS.items():
        entry = _map(f"Entry of {section}", _AUTHORITY + more, anyOf=[*_either("name"), spellings])
        together = {"name": {"posts": ["in"], "pairs": ["of"]}.get(section, []), "wikidata": ["checked-in"]}
        entries[section] = entry | {"dependentRequired": together}
    by_slug = {"type": "object", "propertyNames": {"pattern": f"^{_SLUG}$"}}
    sections = {
        name: by_slug | {"description": f"The {name}, by slug", "additionalProperties": {"$ref": f"#/$defs/{name}"}}
        for name in entries
    }
    top = {"title": "Authorities", "type": "object", "properties": sections, "additionalProperties": False}
    return {
        "$schema": _DRAFT,
        **top,
        "$defs": _scalars() | {"organization": _enum(vocabulary, "organization")} | entries,
    }


def render(value: Any, indent: int = 0) -> str:
    """Return JSON in which a list or an object stands on one line where it fits."""
    flat = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict | list) or len(flat) + indent <= 120:
        return flat
    if isinstance(value, dict):
        rows = [f"{json.dumps(key, ensure_ascii=False)}: {render(item, indent + 2)}" for key, item in value.items()]
    else:
        rows = [render(item, indent + 2) for item in value]
    begin, end = "{}" if isinstance(value, dict) else "[]"
    return "\n".join([begin, ",\n".join(" " * (indent + 2) + row for row in rows), " " * indent + end])


def _key(name: str) -> str:
    return name.rpartition(".")[2]


def _map(title: str, keys: Iterable[str], required: Iterable[str] = (), **rules: Any) -> _Schema:
    """Return the schema of a map with these keys and no other."""
    told = {_key(name): {"$ref": f"#/$defs/{_KEYS[name][0]}", "description": _KEYS[name][1]} for name in keys}
    if "when" in told:
        rules["dependentRequired"] = {key: ["when"] for key in _DATES if key != "when"}
    if "basis" in told:
        rules["allOf"] = [_on_basis("outside", "note"), _on_basis("context", "note", "context")]
    shape = {"title": title, "type": "object", "properties": told, "required": list(required)}
    return {**shape, "additionalProperties": False, **rules}


def _on_basis(basis: str, *wanted: str) -> _Schema:
    given = {"properties": {"basis": {"const": basis}}, "required": ["basis"]}
    return {"if": given, "then": {"anyOf": _either(*wanted)}}


def _either(*keys: str) -> list[_Schema]:
    return [{"required": [key]} for key in keys]


def _some(name: str, **rules: int) -> _Schema:
    """Return the schema of a list or, as the reader takes it everywhere, one item without a list."""
    item = {"$ref": f"#/$defs/{name}"}
    return {"anyOf": [{"type": "array", "items": item, **rules}, item]}


def _scalars() -> dict[str, _Schema]:
    """Return the definitions of what is written in one word or line, and of lists of them."""

    def scalar(pattern: str, told: str, types: tuple[str, ...] = ("string", "number", "boolean")) -> _Schema:
        return {"type": list(types), "pattern": pattern, "patternErrorMessage": f"Expected {told}"}

    words = rf"^\s*(\S+\s+){{0,{MAX_SUMMARY - 1}}}\S+\s*$"
    return {
        "anything": {},
        "text": scalar(r"\S", "words"),
        "flag": {"enum": ["yes", "no", True, False]},
        "slug": scalar(f"^{_SLUG}$", "lower-case letters, digits and single hyphens"),
        "two": {"type": "array", "items": {"$ref": "#/$defs/slug"}, "minItems": 2, "maxItems": 2, "uniqueItems": True},
        "actor": scalar(f"^{_SLUG}( +as +{_SLUG}( +from +[0-9]{{4}})?)?$", "`actor` or `actor as post`"),
        "in-post": scalar(f"^{_SLUG} +as +{_SLUG}( +from +[0-9]{{4}})?$", "`actor as post`"),
        "anchor": scalar(r"^[^…]*\S[^…]*(…[^…]*\S[^…]*)?$", "`first words … last words`"),
        "summary": scalar(words, f"at most {MAX_SUMMARY} words"),
        "date": scalar(
            r"[0-9X]|^[a-z]+(-[a-z]+)+$", "a date such as 2013-02 or 1391 SH, or its name", ("string", "number")
        ),
        "day": scalar("^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "a day such as 2026-01-31"),
        "amount": scalar(f"^{_NUMBER}$", "a number such as 5.3 billion or 1,200", ("string", "number")),
        "address": scalar(r"^https?://\S+$", "an address with https:// and without spaces"),
        "language": scalar("^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$", "a language tag such as en"),
        "item": scalar("^Q[1-9][0-9]*$", "an item such as Q42"),
    } | {f"{name}s": _some(name, uniqueItems=True) for name in ("text", "slug", "actor", "anchor")}


def _enum(vocabulary: Vocabulary, scheme: str) -> _Schema:
    """Return the schema of the kinds of a scheme, as mappings name them, or of all topics or issues."""
    slugs = {"topic": vocabulary.topics, "issue": vocabulary.issues}.get(scheme)
    prefix = "" if slugs else f"{scheme}-"
    known = sorted(slug for slug in slugs or vocabulary.kinds if slug.startswith(prefix))
    labels = [vocabulary.labels.get(slug, slug) for slug in known]
    return {"enum": [slug.removeprefix(prefix) for slug in known], "enumDescriptions": labels}


def _kinds(vocabulary: Vocabulary) -> dict[str, _Schema]:
    """Return the definitions of controlled values."""
    return {scheme: _enum(vocabulary, scheme) for scheme in _SCHEMES} | {
        "speaker": {"enum": sorted(ROLES.values())},
        "calendar": {"enum": list(get_args(Calendar))},
        "reason": {"enum": list(REASONS)},
        "subject": {"anyOf": [{"$ref": "#/$defs/topic"}, {"$ref": "#/$defs/slug"}]},
    } | {f"{name}s": _some(name, uniqueItems=True) for name in ("hedge", "subject")}  # fmt: skip


def _maps() -> dict[str, _Schema]:
    """Return the definitions of what holds keys, other than records."""
    outside = {"properties": {"basis": {"const": "outside"}}, "required": ["basis"]}
    published = (*_EVENT, "publication.kind", "publisher", "author", "publication.at")
    speech = ("speech", "speech.at", "speech.in", "speech.role", "speech.passages", *_HEAD)
    one = _either("says", "nothing", "open")
    return {
        "publication": _map("Publication", published, anyOf=[{"required": ["at"]}, outside]),
        "dates": {
            "type": "object",
            "propertyNames": {"pattern": "^[a-z]+(-[a-z]+)+$"},
            "additionalProperties": _map("Date", (*_DATES, "date.at", "hedge", "note"), ("when", "at")),
        },
        "aliases": {"type": "object", "additionalProperties": {"$ref": "#/$defs/slugs"}},
        "entries": _some("entry"),
        "entry": {"anyOf": [{"$ref": "#/$defs/passage"}, {"$ref": "#/$defs/speech"}]},
        "passages": _some("passage", minItems=1),
        "passage": _map("Passage", ("at", "spans", "says", "nothing", "open"), ["at"], oneOf=one),
        "speech": _map("Speech", speech, ("speech", "at", "passages")),
        "act": {"anyOf": [{"enum": ["yes", True]}, {"$ref": "#/$defs/date"}, {"$ref": "#/$defs/act-in-full"}]},
        "act-in-full": _map("Act", ("by", "status", "preferred", *_DATES, *_OCCASION)),
    }


def _records() -> dict[str, _Schema]:
    """Return the definition of each record, by its first key, and of one or more of any."""
    event, position = (
        ("name", "called", "spellings", *_EVENT, *_DATES),
        ("holder", "mode", "about", "toward", "issue", *_HEAD),
    )
    agreement = ("agreement", "agreement.kind", "name", "called", "spellings", "parties", *_ACTS, *_SHARED)
    clause = ("clause", "clause.of", *_CLAUSES, "about", *_HEAD)
    strict, loose = ("more-than", "less-than"), ("at-least", "at-most")
    figure = ("figure", "value", *strict, *loose, "unit", "about", "as-of", *_DATES, *_HEAD)
    amounts = [*_either("value"), {"anyOf": _either(*strict)}, {"anyOf": _either(*loose)}]
    member = ("membership", "membership.in", "as", "preferred", *_DATES, *_HEAD)
    made = {
        **{key: _map(key.capitalize(), (_RECORDS.get(key, key), f"{key}.kind", *event), [key]) for key in _EVENTS},
        "agreement": _map("Agreement", agreement, ["agreement"]),
        "clause": _map("Clause", clause, ("clause", "of"), oneOf=_either(*_CLAUSES)),
        **{key: _map(f"Position: {key}", (key, *position), [key]) for key in _STANCES},
        "figure": _map("Figure", figure, ("figure", "unit", "about"), oneOf=amounts),
        "tenure": _map("Tenure", ("tenure", "former", "preferred", *_DATES, *_HEAD), ["tenure"]),
        "membership": _map("Membership", member, ("membership", "in", "as")),
        "life": _map("Life", ("life", "preferred", *_DATES, *_HEAD), ("life", "when")),
    }
    either = {"anyOf": [{"$ref": f"#/$defs/record-{key}"} for key in made]}
    return {"records": _some("record", minItems=1), "record": either} | {f"record-{key}": made[key] for key in made}
