"""Cells as JSON, exact and of their kind: column by column, for those of a column are mostly of one kind."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache
from itertools import chain
from operator import attrgetter
from types import NoneType
from typing import Any

from healthkpi.model.grid import CellError, CellValue, Share, Uncalculated
from healthkpi.model.identity import IDENTITY_NUMBER, may_hold_identity

# By row and column of the sheet; blank ones are none.
Cells = Mapping[tuple[int, int], CellValue]
# Of a column by the kind of its cells what stands in each row; nothing where it is of another kind or blank.
_Column = Mapping[str, Sequence[str | None]]


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of cell, how it becomes words and how it comes back."""

    of: type
    write: Callable[[Any], str]
    read: Callable[[str], CellValue]


# A moment is a day as well and is looked for first.
_KINDS: Mapping[str, _Kind] = {
    "number": _Kind(Decimal, str, Decimal),
    "text": _Kind(str, str, str),
    "share": _Kind(Share, lambda share: str(share.of_one), lambda words: Share(Decimal(words))),
    "truth": _Kind(bool, str, "True".__eq__),
    "moment": _Kind(datetime, datetime.isoformat, datetime.fromisoformat),
    "day": _Kind(date, date.isoformat, date.fromisoformat),
    "time": _Kind(time, time.isoformat, time.fromisoformat),
    "error": _Kind(CellError, attrgetter("shown"), CellError),
    "formula": _Kind(Uncalculated, attrgetter("formula"), Uncalculated),
}


def written_cells(rows: Sequence[int], columns: Mapping[int, Sequence[CellValue]]) -> dict[str, Any]:
    """Some rows, and of each column what stands in them; of identity numbers nothing."""
    written = {str(column): _written(cells) for column, cells in columns.items()}
    return {"rows": rows, "columns": _without_identity(written)}


def read_cells(kept: Any) -> Cells:
    """The cells again; an older history has them one by one."""
    return dict(_by_column(kept) if isinstance(kept, dict) else _one_by_one(kept))


def _written(cells: Sequence[CellValue]) -> _Column:
    types: Collection[type] = dict.fromkeys(map(type, cells))
    if len(types) == 1 and NoneType not in types:
        # As most columns are.
        kind = _kind_of(*types)
        return {kind: [*map(_KINDS[kind].write, cells)]}
    kinds: dict[str, set[type]] = {}
    for each in types:
        if each is not NoneType:
            kinds.setdefault(_kind_of(each), set()).add(each)
    return {kind: _of_kind(cells, own, _KINDS[kind].write) for kind, own in kinds.items()}


def _of_kind(cells: Sequence[CellValue], types: set[type], write: Callable[[Any], str]) -> list[str | None]:
    return [write(cell) if type(cell) in types else None for cell in cells]


@cache
def _kind_of(cell: type) -> str:
    return next(name for name, kind in _KINDS.items() if issubclass(cell, kind.of))


def _without_identity(columns: Mapping[str, _Column]) -> Mapping[str, _Column]:
    """A person's number that slipped into some column is nobody's to keep; looked for in all cells at once, for most sheets have none."""
    if not may_be_among(chain.from_iterable(each for column in columns.values() for each in column.values())):
        return columns
    return {
        name: {kind: [*map(unless_identity, words)] for kind, words in column.items()}
        for name, column in columns.items()
    }


def may_be_among(words: Iterable[str | None]) -> bool:
    """Whether any of them may hold an identity number."""
    return may_hold_identity("\n".join(filter(None, words)))


def unless_identity(words: str | None) -> str | None:
    """Nothing of words that hold an identity number."""
    return None if words is not None and IDENTITY_NUMBER.search(words) else words


def _by_column(kept: Mapping[str, Any]) -> Iterator[tuple[tuple[int, int], CellValue]]:
    for column, kinds in kept["columns"].items():
        for kind, cells in kinds.items():
            read = _KINDS[kind].read
            for row, words in zip(kept["rows"], cells, strict=True):
                if words is not None:
                    yield (row, int(column)), read(words)


def _one_by_one(kept: Sequence[Sequence[Any]]) -> Iterator[tuple[tuple[int, int], CellValue]]:
    """Text, true and false stand there as they are, the others as {kind: words}."""
    for row, column, cell in kept:
        ((kind, words),) = cell.items() if isinstance(cell, dict) else ((None, cell),)
        if words is not None:
            yield (row, column), words if kind is None else _KINDS[kind].read(words)
