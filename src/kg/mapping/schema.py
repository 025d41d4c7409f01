"""JSON Schemas (draft 2020-12) of mapping and authority files, for editors: completion, hover text and red lines.

They are made of the tables of the reader and the controlled values of the ontology, and look at the form of a file
alone: which slugs exist and what a passage shows only a build can tell. Nor can a schema say that a key comes first.
Editors read `2018`, `yes` and `5.3` as other types than the reader, which takes strings alone: a scalar may be either.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, get_args

from kg.dates import Calendar
from kg.mapping.document import REASONS
from kg.mapping.keys import MAX_SUMMARY
from kg.mapping.reader import ROLES
from kg.mapping.schema_keys import ACTS, CLAUSES, EVENTS, KEYS, STANCES
from kg.mapping.vocabulary import Vocabulary

__all__ = ["authorities_schema", "mapping_schema", "render", "write_schemas"]

_Schema = dict[str, Any]
_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_SLUG = "[a-z0-9]+(-[a-z0-9]+)*"
_NUMBER = r"-?([0-9]{1,3}(,[0-9]{3})+|[0-9]+)(\.[0-9]+)?( (thousand|million|billion|trillion))?"
_SCHEMES = "agreement basis event hedge issue measure meeting membership mode reading status topic unit visit".split()
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


def write_schemas(folder: Path, vocabulary: Vocabulary) -> None:
    """Write both schemas into a folder, where editors find them; one that is up to date is left alone."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in (("mapping", mapping_schema), ("authorities", authorities_schema)):
        path, text = folder / f"{name}.schema.json", render(make(vocabulary)) + "\n"
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            beside = path.with_name(f"{path.name}.part")
            beside.write_text(text, encoding="utf-8")
            beside.replace(path)


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
    told = {_key(name): {"$ref": f"#/$defs/{KEYS[name][0]}", "description": KEYS[name][1]} for name in keys}
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
    agreement = ("agreement", "agreement.kind", "name", "called", "spellings", "parties", *ACTS, *_SHARED)
    clause = ("clause", "clause.of", *CLAUSES, "about", *_HEAD)
    strict, loose = ("more-than", "less-than"), ("at-least", "at-most")
    figure = ("figure", "value", *strict, *loose, "unit", "about", "as-of", *_DATES, *_HEAD)
    amounts = [*_either("value"), {"anyOf": _either(*strict)}, {"anyOf": _either(*loose)}]
    member = ("membership", "membership.in", "as", "preferred", *_DATES, *_HEAD)
    made = {
        **{key: _map(key.capitalize(), (_RECORDS.get(key, key), f"{key}.kind", *event), [key]) for key in EVENTS},
        "agreement": _map("Agreement", agreement, ["agreement"]),
        "clause": _map("Clause", clause, ("clause", "of"), oneOf=_either(*CLAUSES)),
        **{key: _map(f"Position: {key}", (key, *position), [key]) for key in STANCES},
        "figure": _map("Figure", figure, ("figure", "unit", "about"), oneOf=amounts),
        "tenure": _map("Tenure", ("tenure", "former", "preferred", *_DATES, *_HEAD), ["tenure"]),
        "membership": _map("Membership", member, ("membership", "in", "as")),
        "life": _map("Life", ("life", "preferred", *_DATES, *_HEAD), ("life", "when")),
    }
    either = {"anyOf": [{"$ref": f"#/$defs/record-{key}"} for key in made]}
    return {"records": _some("record", minItems=1), "record": either} | {f"record-{key}": made[key] for key in made}
