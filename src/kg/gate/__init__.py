"""The gate for new facts: what was given is read with its places, staged beside what is known, inferred, validated.

`reading` reads RDF of any format, `places` finds statements in a text, `staging` puts them beside a graph and runs
rules and shapes, `verdict` is what comes out, and `written` writes it for people and programs. Nothing here writes a
store.
"""

from kg.gate.reading import FORMATS, Given, read_file
from kg.gate.staging import Staged, follow, stage, stage_alone, stage_change
from kg.gate.verdict import Fault, Verdict
from kg.gate.written import VERDICT_FORMATS, write_verdict

__all__ = [
    "FORMATS", "VERDICT_FORMATS", "Fault", "Given", "Staged", "Verdict", "follow", "read_file", "stage", "stage_alone",
    "stage_change", "write_verdict",
]  # fmt: skip
