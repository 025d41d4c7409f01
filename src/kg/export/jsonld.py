"""JSON-LD 1.1 that reads as plain JSON, one object a line for each subject, with a context that needs no network.

The context is always the same one (`context`), and a value that does not fit the type that it gives to a property is
written out, so that nothing depends on what else is in the graph. Sections of https://www.w3.org/TR/json-ld11-api/ are
named where a rule stands.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, TextIO

from kg.export.context import Context, known_context, written
from kg.terms import DATA, NS, PREFIXES, is_slug
from kg.turtle import Group, Subjects, literal

__all__ = ["JsonLdWriter"]

_LOCAL = re.compile(r"[A-Za-z][A-Za-z0-9_-]*\Z")
_TYPE = f"<{PREFIXES['rdf']}type>"
_XSD = PREFIXES["xsd"]
_STRING = f"{_XSD}string"
# The only forms that come back from a JSON number or boolean unchanged; longer integers lose digits in JavaScript.
_NATIVE = {
    f"{_XSD}boolean": re.compile("true|false"),
    f"{_XSD}integer": re.compile("0|-?[1-9][0-9]{0,14}"),
}
_REMEMBERED = 100_000


class JsonLdWriter(Subjects):
    """Takes groups of statements, a subject each, and writes them as JSON-LD; a context manager.

    Blank nodes are named by content.
    """

    def __init__(self, scratch: Path | None = None) -> None:
        super().__init__(self._text, scratch)
        self._names = _Names(known_context())

    def finish(self, out: TextIO) -> None:
        """Write all that was taken."""
        texts = self.texts()
        out.write(f'{{"@context": {written(self._names.context)},\n"@graph": [')
        separator = "\n"
        for text in texts:
            out.write(f"{separator}{text}")
            separator = ",\n"
        out.write("\n]}\n")

    def _text(self, group: Group) -> tuple[str, str]:
        try:
            node = self._names.node(group)
        except _LooksPrefixedError:
            node = _plain(group)
        return group[0][0], json.dumps(node, ensure_ascii=False, separators=(",", ":"))


class _LooksPrefixedError(Exception):
    """An IRI such as <owl:x> would be read as a prefixed name."""


class _Names:
    """Writes terms as a context has them."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self._prefixes = {key: value for key, value in PREFIXES.items() if context.get(key) == value}
        definitions = {key: value for key, value in context.items() if isinstance(value, dict)}
        self._terms = {self._full(value["@id"]): key for key, value in definitions.items()}
        self._types = {key: self._full(value["@type"]) for key, value in definitions.items() if "@type" in value}
        self._texts = {key for key, value in definitions.items() if "@container" in value}
        self._known: dict[tuple[str, bool], str] = {}

    def node(self, group: Group) -> dict[str, Any]:
        """Return the object of a subject; a single value stands without brackets."""
        found: dict[str, Any] = {"id": self._id(group[0][0]), "type": []}
        rest: dict[str, Any] = {}
        for _, predicate, value in sorted(group):
            if predicate == _TYPE and value[0] == "<":
                found["type"].append(self._name(value))
                continue
            key = self._name(predicate, term=True)
            if key in self._texts:
                text, _, language = literal(value) if value[0] == '"' else ("", "", "")
                if language:
                    rest.setdefault(key, {}).setdefault(language, []).append(text)
                    continue
                key = self._compact(predicate[1:-1])  # no text with a language: so the term's container is passed by
            rest.setdefault(key, []).append(self._value(value, self._types.get(key, "")))
        found |= sorted(rest.items())
        return {key: _single(value) for key, value in found.items() if value != []}

    def _id(self, token: str) -> str:
        """Return a reference to a node: relative to the base, else as `_compact` has it."""
        if token[0] == "_":
            return token
        slug = token[1:-1].removeprefix(DATA)
        if len(slug) < len(token) - 2 and is_slug(slug) and slug not in self.context:  # `type` is a keyword here
            return slug
        return self._compact(token[1:-1])

    def _name(self, token: str, *, term: bool = False) -> str:
        """Return a class or datatype, or a property as its term: relative to the vocabulary, else as `_compact`."""
        known = self._known.get((token, term))
        if known is None:
            if len(self._known) > _REMEMBERED:
                self._known = {}
            known = self._known[token, term] = self._find(token[1:-1], term)
        return known

    def _find(self, iri: str, term: bool) -> str:
        if term and iri in self._terms:
            return self._terms[iri]
        local = iri.removeprefix(NS)
        if local != iri and _LOCAL.match(local) and local not in self.context:
            return local
        return self._compact(iri)

    def _compact(self, iri: str) -> str:
        """Return an IRI as a prefixed name where a prefix fits."""
        for prefix, base in self._prefixes.items():
            if iri.startswith(base) and _LOCAL.match(iri, len(base)):
                return f"{prefix}:{iri[len(base) :]}"
        scheme, _, rest = iri.partition(":")
        if scheme in self.context and not rest.startswith("//"):
            raise _LooksPrefixedError
        return iri

    def _full(self, name: str) -> str:
        """Return the IRI of a prefixed name of the context; keywords stay."""
        prefix, colon, local = name.partition(":")
        return f"{PREFIXES[prefix]}{local}" if colon else name

    def _value(self, token: str, coerced: str) -> Any:
        """Return an object of a statement, whose property has values of a type where one is given (5.2.2)."""
        if token[0] != '"':
            return self._id(token) if coerced == "@id" else {"@id": self._id(token)}
        value, datatype, language = literal(token)
        if language:
            return {"@value": value, "@language": language}
        if coerced in ("", datatype) and datatype in _NATIVE and _NATIVE[datatype].fullmatch(value):
            return json.loads(value)
        if coerced == datatype or (datatype == _STRING and not coerced):
            return value
        return {"@value": value, **({} if datatype == _STRING else {"@type": self._name(f"<{datatype}>")})}


def _single(value: Any) -> Any:
    """Return a list of one value as that value, also in an object of languages."""
    if isinstance(value, dict):
        return {key: _single(each) for key, each in sorted(value.items())}
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def _plain(group: Group) -> dict[str, Any]:
    """Return the object of a subject without any context: IRIs are full and values written out."""
    found: dict[str, list[Any]] = {}
    for _, predicate, value in sorted(group):
        if value[0] != '"':
            found.setdefault(predicate[1:-1], []).append({"@id": value.strip("<>")})
            continue
        text, datatype, language = literal(value)
        kind = {"@language": language} if language else {"@type": datatype}
        found.setdefault(predicate[1:-1], []).append({"@value": text, **kind})
    return {"@context": None, "@id": group[0][0].strip("<>"), **dict(sorted(found.items()))}
