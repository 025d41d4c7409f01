"""What the site adds to mkdocs: pages that appear in the navigation by themselves, and the ontology in detail.

`nav` of mkdocs.yml may say `folder/*`; a page that is put into the folder is then listed without further ado. The
detailed reference of the ontology is made by pyLODE when the site is built, and is a page of its own. A block that is a
file, ```` ```yaml mappings/x.yaml ````, shows its name as a title.
"""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mkdocs.config.defaults import MkDocsConfig
    from mkdocs.structure.files import Files

ROOT = Path(__file__).resolve().parent.parent
TERMS = "reference/terms.html"
_NAMED = re.compile(r"^(```\w+) (\S+)$", re.MULTILINE)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put the pages of a folder in the place of `folder/*`."""
    if config.nav is not None:
        config.nav = [_expand(entry, Path(config.docs_dir)) for entry in config.nav]
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the detailed reference of the ontology."""
    from mkdocs.structure.files import File

    files.append(File.generated(config, TERMS, content=terms(ROOT / "ontology" / "dkg.ttl")))
    return files


def on_page_markdown(markdown: str, **_: object) -> str:
    """Show the name of a file that a page has a reader write as the title of its block."""
    return _NAMED.sub(r'\1 title="\2"', markdown)


def terms(ontology: Path) -> str:
    """Return an HTML page on every class and property, made by pyLODE from the ontology alone."""
    root = logging.getLogger()
    level = root.level
    from pylode import OntPub

    root.setLevel(level)  # pyLODE lowers it as it is imported
    page: str = OntPub(ontology=str(ontology)).make_html()
    return page.replace(
        "<body>", '<body><p style="margin: 1em 70px"><a href="ontology.html">Back to the site</a></p>', 1
    )


def _expand(entry: Any, docs: Path) -> Any:
    if isinstance(entry, dict):
        return {title: _expand_value(value, docs) for title, value in entry.items()}
    return entry


def _expand_value(value: Any, docs: Path) -> Any:
    if isinstance(value, list):
        return [_expand(entry, docs) for entry in value]
    if not str(value).endswith("/*"):
        return value
    pages = (docs / value[:-2]).glob("*.md")
    return [path.relative_to(docs).as_posix() for path in sorted(pages, key=_place)]


def _place(path: Path) -> tuple[bool, str]:
    """Sort a folder's own page first, numbered pages by number, others by title."""
    if path.name == "README.md":
        return False, ""
    return True, path.name if path.name[0].isdigit() else path.read_text(encoding="utf-8").partition("\n")[0].casefold()
