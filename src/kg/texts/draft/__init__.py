"""The first look at a new text: what rules find in each of its sentences, for a curator to judge.

`draft_text` gives each sentence an anchor, the names, dates and amounts in it, and candidates of events and positions.
It knows texts, dates and words; it must not know YAML, the mapping language or the ontology. It guesses, and says where
it does: nothing here becomes a fact by itself. It knows English alone.
"""

from kg.texts.draft.drafting import draft_text
from kg.texts.draft.model import (
    Amount,
    Draft,
    DraftSentence,
    EventCandidate,
    FoundDate,
    KnownName,
    Name,
    PositionCandidate,
)

__all__ = [
    "Amount", "Draft", "DraftSentence", "EventCandidate", "FoundDate", "KnownName", "Name", "PositionCandidate",
    "draft_text",
]  # fmt: skip
