"""Write the first mapping of a new text, as far as rules can."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kg.arguments import sources
from kg.terminal import CLEAN, open_project, say

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

EXAMPLE = "kg draft communique.txt --published 2026-03-05 > mappings/communique.yaml"


def arguments(parser: ArgumentParser) -> None:
    """Add what the command takes to its parser."""
    parser.add_argument("text", metavar="TEXT", help="the text, in UTF-8")
    parser.add_argument("--published", metavar="EDTF", help="the day from which its dates are counted")
    sources(parser)


def run(args: Namespace) -> int:
    """Do what the command does and return its exit code."""
    from kg.building import read_ontology
    from kg.mapping.compiler import read_known
    from kg.mapping.drafting import draft_mapping
    from kg.mapping.vocabulary import read_vocabulary

    project = open_project(args)
    ontology = read_ontology(project)
    authorities, kinds = read_known(project, ontology), read_vocabulary(ontology).kinds
    made = draft_mapping(Path(args.text), authorities, published=args.published, kinds=kinds)
    if (project.store / "schemas" / "mapping.schema.json").is_file():
        print("# yaml-language-server: $schema=../.kg/schemas/mapping.schema.json")  # as seen from mappings/
    print(made.text, end="")
    say(str(made.left_open))
    return CLEAN
