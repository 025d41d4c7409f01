"""SHACL: is a graph what the shapes demand, and if not, what is wrong and how to mend it.

How it thinks. A constraint is a question about the whole graph: "which nodes break it?". So each constraint of each
shape becomes one SPARQL query that finds its breaches and nothing else, and Oxigraph answers it for all nodes at
once; a graph without breaches costs a few hundred queries with empty answers. There are three sorts of them:

- **Core** constraints are translated by `components`, one record for each component; where a component has no
  translation, the whole shape is handed to pyshacl (`pyshacl_bridge`).
- **SHACL-SPARQL** constraints run as they are written, with the pattern of their target put in front (`queries`).
- What SPARQL cannot say, reading a date, is a function that such a query calls (`functions`).

`reader` turns the Turtle of `shapes/` into the values of `model`, `validation` runs the plan, `labels` finds the names
that messages use, and `report` is what comes out. Nothing is written to the store, and nothing is inferred: the graph
must hold derived statements and the ontology already.
"""

from kg.shacl.labels import labels_of
from kg.shacl.model import SHAPES, Severity, Shape, Shapes, ShapesError
from kg.shacl.reader import read_shapes
from kg.shacl.report import Report, Result
from kg.shacl.validation import validate

__all__ = [
    "SHAPES",
    "Report",
    "Result",
    "Severity",
    "Shape",
    "Shapes",
    "ShapesError",
    "labels_of",
    "read_shapes",
    "validate",
]
