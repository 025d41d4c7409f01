"""Makes graphs of the model's form of any size, for measuring and for trying things out, with mistakes where wanted.

Everything in them is invented: states, people, meetings, agreements, views. They hold what the graph of real documents
holds, in like proportions: two thirds of it asserted, half of that positions and claims with their citations, the rest
derived by the rules. Shapes find nothing in them but the mistakes that were asked for, and each of these is known by
the shape that must find it and the node at which it must.

How it works. `batches` makes one batch of documents after the other and runs the rules on each. A document is a `sheet`
of passages and facts; `world` makes the actors, `stage` what the scenes of one document share, `scenes` what happened
and who said what, `faults` the mistakes. Chance comes from `dice` alone, names from `words`: the same size, seed and
number of faults give the same graph.
"""

from kg.generator.batches import Batch, fill, generate
from kg.generator.faults import FAULTS, Expected, Fault

__all__ = ["FAULTS", "Batch", "Expected", "Fault", "fill", "generate"]
