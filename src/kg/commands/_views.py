"""What `kg export` writes beside RDF: networks into a file, and tables into a folder."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kg.arguments import NETWORK_FORMATS, TABLE_FORMATS
from kg.errors import UnusableError
from kg.terminal import open_graph, say

if TYPE_CHECKING:
    from argparse import Namespace

__all__ = ["wrote_view"]


def wrote_view(args: Namespace) -> bool:
    """Write a network or tables where the arguments ask for them, and tell whether they did.

    `UnusableError` for options that do not go together.
    """
    given = args.file or "-"
    ending = Path(given).suffix.lower().removeprefix(".")
    folder = given.endswith(("/", "\\")) or Path(given).is_dir()
    form = args.format or ("csv" if folder else ending)
    if form in NETWORK_FORMATS:
        _write_network(args, form, given)
        return True
    if args.network:
        raise UnusableError(
            "--network is for GEXF and GraphML", remedy="name a file that ends in .gexf or .graphml, or add --format"
        )
    if form not in TABLE_FORMATS:
        return False
    if given == "-" or (Path(given).suffix and not folder):
        raise UnusableError(
            f"tables are several files, and {given} is one", remedy="name a folder, as in `kg export tables/`"
        )
    _write_tables(args, form, Path(given))
    return True


def _write_network(args: Namespace, form: str, given: str) -> None:
    from kg.export.gexf import write_gexf
    from kg.export.graphml import write_graphml
    from kg.export.network import network
    from kg.files import whole

    for option in ("asserted", "document", "actor"):
        if getattr(args, option):
            raise UnusableError("networks are made of the whole graph", remedy=f"leave out --{option}")
    write = {"gexf": write_gexf, "graphml": write_graphml}[form]
    found = network(open_graph(args).store, args.network or "who-met")
    if given == "-":
        write(found, sys.stdout)
        return
    with whole(given) as out:
        write(found, out)
    say(f"wrote {given}: {len(found.nodes)} actors, {len(found.edges)} edges")


def _write_tables(args: Namespace, form: str, folder: Path) -> None:
    from kg.export.datapackage import write_package
    from kg.export.table_vocabulary import Vocabulary
    from kg.export.tables import tables

    graph = open_graph(args)
    vocabulary = Vocabulary.of(graph.store, graph.project.files("shapes", "*.ttl"))
    part = graph.part(document=args.document, actor=args.actor, asserted=args.asserted)
    number = write_package(tables(graph.source(part).statements, vocabulary), folder, form)
    say(f"wrote {folder}: {number} tables and datapackage.json")
