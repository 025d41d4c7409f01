"""Source texts: reading them, finding passages in them, and telling what a passage shows.

It knows texts, offsets and words; it must not know the mapping language, RDF or the store.
"""
