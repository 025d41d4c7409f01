"""A small invented document with its authorities, and statements in a form that tests can compare."""

from __future__ import annotations

import re
import textwrap
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from kg.building import read_ontology
from kg.errors import Finding
from kg.mapping.compiler import Compiled, compile_mappings
from kg.mapping.lock import lock_path
from kg.project import Project
from kg.terms import local_name
from kg.texts.documents import digest

ROOT = Path(__file__).resolve().parents[2]

TEXT = """A Meeting in Zenda

On 5 May 2020, Foreign Minister Ann Alpha of Arcadia met Bob Beta of Borduria in Zenda. The two countries signed a
Water Treaty at the meeting in Zenda. Trade between Arcadia and Borduria reached 5.3 billion dollars last year, of
which more than 80 percent was fish.

“Borduria is a friend,” Alpha said on behalf of Arcadia. Will Beta agree? Ann Alpha had been Mayor of Zenda from 2001
to 2005. Arcadia is an observer of the River Union. Bob Beta died on 8 January 2021.

The treaty forbids dams on the Blue River. Arcadia wants more trade. The River Union will gather in Zenda in the
following year.
"""

AUTHORITIES = """
states:
  arcadia: {name: Arcadia, fa: آرکادیا, spellings: [Republic of Arcadia], stands-for: [Arcadian]}
  borduria: {name: Borduria}
persons:
  ann-alpha: {name: Ann Alpha, spellings: [Alpha]}
  bob-beta: {name: Bob Beta, spellings: [Beta]}
organizations:
  river-union: {name: River Union, kind: international-organization}
  zenda-herald: {name: Zenda Herald, kind: news-agency, of: arcadia}
posts:
  foreign-minister-of-arcadia: {name: Foreign Minister of Arcadia, in: arcadia, speaks-for: arcadia,
    spellings: [Foreign Minister]}
  mayor-of-zenda: {name: Mayor of Zenda, in: arcadia}
places:
  zenda: {name: Zenda}
pairs:
  arcadia-and-borduria: {name: Arcadia and Borduria, of: [arcadia, borduria]}
"""

HEADER = """
document: zenda-report
title: A Meeting in Zenda
text: zenda.txt
sha256: {sha256}
address: https://example.org/zenda
published: 2020-06-01
now: 2020-06-01
publication:
  kind: report
  publisher: zenda-herald
  basis: outside
  note: Known from the page.
voice: zenda-herald
aliases:
  the two countries: [arcadia, borduria]
""".lstrip()

# Passages of the text.
MET = "On 5 May 2020, … Borduria in Zenda."
SIGNED = "The two countries signed … in Zenda."
TRADE = "Trade between Arcadia … was fish."
MORE = "Arcadia wants more trade."
MEETING = """
- at: On 5 May 2020, … Borduria in Zenda.
  says:
  - meeting: zenda-talks
    name: Meeting in Zenda
    when: 2020-05-05
    written: 5 May 2020
    place: zenda
"""


def says(at: str, record: str) -> str:
    """A passage with one record."""
    return f'- at: "{at}"\n  says:\n  - {record}\n'


@cache
def ontology() -> tuple[Quad, ...]:
    return tuple(read_ontology(Project(ROOT, ROOT)))


@dataclass
class Small:
    """A project in a temporary folder, with one document or more."""

    root: Path
    header: str = ""
    text: str = TEXT
    authorities: str = AUTHORITIES
    more: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        (self.root / "mappings" / "authorities").mkdir(parents=True)
        (self.root / "texts").mkdir()

    @property
    def path(self) -> Path:
        return self.root / "mappings" / "zenda.yaml"

    @property
    def lock(self) -> Path:
        return lock_path(self.path)

    def compile(self, passages: str, *, with_text: bool = True) -> Compiled:
        """Write the mapping with these passages, and compile it."""
        (self.root / "texts" / "zenda.txt").write_bytes(self.text.encode())
        (self.root / "mappings" / "authorities" / "all.yaml").write_text(self.authorities, encoding="utf-8")
        header = (self.header or HEADER).replace("{sha256}", digest(self.text))
        body = textwrap.dedent(passages).strip("\n")
        self.path.write_text(f"{header}passages:\n{body}\n" if body else f"{header}passages: []\n", encoding="utf-8")
        for name, content in self.more.items():
            (self.root / name).write_text(content.replace("{sha256}", digest(self.text)), encoding="utf-8")
        project = Project(self.root, self.root, self.root / "texts" if with_text else None)
        return compile_mappings(project, ontology())

    def errors(self, passages: str, *, with_text: bool = True) -> list[str]:
        return [str(finding) for finding in self.compile(passages, with_text=with_text).errors]

    def error(self, passages: str) -> str:
        """The one error of a mapping."""
        errors = self.errors(passages)
        assert len(errors) == 1, errors
        return errors[0]

    def warnings(self, passages: str) -> list[Finding]:
        return [finding for finding in self.compile(passages).findings if finding.severity == "warning"]

    def lines(self, passages: str) -> list[str]:
        """What passages make beyond the header: a line for each node, sorted."""
        compiled = self.compile(passages)
        assert not compiled.errors, compiled.errors
        quads = compiled.quads - self.compile("").quads
        return described(quads)

    def write_lock(self, compiled: Compiled) -> None:
        for mapped in compiled.documents:
            lock_path(mapped.path).write_text(mapped.lock.render(), encoding="utf-8")


def short(term: NamedNode | Literal) -> str:
    """A term without its namespace; names that are hashes lose them."""
    if isinstance(term, Literal):
        return f"“{term.value}”" + (f"@{term.language}" if term.language else "")
    name = re.sub(r"^(claim|participation|position|figure)-[0-9a-f]{16}$", r"\1-*", local_name(term))
    return re.sub(r"^(cite-.*-\d+-\d+)-[0-9a-f]{8}$", r"\1-*", name)


def described(quads: Iterable[Quad], *, evidence: bool = False) -> list[str]:
    """One line a node: its name and class, then its properties in order; citations and evidence only if wanted."""
    nodes: dict[NamedNode, list[tuple[str, str]]] = defaultdict(list)
    for quad in quads:
        nodes[quad.subject].append((short(quad.predicate), short(quad.object)))
    lines = []
    for node, pairs in nodes.items():
        classes = [value for name, value in pairs if name == "type"]
        if ("Citation" in classes) is not evidence:
            continue
        said = sorted(f"{name}={value}" for name, value in pairs if name not in ("type", "evidence"))
        lines.append(" ".join([short(node), *classes, *said]))
    return sorted(lines)
