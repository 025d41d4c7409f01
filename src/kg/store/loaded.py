"""A graph that lies in a file of RDF, such as an export, held in memory. It knows no project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import Store

from kg.errors import Place, UnusableError
from kg.parsing import decode_rdf, format_of, guard, opened, rdf_format, read_bytes, said, unpacked

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["load"]


def load(path: Path) -> Store:
    """Read a file of RDF into memory, packed (`.gz`) or not; its format is told by its extension.

    `UnusableError` where the extension is none of RDF, and with the line and column where the file is malformed.
    """
    try:
        name = format_of(str(path))
    except UnusableError:
        remedy = "name the folder of a project, or a .ttl or .nt file"
        raise UnusableError(f"{path.name} is no file of RDF", remedy=remedy) from None
    store = Store()
    try:
        if name in ("jsonld", "rdfxml"):
            data = read_bytes(str(path))
            guard(lambda: data, name, path.name)
            store.bulk_load(decode_rdf(data, name, path.name), rdf_format(name))
        else:  # as it is read: an export may be larger than what is held at once
            with opened(str(path)) as file:
                store.bulk_load(unpacked(file, path.name), rdf_format(name))
    except (SyntaxError, MemoryError) as error:
        said(error, name, path.name)
    except (ValueError, OSError, EOFError) as error:
        raise UnusableError(f"it cannot be read ({error})", place=Place(path.name), remedy="mend the file") from None
    return store
