"""Stores of the graph: where statements are kept and queries answered.

It must not know mappings, shapes, rules or questions.
"""
