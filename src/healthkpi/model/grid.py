"""A sheet as it was read: cells with addresses, nothing guessed away."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from decimal import Decimal
from itertools import zip_longest
from pathlib import Path

from healthkpi.model.finding import Finding
from healthkpi.model.once import Once
from healthkpi.model.place import Place, address_of


@dataclass(frozen=True, slots=True)
class Share:
    """A number in a cell that is formatted as a percentage: the cell shows 51.7%, it holds 0.517."""

    of_one: Decimal


@dataclass(frozen=True, slots=True)
class CellError:
    """A cell that Excel shows as #DIV/0!, #N/A, #REF! …"""

    shown: str


@dataclass(frozen=True, slots=True)
class Uncalculated:
    """A formula whose value was never calculated: it was written by a program and not opened since."""

    formula: str


# What stands for the value of a sensitive field.
HIDDEN = "…"

CellValue = None | str | bool | Decimal | Share | date | datetime | time | CellError | Uncalculated


def shown_raw(value: CellValue) -> str:
    """A cell as it stood in the sheet."""
    if value is None:
        return ""
    if isinstance(value, Share):
        return f"{value.of_one * 100:f}%"
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, CellError):
        return value.shown
    if isinstance(value, Uncalculated):
        return value.formula
    return str(value)


@dataclass(frozen=True, slots=True)
class Span:
    """A rectangle of cells, both ends included; rows and columns count from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Source:
    """An input file: what it is called in every message, and what proves it is the same file."""

    path: Path
    name: str
    format: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells of one sheet, row by row; rows may differ in length. A blank cell is None, text is as it stands.

    `merged` are the merged rectangles; their value stands in the top left cell only.
    `sheet` is None for formats that hold one table and no sheet name, such as CSV. Where `transposed`, rows
    and columns have been exchanged; every place is still the sheet's own.
    """

    source: Source
    sheet: str | None
    rows: tuple[tuple[CellValue, ...], ...]
    merged: tuple[Span, ...] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    transposed: bool = False
    _corners: dict[tuple[int, int], tuple[int, int]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # The width goes over all rows, so it is not asked for each merged row again.
        height, width = len(self.rows), self.width if self.merged else 0
        corners = {
            (row, column): (span.top, span.left)
            for span in self.merged
            for row in range(span.top, min(span.bottom + 1, height))
            for column in range(span.left, min(span.right + 1, width))
        }
        object.__setattr__(self, "_corners", corners)

    def cell(self, row: int, column: int) -> CellValue:
        """The value at a position; None outside the sheet."""
        cells = self.rows[row] if 0 <= row < len(self.rows) else ()
        return cells[column] if 0 <= column < len(cells) else None

    def filled_cell(self, row: int, column: int) -> CellValue:
        """The value at a position, where a merged rectangle has its one value everywhere."""
        return self.cell(*self.corner(row, column))

    def filled_cells(self, rows: Sequence[int], column: int) -> list[CellValue]:
        """The same of some rows of the sheet."""
        if self._corners:
            return [self.filled_cell(row, column) for row in rows]
        return [cells[column] if column < len(cells) else None for cells in map(self.rows.__getitem__, rows)]

    def filled_columns(self, rows: Sequence[int], columns: Sequence[int]) -> list[Sequence[CellValue]]:
        """The same of several columns; where nothing is merged, all are turned at once."""
        if self._corners:
            return [self.filled_cells(rows, column) for column in columns]
        end = max(columns, default=-1) + 1
        turned = [*zip_longest(*(self.rows[row][:end] for row in rows))]
        turned += [(None,) * len(rows)] * (end - len(turned))
        return [turned[column] for column in columns]

    def filled_row(self, row: int, left: int, right: int) -> tuple[CellValue, ...]:
        """The same of a stretch of a row, the right end not included."""
        if self.merged:
            return tuple(self.filled_cell(row, column) for column in range(left, right))
        cells = self.rows[row][left:right]
        return cells + (None,) * (right - left - len(cells))

    def corner(self, row: int, column: int) -> tuple[int, int]:
        """The top left cell of the merged rectangle that a position lies in; the position itself outside one."""
        return self._corners.get((row, column), (row, column))

    def is_spread(self, row: int, column: int) -> bool:
        """Whether a cell is merged with one beside it, as titles and notes are."""
        corner = self._corners.get((row, column))
        return corner is not None and (self._corners.get((row, column + 1)) == corner or corner[1] < column)

    def place(self, row: int | None = None, column: int | None = None) -> Place:
        """Where a cell of this sheet stands."""
        if self.transposed:
            row, column = column, row
        return Place(self.source.name, self.sheet, row, column)

    def address(self, row: int, column: int | None) -> str:
        """The address alone, in the sheet's own rows and columns."""
        return address_of(column, row) if self.transposed else address_of(row, column)

    def turned(self) -> "Grid":
        """The same sheet with its rows as columns."""
        merged = tuple(Span(span.left, span.top, span.right, span.bottom) for span in self.merged)
        return replace(
            self,
            rows=tuple(zip_longest(*self.rows)),
            merged=merged,
            hidden_rows=frozenset(),
            transposed=not self.transposed,
        )

    @property
    def width(self) -> int:
        """The number of columns of the widest row."""
        return max((len(cells) for cells in self.rows), default=0)


@dataclass(frozen=True, slots=True)
class Workbook:
    """Everything one file holds, and what was assumed while reading it."""

    source: Source
    grids: tuple[Grid, ...]
    findings: tuple[Finding, ...] = field(default=())
    # What its sheets were seen to be goes with it to another process. Not copied by `replace`, for a copy has other sheets.
    once: Once = field(default_factory=Once, init=False, compare=False, repr=False)
