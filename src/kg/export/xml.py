"""Writes XML element by element, so that no tree is held: the same calls give the same bytes.

It knows nothing of what is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO, cast
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from kg.errors import KgError

if TYPE_CHECKING:
    from io import TextIOBase

__all__ = ["Xml"]

_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # XML 1.0, production 2


class Xml:
    """A document that is being written, an element a line, indented by two spaces."""

    def __init__(self, out: TextIO) -> None:
        self._depth = 0
        self._xml = XMLGenerator(cast("TextIOBase", out), encoding="utf-8", short_empty_elements=True)
        self._xml.startDocument()

    @contextmanager
    def element(self, name: str, attributes: Mapping[str, str] | None = None) -> Iterator[None]:
        """Write an element around what is written within the context."""
        self._indent()
        self._xml.startElement(name, AttributesImpl(_held(attributes or {})))
        self._xml.ignorableWhitespace("\n")
        self._depth += 1
        yield
        self._depth -= 1
        self._indent()
        self._xml.endElement(name)
        self._xml.ignorableWhitespace("\n")

    def leaf(self, name: str, attributes: Mapping[str, str] | None = None, text: str = "") -> None:
        """Write an element that holds text or nothing. Raises `KgError` for characters that XML cannot hold."""
        self._indent()
        self._xml.startElement(name, AttributesImpl(_held(attributes or {})))
        if text:
            self._xml.characters(_checked(text))
        self._xml.endElement(name)
        self._xml.ignorableWhitespace("\n")

    def _indent(self) -> None:
        self._xml.ignorableWhitespace("  " * self._depth)


def _held(attributes: Mapping[str, str]) -> Mapping[str, str]:
    return {name: _checked(value) for name, value in attributes.items()}


def _checked(text: str) -> str:
    if found := _NO_XML.search(text):
        raise KgError(
            f"XML cannot hold the character U+{ord(found[0]):04X}, which stands in {text!r}", remedy="mend it"
        )
    return text
