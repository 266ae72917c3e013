"""The words that stand above each column of a sheet in one to three rows, whatever table they may be of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from healthkpi.match._labels import split_unit
from healthkpi.model.grid import CellValue, Grid

# Who lays a form out with merged cells fills it in by hand.
_MOST_ROWS_OF_A_FORM = 5000
_WIDEST_HEADING = 10


@dataclass(frozen=True, slots=True)
class Area:
    """A part of a grid; the ends are not included."""

    top: int
    bottom: int
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Headings:
    """The headings above each column, from top to bottom, and the unit of measure that they say.

    `labels` are those of a column as one; `endings` are what a field may be called: how many of the last headings,
    these as one, and the column.
    """

    paths: Mapping[int, tuple[str, ...]]
    labels: Mapping[int, str]
    units: Mapping[int, str]
    endings: tuple[tuple[int, str, int], ...]


def read_headings(grid: Grid, area: Area, rows: tuple[int, ...], times: bool) -> Headings:
    """The headings in some rows; years and months that are no text count only if `times`."""
    columns = zip(*(grid.filled_row(row, area.left, area.right) for row in rows), strict=True)
    paths = {
        column: _path(grid, rows, column, cells, area, times)
        for column, cells in enumerate(columns, start=area.left)
    }
    padding = _padding(grid, rows[-1], area)
    paths = {column: path for column, path in paths.items() if path and column not in padding}
    units: dict[int, str] = {}
    endings: list[tuple[int, str, int]] = []
    for column, path in paths.items():
        words = []
        for part in path:
            word, unit = split_unit(part)
            words.append(word)
            if unit is not None:
                units[column] = unit
        endings += [(len(words) - start, "/".join(words[start:]), column) for start in range(len(words))]
    labels = {column: "/".join(path) for column, path in paths.items()}
    return Headings(paths, labels, units, tuple(endings))


def _padding(grid: Grid, row: int, area: Area) -> set[int]:
    """The columns that a merged heading only widens: nothing stands below their part of it."""
    if not grid.merged or area.bottom - row > _MOST_ROWS_OF_A_FORM:
        return set()
    of_corner: dict[tuple[int, int], set[int]] = {}
    for column in range(area.left, area.right):
        of_corner.setdefault(grid.corner(row, column), set()).add(column)
    padding: set[int] = set()
    for wide in of_corner.values():
        if 1 < len(wide) <= _WIDEST_HEADING:
            blank = {column for column in wide if _is_blank(grid, column, row + 1, area.bottom)}
            padding |= blank if blank < wide else set()
    return padding


def _is_blank(grid: Grid, column: int, top: int, bottom: int) -> bool:
    return all(grid.cell(row, column) in {None, ""} for row in range(top, bottom))


def _path(
    grid: Grid, rows: tuple[int, ...], column: int, cells: Sequence[CellValue], area: Area, times: bool
) -> tuple[str, ...]:
    """The headings above a column from top to bottom, each merged heading once."""
    path: list[str] = []
    for row, cell in zip(rows, cells, strict=True):
        if cell is None and cells[-1] is not None and not grid.merged:
            cell = _heading_to_the_left(grid, row, column, area)
        word = _time_in_words(cell) if times and not isinstance(cell, str) else cell
        heading = word.strip() if isinstance(word, str) else ""
        if heading and (not path or path[-1] != heading):
            path.append(heading)
    return tuple(path)


def _time_in_words(cell: CellValue) -> str | None:
    """A year or month that a heading holds as a number or a date."""
    if isinstance(cell, Decimal) and cell in range(1900, 2100):
        return f"{int(cell)}年"
    return f"{cell.year}年{cell.month}月" if isinstance(cell, date) else None


def _heading_to_the_left(grid: Grid, row: int, column: int, area: Area) -> str | None:
    # A CSV has lost its merged cells: the group's heading stands over its first column only.
    for left in range(column, area.left - 1, -1):
        cell = grid.cell(row, left)
        if cell is not None:
            return cell if isinstance(cell, str) else None
    return None
