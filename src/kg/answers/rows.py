"""A row: a tuple whose cells have names too. It knows neither terms nor where rows come from."""

from __future__ import annotations

from functools import lru_cache
from operator import itemgetter
from typing import Any, ClassVar, SupportsIndex, overload

from kg.errors import UnknownNameError, did_you_mean

__all__ = ["Row", "row_class"]


class Row(tuple[Any, ...]):
    """The cells of one solution, None where a variable is unbound: `row[0]`, `row["who"]`, `row.who`, `who, day = row`.

    It equals the plain tuple. A variable whose name begins with an underscore is found in brackets alone.

    >>> row = row_class(("who", "count"))(("Iran", 3))
    >>> row, row.who, row["count"], row.count, row == ("Iran", 3)
    (Row(who='Iran', count=3), 'Iran', 3, 3, True)
    """

    __slots__ = ()
    variables_: ClassVar[tuple[str, ...]] = ()

    @overload
    def __getitem__(self, key: SupportsIndex | str, /) -> Any: ...
    @overload
    def __getitem__(self, key: slice, /) -> tuple[Any, ...]: ...
    def __getitem__(self, key: SupportsIndex | slice | str, /) -> Any:
        if not isinstance(key, str):
            return super().__getitem__(key)
        if key not in self.variables_:
            raise UnknownNameError(f"the row has no {key}", remedy=self._hint(key))
        return super().__getitem__(self.variables_.index(key))

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"the row has no {name}; {self._hint(name)}")

    def __repr__(self) -> str:
        return f"Row({', '.join(f'{name}={value!r}' for name, value in self._asdict().items())})"

    def __reduce__(self) -> tuple[Any, ...]:
        return _row, (self.variables_, tuple(self))

    def _asdict(self) -> dict[str, Any]:
        """Return the cells by the names of their variables."""
        return dict(zip(self.variables_, self, strict=True))

    def _hint(self, name: str) -> str:
        return did_you_mean(name, self.variables_) or f"it has: {', '.join(self.variables_) or 'nothing'}"


@lru_cache(maxsize=256)
def row_class(variables: tuple[str, ...]) -> type[Row]:
    """Return the class of rows with some variables, which hide what a tuple calls `count` and `index`."""
    cells = {name: property(itemgetter(at)) for at, name in enumerate(variables) if not name.startswith("_")}
    return type("Row", (Row,), {"__slots__": (), "__doc__": Row.__doc__, **cells, "variables_": variables})


def _row(variables: tuple[str, ...], cells: tuple[Any, ...]) -> Row:
    return row_class(variables)(cells)
