"""What follows from the facts: by rules in SPARQL for every build, by HermiT in OWL where a proof is wanted.

Importing it loads neither owlready2 nor rdflib; HermiT runs in a process of its own when it is asked.
"""

from kg.reason.closure import derive
from kg.reason.dated import add_bounds
from kg.reason.derived import Screen, Vocabulary, asserted, asserted_of, derived_properties, forget, is_derived
from kg.reason.hermit import Classification, classify, consistent, inferred
from kg.reason.rules import Derivation, Rule, infer, read_rules

__all__ = [
    "Classification", "Derivation", "Rule", "Screen", "Vocabulary", "add_bounds", "asserted", "asserted_of", "classify",
    "consistent", "derive", "derived_properties", "forget", "infer", "inferred", "is_derived", "read_rules",
]  # fmt: skip
