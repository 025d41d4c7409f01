"""What changed from one graph to another: in words of the field, as JSON, or as a patch for machines.

Files are read in any format of RDF (`reading`), blank nodes get names from what is said of them (`blank`), facts that
are the same but for one value are paired (`pairing`), and what changed is told (`news`, `telling`) or written
(`patch`).
"""

from kg.diffing.news import Change, News, compare
from kg.diffing.patch import apply_patch, patch
from kg.diffing.reading import Side, read_side
from kg.diffing.telling import as_json, as_text

__all__ = ["Change", "News", "Side", "apply_patch", "as_json", "as_text", "compare", "patch", "read_side"]
