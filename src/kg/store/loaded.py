"""A graph that lies in a file of RDF, such as an export, held in memory. It knows no project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyoxigraph import RdfFormat, Store

from kg.errors import Place, UnusableError
from kg.guards import check_file

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["load"]


def load(path: Path) -> Store:
    """Read a file of RDF into memory; its format is told by its extension.

    `UnusableError` where the extension is none of RDF, and with the line and column where the file is malformed.
    """
    form = RdfFormat.from_extension(path.suffix.removeprefix("."))
    if form is None:
        raise UnusableError(
            f"{path.name} is no file of RDF", remedy="name the folder of a project, or a .ttl or .nt file"
        )
    store = Store()
    try:
        check_file(path.read_bytes, form, path.name)
        store.bulk_load(path=str(path), format=form)
    except SyntaxError as error:
        place = Place(path.name, error.lineno or 0, error.offset or 0)
        raise UnusableError(f"not {form.name}: {error.msg}", place=place, remedy="mend the file") from None
    except (ValueError, OSError, MemoryError) as error:
        raise UnusableError(f"{path.name} cannot be read ({error})", remedy="mend the file") from None
    return store
