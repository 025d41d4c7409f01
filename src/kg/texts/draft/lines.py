"""Tells sentences that say nothing: headings and boilerplate; and finds the title of a text.

Leaving a heading open costs a curator a word, setting a sentence aside costs a fact: so in doubt it is left open.
"""

from __future__ import annotations

import re

__all__ = ["classify", "is_title"]

_BOILERPLATE = re.compile(
    r"https?://|www\.\w|\b[\w.+-]+@[\w-]+\.\w|©|\(c\) \d{4}|\bcopyright\b|\ball rights reserved\b"
    r"|\b(?:tel|phone|fax|mob|telephone)\b\.?:? ?[+(\d]|\+\d[\d ()-]{7,}\d"
    r"|\A(?:share|tweet|print|subscribe|read (?:more|also)|follow us|sign up|log in|cookie|advertisement)\b[^.]*\Z"
    r"|\A(?:page )?\d+(?: (?:of|/) \d+)?\Z|\AIbid\b|\A\W+\Z|\A[A-Z]{1,3}/[A-Z]{0,3}\Z",
    re.IGNORECASE,
)
_FINAL = re.compile(r"[.!?…][\"'”’)\]»]*\d{0,2}\Z|[;,]\Z")
_ITEM = re.compile(r"\A(?:\d{1,2}[.)]|[-–•*]|\([a-z\d]\))\s")
_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|will|would|can|could|should|shall|may|must|do|does|did|said|"
    r"says|met|held|\w{3,}ed(?! by))\b",
    re.IGNORECASE,
)
_SMALL = frozenset("a an and as at between by for from in into of on or over the to under up versus vs with".split())
_HEADING_WORDS = 14
_TITLE_WORDS = 30


def classify(words: str, *, alone: bool, opening: bool) -> str:
    """Return `heading`, `boilerplate` or an empty string for a sentence with its white space folded.

    `alone` says that it is a whole paragraph; `opening` that it is the first sentence of the text.

    >>> classify("Results of the Harbour Talks", alone=True, opening=False)
    'heading'
    >>> classify("The ministers agreed on it", alone=True, opening=False)
    ''
    """
    if _BOILERPLATE.search(words):
        return "boilerplate"
    if not alone or _FINAL.search(words):
        return ""
    count = len(words.split())
    if opening and count <= _TITLE_WORDS:
        return "heading"
    if count > _HEADING_WORDS or _ITEM.match(words):
        return ""
    return "heading" if _is_title_case(words) or not _VERB.search(words) else ""


def is_title(words: str) -> bool:
    """Tell whether a heading can be the title of a text: not a rubric of one or two words."""
    return 3 <= len(words.split()) <= _TITLE_WORDS


def _is_title_case(words: str) -> bool:
    """Tell whether nearly every word but the small ones has a capital."""
    large = [word for word in re.findall(r"[^\W\d_][\w'’-]*", words) if word.lower() not in _SMALL]
    return len(large) > 1 and sum(word[0].isupper() for word in large) >= len(large) * 0.8
