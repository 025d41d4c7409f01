"""Mappings: YAML files that say where a passage is and what it says, checked and turned into facts.

It reads authorities, mappings and locks, and asks `kg.texts` for passages. It must not know the store, inference,
shapes or questions: it hands over statements and findings.
"""
