"""The words that point to meetings, visits and agreements, and those that say what became of them.

A record of `CUES` is a word with the kind it points to; a record of `ACTS` or `STATES` a word that tells an act or a
status. Kinds, acts and statuses are plain words here.
"""

from __future__ import annotations

__all__ = ["ACTS", "CUES", "HAPPENED", "STATES", "WEAK_CUES"]

_NEEDS = "needs?|demands?|targets?|goals?|requirements?|commitments?|challenges?|obligations?"
_PEOPLE = rf"(?! (?:the |their |its |our |all )?(?:{_NEEDS}))"  # to meet needs is no meeting
_NOT = "(?:did|could|do|does|can)(?: not|n[’']t|not)|cannot|never"
CUES = (
    ("meeting", "summit", "(?i:summits?)"),
    ("meeting", "ministerial", "(?i:ministerial (?:meeting|council|conference|talks))"),
    ("meeting", "ministerial", r"(?i:meetings? of (?:the )?(?:\w+ ){0,2}ministers)"),
    ("meeting", "conference", "(?i:conferences?|symposium|forum|congress)(?! hall| centre| center| room| call)"),
    ("meeting", "commission", r"(?i:(?:meeting|session|sitting) of the (?:[\w-]+ ){0,3}commission)"),
    ("meeting", "commission", "(?i:commission (?:meeting|session))"),
    ("meeting", "session", r"(?i:(?:opening|closing|special|plenary|annual|\w+th|first|second|third) session)"),
    ("meeting", "dialogue", r"(?i:(?:the|a|first|second|third|\w+th|of) (?:[\w-]+ )?dialogue)"),
    ("meeting", "discussion", "(?i:round ?table|(?:panel|expert|closed-door) discussions?|seminar|workshop)"),
    (
        "meeting",
        "negotiation",
        r"(?i:(?<!to the )(?<!with the )negotiations|negotiated|negotiating(?! table)|rounds? of (?:[\w-]+ )?talks)",
    ),
    ("meeting", "bilateral", r"(?i:(?<!to the )(?<!with the )talks|consultations)(?! about\b)"),
    ("meeting", "", rf"(?i:meetings?{_PEOPLE})|(?<!be )(?<!been )(?<!was )(?<!were )met{_PEOPLE}|meets?{_PEOPLE}"),
    (
        "meeting",
        "",
        r"(?i:sp(?:oke|eak|oken) (?:by|over the|on the) (?:tele)?phone|(?:tele)?phone (?:call|conversation))",
    ),
    ("visit", "official", "(?i:(?:official|state|working|historic) (?:visits?|trip))"),
    ("visit", "parliamentary", "(?i:parliamentary (?:delegation|visit))"),
    ("visit", "", "(?i:visit(?:s|ed|ing)?(?! (?:our|www|http)))"),
    ("visit", "", "arriv(?:ed|es|e|ing) in|(?:travel(?:s|l?ed|l?ing)?|flew|fly|flies) to"),
    ("visit", "", "(?:is|are|was|were) (?:due|expected) in(?= [A-Z])"),
    ("visit", "", r"(?i:(?:a|the|his|her|their) (?:[\w-]+ )?(?:trip|tour)(?= (?:to|of)))"),
    ("agreement", "treaty", "(?i:treat(?:y|ies))"),
    ("agreement", "memorandum", "(?i:memorand(?:um|a)(?: of understanding)?)|MoU|MOU"),
    ("agreement", "contract", "(?i:contracts?)"),
    ("agreement", "roadmap", "(?i:road ?maps?)"),
    ("agreement", "deal", r"(?i:(?<!great )(?<!good )(?<!to )deals?(?! with\b))"),
    ("agreement", "agreement", "(?i:(?<!in )agreements?|accords?|pact|protocol|convention|joint declaration)"),
    ("agreement", "agreement", "(?i:code of conduct|cease-?fire|armistice|truce|letter of intent)"),
    ("agreement", "agreement", rf"(?i:(?:fail(?:ed|s)? to|{_NOT}) agree (?:on|upon|over))"),
)
# These are agreements only where an act is done to them: a minute is signed, a text is read.
WEAK_CUES = (
    (
        "agreement",
        "agreement",
        "(?i:arrangements?|minutes?|communiqu[eé]s?|(?:joint )?statement|declaration|charter|settlement|texts?)",
    ),
)
ACTS = (
    ("refused", r"refus\w+|declin(?:ed|es) to|reject(?:ed|s)"),
    ("withdrawn", r"withdr[ae]w\w*|pulled out|terminat\w+|denounced"),
    ("effective", r"(?:enter\w*|c[ao]m(?:es?|ing)|entry|put) into (?:force|effect)|t(?:ook|akes?) effect|in force"),
    ("revised", r"updated|revised?|amend\w*|renew\w*|extend\w*"),
    ("signed", "sign(?:ed|s|ing)?|inked?|conclu(?:de[ds]?|ding|sion of)|seal(?:ed)?|initialled"),
    ("agreed", "agreed (?:on|upon)|reached|finalised|finalized|clinched"),
    ("negotiated", r"negotiat(?!or)\w+|under discussion|working on|drafting"),
    ("proposed", "propos(?:ed|es|al)|offered|suggested"),
)
STATES = (
    ("cancelled", "cancell?(?:ed|ing|ation)|call(?:ed)? off|postponed|put off|scrapped"),
    ("not-reached", r"fail(?:ed|s|ure)? to|no (?:\w+ )?(?:agreement|deal|accord|treaty|meeting)"),
    ("not-reached", r"without (?:an?|any) (?:\w+ )?(?:agreement|deal|accord|treaty)"),
    ("not-reached", "broke down|collapsed|(?:refused|declined) to (?:meet|hold)"),
    ("not-reached", rf"(?:{_NOT}) (?:meet|take place|agree)|(?:has|have) not met"),
    ("called-for", "call(?:ed|s|ing)? (?:for|on)|urg(?:ed|es|ing)|demand(?:ed|s|ing)|should|hop(?:e|es|ed|ing) for"),
    ("called-for", "(?:propos|suggest|recommend)(?:ed|es|s|ing|al)"),
    ("planned", "will|would|(?:is|are|was|were) to|to be (?:held|signed)|plan(?:s|ned|ning)|(?:is|are) set to"),
    ("planned", r"schedul\w+|due (?:in|to)|expected to|upcoming|forthcoming|coming|(?:intend|hope|prepare)s? to"),
    ("planned", "(?:agreed|supposed) to|expected in|(?:to|shall) (?:hold|host|visit|meet)|invit(?:ed|es|ing|ation)"),
)
HAPPENED = 5  # so many of these fit what took place; plans and calls near it are of something else
