"""The verbs that report what somebody holds: each form with its stance, and the mode in which it is held.

A new verb is a new word in `_FORMS`; forms are written out, because English makes too many of them irregular.
"""

from __future__ import annotations

import re

__all__ = ["AMBIGUOUS", "FIRST_PERSON", "NEGATED", "SAYING", "VERB", "negated_stance", "stance_of"]

_FORMS = {  # (stance, mode) → forms
    ("affirms", ""): """
        said says saying say stated states stating declared declares declaring announced announces announcing added adds
        adding told tells explained explains explaining stressed stresses stressing emphasised emphasized emphasises
        emphasizes emphasising emphasizing underlined underlines underlining underscored underscores highlighted
        highlights reiterated reiterates reaffirmed reaffirms confirmed confirms confirming insisted insists insisting
        insist maintained maintains claimed claims claiming argued argues arguing argue asserted asserts wrote writes
        replied answered responded concluded revealed reported reports acknowledged acknowledges admitted conceded
        affirmed pledged pledges pledging vowed promised informed informs contended contends testified
        explain stress confirm declare""",
    ("affirms", "assessment"): """
        believed believes believe thought thinks think considered considers consider sees regarded regards described
        describes assessed assesses""",
    ("affirms", "predicted"): "expected expects predicted predicts forecast forecasts anticipates expect",
    ("affirms", "hedged"): "hoped hopes hoping hope",
    ("notes", ""): """
        noted notes noting observed observes recalled recalls recalling remarked remarks mentioned mentions""",
    ("welcomes", ""): """
        welcomed welcomes welcoming hailed hails praised praises praising thanked thanks commended commends appreciated
        appreciates appreciating congratulated congratulates congratulating welcome praise""",
    ("calls-for", ""): """
        urged urges urging demanded demands demanding proposed proposes proposing suggested suggests suggesting
        recommended recommends advocated advocates advocating appealed urge demand propose""",
    ("asks", "asked"): "asked asks inquired wondered",
    ("doubts", ""): "doubted doubts questioned questions doubt",
    ("criticises", ""): """
        criticised criticized criticises criticizes condemned condemns condemning accused accuses accusing blamed blames
        deplored deplores denounced slammed lamented regretted regrets criticise criticize condemn accuse""",
    ("warns", ""): "warned warns warning cautioned cautions cautioning warn",
    ("rejects", ""): "rejected rejects rejecting dismissed dismisses opposed opposes disputed disputes reject oppose",
    ("rejects", "denied"): "denied denies denying deny",
}
_EXPRESSED = r"express(?:ed|es|ing) (?:\w+ )?"
_PHRASES = (  # stance, mode, pattern
    (
        "calls-for",
        "",
        "call(?:ed|s|ing)? (?:for|on|upon)|spoke out for|ask(?:ed|s|ing) for|insist(?:ed|s|ing)? (?:on|upon)",
    ),
    ("affirms", "", "shares? (?:this|that|the|his|her|their|its) (?:view|opinion|concern|assessment|position)s?"),
    ("affirms", "", "puts? (?:the|that|its|his|her) [a-z]+(?= at)"),
    ("rejects", "", "rul(?:ed|es|ing) out|brush(?:ed|es) aside|turn(?:ed|s) down"),
    ("notes", "", "point(?:ed|s|ing) (?:to|out)|(?:drew|drawing) attention to|took note of"),
    ("notes", "", "(?:went|goes) on to (?:note|recall|mention)"),
    ("warns", "", f"{_EXPRESSED}(?:concerns?|alarm|worry)"),
    ("affirms", "hedged", f"{_EXPRESSED}hopes?"),
    ("affirms", "", f"{_EXPRESSED}(?:confidence|readiness|support|willingness|interest|solidarity|view)"),
    ("criticises", "", f"{_EXPRESSED}(?:regret|dissatisfaction|indignation)"),
    ("doubts", "", f"{_EXPRESSED}doubts?|cast doubt"),
    (
        "affirms",
        "",
        "spoke (?:of|about)|(?:made|makes) (?:(?:it|that|this) )?clear|(?:went|goes) on to (?:say|stress|add|explain)",
    ),
    (
        "affirms",
        "assessment",
        r"call(?:ed|s)(?= (?:the|this|these|his|her|their|its|\w+[’']s) )",
    ),
    ("affirms", "assessment", "came to the conclusion"),
    ("affirms", "assessment", "estimate[ds]?(?= that)"),
)
FIRST_PERSON = (  # what follows I or we
    ("affirms", "assessment", "believe|think|consider|(?:am|are) (?:convinced|sure|confident)"),
    ("affirms", "predicted", "expect"),
    ("affirms", "hedged", "hope"),
    ("affirms", "", "support|stress|reaffirm|confirm|insist|repeat|agree with|share"),
    ("welcomes", "", "welcome|thank|appreciate|praise"),
    ("calls-for", "", "urge|call for|call on|demand|propose|advocate for|advocate|ask for"),
    ("criticises", "", "condemn|criticise|criticize|deplore|regret"),
    ("rejects", "", "reject|oppose|refuse"),
    ("doubts", "", "doubt"),
    ("warns", "", "warn|caution|fear"),
)

_DOUBTING = frozenset({"believe", "think", "see", "regard"})
_STANCES = {form: held for held, forms in _FORMS.items() for form in forms.split()}
_COMPILED = tuple(  # what a phrase only looks ahead at is no part of what it finds
    (stance, mode, re.compile(re.sub(r"\(\?=.*\)\Z", "", form))) for stance, mode, form in _PHRASES
)
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
    "say argue insist believe think consider explain stress confirm declare welcome praise urge demand propose "
    "criticise criticize condemn accuse warn reject oppose deny doubt hope expect".split()
)
# What somebody does not do: "does not accept", "could not agree".
NEGATED = re.compile(
    r"\b(?:do|does|did|can|could|will|would)(?: not|n[’']t|not) (?:\w+ly )?(?P<verb>accept|agree|approve|back|believe|"
    r"endorse|favou?r|recogni[sz]e|regard|see|share|subscribe|support|think|want)\b|\bcannot (?:accept|agree|support)\b"
)


def stance_of(form: str) -> tuple[str, str]:
    """Return the stance and the mode of a form that `VERB` has found.

    >>> stance_of("warned"), stance_of("called for"), stance_of("believes")
    (('warns', ''), ('calls-for', ''), ('affirms', 'assessment'))
    """
    if form in _STANCES:
        return _STANCES[form]
    return next((stance, mode) for stance, mode, pattern in _COMPILED if pattern.fullmatch(form))


def negated_stance(verb: str | None) -> tuple[str, str]:
    """Return the stance and the mode of who does not accept, believe or share something."""
    return ("doubts", "") if verb in _DOUBTING else ("rejects", "")
