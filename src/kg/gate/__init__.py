"""The gate for new facts: what was given is read with its places, staged beside what is known, inferred, validated.

`reading` reads RDF of any format, `places`, `xmlplaces` and `jsonplaces` find statements in a text, `mappings` compiles
mappings. `expansion` makes facts of what was read: known words and names (`restated`, `admission`, `misspelt`), names
for what has none (`naming`), the short form (`shortform`, `refusals`), sources (`sources`), citations that their texts
bear out (`passages`), and no actor twice (`lookalikes`), all on one `draft`. `staging` lays the facts over a graph and
asks rules and shapes, compiled once in a `rulebook`; `findings`, `expectations`, `nearby` and `consequences` say what
is wrong with statements, `verdict` is what comes out, and `written` writes it for people and programs. Nothing here
writes a store.
"""

from kg.gate.expansion import Expanded, Intake, expand, show
from kg.gate.reading import FORMATS, Given, read_file, refuse_empty
from kg.gate.rulebook import Rulebook
from kg.gate.staging import Staged, follow, stage, stage_alone, stage_change
from kg.gate.verdict import Fault, Verdict
from kg.gate.written import VERDICT_FORMATS, pages_of, write_verdict

__all__ = [
    "FORMATS", "VERDICT_FORMATS", "Expanded", "Fault", "Given", "Intake", "Rulebook", "Staged", "Verdict", "expand",
    "follow", "pages_of", "read_file", "refuse_empty", "show", "stage", "stage_alone", "stage_change", "write_verdict",
]  # fmt: skip
