"""Findings about what a mapping says, in the keys that its author writes; those who write RDF know the properties."""

from __future__ import annotations

import re
from collections.abc import Mapping

__all__ = ["in_keys"]

_KEYS: Mapping[str, str] = {
    "about": "about", "asOf": "as-of", "basis": "basis", "by": "by", "claimProperty": "", "claimValue": "",
    "during": "during", "edtf": "when", "evidence": "at", "following": "following", "heldAt": "place",
    "heldBy": "holder", "holder": "tenure", "inCapacity": "as", "inEvent": "in", "kind": "kind",
    "lowerBound": "more-than", "measure": "figure", "member": "membership", "memberOf": "in", "mode": "mode",
    "note": "note", "ofAgreement": "agreement", "onIssue": "issue", "onSidelinesOf": "on-sidelines-of",
    "party": "parties", "post": "tenure", "postIn": "in", "preferredBecause": "preferred", "reading": "reading",
    "resultOf": "result-of", "speaksFor": "speaks-for", "status": "status", "subEventOf": "part-of",
    "toward": "toward", "unit": "unit", "upperBound": "less-than", "value": "value",
}  # fmt: skip
_PROPERTY = re.compile(r"\bdkg:([A-Za-z]+)\b")


def in_keys(message: str) -> str:
    """Return a message with the keys of a mapping for the properties of the ontology, where there is one.

    >>> in_keys("A claim is preferred for a reason: give dkg:preferredBecause.")
    'A claim is preferred for a reason: give `preferred:`.'
    """
    return _PROPERTY.sub(lambda found: f"`{_KEYS[found[1]]}:`" if _KEYS.get(found[1]) else found[0], message)
