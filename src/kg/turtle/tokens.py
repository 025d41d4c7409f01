"""N-Triples tokens to the short forms of Turtle, one small function per kind of term.

Sections of the Turtle 1.1 grammar (https://www.w3.org/TR/turtle/#sec-grammar) are named where a rule stands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from kg.errors import KgError
from kg.terms import PREFIXES
from kg.turtle.statements import IRI

__all__ = ["Shortener"]

# PN_CHARS_BASE [163s], without the underscore and the digits that PN_CHARS_U and PN_CHARS add.
_LETTER = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_CHAR = rf"{_LETTER}_0-9\u00b7\u0300-\u036f\u203f\u2040\-"
_PREFIX = re.compile(rf"(?:[{_LETTER}](?:[{_CHAR}.]*[{_CHAR}])?)?")  # PNAME_NS [139s]
_IRI = re.compile(IRI)
# A local name whose only escapes are punctuation marks within it (PN_LOCAL [168s]). A slash, hash, question mark or
# percent sign would be legal too, but shows that the namespace is not really the one of the name: it stays an IRI.
_LOCAL = re.compile(rf"[{_LETTER}_0-9](?:[{_CHAR}.!$&'()*+,;=@~]*[{_CHAR}])?")
_ESCAPED = re.compile(r"[!$&'()*+,;=@~]")

_XSD = PREFIXES["xsd"]
# Written without quotes [16, 133s] only where no reader changes the lexical form: rdflib turns 07 into 7, and 0.0000001
# into 1E-7.
_BARE: Mapping[str, re.Pattern[str]] = {
    f"<{_XSD}boolean>": re.compile("true|false"),
    f"<{_XSD}integer>": re.compile("0|-?[1-9][0-9]*"),
    f"<{_XSD}decimal>": re.compile(r"-?(?:0\.[0-9]{1,6}|[1-9][0-9]*\.[0-9]+)"),
    f"<{_XSD}double>": re.compile(r"-?[0-9]+(?:\.[0-9]+)?[eE][+-]?[0-9]+"),
}


class Shortener:
    """Shortens tokens with the prefixes given, and remembers which of them it used.

    Raises `KgError` for a prefix or a namespace that Turtle does not allow.

    >>> short = Shortener({"dkg": "https://w3id.org/dkg/ns#"})
    >>> short.iri("<https://w3id.org/dkg/ns#heldBy>"), short.literal('"5"^^<http://www.w3.org/2001/XMLSchema#integer>')
    ('dkg:heldBy', '5')
    >>> short.used
    {'dkg': 'https://w3id.org/dkg/ns#'}
    """

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        for prefix, namespace in prefixes.items():
            if not _PREFIX.fullmatch(prefix) or not _IRI.fullmatch(f"<{namespace}>"):
                raise KgError(f"Turtle does not allow the prefix {prefix}: <{namespace}>", remedy="rename or encode it")
        # The longest namespace wins; where two prefixes share one, the first in the alphabet.
        by_length = sorted(prefixes.items(), key=lambda item: (-len(item[1]), item[0]))
        self._namespaces = [(prefix, f"<{namespace}") for prefix, namespace in by_length if namespace]
        self._prefixes = dict(prefixes)
        self._used: set[str] = set()

    @property
    def used(self) -> dict[str, str]:
        """The prefixes that occur in what was shortened so far, sorted."""
        return {prefix: self._prefixes[prefix] for prefix in sorted(self._used)}

    def iri(self, token: str) -> str:
        """Return an IRI as a prefixed name where one is allowed, else unchanged."""
        for prefix, start in self._namespaces:
            if token.startswith(start):
                local = token[len(start) : -1]
                if not _LOCAL.fullmatch(local):
                    return token
                self._used.add(prefix)
                return f"{prefix}:{_ESCAPED.sub(_escape, local)}"
        return token

    def literal(self, token: str) -> str:
        """Return a literal: a number or boolean bare where that is safe, a datatype as a prefixed name."""
        if not token.endswith(">"):
            return token
        end = token.rindex('"')
        datatype = token[end + 3 :]
        bare = _BARE.get(datatype)
        if bare is not None and bare.fullmatch(token, 1, end):
            return token[1:end]
        return f"{token[: end + 1]}^^{self.iri(datatype)}"


def _escape(mark: re.Match[str]) -> str:
    """Escape a punctuation mark in a local name (PN_LOCAL_ESC [172s])."""
    return "\\" + mark[0]
