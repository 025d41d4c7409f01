"""Pictures of a graph: the timeline of an actor, the network of who met whom, figures over time.

Importing it loads no matplotlib; what draws is imported when a picture is made. The same graph gives the same bytes.
"""

from kg.plots.plan import PLOTS, Picture, Plot, find_plot

__all__ = ["PLOTS", "Picture", "Plot", "find_plot"]
