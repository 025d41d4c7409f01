"""SHACL: is a graph what the shapes demand, and if not, what is wrong and how to mend it.

How it thinks. One exact interpreter (`interpreter`, with a record for each Core component in `checks`) says what a node
breaks of a shape; it looks at the neighbourhood of the node alone, and nothing else emits breaches. For a whole graph
`candidates` asks first, with one SPARQL query for each constraint, which nodes may break it (`searches` for SHACL Core,
`queries` for SPARQL): a graph without breaches costs a few hundred queries with empty answers, and the interpreter
looks at no node at all. A search may name too many nodes and never misses one; where there is none, every node that
the shape is about is looked at. Searches read properties from end to end and work on sets (`sets`, `joins`) where that
is cheaper than looking at one node after the other (`classes` counts).

Queries of the shapes run with variables bound beforehand, as SHACL-SPARQL demands (`prebinding`); what SPARQL cannot
say, reading a date, is a function that they call (`functions`). `reader` turns the Turtle of `shapes/` into the values
of `model`, `labels` finds the names that messages use, and `report` is what comes out. Nothing is written to the store,
and nothing is inferred: the graph must hold derived statements and the ontology already. `pyshacl_bridge` gives the
opinion of pyshacl.
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
