"""Tells sentences that say nothing: headings and boilerplate; and finds the title of a text.

Leaving a heading open costs a curator a word, setting a sentence aside costs a fact: so in doubt it is left open.
"""

from __future__ import annotations

import re

__all__ = ["classify", "ends_like_sentence", "is_number", "is_title", "looks_like_heading", "speaks"]

_BOILERPLATE = re.compile(
    r"https?://|www\.\w|\b[\w.+-]+@[\w-]+\.\w|©|\(c\) \d{4}|\bcopyright\b|\ball rights reserved\b"
    r"|\b(?:tel|phone|fax|mob|telephone)\b\.?:? ?[+(\d]|\+\d[\d ()-]{7,}\d"
    r"|\A(?:share|tweet|print|subscribe|read (?:more|also)|follow us|sign up|log in|cookie|advertisement)\b[^.]*\Z"
    r"|\A(?:page )?\d+(?: (?:of|/) \d+)?\Z|\AIbid\b|\A\W+\Z|\A[A-Z]{1,3}/[A-Z]{0,3}\Z"
    r"|\A\((?:reporting|editing|writing|additional reporting|translated|compiled) by\b[^()]*\)\Z"
    r"|\A(?:[\w.’' -]{1,40}: )?thank you(?: very much)?[.!]?\Z",
    re.IGNORECASE,
)
_FINAL = re.compile(r"[.!?…][\"'”’)\]»]*\d{0,2}\Z|[;,]\Z")
_ITEM = re.compile(r"\A(?:\d{1,2}[.)]|[-–•*]|\([a-z\d]\))\s")
_NUMBER = re.compile(r"(?:(?:[Cc]hapter|[Ss]ection|[Aa]rticle) )?(?:[IVXLC]{1,6}|\d{1,2}(?:\.\d{1,2})*|[A-H])[.)]?")
_NAMES_WHO = re.compile(r"\Aby [A-ZÀ-Þ]|\binterview(?:ed)? (?:with|by)\b|\bin conversation with\b", re.IGNORECASE)
_VERB = re.compile(
    r"\b(?:is|are|was|were|be|been|has|have|had|will|would|can|could|should|shall|may|must|do|does|did|said|"
    r"says|met|held|(?!united|limited|joined)\w{3,}ed(?! by))\b",
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
    if is_number(words) and words[-1] in ".)":
        return "heading"  # the number of a point, which the splitter takes for a sentence
    if not alone or ends_like_sentence(words) or _NAMES_WHO.search(words):
        return ""
    count = len(words.split())
    if opening and count <= _TITLE_WORDS:
        return "heading"
    if count > _HEADING_WORDS or _ITEM.match(words):
        return ""
    return "heading" if looks_like_heading(words) else ""


def is_title(words: str) -> bool:
    """Tell whether a heading can be the title of a text: not a rubric of one or two words."""
    return 3 <= len(words.split()) <= _TITLE_WORDS


def is_number(words: str) -> bool:
    """Tell whether words are the number of a point or a chapter alone."""
    return _NUMBER.fullmatch(words.strip()) is not None


def ends_like_sentence(words: str) -> bool:
    """Tell whether words end as a sentence or a part of a list does."""
    return _FINAL.search(words) is not None


def speaks(words: str) -> bool:
    """Tell whether words hold a verb that makes a sentence of them, or say who speaks in the text."""
    return _VERB.search(words) is not None or _NAMES_WHO.search(words) is not None


def looks_like_heading(words: str, *, by_case: bool = False) -> bool:
    """Tell whether words are capitalised as headings are, or (unless `by_case`) are a few words without a verb."""
    said = re.findall(r"[^\W\d_][\w'’-]*", words)
    if not said or said[-1].lower() in _SMALL or re.search(r"[’'](?:s)?\Z|[-–—]\Z", words):
        return False
    large = [word for word in said if word.lower() not in _SMALL]
    if len(large) > 1 and sum(word[0].isupper() for word in large) >= len(large) * 0.8:
        return True
    return not by_case and len(said) <= _HEADING_WORDS and not speaks(words)
