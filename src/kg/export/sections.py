"""Sections of the Turtle file: where the subjects of a class stand. What a class means is not known here."""

from __future__ import annotations

from collections.abc import Sequence

from kg.terms import NS, PREFIXES

__all__ = ["SECTIONS", "section"]

SECTIONS = (
    "Person", "State", "Organization", "Group", "Collective", "Actor", "Post", "Pair",
    "Meeting", "Visit", "Process", "Publication", "Event",
    "Agreement", "Clause",
    "Topic", "Issue", "Kind", "Place",
    "Tenure", "Membership", "Participation", "Act", "Position", "Figure", "Claim", "Fact",
    "Citation", "Document", "Reference",
)  # fmt: skip
"""Classes of the ontology in the order of the Turtle file; a subject stands under the first that it belongs to."""

_ONTOLOGY = (
    (PREFIXES["owl"] + "Ontology", "Ontology"),
    (PREFIXES["owl"] + "Class", "Classes"),
    (PREFIXES["owl"] + "ObjectProperty", "Object properties"),
    (PREFIXES["owl"] + "DatatypeProperty", "Datatype properties"),
    (PREFIXES["owl"] + "AnnotationProperty", "Annotation properties"),
    (PREFIXES["skos"] + "ConceptScheme", "Concept schemes"),
)
_HEADINGS = (
    *_ONTOLOGY,
    *((NS + name, name) for name in SECTIONS),
    ("", "Others"),
    (PREFIXES["void"] + "Dataset", "Dataset"),
)
_OTHERS = len(_HEADINGS) - 2  # what describes the file stands last
_RANKS = {iri: rank for rank, (iri, _) in enumerate(_HEADINGS) if iri}


def section(subject: str, types: Sequence[str]) -> tuple[int, str]:
    """Return the rank and heading of a subject, by its classes: the ontology first, then the order of `SECTIONS`.

    >>> section("https://w3id.org/dkg/id/minsk-2014", ["https://w3id.org/dkg/ns#Event", "https://w3id.org/dkg/ns#Visit"])
    (15, 'Visit')
    """
    rank = min((_RANKS[each] for each in types if each in _RANKS), default=_OTHERS)
    return rank, _HEADINGS[rank][1]
