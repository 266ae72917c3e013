"""The words that stand above each column of a sheet in one to three rows, whatever table they may be of."""

import functools
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from healthkpi.match._labels import split_unit
from healthkpi.model.grid import CellValue, Grid

# Who lays a form out with merged cells fills it in by hand.
_MOST_ROWS_OF_A_FORM = 5000
_WIDEST_HEADING = 10
# Of a header that is remembered for the next file.
_LONGEST_KEPT = 200
_MOST_COLUMNS_KEPT = 256


@dataclass(frozen=True, slots=True)
class Area:
    """A part of a grid; the ends are not included."""

    top: int
    bottom: int
    left: int
    right: int


@dataclass(frozen=True, slots=True, eq=False)
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
    cells = tuple(grid.filled_row(row, area.left, area.right) for row in rows)
    if not grid.merged and all(map(_are_short_texts, cells)):
        return _plain_headings(cells, area.left)
    return _headings(cells, area.left, times, _padding(grid, rows[-1], area), is_merged=bool(grid.merged))


def _are_short_texts(cells: Sequence[CellValue]) -> bool:
    is_text = all(cell is None or (isinstance(cell, str) and len(cell) <= _LONGEST_KEPT) for cell in cells)
    return is_text and len(cells) <= _MOST_COLUMNS_KEPT


@functools.lru_cache(maxsize=128)
def _plain_headings(cells: tuple[tuple[CellValue, ...], ...], left: int) -> Headings:
    """Headings of nothing but text, of which the files of one template all have the same."""
    return _headings(cells, left, times=False, padding=frozenset(), is_merged=False)


def _headings(
    cells: Sequence[Sequence[CellValue]], left: int, times: bool, padding: Set[int], is_merged: bool
) -> Headings:
    columns = enumerate(zip(*cells, strict=True), start=left)
    beside = None if is_merged else cells
    paths = {
        column: path
        for column, stacked in columns
        if column not in padding and (path := _path(stacked, beside, column - left, times))
    }
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
    stacked: Sequence[CellValue], rows: Sequence[Sequence[CellValue]] | None, at: int, times: bool
) -> tuple[str, ...]:
    """The headings above a column from top to bottom, each merged heading once; `rows` where merged cells may be lost."""
    path: list[str] = []
    for number, cell in enumerate(stacked):
        if cell is None and stacked[-1] is not None and rows is not None:
            cell = _heading_to_the_left(rows[number], at)
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


def _heading_to_the_left(row: Sequence[CellValue], at: int) -> str | None:
    # A CSV has lost its merged cells: the group's heading stands over its first column only.
    cell = next((cell for cell in reversed(row[: at + 1]) if cell is not None), None)
    return cell if isinstance(cell, str) else None
