"""What follows from the facts: by rules in SPARQL for every build, by HermiT in OWL where a proof is wanted.

Importing it loads neither owlready2 nor rdflib; HermiT runs in a process of its own when it is asked.
"""

from kg.reason.dated import add_bounds
from kg.reason.derived import Screen, asserted, asserted_of, derived_properties, forget, is_derived
from kg.reason.hermit import Classification, classify, consistent, inferred
from kg.reason.rules import Derivation, Rule, infer, read_rules

__all__ = [
    "Classification", "Derivation", "Rule", "Screen", "add_bounds", "asserted", "asserted_of", "classify", "consistent",
    "derived_properties", "forget", "infer", "inferred", "is_derived", "read_rules",
]  # fmt: skip
