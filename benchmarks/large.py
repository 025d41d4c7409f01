"""Makes a large graph of the model's shape: the real one, with its instances copied under other names.

Whatever is an instance (facts, citations, documents, events, agreements, actors, posts, pairs) is copied; the ontology,
kinds, topics, issues and places stay as they are. The same number of statements gives the same graph.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store

import kg
from kg.terms import DATA, RDF_TYPE, dkg

__all__ = ["grow"]

_COPIED = ("Fact", "Citation", "Document", "Event", "Agreement", "Actor", "Post", "Pair")
_NAME = re.compile(rf"<{re.escape(DATA)}([a-z0-9-]+)>")


def grow(store: Store, statements: int, folder: Path) -> Store:
    """Return a store on disk with about so many statements, made from the graph of another."""
    dumped = BytesIO()
    store.dump(dumped, RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
    lines = dumped.getvalue().decode().splitlines(keepends=True)
    copied = {
        quad.subject.value.removeprefix(DATA)
        for name in _COPIED
        for quad in store.quads_for_pattern(None, RDF_TYPE, dkg(name), DefaultGraph())
        if isinstance(quad.subject, NamedNode)
    }
    about = [line for line in lines if (found := _NAME.match(line)) and found[1] in copied]
    template = _NAME.sub(lambda found: f"<{DATA}{found[1]}\0>" if found[1] in copied else found[0], "".join(about))
    parts = template.split("\0")
    grown = Store(str(folder))
    grown.bulk_load(input="".join(lines), format=RdfFormat.N_TRIPLES)
    for text in _batches(parts, max(0, round((statements - len(lines)) / len(about)))):
        with tempfile.NamedTemporaryFile(dir=folder.parent, suffix=".nt") as file:
            file.write(text.encode())
            file.flush()
            grown.bulk_load(path=file.name, format=RdfFormat.N_TRIPLES)
    grown.optimize()
    grown.flush()
    return grown


def _batches(parts: list[str], copies: int) -> Iterator[str]:
    """Yield the text of the copies, some at a time."""
    size = 30
    for first in range(0, copies, size):
        yield "".join(f"-copy-{number}".join(parts) for number in range(first, min(first + size, copies)))


def main() -> None:
    """Write the store of a number of statements into a folder."""
    print(len(grow(kg.open().store, int(sys.argv[1]), Path(sys.argv[2]))))


if __name__ == "__main__":
    main()
