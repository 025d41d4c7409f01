"""The graph in the formats of other programs: a module per family, each a table of formats and their writers."""
