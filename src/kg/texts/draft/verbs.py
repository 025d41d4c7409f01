"""The verbs that report what somebody holds: each form with its stance, and the mode in which it is held.

A new verb is a new word in `_FORMS`; forms are written out, because English makes too many of them irregular.
"""

from __future__ import annotations

import re

__all__ = ["AMBIGUOUS", "FIRST_PERSON", "SAYING", "VERB", "stance_of"]

_FORMS = {  # (stance, mode) → forms
    ("affirms", ""): """
        said says saying say stated states stating declared declares declaring announced announces announcing added adds
        adding told tells explained explains explaining stressed stresses stressing emphasised emphasized emphasises
        emphasizes emphasising emphasizing underlined underlines underlining underscored underscores highlighted
        highlights reiterated reiterates reaffirmed reaffirms confirmed confirms confirming insisted insists insisting
        insist maintained maintains claimed claims claiming argued argues arguing argue asserted asserts wrote writes
        replied answered responded concluded revealed reported reports acknowledged acknowledges admitted conceded
        affirmed pledged pledges pledging vowed promised""",
    ("affirms", "assessment"): """
        believed believes believe thought thinks think considered considers consider sees regarded regards described
        describes assessed assesses""",
    ("affirms", "predicted"): "expected expects predicted predicts forecast forecasts anticipates",
    ("affirms", "hedged"): "hoped hopes hoping",
    ("notes", ""): """
        noted notes noting observed observes recalled recalls recalling remarked remarks mentioned mentions""",
    ("welcomes", ""): """
        welcomed welcomes welcoming hailed hails praised praises praising thanked thanks commended commends appreciated
        appreciates appreciating""",
    ("calls-for", ""): """
        urged urges urging demanded demands demanding proposed proposes proposing suggested suggests suggesting
        recommended recommends advocated advocates advocating appealed""",
    ("asks", "asked"): "asked asks inquired wondered",
    ("doubts", ""): "doubted doubts questioned questions",
    ("criticises", ""): """
        criticised criticized criticises criticizes condemned condemns condemning accused accuses accusing blamed blames
        deplored deplores denounced slammed lamented""",
    ("warns", ""): "warned warns warning cautioned cautions cautioning",
    ("rejects", ""): "rejected rejects rejecting dismissed dismisses opposed opposes",
    ("rejects", "denied"): "denied denies denying",
}
_EXPRESSED = r"express(?:ed|es|ing) (?:\w+ )?"
_PHRASES = (  # stance, mode, pattern
    ("calls-for", "", "call(?:ed|s|ing) (?:for|on|upon)|spoke out for"),
    ("notes", "", "point(?:ed|s|ing) (?:to|out)|(?:drew|drawing) attention to|took note of"),
    ("notes", "", "(?:went|goes) on to (?:note|recall|mention)"),
    ("warns", "", f"{_EXPRESSED}(?:concerns?|alarm|worry)"),
    ("affirms", "hedged", f"{_EXPRESSED}hopes?"),
    ("affirms", "", f"{_EXPRESSED}(?:confidence|readiness|support|willingness|interest|solidarity|view)"),
    ("criticises", "", f"{_EXPRESSED}(?:regret|dissatisfaction|indignation)"),
    ("doubts", "", f"{_EXPRESSED}doubts?|cast doubt"),
    ("affirms", "", "spoke (?:of|about)|made (?:it )?clear|(?:went|goes) on to (?:say|stress|add|explain)"),
    (
        "affirms",
        "assessment",
        r"call(?:ed|s) (?=(?:the|this|these|his|her|their|its|\w+[’']s) )|came to the conclusion",
    ),
)
FIRST_PERSON = (  # what follows I or we
    ("affirms", "assessment", "believe|think|consider|(?:am|are) (?:convinced|sure|confident)"),
    ("affirms", "predicted", "expect"),
    ("affirms", "hedged", "hope"),
    ("affirms", "", "support|stress|reaffirm|confirm|insist|repeat"),
    ("welcomes", "", "welcome|thank|appreciate|praise"),
    ("calls-for", "", "urge|call for|call on|demand|propose|advocate for|advocate|ask for"),
    ("criticises", "", "condemn|criticise|criticize|deplore|regret"),
    ("rejects", "", "reject|oppose|refuse"),
    ("doubts", "", "doubt"),
    ("warns", "", "warn"),
)

_STANCES = {form: held for held, forms in _FORMS.items() for form in forms.split()}
_COMPILED = tuple((stance, mode, re.compile(form)) for stance, mode, form in _PHRASES)
_ANY = "|".join([*(form for _, _, form in _PHRASES), *sorted(_STANCES, key=len, reverse=True)])
VERB = re.compile(rf"(?<![\w-])(?:{_ANY})(?![\w-])")
# With these a holder may be missing ("the report said"), and may follow ("…, said Anna Berg").
SAYING = frozenset(
    "said says stated added told explained stressed noted announced declared warned wrote replied argued concluded "
    "emphasised emphasized asked insisted recalled remarked".split()
)
# Nouns or infinitives too: they count only right after their subject.
AMBIGUOUS = frozenset(
    "states reports questions demands claims doubts hopes views notes appeals remarks warning forecast "
    "say argue insist believe think consider".split()
)


def stance_of(form: str) -> tuple[str, str]:
    """Return the stance and the mode of a form that `VERB` has found.

    >>> stance_of("warned"), stance_of("called for"), stance_of("believes")
    (('warns', ''), ('calls-for', ''), ('affirms', 'assessment'))
    """
    if form in _STANCES:
        return _STANCES[form]
    return next((stance, mode) for stance, mode, pattern in _COMPILED if pattern.fullmatch(form))
