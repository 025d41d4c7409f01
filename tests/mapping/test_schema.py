"""The schemas for editors: what they take, what they refuse, and that they know the keys that the reader knows.

`python tests/mapping/test_schema.py` writes `schemas/` anew.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from kg.building import read_ontology
from kg.mapping.authorities import read_authorities
from kg.mapping.document import read_document
from kg.mapping.nodes import Problems, read_yaml
from kg.mapping.reader import Reader
from kg.mapping.schema import authorities_schema, mapping_schema, render
from kg.mapping.vocabulary import Vocabulary, read_vocabulary
from kg.project import locate_project

ROOT = Path(__file__).resolve().parents[2]
SCHEMAS = {"mapping": mapping_schema, "authorities": authorities_schema}
FILES = [
    *(("mapping", path) for path in sorted((ROOT / "mappings").glob("*.yaml"))),
    *(("authorities", path) for path in sorted((ROOT / "mappings/authorities").glob("*.yaml"))),
]

# Every record and every other map that a mapping can hold, with the least that it needs.
MAPPING = """
document: harbour-talks
title: Harbour talks
text: harbour.txt
sha256: "00"
publication: {kind: report, at: The harbour, publisher: a-club}
aliases: {both sides: [a-state, another-state]}
passages:
- at: A heading
  nothing: heading
- at: Left to the curator
  open: {found: 3}
- at: They met … in spring.
  says:
  - meeting: harbour-meeting
    kind: summit
    when: 2018-04-09
    guest: someone as a-minister
  - visit: harbour-visit
  - process: harbour-process
  - event: harbour-event
  - agreement: harbour-treaty
    signed: yes
    effective: 2019
    refused: {by: a-state, when: 2020, during: harbour-meeting}
  - clause: harbour-clause
    of: harbour-treaty
    obliges: Both sides keep the harbour open
  - figure: delegations
    about: a-pair
    value: 170
    unit: count
  - tenure: someone as a-minister
  - membership: a-state
    in: a-club
    as: observer
  - life: someone
    when: /2017-01-08
- speech: someone as a-minister
  at: The minister
  role: speaker
  passages:
  - at: The harbour is … to all.
    says:
    - affirms: The harbour is open
      about: [trade, harbour-meeting]
      basis: quoted
"""
AUTHORITIES = """
states: {a-state: {name: A State}}
persons: {someone: {name: Someone, wikidata: Q1, checked-in: a dump}}
organizations: {a-club: {name: A Club, kind: think-tank, of: a-state}}
groups: {some: {name: Some, kind: grouping}}
posts: {a-minister: {name: A Minister, in: a-state, speaks-for: a-state}}
places: {harbour: {name: Harbour}}
pairs: {a-pair: {name: A Pair, of: [a-state, a-club]}}
references: {a-source: {title: A Source, publisher: P, address: "https://example.org/", checked: 2026-01-31}}
"""
REFUSED = {  # what is wrong: schema, what is replaced, by what
    "unknown key of the header": ("mapping", "text: harbour.txt", "texts: harbour.txt"),
    "header without a title": ("mapping", "title: Harbour talks\n", ""),
    "document that is no slug": ("mapping", "document: harbour-talks", "document: Harbour Talks"),
    "unknown kind": ("mapping", "kind: summit", "kind: sumit"),
    "kind of another scheme": ("mapping", "kind: report", "kind: summit"),
    "unknown key of a record": ("mapping", "    guest: someone", "    guests: someone"),
    "key of another record": ("mapping", "  - visit: harbour-visit\n", "  - visit: harbour-visit\n    unit: count\n"),
    "unknown record": ("mapping", "- affirms: The", "- claims: The"),
    "passage without an anchor": ("mapping", "- at: A heading\n  nothing", "- nothing"),
    "says and nothing": ("mapping", "  open: {found: 3}", "  nothing: heading\n  says:\n  - event: an-event"),
    "nothing and open": ("mapping", "  open: {found: 3}", "  open: {found: 3}\n  nothing: heading"),
    "neither says nor nothing": ("mapping", "  nothing: heading\n", ""),
    "unknown reason": ("mapping", "nothing: heading", "nothing: boring"),
    "summary missing": ("mapping", "affirms: The harbour is open", "affirms:"),
    "summary too long": ("mapping", "affirms: The harbour is open", f"affirms: {'harbour ' * 26}"),
    "speech without passages": ("mapping", MAPPING[MAPPING.index("  passages:\n  - at: The") :], ""),
    "speech in a speech": ("mapping", "  - at: The harbour is", "  - speech: someone\n    at: The harbour is"),
    "unknown role": ("mapping", "role: speaker", "role: singer"),
    "unknown basis": ("mapping", "basis: quoted", "basis: heard"),
    "outside without a note": ("mapping", "basis: quoted", "basis: outside"),
    "context without a note or an anchor": ("mapping", "basis: quoted", "basis: context"),
    "written without when": ("mapping", "    when: 2018-04-09\n", "    written: in spring\n"),
    "date that is none": ("mapping", "when: 2018-04-09", "when: unknown"),
    "date on a position": ("mapping", "      basis: quoted", "      when: 2018"),
    "event that is no slug": ("mapping", "visit: harbour-visit", "visit: Harbour Visit"),
    "tenure without a post": ("mapping", "tenure: someone as a-minister", "tenure: someone"),
    "membership without a status": ("mapping", "    as: observer\n", ""),
    "life without a date": ("mapping", "    when: /2017-01-08\n", ""),
    "clause that says nothing": ("mapping", "    obliges: Both sides keep the harbour open\n", ""),
    "figure without a value": ("mapping", "    value: 170\n", ""),
    "figure of value and bound": ("mapping", "value: 170", "value: 170\n    at-most: 180"),
    "figure without a unit": ("mapping", "    unit: count\n", ""),
    "number that is none": ("mapping", "value: 170", "value: about 170"),
    "act refused by no": ("mapping", "signed: yes", "signed: no"),
    "unknown key of an act": ("mapping", "{by: a-state", "{whom: a-state"),
    "list of maps for one value": ("mapping", "unit: count", "unit: [count]"),
    "topic given twice": ("mapping", "[trade, harbour-meeting]", "[trade, trade]"),
    "alias of a map": ("mapping", "[a-state, another-state]", "{a: b}"),
    "publication that nothing shows": ("mapping", "at: The harbour, publisher", "publisher"),
    "unknown section": ("authorities", "states:", "nations:"),
    "unknown key of an entry": ("authorities", "name: Harbour", "nam: Harbour"),
    "slug with capitals": ("authorities", "{harbour:", "{Harbour:"),
    "post in nothing": ("authorities", "in: a-state, ", ""),
    "pair of one": ("authorities", "[a-state, a-club]", "[a-state]"),
    "unchecked Wikidata item": ("authorities", ", checked-in: a dump", ""),
    "unknown kind of organization": ("authorities", "kind: think-tank", "kind: tank"),
    "kind of a person": ("authorities", "{name: Someone", "{kind: grouping, name: Someone"),
    "reference without an address": ("authorities", 'address: "https://example.org/", ', ""),
}


@cache
def vocabulary() -> Vocabulary:
    return read_vocabulary(read_ontology(locate_project(ROOT)))


@cache
def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(SCHEMAS[name](vocabulary()))


def as_editors_read(text: str) -> Any:
    """Return YAML with numbers and truth values, but with days as strings: JSON knows none."""
    return json.loads(json.dumps(yaml.safe_load(text), default=str))


def as_strings(text: str) -> Any:
    return yaml.load(text, Loader=yaml.BaseLoader)


def errors_of_reader(name: str, text: str, folder: Path) -> list[str]:
    path, problems = folder / "planted.yaml", Problems()
    path.write_text(text, encoding="utf-8")
    node = read_yaml(path, "planted.yaml", problems)
    if name == "mapping":
        read_document(node, "planted.yaml", Reader(vocabulary(), problems))
    else:
        read_authorities([node], vocabulary(), problems)
    return [f"{finding.message}; {finding.remedy}" for finding in problems.errors]


def sample(name: str) -> str:
    return MAPPING if name == "mapping" else AUTHORITIES


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_checked_in_schema_is_the_one_that_is_made(name):
    schema = SCHEMAS[name](vocabulary())
    Draft202012Validator.check_schema(schema)
    written = (ROOT / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8")
    assert written == render(schema) + "\n", "run python tests/mapping/test_schema.py"
    assert json.loads(written) == schema


@pytest.mark.parametrize("read", [as_editors_read, as_strings])
@pytest.mark.parametrize(("name", "path"), FILES, ids=[path.name for _, path in FILES])
def test_files_are_valid(name, path, read):
    errors = validator(name).iter_errors(read(path.read_text(encoding="utf-8")))
    assert [f"{error.json_path}: {error.message}" for error in errors] == []


@pytest.mark.parametrize("name", SCHEMAS)
def test_samples_are_valid(name, tmp_path):
    assert validator(name).is_valid(as_editors_read(sample(name)))
    assert errors_of_reader(name, sample(name), tmp_path) == []


@pytest.mark.parametrize(("name", "old", "new"), REFUSED.values(), ids=REFUSED)
def test_mistakes_are_refused_by_schema_and_reader(name, old, new, tmp_path):
    assert old in sample(name)
    planted = sample(name).replace(old, new)
    assert not validator(name).is_valid(as_editors_read(planted))
    assert not validator(name).is_valid(as_strings(planted))
    assert errors_of_reader(name, planted, tmp_path)


def test_an_actor_that_is_no_slug_is_refused_although_only_a_build_knows_the_actors():
    assert not validator("mapping").is_valid(as_strings(MAPPING.replace("guest: someone", "guest: Some One")))


UNKNOWN_KEY = {
    "": "zz: x",
    "publication": "publication: {zz: x}",
    "passage": "passages: [{at: x, zz: x}]",
    "speech": "passages: [{speech: x, at: x, zz: x}]",
    "act-in-full": "passages: [{at: x, says: [{agreement: x, signed: {zz: x}}]}]",
}
LEFT_OUT = {  # what the reader takes up only to refuse or ignore it
    "publication": {"name", "called", "spellings", "when", "written", "reading", "from"},
    "references": {"fa", "ru", "spellings", "stands-for", "wikidata", "checked-in"},
}
NOT_TOGETHER = {"record-clause": {"permits", "forbids", "provides"}}  # with the one that the planted record has


def maps() -> Iterator[tuple[str, str, set[str], str]]:
    """Each map of the schemas: its title, its schema, its keys, and a file in which the reader meets an unknown key."""
    for name in SCHEMAS:
        schema = validator(name).schema
        for title, part in {"": schema, **schema["$defs"]}.items():
            key = title.removeprefix("record-")
            if name == "authorities" and "properties" in part:
                yield title, name, set(part["properties"]), f"{key}: {{x: {{name: x, zz: x}}}}" if key else "zz: x"
            elif key != title:
                one = " obliges: x," if key == "clause" else ""
                record = f"{{{key}: x,{one} zz: x}}"
                yield title, name, set(part["properties"]), f"passages: [{{at: x, says: [{record}]}}]"
            elif "properties" in part:
                yield title, name, set(part["properties"]), UNKNOWN_KEY[title]


MAPS = list(maps())


@pytest.mark.parametrize(("title", "name", "keys", "planted"), MAPS, ids=[title or name for title, name, *_ in MAPS])
def test_a_map_has_the_keys_that_the_reader_takes(title, name, keys, planted, tmp_path):
    (told,) = [error for error in errors_of_reader(name, planted, tmp_path) if error.startswith("unknown key zz; ")]
    taken = set(told.removeprefix("unknown key zz; keys here: ").split(", "))
    assert keys - NOT_TOGETHER.get(title, set()) == taken - LEFT_OUT.get(title, set())


def test_every_record_has_a_schema(tmp_path):
    (told,) = [
        e for e in errors_of_reader("mapping", "passages: [{at: x, says: [{zz: x}]}]", tmp_path) if "record" in e
    ]
    named = {key.removeprefix("record-") for key in validator("mapping").schema["$defs"] if key.startswith("record-")}
    assert named == set(told.partition("; records: ")[2].split(", "))


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_reference_resolves_and_every_key_is_told(name):
    schema = validator(name).schema
    used = set(re.findall(r"#/\$defs/([a-z-]+)", json.dumps(schema)))
    assert used <= set(schema["$defs"])
    for part in (schema, *schema["$defs"].values()):
        assert all(value.get("description") for value in part.get("properties", {}).values())
        assert ("properties" in part) <= (part.get("additionalProperties") is False and bool(part["title"]))


def test_no_controlled_value_is_read_as_another_type():
    for slugs in (part["enum"] for part in validator("mapping").schema["$defs"].values() if "enumDescriptions" in part):
        assert [yaml.safe_load(slug) for slug in slugs] == slugs


def refresh() -> None:
    for name, make in SCHEMAS.items():
        path = ROOT / "schemas" / f"{name}.schema.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text(render(make(vocabulary())) + "\n", encoding="utf-8")


if __name__ == "__main__":
    refresh()
