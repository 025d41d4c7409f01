"""The gate for new facts: what was given is read with its places, staged beside what is known, inferred, validated.

`reading` reads RDF of any format, `places` finds statements in a text. `expansion` makes facts of them: known words and
names (`restated`, `admission`), names for what has none (`naming`), the short form (`shortform`, `refusals`), sources
(`sources`), and no actor twice (`lookalikes`), all on one `draft`. `staging` puts the facts beside a graph and runs
rules and shapes, `verdict` is what comes out, and `written` writes it for people and programs. Nothing here writes a
store.
"""

from kg.gate.expansion import Expanded, Intake, expand, show
from kg.gate.reading import FORMATS, Given, read_file
from kg.gate.staging import stage, stage_alone
from kg.gate.verdict import Fault, Verdict
from kg.gate.written import VERDICT_FORMATS, write_verdict

__all__ = [
    "FORMATS", "VERDICT_FORMATS", "Expanded", "Fault", "Given", "Intake", "Verdict", "expand", "read_file", "show",
    "stage", "stage_alone", "write_verdict",
]  # fmt: skip
